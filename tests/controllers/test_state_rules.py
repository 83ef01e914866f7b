"""Rules between states: segments go with the last one, appeals hold and open, vetoes need a rule, own deeds marked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.appraisal import FormTalk
from perfdesk.domain.changes import Move
from perfdesk.domain.cycle_conditions import Waits
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import (
    AppealDecision,
    AppealMatter,
    CycleType,
    EventKind,
    FormState,
    RaterGroup,
    SignatureState,
)
from tests.controllers.builders import QUARTER, codes, current, file_of, fill, form, items, person
from tests.controllers.test_cycles import state
from tests.store.dump import dump

S = FormState
TODAY = date(2026, 10, 16)
BASE = frozenset({Switch.INDICATORS, Switch.TARGETS_FIRST, Switch.AMENDMENTS})
REASON = "漏了一张发票，要重新核对"
TALK = FormTalk(notice_on=TODAY, notice_way="当面", interview_on=TODAY, signature=SignatureState.SIGNED)


def new(path: Path, *switches: Switch, day: date = TODAY) -> Firm:
    firm = new_firm(
        path / "rules.perfdesk",
        "精工",
        "周敏",
        fixed(datetime(day.year, day.month, day.day, 9)),
        switches=BASE | frozenset(switches),
        with_cycle=False,
    )
    firm.cycles.add_cycle(CycleType.QUARTER, *QUARTER, with_forms=False)
    return firm


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[..., Firm]]:
    """Make a firm with these switches beside the base; it is closed when the test ends."""
    with contextlib.ExitStack() as stack:
        yield lambda *switches, **options: stack.enter_context(closing(new(tmp_path, *switches, **options)))


def seller(firm: Firm, number: str = "E01", manager_id: int | None = None) -> tuple[int, int]:
    """Return a person and the running form of theirs."""
    who = person(firm, number, f"员工{number}", position="客户经理", department="销售部")
    firm.people.edit_employee(who, "manager_id", manager_id or firm.settings.settings().owner_id)
    found = form(firm, who)
    run(firm, found)
    return who, found


def run(firm: Firm, form_id: int) -> None:
    for item in items(firm, form_id):
        if not item.is_anchored and item.rule.target is None:
            firm.appraisal.set_target(item.id, Decimal(100))
    assert firm.cycles.advance([form_id]) == [] and state(firm, form_id) is S.RUNNING


def moved(firm: Firm) -> tuple[int, int, int]:
    """Return both segments of somebody who got another manager, and the form of a colleague; none scored yet."""
    _who, first = seller(firm)
    boss = person(firm, "B01", "老张")
    _other, beside = seller(firm, "E02", boss)
    second = firm.changes.transfer(first, Move(date(2026, 8, 15), manager_id=boss))
    assert second is not None
    run(firm, second)
    return first, second, beside


def why(left: list) -> list[tuple[int, list[str]]]:
    return [(stuck.head.id, [problem.code for problem in stuck.problems]) for stuck in left]


def test_calibration_takes_the_earlier_segment_along_and_the_cycle_closes(made) -> None:
    firm = made(Switch.CALIBRATION)
    forms = moved(firm)
    for found in forms:
        fill(firm, found)
    assert firm.cycles.advance(forms) == []
    before = dump(file_of(firm))
    assert firm.calibration.finish(current(firm)) == []
    assert [state(firm, found) for found in forms] == [S.CALIBRATED] * 3
    firm.history.undo()
    assert dump(file_of(firm)) == before
    firm.history.redo()
    assert firm.cycles.close(current(firm)) == []
    assert [state(firm, found) for found in forms] == [S.CLOSED] * 3


def test_the_last_segment_waits_for_the_scores_of_the_earlier_one(made) -> None:
    firm = made(Switch.CALIBRATION)
    first, second, beside = moved(firm)
    for found in (first, second, beside):
        fill(firm, found)
    firm.cycles.advance([second, beside])
    assert why(firm.calibration.finish(current(firm))) == [(second, ["segment_open"])]
    assert (state(firm, second), state(firm, beside)) == (S.MANAGER_SCORED, S.CALIBRATED)
    firm.cycles.advance([first])
    assert firm.calibration.finish(current(firm)) == [] and state(firm, second) is S.CALIBRATED


def test_one_notice_and_one_talk_stand_for_all_segments_of_a_person(made) -> None:
    firm = made(Switch.CALIBRATION, Switch.INTERVIEWS)
    first, second, beside = moved(firm)
    for found in (first, second, beside):
        fill(firm, found)
    firm.cycles.advance([first, second, beside])
    firm.calibration.finish(current(firm))
    open_ = ["notice_open", "interview_open", "signature_open"]
    assert why(firm.cycles.advance([first])) == [(first, open_)]
    late = FormTalk(notice_on=date(2026, 10, 17), notice_way="当面")
    assert set(firm.cycles.record_talk([first, second], late)) == {first, second}
    assert firm.cycles.record_talk([first], TALK) == {}  # it is the last one's
    assert firm.appraisal.sheet(second).talk.notice_on == TODAY
    assert firm.appraisal.sheet(first).talk.notice_on is None
    assert firm.cycles.advance([first, second]) == []
    assert (state(firm, first), state(firm, second)) == (S.CONFIRMED, S.CONFIRMED)
    assert why(firm.cycles.advance([first])) == [(first, ["appeal_window"])]


def told(firm: Firm, *, with_plan: bool = False) -> int:
    """Return a form that was confirmed today; with a plan under way if asked for."""
    _who, found = seller(firm)
    fill(firm, found, "50", "2")
    if with_plan:
        firm.improvement.add_action(items(firm, found)[0].id, "每周提供二十条有效线索给本人")
    assert firm.cycles.advance([found]) == [] and firm.cycles.record_talk([found], TALK) == {}
    assert firm.cycles.advance([found]) == [] and state(firm, found) is S.CONFIRMED
    return found


def appeal(firm: Firm, form_id: int, matter: AppealMatter = AppealMatter.DATA) -> int:
    handler = person(firm, "H01", "人事")
    return firm.appeals.file(form_id, TODAY, matter, "七月的客诉不属于本岗位，附邮件。", handler_id=handler)


def uphold(firm: Firm, appeal_id: int) -> None:
    firm.appeals.decide(appeal_id, AppealDecision.UPHELD, "一条客诉属实，更正一条，理由充分。", TODAY)


@pytest.mark.parametrize("matter", [AppealMatter.SCORE, AppealMatter.DATA])
def test_without_self_score_an_upheld_appeal_leads_back_to_where_scores_are_given(
    made, matter: AppealMatter
) -> None:
    firm = made(Switch.INTERVIEWS)
    found = told(firm)
    uphold(firm, appeal(firm, found, matter))
    assert firm.appeals.appeals(current(firm))[0].ways_back == (S.RUNNING,)
    with pytest.raises(Invalid) as caught:
        firm.cycles.send_back(found, S.MANAGER_SCORED, REASON)
    assert codes(caught) == ["back_needs_ground"]
    firm.cycles.send_back(found, S.RUNNING, REASON)
    fill(firm, found)
    assert state(firm, found) is S.RUNNING


def test_an_open_appeal_keeps_a_confirmed_form_even_from_its_plan(made) -> None:
    firm = made(Switch.INTERVIEWS)
    found = told(firm, with_plan=True)
    filed = appeal(firm, found)
    assert why(firm.cycles.advance([found])) == [(found, ["appeal_open"])]
    assert state(firm, found) is S.CONFIRMED
    firm.appeals.remove(filed)
    assert firm.cycles.advance([found]) == [] and state(firm, found) is S.IMPROVING


def test_a_result_is_appealed_and_goes_back_while_its_plan_runs(made) -> None:
    firm = made(Switch.INTERVIEWS, Switch.SELF_SCORE, day=date(2026, 10, 30))
    _who, found = seller(firm)
    fill(firm, found, "50", "2")
    firm.improvement.add_action(items(firm, found)[0].id, "每周提供二十条有效线索给本人")
    firm.cycles.advance([found])
    day = date(2026, 10, 30)
    firm.cycles.record_talk(
        [found],
        FormTalk(notice_on=day, notice_way="当面", interview_on=day, signature=SignatureState.SIGNED),
    )
    firm.cycles.advance([found])
    firm.cycles.advance([found])
    assert state(firm, found) is S.IMPROVING
    assert [one.form_id for one in firm.appeals.appealable(current(firm))] == [found]
    with pytest.raises(Invalid) as caught:
        firm.cycles.send_back(found, S.SELF_SCORED, REASON)
    assert codes(caught) == ["back_needs_ground"]
    handler = person(firm, "H01", "人事")
    filed = firm.appeals.file(
        found, day, AppealMatter.DATA, "七月的客诉不属于本岗位，附邮件。", handler_id=handler
    )
    firm.appeals.decide(filed, AppealDecision.UPHELD, "一条客诉属实，更正一条，理由充分。", day)
    before = dump(file_of(firm))
    firm.cycles.send_back(found, S.SELF_SCORED, REASON)
    assert state(firm, found) is S.SELF_SCORED
    firm.history.undo()
    assert dump(file_of(firm)) == before


def test_a_plan_that_ended_does_not_cut_the_time_of_the_appeal(made) -> None:
    firm = made(Switch.INTERVIEWS)
    found = told(firm, with_plan=True)
    assert firm.cycles.advance([found]) == [] and state(firm, found) is S.IMPROVING
    assert [codes_ for _form, codes_ in why(firm.cycles.advance([found]))] == [
        ["plans_open", "appeal_window"]
    ]


@pytest.mark.parametrize("published", [None, date(2026, 9, 9), date(2026, 9, 10)])
def test_a_veto_without_a_rule_from_before_the_event_holds_the_form(made, published: date | None) -> None:
    firm = made()
    _who, found = seller(firm)
    fill(firm, found)
    veto = firm.appraisal.add_event(
        found,
        EventKind.VETO,
        date(2026, 9, 9),
        "泄露报价",
        evidence="邮件记录",
        statement="本人承认",
        rule_published_on=published,
    )
    (stuck,) = firm.cycles.advance([found])
    assert why([stuck]) == [(found, ["veto_unruled"])] and stuck.waits is Waits.HR
    assert stuck.problems[0].details["name"] == "泄露报价"
    firm.appraisal.edit_event(veto, rule_published_on=date(2026, 9, 8))
    assert firm.cycles.advance([found]) == [] and state(firm, found) is S.MANAGER_SCORED


def own(firm: Firm, form_id: int) -> bool:
    return firm.appraisal.sheet(form_id).head.is_own_changed


def acting(firm: Firm) -> int:
    """Return the scored form of somebody who works at the program from now on, and scored it was by others."""
    who, found = seller(firm)
    fill(firm, found)
    firm.people.edit_employee(who, "is_acting", True)
    firm.settings.act_as(who)
    return found


def _advance(firm: Firm, form_id: int) -> int:
    assert firm.cycles.advance([form_id]) == []
    return form_id


def _by_others(firm: Firm, form_id: int) -> None:
    """Pass a form on by somebody else."""
    who = firm.appraisal.sheet(form_id).head.employee_id
    firm.settings.act_as(firm.settings.settings().owner_id)
    firm.cycles.advance([form_id])
    firm.settings.act_as(who)


def _send_back(firm: Firm, form_id: int) -> int:
    _by_others(firm, form_id)
    firm.cycles.send_back(form_id, S.RUNNING, REASON)
    return form_id


def _hold_pay(firm: Firm, form_id: int) -> int:
    firm.cycles.set_pay_held(form_id, REASON)
    return form_id


def _void(firm: Firm, form_id: int) -> int:
    firm.cycles.void_form(form_id, REASON)
    return form_id


def _correct(firm: Firm, form_id: int) -> int:
    _by_others(firm, form_id)
    assert firm.cycles.close(current(firm)) == [] and not own(firm, form_id)
    return firm.cycles.correct_closed(form_id, REASON)


def _close_raters(firm: Firm, form_id: int) -> int:
    owner = firm.settings.settings().owner_id
    firm.settings.act_as(owner)
    firm.settings.set_switch(Switch.RATERS, on=True)
    typist = person(firm, "H01", "人事")
    firm.people.edit_employee(typist, "is_acting", True)
    firm.settings.act_as(typist)
    sheet = firm.raters.ask(form_id, RaterGroup.CUSTOMER, None, "华新贸易")
    for item in items(firm, form_id):
        if item.is_anchored:
            firm.raters.enter(sheet, item.id, "3")
    firm.settings.act_as(firm.appraisal.sheet(form_id).head.employee_id)
    assert not own(firm, form_id) and firm.raters.close([form_id]) == {}
    return form_id


@pytest.mark.parametrize(
    "deed",
    [_advance, _send_back, _hold_pay, _void, _correct, _close_raters],
    ids=["advance", "send_back", "set_pay_held", "void_form", "correct_closed", "raters.close"],
)
def test_what_somebody_decides_about_the_own_form_is_marked(made, deed) -> None:
    firm = made()
    found = acting(firm)
    assert not own(firm, found)
    touched = deed(firm, found)
    assert own(firm, touched)
    firm.history.undo()
    assert touched != found or not own(firm, found)


@pytest.mark.parametrize("gives_grade", [True, False])
def test_calibrating_the_own_form_is_marked(made, gives_grade: bool) -> None:
    firm = made(Switch.CALIBRATION)
    who, found = seller(firm)
    _other, beside = seller(firm, "E02", who)
    for one in (found, beside):
        fill(firm, one)
    firm.cycles.advance([found, beside])
    firm.people.edit_employee(who, "is_acting", True)
    firm.settings.act_as(who)
    if gives_grade:
        firm.calibration.set_grade(found, "B", "EVIDENCE", "新的证据已经核实过了")
    else:
        firm.calibration.finish(current(firm))
    assert (own(firm, found), own(firm, beside)) == (True, False)


def test_handing_in_the_own_self_score_is_no_mark(made) -> None:
    firm = made(Switch.SELF_SCORE)
    who, found = seller(firm)
    firm.people.edit_employee(who, "is_acting", True)
    firm.settings.act_as(who)
    for item in items(firm, found):
        if item.is_anchored:
            firm.raters.enter_own(item.id, "4")
    firm.cycles.submit_self(found)
    assert state(firm, found) is S.SELF_SCORED and not own(firm, found)


def test_no_notice_lies_before_the_scores_and_no_talk_before_the_notice(made) -> None:
    firm = made(Switch.INTERVIEWS)
    _who, found = seller(firm)
    fill(firm, found)
    firm.cycles.advance([found])

    def refused(**talk: object) -> list[tuple[str, str]]:
        problems = firm.cycles.record_talk([found], FormTalk(**talk)).get(found, ())
        return [(one.field, one.code) for one in problems]

    early = date(2026, 10, 15)
    assert refused(notice_on=date(2026, 7, 3), notice_way="当面") == [("notice_on", "talk_day_early")]
    assert refused(notice_on=early, notice_way="当面") == [("notice_on", "talk_day_early")]
    assert refused(interview_on=early) == [("interview_on", "talk_day_early")]
    assert refused(notice_on=TODAY, notice_way="当面") == []
    assert refused(interview_on=early) == [("interview_on", "talk_day_early")]
    signed = {"signature": SignatureState.SIGNED, "signed_on": early}
    assert refused(**signed) == [("signed_on", "talk_day_early")]
    assert refused(interview_on=TODAY, signature=SignatureState.SIGNED) == []
