"""Why a form is locked, and the way back with a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from perfdesk.domain.terms import FormState
from perfdesk.texts import _
from perfdesk.texts.words import STATES
from perfdesk.views.parts import Symbol, button, label, set_tone


class ReturnBar(QFrame):
    """A sentence, and where the state allows it a button that opens a line for the reason.

    `wanted(state, reason)` asks to send the form back.
    """

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lockBar")
        self.setProperty("bar", "notice")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 5, 8, 5)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.symbol = Symbol("bang", "app", parent=self)
        self.text = label("", parent=self, wrap=True)
        self.text.setObjectName("lockText")
        self.open_button = button("", "small", name="sendBack", on_click=self._toggle, parent=self)
        row.addWidget(self.symbol)
        row.addWidget(self.text, 1)
        row.addWidget(self.open_button)
        column.addLayout(row)
        self._line = QWidget(self)
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        self.reason = QLineEdit(self._line)
        self.reason.setObjectName("sendBackReason")
        self.reason.returnPressed.connect(self._send)
        self.save_button = button("", "small", name="sendBackNow", on_click=self._send, parent=self._line)
        line.addWidget(self.reason, 1)
        line.addWidget(self.save_button)
        column.addWidget(self._line)
        self.problem = label("", "small", "err", self, wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self._state: FormState | None = None
        self._line.hide()

    def show_lock(self, why: str, back: FormState | None) -> None:
        """Show why nothing can be entered ("" hides the bar) and where the form may go back to."""
        self.setVisible(bool(why))
        self.text.setText(why)
        self._state = back
        self.open_button.setVisible(back is not None)
        self._line.hide()
        self.problem.hide()
        if back is not None:
            self.open_button.setText(_("Send back to “{state}”").format(state=_(STATES[back.value])))
            self.open_button.setAccessibleName(self.open_button.text())
        self.reason.setPlaceholderText(_("Reason, at least ten characters"))
        self.reason.setAccessibleName(_("Reason"))
        self.save_button.setText(_("Send back"))
        self.save_button.setAccessibleName(_("Send back"))

    def refuse(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        set_tone(self.reason, "state", "wrong")

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._line.hide()
        else:
            super().keyPressEvent(event)

    def _toggle(self) -> None:
        self._line.setVisible(self._line.isHidden())
        set_tone(self.reason, "state", "")
        self.reason.setFocus()

    def _send(self) -> None:
        self.wanted.emit(self._state, self.reason.text())
