"""Which papers, in which language, in how many files."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from perfdesk.domain.firm import Switch
from perfdesk.domain.papers import kinds_for
from perfdesk.texts import LANGUAGE_NAMES, LANGUAGES, N_, _, current
from perfdesk.views.parts import SegmentedSwitch
from perfdesk.views.parts.basics import label
from perfdesk.views.parts.cards import Card

_NAMES = {
    "review": N_("Review sheet (result, gaps, actions)"),
    "plan": N_("Improvement plan (for those who have one)"),
    "appraisal": N_("Appraisal form (in full)"),
    "notice": N_("Result notice (two copies)"),
    "targets": N_("Target agreement"),
    "score-sheet": N_("Blank score sheet"),
    "appeal": N_("Appeal form"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen. `is_compact`: three sheets of five questions on a page; `with_pay`: the coefficient stands
    on the notice."""

    kinds: tuple[str, ...]
    language: str
    in_one_file: bool
    is_compact: bool
    with_pay: bool = False


class ChoicesCard(Card):
    """Papers, language and files. `changed` says that something else is chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setObjectName("printChoices")
        self._is_five_questions, self._language_is_ours = False, True
        self._offered: tuple[str, ...] = ("review", "plan")
        self.boxes = {kind: self._check(f"print{kind.title().replace('-', '')}") for kind in _NAMES}
        self.review, self.plan = self.boxes["review"], self.boxes["plan"]
        self.compact, self.pay = self._check("printCompact"), self._check("printPay")
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
        papers = QVBoxLayout()
        papers.setSpacing(2)  # up to seven, above which the people want their room
        self.body.addLayout(papers)
        for kind, box in self.boxes.items():
            papers.addWidget(box)
            for under, of in ((self.compact, "review"), (self.pay, "notice")):
                if of == kind:
                    inside = QHBoxLayout()
                    inside.setContentsMargins(20, 0, 0, 0)
                    inside.addWidget(under)
                    papers.addLayout(inside)
        self.body.addLayout(row)
        for part in (self.one_file, self.by_person):
            self.add(part)
        self.review.setChecked(True)
        self.plan.setChecked(True)
        self.one_file.setChecked(True)
        toggled: list[QAbstractButton] = [*self.boxes.values(), self.compact, self.pay, self.one_file]
        for control in toggled:
            control.toggled.connect(self._changed)
        self.language.chosen.connect(self._language_chosen)

    def begin(
        self,
        is_five_questions: bool,
        is_simple: bool,
        switches: AbstractSet[Switch] = frozenset(),
        kinds: Sequence[str] = (),
    ) -> None:
        """Show what fits the firm: 五分表 has one paper, three to a page; else review sheet and plan, and the
        formal papers whose switches are on. `kinds` are ticked at first, where one came for them."""
        self._is_five_questions = is_five_questions
        self._offered = kinds_for(switches)
        begin = set(kinds) & set(self._offered) or ({"review"} if is_simple else {"review", "plan"})
        ticked: dict[QAbstractButton, bool] = {box: kind in begin for kind, box in self.boxes.items()}
        ticked |= {self.compact: is_five_questions, self.pay: False, self.one_file: True}
        for control, is_on in ticked.items():
            control.blockSignals(True)
            control.setChecked(is_on)
            control.blockSignals(False)
        for kind, shown in self.boxes.items():
            shown.setVisible(kind in self._offered)
        self.pay.setVisible("notice" in self._offered and Switch.PAY in switches)
        self._allow()

    def chosen(self) -> Choices:
        kinds = self.chosen_kinds()
        is_compact = self.compact.isChecked() and self.compact.isEnabled() and self._is_five_questions
        with_pay = self.pay.isChecked() and "notice" in kinds
        return Choices(kinds, self.language.choice(), self.one_file.isChecked(), is_compact, with_pay)

    def retranslate(self) -> None:
        self.set_heading(_("Which papers"))
        for kind, box in self.boxes.items():
            box.setText(_(_NAMES[kind]))
        self.compact.setText(_("Three to a page, to be cut apart"))
        self.pay.setText(_("With the coefficient"))
        self.one_file.setText(_("All in one PDF"))
        self.by_person.setText(_("One PDF per person"))
        self._language_word.setText(_("Language of the papers"))
        for control in (*self.boxes.values(), self.compact, self.pay, self.one_file, self.by_person):
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
        fits = self.chosen_kinds() == ("review",) and self.one_file.isChecked()
        self.compact.setEnabled(fits)
        self.compact.setToolTip(
            "" if fits else _("Only review sheets that go into one PDF fit three to a page.")
        )
        self.pay.setEnabled(self.boxes["notice"].isChecked())

    def chosen_kinds(self) -> tuple[str, ...]:
        """Return the kinds that are ticked, in the order of the list."""
        return tuple(kind for kind in self._offered if self.boxes[kind].isChecked())


class Scrolling(QScrollArea):
    """As high as what it holds, where there is room; less where the text is large, and then it scrolls."""

    _LEAST = 150

    def __init__(self, held: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(held)
        held.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:
        held = self.widget().minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width() if held.height() > self._LEAST else 0
        return QSize(held.width() + bar, min(held.height(), self._LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
