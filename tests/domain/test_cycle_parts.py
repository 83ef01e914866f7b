"""Totals and actuals of a year out of its quarters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.cycle_parts import PartTotal, actual_of, actual_of_segments, average_of, check_parent
from perfdesk.domain.terms import Aggregation
from tests.domain.builders import d

YEAR = date(2026, 1, 1), date(2026, 12, 31)
TOTALS = st.decimals(0, 120, places=2)
PARTS = st.lists(st.builds(PartTotal, st.integers(1, 92), st.none() | TOTALS), max_size=6)


def test_quarters_count_by_their_days():
    parts = [
        PartTotal(90, d("88.40")),
        PartTotal(91, d("95.10")),
        PartTotal(92, d("90")),
        PartTotal(92, d(100)),
    ]
    # (90*88.40 + 91*95.10 + 92*90 + 92*100) / 365 = 34090.10 / 365
    assert average_of(parts) == d("93.40")


def test_a_quarter_without_a_total_is_left_out_of_both_sums():
    assert average_of([PartTotal(90, d(80)), PartTotal(91, None), PartTotal(92, d(80))]) == 80
    assert average_of([PartTotal(90, None)]) is None
    assert average_of([]) is None


def test_the_mean_is_rounded_once_and_half_up():
    assert average_of([PartTotal(1, d("80.00")), PartTotal(1, d("80.01"))]) == d("80.01")


@given(PARTS)
def test_the_mean_lies_between_the_totals_and_does_not_depend_on_order(parts):
    mean = average_of(parts)
    known = [part.total for part in parts if part.total is not None]
    assert (mean is None) == (not known)
    if known:
        assert min(known) <= mean <= max(known)
        assert mean == average_of(parts[::-1])


@pytest.mark.parametrize(
    ("how", "values", "expected"),
    [
        (Aggregation.SUM, ("10", "20.5", "30"), "60.50"),
        (Aggregation.AVG, ("10", "20", "40"), "23.33"),
        (Aggregation.LAST, ("10", "20", "15"), "15"),
        (Aggregation.LAST, ("10", None), None),
        (Aggregation.SUM, ("10", None), None),
        (Aggregation.RATIO, ("80", "90"), None),
        (Aggregation.SUM, (), None),
    ],
)
def test_an_annual_actual_adds_up_as_its_indicator_does(how, values, expected):
    given = [None if value is None else Decimal(value) for value in values]
    assert actual_of(how, given) == (None if expected is None else Decimal(expected))


def test_a_part_lies_wholly_within_its_year_and_not_within_itself():
    assert check_parent(date(2026, 1, 1), date(2026, 3, 31), YEAR) == ()
    assert [p.code for p in check_parent(date(2025, 12, 1), date(2026, 3, 31), YEAR)] == ["parent_too_short"]
    assert [p.code for p in check_parent(*YEAR, YEAR, is_itself=True)] == ["parent_is_self"]


@pytest.mark.parametrize(
    ("how", "segments", "expected"),
    [
        (Aggregation.SUM, [(45, "30"), (47, "20")], "50"),
        (Aggregation.LAST, [(45, "30"), (47, "20")], "20"),
        (Aggregation.AVG, [(30, "90"), (60, "60")], "70"),
        (Aggregation.AVG, [(0, "90"), (0, "60")], "75"),
        (Aggregation.SUM, [(45, None), (47, "20")], None),
        (Aggregation.AVG, [(45, "30"), (47, None)], None),
        (Aggregation.RATIO, [(45, "30"), (47, "20")], None),
        (Aggregation.SUM, [(45, None)], None),
    ],
)
def test_the_segments_of_a_part_come_together_as_the_indicator_adds_up(how, segments, expected):
    given_ = [(days, None if value is None else d(value)) for days, value in segments]
    assert actual_of_segments(how, given_) == (None if expected is None else d(expected))
