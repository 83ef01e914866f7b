"""Who was there for a part of a cycle, or moved within it, and with which share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.controllers import reading
from perfdesk.domain.amendments import Derived, derived
from perfdesk.domain.appraisal import Cycle, FormItem
from perfdesk.domain.changes import Share
from perfdesk.domain.participation import Presence, Span, combined_total, is_graded, presence
from perfdesk.domain.terms import Aggregation, FormState
from perfdesk.store import changes, cycles, forms
from perfdesk.store.change import Reading
from perfdesk.store.rows import day


def shares(connection: Reading, cycle_id: int) -> list[Share]:
    """Return those forms whose days differ from the cycle's, or should, by number and segment."""
    found = cycles.one_cycle(connection, cycle_id)
    if found is None:
        return []
    cycle = Span(found.starts_on, found.ends_on)
    away: dict[int, list[Span]] = defaultdict(list)
    for one in changes.absences(connection, cycle):
        away[one.person.employee_id].append(Span(one.starts_on, one.ends_on))
    by_person: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in changes.form_rows(connection, cycle_id):  # a newer revision comes later and takes the place
        by_person[row["employee_id"]][row["segment"]] = row
    lines: list[Share] = []
    for employee_id, rows in by_person.items():
        segments = [rows[segment] for segment in sorted(rows)]
        lines += _lines(segments, cycle, away[employee_id])
    return _with_totals(connection, lines, found)


def derivation(connection: Reading, item: FormItem) -> Derived | None:
    """Return how the target of an item came about, None where it is the agreed one."""
    if item.agreed_rule is None:
        return None
    inputs = changes.derivation_inputs(connection, item.form_id, item.id)
    aggregation = item.aggregation or Aggregation.LAST
    return derived(item.agreed_rule, inputs[0], inputs[1], aggregation)


def _lines(rows: list[Any], cycle: Span, away: list[Span]) -> list[Share]:
    there = [presence(cycle, day(row["starts_on"]), day(row["ends_on"]), away) for row in rows]
    whole = len(rows) == 1 and there[0].is_whole
    hired, left = day(rows[0]["hired_on"]), day(rows[-1]["left_on"])
    wanted_from = hired if hired and cycle.starts_on < hired <= cycle.ends_on else None
    wanted_to = left if left and cycle.starts_on <= left < cycle.ends_on else None
    if wanted_from == there[0].stay.starts_on:
        wanted_from = None
    if wanted_to == there[-1].stay.ends_on:
        wanted_to = None
    if whole and not wanted_from and not wanted_to:
        return []
    days, graded = sum(one.days for one in there), is_graded(there)
    return [
        _line(
            row,
            one,
            (at + 1, len(rows)),
            (days, graded),
            wanted_from if at == 0 else None,
            wanted_to if at == len(rows) - 1 else None,
        )
        for at, (row, one) in enumerate(zip(rows, there, strict=True))
    ]


def _line(
    row: Any,
    there: Presence,
    place: tuple[int, int],
    whole: tuple[int, bool],
    wanted_from: date | None,
    wanted_to: date | None,
) -> Share:
    own = "" if row["agreed_at"] else "now_"
    manager = row["manager_name"] if row["agreed_at"] else row["now_manager"]
    return Share(
        form_id=row["id"],
        person=changes.person_of(row),
        segment=place[0],
        segments=place[1],
        position_zh=row[f"{own}position_zh"] or "",
        position_en=row[f"{own}position_en"] or "",
        manager=manager or "",
        state=FormState(row["state"]),
        starts_on=there.stay.starts_on,
        ends_on=there.stay.ends_on,
        days=there.days,
        of=there.cycle.days,
        person_days=whole[0],
        away=there.stay.days - there.days,
        is_graded=whole[1],
        wanted_from=wanted_from,
        wanted_to=wanted_to,
    )


def _with_totals(connection: Reading, lines: list[Share], cycle: Cycle) -> list[Share]:
    """Add each segment's own total, and what all segments of a person come to (§8.5)."""
    ids = [line.form_id for line in lines]
    items, events = forms.items(connection, ids), forms.events(connection, ids)
    own = {one: reading.total_of_form(items[one], events.get(one, ()), cycle.scheme).total for one in ids}
    parts: dict[int, list[tuple[int, Decimal | None]]] = defaultdict(list)
    days = changes.counted_days(connection, ids)
    for line in lines:
        parts[line.person.employee_id].append((days[line.form_id], own[line.form_id]))
    return [
        replace(line, total=own[line.form_id], combined=combined_total(parts[line.person.employee_id]))
        for line in lines
    ]
