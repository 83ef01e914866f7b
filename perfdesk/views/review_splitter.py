"""The splitter of the split view: widths that this computer remembers, and a list that folds away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from perfdesk.desktop import theme
from perfdesk.texts import current
from perfdesk.views.parts.splitter import HANDLE, GripSplitter

LIST_WIDTH, LONG_NAMES = 208, 46
"""The list; names in Latin letters take more."""
LEAST = (180, 400, 380)
"""Least widths of list, result and treatment; only the list may be folded away."""
SHARES = (11, 10)
"""How result and treatment share what the list leaves."""
_KEY = "review/widths"


class ReviewSplitter(GripSplitter):
    """Three panes side by side. Their widths belong to this computer, not to the firm's file."""

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._settings, self._is_placed, self._is_folded = settings, False, False
        self.setObjectName("reviewSplitter")
        self.splitterMoved.connect(self._keep)

    def add_panes(self, panes: tuple[QWidget, QWidget, QWidget]) -> None:
        for at, pane in enumerate(panes):
            pane.setMinimumWidth(LEAST[at])
            self.addWidget(pane)
            self.setCollapsible(at, at == 0)
            self.setStretchFactor(at, (0, *SHARES)[at])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._is_placed:
            self._place()

    def restore(self) -> None:
        """Give each pane its first width again."""
        self._settings.remove(_KEY)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < sum(LEAST) + 2 * HANDLE
        if not self._is_placed or is_narrow != self._is_folded:
            self._is_placed, self._is_folded = True, is_narrow
            self._place()

    def _place(self) -> None:
        room = self.width() - 2 * HANDLE
        kept = self._settings.value(_KEY)
        if isinstance(kept, list) and len(kept) == 3 and not self._is_folded:
            self.setSizes([int(width) for width in kept])
            return
        # Larger text needs a wider list; half as much, since the other two need room too.
        least = LIST_WIDTH if current().language == "zh_CN" else LIST_WIDTH + LONG_NAMES
        wanted = round(least * (1 + theme.current().zoom / 100) / 2)
        first = 0 if self._is_folded else max(LEAST[0], min(wanted, room - LEAST[1] - LEAST[2]))
        middle = round((room - first) * SHARES[0] / sum(SHARES))
        self.setSizes([first, middle, room - first - middle])

    def _keep(self, _position: int, _handle: int) -> None:
        if not self._is_folded:
            self._settings.setValue(_KEY, self.sizes())
