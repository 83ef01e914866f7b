"""Which papers, in which language, in how many files."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QWidget

from perfdesk.texts import LANGUAGE_NAMES, LANGUAGES, _, current
from perfdesk.views.parts import SegmentedSwitch
from perfdesk.views.parts.basics import label
from perfdesk.views.parts.cards import Card


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen. `is_compact`: three sheets of five questions on a page."""

    kinds: tuple[str, ...]
    language: str
    in_one_file: bool
    is_compact: bool


class ChoicesCard(Card):
    """Papers, language and files. `changed` says that something else is chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setObjectName("printChoices")
        self._is_five_questions, self._language_is_ours = False, True
        self.review, self.plan, self.compact = (
            self._check(name) for name in ("printReview", "printPlan", "printCompact")
        )
        self.one_file, self.by_person = QRadioButton(self), QRadioButton(self)
        self.one_file.setObjectName("printOneFile")
        self.by_person.setObjectName("printByPerson")
        group = QButtonGroup(self)
        for radio in (self.one_file, self.by_person):
            group.addButton(radio)
        self.language = SegmentedSwitch([(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], self)
        self.language.setObjectName("printLanguage")
        self.language.choose(current().language)
        self._language_word = label("", "small", parent=self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._language_word)
        row.addWidget(self.language)
        row.addStretch(1)
        inside = QHBoxLayout()
        inside.setContentsMargins(20, 0, 0, 0)
        inside.addWidget(self.compact)
        self.add(self.review)
        self.body.addLayout(inside)
        self.add(self.plan)
        self.body.addLayout(row)
        for part in (self.one_file, self.by_person):
            self.add(part)
        self.review.setChecked(True)
        self.plan.setChecked(True)
        self.one_file.setChecked(True)
        for box in (self.review, self.plan, self.compact, self.one_file):
            box.toggled.connect(self._changed)
        self.language.chosen.connect(self._language_chosen)

    def begin(self, is_five_questions: bool, is_simple: bool) -> None:
        """Show what fits the firm: 五分表 has one paper, three to a page; else review sheet and plan."""
        self._is_five_questions = is_five_questions
        for box, is_on in (
            (self.review, True),
            (self.plan, not is_simple),
            (self.compact, is_five_questions),
            (self.one_file, True),
        ):
            box.blockSignals(True)
            box.setChecked(is_on)
            box.blockSignals(False)
        self._allow()

    def chosen(self) -> Choices:
        kinds = tuple(kind for kind, box in (("review", self.review), ("plan", self.plan)) if box.isChecked())
        is_compact = self.compact.isChecked() and self.compact.isEnabled() and self._is_five_questions
        return Choices(kinds, self.language.choice(), self.one_file.isChecked(), is_compact)

    def retranslate(self) -> None:
        self.set_heading(_("Which papers"))
        self.review.setText(_("Review sheet (result, gaps, actions)"))
        self.plan.setText(_("Improvement plan (for those who have one)"))
        self.compact.setText(_("Three to a page, to be cut apart"))
        self.one_file.setText(_("All in one PDF"))
        self.by_person.setText(_("One PDF per person"))
        self._language_word.setText(_("Language of the papers"))
        for control in (self.review, self.plan, self.compact, self.one_file, self.by_person):
            control.setAccessibleName(control.text())
        self.language.setAccessibleName(self._language_word.text())
        if self._language_is_ours:
            self.language.choose(current().language)
        self._allow()

    def _check(self, name: str) -> QCheckBox:
        box = QCheckBox(self)
        box.setObjectName(name)
        return box

    def _language_chosen(self, _code: str) -> None:
        self._language_is_ours = False
        self.changed.emit()

    def _changed(self, _is_on: bool) -> None:
        self._allow()
        self.changed.emit()

    def _allow(self) -> None:
        self.compact.setVisible(self._is_five_questions)
        fits = self.review.isChecked() and not self.plan.isChecked() and self.one_file.isChecked()
        self.compact.setEnabled(fits)
        self.compact.setToolTip(
            "" if fits else _("Only review sheets that go into one PDF fit three to a page.")
        )
