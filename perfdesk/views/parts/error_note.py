"""The note under a wrong entry: what is wrong, what it may have been, and the keys that deal with it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.models.rows import Refused
from perfdesk.texts import _
from perfdesk.views.parts.basics import KeyCap, label
from perfdesk.views.parts.cards import button

_NARROW, _WIDE = 300, 420


class ErrorNote(QFrame):
    """Floats over its parent, under the cell that is wrong. Never takes the focus and blocks nothing."""

    fixed = Signal()
    taken_back = Signal()
    reason_asked = Signal()

    def __init__(self, parent: QWidget, with_reason: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("errorNote")
        self.setProperty("bar", "wrong")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        self.wrong = label("", "bold", "err", self, wrap=True)
        self.hint = label("", "small", parent=self, wrap=True)
        self.fix = button("", "primary", name="errorFix", on_click=self.fixed.emit, parent=self)
        self.back = button("", "small", name="errorBack", on_click=self.taken_back.emit, parent=self)
        self.reason = button("", "small", name="errorReason", on_click=self.reason_asked.emit, parent=self)
        row = QHBoxLayout()
        row.setSpacing(5)
        self._caps = [KeyCap(key, self) for key in ("Enter", "Esc", "F4")]
        for made, cap in zip((self.fix, self.back, self.reason), self._caps, strict=True):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(made)
            row.addWidget(cap)
        row.addStretch(1)
        column.addWidget(self.wrong)
        column.addWidget(self.hint)
        column.addLayout(row)
        self._with_reason = with_reason
        self.hide()

    def tell(self, refused: Refused, cell: QRect) -> None:
        """Show what is wrong with the entry whose cell is `cell`, in the parent's coordinates."""
        self.wrong.setText(refused.wrong)
        self.hint.setText(refused.hint)
        self.hint.setVisible(bool(refused.hint))
        self.fix.setVisible(refused.fix is not None)
        self.fix.setText(_("Change to {value}").format(value=refused.fix or ""))
        self.back.setText(_("Take back"))
        self.reason.setText(_("No figure…"))
        self.reason.setVisible(self._with_reason)
        for made in (self.fix, self.back, self.reason):
            made.setAccessibleName(made.text())
        for cap, made in zip(self._caps, (self.fix, self.back, self.reason), strict=True):
            cap.setVisible(not made.isHidden() and self.parentWidget().width() > _WIDE)
        self.setAccessibleName(f"{refused.wrong} {refused.hint}".strip())
        self.place(cell)
        self.show()
        self.raise_()

    def place(self, cell: QRect) -> None:
        """Move under the cell, or over it when there is no room below."""
        room = self.parentWidget().rect()
        width = max(160, min(max(_NARROW, self.sizeHint().width()), _WIDE, room.width() - 8))
        self.setFixedWidth(width)
        height = self.layout().heightForWidth(self.width())
        if height < 0:
            height = self.sizeHint().height()
        x = max(4, min(cell.left() - 8, room.right() - self.width() - 4))
        below = cell.bottom() + 6
        y = below if below + height <= room.bottom() else max(4, cell.top() - height - 6)
        self.setGeometry(x, y, self.width(), height)
