"""The firm's calendar in a real file: its own days, the years without a list, the days after a cycle."""

from __future__ import annotations

from datetime import date

import pytest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.problems import Invalid
from perfdesk.domain.schedule import ScheduleStep
from perfdesk.domain.terms import CycleType, DayKind
from perfdesk.domain.workdays import ranges
from tests.controllers.builders import codes, current


def test_the_statutory_days_of_this_and_next_year_are_there(firm: Firm) -> None:
    assert firm.calendar.missing_years() == () and firm.calendar.unarranged_years() == (2027,)
    this, following = firm.calendar.year(2026), firm.calendar.year(2027)
    assert this.is_arranged and following.is_known and not following.is_arranged
    assert [one.day for one in this.days if one.kind is DayKind.WORKDAY] == [
        date(2026, month, day) for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
    ]
    assert sum(one.kind is DayKind.HOLIDAY for one in this.days) == 33
    assert this.days[0].name_zh == "元旦" and this.days[0].name_en == "New Year"


def test_own_days_lie_over_the_list_and_may_be_cleared(firm: Firm) -> None:
    firm.calendar.set_day(date(2026, 10, 10), DayKind.ORDINARY)
    firm.calendar.set_day(date(2026, 10, 16), DayKind.HOLIDAY, "厂庆")
    workdays = firm.calendar.workdays()
    assert not workdays.is_workday(date(2026, 10, 10)) and not workdays.is_workday(date(2026, 10, 16))
    own = [one for one in firm.calendar.year(2026).days if one.is_own]
    assert [(one.day, one.name_zh) for one in own] == [(date(2026, 10, 16), "厂庆")]
    firm.calendar.clear_day(date(2026, 10, 10))
    assert firm.calendar.workdays().is_workday(date(2026, 10, 10))


def test_many_days_are_one_deed_and_one_bad_day_takes_none(firm: Firm) -> None:
    with pytest.raises(Invalid) as caught:
        firm.calendar.set_days([(date(2027, 2, 9), DayKind.HOLIDAY), (date(2270, 2, 9), DayKind.HOLIDAY)])
    assert codes(caught) == ["day_out_of_range"]
    assert not any(one.is_own for one in firm.calendar.year(2027).days)
    told = firm.calendar.set_days([(date(2027, 2, 9), DayKind.HOLIDAY), (date(2027, 2, 14), DayKind.WORKDAY)])
    assert told == () and firm.calendar.unarranged_years() == ()
    firm.history.undo()
    assert firm.calendar.unarranged_years() == (2027,)


def test_a_day_that_changes_nothing_is_told(firm: Firm) -> None:
    told = firm.calendar.set_day(date(2026, 10, 17), DayKind.HOLIDAY)
    assert [problem.code for problem in told] == ["day_off_on_weekend"]


def test_the_calendar_after_a_cycle_follows_offsets_and_own_days(firm: Firm) -> None:
    firm.cycles.add_cycle(CycleType.PROJECT, date(2026, 7, 1), date(2026, 9, 30), with_forms=False)
    cycle = current(firm)
    due = {one.step: one.due_on for one in firm.calendar.schedule(cycle)}
    assert due[ScheduleStep.ACTUALS] == date(2026, 10, 10) and due[ScheduleStep.NOTICE] == date(2026, 10, 22)

    firm.calendar.set_offset(ScheduleStep.ACTUALS, 1)
    firm.calendar.set_due_day(cycle, ScheduleStep.NOTICE, date(2026, 10, 30))

    shown = {one.step: one for one in firm.calendar.schedule(cycle)}
    assert shown[ScheduleStep.ACTUALS].due_on == date(2026, 10, 8)
    assert shown[ScheduleStep.NOTICE].is_own
    assert shown[ScheduleStep.INTERVIEW].due_on == date(2026, 11, 13)
    firm.calendar.set_offset(ScheduleStep.ACTUALS, 3)
    firm.calendar.set_due_day(cycle, ScheduleStep.NOTICE, None)
    assert {one.step: one.due_on for one in firm.calendar.schedule(cycle)} == due
    assert firm.settings.settings().choices.schedule == {}


def test_days_that_make_no_sense_are_refused(firm: Firm) -> None:
    with pytest.raises(Invalid) as caught:
        firm.calendar.set_offset(ScheduleStep.SELF, 251)
    assert codes(caught) == ["workdays_range"]
    with pytest.raises(Invalid) as caught:
        firm.calendar.set_due_day(current(firm), ScheduleStep.SELF, date(2026, 9, 1))
    assert codes(caught) == ["due_before_cycle_end"]
    assert firm.calendar.schedule(999) == ()


def test_days_are_taken_out_of_the_list_and_the_year_may_be_put_back(firm: Firm) -> None:
    firm.calendar.set_day(date(2026, 12, 24), DayKind.HOLIDAY, "厂庆")
    firm.calendar.take_out([date(2026, 10, 10), date(2026, 12, 24)])
    days = {one.day for one in firm.calendar.year(2026).days}
    assert not days & {date(2026, 10, 10), date(2026, 12, 24)}
    assert firm.calendar.workdays().is_workday(date(2026, 12, 24))
    assert firm.calendar.year(2026).is_changed and not firm.calendar.year(2027).is_changed
    firm.calendar.restore_year(2026)
    assert firm.calendar.workdays().is_workday(date(2026, 10, 10))
    assert not firm.calendar.year(2026).is_changed


def test_days_in_a_row_that_are_alike_are_one_line(firm: Firm) -> None:
    lines = ranges(firm.calendar.year(2026).days)
    shown = [(line.first.day.isoformat(), len(line.days), line.first.kind.value) for line in lines]
    assert shown[:3] == [
        ("2026-01-01", 3, "HOLIDAY"),
        ("2026-01-04", 1, "WORKDAY"),
        ("2026-02-14", 1, "WORKDAY"),
    ]
    assert ("2026-10-01", 7, "HOLIDAY") in shown and len(lines) == 13
