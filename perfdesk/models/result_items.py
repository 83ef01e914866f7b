"""The items of one form beside what they cost the total: rows and columns of the diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.comparison import Comparison
from perfdesk.domain.gaps import Gap, pareto_line
from perfdesk.domain.terms import Scheme
from perfdesk.models import gap_words
from perfdesk.models.rows import Column, Mark, MissingMark, ScoreBar, SymbolMark, level_bar
from perfdesk.texts import _, in_context, words

SUM_KEY = 0


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with its result; the row of the sum has no item. `is_open`: a gap without action or decision."""

    item: FormItem | None
    gap: Gap | None
    weight: Decimal
    weighted: Decimal | None
    is_gap: bool = False
    is_open: bool = False
    is_p5: bool = False

    @property
    def key(self) -> int:
        return self.item.id if self.item else SUM_KEY


@dataclass(frozen=True, slots=True)
class GapRow:
    """One line of what the gaps cost. `counts`: among the few that make up most of the loss."""

    item: FormItem
    gap: Gap
    is_open: bool
    counts: bool

    @property
    def key(self) -> int:
        return self.item.id


def rows_of(comparison: Comparison) -> tuple[list[ItemRow], ItemRow]:
    """Return the items in form order, and the sum."""
    sheet, is_p5 = comparison.sheet, comparison.sheet.head.scheme is Scheme.P5
    treated = {one.item.id: one.is_treated for one in comparison.treatments}
    by_id = {gap.key: gap for gap in sheet.gaps}
    found = []
    for item in sheet.items:
        gap = by_id.get(item.id)
        is_gap = gap is not None and gap.is_gap
        weight = sheet.total.weights.get(item.id, item.weight or Decimal(0))
        is_open = is_gap and not treated.get(item.id, False)
        found.append(ItemRow(item, gap, weight, sheet.total.weighted.get(item.id), is_gap, is_open, is_p5))
    whole = sum((item.weight or Decimal(0) for item in sheet.items), Decimal(0))
    return found, ItemRow(None, None, whole, sheet.total.total, is_p5=is_p5)


def gap_rows(comparison: Comparison) -> list[GapRow]:
    """Return what costs the total something, most urgent first."""
    items = {item.id: item for item in comparison.sheet.items}
    treated = {one.item.id: one.is_treated for one in comparison.treatments}
    few = set(pareto_line(comparison.sheet.gaps))
    return [
        GapRow(items[gap.key], gap, gap.is_gap and not treated.get(gap.key, False), gap.key in few)
        for gap in comparison.sheet.gaps
        if gap.score_gap
    ]


def strength_rows(comparison: Comparison) -> list[GapRow]:
    items = {item.id: item for item in comparison.sheet.items}
    return [GapRow(items[gap.key], gap, False, False) for gap in comparison.sheet.gaps if gap.is_strength]


def item_columns() -> list[Column[ItemRow]]:
    return [
        Column("name", _item_title, _item, mark=_item_mark, tooltip=_item_tooltip, second=_unit),
        Column("weight", _weight_title, _weight, "right", 36, tone=_sum_muted),
        Column("target", _target_title, _target, "right", 46),
        Column("actual", _actual_title, _actual, "right", 46, mark=_missing),
        Column("level", _level_title, _level, "left", 104, tone=_score_tone, bold=True, mark=_missing),
        Column("score", _score_title, _score, "right", 54, tone=_score_tone, bold=True),
        Column("weighted", _weighted_title, _weighted, "right", 54, bold=_is_sum),
        Column("bar", _bar_title, _bar_text, "left", 70, mark=_bar, tone=_sum_muted),
    ]


def gap_columns() -> list[Column[GapRow]]:
    return [
        Column("name", _item_title, _gap_name, width=118, mark=_gap_mark, tooltip=_gap_name),
        Column("contribution", _item_title, _contribution, "right", 58, tone=_gap_tone, bold=True),
        Column("share", _item_title, _share, "right", 68, tone=_muted),
        Column("note", _item_title, _note, tone=_muted, tooltip=_note),
    ]


def strength_columns() -> list[Column[GapRow]]:
    return [
        Column("name", _item_title, _strength, tooltip=_strength),
        Column("ahead", _item_title, _ahead, "right", 64, tone=_app, bold=True),
    ]


def hidden_columns(is_p5: bool) -> Sequence[str]:
    """五分表 has a level in place of target, actual and score."""
    return ("target", "actual", "score") if is_p5 else ("level",)


def _item_title() -> str:
    return _("Indicator")


def _weight_title() -> str:
    return in_context("column", "Wt")


def _target_title() -> str:
    return _("Target")


def _actual_title() -> str:
    return _("Actual")


def _score_title() -> str:
    return _("Score")


def _level_title() -> str:
    return in_context("judged", "Level")


def _weighted_title() -> str:
    return in_context("column", "Points")


def _bar_title() -> str:
    return in_context("column", "met")


def _item(row: ItemRow) -> str:
    if row.item is None:
        return _("Total")
    return gap_words.item_name(row.item)


def _unit(row: ItemRow) -> str:
    if row.item is None:
        return _("how?")
    return "" if row.item.is_anchored else gap_words.unit_of(row.item)


def _item_tooltip(row: ItemRow) -> str:
    if row.item is None:
        return ""
    if row.is_open:
        return f"{gap_words.item_label(row.item)}: {_('no action yet')}"
    return gap_words.item_label(row.item)


def _item_mark(row: ItemRow) -> Mark | None:
    if not row.is_gap:
        return None
    return SymbolMark("triangle", "gap") if row.is_open else SymbolMark("dot", "imp")


def _is_sum(row: ItemRow) -> bool:
    return row.item is None


def _sum_muted(row: ItemRow) -> str:
    return "muted" if row.item is None else "ink"


def _weight(row: ItemRow) -> str:
    return words.number(row.weight)


def _target(row: ItemRow) -> str:
    return gap_words.target_text(row.item) if row.item else ""


def _actual(row: ItemRow) -> str:
    return gap_words.actual_text(row.item) if row.item else ""


def _missing(row: ItemRow) -> Mark | None:
    if row.item is None or row.item.score is not None:
        return None
    state = "PENDING" if row.item.missing == "VALUE" else row.item.missing.value
    return MissingMark(_(words.MISSING[state]))


def _level(row: ItemRow) -> str:
    """The level with its word: 2 待改进."""
    level = row.item.counted_level if row.item is not None else None
    if level is None:
        return ""
    whole = words.LEVELS.get(int(level)) if level == int(level) else None
    number = words.number(level)
    return f"{number} {_(whole)}" if whole else number


def _score(row: ItemRow) -> str:
    if row.item is None:
        return ""
    return "—" if row.item.score is None else f"{row.item.score:.2f}"


def _score_tone(row: ItemRow) -> str:
    return "gap" if row.is_open else "ink"


def _weighted(row: ItemRow) -> str:
    return "—" if row.weighted is None else f"{row.weighted:.2f}"


def _bar(row: ItemRow) -> Mark | None:
    if row.item is None:
        return None
    if row.is_p5:
        return level_bar(row.item.score, row.is_open)
    met = row.gap.met if row.gap else Decimal(100)
    return ScoreBar(row.item.score, row.is_open, met=met)


def _bar_text(_row: ItemRow) -> str:
    return ""


def _gap_name(row: GapRow) -> str:
    return gap_words.item_name(row.item)


def _gap_mark(row: GapRow) -> Mark | None:
    if not row.gap.is_gap:
        return SymbolMark("dash", "muted")
    return SymbolMark("triangle", "gap") if row.is_open else SymbolMark("dot", "imp")


def _gap_tone(row: GapRow) -> str:
    return "gap" if row.is_open else "ink"


def _contribution(row: GapRow) -> str:
    return gap_words.signed(-row.gap.contribution)


def _share(row: GapRow) -> str:
    return "—" if row.gap.share is None else f"{row.gap.share} %"


def _note(row: GapRow) -> str:
    return gap_words.history(row.gap)


def _strength(row: GapRow) -> str:
    name = gap_words.item_name(row.item)
    reached = gap_words.actual_text(row.item)
    if row.item.is_anchored or not reached:
        said = f"{name} {reached}".strip()
    else:
        said = f"{name} {gap_words.in_unit(row.item.actual, row.item)}"
    return _("{item}: {words}").format(item=said, words=row.item.comment) if row.item.comment else said


def _ahead(row: GapRow) -> str:
    return gap_words.signed((row.gap.score - row.gap.met) * row.gap.weight / 100)


def _muted(row: GapRow) -> str:
    return "muted"


def _app(row: GapRow) -> str:
    return "app"
