"""Opening, locking, reading and changing a firm file."""

from __future__ import annotations

import errno
import platform
import random
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, Transaction, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.pool import QueuePool

from perfdesk.store import audit, backups, schema
from perfdesk.store.address import address
from perfdesk.store.change import Change, Deed, RowChange
from perfdesk.store.faults import StoreFault
from perfdesk.store.lock import Holder, WriterLock, account, ourselves

SUFFIX = ".perfdesk"
_SQLITE = b"SQLite format 3\x00"


class FirmFile:
    """An open firm file. Reads are short transactions; writes of the process queue up behind one lock.

    `held_by` names who writes when this one may only read; `why_read_only` is a code: "" (it may write),
    "in_use", "folder" or "asked".
    """

    def __init__(
        self,
        path: Path,
        engine: Engine,
        lock: WriterLock,
        now: Callable[[], datetime],
        *,
        is_clock_fixed: bool,
        why_read_only: str = "",
        held_by: Holder | None = None,
    ) -> None:
        self.path, self.now = path, now
        self.why_read_only, self.held_by = why_read_only, held_by
        self.actor_id: int | None = None
        self._engine, self._lock = engine, lock
        self._account, self._computer = account(), platform.node()
        self._queue = threading.RLock()
        self._was_changed = False
        self._whole: Connection | None = None
        # A fixed clock promises the same bytes for the same deeds; then the salts must not differ either.
        self._fresh = random.Random(now().isoformat()).randbytes if is_clock_fixed else secrets.token_bytes

    @property
    def is_read_only(self) -> bool:
        return bool(self.why_read_only)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A short reading transaction: with a rollback journal an open reader would block the writer.

        Raises:
            StoreFault: the file can't be read (a stick pulled out, a broken disk).
        """
        try:
            if self._whole is not None:
                yield self._whole
                return
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except DatabaseError as error:
            raise _fault(error, self.path) from error

    @contextmanager
    def change(self, deed: Deed) -> Iterator[Change]:
        """A writing transaction with its audit entry: committed whole, or nothing is written.

        Raises:
            StoreFault: `read_only`, `disk_full`, `unwritable`, `busy` or `damaged`.
        """
        if self.is_read_only:
            raise StoreFault("read_only", str(self.path))
        try:
            with self._queue, self._writing() as (writing, transaction):
                with transaction:
                    change = Change(writing)
                    yield change
                    if change.rows:
                        actor = audit.Actor(self.actor_id, self._account, self._computer)
                        at = self.now().isoformat(timespec="seconds")
                        audit.write_entry(writing, at, actor, deed.code, change.rows, self._fresh)
                        audit.erase(writing, change.erased)
                self._was_changed = self._was_changed or bool(change.rows)
        except DatabaseError as error:
            fault = _fault(error, self.path)
            code = "unwritable" if fault.code == "unreadable" else fault.code
            raise StoreFault(code, fault.field, **fault.details) from error

    @contextmanager
    def as_whole(self) -> Iterator[None]:
        """All that is read and changed within is one transaction, each deed with its own audit entry. For the
        making of a file that nobody else uses yet: a slow disk is asked to settle once, not hundreds of times.
        """
        with self._engine.connect() as connection:
            writing = connection.execution_options(perfdesk_begin="IMMEDIATE")
            with writing.begin():
                self._whole = writing
                try:
                    yield
                finally:
                    self._whole = None

    @contextmanager
    def _writing(self) -> Iterator[tuple[Connection, Transaction]]:
        if self._whole is not None:
            yield self._whole, self._whole.begin_nested()
            return
        with self._engine.connect() as connection:
            writing = connection.execution_options(perfdesk_begin="IMMEDIATE")
            yield writing, writing.begin()

    def apply(self, deed: Deed, rows: list[RowChange]) -> None:
        """Undo or redo: put rows into a state they had, as an edit of its own.

        Raises:
            StoreFault: what `change` raises; `stands_on_it`: other rows refer to one that would go.
        """
        try:
            with self.change(deed) as change:
                change.apply(rows)
        except IntegrityError as error:
            raise StoreFault("stands_on_it", str(self.path)) from error

    def back_up(self, reason: str) -> Path:
        """Copy the file into its backup folder."""
        with self._queue:
            return backups.backup(self.path, reason, self.now())

    def close(self, *, with_backup: bool = True) -> None:
        """Close the file; make a backup when something was changed.

        Raises:
            StoreFault: `backup_failed`; the file itself is closed all the same.
        """
        self._engine.dispose()
        try:
            if with_backup and self._was_changed:
                backups.backup(self.path, "close", self.now())
        finally:
            self._was_changed = False
            self._lock.release()


def create(path: Path, now: Callable[[], datetime], *, is_clock_fixed: bool = False) -> FirmFile:
    """Make an empty firm file and open it.

    Raises:
        StoreFault: `exists`, `folder_read_only`, `disk_full`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("xb").close()
    except FileExistsError as error:
        raise StoreFault("exists", str(path)) from error
    except OSError as error:
        code = "disk_full" if error.errno == errno.ENOSPC else "folder_read_only"
        raise StoreFault(code, str(path), reason=error.strerror or str(error)) from error
    lock, engine = WriterLock(path), _engine(path)
    try:
        lock.take(ourselves(now()))
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA_REVISION}")
            schema.create(connection)
    except (OSError, DatabaseError) as error:
        engine.dispose()
        lock.release()
        path.unlink(missing_ok=True)
        raise _fault(error, path) from error
    return FirmFile(path, engine, lock, now, is_clock_fixed=is_clock_fixed)


def open_file(
    path: Path, now: Callable[[], datetime], *, read_only: bool = False, is_clock_fixed: bool = False
) -> FirmFile:
    """Open a firm file, for writing if nobody else writes and the folder allows it.

    Raises:
        StoreFault: what `examine` raises; `older_read_only`, `unfinished` (only a writer may clean up after a
            crash), or what a migration raises.
    """
    revision = examine(path)
    why, holder, lock = "asked" if read_only else "", None, WriterLock(path)
    if not read_only:
        try:
            if not lock.take(ourselves(now())):
                why, holder = "in_use", lock.holder()
        except OSError:
            why = "folder"
        if not why and not _is_writable(path):
            lock.release()
            why = "folder"
    try:
        if revision < schema.SCHEMA_REVISION:
            if why:
                raise StoreFault("older_read_only", str(path))
            # Migrations are rare and Alembic is slow to import.
            from perfdesk.store import migration

            migration.migrate(path, now())
        engine = _engine(path, read_only=bool(why))
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM firm")
        except DatabaseError as error:
            engine.dispose()
            fault = _fault(error, path)
            if why and has_journal(path) and fault.code != "busy":
                raise StoreFault("unfinished", str(path)) from error
            raise fault from error
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    return FirmFile(path, engine, lock, now, is_clock_fixed=is_clock_fixed, why_read_only=why, held_by=holder)


def examine(path: Path) -> int:
    """Return the schema revision of a firm file after a look at its first page.

    Raises:
        StoreFault: `not_found`, `unreadable`, `not_a_firm_file`, `damaged` or `newer_file`.
    """
    if path.is_dir():
        raise StoreFault("not_a_firm_file", str(path))
    try:
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise StoreFault("not_found", str(path)) from error
    except OSError as error:
        raise StoreFault("unreadable", str(path), reason=error.strerror or str(error)) from error
    if len(head) < 100 or not head.startswith(_SQLITE):
        raise StoreFault("not_a_firm_file", str(path))
    if int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        raise StoreFault("not_a_firm_file", str(path))
    revision = int.from_bytes(head[60:64], "big")
    if revision > schema.SCHEMA_REVISION:
        raise StoreFault("newer_file", str(path), revision=revision, ours=schema.SCHEMA_REVISION)
    page_size = int.from_bytes(head[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    if not has_journal(path) and size < page_size * int.from_bytes(head[28:32], "big"):
        raise StoreFault("damaged", str(path))
    return revision


def has_journal(path: Path) -> bool:
    """Return whether a transaction is under way, or was when the program or the computer died."""
    return path.with_name(f"{path.name}-journal").exists()


def _engine(path: Path, *, read_only: bool = False) -> Engine:
    """An engine that opens its own transactions: the driver opens none for DDL, and reads must be short."""
    target = address(path, "ro" if read_only else "rw")

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            target, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            # Not WAL: a copied file would lose its last rows.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA trusted_schema = OFF")
            # What was erased must not be read from freed pages.
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA cache_size = -16000")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(
        f"BEGIN {connection.get_execution_options().get('perfdesk_begin', 'DEFERRED')}"
    )


def _is_writable(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


def _fault(error: OSError | DatabaseError, path: Path) -> StoreFault:
    if isinstance(error, OSError):
        return StoreFault("unreadable", str(path), reason=error.strerror or str(error))
    words = str(error.orig)
    for piece, code in (
        ("full", "disk_full"),
        ("locked", "busy"),
        ("malformed", "damaged"),
        ("not a database", "not_a_firm_file"),
        ("readonly", "read_only"),
        ("unable to open", "unreadable"),
        ("disk I/O", "unreadable"),
    ):
        if piece in words:
            return StoreFault(code, str(path), reason=words)
    if isinstance(error, OperationalError):
        return StoreFault("unreadable", str(path), reason=words)
    raise error
