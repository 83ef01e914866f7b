"""Causes, plans and actions: what fills itself, what is refused, and what goes with what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import Firm, open_firm
from perfdesk.domain.comparison import Action, Plan, Treatment
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import ActionStatus, CauseCode, Direction
from tests.controllers.builders import NOW, codes, current, fill, items, person, sales_form

WORDS = "每周提供二十条有效线索"


@pytest.fixture
def gap(firm: Firm) -> int:
    """A measured item of a running form, well below its target."""
    found = sales_form(firm)
    fill(firm, found, "62", "2")
    measured = (
        item for item in items(firm, found) if item.rule.direction is Direction.HIGHER and item.rule.target
    )
    return next(measured).id


def treatment(firm: Firm, item_id: int) -> Treatment:
    line = firm.results.standings(current(firm))[0]
    return next(t for t in firm.improvement.comparison(line.form_id).treatments if t.item.id == item_id)


def plan(firm: Firm, item_id: int) -> Plan:
    found = treatment(firm, item_id).plan
    assert found is not None
    return found


def action(firm: Firm, item_id: int) -> Action:
    return plan(firm, item_id).actions[-1]


def test_the_first_action_makes_a_plan_that_fills_itself(firm: Firm, gap: int) -> None:
    firm.improvement.set_cause(gap, CauseCode.RES)
    firm.improvement.add_action(gap, f"  {WORDS} ")
    found, item = plan(firm, gap), treatment(firm, gap).item
    assert (found.baseline, found.target) == (item.actual, item.rule.target)
    assert (found.starts_on, found.ends_on) == (date(2026, 10, 16), date(2026, 11, 16))
    assert [stop.planned_on for stop in found.checkpoints][-1] == found.ends_on
    assert len(found.checkpoints) == 2
    only = found.actions[0]
    assert (only.words, only.owner, only.cause) == (WORDS, "周敏", CauseCode.RES)
    assert only.due_on == date(2026, 11, 16)  # thirty days on is a Sunday
    assert only.status is ActionStatus.TODO
    assert treatment(firm, gap).is_treated


def test_a_judged_item_is_planned_to_level_three(firm: Firm, gap: int) -> None:
    form_id = firm.results.standings(current(firm))[0].form_id
    judged = next(item for item in items(firm, form_id) if item.is_anchored)
    firm.improvement.add_action(judged.id, WORDS)
    assert (plan(firm, judged.id).baseline, plan(firm, judged.id).target) == (2, 3)


@pytest.mark.parametrize(
    ("cause", "owner"), [(None, "王小明"), (CauseCode.KS, "王小明"), (CauseCode.RES, "周敏")]
)
def test_without_an_owner_the_manager_acts_on_conditions_and_the_employee_on_the_rest(
    firm: Firm, gap: int, cause: CauseCode | None, owner: str
) -> None:
    firm.improvement.add_action(gap, WORDS, cause_code=cause)
    assert action(firm, gap).owner == owner


def test_an_action_without_words_is_refused(firm: Firm, gap: int) -> None:
    with pytest.raises(Invalid) as caught:
        firm.improvement.add_action(gap, "  ")
    assert codes(caught) == ["action_without_words"]


def test_an_owner_who_has_left_is_refused_and_nothing_is_made(firm: Firm, gap: int) -> None:
    gone = person(firm, "E09", "罗成", left_on=date(2026, 9, 1))
    with pytest.raises(Invalid) as caught:
        firm.improvement.add_action(gap, WORDS, gone)
    assert codes(caught) == ["sm_s3"]
    assert treatment(firm, gap).plan is None
    made = firm.improvement.add_action(gap, WORDS)
    with pytest.raises(Invalid) as caught:
        firm.improvement.edit_action(made, "owner_id", gone)
    assert codes(caught) == ["sm_s3"]
    with pytest.raises(Invalid):
        firm.improvement.edit_action(made, "owner_id", None)


def test_an_action_whose_owner_left_later_can_still_be_ended(firm: Firm, gap: int) -> None:
    who = person(firm, "E09", "罗成")
    made = firm.improvement.add_action(gap, WORDS, who)
    firm.people.mark_left(who, date(2026, 10, 20))
    firm.improvement.edit_action(made, "status", ActionStatus.DROPPED)
    firm.improvement.edit_plan(plan(firm, gap).id, "support", "另请师傅")
    assert action(firm, gap).status is ActionStatus.DROPPED
    assert "sm_s3" in [problem.code for problem in firm.improvement.hints(made)]


def test_a_plan_target_no_better_than_the_baseline_is_refused(firm: Firm, gap: int) -> None:
    firm.improvement.add_action(gap, WORDS)
    found = plan(firm, gap)
    assert found.baseline is not None
    with pytest.raises(Invalid) as caught:
        firm.improvement.edit_plan(found.id, "target", found.baseline)
    assert codes(caught) == ["sm_m2"]
    firm.improvement.edit_plan(found.id, "target", found.baseline + 1)
    assert plan(firm, gap).target == found.baseline + 1


@pytest.mark.parametrize(
    ("field", "on"), [("ends_on", date(2026, 10, 1)), ("starts_on", date(2028, 1, 1)), ("ends_on", None)]
)
def test_a_plan_does_not_end_before_it_begins(firm: Firm, gap: int, field: str, on: date | None) -> None:
    firm.improvement.add_action(gap, WORDS)
    with pytest.raises(Invalid) as caught:
        firm.improvement.edit_plan(plan(firm, gap).id, field, on)
    assert codes(caught) == ["plan_ends_first"]


def test_a_plan_ends_with_its_last_action_and_its_checkpoints_move_along(firm: Firm, gap: int) -> None:
    first = firm.improvement.add_action(gap, WORDS)
    firm.improvement.add_action(gap, "拜访话术培训四学时并演练考核", due_on=date(2026, 12, 18))
    assert plan(firm, gap).ends_on == date(2026, 12, 18)
    firm.improvement.edit_action(first, "due_on", date(2027, 1, 29))
    found = plan(firm, gap)
    assert found.ends_on == date(2027, 1, 29)
    assert [stop.planned_on for stop in found.checkpoints][-1] == date(2027, 1, 29)
    assert date(2026, 11, 20) < found.checkpoints[0].planned_on < date(2026, 12, 20)
    assert [one.order for one in found.actions] == [1, 2]


def test_an_action_due_before_its_plan_begins_does_not_turn_the_plan_round(firm: Firm, gap: int) -> None:
    made = firm.improvement.add_action(gap, WORDS)
    firm.improvement.edit_action(made, "due_on", date(2026, 10, 1))
    found = plan(firm, gap)
    assert found.starts_on == found.ends_on == date(2026, 10, 16)
    assert "sm_t1_before_start" in [problem.code for problem in firm.improvement.hints(made)]


def test_the_last_action_takes_its_plan_with_it(firm: Firm, gap: int) -> None:
    first = firm.improvement.add_action(gap, WORDS)
    second = firm.improvement.add_action(gap, "拜访话术培训四学时并演练考核")
    firm.improvement.remove_action(first)
    assert [one.id for one in plan(firm, gap).actions] == [second]
    firm.improvement.remove_action(second)
    assert treatment(firm, gap).plan is None
    assert not treatment(firm, gap).is_treated


def test_a_gap_is_left_with_a_reason_until_there_is_an_action(firm: Firm, gap: int) -> None:
    firm.improvement.leave_gap(gap, "下期再看")
    assert treatment(firm, gap).is_treated
    line = firm.results.standings(current(firm))[0]
    firm.improvement.leave_gap(gap, "")
    assert firm.results.standings(current(firm))[0].treated == line.treated - 1
    firm.improvement.leave_gap(gap, "下期再看")
    firm.improvement.add_action(gap, WORDS)
    assert treatment(firm, gap).item.left_reason == ""


def test_a_cause_is_given_once_and_taken_back(firm: Firm, gap: int) -> None:
    firm.improvement.set_cause(gap, CauseCode.RES, words="线索由 31 条降到 14 条")
    firm.improvement.set_cause(gap, CauseCode.RES)
    firm.improvement.set_cause(gap, CauseCode.KS)
    assert [(one.code, one.words) for one in firm.improvement.causes_of(gap)] == [
        (CauseCode.RES, "线索由 31 条降到 14 条"),
        (CauseCode.KS, ""),
    ]
    firm.improvement.set_cause(gap, CauseCode.RES, on=False)
    firm.improvement.set_cause(gap, CauseCode.GOAL, on=False)
    assert [one.code for one in firm.improvement.causes_of(gap)] == [CauseCode.KS]


def test_cause_and_plan_stay_when_the_gap_is_gone(firm: Firm, gap: int) -> None:
    firm.improvement.set_cause(gap, CauseCode.RES)
    firm.improvement.add_action(gap, WORDS)
    firm.appraisal.enter(gap, "100")
    found = treatment(firm, gap)
    assert not found.gap.is_gap
    assert (len(found.causes), found.plan is not None) == (1, True)


def test_a_done_action_keeps_the_day_on_which_it_was_done(firm: Firm, gap: int) -> None:
    made = firm.improvement.add_action(gap, WORDS, due_on=date(2026, 10, 23))
    firm.improvement.edit_action(made, "status", "DONE")
    path = firm.path
    firm.close(with_backup=False)
    later = open_firm(path, fixed(NOW.replace(month=12)))
    assert action(later, gap).done_on == date(2026, 10, 16)
    assert not action(later, gap).is_overdue
    later.improvement.edit_action(made, "status", ActionStatus.DONE)
    assert action(later, gap).done_on == date(2026, 10, 16)
    later.improvement.edit_action(made, "status", ActionStatus.DOING)
    assert (action(later, gap).done_on, action(later, gap).is_overdue) == (None, True)
    later.close(with_backup=False)


def test_every_field_of_an_action_and_a_plan_is_kept(firm: Firm, gap: int) -> None:
    made = firm.improvement.add_action(gap, WORDS)
    for field, value in (
        ("words", "换个说法的行动"),
        ("measure", "新客户 18 个"),
        ("hours", Decimal("4.5")),
        ("money", Decimal("1200.50")),
        ("starts_on", date(2026, 10, 20)),
        ("cause", CauseCode.KS),
    ):
        firm.improvement.edit_action(made, field, value)
        assert getattr(action(firm, gap), field) == value
    with pytest.raises(Invalid):
        firm.improvement.edit_action(made, "words", " ")


def test_a_recognition_needs_words_and_shows_on_the_form(firm: Firm, gap: int) -> None:
    line = firm.results.standings(current(firm))[0]
    with pytest.raises(Invalid) as caught:
        firm.improvement.add_recognition(line.employee_id, "")
    assert codes(caught) == ["recognition_without_words"]
    firm.improvement.add_recognition(line.employee_id, "主动带教", situation="新人投标", impact="当场签约")
    found = firm.improvement.comparison(line.form_id).recognitions
    assert [(one.sender, one.behaviour, one.on) for one in found] == [
        ("周敏", "主动带教", date(2026, 10, 16))
    ]
