"""Reading what keeps forms in their states: lines and facts out of the file, the missing things and whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from perfdesk.controllers import rater_closing
from perfdesk.controllers.deadlines import Deadlines
from perfdesk.domain.appraisal import Cycle, FormHead, FormItem
from perfdesk.domain.cycle_conditions import FormFacts, ItemState, Waits, missing_to_leave, waits_for
from perfdesk.domain.cycle_parts import AVERAGE_LINEAGE
from perfdesk.domain.cycles import is_scored, way_forward
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import FormState, SignatureState
from perfdesk.store import cycles, forms, people, settings
from perfdesk.store.change import Reading
from perfdesk.store.rows import day


@dataclass(frozen=True, slots=True)
class Stuck:
    """A form that can't go on: why, who is waited for, and by name where one is known."""

    head: FormHead
    problems: tuple[Problem, ...]
    waits: Waits = Waits.MANAGER
    who: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found out about forms of one cycle: what each lacks, and the facts that a step goes by.

    `hints` keep no form: who provides the figures, and what a target rests on (§2.4).
    """

    problems: Mapping[int, tuple[Problem, ...]]
    facts: Mapping[int, FormFacts]
    is_single_manager: bool = False
    providers: Mapping[int, str] = field(default_factory=dict)
    hints: Mapping[int, tuple[Problem, ...]] = field(default_factory=dict)

    def stuck(self, heads: Sequence[FormHead]) -> list[Stuck]:
        found = []
        for head in heads:
            problems = self.problems.get(head.id, ())
            if problems:
                waits = waits_for(problems[0])
                found.append(Stuck(head, problems, waits, self._who(head, waits)))
        return found

    def _who(self, head: FormHead, waits: Waits) -> str:
        if waits is Waits.EMPLOYEE:
            return head.name
        if waits is Waits.DATA:
            return self.providers.get(head.id, "") or head.manager
        return head.manager if waits is Waits.MANAGER else ""


def examine(connection: Reading, cycle: Cycle, heads: Sequence[FormHead], today: date) -> Examined:
    """Return what keeps each of these forms of a cycle in its state; void forms and filed ones lack nothing."""
    switches = settings.switches(connection)
    living = [head for head in heads if not head.is_void and head.state is not FormState.CLOSED]
    lasts = cycles.last_segments(connection, cycle.id)
    living_ids = {head.id for head in living}
    rows = cycles.condition_rows(connection, sorted(living_ids | lasts.keys() | set(lasts.values())))
    waited = {last for earlier, last in lasts.items() if not is_scored(FormState(rows[earlier]["state"]))}
    plans: dict[int, list[tuple[str, bool]]] = {}
    for form_id, name, is_open in cycles.plans_of_cycle(connection, cycle.id):
        plans.setdefault(form_id, []).append((name, is_open))
    bare, unruled = cycles.bare_vetoes(connection, cycle.id), cycles.unruled_vetoes(connection, cycle.id)
    single = Switch.CALIBRATION in switches and cycles.managers_of_cycle(connection, cycle.id) == 1
    deadlines = Deadlines(connection)
    facts = {
        head.id: _facts(
            head,
            cycle,
            rows[head.id],
            rows[lasts.get(head.id, head.id)],
            plans.get(head.id, ()),
            (bare.get(head.id, ()), unruled.get(head.id, ())),
            deadlines,
            today,
            single,
            head.id in waited,
        )
        for head in living
    }
    scored = [head.id for head in living if FormState.SELF_SCORED in _left(head.state, switches)]
    drafts = [head.id for head in living if head.state is FormState.DRAFT]
    items = forms.items(connection, [*drafts, *scored])
    problems: dict[int, tuple[Problem, ...]] = {}
    hints: dict[int, tuple[Problem, ...]] = {}
    for head in living:
        lines = [line_of(item, head.employee_id) for item in items.get(head.id, ())]
        found = missing_to_leave(head.state, lines, switches, facts[head.id])
        problems[head.id] = tuple(one for one in found if not one.is_warning)
        hints[head.id] = tuple(one for one in found if one.is_warning)
    if Switch.RATERS in switches:
        for form_id in scored:
            problems[form_id] += rater_closing.open_problems(connection, form_id)
    return Examined(problems, facts, single, _providers(connection, items), hints)


def line_of(item: FormItem, appraisee_id: int | None = None) -> ItemState:
    """Return what the states ask of a line of a form of a person; of the mean of the parts and of an objective,
    which are worked out here, neither unit nor provider nor basis is asked."""
    return ItemState(
        item.id,
        item.name_zh or item.name_en,
        item.weight,
        item.missing,
        bool(item.words.strip()) if item.is_in_words else item.score is not None,
        item.missing_reason,
        None if item.is_anchored else item.rule,
        item.is_in_words,
        None if item.is_carried or item.lineage == AVERAGE_LINEAGE else item.unit,
        item.provider_id,
        item.provider_words,
        item.basis,
        appraisee_id,
    )


def _left(state: FormState, switches: frozenset[Switch]) -> tuple[FormState, ...]:
    """Return the states that one step forward leaves."""
    return (state, *way_forward(state, switches)[:-1])


def _facts(
    head: FormHead,
    cycle: Cycle,
    row: Any,
    last: Any,
    plans: Sequence[tuple[str, bool]],
    vetoes: tuple[tuple[str, ...], tuple[str, ...]],
    deadlines: Deadlines,
    today: date,
    is_single_manager: bool,
    has_open_segments: bool,
) -> FormFacts:
    """Gather the facts of a form; `last` is the row of the person's last segment, in most cases its own: the grade,
    the notice, the interview and the signature stand there for all segments."""
    ends_on = head.ends_on or cycle.ends_on
    return FormFacts(
        today=today,
        starts_on=head.starts_on or cycle.starts_on,
        ends_on=ends_on,
        self_until=deadlines.self_until(cycle, ends_on),
        is_self_given=row["self_submitted_at"] is not None,
        bare_vetoes=vetoes[0],
        unruled_vetoes=vetoes[1],
        has_open_segments=has_open_segments,
        has_grade=last["calibrated_at"] is not None or is_single_manager,
        notice_on=day(last["notice_on"]),
        notice_way=last["notice_way"],
        interview_on=day(last["interview_on"]),
        signature=SignatureState(last["signature"]) if last["signature"] else None,
        signature_words=last["signature_words"],
        signed_on=day(last["signed_on"]),
        appeal_until=deadlines.appeal_until(day(last["notice_on"])),
        is_appealed=bool(row["is_appealed"] or last["is_appealed"]),
        has_plan=bool(plans),
        open_plans=tuple(name for name, is_open in plans if is_open),
    )


def _providers(connection: Reading, items: Mapping[int, Sequence[FormItem]]) -> dict[int, str]:
    """Return who provides the first actual that a form still lacks, where its item says so."""
    found: dict[int, str] = {}
    names: dict[int, str] = {}
    for form_id, lines in items.items():
        for item in lines:
            if item.score is not None or item.is_anchored or not (item.provider_id or item.provider_words):
                continue
            if item.provider_id and not names:
                names = {one.id: one.name for one in people.employees(connection)}
            found.setdefault(form_id, names.get(item.provider_id or 0, "") or item.provider_words)
    return found
