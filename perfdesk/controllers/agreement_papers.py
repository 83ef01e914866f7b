"""From a form to the values of P7 (target agreement) and P8 (appeal form), in the paper's language."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from perfdesk.controllers.paper_facts import Facts, goals_of
from perfdesk.controllers.paper_values import given_words, header, item_name, method_words
from perfdesk.controllers.result_papers import grade_words, met_anchor, provider, unit_of, value_words
from perfdesk.documents.formal_values import (
    AmendmentRow,
    AppealSheet,
    EvidenceRow,
    GoalRow,
    TargetRow,
    TargetSheet,
)
from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.changes import Amendment
from perfdesk.domain.goals import Goal
from perfdesk.domain.scales import met_given
from perfdesk.domain.scoring import target_of
from perfdesk.domain.terms import EventKind, Scheme
from perfdesk.domain.totals import BONUS_CAP, BONUS_ITEM_CAP
from perfdesk.texts import N_, Translator, words

_REASONS = {
    "MARKET": N_("Market changed"),
    "TASK": N_("Task changed"),
    "RESOURCE": N_("Resources changed"),
    "ERROR": N_("Error corrected"),
    "TRANSFER": N_("Transfer"),
}


def target_sheet(sheet: FormSheet, facts: Facts, number: str, revision: int, _: Translator) -> TargetSheet:
    """Return P7 of one person: the targets as they were agreed, with what was changed since below."""
    return TargetSheet(
        header=header(sheet, facts.firm.settings.name, number, _),
        goals=tuple(
            GoalRow(_goal(upper, _), _goal(lower, _)) for upper, lower in goals_of(sheet.items, facts.firm)
        ),
        rows=tuple(_target(item, sheet.cycle.scheme.scheme, facts, _) for item in sheet.items),
        weight_total=sum((item.weight or Decimal(0) for item in sheet.items), Decimal(0)),
        rules=_rules(sheet, _),
        amendments=tuple(_amendment(one, _) for one in facts.amendments),
        revision=revision,
    )


def appeal_sheet(sheet: FormSheet, facts: Facts, number: str, revision: int, _: Translator) -> AppealSheet:
    """Return P8 of one person: the appeal as it was filed, or a blank form where there is none."""
    appeal, own = facts.appeal, header(sheet, facts.firm.settings.name, number, _)
    about = ""
    total = sheet.total.total if sheet.combined is None else sheet.combined
    if total is not None and not sheet.total.is_provisional:
        about = _("Total {total}, grade {grade}").format(
            total=words.number(total, 2), grade=grade_words(sheet.grade, _) or "—"
        )
    if appeal is None:
        return AppealSheet(header=own, about=about, revision=revision)
    return AppealSheet(
        header=own,
        about=about,
        matters=(appeal.matter.value,),
        facts=appeal.facts,
        evidence=tuple(_evidence(line) for line in appeal.evidence.splitlines() if line.strip()),
        request=appeal.request,
        filed_on=appeal.filed_on,
        handler=appeal.handler,
        received_on=appeal.received_on,
        findings=appeal.findings,
        decision=appeal.decision.value if appeal.decision else "",
        reasons=appeal.reasons,
        correction=appeal.correction,
        decided_on=appeal.decided_on,
        revision=revision,
    )


def _goal(goal: Goal | None, _: Translator) -> str:
    if goal is None:
        return ""
    name = _.pick(goal.name_zh, goal.name_en)
    wanted = target_of(goal.rule)
    if wanted is None or words.number(wanted) in name:
        return name
    measure = _.pick(goal.measure_zh, goal.measure_en)
    unit = "" if goal.unit == "bool" else words.unit(goal.unit, _)
    value = f"{words.number(wanted)} {unit}".strip()
    return _("{name}: {reason}").format(name=name, reason=f"{measure} {value}".strip())


def _target(item: FormItem, scheme: Scheme, facts: Facts, _: Translator) -> TargetRow:
    if item.agreed_rule is not None:
        item = replace(item, rule=item.agreed_rule)
    own = TargetRow(
        item_name(item, _),
        item.weight,
        basis=item.basis,
        provider=provider(item, facts, _),
        method=method_words(item, _),
    )
    if item.is_in_words:
        return own
    if item.is_anchored:
        met = item.required if item.required is not None else met_given(item.rule, scheme)
        return replace(own, target_words=given_words(item, met, _), standard=met_anchor(item, _))
    target = target_of(item.rule)
    return replace(
        own,
        unit=unit_of(item, _),
        threshold=item.rule.threshold,
        target=target,
        stretch=item.rule.stretch,
        target_words=value_words(item, target, _),
        formula=_.pick(item.formula_zh, item.formula_en),
    )


def _rules(sheet: FormSheet, _: Translator) -> tuple[str, ...]:
    """What the program holds everybody to; 五分制 has no points outside the questions to speak of."""
    if sheet.cycle.scheme.scheme is Scheme.P5:
        return ()
    vetoes = [event for event in sheet.events if event.kind is EventKind.VETO and event.rule_published_on]
    return (
        _(
            "Bonus entries with the same words count together, for at most {one} points; all for at most {all}."
        ).format(one=words.number(BONUS_ITEM_CAP), all=words.number(BONUS_CAP)),
        _("Deductions and vetoes need an event, its date, evidence and a rule published before it happened."),
        *(
            _("Veto: {effect}").format(effect=_(words.VETOES[effect]))
            for effect in dict.fromkeys(event.effect for event in vetoes if event.effect)
        ),
    )


def _amendment(one: Amendment, _: Translator) -> AmendmentRow:
    reason = _(_REASONS[one.reason.value])
    return AmendmentRow(
        on=one.effective_on,
        item=_.pick(one.name_zh, one.name_en),
        old=words.number(one.old),
        new=words.number(one.new),
        reason=_("{cause}: {words}").format(cause=reason, words=one.words) if one.words else reason,
        employee=_signed(one.employee_signed_on, _),
        manager=_signed(one.manager_signed_on, _),
    )


def _signed(on: object, _: Translator) -> str:
    return _("Signed {day}").format(day=on) if on else ""


def _evidence(line: str) -> EvidenceRow:
    """Take a line of evidence apart: what it is, and behind a colon or a dash what it shows."""
    for mark in ("——", "：", ": ", " - ", "—"):
        what, found, shows = line.partition(mark)
        if found and what.strip():
            return EvidenceRow(what.strip(), shows.strip())
    return EvidenceRow(line.strip())
