"""The list of the library: indicators by position, behaviours, templates and causes, with group headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from perfdesk.models.rows import Cell, Column, Index, RowsModel
from perfdesk.texts import _

KINDS = ("indicators", "behaviours", "templates", "measures")


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

    def holds(self, wanted: str) -> bool:
        """Tell whether every word that is looked for stands in it."""
        text = f"{self.code} {self.name} {self.words}".casefold()
        return all(word in text for word in wanted.casefold().split())


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
        Column("name", first, _named, tooltip=_named),
        Column("word", second, lambda row: row.word, width=64, tone=lambda _row: "muted"),
    ]
    if kind in ("indicators", "behaviours"):
        title = lambda: _("In use")  # noqa: E731
        columns.append(Column("uses", title, _uses, "right", 48, tone=lambda _row: "muted"))
    elif kind == "templates":
        columns.append(Column("uses", lambda: _("Items"), _uses, "right", 44, tone=lambda _row: "muted"))
    return columns


def under_headings(rows: Iterable[LibraryRow], wanted: str = "") -> list[LibraryRow]:
    """Return the rows that hold what is wanted, each group behind its heading with the count."""
    found: dict[str, list[LibraryRow]] = {}
    for row in rows:
        if row.holds(wanted):
            found.setdefault(row.group, []).append(row)
    lines: list[LibraryRow] = []
    for group, members in found.items():
        if group:
            lines.append(LibraryRow(f"group {group}", group, uses=len(members), is_group=True))
        lines += members
    return lines


def _named(row: LibraryRow) -> str:
    return f"{row.code} {row.name}".strip()


def _uses(row: LibraryRow) -> str:
    return "" if row.uses is None else str(row.uses or "–")
