"""What floats over the score page without being modal: why there is no value, and how a number was computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from perfdesk.domain.terms import Missing
from perfdesk.texts import _
from perfdesk.texts.words import MISSING
from perfdesk.views.parts import KeyCap, button, label, set_tone
from perfdesk.views.score_zero import ZeroPart

_REASONS = (Missing.NOT_APPLICABLE, Missing.UNAVAILABLE, Missing.NOT_SUBMITTED)


class ReasonPanel(QFrame):
    """Asks why there is no value: 不适用, 无法取得 (each with a reason) or 本人未提供.

    `chosen(state, reason)`; PENDING takes the reason back. Keys 1 to 3 choose, Enter saves, Esc closes. With
    `today` what was not submitted may be counted as 0: `zero_wanted(reason, asked until, told on)`.
    """

    chosen = Signal(object, str)
    zero_wanted = Signal(str, object, object)
    closed = Signal()

    def __init__(self, parent: QWidget, today: date | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reasonPanel")
        self.setProperty("bar", "floating")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        self.title = label("", "bold", parent=self, wrap=True)
        choices = QWidget(self)
        flow = QHBoxLayout(choices)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(5)
        self._choices = {}
        for state in _REASONS:
            made = button("", "toggle", name=f"reason_{state.value}", parent=choices)
            made.setCheckable(True)
            made.clicked.connect(partial(self._choose, state))
            self._choices[state] = made
            flow.addWidget(made)
        flow.addStretch(1)
        self.words = _Line(self)
        self.words.setObjectName("reasonWords")
        self.problem = label("", "small", "err", self, wrap=True)
        self.problem.setObjectName("reasonProblem")
        self.save_button = button("", "primary", name="reasonSave", on_click=self._save, parent=self)
        self.back_button = button("", "small", name="reasonBack", on_click=self._take_back, parent=self)
        self.close_button = button("", "small", name="reasonClose", on_click=self.dismiss, parent=self)
        row = QHBoxLayout()
        row.setSpacing(5)
        row.addWidget(self.save_button)
        row.addWidget(KeyCap("Enter", self))
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(KeyCap("Esc", self))
        for part in (self.title, choices, self.words, self.problem):
            column.addWidget(part)
        self.zero = None if today is None else ZeroPart(today, self)
        if self.zero is not None:
            self.zero.wanted.connect(self._count_zero)
            column.addWidget(self.zero)
        column.addLayout(row)
        self._state, self._name = Missing.UNAVAILABLE, ""
        self.hide()

    def ask(self, name: str, state: Missing, reason: str, near: QRect) -> None:
        """Open under `near` (in the parent's coordinates) for the item `name`."""
        self._name = name
        self.back_button.setVisible(state in _REASONS)
        if self.zero is not None:
            self.zero.setVisible(state is Missing.NOT_SUBMITTED)
        self.words.setText(reason)
        self.retranslate()
        self._mark(state if state in _REASONS else Missing.UNAVAILABLE)
        self.problem.hide()
        self.setFixedWidth(min(400, max(240, self.parentWidget().width() - 8)))
        self.adjustSize()
        float_near(self, near)
        self.show()
        self.raise_()
        self.words.setFocus()

    def retranslate(self) -> None:
        self.title.setText(_("Why is there no value for “{name}”?").format(name=self._name))
        self.setAccessibleName(self.title.text())
        for at, (state, made) in enumerate(self._choices.items(), 1):
            made.setText(f"{at} {_(MISSING[state.value])}")
            made.setAccessibleName(_(MISSING[state.value]))
        self.words.setPlaceholderText(_("Reason, such as: machine moved, no meter"))
        self.words.setAccessibleName(_("Reason"))
        if self.zero is not None:
            self.zero.retranslate()
        for made, word in (
            (self.save_button, _("Save the reason")),
            (self.back_button, _("Take the reason back")),
            (self.close_button, _("Close")),
        ):
            made.setText(word)
            made.setAccessibleName(word)

    def refuse(self, sentence: str) -> None:
        """Say why the reason was not taken."""
        self.problem.setText(sentence)
        self.problem.show()
        set_tone(self.words, "state", "wrong")
        self.adjustSize()

    def dismiss(self) -> None:
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _choose(self, state: Missing) -> None:
        self._mark(state)
        self.words.setFocus()

    def _mark(self, state: Missing) -> None:
        self._state = state
        set_tone(self.words, "state", "")
        for one, made in self._choices.items():
            made.setChecked(one is state)

    def _save(self) -> None:
        self.chosen.emit(self._state, self.words.text().strip())

    def _count_zero(self, asked_until: date, told_on: date) -> None:
        self.zero_wanted.emit(self.words.text().strip(), asked_until, told_on)

    def _take_back(self) -> None:
        self.chosen.emit(Missing.PENDING, "")


class _Line(QLineEdit):
    """Digits choose while nothing was typed yet; composition belongs to the input method."""

    def __init__(self, parent: ReasonPanel) -> None:
        super().__init__(parent)
        self._panel, self._is_composing = parent, False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = event.key() - Qt.Key.Key_1
        if self._is_composing:
            event.accept()
        elif 0 <= at < len(_REASONS) and not self.text():
            self._panel._choose(_REASONS[at])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()  # the panel answers
        else:
            super().keyPressEvent(event)


class ExplainPopover(QFrame):
    """How a number was computed, line by line with the figures filled in. Esc closes it."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("explainPopover")
        self.setProperty("bar", "floating")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        self.title = label("", "bold", parent=self, wrap=True)
        self.close_button = button("", "small", name="explainClose", on_click=self.dismiss, parent=self)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(KeyCap("Esc", self), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self._inside = QWidget()
        self._inside.setProperty("scrolled", "true")
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(3)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll)
        self.hide()

    def tell(self, title: str, lines: Sequence[str], near: QRect) -> None:
        """Show the lines beside `near`, in the parent's coordinates."""
        self.title.setText(title)
        self.close_button.setText(_("Close"))
        self.close_button.setAccessibleName(_("Close"))
        while self._lines.count():
            old = self._lines.takeAt(0).widget()
            if old is not None:
                old.setParent(None)
                old.deleteLater()
        for at, text in enumerate(lines):
            shown = label(text, parent=self._inside, wrap=True)
            shown.setObjectName(f"explain_{at}")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.addWidget(shown)
        self._lines.addStretch(1)
        self.setAccessibleName(title)
        self.setAccessibleDescription("\n".join(lines))
        width = min(440, self.parentWidget().width() - 16)
        self.setFixedWidth(width)
        self._inside.setFixedWidth(width - 40)
        wanted = self._lines.heightForWidth(width - 40) + 4
        self._scroll.setFixedHeight(min(max(wanted, 24), 320))
        self.adjustSize()
        float_near(self, near)
        self.show()
        self.raise_()

    def lines(self) -> list[str]:
        """Return what is shown, line by line."""
        found = [self._lines.itemAt(at).widget() for at in range(self._lines.count())]
        return [shown.text() for shown in found if isinstance(shown, QLabel)]

    def dismiss(self) -> None:
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)


def float_near(panel: QWidget, near: QRect) -> None:
    """Put a floating panel under `near`, over it where there is no room, always inside its parent."""
    room, size = panel.parentWidget().rect(), panel.size()
    x = max(4, min(near.left(), room.right() - size.width() - 4))
    y = near.bottom() + 6
    if y + size.height() > room.bottom():
        above = near.top() - size.height() - 6
        y = above if above >= 4 else max(4, room.bottom() - size.height() - 4)
    panel.move(QPoint(x, y))
