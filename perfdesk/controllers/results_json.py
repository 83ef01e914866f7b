"""The results of a cycle as JSON: numbers as strings, dates ISO, missing values null, order stable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.controllers import reading
from perfdesk.domain.appraisal import FormItem, FormSheet, Standing
from perfdesk.domain.comparison import Action, Comparison, Plan, Treatment
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.scoring import target_of
from perfdesk.domain.terms import FormState
from perfdesk.store import cycles, settings
from perfdesk.store.change import Reading

FORMAT = "1"


def results(connection: Reading, cycle_id: int, today: date) -> dict[str, Any]:
    """Return a cycle's results; later versions only add keys."""
    cycle = cycles.one_cycle(connection, cycle_id)
    assert cycle is not None
    standings = reading.standings_of(connection, cycle_id)
    states = {state.value: sum(one.state is state for one in standings) for state in FormState}
    return {
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
        },
        "state_counts": {state: str(count) for state, count in states.items()},
        "employees": [
            _employee(one, reading.comparison_of(connection, one.form_id, today)) for one in standings
        ],
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
        "subtotal": _text(sheet.total.subtotal),
        "total": _text(sheet.total.total),
        "is_provisional": sheet.total.is_provisional,
        "standard_grade": sheet.grade.code if sheet.grade and not sheet.total.is_provisional else None,
        "grade": sheet.grade.code if sheet.grade and not sheet.total.is_provisional else None,
        "rank": _text(standing.rank),
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
        "weight": _text(item.weight),
        "effective_weight": _text(sheet.total.weights.get(item.id)),
        "target": _plain(Decimal(3) if item.is_anchored else target_of(item.rule)),
        "actual": _plain(item.level if item.is_anchored else item.actual),
        "score": _text(item.score),
        "weighted": _text(sheet.total.weighted.get(item.id)),
        "missing": item.missing.value,
    }


def _gap(item_id: int, sheet: FormSheet, treatment: Treatment | None) -> dict[str, Any]:
    gap = sheet.gap_of(item_id)
    assert gap is not None
    item = next(one for one in sheet.items if one.id == item_id)
    plan = treatment.plan if treatment else None
    return {
        "code": item.code,
        "native_gap": _plain(gap.native_gap),
        "score_gap": _text(gap.score_gap),
        "contribution": _text(gap.contribution),
        "share": _text(gap.share),
        "priority": _text(round_half_up(gap.priority, 3)),
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
        "starts_on": _day(action.starts_on),
        "due_on": _day(action.due_on),
        "kind": action.kind.value if action.kind else None,
        "cause": action.cause.value if action.cause else None,
        "measure": action.measure,
        "status": action.status.value,
        "done_on": _day(action.done_on),
    }


def _plan(item: FormItem, plan: Plan) -> dict[str, Any]:
    return {
        "item": item.code,
        "type": plan.type.value,
        "status": plan.status.value,
        "starts_on": _day(plan.starts_on),
        "ends_on": _day(plan.ends_on),
        "baseline": _plain(plan.baseline),
        "target": _plain(plan.target),
        "support": plan.support,
        "checkpoints": [
            {"planned_on": _day(one.planned_on), "held_on": _day(one.held_on), "value": _plain(one.value)}
            for one in plan.checkpoints
        ],
    }


def _text(value: Decimal | int | None) -> str | None:
    return None if value is None else str(value)


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
