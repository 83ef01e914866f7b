"""Papers that were printed, by number, and small look-ups that only papers need."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from perfdesk.store.schema import employee, indicator_card, paper


def highest_serial(connection: Connection, kind: str, year: int) -> int:
    """Return the last serial given out for a kind of paper in a year, 0 if there is none."""
    found = select(func.max(paper.c.serial)).where(paper.c.kind == kind, paper.c.year == year)
    return int(connection.scalar(found) or 0)


def printed(
    connection: Connection, kind: str, form_ids: Iterable[int], *, with_content: bool = False
) -> dict[int, list[Mapping[str, Any]]]:
    """Return what is known of the printed papers of a kind, by form, oldest first."""
    wanted = frozenset(form_ids)
    columns = [column for column in paper.c if with_content or column.name != "content"]
    rows = connection.execute(select(*columns).where(paper.c.kind == kind).order_by(paper.c.id)).mappings()
    found: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["form_id"] in wanted:
            found.setdefault(row["form_id"], []).append(dict(row))
    return found


def sheet_key(content: bytes | None) -> str:
    """Return what tells a printed score sheet from the others of its form, GROUP/CODE; empty where it was erased."""
    if not content:
        return ""
    values = json.loads(content)["values"]
    return f"{values['group'] or ''}/{values['code']}"


def sources(connection: Connection, card_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return where the data of indicator cards come from, in Chinese and in English."""
    columns = indicator_card.c.id, indicator_card.c.source_zh, indicator_card.c.source_en
    found = connection.execute(select(*columns).where(indicator_card.c.id.in_(list(card_ids))))
    return {card_id: (zh, en) for card_id, zh, en in found}


def names(connection: Connection, employee_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the names of people, in Chinese and in English."""
    found = select(employee.c.id, employee.c.name, employee.c.name_en)
    rows = connection.execute(found.where(employee.c.id.in_(list(employee_ids))))
    return {employee_id: (name, name_en) for employee_id, name, name_en in rows}
