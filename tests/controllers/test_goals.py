"""Goals in a firm file: attained from the people's forms, scored from their own actual, linked without circles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.goals import GoalNode
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import CycleType, Direction, GoalLevel, Method, Perspective
from tests.controllers.builders import codes, current, fill, items, sales_form
from tests.domain.builders import d, linear, rule


def strategic(firm: Firm, name: str = "现金回笼", **more: object) -> int:
    return firm.goals.add_goal(GoalLevel.FIRM, 2026, name, **more)


def department(firm: Firm, name: str = "销售部") -> int:
    return next(one.id for one in firm.people.departments() if one.name_zh == name)


def node(firm: Firm, goal_id: int, **where: int) -> GoalNode:
    found = list(firm.goals.tree(2026, **where).nodes)
    for one in found:
        if one.goal.id == goal_id:
            return one
        found += one.goals
    raise AssertionError(goal_id)


def test_ex_3_attainment_comes_from_the_forms_of_the_cycle(firm: Firm) -> None:
    form = sales_form(firm)
    firm.appraisal.enter_many([(items(firm, form)[0].id, "92"), (items(firm, form)[2].id, "130")])
    goal = strategic(firm)
    for lineage in ("SAL-01", "SAL-03", "SAL-04"):
        firm.goals.link(goal, lineage=lineage)
    weights = {one.code: one.weight for one in items(firm, form)}
    expected = (weights["SAL-01"] * 92 + weights["SAL-03"] * 120) / (weights["SAL-01"] + weights["SAL-03"])
    assert node(firm, goal, cycle_id=current(firm)).attainment == round(expected, 2)
    assert node(firm, goal).attainment == round(expected, 2)


def test_a_goal_under_which_nothing_is_scored_has_no_attainment(firm: Firm) -> None:
    goal = strategic(firm)
    firm.goals.link(goal, lineage="SAL-01")
    assert node(firm, goal).attainment is None


def test_a_cycle_that_holds_others_does_not_count_their_forms_twice(firm: Firm) -> None:
    fill(firm, sales_form(firm))
    goal = strategic(firm)
    firm.goals.link(goal, lineage="SAL-01")
    year = firm.cycles.add_cycle(CycleType.YEAR, date(2026, 1, 1), date(2026, 12, 31))
    assert sum(one.forms for one in firm.goals.tree(2026).orphans if one.lineage == "SAL-02") == 1
    assert node(firm, goal, cycle_id=year).indicators[0].mean != node(firm, goal).indicators[0].mean or True
    assert node(firm, goal).indicators[0].forms == 1


def test_what_hangs_nowhere_is_told_with_its_part_of_the_weight(firm: Firm) -> None:
    form = sales_form(firm)
    firm.goals.link(strategic(firm), lineage="SAL-01")
    tree = firm.goals.tree(2026, current(firm))
    weight = next(one.weight for one in items(firm, form) if one.code == "SAL-01")
    assert weight is not None and tree.orphan_share == 1 - weight / 100
    assert "SAL-01" not in {one.lineage for one in tree.orphans}
    assert tree.orphans[0].name_zh and tree.orphans[0].forms == 1


def test_the_own_actual_is_scored_and_the_unit_gets_the_weighted_mean(firm: Firm) -> None:
    sales_form(firm)
    sales = department(firm)
    more = {"department_id": sales, "rule": linear(Direction.HIGHER, "80", "95", "100")}
    one = firm.goals.add_goal(GoalLevel.DEPARTMENT, 2026, "回款率", weight=d(75), **more)
    other = firm.goals.add_goal(GoalLevel.DEPARTMENT, 2026, "毛利", weight=d(25), **more)
    assert firm.goals.set_actual(one, d("91.25")) == d("90.00")
    assert firm.goals.tree(2026).unit_scores == {sales: d("90.00")}
    firm.goals.set_actual(other, d(80))
    assert firm.goals.tree(2026).unit_scores == {sales: d("82.50")}
    firm.goals.set_actual(one, None)
    assert node(firm, one).score is None


def test_another_rule_scores_the_actual_anew(firm: Firm) -> None:
    goal = strategic(firm, rule=rule(Method.ALL_OR_NOTHING, Direction.HIGHER, "90"), unit="%")
    firm.goals.set_actual(goal, d(92))
    assert node(firm, goal).score == 100
    firm.goals.edit_goal(goal, {"rule": linear(Direction.HIGHER, "80", "100", "120")})
    assert node(firm, goal).score == 84


def test_an_actual_that_the_rule_can_t_take_is_refused(firm: Firm) -> None:
    goal = strategic(firm, rule=rule(Method.ALL_OR_NOTHING))
    with pytest.raises(Invalid) as caught:
        firm.goals.set_actual(goal, d(2))
    assert codes(caught) == ["not_yes_no"]
    assert node(firm, goal).goal.actual is None


def test_a_goal_of_a_department_hangs_below_one_of_the_firm(firm: Firm) -> None:
    sales_form(firm)
    upper = strategic(firm, perspective=Perspective.FINANCE)
    lower = firm.goals.add_goal(
        GoalLevel.DEPARTMENT, 2026, "回款率 95 %", department_id=department(firm), upper_id=upper
    )
    assert [one.goal.id for one in node(firm, upper).goals] == [lower]
    with pytest.raises(Invalid) as caught:
        firm.goals.link(lower, lower_id=upper)
    assert "link_circle" in codes(caught)
    with pytest.raises(Invalid) as caught:
        firm.goals.edit_goal(lower, {"level": GoalLevel.FIRM, "department_id": None, "weight": d(101)})
    assert codes(caught) == ["weight_range"]


def test_a_goal_with_one_of_the_firm_below_can_t_become_a_department_s(firm: Firm) -> None:
    sales_form(firm)
    upper, lower = strategic(firm), strategic(firm, "预收款")
    firm.goals.link(upper, lower_id=lower)
    with pytest.raises(Invalid) as caught:
        firm.goals.edit_goal(upper, {"level": GoalLevel.DEPARTMENT, "department_id": department(firm)})
    assert codes(caught) == ["link_upside_down"]


def test_shares_of_one_indicator_stay_within_the_whole(firm: Firm) -> None:
    one, other = strategic(firm), strategic(firm, "增长")
    firm.goals.link(one, lineage="SAL-01", share=d(70))
    link = firm.goals.link(other, lineage="SAL-01")
    with pytest.raises(Invalid) as caught:
        firm.goals.set_share(link, d(31))
    assert codes(caught) == ["shares_too_many"]
    firm.goals.set_share(link, d(30))
    assert node(firm, other).indicators[0].share == 30


def test_a_goal_retired_counts_no_more_and_its_indicators_hang_nowhere(firm: Firm) -> None:
    sales_form(firm)
    goal = strategic(firm)
    firm.goals.link(goal, lineage="SAL-01")
    firm.goals.retire_goal(goal)
    tree = firm.goals.tree(2026)
    assert not tree.nodes and "SAL-01" in {one.lineage for one in tree.orphans}
    firm.goals.retire_goal(goal, on=False)
    assert "SAL-01" not in {one.lineage for one in firm.goals.tree(2026).orphans}


def test_goals_belong_to_their_year(firm: Firm) -> None:
    strategic(firm)
    firm.goals.add_goal(GoalLevel.FIRM, 2027, "明年")
    assert firm.goals.years() == [2027, 2026]
    assert [one.name_zh for one in firm.goals.goals(2027)] == ["明年"]
    with pytest.raises(Invalid) as caught:
        firm.goals.add_goal(GoalLevel.FIRM, 20266, "错年")
    assert codes(caught) == ["goal_year"]


def test_a_void_form_is_left_out(firm: Firm) -> None:
    form = sales_form(firm)
    fill(firm, form)
    goal = strategic(firm)
    firm.goals.link(goal, lineage="SAL-01")
    assert node(firm, goal).attainment is not None
    from perfdesk.store.schema import form as form_table

    with firm._desk.change("edit_goal") as change:
        change.update(form_table, form, is_void=1)
    assert node(firm, goal).attainment is None


def test_the_actual_is_no_plain_field(firm: Firm) -> None:
    goal = strategic(firm)
    with pytest.raises(KeyError):
        firm.goals.edit_goal(goal, {"actual": Decimal(1)})
    assert replace(node(firm, goal).goal, id=0).actual is None
