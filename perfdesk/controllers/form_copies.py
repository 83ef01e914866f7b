"""Copies of forms: into the next cycle without scores, into a new revision with or without them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfdesk.controllers import rater_closing
from perfdesk.domain.appraisal import Cycle
from perfdesk.domain.cycle_parts import AVERAGE_LINEAGE, item_cap
from perfdesk.domain.numbers import to_hundredths
from perfdesk.domain.terms import Direction, FormState, ItemClass, Method, Missing, Nature, Scheme
from perfdesk.store.change import Change
from perfdesk.store.rows import kept_rule, rule_columns
from perfdesk.store.schema import (
    amendment,
    check_in,
    evidence,
    form,
    form_event,
    form_item,
    key_result,
    objective,
    rater_sheet,
    rating,
)

_EMPTY: Mapping[str, Any] = {
    "missing": Missing.PENDING.value,
    "missing_reason": "",
    "actual_e4": None,
    "actual_by": None,
    "actual_at": None,
    "score_c": None,
    "comment": "",
    "left_reason": "",
    "left_at": None,
    "agreed_rule": "",
    "combined_level_c": None,
    "words": "",
}
"""What is given or decided during a cycle, as it stands before one."""
_OWN = ("id", "version")
AVERAGE_NAME = "按天数加权的各期平均", "Average of the parts by days"
"""The item's name is data of the file, as that of every other item."""


def last_forms(change: Change, cycle_id: int) -> dict[int, dict[str, Any]]:
    """Return each person's form of a cycle: the last segment that is not void."""
    found: dict[int, dict[str, Any]] = {}
    for row in change.find(form, cycle_id=cycle_id, is_void=0):
        kept = found.get(row["employee_id"])
        if kept is None or (row["segment"], row["revision"]) > (kept["segment"], kept["revision"]):
            found[row["employee_id"]] = row
    return found


def segment_forms(change: Change, cycle_id: int) -> dict[int, list[dict[str, Any]]]:
    """Return each person's forms of a cycle that are not void, in order of the segments, the newest revisions."""
    newest: dict[tuple[int, int], dict[str, Any]] = {}
    for row in sorted(change.find(form, cycle_id=cycle_id, is_void=0), key=lambda row: int(row["revision"])):
        newest[row["employee_id"], row["segment"]] = row
    found: dict[int, list[dict[str, Any]]] = {}
    for (employee_id, _segment), row in sorted(newest.items()):
        found.setdefault(employee_id, []).append(row)
    return found


def copied_items(change: Change, form_id: int, cap_c: int) -> list[dict[str, Any]]:
    """Return the rows of a form's items for another cycle: weights, targets as agreed, lineage; no scores.

    Objectives belong to their cycle and stay behind with the items that count them.

    `cap_c`: the item cap of the new cycle's scheme, in hundredths.
    """
    rows = []
    for item in change.find(form_item, form_id=form_id):
        if item["item_class"] == ItemClass.OKR:
            continue
        row = {name: value for name, value in item.items() if name not in (*_OWN, "form_id")} | dict(_EMPTY)
        if agreed := kept_rule(item["agreed_rule"]):
            row |= rule_columns(agreed)
        row["cap_c"] = min(row["cap_c"], cap_c)
        rows.append(row)
    return sorted(rows, key=lambda row: row["seq"])


def average_item(cycle: Cycle) -> dict[str, Any]:
    """Return the one item of a form whose total is the average of its parts: nothing else stands beside it (§8.1).

    In a scheme of levels the average is the level, else it is an actual against the target 100.
    """
    is_level = cycle.scheme.scheme is Scheme.P5
    return {
        "seq": 0,
        "lineage": AVERAGE_LINEAGE,
        "card_id": None,
        "code": "",
        "name_zh": AVERAGE_NAME[0],
        "name_en": AVERAGE_NAME[1],
        "item_class": (ItemClass.BEHAVIOUR if is_level else ItemClass.KPI).value,
        "nature": Nature.RESULT.value,
        "unit": "",
        "is_share": 0,
        "weight_c": 10_000,
        "missing": Missing.PENDING.value,
        "method": (Method.ANCHOR if is_level else Method.RATIO).value,
        "direction": Direction.HIGHER.value,
        "target_e4": None if is_level else 1_000_000,
        "threshold_e4": None,
        "stretch_e4": None,
        "params": "{}",
        "floor_c": 0,
        "cap_c": to_hundredths(item_cap(cycle.scheme, AVERAGE_LINEAGE)),
        "decimals": 2,
        "aggregation": "AVG",
    }


def add_revision(change: Change, row: Mapping[str, Any], state: FormState, **columns: Any) -> int:
    """Write the next revision of a form with a copy of its items; with their values from SELF_SCORED on.

    What several raters gave comes along frozen, and the manager's own levels are open: closing the raters again
    combines them with the same marks (§6.2).
    """
    same = {"employee_id": row["employee_id"], "cycle_id": row["cycle_id"], "segment": row["segment"]}
    revision = max(one["revision"] for one in change.find(form, **same)) + 1
    with_values = state is not FormState.DRAFT
    copied = {name: value for name, value in row.items() if name not in _OWN} if with_values else {}
    kept = copied | same | {name: row[name] for name in ("scheme", "template_id", "starts_on", "ends_on")}
    fresh = {"is_void": 0, "void_reason": "", "is_appealed": 0, "is_pay_held": 0, "pay_held_reason": ""}
    fresh |= {"closed_at": None, "scored_at": None, "calibrated_at": None, "final_grade": ""}
    fresh |= {"notice_on": None, "notice_way": "", "interview_on": None, "interview_place": ""}
    fresh |= {"interviewer_id": None, "signature": "", "signature_words": "", "signed_on": None}
    fresh["own_changed_at"] = row["own_changed_at"] if with_values else None
    form_id = change.insert(form, **{**kept, **fresh, "revision": revision, "state": state.value, **columns})
    items: dict[int, int] = {}
    for item in change.find(form_item, form_id=row["id"]):
        values = _copy(item) | {"form_id": form_id}
        if not with_values:
            values |= dict(_EMPTY)
            if agreed := kept_rule(item["agreed_rule"]):
                values |= rule_columns(agreed)
        items[item["id"]] = change.insert(form_item, **values)
    if with_values:
        _copy_progress(change, row["id"], form_id, items)
        if _copy_sheets(change, row["id"], form_id, items):
            rater_closing.reopen(change, form_id)
    change.touch(form_id, row["id"])
    return form_id


def _copy_progress(change: Change, from_id: int, form_id: int, items: Mapping[int, int]) -> None:
    """Copy what was given and noted on a form to its next revision; `items` maps its items to their copies."""
    for old, new in items.items():
        for given in change.find(rating, form_item_id=old, sheet_id=None):
            change.insert(rating, **_copy(given) | {"form_item_id": new})
        for table in (amendment, evidence, check_in):
            for noted in change.find(table, form_item_id=old):
                change.insert(table, **_copy(noted) | {"form_item_id": new})
    for event in change.find(form_event, form_id=from_id):
        event_id = change.insert(form_event, **_copy(event) | {"form_id": form_id})
        for noted in change.find(evidence, form_event_id=event["id"]):
            change.insert(evidence, **_copy(noted) | {"form_event_id": event_id})
    for one in change.find(objective, form_id=from_id):
        moved = {"form_id": form_id, "form_item_id": items.get(one["form_item_id"] or 0)}
        objective_id = change.insert(objective, **_copy(one) | moved)
        for result in change.find(key_result, objective_id=one["id"]):
            result_id = change.insert(key_result, **_copy(result) | {"objective_id": objective_id})
            for noted in change.find(check_in, key_result_id=result["id"]):
                change.insert(check_in, **_copy(noted) | {"key_result_id": result_id})


def _copy_sheets(change: Change, from_id: int, form_id: int, items: Mapping[int, int]) -> int:
    """Copy the sheets of a form's raters with what they gave, without time or name as they are; return how many."""
    sheets = change.find(rater_sheet, form_id=from_id)
    for sheet in sheets:
        sheet_id = change.insert(rater_sheet, **_copy(sheet) | {"form_id": form_id})
        for given in change.find(rating, sheet_id=sheet["id"]):
            moved = {"form_item_id": items[given["form_item_id"]], "sheet_id": sheet_id}
            change.insert(rating, **_copy(given) | moved)
    return len(sheets)


def _copy(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _OWN}
