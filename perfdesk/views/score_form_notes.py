"""Notes on the form: what is wrong with an entry, and why an item has no value."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from perfdesk.domain.terms import Missing
from perfdesk.views import score_words
from perfdesk.views.parts import ErrorNote
from perfdesk.views.score_fields import EntryEdit
from perfdesk.views.score_item import ItemLine
from perfdesk.views.score_notes import ReasonPanel
from perfdesk.views.score_saving import Saver

FIELDS = ("weight", "target", "value")


class FormNotes(QObject):
    """Shows the notes of the current `line` over `content`.

    `excused(line, 1)` after a reason was saved, `closed` when the panel was closed without one.
    """

    excused = Signal(object, int)
    closed = Signal()

    def __init__(self, saver: Saver, content: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saver, self._content = saver, content
        self.line: ItemLine | None = None
        self._asked: ItemLine | None = None
        self.note = ErrorNote(content, with_reason=True)
        self.note.fixed.connect(self._accept_fix)
        self.note.taken_back.connect(self._take_note_back)
        self.note.reason_asked.connect(self._reason_from_note)
        self.reason = ReasonPanel(content, saver.today())
        self.reason.zero_wanted.connect(self._count_zero)
        self.reason.chosen.connect(self._save_reason)
        self.reason.closed.connect(self.closed)

    def ask_reason(self, line: ItemLine) -> None:
        """Ask why an item has no value."""
        self._asked, item = line, line.item
        corner = line.name.mapTo(self._content, QPoint(0, 0))
        self.note.hide()
        near = QRect(corner, line.name.size())
        self.reason.ask(score_words.item_name(item), item.missing, item.missing_reason, near)

    def show_wrong(self) -> None:
        """Show the note of the current line, or none."""
        found = self._wrong_field()
        if found is None or not self.reason.isHidden():
            self.note.hide()
            return
        line, what = found
        entry, edit = self._saver.entries.of(line.item.id, what), line.field(what)
        if entry is not None:
            others = [one for one in self._content.findChildren(EntryEdit) if one is not edit]
            keep_free = [self._place(one) for one in others if one.isVisibleTo(self._content)]
            self.note.tell(score_words.refused(entry.problems), self._place(edit), keep_free)

    def _place(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._content, QPoint(0, 0)), widget.size())

    def take_back(self, line: ItemLine, what: str) -> None:
        """Forget a wrong entry."""
        self._saver.entries.drop(line.item.id, what)

    def _wrong_field(self) -> tuple[ItemLine, str] | None:
        if self.line is None:
            return None
        fields = [what for what in FIELDS if self._saver.entries.of(self.line.item.id, what)]
        focused = [what for what in fields if self.line.field(what).hasFocus()]
        return (self.line, (focused or fields)[0]) if fields else None

    def _accept_fix(self) -> None:
        found = self._wrong_field()
        if found:
            found[0].field(found[1]).accept_fix()

    def _take_note_back(self) -> None:
        found = self._wrong_field()
        if found:
            found[0].field(found[1]).restore()
            self.take_back(*found)

    def _reason_from_note(self) -> None:
        if self.line is not None:
            self.ask_reason(self.line)

    def _count_zero(self, reason: str, asked_until: date, told_on: date) -> None:
        if self._asked is None:
            return
        refused = self._saver.count_as_zero(self._asked.item, reason, asked_until, told_on)
        if refused:
            self.reason.refuse(refused)
        else:
            self.reason.dismiss()

    def _save_reason(self, state: Missing, reason: str) -> None:
        line = self._asked
        if line is None:
            return
        refused = self._saver.say_missing(line.item, state, reason)
        if refused:
            self.reason.refuse(refused)
            return
        self.reason.hide()
        self.excused.emit(line, 1)
