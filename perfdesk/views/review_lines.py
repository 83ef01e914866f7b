"""The cards of the gaps that are not chosen: one line when treated, two with buttons when nothing is done yet."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.domain.comparison import Treatment
from perfdesk.models import gap_words
from perfdesk.texts import _, in_context
from perfdesk.views import painting
from perfdesk.views.parts import Elided, Symbol, label, set_tone
from perfdesk.views.parts.cards import button


class GapLine(QFrame):
    """A closed card. A click, Enter or Space opens it; an untreated gap offers what to do with it."""

    opened = Signal(int)
    plan_wanted = Signal(int)
    leave_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item_id = 0
        self._is_open = False
        self.setObjectName("gapLine")
        self.setProperty("card", "true")
        self.setProperty("side", "choice")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.sign = Symbol("dot", "imp", parent=self)
        self.name = Elided("", "bold", parent=self)
        self.brief = Elided("", "small", parent=self)
        self.short = label("", "bold", parent=self)
        self.lost = label("", "small", parent=self)
        self.state = Elided("", "small", parent=self)
        self.leave = button("", "small", name="leaveGap", on_click=self._leave, parent=self)
        self.plan = button("", "plan", "plus", "planGap", self._plan, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 8, 6)
        column.setSpacing(4)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(6)
            column.addLayout(row)
        first.addWidget(self.sign)
        first.addWidget(self.name)
        first.addWidget(self.brief, 1)
        first.addWidget(self.short)
        first.addWidget(self.lost)
        second.addWidget(self.state, 1)
        second.addWidget(self.leave)
        second.addWidget(self.plan)

    def show_gap(self, treatment: Treatment, today: date, is_locked: bool) -> None:
        self.item_id = treatment.item.id
        is_open = treatment.gap.is_gap and not treatment.is_treated
        if is_open != self._is_open:
            self._is_open = is_open
            set_tone(self, "side", "gap" if is_open else "choice")
            tone = "gap" if is_open else ""
            for word in (self.name, self.short):
                set_tone(word, "tone", tone)
        if not treatment.gap.is_gap:
            self.sign.show_symbol("check", "imp", _("no gap any more"))
        elif is_open:
            self.sign.show_symbol("triangle", "gap", _("no action yet"))
        else:
            self.sign.show_symbol("dot", "imp", _("treated"))
        self.name.set_full(gap_words.item_name(treatment.item))
        is_gap = treatment.gap.is_gap
        self.short.setText(gap_words.short_by(treatment.item, treatment.gap) if is_gap else _("met"))
        self.lost.setText(gap_words.lost(treatment.gap) if is_gap else "")
        said = gap_words.stands(treatment, today)
        self.state.set_full(said if is_open else "")
        self.brief.set_full("" if is_open else said)
        for made, wanted in ((self.state, is_open), (self.leave, is_open and not is_locked)):
            if made.isHidden() == wanted:
                made.setVisible(wanted)
        if self.plan.isHidden() == (is_open and not is_locked):
            self.plan.setVisible(is_open and not is_locked)
        words = (self.name.full(), self.short.text(), self.lost.text(), said)
        self.setAccessibleName(", ".join(word for word in words if word))

    def retranslate(self) -> None:
        self.leave.setText(in_context("button", "Leave…"))
        self.plan.setText(in_context("button", "Plan it"))
        for made in (self.leave, self.plan):
            made.setAccessibleName(made.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.item_id)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.item_id)

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painting.paint_focus(painter, QRectF(self.rect()), 5)

    def _leave(self) -> None:
        self.leave_wanted.emit(self.item_id)

    def _plan(self) -> None:
        self.plan_wanted.emit(self.item_id)
