"""Cycles: opening one, giving out forms, passing forms from state to state, closing."""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.controllers.cycle_opening import OpeningDeeds
from perfdesk.controllers.desk import refuse
from perfdesk.controllers.form_records import RecordDeeds
from perfdesk.controllers.state_reading import Examined, Stuck
from perfdesk.controllers.states import StateDeeds
from perfdesk.controllers.steps import Walk
from perfdesk.domain.appraisal import Cycle, FormHead
from perfdesk.domain.cycles import ORDER, way_forward
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import FormState
from perfdesk.store import cycles, forms, settings
from perfdesk.store.schema import cycle as cycle_table
from perfdesk.store.schema import firm, form

__all__ = ["CyclesController", "Stuck"]


class CyclesController(StateDeeds, OpeningDeeds, RecordDeeds):
    """Deeds and questions about cycles and the states of their forms."""

    def cycles(self) -> list[Cycle]:
        """Return all cycles, newest first."""
        with self._desk.read() as connection:
            return cycles.cycles(connection)

    def current(self) -> Cycle | None:
        with self._desk.read() as connection:
            current_id = settings.settings(connection).current_cycle_id
            return cycles.one_cycle(connection, current_id) if current_id is not None else None

    def rename(self, cycle_id: int, name_zh: str, name_en: str) -> None:
        with self._desk.change("rename_cycle", name=name_zh or name_en) as change:
            if change.row(cycle_table, cycle_id)["closed_at"]:
                raise refuse("cycle", "cycle_closed")
            change.update(cycle_table, cycle_id, name_zh=name_zh.strip(), name_en=name_en.strip())

    def choose(self, cycle_id: int) -> None:
        """Make a cycle the current one: the one that every page shows. Undo passes over it."""
        with self._desk.noting("choose_cycle") as change:
            change.row(cycle_table, cycle_id)
            change.update(firm, settings.FIRM_ID, current_cycle_id=cycle_id)

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
