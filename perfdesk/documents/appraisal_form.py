"""P1 绩效考核表, the appraisal form in full (domain reference §12.6)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfdesk.documents.formal_values import AppraisalForm, JudgedRow, MeasuredRow
from perfdesk.documents.page import Heading, Paper, Strip
from perfdesk.documents.parts import header_block, named_text, numbered, paper, signatures, tick
from perfdesk.documents.tables import Cell, Column, Row, head, label, table
from perfdesk.documents.values import MINUS, cleaned, number, score
from perfdesk.texts import Translator

SMALL = 9.0
"""Size of the text in tables of nine columns."""
_ARROW = "→"
_DASH = "—"
_LINES = 2
_LABEL = 132.0


def title(texts: Translator) -> str:
    _ = texts
    return _("Appraisal Form")


def appraisal_paper(sheet: AppraisalForm, texts: Translator) -> Paper:
    """Lay the form out; it takes as many pages as it needs."""
    sheet = cleaned(sheet)
    strips = [
        *header_block(sheet.header, title(texts), None, texts),
        *_measured(sheet, texts),
        *_tasks(sheet, texts),
        *_behaviours(sheet, texts),
        *_sums(sheet, texts),
        *_worded(sheet, texts),
        *_events(sheet, texts),
        *_vetoes(sheet, texts),
        *_result(sheet, texts),
        *_okr(sheet, texts),
        *_comments(sheet, texts),
        *_signed(sheet, texts),
    ]
    return paper(sheet, title(texts), strips, 1.0, texts)


def weight_words(agreed: Decimal | None, effective: Decimal | None, is_reweighted: bool) -> str:
    """Return a weight, and under it the one that counts where items without data handed theirs on."""
    words = number(agreed, 0)
    return f"{words}\n{_ARROW} {score(effective) or _DASH}" if is_reweighted else words


def _measured(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    _ = texts
    heading = Heading(numbered(1, _("Measured indicators"), texts))
    words = (
        texts.in_context("row", "No."),
        texts.in_context("paper", "Indicator"),
        _("Weight %"),
        _("Threshold"),
        _("Target"),
        _("Stretch"),
        _("Actual"),
        texts.in_context("points", "Score"),
        texts.in_context("paper", "Weighted"),
    )
    rows: list[Row] = [head(*words, right=range(2, 9))]
    for place, row in enumerate(sheet.measured, start=1):
        numbers = (
            number(row.threshold, row.decimals),
            row.target_words or number(row.target, row.decimals),
            number(row.stretch, row.decimals),
            row.actual_words or number(row.actual, row.decimals),
            score(row.score),
            score(row.weighted),
        )
        rows.append(
            [
                Cell(str(place)),
                Cell(_("{name} ({unit})").format(name=row.name, unit=row.unit) if row.unit else row.name),
                Cell(weight_words(row.weight, row.effective, sheet.is_reweighted), "r"),
                *(Cell(text, "r") for text in numbers),
            ]
        )
        if more := _second_line(row, texts):
            rows.append([Cell(), Cell(more, span=8)])
    rows.append(_sum_row(_("Sum of {part}"), 1, sheet.measured, 2, 5, sheet, texts))
    columns = [Column(), Column(grow=1), *[Column(most=72)] * 7]
    if not sheet.measured:
        return _none(heading, texts)
    return [heading, *_with_sum(_kept(rows, table(columns, rows, size=SMALL)))]


def _second_line(row: MeasuredRow, texts: Translator) -> str:
    _ = texts
    parts = (
        (_("Formula: {words}"), row.formula),
        (_("Scoring: {words}"), row.method),
        (_("Source: {words}"), row.source),
    )
    return "   ".join(pattern.format(words=words) for pattern, words in parts if words)


def _kept(rows: Sequence[Row], strips: list[Strip]) -> list[Strip]:
    """Keep the second line of a row with the first."""
    for strip, below in zip(strips, rows[1:], strict=False):
        strip.stays = strip.stays or len(below) == 2
    return strips


def _tasks(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    _ = texts
    heading = Heading(numbered(2, _("Key tasks"), texts))
    words = (
        texts.in_context("row", "No."),
        _("Task"),
        texts.in_context("task", "Standard"),
        texts.in_context("task", "Due"),
        _("Weight %"),
        _("Self level"),
        _("Manager level"),
        texts.in_context("points", "Score"),
        texts.in_context("paper", "Weighted"),
    )
    rows: list[Row] = [head(*words, right=(4, 5, 6, 7, 8))]
    for place, row in enumerate(sheet.tasks, start=1):
        due = row.due_on.isoformat() if row.due_on else ""
        rows.append(
            [
                Cell(str(place)),
                Cell(row.name),
                Cell(row.standard),
                Cell(due),
                *_given(row, sheet.is_reweighted),
            ]
        )
    rows.append(_sum_row(_("Sum of {part}"), 2, sheet.tasks, 4, 3, sheet, texts))
    columns = [Column(), Column(grow=2), Column(grow=3), Column(), Column(), *[Column(most=52)] * 4]
    return [heading, *_with_sum(table(columns, rows, size=SMALL))] if sheet.tasks else _none(heading, texts)


def _behaviours(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    _ = texts
    heading = Heading(numbered(3, texts.in_context("paper", "Behaviour"), texts))
    words = (
        texts.in_context("row", "No."),
        _("Item"),
        _("Level-3 anchor"),
        _("Weight %"),
        _("Self level"),
        _("Manager level"),
        texts.in_context("behaviour", "Evidence"),
        texts.in_context("points", "Score"),
        texts.in_context("paper", "Weighted"),
    )
    rows: list[Row] = [head(*words, right=(3, 4, 5, 7, 8))]
    for place, row in enumerate(sheet.behaviours, start=1):
        weight, own, manager, points, weighted = _given(row, sheet.is_reweighted)
        rows.append(
            [
                Cell(str(place)),
                Cell(row.name),
                Cell(row.standard),
                weight,
                own,
                manager,
                Cell(row.evidence),
                points,
                weighted,
            ]
        )
    rows.append(_sum_row(_("Sum of {part}"), 3, sheet.behaviours, 3, 4, sheet, texts))
    columns = [
        Column(),
        Column(grow=2),
        Column(grow=3),
        Column(),
        *[Column(most=52)] * 2,
        Column(grow=3),
        Column(),
        Column(),
    ]
    if not sheet.behaviours:
        return _none(heading, texts)
    return [heading, *_with_sum(table(columns, rows, size=SMALL))]


def _with_sum(strips: list[Strip]) -> list[Strip]:
    """Keep the sum with the last row above it."""
    strips[-2].stays = True
    return strips


def _given(row: JudgedRow, is_reweighted: bool) -> list[Cell]:
    return [
        Cell(weight_words(row.weight, row.effective, is_reweighted), "r"),
        Cell(row.self_level, "r"),
        Cell(row.manager_level, "r"),
        Cell(score(row.score), "r"),
        Cell(score(row.weighted), "r"),
    ]


def _sum_row(
    pattern: str,
    place: int,
    rows: Sequence[MeasuredRow | JudgedRow],
    before: int,
    between: int,
    sheet: AppraisalForm,
    texts: Translator,
) -> Row:
    """Return what the printed cells above add up to; `before`, `between`: columns left and right of the weight."""
    part = numbered(place, "", texts).rstrip("、. ")
    agreed = sum((row.weight or Decimal(0) for row in rows), Decimal(0))
    effective = sum((row.effective or Decimal(0) for row in rows), Decimal(0))
    given = [row.weighted for row in rows if row.weighted is not None]
    return [
        Cell(pattern.format(part=part), is_bold=True, is_shaded=True, span=before),
        Cell(weight_words(agreed, effective, sheet.is_reweighted), "r", True, True),
        Cell(is_shaded=True, span=between),
        Cell(score(sum(given, Decimal(0))) if given else "", "r", True, True),
    ]


def _sums(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    _ = texts
    row = [
        label(_("Weight total")),
        Cell(f"{number(sheet.weight_total, 0)} %", "r"),
        label(_("Subtotal")),
        Cell(score(sheet.subtotal) or _DASH, "r", True),
    ]
    strips = table([Column(), Column(grow=1), Column(), Column(grow=1)], [row], heads=0)
    strips[0].above = 5
    return strips


def _worded(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    if not sheet.worded:
        return []
    _ = texts
    rows: list[Row] = [head(_("Item judged in words"), _("What was written"))]
    rows += [
        [Cell(row.name, is_bold=True), Cell(row.words, ruled=0 if row.words else _LINES)]
        for row in sheet.worded
    ]
    strips = table([Column(grow=1), Column(grow=3)], rows)
    strips[0].above = 5
    return strips


def _events(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    _ = texts
    heading = Heading(numbered(4, _("Bonus and deductions"), texts))
    if not sheet.events:
        return _none(heading, texts)
    rows: list[Row] = [
        head(_("Event"), _("Date"), _("Evidence"), texts.in_context("event", "Points"), right=(3,))
    ]
    for event in sheet.events:
        points = signed_points(event.points)
        rows.append([Cell(event.words), Cell(event.on.isoformat()), Cell(event.evidence), Cell(points, "r")])
    counted = _("Counted: bonus {bonus}, deductions {deduction}").format(
        bonus=signed_points(sheet.bonus), deduction=signed_points(-sheet.deduction)
    )
    rows.append([Cell(counted, "r", True, True, span=4)])
    return [heading, *table([Column(grow=3), Column(), Column(grow=2), Column()], rows)]


def signed_points(points: Decimal) -> str:
    """Return points with their sign: +5.00, −2.00, 0.00."""
    return f"+{score(points)}" if points > 0 else score(points) if points else "0.00"


def _vetoes(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    _ = texts
    names = texts.in_context("veto", "None"), texts.in_context("veto", "Yes")
    boxes = f"{tick(names[0], not sheet.vetoes)}   {tick(names[1], bool(sheet.vetoes))}"
    note = label(texts.in_context("paper", "Note"))
    rows: list[Row] = [[Cell(boxes), note, Cell("\n".join(sheet.vetoes))]]
    heading = Heading(numbered(5, _("Veto item"), texts))
    return [heading, *table([Column(), Column(), Column(grow=1)], rows, heads=0)]


def _result(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    _ = texts
    missing = [_("{name}: {reason}").format(name=row.name, reason=row.reason) for row in sheet.missing]
    if sheet.is_reweighted:
        missing.append(
            _("Their weight is shared out among the other items; the weight behind {arrow} counts.").format(
                arrow=_ARROW
            )
        )
    grade = sheet.calibrated_grade
    rows: list[Row] = [
        [label(_("Missing data and effective weights")), Cell("\n".join(missing) or _("None"))],
        [label(_("Total score")), Cell(total_words(sheet), is_bold=True)],
        *([label(""), Cell(note)] for note in sheet.notes),
        [label(_("Standard grade")), Cell(sheet.standard_grade or _DASH, is_bold=True)],
        [
            label(_("Calibrated grade and reason")),
            Cell(_(": ").join(part for part in (grade, sheet.grade_reason) if part)),
        ],
    ]
    strips = table([Column(most=_LABEL), Column(grow=1)], rows, heads=0)
    return [Heading(numbered(6, _("Total and grade"), texts)), *_together(strips)]


def total_words(sheet: AppraisalForm) -> str:
    """Return how the total comes about: 83.60 + 5.00 − 2.00 = 86.60, or just the total."""
    if sheet.total is None or sheet.subtotal is None:
        return score(sheet.total) or _DASH
    if not sheet.bonus and not sheet.deduction:
        return score(sheet.total)
    words = score(sheet.subtotal)
    if sheet.bonus:
        words += f" + {score(sheet.bonus)}"
    if sheet.deduction:
        words += f" {MINUS} {score(sheet.deduction)}"
    sign = "=" if sheet.subtotal + sheet.bonus - sheet.deduction == sheet.total else _ARROW
    return f"{words} {sign} {score(sheet.total)}"


def _okr(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    if not sheet.has_okr and not sheet.key_results:
        return []
    _ = texts
    words = (
        texts.in_context("okr", "Objective"),
        _("Key result"),
        _("Weight %"),
        _("Score 0–1"),
        texts.in_context("paper", "Note"),
    )
    rows: list[Row] = [head(*words, right=(2, 3))]
    above = ""
    for row in sheet.key_results:
        rows.append(
            [
                Cell(row.objective, is_joined=row.objective == above),
                Cell(row.name),
                Cell(number(row.weight, 0), "r"),
                Cell(score(row.score), "r"),
                Cell(row.words),
            ]
        )
        above = row.objective
    if not sheet.key_results:
        rows.append([Cell(_("None"), span=5)])
    if sheet.okr_words:
        rows.append([Cell(_("Manager's words"), is_bold=True), Cell(sheet.okr_words, span=4)])
    columns = [Column(grow=2), Column(grow=3), Column(), Column(), Column(grow=2)]
    name = _("OKR attachment (reference only, not scored)")
    heading = Heading(numbered(7, _("OKR attachment") if sheet.okr_counts else name, texts))
    return [heading, *table(columns, rows)]


def _comments(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    _ = texts
    rows = [
        named_text(_("Employee comment"), sheet.employee_words, _LINES),
        named_text(_("Manager comment: strengths"), sheet.strengths, _LINES),
        named_text(_("Manager comment: to improve"), sheet.improvements, _LINES),
    ]
    place = 8 if sheet.has_okr or sheet.key_results else 7
    strips = table([Column(most=_LABEL), Column(grow=1)], rows, heads=0)
    return [Heading(numbered(place, _("Comments"), texts)), *strips]


def _signed(sheet: AppraisalForm, texts: Translator) -> list[Strip]:
    _ = texts
    place = 9 if sheet.has_okr or sheet.key_results else 8
    agreed = tick(_("I agree"), sheet.agrees is True)
    objected = tick(_("I object, because:"), sheet.agrees is False)
    confirmed = [Cell(f"{agreed}   {objected} {sheet.objection}", ruled=0 if sheet.objection else 1)]
    start = signatures((_("Employee's signature:"), _("Manager's signature:")), texts)
    start.above = 2
    end = signatures((_("Employee's signature:"), _("Manager's signature:"), _("HR's signature:")), texts)
    end.above = 0
    result = table([Column(grow=1)], [confirmed], heads=0)
    return [
        Heading(numbered(place, _("Target agreement (start of the cycle)"), texts)),
        start,
        Heading(numbered(place + 1, _("Result (end of the cycle)"), texts)),
        *_together(result, is_open=True),
        end,
    ]


def _together(strips: list[Strip], is_open: bool = False) -> list[Strip]:
    """Keep the strips together, and with what follows if `is_open`."""
    for strip in strips if is_open else strips[:-1]:
        strip.stays = True
    return strips


def _none(heading: Heading, texts: Translator) -> list[Strip]:
    _ = texts
    return [heading, *table([Column(grow=1)], [[Cell(_("None"))]], heads=0)]
