"""Targets that follow from amendments and from the days a person was there: kept with the scores they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from perfdesk.controllers.desk import refuse
from perfdesk.domain.amendments import Derived, derived
from perfdesk.domain.cycle_parts import item_cap
from perfdesk.domain.firm import Switch
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.numbers import to_hundredths
from perfdesk.domain.participation import Presence, is_graded
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.scoring import score
from perfdesk.domain.terms import Aggregation, FormState, Missing, Scheme
from perfdesk.store import changes, settings
from perfdesk.store.change import Change
from perfdesk.store.rows import kept_rule, kept_rule_text, maybe_e4, rule_columns, rule_of
from perfdesk.store.schema import amendment, employee, form, form_item

SHORT = "SHORT"
"""`form.no_grade_reason` of somebody who was there for less than a third of the cycle."""
OPEN_STATES = frozenset({FormState.AGREED, FormState.RUNNING, FormState.SELF_SCORED})
"""States in which targets are agreed and scores are not submitted yet."""
_LEVELS = ("ANCHOR", "WORDS")
_BY_INDICATORS = frozenset({Switch.INDICATORS, Switch.TARGETS_FIRST})


def recompute(change: Change, form_id: int, *, is_strict: bool = True) -> dict[int, Derived]:
    """Bring targets, limits and scores of a form in line with its amendments and days; return what was computed.

    While a form is a draft its targets are those of the whole cycle, so that people type what they mean; the
    days count from the agreement on. Submitted scores are not touched. A target that the method can't work with
    is refused, or, not `is_strict`, left as it was agreed: one of them must not hold up many forms.

    Raises:
        Invalid: `derived_unusable`.
    """
    if not changes.is_touched(change.connection, form_id):
        return {}
    row = change.row(form, form_id)
    state = FormState(row["state"])
    items = [item for item in change.find(form_item, form_id=form_id) if item["method"] not in _LEVELS]
    found: dict[int, Derived] = {}
    if state is FormState.DRAFT:
        for item in items:
            # What was amended is open again: it is agreed anew with the rest.
            change.delete_all(amendment, form_item_id=item["id"])
            _put(change, item, Derived(_agreed(item)), row["scheme"])
    elif Switch.AMENDMENTS in settings.switches_within(change) and state in OPEN_STATES:
        there = changes.presence_within(change, row)
        for item in items:
            found[item["id"]] = _derived(change, item, there, is_strict)
            _put(change, item, found[item["id"]], row["scheme"])
    grade_everybody(change, row)
    change.touch(form_id)
    return found


def _agreed(item: Mapping[str, Any]) -> Rule:
    return kept_rule(item["agreed_rule"]) or rule_of(item)


def _derived(change: Change, item: Mapping[str, Any], there: Presence, is_strict: bool) -> Derived:
    agreed = _agreed(item)
    aggregation = Aggregation(item["aggregation"]) if item["aggregation"] else Aggregation.LAST
    found = derived(agreed, changes.rule_changes_within(change, item["id"]), there, aggregation)
    # A small target of a few days may round to 0, or two limits to the same number.
    if found.rule != agreed and any(not problem.is_warning for problem in check_rule(found.rule)):
        if is_strict:
            raise refuse("target", "derived_unusable", name=item["name_zh"] or item["name_en"])
        return Derived(agreed)
    return found


def _put(change: Change, item: Mapping[str, Any], found: Derived, scheme: str) -> None:
    agreed = _agreed(item)
    columns = rule_columns(found.rule)
    columns["agreed_rule"] = "" if found.rule == agreed else kept_rule_text(agreed)
    actual = maybe_e4(item["actual_e4"])
    if actual is not None and item["missing"] == Missing.VALUE.value:
        cap = item_cap(SCHEMES[Scheme(scheme)], item["lineage"])
        columns["score_c"] = to_hundredths(score(found.rule, actual, cap))
    change.update(form_item, item["id"], **columns)


def _follows_record(change: Change) -> bool:
    """Tell whether the days of a form are those of the person's record: where a firm appraises by indicators but
    has no page on which to apply joining and leaving dates."""
    switches = settings.switches_within(change)
    return Switch.AMENDMENTS not in switches and bool(_BY_INDICATORS & switches)


def follow_record(change: Change, employee_ids: Iterable[int]) -> None:
    """Note on the forms of people whose joining or leaving day changed whether they take part in the grading;
    submitted scores stay."""
    if not _follows_record(change):
        return
    for employee_id in employee_ids:
        for row in change.find(form, employee_id=employee_id, is_void=0):
            if FormState(row["state"]) in OPEN_STATES:
                grade_everybody(change, row)


def grade_everybody(change: Change, form_row: Mapping[str, Any]) -> None:
    """Note on all segments of a person whether the days are enough for a grade (§8.5)."""
    segments = changes.segments_within(change, form_row)
    dated = [dict(segment) for segment in segments]
    if dated and _follows_record(change):
        person = change.row(employee, form_row["employee_id"])
        dated[0]["starts_on"] = dated[0]["starts_on"] or person["hired_on"]
        dated[-1]["ends_on"] = dated[-1]["ends_on"] or person["left_on"]
    enough = is_graded([changes.presence_within(change, segment) for segment in dated])
    for segment in segments:
        change.update(form, segment["id"], no_grade_reason="" if enough else SHORT)
        change.touch(segment["id"])
