"""The menu of a figure on the form: its history, and the change of its target."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from perfdesk.domain.appraisal import FormSheet
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.firm import FirmSettings, Switch
from perfdesk.domain.value_history import ValueChange
from perfdesk.texts import _
from perfdesk.texts.words import number
from perfdesk.views import score_words
from perfdesk.views.score_fields import EntryEdit
from perfdesk.views.score_item import ItemLine
from perfdesk.views.score_notes import ExplainPopover

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class FigureMenu(QObject):
    """Offers what can be asked about a figure. `amend_wanted(line)` asks to change an agreed target."""

    amend_wanted = Signal(object)

    def __init__(self, firm: Firm, form: QWidget) -> None:
        super().__init__(form)
        self._firm, self._form = firm, form
        self.popover = ExplainPopover(form)
        self.popover.setObjectName("historyPopover")

    def open(
        self, line: ItemLine, what: str, place: QPoint, sheet: FormSheet, settings: FirmSettings
    ) -> QMenu:
        """Show the menu of a figure at a place on the screen and return it."""
        menu = self.menu(line, what, sheet, settings)
        menu.popup(place)
        return menu

    def menu(self, line: ItemLine, what: str, sheet: FormSheet, settings: FirmSettings) -> QMenu:
        """Make the menu; it goes with its closing."""
        menu = QMenu(self._form)
        menu.setObjectName("figureMenu")
        menu.aboutToHide.connect(menu.deleteLater)
        near = QRect(line.mapTo(self._form, QPoint(60, 0)), line.size())
        _add(menu, "figureHistory", _word_of(what, line), partial(self.tell, line, what, near))
        is_measured = not line.item.is_anchored and not line.item.is_in_words
        may_amend = (
            is_measured
            and Switch.AMENDMENTS in settings.switches
            and not sheet.locked
            and not self._firm.is_read_only
            and may_change(sheet.head.state, Part.AMENDMENT, settings.switches, is_over=False)
        )
        if may_amend:
            _add(menu, "amendTarget", _("Change the target…"), partial(self.amend_wanted.emit, line))
        edit = line.field(what) if what != "words" else None
        if isinstance(edit, EntryEdit) and edit.isVisible():
            menu.addSeparator()
            _add(menu, "copyFigure", _("Copy"), edit.copy)
            paste = _add(menu, "pasteFigure", _("Paste"), edit.paste)
            paste.setEnabled(not edit.isReadOnly())
        return menu

    def tell(self, line: ItemLine, what: str, near: QRect) -> None:
        """Show who changed a figure, when, from what to what."""
        found = self._firm.appraisal.history_of(line.item.id, what)
        lines = [history_line(one, line.item.unit == "bool") for one in found]
        title = f"{score_words.item_name(line.item)}: {_word_of(what, line)}"
        self.popover.tell(title, lines or [_("Nothing was entered yet.")], near)


def history_line(change: ValueChange, is_yes_no: bool = False) -> str:
    """Return one change as a line: day and time, who, from → to."""

    def shown(value: Decimal | str | None) -> str:
        if value is None or value == "":
            return score_words.NO_VALUE
        if isinstance(value, str):
            return value if len(value) <= 60 else f"{value[:59]}…"
        return (_("Yes") if value else _("No")) if is_yes_no else number(value)

    who = change.who or _("nobody named")
    return f"{change.at:%Y-%m-%d %H:%M}  {who}:  {shown(change.before)} → {shown(change.after)}"


def _word_of(what: str, line: ItemLine) -> str:
    if what == "weight":
        return _("History of the weight")
    if what == "target":
        return _("History of the target")
    return _("History of the level") if line.item.is_anchored else _("History of the entry")


def _add(menu: QMenu, name: str, word: str, call) -> QAction:
    made = QAction(word, menu)
    made.setObjectName(name)
    made.triggered.connect(call)
    menu.addAction(made)
    return made
