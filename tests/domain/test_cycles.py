"""States, phases and dates of cycles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.cycles import (
    ORDER,
    ItemState,
    Part,
    Phase,
    add_months,
    check_cycle,
    cycle_days,
    default_cycle,
    may_change,
    missing_to_leave,
    next_state,
    phase_of,
    phases,
    way_forward,
    ways_back,
)
from perfdesk.domain.firm import INDICATORS, SIMPLE, Switch
from perfdesk.domain.terms import CycleType, FormState, Method, Missing
from tests.domain.builders import H, L, d, ratio, rule

S = FormState
ALL = frozenset(Switch)
ALL_STATES = frozenset(FormState)
READY = ItemState(1, "Sales", d(100), Missing.VALUE, has_score=True, rule=ratio(H, "100"))


def codes(problems):
    return [problem.code for problem in problems]


def way(switches, in_use=None):
    states, kwargs = [S.DRAFT], {} if in_use is None else {"in_use": in_use}
    while following := next_state(states[-1], switches, **kwargs):
        states.append(following)
    return states


def test_the_way_of_a_form_depends_on_the_switches():
    assert way(INDICATORS) == [S.DRAFT, S.AGREED, S.RUNNING, S.MANAGER_SCORED, S.CLOSED]
    assert way(SIMPLE) == [S.DRAFT, S.RUNNING, S.MANAGER_SCORED, S.CLOSED]
    assert way(ALL, ALL_STATES) == list(FormState)
    assert S.SELF_SCORED not in way(ALL - {Switch.SELF_SCORE}, ALL_STATES)
    assert S.CALIBRATED not in way(ALL - {Switch.CALIBRATION}, ALL_STATES)


def test_the_trail_names_the_states_that_are_passed_by_themselves():
    assert way_forward(S.DRAFT, SIMPLE) == (S.AGREED, S.RUNNING)
    assert way_forward(S.RUNNING, INDICATORS) == (S.SELF_SCORED, S.MANAGER_SCORED)
    assert way_forward(S.CLOSED, ALL) == ()


@given(st.sampled_from(FormState), st.frozensets(st.sampled_from(Switch)))
def test_a_step_forward_skips_no_state_and_a_step_back_never_leaves_the_archive(state, switches):
    passed = way_forward(state, switches)
    at = ORDER.index(state)
    assert passed == ORDER[at + 1 : at + 1 + len(passed)]
    assert all(ORDER.index(back) < at for back in ways_back(state, switches))
    assert ways_back(S.CLOSED, switches) == ()


def test_backward_moves():
    assert ways_back(S.AGREED, INDICATORS) == (S.DRAFT,)
    assert ways_back(S.MANAGER_SCORED, INDICATORS) == (S.RUNNING,)
    assert ways_back(S.CONFIRMED, ALL, ALL_STATES) == (S.SELF_SCORED, S.MANAGER_SCORED)
    assert ways_back(S.RUNNING, ALL) == ()


def test_five_phases_stand_in_front_and_three_on_the_plain_form():
    assert phases() == (Phase.TARGETS, Phase.PROCESS, Phase.SCORING, Phase.INTERVIEW, Phase.IMPROVEMENT)
    assert phases(SIMPLE) == (Phase.SCORING, Phase.INTERVIEW, Phase.IMPROVEMENT)
    assert [phase_of(state).value for state in (S.DRAFT, S.RUNNING, S.MANAGER_SCORED)] == [
        "TARGETS",
        "PROCESS",
        "INTERVIEW",
    ]
    assert phase_of(S.RUNNING, is_over=True) == Phase.SCORING
    assert {phase_of(state, SIMPLE) for state in (S.DRAFT, S.RUNNING)} == {Phase.SCORING}


@given(st.sampled_from(FormState), st.frozensets(st.sampled_from(Switch)), st.booleans())
def test_every_state_has_a_phase_that_the_firm_sees(state, switches, is_over):
    assert phase_of(state, switches, is_over=is_over) in phases(switches)


@pytest.mark.parametrize(
    ("state", "part", "switches", "may"),
    [
        (S.DRAFT, Part.WEIGHT, INDICATORS, True),
        (S.DRAFT, Part.ACTUAL, INDICATORS, False),
        (S.DRAFT, Part.LEVEL, SIMPLE, True),
        (S.AGREED, Part.TARGET, INDICATORS, False),
        (S.RUNNING, Part.TARGET, INDICATORS, False),
        (S.RUNNING, Part.ACTUAL, INDICATORS, True),
        (S.RUNNING, Part.LEVEL, INDICATORS, True),
        (S.RUNNING, Part.EVENT, SIMPLE, True),
        (S.MANAGER_SCORED, Part.LEVEL, INDICATORS, False),
        (S.MANAGER_SCORED, Part.PLAN, SIMPLE, True),
        (S.MANAGER_SCORED, Part.INTERVIEW, SIMPLE, True),
        (S.CLOSED, Part.PLAN, ALL, False),
    ],
)
def test_what_may_change_in_a_state(state, part, switches, may):
    assert may_change(state, part, switches) == may


def test_with_every_page_there_a_state_allows_its_own_acts_only():
    assert not may_change(S.RUNNING, Part.LEVEL, ALL, ALL_STATES)
    assert may_change(S.SELF_SCORED, Part.LEVEL, ALL, ALL_STATES)


@given(st.sampled_from(Part), st.frozensets(st.sampled_from(Switch)))
def test_a_closed_form_never_changes(part, switches):
    assert not may_change(S.CLOSED, part, switches)


def test_a_draft_is_left_with_weights_of_100_and_valid_rules():
    assert missing_to_leave(S.DRAFT, [READY], INDICATORS) == ()
    assert codes(missing_to_leave(S.DRAFT, [], INDICATORS)) == ["no_items"]
    half = replace(READY, weight=d("99.99"))
    (problem,) = missing_to_leave(S.DRAFT, [half], INDICATORS)
    assert (problem.code, problem.details["sum"], problem.details["rest"]) == (
        "weights_not_100",
        "99.99",
        "0.01",
    )
    empty = replace(READY, weight=None)
    assert codes(missing_to_leave(S.DRAFT, [empty], INDICATORS)) == ["weights_not_100", "weight_missing"]
    odd = replace(READY, weight=d("100.001"))
    assert codes(missing_to_leave(S.DRAFT, [odd], INDICATORS)) == ["weight_range"]
    untargeted = replace(READY, rule=rule(Method.RATIO, L))
    (problem,) = missing_to_leave(S.DRAFT, [untargeted], INDICATORS)
    assert (problem.field, problem.code) == ("target.1", "target_missing")


@pytest.mark.parametrize(
    ("missing", "has_score", "reason", "code"),
    [
        (Missing.VALUE, True, "", None),
        (Missing.VALUE, False, "", "item_unscored"),
        (Missing.PENDING, False, "", "item_unscored"),
        (Missing.NOT_SUBMITTED, False, "asked twice", "item_unscored"),
        (Missing.NOT_SUBMITTED, True, "asked twice", None),
        (Missing.UNAVAILABLE, False, "", "missing_without_reason"),
        (Missing.UNAVAILABLE, False, "system failure", None),
        (Missing.NOT_APPLICABLE, False, "task cancelled", None),
    ],
)
def test_scoring_ends_when_every_item_has_a_value_or_a_reason(missing, has_score, reason, code):
    item = replace(READY, missing=missing, has_score=has_score, reason=reason)
    assert codes(missing_to_leave(S.RUNNING, [item], INDICATORS)) == ([code] if code else [])


def test_agreeing_targets_asks_for_no_score():
    assert missing_to_leave(S.DRAFT, [replace(READY, has_score=False)], INDICATORS) == ()
    assert missing_to_leave(S.AGREED, [replace(READY, has_score=False)], INDICATORS) == ()


@pytest.mark.parametrize(
    ("type", "starts_on", "ends_on"),
    [
        (CycleType.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (CycleType.QUARTER, date(2024, 1, 1), date(2024, 3, 31)),
        (CycleType.HALF, date(2024, 1, 1), date(2024, 6, 30)),
        (CycleType.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        (CycleType.PROJECT, date(2024, 2, 29), date(2024, 5, 28)),
    ],
)
def test_the_default_cycle_contains_the_day(type, starts_on, ends_on):
    assert default_cycle(type, date(2024, 2, 29)) == (starts_on, ends_on)


@given(st.sampled_from(CycleType), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_default_cycles_follow_each_other_without_a_hole(type, today):
    starts_on, ends_on = default_cycle(type, today)
    assert starts_on <= today <= ends_on
    assert check_cycle(starts_on, ends_on) == ()
    if type in (CycleType.MONTH, CycleType.QUARTER, CycleType.HALF, CycleType.YEAR):
        following, _ = default_cycle(type, date.fromordinal(ends_on.toordinal() + 1))
        assert cycle_days(ends_on, following) == 2


def test_days_and_months_of_the_calendar():
    assert cycle_days(date(2024, 5, 1), date(2024, 5, 1)) == 1
    assert cycle_days(date(2024, 1, 1), date(2024, 12, 31)) == 366
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2023, 1, 31), 1) == date(2023, 2, 28)
    assert add_months(date(2023, 11, 15), 3) == date(2024, 2, 15)
    assert add_months(date(2024, 1, 15), -1) == date(2023, 12, 15)
    assert codes(check_cycle(date(2024, 2, 1), date(2024, 1, 1))) == ["cycle_ends_first"]
