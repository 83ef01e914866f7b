"""Tables as strips: column widths, wrapped cells, rows that split at a line when they are taller than a page.

Each text is measured once; a text that fits its column on one line never meets the line breaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from perfdesk.documents.ink import GROUND_GREY, MM, SIZE, Ink, advances, width
from perfdesk.documents.page import CONTENT_WIDTH, LEFT, Strip
from perfdesk.documents.paragraphs import Line, Piece, lay

PAD = 1.3 * MM
ROW_HEIGHT = 6.4 * MM
LEADING = 1.36
_BASELINE = 0.38  # below the middle of a line, in sizes of the text
WRITING_LINE = 6.6 * MM
_CENTRED_UP_TO = 6
_LEAST_LINES = 3
_AIR = 7.0
_MOST_SPANNED = 0.35


@dataclass(slots=True)
class Cell:
    """One cell. `align` is l, r or c; `span` counts columns; `ruled` is a number of lines to write on.

    `is_top`: begins at the top of its row, however few lines the others have.
    `is_joined`: the same as the cell above, so its words are shown only at the top of a page.
    """

    text: str | tuple[Piece, ...] = ""
    align: str = "l"
    is_bold: bool = False
    is_shaded: bool = False
    is_dashed: bool = False
    is_joined: bool = False
    is_top: bool = False
    span: int = 1
    ruled: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column that fits its widest cell, up to `most` points; with `grow` it shares what is left."""

    grow: float = 0
    most: float = 130


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    heads: int = 1,
    left: float = LEFT,
    across: float = CONTENT_WIDTH,
    size: float = SIZE,
    row_height: float = ROW_HEIGHT,
    leading: float = LEADING,
) -> list[Strip]:
    """Lay out rows whose spans add up to the columns; the first `heads` rows are repeated on every page.

    `leading` is the distance of two lines in sizes of the text. The heads stay with the first two rows below.
    """
    edges = [left]
    for column_width in _fit(columns, rows, across, size):
        edges.append(edges[-1] + column_width)
    strips = [_row(row, edges, size, row_height, leading) for row in rows]
    for strip, below in zip(strips, strips[1:], strict=False):
        strip.opens = [cell.is_joined for cell in below.cells] if _joins(below) else []
    for strip in strips[heads:]:
        strip.heads = tuple(strips[:heads])
    for strip in strips[: heads + 1] if heads and len(strips) > heads + 1 else strips[:heads]:
        strip.stays = True
    return list(strips)


def head(*words: str, right: Sequence[int] = ()) -> list[Cell]:
    """Return a head row; the columns at the indexes `right` hold numbers."""
    return [Cell(text, "r" if at in right else "l", True, True) for at, text in enumerate(words)]


def label(text: str) -> Cell:
    """Return a cell that names what stands beside it."""
    return Cell(text, "l", True, True)


Row = list[Cell]


class RowStrip(Strip):
    """One row, or the part of it that fits a page."""

    __slots__ = ("cells", "edges", "opens", "_leading", "_least", "_lines", "_size")

    def __init__(
        self,
        cells: Sequence[Cell],
        edges: Sequence[float],
        lines: list[list[Line]],
        size: float,
        least: float,
        leading: float = LEADING,
    ) -> None:
        super().__init__()
        self.cells = cells
        self.edges = edges
        self.opens: list[bool] = []
        self._lines = lines
        self._size = size
        self._least = least
        self._leading = leading
        leading *= size
        self.height = max(least, max(map(len, lines)) * leading + least - leading)
        for cell, own in zip(cells, lines, strict=True):
            if cell.ruled:
                writing = (cell.ruled + 1) * WRITING_LINE if not own else cell.ruled * WRITING_LINE + PAD
                self.height = max(self.height, len(own) * leading + writing)

    def draw(self, ink: Ink, top: float, is_first: bool, is_last: bool) -> None:
        edges, height, size = self.edges, self.height, self._size
        bottom, leading = top + height, self._leading * size
        rules = [(edges[0], top, edges[0], bottom)]
        dashed: list[tuple[float, float, float, float]] = []
        at = 0
        tallest = max(map(len, self._lines))
        for number, (cell, lines) in enumerate(zip(self.cells, self._lines, strict=True)):
            x1, x2 = edges[at], edges[at + cell.span]
            at += cell.span
            if cell.is_shaded:
                ink.fill(x1, top, x2 - x1, height, GROUND_GREY)
            if not cell.is_joined or is_first:
                rules.append((x1, top, x2, top))
            if is_last or not (self.opens and self.opens[number]):
                rules.append((x1, bottom, x2, bottom))
            rules.append((x2, top, x2, bottom))
            if cell.is_dashed:
                dashed = [
                    (x1, top, x2, top),
                    (x2, top, x2, bottom),
                    (x1, bottom, x2, bottom),
                    (x1, top, x1, bottom),
                ]
                del rules[-3:]
            if lines and (not cell.is_joined or is_first):
                self._draw_lines(ink, cell, lines, x1, x2, top, tallest, leading)
            for line in range(cell.ruled):
                y = top + len(lines) * leading + (line + 1) * WRITING_LINE
                rules.append((x1 + PAD, y, x2 - PAD, y))
        ink.lines(rules)
        if dashed:
            ink.lines(dashed, is_dashed=True)

    def split(self, room: float) -> tuple[Strip, Strip] | None:
        leading = self._leading * self._size
        count = int((room - (self._least - leading)) // leading)
        if not _LEAST_LINES <= count < max(map(len, self._lines)):
            return None
        upper = [replace(cell, ruled=0) for cell in self.cells]
        above = [lines[:count] for lines in self._lines]
        below = [lines[count:] for lines in self._lines]
        parts = (
            RowStrip(upper, self.edges, above, self._size, self._least, self._leading),
            RowStrip(self.cells, self.edges, below, self._size, self._least, self._leading),
        )
        parts[1].heads, parts[1].stays, parts[1].opens = self.heads, self.stays, self.opens
        return parts

    def _draw_lines(
        self,
        ink: Ink,
        cell: Cell,
        lines: list[Line],
        x1: float,
        x2: float,
        top: float,
        tallest: int,
        leading: float,
    ) -> None:
        size = self._size
        baseline = leading / 2 + _BASELINE * size
        y = top + (self._least - leading) / 2 + baseline
        is_centred = cell.ruled == 0 and not cell.is_top and len(lines) < tallest <= _CENTRED_UP_TO
        if is_centred or cell.is_shaded:
            y = top + (self.height - len(lines) * leading) / 2 + baseline
        for line in lines:
            if cell.align == "l":
                ink.line_of_text(x1 + PAD, y, line, size)
            else:
                spare = x2 - x1 - 2 * PAD - sum(width(text, bold, size) for text, bold in line)
                ink.line_of_text(x1 + PAD + (spare if cell.align == "r" else spare / 2), y, line, size)
            y += leading


def wrap(text: str | tuple[Piece, ...], room: float, is_bold: bool = False, size: float = SIZE) -> list[Line]:
    """Break a text into lines of at most `room` points."""
    if isinstance(text, str):
        if not text:
            return []
        if "\n" not in text and width(text, is_bold, size) <= room:
            return [(Piece(text, is_bold),)]
        text = (Piece(text, is_bold),)
    return lay(text, partial(advances, size=size), room)


def _row(
    cells: Sequence[Cell], edges: Sequence[float], size: float, least: float, leading: float
) -> RowStrip:
    lines = []
    at = 0
    for cell in cells:
        room = edges[at + cell.span] - edges[at] - 2 * PAD
        lines.append(wrap(cell.text, room, cell.is_bold, size))
        at += cell.span
    return RowStrip(cells, edges, lines, size, least, leading)


def _joins(row: RowStrip) -> bool:
    return any(cell.is_joined for cell in row.cells)


def _natural(text: str | tuple[Piece, ...], is_bold: bool, size: float) -> float:
    if not isinstance(text, str):
        widths = [0.0]
        for part, bold in text:
            first, *rest = part.split("\n")
            widths[-1] += width(first, bold, size)
            widths += [width(line, bold, size) for line in rest]
        return max(widths)
    if "\n" in text:
        return max(width(line, is_bold, size) for line in text.split("\n"))
    return width(text, is_bold, size)


def _fit(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], across: float, size: float
) -> list[float]:
    """Share out the width: fitting columns first, the rest among the growing ones, none more than it needs."""
    natural = [0.0] * len(columns)
    for row in rows:
        at = 0
        for cell in row:
            if cell.span == 1 and cell.text:
                natural[at] = max(natural[at], _natural(cell.text, cell.is_bold, size) + 2 * PAD + 0.05)
            at += cell.span
    for row in rows:
        at = 0
        for cell in row:
            spanned = range(at, at + cell.span)
            if cell.span > 1 and cell.text and not any(columns[n].grow for n in spanned):
                wanted = _natural(cell.text, cell.is_bold, size) + 2 * PAD + 0.05
                more = min(wanted, across * _MOST_SPANNED) - sum(natural[n] for n in spanned)
                for n in spanned:
                    natural[n] += max(more, 0) / cell.span
            at += cell.span
    widths = [0.0 if c.grow else min(n, c.most) for c, n in zip(columns, natural, strict=True)]
    if spare := max(across - sum(natural), 0):
        air = min(_AIR, spare / (2 * len(columns)))
        widths = [w + air if w else w for w in widths]
    growing = [at for at, column in enumerate(columns) if column.grow]
    least = sum(min(natural[at], across / (len(columns) + 1)) for at in growing)
    if (fixed := sum(widths)) > across - least:
        widths = [w * (across - least) / fixed for w in widths]
    rest = across - sum(widths)
    hungry = list(growing)
    while hungry:
        share = rest / sum(columns[at].grow for at in hungry)
        content = [at for at in hungry if natural[at] <= share * columns[at].grow]
        if not content:
            for at in hungry:
                widths[at] = share * columns[at].grow
            return widths
        for at in content:
            widths[at] = natural[at]
            rest -= natural[at]
        hungry = [at for at in hungry if at not in content]
    total = sum(columns[at].grow for at in growing)
    if not total:
        return [w * across / sum(widths) for w in widths]
    for at in growing:
        widths[at] += rest * columns[at].grow / total
    return widths
