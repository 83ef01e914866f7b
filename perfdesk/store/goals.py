"""Goals of the firm and its departments, their links, and the indicators that hang below them, in the file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from perfdesk.domain.goals import Goal, GoalLink, LinkedItem
from perfdesk.domain.numbers import from_hundredths
from perfdesk.domain.terms import FormState, GoalLevel, Perspective
from perfdesk.store.rows import c, e4, maybe_c, maybe_e4, rule_columns, rule_of
from perfdesk.store.schema import department, employee, form, form_item, goal, goal_link


def goals(connection: Connection, year: int | None = None, *, with_retired: bool = False) -> list[Goal]:
    """Return the goals of a year (None: of all years), those of the firm first; without those retired."""
    found = select(goal).order_by(goal.c.year, goal.c.level.desc(), goal.c.department_id, goal.c.id)
    if year is not None:
        found = found.where(goal.c.year == year)
    if not with_retired:
        found = found.where(goal.c.retired_on.is_(None))
    return [goal_of(row) for row in connection.execute(found).mappings()]


def links(connection: Connection, goal_ids: Collection[int]) -> list[GoalLink]:
    """Return the links between these goals and from them to indicators."""
    found = [
        link_of(row) for row in connection.execute(select(goal_link).order_by(goal_link.c.id)).mappings()
    ]
    wanted = frozenset(goal_ids)
    return [
        one for one in found if one.upper_id in wanted and (one.lower_id is None or one.lower_id in wanted)
    ]


def items(connection: Connection, cycle_ids: Collection[int]) -> list[LinkedItem]:
    """Return the weighted items of all forms of these cycles, by form; without those of void forms.

    A form counts for the department it was agreed with, a draft for the person's department of today.
    """
    found = (
        select(
            form_item.c.lineage,
            form_item.c.code,
            form_item.c.name_zh,
            form_item.c.name_en,
            form_item.c.weight_c,
            form_item.c.score_c,
            form.c.state,
            form.c.department_id,
            employee.c.department_id.label("now_department_id"),
        )
        .join(form, form.c.id == form_item.c.form_id)
        .join(employee, employee.c.id == form.c.employee_id)
        .where(form.c.cycle_id.in_(list(cycle_ids)), form.c.is_void == 0, form_item.c.weight_c > 0)
        .order_by(form.c.id, form_item.c.seq)
    )
    return [
        LinkedItem(
            lineage=row["lineage"],
            weight=from_hundredths(row["weight_c"]),
            score=maybe_c(row["score_c"]),
            department_id=row["now_department_id"]
            if row["state"] == FormState.DRAFT.value
            else row["department_id"],
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
        )
        for row in connection.execute(found).mappings()
    ]


def parents(connection: Connection) -> dict[int, int | None]:
    """Return the department above each department."""
    return {one: above for one, above in connection.execute(select(department.c.id, department.c.parent_id))}


def goal_of(row: Any) -> Goal:
    return Goal(
        id=row["id"],
        level=GoalLevel(row["level"]),
        year=row["year"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        rule=rule_of(row),
        department_id=row["department_id"],
        perspective=Perspective(row["perspective"]) if row["perspective"] else None,
        owner_id=row["owner_id"],
        measure_zh=row["measure_zh"],
        measure_en=row["measure_en"],
        unit=row["unit"],
        actual=maybe_e4(row["actual_e4"]),
        weight=maybe_c(row["weight_c"]),
    )


def goal_columns(one: Goal) -> dict[str, Any]:
    """Return a goal as a row, without its id and its score."""
    return {
        "level": one.level.value,
        "year": one.year,
        "name_zh": one.name_zh,
        "name_en": one.name_en,
        "department_id": one.department_id,
        "perspective": one.perspective.value if one.perspective else "",
        "owner_id": one.owner_id,
        "measure_zh": one.measure_zh,
        "measure_en": one.measure_en,
        "unit": one.unit,
        "actual_e4": e4(one.actual),
        "weight_c": c(one.weight),
        **rule_columns(one.rule),
    }


def link_of(row: Any) -> GoalLink:
    return GoalLink(row["id"], row["upper_id"], row["lower_id"], row["lineage"], maybe_c(row["share_c"]))
