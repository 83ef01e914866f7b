"""Grades, presets and ranks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfdesk.domain.grades import SCHEMES, check_grades, grade_of, met_score, ranks
from perfdesk.domain.scoring import errors, level_score
from perfdesk.domain.terms import Scheme
from perfdesk.domain.totals import total_of
from tests.domain.builders import d, decimals, grades, items, weights


@pytest.mark.parametrize(
    ("total", "code"),
    [
        ("115.00", "S"),
        ("114.99", "A"),
        ("105.00", "A"),
        ("104.99", "B"),
        ("85.00", "B"),
        ("84.99", "C"),
        ("60.00", "C"),
        ("59.99", "D"),
        ("0.00", "D"),
    ],
)
def test_ex_20_grades_of_p120(total, code):
    assert grade_of(d(total), SCHEMES[Scheme.P120].grades).code == code


def test_ex_21_a_roll_up_converts_level_by_level():
    scores = [level_score(d(level), Scheme.P120) for level in (3, 4, 2)]
    assert sum(scores) == 290
    total = total_of(items(*zip(("33.34", "33.33", "33.33"), scores, strict=True)), SCHEMES[Scheme.P120])
    assert total.total == d("33.34") + d("36.66") + d("26.66")
    assert (sum(scores) / 3).quantize(d("0.01")) == d("96.67")


@pytest.mark.parametrize("scheme", Scheme)
@given(shares=weights())
def test_level_n_throughout_earns_the_nth_grade(scheme, shares):
    preset = SCHEMES[scheme]
    assert check_grades(preset.grades, scheme) == ()
    for level, code in zip((5, 4, 3, 2, 1), "SABCD", strict=True):
        points = str(level_score(d(level), scheme))
        total = total_of(items(*((str(share), points) for share in shares)), preset).total
        # Each cell is rounded once, so a long form may sit a few hundredths beside the level's own score.
        assert abs(total - d(points)) <= Decimal(len(shares)) / 200
        assert grade_of(d(points), preset.grades).code == code


@pytest.mark.parametrize("scheme", Scheme)
@given(data=st.data())
def test_grades_that_pass_the_check_tell_the_levels_apart(scheme, data):
    top = int(SCHEMES[scheme].level_scores[5])
    lowest = SCHEMES[scheme].total_floor
    count = data.draw(st.integers(3, 7))
    bounds = data.draw(
        st.lists(decimals(int(lowest), top), min_size=count - 1, max_size=count - 1, unique=True)
    )
    assume(lowest not in bounds)
    own = grades(*map(str, sorted(bounds, reverse=True)), str(lowest))
    earned = [own.index(grade_of(level_score(d(level), scheme), own)) for level in (5, 4, 3, 2, 1)]
    if count == 5:
        assert (not errors(check_grades(own, scheme))) == (earned == [0, 1, 2, 3, 4])
    elif count > 5:
        assert (not errors(check_grades(own, scheme))) == (len(set(earned)) == 5)
    else:
        assert (not errors(check_grades(own, scheme))) == (set(earned) == set(range(count)))


@given(decimals(0, 120), st.sampled_from(Scheme))
def test_a_grade_is_the_best_whose_bound_is_reached(total, scheme):
    preset = SCHEMES[scheme].grades
    found = grade_of(total, preset)
    better = preset[: preset.index(found)]
    assert all(total < grade.lower_bound for grade in better)
    assert total >= found.lower_bound or found == preset[-1]


@pytest.mark.parametrize(
    ("own", "code"),
    [
        (grades("100", "0"), "grades_number"),
        (grades(*map(str, range(80, 0, -10))), "grades_number"),
        (grades("115", "105", "105", "60", "0"), "grade_bounds_order"),
        (grades("115", "105", "85", "60", "1"), "grade_last_bound"),
        (grades("115", "105.001", "85", "60", "0"), "grade_bound_too_fine"),
        (grades("115", "112", "85", "60", "0"), "grade_levels_share"),
        (grades("115", "113", "0"), "grade_without_level"),
    ],
)
def test_grades_that_cannot_work_are_named(own, code):
    assert code in {problem.code for problem in check_grades(own, Scheme.P120)}


def test_a_coefficient_above_that_of_a_better_grade_is_only_a_warning():
    own = list(SCHEMES[Scheme.P120].grades)
    own[3] = replace(own[3], coefficient=d(2))
    (problem,) = check_grades(own, Scheme.P120)
    assert (problem.code, problem.is_warning) == ("grade_coefficient_order", True)
    own[3] = replace(own[3], code="S", coefficient=d(-1))
    assert {problem.code for problem in check_grades(own, Scheme.P120)} >= {"grade_code", "grade_coefficient"}


def test_a_bound_on_the_score_of_a_level_is_a_warning_since_rounding_may_decide():
    own = grades("4.50", "4.00", "2.50", "1.50", "1.00")
    (problem,) = check_grades(own, Scheme.P5)
    assert (problem.code, problem.details["level"], problem.is_warning) == ("grade_bound_near_level", 4, True)


@pytest.mark.parametrize(
    ("scheme", "measured", "anchored"),
    [(Scheme.P120, 100, 100), (Scheme.P100, 100, 80), (Scheme.P5, 3, 3)],
)
def test_met_is_100_or_level_3(scheme, measured, anchored):
    assert met_score(False, scheme) == measured
    assert met_score(True, scheme) == anchored


def test_ranks_leave_out_places_after_a_tie():
    assert ranks([d(80), d(90), d(80), None, d(70)]) == [2, 1, 2, None, 4]
