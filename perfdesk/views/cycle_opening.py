"""The card that opens a cycle: kind, days, names; for whom, from what, and within which other cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from perfdesk.domain.appraisal import Cycle
from perfdesk.domain.cycles import cycle_days
from perfdesk.domain.people import Employee
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import Combining, CycleType, Scheme
from perfdesk.texts import N_, _, current, in_context, pick, sentence
from perfdesk.texts.words import CYCLE_TYPES, SCHEMES, cycle_name
from perfdesk.views.changes_fields import DayField
from perfdesk.views.parts import Card, button, label, set_tone

PEOPLE_HEIGHT, TICK = 112, 44
EVERYBODY, SOME = "", "some"
COMBININGS = {
    "": N_("scored by itself"),
    Combining.RECOMPUTE.value: N_("actuals of the parts, added up anew"),
    Combining.AVERAGE.value: N_("totals of the parts, averaged by days"),
}
_WITH_PARTS = frozenset({CycleType.YEAR, CycleType.HALF, CycleType.QUARTER})


@dataclass(frozen=True, slots=True)
class CycleDraft:
    """A cycle as asked for; both dates belong to it. `employee_ids` None: everybody. `source_id` None: forms come
    from the templates of the positions."""

    type: CycleType
    starts_on: date
    ends_on: date
    scheme: Scheme
    name_zh: str
    name_en: str
    with_forms: bool
    employee_ids: tuple[int, ...] | None = None
    source_id: int | None = None
    parent_id: int | None = None
    combining: Combining | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a new cycle may be made of: the people it may be for, and the cycles to copy from, newest first.

    `source_id` is the one to begin with.
    """

    people: Sequence[Employee] = ()
    sources: Sequence[Cycle] = ()
    source_id: int | None = None


class NewCycleCard(Card):
    """Asks for a cycle. Emits `wanted(CycleDraft)` on Enter or the button, `type_chosen(CycleType)` so that the
    page can fill in the dates, `days_chosen(first, last)` so that it can offer cycles above, `closed` on Esc."""

    wanted = Signal(object)
    type_chosen = Signal(object)
    days_chosen = Signal(object, object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("newCycleCard")
        self._offer = Offer()
        self._parents: tuple[Cycle, ...] = ()
        self._is_plain = True
        self.type, self.scheme = self._combo("cycleType"), self._combo("cycleScheme")
        for combo, codes in ((self.type, list(CycleType)), (self.scheme, list(Scheme))):
            for code in codes:
                combo.addItem("", code.value)
        self._near = date.today()
        self.starts_on = DayField("cycleStart", self._anchor, self)
        self.ends_on = DayField("cycleEnd", self._anchor, self)
        self.name_zh, self.name_en = QLineEdit(self), QLineEdit(self)
        self.name_zh.setObjectName("cycleNameZh")
        self.name_en.setObjectName("cycleNameEn")
        self.whom, self.source = self._combo("cycleWhom"), self._combo("cycleSource")
        self.parent_cycle, self.combining = self._combo("cycleParent"), self._combo("cycleCombining")
        for combining in COMBININGS:
            self.combining.addItem("", combining)
        self.people = QListWidget(self)
        self.people.setObjectName("cyclePeople")
        self.people.setFlow(QListView.Flow.LeftToRight)
        self.people.setWrapping(True)
        self.people.setResizeMode(QListView.ResizeMode.Adjust)
        self.people.setSpacing(2)
        self.people.setFixedHeight(PEOPLE_HEIGHT)
        self.people.hide()
        self.with_forms = QCheckBox(self)
        self.with_forms.setObjectName("withForms")
        self.with_forms.setChecked(True)
        self.days = label("", "small", parent=self)
        self.days.setObjectName("cycleEffect")
        self.wrong = label("", "small", "err", self, wrap=True)
        self.wrong.setObjectName("newCycleWrong")
        self.wrong.hide()
        self.make = button("", "primary", "check", "makeCycle", self._ask, self)
        self.cancel = button("", name="cancelCycle", on_click=self.closed.emit, parent=self)
        self._plain = (self.type, self.starts_on, self.ends_on, self.scheme, self.name_zh, self.name_en)
        self._more = (self.whom, self.source, self.parent_cycle, self.combining)
        self._captions = [label("", "small", parent=self) for _field in (*self._plain, *self._more)]
        self._lay_out()
        in_order = (*self._plain, self.with_forms, *self._more, self.people, self.make, self.cancel)
        for before, after in pairwise(in_order):
            QWidget.setTabOrder(before, after)
        self.type.currentIndexChanged.connect(self._type_chosen)
        for edit in (self.starts_on, self.ends_on):
            edit.editingFinished.connect(self._days_chosen)
        for combo in self._more:
            combo.currentIndexChanged.connect(self._show_effect)
        self.whom.currentIndexChanged.connect(self._whom_chosen)
        self.people.itemChanged.connect(self._show_effect)
        self.with_forms.toggled.connect(self._show_effect)
        self.retranslate()

    # -- what the page calls --

    def begin(
        self,
        type: CycleType,
        dates: tuple[date, date],
        scheme: Scheme,
        offer: Offer | None = None,
    ) -> None:
        """Fill the card in and give it the focus. Without an `offer` everybody gets a form of the template."""
        self._is_plain, self._offer = offer is None, offer or Offer()
        with QSignalBlocker(self.type):
            self.type.setCurrentIndex(self.type.findData(type.value))
        self.scheme.setCurrentIndex(self.scheme.findData(scheme.value))
        self.name_zh.clear()
        self.name_en.clear()
        self.with_forms.setChecked(True)
        self._show_offer()
        self.source.setCurrentIndex(max(0, self.source.findData(self._offer.source_id)))
        self._match_source()
        self.combining.setCurrentIndex(0)
        self.show_dates(dates)
        self.tell("")
        self.show()
        self.type.setFocus()

    def show_dates(self, dates: tuple[date, date]) -> None:
        for edit, day in zip((self.starts_on, self.ends_on), dates, strict=True):
            edit.set_near(*dates)
            edit.show_day(day)
        self._near = dates[0]
        self._days_chosen()

    def show_parents(self, parents: Sequence[Cycle]) -> None:
        """Offer the cycles that hold these days; the chosen one stays as long as it is among them."""
        kept = self.parent_cycle.currentData()
        self._parents = tuple(parents)
        with QSignalBlocker(self.parent_cycle):
            self.parent_cycle.clear()
            self.parent_cycle.addItem(_("in no other"), None)
            for one in self._parents:
                self.parent_cycle.addItem(cycle_name(one, current()), one.id)
            self.parent_cycle.setCurrentIndex(max(0, self.parent_cycle.findData(kept)))
        self._show_more()

    def dates(self) -> tuple[date, date]:
        """Return first and last day. Raises Invalid, a problem each, where what was typed is no day."""
        found: list[date] = []
        wrong: list[Problem] = []
        for field, edit in (("starts_on", self.starts_on), ("ends_on", self.ends_on)):
            try:
                found.append(edit.read(field))
            except Invalid as invalid:
                wrong += invalid.problems
        if wrong:
            raise Invalid(*wrong)
        return found[0], found[1]

    def draft(self) -> CycleDraft:
        """Return what was typed and chosen. Raises Invalid where a day is none."""
        code = self.combining.currentData() if self.combining.isVisibleTo(self) else ""
        return CycleDraft(
            CycleType(self.type.currentData()),
            *self.dates(),
            Scheme(self.scheme.currentData()),
            self.name_zh.text().strip(),
            self.name_en.text().strip(),
            self.with_forms.isChecked(),
            self._chosen_people(),
            self.source.currentData() if code != Combining.AVERAGE.value else None,
            self.parent_cycle.currentData(),
            Combining(code) if code else None,
        )

    def tell(self, wrong: str) -> None:
        """Say what is wrong with it, or nothing."""
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        for edit in (self.starts_on, self.ends_on):
            set_tone(edit, "state", "wrong" if wrong else "")

    def retranslate(self) -> None:
        self.set_heading(_("New cycle"))
        words = (
            _("Kind"),
            in_context("cycle", "First day"),
            in_context("cycle", "Last day"),
            _("Grading scheme"),
            _("Own name (Chinese)"),
            _("Own name (English)"),
            _("For whom"),
            _("Forms from"),
            _("Lies within"),
            _("Its total"),
        )
        for caption, edit, word in zip(self._captions, (*self._plain, *self._more), words, strict=True):
            caption.setText(word)
            edit.setAccessibleName(word)
        for combo, named in ((self.type, CYCLE_TYPES), (self.scheme, SCHEMES), (self.combining, COMBININGS)):
            for at in range(combo.count()):
                combo.setItemText(at, _(named[combo.itemData(at)]))
        for edit in (self.name_zh, self.name_en):
            edit.setPlaceholderText(_("empty: named by its days"))
        self.people.setAccessibleName(_("People"))
        _name(self.with_forms, _("Give everybody a form at once"))
        _name(self.make, _("Open the cycle"))
        _name(self.cancel, _("Cancel"))
        self._show_offer()
        self.show_parents(self._parents)
        self._show_effect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        else:
            super().keyPressEvent(event)

    # -- inside --

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setProperty("form", "true")
        return combo

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for at, (caption, edit) in enumerate(zip(self._captions, self._plain, strict=False)):
            line, across = divmod(at, 4)
            self._put(grid, caption, edit, line, across)
        for across, (caption, edit) in enumerate(zip(self._captions[6:], self._more, strict=True)):
            self._put(grid, caption, edit, 2, across)
        grid.addWidget(self.with_forms, 3, 2, 1, 2)
        grid.addWidget(self.people, 6, 0, 1, 4)
        self.body.addLayout(grid)
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addWidget(self.cancel)
        row.addWidget(self.days)
        row.addStretch(1)
        self.body.addWidget(self.wrong)
        self.body.addLayout(row)

    def _put(self, grid: QGridLayout, caption: QLabel, edit: QWidget, line: int, across: int) -> None:
        caption.setBuddy(edit)
        grid.addWidget(caption, line * 2, across)
        grid.addWidget(edit, line * 2 + 1, across)
        grid.setColumnStretch(across, 1)

    def _show_offer(self) -> None:
        """Fill whom and source; what was chosen stays."""
        whom, source = self.whom.currentData(), self.source.currentData()
        departments = {
            one.department_id: pick(one.department_zh, one.department_en)
            for one in self._offer.people
            if one.department_id is not None
        }
        with QSignalBlocker(self.whom), QSignalBlocker(self.source), QSignalBlocker(self.people):
            self.whom.clear()
            self.whom.addItem(_("everybody"), EVERYBODY)
            for key, words in sorted(departments.items(), key=lambda pair: pair[1]):
                self.whom.addItem(words, key)
            self.whom.addItem(_("some people…"), SOME)
            self.whom.setCurrentIndex(max(0, self.whom.findData(whom)))
            self.source.clear()
            self.source.addItem(_("templates of the positions"), None)
            for cycle in self._offer.sources:
                words = _("{cycle}: items, weights, targets").format(cycle=cycle_name(cycle, current()))
                self.source.addItem(words, cycle.id)
            self.source.setCurrentIndex(max(0, self.source.findData(source)))
            checked = {item.data(Qt.ItemDataRole.UserRole) for item in self._checked()}
            self.people.clear()
            for one in self._offer.people:
                item = QListWidgetItem(f"{one.number} {pick(one.name, one.name_en)}", self.people)
                item.setData(Qt.ItemDataRole.UserRole, one.id)
                wide = self.people.fontMetrics().horizontalAdvance(item.text()) + TICK
                item.setSizeHint(QSize(wide, self.people.fontMetrics().height() + 6))
                item.setCheckState(Qt.CheckState.Checked if one.id in checked else Qt.CheckState.Unchecked)
        self._show_more()

    def _show_more(self) -> None:
        """Show the choices that only firms with more than five questions have, and those of them that matter."""
        with_parts = CycleType(self.type.currentData()) in _WITH_PARTS
        shown = {
            self.whom: True,
            self.source: bool(self._offer.sources),
            self.parent_cycle: bool(self._parents),
            self.combining: with_parts,
        }
        for caption, edit in zip(self._captions[6:], self._more, strict=True):
            for part in (caption, edit):
                part.setVisible(not self._is_plain and shown[edit])
        self.people.setVisible(not self._is_plain and self.whom.currentData() == SOME)

    def _match_source(self) -> None:
        """A quarter's targets are no year's: what another kind of cycle had is copied only on demand."""
        kind = CycleType(self.type.currentData())
        types = {cycle.id: cycle.type for cycle in self._offer.sources}
        if types.get(self.source.currentData(), kind) is not kind:
            self.source.setCurrentIndex(0)

    def _checked(self) -> list[QListWidgetItem]:
        items = [self.people.item(at) for at in range(self.people.count())]
        return [item for item in items if item.checkState() == Qt.CheckState.Checked]

    def _chosen_people(self) -> tuple[int, ...] | None:
        whom = self.whom.currentData()
        if whom == EVERYBODY or whom is None:
            return None
        if whom == SOME:
            return tuple(item.data(Qt.ItemDataRole.UserRole) for item in self._checked())
        return tuple(one.id for one in self._offer.people if one.department_id == whom)

    def _ask(self) -> None:
        try:
            draft = self.draft()
        except Invalid as invalid:
            self._tell_days(invalid)
            return
        self.wanted.emit(draft)

    def _type_chosen(self, _at: int) -> None:
        self.type_chosen.emit(CycleType(self.type.currentData()))
        self._match_source()
        self._show_more()

    def _whom_chosen(self, _at: int) -> None:
        self._show_more()

    def _days_chosen(self) -> None:
        try:
            first, last = self.dates()
        except Invalid as invalid:
            self._tell_days(invalid)
        else:
            self.tell("")
            self.starts_on.show_day(first)
            self.ends_on.show_day(last)
            self.days_chosen.emit(first, last)
        self._show_effect()

    def _tell_days(self, invalid: Invalid) -> None:
        """Name the field whose text is no day; the text stays."""
        fields = {"starts_on": self.starts_on, "ends_on": self.ends_on}
        lines = [f"{fields[one.field].accessibleName()}: {sentence(one)}" for one in invalid.problems]
        self.tell(" ".join(lines))
        wrong = {one.field for one in invalid.problems}
        for name, edit in fields.items():
            set_tone(edit, "state", "wrong" if name in wrong else "")

    def _anchor(self) -> date:
        return self._near

    def _show_effect(self) -> None:
        """Say what opening it would make: so many days, forms for so many people."""
        try:
            days = cycle_days(*self.dates())
        except Invalid:
            days = 0
        words = [_("{count} days").format(count=days)] if days > 0 else []
        if not self._is_plain and self.with_forms.isChecked():
            chosen = self._chosen_people()
            count = len(self._offer.people) if chosen is None else len(chosen)
            words.append(_("forms for {count} people").format(count=count))
        self.days.setText(pick("，", ", ").join(words))


def _name(widget: QAbstractButton, text: str) -> None:
    widget.setText(text)
    widget.setAccessibleName(text.replace("&", ""))
