"""Check-ins of form items and key results in the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from perfdesk.domain.progress import CheckIn
from perfdesk.store.rows import maybe_e4
from perfdesk.store.schema import check_in, employee, form_item, key_result, objective


def of_items(connection: Connection, form_id: int) -> dict[int, tuple[CheckIn, ...]]:
    """Return the check-ins of a form's items, by item, oldest first."""
    items = select(form_item.c.id).where(form_item.c.form_id == form_id)
    by_item: dict[int, list[CheckIn]] = {}
    for row in connection.execute(_check_ins().where(check_in.c.form_item_id.in_(items))).mappings():
        by_item.setdefault(row["form_item_id"], []).append(_one(row))
    return {item_id: tuple(found) for item_id, found in by_item.items()}


def of_key_results(connection: Connection, form_ids: Sequence[int]) -> dict[int, tuple[CheckIn, ...]]:
    """Return the check-ins of the key results of forms, by key result, oldest first."""
    results = (
        select(key_result.c.id)
        .join(objective, objective.c.id == key_result.c.objective_id)
        .where(objective.c.form_id.in_(list(form_ids)))
    )
    by_result: dict[int, list[CheckIn]] = {}
    for row in connection.execute(_check_ins().where(check_in.c.key_result_id.in_(results))).mappings():
        by_result.setdefault(row["key_result_id"], []).append(_one(row))
    return {result_id: tuple(found) for result_id, found in by_result.items()}


def _check_ins() -> Any:
    return (
        select(check_in, employee.c.name.label("by_name"))
        .outerjoin(employee, employee.c.id == check_in.c.by_id)
        .order_by(check_in.c.made_on, check_in.c.id)
    )


def _one(row: Any) -> CheckIn:
    return CheckIn(
        id=row["id"],
        on=date.fromisoformat(row["made_on"]),
        actual=maybe_e4(row["actual_e4"]),
        forecast=maybe_e4(row["forecast_e4"]),
        confidence=row["confidence"],
        obstacle=row["obstacle"],
        words=row["words"],
        item_id=row["form_item_id"],
        key_result_id=row["key_result_id"],
        by=row["by_name"] or "",
    )
