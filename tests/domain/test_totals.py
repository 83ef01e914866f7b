"""Totals, missing actuals, vetoes and the sharing out of weights."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.problems import Invalid
from perfdesk.domain.scoring import level_score, score
from perfdesk.domain.terms import Method, Missing, Scheme, VetoEffect
from perfdesk.domain.totals import (
    ScoredItem,
    Veto,
    grade_with_veto,
    possible_range,
    share_out_rest,
    total_of,
)
from tests.domain.builders import H, L, d, decimals, items, linear, ratio, rule, weights

P120, P100, P5 = (SCHEMES[scheme] for scheme in (Scheme.P120, Scheme.P100, Scheme.P5))
WEIGHTS = ("30", "20", "15", "10", "15", "10")


def ex_15() -> list[ScoredItem]:
    scores = [
        score(ratio(H, "100"), d(92)),
        score(linear(H, "80", "95", "100"), d(88)),
        score(ratio(H, "10"), d(15)),
        score(rule(Method.DEDUCT, L, points_per_unit="20"), d(1)),
        level_score(d(3), Scheme.P120),
        level_score(d(4), Scheme.P120),
    ]
    return items(*zip(WEIGHTS, map(str, scores), strict=True))


def without(form: list[ScoredItem], key: int, missing: Missing) -> list[ScoredItem]:
    return [replace(item, score=None, missing=missing) if item.key == key else item for item in form]


def test_ex_13_bonus_is_capped_per_item_and_altogether():
    assert total_of(ex_15(), P120, bonus=[d(3) * 2]).bonus == d("5.00")
    assert total_of(ex_15(), P120, bonus=[d(4), d(5), d(3)]).bonus == d("10.00")


def test_ex_15_total_is_the_sum_of_the_printed_cells():
    total = total_of(ex_15(), P120)
    assert [item.score for item in ex_15()] == [d(s) for s in ("92", "81.33", "120", "80", "100", "110")]
    assert list(total.weighted.values()) == [d(c) for c in ("27.60", "16.27", "18", "8", "15", "11")]
    assert str(total.total) == "95.87"
    assert not total.is_provisional and not total.is_reweighted
    assert str(total_of(ex_15(), P120, bonus=[d(5)], deductions=[d(2)]).total) == "98.87"


def test_ex_16_an_unavailable_item_hands_on_its_weight():
    form = without(ex_15(), 2, Missing.UNAVAILABLE)
    total = total_of(form, P120)
    assert list(total.weights.values()) == [d(w) for w in ("37.50", "18.75", "12.50", "18.75", "12.50")]
    assert list(total.weighted.values()) == [d(c) for c in ("34.50", "22.50", "10", "18.75", "13.75")]
    assert (str(total.total), total.is_reweighted, total.is_provisional) == ("99.50", True, False)
    assert grade_with_veto(total, P120).code == "B"
    as_zero = [replace(item, score=d(0)) if item.key == 2 else item for item in ex_15()]
    counted = total_of(as_zero, P120)
    assert (str(counted.total), grade_with_veto(counted, P120).code) == ("79.60", "C")


def test_ex_16b_effective_weights_by_largest_remainder():
    form = [
        *items(("40", "100"), ("25", "100"), ("5", "100")),
        ScoredItem(4, d(30), None, Missing.UNAVAILABLE),
    ]
    assert list(total_of(form, P120).weights.values()) == [d("57.14"), d("35.72"), d("7.14")]


def test_below_60_percent_there_is_no_total():
    form = [*items(("59.99", "100")), ScoredItem(2, d("40.01"), None, Missing.NOT_APPLICABLE)]
    assert total_of(form, P120).total is None
    assert grade_with_veto(total_of(form, P120), P120) is None
    enough = [*items(("60", "100")), ScoredItem(2, d(40), None, Missing.NOT_APPLICABLE)]
    assert total_of(enough, P120).total == 100
    assert total_of([], P120).total is None


@pytest.mark.parametrize(
    ("missing", "provisional"),
    [
        (Missing.PENDING, True),
        (Missing.NOT_SUBMITTED, True),
        (Missing.VALUE, True),
        (Missing.NOT_APPLICABLE, False),
        (Missing.UNAVAILABLE, False),
    ],
)
def test_a_total_is_provisional_until_every_gap_in_the_data_is_resolved(missing, provisional):
    total = total_of(without(ex_15(), 2, missing), P120)
    assert (total.is_provisional, str(total.total)) == (provisional, "99.50")


def test_not_submitted_counts_as_zero_only_by_decision():
    form = [
        replace(item, score=d(0), missing=Missing.NOT_SUBMITTED) if item.key == 2 else item
        for item in ex_15()
    ]
    assert str(total_of(form, P120).total) == "79.60"
    assert not total_of(form, P120).is_provisional


@pytest.mark.parametrize(
    ("levels", "total", "code"),
    [
        pytest.param((4, 3, 2, 4, 3), "3.20", "B", id="EX-51"),
        pytest.param((2, 2, 2, 2, 2), "2.00", "C", id="EX-52-all-2"),
        pytest.param((3, 3, 3, 3, 3), "3.00", "B", id="EX-52-all-3"),
    ],
)
def test_ex_51_52_the_five_point_form(levels, total, code):
    form = items(*(("20", str(level_score(d(level), Scheme.P5))) for level in levels))
    found = total_of(form, P5)
    assert (str(found.total), grade_with_veto(found, P5).code) == (total, code)


@pytest.mark.parametrize(
    ("vetoes", "total", "code"),
    [
        ([Veto()], "95.87", "C"),
        ([Veto(VetoEffect.ZERO_TOTAL)], "0.00", "D"),
        ([Veto(VetoEffect.MULTIPLY, d("0.9"))], "86.28", "B"),
        ([Veto(VetoEffect.MULTIPLY, d("0.9")), Veto()], "95.87", "C"),
        ([Veto(VetoEffect.MULTIPLY, d("0.5")), Veto(VetoEffect.MULTIPLY, d("0.8"))], "47.94", "D"),
    ],
)
def test_the_lowest_veto_is_applied_last_and_alone(vetoes, total, code):
    found = total_of(ex_15(), P120, vetoes=vetoes)
    assert (str(found.total), grade_with_veto(found, P120).code) == (total, code)
    assert found.before_veto == d("95.87")
    assert total_of(ex_15(), P120, vetoes=vetoes[::-1]).total == found.total


def test_a_capped_grade_never_rises():
    low = items(("100", "30"))
    assert grade_with_veto(total_of(low, P120, vetoes=[Veto()]), P120).code == "D"


def test_a_veto_on_the_five_point_form_ends_at_one():
    form = items(("100", "4"))
    assert str(total_of(form, P5, vetoes=[Veto(VetoEffect.ZERO_TOTAL)]).total) == "1.00"
    assert str(total_of(form, P5, vetoes=[Veto(VetoEffect.MULTIPLY, d("0.1"))]).total) == "1.00"


def test_a_wrong_factor_or_negative_points_are_refused():
    with pytest.raises(Invalid):
        total_of(ex_15(), P120, vetoes=[Veto(VetoEffect.MULTIPLY, d(1))])
    with pytest.raises(Invalid):
        total_of(ex_15(), P120, bonus=[d(-1)])


def test_the_total_is_clamped_before_a_veto():
    form = items(("100", "118"))
    assert total_of(form, P120, bonus=[d(5)]).total == 120
    assert total_of(form, P120, deductions=[d(500)]).total == 0
    assert total_of(form, P120, bonus=[d(5)], vetoes=[Veto(VetoEffect.MULTIPLY, d("0.5"))]).total == 60
    assert total_of(items(("100", "100")), P100, bonus=[d(5)]).total == 105


@st.composite
def forms(draw: st.DrawFn) -> list[ScoredItem]:
    found = []
    for key, weight in enumerate(draw(weights())):
        missing = draw(st.sampled_from([Missing.VALUE, Missing.VALUE, *Missing]))
        points = draw(decimals(0, 120)) if missing == Missing.VALUE else None
        found.append(ScoredItem(key, weight, points, missing))
    return found


@given(forms())
def test_effective_weights_sum_to_100_and_cells_sum_to_the_subtotal(form):
    total = total_of(form, P120)
    if total.total is None:
        assert total.present_weight < 60
        return
    assert sum(total.weights.values()) == 100
    assert sum(total.weighted.values()) == total.subtotal
    assert all(cell.as_tuple().exponent == -2 for cell in total.weighted.values())
    assert set(total.weights) == {item.key for item in form if item.is_present}
    assert 0 <= total.total <= 120


@given(forms(), st.randoms(use_true_random=False))
def test_the_order_of_the_items_cannot_change_the_total_when_nothing_is_excluded(form, chance: random.Random):
    full = [replace(item, score=item.score or d("77.77"), missing=Missing.VALUE) for item in form]
    mixed = full[:]
    chance.shuffle(mixed)
    assert total_of(full, P120).total == total_of(mixed, P120).total


@given(weights(), st.data())
def test_a_better_score_never_lowers_the_total(shares, data):
    scores = [data.draw(decimals(0, 120)) for _ in shares]
    form = [ScoredItem(key, *pair) for key, pair in enumerate(zip(shares, scores, strict=True))]
    better = [replace(form[0], score=data.draw(decimals(0, 120))), *form[1:]]
    if better[0].score >= form[0].score:
        assert total_of(better, P120).total >= total_of(form, P120).total


@given(weights(), st.data())
def test_the_five_point_total_lies_between_one_and_five(shares, data):
    form = [ScoredItem(key, share, d(data.draw(st.integers(1, 5)))) for key, share in enumerate(shares)]
    assert 1 <= total_of(form, P5).total <= 5


@given(forms(), st.data())
def test_whatever_is_still_to_come_ends_inside_the_possible_range(form, data):
    limits = {item.key: (d(0), d(120)) for item in form}
    found = possible_range(form, P120, limits)
    filled = [
        replace(item, score=data.draw(decimals(0, 120)), missing=Missing.VALUE) if item.is_open else item
        for item in form
    ]
    total = total_of(filled, P120).total
    if found is None:
        assert total is None
    else:
        assert found[0] <= total <= found[1]


def test_the_possible_range_of_ex_15_with_the_project_open():
    form = without(ex_15(), 5, Missing.PENDING)
    assert possible_range(form, P120, {5: (d(40), d(120))}) == (d("86.87"), d("98.87"))


@given(st.lists(st.one_of(st.none(), decimals(0, 150)), min_size=1, max_size=40))
def test_shared_out_weights_sum_to_100_and_each_is_above_zero(given_weights):
    shared = share_out_rest(given_weights)
    assert sum(shared) == 100
    assert all(weight > 0 for weight in shared)
    kept = [weight for weight in given_weights if weight]
    rest = 100 - sum(kept, Decimal(0))
    empty = len(given_weights) - len(kept)
    if empty and rest * 100 >= empty:
        for before, after in zip(given_weights, shared, strict=True):
            assert not before or before == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([None, None, None], ["33.34", "33.33", "33.33"]),
        (["30", None, "20", None], ["30", "25", "20", "25"]),
        (["30", "30"], ["50", "50"]),
        (["1", "1", "1"], ["33.34", "33.33", "33.33"]),
        (["60", "60", None], ["33.34", "33.33", "33.33"]),
        (["25", "75"], ["25", "75"]),
        ([], []),
    ],
)
def test_the_rest_is_shared_out(before, after):
    shared = share_out_rest([None if weight is None else d(weight) for weight in before])
    assert shared == [d(weight) for weight in after]


def test_more_items_than_hundredths_are_refused():
    with pytest.raises(Invalid):
        share_out_rest([None] * 10_001)
