"""Rotating copies of a firm file, made by SQLite's own backup and checked before they count."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from perfdesk.store.address import address
from perfdesk.store.faults import StoreFault
from perfdesk.store.lock import WriterLock, ourselves

KEPT = 10


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy, when it was made, why, and how large it is in bytes."""

    path: Path
    made_at: datetime
    reason: str
    size: int


def folder_of(firm_path: Path) -> Path:
    """Return the folder beside the file in which its backups lie: a stick carries them along."""
    return firm_path.with_name(f"{firm_path.stem} backups")


def backup(firm_path: Path, reason: str, now: datetime) -> Path:
    """Copy the file into its backup folder, keep the newest ten, and return the copy.

    Raises:
        StoreFault: `backup_failed`: no space, no right to write, or the copy is not sound.
    """
    folder = folder_of(firm_path)
    target = folder / f"{firm_path.stem} {now:%Y-%m-%d %H%M%S} {reason}{firm_path.suffix}"
    copy(firm_path, target)
    for old in backups_of(firm_path)[KEPT:]:
        with contextlib.suppress(OSError):
            old.path.unlink()
    return target


def copy(source: Path, target: Path) -> None:
    """Copy a firm file, open or not, to `target` in one step: whole or not at all.

    Raises:
        StoreFault: `backup_failed`.
    """
    half = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
        with (
            contextlib.closing(_connect(source)) as original,
            contextlib.closing(sqlite3.connect(half)) as twin,
        ):
            original.backup(twin)
            found = twin.execute("PRAGMA integrity_check").fetchone()
        if found != ("ok",):
            raise sqlite3.DatabaseError(str(found[0]))
        os.replace(half, target)
    except (OSError, sqlite3.Error) as error:
        for rest in (half, _journal(half)):
            with contextlib.suppress(OSError):
                rest.unlink(missing_ok=True)
        raise StoreFault("backup_failed", str(target), reason=str(error)) from error


def backups_of(firm_path: Path) -> list[Backup]:
    """Return the backups of a firm file, newest first."""
    found = []
    for path in folder_of(firm_path).glob(f"*{firm_path.suffix}"):
        stamp = path.stem.removeprefix(f"{firm_path.stem} ")
        try:
            made_at = datetime.strptime(stamp[:17], "%Y-%m-%d %H%M%S")
        except ValueError:
            continue
        found.append(Backup(path, made_at, stamp[18:], path.stat().st_size))
    return sorted(found, key=lambda one: (one.made_at, one.path.name), reverse=True)


def restore(backup_path: Path, firm_path: Path, now: datetime, check: Callable[[Path], None]) -> None:
    """Put a backup in the place of a closed firm file, after a backup of what is there now.

    `check` opens the backup and raises when it is no firm file: then nothing is replaced.

    Raises:
        StoreFault: `in_use`, or `backup_failed`: what is there now could not be kept, or not be replaced.
    """
    check(backup_path)
    lock = WriterLock(firm_path)
    try:
        if not lock.take(ourselves(now)):
            raise StoreFault("in_use", str(firm_path), **asdict(lock.holder()))
        if firm_path.exists():
            _keep(firm_path, now)
        # A journal left behind by a crash would be played back into the restored file.
        _journal(firm_path).unlink(missing_ok=True)
        copy(backup_path, firm_path)
    except OSError as error:
        raise StoreFault("backup_failed", str(firm_path), reason=str(error)) from error
    finally:
        lock.release()


def _keep(firm_path: Path, now: datetime) -> None:
    """Back up what is about to be replaced; what SQLite can't read any more is kept byte by byte."""
    try:
        backup(firm_path, "restore", now)
    except StoreFault:
        target = folder_of(firm_path) / f"{firm_path.stem} {now:%Y-%m-%d %H%M%S} damaged{firm_path.suffix}"
        try:
            shutil.copyfile(firm_path, target)
            if _journal(firm_path).exists():
                shutil.copyfile(_journal(firm_path), _journal(target))
        except OSError as error:
            raise StoreFault("backup_failed", str(target), reason=str(error)) from error


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _connect(source: Path) -> sqlite3.Connection:
    # What a crash left half done is rolled back first, and only a writer may do that.
    return sqlite3.connect(address(source, "rw" if _journal(source).exists() else "ro"), uri=True)
