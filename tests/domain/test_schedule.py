"""The default calendar after a cycle's end."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.schedule import (
    FOLLOWS,
    OFFSETS,
    DueState,
    ScheduleStep,
    check_offset,
    check_own_day,
    schedule,
    standing,
)
from perfdesk.domain.terms import DayKind
from perfdesk.domain.workdays import WorkCalendar

END = date(2026, 9, 30)
GOLDEN_WEEK = WorkCalendar(
    {date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)} | {date(2026, 10, 10): DayKind.WORKDAY}
)


def test_the_default_calendar_after_a_quarter_that_ends_before_the_golden_week():
    due = {one.step.value: one.due_on.isoformat() for one in schedule(END, GOLDEN_WEEK)}
    assert due == {
        "ACTUALS": "2026-10-10",
        "SELF": "2026-10-13",
        "MANAGER": "2026-10-16",
        "CALIBRATION": "2026-10-20",
        "NOTICE": "2026-10-22",
        "INTERVIEW": "2026-11-05",
        "PLAN": "2026-11-12",
    }


def test_own_offsets_and_own_days_are_laid_over_it():
    own = {ScheduleStep.NOTICE: date(2026, 10, 30)}
    due = {one.step: one for one in schedule(END, GOLDEN_WEEK, {ScheduleStep.SELF: 2}, own)}
    assert due[ScheduleStep.SELF].due_on == date(2026, 10, 9) and not due[ScheduleStep.SELF].is_own
    assert due[ScheduleStep.NOTICE].is_own
    assert due[ScheduleStep.INTERVIEW].due_on == date(2026, 11, 13)  # ten working days after that notice


def test_a_step_is_coming_due_overdue_or_done():
    day = date(2026, 10, 13)
    found = [standing(day, day + timedelta(days=at)) for at in (-1, 0, 1)]
    assert found == [DueState.COMING, DueState.DUE, DueState.OVERDUE]
    assert standing(day, date(2027, 1, 1), is_done=True) is DueState.DONE


def test_days_out_of_range_are_refused():
    assert check_offset(ScheduleStep.SELF, 0) == check_offset(ScheduleStep.SELF, 250) == ()
    assert [p.field for days in (-1, 251) for p in check_offset(ScheduleStep.SELF, days)] == ["self", "self"]
    assert check_own_day(ScheduleStep.SELF, END, END) == ()
    assert check_own_day(ScheduleStep.SELF, END - timedelta(days=1), END)[0].code == "due_before_cycle_end"


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.dictionaries(st.sampled_from(ScheduleStep), st.integers(0, 40)),
    st.dictionaries(st.dates(date(2020, 1, 1), date(2031, 12, 31)), st.sampled_from(DayKind), max_size=30),
)
def test_every_step_lies_its_working_days_after_what_it_follows(end, offsets, special):
    workdays = WorkCalendar(special)
    due = {one.step: one.due_on for one in schedule(end, workdays, offsets)}
    for step, day in due.items():
        begin = due[FOLLOWS[step]] if step in FOLLOWS else end
        assert workdays.between(begin + timedelta(days=1), day) == {**OFFSETS, **offsets}[step]
