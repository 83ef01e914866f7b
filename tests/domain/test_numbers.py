"""Rounding, shares and numbers as typed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.numbers import (
    from_e4,
    from_hundredths,
    largest_remainder,
    parse_number,
    round_half_up,
    to_e4,
    to_hundredths,
)
from perfdesk.domain.problems import Invalid
from perfdesk.texts import translator
from tests.domain.builders import d


@pytest.mark.parametrize(
    ("given", "rounded"), [("2.675", "2.68"), ("1.005", "1.01"), ("-0.125", "-0.13"), ("95.874", "95.87")]
)
def test_ex_1_rounds_half_away_from_zero(given, rounded):
    assert round_half_up(d(given)) == d(rounded)
    assert round_half_up(Fraction(given)) == d(rounded)
    assert str(round_half_up(Fraction(given))) == rounded


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 4))
def test_rounding_moves_by_at_most_half_a_step_and_is_the_same_for_both_kinds_of_number(value, places):
    rounded = round_half_up(value, places)
    assert abs(Fraction(rounded) - Fraction(value)) * 2 * 10**places <= 1
    assert rounded == round_half_up(Fraction(value), places)
    assert rounded == -round_half_up(-value, places)
    assert not str(round_half_up(d("-0.0000001"), places)).startswith("-")


@given(st.lists(st.integers(0, 10**6).map(Decimal), max_size=30), st.integers(0, 20_000))
def test_largest_remainder_gives_out_every_unit_within_one_of_the_quota(shares, units):
    given_out = largest_remainder(shares, units)
    if not sum(shares):
        assert given_out == [0] * len(shares)
        return
    assert sum(given_out) == units
    for share, got in zip(shares, given_out, strict=True):
        assert abs(Fraction(share) * units / Fraction(sum(shares)) - got) < 1


def test_largest_remainder_breaks_ties_by_the_stated_order():
    assert largest_remainder([d(1), d(1), d(1)], 100) == [34, 33, 33]
    assert largest_remainder([d(1), d(1), d(1)], 100, tie_order=[2, 0, 1]) == [33, 33, 34]
    assert largest_remainder([Fraction(1, 3), Fraction(2, 3)], 3) == [1, 2]


def test_nothing_negative_is_shared_out():
    with pytest.raises(ValueError):
        largest_remainder([d(-1), d(2)], 10)
    with pytest.raises(ValueError):
        largest_remainder([d(1)], -1)


@given(st.integers(-(10**15), 10**15))
def test_units_of_the_file_come_back_unchanged(units):
    assert to_hundredths(from_hundredths(units)) == units
    assert to_e4(from_e4(units)) == units
    assert 2 <= -int(from_e4(units).as_tuple().exponent) <= 4


def test_more_decimals_than_fit_are_refused_with_the_rounded_number():
    with pytest.raises(Invalid) as refused:
        to_hundredths(d("33.335"), "weight")
    (problem,) = refused.value.problems
    assert (problem.field, problem.code, problem.details["fix"]) == ("weight", "number_too_fine", "33.34")
    with pytest.raises(Invalid):
        to_e4(d("0.00001"))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("95", "95"),
        ("1,234.5", "1234.5"),
        ("12,345,678", "12345678"),
        ("１２", "12"),
        ("１２．５", "12.5"),
        ("−3", "-3"),
        ("－3", "-3"),
        ("- 3", "-3"),
        ("+7", "7"),
        (" 42\u3000", "42"),
        (".5", "0.5"),
        ("5.", "5"),
        ("0.1234", "0.1234"),
        ("99999999999.9999", "99999999999.9999"),
        ("1.50000", "1.5"),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed, number):
    assert parse_number(typed) == d(number)


def test_a_percent_sign_is_taken_only_where_told():
    assert parse_number(" 95 %", allow_percent=True) == d(95)
    assert parse_number("95％", allow_percent=True) == d(95)
    with pytest.raises(Invalid) as refused:
        parse_number("95%")
    assert refused.value.problems[0].details["fix"] == "95"


@pytest.mark.parametrize(
    ("typed", "code", "fix"),
    [
        ("1O0", "number_letters", "100"),
        ("l2", "number_letters", "12"),
        ("9o.5", "number_letters", "90.5"),
        ("12,5%", "number_percent", "12.5"),
        ("12,5", "number_comma", "12.5"),
        ("12，5", "number_comma", "12.5"),
        ("1，234", "number_comma", "1234"),
        ("1,23,456", "number_comma", "123456"),
        ("12。5", "number_comma", "12.5"),
        ("1..5", "number_dots", "1.5"),
        ("1.234.567", "number_dots", "1234567"),
        ("1 234", "number_spaces", "1234"),
        ("95分", "number_unit", "95"),
        ("¥1,200", "number_unit", "1200"),
        ("3万", "number_unit", "30000"),
        ("(5)", "number_unclear", "-5"),
        ("1O0%", "number_unclear", "100"),
        ("", "number_empty", ""),
        ("   ", "number_empty", ""),
        ("abc", "not_a_number", ""),
        ("so", "not_a_number", ""),
        ("SOS5", "not_a_number", ""),
        ("--5", "not_a_number", ""),
        ("1.2.3", "not_a_number", ""),
        ("NaN", "not_a_number", ""),
        ("Infinity", "not_a_number", ""),
        ("1_000", "not_a_number", ""),
        ("100000000000", "number_too_large", ""),
        ("-1e400", "not_a_number", ""),
        ("0.12345", "number_too_fine", "0.1235"),
    ],
)
def test_what_is_no_number_is_refused_with_the_likely_meaning(typed, code, fix):
    with pytest.raises(Invalid) as refused:
        parse_number(typed, "C7")
    (problem,) = refused.value.problems
    assert (problem.field, problem.code, problem.details["fix"]) == ("C7", code, fix)
    for language in ("zh_CN", "en"):
        assert fix in translator(language).sentence(problem)


@given(st.text(max_size=12))
def test_any_text_is_either_an_exact_number_or_refused(typed):
    try:
        number = parse_number(typed)
    except Invalid as refused:
        fix = str(refused.problems[0].details["fix"])
        assert not fix or parse_number(fix) is not None or refused.problems[0].code == "number_too_fine"
    else:
        assert abs(number) < 10**11 and number * 10**4 % 1 == 0


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_printed_number_reads_back(number):
    assert parse_number(f"{number:,}") == number
    assert parse_number(f"{number:f}".replace("-", "−")) == number
