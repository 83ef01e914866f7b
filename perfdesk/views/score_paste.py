"""A block from a spreadsheet over the cells of the grid: what goes where, and what does not fit."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.domain.appraisal import FormItem
from perfdesk.models.score_grid import GridRow, ScoreGridModel
from perfdesk.texts import _, in_context, pick


@dataclass(frozen=True, slots=True)
class Placed:
    """Cells to be entered as (item, person, text), and how much of the block had no cell."""

    cells: list[tuple[FormItem, str, str]]
    rows_over: int = 0
    columns_over: int = 0
    no_cell: int = 0
    locked: int = 0
    unknown: tuple[str, ...] = ()


def read_block(text: str) -> list[list[str]]:
    """Return the rows of what Excel put on the clipboard; quotes hold cells with line breaks."""
    if not text.strip():
        return []
    rows = [list(row) for row in csv.reader(io.StringIO(text.rstrip("\r\n")), delimiter="\t")]
    return [[cell.strip() for cell in row] for row in rows]


def place(model: ScoreGridModel, block: list[list[str]], at: int, across: int) -> Placed:
    """Lay a block over the grid from a cell on; by number or name where its first column holds these."""
    people = model.rows()
    block = _without_titles(model, block, across)
    targets, unknown = _people(people, block, across)
    if targets is not None:
        block = [row[1:] for row in block]
        across = max(across, 1)
    else:
        targets = [people[at + step] if at + step < len(people) else None for step in range(len(block))]
    cells, rows_over, no_cell, locked = [], 0, 0, 0
    wide = 0
    for row, person in zip(block, targets, strict=True):
        if person is None or person.standing is None:
            rows_over += 1
            continue
        for step, text in enumerate(row):
            column = model.grid_column(across + step)
            if column is None:
                wide = max(wide, step + 1 - max(0, len(model.grid_columns) - across + 1))
                continue
            item = person.items.get(column.lineage)
            if item is None:
                no_cell += bool(text)
            elif not person.may_enter:
                locked += 1
            else:
                cells.append((item, pick(person.standing.name, person.standing.name_en), text))
    return Placed(cells, rows_over - len(unknown), max(0, wide), no_cell, locked, tuple(unknown))


def what_did_not_fit(placed: Placed, refused: int) -> str:
    """Return a sentence about what was written and what was not."""
    parts = [_("{count} cells written").format(count=len(placed.cells) - refused)]
    if refused:
        parts.append(_("{count} cannot be taken and are marked red").format(count=refused))
    if placed.rows_over > 0:
        parts.append(_("{count} rows below the last person left out").format(count=placed.rows_over))
    if placed.columns_over:
        parts.append(
            _("{count} columns beyond the last indicator left out").format(count=placed.columns_over)
        )
    if placed.unknown:
        names = in_context("list of names", ", ").join(placed.unknown[:5])
        parts.append(_("not in this list: {names}").format(names=names))
    if placed.no_cell:
        parts.append(_("{count} values for indicators that are not on the form").format(count=placed.no_cell))
    if placed.locked:
        parts.append(_("{count} values for forms that are locked").format(count=placed.locked))
    return in_context("between parts of a sentence", "; ").join(parts) + in_context("end of a sentence", ".")


def is_all_in(placed: Placed, refused: int) -> bool:
    return not (
        refused
        or placed.rows_over > 0
        or placed.columns_over
        or placed.no_cell
        or placed.locked
        or placed.unknown
    )


def _without_titles(model: ScoreGridModel, block: list[list[str]], across: int) -> list[list[str]]:
    """Leave out a first row that repeats the names of the indicators."""
    names = {
        name for one in model.grid_columns for name in (one.item.name_zh, one.item.name_en, one.item.code)
    }
    first = block[0] if block else []
    return block[1:] if len(block) > 1 and any(cell in names for cell in first if cell) else block


def _people(
    people: Sequence[GridRow], block: list[list[str]], across: int
) -> tuple[list[GridRow | None] | None, list[str]]:
    """Return whose row each row of the block is, if its first column says so; and the words nobody has."""
    known: dict[str, GridRow] = {}
    twice = set()
    for row in people:
        if row.standing is None:
            continue
        known[row.standing.number] = row
        for name in {row.standing.name, row.standing.name_en} - {""}:
            if name in known:
                twice.add(name)
            known[name] = row
    for name in twice:
        del known[name]
    first = [row[0] for row in block if row]
    if not block or any(len(row) < 2 for row in block) or not any(cell in known for cell in first):
        return None, []
    if across and all(cell.replace(".", "", 1).isdigit() for cell in first):
        return None, []  # figures over a column of values: these are values, whoever has such a number
    return [known.get(cell) for cell in first], [cell for cell in first if cell not in known]
