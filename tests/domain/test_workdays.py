"""Working days: weekends, days off, make-up workdays, and which years have no list."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk import paths
from perfdesk.domain.terms import DayKind
from perfdesk.domain.workdays import (
    SpecialDay,
    StatutoryYear,
    WorkCalendar,
    calendar,
    check_day,
    merged_year,
    missing_years,
    unarranged_years,
)

OFF, WORK, PLAIN = DayKind.HOLIDAY, DayKind.WORKDAY, DayKind.ORDINARY
NATIONAL = StatutoryYear(
    2026,
    True,
    tuple(SpecialDay(date(2026, 10, day), OFF, "国庆节", "National Day") for day in range(1, 8))
    + (SpecialDay(date(2026, 10, 10), WORK, "国庆节", "National Day"),),
)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
SPECIAL = st.dictionaries(DAYS, st.sampled_from(DayKind), max_size=40)


def test_a_week_has_five_working_days_without_any_list():
    plain = WorkCalendar()
    assert [plain.is_workday(date(2026, 11, day)) for day in range(2, 9)] == [True] * 5 + [False] * 2
    assert plain.add(date(2026, 11, 6), 1) == date(2026, 11, 9)


def test_days_off_are_left_out_and_make_up_workdays_count():
    october = calendar([NATIONAL])
    assert october.add(date(2026, 9, 30), 3) == date(2026, 10, 10)  # 8, 9 and Saturday the 10th
    assert not october.is_workday(date(2026, 10, 1)) and october.is_workday(date(2026, 10, 10))
    assert october.between(date(2026, 10, 1), date(2026, 10, 10)) == 3


def test_own_days_lie_over_the_programs_list():
    own = [
        SpecialDay(date(2026, 10, 10), PLAIN, is_own=True),
        SpecialDay(date(2026, 10, 9), OFF, is_own=True),
    ]
    assert calendar([NATIONAL], own).add(date(2026, 9, 30), 2) == date(2026, 10, 12)
    shown = merged_year(2026, [NATIONAL], own)
    assert date(2026, 10, 10) not in [one.day for one in shown]
    assert shown[-1] == own[1]


def test_a_year_without_any_list_is_told_and_an_own_day_ends_that():
    today = date(2026, 11, 22)
    assert missing_years(today, [NATIONAL]) == (2027,)
    assert missing_years(today, [NATIONAL], [SpecialDay(date(2027, 1, 1), OFF)]) == ()
    assert missing_years(date(2028, 1, 1), [NATIONAL]) == (2028, 2029)


def test_a_year_of_days_by_law_only_asks_for_its_make_up_days():
    law = StatutoryYear(2027, False, (SpecialDay(date(2027, 1, 1), OFF),))
    today = date(2026, 11, 22)
    assert unarranged_years(today, [NATIONAL, law]) == (2027,)
    assert unarranged_years(today, [NATIONAL, law], [SpecialDay(date(2027, 2, 14), OFF)]) == (2027,)
    assert unarranged_years(today, [NATIONAL, law], [SpecialDay(date(2027, 2, 14), WORK)]) == ()
    assert unarranged_years(date(2025, 5, 1), [NATIONAL, law]) == ()


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1), date(9999, 1, 1)])
def test_a_day_out_of_range_is_refused(day: date):
    assert [problem.code for problem in check_day(day, OFF)] == ["day_out_of_range"]


def test_a_day_that_changes_nothing_is_a_warning():
    assert check_day(date(2026, 11, 23), WORK)[0].is_warning
    assert check_day(date(2026, 11, 22), OFF)[0].is_warning
    assert check_day(date(2026, 11, 23), OFF) == check_day(date(2026, 11, 22), WORK) == ()


@given(DAYS, st.integers(0, 60), SPECIAL)
def test_adding_counts_exactly_the_working_days_in_between(day, count, special):
    there = WorkCalendar(special)
    end = there.add(day, count)
    assert there.between(day + timedelta(days=1), end) == count
    assert count == 0 or there.is_workday(end)


@given(DAYS, st.integers(0, 30), st.integers(0, 30), SPECIAL)
def test_adding_in_two_steps_is_adding_at_once(day, first, second, special):
    there = WorkCalendar(special)
    assert there.add(there.add(day, first), second) == there.add(day, first + second)


def test_nothing_is_counted_backwards():
    with pytest.raises(ValueError, match="forward"):
        WorkCalendar().add(date(2026, 1, 1), -1)


def test_the_list_that_comes_with_the_program_holds_two_years_in_order():
    given_years = json.loads(paths.resource("holidays.json").read_text("utf-8"))
    assert [(one["year"], one["is_arranged"]) for one in given_years] == [(2026, True), (2027, False)]
    for one in given_years:
        spans = [(date.fromisoformat(f["from"]), date.fromisoformat(f["to"])) for f in one["feasts"]]
        assert all(first <= last for first, last in spans)
        assert all(a[1] < b[0] for a, b in zip(spans, spans[1:], strict=False))
        assert {day.year for span in spans for day in span} == {one["year"]}
        make_up = [date.fromisoformat(day) for f in one["feasts"] for day in f["make_up"]]
        assert all(day.weekday() >= 5 for day in make_up)
        assert all(f["name_zh"] and f["name_en"] for f in one["feasts"])
    days = sum(
        (date.fromisoformat(f["to"]) - date.fromisoformat(f["from"])).days + 1
        for f in given_years[1]["feasts"]
    )
    assert days == 13  # the days off of the law: 1, 4, 1, 2, 1, 1, 3
