"""What was done well, at the foot of the treatment: noted in one line of behaviour."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from perfdesk.desktop import icons
from perfdesk.domain.comparison import Comparison, Recognition
from perfdesk.models import gap_words
from perfdesk.models.rows import Refused
from perfdesk.texts import _
from perfdesk.views.inline_field import FieldNote, InlineField
from perfdesk.views.parts import Elided, Symbol, label
from perfdesk.views.parts.cards import button
from perfdesk.views.review_bench import Bench

MOST = 3


class _Note(QWidget):
    def __init__(self, at: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.note_id = 0
        self.words = Elided("", parent=self)
        self.words.setObjectName(f"recognition{at}")
        self.remove = QToolButton(self)
        self.remove.setObjectName(f"removeRecognition{at}")
        self.remove.setProperty("kind", "quiet")
        icons.put(self.remove, "close", "muted", 12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        row.addWidget(self.remove)


class RecognitionBox(QWidget):
    """The newest recognitions of a person, and the line that adds one."""

    def __init__(self, bench: Bench, note: FieldNote, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench, self._employee_id = bench, 0
        self.star = Symbol("star", "gold", parent=self)
        self.word = label("", "bold", "gold", self)
        self.count = Elided("", "small", parent=self)
        self.add = button("", "small", "star", "addRecognition", self.begin, self)
        self.line = InlineField("newRecognition", self._save, bench.drafts, note, self, is_draft=True)
        self.line.hide()
        self._notes = [_Note(at, self) for at in range(MOST)]
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.star)
        head.addWidget(self.word)
        head.addWidget(self.count, 1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 2, 8, 2)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.line)
        for at, note_row in enumerate(self._notes):
            note_row.remove.clicked.connect(partial(self._remove, at))
            column.addWidget(note_row)

    def show_person(self, comparison: Comparison) -> None:
        self._employee_id = comparison.sheet.head.employee_id
        found = comparison.recognitions
        self.count.set_full(
            _("{count} in this cycle").format(count=len(found)) if found else _("none in this cycle")
        )
        for note, one in zip(self._notes, (*found[:MOST], *[None] * MOST), strict=False):
            if note.isHidden() == (one is not None):
                note.setVisible(one is not None)
            if one is not None:
                note.note_id = one.id
                note.words.set_full(self._said(one))
                note.remove.setVisible(not self._bench.is_locked)
        key = ("recognition", self._employee_id)
        draft = self._bench.drafts.of(key)
        stays = self.line.key == key and not self.line.isHidden()
        self.line.show_value(key, "", self._bench.place(None, _("recognition")))
        if self.line.isHidden() == (draft is not None or stays):
            self.line.setVisible(draft is not None or stays)
        # What somebody did well may be noted even when the form is closed; not in a file that may only be read.
        self.add.setVisible(not self._bench.firm.is_read_only)

    def begin(self) -> None:
        self.line.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> None:
        self.line.commit()

    def retranslate(self) -> None:
        self.word.setText(_("Recognition"))
        self.add.setText(_("Note one"))
        self.add.setAccessibleName(_("Note a recognition"))
        self.line.setPlaceholderText(_("What was done well, in which situation? Enter saves it"))
        self.line.setAccessibleName(_("New recognition"))
        for note in self._notes:
            note.remove.setToolTip(_("Remove this recognition"))
            note.remove.setAccessibleName(_("Remove this recognition"))

    def _said(self, one: Recognition) -> str:
        day = gap_words.short_day(one.on, self._bench.today)
        words = ", ".join(word for word in (one.situation, one.behaviour, one.impact) if word)
        return f"{day} {words} — {one.sender}" if one.sender else f"{day} {words}"

    def _save(self, key: Hashable, text: str) -> Refused | None:
        assert isinstance(key, tuple)
        if not text:
            self.line.hide()
            return None
        refused = self._bench.attempt(partial(self._bench.firm.improvement.add_recognition, key[1], text))
        if refused is None:
            self.line.hide()
        return refused

    def _remove(self, at: int, _checked: bool = False) -> None:
        note_id = self._notes[at].note_id
        self._bench.attempt(partial(self._bench.firm.improvement.remove_recognition, note_id))
