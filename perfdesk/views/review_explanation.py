"""How a number was computed, line by line, unfolded under the table to which it belongs."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from perfdesk.desktop import icons
from perfdesk.texts import _
from perfdesk.texts.explanations import Line, explain
from perfdesk.views.parts import Elided, label


class Explanation(QFrame):
    """A sheet of arithmetic. Its text can be marked and copied; Esc or × folds it away."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reviewExplanation")
        self.setProperty("side", "choice")
        self.setProperty("card", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 6, 8)
        column.setSpacing(4)
        self.title = Elided("", "bold", parent=self)
        self._close = QToolButton(self)
        self._close.setObjectName("closeExplanation")
        self._close.setProperty("kind", "quiet")
        icons.put(self._close, "close", "muted", 13)
        self._close.clicked.connect(self.fold)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self._close)
        column.addLayout(row)
        self.lines = label("", parent=self, wrap=True)
        self.lines.setObjectName("explanationLines")
        self.lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column.addWidget(self.lines)
        self.hide()

    def tell(self, name: str, lines: Iterable[Line]) -> None:
        self.title.set_full(_("How was this computed? {name}").format(name=name))
        self.lines.setText("\n".join(explain(line) for line in lines))
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close"))
        self.setAccessibleName(f"{self.title.full()} {self.lines.text()}")
        self.show()

    def fold(self) -> None:
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.fold()
        else:
            super().keyPressEvent(event)
