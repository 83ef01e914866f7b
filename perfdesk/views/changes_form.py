"""The form that changes on the way are entered in: fields that wrap, what comes of them, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from perfdesk.controllers.faults import Fault
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.texts import _, pick, sentence
from perfdesk.views.changes_fields import CodeBox, DayField
from perfdesk.views.parts import Flow, button, label, set_tone

PAUSE = 200
"""What an entry would do is told so many milliseconds after the last key."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Line(QWidget):
    """Fields that wrap; it takes the height they need, whatever its layout was told before they were styled."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.flow = Flow(self, 10)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            self.setFixedHeight(max(1, self.flow.heightForWidth(self.width())))
        return done


class EntryForm(QWidget):
    """Captioned fields that wrap, what the entry would do, what is wrong, and two buttons.

    A subclass adds its fields, tells in `told()` what would happen and saves in `save()`; both raise Invalid for
    what can't be read. Signals: `saved` after a save that was taken, `closed` on Cancel or Esc.
    """

    saved = Signal()
    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, kind: str = "primary") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.fields: dict[str, QWidget] = {}
        self._captions: dict[str, QLabel] = {}
        self._names: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        self._lines: list[Flow] = []
        self._hosts = QVBoxLayout()
        self._hosts.setSpacing(6)
        column.addLayout(self._hosts)
        self.new_line()
        self.effect = label("", parent=self, wrap=True)
        self.effect.setObjectName(f"{name}Effect")
        self.problem = label("", "small", "err", self, wrap=True)
        self.problem.setObjectName(f"{name}Problem")
        column.addWidget(self.effect)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        self.save_button = button("", kind, name=f"{name}Save", on_click=self.commit, parent=self)
        self.close_button = button("", "small", name=f"{name}Close", on_click=self.closed.emit, parent=self)
        row.addWidget(self.save_button)
        row.addWidget(self.close_button)
        row.addStretch(1)
        self.buttons = row
        column.addLayout(row)
        self.effect.hide()
        self.problem.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.tell)

    # -- what a subclass fills in --

    def told(self) -> Sequence[str]:
        """Return what the entry would do, a line each. Raises Invalid."""
        return ()

    def save(self) -> Sequence[Problem]:
        """Save the entry and return warnings. Raises Invalid."""
        return ()

    # -- what it offers --

    def new_line(self) -> int:
        """Begin another line of fields and return its number."""
        host = _Line(self)
        self._lines.append(host.flow)
        self._hosts.addWidget(host)
        return len(self._lines) - 1

    def add_field(self, key: str, field: QWidget, line: int = -1) -> QWidget:
        """Add a field under its caption; `key` is the field of the problems that belong to it."""
        flow = self._lines[line]
        box = QWidget(flow.parentWidget())
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        caption = label("", "small", parent=box)
        caption.setBuddy(field)
        column.addWidget(caption)
        column.addWidget(field)
        flow.addWidget(box)
        box.show()
        self.fields[key], self._captions[key] = field, caption
        if isinstance(field, QLineEdit):
            field.textChanged.connect(self._changed)
            field.editingFinished.connect(self.tell)
        elif isinstance(field, QComboBox):
            field.currentTextChanged.connect(self._changed)
        return field

    def drop_field(self, key: str) -> None:
        """Take a field away."""
        box = self.fields.pop(key).parentWidget()
        assert box is not None
        self._captions.pop(key)
        for flow in self._lines:
            flow.removeWidget(box)
        box.setParent(None)
        box.deleteLater()

    def set_near(self, first: date, last: date) -> None:
        """Let days without a year be those nearest to these days."""
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.set_near(first, last)

    def show_field(self, key: str, shown: bool) -> None:
        self.fields[key].parentWidget().setVisible(shown)

    def caption(self, key: str, words: str, hint: str = "", more: str = "") -> None:
        """Name a field; `hint` stands in it while it is empty, `more` beside the name."""
        self._names[key] = words
        self._captions[key].setText(f"{words} · {more}" if more else words)
        field = self.fields[key]
        field.setAccessibleName(words)
        if isinstance(field, QLineEdit):
            field.setPlaceholderText(hint)

    def retranslate(self) -> None:
        self.save_button.setText(_("Save"))
        self.close_button.setText(_("Cancel"))
        for made in (self.save_button, self.close_button):
            made.setAccessibleName(made.text())
        for field in self.fields.values():
            if isinstance(field, CodeBox):
                field.retranslate()

    def name_save(self, words: str) -> None:
        self.save_button.setText(words)
        self.save_button.setAccessibleName(words)

    def tell(self) -> None:
        """Tell what the entry would do, or what is wrong with what was typed so far."""
        self._pause.stop()
        if self.isHidden():
            return
        try:
            lines = list(self.told())
        except Invalid as invalid:
            self._show_effect(())
            self._show_problems([one for one in invalid.problems if not self._is_only_missing(one)])
        except Fault as fault:
            self._show_effect(())
            self._say(sentence(fault))
        else:
            self._show_effect(lines)
            self._show_problems(())

    def commit(self) -> None:
        """Save, or say what is wrong; what was typed stays then."""
        self._pause.stop()
        try:
            warnings = self.save()
        except Invalid as invalid:
            self._show_problems(invalid.problems)
            first = next(
                (self.fields[one.field] for one in invalid.problems if one.field in self.fields), None
            )
            if first is not None:
                first.setFocus()
            return
        except Fault as fault:
            self._say(sentence(fault))
            return
        self._show_effect(())
        self._show_problems(warnings)
        self.saved.emit()

    def begin(self) -> None:
        """Open the form with empty notes and the keyboard in its first field."""
        self._show_effect(())
        self._show_problems(())
        self.show()
        if self.fields:
            next(iter(self.fields.values())).setFocus()

    def pending(self) -> list[str]:
        """Return a line for each field that holds something wrong."""
        if self.isHidden():
            return []
        return [
            f"{self._names[key]}: {_text_of(field)}"
            for key, field in self.fields.items()
            if field.property("state") == "wrong"
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.commit()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        self._pause.start()

    def _is_only_missing(self, problem: Problem) -> bool:
        """A field that is still empty is no mistake before Save is pressed."""
        field = self.fields.get(problem.field)
        return field is not None and not _text_of(field).strip()

    def _show_effect(self, lines: Sequence[str]) -> None:
        self.effect.setText("\n".join(lines))
        self.effect.setVisible(bool(lines))

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        wrong = {problem.field for problem in problems if not problem.is_warning}
        for key, field in self.fields.items():
            set_tone(field, "state", "wrong" if key in wrong else "")
        self._say("\n".join(self._line(problem) for problem in problems))

    def _line(self, problem: Problem) -> str:
        name, words = self._names.get(problem.field, ""), sentence(problem)
        return f"{name}{pick('：', ': ')}{words}" if name else words

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def _text_of(field: QWidget) -> str:
    return field.currentText() if isinstance(field, QComboBox) else field.text()  # type: ignore[attr-defined]
