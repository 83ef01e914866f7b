"""The list of the library: indicators by position, behaviours, templates and causes, with group headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt

from perfdesk.domain.library import Card, Cause, Template
from perfdesk.models.rows import Cell, Column, Index, RowsModel
from perfdesk.texts import _, pick
from perfdesk.texts.words import CAUSES, METHODS, SCHEMES

KINDS = ("goals", "indicators", "behaviours", "templates", "measures")


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One line. `key` is unique over all kinds; a heading has `is_group` and counts its lines in `uses`."""

    key: str
    name: str
    code: str = ""
    word: str = ""
    uses: int | None = None
    is_group: bool = False
    group: str = ""
    words: str = ""
    is_retired: bool = False

    def holds(self, wanted: str) -> bool:
        """Tell whether every word that is looked for stands in it."""
        text = f"{self.code} {self.name} {self.words}".casefold()
        return all(word in text for word in wanted.casefold().split())

    def sounds_like(self, wanted: str, letters: str) -> bool:
        """Tell whether what is looked for is pinyin, or initials, of its name; spaces do not matter."""
        return "".join(wanted.casefold().split()) in letters


class LibraryModel(RowsModel[LibraryRow]):
    """Rows under headings; a heading can't be chosen."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.row(index.row()).is_group:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def cell(self, at: int, across: int) -> Cell:
        row = self.row(at)
        if not row.is_group:
            return super().cell(at, across)
        text, second = (row.name, str(row.uses)) if across == 0 else ("", "")
        return Cell(text, bold=True, second=second, total=True)


def library_columns(kind: str) -> list[Column[LibraryRow]]:
    titles = {
        "indicators": (lambda: _("Indicator"), lambda: _("Method")),
        "behaviours": (lambda: _("Behaviour"), lambda: _("For")),
        "templates": (lambda: _("Template"), lambda: _("Scheme")),
        "measures": (lambda: _("Cause"), lambda: _("Checks")),
    }
    first, second = titles[kind]
    columns: list[Column[LibraryRow]] = [
        Column("name", first, _named, tooltip=_named, tone=_tone),
        Column("word", second, lambda row: row.word, width=64, tone=lambda _row: "muted"),
    ]
    if kind in ("indicators", "behaviours"):
        title = lambda: _("In use")  # noqa: E731
        columns.append(Column("uses", title, _uses, "right", 48, tone=lambda _row: "muted"))
    elif kind == "templates":
        columns.append(Column("uses", lambda: _("Items"), _uses, "right", 44, tone=lambda _row: "muted"))
    return columns


def found_rows(
    rows: Sequence[LibraryRow], wanted: str, letters: Callable[[], Mapping[str, str]]
) -> list[LibraryRow]:
    """Return the rows that hold what is wanted; where none does, those whose name sounds like it.

    `letters` gives pinyin and initials by key; it is asked only then, since working them out takes a moment.
    """
    found = [row for row in rows if row.holds(wanted)]
    if found or not wanted.isascii():
        return found
    known = letters()
    return [row for row in rows if row.sounds_like(wanted, known.get(row.key, ""))]


def under_headings(rows: Iterable[LibraryRow]) -> list[LibraryRow]:
    """Return the rows, each group behind its heading with the count."""
    found: dict[str, list[LibraryRow]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    lines: list[LibraryRow] = []
    for group, members in found.items():
        if group:
            lines.append(LibraryRow(f"group {group}", group, uses=len(members), is_group=True))
        lines += members
    return lines


def _named(row: LibraryRow) -> str:
    return f"{row.code} {row.name}".strip()


def _tone(row: LibraryRow) -> str:
    return "muted" if row.is_retired else "ink"


def _uses(row: LibraryRow) -> str:
    return "" if row.uses is None else str(row.uses or "–")


def kind_of(card: Card) -> str:
    """Return the list that a card stands in: what is judged by level is a behaviour, unless it is a KPI or task."""
    return "behaviours" if card.anchors or card.item_class == "BEHAVIOUR" else "indicators"


def card_row(card: Card, positions: Mapping[str, str], uses: Mapping[str, int]) -> LibraryRow:
    """Return a card's line; `positions` gives the words of position codes, `uses` the forms by lineage."""
    position = positions.get(card.position_code, "")
    if kind_of(card) == "behaviours":
        group = _("Managers of people only") if card.managers_only else _("Everybody")
        word = _("managers") if card.managers_only else _("all")
    else:
        group, word = position or _("Any position"), short_method(card)
    if card.retired_on is not None:
        group, word = _("Retired"), _("retired")
    return LibraryRow(
        key=card.lineage,
        name=pick(card.name_zh, card.name_en),
        code=card.code,
        word=word,
        uses=uses.get(card.lineage, 0),
        group=group,
        words=f"{card.name_zh} {card.name_en} {position}",
        is_retired=card.retired_on is not None,
    )


def short_method(card: Card) -> str:
    """Return the method in a word that fits a narrow column: 比率 for 比率法."""
    return _(METHODS[card.rule.method]).removesuffix("法")


def template_row(template: Template) -> LibraryRow:
    is_retired = template.retired_on is not None
    word = _(SCHEMES[template.scheme]) if template.scheme else ""
    return LibraryRow(
        key=str(template.id),
        name=pick(template.name_zh, template.name_en),
        code=template.code,
        word=_("retired") if is_retired else word,
        uses=len(template.items),
        group=_("Retired") if is_retired else "",
        words=" ".join(f"{item.name_zh} {item.name_en}" for item in template.items),
        is_retired=is_retired,
    )


def cause_row(cause: Cause) -> LibraryRow:
    return LibraryRow(
        key=cause.code.value,
        name=f"{_(CAUSES[cause.code])} · {pick(cause.name_zh, cause.name_en)}",
        word=_("{count} questions").format(count=len(cause.questions)),
        group=_("In the person") if cause.is_in_person else _("In the conditions"),
        words=f"{cause.ideas_zh} {cause.ideas_en}",
    )
