"""Reading the grid of very many people a few at a time, so that the window answers meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from perfdesk.domain.appraisal import FormItem
from perfdesk.texts import _
from perfdesk.texts.words import number
from perfdesk.views.parts import Card, label

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

AT_ONCE, PART = 600, 100
"""So many forms are read without a word; with more of them so many at a time, some 40 ms each."""


class ItemsReader(QObject):
    """Reads the items of forms. `done(items by form)` at the end, `progressed(read, all)` on the way.

    It works on the window's own thread between its events: nothing can change under it unnoticed.
    """

    done = Signal(object)
    progressed = Signal(int, int)

    def __init__(self, firm: Firm, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self._ids: list[int] = []
        self.items: dict[int, tuple[FormItem, ...]] = {}
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._read)

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def start(self, form_ids: Iterable[int]) -> None:
        """Read these forms from the beginning."""
        self._ids, self.items = list(form_ids), {}
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def read_again(self, form_ids: Iterable[int]) -> None:
        """Read what changed on the way and was read already."""
        known = [form_id for form_id in form_ids if form_id in self.items]
        if known:
            self.items |= self._firm.appraisal.items_of_forms(known)

    def _read(self) -> None:
        begun = len(self.items)
        part = self._ids[begun : begun + PART]
        if part:
            self.items |= self._firm.appraisal.items_of_forms(part)
        self.progressed.emit(len(self.items), len(self._ids))
        if len(self.items) >= len(self._ids):
            self._timer.stop()
            self.done.emit(self.items)


class LoadingCard(Card):
    """How far the reading is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.words = label("", parent=self)
        self.words.setObjectName("gridLoading")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(420)
        self.body.addStretch(1)
        self.add(self.words)
        self.add(self.bar)
        self.body.addStretch(2)

    def show_progress(self, read: int, whole: int) -> None:
        words = _("Reading the scores: {read} of {whole} people").format(
            read=number(Decimal(read)), whole=number(Decimal(whole))
        )
        self.words.setText(words)
        self.bar.setRange(0, max(whole, 1))
        self.bar.setValue(read)
        self.bar.setAccessibleName(words)
