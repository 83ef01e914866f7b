"""Cycles in the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from perfdesk.domain.appraisal import Cycle
from perfdesk.domain.terms import CycleType
from perfdesk.store.rows import scheme_of
from perfdesk.store.schema import cycle, form


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
    )
