"""Counting as zero what was not submitted: only after a second date, with a reason, and once the person was told."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QGridLayout, QVBoxLayout, QWidget

from perfdesk.texts import _
from perfdesk.views.parts import button, label


class ZeroPart(QWidget):
    """Two days and a button. `wanted(asked until, told on)`; the reason stands in the field above."""

    wanted = Signal(object, object)

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("zeroPart")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(4)
        self.hint = label("", "small", parent=self, wrap=True)
        column.addWidget(self.hint)
        grid = QGridLayout()
        grid.setSpacing(5)
        self.heads = [label("", "small", parent=self) for _field in range(2)]
        self.days = [QDateEdit(self) for _field in range(2)]
        for at, (head, day) in enumerate(zip(self.heads, self.days, strict=True)):
            day.setObjectName(("askedUntil", "toldOn")[at])
            day.setDisplayFormat("yyyy-MM-dd")
            day.setDate(QDate(today.year, today.month, today.day))
            head.setBuddy(day)
            grid.addWidget(head, at, 0)
            grid.addWidget(day, at, 1)
        self.count = button("", "small", name="countZero", on_click=self._count, parent=self)
        grid.addWidget(self.count, 1, 2)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self.hide()

    def retranslate(self) -> None:
        self.hint.setText(
            _("Asked a second time and still nothing? Then it may be counted as 0, with the reason above.")
        )
        words = (_("Second date, passed"), _("Employee told on"))
        for head, day, word in zip(self.heads, self.days, words, strict=True):
            head.setText(word)
            day.setAccessibleName(word)
        self.count.setText(_("Count as 0"))
        self.count.setAccessibleName(_("Count as 0"))

    def _count(self) -> None:
        asked, told = (day.date().toPython() for day in self.days)
        self.wanted.emit(asked, told)
