"""Fields of the forms for changes on the way: days, numbers, people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.models.typed_date import read_date_near
from perfdesk.texts import _
from perfdesk.texts.words import number


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
