"""Papers that were printed, by number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from perfdesk.store.schema import paper


def highest_serial(connection: Connection, kind: str, year: int) -> int:
    """Return the last serial given out for a kind of paper in a year, 0 if there is none."""
    found = select(func.max(paper.c.serial)).where(paper.c.kind == kind, paper.c.year == year)
    return int(connection.scalar(found) or 0)


def printed(connection: Connection, kind: str, form_ids: Iterable[int]) -> dict[int, list[Mapping[str, Any]]]:
    """Return what is known of the printed papers of a kind, by form, oldest first; not their content."""
    wanted = frozenset(form_ids)
    columns = [column for column in paper.c if column.name != "content"]
    rows = connection.execute(select(*columns).where(paper.c.kind == kind).order_by(paper.c.id)).mappings()
    found: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["form_id"] in wanted:
            found.setdefault(row["form_id"], []).append(dict(row))
    return found
