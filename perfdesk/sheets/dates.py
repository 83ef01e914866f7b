"""Dates in the many spellings of staff lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from perfdesk.sheets.cells import Cell, CellError, halfwidth

BLANKS = frozenset({"-", "--", "/", "—", "——", "无", "n/a", "na", "none", "null", "nil", "空", "0000-00-00"})
"""Texts that mean "nothing here"."""

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:[ T]+[\d:.]+Z?)?")
_MONTH_ONLY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4})(?: +[\d:]+)?")
_SHORT = re.compile(r"(\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_WORDED = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})\.?,?[- ](\d{4})|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SLIPS = str.maketrans("OoＯlI|。，,、", "000111....")

Order = Literal["", "day_first", "month_first"]


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a cell says. `code` is "" when it is plain, else what to tell; `is_refused`: it is no date."""

    on: date | None
    code: str = ""
    fix: str = ""
    """The likely date in ISO form, for a question or a refusal."""
    is_question: bool = False
    is_refused: bool = False


def read_date(cell: Cell, order: Order = "", from_1904: bool = False) -> ReadDate:
    """Read one cell. `order` is what the rest of the column says about 3/4/2020."""
    if cell is None or (isinstance(cell, str) and cell.casefold() in BLANKS):
        return ReadDate(None)
    if isinstance(cell, datetime):
        return ReadDate(cell.date())
    if isinstance(cell, date):
        return ReadDate(cell)
    if isinstance(cell, bool | CellError):
        return ReadDate(None, "date_unreadable", is_refused=True)
    if isinstance(cell, int):
        return _from_serial(cell, from_1904)
    if isinstance(cell, Decimal):
        if cell >= 20000:
            return _from_serial(int(cell), from_1904)
        return _from_text(format(cell, "f"), order, from_1904)
    return _from_text(halfwidth(cell).strip(), order, from_1904)


def find_order(cells: list[Cell]) -> Order:
    """Return whether dates like 25/12/2020 in a column show that the day, or the month, comes first."""
    votes = {"day_first": 0, "month_first": 0}
    for cell in cells:
        match = _YEAR_LAST.fullmatch(halfwidth(cell)) if isinstance(cell, str) else None
        if match and int(match[1]) > 12:
            votes["day_first"] += 1
        elif match and int(match[2]) > 12:
            votes["month_first"] += 1
    if votes["day_first"] and not votes["month_first"]:
        return "day_first"
    return "month_first" if votes["month_first"] and not votes["day_first"] else ""


def _from_serial(number: int, from_1904: bool) -> ReadDate:
    compact = _COMPACT.fullmatch(str(number))
    if compact:
        return _made(*compact.groups())
    if 10_000 <= number <= 80_000:
        start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        return ReadDate(start + timedelta(days=number), "date_from_serial")
    return ReadDate(None, "date_unreadable", is_refused=True)


def _from_text(text: str, order: Order, from_1904: bool) -> ReadDate:
    found = _spelled(text, order, from_1904)
    if found is not None:
        return found
    repaired = text.translate(_SLIPS).replace(" ", "").strip(".")
    found = _spelled(repaired, order, from_1904) if repaired != text else None
    if found is not None and found.on is not None:
        has_letter = any(slip in text for slip in "OoＯlI|")
        code = "date_letter" if has_letter else "date_marks"
        return ReadDate(None, code, found.on.isoformat(), is_refused=True)
    return ReadDate(None, "date_unreadable", is_refused=True)


def _spelled(text: str, order: Order, from_1904: bool) -> ReadDate | None:
    if match := _YEAR_FIRST.fullmatch(text):
        plain = re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None
        return _made(match[1], match[2], match[3], "" if plain else "date_respelled")
    if match := _COMPACT.fullmatch(text):
        return _made(match[1], match[2], match[3], "date_respelled")
    if re.fullmatch(r"\d{5}(?:\.0+)?", text):
        return _from_serial(int(text.split(".")[0]), from_1904)
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(int(match[1]), int(match[2]), match[3], order)
    if match := _MONTH_ONLY.fullmatch(text):
        return _asked(_made(match[1], match[2], "1"), "date_month_only")
    if match := _SHORT.fullmatch(text):
        century = "19" if int(match[1]) >= 60 else "20"
        return _asked(_made(century + match[1], match[2], match[3]), "date_short_year")
    if match := _WORDED.fullmatch(text):
        day, word, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        if word[:3].lower() in _MONTHS:
            return _made(year, str(_MONTHS.index(word[:3].lower()) + 1), day, "date_respelled")
    return None


def _year_last(first: int, second: int, year: str, order: Order) -> ReadDate:
    if first > 12 or (order == "day_first" and second <= 12):
        return _made(year, str(second), str(first), "date_respelled")
    if second > 12 or order == "month_first" or first == second:
        return _made(year, str(first), str(second), "date_respelled")
    return _asked(_made(year, str(first), str(second)), "date_day_or_month")


def _made(year: str, month: str, day: str, code: str = "date_respelled") -> ReadDate:
    try:
        return ReadDate(date(int(year), int(month), int(day)), code)
    except ValueError:
        return ReadDate(None, "date_impossible", is_refused=True)


def _asked(found: ReadDate, code: str) -> ReadDate:
    if found.on is None:
        return found
    return ReadDate(found.on, code, found.on.isoformat(), is_question=True)
