"""The tree of goals as rows: goals of the firm, goals of departments, indicators; and what hangs nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import Qt

from perfdesk.domain.goals import Goal, GoalLink, GoalNode, GoalTree, Hanging
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.terms import GoalLevel
from perfdesk.models.rows import Cell, Column, Index, RowsModel
from perfdesk.texts import _, current, in_context, pick
from perfdesk.texts.words import number, unit

INDENT = "\u2003"
NONE = "—"


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One line of the tree. `goal_id` of a goal, `lineage` of an indicator, neither of a heading."""

    key: str
    name: str
    depth: int = 0
    goal_id: int | None = None
    lineage: str = ""
    target: str = ""
    actual: str = ""
    score: str = ""
    attainment: str = ""
    second: str = ""
    is_heading: bool = False
    is_orphan: bool = False


class GoalModel(RowsModel[GoalRow]):
    """Rows of the tree; a heading can't be chosen."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.row(index.row()).is_heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def cell(self, at: int, across: int) -> Cell:
        row = self.row(at)
        if not row.is_heading:
            return super().cell(at, across)
        return Cell(
            row.name if across == 0 else "", bold=True, second=row.second if across == 0 else "", total=True
        )


def goal_columns() -> list[Column[GoalRow]]:
    return [
        Column(
            "name",
            lambda: _("Goal"),
            lambda row: f"{INDENT * row.depth}{row.name}",
            bold=lambda row: row.goal_id is not None and row.depth == 0,
            second=lambda row: row.second,
            tooltip=lambda row: row.name,
        ),
        Column("target", lambda: _("Target"), lambda row: row.target, "right", 66, tone=_quiet),
        Column("actual", lambda: _("Actual"), lambda row: row.actual, "right", 66),
        Column("score", lambda: _("Score"), lambda row: row.score, "right", 54, bold=True),
        Column(
            "attainment",
            lambda: in_context("goal", "Attained"),
            lambda row: row.attainment,
            "right",
            62,
            header_tooltip=lambda: _(
                "The weighted mean of the people's indicators that hang below, over the forms of this cycle"
            ),
        ),
    ]


def tree_rows(tree: GoalTree, departments: Mapping[int, str], names: Mapping[str, str]) -> list[GoalRow]:
    """Return the lines of a tree. `departments` and `names` (of indicators, by lineage) are in words."""
    rows: list[GoalRow] = []
    loose = [node for node in tree.nodes if node.goal.level == GoalLevel.DEPARTMENT]
    firm = [node for node in tree.nodes if node.goal.level == GoalLevel.FIRM]
    if firm:
        rows.append(_heading("firm", _("The firm"), tree.firm_score))
    for node in firm:
        rows += _node_rows(node, departments, names, 0, "")
    if loose:
        rows.append(_heading("loose", _("Departments, without a goal of the firm above"), None))
    for node in loose:
        rows += _node_rows(node, departments, names, 0, "")
    if tree.orphans:
        share = percent(tree.orphan_share)
        heading = _("Hang nowhere: {share} of all weight").format(share=share)
        rows.append(GoalRow("h:orphans", heading, is_heading=True))
        hanging = sum((Fraction(one.weight) for one in tree.orphans), Fraction(0))
        whole = hanging / tree.orphan_share if tree.orphan_share else Fraction(1)
        rows += [_orphan(one, whole) for one in tree.orphans]
    return rows


def percent(share: Fraction | None) -> str:
    """Return a part of 1 as percent with one decimal."""
    return NONE if share is None else f"{round_half_up(share * 100, 1)} %"


def _heading(key: str, words: str, score: Decimal | None) -> GoalRow:
    second = _("unit score {score}").format(score=f"{score:.2f}") if score is not None else ""
    return GoalRow(f"h:{key}", words, second=second, is_heading=True)


def _node_rows(
    node: GoalNode, departments: Mapping[int, str], names: Mapping[str, str], depth: int, path: str
) -> Iterator[GoalRow]:
    goal = node.goal
    key = f"{path}/g{goal.id}"
    second = departments.get(goal.department_id or 0, "") if goal.level == GoalLevel.DEPARTMENT else ""
    if node.share is not None and node.share != 100:
        second = f"{second} · {number(node.share)} %".strip(" ·")
    yield GoalRow(
        key=key,
        name=pick(goal.name_zh, goal.name_en),
        depth=depth,
        goal_id=goal.id,
        target=figure(goal.rule.target, goal),
        actual=figure(goal.actual, goal),
        score=points(node.score),
        attainment=points(node.attainment),
        second=second,
    )
    for below in node.goals:
        yield from _node_rows(below, departments, names, depth + 1, key)
    for one in node.indicators:
        is_part = one.share is not None and one.share != 100
        yield GoalRow(
            key=f"{key}/i{one.lineage}",
            name=names.get(one.lineage) or name_of(one),
            depth=depth + 1,
            lineage=one.lineage,
            actual=_("{count} forms").format(count=one.forms),
            attainment=points(one.mean),
            second=_("share {share} %").format(share=number(one.share)) if is_part else "",
        )


def _orphan(one: Hanging, whole: Fraction) -> GoalRow:
    return GoalRow(
        key=f"o:{one.lineage}",
        name=name_of(one),
        lineage=one.lineage,
        target=percent(Fraction(one.weight) / whole),
        actual=_("{count} forms").format(count=one.forms),
        attainment=points(one.mean),
        is_orphan=True,
    )


def name_of(one: Hanging) -> str:
    """Return code and name of an indicator as it stands on the forms."""
    return f"{one.code} {pick(one.name_zh, one.name_en)}".strip() or one.lineage


def points(value: Decimal | None) -> str:
    return NONE if value is None else f"{value:.2f}"


def figure(value: Decimal | None, goal: Goal) -> str:
    """Return a goal's target or actual with its unit, "—" where there is none."""
    return NONE if value is None else f"{number(value)} {unit(goal.unit, current())}".strip()


def _quiet(_row: GoalRow) -> str:
    return "muted"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link of a goal: what hangs below it, or the goal above that it serves."""

    link: GoalLink
    name: str
    is_above: bool
    share: str
    is_own_share: bool
    is_locked: bool


def link_rows(
    goal_id: int,
    links: Sequence[GoalLink],
    goals: Mapping[int, str],
    names: Mapping[str, str],
    shares: Mapping[int, Fraction],
    *,
    locked: bool,
) -> list[LinkRow]:
    """Return the links of a goal: those upward first. `shares` are the parts of 1 that count, by link."""
    rows = []
    for link in links:
        is_above = link.lower_id == goal_id
        if not is_above and link.upper_id != goal_id:
            continue
        name = goals.get(link.upper_id, "") if is_above else ""
        if not is_above:
            name = (
                goals.get(link.lower_id, "")
                if link.lower_id is not None
                else names.get(link.lineage, link.lineage)
            )
        shown = number(round_half_up(shares[link.id] * 100))
        rows.append(LinkRow(link, name, is_above, shown, link.share is not None, locked))
    return sorted(rows, key=lambda row: not row.is_above)


def link_columns() -> list[Column[LinkRow]]:
    return [
        Column(
            "way",
            lambda: _("Way"),
            lambda row: "↑" if row.is_above else "↓",
            width=40,
            tone=lambda _row: "muted",
            tooltip=lambda row: _("the goal above that it serves") if row.is_above else _("what hangs below"),
        ),
        Column(
            "name", lambda: in_context("thing", "Name"), lambda row: row.name, tooltip=lambda row: row.name
        ),
        Column(
            "share",
            lambda: in_context("goal", "Share %"),
            lambda row: row.share,
            "right",
            72,
            edit=lambda row: row.share if row.is_own_share else "",
            is_editable=lambda row: not row.is_locked,
            tone=lambda row: "ink" if row.is_own_share else "muted",
            header_tooltip=lambda: _("How much of it counts for this goal; empty: an equal part of the rest"),
        ),
    ]


def key_of_row(row: GoalRow) -> str:
    return row.key


def key_of_link(row: LinkRow) -> int:
    return row.link.id
