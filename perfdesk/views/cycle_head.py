"""The head of the cycle page: name, days, phases and states of one cycle."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from perfdesk.domain.appraisal import Cycle, FormHead
from perfdesk.domain.cycles import cycle_days, phase_of, phases, stops
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import FormState
from perfdesk.models.cycle_rows import phase_words, short_state
from perfdesk.texts import _, current
from perfdesk.texts.words import CYCLE_TYPES, SCHEMES, STATES, cycle_name
from perfdesk.views.cycle_cards import NamesRow
from perfdesk.views.cycle_states import StateBox, StateBoxes
from perfdesk.views.parts import Card, ProgressSteps, Step, button


class CycleHead(Card):
    """Shows where the forms of a cycle stand. Emits what is wanted: `close_wanted`, `current_wanted`,
    `combine_wanted`, `rename_wanted(zh, en)`, `state_chosen(key)` with "" for all states."""

    close_wanted = Signal()
    current_wanted = Signal()
    combine_wanted = Signal()
    rename_wanted = Signal(str, str)
    state_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("cycleHead")
        self._cycle: Cycle | None = None
        self._heads: Sequence[FormHead] = ()
        self._switches: AbstractSet[Switch] = frozenset()
        self._is_over = False
        self._state: FormState | None = None
        emit = self.current_wanted.emit
        self.current_button = button("", "small", name="makeCurrent", on_click=emit, parent=self)
        self.rename_button = button("", "small", name="renameCycle", on_click=self._begin_rename, parent=self)
        self.close_button = button("", "small", "lock", "closeCycle", self.close_wanted.emit, self)
        self.combine_button = button(
            "", "small", name="combineParts", on_click=self.combine_wanted.emit, parent=self
        )
        for made in (self.combine_button, self.current_button, self.rename_button, self.close_button):
            self.add_to_header(made)
        self.names = NamesRow(self)
        self.names.wanted.connect(self.rename_wanted)
        self.names.closed.connect(self.names.hide)
        self.add(self.names)
        self.steps = ProgressSteps(parent=self)
        self.steps.setObjectName("phases")
        self.steps.chosen.connect(self._phase_chosen)
        self.add(self.steps)
        self.boxes = StateBoxes(self)
        self.boxes.setObjectName("states")
        self.boxes.chosen.connect(self.state_chosen)
        self.add(self.boxes)
        self.body.addStretch(1)

    def show_cycle(
        self,
        cycle: Cycle,
        heads: Sequence[FormHead],
        switches: AbstractSet[Switch],
        today: date,
        state: FormState | None,
    ) -> None:
        """Show a cycle and how many of its forms stand where; `state` is the one that the list below shows."""
        if self._cycle is not None and cycle.id != self._cycle.id:
            self.names.hide()
        self._cycle, self._heads, self._switches, self._state = cycle, heads, switches, state
        self._is_over = cycle.ends_on < today
        self._show_heading(cycle)
        self._show_phases(cycle)
        counts = {one: sum(head.state is one for head in heads) for one in FormState}
        boxes = [
            StateBox(
                one.value,
                _(STATES[one]),
                counts[one],
                _exit_of(one, switches),
                _SIDES.get(one, "blue"),
                short_state(one),
            )
            for one in states_of(switches)
        ]
        self.boxes.show_boxes(boxes, state.value if state else "")

    def show_buttons(self, *, is_open: bool, is_current: bool, is_writable: bool) -> None:
        self.close_button.setVisible(is_open)
        self.rename_button.setVisible(is_open)
        self.combine_button.setVisible(
            is_open and self._cycle is not None and self._cycle.combining is not None
        )
        self.current_button.setVisible(is_writable and not is_current)

    def retranslate(self) -> None:
        for made, word in (
            (self.rename_button, _("Rename")),
            (self.close_button, _("Close the cycle")),
            (self.current_button, _("Show on every page")),
            (self.combine_button, _("Put the parts together")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.boxes.setAccessibleName(_("States"))
        self.steps.setAccessibleName(_("Phases"))
        self.names.retranslate()

    def _show_heading(self, cycle: Cycle) -> None:
        remark = _("{start} to {end}, {days} days, {kind} · {scheme}").format(
            start=cycle.starts_on.isoformat(),
            end=cycle.ends_on.isoformat(),
            days=cycle_days(cycle.starts_on, cycle.ends_on),
            kind=_(CYCLE_TYPES[cycle.type]),
            scheme=_(SCHEMES[cycle.scheme.scheme]),
        )
        if cycle.is_closed:
            remark = _("{words} · closed, read-only").format(words=remark)
        self.set_heading(cycle_name(cycle, current()), remark)

    def _show_phases(self, cycle: Cycle) -> None:
        seen = phases(self._switches)
        at = [seen.index(self._phase(head.state)) for head in self._heads]
        first = min(at) if at else 0
        steps = []
        for place, (key, word) in enumerate(phase_words(seen)):
            count = at.count(place)
            if cycle.is_closed or (at and place < first):
                state = "done"
            elif at and place == first:
                state = "current"
            else:
                state = "begun" if count else "to_come"
            shown = f"{count}/{len(at)}" if at else ""
            steps.append(Step(key, word, state, shown, _("{count} forms here").format(count=count)))
        self.steps.show_steps(steps)

    def _phase(self, state: FormState):
        return phase_of(state, self._switches, is_over=self._is_over)

    def _phase_chosen(self, key: str) -> None:
        """A phase shows the first of its states that has forms; pressed again, all."""
        there = {head.state for head in self._heads}
        found = [one for one in states_of(self._switches) if one in there and self._phase(one).value == key]
        self.state_chosen.emit(found[0].value if found and found[0] is not self._state else "")

    def _begin_rename(self) -> None:
        if self._cycle is not None:
            self.names.begin(self._cycle.name_zh, self._cycle.name_en)


def states_of(switches: AbstractSet[Switch]) -> list[FormState]:
    """Return the states that forms of this firm stop in."""
    return list(stops(switches))


_SIDES = {FormState.CONFIRMED: "green", FormState.IMPROVING: "green", FormState.CLOSED: ""}


def _exit_of(state: FormState, switches: AbstractSet[Switch]) -> str:
    """Say what it takes to leave a state, as this firm works."""
    files_at_once = Switch.INTERVIEWS not in switches
    scored = _("→ every item has a value or a reason")
    talked = _("→ notice, interview, signature")
    if state is FormState.RUNNING and Switch.SELF_SCORE in switches:
        return _("→ self score given, or its day past")
    if state is FormState.MANAGER_SCORED and Switch.CALIBRATION in switches:
        return _("→ the grade is set")
    if state in (FormState.MANAGER_SCORED, FormState.CALIBRATED) and not files_at_once:
        return talked
    return {
        FormState.DRAFT: _("→ weights are 100, targets are set"),
        FormState.AGREED: _("→ the cycle begins"),
        FormState.RUNNING: scored,
        FormState.SELF_SCORED: scored,
        FormState.MANAGER_SCORED: _("→ the cycle is closed"),
        FormState.CALIBRATED: _("→ the cycle is closed"),
        FormState.CONFIRMED: _("→ a plan is agreed, or the appeal time is over"),
        FormState.IMPROVING: _("→ all plans are over"),
        FormState.CLOSED: _("read-only"),
    }[state]
