"""Cycles and forms: what a form needs to go on, what it keeps of its own, and that a closed cycle stays shut."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import CauseCode, CycleType, EventKind, FormState, Missing, Scheme
from perfdesk.store.change import Deed
from perfdesk.store.schema import indicator_card, position_template, template_item
from perfdesk.texts import sentence
from tests.controllers.builders import QUARTER, codes, current, file_of, fill, form, items, person, sales_form
from tests.store.dump import dump


def state(firm: Firm, form_id: int) -> FormState:
    return firm.appraisal.sheet(form_id).head.state


def trail(firm: Firm, form_id: int) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(firm.path)) as connection:
        return connection.execute(
            "SELECT from_state, to_state, note FROM form_step WHERE form_id = ? ORDER BY id", (form_id,)
        ).fetchall()


def closed(firm: Firm) -> int:
    """Score a form, close the cycle, and return the form."""
    found = sales_form(firm)
    fill(firm, found, "62", "2")
    item = items(firm, found)[0].id
    firm.improvement.set_cause(item, CauseCode.RES)
    firm.improvement.add_action(item, "每周提供二十条有效线索")
    assert firm.cycles.advance([found]) == []
    assert firm.cycles.close(current(firm)) == []
    return found


def test_weights_of_99_99_keep_a_form_in_draft_and_the_sum_is_named(firm: Firm) -> None:
    found = sales_form(firm, agreed=False)
    first = items(firm, found)[0]
    assert first.weight is not None
    firm.appraisal.set_weight(first.id, first.weight - Decimal("0.01"))

    stuck = firm.cycles.advance([found])

    assert [problem.code for problem in stuck[0].problems] == ["weights_not_100"]
    assert "99.99" in sentence(stuck[0].problems[0])
    assert state(firm, found) is FormState.DRAFT
    assert [one.head.id for one in firm.cycles.stuck(current(firm), FormState.DRAFT)] == [found]
    firm.appraisal.share_out_rest(found)
    assert firm.cycles.advance([found]) == []


@pytest.mark.parametrize("weight", ["0", "-5", "100.01", "12.345"])
def test_a_weight_that_can_not_be_is_refused(firm: Firm, weight: str) -> None:
    found = sales_form(firm, agreed=False)
    with pytest.raises(Invalid) as caught:
        firm.appraisal.set_weight(items(firm, found)[0].id, Decimal(weight))
    assert codes(caught) == ["weight_range"]


def test_the_rest_goes_to_the_empty_weights(firm: Firm) -> None:
    found = sales_form(firm, agreed=False)
    before = {item.id: item.weight for item in items(firm, found)}
    first, second, *others = before
    firm.appraisal.set_weight(first, None)
    firm.appraisal.set_weight(second, None)
    firm.appraisal.share_out_rest(found)
    after = {item.id: item.weight for item in items(firm, found)}
    assert sum(weight or 0 for weight in after.values()) == 100
    assert after[first] == after[second]
    assert all(after[item] == before[item] for item in others)


def test_a_missing_target_keeps_a_form_in_draft_and_names_the_item(firm: Firm) -> None:
    found = sales_form(firm, agreed=False)
    item = next(one for one in items(firm, found) if not one.is_anchored)
    firm.appraisal.set_target(item.id, None)
    problems = firm.cycles.advance([found])[0].problems
    assert [problem.code for problem in problems] == ["target_missing"]
    assert problems[0].details["name"] == item.name_zh


def test_a_draft_without_items_does_not_go_on(firm: Firm) -> None:
    found = sales_form(firm, agreed=False)
    for item in items(firm, found):
        firm.appraisal.remove_item(item.id)
    assert [problem.code for problem in firm.cycles.advance([found])[0].problems] == ["no_items"]


def test_a_form_keeps_its_own_copy_of_what_was_agreed(firm: Firm) -> None:
    found = sales_form(firm)
    fill(firm, found)
    before = firm.appraisal.sheet(found)
    line = firm.results.standings(current(firm))[0]
    who = before.head.employee_id
    person(firm, "E02", "尉迟恭")

    firm.people.edit_employee(who, "department", "市场部")
    firm.people.edit_employee(who, "position", "操作工")
    firm.people.edit_employee(who, "manager", "E02")
    firm.people.edit_department(before.head.department_id or 0, "name_zh", "营销中心")
    firm.people.edit_position(line.position_id or 0, "name_zh", "大客户经理")
    with file_of(firm).change(Deed("test")) as change:
        for item in before.items:
            change.update(
                indicator_card, item.card_id, name_zh="改名", target_e4=10_000, params="{}", cap_c=10_000
            )
        for row in change.ids(template_item):
            change.update(template_item, row, weight_c=1)
        for row in change.ids(position_template):
            change.update(position_template, row, name_zh="改名")
    firm.settings.set_scheme(Scheme.P100)
    firm.settings.set_grades(Scheme.P120, None)

    assert firm.appraisal.sheet(found) == before
    assert firm.results.standings(current(firm))[0] == line


def test_a_draft_shows_what_the_person_is_today(firm: Firm) -> None:
    found = sales_form(firm, agreed=False)
    who = firm.appraisal.sheet(found).head.employee_id
    firm.people.edit_employee(who, "department", "市场部")
    assert firm.appraisal.sheet(found).head.department_zh == "市场部"
    assert firm.results.standings(current(firm))[0].department_zh == "市场部"


def test_without_targets_first_the_first_score_agrees_the_form_and_the_trail_says_so(simple: Firm) -> None:
    who = person(simple)
    found = form(simple, who)
    assert state(simple, found) is FormState.DRAFT
    simple.appraisal.enter(items(simple, found)[0].id, "4")
    assert state(simple, found) is FormState.RUNNING
    assert trail(simple, found) == [
        ("DRAFT", "AGREED", "switched_off"),
        ("AGREED", "RUNNING", "cycle_began"),
    ]
    simple.people.edit_employee(who, "department", "新部门")
    assert simple.appraisal.sheet(found).head.department_zh == ""


def test_with_targets_first_a_draft_takes_no_score(firm: Firm) -> None:
    found = sales_form(firm, agreed=False)
    with pytest.raises(Invalid) as caught:
        firm.appraisal.enter(items(firm, found)[0].id, "90")
    assert codes(caught) == ["locked_draft"]
    assert trail(firm, found) == []


def test_a_form_passes_the_states_that_are_off_and_the_trail_names_each(firm: Firm) -> None:
    found = closed(firm)
    assert [to for _from, to, _note in trail(firm, found)] == [name.value for name in FormState][1:]
    assert {to: note for _from, to, note in trail(firm, found) if note} == {
        "RUNNING": "cycle_began",
        "SELF_SCORED": "self_skipped",
        "CALIBRATED": "no_calibration",
        "CONFIRMED": "switched_off",
        "IMPROVING": "switched_off",
    }


def _next_year(firm: Firm) -> int:
    return firm.cycles.add_cycle(CycleType.YEAR, date(2027, 1, 1), date(2027, 12, 31), with_forms=False)


@pytest.mark.parametrize("how", ["enter", "enter_many", "event"])
def test_a_cycle_that_has_not_begun_takes_no_score_and_leaves_its_drafts_alone(
    simple: Firm, how: str
) -> None:
    who = person(simple)
    _next_year(simple)
    found = form(simple, who)
    before = dump(file_of(simple))
    item = items(simple, found)[0].id
    if how == "enter_many":
        assert [p.code for p in simple.appraisal.enter_many([(item, "4")])[item]] == ["cycle_not_begun"]
    else:
        with pytest.raises(Invalid) as caught:
            if how == "enter":
                simple.appraisal.enter(item, "4")
            else:
                simple.appraisal.add_event(found, EventKind.BONUS, date(2026, 10, 1), "救急", Decimal(2))
        assert codes(caught) == ["cycle_not_begun"]
        assert "2027-01-01" in sentence(caught.value.problems[0])
    assert dump(file_of(simple)) == before


def test_targets_of_a_coming_cycle_are_agreed_and_wait_for_its_first_day(firm: Firm) -> None:
    who = person(firm)
    _next_year(firm)
    found = form(firm, who)
    assert firm.cycles.advance([found]) == []
    assert state(firm, found) is FormState.AGREED
    assert [p.code for p in firm.cycles.advance([found])[0].problems] == ["cycle_not_begun"]
    firm.cycles.send_back(found, FormState.DRAFT, "目标写错了，要重新商定")
    assert state(firm, found) is FormState.DRAFT


def test_a_form_is_sent_back_with_a_reason_and_keeps_its_scores(firm: Firm) -> None:
    found = sales_form(firm)
    fill(firm, found)
    firm.cycles.advance([found])
    total = firm.appraisal.sheet(found).total
    for target, reason, code in (
        (FormState.RUNNING, "太短了", "reason_too_short"),
        (FormState.DRAFT, "目标写错了，要重新商定", "no_way_back"),
    ):
        with pytest.raises(Invalid) as caught:
            firm.cycles.send_back(found, target, reason)
        assert codes(caught) == [code]
    firm.cycles.send_back(
        found, firm.cycles.ways_back(FormState.MANAGER_SCORED)[0], "  漏了一张发票，要重新核对 "
    )
    assert state(firm, found) is FormState.SELF_SCORED
    assert trail(firm, found)[-1] == ("MANAGER_SCORED", "SELF_SCORED", "漏了一张发票，要重新核对")
    assert firm.appraisal.sheet(found).total == total
    firm.appraisal.enter(items(firm, found)[0].id, "90")


def test_a_form_with_open_items_does_not_go_on_and_each_is_named(firm: Firm) -> None:
    found = sales_form(firm)
    fill(firm, found)
    first, second = items(firm, found)[:2]
    firm.appraisal.enter(first.id, "")
    firm.appraisal.set_missing(second.id, Missing.NOT_SUBMITTED)
    problems = firm.cycles.advance([found])[0].problems
    assert [(p.code, p.details["name"]) for p in problems] == [
        ("item_unscored", first.name_zh),
        ("item_unscored", second.name_zh),
    ]


def test_a_cycle_closes_when_every_form_is_scored_and_says_who_is_not(firm: Firm) -> None:
    found = sales_form(firm)
    waiting = form(firm, person(firm, "E02", "尉迟恭"))
    fill(firm, found)
    firm.cycles.advance([found])
    stuck = firm.cycles.close(current(firm))
    assert [(one.head.id, one.problems[0].code) for one in stuck] == [(waiting, "not_scored_yet")]
    assert not firm.cycles.cycles()[0].is_closed
    firm.cycles.remove_form(waiting)
    assert firm.cycles.close(current(firm)) == []
    assert firm.cycles.cycles()[0].is_closed
    assert firm.cycles.counts(current(firm))[FormState.CLOSED] == 1


CLOSED: dict[str, Callable[[Firm, int, FormItem], Any]] = {
    "enter": lambda f, form_id, item: f.appraisal.enter(item.id, "50"),
    "clear": lambda f, form_id, item: f.appraisal.enter(item.id, ""),
    "missing": lambda f, form_id, item: f.appraisal.set_missing(item.id, Missing.UNAVAILABLE, "丢失"),
    "comment": lambda f, form_id, item: f.appraisal.set_comment(item.id, "补记"),
    "remark": lambda f, form_id, item: f.appraisal.set_remark(form_id, "strengths", "补记"),
    "words": lambda f, form_id, item: f.appraisal.set_remark(form_id, "employee_words", "补记"),
    "target": lambda f, form_id, item: f.appraisal.set_target(item.id, Decimal(1)),
    "weight": lambda f, form_id, item: f.appraisal.set_weight(item.id, Decimal(1)),
    "share": lambda f, form_id, item: f.appraisal.share_out_rest(form_id),
    "add_item": lambda f, form_id, item: f.appraisal.add_item(form_id, f.library.cards()[-1].id),
    "remove_item": lambda f, form_id, item: f.appraisal.remove_item(item.id),
    "event": lambda f, form_id, item: f.appraisal.add_event(
        form_id, EventKind.BONUS, date(2026, 10, 1), "救急", Decimal(2)
    ),
    "cause": lambda f, form_id, item: f.improvement.set_cause(item.id, CauseCode.KS),
    "cause_words": lambda f, form_id, item: f.improvement.set_cause_words(
        f.improvement.causes_of(item.id)[0].id, "补记"
    ),
    "action": lambda f, form_id, item: f.improvement.add_action(item.id, "每周提供二十条有效线索"),
    "edit_action": lambda f, form_id, item: f.improvement.edit_action(
        _action(f, form_id), "words", "改了的行动"
    ),
    "remove_action": lambda f, form_id, item: f.improvement.remove_action(_action(f, form_id)),
    "leave": lambda f, form_id, item: f.improvement.leave_gap(item.id, "下期再看"),
    "send_back": lambda f, form_id, item: f.cycles.send_back(
        form_id, FormState.RUNNING, "目标写错了，要重新商定"
    ),
    "remove_form": lambda f, form_id, item: f.cycles.remove_form(form_id),
    "add_forms": lambda f, form_id, item: f.cycles.add_forms(current(f)),
    "rename": lambda f, form_id, item: f.cycles.rename(current(f), "改名", ""),
    "close": lambda f, form_id, item: f.cycles.close(current(f)),
}


def _action(firm: Firm, form_id: int) -> int:
    return next(t.plan for t in firm.improvement.comparison(form_id).treatments if t.plan).actions[0].id


@pytest.mark.parametrize("deed", CLOSED)
def test_a_closed_cycle_refuses_each_change_with_a_plain_reason(firm: Firm, deed: str) -> None:
    found = closed(firm)
    item = items(firm, found)[0]
    before = dump(file_of(firm))
    with pytest.raises(Invalid) as caught:
        CLOSED[deed](firm, found, item)
    assert all(sentence(problem) for problem in caught.value.problems)
    assert dump(file_of(firm)) == before


def test_a_closed_form_does_not_go_on_and_many_entries_are_refused_one_by_one(firm: Firm) -> None:
    found = closed(firm)
    item = items(firm, found)[0].id
    assert [p.code for p in firm.appraisal.enter_many([(item, "50")])[item]] == ["locked_closed"]
    assert [one.head.id for one in firm.cycles.advance([found])] == [found]


def test_the_same_cycle_is_not_opened_twice_and_one_that_ends_first_not_at_all(firm: Firm) -> None:
    starts_on, ends_on = QUARTER
    for type, ends, code in (
        (CycleType.QUARTER, ends_on, "cycle_twice"),
        (CycleType.YEAR, date(2026, 1, 1), "cycle_ends_first"),
    ):
        with pytest.raises(Invalid) as caught:
            firm.cycles.add_cycle(type, starts_on, ends)
        assert codes(caught) == [code]
    assert len(firm.cycles.cycles()) == 1


def test_a_cycle_gives_forms_to_those_who_were_here_once_each(firm: Firm) -> None:
    firm.people.import_people(
        [
            EmployeeDraft("1", "甲"),
            EmployeeDraft("2", "乙", left_on=date(2026, 6, 30)),
            EmployeeDraft("3", "丙", hired_on=date(2027, 1, 1)),
            EmployeeDraft("4", "丁", is_appraised=False),
        ],
        with_backup=False,
    )
    assert firm.cycles.add_forms(current(firm)) == 1
    first = firm.cycles.heads(current(firm))[0].employee_id
    assert firm.cycles.add_forms(current(firm), [first, first]) == 0
    fourth = firm.people.employees()[-1].id
    assert firm.cycles.add_forms(current(firm), [fourth, fourth]) == 1


def test_a_form_with_a_plan_or_a_printed_paper_is_not_taken_back(firm: Firm) -> None:
    planned = sales_form(firm, agreed=False)
    firm.improvement.add_action(items(firm, planned)[0].id, "每周提供二十条有效线索")
    printed = form(firm, person(firm, "E02", "尉迟恭"))
    firm.papers.prepare(current(firm), kinds=("review",), form_ids=[printed])
    for found in (planned, printed):
        with pytest.raises(Invalid) as caught:
            firm.cycles.remove_form(found)
        assert codes(caught) == ["form_kept"]


def test_own_grades_hold_for_coming_cycles_only(firm: Firm) -> None:
    preset = firm.settings.grades(Scheme.P120)
    grades = (replace(preset[0], lower_bound=Decimal(112)), *preset[1:])
    firm.settings.set_grades(Scheme.P120, grades)
    year = firm.cycles.add_cycle(CycleType.YEAR, date(2026, 1, 1), date(2026, 12, 31))
    found = {cycle.id: cycle.scheme.grades[0].lower_bound for cycle in firm.cycles.cycles()}
    assert found.pop(year) == 112
    assert list(found.values()) == [115]
