"""Putting forms together from the file: sheets, standings and comparisons, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from perfdesk.domain.appraisal import FormEvent, FormItem, FormSheet, Standing
from perfdesk.domain.comparison import Comparison, Treatment, TrendPoint
from perfdesk.domain.cycle_parts import item_cap
from perfdesk.domain.events import bonus_items
from perfdesk.domain.firm import Switch
from perfdesk.domain.gaps import Gap, GapInput, gaps_of, has_gap
from perfdesk.domain.grades import Grade, GradeScheme, grade_of, met_score, ranks
from perfdesk.domain.numbers import from_hundredths, round_half_up
from perfdesk.domain.participation import combined_total
from perfdesk.domain.scales import given_range, met_given
from perfdesk.domain.scoring import target_of
from perfdesk.domain.terms import EventKind, FormState, Method, Missing, Scheme, VetoEffect
from perfdesk.domain.totals import (
    ScoredItem,
    Total,
    Veto,
    grade_with_veto,
    possible_range,
    total_of,
)
from perfdesk.store import changes, cycles, form_lines, forms, improvement, results, settings
from perfdesk.store.change import Reading
from perfdesk.store.faults import StoreFault
from perfdesk.store.rows import day


def sheet_of(connection: Reading, form_id: int) -> FormSheet:
    """Return one form with its total, grade and gaps.

    Raises:
        StoreFault: `gone`.
    """
    head = forms.head(connection, form_id)
    if head is None:
        raise StoreFault("gone", "form", row=form_id)
    cycle = cycles.one_cycle(connection, head.cycle_id)
    assert cycle is not None
    items = forms.items(connection, [form_id])[form_id]
    events = forms.events(connection, [form_id]).get(form_id, ())
    row = forms.remarks(connection, form_id)
    past = forms.past_scores(connection, head.employee_id, cycle.starts_on, [item.lineage for item in items])
    total = total_of_form(items, events, cycle.scheme)
    open_raters = form_lines.with_open_raters(connection, cycle.id)
    if form_id in open_raters:
        total = replace(total, is_provisional=True)
    standard, combined = None if total.is_provisional else grade_with_veto(total, cycle.scheme), None
    if parts := form_lines.segments(connection, cycle.id, head.employee_id).get(head.employee_id):
        combined, standard, _provisional = _combined(connection, parts, cycle.scheme, open_raters)
        if form_id != parts[-1].form_id:
            standard = None
    if row["no_grade_reason"]:
        standard = None
    limits = {
        item.id: (item.rule.floor, min(item.rule.cap, item_cap(cycle.scheme, item.lineage))) for item in items
    }
    limits |= {item.id: given_range(item.rule, cycle.scheme.scheme) for item in items if item.is_anchored}
    bonus, deductions, vetoes = _outside(events)
    reach = possible_range(
        scored_items(items), cycle.scheme, limits, bonus=bonus, deductions=deductions, vetoes=vetoes
    )
    return FormSheet(
        head=head,
        cycle=cycle,
        items=items,
        events=events,
        total=total,
        grade=_named(row["final_grade"], cycle.scheme) or standard,
        gaps=gaps_of_form(items, total, cycle.scheme, past),
        lowest=reach[0] if reach else None,
        highest=reach[1] if reach else None,
        strengths=row["strengths"],
        improvements=row["improvements"],
        employee_words=row["employee_words"],
        earlier_levels=_earlier_levels(past),
        locked=head.state is FormState.CLOSED or cycle.is_closed,
        standard_grade=standard,
        combined=combined,
        no_grade_reason=row["no_grade_reason"],
        self_words=row["self_words"],
        self_submitted_on=day(row["self_submitted_at"]),
        is_self_skipped=bool(row["is_self_skipped"]),
        raters_closed_on=day(row["raters_closed_at"]),
        okr_words=row["okr_words"],
        talk=forms.talk_of(row),
    )


def scored_items(items: Sequence[FormItem]) -> list[ScoredItem]:
    """Return the lines of a total: those in words only are none."""
    return [
        ScoredItem(item.id, item.weight or Decimal(0), item.score, item.missing)
        for item in items
        if not item.is_in_words
    ]


def _named(code: str, scheme: GradeScheme) -> Grade | None:
    return next((grade for grade in scheme.grades if grade.code == code), None)


def _combined(
    connection: Reading,
    parts: Sequence[form_lines.Segment],
    scheme: GradeScheme,
    open_raters: AbstractSet[int] = frozenset(),
) -> _Outcome:
    """Return total, grade and whether it is provisional, over a person's segments (§8.5)."""
    ids = [part.form_id for part in parts]
    items, events = forms.items(connection, ids), forms.events(connection, ids)
    totals = [total_of_form(items[form_id], events.get(form_id, ()), scheme) for form_id in ids]
    days = changes.counted_days(connection, ids)
    whole = combined_total((days[form_id], total.total) for form_id, total in zip(ids, totals, strict=True))
    is_provisional = any(total.is_provisional for total in totals) or not open_raters.isdisjoint(ids)
    if whole is None or is_provisional:
        return whole, None, is_provisional
    # A veto in one segment caps the grade of the whole.
    vetoes = [total.veto for total in totals if total.veto and total.veto.effect is VetoEffect.CAP_GRADE]
    capped = replace(totals[-1], total=whole, veto=vetoes[0] if vetoes else None)
    return whole, grade_with_veto(capped, scheme), False


def _outside(
    events: Sequence[FormEvent],
) -> tuple[list[Decimal], list[Decimal], list[Veto]]:
    return (
        bonus_items(events),
        [event.points for event in events if event.kind is EventKind.DEDUCTION],
        [
            Veto(event.effect, event.factor)
            for event in events
            if event.kind is EventKind.VETO and event.effect
        ],
    )


def total_of_form(items: Sequence[FormItem], events: Sequence[FormEvent], scheme: GradeScheme) -> Total:
    bonus, deductions, vetoes = _outside(events)
    return total_of(scored_items(items), scheme, bonus, deductions, vetoes)


def gaps_of_form(
    items: Sequence[FormItem], total: Total, scheme: GradeScheme, past: Sequence[Mapping[str, object]]
) -> tuple[Gap, ...]:
    """Return the gaps of a form; `past` are the same items in earlier cycles, newest first."""
    inputs = []
    for item in items:
        if item.is_in_words:
            continue
        weight = total.weights.get(item.id, item.weight or Decimal(0))
        inputs.append(
            GapInput(
                key=item.id,
                weight=weight,
                score=item.score if item.id in total.weighted else None,
                met=met_score(item.is_anchored, scheme.scheme),
                strategic=item.is_strategic,
                earlier_cycles_with_gap=_gaps_in_a_row(item.lineage, past),
                order=item.order,
                cap=given_range(item.rule, scheme.scheme)[1]
                if item.is_anchored
                else min(item.rule.cap, item_cap(scheme, item.lineage)),
                target=met_given(item.rule, scheme.scheme) if item.is_anchored else target_of(item.rule),
                actual=item.counted_level if item.is_anchored else item.actual,
                direction=item.rule.direction,
            )
        )
    return gaps_of(inputs, scheme.scheme)


def _gaps_in_a_row(lineage: str, past: Sequence[Mapping[str, object]]) -> int:
    count, seen = 0, set()
    for row in past:
        if row["lineage"] != lineage or row["cycle_id"] in seen:
            continue
        seen.add(row["cycle_id"])
        score_c, scheme = row["score_c"], Scheme(str(row["scheme"]))
        if score_c is None:
            break
        met = met_score(row["method"] == Method.ANCHOR.value, scheme)
        if not has_gap(from_hundredths(int(str(score_c))), met, scheme):
            break
        count += 1
    return count


def _earlier_levels(
    past: Sequence[Mapping[str, object]],
) -> dict[str, tuple[tuple[str, Decimal], ...]]:
    """The last three levels per lineage, oldest first, each with the first day of its cycle."""
    found: dict[str, list[tuple[str, Decimal]]] = {}
    for row in past:
        levels = found.setdefault(str(row["lineage"]), [])
        if row["level_c"] is not None and len(levels) < 3:
            levels.append((str(row["starts_on"]), from_hundredths(int(str(row["level_c"])))))
    return {lineage: tuple(reversed(levels)) for lineage, levels in found.items() if levels}


def standings_of(connection: Reading, cycle_id: int, form_ids: Sequence[int] | None = None) -> list[Standing]:
    """Return the lines of a cycle, by employee number; ranks only when the whole cycle is asked for.

    Who changed position has a line for each segment; total, grade and rank of the last one are the person's.
    """
    cycle = cycles.one_cycle(connection, cycle_id)
    if cycle is None:
        return []
    # Taken apart by position: by name, a thousand rows of twenty columns cost more than all that is computed.
    gone = form_lines.superseded(connection, cycle_id)
    rows = [tuple(row) for row in form_lines.lines(connection, cycle_id, form_ids) if row[0] not in gone]
    ids = [row[0] for row in rows]
    if form_ids is None:
        sums = results.sums_of_cycle(connection, cycle_id)
    else:
        sums = results.sums_of_forms(connection, ids)
    by_form = {found.form_id: found for found in sums}
    in_order = [by_form[form_id] for form_id in ids]
    special = results.forms_with_events(connection, ids)
    exact = _exact_totals(connection, special, cycle.scheme)
    open_raters = form_lines.with_open_raters(connection, cycle_id)
    if open_raters:
        in_order = [
            found._replace(is_provisional=True) if found.form_id in open_raters else found
            for found in in_order
        ]
    outcomes = dict(zip(ids, _outcomes(in_order, exact, cycle.scheme), strict=True))
    parts_of = form_lines.segments(connection, cycle_id)
    earlier = {part.form_id for parts in parts_of.values() for part in parts[:-1]}
    for parts in parts_of.values():
        if parts[-1].form_id in outcomes:
            outcomes[parts[-1].form_id] = _combined(connection, parts, cycle.scheme, open_raters)
    # Ranks go to complete totals only: a provisional one may still rise or fall.
    places: Sequence[int | None] = [None] * len(rows)
    if form_ids is None:
        unranked = earlier | {row[0] for row in rows if row[18]}
        places = ranks([_complete(form_id, outcomes, unranked) for form_id in ids])
    states, schemes = {one.value: one for one in FormState}, {one.value: one for one in Scheme}
    grades = {grade.code: grade for grade in cycle.scheme.grades}
    return [
        Standing(
            form_id,
            employee_id,
            number,
            name,
            name_en,
            search_key,
            department_id,
            department_zh or "",
            department_en or "",
            position_id,
            position_zh or "",
            position_en or "",
            states[state],
            schemes[scheme],
            found.items,
            found.given,
            outcomes[form_id][0],
            outcomes[form_id][2],
            grades.get(final) or standard,
            place,
            found.gaps,
            found.treated,
            standard,
            segment,
            form_id not in earlier,
            bool(is_appealed),
            bool(is_pay_held),
            no_grade_reason,
        )
        for (
            form_id,
            employee_id,
            state,
            scheme,
            number,
            name,
            name_en,
            search_key,
            department_id,
            position_id,
            department_zh,
            department_en,
            position_zh,
            position_en,
            segment,
            final,
            is_appealed,
            is_pay_held,
            no_grade_reason,
        ), found, place in zip(rows, in_order, places, strict=True)
        for standard in (None if form_id in earlier or no_grade_reason else outcomes[form_id][1],)
    ]


_Outcome = tuple[Decimal | None, Grade | None, bool]
"""Total, standard grade, and whether the total is provisional."""


def _complete(form_id: int, outcomes: Mapping[int, _Outcome], unranked: set[int]) -> Decimal | None:
    total, _grade, is_provisional = outcomes[form_id]
    return None if is_provisional or form_id in unranked else total


def _outcomes(
    sums: Sequence[results.FormSum], exact: Mapping[int, Total], scheme: GradeScheme
) -> list[_Outcome]:
    """Return total, grade and provisional of forms; a provisional total has no grade yet."""
    lowest, highest, grades = scheme.total_floor, scheme.total_cap, scheme.grades
    graded = cache(lambda total: grade_of(total, grades))  # thousands of forms share few totals
    outcomes: list[_Outcome] = []
    for summed in sums:
        found = exact.get(summed.form_id)
        if found is not None:
            total, grade = found.total, grade_with_veto(found, scheme)
        elif summed.subtotal is None:
            total, grade = None, None
        else:
            total = max(lowest, min(highest, summed.subtotal))
            grade = graded(total)
        outcomes.append((total, None if summed.is_provisional else grade, summed.is_provisional))
    return outcomes


def _exact_totals(connection: Reading, form_ids: set[int], scheme: GradeScheme) -> dict[int, Total]:
    if not form_ids:
        return {}
    items = forms.items(connection, sorted(form_ids))
    events = forms.events(connection, sorted(form_ids))
    return {form_id: total_of_form(items[form_id], events.get(form_id, ()), scheme) for form_id in form_ids}


def comparison_of(connection: Reading, form_id: int, today: date) -> Comparison:
    """Return the split view's value of one form."""
    sheet = sheet_of(connection, form_id)
    by_id = {item.id: item for item in sheet.items}
    causes = improvement.causes_of(connection, by_id)
    plans = improvement.plans_of(connection, by_id, today)
    # A plan or a cause stays when its gap has gone.
    wanted = [
        gap
        for gap in sheet.gaps
        if gap.is_gap or gap.key in causes or gap.key in plans or by_id[gap.key].left_reason
    ]
    treatments = tuple(
        Treatment(by_id[gap.key], gap, causes.get(gap.key, ()), plans.get(gap.key)) for gap in wanted
    )
    return Comparison(
        sheet=sheet,
        treatments=treatments,
        trend=_trend(connection, sheet),
        recognitions=improvement.recognitions_of(
            connection,
            sheet.head.employee_id,
            sheet.cycle.starts_on,
            sheet.cycle.closed_on or max(sheet.cycle.ends_on, today),
        ),
    )


def _trend(connection: Reading, sheet: FormSheet) -> tuple[TrendPoint, ...]:
    """Totals of the person's cycles of the same kind and scheme up to this one, oldest first."""
    named = {cycle.id: cycle for cycle in cycles.timeline(connection)}
    person = sheet.head.employee_id
    sums = dict(results.sums_of_employee(connection, person))
    special = results.forms_with_events(connection, [found.form_id for found in sums.values()])
    moved = form_lines.cycles_with_segments(connection, person)
    points = []
    for cycle_id, found in sums.items():
        cycle = named[cycle_id]
        is_alike = (cycle.scheme.scheme, cycle.type) == (sheet.cycle.scheme.scheme, sheet.cycle.type)
        if not is_alike or cycle.starts_on > sheet.cycle.starts_on:
            continue
        if cycle_id in moved:
            parts = form_lines.segments(connection, cycle_id, person)[person]
            total = _combined(connection, parts, cycle.scheme)[0]
        elif found.form_id in special:
            total = _exact_totals(connection, {found.form_id}, cycle.scheme)[found.form_id].total
        else:
            total = found.subtotal
        if total is not None:
            total = round_half_up(max(cycle.scheme.total_floor, min(cycle.scheme.total_cap, total)))
        points.append(TrendPoint(cycle_id, cycle, total))
    return tuple(points)


def switches(connection: Reading) -> frozenset[Switch]:
    return settings.switches(connection)


def is_open(item: FormItem) -> bool:
    """Still to be scored, or to be given a reason for having no score."""
    return item.score is None and item.missing in (Missing.PENDING, Missing.NOT_SUBMITTED, Missing.VALUE)
