"""Opening cycles: for whom, from templates or from another cycle, within a year; and a year's totals from its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.controllers import reading
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.form_copies import last_forms, segment_forms
from perfdesk.controllers.forms import FormMaker, takes_part
from perfdesk.controllers.locks import allow
from perfdesk.domain.appraisal import Cycle, FormItem
from perfdesk.domain.cycle_parts import (
    AVERAGE_LINEAGE,
    PartTotal,
    actual_of,
    actual_of_segments,
    average_of,
    check_parent,
    item_cap,
)
from perfdesk.domain.cycles import Part, check_cycle, cycle_days, default_cycle
from perfdesk.domain.numbers import to_e4, to_hundredths
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.scoring import score
from perfdesk.domain.terms import Combining, CycleType, FormState, Missing, RaterGroup, Scheme
from perfdesk.store import changes, cycles, forms, settings
from perfdesk.store.change import Change
from perfdesk.store.rows import grades_text
from perfdesk.store.schema import cycle as cycle_table
from perfdesk.store.schema import employee, firm, form, form_item, rating


@dataclass(frozen=True, slots=True)
class Combined:
    """What came of putting parts together. `filled` counts values written; `unknown` names items that have to be
    entered for the whole cycle, such as ratios; `without` are forms none of whose parts has a total; `unlike` are
    parts with another rating scale, whose totals can't be averaged with the rest and were left out."""

    filled: int
    unknown: tuple[str, ...] = ()
    without: tuple[int, ...] = ()
    unlike: tuple[Cycle, ...] = ()


class OpeningDeeds:
    """Deeds and questions about cycles that begin; `CyclesController` has them all."""

    _desk: Desk
    _maker: FormMaker

    def suggested(self, type: CycleType = CycleType.QUARTER) -> tuple[date, date]:
        """Return first and last day of the period that contains today."""
        return default_cycle(type, self._desk.today())

    def parents_for(self, starts_on: date, ends_on: date) -> list[Cycle]:
        """Return the open cycles that a cycle of these days may lie within, the shortest first."""
        with self._desk.read() as connection:
            found = cycles.timeline(connection)
        whole = [
            one
            for one in found
            if not one.is_closed
            and (one.starts_on, one.ends_on) != (starts_on, ends_on)
            and not check_parent(starts_on, ends_on, (one.starts_on, one.ends_on))
        ]
        return sorted(whole, key=lambda one: cycle_days(one.starts_on, one.ends_on))

    def parts_of(self, cycle_id: int) -> list[Cycle]:
        """Return the cycles within a cycle, oldest first."""
        with self._desk.read() as connection:
            found = [one for one in cycles.timeline(connection) if one.parent_id == cycle_id]
        return sorted(found, key=lambda one: (one.starts_on, one.ends_on))

    def add_cycle(
        self,
        type: CycleType,
        starts_on: date,
        ends_on: date,
        *,
        scheme: Scheme | None = None,
        name_zh: str = "",
        name_en: str = "",
        with_forms: bool = True,
        employee_ids: Sequence[int] | None = None,
        source_id: int | None = None,
        parent_id: int | None = None,
        combining: Combining | None = None,
    ) -> int:
        """Open a cycle, make it the current one and give forms to everybody, or to `employee_ids`.

        They come from the templates of the positions, or for those who have one from their form in the cycle
        `source_id`: items, weights, targets and lineage, no scores. With `combining`, the cycles within these days
        that lie in no other become its parts.

        Raises:
            Invalid: it ends before it starts, the same cycle is there already, or a parent that does not hold it.
        """
        if problems := check_cycle(starts_on, ends_on):
            raise Invalid(*problems)
        with self._desk.change("add_cycle") as change:
            chosen = settings.settings(change.connection)
            dates = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
            if change.ids(cycle_table, type=type.value, **dates):
                raise refuse("cycle", "cycle_twice")
            if parent_id is not None:
                self._check_parent(change, None, starts_on, ends_on, parent_id)
            kind = scheme or chosen.scheme
            cycle_id = change.insert(
                cycle_table,
                type=type.value,
                name_zh=name_zh.strip(),
                name_en=name_en.strip(),
                **dates,
                scheme=kind.value,
                grades=grades_text(chosen.grades[kind]) if kind in chosen.grades else "",
                parent_id=parent_id,
                combining=combining.value if combining else "",
            )
            if combining:
                self._take_parts(change, cycle_id, starts_on, ends_on)
            change.update(firm, settings.FIRM_ID, current_cycle_id=cycle_id)
            if with_forms:
                self._add_forms(change, cycle_id, employee_ids, source_id)
            return cycle_id

    def set_parent(self, cycle_id: int, parent_id: int | None) -> None:
        """Say which cycle this one lies within; None: in no other.

        Raises:
            Invalid: closed, or a parent that is itself or does not hold all its days.
        """
        with self._desk.change("set_parent") as change:
            row = change.row(cycle_table, cycle_id)
            if row["closed_at"] and parent_id is None:
                raise refuse("cycle", "cycle_closed")
            if parent_id is not None:
                days = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
                self._check_parent(change, cycle_id, *days, parent_id)
            change.update(cycle_table, cycle_id, parent_id=parent_id)

    def add_forms(
        self, cycle_id: int, employee_ids: Sequence[int] | None = None, source_id: int | None = None
    ) -> int:
        """Give forms to those who have none (None: to everybody who is appraised); return how many."""
        with self._desk.change("add_forms") as change:
            return len(self._add_forms(change, cycle_id, employee_ids, source_id))

    def combine_parts(self, cycle_id: int) -> Combined:
        """Put the parts of a cycle together: averaged totals, or annual actuals out of those of the parts.

        What was entered by hand for the whole cycle stays where the parts can't say it.

        Raises:
            Invalid: closed, it has no parts, or it combines nothing.
        """
        with self._desk.change("combine_parts") as change:
            cycle = cycles.one_cycle(change.connection, cycle_id)
            if cycle is None or cycle.is_closed:
                raise refuse("cycle", "cycle_closed")
            parts = [one for one in cycles.timeline(change.connection) if one.parent_id == cycle_id]
            parts.sort(key=lambda one: (one.starts_on, one.ends_on))
            if not parts or cycle.combining is None:
                raise refuse("cycle", "combining_no_parts")
            own = {
                employee_id: row
                for employee_id, row in last_forms(change, cycle_id).items()
                if row["state"] in (FormState.RUNNING.value, FormState.SELF_SCORED.value)
            }
            if cycle.combining is Combining.AVERAGE:
                return self._average(change, cycle, parts, own)
            return self._recompute(change, cycle, parts, own)

    # -- inside --

    def _check_parent(
        self, change: Change, cycle_id: int | None, starts_on: date, ends_on: date, parent_id: int
    ) -> None:
        row = change.row(cycle_table, parent_id)
        days = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
        problems = check_parent(starts_on, ends_on, days, is_itself=parent_id == cycle_id)
        above = row["parent_id"]
        while above is not None and not problems:
            problems = (Problem("parent", "parent_is_self"),) if above == cycle_id else ()
            above = change.row(cycle_table, above)["parent_id"]
        if problems:
            raise Invalid(*problems)

    def _take_parts(self, change: Change, cycle_id: int, starts_on: date, ends_on: date) -> None:
        """Let the cycles within these days that lie in no other become parts: of nested ones the outer."""
        loose = [
            row
            for row in change.find(cycle_table)
            if row["id"] != cycle_id
            and row["parent_id"] is None
            and starts_on.isoformat() <= row["starts_on"]
            and row["ends_on"] <= ends_on.isoformat()
        ]
        for row in loose:
            if not any(_holds(other, row) for other in loose):
                change.update(cycle_table, row["id"], parent_id=cycle_id)

    def _add_forms(
        self,
        change: Change,
        cycle_id: int,
        employee_ids: Sequence[int] | None,
        source_id: int | None = None,
    ) -> list[int]:
        found = cycles.one_cycle(change.connection, cycle_id)
        if found is None or found.is_closed:
            raise refuse("cycle", "cycle_closed")
        if source_id is not None and not change.ids(form, cycle_id=source_id, is_void=0):
            raise refuse("source", "source_empty")
        if employee_ids is None:
            there = sorted(change.find(employee), key=lambda row: str(row["number"]))
            employee_ids = [row["id"] for row in there if takes_part(row, found)]
        return self._maker.add(change, found, employee_ids, settings.settings(change.connection), source_id)

    def _average(
        self, change: Change, cycle: Cycle, parts: Sequence[Cycle], own: Mapping[int, dict[str, Any]]
    ) -> Combined:
        totals: dict[int, list[PartTotal]] = {}
        unlike = tuple(part for part in parts if part.scheme.scheme is not cycle.scheme.scheme)
        for part in parts:
            if part in unlike:
                continue
            days = cycle_days(part.starts_on, part.ends_on)
            for line in reading.standings_of(change.connection, part.id):
                if line.is_last_segment:
                    total = None if line.is_provisional else line.total
                    totals.setdefault(line.employee_id, []).append(PartTotal(days, total))
        filled, without = 0, []
        for employee_id, row in own.items():
            mean = average_of(totals.get(employee_id, ()))
            if mean is None:
                without.append(row["id"])
                continue
            for item in forms.items(change.connection, [row["id"]])[row["id"]]:
                if item.lineage == AVERAGE_LINEAGE:
                    filled += self._fill(change, row, item, mean, cycle)
        return Combined(filled, without=tuple(without), unlike=unlike)

    def _recompute(
        self, change: Change, cycle: Cycle, parts: Sequence[Cycle], own: Mapping[int, dict[str, Any]]
    ) -> Combined:
        in_parts = [segment_forms(change, part.id) for part in parts]
        wanted = [row["id"] for row in own.values()]
        of_own = [row["id"] for found in in_parts for one in own for row in found.get(one, ())]
        items = forms.items(change.connection, wanted + of_own)
        days = changes.counted_days(change.connection, of_own)
        filled, unknown = 0, dict[str, None]()
        for employee_id, row in own.items():
            there = [
                [(days[part["id"]], items[part["id"]]) for part in found[employee_id]]
                for found in in_parts
                if employee_id in found
            ]
            for item in items[row["id"]]:
                if item.is_anchored or item.is_in_words:
                    continue
                of_parts = [_actual_in(segments, item) for segments in there]
                found = (
                    actual_of(item.aggregation, of_parts, item.rule.decimals)
                    if item.aggregation is not None and any(value is not None for value in of_parts)
                    else None
                )
                if found is None:
                    unknown[item.name_zh or item.name_en] = None
                else:
                    filled += self._fill(change, row, item, found, cycle)
        return Combined(filled, tuple(unknown))

    def _fill(
        self, change: Change, row: Mapping[str, Any], item: FormItem, value: Decimal, cycle: Cycle
    ) -> int:
        """Write a combined value and its score; return 1 if that changed anything."""
        allow(self._desk, change, row["id"], Part.ACTUAL)
        now = self._desk.now().isoformat(timespec="seconds")
        columns: dict[str, Any] = {"missing": Missing.VALUE.value, "missing_reason": ""}
        if item.is_anchored:
            columns["score_c"] = to_hundredths(value)
            key = {"form_item_id": item.id, "rater_group": RaterGroup.SUPERIOR.value, "kind": "LEVEL"}
            given = change.first(rating, **key)
            if given is None:
                change.insert(
                    rating, **key, rater_id=row["manager_id"], value_c=columns["score_c"], given_at=now
                )
            else:
                change.update(rating, given["id"], value_c=columns["score_c"], given_at=now)
        else:
            points = score(item.rule, value, item_cap(cycle.scheme, item.lineage))
            columns |= {"actual_e4": to_e4(value), "score_c": to_hundredths(points)}
            columns |= {"actual_by": self._desk.file.actor_id, "actual_at": now}
        if item.actual == value or (item.is_anchored and item.level == value):
            return 0
        change.touch(row["id"])
        return int(change.update(form_item, item.id, **columns))


def _holds(outer: Mapping[str, Any], inner: Mapping[str, Any]) -> bool:
    """Tell whether a cycle holds all days of another and more."""
    first, last = ("starts_on", "ends_on")
    same = (outer[first], outer[last]) == (inner[first], inner[last])
    return not same and bool(outer[first] <= inner[first] and inner[last] <= outer[last])


def _actual_in(segments: Sequence[tuple[int, Sequence[FormItem]]], wanted: FormItem) -> Decimal | None:
    """Return the actual of an indicator in a part, whose forms are given with their days; None: on none of them, or
    without a value."""
    found = [
        (days, item.actual) for days, items in segments for item in items if item.lineage == wanted.lineage
    ]
    if not found or wanted.aggregation is None:
        return None
    return actual_of_segments(wanted.aggregation, found, wanted.rule.decimals)
