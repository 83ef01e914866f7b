"""What is inside a firm file that is not open: shown before a backup takes the place of the file in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from perfdesk.domain.appraisal import Cycle
from perfdesk.store import audit, cycles, people, settings
from perfdesk.store.firm_file import open_file


@dataclass(frozen=True, slots=True)
class Contents:
    """The firm's name, how many people (those who left not counted), its cycles newest first, the last change."""

    name: str
    people: int
    cycles: tuple[Cycle, ...]
    changed_at: str

    @property
    def forms(self) -> int:
        return sum(cycle.forms for cycle in self.cycles)


def contents(path: Path) -> Contents:
    """Look into a firm file; it is opened for reading only.

    Raises:
        StoreFault: not a firm file, damaged, from a newer version, not there.
    """
    file = open_file(path, datetime.now, read_only=True)
    try:
        with file.read() as connection:
            return Contents(
                settings.settings(connection).name,
                len(people.employees(connection, include_left=False)),
                tuple(cycles.cycles(connection)),
                audit.last_change(connection),
            )
    finally:
        file.close(with_backup=False)
