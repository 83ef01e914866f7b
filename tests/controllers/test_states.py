"""The nine states in a real file: every act in its time, nothing missing, back with a reason, never round."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import Firm, new_firm, open_firm
from perfdesk.domain.appraisal import FormTalk as Talk
from perfdesk.domain.cycle_conditions import Waits
from perfdesk.domain.firm import Switch
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import (
    AppealDecision,
    AppealMatter,
    CycleType,
    EventKind,
    FormState,
    SignatureState,
)
from tests.controllers.builders import QUARTER, codes, current, file_of, fill, form, items, person, sales_form
from tests.controllers.test_cycles import state, trail
from tests.store.dump import dump

S = FormState
ALL = frozenset(Switch)
REASON = "漏了一张发票，要重新核对"
LONG = Talk(
    notice_on=date(2026, 10, 16),
    notice_way="当面",
    interview_on=date(2026, 10, 16),
    signature=SignatureState.SIGNED,
)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9)


@contextlib.contextmanager
def opened(path: Path, day: date) -> Iterator[Firm]:
    with closing(open_firm(path, fixed(at(day)))) as firm:
        yield firm


def make(path: Path, day: date, switches: frozenset[Switch] = ALL) -> None:
    """A firm of two sellers under different managers, in the third quarter, targets set."""
    with closing(new_firm(path, "精工", "周敏", fixed(at(day)), switches=switches, with_cycle=False)) as firm:
        for number in ("E01", "E02"):
            person(firm, number, {"E01": "王小明", "E02": "单雄信"}[number], position="客户经理")
        firm.people.edit_employee(firm.people.employees()[-1].id, "manager", "E01")
        firm.cycles.add_cycle(CycleType.QUARTER, *QUARTER)
        for head in firm.cycles.heads(current(firm)):
            for item in items(firm, head.id):
                if not item.is_anchored and item.rule.target is None:
                    firm.appraisal.set_target(item.id, Decimal(100))


def ids(firm: Firm) -> list[int]:
    return [head.id for head in firm.cycles.heads(current(firm)) if head.number != "000"]


def why(left) -> list[list[str]]:
    return [[problem.code for problem in one.problems] for one in left]


def judged(firm: Firm, form_id: int) -> int:
    return next(item.id for item in items(firm, form_id) if item.is_anchored)


def test_a_form_goes_through_all_nine_states_and_each_asks_for_its_own(tmp_path: Path) -> None:
    path = tmp_path / "all.perfdesk"
    make(path, date(2026, 6, 20))
    with opened(path, date(2026, 6, 25)) as firm:
        first, second = ids(firm)
        assert firm.cycles.advance([first, second]) == []
        assert state(firm, first) is S.AGREED
        with pytest.raises(Invalid) as caught:
            firm.appraisal.set_target(items(firm, first)[0].id, Decimal(90))
        assert codes(caught) == ["locked_agreed"]
        assert why(firm.cycles.advance([first])) == [["cycle_not_begun"]]
    with opened(path, date(2026, 7, 1)) as firm:
        assert firm.cycles.advance([first, second]) == []
        assert state(firm, first) is S.RUNNING
        with pytest.raises(Invalid) as caught:
            firm.appraisal.enter(judged(firm, first), "4")
        assert codes(caught) == ["self_first"]
        measured = next(item.id for item in items(firm, first) if not item.is_anchored)
        firm.appraisal.enter(measured, "80")
        (stuck,) = firm.cycles.advance([first])
        assert (stuck.problems[0].code, stuck.waits, stuck.who) == ("self_open", Waits.EMPLOYEE, "王小明")
        with pytest.raises(Invalid) as caught:
            firm.raters.enter_own(judged(firm, first), "4")
        assert codes(caught) == ["self_not_yet"]
    with opened(path, date(2026, 10, 9)) as firm:
        with pytest.raises(Invalid) as caught:
            firm.cycles.submit_self(first)
        assert codes(caught) == ["self_incomplete"]
        for item in items(firm, first):
            if item.is_anchored:
                firm.raters.enter_own(item.id, "4")
        firm.cycles.submit_self(first)
        assert state(firm, first) is S.SELF_SCORED
        with pytest.raises(Invalid) as caught:
            firm.raters.enter_own(judged(firm, first), "5")
        assert codes(caught) == ["locked_self_scored"]
        assert why(firm.cycles.advance([second])) == [["self_open"]]
    with opened(path, date(2026, 10, 14)) as firm:
        assert firm.cycles.advance([second]) == []  # 10-13 was the last day
        assert trail(firm, second)[-1] == ("RUNNING", "SELF_SCORED", "self_skipped")
        assert why(firm.cycles.advance([first]))[0].count("item_unscored") > 1
        fill(firm, first)
        fill(firm, second)
        assert firm.cycles.advance([first, second]) == []
        assert why(firm.cycles.advance([first])) == [["grade_open"]]
        assert firm.calibration.finish(current(firm)) == []
        assert state(firm, first) is S.CALIBRATED
        assert why(firm.cycles.advance([first])) == [["notice_open", "interview_open", "signature_open"]]
    with opened(path, date(2026, 10, 16)) as firm:
        assert firm.cycles.record_talk([first, second], LONG) == {}
        assert firm.cycles.advance([first, second]) == []
        assert state(firm, first) is S.CONFIRMED
        assert why(firm.cycles.advance([second])) == [["appeal_window"]]
        item = items(firm, first)[0].id
        firm.improvement.add_action(item, "每周提供二十条有效线索")
        assert firm.cycles.advance([first]) == []
        assert state(firm, first) is S.IMPROVING
        assert why(firm.cycles.advance([first])) == [["plans_open", "appeal_window"]]
        assert [one.head.id for one in firm.cycles.close(current(firm))] == [first, second]
    with opened(path, date(2026, 10, 24)) as firm:
        assert firm.cycles.advance([second]) == []
        assert trail(firm, second)[-2:] == [
            ("CONFIRMED", "IMPROVING", "no_plan"),
            ("IMPROVING", "CLOSED", ""),
        ]
        action = firm.improvement.comparison(first).treatments[0].plan.actions[0].id
        firm.improvement.edit_action(action, "status", "DONE")
        assert firm.cycles.close(current(firm)) == []
        assert [to for _from, to, _note in trail(firm, first)] == [one.value for one in FormState][1:]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Firm]:
    """All switches on, both forms CALIBRATED, on 2026-10-16."""
    path = tmp_path / "told.perfdesk"
    make(path, date(2026, 10, 16))
    with opened(path, date(2026, 10, 16)) as firm:
        firm.cycles.advance(ids(firm))
        for form_id in ids(firm):
            fill(firm, form_id)
        firm.cycles.advance(ids(firm))
        assert firm.calibration.finish(current(firm)) == []
        firm.history.forget()
        yield firm


def test_a_calibrated_form_goes_back_one_step_and_is_told_anew(told: Firm) -> None:
    first = ids(told)[0]
    told.cycles.record_talk([first], LONG)
    for target in (S.SELF_SCORED, S.RUNNING, S.DRAFT):
        with pytest.raises(Invalid) as caught:
            told.cycles.send_back(first, target, REASON)
        assert codes(caught) == ["no_way_back"]
    told.cycles.send_back(first, S.MANAGER_SCORED, REASON)
    talk = told.appraisal.sheet(first).talk
    assert (talk.notice_on, talk.interview_on, talk.signature) == (None, None, None)
    assert why(told.cycles.advance([first])) == [["grade_open"]]
    told.history.undo()
    assert told.appraisal.sheet(first).talk.notice_on == date(2026, 10, 16)


def test_a_confirmed_form_goes_back_only_for_an_upheld_appeal_or_a_proven_error(told: Firm) -> None:
    first, second = ids(told)
    told.cycles.record_talk([first, second], LONG)
    told.cycles.advance([first, second])
    with pytest.raises(Invalid) as caught:
        told.cycles.send_back(first, S.SELF_SCORED, REASON)
    assert codes(caught) == ["back_needs_ground"]
    handler = person(told, "E09", "秦琼")
    appeal = told.appeals.file(
        first, date(2026, 10, 16), AppealMatter.SCORE, "回款数漏记了一笔三万元的到账", handler_id=handler
    )
    told.appeals.decide(appeal, AppealDecision.UPHELD, "到账凭证属实，应当计入", date(2026, 10, 16))
    with pytest.raises(Invalid):
        told.cycles.send_back(first, S.MANAGER_SCORED, REASON)  # the appeal was about scores
    told.cycles.send_back(first, S.SELF_SCORED, REASON)
    assert state(told, first) is S.SELF_SCORED
    told.cycles.send_back(second, S.MANAGER_SCORED, REASON, is_proven_error=True)
    assert state(told, second) is S.MANAGER_SCORED


def test_signatures_are_recorded_on_many_forms_and_what_is_missing_is_refused_form_by_form(
    told: Firm,
) -> None:
    first, second = ids(told)
    refused = told.cycles.record_talk([first], Talk(signature=SignatureState.SIGNED_DISAGREE))
    assert [p.code for p in refused[first]] == ["objection_open"]
    refused = told.cycles.record_talk(
        [first], Talk(signature=SignatureState.REFUSED, signature_words="甲、乙")
    )
    assert [p.code for p in refused[first]] == ["proof_open"]
    late = told.cycles.record_talk([first, second], Talk(notice_on=date(2026, 10, 17)))
    assert {one: [p.code for p in found] for one, found in late.items()} == {
        first: ["talk_day_late"],
        second: ["talk_day_late"],
    }
    told.cycles.send_back(second, S.MANAGER_SCORED, REASON)
    refused = told.cycles.record_talk([first, second], Talk(notice_on=date(2026, 10, 16), notice_way="当面"))
    assert list(refused) == [second] and refused[second][0].code == "locked_manager_scored"
    assert told.appraisal.sheet(first).talk.notice_way == "当面"


def test_a_filed_form_never_reopens_and_is_corrected_by_a_new_revision(firm: Firm) -> None:
    found = sales_form(firm)
    fill(firm, found, "62", "2")
    firm.appraisal.add_event(found, EventKind.BONUS, date(2026, 9, 9), "救急", Decimal(2))
    firm.cycles.advance([found])
    with pytest.raises(Invalid) as caught:
        firm.cycles.correct_closed(found, REASON)
    assert codes(caught) == ["form_not_closed"]
    firm.cycles.close(current(firm))
    total = firm.appraisal.sheet(found).total
    before = dump(file_of(firm))
    made = firm.cycles.correct_closed(found, REASON)
    sheet = firm.appraisal.sheet(made)
    assert (sheet.head.state, sheet.head.revision, sheet.head.corrects_id) == (S.SELF_SCORED, 2, found)
    assert sheet.total.total == total.total
    assert state(firm, found) is S.CLOSED and firm.appraisal.sheet(found).head.is_void
    assert [line.form_id for line in firm.results.standings(current(firm))] == [made]
    firm.appraisal.enter(judged(firm, made), "5")
    assert firm.cycles.advance([made]) == [] and firm.cycles.advance([made]) == []
    assert state(firm, made) is S.CLOSED
    with pytest.raises(Invalid) as caught:
        firm.cycles.correct_closed(found, REASON)
    assert codes(caught) == ["form_corrected"]
    for _step in range(4):
        firm.history.undo()
    assert dump(file_of(firm)) == before


def test_a_correction_carries_what_was_noted_and_whose_levels_were_given(firm: Firm) -> None:
    found = sales_form(firm)
    item = items(firm, found)[0].id
    firm.evidence.add(item_id=item, words="回款单据第 12 号", on=date(2026, 9, 8))
    fill(firm, found)
    veto = firm.appraisal.add_event(found, EventKind.VETO, date(2026, 9, 9), "泄露报价")
    firm.cycles.advance([found])
    firm.cycles.advance([found])
    assert state(firm, found) is S.SELF_SCORED  # a bare veto keeps it there
    published = date(2026, 1, 1)
    firm.appraisal.edit_event(
        veto, evidence="监控录像", statement="当时没有注意", rule_published_on=published
    )
    assert firm.cycles.advance([found]) == [] and firm.cycles.close(current(firm)) == []
    made = firm.cycles.correct_closed(found, REASON)
    copied = firm.appraisal.sheet(made)
    assert [event.statement for event in copied.events] == ["当时没有注意"]
    assert [one.level for one in copied.items] == [one.level for one in items(firm, found)]
    assert firm.evidence.of_form(made) and firm.evidence.of_form(found)
    assert firm.cycles.advance([made]) == []


def test_a_void_form_stays_as_it_is_and_may_be_followed_by_a_new_one(firm: Firm) -> None:
    found = sales_form(firm)
    fill(firm, found)
    with pytest.raises(Invalid) as caught:
        firm.cycles.void_form(found, "错")
    assert codes(caught) == ["flag_reason_short"]
    firm.cycles.void_form(found, "岗位弄错，整张表重做一张")
    with pytest.raises(Invalid) as caught:
        firm.appraisal.enter(judged(firm, found), "5")
    assert codes(caught) == ["locked_void"]
    assert why(firm.cycles.advance([found])) == [["locked_void"]]
    with pytest.raises(Invalid):
        firm.cycles.send_back(found, S.RUNNING, REASON)
    assert firm.results.standings(current(firm)) == []
    made = firm.cycles.replace_void(found)
    sheet = firm.appraisal.sheet(made)
    assert (sheet.head.state, sheet.head.revision) == (S.DRAFT, 2)
    assert [item.actual for item in sheet.items] == [None] * len(sheet.items)
    assert sum(item.weight for item in sheet.items) == 100
    with pytest.raises(Invalid) as caught:
        firm.cycles.replace_void(found)
    assert codes(caught) == ["form_corrected"]


def test_a_person_whose_form_is_void_may_be_given_another(firm: Firm) -> None:
    found = sales_form(firm)
    firm.cycles.void_form(found, "岗位弄错，整张表重做一张")
    assert firm.cycles.add_forms(current(firm)) == 1
    assert [head.revision for head in firm.cycles.heads(current(firm))] == [1, 2]


def test_pay_is_held_with_a_reason_and_let_go(firm: Firm) -> None:
    found = sales_form(firm)
    with pytest.raises(Invalid) as caught:
        firm.cycles.set_pay_held(found, "等等")
    assert codes(caught) == ["flag_reason_short"]
    firm.cycles.set_pay_held(found, "货款争议，等法务的意见再发")
    assert firm.appraisal.sheet(found).head.is_pay_held
    firm.cycles.set_pay_held(found, "")
    assert not firm.appraisal.sheet(found).head.is_pay_held


def test_what_somebody_changes_on_the_own_form_is_marked_unless_it_is_the_self_part(firm: Firm) -> None:
    found = sales_form(firm)
    who = firm.appraisal.sheet(found).head.employee_id
    firm.people.edit_employee(who, "is_acting", True)
    firm.settings.act_as(who)
    firm.raters.enter_own(judged(firm, found), "5")
    assert not firm.appraisal.sheet(found).head.is_own_changed
    firm.appraisal.enter(items(firm, found)[0].id, "99")
    assert firm.appraisal.sheet(found).head.is_own_changed


def test_one_manager_needs_no_calibration_and_the_trail_says_so(tmp_path: Path) -> None:
    path = tmp_path / "one.perfdesk"
    make(path, date(2026, 10, 16), ALL - {Switch.INTERVIEWS})
    with opened(path, date(2026, 10, 16)) as firm:
        firm.people.edit_employee(firm.people.employees()[-1].id, "manager", "")
        forms = ids(firm)
        for _step in range(2):
            firm.cycles.advance(forms)
            for form_id in forms:
                if state(firm, form_id) in (S.RUNNING, S.SELF_SCORED):
                    fill(firm, form_id)
        assert state(firm, forms[0]) is S.MANAGER_SCORED
        assert firm.cycles.advance(forms) == []
        assert trail(firm, forms[0])[-1] == ("MANAGER_SCORED", "CALIBRATED", "no_calibration")


def test_switching_the_self_score_off_opens_the_managers_part_at_once(firm: Firm) -> None:
    firm.settings.set_switch(Switch.SELF_SCORE, on=False)
    found = sales_form(firm)
    fill(firm, found)
    assert state(firm, found) is S.RUNNING
    with pytest.raises(Invalid) as caught:
        firm.cycles.submit_self(found)
    assert codes(caught) == ["self_switched_off"]
    assert firm.cycles.advance([found]) == [] and state(firm, found) is S.MANAGER_SCORED


def test_a_leaver_is_scored_after_the_own_last_day(tmp_path: Path) -> None:
    path = tmp_path / "leaver.perfdesk"
    make(path, date(2026, 7, 1), ALL - {Switch.SELF_SCORE})
    with opened(path, date(2026, 8, 20)) as firm:
        form_id, other = ids(firm)
        firm.cycles.advance([form_id, other])
        with pytest.raises(Invalid) as caught:
            firm.appraisal.enter(judged(firm, form_id), "4")
        assert codes(caught) == ["cycle_running"]
        firm.changes.set_span(form_id, None, date(2026, 8, 19))
        firm.appraisal.enter(judged(firm, form_id), "4")
        with pytest.raises(Invalid):
            firm.appraisal.enter(judged(firm, other), "4")


def test_many_forms_move_in_one_transaction_and_one_undo(firm: Firm) -> None:
    firm.people.import_people(
        [EmployeeDraft(f"P{at:03}", f"员工{at}") for at in range(60)], with_backup=False
    )
    firm.cycles.add_forms(current(firm))
    forms = [head.id for head in firm.cycles.heads(current(firm))]
    first = forms[0]
    firm.appraisal.set_weight(items(firm, first)[0].id, Decimal(1))
    before = dump(file_of(firm))
    left = firm.cycles.advance(forms)
    assert [one.head.id for one in left] == [first]
    assert firm.cycles.counts(current(firm))[S.RUNNING] == 59
    firm.history.undo()
    assert dump(file_of(firm)) == before


def test_five_questions_go_the_way_they_always_went(simple: Firm) -> None:
    found = form(simple, person(simple))
    fill(simple, found)
    assert simple.cycles.advance([found]) == []
    assert simple.cycles.advance([found])[0].problems[0].code == "closes_with_cycle"
    assert [to for _from, to, _note in trail(simple, found)] == [
        "AGREED", "RUNNING", "SELF_SCORED", "MANAGER_SCORED"
    ]  # fmt: skip
    assert simple.cycles.stops() == (S.DRAFT, S.RUNNING, S.MANAGER_SCORED, S.CLOSED)
    simple.cycles.send_back(found, S.RUNNING, REASON)
    assert simple.cycles.advance([found]) == []
    assert simple.cycles.close(current(simple)) == []


def test_what_a_draft_should_say_of_its_indicators_is_hinted_and_keeps_it_nowhere(firm: Firm) -> None:
    draft = sales_form(firm, agreed=False)
    found = firm.cycles.hints(current(firm))
    assert {"basis_missing"} <= {one.code for one in found[draft]} and all(
        one.is_warning and one.details["name"] for one in found[draft]
    )
    assert firm.cycles.stuck(current(firm)) == []
    assert firm.cycles.advance([draft]) == [] and firm.cycles.hints(current(firm)) == {}
