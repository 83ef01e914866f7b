"""打分: forms by person, or the grid by indicator, of the manager, the person or other raters; one filter for all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QWidget

from perfdesk.domain.appraisal import Cycle, FormItem, FormSheet, Standing
from perfdesk.domain.firm import FirmSettings
from perfdesk.domain.raters import Layer
from perfdesk.models.entries import Entries
from perfdesk.texts import N_, _, current
from perfdesk.texts.words import cycle_name
from perfdesk.views import score_words
from perfdesk.views.parts import EmptyState, button
from perfdesk.views.parts.splitter import PaneSplitter
from perfdesk.views.score_explaining import Explainer
from perfdesk.views.score_form import FormView
from perfdesk.views.score_grid import GridPane, grid_row
from perfdesk.views.score_header import ScoreHeader
from perfdesk.views.score_layered import LayeredPage
from perfdesk.views.score_layers import MANAGER, Layers, offers_others
from perfdesk.views.score_loading import AT_ONCE, ItemsReader, LoadingCard
from perfdesk.views.score_people import PeopleList
from perfdesk.views.score_saving import Saver
from perfdesk.views.score_side import FormSide
from perfdesk.views.score_submit import Submission, is_complete
from perfdesk.views.score_targets import unready_of

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_RESULTS = frozenset(
    {"form", "form_item", "form_event", "form_step", "rating", "rater_sheet", "cause", "plan", "action"}
) | {
    "check_in",
    "evidence",
    "attachment",
    "objective",
    "key_result",
}
"""Tables behind which only the lines of the forms named in a change can differ."""
_MANY_FORMS, _WIDE = 200, 12


class ScorePage(LayeredPage):
    """The Score page. `firm` is the open firm; nothing is read before the page is first shown a cycle."""

    title = N_("Scoring")

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self._cycle: Cycle | None = None
        self._settings: FirmSettings = firm.settings.settings()
        self._standings: dict[int, Standing] = {}
        self._items: dict[int, tuple[FormItem, ...]] | None = None
        self._awaited: tuple[int | None, int | None] = (None, None)
        self.entries = Entries(self)
        self.layers = Layers(firm, self)
        self._saver = Saver(firm, self.entries, self.layers, self)
        self._submission = Submission(firm, self.entries, self.layers, self)
        self._submission.told.connect(self._tell)
        self._saver.warned.connect(self._warn)
        self.entries.changed.connect(self._entry_changed)
        self.header = ScoreHeader(self)
        self.header.mode_chosen.connect(self._show_mode)
        self.header.filtered.connect(self._filter)
        self.header.stepped.connect(self._go_person)
        self.header.raters.chosen.connect(self.show_layer)
        self.header.raters.code_given.connect(self.go_to_code)
        self.body.addWidget(self.header)
        self._make_panes()
        self.submit_button = button("", "primary", "check", "submitScores", self._submit, self)
        self.submit_button.hide()
        self.explain = Explainer(firm, self)
        for keys, slot in (
            ("Ctrl+Up", partial(self._go_person, -1)),
            ("Ctrl+Down", partial(self._go_person, 1)),
            ("F3", self._next_open),
        ):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(slot)
        self.retranslate()

    def _make_panes(self) -> None:
        self.stack = QStackedWidget(self)
        self.people = PeopleList(self.entries, self)
        self.people.chosen.connect(self._show_form)
        self.form = FormView(self._firm, self._saver, self)
        self.form.find_locks = self.layers.locks
        self.form.person_finished.connect(self._after_person)
        self.form.item_changed.connect(self._item_changed)
        self.form.why_asked.connect(self._explain_in_form)
        self.form.agree_wanted.connect(self._submit)
        self.form.deeds.told.connect(self._refuse)
        self.side = FormSide(self._firm, self)
        self.side.told.connect(self._tell)
        self.side.wanted.connect(self.form.go_to)
        self.side.target.amend_wanted.connect(self.form.amend)
        self.side.reason_wanted.connect(self._ask_reason)
        self.side.why_asked.connect(self._explain_total)
        self.splitter = PaneSplitter(parent=self)
        self.splitter.add_pane(self.people, 150, can_collapse=True)
        self.splitter.add_pane(self.form, 420)
        self.splitter.add_pane(self.side, 210)
        self.splitter.set_shares((180, 682, 236), main=1)
        self.splitter.setObjectName("scoreSplitter")
        self.grid = GridPane(self._saver, self)
        self.grid.told.connect(self._tell)
        self.grid.why_asked.connect(self._explain_in_grid)
        self.grid.position_changed.connect(self.position_changed)
        self.loading = LoadingCard(self)
        self._reader = ItemsReader(self._firm, self)
        self._reader.progressed.connect(self.loading.show_progress)
        self._reader.done.connect(self._items_read)
        self.empty = EmptyState("score", parent=self)
        self.empty.pressed.connect(self._begin)
        for pane in (self.splitter, self.grid, self.loading, self.empty):
            self.stack.addWidget(pane)
        self.body.addWidget(self.stack, 1)

    # -- what the window calls --

    def actions(self) -> Sequence[QAbstractButton]:
        is_offered = self._submission.is_offered and not self._is_draft()
        return (self.submit_button,) if is_offered else ()

    def panes(self) -> Sequence[QWidget]:
        if self.header.is_grid:
            return self.grid.table, self.grid.side
        return self.people.table, self.form, self.side

    def take_focus(self) -> None:
        """Begin at the first item without a value: whoever opens the page has come to type."""
        if self.header.is_grid or not self.form.isVisible() or not self.form.focus_first_open():
            super().take_focus()

    def show_cycle(self, cycle_id: int | None) -> None:
        if self._cycle is None or self._cycle.id != cycle_id:
            self.form.flush()
            self._cycle = next((one for one in self._firm.cycles.cycles() if one.id == cycle_id), None)
            self.load()

    def show_place(
        self,
        form_id: int | None = None,
        employee_id: int | None = None,
        item_id: int | None = None,
        by: str = "form",
        layer: Layer | None = None,
        **_place: Any,
    ) -> None:
        """Go to a person's form (`form_id` or `employee_id`), to one of its items, or to the grid (`by`).

        `layer`: whose marks are shown; without it they stay as they are.
        """
        if layer is not None and layer != self.layers.layer:
            self.show_layer(layer)
        if form_id is None and employee_id is not None:
            found = (one.form_id for one in self._standings.values() if one.employee_id == employee_id)
            form_id = next(found, None)
        if self.header.switch.choice() != by:
            self.header.switch.choose(by)
            self._show_mode(by)
        if form_id in self._standings:
            self._unfilter(form_id)
            if by == "grid" and self._items is None:
                self._awaited = form_id, item_id
            elif by == "grid":
                self.grid.go_to(form_id, item_id)
            else:
                self.people.choose(form_id)
                if item_id is not None:
                    self.form.go_to(item_id)

    def refresh(self, changed: Any = None) -> None:
        """Read again what changed: some forms, or everything."""
        touches_all = changed is None or not changed.tables <= _RESULTS or len(changed.forms) > _MANY_FORMS
        if touches_all or self._cycle is None:
            self._settings = self._firm.settings.settings()
            cycle_id = self._cycle.id if self._cycle else None
            self._cycle = next((one for one in self._firm.cycles.cycles() if one.id == cycle_id), None)
            self.load()
            return
        self._refresh_forms(sorted(changed.forms))

    def pending_inputs(self) -> Sequence[str]:
        return [score_words.unsaved_line(one) for one in self.entries.all()] + self.side.process.pending()

    def retranslate(self) -> None:
        super().retranslate()
        self.header.retranslate()
        self.explain.dismiss()
        self.people.retranslate()
        self.form.retranslate()
        self.grid.retranslate()
        self.header.offer(self._standings.values())
        self._show_head()
        sheet = self.form.sheet
        if sheet is not None:
            self._show_side(sheet)
            self.show_hands(sheet)

    # -- reading --

    def load(self) -> None:
        cycle = self._cycle
        if not self.layers.is_manager and not offers_others(self._settings.switches):
            self.use_layer(MANAGER)
        found = self.layers.load(self._firm.results.standings(cycle.id) if cycle else [])
        self._standings = {one.form_id: one for one in found}
        self._items = None
        self._reader.stop()
        if cycle is not None:
            self.entries.keep_only(self._standings)
        self.people.show_people(found)
        self.header.offer(self._standings.values())
        self.offer_layers()
        self._filter()

    def _refresh_forms(self, form_ids: Sequence[int]) -> None:
        assert self._cycle is not None
        fresh_lines = self.layers.reload(self._firm.results.standings_of_forms(self._cycle.id, form_ids))
        found = {one.form_id: one for one in fresh_lines}
        gone = [form_id for form_id in form_ids if form_id not in found and form_id in self._standings]
        fresh = [form_id for form_id in found if form_id not in self._standings]
        if gone or fresh:
            self.load()
            return
        self._standings.update(found)
        for one in found.values():
            self.people.update_person(one)
        shown = self.form.sheet
        if shown is not None and shown.head.id in found and not self.header.is_grid:
            self._show_sheet(shown.head.id)
        if self._reader.is_running:
            self._reader.read_again(found)
        if self._items is not None:
            for form_id in found:
                self._items[form_id] = self.layers.items_of(form_id)
            if self.header.is_grid:
                rows = [
                    grid_row(one, self._items[one.form_id], self._may_enter(one)) for one in found.values()
                ]
                self.grid.update_people(rows)
        self._show_head()

    def _show_form(self, form_id: int) -> None:
        self.explain.dismiss()
        if not self.header.is_grid:
            self._show_sheet(form_id)
            self._show_head()

    def _show_sheet(self, form_id: int) -> None:
        sheet = self.layers.sheet(form_id)
        self.form.show_sheet(sheet, self._settings)
        self._show_side(sheet)
        self.show_hands(sheet)

    def _show_side(self, sheet: FormSheet) -> None:
        locks = self.layers.locks(sheet, self._settings)
        unready = unready_of(sheet, self._settings) if locks.weight and not locks.entry else []
        wrong = self.entries.on_form(sheet.head.id)
        self.side.show_sheet(sheet, self._settings, self.form.current_item, unready, wrong)
        self.side.total_card.setVisible(not locks.is_layer)
        if locks.is_layer:
            can_pass = locks.entry and self.layers.sheet_id(sheet.head.id) is not None
            self.side.cannot.setVisible(can_pass)
            self.side.cannot_words.hide()
            self.side.cannot_button.setText(_("Cannot be rated"))
            self.side.cannot_button.setAccessibleName(_("Cannot be rated"))

    # -- showing --

    def _show_mode(self, mode: str) -> None:
        self.explain.dismiss()
        if mode == "grid":
            self.form.flush()
            form_id = self.people.current()
            if not self._has_items():
                self._awaited = form_id, None
                self._show_state()
                return
            if self._is_too_wide() and self.header.choose_largest_position(self.people.shown()):
                self.people.filter(self.header.wanted())
            self._show_grid()
            if form_id is not None:
                self.grid.go_to(form_id)
            self.grid.table.setFocus()
        else:
            form_id = self.grid.current_form()
            if form_id is not None and self.people.choose(form_id):
                self._show_sheet(form_id)
        self._show_state()

    def _show_grid(self) -> None:
        if self._cycle is None or not self._has_items() or self._items is None:
            return
        people = self.people.shown()
        may = {one.form_id: self._may_enter(one) for one in people}
        self.grid.show_people(people, self._items, may, self._cycle.scheme)

    def _has_items(self) -> bool:
        """Tell whether the items are read; with very many people begin to read them and show how far it is."""
        if self._items is None and self._cycle is not None:
            is_many = self.layers.is_manager and len(self._standings) > AT_ONCE
            if not is_many:
                self._items = self.layers.items_of_cycle(self._cycle)
            elif not self._reader.is_running:
                self.loading.show_progress(0, len(self._standings))
                self._reader.start(self._standings)
        return self._items is not None

    def _items_read(self, items: dict[int, tuple[FormItem, ...]]) -> None:
        self._items = items
        if self.header.is_grid:
            form_id, item_id = self._awaited
            self._show_mode("grid")
            if form_id is not None:
                self.grid.go_to(form_id, item_id)

    def _may_enter(self, one: Standing) -> bool:
        return self.layers.may_enter(one, self._cycle, self._settings)

    def _show_state(self) -> None:
        """Show form, grid, or what is missing before either makes sense."""
        has_people = bool(self._standings)
        shown: QWidget = self.grid if self.header.is_grid else self.splitter
        if self.header.is_grid and self._reader.is_running:
            shown = self.loading
        shown = shown if has_people else self.empty
        self.stack.setCurrentWidget(shown)
        self.header.show_state(has_people)
        self._show_head()

    def _show_head(self) -> None:
        rows = self.people.shown()
        self.empty.set_texts(*empty_texts(self._cycle, bool(self._standings) or self._has_people()))
        is_grid = self.header.is_grid
        name = cycle_name(self._cycle, current()) if self._cycle else ""
        form_id = self.grid.current_form() if is_grid else self.people.current()
        told = self.layers.remark(form_id, None if is_grid else self.form.sheet)
        if is_grid and not told:
            told = _("{count} people, {cycle}").format(count=len(rows), cycle=name)
        self.header.tell(told)
        ready = self._ready()
        is_draft = self._is_draft()
        may_submit = bool(self._standings) and not is_draft and self._submission.is_offered
        self.submit_button.setVisible(may_submit)
        word = self._submission.word(len(ready), is_grid)
        self.submit_button.setText(word)
        self.submit_button.setAccessibleName(word)
        self.submit_button.setEnabled(bool(ready) and not self._firm.is_read_only)
        self.submit_button.setToolTip("" if ready else self._why_not_ready())
        self.actions_changed.emit()

    def _has_people(self) -> bool:
        return any(one.is_appraised for one in self._firm.people.employees(include_left=False))

    def _is_draft(self) -> bool:
        sheet = self.form.sheet
        if self.header.is_grid or sheet is None:
            return False
        return self.layers.locks(sheet, self._settings).weight

    def _ready(self) -> list[int]:
        """Return the forms that a press on the button would submit."""
        rows = self.people.shown()
        if not self.header.is_grid:
            shown = self.form.sheet.head.id if self.form.sheet else None
            rows = [one for one in rows if one.form_id == shown]
        return [
            one.form_id
            for one in rows
            if is_complete(one) and self._may_enter(one) and not self.entries.on_form(one.form_id)
        ]

    def _why_not_ready(self) -> str:
        return self._submission.why_not(None if self.header.is_grid else self.form.sheet)

    def _filter(self) -> None:
        self.people.filter(self.header.wanted())
        if self.people.current() is None and self.people.shown():
            self.people.choose(self.people.shown()[0].form_id)
        form_id = self.people.current()
        if self.header.is_grid:
            self._show_grid()
        elif form_id is not None:
            self._show_sheet(form_id)
        self._show_state()

    def _unfilter(self, form_id: int) -> None:
        if form_id not in {one.form_id for one in self.people.shown()}:
            self.header.choose_all()
            self._filter()

    def _is_too_wide(self) -> bool:
        if self._cycle is None:
            return False
        assert self._items is not None
        shown = [self._items.get(one.form_id, ()) for one in self.people.shown()]
        return len({item.lineage for items in shown for item in items}) > _WIDE

    def _entry_changed(self, _item_id: int, form_id: int) -> None:
        """A refused entry makes a form unfinished, wherever that is told."""
        self.people.update_wrong(form_id)
        sheet = self.form.sheet
        if sheet is not None and sheet.head.id == form_id and not self.header.is_grid:
            self._show_side(sheet)
        if self._standings:
            self._show_head()

    # -- what the user does --

    def _go_person(self, step: int) -> None:
        if self.header.is_grid:
            self.grid.table.step(step)
            return
        self.form.flush()
        to = self.people.neighbour(self.people.current(), step)
        if to is not None:
            self.people.choose(to)
            self.form.focus_start()

    def _after_person(self) -> None:
        """The last item of a form is done: on to the next person who still lacks something."""
        to = self.people.next_open(self.people.current())
        if to is None:
            self._tell(_("Everybody in this list has been scored."), "imp")
        else:
            self.people.choose(to)
            self.form.focus_first_open()

    def _next_open(self) -> None:
        if self.header.is_grid:
            self.grid.go_to_empty()
        elif not self.form.focus_first_open():
            self._after_person()

    def _item_changed(self) -> None:
        sheet = self.form.sheet
        if sheet is not None:
            self.side.show_facts(sheet, self._settings, self.form.current_item)

    def _submit(self) -> None:
        """Move complete forms on: targets agreed, or scores submitted."""
        self.form.flush()
        sheet = self.form.sheet
        is_wrong = sheet is not None and bool(self.entries.on_form(sheet.head.id))
        forms = [sheet.head.id] if self._is_draft() and sheet and not is_wrong else self._ready()
        if not forms:
            if why := self._why_not_ready():
                self._refuse(why)
            return
        self._submission.submit(forms)

    def _begin(self) -> None:
        if self._cycle is None:
            self.place_wanted.emit("cycles", {})
        elif not self._has_people():
            self.place_wanted.emit("people", {})
        else:
            self._firm.cycles.add_forms(self._cycle.id)

    def _ask_reason(self) -> None:
        if self.form.current_item is None:
            self.form.focus_first_open()
        self.form.ask_reason()

    # -- telling --

    def _tell(self, text: str, tone: str) -> None:
        self.notice.tell(text, tone)

    def _warn(self, text: str) -> None:
        self.notice.tell(text, "app")

    def _refuse(self, text: str) -> None:
        self.notice.tell(text, "err")

    def _explain_in_form(self, item: FormItem, near: QRect) -> None:
        self.explain.tell_item(item, QRect(self.form.mapTo(self, near.topLeft()), near.size()))

    def _explain_in_grid(self, item: FormItem | None, index: QModelIndex) -> None:
        box = self.grid.table.visualRect(index)
        near = QRect(self.grid.table.viewport().mapTo(self, box.topLeft()), box.size())
        form_id = self.grid.current_form()
        if item is not None:
            self.explain.tell_item(item, near)
        elif form_id is not None:
            self.explain.tell_total(self._firm.appraisal.sheet(form_id), near)

    def _explain_total(self, near: QRect) -> None:
        if self.form.sheet is not None:
            self.explain.tell_total(
                self.form.sheet, QRect(self.side.mapTo(self, near.topLeft()), near.size())
            )


def empty_texts(cycle: Cycle | None, has_people: bool) -> tuple[str, str, str]:
    """Return what the page says, why and what its button does, while there is nobody to score."""
    if cycle is None:
        return _("No cycle yet"), _("Scores belong to a cycle. Open one first."), _("Open a cycle")
    if not has_people:
        return (
            _("Nobody here yet"),
            _("Scores are given to people. Paste their names or import a staff list first."),
            _("Add people"),
        )
    return (
        _("Nobody has a form in this cycle"),
        _("Each person needs a form to be scored. They are made from the templates of the positions."),
        _("Give everybody a form"),
    )
