"""The Review page, the heart of the program: appraisal and improvement of one person side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from perfdesk.domain.comparison import Comparison
from perfdesk.models import gap_words
from perfdesk.models.result_items import SUM_KEY
from perfdesk.texts import N_, _, in_context
from perfdesk.texts.explanations import Line
from perfdesk.views.page import Page
from perfdesk.views.parts import EmptyState
from perfdesk.views.parts.cards import button
from perfdesk.views.review_bench import Bench
from perfdesk.views.review_people import PeoplePane
from perfdesk.views.review_result import ResultPane
from perfdesk.views.review_splitter import ReviewSplitter
from perfdesk.views.review_treatment import TreatmentPane

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_LISTED = frozenset({"employee", "department", "position", "cycle", "firm", "form_step"})
"""Tables whose change may add, remove or rename people of the list."""


class ReviewPage(Page):
    """People, result and treatment in three panes.

    Both sides are read in one go and shown in the turn in which the person changes, so that they never belong
    to two people. `print_wanted(form ids)` asks for the papers of those chosen.
    """

    print_wanted = Signal(list)
    title = N_("Review")

    def __init__(self, firm: Firm, parent: QWidget | None = None, settings: QSettings | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self._cycle_id: int | None = None
        self._bench = Bench(firm)
        self._comparison: Comparison | None = None
        self._form_id: int | None = None
        self._item_id: int | None = None
        self._chosen_items: dict[int, int | None] = {}
        self._is_loading = False
        self.people = PeoplePane(self)
        self.result = ResultPane(self._explain, self)
        self.treatment = TreatmentPane(self._bench, self)
        self.splitter = ReviewSplitter(settings or QSettings("PerfDesk", "PerfDesk"), self)
        self.splitter.add_panes((self.people, self.result, self.treatment))
        self.empty = EmptyState("review", "", "", "", self)
        self.empty.hide()
        self.empty.pressed.connect(self._go_on)
        self.body.addWidget(self.splitter, 1)
        self.body.addWidget(self.empty, 1)
        self.print_button = button("", "primary", "print", "reviewPrint", self._print, self)
        self.people.person_chosen.connect(self._show_form)
        self.people.shown_changed.connect(self._tell_position)
        self.result.item_chosen.connect(self.choose_item)
        self.result.score_wanted.connect(self._go_to_score)
        self.treatment.gap_chosen.connect(self.choose_item)
        for keys, call in (
            ("Alt+Right", self.go_right),
            ("Alt+Left", self.go_left),
            ("Alt+Down", self.next_person),
            ("Alt+Up", self.last_person),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)
        self.retranslate()

    # -- what the window calls --

    def actions(self) -> Sequence[QAbstractButton]:
        return (self.print_button,)

    def panes(self) -> Sequence[QWidget]:
        inside = self.treatment.card.causes.chips.findChildren(QAbstractButton)
        last: QWidget = inside[0] if not self.treatment.card.isHidden() else self.treatment.recognition.add
        return (self.people.table, self.result.table, last)

    def show_cycle(self, cycle_id: int | None) -> None:
        """Show another cycle, with the same person where that one has a form in it."""
        if cycle_id == self._cycle_id:
            return
        person = self._comparison.sheet.head.employee_id if self._comparison else None
        self._leave()
        self._cycle_id, self._form_id = cycle_id, None
        self._bench.read_people()
        self._read_people()
        if person is None or not self._choose_person(person):
            self.people.choose_first()

    def show_place(self, **place: Any) -> None:
        """Go to a person (`employee_id` or `form_id`), and there to the gap of an item (`item_id`)."""
        self._leave()
        form_id, employee_id, item_id = (place.get(name) for name in ("form_id", "employee_id", "item_id"))
        if form_id is not None:
            self.people.choose(form_id)
        elif employee_id is not None:
            self._choose_person(employee_id)
        if item_id is not None:
            self.choose_item(item_id)
        if place.get("focus") == "action":
            self.treatment.card.begin_action()

    def refresh(self, changed: Any = None) -> None:
        """Show what changed and nothing else: some lines of the list, and the person on screen if concerned."""
        if self._cycle_id is None:
            return
        if changed is None or changed.tables & _LISTED or not changed.forms <= self._listed():
            self._bench.read_people()
            self._read_people()
        elif changed.forms:
            lines = self._firm.results.standings_of_forms(self._cycle_id, sorted(changed.forms))
            self.people.update_people(lines)
        if self._form_id is not None and (
            changed is None or not changed.forms or self._form_id in changed.forms
        ):
            self._load(self._form_id)

    def pending_inputs(self) -> Sequence[str]:
        self.treatment.commit()
        return self.treatment.pending()

    def retranslate(self) -> None:
        super().retranslate()
        self.people.retranslate()
        self.result.retranslate()
        self.treatment.retranslate()
        self.print_button.setText(_("Print papers"))
        self.print_button.setAccessibleName(_("Print papers"))
        self.print_button.setToolTip(_("Review sheet and improvement plan of the people chosen in the list"))
        self._show_empty()
        self._tell_position()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (focused := QApplication.focusWidget()) is None or not self.isAncestorOf(focused):
            self.people.focus_list()

    # -- moving about --

    def choose_item(self, item_id: int) -> None:
        """Choose an item: its row on the left and its card on the right carry the mark together."""
        if self._comparison is None or item_id == self._item_id:
            return
        if all(item.id != item_id for item in self._comparison.sheet.items):
            return
        self.treatment.commit()
        self._item_id = item_id
        if self._form_id is not None:
            self._chosen_items[self._form_id] = item_id
        if self._comparison is not None:  # a commit may have read it anew
            self.result.select(item_id)
            self.treatment.show_treatments(self._comparison, item_id)

    def go_right(self) -> None:
        """Go from an item to its gap's card."""
        self.treatment.focus_first()

    def go_left(self) -> None:
        """Go from a gap's card to its item."""
        self.result.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._item_id is not None:
            self.result.select(self._item_id)

    def next_person(self) -> None:
        self.people.step(1)

    def last_person(self) -> None:
        self.people.step(-1)

    # -- inside --

    def _read_people(self) -> None:
        assert self._cycle_id is not None or self._form_id is None
        standings = self._firm.results.standings(self._cycle_id) if self._cycle_id is not None else []
        cycle = next((one for one in self._firm.cycles.cycles() if one.id == self._cycle_id), None)
        self.splitter.setVisible(bool(standings))
        self.empty.setVisible(not standings)
        self.print_button.setEnabled(bool(standings))
        if not standings:
            self._show_empty()
        grades = cycle.scheme.grades if cycle else ()
        self.people.show_people(standings, grades, is_simple=self._firm.settings.settings().is_simple)
        if not standings:
            self._comparison, self._form_id = None, None

    def _listed(self) -> frozenset[int]:
        return frozenset(one.form_id for one in self.people.model.all_rows())

    def _choose_person(self, employee_id: int) -> bool:
        found = [one.form_id for one in self.people.model.all_rows() if one.employee_id == employee_id]
        return bool(found) and self.people.choose(found[0])

    def _show_form(self, form_id: int) -> None:
        if form_id == self._form_id or self._is_loading:
            return
        self._leave()
        self._load(form_id)

    def _leave(self) -> None:
        """Save or keep what is being typed, as long as its person is the one on screen."""
        self._is_loading = True
        self.treatment.commit()
        self._is_loading = False

    def _load(self, form_id: int) -> None:
        """Read one person once and show both sides of it."""
        comparison = self._firm.improvement.comparison(form_id)
        if form_id != self._form_id:
            first = comparison.treatments[0].item.id if comparison.treatments else None
            self._item_id = self._chosen_items.get(form_id, first)
        if self._item_id is None and comparison.treatments:
            self._item_id = comparison.treatments[0].item.id
        self._form_id, self._comparison = form_id, comparison
        self._bench.comparison = comparison
        self._bench.is_locked = self._firm.is_read_only or comparison.sheet.locked
        self.result.show_result(comparison, self._item_id)
        self.treatment.show_treatments(comparison, self._item_id)
        self._tell_position()

    def _explain(self, key: int) -> tuple[str, tuple[Line, ...]]:
        assert self._comparison is not None
        sheet = self._comparison.sheet
        names = {item.id: gap_words.item_name(item) for item in sheet.items}
        if key == SUM_KEY:
            return in_context("result", "Total"), self._firm.appraisal.explain_total(sheet.head.id, names)
        return names[key], self._firm.appraisal.explain_item(key)

    def _tell_position(self) -> None:
        at, count = self.people.position()
        hint = _("Alt+← → between gap and action")
        self.position_changed.emit(f"{_('{at} / {count} people').format(at=at, count=count)}   {hint}")

    def _print(self) -> None:
        forms = self.people.chosen() or ([self._form_id] if self._form_id is not None else [])
        if forms:
            self._leave()
            self.print_wanted.emit(forms)

    def _go_to_score(self) -> None:
        if self._comparison is not None:
            head = self._comparison.sheet.head
            self.place_wanted.emit("score", {"employee_id": head.employee_id, "form_id": head.id})

    def _show_empty(self) -> None:
        """Say what is missing before results can stand here, and offer the next step."""
        why = _("With forms and scores, each person's result and improvement stand here side by side.")
        if self._has_people():
            self.empty.set_texts(_("Nobody has a form in this cycle"), why, _("Go to scoring"))
        else:
            self.empty.set_texts(_("Nobody here yet"), why, _("Add people"))

    def _has_people(self) -> bool:
        return self._firm.people.appraised_count() > 0

    def _go_on(self) -> None:
        self.place_wanted.emit("score" if self._has_people() else "people", {})
