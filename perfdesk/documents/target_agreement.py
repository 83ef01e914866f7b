"""P7 目标确认书, the target agreement (domain reference §12.12)."""

from __future__ import annotations

from perfdesk.documents.appraisal_form import SMALL
from perfdesk.documents.formal_values import TargetRow, TargetSheet
from perfdesk.documents.page import SIGNATURE_HEIGHT, Heading, Paper, Strip
from perfdesk.documents.parts import fitted, header_block, numbered, signatures
from perfdesk.documents.tables import Cell, Column, Row, head, table
from perfdesk.documents.values import cleaned, number
from perfdesk.texts import Translator

_TRIES = (3, 1.0), (2, 1.0), (2, 0.6), (1, 0.6), (1, 0.3)


def title(texts: Translator) -> str:
    _ = texts
    return _("Target Agreement")


def target_paper(sheet: TargetSheet, texts: Translator) -> Paper:
    """Lay the agreement out; one page for up to eight indicators with short words."""
    sheet = cleaned(sheet)
    fixed = [
        *header_block(sheet.header, title(texts), None, texts),
        *_goals(sheet, texts),
        *_targets(sheet, texts),
    ]

    def make(lines: int) -> list[Strip]:
        return [*fixed, *_conditions(sheet, lines, texts), *_amendments(sheet, lines, texts), *_signed(texts)]

    return fitted(sheet, title(texts), make, _TRIES, texts)


def _goals(sheet: TargetSheet, texts: Translator) -> list[Strip]:
    _ = texts
    heading = Heading(numbered(1, _("Linked goals"), texts))
    if not sheet.goals:
        return [heading, *table([Column(grow=1)], [[Cell(_("None"))]], heads=0)]
    rows: list[Row] = [head(_("Strategic goal"), _("Department goal"))]
    above = ""
    for goal in sheet.goals:
        rows.append([Cell(goal.firm_goal, is_joined=goal.firm_goal == above), Cell(goal.department_goal)])
        above = goal.firm_goal
    return [heading, *table([Column(grow=1)] * 2, rows)]


def _targets(sheet: TargetSheet, texts: Translator) -> list[Strip]:
    _ = texts
    words = (
        texts.in_context("row", "No."),
        _("Indicator"),
        _("Weight %"),
        _("Threshold"),
        _("Target"),
        _("Stretch"),
        _("Scoring method"),
        texts.in_context("target", "Basis"),
        _("Data provider"),
    )
    rows: list[Row] = [head(*words, right=range(2, 6))]
    for place, row in enumerate(sheet.rows, start=1):
        name = _("{name} ({unit})").format(name=row.name, unit=row.unit) if row.unit else row.name
        rows.append(
            [
                Cell(str(place)),
                Cell(name),
                Cell(number(row.weight, 0), "r"),
                Cell(number(row.threshold, row.decimals), "r"),
                Cell(row.target_words or number(row.target, row.decimals), "r"),
                Cell(number(row.stretch, row.decimals), "r"),
                Cell(row.method),
                Cell(row.basis),
                Cell(row.provider),
            ]
        )
        if more := _second_line(row, texts):
            rows.append([Cell(), Cell(more, span=8)])
    rows.append(
        [
            Cell(_("Weight total"), is_bold=True, is_shaded=True, span=2),
            Cell(number(sheet.weight_total, 0), "r", True, True),
            Cell(is_shaded=True, span=6),
        ]
    )
    columns = [
        Column(),
        Column(grow=3),
        *[Column(most=72)] * 4,
        Column(grow=2),
        Column(grow=2),
        Column(most=64),
    ]
    strips = table(columns, rows, size=SMALL)
    for strip, below in zip(strips, rows[1:], strict=False):
        strip.stays = strip.stays or len(below) == 2
    return [Heading(numbered(2, _("Indicators and targets"), texts)), *strips]


def _second_line(row: TargetRow, texts: Translator) -> str:
    _ = texts
    if row.formula:
        return _("Formula: {words}").format(words=row.formula)
    return _("What meets: {words}").format(words=row.standard) if row.standard else ""


def _conditions(sheet: TargetSheet, lines: int, texts: Translator) -> list[Strip]:
    _ = texts
    rules = "\n".join(sheet.rules)
    return [
        Heading(numbered(3, _("Bonus, deduction and veto rules"), texts)),
        *table([Column(grow=1)], [[Cell(rules, ruled=0 if rules else lines)]], heads=0),
        Heading(numbered(4, _("Conditions and support by the firm"), texts)),
        *table([Column(grow=1)], [[Cell(sheet.support, ruled=0 if sheet.support else lines)]], heads=0),
    ]


def _amendments(sheet: TargetSheet, lines: int, texts: Translator) -> list[Strip]:
    _ = texts
    words = (
        _("Date"),
        _("Item"),
        _("Old"),
        _("New"),
        texts.in_context("paper", "Reason"),
        _("Employee"),
        _("Manager"),
    )
    rows: list[Row] = [head(*words, right=(2, 3))]
    for row in sheet.amendments:
        rows.append(
            [
                Cell(row.on.isoformat()),
                Cell(row.item),
                Cell(row.old, "r"),
                Cell(row.new, "r"),
                Cell(row.reason),
                Cell(row.employee),
                Cell(row.manager),
            ]
        )
    if not sheet.amendments:
        rows += [[Cell() for _word in words]] * lines
    columns = [
        Column(grow=2),
        Column(grow=3),
        Column(grow=2),
        Column(grow=2),
        Column(grow=3),
        Column(grow=2),
        Column(grow=2),
    ]
    # Whoever has not signed yet signs in the row itself.
    heads = table(columns, rows)
    for strip in heads[1:]:
        strip.height = max(strip.height, SIGNATURE_HEIGHT)
    return [Heading(numbered(5, _("Amendments (with both signatures)"), texts)), *heads]


def _signed(texts: Translator) -> list[Strip]:
    _ = texts
    return [signatures((_("Employee's signature:"), _("Manager's signature:")), texts)]
