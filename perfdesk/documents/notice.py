"""P3 绩效结果通知书, the result notice (domain reference §12.8), in two copies: the employee's and the firm's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.documents.appraisal_form import signed_points
from perfdesk.documents.fonts import RULE
from perfdesk.documents.formal_values import NoticeSheet
from perfdesk.documents.page import Heading, Paper, Strip, Words
from perfdesk.documents.paragraphs import Piece
from perfdesk.documents.parts import (
    fitted,
    header_block,
    lines_of,
    numbered,
    or_rule,
    sentences,
    signatures,
    tick,
)
from perfdesk.documents.tables import Cell, Column, Row, head, label, table
from perfdesk.documents.values import MINUS, cleaned, number, score
from perfdesk.texts import Translator

_DASH = "—"
_TRIES = (2, 1.0), (1, 1.0), (1, 0.6), (1, 0.3)
_MOST_GAPS = 3
_LABEL = 118.0


def title(texts: Translator) -> str:
    _ = texts
    return _("Result Notice")


def notice_papers(sheet: NoticeSheet, texts: Translator) -> Iterator[Paper]:
    """Lay both copies out, each with its own page numbers."""
    _ = texts
    sheet = cleaned(sheet)
    for copy in (_("Copy 1 of 2: for the employee"), _("Copy 2 of 2: for the firm")):
        fixed = [
            *header_block(sheet.header, title(texts), None, texts),
            Words(right=copy, height=16),
            *_result(sheet, texts),
            *_blocks(sheet, texts),
        ]

        def make(lines: int, fixed: list[Strip] = fixed) -> list[Strip]:
            return [*fixed, *_words(sheet, lines, texts), *_practical(sheet, texts), *_signed(sheet, texts)]

        yield fitted(sheet, title(texts), make, _TRIES, texts)


def _result(sheet: NoticeSheet, texts: Translator) -> list[Strip]:
    _ = texts
    grade = Piece(sheet.grade or _DASH, True), Piece(f"   {sheet.grade_meaning}")
    rows: list[Row] = [
        [label(_("Total score")), Cell(score(sheet.total) or _DASH, is_bold=True)],
        [label(_("Grade and its meaning")), Cell(grade if sheet.grade_meaning else grade[:1])],
    ]
    if sheet.adjustments:
        rows.append([label(_("Grade adjustment note")), Cell("\n".join(sheet.adjustments))])
    if sheet.coefficient is not None:
        words = _("Coefficient {number}").format(number=number(sheet.coefficient))
        if sheet.pay is not None:
            words += "   " + _("Performance pay CNY {money}").format(money=number(sheet.pay))
        rows.append([label(_("Coefficient and performance pay")), Cell(words)])
    strips = table([Column(most=_LABEL), Column(grow=1)], rows, heads=0)
    for strip in strips:
        strip.stays = True
    return [Heading(numbered(1, _("Result"), texts)), *strips]


def _blocks(sheet: NoticeSheet, texts: Translator) -> list[Strip]:
    _ = texts
    names = texts.in_context("points", "Score"), texts.in_context("paper", "Weighted")
    rows: list[Row] = [head(_("Part"), _("Weight %"), *names, right=(1, 2, 3))]
    for block in sheet.blocks:
        rows.append(
            [
                Cell(block.name),
                Cell(number(block.weight, 0), "r"),
                Cell(score(block.score) or _DASH, "r"),
                Cell(score(block.weighted) or _DASH, "r"),
            ]
        )
    outside = (
        (_("Bonus"), sheet.bonus),
        (_("Deduction"), -sheet.deduction),
        (sheet.limit_words, sheet.limit),
    )
    for name, points in outside:
        if points:
            rows.append([Cell(name), Cell(), Cell(), Cell(signed_points(points), "r")])
    total = sheet.total if sheet.block_total is None else sheet.block_total
    shown_total = Cell(score(total) or _DASH, "r", True, True)
    weight = sum((block.weight for block in sheet.blocks), Decimal(0))
    shown = Cell(number(weight, 0) if sheet.blocks else "", "r", True, True)
    rows.append([label(_("Total score")), shown, Cell(is_shaded=True), shown_total])
    strips = table([Column(grow=2), Column(grow=1), Column(grow=1), Column(grow=1)], rows)
    return [Heading(numbered(2, _("Block scores"), texts)), *strips]


def _words(sheet: NoticeSheet, lines: int, texts: Translator) -> list[Strip]:
    _ = texts
    text = Cell(sheet.strengths, ruled=0 if sheet.strengths else lines)
    rows: list[Row] = [
        head(_("Indicator"), _("Target"), _("Actual"), _("Weighted gap"), right=(1, 2, 3)),
        *(
            [
                Cell(gap.name),
                Cell(gap.target, "r"),
                Cell(gap.actual, "r"),
                Cell(MINUS + score(gap.lost) if gap.lost else score(gap.lost), "r"),
            ]
            for gap in sheet.gaps[:_MOST_GAPS]
        ),
    ]
    gaps = table([Column(grow=2), Column(grow=1), Column(grow=1), Column()], rows)
    if not sheet.gaps:
        gaps = table([Column(grow=1)], [[Cell(_("No major gap."))]], heads=0)
    return [
        Heading(numbered(3, _("Main strengths"), texts)),
        *table([Column(grow=1)], [[text]], heads=0),
        Heading(numbered(4, _("Major gaps (up to three)"), texts)),
        *gaps,
    ]


def _practical(sheet: NoticeSheet, texts: Translator) -> list[Strip]:
    _ = texts
    interview_on = sheet.interview_on.isoformat() if sheet.interview_on else RULE * 8
    interview = _("{day}   Place: {place}   Interviewer: {name}").format(
        day=interview_on, place=or_rule(sheet.interview_place, 10), name=or_rule(sheet.interviewer, 7)
    )
    rows: list[Row] = [
        [label(_("Interview time, place, interviewer")), Cell(interview)],
        [label(_("Appeal deadline and handler")), Cell(_appeal(sheet, texts))],
        [label(_("Delivery method and date")), Cell(_delivery(sheet, texts))],
    ]
    strips = table([Column(most=_LABEL), Column(grow=1)], rows, heads=0)
    strips[0].stays = True
    return [Heading(numbered(5, _("Interview, appeal and delivery"), texts)), *strips]


def _appeal(sheet: NoticeSheet, texts: Translator) -> str:
    _ = texts
    to = or_rule(sheet.appeal_to, 7)
    if sheet.appeal_until is not None:
        first = _("Until {day}, in writing, to {name}.").format(day=sheet.appeal_until.isoformat(), name=to)
    else:
        first = _("Within {days} working days after delivery, in writing, to {name}.").format(
            days=sheet.appeal_days if sheet.appeal_days is not None else RULE * 3, name=to
        )
    return sentences((first, _("Legal remedies remain open.")), texts)


def _delivery(sheet: NoticeSheet, texts: Translator) -> str:
    _ = texts
    on = sheet.delivered_on.isoformat() if sheet.delivered_on else RULE * 8
    if sheet.delivery_way:
        return f"{sheet.delivery_way}   {on}"
    ways = "   ".join(tick(word) for word in (_("In person"), _("By post"), _("By e-mail")))
    return f"{ways}   {_('Date')}: {on}"


def _signed(sheet: NoticeSheet, texts: Translator) -> list[Strip]:
    _ = texts
    clear = tick(_("No objection"), sheet.agrees is True)
    objected = tick(_("I object, because:"), sheet.agrees is False)
    words = Cell(f"{clear}   {objected} {sheet.objection}", ruled=0 if sheet.objection else 1)
    strips = table([Column(), Column(grow=1)], [[label(_("Employee's words")), words]], heads=0)
    received = signatures((_("Received by the employee:"), _("Delivered by:")), texts)
    witnessed = signatures((_("Witness 1 (if refused):"), _("Witness 2 (if refused):")), texts)
    witnessed.above = 0
    notes = lines_of(_("Signature confirms receipt, not necessarily agreement."))
    for strip in (*strips, received, witnessed):
        strip.stays = True
    return [Heading(numbered(6, _("Receipt"), texts)), *strips, received, witnessed, *notes]
