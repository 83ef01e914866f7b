"""Passing forms from state to state (§8.2, §8.3): forward many at once, back with a reason, never round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from perfdesk.controllers import appeals, rater_closing
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.locks import allow, mark_own, too_early
from perfdesk.controllers.state_reading import Examined, Stuck, examine
from perfdesk.controllers.steps import NO_CALIBRATION, NO_PLAN, SELF_SKIPPED, SWITCHED_OFF, Walk
from perfdesk.domain.appraisal import Cycle, FormHead
from perfdesk.domain.cycles import (
    NEEDS_GROUND,
    ORDER,
    Part,
    may_change,
    next_state,
    stops,
    way_forward,
    ways_back,
)
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import FormState, PlanStatus
from perfdesk.store import cycles, forms, settings
from perfdesk.store.change import Change, Reading
from perfdesk.store.schema import action, form, form_item, plan

LEAST_REASON = 10


@dataclass(frozen=True, slots=True)
class StepBack:
    """A form that was sent back: whose, when, from which state to which, and why."""

    form_id: int
    name: str
    name_en: str
    on: date
    before: FormState
    after: FormState
    reason: str


class StateDeeds:
    """Deeds and questions about the states of forms; `CyclesController` has them all."""

    def __init__(self, desk: Desk, maker: FormMaker) -> None:
        self._desk, self._maker = desk, maker

    def next_state(self, state: FormState) -> FormState | None:
        return next_state(state, self._desk.settings().switches)

    def may_record_talk(self, state: FormState) -> bool:
        """Tell whether notice, interview and signature are recorded in a state, as the firm works."""
        switches = self._desk.settings().switches
        return Switch.INTERVIEWS in switches and may_change(state, Part.SIGNATURE, switches)

    def ways_back(self, state: FormState) -> tuple[FormState, ...]:
        return ways_back(state, self._desk.settings().switches)

    def stops(self) -> tuple[FormState, ...]:
        """Return the states that forms of this firm stop in."""
        return stops(self._desk.settings().switches)

    def stuck(self, cycle_id: int, state: FormState | None = None) -> list[Stuck]:
        """Return the forms of a cycle (of one of its states) that can't go on: what is missing, who is waited for."""
        with self._desk.read() as connection:
            cycle = cycles.one_cycle(connection, cycle_id)
            if cycle is None:
                return []
            heads = [
                head
                for head in forms.heads_of_cycle(connection, cycle_id)
                if state is None or head.state is state
            ]
            return examine(connection, cycle, heads, self._desk.today()).stuck(heads)

    def hints(self, cycle_id: int) -> dict[int, tuple[Problem, ...]]:
        """Return what the drafts of a cycle should say but need not, by form: who provides the figures, and what a
        target rests on (§2.4)."""
        with self._desk.read() as connection:
            cycle = cycles.one_cycle(connection, cycle_id)
            if cycle is None:
                return {}
            heads = forms.heads_of_cycle(connection, cycle_id)
            drafts = [head for head in heads if head.state is FormState.DRAFT and not head.is_void]
            found = examine(connection, cycle, drafts, self._desk.today()).hints if drafts else {}
        return {form_id: hints for form_id, hints in found.items() if hints}

    def steps_back(self, cycle_id: int) -> list[StepBack]:
        """Return which forms of a cycle were sent back, the latest first."""
        with self._desk.read() as connection:
            rows = cycles.steps_back(connection, cycle_id)
        return [
            StepBack(
                row["form_id"],
                row["name"],
                row["name_en"],
                date.fromisoformat(row["at"][:10]),
                FormState(row["from_state"]),
                FormState(row["to_state"]),
                row["note"],
            )
            for row in rows
        ]

    def too_early(self, form_id: int, part: Part = Part.LEVEL) -> Problem | None:
        """Return why a part of a running form may not be changed yet, None if it may or never will in its state."""
        with self._desk.read() as connection:
            row = cycles.span_row(connection, form_id)
            return too_early(connection, self._desk.today(), row, part) if row is not None else None

    def advance(self, form_ids: Sequence[int], *, visit: str = "") -> list[Stuck]:
        """Move forms one state forward, all in one deed; return those that can't go and why.

        `visit`: a deed before this one that undo takes back together with it, as in `Desk.change`.
        """
        left: list[Stuck] = []
        with self._desk.change("advance", visit=visit, count=len(form_ids)) as change:
            switches = settings.switches_within(change)
            heads = list(forms.heads(change.connection, form_ids).values())
            for cycle, of_cycle, found in self._examined(change.connection, heads):
                blocked = {one.head.id: one for one in found.stuck(of_cycle)}
                left += [blocked[head.id] for head in of_cycle if head.id in blocked]
                walk = Walk()
                for head in of_cycle:
                    if head.id in blocked:
                        continue
                    if why := self._stays(head, cycle, found, switches):
                        left.append(Stuck(head, (why,)))
                    else:
                        self._walk(change, walk, head, found, switches)
                        if head.employee_id == self._desk.file.actor_id:
                            mark_own(self._desk, change, change.row(form, head.id))
                walk.write(change)
                self._begin(change, of_cycle)
        return left

    def submit_self(self, form_id: int) -> None:
        """Hand in the self score of a form: it goes to the manager and the self part is locked.

        Raises:
            Invalid: the form is not running, the cycle is not over, or an item that is judged has no own level.
        """
        with self._desk.change("submit_self") as change:
            change.say(**forms.person_words(change.connection, form_id))
            if Switch.SELF_SCORE not in settings.switches_within(change):
                raise refuse("self", "self_switched_off")
            self._maker.begin_scoring(change, form_id)
            if change.row(form, form_id)["state"] != FormState.RUNNING.value:
                raise refuse("self", "self_not_here")
            allow(self._desk, change, form_id, Part.SELF_LEVEL)
            items = forms.items(change.connection, [form_id])[form_id]
            bare = [one.name_zh or one.name_en for one in items if one.is_anchored and one.self_level is None]
            if bare:
                raise refuse("self", "self_incomplete", names="、".join(bare))
            change.update(form, form_id, self_submitted_at=self._now(), is_self_skipped=0)
            self._maker.pass_to(change, form_id, FormState.SELF_SCORED)

    def send_back(
        self, form_id: int, state: FormState, reason: str, *, is_proven_error: bool = False
    ) -> None:
        """Move a form back, with a reason of at least ten characters; what was told and signed is to be done again.

        `is_proven_error`: an error in the data was proven, which opens a confirmed result as an upheld appeal does.

        Raises:
            Invalid: no such way back, no reason, or a confirmed result without a ground.
        """
        if len(reason.strip()) < LEAST_REASON:
            raise refuse("reason", "reason_too_short", least=LEAST_REASON)
        with self._desk.change("send_back") as change:
            change.say(**forms.person_words(change.connection, form_id))
            row = change.row(form, form_id)
            now = FormState(row["state"])
            if row["is_void"] or state not in ways_back(now, settings.switches_within(change)):
                raise refuse("state", "no_way_back")
            if now in NEEDS_GROUND and not is_proven_error:
                if state not in appeals.ways_back(change.connection, form_id, now):
                    raise refuse("state", "back_needs_ground")
            change.update(form, form_id, **_undone(state))
            mark_own(self._desk, change, row)
            if ORDER.index(state) < ORDER.index(FormState.MANAGER_SCORED):
                rater_closing.reopen(change, form_id)
            self._maker.pass_to(change, form_id, state, reason.strip())

    # -- inside --

    def _now(self) -> str:
        return self._desk.now().isoformat(timespec="seconds")

    def _examined(
        self, connection: Reading, heads: Sequence[FormHead]
    ) -> list[tuple[Cycle, list[FormHead], Examined]]:
        """Return the forms by cycle, examined."""
        found = []
        for cycle_id in dict.fromkeys(head.cycle_id for head in heads):
            cycle = cycles.one_cycle(connection, cycle_id)
            assert cycle is not None
            of_cycle = [head for head in heads if head.cycle_id == cycle_id]
            found.append((cycle, of_cycle, examine(connection, cycle, of_cycle, self._desk.today())))
        return found

    def _stays(
        self, head: FormHead, cycle: Cycle, found: Examined, switches: frozenset[Switch]
    ) -> Problem | None:
        """Return why a form that lacks nothing does not go on all the same."""
        if head.is_void:
            return Problem("state", "locked_void")
        if head.state is FormState.CLOSED:
            return Problem("state", "locked_closed")
        way = way_forward(head.state, switches, has_plan=found.facts[head.id].has_plan)
        alone = Switch.INTERVIEWS in switches or cycle.is_closed
        return Problem("state", "closes_with_cycle") if way[-1] is FormState.CLOSED and not alone else None

    def _walk(
        self,
        change: Change,
        walk: Walk,
        head: FormHead,
        found: Examined,
        switches: frozenset[Switch],
    ) -> None:
        """Take one step: the states whose acts are off are passed, and the trail says so."""
        facts, now = found.facts[head.id], self._now()
        before = head.state
        way = way_forward(before, switches, has_plan=facts.has_plan)
        for state in way:
            note = "" if state is way[-1] else SWITCHED_OFF
            if state is FormState.AGREED:
                self._maker.agree(change, head.id, note)
                before = state
                continue
            if state is FormState.SELF_SCORED and not note and not facts.is_self_given:
                note = SELF_SKIPPED
                walk.also(head.id, is_self_skipped=1)
            elif state is FormState.MANAGER_SCORED:
                walk.also(head.id, scored_at=now)
            elif state is FormState.CALIBRATED:
                if not note and found.is_single_manager:
                    walk.also(head.id, calibrated_at=now)
                note = NO_CALIBRATION if note or found.is_single_manager else ""
            elif state is FormState.IMPROVING:
                if Switch.INTERVIEWS in switches and not facts.has_plan:
                    note = NO_PLAN
                else:
                    self._agree_plans(change, head.id)
            elif state is FormState.CLOSED:
                walk.also(head.id, closed_at=now)
            walk.step(head.id, before, state, now, note)
            before = state

    def _begin(self, change: Change, heads: Sequence[FormHead]) -> None:
        """Let forms run whose targets were agreed after their cycle had begun."""
        for head in heads:
            is_new = head.state is FormState.DRAFT and self._maker.begins_on(change, head.cycle_id) is None
            if is_new and change.row(form, head.id)["state"] == FormState.AGREED.value:
                self._maker.begin_scoring(change, head.id)

    def _agree_plans(self, change: Change, form_id: int) -> None:
        """A plan that leads into IMPROVING is agreed with it."""
        for item_id in change.ids(form_item, form_id=form_id):
            for row in change.find(plan, form_item_id=item_id, status=PlanStatus.DRAFT.value):
                if change.ids(action, plan_id=row["id"]):
                    change.update(plan, row["id"], status=PlanStatus.AGREED.value)


def _undone(state: FormState) -> dict[str, Any]:
    """Return the columns of what has to be done again after a form went back to a state."""
    at = ORDER.index(state)
    columns: dict[str, Any] = {}
    if at < ORDER.index(FormState.CALIBRATED):
        columns |= {"calibrated_at": None, "notice_on": None, "notice_way": ""}
        columns |= {"interview_on": None, "interview_place": "", "interviewer_id": None}
        columns |= {"signature": "", "signature_words": "", "signed_on": None}
    if at < ORDER.index(FormState.MANAGER_SCORED):
        columns |= {"scored_at": None, "final_grade": ""}
    if at < ORDER.index(FormState.SELF_SCORED):
        columns |= {"self_submitted_at": None, "is_self_skipped": 0}
    if at < ORDER.index(FormState.AGREED):
        columns |= {"agreed_at": None}
    return columns
