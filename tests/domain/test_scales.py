"""What may be given on a scale and what it earns; a firm's own scale has to make sense."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.explanation import explain_given
from perfdesk.domain.grades import met_score
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.scales import (
    check_scale,
    competency_gap,
    given_range,
    given_score,
    level_score,
    met_given,
)
from perfdesk.domain.scoring import score
from perfdesk.domain.terms import Direction, Method, Scheme
from perfdesk.texts import explanations
from tests.domain.builders import d, decimals

SCHEMES = st.sampled_from(list(Scheme))
FIVE = ("FIVE_LEVEL", "BARS", "COMPETENCY")


def judged(scale: str = "", **params: object) -> Rule:
    named = {"scale": scale} if scale else {}
    return Rule(Method.ANCHOR, Direction.HIGHER, params={**named, **params})


def own(*levels: tuple[str, str]) -> Rule:
    made = [{"level": level, "score": points, "zh": "话", "en": "words"} for level, points in levels]
    return judged("OWN", levels=made)


def codes(rule: Rule, scheme: Scheme | None = None) -> list[str]:
    return [problem.code for problem in check_scale(rule, scheme)]


def code_of(rule: Rule, given: str, scheme: Scheme = Scheme.P120, **options: bool) -> str:
    with pytest.raises(Invalid) as caught:
        given_score(rule, d(given), scheme, **options)
    return caught.value.problems[0].code


def test_ex_21_competencies_are_converted_item_by_item():
    points = [given_score(judged("COMPETENCY"), d(level), Scheme.P120) for level in (3, 4, 2)]
    assert points == [d("100.00"), d("110.00"), d("80.00")]
    assert round_half_up(sum(points) / 3) == d("96.67")


def test_a_competency_is_short_of_what_the_position_asks():
    assert competency_gap(d(4), d(3)) == 1
    assert competency_gap(d(3), d(4)) == -1
    assert competency_gap(None, d(3)) is None
    assert competency_gap(d(3), None) is None


@given(SCHEMES, st.integers(1, 5), st.sampled_from(["", *FIVE]))
def test_five_levels_earn_the_same_whatever_they_are_called(scheme: Scheme, level: int, scale: str):
    assert given_score(judged(scale), d(level), scheme) == level_score(d(level), scheme)


def test_half_levels_only_where_the_firm_allows_them():
    assert given_score(judged(), d("4.5"), Scheme.P120) == d("115.00")
    assert code_of(judged(), "4.5", allows_halves=False) == "level_half"
    assert given_score(judged(), d(4), Scheme.P120, allows_halves=False) == d(110)
    assert code_of(judged("BARS"), "4.3") == "level_off_scale"


@given(decimals(0, 120), st.sampled_from([Scheme.P120, Scheme.P100]))
def test_points_out_of_a_hundred_count_as_given_up_to_the_cap(points: Decimal, scheme: Scheme):
    rule = judged("HUNDRED", most="120")
    cap = Decimal(120 if scheme is Scheme.P120 else 100)
    assert given_score(rule, points, scheme) == min(points, cap)
    assert given_range(rule, scheme) == (0, cap)


def test_points_beyond_the_scale_are_refused():
    assert code_of(judged("HUNDRED"), "100.01") == "points_off_scale"
    assert code_of(judged("HUNDRED"), "-1") == "points_off_scale"
    assert code_of(judged("HUNDRED", most="120"), "120.5") == "points_off_scale"
    assert code_of(judged("HUNDRED"), "88.125") == "number_too_fine"
    assert code_of(judged("HUNDRED"), "4", Scheme.P5) == "scale_not_for_p5"


def test_own_levels_earn_what_is_written_beside_them():
    rule = own(("1", "60"), ("2", "100"), ("3", "115"))
    assert [given_score(rule, d(level), Scheme.P120) for level in (1, 2, 3)] == [60, 100, 115]
    assert code_of(rule, "4") == "own_level_unknown"
    assert code_of(rule, "1.5") == "own_level_unknown"
    assert given_range(rule, Scheme.P120) == (60, 115)
    assert met_given(rule, Scheme.P120) == 2
    assert met_given(rule, Scheme.P100) is None


def test_what_counts_as_met_on_each_scale():
    assert met_given(judged(), Scheme.P100) == 3
    assert met_given(judged("HUNDRED"), Scheme.P120) == 100
    assert met_given(judged("HUNDRED"), Scheme.P100) == 80


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (own(("1", "100")), "own_levels_number"),
        (own(*[(str(at), str(at * 10)) for at in range(11)]), "own_levels_number"),
        (judged("OWN"), "own_levels_number"),
        (own(("1", "100"), ("2", "90")), "own_levels_order"),
        (own(("1", "90"), ("2", "90"), ("3", "100")), "own_levels_order"),
        (own(("1", "60"), ("1", "100")), "own_level_twice"),
        (own(("1", "60"), ("2", "90")), "own_levels_met"),
        (own(("1", "100"), ("2", "121")), "own_level_score"),
        (own(("1.5", "60"), ("2", "100")), "own_level_range"),
        (judged("OWN", levels=[{"level": "1", "score": "60"}, {"level": "2"}]), "own_level_incomplete"),
        (
            judged(
                "OWN",
                levels=[{"level": "1", "score": "60", "zh": " "}, {"level": "2", "score": "100", "en": "b"}],
            ),
            "own_level_without_words",
        ),
        (judged("OWN", levels=[{"level": "one", "score": "60"}]), "param_not_a_number"),
        (judged("HUNDRED", most="110"), "points_end"),
        (judged("STARS"), "choice_unknown"),
    ],
)
def test_what_is_wrong_with_a_scale_is_named(rule: Rule, code: str):
    assert codes(rule, Scheme.P120) == [code]
    assert code in {problem.code for problem in check_rule(rule, scheme=Scheme.P120)}


@given(st.data(), SCHEMES, st.integers(2, 10))
def test_a_rising_scale_with_one_met_level_is_valid_and_earns_more_with_each_level(
    data, scheme: Scheme, count: int
):
    met = met_score(True, scheme)
    low, high = (Decimal(1), Decimal(5)) if scheme is Scheme.P5 else (Decimal(0), met + 20)
    others = data.draw(
        st.lists(
            decimals(int(low), int(high)).filter(lambda one: one != met),
            min_size=count - 1,
            max_size=count - 1,
            unique=True,
        )
    )
    scores = sorted([*others, met])
    rule = own(*[(str(at), str(points)) for at, points in enumerate(scores, 1)])
    assert codes(rule, scheme) == []
    earned = [given_score(rule, d(at), scheme) for at in range(1, count + 1)]
    assert earned == sorted(set(earned))
    assert earned[int(met_given(rule, scheme) or 0) - 1] == met


def test_an_item_in_words_has_no_score_and_nothing_wrong_with_its_rule():
    rule = Rule(Method.WORDS, Direction.HIGHER)
    assert check_rule(rule) == ()
    with pytest.raises(Invalid) as caught:
        score(rule, d(3))
    assert caught.value.problems[0].code == "needs_words"


def test_the_score_of_any_scale_is_explained():
    def said(rule: Rule, given: str, scheme: Scheme = Scheme.P120) -> list[str]:
        return [explanations.explain(line) for line in explain_given(rule, d(given), scheme)]

    assert len(said(judged(), "4.5")) == 1
    assert said(judged("HUNDRED"), "88.5")[0].endswith("88.50")
    capped = said(judged("HUNDRED", most="120"), "110", Scheme.P100)
    assert len(capped) == 2 and capped[1].endswith("100.00")
    assert said(own(("1", "60"), ("2", "100")), "1")[0].endswith("60.00")
