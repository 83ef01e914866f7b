"""The forms of a cycle as lines of a list: whose they are, which counts, and the segments of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, case, func, select

from perfdesk.store.schema import cycle, department, employee, form, position, rater_sheet


def lines(connection: Connection, cycle_id: int, form_ids: Sequence[int] | None = None) -> Sequence[Any]:
    """Return whose forms a cycle has, by employee number; department and position as on the form once it has
    its own copy, until then those of today."""
    is_own = form.c.agreed_at.is_not(None)

    def either(own: Any, now: Any) -> Any:
        return case((is_own, own), else_=now)

    found = (
        select(
            form.c.id,
            form.c.employee_id,
            form.c.state,
            form.c.scheme,
            employee.c.number,
            employee.c.name,
            employee.c.name_en,
            employee.c.search_key,
            either(form.c.department_id, employee.c.department_id).label("department_id"),
            either(form.c.position_id, employee.c.position_id).label("position_id"),
            either(form.c.department_zh, department.c.name_zh).label("department_zh"),
            either(form.c.department_en, department.c.name_en).label("department_en"),
            either(form.c.position_zh, position.c.name_zh).label("position_zh"),
            either(form.c.position_en, position.c.name_en).label("position_en"),
            form.c.segment,
            form.c.final_grade,
            form.c.is_appealed,
            form.c.is_pay_held,
            form.c.no_grade_reason,
        )
        .join(employee, employee.c.id == form.c.employee_id)
        .outerjoin(department, department.c.id == employee.c.department_id)
        .outerjoin(position, position.c.id == employee.c.position_id)
        .where(form.c.cycle_id == cycle_id, form.c.is_void == 0)
        .order_by(employee.c.number, form.c.segment)
    )
    if form_ids is not None:
        found = found.where(form.c.id.in_(list(form_ids)))
    return connection.execute(found).all()


def superseded(connection: Connection, cycle_id: int) -> set[int]:
    """Return the forms that count no more because a newer revision corrects them; most cycles have none."""
    return set(connection.scalars(_superseded(), {"cycle_id": cycle_id}))


def with_open_raters(connection: Connection, cycle_id: int) -> set[int]:
    """Return the forms of which raters were asked and are not closed: their totals may still move."""
    return set(connection.scalars(_with_open_raters(), {"cycle_id": cycle_id}))


# Composed once: these are asked after every entry, and building a statement costs more than running it.
@cache
def _superseded() -> Any:
    newer = form.alias("newer")
    same = (
        newer.c.employee_id == form.c.employee_id,
        newer.c.cycle_id == form.c.cycle_id,
        newer.c.segment == form.c.segment,
        newer.c.revision > form.c.revision,
    )
    counts = (newer.c.cycle_id == bindparam("cycle_id"), newer.c.revision > 1, newer.c.is_void == 0)
    return select(form.c.id).join(newer, and_(*same)).where(*counts)


@cache
def _with_open_raters() -> Any:
    return (
        select(rater_sheet.c.form_id)
        .join(form, form.c.id == rater_sheet.c.form_id)
        .where(form.c.cycle_id == bindparam("cycle_id"), form.c.raters_closed_at.is_(None))
    )


class Segment(NamedTuple):
    """One form of a person who changed position within a cycle, with the days that it covers."""

    form_id: int
    starts_on: date
    ends_on: date


def cycles_with_segments(connection: Connection, employee_id: int) -> set[int]:
    """Return the cycles within which a person changed position."""
    found = select(form.c.cycle_id).where(
        form.c.employee_id == employee_id, form.c.segment > 1, form.c.is_void == 0
    )
    return set(connection.scalars(found))


def segments(
    connection: Connection, cycle_id: int, employee_id: int | None = None
) -> dict[int, tuple[Segment, ...]]:
    """Return the forms of those who have more than one segment in a cycle, by employee, the earliest first."""
    by_person: dict[int, list[Segment]] = {}
    wanted = {"cycle_id": cycle_id} | ({} if employee_id is None else {"employee_id": employee_id})
    rows = connection.execute(_segments(employee_id is not None), wanted).all()
    gone = superseded(connection, cycle_id) if rows else set()
    for person, form_id, starts_on, ends_on in rows:
        if form_id in gone:
            continue
        one = Segment(form_id, date.fromisoformat(starts_on), date.fromisoformat(ends_on))
        by_person.setdefault(person, []).append(one)
    return {person: tuple(parts) for person, parts in by_person.items()}


@cache
def _segments(of_one: bool) -> Any:
    of_cycle = form.c.cycle_id == bindparam("cycle_id")
    many = select(form.c.employee_id).where(of_cycle, form.c.segment > 1, form.c.is_void == 0)
    if of_one:
        many = many.where(form.c.employee_id == bindparam("employee_id"))
    return (
        select(
            form.c.employee_id,
            form.c.id,
            func.coalesce(form.c.starts_on, cycle.c.starts_on),
            func.coalesce(form.c.ends_on, cycle.c.ends_on),
        )
        .join(cycle, cycle.c.id == form.c.cycle_id)
        .where(of_cycle, form.c.is_void == 0, form.c.employee_id.in_(many))
        .order_by(form.c.employee_id, form.c.segment)
    )
