"""One cell of a table as a plain value, and the spellings under which texts are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell whose formula failed; `code` is what Excel shows, e.g. "#DIV/0!"."""

    code: str

    def __str__(self) -> str:
        return self.code


Cell = str | Decimal | int | date | datetime | bool | CellError | None

_SPACES = {ord(c): " " for c in "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t\v\f"}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))
_DROPPED_FROM_KEYS = re.compile(r"[\s*＊:：_\-./\\()（）\[\]【】'\"“”、,，#?？!！]+")


def clean(text: str) -> str | None:
    """Return the text in NFC without outer blanks and invisible marks; None if nothing is left."""
    if text.isascii() and text.isalnum():
        return text
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(_SPACES).translate(_INVISIBLE)
    return unicodedata.normalize("NFC", text).strip() or None


def plain(value: object) -> Cell:
    """Return a reader's value as a cell. Numbers keep the 15 digits that Excel shows, never binary dust."""
    if value is None or isinstance(value, bool | CellError):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.replace(tzinfo=None)
    if isinstance(value, date):
        return value
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, time):
        return value.isoformat("seconds")
    return clean(str(value))


def _number(value: float) -> Cell:
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    if value != value or value in (float("inf"), float("-inf")):
        return CellError("#NUM!")
    exact = Decimal(format(value, ".15g"))
    return int(exact) if exact == exact.to_integral_value() else exact


def shown(cell: Cell) -> str:
    """Return the cell as text, as a person would write it; an empty cell is ""."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)


def halfwidth(text: str) -> str:
    """Return the text with full-width letters, digits and signs as ASCII; Chinese stays as it is."""
    if text.isascii():
        return text
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


def same(text: str) -> str:
    """Return the form under which two spellings of a number or a name count as one."""
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.split())


def header_key(text: str) -> str:
    """Return the form under which headers are compared: no blanks, marks, case or full width."""
    return _DROPPED_FROM_KEYS.sub("", unicodedata.normalize("NFKC", text).casefold())


def column_letters(column: int) -> str:
    """Return the letters of a column, 1 = A."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, A = 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
