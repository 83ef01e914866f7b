"""The default calendar after a cycle's end (§8.7): which step is due when, in working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from perfdesk.domain.problems import Problem
from perfdesk.domain.workdays import WorkCalendar


class ScheduleStep(StrEnum):
    """A step with a due day, in the order of the calendar."""

    ACTUALS = "ACTUALS"
    SELF = "SELF"
    MANAGER = "MANAGER"
    CALIBRATION = "CALIBRATION"
    NOTICE = "NOTICE"
    INTERVIEW = "INTERVIEW"
    PLAN = "PLAN"


OFFSETS: Mapping[ScheduleStep, int] = {
    ScheduleStep.ACTUALS: 3,
    ScheduleStep.SELF: 5,
    ScheduleStep.MANAGER: 8,
    ScheduleStep.CALIBRATION: 10,
    ScheduleStep.NOTICE: 12,
    ScheduleStep.INTERVIEW: 10,
    ScheduleStep.PLAN: 5,
}
"""Working days after the cycle's end; of INTERVIEW after the notice, of PLAN after the interview (§8.7)."""
FOLLOWS = {ScheduleStep.INTERVIEW: ScheduleStep.NOTICE, ScheduleStep.PLAN: ScheduleStep.INTERVIEW}
MOST_DAYS = 250
"""A year of working days: no step is that far off."""


class DueState(StrEnum):
    """Where a step stands today; DUE is its last day."""

    DONE = "DONE"
    COMING = "COMING"
    DUE = "DUE"
    OVERDUE = "OVERDUE"


@dataclass(frozen=True, slots=True)
class Due:
    """A step and its last day. `is_own`: the day was set for this cycle by hand."""

    step: ScheduleStep
    due_on: date
    is_own: bool = False


def schedule(
    ends_on: date,
    workdays: WorkCalendar,
    offsets: Mapping[ScheduleStep, int] | None = None,
    own: Mapping[ScheduleStep, date] | None = None,
) -> tuple[Due, ...]:
    """Return when each step after a cycle's end is due, in order.

    `offsets` are the firm's own working days, in place of the default ones; `own` the cycle's own days. A step
    that follows another one counts from that one's day, own or not. Source: §8.7.
    """
    days = {**OFFSETS, **(offsets or {})}
    own = own or {}
    due: dict[ScheduleStep, Due] = {}
    for step in ScheduleStep:
        begin = due[FOLLOWS[step]].due_on if step in FOLLOWS else ends_on
        due[step] = Due(step, own.get(step) or workdays.add(begin, days[step]), step in own)
    return tuple(due.values())


def standing(due_on: date, today: date, *, is_done: bool = False) -> DueState:
    """Tell whether a step is done, still to come, due today or overdue."""
    if is_done:
        return DueState.DONE
    if today == due_on:
        return DueState.DUE
    return DueState.OVERDUE if today > due_on else DueState.COMING


def check_offset(step: ScheduleStep, days: int) -> tuple[Problem, ...]:
    """Return what is wrong with the working days a firm gives a step: 0 to 250."""
    if 0 <= days <= MOST_DAYS:
        return ()
    return (Problem(step.value.lower(), "workdays_range", {"most": MOST_DAYS, "text": days}),)


def check_own_day(step: ScheduleStep, day: date, ends_on: date) -> tuple[Problem, ...]:
    """Return what is wrong with a cycle's own day: no step is due before the cycle has ended."""
    if day >= ends_on:
        return ()
    return (Problem(step.value.lower(), "due_before_cycle_end", {"ends_on": ends_on.isoformat()}),)
