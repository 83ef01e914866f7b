"""Cycles: opening one, giving out forms, passing forms from state to state, closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from perfdesk.controllers import rater_closing, reading
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.forms import SWITCHED_OFF, FormMaker, takes_part
from perfdesk.domain.appraisal import Cycle, FormHead, FormItem
from perfdesk.domain.cycles import (
    ItemState,
    check_cycle,
    default_cycle,
    missing_to_leave,
    next_state,
    way_forward,
    ways_back,
)
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import CycleType, FormState, Scheme
from perfdesk.store import cycles, forms, settings
from perfdesk.store.change import Change
from perfdesk.store.rows import grades_text
from perfdesk.store.schema import cycle as cycle_table
from perfdesk.store.schema import employee, firm, form

LEAST_REASON = 10


@dataclass(frozen=True, slots=True)
class Stuck:
    """A form that can't go on, and why."""

    head: FormHead
    problems: tuple[Problem, ...]


class CyclesController:
    """Deeds and questions about cycles and the states of their forms."""

    def __init__(self, desk: Desk, maker: FormMaker) -> None:
        self._desk, self._maker = desk, maker

    def cycles(self) -> list[Cycle]:
        """Return all cycles, newest first."""
        with self._desk.read() as connection:
            return cycles.cycles(connection)

    def current(self) -> Cycle | None:
        with self._desk.read() as connection:
            current_id = settings.settings(connection).current_cycle_id
            return cycles.one_cycle(connection, current_id) if current_id is not None else None

    def suggested(self, type: CycleType = CycleType.QUARTER) -> tuple[date, date]:
        """Return first and last day of the period that contains today."""
        return default_cycle(type, self._desk.today())

    def add_cycle(
        self,
        type: CycleType,
        starts_on: date,
        ends_on: date,
        *,
        scheme: Scheme | None = None,
        name_zh: str = "",
        name_en: str = "",
        with_forms: bool = True,
    ) -> int:
        """Open a cycle, make it the current one and give everybody a form from the template of the position.

        Raises:
            Invalid: it ends before it starts, or the same cycle is there already.
        """
        if problems := check_cycle(starts_on, ends_on):
            raise Invalid(*problems)
        with self._desk.change("add_cycle") as change:
            chosen = settings.settings(change.connection)
            dates = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
            if change.ids(cycle_table, type=type.value, **dates):
                raise refuse("cycle", "cycle_twice")
            kind = scheme or chosen.scheme
            cycle_id = change.insert(
                cycle_table,
                type=type.value,
                name_zh=name_zh.strip(),
                name_en=name_en.strip(),
                **dates,
                scheme=kind.value,
                grades=grades_text(chosen.grades[kind]) if kind in chosen.grades else "",
            )
            change.update(firm, settings.FIRM_ID, current_cycle_id=cycle_id)
            if with_forms:
                self._add_forms(change, cycle_id, None)
            return cycle_id

    def rename(self, cycle_id: int, name_zh: str, name_en: str) -> None:
        with self._desk.change("rename_cycle", name=name_zh or name_en) as change:
            if change.row(cycle_table, cycle_id)["closed_at"]:
                raise refuse("cycle", "cycle_closed")
            change.update(cycle_table, cycle_id, name_zh=name_zh.strip(), name_en=name_en.strip())

    def choose(self, cycle_id: int) -> None:
        """Make a cycle the current one: the one that every page shows."""
        with self._desk.change("choose_cycle") as change:
            change.row(cycle_table, cycle_id)
            change.update(firm, settings.FIRM_ID, current_cycle_id=cycle_id)

    def add_forms(self, cycle_id: int, employee_ids: Sequence[int] | None = None) -> int:
        """Give forms to those who have none (None: to everybody who is appraised); return how many."""
        with self._desk.change("add_forms") as change:
            return len(self._add_forms(change, cycle_id, employee_ids))

    def remove_form(self, form_id: int) -> None:
        """Take a form back that is still being built.

        Raises:
            Invalid: `form_not_draft`.
        """
        with self._desk.change("remove_form") as change:
            change.say(**forms.person_words(change.connection, form_id))
            if change.row(form, form_id)["state"] != FormState.DRAFT.value:
                raise refuse("form", "form_not_draft")
            self._maker.remove(change, form_id)

    def counts(self, cycle_id: int) -> dict[FormState, int]:
        """Return how many forms of a cycle stand in each state."""
        with self._desk.read() as connection:
            heads = forms.heads_of_cycle(connection, cycle_id)
        return {state: sum(head.state is state for head in heads) for state in FormState}

    def heads(self, cycle_id: int) -> list[FormHead]:
        with self._desk.read() as connection:
            return forms.heads_of_cycle(connection, cycle_id)

    def next_state(self, state: FormState) -> FormState | None:
        return next_state(state, self._desk.settings().switches)

    def ways_back(self, state: FormState) -> tuple[FormState, ...]:
        return ways_back(state, self._desk.settings().switches)

    def stuck(self, cycle_id: int, state: FormState) -> list[Stuck]:
        """Return the forms of a state that can't leave it, each with what is missing."""
        with self._desk.read() as connection:
            switches = reading.switches(connection)
            heads = [head for head in forms.heads_of_cycle(connection, cycle_id) if head.state is state]
            items = forms.items(connection, [head.id for head in heads])
        found = [Stuck(head, _missing(head.state, items[head.id], switches)) for head in heads]
        return [one for one in found if one.problems]

    def advance(self, form_ids: Sequence[int]) -> list[Stuck]:
        """Move forms one state forward, all in one deed; return those that can't go and why."""
        left: list[Stuck] = []
        with self._desk.change("advance", count=len(form_ids)) as change:
            switches = reading.switches(change.connection)
            items = forms.items(change.connection, form_ids)
            heads = forms.heads(change.connection, form_ids)
            for form_id, head in heads.items():
                problems = _missing(head.state, items[form_id], switches)
                if FormState.MANAGER_SCORED in way_forward(head.state, switches):
                    problems += rater_closing.open_problems(change.connection, form_id)
                if not problems:
                    problems = self._step(change, head, switches)
                if problems:
                    left.append(Stuck(head, problems))
        return left

    def send_back(self, form_id: int, state: FormState, reason: str) -> None:
        """Move a form back, with a reason of at least ten characters.

        Raises:
            Invalid: no such way back, or no reason.
        """
        if len(reason.strip()) < LEAST_REASON:
            raise refuse("reason", "reason_too_short", least=LEAST_REASON)
        with self._desk.change("send_back") as change:
            change.say(**forms.person_words(change.connection, form_id))
            now = FormState(change.row(form, form_id)["state"])
            if state not in ways_back(now, reading.switches(change.connection)):
                raise refuse("state", "no_way_back")
            if state is FormState.DRAFT:
                change.update(form, form_id, agreed_at=None)
            change.update(form, form_id, scored_at=None)
            rater_closing.reopen(change, form_id)
            self._maker.pass_to(change, form_id, state, reason.strip())

    def close(self, cycle_id: int) -> list[Stuck]:
        """Close a cycle once every form is scored: from then on nothing in it changes.

        Returns what stands in the way, and closes nothing then.

        Raises:
            Invalid: `cycle_closed`: it is closed already.
        """
        with self._desk.change("close_cycle") as change:
            if change.row(cycle_table, cycle_id)["closed_at"]:
                raise refuse("cycle", "cycle_closed")
            heads = forms.heads_of_cycle(change.connection, cycle_id)
            early = [head for head in heads if head.state is not FormState.MANAGER_SCORED]
            if early:
                return [Stuck(head, (Problem("state", "not_scored_yet"),)) for head in early]
            now = self._desk.now().isoformat(timespec="seconds")
            way = way_forward(FormState.MANAGER_SCORED, reading.switches(change.connection))
            for head in heads:
                change.update(form, head.id, closed_at=now)
                self._pass_along(change, head.id, way)
            change.update(cycle_table, cycle_id, closed_at=now)
        return []

    def _add_forms(self, change: Change, cycle_id: int, employee_ids: Sequence[int] | None) -> list[int]:
        found = cycles.one_cycle(change.connection, cycle_id)
        if found is None or found.is_closed:
            raise refuse("cycle", "cycle_closed")
        if employee_ids is None:
            there = sorted(change.find(employee), key=lambda row: str(row["number"]))
            employee_ids = [row["id"] for row in there if takes_part(row, found)]
        return self._maker.add(change, found, employee_ids, settings.settings(change.connection))

    def _step(self, change: Change, head: FormHead, switches: frozenset[Switch]) -> tuple[Problem, ...]:
        way = way_forward(head.state, switches)
        if not way or way[-1] is FormState.CLOSED:
            return (Problem("state", "closes_with_cycle"),)
        waits_for = self._maker.begins_on(change, head.cycle_id)
        if waits_for is not None and FormState.RUNNING in way:
            return (Problem("state", "cycle_not_begun", {"starts_on": waits_for}),)
        self._pass_along(change, head.id, way)
        if way[-1] is FormState.AGREED and waits_for is None:
            self._maker.begin_scoring(change, head.id)
        elif way[-1] is FormState.MANAGER_SCORED:
            change.update(form, head.id, scored_at=self._desk.now().isoformat(timespec="seconds"))
        return ()

    def _pass_along(self, change: Change, form_id: int, way: Sequence[FormState]) -> None:
        """Walk the states of one step: those whose acts are off are passed, and the trail says so."""
        for state in way:
            note = "" if state is way[-1] else SWITCHED_OFF
            if state is FormState.AGREED:
                self._maker.agree(change, form_id, note)
            else:
                self._maker.pass_to(change, form_id, state, note)


def _missing(state: FormState, items: Sequence[FormItem], switches: frozenset[Switch]) -> tuple[Problem, ...]:
    lines = [
        ItemState(
            item.id,
            item.name_zh or item.name_en,
            item.weight,
            item.missing,
            item.score is not None,
            item.missing_reason,
            None if item.is_anchored else item.rule,
        )
        for item in items
    ]
    return tuple(p for p in missing_to_leave(state, lines, switches) if not p.is_warning)
