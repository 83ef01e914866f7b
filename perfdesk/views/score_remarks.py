"""The manager's words on a form: strengths and what to improve, each with the reason it was not taken."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from perfdesk.domain.appraisal import FormSheet
from perfdesk.texts import _, pick
from perfdesk.views import score_words
from perfdesk.views.parts import label
from perfdesk.views.score_fields import WordsEdit
from perfdesk.views.score_locks import Locks
from perfdesk.views.score_saving import Saver


class Remarks(QWidget):
    """Two fields side by side. Words that were refused stay in their field and come back with their form."""

    def __init__(self, saver: Saver, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saver = saver
        self._sheet: FormSheet | None = None
        self.edits: dict[str, WordsEdit] = {}
        self._heads: dict[str, QLabel] = {}
        self._reasons: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for field in score_words.REMARKS:
            edit, head = WordsEdit(lines=2, parent=self), label("", "small", parent=self)
            edit.setObjectName(field)
            edit.saved.connect(partial(self._save, field))
            head.setBuddy(edit)
            reason = label("", "small", "err", self, wrap=True)
            reason.setObjectName(f"{field}Problem")
            pair = QVBoxLayout()
            pair.setSpacing(2)
            for part in (head, edit, reason):
                pair.addWidget(part)
            pair.addStretch(1)
            row.addLayout(pair, 1)
            self.edits[field], self._heads[field], self._reasons[field] = edit, head, reason
        saver.entries.changed.connect(self._entry_changed)

    def show_sheet(self, sheet: FormSheet, locks: Locks) -> None:
        self._sheet = sheet
        self._show_words(sheet)
        for (field, edit), word in zip(self.edits.items(), locks.remarks, strict=True):
            edit.lock(not locks.comment, locks.why)
            self._heads[field].setText(_(word) if word else "")
            edit.setAccessibleName(self._heads[field].text())
            for part in (edit, self._heads[field]):
                part.setVisible(bool(word))

    def save(self) -> None:
        """Save what is still being typed."""
        for edit in self.edits.values():
            edit.save()

    def _show_words(self, sheet: FormSheet) -> None:
        for field, edit in self.edits.items():
            entry = self._saver.entries.of_form(sheet.head.id, field)
            why = score_words.all_sentences(entry.problems) if entry else ""
            edit.show_text(getattr(sheet, field), entry.text if entry else None)
            edit.setAccessibleDescription(why)
            self._reasons[field].setText(why)
            self._reasons[field].setVisible(bool(why))

    def _save(self, field: str, text: str, visit: str) -> None:
        if self._sheet is not None:
            head = self._sheet.head
            self._saver.save_remark(head.id, pick(head.name, head.name_en), field, text, visit)

    def _entry_changed(self, item_id: int, form_id: int) -> None:
        if self._sheet is not None and not item_id and form_id == self._sheet.head.id:
            self._show_words(self._sheet)
