"""P0 绩效考核与改进面谈表, the review sheet (domain reference §12.5): result, gaps, actions and the talk.

One page for up to eight items: the lines to write on give way first, then the space between sections.
"""

from __future__ import annotations

from typing import BinaryIO

from perfdesk.documents.fonts import CHOSEN_LEVELS, LEVELS, RULE
from perfdesk.documents.page import Heading, Paper, Press, Signatures, Strip, height_of, room
from perfdesk.documents.parts import day, header_block, joined, lines_of, paper, sentences, tick
from perfdesk.documents.tables import Cell, Column, Row, head, label, table
from perfdesk.documents.values import (
    MINUS,
    Gap,
    Item,
    ReviewSheet,
    cleaned,
    number,
    score,
    with_unit,
)
from perfdesk.texts import Translator

MAJOR = "▼"
DASH = "—"
_WRITING = ((3, 1, 1.0), (2, 1, 1.0), (1, 1, 0.8), (1, 0, 0.5))
"""Lines for the employee's words and for the support wanted, and the share of the space between sections."""


def write_review(sheet: ReviewSheet, target: BinaryIO, texts: Translator) -> tuple[str, ...]:
    """Write the sheet as PDF; return the characters that could only be printed as a box with their code."""
    press = Press(target, f"{title(texts)} {sheet.header.person}", sheet.header.firm, texts.language)
    press.add(review_paper(sheet, texts))
    return press.finish()


def title(texts: Translator) -> str:
    _ = texts
    return _("Review Sheet: Appraisal and Improvement")


def review_paper(sheet: ReviewSheet, texts: Translator) -> Paper:
    """Lay the sheet out."""
    _ = texts
    sheet = cleaned(sheet)
    interview = sheet.interview_on.isoformat() if sheet.interview_on else ""
    fixed = [
        *header_block(
            sheet.header, title(texts), (texts.in_context("paper", "Interview on"), interview), texts
        ),
        *_result(sheet, texts),
        *_gaps(sheet, texts),
        *_actions(sheet, texts),
        *_recognitions(sheet, texts),
    ]
    height = height_of(fixed)
    loose = sum(strip.above for strip in fixed)
    for words_lines, support_lines, squeeze in _WRITING:
        talk = _talk(sheet, texts, words_lines, support_lines)
        if height - loose * (1 - squeeze) + height_of(talk, squeeze) <= room():
            return paper(sheet, title(texts), [*fixed, *talk], squeeze, texts)
    talk = _talk(sheet, texts, *_WRITING[0][:2])
    return paper(sheet, title(texts), [*fixed, *talk], 1.0, texts)


def level_boxes(item: Item) -> str:
    """Return the five boxes of a level, the chosen one filled; half levels fill none."""
    level = item.score
    chosen = int(level) if level is not None and level == int(level) and 1 <= level <= 5 else 0
    return "".join(CHOSEN_LEVELS[n] if n + 1 == chosen else LEVELS[n] for n in range(5))


def item_name(item: Item, texts: Translator) -> str:
    """Return the item's name with its unit and the mark of a major gap."""
    _ = texts
    name = _("{name} ({unit})").format(name=item.name, unit=item.unit) if item.unit else item.name
    return f"{name} {MAJOR}" if item.is_major else name


def _result(sheet: ReviewSheet, texts: Translator) -> list[Strip]:
    _ = texts
    heading = Heading(_("1. Result (diagnosis)"))
    strips = _levels(sheet, texts) if sheet.is_five_point else _scores(sheet, texts)
    if sheet.notes:
        strips[-1].stays = True
        strips += table([Column(grow=1)], [[Cell(note)] for note in sheet.notes], heads=0)
    return [heading, *strips]


def _scores(sheet: ReviewSheet, texts: Translator) -> list[Strip]:
    _ = texts
    words = (
        _("Indicator"),
        _("Class"),
        _("Weight %"),
        _("Target"),
        _("Actual"),
        texts.in_context("points", "Score"),
        _("Weighted"),
        _("Scoring method"),
    )
    rows: list[Row] = [head(*words, right=range(2, 7))]
    for item in sheet.items:
        rows.append(
            [
                Cell(item_name(item, texts)),
                Cell(item.class_word),
                Cell(number(item.weight, 0) if item.weight else DASH, "r"),
                Cell(item.target_words or number(item.target, item.decimals), "r"),
                Cell(_actual(item), "r"),
                Cell(score(item.score) or DASH, "r"),
                Cell(score(item.weighted) or DASH, "r"),
                Cell(item.method_words),
            ]
        )
    for adjustment in sheet.adjustments:
        rows.append([Cell(adjustment.words, span=6), Cell(signed(score(adjustment.points)), "r"), Cell()])
    rows.append(
        [
            Cell(_("Total"), is_bold=True, is_shaded=True, span=2),
            Cell(number(sheet.weight_total, 0), "r", True, True),
            Cell(sheet.scheme_words, is_bold=True, is_shaded=True, span=3),
            Cell(score(sheet.total) or DASH, "r", True, True),
            Cell(sheet.grade, "l", True, True),
        ]
    )
    columns = [
        Column(grow=3),
        Column(),
        Column(),
        *[Column(most=100)] * 2,
        Column(),
        Column(),
        Column(grow=2),
    ]
    return table(columns, rows)


def _levels(sheet: ReviewSheet, texts: Translator) -> list[Strip]:
    _ = texts
    words = _("Question"), _("Weight %"), _("Level"), _("Weighted"), _("What it means")
    rows: list[Row] = [head(*words, right=(1, 3))]
    for item in sheet.items:
        level = item.actual_words or item.missing_words or score(item.score)
        rows.append(
            [
                Cell(item_name(item, texts)),
                Cell(number(item.weight, 0), "r"),
                Cell(f"{level_boxes(item)} {level}"),
                Cell(score(item.weighted) or DASH, "r"),
                Cell(item.method_words),
            ]
        )
    for adjustment in sheet.adjustments:
        rows.append([Cell(adjustment.words, span=3), Cell(signed(score(adjustment.points)), "r"), Cell()])
    rows.append(
        [
            Cell(_("Total"), "l", True, True),
            Cell(number(sheet.weight_total, 0), "r", True, True),
            Cell(sheet.scheme_words, "l", True, True),
            Cell(score(sheet.total) or DASH, "r", True, True),
            Cell(sheet.grade, "l", True, True),
        ]
    )
    return table([Column(grow=2), Column(), Column(most=170), Column(), Column(grow=3)], rows)


def _gaps(sheet: ReviewSheet, texts: Translator) -> list[Strip]:
    _ = texts
    more = ""
    if sheet.gaps:
        more = _("{mark} major gap; {points} points lost in all").format(mark=MAJOR, points=score(sheet.lost))
    heading = Heading(_("2. Gaps and causes"), more)
    if not sheet.gaps:
        return [heading, *table([Column(grow=1)], [[Cell(_("No gap: every item met its target."))]], heads=0)]
    words = _("Gap"), _("Difference"), _("Effect on total"), _("Causes"), _("Explanation and evidence")
    rows: list[Row] = [head(*words, right=(1, 2))]
    for gap in sheet.gaps:
        rows.append(
            [
                Cell(f"{gap.name} {MAJOR}" if gap.is_major else gap.name),
                Cell(difference(gap), "r"),
                Cell(_lost(gap), "r"),
                Cell(joined(gap.causes, texts) or DASH),
                Cell(gap.words),
            ]
        )
    return [heading, *table([Column(grow=2), Column(), Column(), Column(grow=2), Column(grow=4)], rows)]


def difference(gap: Gap) -> str:
    """Return the difference with its sign and unit."""
    return gap.difference_words or with_unit(signed(number(gap.difference, gap.decimals)), gap.unit)


def _actions(sheet: ReviewSheet, texts: Translator) -> list[Strip]:
    _ = texts
    more = _("Plan {number}").format(number=sheet.plan_number) if sheet.plan_number else ""
    heading = Heading(_("3. Actions (treatment)"), more, is_improvement=True)
    words = _("Gap"), _("Action"), _("Cause"), _("Owner"), texts.in_context("date", "Due"), _("Measure")
    rows: list[Row] = [head(*words)]
    year = sheet.header.ends_on.year
    measured = ("", "")
    for action in sheet.actions:
        is_same = bool(action.measure) and measured == (action.gap, action.measure)
        measured = action.gap, action.measure
        rows.append(
            [
                Cell(action.gap),
                Cell(action.action),
                Cell(action.cause),
                Cell(action.owner),
                Cell(day(action.due_on, year)),
                Cell(action.measure, is_joined=is_same),
            ]
        )
    none_yet = _("No action yet. First step, or why it is left for now:") + " " + RULE * 14
    rows += [[Cell(name), Cell(none_yet, is_dashed=True, span=5)] for name in sheet.untreated]
    for left in sheet.left:
        rows.append([Cell(left.name), Cell(_("Left for now: {reason}").format(reason=left.reason), span=5)])
    if len(rows) == 1:
        return [heading, *table([Column(grow=1)], [[Cell(_("No action needed."))]], heads=0)]
    columns = [Column(grow=2), Column(grow=5), Column(most=80), Column(most=80), Column(), Column(grow=3)]
    return [heading, *table(columns, rows)]


def _recognitions(sheet: ReviewSheet, texts: Translator) -> list[Strip]:
    _ = texts
    year = sheet.header.ends_on.year
    rows: list[Row] = []
    for recognition in sheet.recognitions:
        by = f" ——{recognition.by}" if recognition.by else ""
        rows.append([Cell(f"{day(recognition.on, year)}\u3000{recognition.words}{by}")])
    strips = table([Column(grow=1)], rows or [[Cell()]], heads=0)
    return [Heading(_("4. Recognition"), is_improvement=True), *strips]


def _talk(sheet: ReviewSheet, texts: Translator, words_lines: int, support_lines: int) -> list[Strip]:
    _ = texts
    agreed = tick(_("I agree"), sheet.agrees is True)
    objected = tick(_("Read; I object, because:"), sheet.agrees is False)
    follow_up = _("Next follow-up: {day}").format(
        day=sheet.follow_up_on.isoformat() if sheet.follow_up_on else RULE * 7
    )
    reason = sheet.objection or RULE * 12
    rows: list[Row] = [
        [label(_("Employee's words")), _to_write(sheet.employee_words, words_lines)],
        [label(_("Support wanted")), _to_write(sheet.support_wanted, support_lines)],
        [label(_("Next targets")), Cell(sheet.next_targets)],
        [label(_("Confirmation")), Cell(f"{agreed}   {objected} {reason}   {follow_up}")],
    ]
    strips = table([Column(), Column(grow=1)], rows, heads=0)
    strips[0].stays = strips[-1].stays = True
    signers = _("Employee's signature:"), _("Manager's signature:"), _("HR's signature:")
    notes = [_("Signature confirms receipt, not necessarily agreement.")]
    if sheet.appeal_days is not None:
        appeal = _("An appeal is possible within {days} working days after delivery.")
        notes.append(appeal.format(days=sheet.appeal_days))
    signatures = Signatures(signers, _("Date:            Y        M        D"))
    signatures.stays = True
    return [Heading(_("5. Interview")), *strips, signatures, *lines_of(sentences(notes, texts))]


def _to_write(text: str, lines: int) -> Cell:
    return Cell(text) if text else Cell(ruled=lines)


def _actual(item: Item) -> str:
    return item.actual_words or item.missing_words or number(item.actual, item.decimals) or DASH


def _lost(gap: Gap) -> str:
    return MINUS + score(gap.contribution) if gap.contribution else score(gap.contribution)


def signed(text: str) -> str:
    """Put a plus before a positive number."""
    return text if not text or text[0] in MINUS + "0" else "+" + text
