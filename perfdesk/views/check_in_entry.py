"""One check-in being typed: how it stands, how it will end, how sure one is, what is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.progress import CheckIn
from perfdesk.texts import _
from perfdesk.views import score_words
from perfdesk.views.changes_fields import DayField
from perfdesk.views.parts import button, label, set_tone
from perfdesk.views.score_fields import ENTER

FIGURES = ("actual", "forecast", "confidence")


class CheckInEntry(QWidget):
    """Fields of a check-in; Enter saves, Esc closes. `with_figures` False: words alone, as for a behaviour."""

    wanted = Signal()
    file_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checkInEntry")
        self._with_figures = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(4)
        self._today = date.today()
        self.on = DayField("checkInDay", self.today, self)
        self.fields = {name: QLineEdit(self) for name in (*FIGURES, "obstacle", "words")}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self.on, 0, 0)
        grid.addWidget(self.fields["confidence"], 0, 1)
        grid.addWidget(self.fields["actual"], 1, 0)
        grid.addWidget(self.fields["forecast"], 1, 1)
        grid.addWidget(self.fields["obstacle"], 2, 0, 1, 2)
        grid.addWidget(self.fields["words"], 3, 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        column.addLayout(grid)
        for name, field in self.fields.items():
            field.setObjectName(f"checkIn_{name}")
            field.setMinimumWidth(40)
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            if name in FIGURES:
                field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.problem = label("", "small", "err", self, wrap=True)
        self.problem.setObjectName("checkInProblem")
        self.problem.hide()
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.setSpacing(5)
        self.save_button = button("", "small", name="checkInSave", on_click=self.wanted.emit, parent=self)
        self.file_button = button(
            "", "small", "attach", "checkInFile", on_click=self.file_wanted.emit, parent=self
        )
        row.addWidget(self.save_button)
        row.addWidget(self.file_button)
        row.addStretch(1)
        column.addLayout(row)
        self.retranslate()

    def open(self, today: date, *, with_figures: bool, may_tell: bool, may_attach: bool) -> None:
        """Show the fields, empty unless something was typed, for `today`. What the firm does not use stays away."""
        self._with_figures = with_figures
        self._today = today
        self.on.show_day(today)
        for name, field in self.fields.items():
            field.setVisible(name == "words" or (with_figures and may_tell))
        self.save_button.setVisible(True)
        self.file_button.setVisible(may_attach)
        self.show()

    def take_focus(self) -> None:
        """Put the keyboard where one begins to type."""
        (self.fields["words"] if self.fields["actual"].isHidden() else self.fields["actual"]).setFocus()

    def retranslate(self) -> None:
        words = {
            "actual": _("Actual so far"),
            "forecast": _("Forecast at the end"),
            "confidence": _("Confidence 1–10"),
            "obstacle": _("What is in the way"),
            "words": _("What happened"),
        }
        for name, field in self.fields.items():
            field.setPlaceholderText(words[name])
            field.setToolTip(words[name])
            field.setAccessibleName(words[name])
        self.on.setAccessibleName(_("Day"))
        for made, word in ((self.save_button, _("Save")), (self.file_button, _("With a file…"))):
            made.setText(word)
            made.setAccessibleName(word)

    def today(self) -> date:
        return self._today

    def day(self) -> date:
        """Return the day that was typed. Raises Invalid if it is none."""
        return self.on.read("on")

    def said(self) -> str:
        return self.fields["words"].text().strip()

    def draft(self, item_id: int) -> CheckIn:
        """Return what was typed. Raises Invalid for figures that are none, each named."""
        found: dict[str, Decimal | None] = {}
        wrong: list[Problem] = []
        on = self._today
        try:
            on = self.day()
        except Invalid as invalid:
            wrong += invalid.problems
        for name in FIGURES if self._with_figures else ():
            text = self.fields[name].text().strip()
            try:
                found[name] = parse_number(text, name, allow_percent=name != "confidence") if text else None
            except Invalid as invalid:
                wrong += invalid.problems
        confidence = found.get("confidence")
        if confidence is not None and confidence % 1:
            wrong.append(Problem("confidence", "confidence_range", {"text": confidence}))
        if wrong:
            raise Invalid(*wrong)
        return CheckIn(
            id=0,
            on=on,
            actual=found.get("actual"),
            forecast=found.get("forecast"),
            confidence=None if confidence is None else int(confidence),
            obstacle=self.fields["obstacle"].text() if self._with_figures else "",
            words=self.fields["words"].text(),
            item_id=item_id,
        )

    def refuse(self, invalid: Invalid) -> None:
        """Mark what was not taken and say why; what was typed stays."""
        wrong = {problem.field for problem in invalid.problems}
        for name, field in {"on": self.on, **self.fields}.items():
            set_tone(field, "state", "wrong" if name in wrong else "")
        self.problem.setText(score_words.all_sentences(invalid.problems))
        self.problem.show()

    def clear(self) -> None:
        set_tone(self.on, "state", "")
        for field in self.fields.values():
            field.clear()
            set_tone(field, "state", "")
        self.problem.hide()

    def texts(self) -> dict[str, str]:
        """Return what stands in the fields, without those that are empty."""
        return {name: field.text() for name, field in self.fields.items() if field.text().strip()}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Put back what was typed before."""
        for name, text in texts.items():
            self.fields[name].setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.closed.emit()
        else:
            super().keyPressEvent(event)
