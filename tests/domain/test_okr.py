"""OKR: scores of key results and objectives under their examples, limits as advice, conversion of mode X."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfdesk.domain.okr import (
    Colour,
    KeyResult,
    Objective,
    check_contribution,
    check_key_result,
    check_objectives,
    colour_of,
    conversion,
    converted,
    has_fallen,
    key_result_score,
    objective_score,
)
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.terms import Commitment, KeyResultKind
from tests.domain.builders import d, decimals

COMMITTED, CHALLENGE = Commitment.COMMITTED, Commitment.ASPIRATIONAL


def metric(start: str | None, target: str | None, **changes: object) -> KeyResult:
    made = KeyResult(1, 1, 0, "客户数", KeyResultKind.METRIC)
    return replace(made, start=start and d(start), target=target and d(target), **changes)


def scored(*scores: str | None, weights: tuple[str | None, ...] = ()) -> list[KeyResult]:
    filled = [*weights, *[None] * len(scores)]
    return [
        metric("0", "1", id=at, score=one and d(one), weight=filled[at] and d(filled[at]))
        for at, one in enumerate(scores)
    ]


def objective(*results: KeyResult, **changes: object) -> Objective:
    return replace(Objective(1, 1, 0, "站稳华东", COMMITTED, tuple(results)), **changes)


def code_of(result: KeyResult, actual: str) -> str:
    with pytest.raises(Invalid) as caught:
        key_result_score(result, d(actual))
    return caught.value.problems[0].code


def codes(*objectives: Objective, counted: frozenset[str] = frozenset()) -> list[str]:
    return [problem.code for problem in check_objectives(objectives, counted)]


def test_ex_17_a_metric_goes_from_start_to_target_downwards_too():
    assert key_result_score(metric("20", "60"), d(40)) == d("0.50")
    assert key_result_score(metric("10", "4"), d("6.4")) == d("0.60")


def test_ex_18_an_objective_is_the_mean_of_the_stored_scores():
    assert objective_score(scored("0.50", "1.00", "0.75")) == d("0.75")


def test_ex_19_a_challenge_met_at_seven_tenths_earns_a_hundred():
    assert [converted(d(one), CHALLENGE) for one in ("0.35", "0.70", "0.85")] == [50, 100, 110]
    assert converted(d("0.35"), COMMITTED) == d("35.00")
    assert converted(d(1), COMMITTED) == 100


@given(decimals(-1000, 1000), decimals(-1000, 1000), decimals(-3000, 3000))
def test_a_metric_lies_between_zero_and_one_and_never_falls_on_the_way(start, target, actual):
    assume(start != target)
    result = metric(str(start), str(target))
    points = key_result_score(result, actual)
    assert 0 <= points <= 1
    assert points == round(points, 2)
    step = Decimal("0.5") if target > start else Decimal("-0.5")
    assert key_result_score(result, actual + step) >= points
    assert key_result_score(result, start) == 0
    assert key_result_score(result, target) == 1


def test_a_milestone_takes_only_agreed_grades():
    result = metric(None, None, kind=KeyResultKind.MILESTONE)
    assert key_result_score(result, d("0.7")) == d("0.70")
    assert key_result_score(result, d(0)) == 0
    assert code_of(result, "0.5") == "not_a_milestone"


def test_a_yes_or_no_is_one_or_zero():
    result = metric(None, None, kind=KeyResultKind.BINARY)
    assert [key_result_score(result, d(one)) for one in (0, 1)] == [0, 1]
    assert code_of(result, "2") == "not_yes_no"


def test_what_a_key_result_lacks_is_named():
    assert code_of(metric(None, "5"), "3") == "key_result_without_start"
    assert code_of(metric("5", None), "3") == "target_missing"
    assert code_of(metric("5", "5"), "3") == "key_result_start_is_target"

    def found(**changes: object) -> list[str]:
        return [one.code for one in check_key_result(metric("1", "2", **changes))]

    assert found() == []
    assert found(name=" ") == ["key_result_without_name"]
    assert found(weight=d(0)) == ["weight_range"]
    stages = {"kind": KeyResultKind.MILESTONE}
    assert found(**stages) == []
    assert found(**stages, milestones=(d("0.7"), d("0.3"), d(1))) == ["milestones_order"]
    assert found(**stages, milestones=(d("0.3"), d("0.7"))) == ["milestones_order"]
    assert found(**stages, milestones=(d(0), d(1))) == ["milestones_order"]
    assert found(**stages, milestones=(d(1),)) == ["milestones_order"]


def test_weights_of_key_results_count_and_a_missing_one_is_the_mean():
    assert objective_score(scored("1.00", "0.00", weights=("30", "70"))) == d("0.30")
    assert objective_score(scored("1.00", "0.00", "0.00", weights=("20", "60", None))) == d("0.17")
    assert objective_score(scored(None, "0.40")) == d("0.40")
    assert objective_score(scored(None)) is None
    assert not objective(*scored(None, "0.40")).is_complete
    assert objective(*scored("0.40", "0.40")).is_complete


@given(st.lists(decimals(0, 1), min_size=1, max_size=5))
def test_an_objective_lies_between_its_worst_and_its_best_key_result(scores):
    points = objective_score(scored(*map(str, scores)))
    assert min(scores) <= points <= max(scores)


@pytest.mark.parametrize(
    ("points", "colour"),
    [
        ("0.00", Colour.RED),
        ("0.34", Colour.RED),
        ("0.35", Colour.YELLOW),
        ("0.64", Colour.YELLOW),
        ("0.65", Colour.GREEN),
        ("1.00", Colour.GREEN),
    ],
)
def test_the_colour_goes_by_one_decimal(points: str, colour: Colour):
    assert colour_of(d(points)) is colour


@given(decimals(0, 1), decimals(0, 1), st.sampled_from(Commitment))
def test_a_better_objective_never_converts_to_less(one, other, commitment):
    low, high = sorted((one, other))
    assert converted(low, commitment) <= converted(high, commitment)


def test_the_rules_of_mode_x_are_valid():
    for commitment in Commitment:
        assert check_rule(conversion(commitment)) == ()


def test_too_few_or_many_are_advised_against_and_far_too_many_refused():
    two = scored("1.00", "1.00")
    assert codes(objective(*two)) == []
    assert codes(*[objective(*two, id=at) for at in range(4)]) == ["objectives_many"]
    assert codes(*[objective(*two, id=at) for at in range(6)]) == ["objectives_too_many"]
    assert codes(objective(*two[:1])) == ["key_results_unusual"]
    assert codes(objective(*scored(*["1.00"] * 5))) == ["key_results_unusual"]
    assert codes(objective(*scored(*["1.00"] * 6))) == ["key_results_too_many"]
    assert codes(objective(*two, name="")) == ["objective_without_name"]


def test_only_far_too_many_is_an_error():
    many = [objective(*scored("1.00", "1.00"), id=at) for at in range(4)]
    assert [one.is_warning for one in check_objectives(many)] == [True]
    more = [objective(*scored("1.00", "1.00"), id=at) for at in range(6)]
    assert [one.is_warning for one in check_objectives(more)] == [False]


def test_a_committed_objective_that_was_missed_asks_for_words():
    short = scored("1.00", "0.90")
    assert codes(objective(*short)) == ["committed_without_words"]
    assert codes(objective(*short, words="供应商停产")) == []
    assert codes(objective(*short, commitment=CHALLENGE)) == []
    assert codes(objective(*scored(None, "0.90"))) == []


def test_a_key_result_and_a_scored_indicator_must_not_count_twice():
    results = [replace(one, lineage="SAL-03") for one in scored("1.00", "1.00")]
    assert codes(objective(*results), counted=frozenset({"SAL-03"})) == ["key_result_counts_twice"] * 2
    assert codes(objective(*results), counted=frozenset({"SAL-01"})) == []


def test_a_fall_of_three_asks_what_stands_in_the_way():
    assert has_fallen([5, 2])
    assert not has_fallen([5, 3])
    assert not has_fallen([9, 5, 5])
    assert not has_fallen([2])
    results = [replace(one, confidence=(6, 3)) for one in scored("1.00", "1.00")]
    assert codes(objective(*results)) == ["confidence_fell"] * 2


def test_contribution_through_okr_weighs_at_most_twenty():
    assert check_contribution(d(20)) == () == check_contribution(None)
    assert check_contribution(d("20.01"))[0].code == "contribution_weight"
