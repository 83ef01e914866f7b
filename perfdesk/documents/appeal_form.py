"""P8 绩效申诉表, the appeal form (domain reference §12.13, §8.6): blank to write on, or as it was filed."""

from __future__ import annotations

from perfdesk.documents.fonts import RULE
from perfdesk.documents.formal_values import AppealSheet
from perfdesk.documents.page import Heading, Paper, Strip
from perfdesk.documents.parts import (
    fitted,
    header_block,
    lines_of,
    numbered,
    or_rule,
    signatures,
    tick,
)
from perfdesk.documents.tables import Cell, Column, Row, head, label, table
from perfdesk.documents.values import cleaned
from perfdesk.domain.terms import AppealDecision, AppealMatter
from perfdesk.texts import Translator

_TRIES = (7, 1.0), (6, 1.0), (5, 1.0), (4, 1.0), (3, 1.0), (2, 0.8), (1, 0.6)
_EMPTY_EVIDENCE = 3


def title(texts: Translator) -> str:
    _ = texts
    return _("Appeal Form")


def appeal_paper(sheet: AppealSheet, texts: Translator) -> Paper:
    """Lay the form out; one page where nobody writes much."""
    _ = texts
    sheet = cleaned(sheet)
    filed_on = sheet.filed_on.isoformat() if sheet.filed_on else ""
    start = header_block(sheet.header, title(texts), (_("Filed on"), filed_on), texts)

    def make(lines: int) -> list[Strip]:
        return [*start, *_appeal(sheet, lines, texts), *_decision(sheet, lines, texts)]

    return fitted(sheet, title(texts), make, _TRIES, texts)


def _appeal(sheet: AppealSheet, lines: int, texts: Translator) -> list[Strip]:
    _ = texts
    names = (
        (AppealMatter.SCORE, texts.in_context("points", "Score")),
        (AppealMatter.GRADE, _("Grade")),
        (AppealMatter.DATA, _("Data")),
        (AppealMatter.PROCEDURE, _("Procedure")),
        (AppealMatter.OTHER, texts.in_context("matter", "Other")),
    )
    boxes = "   ".join(tick(name, code in sheet.matters) for code, name in names)
    rows: list[Row] = [[label(_("Matter")), Cell(boxes)]]
    if sheet.about:
        rows.append([label(_("Result in question")), Cell(sheet.about)])
    matter = table([Column(), Column(grow=1)], rows, heads=0)
    evidence: list[Row] = [
        head(texts.in_context("row", "No."), texts.in_context("appeal", "Evidence"), _("What it shows"))
    ]
    evidence += [
        [Cell(str(place)), Cell(row.evidence), Cell(row.shows)]
        for place, row in enumerate(sheet.evidence, start=1)
    ]
    is_blank = sheet.filed_on is None
    if not sheet.evidence:
        empty = [Cell(_("None")), Cell()]
        evidence += (
            [[Cell(str(n)), Cell(), Cell()] for n in range(1, _EMPTY_EVIDENCE + 1)]
            if is_blank
            else [[Cell(), *empty]]
        )
    signed = signatures((_("Employee's signature:"),), texts)
    return [
        Heading(numbered(1, _("What the appeal is about"), texts)),
        *matter,
        Heading(numbered(2, _("Facts and reasons"), texts)),
        *_text(sheet.facts, lines),
        Heading(numbered(3, _("List of evidence"), texts)),
        *table([Column(), Column(grow=1), Column(grow=1)], evidence),
        Heading(numbered(4, texts.in_context("appeal", "Request"), texts)),
        *_kept(_text(sheet.request, max(1, lines - 3))),
        signed,
    ]


def _decision(sheet: AppealSheet, lines: int, texts: Translator) -> list[Strip]:
    _ = texts
    received = sheet.received_on.isoformat() if sheet.received_on else RULE * 8
    handled = _("{name}   Received on: {day}").format(name=or_rule(sheet.handler, 8), day=received)
    names = (
        (AppealDecision.UPHELD, _("Upheld")),
        (AppealDecision.PARTLY, _("Partly upheld")),
        (AppealDecision.REJECTED, _("Rejected")),
    )
    boxes = "   ".join(tick(name, code == sheet.decision) for code, name in names)
    if sheet.decided_on:
        boxes += "   " + _("Decided on: {day}").format(day=sheet.decided_on.isoformat())
    reasons = "\n".join(part for part in (sheet.reasons, sheet.correction) if part)
    few = max(1, lines - 3)
    rows: list[Row] = [
        [label(_("Handler and date received")), Cell(handled)],
        [label(_("Findings")), Cell(sheet.findings, ruled=0 if sheet.findings else few)],
        [label(_("Decision")), Cell(boxes)],
        [label(_("Reasons and correction")), Cell(reasons, ruled=0 if reasons else few)],
    ]
    strips = table([Column(most=110), Column(grow=1)], rows, heads=0)
    signed = signatures((_("Handler's signature:"), _("Received by the employee:")), texts)
    signed.above = 0
    signed.stays = True
    notes = lines_of(_("Signature confirms receipt; legal remedies are unaffected."))
    return [Heading(numbered(5, _("Handling"), texts)), *_kept(strips), signed, *notes]


def _text(text: str, lines: int) -> list[Strip]:
    return table([Column(grow=1)], [[Cell(text, ruled=0 if text else lines)]], heads=0)


def _kept(strips: list[Strip]) -> list[Strip]:
    """Keep the last strip with what follows."""
    strips[-1].stays = True
    return strips
