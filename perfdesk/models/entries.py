"""Entries that were refused: they stay in their fields, on every page, until they are corrected or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from perfdesk.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class WrongEntry:
    """What was typed on a form and why it was not taken. `what` is the field: value, weight, target or comment of
    an item; with `item_id` 0 strengths or improvements of the form itself.

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
        self._wrong: dict[tuple[str, int, int, str], WrongEntry] = {}
        self.scope = ""
        """Whose marks are entered now: the same item takes those of the manager, of the person, of each rater."""

    def of(self, item_id: int, what: str = "value") -> WrongEntry | None:
        return self._wrong.get((self.scope, 0, item_id, what))

    def of_form(self, form_id: int, what: str) -> WrongEntry | None:
        """Return the refused words of a form itself."""
        return self._wrong.get((self.scope, form_id, 0, what))

    def on_form(self, form_id: int) -> list[WrongEntry]:
        """Return everything that was refused on a form."""
        here = ((key, entry) for key, entry in self._wrong.items() if key[0] == self.scope)
        return [entry for _key, entry in here if entry.form_id == form_id]

    def put(self, entry: WrongEntry) -> None:
        self._wrong[(self.scope, *_place(entry))] = entry
        self.changed.emit(entry.item_id, entry.form_id)

    def drop(self, item_id: int, what: str = "value") -> bool:
        """Forget a wrong entry of an item; False when there was none."""
        return self._forget((self.scope, 0, item_id, what))

    def drop_of_form(self, form_id: int, what: str) -> bool:
        """Forget the refused words of a form; False when there were none."""
        return self._forget((self.scope, form_id, 0, what))

    def _forget(self, key: tuple[str, int, int, str]) -> bool:
        gone = self._wrong.pop(key, None)
        if gone is not None:
            self.changed.emit(gone.item_id, gone.form_id)
        return gone is not None

    def keep_only(self, form_ids: Iterable[int]) -> None:
        """Forget the entries of forms that are no more."""
        there = set(form_ids)
        for key in [key for key, entry in self._wrong.items() if entry.form_id not in there]:
            self._forget(key)

    def all(self) -> list[WrongEntry]:
        return list(self._wrong.values())


def _place(entry: WrongEntry) -> tuple[int, int, str]:
    """Items are numbered through all forms, so only words of the form itself need its number."""
    return (0 if entry.item_id else entry.form_id), entry.item_id, entry.what
