"""Many days as somebody types or pastes them: one a line or with commas between, and from–to."""

from __future__ import annotations

import re
from datetime import date, timedelta

from perfdesk.domain.problems import Invalid, Problem
from perfdesk.models.typed_date import read_date_near

MOST_DAYS = 60
"""A row of days longer than this is a slip: no feast lasts that long."""
_BETWEEN = re.compile(r"[\s,，、;；]+")
_TO = re.compile(r"\s*(?:~|～|–|—|至|到|\.\.)\s*")


def read_days(text: str, year: int, field: str = "days") -> list[date]:
    """Read days such as `2-5 至 2-8, 2027-02-14`; without a year they are of `year`. In order, each once.

    Raises:
        Invalid: a problem for each piece that is no day, ends before it begins or is too long; or `days_missing`.
    """
    found: set[date] = set()
    problems: list[Problem] = []
    for piece in filter(None, _BETWEEN.split(_TO.sub("~", text.strip()))):
        try:
            found |= _row(piece, year, field)
        except Invalid as invalid:
            problems += invalid.problems
    if not problems and not found:
        problems.append(Problem(field, "days_missing"))
    if problems:
        raise Invalid(*problems)
    return sorted(found)


def _row(piece: str, year: int, field: str) -> set[date]:
    ends = piece.split("~")
    days = [_day(end, year, field) for end in ends]
    if len(days) > 2 or days[-1] < days[0] or (days[-1] - days[0]).days >= MOST_DAYS:
        raise Invalid(Problem(field, "days_not_in_order", {"text": piece, "most": MOST_DAYS}))
    return {days[0] + timedelta(days=at) for at in range((days[-1] - days[0]).days + 1)}


def _day(text: str, year: int, field: str) -> date:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return read_date_near(text, first, first, last, field)
