"""P2 空白评分表, the blank score sheet (domain reference §12.7, §6.2): what each level means beside its box.

For anonymous groups nothing on it tells who filled it in: no name, no signature, a code without identity.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.documents.fonts import RULE, SCORE_BOX
from perfdesk.documents.formal_values import Mark, ScoreRow, ScoreSheet
from perfdesk.documents.ink import SIZE, Ink, width
from perfdesk.documents.page import CONTENT_WIDTH, LEFT, RIGHT, Heading, Paper, Strip
from perfdesk.documents.paragraphs import Line, Piece
from perfdesk.documents.parts import fitted, header_block, named_text, numbered, sentences, signatures, tick
from perfdesk.documents.tables import PAD, Cell, Column, Row, head, table, wrap
from perfdesk.documents.values import NBSP, cleaned, number
from perfdesk.domain.terms import RaterGroup
from perfdesk.texts import Translator

ANONYMOUS = (RaterGroup.PEER, RaterGroup.SUBORDINATE, RaterGroup.CUSTOMER)
"""Groups that neither name themselves nor sign (§6.2)."""
_LEADING = 1.55
_ANCHORS = 0.5
"""Share of the width that the words of the levels may take."""
_TRIES = (3, 1.0), (2, 1.0), (2, 0.6), (1, 0.5)
_WORDS_LINES = 3
_CODE_SIZE = 17.0
_LEFT_SHARE = 0.7
_GAP = 12.0


def title(texts: Translator) -> str:
    _ = texts
    return _("Blank Score Sheet")


def score_paper(sheet: ScoreSheet, texts: Translator) -> Paper:
    """Lay the sheet out; one page where four or five items have short words."""
    _ = texts
    sheet = cleaned(sheet)
    by = sheet.return_by.isoformat() if sheet.return_by else ""
    fixed = [
        *header_block(sheet.header, title(texts), (_("Return by"), by), texts),
        *_group(sheet, texts),
        *_instructions(sheet, texts),
        *_ratings(sheet, texts),
    ]

    def make(lines: int) -> list[Strip]:
        return [*fixed, *_overall(texts, lines), *_end(sheet, texts)]

    return fitted(sheet, title(texts), make, _TRIES, texts)


def group_word(group: RaterGroup, texts: Translator) -> str:
    _ = texts
    return {
        RaterGroup.SELF: texts.in_context("rater", "Self"),
        RaterGroup.SUPERIOR: texts.in_context("rater", "Superior"),
        RaterGroup.PEER: texts.in_context("rater", "Peer"),
        RaterGroup.SUBORDINATE: texts.in_context("rater", "Subordinate"),
        RaterGroup.CUSTOMER: texts.in_context("rater", "Customer"),
    }[group]


def _group(sheet: ScoreSheet, texts: Translator) -> list[Strip]:
    _ = texts
    order = RaterGroup.SELF, *(group for group in RaterGroup if group is not RaterGroup.SELF)
    boxes = "   ".join(tick(group_word(group, texts), group is sheet.group) for group in order)
    if sheet.rater and sheet.group not in ANONYMOUS:
        note = _("Rater: {name}").format(name=sheet.rater)
    else:
        note = _("Peers, subordinates and customers do not sign.")
    rows: list[Row] = [[Cell(_("Rater group"), is_bold=True, is_shaded=True), Cell(boxes), Cell(note)]]
    strips = table([Column(), Column(most=340), Column(grow=1)], rows, heads=0)
    strips[0].above = 5
    return strips


def _instructions(sheet: ScoreSheet, texts: Translator) -> list[Strip]:
    _ = texts
    words = []
    if any(row.marks for row in sheet.rows):
        levels = "   ".join(
            f"{mark.label}{NBSP}{mark.words}".rstrip().replace(" ", NBSP) for mark in sheet.levels
        )
        words.append(_("Mark one box for each item: {levels}.").format(levels=levels))
        if sheet.allows_halves:
            words.append(_("For half a level put the cross between two boxes."))
    words.append(_("Judge the facts of this cycle, not an impression."))
    if sheet.levels:
        ends = sheet.levels[-1].label, sheet.levels[0].label
        words.append(
            _("For {lowest} or {highest} write an example: date, what happened, what came of it.").format(
                lowest=ends[0], highest=ends[1]
            )
        )
    words.append(_("What you have not seen for yourself: cannot rate. It never counts as a low mark."))
    text = Piece(_("Instructions") + "\u3000", True), Piece(sentences(words, texts))
    strips = table([Column(grow=1)], [[Cell(text)]], heads=0)
    strips[0].above = 4
    return strips


def _ratings(sheet: ScoreSheet, texts: Translator) -> list[Strip]:
    _ = texts
    words = texts.in_context("row", "No."), _("Item"), _("What each level means: choose one"), _("Example")
    rows: list[Row] = [head(*words)]
    for place, row in enumerate(sheet.rows, start=1):
        about = [Piece(row.name, True)]
        if row.definition:
            about.append(Piece(f"\n{row.definition}"))
        about.append(Piece(f"\n{tick(_('Cannot rate'))}"))
        cells = [Cell(str(place), is_top=True), Cell(tuple(about), is_top=True)]
        rows.append([*cells, *_answer(row, texts)])
    columns = [Column(), Column(most=112), Column(most=CONTENT_WIDTH * _ANCHORS + 2 * PAD), Column(grow=1)]
    strips = table(columns, rows, leading=_LEADING)
    return [Heading(numbered(1, _("Item by item"), texts)), *strips]


def _answer(row: ScoreRow, texts: Translator) -> list[Cell]:
    _ = texts
    if row.marks:
        return [Cell(tuple(_marks(row.marks))), Cell()]
    if row.points is not None:
        lowest, highest = (number(value, 0) for value in row.points)
        asked = _("Points, {lowest} to {highest}:").format(lowest=lowest, highest=highest)
        return [Cell(f"{asked} {RULE * 6}"), Cell()]
    return [Cell(ruled=_WORDS_LINES, span=2)]


def _marks(marks: tuple[Mark, ...]) -> Iterator[Piece]:
    """Yield the lines of the levels; what runs on stands under the words, not under the boxes."""
    for at, mark in enumerate(marks):
        is_short = width(mark.label, True) <= 1.2 * SIZE
        label = Piece(mark.label, True)
        box = f"{2 * NBSP}{SCORE_BOX}{NBSP}" if is_short else f"{SCORE_BOX}{NBSP}"
        indent = "\u3000\u3000" + 3 * NBSP if is_short else "\u3000" + 3 * NBSP
        room = CONTENT_WIDTH * _ANCHORS - width(indent) - 1
        if at:
            yield Piece("\n")
        if is_short:
            yield label
            yield Piece(box)
            lines = wrap(mark.words, room)
        else:
            yield Piece(box)
            lines = wrap((label, Piece(f" {mark.words}")), room)
        for n, line in enumerate(lines):
            if n:
                yield Piece(f"\n{indent}")
            yield from line


def _overall(texts: Translator, lines: int) -> list[Strip]:
    _ = texts
    rows = [
        named_text(_("What is done well"), "", lines),
        named_text(_("What should improve"), "", lines),
    ]
    strips = table([Column(most=110), Column(grow=1)], rows, heads=0)
    strips[0].stays = True
    return [Heading(numbered(2, _("Overall"), texts)), *strips]


def _end(sheet: ScoreSheet, texts: Translator) -> list[Strip]:
    _ = texts
    last = _Return(_return_words(sheet, texts), sheet.code, texts)
    if sheet.group in ANONYMOUS:
        return [last]
    name = _("Rater's signature:")
    if sheet.group is None:
        name = _("Rater's signature (self and superior only; others do not sign):")
    last.stays = True
    return [last, signatures((name,), texts)]


def _return_words(sheet: ScoreSheet, texts: Translator) -> str:
    _ = texts
    by = sheet.return_by.isoformat() if sheet.return_by else RULE * 8
    to = sheet.return_to or RULE * 8
    if sheet.group is None or sheet.group not in ANONYMOUS:
        words = [_("Hand it to {name} by {day}.").format(name=to, day=by)]
    else:
        words = [
            _("Put it into an envelope, close it and hand it to {name} by {day}, not to the manager.").format(
                name=to, day=by
            )
        ]
    if sheet.group is None or sheet.group in ANONYMOUS:
        words.append(
            _(
                "With fewer than {count} replies the marks of peers, subordinates or customers are neither shown "
                "nor used."
            ).format(count=sheet.threshold)
        )
    return sentences(words, texts)


class _Return(Strip):
    """Whom to hand the sheet to, and beside it the code to type it in by."""

    __slots__ = ("_code", "_label", "_lines", "_note")

    def __init__(self, words: str, code: str, texts: Translator) -> None:
        _ = texts
        super().__init__(above=8.0)
        self._code = code
        self._label, self._note = _("Entry code"), _("Says nothing about the rater")
        text = Piece(_("Return") + "\u3000", True), Piece(words)
        room = CONTENT_WIDTH * (_LEFT_SHARE if code else 1) - 4 * PAD
        self._lines: list[Line] = wrap(text, room)
        self.height = max(54.0 if code else 0.0, len(self._lines) * 14.5 + 4 * PAD)

    def draw(self, ink: Ink, top: float, is_first: bool, is_last: bool) -> None:
        across = CONTENT_WIDTH * (_LEFT_SHARE if self._code else 1) - (_GAP if self._code else 0)
        bottom = top + self.height
        _frame(ink, LEFT, top, LEFT + across, bottom)
        for n, line in enumerate(self._lines):
            ink.line_of_text(LEFT + 2 * PAD, top + 2 * PAD + 10 + n * 14.5, line)
        if self._code:
            x = LEFT + across + _GAP
            _frame(ink, x, top, RIGHT, bottom)
            ink.text(x + 2 * PAD, top + 15, self._label)
            ink.text(x + 2 * PAD, top + 33, self._code, True, _CODE_SIZE)
            ink.text(x + 2 * PAD, top + 48, self._note)


def _frame(ink: Ink, left: float, top: float, right: float, bottom: float) -> None:
    ink.lines(
        [
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ]
    )
