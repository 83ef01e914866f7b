"""The compact review sheet: three sheets of five questions on a page, to be cut apart.

A sheet with much to say is set closer, its questions side by side; what does not fit into a third of a page
even so is printed as a whole review sheet at its place in the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from perfdesk.documents.fonts import LEVELS, RULE
from perfdesk.documents.ink import MM, PAGE_HEIGHT, Ink, width
from perfdesk.documents.page import (
    BOTTOM,
    CONTENT_WIDTH,
    LEFT,
    RIGHT,
    TOP,
    Press,
    Signatures,
    Strip,
    height_of,
)
from perfdesk.documents.parts import day, footer, joined, tick
from perfdesk.documents.review_sheet import (
    DASH,
    MAJOR,
    difference,
    item_name,
    level_boxes,
    review_paper,
    signed,
    title,
)
from perfdesk.documents.tables import Cell, Column, Row, head, label, table
from perfdesk.documents.values import Action, ReviewSheet, cleaned, number, score, with_unit
from perfdesk.texts import Translator

PER_PAGE = 3
_TEXT_SIZE = 9.0
_ROW_HEIGHT = 14.4
_BETWEEN = 10.0
_SLOT = (PAGE_HEIGHT - TOP - BOTTOM - (PER_PAGE - 1) * _BETWEEN) / PER_PAGE
_TRIED = ((0.53, 1), (0.62, 1), (0.53, 0), (0.62, 0), (0.66, 0))
"""Share of the questions in the width, and writing lines for the employee, until the sheet fits: English names
of questions are long."""
_DENSE = ((1.3, 13.8, True), (1.2, 12.6, True), (1.15, 11.8, True), (1.12, 11.4, True), (1.12, 11.4, False))
"""Distance of two lines in sizes of the text, height of a row of one line, and whether there is a place for the
employee to write, with the questions side by side."""
_SHARES = ((1, 1), (5, 4), (4, 5), (3, 2), (2, 3), (2, 1), (1, 2))
"""What the causes and the actions have of the width; the first of those that take the least height."""
_MOST_BESIDE = 8
"""So many questions have room for their boxes side by side."""
_LEAST_SIGNATURE = 15 * MM
_COLUMN_GAP = 8.0
_TITLE_HEIGHT = 17.0
_SPACE = 3.0
_DENSE_SPACE = 1.5
_MOST_LABEL = 60.0
"""What names the row may take from the questions, whose level and its boxes stay on one line."""
_DENSE_TITLE_HEIGHT = 16.0
_SMALL_HEIGHT = 12.0
_NO_LEVEL = "".join(LEVELS)


def write_compact_reviews(
    sheets: Iterable[ReviewSheet],
    target: BinaryIO,
    texts: Translator,
    on_own_page: Callable[[ReviewSheet], object] | None = None,
) -> tuple[str, ...]:
    """Write three sheets on each page; return the characters that printed as a box.

    Meant for the five questions of 五分制. A sheet with more than fits begins a page of its own, in its place in
    the order; `on_own_page` is told of each.
    """
    press = Press(target, title(texts), "", texts.language)
    place = 0
    for sheet in map(cleaned, sheets):
        block = next((block for block in _tried(sheet, texts) if block.height <= _SLOT), None)
        if place and (block is None or place == PER_PAGE):
            press.end_page()
            place = 0
        if block is None:
            press.add(review_paper(sheet, texts))
            if on_own_page:
                on_own_page(sheet)
            continue
        top = TOP + place * (_SLOT + _BETWEEN)
        if place:
            press.ink.lines([(LEFT, top - _BETWEEN / 2, RIGHT, top - _BETWEEN / 2)], is_dashed=True)
        press.bookmark(sheet.header.person)
        block.draw(press.ink, top)
        place += 1
    if place:
        press.end_page()
    return press.finish()


def _tried(sheet: ReviewSheet, texts: Translator) -> Iterator[_Block | _DenseBlock]:
    """Yield the ways to lay a sheet out, the roomiest first."""
    for share, lines in _TRIED:
        yield _Block(sheet, texts, share, lines)
    for leading, row_height, has_words in _DENSE if 0 < len(sheet.items) <= _MOST_BESIDE else ():
        yield _DenseBlock(sheet, texts, leading, row_height, has_words)


class _Block:
    """One compact sheet: facts, questions at the left, gaps and what is done at the right, signatures."""

    def __init__(self, sheet: ReviewSheet, texts: Translator, share: float, lines: int) -> None:
        _ = texts
        across = CONTENT_WIDTH * share
        self._title = title(texts)
        self._small = "   ".join(part for part in (*footer(sheet, texts), sheet.header.number) if part)
        self._facts = _small_table([Column(grow=1)], [[Cell(_facts(sheet), is_bold=True, is_shaded=True)]], 0)
        self._left = _questions(sheet, texts, across)
        self._right = _treatment(sheet, texts, across + _COLUMN_GAP)
        self._words = _small_table([Column(), Column(grow=1)], _words(sheet, texts, lines), 0)
        signers = _("Employee's signature:"), _("Manager's signature:"), _("HR's signature:")
        self._signatures = Signatures(signers, _("Date:            Y        M        D"), size=_TEXT_SIZE)
        self._middle = max(height_of(self._left), height_of(self._right))
        parts = height_of(self._facts), self._middle, height_of(self._words), self._signatures.height
        self.height = _TITLE_HEIGHT + sum(parts) + 3 * _SPACE + _SMALL_HEIGHT

    def draw(self, ink: Ink, top: float) -> None:
        ink.text(LEFT, top + 13, self._title, True, 11)
        y = _draw(ink, self._facts, top + _TITLE_HEIGHT) + _SPACE
        _draw(ink, self._left, y)
        _draw(ink, self._right, y)
        y = _draw(ink, self._words, y + self._middle + _SPACE) + _SPACE
        self._signatures.draw(ink, y, True, True)
        y += self._signatures.height + _SMALL_HEIGHT
        ink.text(RIGHT - width(self._small, size=_TEXT_SIZE), y - 2, self._small, size=_TEXT_SIZE)


class _DenseBlock:
    """One compact sheet, set close: facts, questions side by side, a row for each gap, signatures."""

    def __init__(
        self, sheet: ReviewSheet, texts: Translator, leading: float, row_height: float, has_words: bool
    ) -> None:
        _ = texts
        self._title = title(texts)
        self._small, rest = _beside(self._title, (*footer(sheet, texts), sheet.header.number))

        def close(columns: Sequence[Column], rows: Sequence[Row], heads: int = 0) -> list[Strip]:
            return table(columns, rows, heads, LEFT, CONTENT_WIDTH, _TEXT_SIZE, row_height, leading)

        words = _words(sheet, texts, 0)
        if not (has_words or sheet.employee_words):
            del words[0]
        questions = _questions_in_a_row(sheet, rest, texts)
        gaps = _gap_rows(sheet, texts)
        self._tables = [
            close([Column(grow=1)], [[Cell(_facts(sheet), is_bold=True, is_shaded=True)]]),
            min((close(columns, questions, 1) for columns in _for_names(sheet)), key=height_of),
            min((close([Column(grow=a), Column(grow=b)], gaps, 1) for a, b in _SHARES), key=height_of),
            close([Column(), Column(grow=1)], words),
        ]
        signers = _("Employee's signature:"), _("Manager's signature:"), _("HR's signature:")
        self._signatures = Signatures(signers, _("Date:            Y        M        D"), size=_TEXT_SIZE)
        self._signatures.height = _LEAST_SIGNATURE
        tables = sum(height_of(strips) + _DENSE_SPACE for strips in self._tables)
        self.height = _DENSE_TITLE_HEIGHT + tables + _LEAST_SIGNATURE

    def draw(self, ink: Ink, top: float) -> None:
        ink.text(LEFT, top + 13, self._title, True, 11)
        ink.text(RIGHT - width(self._small, size=_TEXT_SIZE), top + 13, self._small, size=_TEXT_SIZE)
        y = top + _DENSE_TITLE_HEIGHT
        for strips in self._tables:
            y = _draw(ink, strips, y) + _DENSE_SPACE
        self._signatures.draw(ink, y, True, True)


def _for_names(sheet: ReviewSheet) -> Iterator[list[Column]]:
    """Yield columns for the questions: alike, then wider for longer names."""
    for evenness in (1000, 80, 40, 20):
        yield [Column(), *(Column(grow=evenness + len(item.name)) for item in sheet.items)]


def _beside(heading: str, parts: Sequence[str]) -> tuple[str, str]:
    """Return the last of the parts that fit on a line with the heading, and the others."""
    shown = [part for part in parts if part]
    room = CONTENT_WIDTH - width(heading, True, 11) - _COLUMN_GAP
    at = 0
    while at < len(shown) and width("   ".join(shown[at:]), size=_TEXT_SIZE) > room:
        at += 1
    return "   ".join(shown[at:]), "   ".join(shown[:at])


def _draw(ink: Ink, strips: Sequence[Strip], y: float) -> float:
    for n, strip in enumerate(strips):
        strip.draw(ink, y, n == 0, n == len(strips) - 1)
        y += strip.height
    return y


def _small_table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    heads: int,
    left: float = LEFT,
    across: float = CONTENT_WIDTH,
) -> list[Strip]:
    return table(columns, rows, heads, left, across, _TEXT_SIZE, _ROW_HEIGHT)


def _facts(sheet: ReviewSheet) -> str:
    header = sheet.header
    parts = header.person, header.employee_number, header.department, header.position, header.cycle_name
    return "   ".join(part for part in (*parts, header.firm) if part)


def _questions(sheet: ReviewSheet, texts: Translator, across: float) -> list[Strip]:
    _ = texts
    rows: list[Row] = [head(_("Question"), _("Weight %"), _("Level"), _("Weighted"), right=(1, 3))]
    for item in sheet.items:
        boxes = level_boxes(item)
        # A filled box says it all; the place goes to the question.
        words = "" if boxes != _NO_LEVEL else item.actual_words or item.missing_words or score(item.score)
        rows.append(
            [
                Cell(item_name(item, texts)),
                Cell(number(item.weight, 0), "r"),
                Cell(f"{boxes} {words}".strip()),
                Cell(score(item.weighted) or DASH, "r"),
            ]
        )
    for adjustment in sheet.adjustments:
        rows.append([Cell(adjustment.words, span=3), Cell(signed(score(adjustment.points)), "r")])
    rows.append(
        [
            Cell(_("Total"), "l", True, True),
            Cell(number(sheet.weight_total, 0), "r", True, True),
            Cell(sheet.grade, "l", True, True),
            Cell(score(sheet.total) or DASH, "r", True, True),
        ]
    )
    return _small_table([Column(grow=1), Column(), Column(), Column()], rows, 1, LEFT, across)


def _questions_in_a_row(sheet: ReviewSheet, rest: str, texts: Translator) -> list[Row]:
    """Return the result with a column for each question; `rest` stands at the right of the total."""
    _ = texts
    count = len(sheet.items)
    names = [f"{item.name} {with_unit(number(item.weight, 0), '%')}" for item in sheet.items]
    levels = []
    for item in sheet.items:
        boxes = level_boxes(item)
        words = "" if boxes != _NO_LEVEL else item.actual_words or item.missing_words or score(item.score)
        levels.append(" ".join(part for part in (boxes, words, score(item.weighted) or DASH) if part))
    name = f"{_('Level')} · {_('Weighted')}"
    rows: list[Row] = [
        head(_("Question"), *names),
        [label(name if width(name, True, _TEXT_SIZE) <= _MOST_LABEL else _("Level")), *map(Cell, levels)],
    ]
    for adjustment in sheet.adjustments:
        words = f"{adjustment.words}   {signed(score(adjustment.points))}"
        rows.append([Cell(words, span=count + 1)])
    total = "   ".join(part for part in (score(sheet.total) or DASH, sheet.grade) if part)
    most = min(2, count - 1) if rest else 0
    cells = [Cell(total, is_bold=True, is_shaded=True, span=count - most)]
    if rest:
        cells = [*cells, Cell(rest, "r", is_shaded=True, span=most)] if most else [Cell(f"{total}   {rest}")]
    rows.append([label(_("Total")), *cells])
    return rows


def _treatment(sheet: ReviewSheet, texts: Translator, indent: float) -> list[Strip]:
    rows = [_gap_head(texts)]
    for name, cause, lines in _treated(sheet, texts):
        text = name if cause is None else f"{name}\n{cause}"
        rows.append([Cell(text), Cell("\n".join(lines), is_dashed=not lines)])
    columns = [Column(grow=2), Column(grow=3)]
    return _small_table(columns, _or_none(rows, texts), 1, LEFT + indent, CONTENT_WIDTH - indent)


def _gap_rows(sheet: ReviewSheet, texts: Translator) -> list[Row]:
    """Return a row for each gap, its cause and its actions each in one run."""
    _ = texts
    rows = [_gap_head(texts)]
    for name, cause, lines in _treated(sheet, texts):
        text = f"{name}   {cause}" if cause else name
        rows.append([Cell(text), Cell(_("; ").join(lines), is_dashed=not lines)])
    return _or_none(rows, texts)


def _gap_head(texts: Translator) -> Row:
    _ = texts
    return head(_("Gap and cause"), _("Action, owner and due date"))


def _or_none(rows: list[Row], texts: Translator) -> list[Row]:
    _ = texts
    return rows if len(rows) > 1 else [*rows, [Cell(_("No gap: every item met its target."), span=2)]]


def _treated(sheet: ReviewSheet, texts: Translator) -> Iterator[tuple[str, str | None, list[str]]]:
    """Yield each gap with its difference, its cause, and what is done; the cause of what is no gap is None."""
    _ = texts
    year = sheet.header.ends_on.year
    for gap in sheet.gaps:
        name = f"{gap.name} {MAJOR}" if gap.is_major else gap.name
        causes = joined(gap.causes, texts)
        if causes and gap.words:
            causes = _("{cause}: {words}").format(cause=causes, words=gap.words)
        lines = [_in_one_line(action, year) for action in sheet.actions if action.gap == gap.name]
        reasons = (left.reason for left in sheet.left if left.name == gap.name)
        lines += [_("Left for now: {reason}").format(reason=reason) for reason in reasons]
        yield f"{name} {difference(gap)}", causes or gap.words, lines
    named = {gap.name for gap in sheet.gaps}
    for action in sheet.actions:
        if action.gap not in named:
            yield action.gap, None, [_in_one_line(action, year)]


def _in_one_line(action: Action, year: int) -> str:
    return " · ".join(part for part in (action.action, action.owner, day(action.due_on, year)) if part)


def _words(sheet: ReviewSheet, texts: Translator, lines: int) -> list[Row]:
    _ = texts
    agreed = tick(_("I agree"), sheet.agrees is True)
    objected = tick(_("Read; I object, because:"), sheet.agrees is False)
    follow_up = _("Next follow-up: {day}").format(
        day=sheet.follow_up_on.isoformat() if sheet.follow_up_on else RULE * 7
    )
    reason = sheet.objection or RULE * 12
    return [
        [
            label(_("Employee's words")),
            Cell(sheet.employee_words, ruled=0 if sheet.employee_words else lines),
        ],
        [label(_("Confirmation")), Cell(f"{agreed}   {objected} {reason}   {follow_up}")],
    ]
