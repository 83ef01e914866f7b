"""Cycles: opening one, giving out forms, passing forms from state to state, closing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from perfdesk.controllers.desk import refuse
from perfdesk.controllers.forms import takes_part
from perfdesk.controllers.state_reading import Examined, Stuck
from perfdesk.controllers.states import StateDeeds
from perfdesk.controllers.steps import Walk
from perfdesk.domain.appraisal import Cycle, FormHead
from perfdesk.domain.cycles import ORDER, check_cycle, default_cycle, way_forward
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import CycleType, FormState, Scheme
from perfdesk.store import cycles, forms, settings
from perfdesk.store.change import Change
from perfdesk.store.rows import grades_text
from perfdesk.store.schema import cycle as cycle_table
from perfdesk.store.schema import employee, firm, form

__all__ = ["CyclesController", "Stuck"]


class CyclesController(StateDeeds):
    """Deeds and questions about cycles and the states of their forms."""

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
            heads = [head for head in forms.heads_of_cycle(connection, cycle_id) if not head.is_void]
        return {state: sum(head.state is state for head in heads) for state in FormState}

    def heads(self, cycle_id: int) -> list[FormHead]:
        with self._desk.read() as connection:
            return forms.heads_of_cycle(connection, cycle_id)

    def close(self, cycle_id: int) -> list[Stuck]:
        """Close a cycle once every form is scored: from then on nothing in it changes.

        Returns what stands in the way, and closes nothing then.

        Raises:
            Invalid: `cycle_closed`: it is closed already.
        """
        with self._desk.change("close_cycle") as change:
            if change.row(cycle_table, cycle_id)["closed_at"]:
                raise refuse("cycle", "cycle_closed")
            heads = [head for head in forms.heads_of_cycle(change.connection, cycle_id) if not head.is_void]
            switches = settings.switches_within(change)
            walk = Walk()
            for _cycle, of_cycle, found in self._examined(change.connection, heads):
                if early := _early(of_cycle, found, switches):
                    return early
                for head in of_cycle:
                    if head.state is not FormState.CLOSED:
                        self._walk(change, walk, head, found, switches)
            walk.write(change)
            change.update(cycle_table, cycle_id, closed_at=self._now())
        return []

    def _add_forms(self, change: Change, cycle_id: int, employee_ids: Sequence[int] | None) -> list[int]:
        found = cycles.one_cycle(change.connection, cycle_id)
        if found is None or found.is_closed:
            raise refuse("cycle", "cycle_closed")
        if employee_ids is None:
            there = sorted(change.find(employee), key=lambda row: str(row["number"]))
            employee_ids = [row["id"] for row in there if takes_part(row, found)]
        return self._maker.add(change, found, employee_ids, settings.settings(change.connection))


def _early(heads: Sequence[FormHead], found: Examined, switches: frozenset[Switch]) -> list[Stuck]:
    """Return the forms that can't be filed yet, and why."""
    early = []
    for head in heads:
        if head.state is FormState.CLOSED:
            continue
        way = way_forward(head.state, switches, has_plan=found.facts[head.id].has_plan)
        problems = found.problems[head.id]
        if way[-1] is not FormState.CLOSED:
            is_scored = ORDER.index(head.state) >= ORDER.index(FormState.MANAGER_SCORED)
            problems = (Problem("state", "not_finished_yet" if is_scored else "not_scored_yet"),)
        if problems:
            early.append(Stuck(head, problems))
    return early
