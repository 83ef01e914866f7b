"""Results: the list says what the sheets say; the JSON is as the design promises it to scripts."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from perfdesk.controllers.firm import Firm
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.terms import FormState
from tests.controllers.builders import current

TOP = {"format", "firm", "cycle", "state_counts", "employees", "switches", "goals", "calibration"}
EMPLOYEE = {
    "number", "name", "department", "position", "state", "preset", "items", "subtotal", "total", "standard_grade",
    "grade", "rank", "gaps", "plans", "is_provisional", "combined_total", "no_grade_reason", "appeal", "pay_held",
    "own_changed", "revision", "self_submitted_on", "self_skipped", "notice_on", "interview_on", "signature",
    "signature_words", "events", "segments", "amendments", "appeals", "check_ins", "evidence", "grade_changes",
    "objectives", "participation", "raters", "suggested_grade",
}  # fmt: skip
ITEM = {
    "lineage", "code", "name", "class", "method", "weight", "target", "actual", "score", "weighted", "missing",
    "effective_weight", "id", "level", "self_level", "combined_level", "required_level", "aggregation", "stage",
    "shared", "basis", "agreed_target", "words",
}  # fmt: skip
GAP = {
    "code", "native_gap", "score_gap", "contribution", "share", "priority", "major", "causes", "actions",
    "in_tolerance", "left_reason",
}  # fmt: skip
NUMBERS = {
    "weight", "effective_weight", "target", "actual", "score", "weighted", "subtotal", "total", "rank", "native_gap",
    "score_gap", "contribution", "share", "priority", "baseline",
}  # fmt: skip


def test_the_list_says_what_the_sheets_say_for_everybody_in_old_cycles_too(sample: Firm) -> None:
    for cycle in sample.cycles.cycles()[::4]:
        for line in sample.results.standings(cycle.id):
            sheet = sample.appraisal.sheet(line.form_id)
            grade = None if sheet.total.is_provisional else sheet.grade
            assert (line.total, line.is_provisional, line.grade) == (
                sheet.total.total if sheet.combined is None or not line.is_last_segment else sheet.combined,
                sheet.total.is_provisional,
                grade,
            ), line.number
            assert line.gaps == sum(gap.is_gap for gap in sheet.gaps)
            assert (line.items, line.state) == (len(sheet.items), sheet.head.state)
            treatments = sample.improvement.comparison(line.form_id).treatments
            assert line.treated == sum(one.is_treated for one in treatments if one.gap.is_gap)


def test_some_lines_are_those_of_the_whole_list_but_for_the_rank(sample: Firm) -> None:
    whole = {line.form_id: line for line in sample.results.standings(current(sample))}
    some = list(whole)[3:9]
    for line in sample.results.standings_of_forms(current(sample), some):
        for name in ("number", "total", "grade", "gaps", "treated", "department_id", "state"):
            assert getattr(line, name) == getattr(whole[line.form_id], name)
        assert line.rank is None


def test_ranks_go_to_complete_totals_and_equal_totals_share_one(sample: Firm) -> None:
    lines = sample.results.standings(current(sample))
    for line in lines:
        counts = line.total is not None and line.is_last_segment and not line.no_grade_reason
        assert (line.rank is not None) == (counts and not line.is_provisional), line.number
    ranked = sorted((line for line in lines if line.rank), key=lambda line: line.rank or 0)
    totals = [line.total for line in ranked]
    assert totals == sorted(totals, key=lambda total: -(total or 0))
    for line in ranked:
        assert line.rank == 1 + sum((other.total or 0) > (line.total or 0) for other in ranked)


def test_the_json_has_the_promised_keys(sample: Firm) -> None:
    found = sample.results.as_json(current(sample))
    assert found.keys() == TOP
    assert found["state_counts"].keys() == {state.value for state in FormState}
    assert len(found["employees"]) == 38
    for one in found["employees"]:
        assert one.keys() == EMPLOYEE
        assert all(item.keys() == ITEM for item in one["items"])
        assert all(gap.keys() == GAP for gap in one["gaps"])


def test_numbers_are_strings_dates_iso_and_missing_values_null(sample: Firm) -> None:
    seen: set[str] = set()

    def look(value: Any, name: str = "") -> None:
        assert not isinstance(value, int | float) or isinstance(value, bool), name
        if isinstance(value, dict):
            for key, inner in value.items():
                look(inner, key)
        elif isinstance(value, list):
            for inner in value:
                look(inner)
        elif name in NUMBERS and value is not None:
            seen.add(name)
            assert re.fullmatch(r"-?\d+(\.\d+)?", value), (name, value)
        elif name.endswith("_on") and value is not None:
            seen.add(name)
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", value)

    found = sample.results.as_json(current(sample))
    look(found)
    assert seen >= NUMBERS | {"starts_on", "due_on", "planned_on"}
    waiting = next(one for one in found["employees"] if one["number"] == "B-002")
    assert (waiting["total"], waiting["grade"], waiting["rank"]) == (None, None, None)
    assert waiting["items"][0]["score"] is None


def test_the_json_is_the_same_each_time_and_in_order(sample: Firm) -> None:
    first, second = (json.dumps(sample.results.as_json(current(sample)), sort_keys=True) for _ in range(2))
    assert first == second
    employees = sample.results.as_json(current(sample))["employees"]
    numbers = [one["number"] for one in employees]
    assert numbers == sorted(numbers)
    for one in employees:
        priorities = [float(gap["priority"]) for gap in one["gaps"]]
        assert priorities == sorted(priorities, reverse=True)


def test_the_json_adds_up(sample: Firm) -> None:
    for one in sample.results.as_json(current(sample))["employees"]:
        if one["subtotal"] is not None:
            cells = [Decimal(item["weighted"]) for item in one["items"] if item["weighted"] is not None]
            assert sum(cells) == Decimal(one["subtotal"])


def test_who_moved_is_one_employee_with_one_rank_over_both_segments(sample: Firm) -> None:
    lines = [one for one in sample.results.standings(current(sample)) if one.number == "W-003"]
    first, last = lines
    assert (first.rank, first.grade, first.is_last_segment) == (None, None, False)
    assert last.rank is not None and last.grade is not None
    (found,) = [
        one for one in sample.results.as_json(current(sample))["employees"] if one["number"] == "W-003"
    ]
    assert [one["position"] for one in found["segments"]] == ["检验员", "仓管员"]
    days = [55, 37]
    totals = [sample.appraisal.sheet(one.form_id).total.total for one in lines]
    by_hand = sum(day * total for day, total in zip(days, totals, strict=True) if total) / sum(days)
    assert Decimal(found["combined_total"]) == round_half_up(by_hand) == last.total


def test_a_changed_grade_stands_beside_the_standard_one(sample: Firm) -> None:
    line = next(one for one in sample.results.standings(current(sample)) if one.number == "P-018")
    assert line.grade and line.standard_grade
    assert (line.standard_grade.code, line.grade.code) == ("C", "B")
    found = next(
        one for one in sample.results.as_json(current(sample))["employees"] if one["number"] == "P-018"
    )
    (change,) = found["grade_changes"]
    assert (change["from"], change["to"], change["reason"]) == ("C", "B", "SCOPE")
    assert (found["standard_grade"], found["grade"]) == ("C", "B")
