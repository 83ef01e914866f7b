"""The firm's calendar: days off and make-up workdays, and the days on which steps after a cycle are due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.schedule import OFFSETS, Due, ScheduleStep, check_offset, check_own_day, schedule
from perfdesk.domain.terms import DayKind
from perfdesk.domain.workdays import (
    SpecialDay,
    WorkCalendar,
    check_day,
    merged_year,
    missing_years,
    unarranged_years,
)
from perfdesk.store import calendar, cycles, settings
from perfdesk.store.change import Change, Reading
from perfdesk.store.schema import calendar_day, firm
from perfdesk.store.schema import cycle as cycle_table


@dataclass(frozen=True, slots=True)
class YearList:
    """What the calendar of a year shows. `is_known`: the program or the firm has a list; `is_arranged`: its
    make-up workdays are known; `is_changed`: the firm changed something in it."""

    year: int
    days: tuple[SpecialDay, ...]
    is_known: bool
    is_arranged: bool
    is_changed: bool = False


class CalendarController:
    """Deeds and questions about working days and due days."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def workdays(self) -> WorkCalendar:
        """Return which days are worked."""
        with self._desk.read() as connection:
            return calendar.work_calendar(connection)

    def year(self, year: int) -> YearList:
        """Return days off and make-up workdays of a year, the firm's own over the program's."""
        with self._desk.read() as connection:
            own = calendar.own_days(connection)
        known = calendar.statutory()
        its_own = [one for one in own if one.day.year == year]
        is_arranged = any(one.year == year and one.is_arranged for one in known)
        return YearList(
            year,
            merged_year(year, known, own),
            is_known=bool(its_own) or any(one.year == year for one in known),
            is_arranged=is_arranged or any(one.kind is DayKind.WORKDAY for one in its_own),
            is_changed=bool(its_own),
        )

    def years(self) -> list[int]:
        """Return the years worth a look: those with a list, the current one and the next."""
        today = self._desk.today()
        with self._desk.read() as connection:
            own = {one.day.year for one in calendar.own_days(connection)}
        return sorted({one.year for one in calendar.statutory()} | own | {today.year, today.year + 1})

    def missing_years(self) -> tuple[int, ...]:
        """Return which of this year and the next have no list at all (§0.10)."""
        with self._desk.read() as connection:
            return missing_years(self._desk.today(), calendar.statutory(), calendar.own_days(connection))

    def unarranged_years(self) -> tuple[int, ...]:
        """Return which of this year and the next know the days off by law only, without make-up workdays."""
        with self._desk.read() as connection:
            return unarranged_years(self._desk.today(), calendar.statutory(), calendar.own_days(connection))

    def set_day(self, day: date, kind: DayKind, words: str = "") -> tuple[Problem, ...]:
        """Say what a day is; ORDINARY takes an entry of the program's list away. Returns warnings.

        Raises:
            Invalid: `day_out_of_range`.
        """
        return self.set_days([(day, kind)], words)

    def set_days(self, days: Iterable[tuple[date, DayKind]], words: str = "") -> tuple[Problem, ...]:
        """Say what many days are, as one deed, all or none. Returns warnings.

        Raises:
            Invalid: `day_out_of_range`, for each of them.
        """
        given = list(days)
        found = [problem for day, kind in given for problem in check_day(day, kind)]
        if wrong := [problem for problem in found if not problem.is_warning]:
            raise Invalid(*wrong)
        name = tidy_words(words)
        with self._desk.change("set_days", count=len(given)) as change:
            if len(given) == 1:
                change.say(day=given[0][0].isoformat())
            for day, kind in given:
                self._put(change, day, kind, name)
        return tuple(found)

    def clear_day(self, day: date) -> None:
        """Let the program's list, or the weekday, decide about a day again."""
        with self._desk.change("clear_day", day=day.isoformat()) as change:
            change.delete_all(calendar_day, day=day.isoformat())

    def take_out(self, days: Sequence[date]) -> None:
        """Take days out of the list: the firm's own go, the program's are set to what their weekday says."""
        statutory = {one.day for year in calendar.statutory() for one in year.days}
        with self._desk.change("take_out_days", count=len(days), day=days[0].isoformat()) as change:
            for day in days:
                if day in statutory:
                    self._put(change, day, DayKind.ORDINARY, "")
                else:
                    change.delete_all(calendar_day, day=day.isoformat())

    def restore_year(self, year: int) -> None:
        """Drop all that the firm changed in a year; the program's list holds again."""
        with self._desk.change("restore_year", year=year) as change:
            for row in change.find(calendar_day):
                if row["day"].startswith(f"{year}-"):
                    change.delete(calendar_day, row["id"])

    def offsets(self) -> Mapping[ScheduleStep, int]:
        """Return the working days after which each step is due in this firm."""
        with self._desk.read() as connection:
            return _offsets(connection)

    def set_offset(self, step: ScheduleStep, days: int) -> None:
        """Set the working days of a step for all cycles; the default takes the firm's own away.

        Raises:
            Invalid: `workdays_range`.
        """
        if problems := check_offset(step, days):
            raise Invalid(*problems)
        with self._desk.change("set_offset", step=step.value, value=days) as change:
            row = change.row(firm, settings.FIRM_ID)
            now = settings.choices_of(row["choices"])
            own = {**now.schedule, step.value: days}
            if days == OFFSETS[step]:
                own.pop(step.value)
            text = settings.choices_text(replace(now, schedule=own))
            change.update(firm, settings.FIRM_ID, choices=text)

    def schedule(self, cycle_id: int) -> tuple[Due, ...]:
        """Return when each step after a cycle's end is due (§8.7); empty if there is no such cycle."""
        with self._desk.read() as connection:
            return due_days(connection, cycle_id)

    def set_due_day(self, cycle_id: int, step: ScheduleStep, day: date | None) -> None:
        """Set a cycle's own day for a step; None goes back to the working days.

        Raises:
            Invalid: `cycle_closed`, `due_before_cycle_end` or `day_out_of_range`.
        """
        with self._desk.change("set_due_day", step=step.value) as change:
            row = change.row(cycle_table, cycle_id)
            if row["closed_at"]:
                raise refuse("cycle", "cycle_closed")
            own = calendar.schedule_of(row["schedule"])
            own.pop(step, None)
            if day is not None:
                found = check_own_day(step, day, date.fromisoformat(row["ends_on"]))
                found += tuple(p for p in check_day(day, DayKind.ORDINARY) if not p.is_warning)
                if found:
                    raise Invalid(*found)
                own[step] = day
            change.update(cycle_table, cycle_id, schedule=calendar.schedule_text(own))

    def _put(self, change: Change, day: date, kind: DayKind, words: str) -> None:
        kept = change.first(calendar_day, day=day.isoformat())
        if kept is None:
            change.insert(calendar_day, day=day.isoformat(), kind=kind.value, words=words)
        else:
            change.update(calendar_day, kept["id"], kind=kind.value, words=words or kept["words"])


def due_days(connection: Reading, cycle_id: int) -> tuple[Due, ...]:
    """Return when each step after a cycle's end is due: the firm's working days, the cycle's own days."""
    found = cycles.one_cycle(connection, cycle_id)
    if found is None:
        return ()
    own = calendar.own_schedule(connection, cycle_id)
    return schedule(found.ends_on, calendar.work_calendar(connection), _offsets(connection), own)


def _offsets(connection: Reading) -> dict[ScheduleStep, int]:
    own = settings.choices(connection).schedule
    return {step: own.get(step.value, days) for step, days in OFFSETS.items()}
