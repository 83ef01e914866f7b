"""From a form to the values of P1 (appraisal form) and P3 (result notice), in the paper's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from perfdesk.controllers.paper_facts import Facts
from perfdesk.controllers.paper_values import (
    MET_LEVEL,
    agreement,
    combined_words,
    counted_level,
    given_words,
    header,
    item_name,
    method_words,
)
from perfdesk.documents.formal_values import (
    AppraisalForm,
    BlockRow,
    EventRow,
    JudgedRow,
    KeyResultRow,
    MeasuredRow,
    MissingRow,
    NoticeGap,
    NoticeSheet,
    WordsRow,
)
from perfdesk.domain.appeals import last_day_to_file
from perfdesk.domain.appraisal import FormEvent, FormItem, FormSheet
from perfdesk.domain.events import bonus_items
from perfdesk.domain.firm import Switch
from perfdesk.domain.grades import Grade
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.scales import met_given
from perfdesk.domain.scoring import target_of
from perfdesk.domain.terms import (
    CalibrationReason,
    EventKind,
    FormState,
    ItemClass,
    Missing,
    OkrMode,
)
from perfdesk.domain.totals import BONUS_CAP, BONUS_ITEM_CAP
from perfdesk.texts import Translator, words

_TOLD = (FormState.CALIBRATED, FormState.CONFIRMED, FormState.IMPROVING, FormState.CLOSED)
"""States in which the grade has been looked at."""
_MOST_GAPS = 3
_ABSENT = (Missing.NOT_APPLICABLE, Missing.UNAVAILABLE, Missing.NOT_SUBMITTED)


def appraisal_form(
    sheet: FormSheet, facts: Facts, number: str, revision: int, _: Translator
) -> AppraisalForm:
    """Return P1 of one person; what is not there yet stays empty, to be filled in by hand."""
    total, choices = sheet.total, facts.firm.settings.choices
    measured, tasks, behaviours = parts_of(sheet.items)
    calibrated, reason = _calibrated(sheet, facts, _)
    counts_okr = choices.okr_mode is OkrMode.X and any(one.item_id for one in facts.objectives)
    return AppraisalForm(
        header=header(sheet, facts.firm.settings.name, number, _),
        measured=tuple(_measured(item, sheet, facts, _) for item in measured),
        tasks=tuple(_judged(item, sheet, facts, _) for item in tasks),
        behaviours=tuple(_judged(item, sheet, facts, _) for item in behaviours),
        worded=tuple(
            WordsRow(item_name(item, _), item.words or item.comment)
            for item in sheet.items
            if item.is_in_words
        ),
        weight_total=sum((item.weight or Decimal(0) for item in sheet.items), Decimal(0)),
        is_reweighted=total.is_reweighted,
        subtotal=total.subtotal,
        events=tuple(_event(event, facts, _) for event in sheet.events if event.kind is not EventKind.VETO),
        bonus=total.bonus,
        deduction=total.deduction,
        vetoes=tuple(_veto(event, _) for event in sheet.events if event.kind is EventKind.VETO),
        missing=tuple(
            MissingRow(item_name(item, _), missing_words(item, _))
            for item in sheet.items
            if item.missing in _ABSENT and not item.is_in_words
        ),
        total=total.total,
        notes=tuple(_notes(sheet, counts_okr, _)),
        standard_grade=_standard(sheet, _),
        calibrated_grade=calibrated,
        grade_reason=reason,
        key_results=tuple(
            KeyResultRow(objective.name, one.name, one.weight, one.score, one.words)
            for objective in facts.objectives
            for one in objective.key_results
        ),
        has_okr=Switch.OKR in facts.firm.settings.switches,
        okr_counts=counts_okr,
        okr_words=sheet.okr_words,
        employee_words=sheet.self_words
        or sheet.employee_words
        or (_("No self score") if sheet.is_self_skipped else ""),
        strengths=sheet.strengths,
        improvements=sheet.improvements,
        agrees=agreement(sheet),
        objection=sheet.talk.signature_words if agreement(sheet) is False else "",
        revision=revision,
    )


def has_notice(sheet: FormSheet, switches: Iterable[Switch]) -> bool:
    """Tell whether there is a result to give notice of: scored, and calibrated where the firm calibrates."""
    told = _TOLD if Switch.CALIBRATION in switches else (FormState.MANAGER_SCORED, *_TOLD)
    return sheet.head.state in told and not sheet.total.is_provisional


def notice_sheet(
    sheet: FormSheet, facts: Facts, number: str, revision: int, _: Translator, *, with_pay: bool = False
) -> NoticeSheet:
    """Return P3 of one person. `with_pay` prints the coefficient of the grade."""
    total, talk, firm = sheet.total, sheet.talk, facts.firm
    days = firm.settings.choices.appeal_days
    handler = facts.appeal.handler if facts.appeal else ""
    blocks = _blocks(sheet, _)
    own = total.total
    added = (
        sum((block.weighted or Decimal(0) for block in blocks), Decimal(0)) + total.bonus - total.deduction
    )
    return NoticeSheet(
        header=header(sheet, firm.settings.name, number, _),
        total=own if sheet.combined is None else sheet.combined,
        grade=grade_words(sheet.grade, _) if sheet.grade else _no_grade(sheet, _),
        grade_meaning=_meaning(sheet, _),
        blocks=blocks,
        bonus=total.bonus,
        deduction=total.deduction,
        limit=Decimal(0) if own is None else own - added,
        limit_words=_("Veto") if total.veto else _("Limit of the total"),
        block_total=None if sheet.combined is None else own,
        adjustments=tuple(_adjustments(sheet, facts, _)),
        strengths=sheet.strengths or _strong(sheet, _),
        gaps=tuple(_gaps(sheet, _)),
        interview_on=talk.interview_on,
        interview_place=talk.interview_place,
        interviewer=talk.interviewer,
        coefficient=sheet.grade.coefficient if with_pay and sheet.grade else None,
        appeal_days=days,
        appeal_until=last_day_to_file(talk.notice_on, firm.workdays, days) if talk.notice_on else None,
        appeal_to=handler or _.pick(*firm.name(firm.receiver(sheet.head))),
        delivery_way=talk.notice_way,
        delivered_on=talk.notice_on,
        agrees=agreement(sheet),
        objection=talk.signature_words if agreement(sheet) is False else "",
        revision=revision,
    )


def parts_of(items: Sequence[FormItem]) -> tuple[list[FormItem], list[FormItem], list[FormItem]]:
    """Return the items as the form's tables have them: measured, key tasks judged by level, behaviour."""
    measured = [item for item in items if not item.is_anchored and not item.is_in_words]
    judged = [item for item in items if item.is_anchored]
    tasks = [item for item in judged if item.item_class is ItemClass.GS]
    return measured, tasks, [item for item in judged if item.item_class is not ItemClass.GS]


def missing_words(item: FormItem, _: Translator) -> str:
    reason = _(words.MISSING[item.missing.value])
    return f"{reason}: {item.missing_reason}" if item.missing_reason else reason


def level_words(item: FormItem) -> str:
    """Return the manager's level, and behind an arrow what several raters came to."""
    own = "" if item.level is None else words.number(item.level)
    if item.combined_level is None:
        return own
    return f"{own}\n→ {words.number(item.combined_level, 2)}".strip()


def grade_words(grade: Grade | None, _: Translator) -> str:
    if grade is None:
        return ""
    return _("{code} ({name})").format(code=grade.code, name=_.pick(grade.name_zh, grade.name_en))


def value_words(item: FormItem, value: Decimal | None, _: Translator) -> str:
    """Return a target or an actual with words where a number would say little: yes or no."""
    if value is None or item.unit != "bool":
        return ""
    return _("Yes") if value else _("No")


def unit_of(item: FormItem, _: Translator) -> str:
    return "" if item.unit == "bool" else words.unit(item.unit, _)


def provider(item: FormItem, facts: Facts, _: Translator) -> str:
    """Return who provides the actual: by name where the firm has the person, else as it was written."""
    return _.pick(*facts.firm.name(item.provider_id)) or item.provider_words


def _measured(item: FormItem, sheet: FormSheet, facts: Facts, _: Translator) -> MeasuredRow:
    target = target_of(item.rule)
    source = _.pick(*facts.firm.sources.get(item.card_id or 0, ("", "")))
    mark = _("entered by the appraisee") if item.is_own_entry else ""
    absent = _(words.MISSING[item.missing.value]) if item.missing in _ABSENT and item.actual is None else ""
    return MeasuredRow(
        name=item_name(item, _),
        weight=item.weight,
        unit=unit_of(item, _),
        threshold=item.rule.threshold,
        target=target,
        stretch=item.rule.stretch,
        actual=item.actual,
        target_words=value_words(item, target, _),
        actual_words=absent or value_words(item, item.actual, _),
        formula=_.pick(item.formula_zh, item.formula_en),
        method=method_words(item, _),
        source=" · ".join(part for part in (source, provider(item, facts, _), mark) if part),
        score=item.score,
        weighted=sheet.total.weighted.get(item.id) if item.score is not None else None,
        effective=sheet.total.weights.get(item.id) if sheet.total.is_reweighted else None,
    )


def _judged(item: FormItem, sheet: FormSheet, facts: Facts, _: Translator) -> JudgedRow:
    shown = [one for one in facts.evidence if one.item_id == item.id]
    evidence = [f"{one.on:%m-%d} {one.words}" for one in shown]
    if item.comment:
        evidence.append(item.comment)
    absent = _(words.MISSING[item.missing.value]) if item.missing in _ABSENT else ""
    is_task = item.item_class is ItemClass.GS
    return JudgedRow(
        name=item_name(item, _),
        weight=item.weight,
        standard=met_anchor(item, _),
        due_on=(sheet.head.ends_on or sheet.cycle.ends_on) if is_task else None,
        self_level="" if item.self_level is None else words.number(item.self_level),
        manager_level=absent or level_words(item),
        evidence="\n".join(evidence),
        score=item.score,
        weighted=sheet.total.weighted.get(item.id) if item.score is not None else None,
        effective=sheet.total.weights.get(item.id) if sheet.total.is_reweighted else None,
    )


def met_anchor(item: FormItem, _: Translator) -> str:
    """Return what meets: the anchor of level 3, else the definition."""
    anchor = next((_.pick(one.zh, one.en) for one in item.anchors if one.level == MET_LEVEL), "")
    return anchor or _.pick(item.definition_zh, item.definition_en)


def _event(event: FormEvent, facts: Facts, _: Translator) -> EventRow:
    points = event.points if event.kind is EventKind.BONUS else -event.points
    shown = [one.words for one in facts.evidence if one.event_id == event.id and one.words]
    evidence = _("; ").join(dict.fromkeys(part for part in (event.evidence, *shown) if part))
    return EventRow(event.words, event.on, points, evidence)


def _veto(event: FormEvent, _: Translator) -> str:
    effect = _(words.VETOES[event.effect]) if event.effect else ""
    parts = [f"{event.on.isoformat()} {event.words}", effect, event.evidence]
    if event.rule_published_on:
        parts.append(_("Rule published on {day}").format(day=event.rule_published_on.isoformat()))
    if event.statement:
        parts.append(_("Employee's statement: {words}").format(words=event.statement))
    return _("; ").join(part for part in parts if part)


def _notes(sheet: FormSheet, counts_okr: bool, _: Translator) -> Iterable[str]:
    total = sheet.total
    if total.is_provisional and total.total is not None:
        yield _("Provisional: not every item has been scored.")
    if total.total is None and not total.is_provisional:
        yield _("No total: less than 60 % of the weight has a score.")
    if sheet.combined is not None:
        yield combined_words(sheet, _)
    if sheet.head.is_own_changed:
        yield _("changed by the appraisee")
    if any(points > BONUS_ITEM_CAP for points in bonus_items(sheet.events)) or total.bonus == BONUS_CAP:
        yield _(
            "Bonus entries with the same words count together, for at most {one} points; all for at most {all}."
        ).format(one=words.number(BONUS_ITEM_CAP), all=words.number(BONUS_CAP))
    if total.veto is not None:
        yield _("Veto: {effect}").format(effect=_(words.VETOES[total.veto.effect]))
    if any(item.combined_level is not None for item in sheet.items):
        yield _("Behind the arrow: the level that all raters together came to; it earns the score.")
    if counts_okr:
        yield _("OKR scores are converted into points and count in the total.")


def _standard(sheet: FormSheet, _: Translator) -> str:
    if sheet.no_grade_reason:
        return _no_grade(sheet, _)
    return "" if sheet.total.is_provisional else grade_words(sheet.standard_grade, _)


def _no_grade(sheet: FormSheet, _: Translator) -> str:
    if not sheet.no_grade_reason:
        return ""
    return _("Takes no part in this grading ({reason})").format(
        reason=_(words.NO_GRADE.get(sheet.no_grade_reason, sheet.no_grade_reason))
    )


def _calibrated(sheet: FormSheet, facts: Facts, _: Translator) -> tuple[str, str]:
    """Return the calibrated grade and its reason. The log's participants stay in the file: a paper names nobody
    else."""
    if facts.grades and sheet.grade != sheet.standard_grade:
        last = facts.grades[0]
        reason = _(words.CALIBRATION_REASONS[last.reason.value])
        text = _("{cause}: {words}").format(cause=reason, words=last.words) if last.words else reason
        return grade_words(sheet.grade, _), f"{text} ({last.at.date().isoformat()})"
    if sheet.head.state in _TOLD and sheet.grade is not None:
        return grade_words(sheet.grade, _), _("not changed")
    return "", ""


def _blocks(sheet: FormSheet, _: Translator) -> tuple[BlockRow, ...]:
    names = _("Measured indicators"), _("Key tasks"), _.in_context("paper", "Behaviour")
    found = []
    for name, items in zip(names, parts_of(sheet.items), strict=True):
        counted = [item for item in items if item.id in sheet.total.weighted]
        weight = sum((sheet.total.weights[item.id] for item in counted), Decimal(0))
        weighted = sum((sheet.total.weighted[item.id] for item in counted), Decimal(0))
        if weight:
            found.append(BlockRow(name, weight, round_half_up(weighted * 100 / weight), weighted))
    return tuple(found)


def _meaning(sheet: FormSheet, _: Translator) -> str:
    """Return which totals earn the grade: 85.00 and more, below 105.00."""
    if sheet.grade is None:
        return ""
    grades = [grade for grade in sheet.cycle.scheme.grades if grade.lower_bound > sheet.grade.lower_bound]
    lower = words.number(sheet.grade.lower_bound, 2)
    if not grades:
        return _("total from {lower}").format(lower=lower)
    return _("total from {lower} to below {upper}").format(
        lower=lower, upper=words.number(min(grade.lower_bound for grade in grades), 2)
    )


def _adjustments(sheet: FormSheet, facts: Facts, _: Translator) -> Iterable[str]:
    if sheet.combined is not None:
        yield combined_words(sheet, _)
    if sheet.total.veto is not None:
        yield _("Veto: {effect}").format(effect=_(words.VETOES[sheet.total.veto.effect]))
    if sheet.grade is None or sheet.standard_grade is None or sheet.grade.code == sheet.standard_grade.code:
        return
    reasons = {
        # By design uncomfortable: a grade lowered for the quota says so (§7.6).
        CalibrationReason.QUOTA: _("adjusted for the quota"),
    }
    cause = ""
    if facts.grades:
        last = facts.grades[0].reason
        cause = reasons.get(last) or _(words.CALIBRATION_REASONS[last.value])
    yield (
        _("Standard grade {standard}, final grade {final}: {cause}")
        .format(standard=sheet.standard_grade.code, final=sheet.grade.code, cause=cause)
        .rstrip("：: ")
    )


def _strong(sheet: FormSheet, _: Translator) -> str:
    """Name the items clearly above met, where the manager wrote nothing."""
    by_id = {item.id: item for item in sheet.items}
    strong = [gap for gap in sheet.gaps if gap.is_strength]
    return _("; ").join(
        _("{name}: {reason}").format(name=item_name(by_id[gap.key], _), reason=words.number(gap.score, 2))
        for gap in strong
    )


def _gaps(sheet: FormSheet, _: Translator) -> Iterable[NoticeGap]:
    by_id = {item.id: item for item in sheet.items}
    for gap in [gap for gap in sheet.gaps if gap.is_major][:_MOST_GAPS]:
        item = by_id[gap.key]
        name, unit = item_name(item, _), unit_of(item, _)
        if item.is_anchored:
            target = given_words(item, met_given(item.rule, sheet.cycle.scheme.scheme), _)
            yield NoticeGap(name, target, given_words(item, counted_level(item), _), gap.contribution)
            continue
        wanted = target_of(item.rule)
        shown = _("{name} ({unit})").format(name=name, unit=unit) if unit else name
        absent = missing_words(item, _) if item.missing in _ABSENT and item.actual is None else ""
        yield NoticeGap(
            shown,
            value_words(item, wanted, _) or words.number(wanted),
            absent or value_words(item, item.actual, _) or words.number(item.actual),
            gap.contribution,
        )
