"""Papers that were printed, by number."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from perfdesk.store.schema import paper


def highest_serial(connection: Connection, kind: str, year: int) -> int:
    """Return the last serial given out for a kind of paper in a year, 0 if there is none."""
    found = select(func.max(paper.c.serial)).where(paper.c.kind == kind, paper.c.year == year)
    return int(connection.scalar(found) or 0)
