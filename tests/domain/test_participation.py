"""Late joiners, leavers, transfers and long leave: days, shares, segments and their total."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.participation import (
    LEAST_SEGMENT,
    Presence,
    Span,
    check_span,
    check_transfer,
    combined_total,
    is_graded,
    join_short,
    presence,
)
from tests.domain.builders import d, decimals

QUARTER = Span(date(2026, 7, 1), date(2026, 9, 30))


def spans(*days: int) -> list[Span]:
    """Segments of so many days, one after the other."""
    found, first = [], date(2026, 7, 1)
    for count in days:
        found.append(Span(first, first + timedelta(days=count - 1)))
        first += timedelta(days=count)
    return found


def joined(*days: int) -> list[tuple[int, int]]:
    return [(at, span.days) for at, span in join_short(spans(*days))]


def test_a_late_joiner_counts_from_the_first_day_on():
    late = presence(QUARTER, date(2026, 7, 31))
    assert (late.days, late.share) == (62, Fraction(62, 92))
    assert presence(QUARTER).is_whole and not late.is_whole


def test_long_leave_is_left_out_and_a_day_in_two_absences_only_once():
    away = [Span(date(2026, 8, 1), date(2026, 8, 20)), Span(date(2026, 8, 11), date(2026, 8, 31))]
    there = presence(QUARTER, absences=away)
    assert there.days == 92 - 31
    assert presence(QUARTER, date(2026, 8, 16), absences=away).days == 46 - 16


def test_absences_outside_the_stay_take_nothing_away():
    early = Span(date(2026, 5, 1), date(2026, 7, 10))
    assert presence(QUARTER, date(2026, 7, 11), absences=[early]).days == 82
    assert presence(QUARTER, absences=[early]).days == 82


def test_less_than_a_third_of_the_cycle_gets_no_grade_and_exactly_a_third_gets_one():
    cycle = Span(date(2026, 7, 1), date(2026, 9, 28))  # 90 days
    third = presence(cycle, ends_on=date(2026, 7, 30))
    assert third.days == 30 and is_graded([third])
    assert not is_graded([presence(cycle, ends_on=date(2026, 7, 29))])
    assert is_graded([presence(cycle, ends_on=date(2026, 7, 20)), presence(cycle, date(2026, 9, 1))])


def test_ex_32_the_total_of_two_segments_goes_by_days():
    assert combined_total([(61, d("88.40")), (31, d("95.10"))]) == d("90.66")


def test_a_segment_without_a_total_is_left_out_of_both_sums():
    assert combined_total([(61, d("88.40")), (31, None)]) == d("88.40")
    assert combined_total([(61, None)]) is None and combined_total([]) is None


def test_a_segment_under_thirty_days_joins_its_longer_neighbour():
    assert joined(29, 63) == [(1, 92)]
    assert joined(63, 29) == [(0, 92)]
    assert joined(30, 62) == [(0, 30), (1, 62)]
    assert joined(40, 20, 32) == [(0, 60), (2, 32)]
    assert joined(36, 20, 36) == [(0, 36), (2, 56)]  # neighbours alike: the later


def test_the_shortest_segment_joins_first_until_all_are_long_enough_or_one_is_left():
    assert joined(25, 10, 25, 32) == [(2, 60), (3, 32)]  # 10 joins the later 25; then the first 25 joins them
    assert joined(10, 10, 10) == [(1, 30)]
    assert joined(12) == [(0, 12)]


@given(st.lists(st.integers(1, 90), min_size=1, max_size=6))
def test_joined_segments_cover_the_same_days_and_are_long_enough(days):
    found = join_short(spans(*days))
    assert sum(span.days for _, span in found) == sum(days)
    assert len(found) == 1 or all(span.days >= LEAST_SEGMENT for _, span in found)
    assert all(
        a.ends_on + timedelta(days=1) == b.starts_on for (_, a), (_, b) in zip(found, found[1:], strict=False)
    )


@given(st.lists(st.tuples(st.integers(1, 366), decimals(0, 120)), min_size=1, max_size=5))
def test_a_combined_total_lies_between_its_parts(parts):
    total = combined_total(parts)
    values = [value for _, value in parts]
    assert total is not None and min(values) <= total <= max(values)


_DAYS = st.integers(-20, 120).map(lambda at: date(2026, 7, 1) + timedelta(days=at))


@given(_DAYS, _DAYS, st.lists(st.tuples(_DAYS, _DAYS), max_size=4))
def test_days_are_those_of_the_calendar_that_are_in_the_stay_and_in_no_absence(first, last, away):
    absences = [Span(*one) for one in away]
    there = Presence(QUARTER, Span(first, last), tuple(absences))
    every = [QUARTER.starts_on + timedelta(days=at) for at in range(QUARTER.days)]
    counted = [day for day in every if first <= day <= last and not any(day in one for one in absences)]
    assert there.days == len(counted)
    assert 0 <= there.share <= 1


def test_spans_and_transfers_outside_the_cycle_are_refused():
    assert check_span(Span(date(2026, 8, 1), date(2026, 12, 31)), QUARTER) == ()
    assert check_span(Span(date(2026, 8, 2), date(2026, 8, 1)), QUARTER)[0].code == "span_ends_first"
    assert check_span(Span(date(2026, 10, 1), date(2026, 10, 9)), QUARTER)[0].code == "span_outside_cycle"
    assert check_transfer(date(2026, 8, 1), QUARTER) == check_transfer(date(2026, 9, 30), QUARTER) == ()
    wrong = [check_transfer(day, QUARTER) for day in (date(2026, 7, 1), date(2026, 10, 1))]
    assert [problems[0].code for problems in wrong] == ["transfer_outside"] * 2


def test_a_combined_total_is_rounded_half_up():
    assert combined_total([(1, d("80.00")), (1, d("80.01"))]) == Decimal("80.01")
