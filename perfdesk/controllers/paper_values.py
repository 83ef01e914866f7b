"""From a comparison to the values of its papers, in the paper's language."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.documents.values import (
    Action,
    Adjustment,
    Checkpoint,
    Gap,
    Header,
    Item,
    LeftGap,
    PlanAction,
    PlanCause,
    PlanGap,
    PlanSheet,
    Recognition,
    ReviewSheet,
)
from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.comparison import Comparison, Plan, Treatment
from perfdesk.domain.scales import Scale, met_given, scale_of
from perfdesk.domain.scoring import target_of
from perfdesk.domain.terms import EventKind, Method, PlanType, Scheme, SignatureState
from perfdesk.texts import Translator, words

MET_LEVEL = Decimal(3)


def header(sheet: FormSheet, firm: str, number: str, _: Translator) -> Header:
    """Return header H (§12.5); who was there for a part of the cycle has the days of that part."""
    head = sheet.head
    return Header(
        firm=firm,
        number=number,
        cycle_name=words.cycle_name(sheet.cycle, _),
        starts_on=head.starts_on or sheet.cycle.starts_on,
        ends_on=head.ends_on or sheet.cycle.ends_on,
        person=_.pick(head.name, head.name_en),
        employee_number=head.number,
        department=_.pick(head.department_zh, head.department_en),
        position=_.pick(head.position_zh, head.position_en),
        manager=head.manager,
    )


def review_sheet(comparison: Comparison, firm: str, number: str, revision: int, _: Translator) -> ReviewSheet:
    """Return P0 of one person."""
    sheet = comparison.sheet
    causes = {t.item.id: tuple(_(words.CAUSES[one.code]) for one in t.causes) for t in comparison.treatments}
    scheme = sheet.cycle.scheme
    total = sheet.total
    lost = sum((gap.contribution for gap in sheet.gaps if gap.is_gap), Decimal(0))
    return ReviewSheet(
        header=header(comparison.sheet, firm, number, _),
        items=tuple(_item(item, sheet, _) for item in sheet.items),
        weight_total=sum((item.weight or Decimal(0) for item in sheet.items), Decimal(0)),
        total=total.total,
        grade=_grade(sheet, _),
        scheme_words=_scheme_words(sheet, _),
        is_five_point=scheme.scheme is Scheme.P5,
        adjustments=tuple(
            Adjustment(event.words, event.points if event.kind is EventKind.BONUS else -event.points)
            for event in sheet.events
            if event.kind is not EventKind.VETO
        ),
        notes=_notes(sheet, _),
        lost=lost,
        gaps=tuple(_gap(t, causes[t.item.id], _) for t in comparison.treatments if t.gap.is_gap),
        actions=tuple(
            Action(
                gap=item_name(t.item, _),
                action=one.words,
                cause=_(words.CAUSES[one.cause]) if one.cause else "",
                owner=_.pick(one.owner, one.owner_en),
                due_on=one.due_on,
                measure=one.measure or _measure(t, _),
            )
            for t in comparison.treatments
            for one in (t.plan.actions if t.plan else ())
        ),
        untreated=tuple(item_name(t.item, _) for t in comparison.untreated if t.gap.is_gap),
        left=tuple(
            LeftGap(item_name(t.item, _), t.item.left_reason)
            for t in comparison.treatments
            if t.item.left_reason and t.gap.is_gap
        ),
        recognitions=tuple(
            Recognition(
                one.on, _("; ").join(filter(None, (one.situation, one.behaviour, one.impact))), one.sender
            )
            for one in comparison.recognitions
        ),
        employee_words=sheet.employee_words,
        interview_on=sheet.talk.interview_on,
        agrees=agreement(sheet),
        objection=sheet.talk.signature_words if agreement(sheet) is False else "",
        appeal_days=None,
        revision=revision,
    )


def agreement(sheet: FormSheet) -> bool | None:
    """Return whether the employee agreed with the result; None until that is known."""
    if sheet.talk.signature is SignatureState.SIGNED:
        return True
    return False if sheet.talk.signature is SignatureState.SIGNED_DISAGREE else None


def plan_sheet(
    comparison: Comparison, firm: str, number: str, source: str, revision: int, _: Translator
) -> PlanSheet:
    """Return P5 of one person: all the gaps of the form that have a plan."""
    planned = [(t, t.plan) for t in comparison.treatments if t.plan and t.plan.actions]
    starts_on = min(plan.starts_on for _t, plan in planned)
    ends_on = max(plan.ends_on for _t, plan in planned)
    evaluation = ends_on
    dates = sorted({one.planned_on for _t, plan in planned for one in plan.checkpoints} | {evaluation})
    manager = comparison.sheet.head.manager
    support = [plan.support for _t, plan in planned if plan.support]
    return PlanSheet(
        header=header(comparison.sheet, firm, number, _),
        type=PlanType.IMPROVE,
        starts_on=starts_on,
        ends_on=ends_on,
        source_number=source,
        gaps=tuple(_plan_gap(t, plan, _) for t, plan in planned),
        causes=tuple(
            PlanCause(_(words.CAUSES[cause.code]), _of_gap(cause.words, t.item, len(planned), _))
            for t, _plan in planned
            for cause in t.causes
        ),
        actions=tuple(
            PlanAction(
                action=one.words,
                kind=_(words.KINDS[one.kind]) if one.kind else "",
                cause=_(words.CAUSES[one.cause]) if one.cause else "",
                owner=_.pick(one.owner, one.owner_en),
                starts_on=one.starts_on,
                due_on=one.due_on,
                resource=_resource(one.hours, one.money, _),
                measure=one.measure,
            )
            for _t, plan in planned
            for one in plan.actions
        ),
        support="\n".join(support) or _supporters(comparison, _),
        checkpoints=tuple(Checkpoint(on, manager, on == evaluation) for on in dates),
        revision=revision,
    )


def _of_gap(text: str, item: FormItem, gaps: int, _: Translator) -> str:
    """Say which gap a cause belongs to, where the plan has several."""
    if gaps == 1:
        return text
    return _("{gap}: {words}").format(gap=item_name(item, _), words=text) if text else item_name(item, _)


def item_name(item: FormItem, _: Translator) -> str:
    """Return the name of an item in the paper's language."""
    return _.pick(item.name_zh, item.name_en)


def _item(item: FormItem, sheet: FormSheet, _: Translator) -> Item:
    gap = sheet.gap_of(item.id)
    weight = sheet.total.weights.get(item.id) if sheet.total.is_reweighted else item.weight
    shared = {
        "name": item_name(item, _),
        "weight": weight or Decimal(0) if item.id in sheet.total.weighted else item.weight or Decimal(0),
        "class_word": _(words.CLASSES[item.item_class]),
        "score": item.score,
        "weighted": sheet.total.weighted.get(item.id),
        "is_major": bool(gap and gap.is_major),
        "missing_words": "" if item.score is not None else _missing(item, _),
    }
    if item.is_in_words:
        return Item(**shared | {"missing_words": ""}, actual_words=item.words or item.comment)  # type: ignore[arg-type]
    if item.is_anchored:
        return Item(
            **shared,  # type: ignore[arg-type]
            method_words=_meaning(item, _)
            if sheet.cycle.scheme.scheme is Scheme.P5
            else _("Anchored levels"),
            target_words=given_words(item, met_given(item.rule, sheet.cycle.scheme.scheme), _),
            actual_words=given_words(item, counted_level(item), _),
        )
    return Item(
        **shared,  # type: ignore[arg-type]
        unit="" if item.unit == "bool" else words.unit(item.unit, _),
        target=target_of(item.rule),
        actual=item.actual,
        method_words=method_words(item, _),
    )


def counted_level(item: FormItem) -> Decimal | None:
    """Return the level that earns the score: what several raters came to, else the manager's."""
    return item.level if item.combined_level is None else item.combined_level


def given_words(item: FormItem, given: Decimal | None, _: Translator) -> str:
    """Return a level, or points where the item is judged in points, with words; None is empty."""
    if given is None:
        return ""
    if scale_of(item.rule) is Scale.HUNDRED:
        return words.number(given)
    return _("Level {level}").format(level=words.number(given))


def _meaning(item: FormItem, _: Translator) -> str:
    """Return the anchor of the level given, empty without a level; half a level counts as the lower one."""
    if item.level is None:
        return ""
    reached = int(item.level)
    return next((_.pick(one.zh, one.en) for one in item.anchors if one.level == reached), "")


def _missing(item: FormItem, _: Translator) -> str:
    reason = _(words.MISSING.get(item.missing.value, "Not filled in"))
    return f"{reason}: {item.missing_reason}" if item.missing_reason else reason


def method_words(item: FormItem, _: Translator) -> str:
    """Return how an item is scored in a few words: 比率法，封顶 120."""
    rule = item.rule
    name = _(words.METHODS[rule.method])
    if rule.method is Method.BAND:
        limits = "/".join(words.number(limit) for limit, _points in rule.bands() if limit is not None)
        return _("{method} {details}").format(method=name, details=limits)
    if rule.method is Method.LINEAR:
        points = [value for value in (rule.threshold, rule.target, rule.stretch) if value is not None]
        return _("{method} {details}").format(method=name, details="/".join(map(words.number, points)))
    if rule.method is Method.RATIO:
        return _("{method}, cap {cap}").format(method=name, cap=words.number(rule.cap))
    return name


def _gap(treatment: Treatment, causes: tuple[str, ...], _: Translator) -> Gap:
    item, gap = treatment.item, treatment.gap
    short = None if gap.native_gap is None else -gap.native_gap
    text = _("; ").join(cause.words for cause in treatment.causes if cause.words)
    return Gap(
        name=item_name(item, _),
        difference=None if item.is_anchored else short,
        contribution=gap.contribution,
        unit="" if item.is_anchored or item.unit == "bool" else words.unit(item.unit, _),
        difference_words=_("{levels} level(s)").format(levels=words.number(short))
        if item.is_anchored
        else "",
        causes=causes,
        words=text,
        is_major=gap.is_major,
    )


def _measure(treatment: Treatment, _: Translator) -> str:
    """The plan's own target, where the action has no measure of its own."""
    plan, item = treatment.plan, treatment.item
    if plan is None or plan.target is None:
        return ""
    if item.is_anchored:
        return _("Level {level}").format(level=words.number(plan.target))
    sign = {"HIGHER": "≥", "LOWER": "≤", "TARGET": "→"}[item.rule.direction]
    unit = "" if item.unit == "bool" else words.unit(item.unit, _)
    return f"{item_name(item, _)} {sign} {words.number(plan.target)} {unit}".strip()


def _plan_gap(treatment: Treatment, plan: Plan, _: Translator) -> PlanGap:
    item = treatment.item
    target = MET_LEVEL if item.is_anchored else target_of(item.rule)
    short = treatment.gap.native_gap
    return PlanGap(
        name=item_name(item, _),
        unit="" if item.unit == "bool" else words.unit(item.unit, _),
        target=target,
        actual=plan.baseline,
        plan_target=plan.target,
        difference=short,
        words=_.pick(item.formula_zh, item.formula_en),
    )


def _resource(hours: Decimal | None, money: Decimal | None, _: Translator) -> str:
    parts = []
    if hours is not None:
        parts.append(_("{hours} h").format(hours=words.number(hours)))
    if money is not None:
        parts.append(_("CNY {money}").format(money=words.number(money)))
    return _("; ").join(parts)


def _supporters(comparison: Comparison, _: Translator) -> str:
    """Who besides the employee takes part: what the firm promises follows from the actions it owns."""
    own = comparison.sheet.head.employee_id
    lines = [
        _("{owner}: {action}").format(owner=_.pick(action.owner, action.owner_en), action=action.words)
        for treatment in comparison.treatments
        for action in (treatment.plan.actions if treatment.plan else ())
        if action.owner_id not in (None, own)
    ]
    return _("; ").join(lines)


def _grade(sheet: FormSheet, _: Translator) -> str:
    if sheet.grade is None or sheet.total.is_provisional:
        return ""
    return _("{code} ({name})").format(
        code=sheet.grade.code, name=_.pick(sheet.grade.name_zh, sheet.grade.name_en)
    )


def combined_words(sheet: FormSheet, _: Translator) -> str:
    """Return the total over all parts of a cycle, for who changed position."""
    return _("All parts of the cycle together, by days: {total}").format(
        total=words.number(sheet.combined, 2)
    )


def _scheme_words(sheet: FormSheet, _: Translator) -> str:
    scheme = sheet.cycle.scheme
    met = {Scheme.P5: Decimal(3)}.get(scheme.scheme, Decimal(100))
    middle = next((g for g in reversed(scheme.grades) if g.lower_bound <= met and g.code == "B"), None)
    if middle is None:
        return _("met {met}").format(met=words.number(met))
    return _("met {met}, {grade} from {bound}").format(
        met=words.number(met), grade=middle.code, bound=words.number(middle.lower_bound, 2)
    )


def _notes(sheet: FormSheet, _: Translator) -> tuple[str, ...]:
    notes = []
    if sheet.total.is_provisional and sheet.total.total is not None:
        notes.append(_("Provisional: not every item has been scored."))
    if sheet.total.total is None:
        notes.append(_("No total: less than 60 % of the weight has a score."))
    if sheet.total.is_reweighted:
        notes.append(_("Items without data are left out; the weights shown are shared out again to 100."))
    if sheet.combined is not None:
        notes.append(combined_words(sheet, _))
    if sheet.grade and sheet.standard_grade and sheet.grade.code != sheet.standard_grade.code:
        notes.append(
            _("Standard grade {standard}, final grade {final}").format(
                standard=sheet.standard_grade.code, final=sheet.grade.code
            )
        )
    if sheet.total.veto is not None:
        notes.append(_("Veto: {effect}").format(effect=_(words.VETOES[sheet.total.veto.effect])))
    return tuple(notes)
