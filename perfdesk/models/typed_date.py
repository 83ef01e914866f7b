"""Dates as a person types them into a plan: 10-30, 2026-10-30, 10月30日, +14."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from perfdesk.domain.problems import Invalid, Problem

LONG_AGO = 60
"""A day without a year that lies further back than this many days is meant for the next year."""
_WIDTH = str.maketrans("０１２３４５６７８９－＋／．　", "0123456789-+/. ")
_AHEAD = re.compile(r"\+\s*(\d{1,4})\s*(?:天|日|d|days?)?", re.IGNORECASE)
_FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")


def read_date(text: str, today: date, field: str = "due_on") -> date:
    """Read a date in one of the four ways; a day without a year is the next such day, or one just past.

    Raises:
        Invalid: `day_unclear`, or `day_impossible` for a day that no month has; both with the likely fix.
    """
    typed = text.translate(_WIDTH).strip()
    if found := _AHEAD.fullmatch(typed):
        return today + timedelta(days=int(found[1]))
    if found := _FULL.fullmatch(typed) or _SOLID.fullmatch(typed):
        return _day(int(found[1]), int(found[2]), int(found[3]), text, field)
    if found := _SHORT.fullmatch(typed):
        month, day = int(found[1]), int(found[2])
        near = _day(today.year, month, day, text, field)
        return (
            near
            if near >= today - timedelta(days=LONG_AGO)
            else _day(today.year + 1, month, day, text, field)
        )
    raise Invalid(Problem(field, "day_unclear", {"text": text.strip(), "fix": ""}))


def read_date_near(text: str, today: date, first: date, last: date, field: str = "due_on") -> date:
    """Read a date; a day without a year is the one nearest to the days from `first` to `last`.

    Raises:
        Invalid: as `read_date`.
    """
    typed = text.translate(_WIDTH).strip()
    found = _SHORT.fullmatch(typed)
    if not found:
        return read_date(text, today, field)
    month, day = int(found[1]), int(found[2])
    years = range(first.year - 1, last.year + 2)
    near = [date(year, month, day) for year in years if _is_there(year, month, day)]
    if not near:
        return _day(first.year, month, day, text, field)
    return min(near, key=lambda one: max((first - one).days, (one - last).days, 0))


def _is_there(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _day(year: int, month: int, day: int, text: str, field: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        details = {"text": text.strip(), "fix": _last_day(year, month)}
        raise Invalid(Problem(field, "day_impossible", details)) from None


def _last_day(year: int, month: int) -> str:
    """The last day of the month that was meant: for 11-31 it is 11-30."""
    if not (1 <= month <= 12 and 1 <= year < 9999):
        return ""
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).isoformat()
