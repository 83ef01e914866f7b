"""The results of a cycle as JSON: numbers as strings, dates ISO, missing values null, order stable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perfdesk.controllers import reading
from perfdesk.controllers.json_values import iso_day, plain, spelled, text
from perfdesk.domain.appraisal import FormEvent, FormItem, FormSheet, Standing
from perfdesk.domain.comparison import Action, Comparison, Plan, Treatment
from perfdesk.domain.grades import Grade
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.scoring import target_of
from perfdesk.domain.terms import FormState
from perfdesk.store import cycles, settings
from perfdesk.store.change import Reading

if TYPE_CHECKING:
    from perfdesk.controllers.results_more import MoreResults

FORMAT = "1"


def year_of(connection: Reading, cycle_id: int) -> int:
    """Return the year whose goals a cycle belongs to."""
    cycle = cycles.one_cycle(connection, cycle_id)
    assert cycle is not None
    return cycle.year


def results(connection: Reading, cycle_id: int, today: date, more: MoreResults) -> dict[str, Any]:
    """Return a cycle's results; later versions only add keys. Who moved within the cycle is one employee, with the
    segments; the totals of a form are those of the last."""
    cycle = cycles.one_cycle(connection, cycle_id)
    assert cycle is not None
    standings = reading.standings_of(connection, cycle_id)
    parts: dict[int, list[Standing]] = {}
    for one in standings:
        parts.setdefault(one.employee_id, []).append(one)
    counted = [one for one in standings if one.is_last_segment]
    states = {state.value: sum(one.state is state for one in counted) for state in FormState}
    found = {
        "format": FORMAT,
        "firm": settings.settings(connection).name,
        "cycle": {
            "type": cycle.type.value,
            "name_zh": cycle.name_zh,
            "name_en": cycle.name_en,
            "starts_on": cycle.starts_on.isoformat(),
            "ends_on": cycle.ends_on.isoformat(),
            "scheme": cycle.scheme.scheme.value,
            "is_closed": cycle.is_closed,
            "combining": cycle.combining.value if cycle.combining else None,
        },
        "switches": sorted(switch.value for switch in settings.switches(connection)),
        "goals": more.goals(),
        "calibration": more.calibration(),
        "state_counts": {state: str(count) for state, count in states.items()},
        "employees": [
            _employee(one, reading.comparison_of(connection, one.form_id, today))
            | more.of_form(one.form_id)
            | {"segments": [_segment(part) for part in parts[one.employee_id]]}
            for one in counted
        ],
    }
    return {name: spelled(value) for name, value in found.items()}


def _segment(standing: Standing) -> dict[str, Any]:
    return {
        "segment": standing.segment,
        "department": standing.department_zh or standing.department_en,
        "position": standing.position_zh or standing.position_en,
        "state": standing.state.value,
    }


def _employee(standing: Standing, comparison: Comparison) -> dict[str, Any]:
    sheet = comparison.sheet
    treatments = {treatment.item.id: treatment for treatment in comparison.treatments}
    return {
        "number": standing.number,
        "name": standing.name,
        "department": sheet.head.department_zh or sheet.head.department_en,
        "position": sheet.head.position_zh or sheet.head.position_en,
        "state": sheet.head.state.value,
        "preset": sheet.head.scheme.value,
        "items": [_item(item, sheet) for item in sheet.items],
        "subtotal": text(sheet.total.subtotal),
        "total": text(sheet.total.total),
        "is_provisional": sheet.total.is_provisional,
        "standard_grade": _grade(sheet.standard_grade, sheet),
        "grade": _grade(sheet.grade, sheet),
        "combined_total": text(sheet.combined),
        "no_grade_reason": sheet.no_grade_reason or None,
        "appeal": sheet.head.is_appealed,
        "pay_held": sheet.head.is_pay_held,
        "own_changed": sheet.head.is_own_changed,
        "revision": sheet.head.revision,
        "self_submitted_on": iso_day(sheet.self_submitted_on),
        "self_skipped": sheet.is_self_skipped,
        "notice_on": iso_day(sheet.talk.notice_on),
        "interview_on": iso_day(sheet.talk.interview_on),
        "signature": sheet.talk.signature.value if sheet.talk.signature else None,
        "signature_words": sheet.talk.signature_words,
        "events": [_event(one) for one in sheet.events],
        "rank": text(standing.rank),
        "gaps": [_gap(gap.key, sheet, treatments.get(gap.key)) for gap in sheet.gaps if gap.score_gap],
        "plans": [_plan(one.item, one.plan) for one in comparison.treatments if one.plan],
    }


def _item(item: FormItem, sheet: FormSheet) -> dict[str, Any]:
    return {
        "lineage": item.lineage,
        "code": item.code,
        "name": item.name_zh or item.name_en,
        "class": item.item_class.value,
        "method": item.rule.method.value,
        "weight": text(item.weight),
        "effective_weight": text(sheet.total.weights.get(item.id)),
        "target": plain(Decimal(3) if item.is_anchored else target_of(item.rule)),
        "actual": plain(item.counted_level if item.is_anchored else item.actual),
        "score": text(item.score),
        "weighted": text(sheet.total.weighted.get(item.id)),
        "missing": item.missing.value,
        "id": str(item.id),
        "level": plain(item.level),
        "self_level": plain(item.self_level),
        "combined_level": text(item.combined_level),
        "required_level": plain(item.required),
        "aggregation": item.aggregation.value if item.aggregation else None,
        "stage": item.stage or None,
        "shared": item.is_shared,
        "basis": item.basis,
        "agreed_target": plain(item.agreed_rule.target) if item.agreed_rule else None,
        "words": item.words,
    }


def _event(event: FormEvent) -> dict[str, Any]:
    return {
        "kind": event.kind.value,
        "on": iso_day(event.on),
        "words": event.words,
        "points": text(event.points),
        "effect": event.effect.value if event.effect else None,
        "evidence": event.evidence,
        "statement": event.statement,
    }


def _grade(grade: Grade | None, sheet: FormSheet) -> str | None:
    return grade.code if grade and not sheet.total.is_provisional else None


def _gap(item_id: int, sheet: FormSheet, treatment: Treatment | None) -> dict[str, Any]:
    gap = sheet.gap_of(item_id)
    assert gap is not None
    item = next(one for one in sheet.items if one.id == item_id)
    plan = treatment.plan if treatment else None
    return {
        "code": item.code,
        "native_gap": plain(gap.native_gap),
        "score_gap": text(gap.score_gap),
        "contribution": text(gap.contribution),
        "share": text(gap.share),
        "priority": text(round_half_up(gap.priority, 3)),
        "major": gap.is_major,
        "in_tolerance": gap.is_in_tolerance,
        "left_reason": item.left_reason or None,
        "causes": [{"code": one.code.value, "words": one.words} for one in treatment.causes]
        if treatment
        else [],
        "actions": [_action(action) for action in plan.actions] if plan else [],
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "words": action.words,
        "owner": action.owner,
        "starts_on": iso_day(action.starts_on),
        "due_on": iso_day(action.due_on),
        "kind": action.kind.value if action.kind else None,
        "cause": action.cause.value if action.cause else None,
        "measure": action.measure,
        "status": action.status.value,
        "done_on": iso_day(action.done_on),
    }


def _plan(item: FormItem, plan: Plan) -> dict[str, Any]:
    return {
        "item": item.code,
        "type": plan.type.value,
        "status": plan.status.value,
        "starts_on": iso_day(plan.starts_on),
        "ends_on": iso_day(plan.ends_on),
        "baseline": plain(plan.baseline),
        "target": plain(plan.target),
        "support": plan.support,
        "checkpoints": [
            {
                "planned_on": iso_day(one.planned_on),
                "held_on": iso_day(one.held_on),
                "value": plain(one.value),
            }
            for one in plan.checkpoints
        ],
    }
