"""Dates as they are typed into a plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.problems import Invalid
from perfdesk.models.typed_date import LONG_AGO, read_date, read_date_near

TODAY = date(2026, 10, 19)


@pytest.mark.parametrize(
    "typed",
    ["10-30", "10/30", "10.30", "10月30日", "１０－３０", "2026-10-30", "2026年10月30日", "20261030", "+11"],
)
def test_one_day_can_be_typed_in_many_ways(typed: str) -> None:
    assert read_date(typed, TODAY) == date(2026, 10, 30)


def test_a_day_without_year_that_is_long_past_means_the_next_year() -> None:
    assert read_date("1-15", TODAY) == date(2027, 1, 15)
    assert read_date("10-01", TODAY) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("typed", "code", "fix"),
    [("下周", "day_unclear", ""), ("11-31", "day_impossible", "2026-11-30"), ("13-45", "day_impossible", "")],
)
def test_what_is_no_day_is_refused_with_what_was_probably_meant(typed: str, code: str, fix: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_date(typed, TODAY)
    assert (refused.value.problems[0].code, refused.value.problems[0].details["fix"]) == (code, fix)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_an_iso_date_is_read_as_it_stands_and_a_short_one_lies_ahead(day: date, today: date) -> None:
    assert read_date(day.isoformat(), today) == day
    if (day.month, day.day) != (2, 29):
        assert read_date(f"{day:%m-%d}", today) >= today - timedelta(days=LONG_AGO)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("8-15", date(2026, 8, 15)),
        ("6-20", date(2026, 6, 20)),
        ("12-20", date(2026, 12, 20)),
        ("2026-02-01", date(2026, 2, 1)),
        ("2月29日", date(2024, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_to_given_days(text: str, day: date) -> None:
    first, last = (
        (date(2025, 3, 1), date(2025, 5, 1)) if "29" in text else (date(2026, 7, 1), date(2026, 9, 28))
    )
    assert read_date_near(text, date(2026, 10, 16), first, last) == day


@pytest.mark.parametrize("text", ["2-30", "13-1", "20266-01-01"])
def test_an_impossible_day_is_refused_wherever_it_is_near(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_date_near(text, date(2026, 10, 16), date(2026, 7, 1), date(2026, 9, 28), "on")
    assert caught.value.problems[0].field == "on"
