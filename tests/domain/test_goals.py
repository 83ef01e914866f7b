"""Goals: attainment rolled up (EX-3), shares of links, own score, what hangs nowhere, no circles."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.goal_checks import check_goal, check_link
from perfdesk.domain.goals import (
    Cascade,
    Goal,
    GoalLink,
    LinkedItem,
    goal_score,
    perspectives_covered,
    shares_of,
    unit_score,
)
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import Direction, GoalLevel, Method, Perspective
from perfdesk.domain.totals import attainment
from tests.domain.builders import RULES, actuals_of, d, decimals, linear, ratio

FIRM, UNIT = GoalLevel.FIRM, GoalLevel.DEPARTMENT


def goal(key: int, level: GoalLevel = FIRM, **changes: object) -> Goal:
    given = {"rule": ratio(Direction.HIGHER, "100"), "department_id": None if level == FIRM else 1, **changes}
    return Goal(key, level, 2026, f"目标{key}", "", **given)


def up(key: int, upper: int, below: int | str, share: str | None = None) -> GoalLink:
    parts = {"lower_id": below} if isinstance(below, int) else {"lineage": below}
    return GoalLink(key, upper, share=None if share is None else d(share), **parts)


def item(
    lineage: str, weight: str, score: str | None, department: int | None = 1, **more: object
) -> LinkedItem:
    return LinkedItem(lineage, d(weight), None if score is None else d(score), department, **more)


def test_ex_3_attainment_is_the_weighted_mean_of_what_hangs_below():
    found = Cascade(
        [goal(1)], [up(1, 1, "A"), up(2, 1, "B")], [item("A", "30", "92.00"), item("B", "15", "120.00")]
    )
    assert found.attainment(1) == d("101.33")


def test_a_goal_without_a_scored_indicator_has_no_attainment():
    assert Cascade([goal(1)], [up(1, 1, "A")], [item("A", "30", None)]).attainment(1) is None
    assert Cascade([goal(1)], [], [item("A", "30", "92")]).attainment(1) is None


def test_void_forms_are_left_out():
    items = [item("A", "30", "92"), item("A", "30", "20", is_void=True)]
    assert Cascade([goal(1)], [up(1, 1, "A")], items).attainment(1) == d("92.00")


def test_several_links_share_the_weight_equally_unless_told_otherwise():
    goals = [goal(1), goal(2)]
    items = [item("A", "40", "60"), item("B", "10", "100")]
    equal = Cascade(goals, [up(1, 1, "A"), up(2, 2, "A"), up(3, 1, "B")], items)
    assert equal.attainment(1) == d("73.33")  # (20·60 + 10·100) ÷ 30
    own = Cascade(goals, [up(1, 1, "A", "75"), up(2, 2, "A"), up(3, 1, "B")], items)
    assert own.attainment(1) == d("70.00")  # (30·60 + 10·100) ÷ 40
    assert own.attainment(2) == d("60.00")


def test_a_goal_of_the_firm_counts_an_indicator_below_two_of_its_goals_once():
    goals = [goal(1), goal(2, UNIT), goal(3, UNIT)]
    links = [up(1, 1, 2), up(2, 1, 3), up(3, 2, "A"), up(4, 3, "A"), up(5, 2, "B")]
    found = Cascade(goals, links, [item("A", "40", "60"), item("B", "40", "120")])
    assert found.attainment(1) == d("90.00")
    assert found.attainment(2) == d("100.00")  # half of A's weight, all of B's


def test_a_link_straight_to_the_firm_and_one_through_a_department_count_once():
    goals = [goal(1), goal(2, UNIT)]
    links = [up(1, 1, 2), up(2, 1, "A"), up(3, 2, "A"), up(4, 1, "B")]
    assert Cascade(goals, links, [item("A", "50", "80"), item("B", "50", "100")]).attainment(1) == d("90.00")


def test_of_two_departments_the_own_one_counts_a_person_s_indicator():
    goals = [goal(1, UNIT, department_id=1), goal(2, UNIT, department_id=2)]
    links = [up(1, 1, "A"), up(2, 2, "A")]
    found = Cascade(goals, links, [item("A", "30", "60", 1), item("A", "30", "100", 22)], {22: 2, 2: None})
    assert (found.attainment(1), found.attainment(2)) == (d("60.00"), d("100.00"))
    elsewhere = Cascade(goals, links, [item("A", "30", "70", 9)])
    assert (elsewhere.attainment(1), elsewhere.attainment(2)) == (d("70.00"), d("70.00"))


def test_what_hangs_nowhere_is_listed_with_its_part_of_the_weight():
    items = [item("A", "60", "90"), item("B", "25", "80"), item("C", "15", None), item("B", "30", "100")]
    found = Cascade([goal(1)], [up(1, 1, "A")], items)
    assert [(one.lineage, one.forms, one.weight, one.mean) for one in found.orphans()] == [
        ("B", 2, 55, d("90.91")),
        ("C", 1, 15, None),
    ]
    assert found.orphan_share() == Fraction(70, 130)
    assert Cascade([], [], []).orphan_share() is None


def test_the_tree_shows_each_goal_below_every_goal_it_serves_with_its_share():
    goals = [goal(1), goal(2, UNIT), goal(3), goal(4, UNIT)]
    links = [up(1, 1, 2, "70"), up(2, 3, 2), up(3, 2, "A"), up(4, 2, "Z")]
    tree = Cascade(goals, links, [item("A", "30", "92", name_zh="回款")]).tree(2026)
    assert [node.goal.id for node in tree.nodes] == [1, 3, 4]
    assert [node.goals[0].share for node in tree.nodes[:2]] == [d("70.00"), d("30.00")]
    below = tree.nodes[0].goals[0].indicators
    assert [(one.lineage, one.name_zh, one.forms, one.share) for one in below] == [
        ("A", "回款", 1, 100),
        ("Z", "", 0, 100),
    ]
    assert tree.nodes[0].attainment == tree.nodes[1].attainment == d("92.00")


def test_a_goal_s_own_actual_is_scored_by_the_methods_of_the_indicators():
    line = goal(1, rule=linear(Direction.HIGHER, "80", "95", "100"), actual=d("91.25"))
    assert goal_score(line) == d("90.00")
    assert goal_score(replace(line, actual=None)) is None
    assert goal_score(goal(1, rule=ratio(Direction.HIGHER, "0"), actual=d(5))) is None
    judged = goal(1, rule=Rule(Method.ANCHOR, Direction.HIGHER), actual=d(4))
    assert goal_score(judged) == d("110.00")


@pytest.mark.parametrize("method", list(RULES))
@given(data=st.data())
def test_every_method_scores_a_goal_within_floor_and_cap(method: Method, data: st.DataObject):
    rule = data.draw(RULES[method])
    found = goal_score(goal(1, rule=rule, actual=data.draw(actuals_of(method))))
    assert found is not None and rule.floor <= found <= rule.cap


def test_a_unit_s_score_is_the_weighted_mean_of_its_goals():
    scored = [goal(1, actual=d(90), weight=d(60)), goal(2, actual=d(60), weight=d(40)), goal(3)]
    assert unit_score(scored) == d("78.00")
    assert unit_score([goal(1, actual=d(90)), goal(2, actual=d(60))]) == d("75.00")
    assert unit_score([*scored, goal(4, actual=d(108))]) == d("88.00")  # counts as the mean, 50
    assert unit_score([goal(1)]) is None


def test_perspectives_are_those_of_the_firm_s_own_goals():
    goals = [
        goal(1, perspective=Perspective.FINANCE),
        goal(2, UNIT, perspective=Perspective.LEARNING),
        goal(3),
    ]
    assert perspectives_covered(goals) == {Perspective.FINANCE}


@given(st.lists(st.one_of(st.none(), decimals(1, 20)), min_size=1, max_size=5))
def test_shares_are_parts_of_one_whole_and_an_empty_one_takes_what_is_left(given):
    links = [up(at, at, "A", None if one is None else str(one)) for at, one in enumerate(given, 1)]
    shares = shares_of(links)
    assert all(0 <= part <= 1 for part in shares.values())
    if None in given:
        assert sum(shares.values()) == 1


@given(
    st.lists(st.tuples(st.integers(1, 5), st.sampled_from("ABC")), min_size=1, max_size=9, unique=True),
    st.lists(st.tuples(st.sampled_from("ABC"), decimals(1, 100), decimals(0, 120)), min_size=1, max_size=9),
    st.sets(st.tuples(st.integers(2, 5), st.just(1))),
)
def test_attainment_lies_between_the_scores_and_no_weight_counts_twice(pairs, scores, ups):
    goals = [goal(1), *(goal(key, UNIT) for key in range(2, 6))]
    links = [up(at, upper, below) for at, (upper, below) in enumerate(pairs, 1)]
    links += [up(100 + lower, upper, lower) for lower, upper in ups]
    items = [LinkedItem(lineage, weight, points, 1) for lineage, weight, points in scores]
    cascade = Cascade(goals, links, items)
    for one in items:
        assert all(0 < part <= 1 for part in cascade.goals_over(one).values())
    linked = {below for _upper, below in pairs}
    known = [points for lineage, _weight, points in scores if lineage in linked]
    for key in range(1, 6):
        if (found := cascade.attainment(key)) is not None:
            assert min(known) <= found <= max(known)


def test_one_link_each_gives_what_the_plain_formula_gives():
    pairs = [(d(30), d(92)), (d(15), d(120)), (d("12.5"), d("66.67"))]
    items = [LinkedItem(str(at), weight, points) for at, (weight, points) in enumerate(pairs)]
    links = [up(at, 1, str(at - 1)) for at in range(1, 4)]
    assert Cascade([goal(1)], links, items).attainment(1) == attainment(pairs)


def test_no_goal_comes_to_hang_below_itself():
    goals = [goal(1), goal(2), goal(3)]
    links = [up(1, 1, 2), up(2, 2, 3)]
    assert [one.code for one in check_link(goals, links, up(0, 3, 1))] == ["link_circle"]
    assert [one.code for one in check_link(goals, links, up(0, 1, 1))] == ["link_circle"]
    assert check_link(goals, links, up(0, 1, 3)) == ()


def test_a_link_is_made_once_and_never_upside_down():
    goals = [goal(1), goal(2, UNIT)]
    assert [one.code for one in check_link(goals, [], up(0, 2, 1))] == ["link_upside_down"]
    links = [up(1, 1, "A")]
    assert [one.code for one in check_link(goals, links, up(0, 1, "A"))] == ["link_exists"]
    assert check_link(goals, links, up(1, 1, "A", "50")) == ()


def test_shares_of_one_indicator_do_not_pass_the_whole():
    goals = [goal(1), goal(2)]
    links = [up(1, 1, "A", "60")]
    [problem] = check_link(goals, links, up(0, 2, "A", "50"))
    assert (problem.code, problem.details) == ("shares_too_many", {"sum": "110", "rest": "40"})
    assert check_link(goals, links, up(0, 2, "A", "40")) == ()
    for wrong in ("0", "101", "0.005"):
        assert [one.code for one in check_link(goals, links, up(0, 2, "A", wrong))] == ["share_range"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name_zh": " "}, "name_missing"),
        ({"level": UNIT}, "goal_department_missing"),
        ({"year": 20266}, "goal_year"),
        ({"weight": Decimal("100.01")}, "weight_range"),
        ({"rule": ratio(Direction.HIGHER, "0")}, "target_zero"),
        ({"rule": ratio(Direction.TARGET, "5")}, "direction_not_for_method"),
    ],
)
def test_a_goal_that_does_not_work_is_refused(changes, code):
    assert code in [one.code for one in check_goal(replace(goal(1), **changes))]


def test_a_goal_may_wait_for_its_target():
    assert check_goal(goal(1, rule=Rule(Method.RATIO, Direction.HIGHER))) == ()
