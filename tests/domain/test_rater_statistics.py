"""What marks say about raters: leniency, central tendency, halo, agreement, self and others."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.rater_statistics import (
    Flag,
    agreement,
    halo,
    leniency,
    sample_variance,
    self_gap,
    spread,
    team_distance,
)
from tests.domain.builders import d

LEVELS = st.integers(1, 5).map(Decimal)


def marks(text: str) -> list[Decimal]:
    return [d(one) for one in text.split()]


def by_ratee(text: str) -> dict[int, Decimal]:
    return dict(enumerate(marks(text)))


def test_ex_23_leniency_with_overlap():
    found = leniency({"a": by_ratee("5 5 4 5"), "b": by_ratee("3 4 3 4"), "c": by_ratee("4 4 3 3")})
    assert [found[one].value for one in "abc"] == [Fraction(5, 4), Fraction(-5, 8), Fraction(-5, 8)]
    assert [found[one].flag for one in "abc"] == [Flag.LENIENT, Flag.SEVERE, Flag.SEVERE]


def test_leniency_leaves_out_people_without_another_rater():
    found = leniency({"a": {1: d(5), 2: d(1)}, "b": {1: d(3)}, "c": {9: d(5)}})
    assert (found["a"].value, found["a"].ratees) == (2, 1)
    assert (found["c"].value, found["c"].ratees) == (None, 0)


@pytest.mark.parametrize(("difference", "ratees", "flag"), [("0.5", 4, Flag.LENIENT), ("0.5", 3, None)])
def test_half_a_level_is_flagged_from_four_people_on(difference, ratees, flag):
    own = {at: 3 + d(difference) for at in range(ratees)}
    assert leniency({"a": own, "b": dict.fromkeys(own, d(3))})["a"].flag == flag


def test_points_are_flagged_from_five_on():
    own = dict.fromkeys(range(4), d("104.9"))
    others = dict.fromkeys(range(4), d(100))
    assert leniency({"a": own, "b": others}, in_points=True)["a"].flag is None
    own[0] = d("105.3")
    assert leniency({"a": own, "b": others}, in_points=True)["a"].flag is Flag.LENIENT


@given(st.dictionaries(st.integers(0, 3), st.dictionaries(st.integers(0, 4), LEVELS), max_size=4), LEVELS)
def test_raising_all_marks_changes_no_leniency(given_marks, more):
    raised = {rater: {at: mark + more for at, mark in own.items()} for rater, own in given_marks.items()}
    assert leniency(raised) == leniency(given_marks)


def test_ex_24_team_distance_pools_the_members_of_the_other_teams():
    found = team_distance(
        {"M1": marks("88 91 93 90"), "M2": marks("78 82 75 80 77"), "M3": marks("84 79 86 81")}
    )
    shown = [round_half_up(found[one].value) for one in ("M1", "M2", "M3")]
    assert shown == [d("10.28"), d("-8.10"), d("-1.28")]
    assert [found[one].flag for one in ("M1", "M2", "M3")] == [Flag.HIGH_TEAM, Flag.LOW_TEAM, None]


def test_a_team_alone_has_no_distance():
    assert team_distance({"M1": marks("88 91")})["M1"].value is None
    assert team_distance({"M1": [], "M2": marks("80")})["M1"].value is None


def test_only_more_than_80_percent_of_ten_middle_marks_is_central_tendency():
    found = spread(
        {
            "nine": marks("3 3 3 3 3 3 3 3 3 5"),
            "eight": marks("3 3 3 3 3 3 3 3 1 5"),
            "few": marks("3 3 3 3 3 3 3 3 3"),
        }
    )
    assert Flag.MIDDLE in found["nine"].flags
    assert Flag.MIDDLE not in found["eight"].flags and Flag.MIDDLE not in found["few"].flags
    assert found["eight"].middle == Fraction(4, 5)


def test_half_the_pooled_spread_is_narrow():
    wide, narrow = marks("1 5 1 5 3"), marks("3 3 3 4 3")
    found = spread({"wide": wide, "narrow": narrow})
    pooled = (4 * sample_variance(wide) + 4 * sample_variance(narrow)) / 8
    assert found["narrow"].pooled == pooled == Fraction(21, 10)
    assert Flag.NARROW in found["narrow"].flags and Flag.NARROW not in found["wide"].flags
    assert round_half_up(found["narrow"].deviation, 4) == d("0.4472")


def test_four_ratings_are_too_few_to_call_a_spread_narrow():
    found = spread({"wide": marks("1 5 1 5 3"), "few": marks("3 3 3 3")})
    assert found["few"].flags == ()


def test_one_rating_has_no_spread():
    found = spread({"a": marks("3"), "b": []})
    assert (found["a"].variance, found["a"].pooled) == (None, None)
    assert "b" not in found


def test_ex_25_halo_and_identical_marks():
    found = halo(
        {
            "r1": {1: marks("4 4 4 4"), 2: marks("3 3 3 3"), 3: marks("5 5 5 4")},
            "r2": {1: marks("4 2 5 3"), 2: marks("3 4 2 4"), 3: marks("5 3 4 2")},
        }
    )
    assert round_half_up(found["r1"].mean_deviation, 4) == d("0.1443")
    assert round_half_up(found["r2"].mean_deviation, 4) == d("1.0217")
    assert found["r1"].same == (1, 2) and found["r1"].same_share == Fraction(2, 3)
    assert found["r2"].same_share == 0


def test_a_dimension_that_everybody_marks_higher_is_no_difference_after_standardising():
    # Everybody gives 5, 3, 4, 2 to the four dimensions, less a level for the second person: no profile at all.
    found = halo({"r": {1: marks("5 3 4 2"), 2: marks("4 2 3 1")}})["r"]
    assert found.mean_deviation > 1
    assert round_half_up(found.standardised, 10) == 0


def test_identical_marks_need_four_dimensions():
    assert halo({"r": {1: marks("4 4 4")}})["r"].same == ()


def test_ex_26_agreement():
    agreed = agreement(marks("4 4 3 4"))
    apart = agreement(marks("1 5 3 4"))
    assert (agreed.value, agreed.flag) == (Fraction(7, 8), None)
    assert (apart.value, apart.flag) == (0, Flag.DISAGREEING)
    assert agreement(marks("4")) is None


@given(st.lists(LEVELS, min_size=2, max_size=9))
def test_agreement_lies_between_0_and_1(given_levels):
    assert 0 <= agreement(given_levels).value <= 1


@pytest.mark.parametrize(
    ("own", "others", "flag"),
    [
        ("4", "3", Flag.BLIND_SPOT),
        ("4", "3.01", None),
        ("3", "4", Flag.HIDDEN_STRENGTH),
        ("3", "3.99", None),
    ],
)
def test_a_whole_level_between_self_and_others_is_worth_a_talk(own, others, flag):
    assert self_gap(d(own), d(others)).flag == flag
