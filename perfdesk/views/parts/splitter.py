"""Panes with a visible grip between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from perfdesk.desktop import theme

HANDLE = 7


class GripHandle(QSplitterHandle):
    """A handle that can be seen and found; a double click asks for the first sizes again."""

    restored = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.restored.emit()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("input" if self.underMouse() else "button"))
        is_wide = self.orientation() == Qt.Orientation.Horizontal
        grip = QRectF(0, 0, 5 if is_wide else 44, 44 if is_wide else 5)
        grip.moveCenter(QRectF(self.rect()).center())
        painter.drawRoundedRect(grip, 2.5, 2.5)

    def enterEvent(self, event) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event) -> None:
        super().leaveEvent(event)
        self.update()


class GripSplitter(QSplitter):
    """A splitter with grips; a subclass says in `restore` what its first sizes are."""

    def __init__(
        self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(HANDLE)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        handle = GripHandle(self.orientation(), self)
        handle.restored.connect(self.restore)
        return handle

    def restore(self) -> None:
        """Give the panes their first sizes again."""


class PaneSplitter(GripSplitter):
    """Panes that begin with shares of the room there is."""

    def __init__(
        self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self._shares: list[int] = []
        self._main: int | None = None

    def add_pane(self, pane: QWidget, least: int, can_collapse: bool = False) -> None:
        """Add a pane that is never narrower than `least`."""
        is_wide = self.orientation() == Qt.Orientation.Horizontal
        (pane.setMinimumWidth if is_wide else pane.setMinimumHeight)(least)
        self.addWidget(pane)
        self.setCollapsible(self.count() - 1, can_collapse)

    def set_shares(self, shares: Sequence[int], main: int | None = None) -> None:
        """Give the sizes at a window of the usual size; they are scaled to the room there is.

        `main` is the pane that takes what is left and gives way to larger text beside it.
        """
        self._shares, self._main = list(shares), main
        if main is not None:
            for at in range(self.count()):
                self.setStretchFactor(at, int(at == main))
        self.restore()

    def restore(self) -> None:
        # Half of the zoom: what is beside the main pane needs room for larger text, and the main pane needs some too.
        zoom = 1.0 if self._main is None else (1 + theme.current().zoom / 100) / 2
        self.setSizes(
            [round(share * (1 if at == self._main else zoom)) for at, share in enumerate(self._shares)]
        )
