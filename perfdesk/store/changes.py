"""Amendments, shares of a cycle, long leave and appeals in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from perfdesk.domain.amendments import RuleChange, is_past_half
from perfdesk.domain.appeals import Appeal
from perfdesk.domain.changes import Absence, Amendment, Person
from perfdesk.domain.participation import Presence, Span, presence
from perfdesk.domain.rule_numbers import main_number, numbers_of
from perfdesk.domain.terms import AbsenceKind, AmendReason, AppealDecision, AppealMatter
from perfdesk.store.change import Change
from perfdesk.store.rows import RULE_COLUMNS, day, kept_rule, maybe_e4, rule_of
from perfdesk.store.schema import (
    absence,
    amendment,
    appeal,
    cycle,
    employee,
    form,
    form_item,
    position,
    rating,
)

_handler = employee.alias("handler")
_SCORED_BY = ("SUPERIOR",)
_PART = 500
_TOUCHED = (
    "SELECT form.starts_on IS NOT NULL OR form.ends_on IS NOT NULL OR form.no_grade_reason != '' "
    "OR EXISTS (SELECT 1 FROM employee JOIN cycle ON cycle.id = form.cycle_id "
    "WHERE employee.id = form.employee_id "
    "AND (employee.hired_on > cycle.starts_on OR employee.left_on < cycle.ends_on)) "
    "OR EXISTS (SELECT 1 FROM absence WHERE absence.employee_id = form.employee_id) "
    "OR EXISTS (SELECT 1 FROM form_item WHERE form_item.form_id = form.id AND (form_item.agreed_rule != '' "
    "OR EXISTS (SELECT 1 FROM amendment WHERE amendment.form_item_id = form_item.id))) "
    "FROM form WHERE form.id = ?"
)


def is_touched(connection: Connection, form_id: int) -> bool:
    """Tell whether anything on the way may bear on a form: for most of them nothing does."""
    return bool(connection.exec_driver_sql(_TOUCHED, (form_id,)).scalar())


def span_of(row: Any) -> Span:
    """Return the days of a cycle, or of a form or leave that has both of its own."""
    return Span(date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"]))


def absences_of(change: Change, employee_id: int) -> list[Span]:
    return [span_of(row) for row in change.find(absence, employee_id=employee_id)]


def presence_within(change: Change, form_row: Mapping[str, Any]) -> Presence:
    """Return when the person of a form was there, as a change under way finds it."""
    return presence(
        span_of(change.row(cycle, form_row["cycle_id"])),
        day(form_row["starts_on"]),
        day(form_row["ends_on"]),
        absences_of(change, form_row["employee_id"]),
    )


def segments_within(change: Change, form_row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the forms that a person has in the cycle of a form, in order of their segments; the newest revision
    of each, and none that is void."""
    found = change.find(form, employee_id=form_row["employee_id"], cycle_id=form_row["cycle_id"], is_void=0)
    newest: dict[int, dict[str, Any]] = {}
    for row in sorted(found, key=lambda row: int(row["revision"])):
        newest[row["segment"]] = row
    return [newest[segment] for segment in sorted(newest)]


def rule_changes_within(change: Change, item_id: int) -> list[RuleChange]:
    """Return the amendments of an item by their days."""
    found = [_rule_change(row) for row in change.find(amendment, form_item_id=item_id)]
    return sorted(found, key=lambda one: one.effective_on)


def _rule_change(row: Any) -> RuleChange:
    rule = kept_rule(row["new_rule"])
    assert rule is not None
    return RuleChange(date.fromisoformat(row["effective_on"]), rule)


def derivation_inputs(
    connection: Connection, form_id: int, item_id: int
) -> tuple[list[RuleChange], Presence]:
    """Return what the target of an item is derived from: its amendments by their days, and when the person was
    there."""
    there = presences(connection, [form_id])[form_id]
    made = select(amendment).where(amendment.c.form_item_id == item_id)
    found = [_rule_change(one) for one in connection.execute(made).mappings()]
    return sorted(found, key=lambda one: one.effective_on), there


def counted_days(connection: Connection, form_ids: Sequence[int]) -> dict[int, int]:
    """Return how many days of each form count: those of the form within its cycle, without those of long leave.

    These are the weights by which the segments of a person come to one total (§8.5).
    """
    return {form_id: there.days for form_id, there in presences(connection, form_ids).items()}


def presences(connection: Connection, form_ids: Sequence[int]) -> dict[int, Presence]:
    """Return when the person of each form was there, by form."""
    found: dict[int, Presence] = {}
    for at in range(0, len(form_ids), _PART):
        wanted = form_ids[at : at + _PART]
        rows = connection.execute(
            select(
                form.c.id,
                form.c.employee_id,
                form.c.starts_on,
                form.c.ends_on,
                cycle.c.starts_on.label("first"),
                cycle.c.ends_on.label("last"),
            )
            .join(cycle, cycle.c.id == form.c.cycle_id)
            .where(form.c.id.in_(wanted))
        ).all()
        away: dict[int, list[Span]] = {}
        people = select(form.c.employee_id).where(form.c.id.in_(wanted))
        for one in connection.execute(select(absence).where(absence.c.employee_id.in_(people))).mappings():
            away.setdefault(one["employee_id"], []).append(span_of(one))
        for row in rows:
            whole = Span(date.fromisoformat(row.first), date.fromisoformat(row.last))
            spans = away.get(row.employee_id, ())
            found[row.id] = presence(whole, day(row.starts_on), day(row.ends_on), spans)
    return found


def amendments(
    connection: Connection, cycle_id: int | None = None, item_id: int | None = None
) -> list[Amendment]:
    """Return the amendments of a cycle or of one item, newest first."""
    found = (
        select(
            amendment,
            form_item.c.form_id,
            form_item.c.name_zh,
            form_item.c.name_en,
            form_item.c.unit,
            *(form_item.c[name].label(f"item_{name}") for name in RULE_COLUMNS),
            cycle.c.starts_on,
            cycle.c.ends_on,
            *_person_columns(),
        )
        .join(form_item, form_item.c.id == amendment.c.form_item_id)
        .join(form, form.c.id == form_item.c.form_id)
        .join(employee, employee.c.id == form.c.employee_id)
        .join(cycle, cycle.c.id == form.c.cycle_id)
        .where(form.c.is_void == 0)
        .order_by(amendment.c.effective_on.desc(), amendment.c.id.desc())
    )
    if cycle_id is not None:
        found = found.where(form.c.cycle_id == cycle_id)
    if item_id is not None:
        found = found.where(form_item.c.id == item_id)
    lines, seen = [], set()
    for row in connection.execute(found).mappings():
        effective_on = date.fromisoformat(row["effective_on"])
        rule = rule_of({name: row[f"item_{name}"] for name in RULE_COLUMNS})
        lines.append(
            Amendment(
                id=row["id"],
                form_id=row["form_id"],
                item_id=row["form_item_id"],
                person=_person(row),
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                unit=row["unit"],
                old=maybe_e4(row["old_target_e4"]),
                new=maybe_e4(row["new_target_e4"]),
                now=numbers_of(rule).get(main_number(rule)),
                reason=AmendReason(row["reason"]),
                words=row["words"],
                effective_on=effective_on,
                is_past_half=is_past_half(span_of(row), effective_on),
                employee_signed_on=day(row["employee_signed_on"]),
                manager_signed_on=day(row["manager_signed_on"]),
                is_last=row["form_item_id"] not in seen,
            )
        )
        seen.add(row["form_item_id"])
    return lines


def absences(connection: Connection, within: Span | None = None) -> list[Absence]:
    """Return long leaves, the latest first; of a cycle's days only those that touch them."""
    found = (
        select(absence, *_person_columns())
        .join(employee, employee.c.id == absence.c.employee_id)
        .order_by(absence.c.starts_on.desc(), absence.c.id.desc())
    )
    lines = []
    for row in connection.execute(found).mappings():
        span = span_of(row)
        days = span.within(within).days if within else span.days
        if days:
            kind = AbsenceKind(row["kind"])
            lines.append(
                Absence(row["id"], _person(row), kind, span.starts_on, span.ends_on, row["words"], days)
            )
    return lines


def form_rows(connection: Connection, cycle_id: int) -> Sequence[Any]:
    """Return the forms of a cycle that are not void, with their people, by number and segment."""
    found = (
        select(
            form.c.id,
            form.c.employee_id,
            form.c.segment,
            form.c.revision,
            form.c.state,
            form.c.starts_on,
            form.c.ends_on,
            form.c.notice_on,
            form.c.agreed_at,
            form.c.position_zh,
            form.c.position_en,
            form.c.manager_name,
            position.c.name_zh.label("now_position_zh"),
            position.c.name_en.label("now_position_en"),
            _handler.c.name.label("now_manager"),
            employee.c.hired_on,
            employee.c.left_on,
            *_person_columns(),
        )
        .join(employee, employee.c.id == form.c.employee_id)
        .outerjoin(position, position.c.id == employee.c.position_id)
        .outerjoin(_handler, _handler.c.id == employee.c.manager_id)
        .where(form.c.cycle_id == cycle_id, form.c.is_void == 0)
        .order_by(employee.c.number, form.c.segment, form.c.revision)
    )
    return connection.execute(found).mappings().all()


def appeals(connection: Connection, cycle_id: int) -> list[tuple[Appeal, Any]]:
    """Return the appeals of a cycle, the latest first, each with its form's row and person."""
    found = (
        select(appeal, _handler.c.name.label("handler"), form.c.state, form.c.notice_on, *_person_columns())
        .join(form, form.c.id == appeal.c.form_id)
        .join(employee, employee.c.id == form.c.employee_id)
        .outerjoin(_handler, _handler.c.id == appeal.c.handler_id)
        .where(form.c.cycle_id == cycle_id)
        .order_by(appeal.c.filed_on.desc(), appeal.c.id.desc())
    )
    return [(appeal_of(row), row) for row in connection.execute(found).mappings()]


def appeal_of(row: Any) -> Appeal:
    """Read an appeal from its row; the handler's name is there only where the row carries it."""
    return Appeal(
        id=row["id"],
        form_id=row["form_id"],
        filed_on=date.fromisoformat(row["filed_on"]),
        matter=AppealMatter(row["matter"]),
        facts=row["facts"],
        evidence=row["evidence"],
        request=row["request"],
        handler_id=row["handler_id"],
        handler=row.get("handler") or "",
        received_on=day(row["received_on"]),
        findings=row["findings"],
        decision=AppealDecision(row["decision"]) if row["decision"] else None,
        reasons=row["reasons"],
        correction=row["correction"],
        decided_on=day(row["decided_on"]),
    )


def scorers(connection: Connection, form_id: int) -> frozenset[int]:
    """Return who scored a form: its manager and everybody who gave a level as superior."""
    given = (
        select(rating.c.rater_id)
        .join(form_item, form_item.c.id == rating.c.form_item_id)
        .where(form_item.c.form_id == form_id, rating.c.rater_group.in_(_SCORED_BY))
    )
    own = select(form.c.manager_id).where(form.c.id == form_id)
    found = {*connection.scalars(given), connection.scalar(own)}
    return frozenset(one for one in found if one is not None)


def person_of(row: Any) -> Person:
    return _person(row)


def _person(row: Any) -> Person:
    return Person(row["person_id"], row["person_number"], row["person_name"], row["person_name_en"])


def _person_columns() -> list[Any]:
    return [
        employee.c.id.label("person_id"),
        employee.c.number.label("person_number"),
        employee.c.name.label("person_name"),
        employee.c.name_en.label("person_name_en"),
    ]
