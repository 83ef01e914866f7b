"""A splitter with a grip on each handle; a double click gives the panes their first widths again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from perfdesk.desktop import theme
from perfdesk.views.review_splitter import HANDLE, GripHandle


class PaneSplitter(QSplitter):
    """Panes side by side; `panes` are (widget, first width, least width), the first may be folded away."""

    def __init__(
        self, panes: Sequence[tuple[QWidget, int, int]], main: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(HANDLE)
        self._main = main
        self._widths = [width for _pane, width, _least in panes]
        for at, (pane, _width, least) in enumerate(panes):
            pane.setMinimumWidth(least)
            self.addWidget(pane)
            self.setCollapsible(at, at == 0 and at != main)
            self.setStretchFactor(at, int(at == main))
        self.restore()

    def createHandle(self) -> QSplitterHandle:
        handle = GripHandle(self.orientation(), self)
        handle.restored.connect(self.restore)
        return handle

    def restore(self) -> None:
        """Give the panes their first widths; larger text needs wider panes at the sides, the middle gives way."""
        zoom = (1 + theme.current().zoom / 100) / 2  # half of it: the form in the middle needs room too
        self.setSizes(
            [round(width * (1 if at == self._main else zoom)) for at, width in enumerate(self._widths)]
        )
