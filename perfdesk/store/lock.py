"""One writer: a lock beside the firm file, and the name of who holds it.

The operating system holds the lock, so that it is gone with the process that held it: nobody has to delete a
stale lock by hand. The locked byte lies far behind the text, so that others can still read who it is. Of the
lock packages none keeps the holder's name readable on Windows while the lock is held.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

_FAR = 1 << 20


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the file open for writing."""

    account: str
    computer: str
    since: str


def ourselves(now: datetime) -> Holder:
    """Return what others are told while we hold a file."""
    return Holder(account(), platform.node(), now.isoformat(sep=" ", timespec="minutes"))


def account() -> str:
    """Return the name of the account at this computer, "?" where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


class WriterLock:
    """Held from opening to closing of a firm file. `take` answers at once."""

    def __init__(self, firm_path: Path) -> None:
        # Not *.perfdesk: in an open dialog it would look like a firm file.
        self.path = firm_path.with_name(f"~${firm_path.name}.lock")
        self._file: IO[str] | None = None

    def take(self, holder: Holder) -> bool:
        """Return whether the lock is ours now.

        Raises:
            OSError: the folder can't be written.
        """
        while True:
            file = self.path.open("a+", encoding="utf-8")
            try:
                _lock(file)
            except OSError:
                file.close()
                return False
            if self._is_still_there(file):
                break
            file.close()
        self._file = file
        # On a full disk the name is not worth the lock.
        with contextlib.suppress(OSError):
            file.seek(0)
            file.truncate()
            file.write(json.dumps(asdict(holder)))
            file.flush()
        return True

    def holder(self) -> Holder:
        """Return who holds the lock, as far as that can be read."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            return Holder(str(found["account"]), str(found["computer"]), str(found["since"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Holder("?", "?", "?")

    def _is_still_there(self, file: IO[str]) -> bool:
        """Return whether the locked file is the one that others will find: its last holder may have removed
        it between our opening and our locking."""
        try:
            return os.path.samestat(os.fstat(file.fileno()), self.path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        if self._file is None:
            return
        file, self._file = self._file, None
        # On Windows an open file can't be removed; elsewhere it goes while it is locked, so that nobody's
        # fresh lock is removed with it.
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()
        with contextlib.suppress(OSError):
            file.close()
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        os.lseek(file.fileno(), _FAR, os.SEEK_SET)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
