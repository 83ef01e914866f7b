"""The firm's row: its name, choices and switches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from perfdesk.domain.firm import FirmSettings, Switch
from perfdesk.domain.grades import Grade
from perfdesk.domain.terms import Scheme
from perfdesk.store.change import Change
from perfdesk.store.rows import dumps, grades_of, grades_text
from perfdesk.store.schema import firm

FIRM_ID = 1


def settings(connection: Connection) -> FirmSettings:
    row = connection.execute(select(firm).where(firm.c.id == FIRM_ID)).mappings().one()
    return FirmSettings(
        name=row["name"],
        scheme=Scheme(row["scheme"]),
        switches=switches_of(row["switches"]),
        current_cycle_id=row["current_cycle_id"],
        owner_id=row["owner_id"],
        grades={
            Scheme(scheme): grades_of(text) for scheme, text in json.loads(row["grades"] or "{}").items()
        },
    )


def switches(connection: Connection) -> frozenset[Switch]:
    """Return the switches alone: asked for at every entry."""
    return switches_of(str(connection.exec_driver_sql("SELECT switches FROM firm").scalar_one()))


def switches_within(change: Change) -> frozenset[Switch]:
    """Return the switches as a change under way finds them."""
    return switches_of(str(change.row(firm, FIRM_ID)["switches"]))


@cache
def switches_of(text: str) -> frozenset[Switch]:
    """Read switches, leaving out those that only another version of the program knows."""
    known = {switch.value for switch in Switch}
    return frozenset(Switch(word) for word in text.split() if word in known)


def switches_text(switches: frozenset[Switch]) -> str:
    return " ".join(sorted(switch.value for switch in switches))


def all_grades_text(grades: Mapping[Scheme, tuple[Grade, ...]]) -> str:
    kept: dict[str, Any] = {scheme.value: grades_text(found) for scheme, found in grades.items()}
    return dumps(kept) if kept else ""
