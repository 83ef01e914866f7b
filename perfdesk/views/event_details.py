"""What belongs to an event outside the weights: evidence, the rule behind a veto, the employee's statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from perfdesk.desktop import icons
from perfdesk.domain.appraisal import FormEvent
from perfdesk.domain.events import still_needed
from perfdesk.domain.progress import Evidence
from perfdesk.domain.terms import EventKind
from perfdesk.texts import _
from perfdesk.views import check_in_words, score_words
from perfdesk.views.evidence_files import dropped_files
from perfdesk.views.parts import button, label
from perfdesk.views.score_deeds import FormDeeds
from perfdesk.views.score_fields import WordsEdit

NEVER = QDate(2000, 1, 1)
"""The lowest day of the date field: it stands for "not entered"."""


class EventDetails(QWidget):
    """Under the line of an event: what is still needed, its evidence, and with `may` the fields to add it.

    `ask_for_file(parent)` and `ask_where(parent, name)` are the dialogs, "" when the user thinks better of it.
    """

    def __init__(
        self,
        event: FormEvent,
        evidence: Sequence[Evidence],
        deeds: FormDeeds,
        dialogs: tuple[Callable[[QWidget], str], Callable[[QWidget, str], str]],
        may: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.about, self._deeds, self._may = event, deeds, may
        self._ask_for_file, self._ask_where = dialogs
        self.setObjectName(f"eventDetails_{event.id}")
        self.setAcceptDrops(may)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 0, 4)
        column.setSpacing(3)
        needed = still_needed(event, has_evidence=bool(evidence))
        self.needed = label(score_words.all_sentences(needed), "small", parent=self, wrap=True)
        self.needed.setObjectName(f"eventNeeds_{event.id}")
        self.needed.setVisible(bool(needed))
        column.addWidget(self.needed)
        for one in evidence:
            column.addWidget(self._line(one))
        is_veto = event.kind is EventKind.VETO
        self.evidence = self._field(
            "evidence", _("Evidence: record, date, who saw it"), event.evidence, column
        )
        self.statement = self._field("statement", _("What the employee says to it"), event.statement, column)
        if not is_veto:
            self.statement.hide()
        if not may and not event.evidence:
            self.evidence.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        self.rule_on = QDateEdit(self)
        self.rule_on.setObjectName(f"eventRule_{event.id}")
        self.rule_on.setDisplayFormat("yyyy-MM-dd")
        self.rule_on.setMinimumDate(NEVER)
        self.rule_on.setSpecialValueText(_("not entered"))
        published = event.rule_published_on
        self.rule_on.setDate(
            NEVER if published is None else QDate.fromString(published.isoformat(), "yyyy-MM-dd")
        )
        self.rule_on.setEnabled(may)
        self.rule_on.setAccessibleName(_("Rule published on"))
        self.rule_on.editingFinished.connect(self._save_rule)
        if is_veto:
            row.addWidget(label(_("Rule published on"), "small", parent=self))
            row.addWidget(self.rule_on)
        else:
            self.rule_on.hide()
        self.attach_button = button(
            _("Attach a file"), "small", "attach", f"attachEvent_{event.id}", self._attach, self
        )
        self.attach_button.setVisible(may)
        row.addWidget(self.attach_button)
        row.addStretch(1)
        column.addLayout(row)

    def save(self) -> None:
        """Save what is still being typed."""
        self.evidence.save()
        self.statement.save()

    def attach(self, paths: Sequence[str]) -> None:
        """Take files as evidence of the event."""
        for path in paths:
            if not self._deeds.attach_to_event(self.about.id, path):
                return

    def _field(self, name: str, hint: str, text: str, column: QVBoxLayout) -> WordsEdit:
        edit = WordsEdit(parent=self)
        edit.setObjectName(f"event_{name}_{self.about.id}")
        edit.setPlaceholderText(hint)
        edit.setAccessibleName(f"{self.about.words} {hint}")
        edit.show_text(text)
        edit.lock(not self._may)
        edit.saved.connect(partial(self._save_words, name))
        column.addWidget(edit)
        return edit

    def _line(self, one: Evidence) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(label(check_in_words.day_text(one.on), "bold", parent=made))
        if one.attachment is not None:
            save = partial(self._save_out, one)
            link = button(
                one.attachment.name, "link", "attach", f"eventFile_{one.id}", save, made, elides=True
            )
            link.setAccessibleName(_("Save “{name}” to a folder").format(name=one.attachment.name))
            row.addWidget(link)
        row.addWidget(label(check_in_words.evidence_text(one), parent=made, wrap=True), 1)
        if self._may:
            remove = QToolButton(made)
            remove.setObjectName(f"removeEvidence_{one.id}")
            remove.setProperty("kind", "quiet")
            icons.put(remove, "trash", "muted", 12)
            remove.setAccessibleName(_("Remove the record of {day}").format(day=one.on.isoformat()))
            remove.setToolTip(remove.accessibleName())
            remove.clicked.connect(partial(self._deeds.remove_evidence, one.id))
            row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _save_words(self, name: str, text: str, visit: str) -> None:
        self._deeds.edit_event(self.about.id, visit=visit, **{name: text})

    def _save_rule(self) -> None:
        day = self.rule_on.date()
        if day != NEVER and day.toPython() != self.about.rule_published_on:
            self._deeds.edit_event(self.about.id, rule_published_on=day.toPython())

    def _attach(self) -> None:
        path = self._ask_for_file(self)
        if path:
            self.attach([path])

    def _save_out(self, one: Evidence) -> None:
        if one.attachment is not None:
            path = self._ask_where(self, one.attachment.name)
            if path:
                self._deeds.save_out(one.attachment.id, path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.attach(paths)
