"""The compact review sheet: three sheets of five questions on a page, to be cut apart.

What does not fit into a third of a page is printed as a whole review sheet of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from perfdesk.documents.fonts import LEVELS, RULE
from perfdesk.documents.ink import PAGE_HEIGHT, Ink, width
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
from perfdesk.documents.values import Action, ReviewSheet, cleaned, number, score
from perfdesk.texts import Translator

PER_PAGE = 3
_TEXT_SIZE = 9.0
_ROW_HEIGHT = 14.4
_BETWEEN = 14.0
_SLOT = (PAGE_HEIGHT - TOP - BOTTOM - (PER_PAGE - 1) * _BETWEEN) / PER_PAGE
_TRIED = ((0.53, 1), (0.62, 1), (0.53, 0), (0.62, 0), (0.66, 0))
"""Share of the questions in the width, and writing lines for the employee, until the sheet fits: English names
of questions are long."""
_COLUMN_GAP = 8.0
_TITLE_HEIGHT = 17.0
_SPACE = 3.0
_SMALL_HEIGHT = 12.0
_NO_LEVEL = "".join(LEVELS)


def write_compact_reviews(
    sheets: Iterable[ReviewSheet], target: BinaryIO, texts: Translator
) -> tuple[str, ...]:
    """Write three sheets on each page; return the characters that printed as a box.

    Meant for the five questions of 五分制; a sheet with more than fits follows as a page of its own kind.
    """
    press = Press(target, title(texts), "", texts.language)
    place = 0
    too_long = []
    for sheet in map(cleaned, sheets):
        tried = (_Block(sheet, texts, share, lines) for share, lines in _TRIED)
        block = next((block for block in tried if block.height <= _SLOT), None)
        if block is None:
            too_long.append(sheet)
            continue
        if place == PER_PAGE:
            press.end_page()
            place = 0
        top = TOP + place * (_SLOT + _BETWEEN)
        if place:
            press.ink.lines([(LEFT, top - _BETWEEN / 2, RIGHT, top - _BETWEEN / 2)], is_dashed=True)
        press.bookmark(sheet.header.person)
        block.draw(press.ink, top)
        place += 1
    if place:
        press.end_page()
    for sheet in too_long:
        press.add(review_paper(sheet, texts))
    return press.finish()


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


def _treatment(sheet: ReviewSheet, texts: Translator, indent: float) -> list[Strip]:
    _ = texts
    year = sheet.header.ends_on.year
    rows: list[Row] = [head(_("Gap and cause"), _("Action, owner and due date"))]
    for gap in sheet.gaps:
        name = f"{gap.name} {MAJOR}" if gap.is_major else gap.name
        causes = joined(gap.causes, texts)
        if causes and gap.words:
            causes = _("{cause}: {words}").format(cause=causes, words=gap.words)
        cause = f"{name} {difference(gap)}\n{causes or gap.words}"
        actions = [action for action in sheet.actions if action.gap == gap.name]
        left = [left.reason for left in sheet.left if left.name == gap.name]
        lines = [_in_one_line(a, year) for a in actions]
        lines += [_("Left for now: {reason}").format(reason=reason) for reason in left]
        rows.append([Cell(cause), Cell("\n".join(lines), is_dashed=not lines)])
    named = {gap.name for gap in sheet.gaps}
    for action in sheet.actions:
        if action.gap not in named:
            rows.append([Cell(action.gap), Cell(_in_one_line(action, year))])
    if len(rows) == 1:
        rows.append([Cell(_("No gap: every item met its target."), span=2)])
    columns = [Column(grow=2), Column(grow=3)]
    return _small_table(columns, rows, 1, LEFT + indent, CONTENT_WIDTH - indent)


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
