"""A firm file as plain values, to compare two states of it."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from perfdesk.store.address import address
from perfdesk.store.firm_file import FirmFile
from perfdesk.store.schema import AUDIT_TABLES, attachment_data, metadata

Dump = dict[str, list[dict[str, Any]]]


def dump(file: FirmFile) -> Dump:
    """Return all rows by id, without version numbers, the audit trail and the bytes of attachments."""
    with file.read() as connection:
        return dump_of(connection)


def dump_of(connection: Connection) -> Dump:
    found: Dump = {}
    for table in metadata.sorted_tables:
        if table.name not in AUDIT_TABLES | {attachment_data.name}:
            columns = [column for column in table.columns if column.name != "version"]
            rows = connection.execute(select(*columns).order_by(table.c.id)).mappings()
            found[table.name] = [dict(row) for row in rows]
    return found


def raw_rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table by SQLite alone, versions and audit trail included."""
    with contextlib.closing(sqlite3.connect(address(path, "ro"), uri=True)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr)
            for (name,) in tables.fetchall()
        }


def write_by_hand(path: Path, *statements: str, foreign_keys: bool = False) -> None:
    """Change a closed file as another program would, past all of our rules."""
    with contextlib.closing(sqlite3.connect(address(path, "rw"), uri=True)) as connection:
        connection.execute(f"PRAGMA foreign_keys = {int(foreign_keys)}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
