"""The OKR of a form: objectives with their key results, what is unusual about them, and the manager's words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from perfdesk.controllers.faults import Fault
from perfdesk.domain.appraisal import FormSheet
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.firm import FirmSettings
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.okr import Objective
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.progress import CheckIn
from perfdesk.domain.terms import Commitment, OkrMode
from perfdesk.texts import _
from perfdesk.views import okr_words, score_words
from perfdesk.views.okr_rows import KeyResultEntry, ObjectiveBox
from perfdesk.views.parts import Elided, button, label
from perfdesk.views.score_fields import ENTER, WordsEdit
from perfdesk.views.score_sections import heading

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class OkrBlock(QWidget):
    """Shows the objectives of the form; saves through `firm.okr`. `told(text)` says why a deed was refused."""

    told = Signal(str)

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("okrBlock")
        self._firm, self._form_id = firm, 0
        self._shown: tuple[object, ...] = ()
        self.boxes: list[ObjectiveBox] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 4, 2, 0)
        column.setSpacing(5)
        top = QHBoxLayout()
        top.setSpacing(10)
        self.heading = label("", "h2", "app", self)
        self.remark = Elided("", "small", parent=self)
        self.remark.setObjectName("okrMode")
        top.addWidget(self.heading)
        top.addWidget(self.remark, 1)
        self.add_button = button("", "small", "plus", "addObjective", self._open, self)
        self.rate_button = button("", "small", "plus", "rateContribution", self._rate, self)
        top.addWidget(self.rate_button)
        top.addWidget(self.add_button)
        column.addLayout(top)
        self.entry = ObjectiveEntry(self)
        self.entry.wanted.connect(self._add_objective)
        self.entry.hide()
        column.addWidget(self.entry)
        self._list = QVBoxLayout()
        self._list.setSpacing(5)
        column.addLayout(self._list)
        self.problems = label("", "small", parent=self, wrap=True)
        self.problems.setObjectName("okrProblems")
        column.addWidget(self.problems)
        self.words_head = label("", "small", parent=self)
        self.words = WordsEdit(parent=self)
        self.words.setObjectName("okrWords")
        self.words.saved.connect(self._save_words)
        self.words_head.setBuddy(self.words)
        column.addWidget(self.words_head)
        column.addWidget(self.words)

    def show_sheet(self, sheet: FormSheet, settings: FirmSettings, place: int) -> None:
        """Read and show the OKR of a form; `place` numbers the section, from 0."""
        head, mode = sheet.head, settings.choices.okr_mode
        if head.id != self._form_id:
            self.entry.hide()
        self._form_id = head.id
        is_open = not sheet.locked and not self._firm.is_read_only
        may_build = is_open and self._firm.okr.may_build(head.state)
        may_enter = is_open and may_change(head.state, Part.ACTUAL, settings.switches)
        may_write = is_open and may_change(head.state, Part.COMMENT, settings.switches)
        found = self._firm.okr.objectives(head.id)
        self.setVisible(bool(found) or may_build)
        self.heading.setText(heading(place, _("OKR")))
        self.remark.set_full(_(okr_words.MODES[mode]))
        may_tell = is_open and may_change(head.state, Part.CHECK_IN, settings.switches)
        self._fill(found, (may_build, may_enter, may_tell))
        told = self._firm.okr.problems(head.id)
        self.problems.setText(score_words.all_sentences(told))
        self.problems.setVisible(bool(told))
        self.add_button.setVisible(may_build)
        may_rate = is_open and mode is OkrMode.C and may_change(head.state, Part.ITEMS, settings.switches)
        self.rate_button.setVisible(may_rate)
        for made, word in (
            (self.add_button, _("Add an objective")),
            (self.rate_button, _("Rate the contribution")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.words_head.setText(_("Manager's words on the OKR"))
        self.words.setAccessibleName(self.words_head.text())
        self.words.show_text(sheet.okr_words)
        self.words.lock(not may_write)
        for part in (self.words_head, self.words):
            part.setVisible(bool(found))

    def save(self) -> None:
        """Save what is still being typed."""
        self.words.save()
        for box in self.boxes:
            box.words.save()
            for entry in (*box.entries.values(), *box.sure.values()):
                if entry.hasFocus():
                    entry.commit()

    def retranslate(self) -> None:
        self._shown = ()
        self.entry.retranslate()

    def _fill(self, found: tuple[Objective, ...], may: tuple[bool, bool, bool]) -> None:
        shown = (found, may)
        if shown == self._shown:
            return
        self._shown = shown
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None and focused.hasFocus() else ""
        for old in self.boxes:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.boxes = []
        for one in found:
            box = ObjectiveBox(one, self._enter, may, self)
            box.words_saved.connect(self._save_objective_words)
            box.result_wanted.connect(self._add_result)
            box.result_removal.connect(self._remove_result)
            box.removal.connect(self._remove_objective)
            self.boxes.append(box)
            self._list.addWidget(box)
        again = self.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus()

    # -- what the user does --

    def _open(self) -> None:
        self.entry.setVisible(self.entry.isHidden())
        if not self.entry.isHidden():
            self.entry.name.setFocus()

    def _add_objective(self) -> None:
        try:
            self._firm.okr.add_objective(self._form_id, self.entry.name.text(), self.entry.commitment())
        except Invalid as invalid:
            self.entry.refuse(score_words.all_sentences(invalid.problems))
            return
        self.entry.clear()

    def _add_result(self, objective_id: int, draft: KeyResultEntry) -> None:
        try:
            self._firm.okr.add_key_result(objective_id, draft.result())
        except Invalid as invalid:
            draft.refuse(score_words.all_sentences(invalid.problems))
            return
        again = self.findChild(QWidget, f"addResult_{objective_id}")
        if again is not None:
            again.setFocus()

    def _enter(self, result_id: int, what: str, text: str) -> bool:
        try:
            if what == "value":
                self._firm.okr.enter(result_id, text)
            else:
                self._tell(result_id, text)
        except Invalid as invalid:
            sentence = score_words.all_sentences(invalid.problems)
        except Fault as fault:
            sentence = score_words.all_sentences((Problem(fault.field, fault.code, fault.details),))
        else:
            return True
        box = next(box for box in self.boxes if result_id in box.entries)
        box.show_wrong(result_id, what, text, sentence)
        self.told.emit(sentence)
        return False

    def _tell(self, result_id: int, text: str) -> None:
        """Make a check-in of today with the confidence typed. Raises Invalid."""
        sure = parse_number(text, "confidence")
        if sure % 1:
            raise Invalid(Problem("confidence", "confidence_range", {"text": text}))
        draft = CheckIn(0, self._firm.clock.today(), confidence=int(sure), key_result_id=result_id)
        self._firm.check_ins.add(draft)

    def _rate(self) -> None:
        self._try(partial(self._firm.okr.add_contribution, self._form_id))

    def _remove_result(self, result_id: int) -> None:
        self._try(partial(self._firm.okr.remove_key_result, result_id))

    def _remove_objective(self, objective_id: int) -> None:
        self._try(partial(self._firm.okr.remove_objective, objective_id))

    def _save_words(self, text: str, visit: str) -> None:
        self._try(partial(self._firm.okr.set_words, self._form_id, text, visit=visit))

    def _save_objective_words(self, objective_id: int, text: str, visit: str) -> None:
        self._try(partial(self._firm.okr.edit_objective, objective_id, words=text, visit=visit))

    def _try(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except Invalid as invalid:
            self.told.emit(score_words.all_sentences(invalid.problems))


class ObjectiveEntry(QWidget):
    """An objective being typed."""

    wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("objectiveEntry")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        row = QHBoxLayout()
        row.setSpacing(5)
        self.name, self.kind = QLineEdit(self), QComboBox(self)
        self.name.setObjectName("objectiveName")
        self.kind.setObjectName("objectiveKind")
        self.kind.setProperty("form", "true")
        for one in (Commitment.ASPIRATIONAL, Commitment.COMMITTED):
            self.kind.addItem("", one)
        self.save_button = button("", "small", name="objectiveSave", on_click=self.wanted.emit, parent=self)
        row.addWidget(self.name, 1)
        row.addWidget(self.kind)
        row.addWidget(self.save_button)
        column.addLayout(row)
        self.problem = label("", "small", "err", self, wrap=True)
        self.problem.setObjectName("objectiveProblem")
        self.problem.hide()
        column.addWidget(self.problem)
        self.retranslate()

    def commitment(self) -> Commitment:
        return Commitment(self.kind.currentData())

    def retranslate(self) -> None:
        for at in range(self.kind.count()):
            self.kind.setItemText(at, _(okr_words.COMMITMENTS[Commitment(self.kind.itemData(at))]))
        self.name.setPlaceholderText(_("What is to be achieved"))
        self.name.setAccessibleName(_("What is to be achieved"))
        self.kind.setAccessibleName(_("Committed or challenge"))
        self.save_button.setText(_("Add"))
        self.save_button.setAccessibleName(_("Add"))

    def refuse(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()

    def clear(self) -> None:
        self.name.clear()
        self.problem.hide()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)
