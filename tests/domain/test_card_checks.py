"""Cards of the library: what is refused, what is warned of, and what another method or direction keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.domain.card_checks import check_agreement, check_card
from perfdesk.domain.library import Anchor, Card
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_changes import changed_direction, changed_method, marks_of
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.scoring import score
from perfdesk.domain.terms import Aggregation, ItemClass, Method, Nature
from tests.domain.builders import RULES, H, L, T, actuals_of, bands, d, linear, ratio, rule

SOUND = Card(
    id=1,
    lineage="OWN-01",
    code="OWN-01",
    revision=1,
    name_zh="交期",
    name_en="",
    item_class=ItemClass.KPI,
    nature=Nature.RESULT,
    unit="day",
    aggregation=Aggregation.LAST,
    rule=linear(H, "80", "95", "100"),
    provider_words="财务",
    basis="近 6 期",
)


def codes(card: Card) -> set[str]:
    return {one.code for one in check_card(card)}


def refused(card: Card) -> set[str]:
    return {one.code for one in check_card(card) if not one.is_warning}


def test_a_sound_card_has_nothing_against_it():
    assert check_card(SOUND) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": " "}, "code_missing"),
        ({"name_zh": " "}, "name_missing"),
        ({"unit": ""}, "unit_missing"),
        ({"rule": linear(H, "95", "80", "100")}, "direction_order"),
        ({"rule": linear(L, "80", "95", "100")}, "direction_order"),
        ({"rule": ratio(T, "95")}, "direction_not_for_method"),
        (
            {"rule": rule(Method.TOLERANCE, H, "30", full_band="2", zero_band="10")},
            "direction_not_for_method",
        ),
        ({"rule": ratio(H, "0")}, "target_zero"),
        ({"rule": ratio(H, "100", floor=d(120))}, "floor_not_below_cap"),
        ({"rule": ratio(H, "100", cap=d(95))}, "cannot_reach_100"),
        ({"rule": bands(H, ("95", "90"), (None, "0"))}, "cannot_reach_100"),
        ({"rule": bands(H, ("90", "100"), ("95", "80"), (None, "0"))}, "limits_order"),
        ({"rule": bands(H, ("95", "100"), ("90", "110"), (None, "0"))}, "scores_order"),
        ({"rule": rule(Method.DEDUCT, L, base="90", points_per_unit="5")}, "cannot_reach_100"),
        ({"rule": rule(Method.ALL_OR_NOTHING, H, pass_score="90")}, "cannot_reach_100"),
        ({"rule": linear(H, "80", "95", "100", target_score="90")}, "target_score_not_100"),
        ({"weight": d("100.5")}, "weight_range"),
        ({"is_share": True, "rule": ratio(H, "105")}, "share_off_range"),
        ({"item_class": ItemClass.BEHAVIOUR}, "behaviour_needs_levels"),
    ],
)
def test_what_does_not_work_is_refused(changes, code):
    assert code in refused(replace(SOUND, **changes))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"provider_words": ""}, "provider_missing"),
        ({"basis": " "}, "basis_missing"),
        ({"weight": d(3)}, "weight_unusual"),
        ({"weight": d(45)}, "weight_unusual"),
        ({"aggregation": Aggregation.RATIO}, "ratio_parts_missing"),
    ],
)
def test_what_is_worth_a_word_is_warned_of_and_refuses_nothing(changes, code):
    card = replace(SOUND, **changes)
    assert code in codes(card) and not refused(card)


def test_a_behaviour_wants_words_for_every_level():
    judged = replace(
        SOUND,
        item_class=ItemClass.BEHAVIOUR,
        rule=rule(Method.ANCHOR, scale="FIVE_LEVEL"),
        anchors=(Anchor(3, "按时", ""), Anchor(5, "", "early"), Anchor(1, " ", "")),
    )
    [problem] = check_card(judged)
    assert (problem.code, problem.details["levels"], problem.is_warning) == (
        "anchors_missing",
        "1, 2, 4",
        True,
    )


def test_an_item_in_words_only_needs_neither_unit_nor_provider():
    words = replace(SOUND, unit="", provider_words="", rule=Rule(Method.WORDS, H))
    assert check_card(words) == ()


def test_leaving_the_draft_needs_a_target_and_says_who_must_not_provide():
    found = check_agreement("交期", "%", Rule(Method.RATIO, H), provider_id=7, appraisee_id=7)
    assert [(one.code, one.is_warning) for one in found] == [
        ("target_missing", False),
        ("provider_is_appraisee", True),
    ]
    full = check_agreement(" ", "", ratio(H, "100"), provider_words="财务", basis="计划")
    assert [one.code for one in full] == ["name_missing", "unit_missing"]


def test_a_yes_or_no_needs_no_basis():
    found = check_agreement("备案", "bool", rule(Method.ALL_OR_NOTHING, H), provider_words="财务")
    assert found == ()


@pytest.mark.parametrize("method", [*RULES, Method.ANCHOR])
@pytest.mark.parametrize("old", [*RULES])
@settings(max_examples=15)
@given(data=st.data())
def test_another_method_always_gives_a_rule_that_works(old: Method, method: Method, data: st.DataObject):
    changed = changed_method(data.draw(RULES[old]), method)
    assert changed.method is method
    assert [one.code for one in check_rule(changed, needs_target=False)] == []


@pytest.mark.parametrize("method", list(RULES))
@pytest.mark.parametrize("direction", [H, L, T])
@settings(max_examples=40)
@given(data=st.data())
def test_another_direction_always_gives_a_rule_that_works(method, direction, data: st.DataObject):
    changed = changed_direction(data.draw(RULES[method]), direction)
    assert changed.direction is direction
    assert [one.code for one in check_rule(changed, needs_target=False)] == []


@pytest.mark.parametrize("method", [Method.RATIO, Method.LINEAR, Method.BAND, Method.ALL_OR_NOTHING])
def test_the_target_still_earns_100_after_a_change_of_the_method(method):
    line = linear(H, "80", "95", "100", stretch_score="120")
    assert score(changed_method(line, method), d(95)) == 100


def test_a_line_becomes_bands_and_the_other_way_round():
    line = linear(H, "80", "95", "100")
    steps = changed_method(line, Method.BAND)
    assert steps.bands() == [(d(100), 120), (d(95), 100), (d(80), 60), (None, 0)]
    back = changed_method(steps, Method.LINEAR)
    assert (back.threshold, back.target, back.stretch) == (80, 95, 100)


def test_a_turned_line_turns_its_ends():
    turned = changed_direction(linear(H, "80", "95", "100"), L)
    assert (turned.threshold, turned.target, turned.stretch) == (100, 95, 80)


@given(data=st.data())
def test_turned_bands_keep_their_scores(data: st.DataObject):
    before = data.draw(RULES[Method.BAND])
    other = L if before.direction == H else H
    turned = changed_direction(before, other)
    assert [points for _limit, points in turned.bands()] == [points for _limit, points in before.bands()]
    actual = data.draw(actuals_of(Method.BAND))
    assert score(turned, actual) in {max(min(p, turned.cap), turned.floor) for _l, p in turned.bands()}


def test_marks_of_a_broken_rule_are_empty():
    broken = rule(Method.BAND, H, bands="x")
    assert marks_of(broken).met is None
    assert changed_method(broken, Method.LINEAR).target == 100
