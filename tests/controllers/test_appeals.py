"""Appeals in a real file: flags, window, handler, decision and the way back."""

from __future__ import annotations

from datetime import date

import pytest

from perfdesk.controllers.appeals import appeal_states, ways_back
from perfdesk.controllers.firm import Firm
from perfdesk.domain.appeals import STATES
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import AppealDecision, AppealMatter, DayKind, FormState
from perfdesk.store.change import Deed
from perfdesk.store.schema import form as form_table
from tests.controllers.builders import codes, current, file_of, fill, person, sales_form

FACTS = "七月的客诉不属于本岗位，附邮件。"
REASONS = "客诉记录属于另一岗位，予以更正。"
NOTICE = date(2026, 10, 15)


def scored(firm: Firm, state: FormState = FormState.CONFIRMED) -> int:
    """A form in a state in which its result is known, told on the 15th of October."""
    firm.settings.set_switch(Switch.AMENDMENTS, on=True)
    found = sales_form(firm)
    fill(firm, found)
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_table, found, state=state.value, notice_on=NOTICE.isoformat())
    return found


def flags(firm: Firm, form_id: int) -> tuple[bool, bool]:
    head = firm.appraisal.sheet(form_id).head
    return head.is_appealed, head.is_pay_held


def file(firm: Firm, form_id: int, **options: object) -> int:
    given = {"filed_on": date(2026, 10, 16), "matter": AppealMatter.SCORE, "facts": FACTS} | options
    return firm.appeals.file(form_id, **given)


def back(firm: Firm, form_id: int) -> tuple[FormState, ...]:
    with file_of(firm).read() as connection:
        return ways_back(connection, form_id, FormState.CONFIRMED)


def test_an_open_appeal_flags_the_form_and_holds_the_pay_until_it_is_decided(firm: Firm) -> None:
    found, handler = scored(firm), person(firm, "E08", "秦琼")
    filed = file(firm, found)
    assert flags(firm, found) == (True, True)
    firm.appeals.receive(filed, handler, date(2026, 10, 16))
    assert firm.appeals.decide(filed, AppealDecision.UPHELD, REASONS, date(2026, 10, 16)) == ()
    assert flags(firm, found) == (False, False)
    line = firm.appeals.appeals(current(firm))[0]
    assert (line.appeal.handler, line.appeal.decision) == ("秦琼", AppealDecision.UPHELD)
    assert line.ways_back == back(firm, found) == (FormState.SELF_SCORED,)


def test_a_rejected_appeal_opens_no_way_back(firm: Firm) -> None:
    found, handler = scored(firm), person(firm, "E08", "秦琼")
    filed = file(firm, found, handler_id=handler)
    firm.appeals.decide(filed, AppealDecision.REJECTED, REASONS, date(2026, 10, 16))
    assert back(firm, found) == () and firm.appeals.appeals(current(firm))[0].ways_back == ()


def test_pay_that_was_held_for_another_reason_stays_held(firm: Firm) -> None:
    found, handler = scored(firm), person(firm, "E08", "秦琼")
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_table, found, is_pay_held=1, pay_held_reason="劳动仲裁")
    filed = file(firm, found, handler_id=handler)
    firm.appeals.decide(filed, AppealDecision.REJECTED, REASONS, date(2026, 10, 16))
    assert flags(firm, found) == (False, True)


def test_neither_who_scored_nor_who_appeals_may_handle_it(firm: Firm) -> None:
    found = scored(firm)
    head = firm.appraisal.sheet(found).head
    assert firm.appeals.scorers(found) == {head.employee_id, head.manager_id}
    for handler, code in ((head.manager_id, "handler_is_scorer"), (head.employee_id, "handler_is_appellant")):
        with pytest.raises(Invalid) as caught:
            file(firm, found, handler_id=handler)
        assert codes(caught) == [code]
    filed = file(firm, found)
    with pytest.raises(Invalid) as caught:
        firm.appeals.receive(filed, head.manager_id, date(2026, 10, 15))
    assert codes(caught) == ["handler_is_scorer", "received_before_filed"]
    with pytest.raises(Invalid) as caught:
        firm.appeals.decide(filed, None, "驳回", date(2026, 10, 17))
    assert codes(caught) == [
        "appeal_without_decision",
        "appeal_without_handler",
        "appeal_reasons_short",
        "decided_in_future",
    ]


def test_the_window_follows_the_firms_calendar_and_choice(firm: Firm) -> None:
    found = scored(firm)
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_table, found, notice_on="2026-09-30")
    assert firm.appeals.appealable(current(firm)) == []
    with pytest.raises(Invalid) as caught:
        file(firm, found)
    assert codes(caught) == ["appeal_late"]
    # after the golden week and the Saturday made up for
    assert caught.value.problems[0].details["last"] == "2026-10-13"
    firm.settings.set_choice(appeal_days=8)
    assert firm.appeals.appealable(current(firm))[0].last_on == date(2026, 10, 16)
    file(firm, found)
    assert firm.appeals.appealable(current(firm)) == []


def test_forms_whose_time_is_over_are_not_offered_any_more(firm: Firm) -> None:
    found = scored(firm)
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_table, found, notice_on="2026-09-24")
    assert firm.appeals.appealable(current(firm)) == []
    firm.calendar.set_days([(date(2026, 10, day), DayKind.HOLIDAY) for day in (8, 9, 10, 12, 13, 14)])
    assert [one.form_id for one in firm.appeals.appealable(current(firm))] == [found]


def test_without_interviews_and_calibration_a_scored_form_may_be_appealed(firm: Firm) -> None:
    found = scored(firm, FormState.MANAGER_SCORED)
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_table, found, notice_on=None)
    assert firm.appeals.appealable(current(firm))[0].last_on is None
    with pytest.raises(Invalid) as caught:
        file(firm, found)
    assert codes(caught) == ["appeal_without_notice"]
    file(firm, found, delivered_on=NOTICE)
    firm.history.undo()
    firm.settings.set_switch(Switch.CALIBRATION, on=True)
    with pytest.raises(Invalid) as caught:
        file(firm, found, delivered_on=NOTICE)
    assert codes(caught) == ["appeal_not_now"]


@pytest.mark.parametrize(
    ("switches", "states"),
    [
        ({Switch.CALIBRATION, Switch.INTERVIEWS}, set(STATES)),
        ({Switch.INTERVIEWS}, {FormState.MANAGER_SCORED, *STATES}),
        (set(), {FormState.MANAGER_SCORED, *STATES}),
    ],
)
def test_a_result_is_appealed_from_the_state_in_which_it_is_told(switches: set, states: set) -> None:
    assert appeal_states(frozenset({Switch.INDICATORS, *switches})) == states


def test_there_is_one_appeal_and_one_entered_by_mistake_goes_away(firm: Firm) -> None:
    found = scored(firm)
    filed = file(firm, found)
    with pytest.raises(Invalid) as caught:
        file(firm, found)
    assert codes(caught) == ["appeal_twice"]
    firm.appeals.remove(filed)
    assert flags(firm, found) == (False, False) and firm.appeals.appeals(current(firm)) == []
    file(firm, found)
    with pytest.raises(Invalid) as caught:
        file(firm, scored_other(firm), filed_on=date(2026, 10, 17))
    assert codes(caught) == ["filed_in_future"]


def scored_other(firm: Firm) -> int:
    who = person(firm, "E07", "罗成")
    firm.cycles.add_forms(current(firm), [who])
    found = firm.appraisal.form_of(who, current(firm))
    assert found is not None
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_table, found, state="CONFIRMED", notice_on=NOTICE.isoformat())
    return found


def test_a_late_decision_is_taken_and_told(firm: Firm) -> None:
    found, handler = scored(firm), person(firm, "E08", "秦琼")
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_table, found, notice_on="2026-09-21")
    filed = file(firm, found, filed_on=date(2026, 9, 22), handler_id=handler)
    told = firm.appeals.decide(filed, AppealDecision.PARTLY, REASONS, date(2026, 10, 16))
    assert [problem.code for problem in told] == ["decided_late"]
    assert firm.appeals.appeals(current(firm))[0].decide_by == date(2026, 10, 13)
