"""The first pane of the cycle page: where every form stands, what keeps it, what brings all of them on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from perfdesk.domain.appraisal import Cycle, FormHead
from perfdesk.domain.people import Employee
from perfdesk.domain.terms import CycleType, FormState
from perfdesk.models.cycle_rows import (
    FormRow,
    remedy_of,
)
from perfdesk.texts import N_, _, pick
from perfdesk.views.cycle_cards import BackCard, WithoutFormCard
from perfdesk.views.cycle_deeds import CycleDeeds
from perfdesk.views.cycle_flags import FlagsCard
from perfdesk.views.cycle_forms import FormsCard
from perfdesk.views.cycle_head import CycleHead, states_of
from perfdesk.views.cycle_lists import CycleList, DepartmentCounts
from perfdesk.views.cycle_opening import NewCycleCard, Offer
from perfdesk.views.cycle_reading import form_rows, without_form
from perfdesk.views.cycle_record import RecordCard
from perfdesk.views.cycle_schedule import ScheduleCard
from perfdesk.views.parts import EmptyState, button
from perfdesk.views.parts.scrolling import scrolled_column

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class CycleStatesPane(CycleDeeds):
    """Shows one cycle of `firm`; the list at the left chooses which."""

    title = N_("Cycle")

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self._cycles: list[Cycle] = []
        self._current_id: int | None = None
        self._cycle: Cycle | None = None
        self._all: list[FormHead] = []
        self._heads: list[FormHead] = []
        self._rows: list[FormRow] = []
        self._people: list[Employee] = []
        self._state: FormState | None = None
        self._build()
        self.new_button = button("", "primary", "plus", "newCycle", self.begin_new, self)
        self.retranslate()

    # -- what the window calls --

    def actions(self) -> Sequence[QAbstractButton]:
        return (self.new_button,)

    def panes(self) -> Sequence[QWidget]:
        return self.list.table, self.forms.table, self.departments.table

    def show_cycle(self, cycle_id: int | None) -> None:
        self._current_id = cycle_id
        self._read(cycle_id)

    def show_place(self, **place: Any) -> None:
        """Go to a cycle (`cycle_id`) or a state of its forms (`state`), or begin a new cycle (`new=True`)."""
        if "cycle_id" in place:
            self._read(place["cycle_id"])
        if "state" in place:
            self._choose_state(str(place["state"]))
        if place.get("new"):
            self.begin_new()

    def refresh(self, changed: Any = None) -> None:
        self._read(self._cycle.id if self._cycle else self._current_id)

    def retranslate(self) -> None:
        super().retranslate()
        self.new_button.setText(_("New cycle"))
        self.new_button.setAccessibleName(_("New cycle"))
        self.empty.set_texts(
            _("There is no cycle yet"),
            _(
                "A cycle is the time over which people are appraised: a quarter, mostly. Everybody gets a form."
            ),
            _("New cycle"),
        )
        parts = (self.new_card, self.list, self.head, self.forms, self.departments, self.back, self.without)
        for part in (*parts, self.schedule, self.record, self.flags):
            part.retranslate()
        self.refresh()

    def begin_new(self) -> None:
        """Open the card for a new cycle, filled in with the period of today."""
        self.empty.hide()
        dates = self._firm.cycles.suggested(CycleType.QUARTER)
        settings = self._firm.settings.settings()
        offer = None if settings.is_simple else self._offer(dates)
        self.new_card.begin(CycleType.QUARTER, dates, settings.scheme, offer)
        self.area.ensureWidgetVisible(self.new_card)

    # -- building --

    def _build(self) -> None:
        self.area, inside, column = scrolled_column("cycleScroll", self, 10)
        self.body.addWidget(self.area, 1)
        self.new_card = NewCycleCard(inside)
        self.new_card.hide()
        self.new_card.wanted.connect(self.make_cycle)
        self.new_card.type_chosen.connect(self._type_chosen)
        self.new_card.days_chosen.connect(self._days_chosen)
        self.new_card.closed.connect(self._new_closed)
        self.empty = EmptyState("cycle", parent=inside)
        self.empty.setObjectName("noCycle")
        self.empty.pressed.connect(self.begin_new)
        self._content = self._build_content(inside)
        column.addWidget(self.new_card)
        column.addWidget(self.empty, 1)
        column.addWidget(self._content, 1)

    def _build_content(self, inside: QWidget) -> QWidget:
        content = QWidget(inside)
        column, top, bottom = QVBoxLayout(content), QHBoxLayout(), QHBoxLayout()
        left, right = QVBoxLayout(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        for layout in (column, top, bottom, left, right):
            layout.setSpacing(10)
        column.addLayout(top)
        column.addLayout(bottom, 1)
        self._build_parts(content)
        top.addWidget(self.list, 3)
        top.addWidget(self.head, 10)
        bottom.addLayout(left, 9)
        bottom.addLayout(right, 4)
        left.addWidget(self.forms)
        left.addWidget(self.departments)
        left.addStretch(1)
        for card in (self.schedule, self.record, self.back, self.flags, self.without):
            right.addWidget(card)
        right.addStretch(1)
        return content

    def _build_parts(self, content: QWidget) -> None:
        self.list = CycleList(content)
        self.list.cycle_chosen.connect(self._cycle_chosen)
        self.head = CycleHead(content)
        self.head.close_wanted.connect(self.close_cycle)
        self.head.current_wanted.connect(self.make_current)
        self.head.rename_wanted.connect(self.rename)
        self.head.state_chosen.connect(self._choose_state)
        self.forms = FormsCard(content)
        self.forms.advance_wanted.connect(self.advance)
        self.forms.begin_wanted.connect(self._begin)
        self.forms.form_chosen.connect(self._form_chosen)
        self.forms.form_opened.connect(self._open_form)
        self.departments = DepartmentCounts(self._states(), content)
        self.back, self.without = BackCard(content), WithoutFormCard(content)
        self.schedule, self.flags = ScheduleCard(content), FlagsCard(content)
        self.record = RecordCard(self._firm.clock.today, content)
        self.record.wanted.connect(self.record_talk)
        self.flags.hold_wanted.connect(self.hold_pay)
        self.flags.void_wanted.connect(self.void_form)
        self.flags.correction_wanted.connect(self.correct_form)
        self.flags.revision_wanted.connect(self.renew_form)
        self.forms.undo_wanted.connect(self.undo)
        self.head.combine_wanted.connect(self.combine)
        self.back.back_wanted.connect(self.send_back)
        self.back.removal_wanted.connect(self.remove_form)
        self.without.wanted.connect(self.add_forms)

    # -- reading and showing --

    def _states(self) -> list[FormState]:
        return states_of(self._firm.settings.settings().switches)

    def _read(self, cycle_id: int | None) -> None:
        cycles = self._firm.cycles
        if self._cycle is None or cycle_id != self._cycle.id:
            self._state = None
            self.forms.tell("")
        self._cycles = cycles.cycles()
        found = {cycle.id: cycle for cycle in self._cycles}.get(cycle_id) if cycle_id is not None else None
        self._cycle = found or (self._cycles[0] if self._cycles else None)
        self._all = cycles.heads(self._cycle.id) if self._cycle else []
        self._heads = [head for head in self._all if not head.is_void]
        self._rows = form_rows(self._firm, self._cycle, self._heads) if self._cycle else []
        self._people = without_form(self._firm, self._cycle, self._heads) if self._cycle else []
        self._show()

    def _is_open(self) -> bool:
        return self._cycle is not None and not self._cycle.is_closed and not self._firm.is_read_only

    def _show(self) -> None:
        cycle, today = self._cycle, self._firm.clock.today()
        self.empty.setVisible(cycle is None and self.new_card.isHidden())
        self._content.setVisible(cycle is not None)
        self.new_button.setEnabled(not self._firm.is_read_only)
        if cycle is None:
            return
        self.list.show_cycles(self._cycles, today, self._current_id, cycle.id)
        is_open = self._is_open()
        switches = self._firm.settings.settings().switches
        self.head.show_cycle(cycle, self._heads, switches, today, self._state)
        is_writable = not self._firm.is_read_only
        self.head.show_buttons(
            is_open=is_open, is_current=cycle.id == self._current_id, is_writable=is_writable
        )
        rows = [row for row in self._rows if self._state is None or row.head.state is self._state]
        self.forms.show_rows(rows, self._state, is_open=is_open)
        self.forms.show_empty(is_open and not self._heads, bool(self._people))
        self._show_advance(is_open)
        self.departments.show_heads(self._heads, self._states())
        self.without.show_people(self._people, is_open=is_open)
        self.back.show_log(self._firm.cycles.steps_back(cycle.id))
        self._show_schedule(cycle)
        self.without.setVisible(bool(self._heads))
        self._show_chosen()

    def _moving(self) -> FormState | None:
        """Return the state whose forms the button moves: the chosen one, else the earliest with some ready."""
        ready = {row.head.state for row in self._rows if not row.is_stuck}
        can = [state for state in FormState if state in ready and self._target_of(state) is not None]
        if self._state is not None:
            return self._state if self._state in can else None
        return can[0] if can else None

    def _ready(self, state: FormState | None) -> list[int]:
        return [row.head.id for row in self._rows if not row.is_stuck and row.head.state is state]

    def _target_of(self, state: FormState) -> FormState | None:
        target = self._firm.cycles.next_state(state)
        return None if target is FormState.CLOSED else target

    def _show_advance(self, is_open: bool) -> None:
        state = self._moving() if is_open else None
        if not is_open or not self._heads:
            self.forms.show_advance(0, None, "")
        elif state is not None:
            going = self._ready(state)
            self.forms.show_advance(len(going), self._target_of(state), self._what_happens(state, going))
        elif self._ready(FormState.MANAGER_SCORED) and self._state in (None, FormState.MANAGER_SCORED):
            hint = _("Complete forms are filed when the cycle is closed.")
            self.forms.show_advance(0, None, hint)
        else:
            self.forms.show_advance(0, None, _("None of these can go on now."))

    def _what_happens(self, state: FormState, going: Sequence[int]) -> str:
        """Say before it is done what the button would do to so many forms."""
        if self._firm.settings.settings().is_simple:
            return _("It can be undone")
        words = []
        whole = sum(head.state is state for head in self._heads)
        if len(going) < whole:
            words.append(_("{count} of {whole} can go").format(count=len(going), whole=whole))
        if state is FormState.RUNNING and self._firm.cycles.next_state(state) is FormState.SELF_SCORED:
            words.append(_("they are marked “no self score”"))
        if FormState.CALIBRATED not in self._states() and state is FormState.MANAGER_SCORED:
            words.append(_("marked “no calibration needed”"))
        words.append(_("it can be undone"))
        return pick("；", "; ").join(words)

    def _show_chosen(self) -> None:
        key = self.forms.table.current_key()
        head = next((one for one in self._heads if one.id == key), None)
        self._show_record(head)
        is_simple = self._firm.settings.settings().is_simple
        self.flags.show_form(head, self._all, is_writable=not self._firm.is_read_only)
        self.flags.setVisible(not is_simple and bool(self._all))
        ways = self._firm.cycles.ways_back(head.state) if head is not None else ()
        self.back.show_form(head, ways, is_open=self._is_open())
        self.back.setVisible(self._is_open() and bool(self._heads))

    def _show_record(self, head: FormHead | None) -> None:
        """Offer the record for the chosen form, else for all of the chosen state that take one."""
        may = self._firm.cycles.may_record_talk
        heads: list[FormHead] = []
        if self._is_open() and head is not None and may(head.state):
            heads = [head]
        elif self._is_open() and self._state is not None and may(self._state):
            heads = [one for one in self._heads if one.state is self._state]
        talk = self._firm.appraisal.sheet(heads[0].id).talk if len(heads) == 1 else None
        self.record.show_forms(heads, talk)

    def _show_schedule(self, cycle: Cycle) -> None:
        settings = self._firm.settings.settings()
        self.schedule.setVisible(not settings.is_simple)
        if not settings.is_simple:
            due = self._firm.calendar.schedule(cycle.id)
            self.schedule.show_due(due, settings.switches, self._firm.clock.today())

    # -- what the widgets tell --

    @property
    def shown_id(self) -> int | None:
        """The cycle shown, which may be another one than that of the other pages."""
        return self._cycle.id if self._cycle else None

    def _cycle_chosen(self, key: object) -> None:
        if isinstance(key, int) and (self._cycle is None or key != self._cycle.id):
            self._read(key)

    def _choose_state(self, key: str) -> None:
        self._state = FormState(key) if key else None
        self.forms.show_stuck_first()
        self.forms.tell("")
        self._show()

    def _form_chosen(self, _key: object) -> None:
        self._show_chosen()

    def _open_form(self, key: object) -> None:
        head = next((one for one in self._heads if one.id == key), None)
        if head is None or self._cycle is None:
            return
        if self._cycle.id != self._current_id and not self._firm.is_read_only:
            self.make_current()
        row = next((row for row in self._rows if row.head.id == key), FormRow(head, (), False))
        remedy = remedy_of(row)
        if remedy.page:
            self.place_wanted.emit(remedy.page, dict(remedy.place))
        else:
            self.forms.table.choose(head.id, 0)
            self.area.ensureWidgetVisible(self.record)
            self.record.notice_on.setFocus()

    def _type_chosen(self, type: CycleType) -> None:
        self.new_card.show_dates(self._firm.cycles.suggested(type))

    def _days_chosen(self, first: date, last: date) -> None:
        self.new_card.show_parents(self._firm.cycles.parents_for(first, last))

    def _offer(self, dates: tuple[date, date]) -> Offer:
        """Return whom a cycle of these days may be for and which cycles it may be copied from."""
        here = [
            one
            for one in self._firm.people.employees()
            if one.is_appraised
            and (one.left_on is None or one.left_on >= dates[0])
            and (one.hired_on is None or one.hired_on <= dates[1])
        ]
        sources = [cycle for cycle in self._cycles if cycle.forms]
        chosen = self._cycle.id if self._cycle is not None and self._cycle in sources else None
        return Offer(here, sources, chosen)

    def _new_closed(self) -> None:
        self.new_card.hide()
        self._show()
