"""Fields of the forms for changes on the way: days, numbers, people; and the form they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from perfdesk.controllers.faults import Fault
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.models.typed_date import read_date_near
from perfdesk.texts import _, pick, sentence
from perfdesk.texts.words import number
from perfdesk.views.parts import Flow, button, label, set_tone

PAUSE = 200
"""What an entry would do is told so many milliseconds after the last key."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SizedField(QLineEdit):
    """A field as wide as so many digits, at any size of the font."""

    def __init__(self, name: str, digits: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._digits = digits
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_width(self, self._digits), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _width(widget: QWidget, digits: int) -> int:
    return widget.fontMetrics().horizontalAdvance("0") * digits + 26


class DayField(SizedField):
    """A day as people type it; wrong text stays. `today` answers for +14; a day without a year is the one nearest
    to today, or to the days given with `set_near`."""

    def __init__(self, name: str, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(name, 11, parent)
        self._today = today
        self._near: tuple[date, date] | None = None

    def set_near(self, first: date, last: date) -> None:
        self._near = first, last

    def show_day(self, day: date | None) -> None:
        self.setText(day.isoformat() if day else "")

    def read(self, field: str) -> date:
        """Return the day. Raises Invalid if it is none."""
        if not self.text().strip():
            raise Invalid(Problem(field, "day_missing"))
        today = self._today()
        first, last = self._near or (today, today)
        return read_date_near(self.text(), today, first, last, field)

    def read_or_none(self, field: str) -> date | None:
        return self.read(field) if self.text().strip() else None


class NumberField(SizedField):
    """A number as people type it; wrong text stays."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, 11, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def show_number(self, value: Decimal) -> None:
        self.setText(number(value).replace("−", "-"))

    def read(self, field: str) -> Decimal:
        """Return the number. Raises Invalid with the likely fix if it is none."""
        return parse_number(self.text(), field)


class ChoiceBox(QComboBox):
    """A list that is searched by typing any part of a line. `show_choices([(id, words)])`."""

    def __init__(self, name: str, digits: int = 17, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._digits = digits
        self.setProperty("form", "true")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        finder = self.completer()
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def sizeHint(self) -> QSize:
        return QSize(_width(self, self._digits), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_choices(self, choices: Iterable[tuple[Any, str]], first: str = "") -> None:
        """Show the lines and keep the chosen one; `first` is a line that chooses nothing."""
        kept = self.chosen()
        lines = ([(None, first)] if first else []) + list(choices)
        with QSignalBlocker(self):
            self.clear()
            for key, words in lines:
                self.addItem(words, key)
            self.choose(kept)

    def choose(self, key: Any) -> None:
        at = next((at for at in range(self.count()) if self.itemData(at) == key), -1)
        self.setCurrentIndex(at)
        if at < 0:
            self.setEditText("")

    def chosen(self) -> Any:
        """Return the key of the line that is typed or chosen, None if there is none such."""
        at = self.findText(self.currentText(), Qt.MatchFlag.MatchExactly)
        return self.itemData(at) if at >= 0 else None

    def read(self, field: str) -> Any:
        """Return the key. Raises Invalid if nothing in the list is meant."""
        if self.chosen() is None:
            raise Invalid(Problem(field, "choice_missing", {"text": self.currentText().strip()}))
        return self.chosen()


class CodeBox(QComboBox):
    """A few words for codes."""

    def __init__(self, name: str, words: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("form", "true")
        self._words = words
        for code in words:
            self.addItem("", code)

    def retranslate(self) -> None:
        with QSignalBlocker(self):
            for at in range(self.count()):
                self.setItemText(at, _(self._words[self.itemData(at)]))


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


def gather(*readers: Callable[[], Any]) -> list[Any]:
    """Read several fields. Raises Invalid with all that is wrong in them at once."""
    found: list[Any] = []
    problems: list[Problem] = []
    for read in readers:
        try:
            found.append(read())
        except Invalid as invalid:
            problems += invalid.problems
    if problems:
        raise Invalid(*problems)
    return found


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
