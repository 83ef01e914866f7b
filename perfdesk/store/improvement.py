"""Causes, plans, actions, checkpoints and recognitions in the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from perfdesk.domain.comparison import Action, Checkpoint, GapCause, Plan, Recognition
from perfdesk.domain.numbers import from_hundredths
from perfdesk.domain.terms import ActionKind, ActionStatus, CauseCode, PlanStatus, PlanType
from perfdesk.store.rows import day, maybe_c, maybe_e4
from perfdesk.store.schema import action, cause, checkpoint, employee, form_item, plan, recognition


def causes_of(connection: Connection, item_ids: Iterable[int]) -> dict[int, tuple[GapCause, ...]]:
    """Return the causes of form items, in the order in which they were given."""
    by_item: dict[int, list[GapCause]] = {}
    for row in connection.execute(_causes(), {"item_ids": list(item_ids)}).mappings():
        by_item.setdefault(row["form_item_id"], []).append(
            GapCause(row["id"], row["form_item_id"], CauseCode(row["code"]), row["words"])
        )
    return {item_id: tuple(causes) for item_id, causes in by_item.items()}


def plans_of(connection: Connection, item_ids: Iterable[int], today: date) -> dict[int, Plan]:
    """Return the plan of each form item that has one, with actions and checkpoints."""
    rows = connection.execute(_plans(), {"item_ids": list(item_ids)}).mappings().all()
    if not rows:
        return {}
    ids = [row["id"] for row in rows]
    actions: dict[int, list[Action]] = {}
    for row in connection.execute(_actions_of_plans(), {"plan_ids": ids}).mappings():
        actions.setdefault(row["plan_id"], []).append(action_of(row, today))
    checkpoints: dict[int, list[Checkpoint]] = {}
    for row in connection.execute(_checkpoints(), {"plan_ids": ids}).mappings():
        checkpoints.setdefault(row["plan_id"], []).append(
            Checkpoint(
                row["id"],
                row["seq"],
                date.fromisoformat(row["planned_on"]),
                day(row["held_on"]),
                maybe_e4(row["value_e4"]),
                row["words"],
            )
        )
    return {
        row["form_item_id"]: Plan(
            id=row["id"],
            type=PlanType(row["type"]),
            status=PlanStatus(row["status"]),
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            baseline=maybe_e4(row["baseline_e4"]),
            target=maybe_e4(row["target_e4"]),
            support=row["support"],
            actions=tuple(actions.get(row["id"], ())),
            checkpoints=tuple(checkpoints.get(row["id"], ())),
        )
        for row in rows
    }


def one_action(connection: Connection, action_id: int, today: date) -> Action | None:
    row = connection.execute(_one_action(), {"action_id": action_id}).mappings().first()
    return action_of(row, today) if row else None


# Composed once: building a statement costs more than a small query.
@cache
def _causes() -> Any:
    wanted = cause.c.form_item_id.in_(bindparam("item_ids", expanding=True))
    return select(cause).where(wanted).order_by(cause.c.id)


@cache
def _plans() -> Any:
    wanted = plan.c.form_item_id.in_(bindparam("item_ids", expanding=True))
    return select(plan).where(wanted).order_by(plan.c.id)


@cache
def _checkpoints() -> Any:
    wanted = checkpoint.c.plan_id.in_(bindparam("plan_ids", expanding=True))
    return select(checkpoint).where(wanted).order_by(checkpoint.c.seq)


@cache
def _actions_of_plans() -> Any:
    return _actions().where(action.c.plan_id.in_(bindparam("plan_ids", expanding=True)))


@cache
def _one_action() -> Any:
    return _actions().where(action.c.id == bindparam("action_id"))


def _actions() -> Any:
    return (
        select(action, employee.c.name.label("owner"), employee.c.name_en.label("owner_en"))
        .outerjoin(employee, employee.c.id == action.c.owner_id)
        .order_by(action.c.plan_id, action.c.seq, action.c.id)
    )


def action_of(row: Any, today: date) -> Action:
    status, due_on = ActionStatus(row["status"]), day(row["due_on"])
    open_still = status not in (ActionStatus.DONE, ActionStatus.DROPPED)
    return Action(
        id=row["id"],
        plan_id=row["plan_id"],
        order=row["seq"],
        words=row["words"],
        owner_id=row["owner_id"],
        owner=row["owner"] or "",
        due_on=due_on,
        starts_on=day(row["starts_on"]),
        kind=ActionKind(row["kind"]) if row["kind"] else None,
        cause=CauseCode(row["cause"]) if row["cause"] else None,
        measure=row["measure"],
        status=status,
        done_on=day(row["done_on"]),
        hours=maybe_c(row["hours_c"]),
        money=from_hundredths(row["money_fen"]) if row["money_fen"] is not None else None,
        is_overdue=open_still and due_on is not None and today > due_on,
        owner_en=row["owner_en"] or "",
    )


def item_of_action(connection: Connection, action_id: int) -> int | None:
    """Return the form item that the action's plan is for."""
    found: int | None = connection.scalar(_item_of_action(), {"action_id": action_id})
    return found


@cache
def _item_of_action() -> Any:
    found = select(plan.c.form_item_id).join(action, action.c.plan_id == plan.c.id)
    return found.where(action.c.id == bindparam("action_id"))


def open_actions(connection: Connection, form_id: int) -> int:
    """Return how many actions of a form's plans are neither done nor dropped."""
    return int(connection.scalar(_open_actions(), {"form_id": form_id}) or 0)


@cache
def _open_actions() -> Any:
    closed = (ActionStatus.DONE.value, ActionStatus.DROPPED.value)
    return (
        select(func.count())
        .select_from(action.join(plan, plan.c.id == action.c.plan_id))
        .join(form_item, form_item.c.id == plan.c.form_item_id)
        .where(form_item.c.form_id == bindparam("form_id"), action.c.status.not_in(closed))
    )


def recognitions_of(
    connection: Connection, employee_id: int, from_on: date, to_on: date
) -> tuple[Recognition, ...]:
    """Return what was recognised between two dates, newest first."""
    found = (
        select(recognition, employee.c.name.label("sender"))
        .outerjoin(employee, employee.c.id == recognition.c.sender_id)
        .where(
            recognition.c.employee_id == employee_id,
            recognition.c.happened_on.between(from_on.isoformat(), to_on.isoformat()),
        )
        .order_by(recognition.c.happened_on.desc(), recognition.c.id.desc())
    )
    return tuple(
        Recognition(
            row["id"],
            date.fromisoformat(row["happened_on"]),
            row["sender"] or "",
            row["situation"],
            row["behaviour"],
            row["impact"],
        )
        for row in connection.execute(found).mappings()
    )
