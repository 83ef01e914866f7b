"""Doubtful data."""

from __future__ import annotations

import pytest
from hypothesis import given

from perfdesk.domain.flags import data_flags
from tests.domain.builders import d, decimals


def found(*args, **kwargs):
    return [(problem.code, problem.is_warning) for problem in data_flags(*args, **kwargs)]


@pytest.mark.parametrize(
    ("actual", "flagged"), [("20", False), ("19.99", True), ("500", False), ("500.01", True), ("-100", True)]
)
def test_an_actual_far_from_the_baseline_is_to_be_confirmed(actual, flagged):
    assert found(d(actual), baseline=d(100)) == ([("far_from_baseline", True)] if flagged else [])


def test_a_baseline_of_zero_or_less_says_nothing():
    assert found(d(5000), baseline=d(0)) == []
    assert found(d(5000), baseline=d(-1)) == []


@pytest.mark.parametrize(
    ("actual", "wrong"), [("0", False), ("100", False), ("100.01", True), ("-0.01", True)]
)
def test_a_share_outside_0_to_100_is_an_error(actual, wrong):
    assert found(d(actual), is_share=True) == ([("share_off_range", False)] if wrong else [])
    assert found(d(actual)) == []


def test_nothing_to_divide_by_and_own_entry_are_said():
    assert found(None, denominator=d(0)) == [("denominator_zero", True)]
    assert found(d(5), denominator=d(1), is_own_entry=True) == [("own_entry", True)]
    assert found(None) == []


@given(decimals(1, 1000), decimals(1, 5))
def test_within_five_times_either_way_nothing_is_said(baseline, factor):
    assert found(baseline * factor, baseline=baseline) == []
