"""Where the table stands in its sheet: header row, titles above it, notes below, blank rows between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from perfdesk.sheets.cells import Cell, header_key, shown
from perfdesk.sheets.profiles import is_numeric, shape
from perfdesk.sheets.tables import RawTable
from perfdesk.sheets.words import known

_LOOK_AT = 40
"""Rows from the top among which a header is sought."""
_MOST_ABOVE = 4
"""Rows as full as records that may stand above the header; beyond them the table has begun."""
_BELOW = 60
"""Rows below a candidate that are compared with it."""
_FOOT = re.compile(
    r"^(?:合计|总计|小计|共计|备注|说明|注|填表|制表|审核|审批|批准|制单|签字"
    r"|total|sum|notes?|remarks?|prepared)",
    re.I,
)
_SUM = re.compile(r"^(?:合计|总计|小计|共计|total|subtotal|grand total|sum)\s*[:：]?$", re.I)


@dataclass(frozen=True, slots=True)
class Header:
    """The place of a table in its sheet; all rows are indexes into `RawTable.rows`."""

    row: int | None
    """None: the table has no header row, its first row is data already."""
    names: tuple[str, ...]
    """What stands above each column, "" if nothing; without a header row the letters of the columns."""
    data: tuple[int, ...]
    """The rows that hold records."""
    skipped: Mapping[int, str]
    """Rows left out and why: "title", "note", "sum", "header" (repeated). Blank rows are in neither."""


def find_header(table: RawTable, kind: str = "people", row: int | None = -1) -> Header:
    """Find the header by its words and by how it differs from the values below it.

    `kind` is a key of words.WORDS. `row` is a choice by hand: an index, or None for "there is no header".
    """
    if row == -1:
        row = _best_row(table, kind)
    first = _first_record(table) if row is None else row + 1
    skipped = {index: "title" for index in range(first) if index != row and _filled(table.rows[index])}
    names = (
        tuple(table.letters(column) for column in range(table.width))
        if row is None
        else tuple(shown(cell) for cell in table.rows[row])
    )
    header = table.rows[row] if row is not None else None
    data = [index for index in range(first, len(table.rows)) if _filled(table.rows[index])]
    for index in list(data):
        cells = table.rows[index]
        if header is not None and cells == header:
            skipped[index] = "header"
        elif _is_sum(cells):
            skipped[index] = "sum"
    data = [index for index in data if index not in skipped]
    for index in _notes_below(table, data):
        skipped[index] = "note"
    return Header(
        row, names, tuple(index for index in data if index not in skipped), dict(sorted(skipped.items()))
    )


def _filled(row: tuple[Cell, ...]) -> int:
    return sum(cell is not None for cell in row)


def _best_row(table: RawTable, kind: str) -> int | None:
    best, best_row = 0.0, None
    fuller = 0  # rows like records above a candidate speak against it
    width = _usual_width(table)
    for index, row in enumerate(table.rows[:_LOOK_AT]):
        rank = _rank(table, index, row, kind, width) * 0.7**fuller
        fuller += _filled(row) >= 0.7 * width
        if fuller > _MOST_ABOVE:
            break
        if rank > best:
            best, best_row = rank, index
    return best_row


def _usual_width(table: RawTable) -> int:
    """Return how many cells a row of the table has, by its fuller rows."""
    counts = sorted(_filled(row) for row in table.rows[:200] if _filled(row))
    return counts[int(len(counts) * 0.75)] if counts else 0


def _rank(table: RawTable, index: int, row: tuple[Cell, ...], kind: str, width: int) -> float:
    """Return how much a row looks like the header; 0 if it cannot be one."""
    cells = [(column, cell) for column, cell in enumerate(row) if cell is not None]
    texts = [shown(cell) for _, cell in cells]
    if not cells or sum(isinstance(cell, str) and not is_numeric(cell) for _, cell in cells) < 0.8 * len(
        cells
    ):
        return 0.0
    if len(cells) < max(1, 0.5 * width) or max(map(len, texts)) > 80:
        return 0.0
    keys = {header_key(text) for text in texts}
    found = [known(text, kind) for text in texts]
    hits = sum((1.0 if match[1] else 0.4) for match in found if match is not None)
    contrasts = [_contrast(table, index, column, shown(cell)) for column, cell in cells]
    told = [share for share in contrasts if share is not None]
    contrast = sum(told)
    distinct = len(keys) / len(texts)
    if hits < 1 and contrast < max(1.0, 0.25 * len(told)):
        return 0.0
    return (2 * hits + contrast) * distinct + 0.5 * len(cells) / max(width, 1)


def _contrast(table: RawTable, index: int, column: int, text: str) -> float | None:
    """Return 1 if a text differs in kind from the values below it, 0.5 if only never repeated, -1 if repeated;
    None: too few values to tell."""
    below = [row[column] for row in table.rows[index + 1 : index + 1 + _BELOW] if row[column] is not None]
    if len(below) < 2:
        return None
    if sum(not isinstance(cell, str) or is_numeric(cell) for cell in below) >= 0.6 * len(below):
        return 1.0
    values = [shown(cell) for cell in below]
    counts = Counter(values)
    if counts[text] > 1:
        return -1.0
    shapes = Counter(map(shape, values))
    outline = shape(text)
    if outline not in shapes and shapes.most_common(1)[0][1] >= 0.6 * len(values):
        return 1.0
    few = len(counts) <= 0.5 * len(values)
    return 0.5 if few and text not in counts else 0.0


def _first_record(table: RawTable) -> int:
    width = _usual_width(table)
    for index, row in enumerate(table.rows[:_LOOK_AT]):
        if _filled(row) >= max(1, 0.5 * width):
            return index
    return 0


def _is_sum(row: tuple[Cell, ...]) -> bool:
    first = next((cell for cell in row if cell is not None), None)
    return isinstance(first, str) and _SUM.match(first) is not None


def _notes_below(table: RawTable, data: list[int]) -> list[int]:
    """Return the rows at the foot that are notes: much emptier than records, set off or worded as such."""
    if len(data) < 2:
        return []
    counts = sorted(_filled(table.rows[index]) for index in data)
    usual = counts[len(counts) // 2]
    notes: list[int] = []
    pending: list[int] = []
    for place in range(len(data) - 1, 0, -1):
        index = data[place]
        row = table.rows[index]
        first = next(cell for cell in row if cell is not None)
        is_worded = isinstance(first, str) and _FOOT.match(first) is not None and _filled(row) < usual
        is_sparse = usual >= 3 and _filled(row) <= max(1, usual * 0.7) and not is_numeric(first)
        if not (is_worded or is_sparse):
            break
        pending.append(index)
        is_tail = usual >= 4 and _filled(row) == 1 and len(notes) + len(pending) > 1
        is_set_off = index - data[place - 1] > 1
        if is_worded or is_set_off or is_tail or (_filled(row) == 1 and len(shown(first)) > 12):
            notes += pending
            pending = []
    return notes
