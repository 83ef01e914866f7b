"""Appeals: in time, once, handled by somebody else, decided with reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.appeals import (
    Appeal,
    check_decision,
    check_filing,
    check_handler,
    check_receipt,
    last_day_to_decide,
    last_day_to_file,
    ways_back_opened,
)
from perfdesk.domain.cycles import ALL_SWITCHES
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import AppealDecision, AppealMatter, FormState
from perfdesk.domain.workdays import WorkCalendar

PLAIN = WorkCalendar()
NOTICE = date(2026, 11, 2)  # a Monday
FACTS = "七月的客诉不属于本岗位，附邮件。"
OPEN = Appeal(1, 5, date(2026, 11, 4), AppealMatter.SCORE, FACTS, handler_id=9, received_on=date(2026, 11, 5))


def filing(on: date = NOTICE, **changes: object) -> list[str]:
    given_ = {
        "facts": FACTS,
        "state": FormState.CALIBRATED,
        "delivered_on": NOTICE,
        "workdays": PLAIN,
    } | changes
    return [problem.code for problem in check_filing(on, **given_)]


def decision(
    appeal: Appeal = OPEN, on: date = date(2026, 11, 9), reasons: str = "记录属实，予以更正并说明。"
):
    return check_decision(appeal, AppealDecision.UPHELD, reasons, on, PLAIN)


def test_an_appeal_is_filed_within_five_working_days_from_delivery():
    assert last_day_to_file(NOTICE, PLAIN) == date(2026, 11, 9)
    assert filing(date(2026, 11, 9)) == filing(NOTICE) == []
    assert filing(date(2026, 11, 10)) == ["appeal_late"]
    assert filing(date(2026, 11, 10), window=6) == []
    assert filing(date(2026, 11, 1)) == ["appeal_before_notice"]


@pytest.mark.parametrize("state", FormState)
def test_an_appeal_may_be_filed_while_calibrated_confirmed_or_improving(state: FormState):
    may = state in (FormState.CALIBRATED, FormState.CONFIRMED, FormState.IMPROVING)
    assert filing(state=state) == ([] if may else ["appeal_not_now"])


def test_there_is_one_appeal_a_form_and_it_needs_a_notice_and_facts():
    assert filing(has_appeal=True) == ["appeal_twice"]
    assert filing(delivered_on=None) == ["appeal_without_notice"]
    assert filing(facts="不服") == ["appeal_facts_short"]


def test_the_handler_is_neither_who_scored_nor_whose_form_it_is():
    def found(handler: int | None) -> list[str]:
        return [problem.code for problem in check_handler(handler, 3, {7, 8})]

    assert found(9) == []
    assert found(7) == ["handler_is_scorer"] and found(3) == ["handler_is_appellant"]
    assert found(None) == ["appeal_without_handler"]


def test_a_decision_needs_reasons_and_a_handler_and_comes_after_the_receipt():
    assert decision() == ()
    assert [p.code for p in decision(reasons="驳回")] == ["appeal_reasons_short"]
    assert [p.code for p in decision(replace(OPEN, handler_id=None))] == ["appeal_without_handler"]
    assert [p.code for p in decision(on=date(2026, 11, 4))] == ["decided_before_received"]
    assert [p.code for p in decision(replace(OPEN, decided_on=date(2026, 11, 9)))] == ["appeal_decided"]
    assert [p.code for p in check_receipt(OPEN, date(2026, 11, 3))] == ["received_before_filed"]


def test_a_decision_after_ten_working_days_is_late_but_taken():
    assert last_day_to_decide(OPEN.filed_on, PLAIN) == date(2026, 11, 18)
    assert decision(on=date(2026, 11, 18)) == ()
    late = decision(on=date(2026, 11, 19))
    assert [(p.code, p.is_warning) for p in late] == [("decided_late", True)]


@pytest.mark.parametrize(
    ("matter", "opened"),
    [
        (AppealMatter.SCORE, {FormState.SELF_SCORED}),
        (AppealMatter.DATA, {FormState.SELF_SCORED}),
        (AppealMatter.GRADE, {FormState.MANAGER_SCORED}),
        (AppealMatter.PROCEDURE, {FormState.SELF_SCORED, FormState.MANAGER_SCORED}),
        (AppealMatter.OTHER, {FormState.SELF_SCORED, FormState.MANAGER_SCORED}),
    ],
)
def test_a_granted_appeal_opens_the_way_back_to_its_matter(matter: AppealMatter, opened: set[FormState]):
    for verdict in (AppealDecision.UPHELD, AppealDecision.PARTLY):
        decided = replace(OPEN, matter=matter, decision=verdict, decided_on=date(2026, 11, 9))
        assert set(ways_back_opened(decided, FormState.CONFIRMED)) == opened
        assert set(ways_back_opened(decided, FormState.IMPROVING)) == opened
        without = ways_back_opened(decided, FormState.CONFIRMED, ALL_SWITCHES - {Switch.SELF_SCORE})
        assert (FormState.RUNNING in without) is (FormState.SELF_SCORED in opened)
        assert ways_back_opened(decided, FormState.CALIBRATED) == ()


def test_no_appeal_an_open_one_and_a_rejected_one_open_nothing():
    rejected = replace(OPEN, decision=AppealDecision.REJECTED, decided_on=date(2026, 11, 9))
    for appeal in (None, OPEN, rejected):
        assert ways_back_opened(appeal, FormState.CONFIRMED) == ()


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 30), st.integers(0, 60))
def test_the_window_closes_on_a_working_day_and_its_last_day_still_counts(day, window, late):
    last = last_day_to_file(day, PLAIN, window)
    assert PLAIN.is_workday(last) or window == 0
    on = day + timedelta(days=late)
    assert ("appeal_late" in filing(on, delivered_on=day, window=window)) == (on > last)
