"""What a calibration needs from the file beside totals: who is new, away or a manager, and the log of grades."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from perfdesk.domain.calibration_board import GradeChange
from perfdesk.domain.calibration_pools import Away
from perfdesk.domain.terms import AbsenceKind, CalibrationReason
from perfdesk.store.rows import day
from perfdesk.store.schema import absence, department, employee, form, form_event, grade_change

_actor = employee.alias("actor")


def facts(connection: Connection, cycle_id: int) -> dict[int, Any]:
    """Return, by form of a cycle: final_grade, no_grade_reason, hired_on, left_on, probation_until."""
    found = (
        select(
            form.c.id,
            form.c.final_grade,
            form.c.no_grade_reason,
            employee.c.hired_on,
            employee.c.left_on,
            employee.c.probation_until,
        )
        .join(employee, employee.c.id == form.c.employee_id)
        .where(form.c.cycle_id == cycle_id, form.c.is_void == 0)
    )
    return {row.id: row for row in connection.execute(found)}


def away(connection: Connection, first: str, last: str) -> dict[int, tuple[Away, ...]]:
    """Return the absences that touch the days from `first` to `last` (ISO), by employee."""
    found = select(absence.c.employee_id, absence.c.kind, absence.c.starts_on, absence.c.ends_on).where(
        absence.c.starts_on <= last, absence.c.ends_on >= first
    )
    by_person: dict[int, list[Away]] = {}
    for row in connection.execute(found):
        starts_on, ends_on = day(row.starts_on), day(row.ends_on)
        assert starts_on is not None
        by_person.setdefault(row.employee_id, []).append(Away(AbsenceKind(row.kind), starts_on, ends_on))
    return {employee_id: tuple(spans) for employee_id, spans in by_person.items()}


def managers(connection: Connection) -> frozenset[int]:
    """Return those to whom somebody reports who works here now."""
    found = select(employee.c.manager_id).where(
        employee.c.manager_id.is_not(None), employee.c.left_on.is_(None)
    )
    return frozenset(connection.scalars(found))


def parents(connection: Connection) -> dict[int, int | None]:
    """Return each department's parent."""
    return {one: above for one, above in connection.execute(select(department.c.id, department.c.parent_id))}


def vetoed(connection: Connection, cycle_id: int) -> frozenset[int]:
    """Return the forms of a cycle that carry a veto."""
    found = (
        select(form_event.c.form_id)
        .join(form, form.c.id == form_event.c.form_id)
        .where(form.c.cycle_id == cycle_id, form_event.c.kind == "VETO")
    )
    return frozenset(connection.scalars(found))


def latest(connection: Connection, cycle_id: int) -> dict[int, tuple[str, CalibrationReason]]:
    """Return the grade and the reason of each form's latest change in a cycle."""
    found = (
        select(grade_change.c.form_id, grade_change.c.to_grade, grade_change.c.reason)
        .join(form, form.c.id == grade_change.c.form_id)
        .where(form.c.cycle_id == cycle_id)
        .order_by(grade_change.c.id)
    )
    return {row.form_id: (row.to_grade, CalibrationReason(row.reason)) for row in connection.execute(found)}


def changes(
    connection: Connection, cycle_id: int | None = None, form_ids: Sequence[int] | None = None
) -> list[GradeChange]:
    """Return the log of a cycle, or of some forms, the newest change first."""
    found = (
        select(grade_change, employee.c.name, employee.c.name_en, _actor.c.name.label("actor_name"))
        .join(form, form.c.id == grade_change.c.form_id)
        .join(employee, employee.c.id == form.c.employee_id)
        .outerjoin(_actor, _actor.c.id == grade_change.c.actor_id)
        .order_by(grade_change.c.id.desc())
    )
    if cycle_id is not None:
        found = found.where(form.c.cycle_id == cycle_id)
    if form_ids is not None:
        found = found.where(grade_change.c.form_id.in_(list(form_ids)))
    return [
        GradeChange(
            id=row["id"],
            form_id=row["form_id"],
            name=row["name"],
            name_en=row["name_en"],
            from_grade=row["from_grade"],
            to_grade=row["to_grade"],
            reason=CalibrationReason(row["reason"]),
            words=row["words"],
            inversion_words=row["inversion_words"],
            participants=row["participants"],
            at=datetime.fromisoformat(row["at"]),
            actor=row["actor_name"] or "",
        )
        for row in connection.execute(found).mappings()
    ]
