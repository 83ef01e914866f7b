"""Many days at once, as typed or pasted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.problems import Invalid
from perfdesk.models.typed_days import read_days


def day(month: int, number: int) -> date:
    return date(2027, month, number)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2-9", [day(2, 9)]),
        ("2月9日、2月14日", [day(2, 9), day(2, 14)]),
        ("2027-02-09\n2027-02-14\n", [day(2, 9), day(2, 14)]),
        ("2-14, 2-9, 2-9", [day(2, 9), day(2, 14)]),
        ("2-5 至 2-8", [day(2, 5), day(2, 6), day(2, 7), day(2, 8)]),
        ("2月28日～3月1日；10-10", [day(2, 28), day(3, 1), day(10, 10)]),
    ],
)
def test_days_are_read_in_order_and_each_once(text: str, days: list[date]) -> None:
    assert read_days(text, 2027) == days


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["days_missing"]),
        (" ,、 ", ["days_missing"]),
        ("2-30", ["day_impossible"]),
        ("20266-01-01, 2-9", ["day_unclear"]),
        ("春节, 2-31", ["day_unclear", "day_impossible"]),
        ("2-8 至 2-5", ["days_not_in_order"]),
        ("1-1 至 12-31", ["days_not_in_order"]),
    ],
)
def test_each_piece_that_is_no_day_is_named(text: str, codes: list[str]) -> None:
    with pytest.raises(Invalid) as caught:
        read_days(text, 2027)
    assert [problem.code for problem in caught.value.problems] == codes
    assert all(problem.field == "days" for problem in caught.value.problems)


@given(
    st.lists(st.dates(date(2027, 1, 1), date(2027, 12, 31)), min_size=1, max_size=20),
    st.sampled_from(",\n、; "),
)
def test_what_is_written_is_read_again(days: list[date], between: str) -> None:
    assert read_days(between.join(one.isoformat() for one in days), 2027) == sorted(set(days))


@given(st.dates(date(2027, 1, 1), date(2027, 11, 1)), st.integers(1, 59))
def test_a_row_holds_every_day_from_the_first_to_the_last(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    days = read_days(f"{first.isoformat()} 至 {last.isoformat()}", 2027)
    assert (days[0], days[-1], len(days)) == (first, last, more + 1)
