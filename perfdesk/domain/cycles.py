"""Cycles and the states of a form (§8): phases in front, what may change when, which state follows which."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import CycleType, FormState


class Phase(StrEnum):
    """What a person sees instead of the nine states."""

    TARGETS = "TARGETS"
    PROCESS = "PROCESS"
    SCORING = "SCORING"
    INTERVIEW = "INTERVIEW"
    IMPROVEMENT = "IMPROVEMENT"


class Part(StrEnum):
    """A part of a form that somebody may want to change.

    RATERS are the sheets of other raters, SELF_WORDS the employee's words on the self score. COMMENT are the
    manager's words and examples: noted as things happen they are evidence, so a running form takes them too. DAYS are
    the first and last day of the form, AMENDMENT_SIGNED the days on which an amendment was signed.
    """

    ITEMS = "ITEMS"
    WEIGHT = "WEIGHT"
    TARGET = "TARGET"
    AMENDMENT = "AMENDMENT"
    AMENDMENT_SIGNED = "AMENDMENT_SIGNED"
    DAYS = "DAYS"
    CHECK_IN = "CHECK_IN"
    EVIDENCE = "EVIDENCE"
    ACTUAL = "ACTUAL"
    SELF_LEVEL = "SELF_LEVEL"
    SELF_WORDS = "SELF_WORDS"
    RATERS = "RATERS"
    LEVEL = "LEVEL"
    COMMENT = "COMMENT"
    EVENT = "EVENT"
    GRADE = "GRADE"
    NOTICE = "NOTICE"
    INTERVIEW = "INTERVIEW"
    SIGNATURE = "SIGNATURE"
    APPEAL = "APPEAL"
    DIAGNOSIS = "DIAGNOSIS"
    PLAN = "PLAN"


ORDER = tuple(FormState)
ALL_SWITCHES = frozenset(Switch)

_PHASES = {
    FormState.DRAFT: Phase.TARGETS,
    FormState.AGREED: Phase.TARGETS,
    FormState.RUNNING: Phase.PROCESS,
    FormState.SELF_SCORED: Phase.SCORING,
    FormState.MANAGER_SCORED: Phase.INTERVIEW,
    FormState.CALIBRATED: Phase.INTERVIEW,
    FormState.CONFIRMED: Phase.IMPROVEMENT,
    FormState.IMPROVING: Phase.IMPROVEMENT,
    FormState.CLOSED: Phase.IMPROVEMENT,
}
_IMPROVING = frozenset({Part.DIAGNOSIS, Part.PLAN})
"""Improvement goes on all the time: causes and actions are prepared before the interview, not only after it."""
_ON_THE_WAY = frozenset({Part.DAYS, Part.AMENDMENT_SIGNED})
"""The days of a form may follow what happens until its scores are submitted."""
_LATER = frozenset({Part.AMENDMENT_SIGNED, *_IMPROVING})
_PARTS: Mapping[FormState, frozenset[Part]] = {
    FormState.DRAFT: frozenset({Part.DAYS, Part.ITEMS, Part.WEIGHT, Part.TARGET, Part.COMMENT, *_IMPROVING}),
    FormState.AGREED: frozenset({Part.AMENDMENT, *_ON_THE_WAY}),
    FormState.RUNNING: frozenset(
        {Part.CHECK_IN, Part.EVIDENCE, Part.ACTUAL, Part.AMENDMENT, Part.COMMENT, *_ON_THE_WAY, *_IMPROVING}
    ),
    FormState.SELF_SCORED: frozenset(
        {
            Part.LEVEL,
            Part.ACTUAL,
            Part.EVIDENCE,
            Part.EVENT,
            Part.COMMENT,
            Part.RATERS,
            *_ON_THE_WAY,
            *_IMPROVING,
        }
    ),
    FormState.MANAGER_SCORED: frozenset({Part.GRADE, *_LATER}),
    FormState.CALIBRATED: frozenset({Part.NOTICE, Part.INTERVIEW, Part.SIGNATURE, Part.APPEAL, *_LATER}),
    FormState.CONFIRMED: frozenset({Part.APPEAL, *_LATER}),
    FormState.IMPROVING: frozenset({Part.APPEAL, *_LATER}),
    FormState.CLOSED: frozenset(),
}
_AFTER_END = frozenset({Part.SELF_LEVEL, Part.SELF_WORDS, Part.RATERS})
"""What a running form takes besides once its cycle is over: it waits for the self score then."""
_SWITCH_OF = {
    FormState.AGREED: Switch.TARGETS_FIRST,
    FormState.SELF_SCORED: Switch.SELF_SCORE,
    FormState.CALIBRATED: Switch.CALIBRATION,
    FormState.CONFIRMED: Switch.INTERVIEWS,
    FormState.IMPROVING: Switch.INTERVIEWS,
}
_BACK = {
    FormState.AGREED: (FormState.DRAFT,),
    FormState.SELF_SCORED: (FormState.RUNNING,),
    FormState.MANAGER_SCORED: (FormState.SELF_SCORED,),
    FormState.CALIBRATED: (FormState.MANAGER_SCORED,),
    FormState.CONFIRMED: (FormState.SELF_SCORED, FormState.MANAGER_SCORED),
    FormState.IMPROVING: (FormState.SELF_SCORED, FormState.MANAGER_SCORED),
}
NEEDS_GROUND = frozenset({FormState.CONFIRMED, FormState.IMPROVING})
"""A result confirmed in the interview goes back only for an upheld appeal or a proven data error; a plan that began
within the time of an appeal takes neither away."""


def phases(switches: AbstractSet[Switch] = ALL_SWITCHES) -> tuple[Phase, ...]:
    """Return the phases a firm sees; without targets first: scoring, interview, improvement."""
    if Switch.TARGETS_FIRST in switches:
        return tuple(Phase)
    return Phase.SCORING, Phase.INTERVIEW, Phase.IMPROVEMENT


def phase_of(
    state: FormState, switches: AbstractSet[Switch] = ALL_SWITCHES, *, is_over: bool = False
) -> Phase:
    """Return the phase in front of a state; a running form is scored once its cycle `is_over`."""
    phase = _PHASES[state]
    if phase == Phase.PROCESS and is_over:
        return Phase.SCORING
    return phase if phase in phases(switches) else Phase.SCORING


def is_over(ends_on: date, today: date) -> bool:
    """Tell whether a cycle, or a person's part of it, is over: on its last day people give their levels (§8.2)."""
    return today >= ends_on


def is_scored(state: FormState) -> bool:
    """Tell whether the scores of a form in this state are locked."""
    return ORDER.index(state) >= ORDER.index(FormState.MANAGER_SCORED)


def is_passed(state: FormState, switches: AbstractSet[Switch]) -> bool:
    """Tell whether a form passes a state by itself, because its acts are off."""
    switch = _SWITCH_OF.get(state)
    return switch is not None and switch not in switches


def way_forward(
    state: FormState, switches: AbstractSet[Switch], *, has_plan: bool = True
) -> tuple[FormState, ...]:
    """Return the states that one step forward goes through: those passed by themselves, then the one entered.

    Without a plan IMPROVING is passed as well. Empty from CLOSED. Source: §8.3.
    """
    way: list[FormState] = []
    for following in ORDER[ORDER.index(state) + 1 :]:
        way.append(following)
        unplanned = following is FormState.IMPROVING and not has_plan
        if not unplanned and not is_passed(following, switches):
            break
    return tuple(way)


def next_state(state: FormState, switches: AbstractSet[Switch]) -> FormState | None:
    """Return the state that follows, None after CLOSED."""
    way = way_forward(state, switches)
    return way[-1] if way else None


def stops(switches: AbstractSet[Switch]) -> tuple[FormState, ...]:
    """Return the states that forms of a firm stop in, in order."""
    return tuple(state for state in ORDER if not is_passed(state, switches))


def ways_back(state: FormState, switches: AbstractSet[Switch]) -> tuple[FormState, ...]:
    """Return the states a form may be sent back to, each with a reason (§8.3).

    Where that state is passed by itself, the one before it takes its place. CLOSED never reopens.
    """
    return tuple(dict.fromkeys(last_kept(back, switches) for back in _BACK.get(state, ())))


def last_kept(state: FormState, switches: AbstractSet[Switch]) -> FormState:
    """Return a state, or the last one before it that forms of this firm stop in where it is passed by itself."""
    earlier = ORDER[: ORDER.index(state) + 1]
    return next(kept for kept in reversed(earlier) if not is_passed(kept, switches))


def may_change(
    state: FormState,
    part: Part,
    switches: AbstractSet[Switch],
    *,
    is_over: bool = True,
    self_over: bool = True,
) -> bool:
    """Tell whether a part of a form may change now: acts of its state and of those it will pass by itself.

    `is_over`: the cycle's last day has come; `self_over`: the last day of the self score has passed. A running form
    that still waits for its self score then takes the manager's acts, and the first of them passes it on as
    未自评. Without targets first, a draft may be scored at once. Source: §8.2.
    """
    return part in _acts(state, switches, is_over, self_over)


def _acts(state: FormState, switches: AbstractSet[Switch], over: bool, self_over: bool) -> AbstractSet[Part]:
    at = ORDER.index(state)
    acts = set(_PARTS[state])
    if state is FormState.DRAFT and Switch.TARGETS_FIRST not in switches:
        at = ORDER.index(FormState.RUNNING)
        acts |= _PARTS[FormState.RUNNING]
    is_running = ORDER[at] is FormState.RUNNING
    if is_running and (over or not switches & {Switch.TARGETS_FIRST, Switch.SELF_SCORE}):
        acts |= _AFTER_END
    for following in ORDER[at + 1 :]:
        if is_running and following is FormState.SELF_SCORED:
            if not may_leave_running(switches, is_over=over, self_over=self_over):
                break
            acts |= _PARTS[following]
            if Switch.SELF_SCORE in switches:
                break
        elif not is_passed(following, switches):
            break
        acts |= _PARTS[following]
    return acts


def may_leave_running(switches: AbstractSet[Switch], *, is_over: bool, self_over: bool) -> bool:
    """Tell whether time alone lets a running form on to the manager's score.

    With a self score: once its last day has passed. Without, in a firm that agrees targets first: from the last day
    of the cycle on. In 五分表 at any time. Source: §8.3.
    """
    if Switch.SELF_SCORE in switches:
        return self_over
    return is_over or Switch.TARGETS_FIRST not in switches


def check_weights(weights: Sequence[Decimal | None]) -> tuple[Problem, ...]:
    """Return what is wrong with weights: each 0 < w <= 100 with 2 decimals, together 100.00 (§0.4)."""
    found = []
    for weight in weights:
        if weight is not None and (not 0 < weight <= 100 or weight * 100 % 1):
            found.append(Problem("weights", "weight_range", {"text": format(weight, "f")}))
    whole = sum((weight for weight in weights if weight is not None), Decimal(0))
    if not found and whole != 100:
        details = {"sum": format(whole, ".2f"), "rest": format(100 - whole, ".2f")}
        found.append(Problem("weights", "weights_not_100", details))
    return tuple(found)


def cycle_days(starts_on: date, ends_on: date) -> int:
    """Return the days of a cycle, both ends included (§0.10)."""
    return (ends_on - starts_on).days + 1


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` later (or earlier), or that month's last day (§0.10)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_MONTHS = {CycleType.MONTH: 1, CycleType.QUARTER: 3, CycleType.HALF: 6, CycleType.YEAR: 12}


def default_cycle(type: CycleType, today: date) -> tuple[date, date]:
    """Return first and last day of the calendar period that contains `today`.

    PROJECT and PROBATION have no calendar: three months from `today` on.
    """
    months = _MONTHS.get(type)
    if months is None:
        return today, add_months(today, 3) - timedelta(days=1)
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    return first, add_months(first, months) - timedelta(days=1)


EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""A cycle lies between these days; anything else is a slip of the keys."""


def check_cycle(starts_on: date, ends_on: date) -> tuple[Problem, ...]:
    """Return what is wrong with the dates of a cycle."""
    found = []
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if not EARLIEST <= day <= LATEST:
            details = {"text": day.isoformat(), "first": EARLIEST.year, "last": LATEST.year}
            found.append(Problem(field, "cycle_day_range", details))
    if starts_on > ends_on:
        found.append(Problem("ends_on", "cycle_ends_first"))
    return tuple(found)
