"""What the history of a value needs beside the trail: the manager's ratings of an item, and who people are."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from perfdesk.domain.terms import RaterGroup
from perfdesk.store.schema import employee, rating


def manager_ratings(connection: Connection, item_id: int) -> list[int]:
    """Return the rows of an item that hold the manager's level."""
    found = select(rating.c.id).where(
        rating.c.form_item_id == item_id,
        rating.c.rater_group == RaterGroup.SUPERIOR.value,
        rating.c.kind == "LEVEL",
    )
    return list(connection.execute(found).scalars())


def names(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of people by id."""
    found = select(employee.c.id, employee.c.name).where(employee.c.id.in_(sorted(set(ids))))
    return {row.id: row.name for row in connection.execute(found)}
