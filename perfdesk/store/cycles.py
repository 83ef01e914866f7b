"""Cycles in the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from perfdesk.domain.appraisal import Cycle
from perfdesk.domain.terms import ActionStatus, Combining, CycleType, FormState, PlanStatus
from perfdesk.store.rows import scheme_of
from perfdesk.store.schema import cycle, employee, form, form_step


def cycles(connection: Connection) -> list[Cycle]:
    """Return all cycles, newest first, with their number of forms."""
    counted = select(form.c.cycle_id, func.count()).group_by(form.c.cycle_id)
    forms = {cycle_id: count for cycle_id, count in connection.execute(counted)}
    return [replace(found, forms=forms.get(found.id, 0)) for found in timeline(connection)]


def timeline(connection: Connection) -> list[Cycle]:
    """Return all cycles, newest first, without counting their forms."""
    return [_cycle(row) for row in connection.execute(_cycles()).mappings()]


def one_cycle(connection: Connection, cycle_id: int) -> Cycle | None:
    row = connection.execute(_one_cycle(), {"cycle_id": cycle_id}).mappings().first()
    return _cycle(row) if row else None


@cache
def _one_cycle() -> Any:
    return _cycles().where(cycle.c.id == bindparam("cycle_id"))


def _cycles() -> Any:
    return select(cycle).order_by(cycle.c.ends_on.desc(), cycle.c.starts_on.desc(), cycle.c.id.desc())


def _cycle(row: Any) -> Cycle:
    return Cycle(
        id=row["id"],
        type=CycleType(row["type"]),
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        scheme=scheme_of(row["scheme"], row["grades"]),
        is_closed=row["closed_at"] is not None,
        closed_on=date.fromisoformat(row["closed_at"][:10]) if row["closed_at"] else None,
        parent_id=row["parent_id"],
        combining=Combining(row["combining"]) if row["combining"] else None,
        schedule={step: date.fromisoformat(day) for step, day in json.loads(row["schedule"] or "{}").items()},
    )


def condition_rows(connection: Connection, form_ids: Sequence[int]) -> dict[int, Any]:
    """Return what the states of forms ask of their rows, by form."""
    columns = (
        form.c.id,
        form.c.state,
        form.c.self_submitted_at,
        form.c.calibrated_at,
        form.c.final_grade,
        form.c.notice_on,
        form.c.notice_way,
        form.c.interview_on,
        form.c.signature,
        form.c.signature_words,
        form.c.signed_on,
        form.c.is_appealed,
    )
    found: dict[int, Any] = {}
    for at in range(0, len(form_ids), 500):
        part = select(*columns).where(form.c.id.in_(form_ids[at : at + 500]))
        found |= {row["id"]: row for row in connection.execute(part).mappings()}
    return found


def span_row(connection: Connection, form_id: int) -> Any:
    """Return state, cycle and own last day of a form; None if there is none such."""
    found = select(form.c.state, form.c.cycle_id, form.c.ends_on).where(form.c.id == form_id)
    return connection.execute(found).mappings().first()


def plans_of_cycle(connection: Connection, cycle_id: int) -> list[tuple[int, str, bool]]:
    """Return the plans with actions on forms of a cycle: form, name of the item, whether the plan is still open.

    A plan is over when it was ended or cancelled, or all its actions are done, dropped or carried over.
    """
    over = ", ".join(
        f"'{one.value}'" for one in (ActionStatus.DONE, ActionStatus.DROPPED, ActionStatus.CARRIED)
    )
    ended = ", ".join(f"'{one.value}'" for one in (PlanStatus.ENDED, PlanStatus.CANCELLED))
    found = connection.exec_driver_sql(
        "SELECT form.id, form_item.name_zh, form_item.name_en, "
        f"plan.status NOT IN ({ended}) AND sum(action.status NOT IN ({over})) > 0 "
        "FROM form JOIN form_item ON form_item.form_id = form.id JOIN plan ON plan.form_item_id = form_item.id "
        "JOIN action ON action.plan_id = plan.id WHERE form.cycle_id = ? AND plan.status != 'CANCELLED' "
        "GROUP BY plan.id ORDER BY form.id, form_item.seq",
        (cycle_id,),
    )
    return [(form_id, zh or en, bool(is_open)) for form_id, zh, en, is_open in found]


def bare_vetoes(connection: Connection, cycle_id: int) -> dict[int, tuple[str, ...]]:
    """Return the vetoes of a cycle that lack evidence or the employee's statement (§3.13), by form."""
    found = connection.exec_driver_sql(
        "SELECT form.id, form_event.words FROM form_event JOIN form ON form.id = form_event.form_id "
        "WHERE form.cycle_id = ? AND form_event.kind = 'VETO' AND (form_event.statement = '' OR "
        "(form_event.evidence = '' AND NOT EXISTS "
        "(SELECT 1 FROM evidence WHERE evidence.form_event_id = form_event.id)))",
        (cycle_id,),
    )
    return _by_form(found)


def unruled_vetoes(connection: Connection, cycle_id: int) -> dict[int, tuple[str, ...]]:
    """Return the vetoes of a cycle whose rule was not published before the event (§3.13), by form."""
    found = connection.exec_driver_sql(
        "SELECT form.id, form_event.words FROM form_event JOIN form ON form.id = form_event.form_id "
        "WHERE form.cycle_id = ? AND form_event.kind = 'VETO' AND "
        "(form_event.rule_published_on IS NULL OR form_event.rule_published_on >= form_event.happened_on)",
        (cycle_id,),
    )
    return _by_form(found)


def _by_form(found: Iterable[Any]) -> dict[int, tuple[str, ...]]:
    by_form: dict[int, tuple[str, ...]] = {}
    for form_id, words in found:
        by_form[form_id] = (*by_form.get(form_id, ()), words)
    return by_form


def last_segments(connection: Connection, cycle_id: int) -> dict[int, int]:
    """Return, for each earlier segment of somebody who changed position in a cycle, the last one; void ones and
    those who have one segment only are left out."""
    found = connection.exec_driver_sql(
        "SELECT form.id, later.id FROM form JOIN form later ON later.employee_id = form.employee_id "
        "AND later.cycle_id = form.cycle_id AND later.segment > form.segment AND later.is_void = 0 "
        "WHERE form.cycle_id = ? AND form.is_void = 0 ORDER BY later.segment, later.revision",
        (cycle_id,),
    )
    return {earlier: later for earlier, later in found}


def managers_of_cycle(connection: Connection, cycle_id: int) -> int:
    """Return how many managers the forms of a cycle have; a form without one counts for one of its own."""
    found = connection.exec_driver_sql(
        "SELECT count(DISTINCT coalesce(CASE WHEN form.agreed_at IS NULL THEN employee.manager_id "
        "ELSE form.manager_id END, 0)) FROM form JOIN employee ON employee.id = form.employee_id "
        "WHERE form.cycle_id = ? AND form.is_void = 0",
        (cycle_id,),
    )
    return int(found.scalar_one())


def steps_back(connection: Connection, cycle_id: int) -> list[Any]:
    """Return the steps of a cycle that a person gave a reason for, newest first: form, states, day, words."""
    found = (
        select(form_step, employee.c.name, employee.c.name_en)
        .join(form, form.c.id == form_step.c.form_id)
        .join(employee, employee.c.id == form.c.employee_id)
        .where(form.c.cycle_id == cycle_id)
        .order_by(form_step.c.id.desc())
    )
    order = {state.value: at for at, state in enumerate(FormState)}
    return [
        row
        for row in connection.execute(found).mappings()
        if order[row["to_state"]] < order[row["from_state"]]
    ]
