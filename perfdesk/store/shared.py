"""Shared indicators: the same item on the forms of several people in one cycle (domain reference §2.1)."""

from __future__ import annotations

from sqlalchemy import Connection

_OTHERS = """
SELECT other.id FROM form_item AS mine JOIN form AS here ON here.id = mine.form_id
JOIN form_item AS other ON other.lineage = mine.lineage AND other.is_shared = 1 AND other.id <> mine.id
JOIN form AS there ON there.id = other.form_id AND there.cycle_id = here.cycle_id AND there.is_void = 0
WHERE mine.id = ? AND mine.is_shared = 1 AND ({differs}) ORDER BY other.id
"""


def sharers(connection: Connection, item_id: int) -> list[int]:
    """Return the items that share this one's indicator in its cycle."""
    return [int(row[0]) for row in connection.exec_driver_sql(_OTHERS.format(differs="1"), (item_id,))]


def others(connection: Connection, item_id: int) -> list[int]:
    """Return the items that share this one's indicator in its cycle and hold another actual or state."""
    differs = (
        "other.missing IS NOT mine.missing OR other.actual_e4 IS NOT mine.actual_e4 "
        "OR other.missing_reason IS NOT mine.missing_reason"
    )
    rows = connection.exec_driver_sql(_OTHERS.format(differs=differs), (item_id,))
    return [int(row[0]) for row in rows]


def other_targets(connection: Connection, item_id: int) -> list[int]:
    """Return the items that share this one's indicator in its cycle and have another target."""
    rows = connection.exec_driver_sql(
        _OTHERS.format(differs="other.target_e4 IS NOT mine.target_e4"), (item_id,)
    )
    return [int(row[0]) for row in rows]
