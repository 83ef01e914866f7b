"""What the marks of a cycle say about its raters (§6.3), from forms whose raters are closed; for HR only."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.domain.appraisal import FormHead, FormItem
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.rater_statistics import (
    Flag,
    Halo,
    Leniency,
    SelfGap,
    Spread,
    agreement,
    halo,
    leniency,
    self_gap,
    spread,
    team_distance,
)
from perfdesk.domain.raters import SPREAD_FROM, RaterSheet, mean_of
from perfdesk.domain.scales import FIVE_LEVELS, scale_of
from perfdesk.domain.terms import RaterGroup, SheetState
from perfdesk.store import forms, raters
from perfdesk.store.change import Reading


@dataclass(frozen=True, slots=True)
class RaterLine:
    """One rater. `people` rated, `ratings` given; None where there is nothing to compute from. `team` compares
    a manager's own people with all others, since nobody else rates them."""

    name: str
    is_manager: bool
    people: int
    ratings: int
    leniency: Leniency | None
    team: Leniency | None
    spread: Spread | None
    halo: Halo | None

    @property
    def flags(self) -> tuple[Flag, ...]:
        found = [one.flag for one in (self.leniency, self.team) if one and one.flag]
        found += self.spread.flags if self.spread else ()
        return (*found, *((Flag.SAME_MARKS,) if self.halo and self.halo.same else ()))


@dataclass(frozen=True, slots=True)
class RateeLine:
    """One person: items on which the raters disagree, of `items` with enough raters to tell; own against others."""

    head: FormHead
    disagreeing: int
    items: int
    gap: SelfGap | None

    @property
    def flags(self) -> tuple[Flag, ...]:
        found = [Flag.DISAGREEING] if self.disagreeing else []
        return (*found, *((self.gap.flag,) if self.gap and self.gap.flag else ()))


@dataclass(frozen=True, slots=True)
class RaterReport:
    """Raters by name and people by number: nobody is ranked."""

    raters: tuple[RaterLine, ...]
    ratees: tuple[RateeLine, ...]
    closed: int
    forms: int


Levels = dict[Hashable, dict[int, dict[str, Decimal]]]
"""Rater -> form -> lineage of the item -> level."""


def report(connection: Reading, cycle_id: int) -> RaterReport:
    """Return the statistics of a cycle. Only items on five levels count, and only forms that are closed."""
    heads = [head for head in forms.heads_of_cycle(connection, cycle_id) if not head.is_void]
    closed = raters.closed_at(connection, [head.id for head in heads])
    counted = [head for head in heads if head.id in closed]
    ids = [head.id for head in counted]
    items = {
        form_id: [item for item in found if item.is_anchored and scale_of(item.rule) in FIVE_LEVELS]
        for form_id, found in forms.items(connection, ids).items()
    }
    levels, names = _levels(connection, counted, items)
    return RaterReport(
        _raters(levels, names),
        tuple(_ratee(head, items[head.id], levels) for head in counted),
        len(counted),
        len(heads),
    )


def _levels(
    connection: Reading, heads: Sequence[FormHead], items: Mapping[int, Sequence[FormItem]]
) -> tuple[Levels, dict[Hashable, str]]:
    ids = [head.id for head in heads]
    marks, sheets = raters.marks(connection, ids), raters.sheets(connection, ids)
    levels: Levels = {}
    names: dict[Hashable, str] = {}
    for head in heads:
        given = {one.id: one for one in sheets.get(head.id, ()) if one.state is SheetState.GIVEN}
        for item in items[head.id]:
            for mark in marks.get(item.id, ()):
                sheet = given.get(mark.sheet_id) if mark.sheet_id is not None else None
                if mark.value is None or (mark.sheet_id is not None and sheet is None):
                    continue
                if mark.group is RaterGroup.SELF:
                    continue
                key, name = _rater(head, sheet)
                names[key] = name
                levels.setdefault(key, {}).setdefault(head.id, {})[item.lineage] = mark.value
    return levels, names


def _rater(head: FormHead, sheet: RaterSheet | None) -> tuple[Hashable, str]:
    """A manager rates in the form, others on a sheet; one person is one rater, whatever the group."""
    if sheet is None:
        return (("manager", head.manager_id or head.manager), head.manager or "—")
    return (("rater", sheet.employee_id if sheet.employee_id is not None else sheet.name), sheet.name)


def _raters(levels: Levels, names: Mapping[Hashable, str]) -> tuple[RaterLine, ...]:
    means: dict[Hashable, dict[Hashable, Decimal]] = {
        rater: {form: _mean(given) for form, given in by_form.items()} for rater, by_form in levels.items()
    }
    lenient = leniency(means)
    teams = team_distance(
        {rater: list(own.values()) for rater, own in means.items() if _is_manager(rater)}, in_points=False
    )
    every = {
        rater: [level for given in by_form.values() for level in given.values()]
        for rater, by_form in levels.items()
    }
    spreads, halos = spread(every), _halos(levels)
    lines = [
        RaterLine(
            names[rater],
            _is_manager(rater),
            len(by_form),
            len(every[rater]),
            lenient.get(rater),
            teams.get(rater),
            spreads.get(rater),
            halos.get(rater),
        )
        for rater, by_form in levels.items()
    ]
    return tuple(sorted(lines, key=_by_name))


def _halos(levels: Levels) -> dict[Hashable, Halo]:
    """Return the halo of each rater; people rated on other items are compared among themselves only."""
    shapes: dict[tuple[str, ...], dict[Hashable, dict[Hashable, list[Decimal]]]] = {}
    for rater, by_form in levels.items():
        for form, given in by_form.items():
            shape = tuple(sorted(given))
            if len(shape) > 1:
                row = [given[lineage] for lineage in shape]
                shapes.setdefault(shape, {}).setdefault(rater, {})[form] = row
    parts: dict[Hashable, list[Halo]] = {}
    for rows in shapes.values():
        for rater, found in halo(rows).items():
            parts.setdefault(rater, []).append(found)
    return {rater: _joined(found) for rater, found in parts.items()}


def _joined(parts: Sequence[Halo]) -> Halo:
    count = sum(part.ratees for part in parts)
    return Halo(
        sum((part.mean_deviation * part.ratees for part in parts), Decimal(0)) / count,
        sum((part.standardised * part.ratees for part in parts), Decimal(0)) / count,
        count,
        tuple(ratee for part in parts for ratee in part.same),
    )


def _ratee(head: FormHead, items: Sequence[FormItem], levels: Levels) -> RateeLine:
    disagreeing = told = 0
    for item in items:
        given = [
            by_form[head.id][item.lineage]
            for by_form in levels.values()
            if item.lineage in by_form.get(head.id, {})
        ]
        if len(given) < SPREAD_FROM:  # how far apart few raters are would say who gave what
            continue
        found = agreement(given)
        told += 1
        disagreeing += bool(found and found.flag)
    both = [
        (item.self_level, item.combined_level)
        for item in items
        if item.self_level is not None and item.combined_level is not None
    ]
    gap = None
    if both:
        own, others = mean_of([one[0] for one in both]), mean_of([one[1] for one in both])
        gap = self_gap(own, others)
    return RateeLine(head, disagreeing, told, gap)


def _mean(given: Mapping[str, Decimal]) -> Decimal:
    # Twelve decimals are exact enough for a mean of a dozen levels, and a mark is a decimal.
    return round_half_up(mean_of(list(given.values())), 12)


def _is_manager(rater: Hashable) -> bool:
    return isinstance(rater, tuple) and rater[0] == "manager"


def _by_name(line: RaterLine) -> tuple[bool, str]:
    return (not line.is_manager, line.name)
