"""States, phases and dates of cycles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.cycles import (
    ORDER,
    Part,
    Phase,
    add_months,
    check_cycle,
    cycle_days,
    default_cycle,
    may_change,
    next_state,
    phase_of,
    phases,
    stops,
    way_forward,
    ways_back,
)
from perfdesk.domain.firm import INDICATORS, SIMPLE, Switch
from perfdesk.domain.terms import CycleType, FormState

S = FormState
ALL = frozenset(Switch)
SWITCHES = st.frozensets(st.sampled_from(Switch))


def codes(problems):
    return [problem.code for problem in problems]


def way(switches):
    states = [S.DRAFT]
    while following := next_state(states[-1], switches):
        states.append(following)
    return states


def test_the_way_of_a_form_depends_on_the_switches():
    assert way(SIMPLE) == [S.DRAFT, S.RUNNING, S.MANAGER_SCORED, S.CLOSED]
    assert way(INDICATORS) == [S.DRAFT, S.AGREED, S.RUNNING, S.SELF_SCORED, S.MANAGER_SCORED, S.CLOSED]
    assert way(ALL) == list(FormState)


@pytest.mark.parametrize(
    ("switch", "passed"),
    [
        (Switch.TARGETS_FIRST, {S.AGREED}),
        (Switch.SELF_SCORE, {S.SELF_SCORED}),
        (Switch.CALIBRATION, {S.CALIBRATED}),
        (Switch.INTERVIEWS, {S.CONFIRMED, S.IMPROVING}),
        (Switch.PAY, set()),
    ],
)
def test_a_state_is_passed_when_its_acts_are_off(switch, passed):
    assert set(FormState) - set(stops(ALL - {switch})) == passed


def test_the_trail_names_the_states_that_are_passed_by_themselves():
    assert way_forward(S.DRAFT, SIMPLE) == (S.AGREED, S.RUNNING)
    assert way_forward(S.RUNNING, SIMPLE) == (S.SELF_SCORED, S.MANAGER_SCORED)
    assert way_forward(S.MANAGER_SCORED, SIMPLE) == (S.CALIBRATED, S.CONFIRMED, S.IMPROVING, S.CLOSED)
    assert way_forward(S.CONFIRMED, ALL) == (S.IMPROVING,)
    assert way_forward(S.CONFIRMED, ALL, has_plan=False) == (S.IMPROVING, S.CLOSED)
    assert way_forward(S.CLOSED, ALL) == ()


@given(SWITCHES)
def test_every_state_that_a_firm_has_is_reached_and_none_of_the_others(switches):
    assert tuple(way(switches)) == stops(switches)
    assert way(switches)[-1] is S.CLOSED


@given(st.sampled_from(FormState), SWITCHES, st.booleans())
def test_a_step_forward_skips_no_state_and_a_step_back_never_leaves_the_archive(state, switches, has_plan):
    passed = way_forward(state, switches, has_plan=has_plan)
    at = ORDER.index(state)
    assert passed == ORDER[at + 1 : at + 1 + len(passed)]
    assert all(ORDER.index(back) < at and back in stops(switches) for back in ways_back(state, switches))
    assert ways_back(S.CLOSED, switches) == ()


@given(st.sampled_from(FormState), SWITCHES)
def test_a_form_that_went_back_comes_again_through_every_state_in_between(state, switches):
    for back in ways_back(state, switches):
        again = [back]
        while ORDER.index(again[-1]) < ORDER.index(state):
            again.append(next_state(again[-1], switches))
        first, last = ORDER.index(back), ORDER.index(again[-1])
        assert again == [one for one in ORDER[first : last + 1] if one in stops(switches)]


def test_backward_moves():
    assert ways_back(S.AGREED, INDICATORS) == (S.DRAFT,)
    assert ways_back(S.SELF_SCORED, INDICATORS) == (S.RUNNING,)
    assert ways_back(S.MANAGER_SCORED, INDICATORS) == (S.SELF_SCORED,)
    assert ways_back(S.MANAGER_SCORED, SIMPLE) == (S.RUNNING,)
    assert ways_back(S.CALIBRATED, ALL) == (S.MANAGER_SCORED,)
    assert ways_back(S.CONFIRMED, ALL) == (S.SELF_SCORED, S.MANAGER_SCORED)
    assert ways_back(S.IMPROVING, ALL) == (S.SELF_SCORED, S.MANAGER_SCORED)
    for state in (S.DRAFT, S.RUNNING):
        assert ways_back(state, ALL) == ()


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


BEFORE, OVER, LATE = (
    {"is_over": False, "self_over": False},
    {"is_over": True, "self_over": False},
    {"is_over": True, "self_over": True},
)
NO_SELF = INDICATORS - {Switch.SELF_SCORE}


@pytest.mark.parametrize(
    ("state", "part", "switches", "when", "may"),
    [
        (S.DRAFT, Part.WEIGHT, INDICATORS, BEFORE, True),
        (S.DRAFT, Part.ACTUAL, INDICATORS, LATE, False),
        (S.DRAFT, Part.LEVEL, SIMPLE, BEFORE, True),
        (S.AGREED, Part.TARGET, INDICATORS, LATE, False),
        (S.AGREED, Part.AMENDMENT, INDICATORS, BEFORE, True),
        (S.RUNNING, Part.TARGET, INDICATORS, LATE, False),
        (S.RUNNING, Part.ACTUAL, INDICATORS, BEFORE, True),
        (S.RUNNING, Part.CHECK_IN, INDICATORS, BEFORE, True),
        (S.RUNNING, Part.SELF_LEVEL, INDICATORS, BEFORE, False),
        (S.RUNNING, Part.SELF_LEVEL, INDICATORS, OVER, True),
        (S.RUNNING, Part.LEVEL, INDICATORS, OVER, False),
        (S.RUNNING, Part.LEVEL, INDICATORS, LATE, True),
        (S.RUNNING, Part.LEVEL, NO_SELF, BEFORE, False),
        (S.RUNNING, Part.LEVEL, NO_SELF, OVER, True),
        (S.RUNNING, Part.LEVEL, SIMPLE, BEFORE, True),
        (S.RUNNING, Part.EVENT, SIMPLE, BEFORE, True),
        (S.SELF_SCORED, Part.LEVEL, INDICATORS, BEFORE, True),
        (S.SELF_SCORED, Part.ACTUAL, INDICATORS, LATE, True),
        (S.SELF_SCORED, Part.SELF_LEVEL, INDICATORS, LATE, False),
        (S.MANAGER_SCORED, Part.LEVEL, INDICATORS, LATE, False),
        (S.MANAGER_SCORED, Part.GRADE, ALL, LATE, True),
        (S.MANAGER_SCORED, Part.NOTICE, ALL, LATE, False),
        (S.MANAGER_SCORED, Part.NOTICE, ALL - {Switch.CALIBRATION}, LATE, True),
        (S.MANAGER_SCORED, Part.PLAN, SIMPLE, LATE, True),
        (S.MANAGER_SCORED, Part.INTERVIEW, SIMPLE, LATE, True),
        (S.CALIBRATED, Part.GRADE, ALL, LATE, False),
        (S.CALIBRATED, Part.SIGNATURE, ALL, LATE, True),
        (S.CONFIRMED, Part.APPEAL, ALL, LATE, True),
        (S.CONFIRMED, Part.SIGNATURE, ALL, LATE, False),
        (S.IMPROVING, Part.PLAN, ALL, LATE, True),
        (S.CLOSED, Part.PLAN, ALL, LATE, False),
    ],
)
def test_what_may_change_in_a_state(state, part, switches, when, may):
    assert may_change(state, part, switches, **when) == may


@given(st.sampled_from(Part), SWITCHES, st.booleans(), st.booleans())
def test_a_closed_form_never_changes(part, switches, over, late):
    assert not may_change(S.CLOSED, part, switches, is_over=over, self_over=late)


AGREED_PARTS = (Part.ITEMS, Part.WEIGHT, Part.TARGET)
SCORE_PARTS = (Part.ACTUAL, Part.LEVEL, Part.EVENT, Part.SELF_LEVEL, Part.SELF_WORDS, Part.RATERS)


@given(st.sampled_from(FormState), SWITCHES, st.booleans(), st.booleans())
def test_what_was_agreed_told_or_scored_stays_from_its_state_on(state, switches, over, late):
    at = ORDER.index(state)
    if at > 0:
        assert not any(
            may_change(state, part, switches, is_over=over, self_over=late) for part in AGREED_PARTS
        )
    if at >= ORDER.index(S.MANAGER_SCORED):
        assert not any(
            may_change(state, part, switches, is_over=over, self_over=late) for part in SCORE_PARTS
        )
    if at >= ORDER.index(S.SELF_SCORED):
        assert not may_change(state, Part.SELF_LEVEL, switches, is_over=over, self_over=late)
    if at >= ORDER.index(S.CALIBRATED):
        assert not may_change(state, Part.GRADE, switches, is_over=over, self_over=late)


@given(SWITCHES, st.booleans())
def test_the_manager_never_scores_before_the_self_score_is_given_or_its_day_is_past(switches, over):
    states = [S.AGREED, S.RUNNING] + [S.DRAFT] * (Switch.TARGETS_FIRST not in switches)
    for state in states:
        if Switch.SELF_SCORE in switches:
            assert not may_change(state, Part.LEVEL, switches, is_over=over, self_over=False)


@given(st.sampled_from(FormState), st.sampled_from(Part), st.booleans(), st.booleans())
def test_five_questions_may_be_scored_at_any_time_until_they_are_submitted(state, part, over, late):
    may = may_change(state, part, SIMPLE, is_over=over, self_over=late)
    if part in (Part.LEVEL, Part.ACTUAL, Part.EVENT, Part.COMMENT):
        assert may == (state in (S.DRAFT, S.RUNNING, S.SELF_SCORED))


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
    assert codes(check_cycle(date(2024, 2, 1), date(2999, 1, 1))) == ["cycle_day_range"]
