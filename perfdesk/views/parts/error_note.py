"""The note under a wrong entry: what is wrong, what it may have been, and the keys that deal with it."""

from __future__ import annotations

from collections.abc import Sequence

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

    def tell(self, refused: Refused, cell: QRect, keep_free: Sequence[QRect] = ()) -> None:
        """Show what is wrong with the entry whose cell is `cell`; `keep_free` are fields it must not cover.

        All in the parent's coordinates.
        """
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
        self.place(cell, keep_free)
        self.show()
        self.raise_()

    def place(self, cell: QRect, keep_free: Sequence[QRect] = ()) -> None:
        """Move under the cell, over it or beside it: where there is room and the fewest fields are covered."""
        room = self.parentWidget().rect()
        width = max(160, min(max(_NARROW, self.sizeHint().width()), _WIDE, room.width() - 8))
        self.setFixedWidth(width)
        height = self.layout().heightForWidth(self.width())
        if height < 0:
            height = self.sizeHint().height()
        x = max(4, min(cell.left() - 8, room.right() - width - 4))
        below, above = cell.bottom() + 6, cell.top() - height - 6
        middle = max(4, min(cell.center().y() - height // 2, room.bottom() - height))
        places = [QRect(x, below, width, height)] if below + height <= room.bottom() else []
        places.append(QRect(x, max(4, above), width, height))
        if keep_free:
            left, right = cell.left() - 8 - width, cell.right() + 8
            places += [QRect(at, middle, width, height) for at in (left, right)]
            places = [one for one in places if one.left() >= 0 and one.right() <= room.right()] or places
        free = [cell, *keep_free] if keep_free else []
        self.setGeometry(min(places, key=lambda place: sum(place.intersects(one) for one in free)))
