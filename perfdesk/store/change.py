"""One transaction of the firm file: what it writes, row by row, with the images before and after."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from perfdesk.store import schema
from perfdesk.store.faults import StoreFault

Row = Mapping[str, Any]
Reading = Connection
"""What a reading transaction hands out; controllers pass it on to the stores and know no SQL."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before (None: it was not there) and after (None: it is gone)."""

    table: str
    row_id: int
    before: Row | None
    after: Row | None

    def reversed(self) -> RowChange:
        return RowChange(self.table, self.row_id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Deed:
    """What the user did, as a code and the names in it; `texts.deeds` has the words for menu and history."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)


class Change:
    """Writes rows and remembers them. Made by `FirmFile.change`; lives as long as its transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        # For one small statement a row, SQLAlchemy's own way to the driver costs ten times the statement.
        self._raw = raw
        self.rows: list[RowChange] = []
        self.forms: set[int] = set()
        self.erased: set[tuple[str, int]] = set()
        self.details: dict[str, object] = {}

    def say(self, **details: object) -> None:
        """Add names to the words of the deed: those that only the file knows."""
        self.details |= details

    def touch(self, *form_ids: int) -> None:
        """Say whose results this change may alter, so that views reload just those."""
        self.forms.update(form_ids)

    def erase_texts(self, table: Table, row_id: int) -> None:
        """Let the trail forget what stood in a row, this change included; that it changed stays proven."""
        self.erased.add((table.name, row_id))

    def insert(self, table: Table, **values: Any) -> int:
        """Add a row and return its id."""
        row = _normal(values) | {"version": 1}
        done = self._run(_inserting(table, tuple(row)), tuple(row.values()))
        row["id"] = int(done.lastrowid or 0)
        self.rows.append(RowChange(table.name, row["id"], None, row))
        return int(row["id"])

    def insert_many(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add many rows at once, all naming the same columns, and return their ids."""
        if not rows:
            return []
        if any(row.keys() != rows[0].keys() for row in rows):
            raise ValueError("rows of different columns")  # the driver would leave out what the first lacks
        first = (self.connection.scalar(select(func.max(table.c.id))) or 0) + 1
        full = [_normal(row) | {"version": 1, "id": first + at} for at, row in enumerate(rows)]
        self.connection.execute(insert(table), full)
        self.rows += [RowChange(table.name, row["id"], None, row) for row in full]
        return [row["id"] for row in full]

    def update(self, table: Table, row_id: int, *, seen: int | None = None, **values: Any) -> bool:
        """Change columns of a row; return False, and write nothing, when they already hold these values.

        `seen`: the version of the row that the user looked at, where that may be an old one.

        Raises:
            StoreFault: `gone`, or `changed_elsewhere` when the row is not the one seen any more.
        """
        before = self.row(table, row_id)
        if seen is not None and before["version"] != seen:
            raise StoreFault("changed_elsewhere", table.name, row=row_id)
        changed = {name: value for name, value in _normal(values).items() if before[name] != value}
        if changed:
            self._put(table, before, {**before, **changed})
        return bool(changed)

    def update_many(self, table: Table, rows: Mapping[int, Mapping[str, Any]]) -> None:
        """Change columns of many rows, by id.

        Raises:
            StoreFault: `gone` when one of the rows is not there.
        """
        known = {before["id"]: before for before in self._rows(table, rows)}
        for row_id in rows:
            if row_id not in known:
                raise StoreFault("gone", table.name, row=row_id)
        pairs = [(known[row_id], {**known[row_id], **_normal(values)}) for row_id, values in rows.items()]
        pairs = [(before, after) for before, after in pairs if before != after]
        if not pairs:
            return
        names = sorted({name for values in rows.values() for name in values})
        statement = (
            update(table)
            .where(table.c.id == bindparam("at_id"))
            .values(version=table.c.version + 1, **{name: bindparam(f"to_{name}") for name in names})
        )
        self.connection.execute(
            statement,
            [
                {"at_id": after["id"], **{f"to_{name}": after[name] for name in names}}
                for _before, after in pairs
            ],
        )
        for before, after in pairs:
            after = {**after, "version": before["version"] + 1}
            self.rows.append(RowChange(table.name, after["id"], before, after))

    def delete(self, table: Table, row_id: int) -> None:
        before = self.row(table, row_id)
        self.connection.execute(delete(table).where(table.c.id == row_id))
        self.rows.append(RowChange(table.name, row_id, before, None))

    def delete_all(self, table: Table, **equal: Any) -> None:
        """Delete the rows whose columns hold these values."""
        for row_id in self.ids(table, **equal):
            self.delete(table, row_id)

    def find(self, table: Table, **equal: Any) -> list[dict[str, Any]]:
        """Return the rows whose columns hold these values (None: nothing), by id."""
        found = self._run(_finding(table, "*", tuple(equal)), tuple(equal.values()))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def first(self, table: Table, **equal: Any) -> dict[str, Any] | None:
        return next(iter(self.find(table, **equal)), None)

    def ids(self, table: Table, **equal: Any) -> list[int]:
        found = self._run(_finding(table, "id", tuple(equal)), tuple(equal.values()))
        return [int(row_id) for (row_id,) in found]

    def row(self, table: Table, row_id: int) -> dict[str, Any]:
        """Return a row as it is now.

        Raises:
            StoreFault: `gone` when there is no such row.
        """
        found = self.first(table, id=row_id)
        if found is None:
            raise StoreFault("gone", table.name, row=row_id)
        return found

    def apply(self, changes: Iterable[RowChange]) -> None:
        """Put rows into the state `after` of each change: the road of redo, and, reversed, of undo.

        Raises:
            StoreFault: `gone`, or `changed_elsewhere` when a cell does not hold what the change found there.
        """
        for change in changes:
            table = schema.metadata.tables[change.table]
            if change.before is None:
                assert change.after is not None
                row = {**change.after, "version": change.after["version"] + 1}
                self.connection.execute(insert(table).values(**row))
                self.rows.append(RowChange(change.table, change.row_id, None, row))
            elif change.after is None:
                self.delete(table, change.row_id)
            else:
                now = self.row(table, change.row_id)
                wanted = {
                    name: value
                    for name, value in change.after.items()
                    if name != "version" and change.before[name] != value
                }
                if any(now[name] != change.before[name] for name in wanted):
                    raise StoreFault("changed_elsewhere", table.name, row=change.row_id)
                self._put(table, now, {**now, **wanted})

    def _run(self, statement: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
        try:
            return self._raw.execute(statement, values)
        except sqlite3.Error as error:
            raise DBAPIError.instance(statement, values, error, sqlite3.Error) from error

    def _rows(self, table: Table, ids: Iterable[int]) -> list[dict[str, Any]]:
        wanted = list(ids)
        found: list[dict[str, Any]] = []
        for at in range(0, len(wanted), 500):
            part = select(table).where(table.c.id.in_(wanted[at : at + 500]))
            found += [dict(row) for row in self.connection.execute(part).mappings()]
        return found

    def _put(self, table: Table, before: dict[str, Any], after: dict[str, Any]) -> None:
        after["version"] = before["version"] + 1
        changed = {name: value for name, value in after.items() if before.get(name) != value}
        values = (*changed.values(), before["id"], before["version"])
        done = self._run(_updating(table, tuple(changed)), values)
        if done.rowcount != 1:
            raise StoreFault("changed_elsewhere", table.name, row=before["id"])
        self.rows.append(RowChange(table.name, before["id"], before, after))


# Composed once per shape: building and hashing a statement for each small query costs more than the query.
@cache
def _finding(table: Table, what: str, columns: tuple[str, ...]) -> str:
    conditions = " AND ".join(f"{table.c[name].name} IS ?" for name in columns)
    return f"SELECT {what} FROM {table.name}{' WHERE ' if columns else ''}{conditions} ORDER BY id"


@cache
def _inserting(table: Table, columns: tuple[str, ...]) -> str:
    names = ", ".join(table.c[name].name for name in columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(columns))})"


@cache
def _updating(table: Table, columns: tuple[str, ...]) -> str:
    values = ", ".join(f"{table.c[name].name} = ?" for name in columns)
    return f"UPDATE {table.name} SET {values} WHERE id = ? AND version = ?"


def _normal(values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts go into the file in NFC, so that a name typed on a Mac equals the same name typed elsewhere; yes
    and no go in as 1 and 0, as they are read again."""
    return {name: _cell(value) for name, value in values.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return int(value) if isinstance(value, bool) else value
