"""Plans: defaults, checks, outcome."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk import paths
from perfdesk.domain.comparison import Action
from perfdesk.domain.improvement import (
    INTERVENTION_KINDS,
    Outcome,
    PlanFacts,
    check_action,
    check_plan,
    is_due_soon,
    is_firm_owned,
    is_overdue,
    outcome_of,
    plan_defaults,
    recovery_ratio,
)
from perfdesk.domain.terms import ActionKind, ActionStatus, CauseCode, PlanType
from tests.domain.builders import H, L, T, d, decimals

MONDAY = date(2024, 7, 1)
WORDS = "每周二陪同走访两家重点客户"
ACTION = Action(
    1,
    1,
    1,
    WORDS,
    owner_id=2,
    owner="",
    due_on=date(2024, 7, 26),
    cause=CauseCode.RES,
    kind=ActionKind.RESOURCE,
)
PLAN = PlanFacts(
    PlanType.IMPROVE,
    employee_id=1,
    starts_on=MONDAY,
    ends_on=date(2024, 7, 31),
    baseline=d(432000),
    plan_target=d(540000),
    target=d(600000),
    causes=frozenset({CauseCode.RES}),
    open_actions=1,
    owner_ids=(2,),
)


def found(action=ACTION, plan=PLAN):
    problems = check_action(action, plan, active_ids=frozenset({1, 2}))
    return {(problem.code, "warning" if problem.is_warning else "error") for problem in problems}


@pytest.mark.parametrize(
    ("direction", "start", "aim", "actual", "ratio", "outcome"),
    [
        (H, 72, 100, "93", "0.75", Outcome.PARTLY),
        (H, 72, 100, "86", "0.50", Outcome.PARTLY),
        (H, 72, 100, "70", "-0.07", Outcome.WORSE),
        (L, 5, 3, "3.5", "0.75", Outcome.PARTLY),
        (L, 5, 3, "2.8", "1.10", Outcome.ACHIEVED),
    ],
)
def test_ex_36_recovery_ratio(direction, start, aim, actual, ratio, outcome):
    found = recovery_ratio(direction, d(start), d(aim), d(actual))
    assert str(found) == ratio
    assert outcome_of(found) == outcome


def test_ex_50_recovery_of_the_second_quarter():
    ratio = recovery_ratio(H, d(432000), d(540000), d(513000))
    assert (ratio, outcome_of(ratio)) == (d("0.75"), Outcome.PARTLY)


def test_the_ratio_is_rounded_before_its_word_is_chosen():
    assert outcome_of(recovery_ratio(H, d(0), d(1000), d(496))) == Outcome.PARTLY
    assert outcome_of(recovery_ratio(H, d(0), d(1000), d(494))) == Outcome.NOT


def test_without_a_planned_step_there_is_no_ratio():
    assert recovery_ratio(H, d(72), d(72), d(90)) is None
    assert recovery_ratio(L, d(72), d(90), d(60)) is None


def test_on_target_indicators_count_the_distance():
    assert recovery_ratio(T, d(40), d(30), d(35), target=d(30)) == d("0.50")
    assert recovery_ratio(T, d(40), d(30), d(25), target=d(30)) == d("0.50")
    assert recovery_ratio(T, d(20), d(30), d(30), target=d(30)) == d("1.00")


@given(st.sampled_from([H, L]), decimals(-500, 500), decimals(-500, 500), decimals(-500, 500))
def test_reaching_the_plan_target_is_one_and_staying_put_is_zero(direction, start, aim, actual):
    ratio = recovery_ratio(direction, start, aim, actual)
    if ratio is None:
        assert (aim <= start) if direction == H else (aim >= start)
        return
    assert recovery_ratio(direction, start, aim, aim) == 1
    assert recovery_ratio(direction, start, aim, start) == 0


def test_a_plan_fills_itself():
    defaults = plan_defaults(H, d(72), d(100), False, MONDAY, MONDAY + timedelta(days=59))
    assert defaults.plan_target == 100
    assert defaults.ends_on == date(2024, 8, 29)
    assert defaults.checkpoints == (date(2024, 7, 30), date(2024, 8, 29))
    assert plan_defaults(H, d(2), None, True, MONDAY, MONDAY).plan_target == 3
    assert plan_defaults(L, d(1), d(2), False, MONDAY, MONDAY).plan_target is None
    assert plan_defaults(T, d(36), d(30), False, MONDAY, MONDAY).plan_target == 30


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-5, 400))
def test_the_first_checkpoint_lies_in_the_middle_and_the_last_at_the_end(starts_on, days):
    defaults = plan_defaults(H, d(72), d(100), False, starts_on, starts_on + timedelta(days=days))
    length = (defaults.ends_on - starts_on).days + 1
    assert defaults.ends_on >= starts_on
    assert defaults.checkpoints[-1] == defaults.ends_on
    if length in (1, 3):  # no whole day lies between 40 and 60 % of these
        return
    middle = defaults.checkpoints[0]
    assert 40 * length <= 100 * ((middle - starts_on).days + 1) <= 60 * length
    assert len(defaults.checkpoints) == 2
    if length >= 15:
        assert middle.weekday() < 5


def test_in_a_short_plan_the_middle_goes_before_the_weekday():
    saturday = date(2024, 6, 29)
    defaults = plan_defaults(H, d(72), d(100), False, saturday, date(2024, 7, 2))
    assert defaults.checkpoints == (date(2024, 6, 30), date(2024, 7, 2))


def test_a_good_action_has_nothing_wrong():
    assert found() == set()
    assert found(plan=replace(PLAN, type=PlanType.PIP)) == set()


@pytest.mark.parametrize(
    ("changes", "code", "plain", "formal"),
    [
        ({"words": "多跑客户"}, "sm_s1", "warning", "error"),
        ({"words": "Visit more clients"}, "sm_s1", "warning", "error"),
        ({"words": "努力提高客户服务的意识水平"}, "sm_s2", "warning", "warning"),
        ({"words": "Improve the way we serve clients"}, "sm_s2", "warning", "warning"),
        ({"owner_id": None}, "sm_s3", "error", "error"),
        ({"owner_id": 9}, "sm_s3", "error", "error"),
        ({"cause": CauseCode.KS, "kind": ActionKind.TRAINING}, "sm_r1", "warning", "error"),
        ({"kind": ActionKind.TRAINING}, "sm_r2", "warning", "warning"),
        ({"due_on": None}, "sm_t1_missing", "warning", "error"),
        ({"due_on": date(2024, 6, 28)}, "sm_t1_before_start", "warning", "error"),
        ({"due_on": date(2024, 8, 1)}, "sm_t1_after_end", "warning", "error"),
        ({"due_on": date(2024, 7, 27)}, "sm_t1_day_off", "warning", "warning"),
    ],
)
def test_a_weak_action_is_hinted_at_and_refused_in_a_formal_plan(changes, code, plain, formal):
    weak = replace(ACTION, **changes)
    assert found(weak) == {(code, plain)}
    assert found(weak, replace(PLAN, type=PlanType.PIP)) == {(code, formal)}


@pytest.mark.parametrize(
    ("changes", "code", "plain", "formal"),
    [
        ({"plan_target": d(432000)}, "sm_m2", "error", "error"),
        ({"plan_target": d(400000)}, "sm_m2", "error", "error"),
        ({"plan_target": d(600001)}, "sm_a1", "warning", "error"),
        ({"open_actions": 6}, "sm_a3", "warning", "warning"),
        ({"owner_ids": (1, 1)}, "sm_r3", "warning", "error"),
    ],
)
def test_a_weak_plan_is_hinted_at_and_refused_if_formal(changes, code, plain, formal):
    weak = replace(PLAN, **changes)
    assert found(plan=weak) == {(code, plain)}
    assert found(plan=replace(weak, type=PlanType.PIP)) == {(code, formal)}
    assert [problem.code for problem in check_plan(weak)] == [code]


def test_a_vague_word_is_fine_beside_a_number_an_object_or_a_measure():
    assert found(replace(ACTION, words="提高回访次数到每天五次以上")) == set()
    assert found(replace(ACTION, words="按《回访手册》改善客户沟通方式")) == set()
    assert found(replace(ACTION, words="努力提高客户服务的意识水平", measure="回访记录")) == set()


def test_ex_50_coaching_needs_its_cause_in_the_plan():
    coaching = replace(ACTION, kind=ActionKind.COACHING, cause=CauseCode.KS)
    assert ("sm_r1", "error") in found(coaching, replace(PLAN, type=PlanType.PIP))
    both = replace(PLAN, causes=frozenset({CauseCode.RES, CauseCode.KS}))
    assert found(coaching, both) == set()
    assert found(replace(coaching, cause=CauseCode.RES)) == {("sm_r2", "warning")}


def test_causes_in_the_person_need_no_other_owner():
    own = replace(PLAN, causes=frozenset({CauseCode.KS, CauseCode.WILL}), owner_ids=(1,))
    assert check_plan(own) == ()
    assert {code for code in CauseCode if not is_firm_owned(code)} == {"CA5", "CA6", "CA7"}


def test_interventions_are_those_of_the_library():
    library = json.loads(paths.resource("starter-library.json").read_text(encoding="utf-8"))
    listed = {row["cause"]: tuple(row["types"]) for row in library["interventions"]}
    assert {code.value: tuple(kinds) for code, kinds in INTERVENTION_KINDS.items()} == listed


@pytest.mark.parametrize(
    ("today", "status", "late"),
    [
        (date(2024, 7, 1), ActionStatus.TODO, False),
        (date(2024, 7, 2), ActionStatus.TODO, True),
        (date(2024, 7, 2), ActionStatus.DOING, True),
        (date(2024, 7, 2), ActionStatus.DONE, False),
        (date(2024, 7, 2), ActionStatus.DROPPED, False),
    ],
)
def test_an_open_action_is_overdue_from_the_day_after(today, status, late):
    assert is_overdue(today, MONDAY, status) == late


def test_due_soon_counts_working_days():
    friday = date(2024, 6, 28)
    assert is_due_soon(friday, date(2024, 7, 5), ActionStatus.TODO)
    assert not is_due_soon(friday, date(2024, 7, 8), ActionStatus.TODO)
    assert not is_due_soon(friday, date(2024, 6, 27), ActionStatus.TODO)
    assert not is_due_soon(friday, date(2024, 7, 5), ActionStatus.DONE)
    assert not is_overdue(friday, None, ActionStatus.TODO)
