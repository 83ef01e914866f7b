"""Last days that the states of a form ask for: of the self score, of an appeal (§8.6, §8.7)."""

from __future__ import annotations

from datetime import date

from perfdesk.domain.appeals import last_day_to_file
from perfdesk.domain.appraisal import Cycle
from perfdesk.domain.schedule import OFFSETS, Due, ScheduleStep, schedule
from perfdesk.store import calendar, settings
from perfdesk.store.change import Reading


class Deadlines:
    """Works out last days; reads calendar and choices of the firm once."""

    def __init__(self, connection: Reading) -> None:
        choices = settings.choices(connection)
        self._workdays = calendar.work_calendar(connection)
        self._offsets = {step: choices.schedule.get(step.value, days) for step, days in OFFSETS.items()}
        self._appeal_days = choices.appeal_days
        self._self: dict[tuple[int, date], date] = {}

    def schedule(self, cycle: Cycle, ends_on: date | None = None) -> tuple[Due, ...]:
        """Return the steps after a cycle's end, or after an earlier end of somebody's part of it."""
        own = {ScheduleStep(step): day for step, day in cycle.schedule.items() if step in set(ScheduleStep)}
        early = ends_on is not None and ends_on < cycle.ends_on
        return schedule(ends_on or cycle.ends_on, self._workdays, self._offsets, {} if early else own)

    def self_until(self, cycle: Cycle, ends_on: date) -> date:
        """Return the last day of the self score."""
        key = cycle.id, ends_on
        if key not in self._self:
            due = self.schedule(cycle, ends_on)
            self._self[key] = next(one.due_on for one in due if one.step is ScheduleStep.SELF)
        return self._self[key]

    def appeal_until(self, notice_on: date | None) -> date | None:
        """Return the last day of an appeal, None before the notice was delivered."""
        return last_day_to_file(notice_on, self._workdays, self._appeal_days) if notice_on else None
