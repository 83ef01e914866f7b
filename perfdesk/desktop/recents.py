"""The files that were opened lately on this computer."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSettings

_KEY = "recent_files"
_MOST = 8


@dataclass(frozen=True, slots=True)
class Recent:
    """`opened_at` is ISO; `people` is how many the firm had."""

    path: str
    opened_at: str
    people: int = 0

    @property
    def is_missing(self) -> bool:
        return not Path(self.path).exists()


class Recents:
    """Kept in the settings of this computer: no firm file knows where the others lie."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def all(self) -> list[Recent]:
        """Return the files, the last opened first."""
        try:
            found = json.loads(str(self._settings.value(_KEY, "[]")))
            return [Recent(str(one["path"]), str(one["opened_at"]), int(one["people"])) for one in found]
        except (ValueError, KeyError, TypeError):
            return []

    def note(self, path: Path, people: int, now: datetime) -> None:
        kept = [one for one in self.all() if one.path != str(path)]
        first = Recent(str(path), now.isoformat(timespec="minutes"), people)
        self._write([first, *kept][:_MOST])

    def forget(self, path: str) -> None:
        self._write([one for one in self.all() if one.path != path])

    def _write(self, found: list[Recent]) -> None:
        self._settings.setValue(_KEY, json.dumps([asdict(one) for one in found], ensure_ascii=False))
