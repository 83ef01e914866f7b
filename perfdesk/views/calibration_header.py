"""The line over the calibration: whom to look at, what it does, and a field that finds a card by name."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from perfdesk.domain.calibration_board import Board, Scope
from perfdesk.texts import _, pick
from perfdesk.views.calibration_words import scopes
from perfdesk.views.parts import PageHeader


class CalibrationHeader(PageHeader):
    """`scope_chosen(Scope)`, and `person_wanted(form id)` while a name is typed; Enter goes to the next who fits."""

    scope_chosen = Signal(object)
    person_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._board: Board | None = None
        self._found = 0
        self.scope = QComboBox(self)
        self.scope.setObjectName("calibrationScope")
        self.scope.setMinimumContentsLength(12)
        self.scope.activated.connect(self._activated)
        self.add_scope(self.scope)
        self.finder = QLineEdit(self)
        self.finder.setObjectName("findPerson")
        self.finder.setFixedWidth(150)
        self.finder.textEdited.connect(self._begin)
        self.finder.returnPressed.connect(self._next)
        self.add_action(self.finder)

    def show_board(self, board: Board, names: Mapping[int, str], scope: Scope) -> Scope:
        """List what may be looked at; return the scope that is shown, the firm where the wanted one is gone."""
        self._board = board
        entries = scopes(board, names)
        self.scope.blockSignals(True)
        self.scope.clear()
        for one, name in entries:
            self.scope.addItem(name, one)
        at = next((at for at, (one, _name) in enumerate(entries) if one == scope), 0)
        self.scope.setCurrentIndex(at)
        self.scope.blockSignals(False)
        return entries[at][0]

    def retranslate(self) -> None:
        self.set_texts("", _("Calibration changes grades, never scores; every change keeps its reason."))
        self.scope.setAccessibleName(_("Whom to look at"))
        self.finder.setPlaceholderText(_("Find a name"))
        self.finder.setAccessibleName(_("Find a name; Enter goes to the next"))

    # -- inside --

    def _activated(self, at: int) -> None:
        self.scope_chosen.emit(self.scope.itemData(at))

    def _begin(self, _typed: str) -> None:
        self._found = 0
        self._go()

    def _next(self) -> None:
        self._found += 1
        self._go()

    def _go(self) -> None:
        scope = self.scope.currentData()
        typed = self.finder.text().strip().casefold()
        if not typed or self._board is None or not isinstance(scope, Scope):
            return
        people = self._board.people
        found = [
            form_id
            for form_id in self._board.in_scope(scope)
            if typed in people[form_id].search_key
            or typed in pick(people[form_id].name, people[form_id].name_en).casefold()
        ]
        if found:
            self.person_wanted.emit(found[self._found % len(found)])
