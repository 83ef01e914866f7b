"""Bringing a firm file of an earlier program up to this one's tables: whole, or not at all.

Alembic gives the operations and finds the scripts; the transaction is ours. Its own driver would leave SQLite's
tables half changed after a crash, and with foreign keys on, rebuilding a table can empty those that refer to
it. The version is SQLite's `user_version`, which can be read from the file's first page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import ModuleType

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine

from perfdesk.store import backups
from perfdesk.store.address import address
from perfdesk.store.faults import StoreFault
from perfdesk.store.schema import SCHEMA_REVISION


def scripts_folder() -> Path:
    """Return the folder of the migrations: real files, also in the frozen program."""
    return Path(__file__).resolve().parent / "migrations"


def migrate(path: Path, now: datetime, *, scripts: Path | None = None, target: int = SCHEMA_REVISION) -> None:
    """Run every due revision up to `target` on a closed file, in one transaction, after a backup.

    Raises:
        StoreFault: `backup_failed` or `migration_failed`; the file is then as it was.
    """
    try:
        # A first look also rolls back what a crash left half done, so that the backup can be read.
        with closing(_connect(path)) as plain:
            revision = plain.execute("PRAGMA user_version").fetchone()[0]
            plain.execute("SELECT count(*) FROM sqlite_master").fetchone()
        due = list(_due(scripts or scripts_folder(), revision, target))
    except Exception as error:
        raise _failed(path, error) from error
    if revision >= target:
        return
    backups.backup(path, "migration", now)
    engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                _run(connection, due, target)
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
    except Exception as error:
        raise _failed(path, error) from error
    finally:
        engine.dispose()


def _connect(path: Path) -> sqlite3.Connection:
    """A connection of its own: foreign keys can't be switched off inside a transaction."""
    connection = sqlite3.connect(address(path, "rw"), uri=True, timeout=5.0, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _due(folder: Path, revision: int, target: int) -> Iterator[ModuleType]:
    scripts = ScriptDirectory(str(folder), version_locations=[str(folder)])
    known = {int(script.revision): script.module for script in scripts.walk_revisions()}
    for number in range(revision + 1, target + 1):
        yield known[number]


def _run(connection: Connection, due: list[ModuleType], target: int) -> None:
    before = _counts(connection)
    dropped: set[str] = set()
    with Operations.context(MigrationContext.configure(connection)):
        for module in due:
            dropped |= set(getattr(module, "DROPPED", ()))
            module.upgrade()
    after = _counts(connection)
    lost = [name for name, count in before.items() if name not in dropped and after.get(name) != count]
    if lost:
        raise ValueError(f"rows were lost in {', '.join(lost)}")
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise ValueError(f"{len(orphans)} rows refer to rows that are not there: {orphans[0]}")
    loose = connection.exec_driver_sql(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
        "AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    if found := [name for (name,) in loose]:
        raise ValueError(f"tables that would take any type: {', '.join(found)}")
    connection.exec_driver_sql(f"PRAGMA user_version = {target}")


def _counts(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    ).scalars()
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
        for name in names.all()
    }


def _failed(path: Path, error: Exception) -> StoreFault:
    return StoreFault("migration_failed", str(path), reason=str(error))
