"""Cycles and the states of a form (§8): phases in front, what may change, what is missing, where next."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Problem
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.terms import CycleType, FormState, Missing


class Phase(StrEnum):
    """What a person sees instead of the nine states."""

    TARGETS = "TARGETS"
    PROCESS = "PROCESS"
    SCORING = "SCORING"
    INTERVIEW = "INTERVIEW"
    IMPROVEMENT = "IMPROVEMENT"


class Part(StrEnum):
    """A part of a form that somebody may want to change."""

    ITEMS = "ITEMS"
    WEIGHT = "WEIGHT"
    TARGET = "TARGET"
    ACTUAL = "ACTUAL"
    SELF_LEVEL = "SELF_LEVEL"
    LEVEL = "LEVEL"
    COMMENT = "COMMENT"
    EVENT = "EVENT"
    GRADE = "GRADE"
    INTERVIEW = "INTERVIEW"
    DIAGNOSIS = "DIAGNOSIS"
    PLAN = "PLAN"


ORDER = tuple(FormState)
IN_USE = frozenset(
    {FormState.DRAFT, FormState.AGREED, FormState.RUNNING, FormState.MANAGER_SCORED, FormState.CLOSED}
)
"""States with a page of their own so far; a form passes the others by itself."""
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
_PARTS: Mapping[FormState, frozenset[Part]] = {
    FormState.DRAFT: frozenset({Part.ITEMS, Part.WEIGHT, Part.TARGET, Part.COMMENT, *_IMPROVING}),
    FormState.AGREED: _IMPROVING,
    FormState.RUNNING: frozenset({Part.ACTUAL, Part.SELF_LEVEL, Part.COMMENT, *_IMPROVING}),
    FormState.SELF_SCORED: frozenset({Part.LEVEL, Part.ACTUAL, Part.EVENT, Part.COMMENT, *_IMPROVING}),
    FormState.MANAGER_SCORED: frozenset({Part.GRADE, *_IMPROVING}),
    FormState.CALIBRATED: frozenset({Part.INTERVIEW, *_IMPROVING}),
    FormState.CONFIRMED: _IMPROVING,
    FormState.IMPROVING: _IMPROVING,
    FormState.CLOSED: frozenset(),
}
_SWITCH_OF = {
    FormState.AGREED: Switch.TARGETS_FIRST,
    FormState.SELF_SCORED: Switch.SELF_SCORE,
    FormState.CALIBRATED: Switch.CALIBRATION,
}
_BACK = {
    FormState.AGREED: (FormState.DRAFT,),
    FormState.SELF_SCORED: (FormState.RUNNING,),
    FormState.MANAGER_SCORED: (FormState.SELF_SCORED,),
    FormState.CALIBRATED: (FormState.MANAGER_SCORED,),
    FormState.CONFIRMED: (FormState.SELF_SCORED, FormState.MANAGER_SCORED),
}


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


def is_passed(
    state: FormState, switches: AbstractSet[Switch], in_use: AbstractSet[FormState] = IN_USE
) -> bool:
    """Tell whether a form passes a state by itself: its acts are off, or it has no page yet."""
    switch = _SWITCH_OF.get(state)
    return state not in in_use or (switch is not None and switch not in switches)


def way_forward(
    state: FormState, switches: AbstractSet[Switch], in_use: AbstractSet[FormState] = IN_USE
) -> tuple[FormState, ...]:
    """Return the states that one step forward goes through: those passed by themselves, then the one entered.

    Empty from CLOSED. Source: §8.3.
    """
    way: list[FormState] = []
    for following in ORDER[ORDER.index(state) + 1 :]:
        way.append(following)
        if not is_passed(following, switches, in_use):
            break
    return tuple(way)


def next_state(
    state: FormState, switches: AbstractSet[Switch], in_use: AbstractSet[FormState] = IN_USE
) -> FormState | None:
    """Return the state that follows, None after CLOSED."""
    way = way_forward(state, switches, in_use)
    return way[-1] if way else None


def ways_back(
    state: FormState, switches: AbstractSet[Switch], in_use: AbstractSet[FormState] = IN_USE
) -> tuple[FormState, ...]:
    """Return the states a form may be sent back to, each with a reason (§8.3).

    Where that state is passed by itself, the one before it takes its place. CLOSED never reopens.
    """
    found: list[FormState] = []
    for back in _BACK.get(state, ()):
        earlier = ORDER[: ORDER.index(back) + 1]
        kept = next(kept for kept in reversed(earlier) if not is_passed(kept, switches, in_use))
        if kept not in found:
            found.append(kept)
    return tuple(found)


def may_change(
    state: FormState,
    part: Part,
    switches: AbstractSet[Switch],
    in_use: AbstractSet[FormState] = IN_USE,
) -> bool:
    """Tell whether a part of a form may change now: acts of its state and of those it will pass by itself.

    Without targets first, a draft may be scored at once. Source: §8.2.
    """
    at = ORDER.index(state)
    acts = set(_PARTS[state])
    if state == FormState.DRAFT and Switch.TARGETS_FIRST not in switches:
        at = ORDER.index(FormState.RUNNING)
        acts |= _PARTS[FormState.RUNNING]
    for following in ORDER[at + 1 :]:
        if not is_passed(following, switches, in_use):
            break
        acts |= _PARTS[following]
    return part in acts


@dataclass(frozen=True, slots=True)
class ItemState:
    """What the states ask of one line of a form. `rule` None: judged by level; `name` is for the problem."""

    key: int
    name: str
    weight: Decimal | None
    missing: Missing = Missing.PENDING
    has_score: bool = False
    reason: str = ""
    rule: Rule | None = None


def missing_to_leave(
    state: FormState,
    items: Sequence[ItemState],
    switches: AbstractSet[Switch] = ALL_SWITCHES,
    in_use: AbstractSet[FormState] = IN_USE,
) -> tuple[Problem, ...]:
    """Return what keeps a form in its state; fields are "weights" or "<part>.<key>". Source: §8.2, §3.12."""
    found: list[Problem] = []
    way = way_forward(state, switches, in_use)
    if state == FormState.DRAFT:
        found += _unready(items)
    if FormState.MANAGER_SCORED in way:
        if state == FormState.DRAFT:
            return tuple(found)
        found += _unscored(items)
    return tuple(found)


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


def _unready(items: Sequence[ItemState]) -> list[Problem]:
    if not items:
        return [Problem("items", "no_items")]
    found = list(check_weights([item.weight for item in items]))
    for item in items:
        if item.weight is None:
            found.append(Problem(f"weight.{item.key}", "weight_missing", {"name": item.name}))
        for problem in check_rule(item.rule) if item.rule else ():
            details = {**problem.details, "name": item.name}
            found.append(Problem(f"{problem.field}.{item.key}", problem.code, details, problem.is_warning))
    return found


def _unscored(items: Sequence[ItemState]) -> list[Problem]:
    found = []
    for item in items:
        excused = item.missing in (Missing.NOT_APPLICABLE, Missing.UNAVAILABLE)
        if not item.has_score and not excused:
            found.append(Problem(f"actual.{item.key}", "item_unscored", {"name": item.name}))
        elif excused and not item.reason.strip():
            found.append(Problem(f"reason.{item.key}", "missing_without_reason", {"name": item.name}))
    return found


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


def check_cycle(starts_on: date, ends_on: date) -> tuple[Problem, ...]:
    """Return what is wrong with the dates of a cycle."""
    return () if starts_on <= ends_on else (Problem("ends_on", "cycle_ends_first"),)
