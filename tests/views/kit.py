"""What the tests of the kit share: rows, an announcer that stays silent, a page that remembers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QLineEdit

from perfdesk.models.rows import Column, Refused, RowsModel
from perfdesk.views.page import Page
from perfdesk.views.parts import button


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    total: Decimal


class Desk:
    """Saves totals like a controller: refuses letters, offers the likely number, shows what was saved."""

    def __init__(self, rows):
        self.rows = {row.id: row for row in rows}
        columns = [
            Column("name", lambda: "Name", lambda row: row.name, width=120),
            Column(
                "total",
                lambda: "Total",
                lambda row: f"{row.total:.2f}",
                align="right",
                width=90,
                sort_key=lambda row: row.total,
                edit=lambda row: str(row.total),
            ),
        ]
        self.model = RowsModel(columns, lambda row: row.id, self.save)
        self.model.show(rows)

    def save(self, row, column, text):
        try:
            total = Decimal(text)
        except InvalidOperation:
            return Refused(f"not a number: {text}", "did you mean zeros?", text.replace("O", "0"))
        self.rows[row.id] = replace(row, total=total)
        self.model.update_row(self.rows[row.id])
        return None


class Quiet:
    """An announcer and a history with nothing in it."""

    undo_deed = redo_deed = None

    def __init__(self):
        self.listeners, self.undone = [], 0

    def subscribe(self, listener):
        self.listeners.append(listener)

    def unsubscribe(self, listener):
        self.listeners.remove(listener)

    def announce(self, event):
        for listener in tuple(self.listeners):
            listener(event)

    def undo(self):
        self.undone += 1

    def redo(self):
        self.undone -= 1


class NotingPage(Page):
    """Writes down what the window asks of it."""

    title = "Search"

    def __init__(self, notes, wrong=()):
        super().__init__()
        self.notes, self.wrong = notes, list(wrong)
        self.print = button("Print", "primary", parent=self)
        self.first, self.second = QLineEdit(self), QLineEdit(self)
        self.body.addWidget(self.first)
        self.body.addWidget(self.second)
        notes.append("made")

    def actions(self):
        return (self.print,)

    def panes(self):
        return (self.first, self.second)

    def show_cycle(self, cycle_id):
        self.notes.append(("cycle", cycle_id))

    def show_place(self, **place):
        self.notes.append(place)

    def refresh(self, changed=None):
        self.notes.append(("refresh", changed))

    def pending_inputs(self):
        return self.wrong
