"""Another scale for a judged item always gives one that may be used; class and method WORDS go together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.card_changes import coherent
from perfdesk.domain.grades import met_score
from perfdesk.domain.library import Anchor, Card
from perfdesk.domain.rule import Rule
from perfdesk.domain.scale_changes import changed_scale, with_level_added, with_levels, without_level
from perfdesk.domain.scales import MOST, OwnLevel, Scale, check_scale, own_levels, scale_of
from perfdesk.domain.terms import Aggregation, Direction, ItemClass, Method, Nature, Scheme

JUDGED = Rule(Method.ANCHOR, Direction.HIGHER, params={"scale": "FIVE_LEVEL"})
WORDS = {level: (f"第{level}级", f"level {level}") for level in range(1, 6)}


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("scale", list(Scale))
def test_each_scale_begins_so_that_it_may_be_used(scale: Scale, scheme: Scheme) -> None:
    rule = changed_scale(JUDGED, scale, scheme, WORDS)
    assert scale_of(rule) is scale
    expected = ["scale_not_for_p5"] if (scale, scheme) == (Scale.HUNDRED, Scheme.P5) else []
    assert [one.code for one in check_scale(rule, scheme)] == expected


@pytest.mark.parametrize("scheme", list(Scheme))
def test_levels_may_be_added_up_to_the_most(scheme: Scheme) -> None:
    rule = changed_scale(JUDGED, Scale.OWN, scheme, WORDS)
    while len(own_levels(rule)) < MOST:
        rule = with_level_added(rule, scheme, "新", "new")
        assert check_scale(rule, scheme) == ()


@given(st.lists(st.integers(0, 90), min_size=2, max_size=9, unique=True), st.data())
def test_an_added_level_fits_between_any_others(numbers: list[int], data: st.DataObject) -> None:
    met = int(met_score(True, Scheme.P120))
    others = st.integers(0, 120).filter(lambda one: one != met)
    count = len(numbers) - 1
    points = sorted([met, *data.draw(st.lists(others, min_size=count, max_size=count, unique=True))])
    levels = [
        OwnLevel(Decimal(level), Decimal(score), "级", "")
        for level, score in zip(sorted(numbers), points, strict=True)
    ]
    before = with_levels(JUDGED, levels)
    after = with_level_added(before, Scheme.P120, "新", "new")
    assert check_scale(before, Scheme.P120) == () == check_scale(after, Scheme.P120)
    assert len(own_levels(after)) == len(levels) + 1
    assert {one.score for one in levels} <= {one.score for one in own_levels(after)}


def test_a_level_taken_away_leaves_the_others_their_numbers() -> None:
    rule = changed_scale(JUDGED, Scale.OWN, Scheme.P120, WORDS)
    assert [one.level for one in own_levels(without_level(rule, Decimal(1)))] == [2, 3]


def card(**changed: object) -> Card:
    plain = Card(
        0, "X", "X", 1, "回款", "", ItemClass.KPI, Nature.RESULT, "%", Aggregation.LAST,
        Rule(Method.RATIO, Direction.HIGHER), weight=Decimal(10), basis="去年",
    )  # fmt: skip
    return replace(plain, **changed)  # type: ignore[arg-type]


def test_method_and_class_of_an_item_in_words_follow_each_other() -> None:
    before = card()
    by_method = coherent(before, card(rule=Rule(Method.WORDS, Direction.HIGHER)))
    by_class = coherent(before, card(item_class=ItemClass.WORDS))
    for found in (by_method, by_class):
        assert (found.rule.method, found.item_class) == (Method.WORDS, ItemClass.WORDS)
        assert (found.weight, found.basis, found.is_in_words, found.is_anchored) == (None, "", True, False)
    back = coherent(by_class, replace(by_class, item_class=ItemClass.GS))
    assert (back.rule.method, back.item_class) == (Method.ANCHOR, ItemClass.GS)
    back = coherent(by_class, replace(by_class, rule=JUDGED))
    assert (back.rule.method, back.item_class) == (Method.ANCHOR, ItemClass.KPI)
    back = coherent(by_class, replace(by_class, item_class=ItemClass.KPI))
    assert (back.rule.method, back.item_class) == (Method.RATIO, ItemClass.KPI)


def test_a_card_in_words_keeps_its_anchors_for_later() -> None:
    before = card(item_class=ItemClass.BEHAVIOUR, rule=JUDGED, anchors=(Anchor(3, "按时", ""),))
    words = coherent(before, replace(before, rule=Rule(Method.WORDS, Direction.HIGHER)))
    assert words.anchors == before.anchors and not words.is_anchored
    assert coherent(words, replace(words, rule=JUDGED)).item_class is ItemClass.BEHAVIOUR


def test_other_changes_are_left_alone() -> None:
    before = card()
    after = replace(before, name_zh="回款率")
    assert coherent(before, after) == after
