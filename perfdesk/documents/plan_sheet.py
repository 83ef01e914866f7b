"""P5 绩效改进计划表, the improvement plan (domain reference §12.10, §11)."""

from __future__ import annotations

from decimal import Decimal
from typing import BinaryIO

from perfdesk.documents.fonts import RULE
from perfdesk.documents.page import Heading, Paper, Press, Signatures, Strip, height_of, room
from perfdesk.documents.parts import day, header_block, paper, tick
from perfdesk.documents.tables import Cell, Column, Row, head, label, table
from perfdesk.documents.values import MINUS, PlanGap, PlanSheet, cleaned, number, score, with_unit
from perfdesk.domain.terms import PlanType
from perfdesk.texts import Translator

_HALF = Decimal("0.5")
_CHECKPOINTS_A_ROW = 5
_WRITING = (1, 1.0), (1, 0.6), (0, 0.6), (0, 0.3)
"""Lines to write on in a box, and the share of the space between sections."""


def write_plan(sheet: PlanSheet, target: BinaryIO, texts: Translator) -> tuple[str, ...]:
    """Write the plan as PDF; return the characters that could only be printed as a box with their code."""
    press = Press(target, f"{title(texts)} {sheet.header.person}", sheet.header.firm, texts.language)
    press.add(plan_paper(sheet, texts))
    return press.finish()


def title(texts: Translator) -> str:
    _ = texts
    return _("Performance Improvement Plan")


def plan_paper(sheet: PlanSheet, texts: Translator) -> Paper:
    """Lay the plan out."""
    _ = texts
    sheet = cleaned(sheet)
    year = sheet.header.ends_on.year
    period = _("{start} to {end}").format(start=day(sheet.starts_on, year), end=day(sheet.ends_on, year))
    fixed = [
        *header_block(sheet.header, title(texts), (_("Plan period"), period), texts),
        *_type(sheet, texts),
        *_gaps(sheet, texts),
        *_causes(sheet, texts),
        *_actions(sheet, texts),
        Heading(_("4. Support by the firm and who answers for it"), is_improvement=True),
        *table([Column(grow=1)], [[Cell(sheet.support, ruled=0 if sheet.support else 1)]], heads=0),
        *_checkpoints(sheet, texts),
        *_judged(sheet, texts),
    ]
    for lines, squeeze in _WRITING:
        strips = [*fixed, *_agreement(sheet, texts, lines), *_closing(sheet, texts, lines)]
        if height_of(strips, squeeze) <= room():
            return paper(sheet, title(texts), strips, squeeze, texts)
    roomy = [*fixed, *_agreement(sheet, texts, 1), *_closing(sheet, texts, 1)]
    return paper(sheet, title(texts), roomy, 1.0, texts)


def _type(sheet: PlanSheet, texts: Translator) -> list[Strip]:
    _ = texts
    names = {
        PlanType.IMPROVE: _("Improvement plan"),
        PlanType.PIP: _("Formal PIP"),
        PlanType.IDP: _("Development plan"),
        PlanType.UNIT: _("Department plan"),
    }
    boxes = "   ".join(tick(name, kind is sheet.type) for kind, name in names.items())
    rows: list[Row] = [[label(texts.in_context("plan", "Type")), Cell(boxes)]]
    if sheet.source_number:
        rows[0] += [label(_("Source")), Cell(sheet.source_number)]
    columns = [Column(), Column(grow=1), Column(), Column()][: len(rows[0])]
    strips = table(columns, rows, heads=0)
    strips[0].above = 4
    return strips


def _gaps(sheet: PlanSheet, texts: Translator) -> list[Strip]:
    _ = texts
    words = (
        _("Indicator"),
        _("Unit"),
        _("Original target"),
        _("Current actual"),
        _("Plan target"),
        _("Gap (to original target)"),
        _("Measured over"),
    )
    rows: list[Row] = [head(*words, right=range(2, 6))]
    for gap in sheet.gaps:
        numbers = gap.target, gap.actual, gap.plan_target, gap.difference
        rows.append(
            [
                Cell(gap.name),
                Cell(gap.unit),
                *(Cell(number(value, gap.decimals), "r") for value in numbers),
                Cell(gap.words),
            ]
        )
    columns = [Column(grow=2), Column(most=60), *[Column(most=90)] * 4, Column(grow=2)]
    return [Heading(_("1. Gap")), *table(columns, rows)]


def _causes(sheet: PlanSheet, texts: Translator) -> list[Strip]:
    _ = texts
    rows: list[Row] = [head(_("Cause"), _("Explanation"), _("Evidence"))]
    rows += [[Cell(cause.word), Cell(cause.words), Cell(cause.evidence)] for cause in sheet.causes]
    if not sheet.causes:
        rows.append([Cell(), Cell(), Cell()])
    return [Heading(_("2. Causes")), *table([Column(most=100), Column(grow=3), Column(grow=1)], rows)]


def _actions(sheet: PlanSheet, texts: Translator) -> list[Strip]:
    _ = texts
    year = sheet.header.ends_on.year
    words = (
        texts.in_context("row", "No."),
        _("Action"),
        texts.in_context("action", "Type"),
        _("Cause"),
        _("Owner"),
        texts.in_context("date", "Start"),
        texts.in_context("date", "Due"),
        _("Resources"),
        _("Success measure"),
    )
    rows: list[Row] = [head(*words)]
    for place, action in enumerate(sheet.actions, start=1):
        rows.append(
            [
                Cell(str(place)),
                Cell(action.action),
                Cell(action.kind),
                Cell(action.cause),
                Cell(action.owner),
                Cell(day(action.starts_on, year)),
                Cell(day(action.due_on, year)),
                Cell(action.resource),
                Cell(action.measure),
            ]
        )
    columns = [
        Column(),
        Column(grow=4),
        *[Column(most=60)] * 3,
        Column(),
        Column(),
        Column(grow=2),
        Column(grow=3),
    ]
    return [Heading(_("3. Actions"), is_improvement=True), *table(columns, rows)]


def _checkpoints(sheet: PlanSheet, texts: Translator) -> list[Strip]:
    _ = texts
    strips: list[Strip] = [Heading(_("5. Checkpoints"), is_improvement=True)]
    for at in range(0, max(len(sheet.checkpoints), 1), _CHECKPOINTS_A_ROW):
        part = sheet.checkpoints[at : at + _CHECKPOINTS_A_ROW]
        numbers = [
            _("Evaluation") if point.is_evaluation else str(at + n) for n, point in enumerate(part, start=1)
        ]
        rows: list[Row] = [
            [label(texts.in_context("row", "No.")), *(Cell(text) for text in numbers)],
            [label(_("Date")), *(Cell(point.on.isoformat()) for point in part)],
            [label(_("Held by")), *(Cell(point.by) for point in part)],
        ]
        block = table([Column(), *[Column(grow=1)] * len(part)], rows, heads=0)
        block[0].stays = block[1].stays = True
        strips += block
    return strips


def _judged(sheet: PlanSheet, texts: Translator) -> list[Strip]:
    _ = texts
    gaps = [gap for gap in sheet.gaps if gap.actual is not None and gap.plan_target not in (None, gap.actual)]
    formula = ""
    if len(gaps) == 1 and gaps[0].actual is not None and gaps[0].plan_target is not None:
        start, goal = number(gaps[0].actual, gaps[0].decimals), number(gaps[0].plan_target, gaps[0].decimals)
        formula = _("Recovery ρ = (final actual {minus} {start}) ÷ ({goal} {minus} {start})").format(
            minus=MINUS, start=start, goal=goal
        )
    rows: list[Row] = [_limits(gap, len(gaps) > 1, texts) for gap in gaps]
    if not rows:
        words = _("Achieved: ρ ≥ 1"), _("Partly: 0.5 ≤ ρ < 1"), _("Not achieved: ρ < 0.5")
        rows = [[Cell(text) for text in words]]
    return [Heading(_("6. How the outcome is judged"), formula), *table([Column(grow=1)] * 3, rows, heads=0)]


def _limits(gap: PlanGap, is_named: bool, texts: Translator) -> Row:
    """Say in the indicator's own numbers where achieved and partly achieved begin (§11.5)."""
    _ = texts
    start, goal = gap.actual or Decimal(0), gap.plan_target or Decimal(0)
    rises = goal > start
    full = with_unit(number(goal, gap.decimals), gap.unit)
    half = with_unit(number(start + _HALF * (goal - start), gap.decimals), gap.unit)
    reaches, falls_short = ("≥", "<") if rises else ("≤", ">")
    limits = (
        (_("Achieved: ρ ≥ 1"), f"{reaches} {full}"),
        (_("Partly: 0.5 ≤ ρ < 1"), f"{reaches} {half}"),
        (_("Not achieved: ρ < 0.5"), f"{falls_short} {half}"),
    )
    name = f"{gap.name}\n" if is_named else ""
    return [Cell(name + _("{name} ({unit})").format(name=words, unit=limit)) for words, limit in limits]


def _agreement(sheet: PlanSheet, texts: Translator, lines: int) -> list[Strip]:
    _ = texts
    agreed = tick(_("I agree"), sheet.agrees is True)
    objected = tick(_("I object, because:"), sheet.agrees is False)
    words = f"{agreed}   {objected} {sheet.objection}"
    rows: list[Row] = [[Cell(words, ruled=0 if sheet.objection else lines)]]
    strips = table([Column(grow=1)], rows, heads=0)
    strips[-1].stays = True
    return [Heading(_("7. Employee's words")), *strips, _signatures(texts)]


def _closing(sheet: PlanSheet, texts: Translator, lines: int) -> list[Strip]:
    _ = texts
    closing = sheet.closing
    decimals = sheet.gaps[0].decimals if sheet.gaps else 0
    results = (
        ("ACHIEVED", _("Achieved")),
        ("PARTLY", _("Partly")),
        ("NOT", _("Not achieved")),
        ("WORSE", _("Worse")),
    )
    boxes = "  ".join(tick(word, code == closing.result) for code, word in results)
    until = closing.extended_to.isoformat() if closing.extended_to else RULE * 8
    extension = (
        tick(_("Extended to {day}").format(day=until), closing.extended_to is not None)
        + "   "
        + _("Reason: {reason}").format(reason=closing.extension_reason)
    )
    rows: list[Row] = [
        head(_("Final actual"), _("Recovery"), _("Result"), _("Explanation and next step")),
        [
            Cell(number(closing.actual, decimals), "r"),
            Cell(score(closing.recovery), "r"),
            Cell(boxes),
            Cell(closing.words, ruled=0 if closing.words else lines),
        ],
        [label(_("Extension (once)")), Cell(extension, span=3)],
    ]
    strips = table([Column(), Column(), Column(most=240), Column(grow=1)], rows)
    for strip in strips:
        strip.stays = True
    return [Heading(_("8. Closing evaluation"), is_improvement=True), *strips, _signatures(texts)]


def _signatures(texts: Translator) -> Signatures:
    _ = texts
    signed = _("Employee's signature:"), _("Manager's signature:"), _("HR's signature:")
    return Signatures(signed, _("Date:            Y        M        D"))
