"""The nine methods: worked examples under their numbers, then what holds for every valid rule."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk import paths
from perfdesk.domain.aggregation import aggregate, ratio_of
from perfdesk.domain.problems import Invalid
from perfdesk.domain.scoring import (
    Rule,
    check_rule,
    level_score,
    raw_score,
    rule_from_starter,
    score,
    target_of,
)
from perfdesk.domain.terms import Aggregation, Direction, Method, Scheme
from perfdesk.domain.totals import attainment
from tests.domain.builders import (
    RULES,
    H,
    L,
    T,
    actuals_of,
    bands,
    d,
    linear,
    ratio,
    rule,
)

METHODS = list(RULES)
LIBRARY = json.loads(paths.resource("starter-library.json").read_text(encoding="utf-8"))


def codes(found: Rule) -> set[str]:
    return {problem.code for problem in check_rule(found)}


def test_ex_2_a_ratio_is_computed_again_from_its_parts():
    assert ratio_of([(d(8), d(10)), (d(45), d(50))]) == d("88.33")
    assert ratio_of([(d(1), d(0))]) is None
    assert aggregate(Aggregation.AVG, [d(80), d(90)]) == d(85)
    assert aggregate(Aggregation.SUM, [d(8), d(45)]) == d(53)
    assert aggregate(Aggregation.LAST, [d(8), d(45)]) == d(45)
    assert aggregate(Aggregation.SUM, []) is None
    with pytest.raises(ValueError):
        aggregate(Aggregation.RATIO, [d(80)])


def test_ex_3_attainment_of_a_goal():
    assert attainment([(d(30), d("92.00")), (d(15), d("120.00")), (d(20), None)]) == d("101.33")
    assert attainment([(d(30), None)]) is None


@pytest.mark.parametrize(
    ("direction", "target", "actual", "raw", "points"),
    [
        pytest.param(H, "100", "92", "92.00", "92.00", id="EX-4a"),
        pytest.param(H, "100", "130", "130.00", "120.00", id="EX-4b"),
        pytest.param(L, "2", "3", "50.00", "50.00", id="EX-4c"),
        pytest.param(L, "2", "1.5", "125.00", "120.00", id="EX-4d"),
        pytest.param(L, "2", "5", "-50.00", "0.00", id="EX-4e"),
        pytest.param(H, "-50", "-30", "140.00", "120.00", id="EX-4f"),
        pytest.param(H, "-50", "-60", "80.00", "80.00", id="EX-4g"),
        pytest.param(H, "-50", "-110", "-20.00", "0.00", id="EX-4h"),
        pytest.param(L, "-10", "-8", "80.00", "80.00", id="EX-4i"),
    ],
)
def test_ex_4_ratio(direction, target, actual, raw, points):
    assert raw_score(ratio(direction, target), d(actual)) == d(raw)
    assert str(score(ratio(direction, target), d(actual))) == points


def test_ex_4c_ratio_by_the_reciprocal_variant():
    reciprocal = ratio(L, "2", params={"variant": "LOWER_RECIPROCAL"})
    assert score(reciprocal, d(3)) == d("66.67")
    assert score(reciprocal, d(0)) == d(120)
    assert score(reciprocal, d(-1)) == d(120)


@pytest.mark.parametrize("direction", [H, L])
def test_ex_4j_a_ratio_to_zero_is_refused(direction):
    with pytest.raises(Invalid) as refused:
        score(ratio(direction, "0"), d(5))
    assert [problem.code for problem in refused.value.problems] == ["target_zero"]
    assert "target_zero" in codes(ratio(direction, "0"))


def test_the_gate_of_a_ratio_lets_its_own_value_pass():
    gated = ratio(H, "100", params={"gate": "60"})
    assert score(gated, d("59.99")) == 0
    assert score(gated, d(60)) == 60
    assert score(ratio(L, "2", params={"gate": "60"}), d("2.81")) == 0


@pytest.mark.parametrize(
    ("actual", "points"),
    [
        ("79.99", "0.00"),
        ("80", "60.00"),
        ("85", "70.00"),
        ("90", "80.00"),
        ("100", "100.00"),
        ("108", "108.00"),
        ("120", "120.00"),
        ("130", "120.00"),
    ],
)
def test_ex_5_linear_higher(actual, points):
    assert str(score(linear(H, "80", "100", "120"), d(actual))) == points


@pytest.mark.parametrize(
    ("actual", "points"),
    [
        ("5.1", "0.00"),
        ("5", "60.00"),
        ("4", "80.00"),
        ("3.2", "96.00"),
        ("3", "100.00"),
        ("2.4", "112.00"),
        ("2", "120.00"),
        ("1", "120.00"),
    ],
)
def test_ex_6_linear_lower(actual, points):
    assert str(score(linear(L, "5", "3", "2"), d(actual))) == points


def test_linear_below_the_threshold_may_go_on_down_the_line():
    extrapolated = linear(H, "80", "100", "120", below_threshold="EXTRAPOLATE")
    assert score(extrapolated, d(70)) == d("40.00")
    assert score(extrapolated, d(10)) == 0


def test_ex_7_efficacy():
    assert score(rule(Method.EFFICACY, unacceptable="10", satisfactory="20"), d(18)) == d("92.00")
    assert score(rule(Method.EFFICACY, L, unacceptable="20", satisfactory="10"), d(12)) == d("92.00")


def test_ex_8_efficacy_in_five_tiers():
    tiers = rule(Method.EFFICACY, standards=["12", "9", "6", "2", "-3"])
    assert score(tiers, d("7.5")) == d("70.00")
    assert score(tiers, d("7.5")) * 20 / 100 == d("14.00")
    assert [score(tiers, d(actual)) for actual in ("13", "12", "-3", "-3.01")] == [100, 100, 20, 0]


@pytest.mark.parametrize(
    ("actual", "points"), [("95", 100), ("94.99", 80), ("90", 80), ("79.99", 0), ("94.996", 100)]
)
def test_ex_9_bands_higher(actual, points):
    rates = bands(H, ("95", "100"), ("90", "80"), ("80", "60"), (None, "0"))
    assert score(rates, d(actual)) == points


@pytest.mark.parametrize(("actual", "points"), [("1.0", 100), ("1.01", 80), ("2.0", 80), ("3.01", 0)])
def test_ex_10_bands_lower(actual, points):
    defects = bands(L, ("1", "100"), ("2", "80"), ("3", "60"), (None, "0"))
    assert score(defects, d(actual)) == points


def test_all_or_nothing_knows_a_limit_and_a_yes_or_no():
    assert [score(rule(Method.ALL_OR_NOTHING, H, "95"), d(a)) for a in ("94.99", "95")] == [0, 100]
    assert [score(rule(Method.ALL_OR_NOTHING, L, "2"), d(a)) for a in ("2", "2.01")] == [100, 0]
    yes_no = rule(Method.ALL_OR_NOTHING, pass_score="110", fail_score="20")
    assert [score(yes_no, d(a)) for a in (1, 0)] == [110, 20]
    with pytest.raises(Invalid):
        score(yes_no, d(2))


def test_ex_11_deduction_per_complaint():
    complaints = rule(Method.DEDUCT, L, base="100", points_per_unit="20")
    assert [str(score(complaints, d(count))) for count in (3, 6)] == ["40.00", "0.00"]


@pytest.mark.parametrize(
    ("rounding", "points"), [("FULL_UNIT", "90.00"), ("STARTED_UNIT", "85.00"), ("PROPORTIONAL", "87.50")]
)
def test_ex_12_deduction_for_lateness(rounding, points):
    late = rule(Method.DEDUCT, L, points_per_unit="5", unit_size="10", rounding=rounding)
    assert str(score(late, d(25))) == points


def test_deduction_counts_what_is_beyond_the_target_in_either_direction():
    over = rule(Method.DEDUCT, L, "10", points_per_unit="5")
    under = rule(Method.DEDUCT, H, "10", points_per_unit="5")
    assert [score(over, d(actual)) for actual in (9, 10, 12)] == [100, 100, 90]
    assert [score(under, d(actual)) for actual in (9, 10, 12)] == [95, 100, 100]


def test_a_bonus_inside_the_weights_starts_at_met_and_is_capped():
    ideas = rule(Method.BONUS, points_per_unit="6")
    assert [score(ideas, d(count)) for count in (0, 2, 9)] == [100, 112, 120]


@pytest.mark.parametrize(("actual", "points"), [("31", 100), ("36", 50), ("24", 50), ("40", 0)])
def test_ex_14_tolerance(actual, points):
    stock = rule(Method.TOLERANCE, T, "30", full_band="2", zero_band="10")
    assert score(stock, d(actual)) == points


@pytest.mark.parametrize(
    ("scheme", "points"),
    [
        (Scheme.P120, "40 60 80 90 100 105 110 115 120"),
        (Scheme.P100, "40 52.5 65 72.5 80 85 90 95 100"),
        (Scheme.P5, "1 1.5 2 2.5 3 3.5 4 4.5 5"),
    ],
)
def test_levels_and_half_levels_have_their_points(scheme, points):
    levels = [Decimal(half) / 2 for half in range(2, 11)]
    assert [level_score(level, scheme) for level in levels] == [d(point) for point in points.split()]


@pytest.mark.parametrize("level", ["0", "0.5", "5.5", "3.3", "6", "-1"])
def test_a_level_off_the_scale_is_refused(level):
    with pytest.raises(Invalid) as refused:
        level_score(d(level), Scheme.P120)
    assert refused.value.problems[0].code == "level_off_scale"


def test_an_anchored_item_asks_for_a_level():
    with pytest.raises(Invalid) as refused:
        score(rule(Method.ANCHOR), d(3))
    assert refused.value.problems[0].code == "needs_level"


def test_the_preset_lowers_the_cap_of_an_item():
    assert score(ratio(H, "100"), d(110), item_cap=d(100)) == 100
    assert score(ratio(H, "100", cap=d(90)), d(110), item_cap=d(100)) == 90


def test_the_actual_is_rounded_to_its_decimals_before_anything_else():
    assert score(ratio(H, "100", decimals=0), d("91.5")) == 92
    assert score(ratio(H, "100"), d("91.995")) == 92


@pytest.mark.parametrize("method", METHODS)
@given(data=st.data())
def test_generated_rules_are_valid(method, data):
    assert check_rule(data.draw(RULES[method])) == ()


@pytest.mark.parametrize("method", METHODS)
@given(data=st.data())
def test_a_better_actual_never_earns_less(method, data):
    found = data.draw(RULES[method])
    one, other = data.draw(actuals_of(method)), data.draw(actuals_of(method))
    if found.direction == Direction.TARGET:
        worse, better = sorted((one, other), key=lambda actual: -abs(actual - found.target))
    else:
        worse, better = sorted((one, other), reverse=found.direction == Direction.LOWER)
    assert score(found, worse) <= score(found, better)


@pytest.mark.parametrize("method", METHODS)
@given(data=st.data())
def test_a_score_lies_between_floor_and_cap_with_two_decimals(method, data):
    found, actual = data.draw(RULES[method]), data.draw(actuals_of(method))
    points = score(found, actual)
    assert found.floor <= points <= found.cap
    assert points.as_tuple().exponent == -2
    assert score(found, actual.normalize()) == points


@pytest.mark.parametrize("method", METHODS)
@given(data=st.data())
def test_a_met_target_earns_at_least_100(method, data):
    found = data.draw(RULES[method])
    target = target_of(found)
    assert target is not None
    assert score(found, target) >= 100


@given(data=st.data())
def test_a_value_on_a_limit_belongs_to_the_better_band(data):
    found = data.draw(RULES[Method.BAND])
    for limit, points in found.bands():
        if limit is not None:
            assert score(found, limit) == max(found.floor, min(found.cap, points))


@given(data=st.data())
def test_both_directions_of_a_ratio_mirror_each_other(data):
    target = data.draw(actuals_of(Method.RATIO).filter(bool))
    actual = data.draw(actuals_of(Method.RATIO))
    higher, lower = (raw_score(ratio(direction, str(target)), actual) for direction in (H, L))
    assert higher + lower == 200


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (Rule(Method.RATIO, H), "target_missing"),
        (ratio(T, "5"), "direction_not_for_method"),
        (rule(Method.TOLERANCE, H, "5", full_band="1", zero_band="2"), "direction_not_for_method"),
        (rule(Method.BONUS, L, points_per_unit="1"), "direction_not_for_method"),
        (ratio(H, "5", floor=d(120)), "floor_not_below_cap"),
        (ratio(H, "5", cap=d(99)), "cannot_reach_100"),
        (ratio(H, "5", decimals=5), "decimals_range"),
        (ratio(H, "5", params={"variant": "LOWER_RECIPROCAL"}), "reciprocal_needs_positive"),
        (ratio(L, "-5", params={"variant": "LOWER_RECIPROCAL"}), "reciprocal_needs_positive"),
        (ratio(L, "5", params={"variant": "UPPER"}), "choice_unknown"),
        (ratio(L, "5", params={"gate": "101"}), "gate_range"),
        (ratio(L, "5", params={"gate": "x"}), "param_not_a_number"),
        (linear(H, "100", "80", "120"), "direction_order"),
        (linear(L, "80", "100", "120"), "direction_order"),
        (linear(H, "80", "100", "100"), "direction_order"),
        (linear(H, "80", "100", "120", target_score="90"), "target_score_not_100"),
        (linear(H, "80", "100", "120", threshold_score="100"), "scores_order"),
        (linear(H, "80", "100", "120", stretch_score="90"), "scores_order"),
        (linear(H, "80", "100", "120", below_threshold="HALF"), "choice_unknown"),
        (rule(Method.LINEAR, H, "100"), "threshold_missing"),
        (rule(Method.EFFICACY, H, unacceptable="20", satisfactory="10"), "efficacy_order"),
        (rule(Method.EFFICACY, L, unacceptable="10", satisfactory="10"), "efficacy_order"),
        (rule(Method.EFFICACY, H), "param_missing"),
        (rule(Method.EFFICACY, H, standards=["3", "2", "1"]), "standards_five"),
        (rule(Method.EFFICACY, L, standards=["5", "4", "3", "2", "1"]), "limits_order"),
        (rule(Method.BAND), "param_missing"),
        (bands(H, ("95", "100"), ("96", "80"), (None, "0")), "limits_order"),
        (bands(L, ("1", "100"), ("1", "80"), (None, "0")), "limits_order"),
        (bands(H, ("95", "100"), ("90", "101"), (None, "0")), "scores_order"),
        (bands(H, ("95", "99"), (None, "0")), "cannot_reach_100"),
        (bands(H, ("95", "100"), ("90", "0")), "bands_open_end"),
        (rule(Method.ALL_OR_NOTHING, H, "1", pass_score="99"), "cannot_reach_100"),
        (rule(Method.ALL_OR_NOTHING, H, "1", fail_score="100"), "scores_order"),
        (rule(Method.DEDUCT, L, base="90", points_per_unit="5"), "cannot_reach_100"),
        (rule(Method.DEDUCT, L, points_per_unit="0"), "param_not_positive"),
        (rule(Method.DEDUCT, L, points_per_unit="5", unit_size="0"), "param_not_positive"),
        (rule(Method.DEDUCT, L, points_per_unit="5", rounding="NEAREST"), "choice_unknown"),
        (rule(Method.DEDUCT, H, points_per_unit="5"), "target_missing"),
        (rule(Method.DEDUCT, L, "-1", points_per_unit="5"), "target_negative"),
        (rule(Method.BONUS, points_per_unit="-1"), "param_not_positive"),
        (rule(Method.TOLERANCE, T, "5", full_band="2", zero_band="2"), "tolerance_bands"),
        (rule(Method.TOLERANCE, T, "5", full_band="-1", zero_band="2"), "tolerance_bands"),
    ],
)
def test_a_rule_that_cannot_work_is_named(broken, code):
    assert code in codes(broken)


@pytest.mark.parametrize(
    "broken",
    [
        Rule(Method.RATIO, H),
        rule(Method.LINEAR, H, "100"),
        rule(Method.EFFICACY, H, unacceptable="10", satisfactory="10"),
        rule(Method.DEDUCT, L, points_per_unit="5", unit_size="0"),
        bands(H, ("95", "100"), ("90", "0")),
        ratio(T, "5"),
    ],
)
def test_a_rule_that_cannot_be_computed_is_refused_with_a_reason(broken):
    with pytest.raises(Invalid) as refused:
        score(broken, d(1))
    assert refused.value.problems


def test_every_indicator_of_the_starter_library_becomes_a_valid_rule():
    assert len(LIBRARY["indicators"]) >= 49
    for indicator in LIBRARY["indicators"]:
        found = rule_from_starter(indicator)
        assert check_rule(found, needs_target=False) == (), indicator["code"]
        if found.method == Method.RATIO:
            found = replace(found, target=d(10))
        if found.method != Method.ANCHOR:
            assert score(found, target_of(found) or d(0)) >= 100, indicator["code"]


def test_a_rule_of_the_library_keeps_its_numbers():
    by_code = {indicator["code"]: rule_from_starter(indicator) for indicator in LIBRARY["indicators"]}
    collection = by_code["SAL-02"]
    assert (collection.threshold, collection.target, collection.stretch) == (80, 95, 100)
    assert by_code["SAL-05"].cap == 100
    assert by_code["FIN-04"].target == 0
    assert score(by_code["CSV-01"], d(90)) == 100
