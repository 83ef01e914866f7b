"""Appeals against a result (§8.6): in time, once, handled by somebody else, decided with reasons."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from perfdesk.domain.cycles import ALL_SWITCHES, NEEDS_GROUND, last_kept
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import AppealDecision, AppealMatter, FormState
from perfdesk.domain.workdays import WorkCalendar

WINDOW = 5
"""Working days from delivery of the notice in which an appeal may be filed, unless the firm says otherwise."""
DECIDED_WITHIN = 10
"""Working days from filing in which it is decided."""
LEAST_REASONS = 10
STATES = frozenset({FormState.CALIBRATED, FormState.CONFIRMED, FormState.IMPROVING})
"""An appeal may be filed before the interview is confirmed as well as after, and while a plan runs already (§8.6)."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal of one form; `decided_on` is None while it is open. `id` 0: not in the file yet."""

    id: int
    form_id: int
    filed_on: date
    matter: AppealMatter
    facts: str
    evidence: str = ""
    request: str = ""
    handler_id: int | None = None
    handler: str = ""
    received_on: date | None = None
    findings: str = ""
    decision: AppealDecision | None = None
    reasons: str = ""
    correction: str = ""
    decided_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.decided_on is None

    @property
    def is_granted(self) -> bool:
        """Upheld, wholly or in part."""
        return self.decision in (AppealDecision.UPHELD, AppealDecision.PARTLY)


def last_day_to_file(delivered_on: date, workdays: WorkCalendar, window: int = WINDOW) -> date:
    """Return the last day on which a result may be appealed; the day of delivery is not counted (§8.6)."""
    return workdays.add(delivered_on, window)


def last_day_to_decide(filed_on: date, workdays: WorkCalendar) -> date:
    """Return the day by which an appeal is to be decided, counted from its filing (§8.6)."""
    return workdays.add(filed_on, DECIDED_WITHIN)


def check_filing(
    filed_on: date,
    facts: str,
    state: FormState,
    delivered_on: date | None,
    workdays: WorkCalendar,
    *,
    states: AbstractSet[FormState] = STATES,
    has_appeal: bool = False,
    window: int = WINDOW,
) -> tuple[Problem, ...]:
    """Return what stands against filing an appeal.

    `states` are those in which this firm's forms may be appealed; `delivered_on` is the day of the notice.
    """
    if has_appeal:
        return (Problem("form", "appeal_twice"),)
    if state not in states:
        return (Problem("form", "appeal_not_now"),)
    found = []
    if delivered_on is None:
        found.append(Problem("delivered_on", "appeal_without_notice"))
    elif filed_on < delivered_on:
        details = {"delivered_on": delivered_on.isoformat()}
        found.append(Problem("filed_on", "appeal_before_notice", details))
    elif filed_on > (last := last_day_to_file(delivered_on, workdays, window)):
        found.append(Problem("filed_on", "appeal_late", {"last": last.isoformat(), "window": window}))
    if len(facts.strip()) < LEAST_REASONS:
        found.append(Problem("facts", "appeal_facts_short", {"least": LEAST_REASONS}))
    return tuple(found)


def check_handler(handler_id: int | None, employee_id: int, scorers: Collection[int]) -> tuple[Problem, ...]:
    """Return what stands against a handler: it is neither who scored the form nor whose form it is (§8.6)."""
    if handler_id is None:
        return (Problem("handler", "appeal_without_handler"),)
    if handler_id == employee_id:
        return (Problem("handler", "handler_is_appellant"),)
    if handler_id in scorers:
        return (Problem("handler", "handler_is_scorer"),)
    return ()


def check_receipt(appeal: Appeal, received_on: date) -> tuple[Problem, ...]:
    if received_on < appeal.filed_on:
        return (Problem("received_on", "received_before_filed", {"day": appeal.filed_on.isoformat()}),)
    return ()


def check_decision(
    appeal: Appeal, decision: AppealDecision | None, reasons: str, decided_on: date, workdays: WorkCalendar
) -> tuple[Problem, ...]:
    """Return what stands against deciding an appeal; a late decision is a warning, since late beats never."""
    if not appeal.is_open:
        return (Problem("decision", "appeal_decided"),)
    found = []
    if decision is None:
        found.append(Problem("decision", "appeal_without_decision"))
    if appeal.handler_id is None:
        found.append(Problem("handler", "appeal_without_handler"))
    if len(reasons.strip()) < LEAST_REASONS:
        found.append(Problem("reasons", "appeal_reasons_short", {"least": LEAST_REASONS}))
    begun = appeal.received_on or appeal.filed_on
    if decided_on < begun:
        found.append(Problem("decided_on", "decided_before_received", {"day": begun.isoformat()}))
    elif decided_on > (last := last_day_to_decide(appeal.filed_on, workdays)):
        found.append(Problem("decided_on", "decided_late", {"last": last.isoformat()}, is_warning=True))
    return tuple(found)


def ways_back_opened(
    appeal: Appeal | None, state: FormState, switches: AbstractSet[Switch] = ALL_SWITCHES
) -> tuple[FormState, ...]:
    """Return the states that a granted appeal lets a CONFIRMED or IMPROVING form go back to.

    A matter of score or data opens the scores, one of the grade the grade, others both; where forms of the firm pass
    such a state by themselves, the last one they stop in before it. Before CONFIRMED the ordinary ways back do, and
    nothing is opened here. Source: §8.3, §8.6.
    """
    if appeal is None or not appeal.is_granted or state not in NEEDS_GROUND:
        return ()
    if appeal.matter in (AppealMatter.SCORE, AppealMatter.DATA):
        opened = [FormState.SELF_SCORED]
    elif appeal.matter is AppealMatter.GRADE:
        opened = [FormState.MANAGER_SCORED]
    else:
        opened = [FormState.SELF_SCORED, FormState.MANAGER_SCORED]
    return tuple(dict.fromkeys(last_kept(back, switches) for back in opened))
