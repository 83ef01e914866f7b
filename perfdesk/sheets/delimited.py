"""Text tables: CSV and its kin in the encodings Excel and Chinese programs write; Excel's clipboard."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from perfdesk.domain.problems import Invalid, Problem
from perfdesk.sheets.archives import MAX_COLUMNS, MAX_ROWS, check_size
from perfdesk.sheets.cells import Cell, clean

_DELIMITERS = (",", "\t", ";")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes, file_name: str) -> tuple[str, str]:
    """Return the text and its encoding: UTF-8, UTF-16 (both orders, with or without mark) or GB18030.

    Raises Invalid if it is none of these or not a text at all.
    """
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        return text.removeprefix("\ufeff"), encoding
    else:
        raise Invalid(Problem(file_name, "text_encoding", {"file": file_name}))
    raise Invalid(Problem(file_name, "not_a_workbook", {"file": file_name}))


def _candidates(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return (encoding,)
    if b"\x00" in data:  # every line end and separator of UTF-16 has a zero half: its side tells the order
        odd, even = data[1::2].count(0), data[0::2].count(0)
        return ("utf-16-le", "utf-16-be") if odd >= even else ("utf-16-be", "utf-16-le")
    return ("utf-8", "gb18030")


def parse(text: str, file_name: str, delimiter: str | None = None) -> list[tuple[Cell, ...]]:
    """Return the rows of a delimited text; cells are texts. Raises Invalid if a quotation never closes."""
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"sep=[,;\t]\s*", first, re.I):  # Excel's own way to name the separator
        text, delimiter = "\n" + rest, first[4]
    delimiter = delimiter or _find_delimiter(text)
    try:
        rows = _rows(text, delimiter, file_name, strict=True)
    except csv.Error as fault:
        if "unexpected end" in str(fault) or "field larger" in str(fault):
            raise Invalid(Problem(file_name, "text_quotes", {"file": file_name})) from fault
        try:
            rows = _rows(text, delimiter, file_name, strict=False)
        except csv.Error as second:
            raise Invalid(Problem(file_name, "text_quotes", {"file": file_name})) from second
    width = max(map(len, rows), default=0)
    return [row + (None,) * (width - len(row)) for row in rows]


def _rows(text: str, delimiter: str, file_name: str, *, strict: bool) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict):
        rows.append(tuple(clean(value) for value in row))
        if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS:
            check_size(file_name, "", len(rows), len(row))
    return rows


def _find_delimiter(text: str) -> str:
    """Return the separator that cuts most of the first lines into the same number of parts."""
    sample = text[:20_000]
    best = (False, 0.0, 0)
    chosen = ","
    for delimiter in _DELIMITERS:
        widths, is_clean = _widths(sample, delimiter)
        wide = Counter(width for width in widths if width > 1)
        if wide:
            width, count = wide.most_common(1)[0]
            rank = (is_clean, round(count / len(widths), 1), width)
            if rank > best:
                best, chosen = rank, delimiter
    return chosen


def _widths(sample: str, delimiter: str) -> tuple[list[int], bool]:
    """Return how many parts each line has, and whether quotes stand where this separator wants them."""
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, strict=True):
            if row:
                widths.append(len(row))
    except csv.Error as fault:
        return widths, "expected after" not in str(fault)
    return widths, True
