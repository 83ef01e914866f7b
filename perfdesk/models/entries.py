"""Entries that were refused: they stay in their fields, on every page, until they are corrected or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from perfdesk.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class WrongEntry:
    """What was typed for a form item and why it was not taken. `what` is the field: value, weight, target.

    `person` and `item_zh`, `item_en` name the place in the list of what is unsaved.
    """

    item_id: int
    form_id: int
    what: str
    text: str
    problems: tuple[Problem, ...]
    person: str
    item_zh: str
    item_en: str


class Entries(QObject):
    """The refused entries of one firm, shared by the form and the grid. `changed(item id, form id)` tells of each."""

    changed = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wrong: dict[tuple[int, str], WrongEntry] = {}

    def of(self, item_id: int, what: str = "value") -> WrongEntry | None:
        return self._wrong.get((item_id, what))

    def put(self, entry: WrongEntry) -> None:
        self._wrong[entry.item_id, entry.what] = entry
        self.changed.emit(entry.item_id, entry.form_id)

    def drop(self, item_id: int, what: str = "value") -> bool:
        """Forget a wrong entry; False when there was none."""
        gone = self._wrong.pop((item_id, what), None)
        if gone is not None:
            self.changed.emit(item_id, gone.form_id)
        return gone is not None

    def keep_only(self, form_ids: Iterable[int]) -> None:
        """Forget the entries of forms that are no more."""
        there = set(form_ids)
        for entry in [entry for entry in self._wrong.values() if entry.form_id not in there]:
            self.drop(entry.item_id, entry.what)

    def all(self) -> list[WrongEntry]:
        return list(self._wrong.values())
