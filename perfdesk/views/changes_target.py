"""Beside the form: what became of the target of the current item, and the way to amend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.firm import FirmSettings, Switch
from perfdesk.domain.rule_numbers import main_number, numbers_of
from perfdesk.models.change_words import formula
from perfdesk.texts import _, current
from perfdesk.texts.words import number, unit
from perfdesk.views.changes_amendments import AMENDABLE
from perfdesk.views.parts import Card, button, label

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class TargetCard(Card):
    """Shows itself only where the target of the current item may be amended, or is not the agreed one.

    `amend_wanted(item id)` asks for the panel that amends it: beside the scores there is no room for it.
    """

    amend_wanted = Signal(int)

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("targetCard")
        self._firm = firm
        self._item: FormItem | None = None
        self.words = label("", parent=self, wrap=True)
        self.words.setObjectName("targetWords")
        self.amend_button = button("", "small", "target", "amendTarget", self._go, self)
        self.add_to_header(self.amend_button)
        self.add(self.words)
        self.hide()

    def show_item(self, sheet: FormSheet, settings: FirmSettings, item: FormItem | None) -> None:
        """Show the item that is current."""
        self._item = item
        is_on = Switch.AMENDMENTS in settings.switches and item is not None and bool(numbers_of(item.rule))
        may = is_on and sheet.head.state in AMENDABLE and not self._firm.is_read_only
        if item is None or not is_on or not (may or item.agreed_rule is not None):
            self.hide()
            return
        self.set_heading(_("Target"))
        self.amend_button.setText(_("Amend"))
        self.amend_button.setAccessibleName(_("Amend the target"))
        self.amend_button.setVisible(may)
        self.words.setText(self._told(item))
        self.show()

    def _told(self, item: FormItem) -> str:
        code = unit(item.unit, current())
        now = f"{number(numbers_of(item.rule).get(main_number(item.rule)))} {code}".rstrip()
        found = self._firm.changes.derivation(item)
        if found is None or item.agreed_rule is None:
            return _("{target} for the whole cycle, as agreed").format(target=now)
        if found.parts:
            return f"{now} = {formula(found.parts)}"
        before = numbers_of(item.agreed_rule).get(main_number(item.agreed_rule))
        return _("{target} for the whole cycle; agreed were {before}").format(
            target=now, before=number(before)
        )

    def _go(self) -> None:
        if self._item is not None:
            self.amend_wanted.emit(self._item.id)
