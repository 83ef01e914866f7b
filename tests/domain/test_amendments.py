"""Targets changed on the way, and targets of those who were there for a part of the cycle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfdesk.domain.amendments import (
    Part,
    RuleChange,
    check_amendment,
    derived,
    elapsed_share,
    explain_target,
    is_past_half,
)
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.participation import Span, presence
from perfdesk.domain.rule_numbers import blend, in_proportion, main_number, numbers_of, with_numbers
from perfdesk.domain.terms import Aggregation, Method
from perfdesk.texts import translator
from perfdesk.texts.explanations import explain
from tests.domain.builders import RULES, H, L, T, bands, d, decimals, linear, ratio, rule

SUM = Aggregation.SUM
NINETY = Span(date(2026, 7, 1), date(2026, 9, 28))
QUARTER = Span(date(2026, 7, 1), date(2026, 9, 30))
WHOLE = presence(NINETY)
AFTER_60 = date(2026, 8, 30)


def change(on: date, target: str) -> RuleChange:
    return RuleChange(on, ratio(H, target))


def test_ex_30_a_target_changed_after_two_thirds_counts_by_days():
    found = derived(ratio(H, "300000"), [change(AFTER_60, "240000")], WHOLE, SUM)
    assert elapsed_share(NINETY, AFTER_60) == Fraction(2, 3)
    assert found.target == d("280000")
    assert found.parts == (Part(d("300000"), 60, 90), Part(d("240000"), 30, 90))


def test_ex_31_a_sum_scales_with_the_days_and_everything_else_does_not():
    late = presence(QUARTER, date(2026, 7, 31))
    assert derived(ratio(H, "300000"), [], late, SUM).target == d("202173.91")
    for other in (Aggregation.RATIO, Aggregation.AVG, Aggregation.LAST):
        assert derived(ratio(H, "300000"), [], late, other).rule == ratio(H, "300000")


def test_ex_31_holds_for_long_leave_over_all_days_of_the_cycle():
    away = presence(QUARTER, absences=[Span(date(2026, 8, 1), date(2026, 8, 30))])
    assert derived(ratio(H, "300000"), [], away, SUM).target == d("202173.91")


def test_each_of_several_values_counts_for_its_own_days():
    changes = [change(date(2026, 8, 30), "240000"), change(date(2026, 7, 31), "330000")]
    found = derived(ratio(H, "300000"), changes, WHOLE, SUM)
    assert [(part.target, part.days) for part in found.parts] == [
        (d("300000"), 30),
        (d("330000"), 30),
        (d("240000"), 30),
    ]
    assert found.target == d("290000")


def test_a_change_of_anything_but_a_sum_holds_for_the_whole_cycle():
    found = derived(
        ratio(H, "95"), [change(AFTER_60, "90"), change(date(2026, 8, 1), "92")], WHOLE, Aggregation.LAST
    )
    assert found.rule == ratio(H, "90") and found.parts == ()


def test_a_change_counts_only_for_the_days_the_person_was_there():
    late = presence(NINETY, date(2026, 7, 31))  # 30 days before the change, 30 after it
    found = derived(ratio(H, "300000"), [change(AFTER_60, "240000")], late, SUM)
    assert found.target == d("180000")
    gone = presence(NINETY, AFTER_60)
    assert derived(ratio(H, "300000"), [change(AFTER_60, "240000")], gone, SUM).target == d("80000")


@pytest.mark.parametrize(
    ("agreed", "halved"),
    [
        (linear(H, "80", "100", "120"), linear(H, "40.00", "50.00", "60.00")),
        (
            rule(Method.EFFICACY, H, unacceptable="10", satisfactory="20"),
            rule(Method.EFFICACY, H, unacceptable="5.00", satisfactory="10.00"),
        ),
        (
            rule(Method.EFFICACY, H, standards=["12", "9", "6", "2", "-3"]),
            rule(Method.EFFICACY, H, standards=["6.00", "4.50", "3.00", "1.00", "-1.50"]),
        ),
        (
            bands(H, ("95", "100"), ("80", "60"), (None, "0")),
            bands(H, ("47.50", "100"), ("40.00", "60"), (None, "0")),
        ),
        (
            rule(Method.TOLERANCE, T, "30", full_band="2", zero_band="10"),
            rule(Method.TOLERANCE, T, "15.00", full_band="1.00", zero_band="5.00"),
        ),
        (
            rule(Method.DEDUCT, L, "4", points_per_unit="5", unit_size="2"),
            rule(Method.DEDUCT, L, "2.00", points_per_unit="5", unit_size="2"),
        ),
        (rule(Method.ALL_OR_NOTHING, H, "8"), rule(Method.ALL_OR_NOTHING, H, "4.00")),
    ],
)
def test_limits_follow_the_same_rule_as_the_target(agreed, halved):
    half = presence(NINETY, date(2026, 8, 15))
    assert half.days == 45
    assert derived(agreed, [], half, SUM).rule == halved


@pytest.mark.parametrize(
    "agreed", [rule(Method.ANCHOR), rule(Method.BONUS, points_per_unit="2"), rule(Method.ALL_OR_NOTHING)]
)
def test_what_has_no_target_is_not_scaled(agreed):
    assert derived(agreed, [], presence(NINETY, date(2026, 9, 1)), SUM).rule == agreed


def test_without_change_and_with_the_whole_cycle_nothing_is_rounded():
    fine = ratio(H, "0.1234")
    assert derived(fine, [], WHOLE, SUM).rule is fine
    assert derived(ratio(H, "5"), [RuleChange(NINETY.starts_on, fine)], WHOLE, SUM).rule is fine


def test_who_was_there_for_no_day_keeps_the_agreed_target():
    nobody = presence(NINETY, absences=[NINETY])
    assert derived(ratio(H, "100"), [], nobody, SUM).rule == ratio(H, "100")


def test_a_change_on_the_day_after_the_half_is_past_half():
    assert not is_past_half(NINETY, date(2026, 8, 15))  # 45 of 90 days before it
    assert is_past_half(NINETY, date(2026, 8, 16))
    assert not is_past_half(NINETY, NINETY.starts_on)


def test_what_is_wrong_with_a_change():
    def codes(new, on=AFTER_60, earlier=()):
        return [problem.code for problem in check_amendment(ratio(H, "100"), new, on, NINETY, earlier)]

    assert codes(ratio(H, "90")) == []
    assert codes(ratio(H, "100")) == ["amend_changes_nothing"]
    assert codes(ratio(H, "0")) == ["target_zero"]
    assert codes(ratio(H, "90"), on=date(2026, 9, 29)) == ["amend_outside_cycle"]
    earlier = [change(date(2026, 8, 30), "95")]
    assert codes(ratio(H, "90"), earlier=earlier) == ["amend_not_after"]
    assert codes(ratio(H, "95"), on=date(2026, 9, 1), earlier=earlier) == ["amend_changes_nothing"]
    assert "amend_without_target" in [
        problem.code
        for problem in check_amendment(rule(Method.ANCHOR), rule(Method.ANCHOR), AFTER_60, NINETY)
    ]


def test_another_target_moves_the_limits_in_proportion():
    assert in_proportion(linear(H, "80", "100", "120"), d("50")) == linear(H, "40.00", "50", "60.00")
    moved = in_proportion(bands(H, ("95", "100"), ("80", "60"), (None, "0")), d("190"))
    assert numbers_of(moved) == {"bands.0": d("190"), "bands.1": d("160.00")}
    assert in_proportion(rule(Method.DEDUCT, L, "0", points_per_unit="5"), d("3")).target == d("3")


def test_a_derived_target_is_explained_with_its_sum():
    found = derived(ratio(H, "300000"), [change(AFTER_60, "240000")], WHOLE, SUM)
    (line,) = explain_target(ratio(H, "300000"), found)
    words = "目标按周期天数折算：300000 × 60 ÷ 90 + 240000 × 30 ÷ 90 = 280000.00"
    assert explain(line, translator("zh_CN")) == words
    loss = derived(ratio(H, "-50"), [], presence(NINETY, date(2026, 7, 31)), SUM)
    (line,) = explain_target(ratio(H, "-50"), loss)
    assert line.values["terms"] == "(−50) × 60 ÷ 90" and line.result == d("-33.33")


def test_an_amended_rate_is_explained_by_what_it_was():
    found = derived(ratio(H, "95"), [change(AFTER_60, "90")], WHOLE, Aggregation.LAST)
    (line,) = explain_target(ratio(H, "95"), found)
    assert "95" in explain(line, translator("en")) and "90" in explain(line, translator("en"))
    assert explain_target(ratio(H, "95"), derived(ratio(H, "95"), [], WHOLE, SUM)) == ()


RULE = st.sampled_from([method for method in Method if method in RULES]).flatmap(RULES.__getitem__)


@given(RULE)
def test_numbers_read_and_written_back_leave_the_rule_as_it_scores(one):
    again = with_numbers(one, numbers_of(one))
    assert numbers_of(again) == numbers_of(one)
    assert replace(again, params=one.params) == one


@given(RULE, st.integers(1, 89))
def test_a_blend_of_the_same_rule_is_that_rule_and_of_a_part_is_that_part(one, days):
    share = Fraction(days, 90)
    same = numbers_of(blend([(one, share), (one, 1 - share)]))
    assert same == {name: round_half_up(value) for name, value in numbers_of(one).items()}
    part = numbers_of(blend([(one, share)]))
    assert part == {name: round_half_up(Fraction(value) * share) for name, value in numbers_of(one).items()}


@given(decimals(1, 900_000), decimals(1, 900_000), st.integers(0, 89), st.integers(0, 89))
def test_a_derived_target_lies_between_its_values_and_its_parts_add_up(old, new, day, begin):
    there = presence(NINETY, NINETY.starts_on + timedelta(days=begin))
    on = NINETY.starts_on + timedelta(days=day)
    assume(old != new)
    found = derived(ratio(H, str(old)), [RuleChange(on, ratio(H, str(new)))], there, SUM)
    share = there.share
    assert round_half_up(Fraction(min(old, new)) * share) <= found.target
    assert found.target <= round_half_up(Fraction(max(old, new)) * share)
    assert sum(part.days for part in found.parts) == there.days
    exact = sum(Fraction(part.target) * part.days for part in found.parts) / 90
    assert found.target == (new if day == begin == 0 else round_half_up(exact))


@given(RULE)
def test_the_number_called_target_is_one_of_the_numbers(one):
    main = main_number(one)
    assert main == "" or main in numbers_of(one)
