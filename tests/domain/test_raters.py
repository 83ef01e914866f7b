"""Several raters: groups, weights, anonymity and the level that comes out of it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.problems import Invalid
from perfdesk.domain.rater_explanation import explain_combined
from perfdesk.domain.raters import (
    ANONYMOUS,
    COLLEAGUES,
    COUNTING,
    SPREAD_FROM,
    Colleague,
    check_rater,
    check_rater_weights,
    check_threshold,
    combine,
    default_weights,
    entry_code,
    printed_level_points,
    propose,
    shuffled,
    usable_groups,
)
from perfdesk.domain.scoring import Rule, level_score
from perfdesk.domain.terms import Direction, Method, RaterGroup, Scheme
from tests.domain.builders import d

SUPERIOR, PEER, SUBORDINATE, CUSTOMER, SELF = RaterGroup
MANAGERS = default_weights(True)


def levels(*given: int | str) -> list[Decimal]:
    return [d(one) for one in given]


LEVELS = st.sampled_from([d(half) / 2 for half in range(2, 11)])
ANSWERS = st.dictionaries(st.sampled_from(list(RaterGroup)), st.lists(LEVELS, max_size=8))
SETS = st.lists(st.integers(0, 10_000), min_size=4, max_size=4).map(
    lambda units: dict(zip(COUNTING, (Decimal(one) / 100 for one in units), strict=True))
)


def test_ex_22_superior_peers_and_customers_give_3_96_and_the_lonely_subordinate_nothing():
    given_levels = {
        SUPERIOR: levels(4),
        PEER: levels(4, 3, 5, 4),
        SUBORDINATE: levels(1),
        CUSTOMER: levels(3, 4, 4),
    }
    result = combine(given_levels, MANAGERS)
    assert result.value == d("3.96")
    assert [one.groups for one in result.groups] == [(SUPERIOR,), (PEER,), (CUSTOMER,)]
    assert [one.share for one in result.groups] == [d("66.67"), d("22.22"), d("11.11")]
    assert [one.mean for one in result.groups] == [4, 4, Fraction(11, 3)]
    assert printed_level_points(d("3.96"), Scheme.P120) == d("109.60")


def test_default_weights_are_those_of_managers_and_of_others():
    assert list(default_weights(True).values()) == [60, 20, 10, 10, 0]
    assert list(default_weights(False).values()) == [70, 30, 0, 0, 0]
    assert not check_rater_weights(default_weights(True)) and not check_rater_weights(default_weights(False))


@given(ANSWERS, SETS, st.integers(3, 6), st.data())
def test_a_group_below_k_never_influences_any_number_that_is_shown(given_levels, weights, k, data):
    counts = {group: len(found) for group, found in given_levels.items()}
    usable = {one for groups in usable_groups(counts, k) for one in groups}
    result = combine(given_levels, weights, k)
    changed = {
        group: found if group in usable or group is SELF else data.draw(st.lists(LEVELS, max_size=k - 1))
        for group, found in given_levels.items()
    }
    again = {one for groups in usable_groups({g: len(f) for g, f in changed.items()}, k) for one in groups}
    if again == usable:
        assert combine(changed, weights, k) == result
    for groups in result.groups:
        if ANONYMOUS & set(groups.groups):
            assert groups.replies >= k


@given(ANSWERS, SETS)
def test_renormalised_weights_sum_to_100_and_the_result_lies_between_the_means(given_levels, weights):
    result = combine(given_levels, weights)
    shares = [one.share for one in result.groups]
    if result.value is None:
        assert not any(shares)
        return
    assert sum(shares) == 100
    counted = [one.mean for one in result.groups if one.weight]
    assert min(counted) - Fraction(1, 200) <= result.value <= max(counted) + Fraction(1, 200)


@given(ANSWERS, st.lists(LEVELS, max_size=3))
def test_the_own_level_is_shown_and_counts_for_nothing(given_levels, own):
    without = combine({**given_levels, SELF: []}, MANAGERS)
    with_own = combine({**given_levels, SELF: own}, MANAGERS)
    assert (with_own.value, with_own.groups) == (without.value, without.groups)
    assert (with_own.own is None) == (not own)


def test_two_small_groups_become_colleagues_only_when_both_are_too_small():
    assert usable_groups({PEER: 2, SUBORDINATE: 1}) == (COLLEAGUES,)
    assert usable_groups({PEER: 1, SUBORDINATE: 1}) == ()
    assert usable_groups({PEER: 4, SUBORDINATE: 2}) == ((PEER,),)
    assert usable_groups({PEER: 3, SUBORDINATE: 3}) == ((PEER,), (SUBORDINATE,))
    merged = combine({SUPERIOR: levels(3), PEER: levels(5, 4), SUBORDINATE: levels(3)}, MANAGERS)
    colleagues = merged.groups[1]
    assert (colleagues.groups, colleagues.replies, colleagues.mean) == (COLLEAGUES, 3, 4)
    assert (colleagues.weight, colleagues.share) == (30, d("33.33"))
    assert merged.value == d("3.33")


def test_customers_are_never_merged_and_the_manager_needs_no_company():
    assert usable_groups({PEER: 2, CUSTOMER: 2}) == ()
    assert usable_groups({SUPERIOR: 1}) == ((SUPERIOR,),)


def test_without_a_usable_group_there_is_no_value():
    assert combine({PEER: levels(4, 4)}, MANAGERS).value is None
    assert combine({}, MANAGERS).value is None
    assert combine({CUSTOMER: levels(4, 4, 4)}, default_weights(False)).value is None  # carries no weight


def test_the_result_is_rounded_once_at_the_end():
    # 50 : 50 of 3.333… and 3.335 would differ after rounding the means first.
    weights = {SUPERIOR: d(50), PEER: d(50)}
    result = combine({SUPERIOR: levels("3.00"), PEER: levels(3, 3, 4)}, weights)
    assert result.value == d("3.17")


def test_lowest_and_highest_are_hidden_below_five_replies():
    four = combine({PEER: levels(1, 3, 3, 5)}, MANAGERS).groups[0]
    five = combine({PEER: levels(1, 3, 3, 5, 5)}, MANAGERS).groups[0]
    assert SPREAD_FROM == 5
    assert (four.lowest, four.highest) == (None, None)
    assert (five.lowest, five.highest) == (1, 5)


@given(LEVELS, st.sampled_from(list(Scheme)))
def test_a_printed_level_lies_on_the_same_line_as_whole_and_half_levels(level, scheme):
    assert printed_level_points(level, scheme) == level_score(level, scheme)


@given(st.integers(100, 499), st.sampled_from(list(Scheme)))
def test_more_level_never_means_fewer_points(hundredths, scheme):
    level = Decimal(hundredths) / 100
    assert printed_level_points(level, scheme) <= printed_level_points(level + d("0.01"), scheme)


@pytest.mark.parametrize("level", ["0.99", "5.01"])
def test_a_level_off_the_scale_has_no_points(level):
    with pytest.raises(Invalid):
        printed_level_points(d(level), Scheme.P120)


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ({SUPERIOR: d("59.99"), PEER: d(40)}, "rater_weights_not_100"),
        ({SUPERIOR: d(101)}, "rater_weight_range"),
        ({SUPERIOR: d("60.005"), PEER: d("39.995")}, "rater_weight_range"),
        ({SUPERIOR: d(95), SELF: d(5)}, "rater_weight_self"),
    ],
)
def test_wrong_weights_are_refused(weights, code):
    assert [problem.code for problem in check_rater_weights(weights)][0] == code


def test_more_than_half_for_the_others_is_said_but_taken():
    found = check_rater_weights({SUPERIOR: d(40), PEER: d(60)})
    assert [(problem.code, problem.is_warning) for problem in found] == [("rater_weights_majority", True)]


def test_the_threshold_goes_upward_only():
    assert check_threshold(2)[0].code == "threshold_too_low"
    assert not check_threshold(3) and not check_threshold(5)


@given(st.lists(st.text(max_size=20), max_size=8), st.randoms(use_true_random=False))
def test_comments_are_shuffled_the_same_way_whoever_came_first(words, random):
    mixed = words[:]
    random.shuffle(mixed)
    assert shuffled(mixed, "form 7") == shuffled(words, "form 7")
    assert sorted(shuffled(words, "form 7")) == sorted(one.strip() for one in words if one.strip())


def test_entry_codes_are_readable_and_say_nothing_of_the_order():
    codes = [entry_code("a1b2", sheet) for sheet in range(1, 400)]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 6 and not set(code) & set("0O1ISZ25") for code in codes)
    assert codes != sorted(codes)


def test_peers_of_the_department_and_subordinates_are_proposed_and_the_work_is_spread():
    boss, people = Colleague(1, 9, None), [Colleague(at, 9, 1) for at in range(2, 10)]
    worker = Colleague(20, 8, 2)
    everybody = [boss, *people, worker]
    asked = propose(people[0], everybody)
    assert [one for one in asked if one[0] is PEER] == [(PEER, at) for at in (3, 4, 5, 6, 7)]
    assert [one for one in asked if one[0] is SUBORDINATE] == [(SUBORDINATE, 20)]
    load: dict[int, int] = {}
    for person in people:
        for _group, rater in propose(person, everybody):
            load[rater] = load.get(rater, 0) + 1
    assert {load[one.id] for one in people} == {5}


def test_nobody_without_a_department_is_anybodys_peer():
    assert propose(Colleague(1, None, None), [Colleague(1, None, None), Colleague(2, None, None)]) == ()


@pytest.mark.parametrize(
    ("group", "rater", "name", "code"),
    [
        (PEER, 5, "", "rater_twice"),
        (SUBORDINATE, 5, "", "rater_twice"),
        (CUSTOMER, None, "华新  贸易", "rater_twice"),
        (PEER, 1, "", "rater_is_ratee"),
        (SELF, 7, "", "rater_is_ratee"),
        (SUPERIOR, 2, "", "rater_is_manager"),
        (CUSTOMER, None, " ", "rater_missing"),
    ],
)
def test_who_cannot_be_asked_is_refused(group, rater, name, code):
    asked = [(5, ""), (None, "华新 贸易")]
    found = check_rater(group, rater, name, ratee_id=1, manager_id=2, asked=asked)
    assert [(problem.field, problem.code) for problem in found] == [("rater", code)]


def test_others_may_be_asked():
    asked = [(5, ""), (None, "华新贸易")]
    assert not check_rater(PEER, 6, "", ratee_id=1, manager_id=2, asked=asked)
    assert not check_rater(CUSTOMER, None, "远大", ratee_id=1, manager_id=None, asked=asked)


def test_ex_22_is_explained_by_the_groups_that_count_and_then_by_the_line_between_two_levels():
    given_levels = {SUPERIOR: levels(4), PEER: levels(4, 3, 5, 4), CUSTOMER: levels(3, 4, 4)}
    found = combine(given_levels, MANAGERS)
    first, second = explain_combined(Rule(Method.ANCHOR, Direction.HIGHER), found, Scheme.P120)
    assert first.values["terms"] == "60 × 4 ÷ 1 + 20 × 16 ÷ 4 + 10 × 11 ÷ 3" and first.values["whole"] == "90"
    assert first.result == d("3.96")
    assert second.values == {"low": 100, "level": d("3.96"), "below": 3, "step": 10}
    assert second.result == d("109.60")
    assert len(explain_combined(Rule(Method.ANCHOR, Direction.HIGHER), found, Scheme.P5)) == 1
    assert explain_combined(Rule(Method.ANCHOR, Direction.HIGHER), combine({}, MANAGERS), Scheme.P120) == ()
