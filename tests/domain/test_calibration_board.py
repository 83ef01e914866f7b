"""The board: standard, suggested and final side by side; whom a quota would hurt; what needs a reason (§7.6, §7.7)."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from perfdesk.domain.calibration import default_guide
from perfdesk.domain.calibration_board import (
    Board,
    Candidate,
    Scope,
    ScopeKind,
    board_of,
    check_change,
    is_quota_downgrade,
)
from perfdesk.domain.calibration_pools import Exemption
from perfdesk.domain.terms import CalibrationReason, FormState, GuideMode
from tests.domain.builders import d
from tests.domain.calibration_people import GRADES, candidate, people_of

GUIDE = default_guide(5, 2)
PICTURE = [
    *("113.57", "109.83", "107.97", "106.44", "106.13", "105.10", "99.49"),
    *("98.46", "97.26", "96.07", "94.82", "91.83", "87.28", "79.75"),
]
FIRM = Scope()
S, A, B, C, D = range(5)
WORDS = "7 月起带 3 号线改造，停机 21 天"


def board(people: list[Candidate], **more: object) -> Board:
    return board_of(people, GRADES, 2, d(100), GUIDE, **more)


def codes(found) -> list[str]:
    return [one.code for one in found]


def test_the_picture_computes_to_the_figures_it_shows():
    view = board(people_of(PICTURE)).view(FIRM)
    assert view.standard == view.now == (0, 6, 7, 1, 0)
    assert view.seats == (1, 3, 7, 2, 1)
    assert (view.standard_deviation, view.mean) == (d("22.86"), d("99.57"))
    hurt = [(one.form_id, "SABCD"[one.standard], "SABCD"[one.suggested], one.is_met) for one in view.hurt]
    assert hurt == [
        (5, "A", "B", True),
        (6, "A", "B", True),
        (12, "B", "C", False),
        (13, "B", "C", False),
        (14, "C", "D", False),
    ]


def test_a_move_is_seen_before_it_is_confirmed_and_changes_nothing_of_the_standard():
    view = board(people_of(PICTURE)).view(FIRM, {14: B})
    assert view.now == (0, 6, 8, 0, 0) and view.now_deviation == d("30.00")
    assert view.standard == (0, 6, 7, 1, 0) and view.standard_deviation == d("22.86")
    assert view.columns[B][-1] == 14 and view.columns[C] == ()


def test_nobody_is_hurt_where_nobody_is_compared():
    seven = board(people_of(PICTURE[:7]))
    view = seven.view(FIRM)
    assert seven.is_off
    assert (view.seats, view.shares, view.now_deviation, view.hurt) == (None, None, None, ())


def test_the_exempt_are_neither_counted_nor_graded_by_the_guide():
    people = [*people_of(PICTURE), candidate(50, "30", exemption=Exemption.PROBATION), candidate(51, None)]
    made = board(people)
    view = made.view(FIRM)
    assert view.seats == (1, 3, 7, 2, 1) and sum(view.now) == 14
    assert [one.form_id for one in view.exempt] == [50, 51]
    assert 50 not in made.suggested


def test_a_department_shows_its_own_people_and_a_guide_only_if_it_is_a_whole_pool():
    people = people_of(PICTURE) + [
        candidate(at, "95", department_id=2, department_zh="综合部") for at in range(20, 25)
    ]
    made = board(people, parents={1: None, 2: None})
    view = made.view(Scope(ScopeKind.DEPARTMENT, 2))
    assert len(view.people) == 5 and view.seats is None
    assert sum(made.view(FIRM).seats) == 19
    assert len(made.view(Scope(ScopeKind.POOL, 0)).people) == 19


def test_a_department_includes_those_beneath_it():
    people = [
        candidate(1, "90", department_id=10),
        candidate(2, "91", department_id=1),
        candidate(3, "9", department_id=2),
    ]
    view = board(people, parents={10: 1, 1: None, 2: None}).view(Scope(ScopeKind.DEPARTMENT, 1))
    assert view.people == (2, 1)


def test_a_department_with_a_result_of_its_own_has_its_own_guide():
    linked = board(people_of(PICTURE), parents={1: None}, steps={1: 2})
    assert linked.pools[0].is_linked and linked.pools[0].shares == (20, 30, 45, 5, 0)
    assert linked.view(FIRM).seats == (3, 4, 6, 1, 0)


def test_managers_without_eight_of_them_have_no_guide_and_leave_the_others_theirs():
    people = [*people_of(PICTURE), candidate(60, "118", is_manager=True)]
    view = board(people).view(FIRM)
    assert view.guided == 14 and sum(view.now) == 15
    assert view.seats == (1, 3, 7, 2, 1) and view.standard_deviation == d("22.86")


def test_inversions_are_looked_for_within_a_pool_only():
    people = [*people_of(PICTURE), candidate(60, "118", is_manager=True, final=D)]
    assert board(people).view(FIRM).inversions == ()
    assert [(one.key, one.over) for one in board(people_of(PICTURE)).view(FIRM, {14: A}).inversions] == [
        (14, 7)
    ]


def test_a_change_needs_a_reason_code_and_ten_characters():
    made = board(people_of(PICTURE))
    assert codes(check_change(made, 14, B, "", "太短")) == [
        "calibration_reason_missing",
        "calibration_words_short",
    ]
    (short,) = check_change(made, 14, B, "SCOPE", " 一二三四五六七八九 ")
    assert (short.code, short.details["rest"]) == ("calibration_words_short", 1)
    assert check_change(made, 14, B, "SCOPE", WORDS) == ()


def test_an_inversion_needs_words_of_its_own():
    made = board(people_of(PICTURE))
    assert codes(check_change(made, 14, A, "SCOPE", WORDS)) == ["inversion_words_short"]
    assert check_change(made, 14, A, "SCOPE", WORDS, "另外七人的任务没有停机") == ()


def test_lowering_somebody_below_others_with_less_is_an_inversion_too():
    made = board(people_of(PICTURE))
    assert codes(check_change(made, 1, C, "QUOTA", WORDS)) == ["inversion_words_short"]
    assert {one.over for one in made.inversions_by(1, C)} == {1}


@pytest.mark.parametrize("state", [FormState.SELF_SCORED, FormState.CALIBRATED, FormState.CLOSED])
def test_a_grade_changes_only_after_the_managers_scores_and_before_the_result_is_fixed(state):
    made = board([*people_of(PICTURE), candidate(40, "95", state=state)])
    assert codes(check_change(made, 40, A, "SCOPE", WORDS)) == ["grade_locked"]


def test_a_form_that_is_not_on_the_board_gets_no_grade():
    made = board([*people_of(PICTURE), candidate(40, None)])
    assert codes(check_change(made, 40, A, "SCOPE", WORDS)) == ["not_on_the_board"]
    assert codes(check_change(made, 1, 7, "SCOPE", WORDS)) == ["grade_unknown"]


def test_the_guide_as_advice_asks_nobody_for_a_reason():
    assert board(people_of(PICTURE)).view(FIRM).unexplained == ()


def test_the_soft_guide_asks_for_reasons_above_the_seats_of_the_best_grades_only():
    soft = board(people_of(PICTURE), mode=GuideMode.SOFT)
    assert soft.view(FIRM).unexplained == (5, 6)
    low = board(people_of(["50"] * 14), mode=GuideMode.SOFT)
    assert low.view(FIRM).unexplained == ()
    explained = [candidate(at + 1, total, is_explained=at == 4) for at, total in enumerate(PICTURE)]
    assert board(explained, mode=GuideMode.SOFT).view(FIRM).unexplained == (6,)


def test_no_mode_fills_the_lowest_grades():
    for mode in GuideMode:
        view = board(people_of([str(100 + at) for at in range(40)]), mode=mode).view(FIRM)
        assert view.now[C] == view.now[D] == 0


def test_a_quota_downgrade_is_one_below_the_standard_with_that_reason():
    assert is_quota_downgrade(CalibrationReason.QUOTA, B, C)
    assert not is_quota_downgrade(CalibrationReason.QUOTA, B, A)
    assert not is_quota_downgrade(CalibrationReason.EVIDENCE, B, C)
    assert not is_quota_downgrade(None, B, C)


def test_those_lowered_by_quota_are_known_by_name():
    people = people_of(PICTURE)
    people[5] = candidate(6, PICTURE[5], final=B, reason=CalibrationReason.QUOTA)
    people[6] = candidate(7, PICTURE[6], final=C, reason=CalibrationReason.EVIDENCE)
    people[7] = candidate(8, PICTURE[7], final=A, reason=CalibrationReason.QUOTA)
    assert board(people).lowered_by_quota == (6,)


def test_five_hundred_people_are_counted_anew_within_a_frame():
    people = [
        candidate(at, str(Decimal(4000 + at * 37 % 8000) / 100), department_id=at % 12)
        for at in range(1, 501)
    ]
    began = time.perf_counter()
    made = board(people, parents=dict.fromkeys(range(12)))
    built = time.perf_counter() - began
    views = []
    for form_id in range(1, 21):
        began = time.perf_counter()
        made.view(FIRM, {form_id: 1})
        views.append(time.perf_counter() - began)
    assert built < 0.25 and min(views) < 0.016, (built, min(views))
