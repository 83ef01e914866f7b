"""Panes with a visible grip between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSettings, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from perfdesk.desktop import theme


class _Handle(QSplitterHandle):
    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("focus" if self.underMouse() else "button"))
        middle = QRectF(self.rect()).center()
        wide = self.orientation() == Qt.Orientation.Horizontal
        grip = QRectF(0, 0, 7 if wide else 44, 44 if wide else 7)
        grip.moveCenter(middle)
        painter.drawRoundedRect(grip, 3, 3)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        splitter = self.splitter()
        if isinstance(splitter, PaneSplitter):
            splitter.restore()


class PaneSplitter(QSplitter):
    """A splitter with handles 7 wide; a double click on one restores the shares.

    `remember` keeps the sizes among the settings of this computer, never in the firm file.
    """

    def __init__(
        self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self._shares: list[int] = []
        self._settings: QSettings | None = None
        self._key = ""
        self.setHandleWidth(10)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._keep)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)

    def add_pane(self, pane: QWidget, least: int, can_collapse: bool = False) -> None:
        """Add a pane that is never narrower than `least`."""
        (pane.setMinimumWidth if self.orientation() == Qt.Orientation.Horizontal else pane.setMinimumHeight)(
            least
        )
        self.addWidget(pane)
        self.setCollapsible(self.count() - 1, can_collapse)

    def set_shares(self, shares: Sequence[int]) -> None:
        """Give the sizes at a window of the usual size; they are scaled to the room there is."""
        self._shares = list(shares)
        self.restore()

    def restore(self) -> None:
        """Go back to the shares that the page began with."""
        if self._shares:
            self.setSizes(self._shares)
            self._keep()

    def remember(self, settings: QSettings, key: str) -> None:
        """Take the sizes from the settings and keep them there from now on."""
        self._settings, self._key = settings, f"panes/{key}"
        kept = settings.value(self._key)
        if isinstance(kept, list) and len(kept) == self.count():
            self.setSizes([int(size) for size in kept])

    def _keep(self, *_moved: int) -> None:
        if self._settings is not None:
            self._settings.setValue(self._key, [str(size) for size in self.sizes()])
