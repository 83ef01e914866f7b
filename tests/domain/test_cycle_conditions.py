"""What keeps a form in its state: lines, self score, grade, notice, talk, signature, appeal, plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.cycle_conditions import (
    FormFacts,
    ItemState,
    Waits,
    check_signature,
    missing_to_leave,
    waits_for,
)
from perfdesk.domain.cycles import stops
from perfdesk.domain.firm import INDICATORS, SIMPLE, Switch
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import FormState, Method, Missing, SignatureState
from perfdesk.texts import sentence
from tests.domain.builders import H, L, d, ratio, rule

S = FormState
ALL = frozenset(Switch)
READY = ItemState(1, "Sales", d(100), Missing.VALUE, has_score=True, rule=ratio(H, "100"))
OVER = FormFacts(
    today=date(2026, 10, 16),
    starts_on=date(2026, 7, 1),
    ends_on=date(2026, 9, 30),
    self_until=date(2026, 10, 14),
)
TOLD = replace(
    OVER,
    has_grade=True,
    notice_on=date(2026, 10, 15),
    notice_way="当面",
    interview_on=date(2026, 10, 16),
    signature=SignatureState.SIGNED,
    signed_on=date(2026, 10, 16),
)


def codes(problems):
    return [problem.code for problem in problems]


def lacks(state, switches=ALL, facts=OVER, items=(READY,)):
    return codes(missing_to_leave(state, items, switches, facts))


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
    assert codes(missing_to_leave(S.SELF_SCORED, [item], INDICATORS)) == ([code] if code else [])


def test_agreeing_targets_asks_for_no_score():
    assert missing_to_leave(S.DRAFT, [replace(READY, has_score=False)], INDICATORS) == ()
    assert missing_to_leave(S.AGREED, [replace(READY, has_score=False)], INDICATORS) == ()


def test_an_item_in_words_has_no_weight_and_wants_its_words():
    words = ItemState(2, "反思", None, rule=rule(Method.WORDS, H), is_in_words=True)
    assert missing_to_leave(S.DRAFT, [READY, words], INDICATORS) == ()
    assert missing_to_leave(S.DRAFT, [words], INDICATORS) == ()
    assert codes(missing_to_leave(S.SELF_SCORED, [words], INDICATORS)) == ["item_unscored"]
    assert missing_to_leave(S.SELF_SCORED, [replace(words, has_score=True)], INDICATORS) == ()


def test_an_agreed_form_waits_for_the_first_day():
    early = replace(OVER, today=date(2026, 6, 30))
    assert lacks(S.AGREED, facts=early) == ["cycle_not_begun"]
    assert lacks(S.AGREED, facts=replace(OVER, today=OVER.starts_on)) == []
    assert lacks(S.DRAFT, SIMPLE, early) == ["cycle_not_begun"]
    assert lacks(S.DRAFT, INDICATORS, early) == []


def test_a_running_form_waits_for_the_self_score_or_for_its_last_day_to_pass():
    last = replace(OVER, today=OVER.self_until)
    assert lacks(S.RUNNING, INDICATORS, last) == ["self_open"]
    assert lacks(S.RUNNING, INDICATORS, replace(last, is_self_given=True)) == []
    assert lacks(S.RUNNING, INDICATORS, replace(last, today=date(2026, 10, 15))) == []


def test_without_a_self_score_a_running_form_waits_for_the_end_of_the_cycle():
    switches = INDICATORS - {Switch.SELF_SCORE}
    assert lacks(S.RUNNING, switches, replace(OVER, today=date(2026, 9, 29))) == ["cycle_running"]
    assert lacks(S.RUNNING, switches, replace(OVER, today=date(2026, 9, 30))) == []
    assert lacks(S.RUNNING, SIMPLE, replace(OVER, today=date(2026, 7, 2))) == []


def test_a_veto_without_evidence_or_statement_keeps_the_score_open():
    bare = replace(OVER, bare_vetoes=("泄露报价",))
    assert lacks(S.SELF_SCORED, facts=bare) == ["veto_bare"]
    assert lacks(S.RUNNING, SIMPLE, bare) == []


def test_a_scored_form_waits_for_its_grade_where_grades_are_calibrated():
    assert lacks(S.MANAGER_SCORED) == ["grade_open"]
    assert lacks(S.MANAGER_SCORED, facts=TOLD) == []
    assert lacks(S.MANAGER_SCORED, SIMPLE) == []
    without = ALL - {Switch.CALIBRATION}
    assert lacks(S.MANAGER_SCORED, without) == ["notice_open", "interview_open", "signature_open"]


def test_a_calibrated_form_is_told_talked_over_and_signed():
    assert lacks(S.CALIBRATED) == ["notice_open", "interview_open", "signature_open"]
    assert lacks(S.CALIBRATED, facts=TOLD) == []
    assert lacks(S.CALIBRATED, facts=replace(TOLD, interview_on=None)) == ["interview_open"]
    assert lacks(S.CALIBRATED, ALL - {Switch.INTERVIEWS}) == []


@pytest.mark.parametrize(
    ("signature", "words", "way", "code"),
    [
        (SignatureState.SIGNED, "", "", None),
        (SignatureState.SIGNED_DISAGREE, " ", "", "objection_open"),
        (SignatureState.SIGNED_DISAGREE, "回款数漏了一笔", "", None),
        (SignatureState.REFUSED, "马超", "当面送达", "witnesses_open"),
        (SignatureState.REFUSED, "马超、马超", "当面送达", "witnesses_open"),
        (SignatureState.REFUSED, "马超、刘洋", "", "proof_open"),
        (SignatureState.REFUSED, "马超、刘洋", "当面送达", None),
        (SignatureState.REFUSED, "Ann and Bob", "by hand", None),
        (SignatureState.DELIVERED_REMOTE, "", "", "proof_open"),
        (SignatureState.DELIVERED_REMOTE, "", "挂号信 8812", None),
    ],
)
def test_each_signature_state_asks_for_its_own_words(signature, words, way, code):
    assert codes(check_signature(signature, words, date(2026, 10, 16), way)) == ([code] if code else [])
    assert "signed_on_open" in codes(check_signature(signature, words, None, way))


def test_without_a_plan_a_confirmed_form_waits_for_the_end_of_the_appeal_window():
    open_until = replace(TOLD, appeal_until=date(2026, 10, 16))
    assert lacks(S.CONFIRMED, facts=open_until) == ["appeal_window"]
    assert lacks(S.CONFIRMED, facts=replace(open_until, has_plan=True)) == []
    assert lacks(S.CONFIRMED, facts=replace(open_until, today=date(2026, 10, 17))) == []


def test_a_form_is_filed_when_plans_are_over_and_no_appeal_is_open():
    assert lacks(S.IMPROVING, facts=replace(TOLD, has_plan=True, open_plans=("新客户数",))) == ["plans_open"]
    assert lacks(S.IMPROVING, facts=TOLD) == []
    assert lacks(S.IMPROVING, facts=replace(TOLD, is_appealed=True)) == ["appeal_open"]
    assert lacks(S.MANAGER_SCORED, INDICATORS, replace(OVER, is_appealed=True)) == ["appeal_open"]
    assert lacks(S.CONFIRMED, facts=replace(TOLD, is_appealed=True)) == ["appeal_open"]


@given(st.frozensets(st.sampled_from(Switch)))
def test_a_form_with_nothing_missing_goes_all_the_way_with_every_set_of_switches(switches):
    for state in stops(switches):
        assert lacks(state, switches, TOLD) == []


@given(st.frozensets(st.sampled_from(Switch)))
def test_unscored_items_stop_a_form_before_manager_scored_with_every_set_of_switches(switches):
    empty = replace(READY, has_score=False)
    before = [state for state in stops(switches) if state in (S.RUNNING, S.SELF_SCORED)]
    assert "item_unscored" in lacks(before[-1], switches, TOLD, [empty])


def test_each_thing_missing_names_who_is_waited_for():
    measured = replace(READY, has_score=False)
    (data,) = missing_to_leave(S.SELF_SCORED, [measured], INDICATORS)
    (level,) = missing_to_leave(S.SELF_SCORED, [replace(measured, rule=None)], INDICATORS)
    assert (waits_for(data), waits_for(level)) == (Waits.DATA, Waits.MANAGER)
    assert waits_for(Problem("self", "self_open")) is Waits.EMPLOYEE
    assert waits_for(Problem("state", "cycle_not_begun")) is Waits.TIME


def test_whatever_is_missing_is_said_in_words():
    empty = replace(
        OVER, today=date(2026, 6, 1), bare_vetoes=("泄露报价",), is_appealed=True, open_plans=("一",)
    )
    for state in FormState:
        for problem in missing_to_leave(state, [replace(READY, has_score=False)], ALL, empty):
            assert "{" not in sentence(problem)


def test_an_indicator_without_unit_is_not_agreed_and_one_without_provider_and_basis_only_warned_of() -> None:
    plain = ItemState(1, "Sales", d(100), rule=ratio(H, "100"), unit="%")
    found = missing_to_leave(FormState.DRAFT, [plain])
    assert {(one.field, one.code, one.is_warning) for one in found} == {
        ("provider.1", "provider_missing", True),
        ("basis.1", "basis_missing", True),
    }
    told = replace(plain, provider_id=7, basis="last year", appraisee_id=7)
    assert [one.code for one in missing_to_leave(FormState.DRAFT, [told])] == ["provider_is_appraisee"]
    bare = replace(told, name=" ", unit=" ", appraisee_id=8)
    assert [one.code for one in missing_to_leave(FormState.DRAFT, [bare]) if not one.is_warning] == [
        "name_missing",
        "unit_missing",
    ]
