"""Undo and redo, and the word that something changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from perfdesk.store.change import Deed, RowChange
from perfdesk.store.firm_file import FirmFile


@dataclass(frozen=True, slots=True)
class Changed:
    """What may look different now. `forms` are the forms whose results may have changed."""

    deed: Deed
    tables: frozenset[str]
    forms: frozenset[int]


class Announcer:
    """Tells listeners what changed, in the order in which they subscribed."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Changed], None]] = []

    def subscribe(self, listener: Callable[[Changed], None]) -> None:
        self._listeners.append(listener)

    def unsubscribe(self, listener: Callable[[Changed], None]) -> None:
        self._listeners.remove(listener)

    def __call__(self, changed: Changed) -> None:
        for listener in tuple(self._listeners):
            listener(changed)


@dataclass(frozen=True, slots=True)
class Step:
    """One deed with the rows it changed: plain values, so that a step outlives every connection."""

    deed: Deed
    rows: tuple[RowChange, ...]
    forms: frozenset[int]
    visit: str = ""

    def changed(self) -> Changed:
        return Changed(self.deed, frozenset(row.table for row in self.rows), self.forms)


class History:
    """The session's steps with a position. An undone step is itself an audited edit of the file."""

    def __init__(self, file: FirmFile, announce: Announcer) -> None:
        self._file, self._announce = file, announce
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def undo_deed(self) -> Deed | None:
        """What undo would take back."""
        return self._done[-1].deed if self._done else None

    @property
    def redo_deed(self) -> Deed | None:
        return self._undone[-1].deed if self._undone else None

    def add(self, step: Step) -> None:
        """Remember a step that was done. Steps of one visit to one field become one."""
        last = self._done[-1] if self._done else None
        if last and step.visit and last.visit == step.visit:
            self._done[-1] = Step(step.deed, last.rows + step.rows, last.forms | step.forms, step.visit)
        else:
            self._done.append(step)
        self._undone.clear()

    def forget(self) -> None:
        """Begin anew: what was done so far can't be undone any more."""
        self._done.clear()
        self._undone.clear()

    def undo(self) -> None:
        """Take the last step back.

        Raises:
            StoreFault: the file can't be written, or something made later stands on the step
                (`stands_on_it`); the step stays where it was.
        """
        if self._done:
            step = self._done[-1]
            rows = [row.reversed() for row in reversed(step.rows)]
            self._file.apply(Deed(f"undo:{step.deed.code}", step.deed.details), rows)
            self._undone.append(self._done.pop())
            self._announce(step.changed())

    def redo(self) -> None:
        """Do the last undone step again."""
        if self._undone:
            step = self._undone[-1]
            self._file.apply(Deed(f"redo:{step.deed.code}", step.deed.details), list(step.rows))
            self._done.append(self._undone.pop())
            self._announce(step.changed())
