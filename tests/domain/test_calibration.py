"""The guide of grades: EX-27, EX-28, EX-29, ties, deviation and inversions (§7)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.calibration import (
    Ranked,
    centre_of,
    check_guide,
    default_guide,
    deviation,
    guide_of,
    inversions,
    linked_guide,
    seats_of,
    suggested,
    turns,
)
from perfdesk.domain.grades import SCHEMES, Grade
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.terms import Scheme
from tests.domain.builders import d

GUIDE = default_guide(5, 2)
LETTERS = "SABCD"


def totals_of(text: str) -> list[Decimal]:
    return [d(word) for word in text.split()]


def letters(totals: str, seats: str) -> str:
    return "".join(LETTERS[at] for at in suggested(totals_of(totals), [int(seat) for seat in seats.split()]))


@pytest.mark.parametrize(
    ("people", "seats"),
    [
        (3, (0, 1, 2, 0, 0)),
        (5, (0, 1, 3, 1, 0)),
        (7, (1, 1, 4, 1, 0)),
        (8, (1, 2, 4, 1, 0)),
        (11, (1, 2, 5, 2, 1)),
        (12, (1, 2, 6, 2, 1)),
        (14, (1, 3, 7, 2, 1)),
        (23, (2, 5, 12, 3, 1)),
    ],
)
def test_ex_27_seats_by_largest_remainder(people, seats):
    assert seats_of(GUIDE, people, 2) == seats


def test_ties_of_remainders_go_to_the_centre_first_and_then_upward():
    assert "".join(LETTERS[at] for at in turns(5, 2)) == "BASCD"


@pytest.mark.parametrize(
    ("steps", "shares", "twelve", "twenty_three"),
    [
        (2, (20, 30, 45, 5, 0), (2, 4, 5, 1, 0), (5, 7, 10, 1, 0)),
        (1, (15, 25, 50, 10, 0), (2, 3, 6, 1, 0), (3, 6, 12, 2, 0)),
        (0, (10, 20, 50, 15, 5), (1, 2, 6, 2, 1), (2, 5, 12, 3, 1)),
        (-1, (5, 15, 50, 20, 10), (1, 2, 6, 2, 1), (1, 3, 12, 5, 2)),
        (-2, (0, 10, 50, 25, 15), (0, 1, 6, 3, 2), (0, 2, 12, 6, 3)),
    ],
)
def test_ex_28_the_department_result_moves_the_guide(steps, shares, twelve, twenty_three):
    linked = linked_guide(GUIDE, 2, steps)
    assert linked == shares
    assert (seats_of(linked, 12, 2), seats_of(linked, 23, 2)) == (twelve, twenty_three)


def test_ex_29_equal_totals_take_the_grade_together_when_half_of_them_have_a_seat():
    assert letters("112 104 101.40 101.40 96 95 90 70", "1 2 4 1 0") == "SAAABBBC"


def test_an_excess_larger_than_the_next_grade_is_taken_from_the_grades_below_in_turn():
    assert letters("110 100 100 100 90 80 70 60", "1 1 1 3 2") == "SBBBCCDD"


def test_a_group_with_less_than_half_the_seats_moves_down_and_leaves_them_there():
    assert letters("100 100 100 90 80 70 60 50", "1 2 4 1 0") == "AAABBBBC"


def test_a_grade_without_seats_is_passed_over():
    assert letters("110 100 90", "0 1 2 0 0") == "ABB"


def test_suggested_grades_of_the_picture():
    totals = "113.57 109.83 107.97 106.44 106.13 105.10 99.49 98.46 97.26 96.07 94.82 91.83 87.28 79.75"
    assert letters(totals, "1 3 7 2 1") == "SAAABBBBBBBCCD"


def test_seats_must_be_as_many_as_people():
    with pytest.raises(ValueError, match="seat"):
        suggested(totals_of("1 2"), [1, 0, 0])


totals = st.lists(st.integers(0, 30).map(Decimal), min_size=1, max_size=60)
guides = st.integers(3, 7).flatmap(
    lambda count: st.tuples(st.integers(0, count - 1), st.integers(-2, 2)).map(
        lambda chosen: (linked_guide(default_guide(count, chosen[0]), chosen[0], chosen[1]), chosen[0])
    )
)


@given(guides, st.integers(0, 600))
def test_seats_always_sum_to_the_people(guide, people):
    shares, centre = guide
    seats = seats_of(shares, people, centre)
    assert sum(seats) == people
    for seat, share in zip(seats, shares, strict=True):
        assert abs(seat - Fraction(share) * people / 100) < 1


@given(guides, totals)
def test_equal_totals_share_a_grade_and_the_order_is_kept(guide, given_totals):
    shares, centre = guide
    grades = suggested(given_totals, seats_of(shares, len(given_totals), centre))
    pairs = sorted(zip(given_totals, grades, strict=True), reverse=True)
    for (better, high), (worse, low) in zip(pairs, pairs[1:], strict=False):
        assert high == low if better == worse else high <= low


@given(guides, st.lists(st.integers(0, 10_000).map(Decimal), min_size=1, max_size=60, unique=True))
def test_without_ties_every_seat_is_taken_exactly(guide, given_totals):
    shares, centre = guide
    seats = seats_of(shares, len(given_totals), centre)
    grades = suggested(given_totals, seats)
    assert tuple(grades.count(at) for at in range(len(seats))) == seats


@given(st.integers(3, 7).flatmap(lambda count: st.tuples(st.just(count), st.integers(0, count - 1))))
def test_the_default_guide_of_any_grades_is_whole_and_centred(chosen):
    count, centre = chosen
    guide = default_guide(count, centre)
    assert len(guide) == count and sum(guide) == 100
    assert max(guide) == guide[centre]
    assert list(guide[:centre]) == sorted(guide[:centre])
    assert list(guide[centre + 1 :]) == sorted(guide[centre + 1 :], reverse=True)


@pytest.mark.parametrize(
    ("count", "centre", "shares"),
    [
        (5, 2, (10, 20, 50, 15, 5)),
        (3, 1, (30, 50, 20)),
        (4, 1, (30, 50, 15, 5)),
        (7, 3, (5, 10, 15, 50, 11, 7, 2)),
        (3, 0, (80, 15, 5)),
        (3, 2, (10, 20, 70)),
    ],
)
def test_the_default_guide_of_own_grades_keeps_the_sums_of_the_five(count, centre, shares):
    assert default_guide(count, centre) == shares


@given(guides, st.integers(-4, 4))
def test_a_linked_guide_is_whole_and_never_negative(guide, steps):
    shares, centre = guide
    linked = linked_guide(shares, centre, steps)
    assert sum(linked) == 100 and min(linked) >= 0


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_centre_is_the_grade_of_those_who_meet(scheme):
    assert centre_of(SCHEMES[scheme].grades, scheme) == 2


def test_a_firm_sets_its_own_guide_and_a_guide_for_other_grades_is_left_aside():
    grades = SCHEMES[Scheme.P120].grades
    own = dict(zip(LETTERS, totals_of("5 25 60 10 0"), strict=True))
    assert guide_of(own, grades, Scheme.P120) == tuple(own.values())
    assert guide_of({"甲": d(100)}, grades, Scheme.P120) == GUIDE
    assert guide_of({}, grades, Scheme.P120) == GUIDE


def test_a_guide_that_is_not_whole_says_what_is_left():
    grades = SCHEMES[Scheme.P120].grades
    wrong = check_guide(dict(zip(LETTERS, totals_of("5 25 60 9.50 0"), strict=True)), grades)
    assert [(one.code, one.details["rest"]) for one in wrong] == [("guide_not_100", "0.50")]
    missing = check_guide({"S": d(101)}, grades)
    assert [one.field for one in missing] == ["guide.S", "guide.A", "guide.B", "guide.C", "guide.D"]


def test_deviation_is_half_the_sum_of_the_differences_of_shares():
    assert round_half_up(deviation((0, 6, 7, 1, 0), GUIDE)) == d("22.86")
    assert deviation((0, 6, 8, 0, 0), GUIDE) == 30
    assert deviation((2, 4, 10, 3, 1), GUIDE) == 0
    assert deviation((0, 0, 0, 0, 0), GUIDE) == 0


@given(st.lists(st.integers(0, 50), min_size=5, max_size=5))
def test_deviation_lies_between_0_and_100(counts):
    assert 0 <= deviation(counts, GUIDE) <= 100


def ranked(text: str) -> list[Ranked]:
    return [
        Ranked(at, d(total), LETTERS.index(grade))
        for at, (total, grade) in enumerate(word.split("=") for word in text.split())
    ]


def test_a_lower_total_with_a_better_grade_is_an_inversion_and_names_the_other():
    found = inversions(ranked("110=A 100=C 90=B 80=B 70=D"))
    assert [(one.key, one.over, one.is_tie) for one in found] == [(2, 1, False), (3, 1, False)]


def test_equal_totals_with_different_grades_are_told_too():
    found = inversions(ranked("100=A 90=B 90=C 80=C"))
    assert [(one.key, one.over, one.is_tie) for one in found] == [(1, 2, True)]


def test_a_grade_that_a_veto_holds_down_counts_against_nobody():
    people = ranked("110=C 90=B")
    assert inversions(people)
    assert not inversions([Ranked(0, d(110), 3, is_capped=True), people[1]])


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), max_size=30))
def test_inversions_are_those_that_comparing_every_pair_finds(pairs):
    people = [Ranked(at, Decimal(total), grade) for at, (total, grade) in enumerate(pairs)]
    wanted = {
        one.key for one in people for other in people if other.total >= one.total and other.grade > one.grade
    }
    found = inversions(people)
    assert {one.key for one in found} == wanted and len(found) == len(wanted)
    by_key = {one.key: one for one in people}
    for one in found:
        assert by_key[one.over].grade > by_key[one.key].grade
        assert (by_key[one.over].total == by_key[one.key].total) is one.is_tie


@given(totals, guides)
def test_the_standard_grade_knows_nothing_of_seats(given_totals, guide):
    grades: tuple[Grade, ...] = SCHEMES[Scheme.P120].grades
    from perfdesk.domain.calibration_board import board_of
    from tests.domain.calibration_people import people_of

    shares, centre = guide
    if len(shares) != len(grades):
        shares, centre = GUIDE, 2
    people = people_of(given_totals)
    board = board_of(people, grades, centre, d(100), shares)
    assert all(board.people[one.form_id].final == one.standard for one in people)
