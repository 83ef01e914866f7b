"""A list of changes with the forms that add to it: what all four cards of the pane have in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from perfdesk.models.rows import Column, RowsModel
from perfdesk.views.changes_form import EntryForm
from perfdesk.views.parts import Card, button, label, set_tone
from perfdesk.views.tables import TableView

MOST_ROWS = 8


class ListCard(Card):
    """Heading, buttons that open a form each, the table, or what to do while it is empty.

    `changed` asks the pane to read again after a deed; `row_chosen(key)` says which row is current.
    """

    changed = Signal()
    row_chosen = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        key: Callable[[Any], Hashable],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName(name)
        self.forms: dict[str, EntryForm] = {}
        self.openers: dict[str, QPushButton] = {}
        self.said = label("", parent=self, wrap=True)
        self.said.setObjectName(f"{name}Said")
        self.said.hide()
        self.table = TableView(self)
        self.table.setObjectName(f"{name}Table")
        self.model: RowsModel[Any] = RowsModel(columns, key, parent=self.table)
        self.table.setModel(self.model)
        self.table.fit_width()
        self.table.row_chosen.connect(self.row_chosen)
        self.empty = label("", "bold", parent=self, wrap=True)
        self.hint = label("", "muted", parent=self, wrap=True)
        for part in (self.said, self.table, self.empty, self.hint):
            self.add(part)

    def add_form(self, key: str, form: EntryForm, *, has_button: bool = True) -> None:
        """Add a form below the table, with a button in the heading that opens it."""
        self.forms[key] = form
        form.hide()
        form.closed.connect(self.close_forms)
        form.saved.connect(partial(self._saved, form))
        self.add(form)
        if has_button:
            opener = button(
                "", "small", "plus", f"{self.objectName()}_{key}", partial(self.open_form, key), self
            )
            self.openers[key] = opener
            self.add_to_header(opener)

    def name_form(self, key: str, words: str) -> None:
        self.openers[key].setText(words)
        self.openers[key].setAccessibleName(words)

    def open_form(self, key: str) -> None:
        """Open one of the forms, close the others."""
        self.say("")
        for other, form in self.forms.items():
            if other != key:
                form.hide()
        self.forms[key].begin()

    def close_forms(self) -> None:
        for form in self.forms.values():
            form.hide()
        (self.table if self.table.isVisible() else self).setFocus()

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.model.show(rows)
        self.table.setFixedHeight(self.table.height_for_rows(min(MOST_ROWS, len(rows))))
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.hint.setVisible(not rows)

    def set_empty(self, title: str, hint: str) -> None:
        self.empty.setText(title)
        self.hint.setText(hint)

    def say(self, text: str, tone: str = "imp") -> None:
        self.said.setText(text)
        set_tone(self.said, "tone", tone)
        self.said.setVisible(bool(text))

    def allow(self, may: bool) -> None:
        """Show the buttons only where the file may be written."""
        for opener in self.openers.values():
            opener.setEnabled(may)

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.heading.text())
        self.model.retranslate()
        for form in self.forms.values():
            form.retranslate()

    def pending(self) -> list[str]:
        return [line for form in self.forms.values() for line in form.pending()]

    def _saved(self, form: EntryForm) -> None:
        form.hide()
        self.say(form.problem.text(), "app")  # a warning that was taken all the same
        self.changed.emit()
