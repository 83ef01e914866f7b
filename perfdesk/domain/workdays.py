"""Working days (§0.10): Monday to Friday, minus days off, plus make-up workdays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import DayKind

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""Days of a calendar lie between these; anything else is a slip of the keys."""
SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not what its weekday says. `is_own`: entered by the firm, not from the program's list; an
    ORDINARY one takes an entry of that list back."""

    day: date
    kind: DayKind
    name_zh: str = ""
    name_en: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class StatutoryYear:
    """The program's list of one year. `is_arranged`: the make-up workdays had been announced when it was made."""

    year: int
    is_arranged: bool
    days: tuple[SpecialDay, ...]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked: the special ones by kind, the rest by weekday."""

    special: Mapping[date, DayKind] = field(default_factory=dict, hash=False)

    def is_workday(self, day: date) -> bool:
        kind = self.special.get(day, DayKind.ORDINARY)
        return day.weekday() < SATURDAY if kind is DayKind.ORDINARY else kind is DayKind.WORKDAY

    def add(self, day: date, count: int) -> date:
        """Return the `count`-th working day after a day (which itself is not counted); 0 gives the day itself.

        Raises:
            ValueError: `count` is negative.
        Source: §0.10.
        """
        if count < 0:
            raise ValueError("working days are counted forward")
        while count:
            day += ONE_DAY
            count -= self.is_workday(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many working days two days and those between them hold; 0 if `last` is before `first`."""
        days = (last - first).days + 1
        return sum(self.is_workday(first + timedelta(days=at)) for at in range(days))


def calendar(statutory: Iterable[StatutoryYear], own: Iterable[SpecialDay] = ()) -> WorkCalendar:
    """Lay the firm's own days over the program's list."""
    special = {one.day: one.kind for year in statutory for one in year.days}
    return WorkCalendar(special | {one.day: one.kind for one in own})


def merged_year(
    year: int, statutory: Iterable[StatutoryYear], own: Iterable[SpecialDay]
) -> tuple[SpecialDay, ...]:
    """Return what a firm's list of a year shows, by day; an ORDINARY day of its own takes the entry away."""
    days = {one.day: one for list_ in statutory if list_.year == year for one in list_.days}
    days |= {one.day: one for one in own if one.day.year == year}
    return tuple(days[day] for day in sorted(days) if days[day].kind is not DayKind.ORDINARY)


@dataclass(frozen=True, slots=True)
class DayRange:
    """Special days in a row that are alike: one line of a list."""

    days: tuple[SpecialDay, ...]

    @property
    def first(self) -> SpecialDay:
        return self.days[0]

    @property
    def last(self) -> SpecialDay:
        return self.days[-1]


def ranges(days: Sequence[SpecialDay]) -> tuple[DayRange, ...]:
    """Gather days, by day, that follow each other and are alike in kind, name and origin."""
    found: list[list[SpecialDay]] = []
    for one in days:
        last = found[-1][-1] if found else None
        if last is not None and replace(last, day=one.day) == one and last.day + ONE_DAY == one.day:
            found[-1].append(one)
        else:
            found.append([one])
    return tuple(DayRange(tuple(row)) for row in found)


def missing_years(
    today: date, statutory: Sequence[StatutoryYear], own: Iterable[SpecialDay] = ()
) -> tuple[int, ...]:
    """Return which of this year and the next have no list of days off, neither the program's nor the firm's."""
    known = {list_.year for list_ in statutory} | {one.day.year for one in own}
    return tuple(year for year in (today.year, today.year + 1) if year not in known)


def unarranged_years(
    today: date, statutory: Sequence[StatutoryYear], own: Iterable[SpecialDay] = ()
) -> tuple[int, ...]:
    """Return which of this year and the next hold the days by law only: make-up workdays are to be added.

    A year for which the firm entered a make-up workday of its own counts as arranged.
    """
    entered = {one.day.year for one in own if one.kind is DayKind.WORKDAY}
    wanted = {today.year, today.year + 1} - entered
    return tuple(list_.year for list_ in statutory if list_.year in wanted and not list_.is_arranged)


def check_day(day: date, kind: DayKind) -> tuple[Problem, ...]:
    """Return what is wrong with a day of the list: out of range, or (a warning) it changes nothing."""
    if not EARLIEST <= day <= LATEST:
        details = {"text": day.isoformat(), "first": EARLIEST.year, "last": LATEST.year}
        return (Problem("day", "day_out_of_range", details),)
    if kind is DayKind.WORKDAY and day.weekday() < SATURDAY:
        return (Problem("day", "make_up_on_weekday", {"day": day.isoformat()}, is_warning=True),)
    if kind is DayKind.HOLIDAY and day.weekday() >= SATURDAY:
        return (Problem("day", "day_off_on_weekend", {"day": day.isoformat()}, is_warning=True),)
    return ()
