"""Staff lists to drafts."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.problems import Invalid
from perfdesk.sheets.cells import Cell, CellError
from perfdesk.sheets.columns import match_columns
from perfdesk.sheets.dates import find_order, read_date
from perfdesk.sheets.people import read_people
from perfdesk.sheets.person_drafts import KnownPeople, KnownPerson, PeopleDraft, Verdict
from perfdesk.sheets.tables import RawTable

HEADER = ("工号", "姓名", "部门", "岗位", "直属领导", "入职时间", "离职日期", "状态", "手机")


def read(*rows: tuple[Cell, ...], known: KnownPeople | None = None, **options: object) -> PeopleDraft:
    width = len(HEADER)
    even = [row + (None,) * (width - len(row)) for row in rows]
    table = RawTable("花名册.xlsx", "Sheet1", (HEADER, *even))
    return read_people(table, match_columns(table), known, **options)  # type: ignore[arg-type]


def remarks(draft: PeopleDraft, row: int = 0) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in draft.rows[row].problems]


def test_a_good_row_is_a_whole_person_without_private_columns() -> None:
    draft = read(
        ("S-001", "周建国", "销售部", "销售经理", None, "2016-03-01", None, "在职", "13800001001"),
        ("S-017", "李 娜", "销售部", "客户经理", "周建国", date(2023, 4, 10)),
    )

    first, second = draft.rows
    assert (first.verdict, second.verdict) == (Verdict.NEW_DEPARTMENT, Verdict.OK)
    assert first.employee().phone == ""
    assert (second.name, second.manager, second.hired_on) == ("李娜", "S-001", date(2023, 4, 10))
    assert draft.new_departments == ("销售部",)


def test_private_columns_come_when_asked_for() -> None:
    row = ("S-001", "周建国", "销售部", None, None, None, None, None, "13800001001")
    assert read(row, private=["phone"]).rows[0].employee().phone == "13800001001"


def test_a_number_twice_is_refused_and_names_the_first_row() -> None:
    draft = read(("S-021", "马超", "销售部"), ("s-021 ", "孙浩", "销售部"))

    assert remarks(draft, 1) == [("Sheet1!A3", "employee_number_twice")]
    details = draft.rows[1].problems[0].details
    assert (details["first_row"], details["first_name"]) == (2, "马超")
    assert [row.name for row in draft.taken(with_questions=True)] == ["马超"]


def test_a_letter_in_a_date_is_refused_with_the_likely_date_as_fix() -> None:
    draft = read(("P-007", "唐丽", "生产部", None, None, "2O20.5.6"))

    assert ("Sheet1!F2", "date_letter") in remarks(draft)
    fix = next(remark.fix for remark in draft.rows[0].remarks if remark.fix)
    assert (fix.row, fix.column, fix.text) == (1, 5, "2020-05-06")


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        ((None, "缺工号", "研发部"), "Sheet1!A2", "employee_number_missing"),
        (("S-1", None, "研发部"), "Sheet1!B2", "person_name_missing"),
        (("S-1", "王磊", CellError("#REF!")), "Sheet1!C2", "cell_error"),
        (("S-1", "王磊", "研发部", None, None, "明天"), "Sheet1!F2", "date_unreadable"),
        (("S-1", "王磊", "研发部", None, None, "2023-02-30"), "Sheet1!F2", "date_impossible"),
        (("S-1", "王磊", "研发部", None, None, "2023-02-03", "2022-01-01"), "Sheet1!G2", "left_before_hired"),
    ],
)
def test_each_refusal_names_its_cell(row: tuple[Cell, ...], cell: str, code: str) -> None:
    draft = read(row, ("S-2", "李娜", "研发部", None, None, "2020-01-01"), ("S-3", "马超", "研发部"))

    assert draft.rows[0].verdict == Verdict.REFUSED
    assert (cell, code) in remarks(draft)
    assert len(draft.taken()) == 2


def test_an_unknown_manager_is_one_question_for_all_its_rows_and_left_empty() -> None:
    draft = read(
        ("S-001", "周建国", "销售部", None, "红杉"),
        ("S-002", "李娜", "销售部", None, "红杉"),
        ("S-003", "王磊", "销售部", None, "李娜"),
    )

    [question] = draft.asked()
    assert (question.code, question.value, question.row_numbers) == ("manager_unknown", "红杉", (2, 3))
    assert [row.manager for row in draft.rows] == ["", "", "S-002"]
    assert len(draft.taken()) == 1
    assert len(draft.taken(with_questions=True)) == 3


def test_of_two_people_with_one_name_the_manager_is_the_one_in_the_department() -> None:
    draft = read(
        ("S-1", "李娜", "销售部"),
        ("S-2", "李娜", "生产部"),
        ("S-3", "王磊", "生产部", None, "李娜"),
        ("S-4", "马超", "质量部", None, "李娜"),
        ("S-5", "李娜芳", "质量部", None, "李娜芳"),
    )

    assert draft.rows[2].manager == "S-2"
    assert draft.rows[3].problems[-1].code == "manager_several"
    assert draft.rows[4].problems[-1].code == "manager_self"


def test_who_is_there_already_is_updated_or_refused_as_asked() -> None:
    known = KnownPeople((KnownPerson("employee", "老王"),), frozenset({"研发部"}))
    row = ("EMPLOYEE", "重复工号样例", " 研发部")

    updated = read(row, known=known)
    assert (updated.rows[0].verdict, updated.rows[0].number) == (Verdict.UPDATE, "employee")
    assert not updated.new_departments
    assert read(row, known=known, update_existing=False).rows[0].verdict == Verdict.REFUSED


def test_a_department_that_is_an_id_is_asked_about() -> None:
    draft = read(("S-1", "王磊", "10"), ("S-2", "李娜", "研发部"))

    assert remarks(draft) == [("Sheet1!C2", "row_department_is_id")]
    assert draft.rows[0].department == ""


def test_spellings_of_one_department_are_one() -> None:
    decomposed = unicodedata.normalize("NFD", "Café部")
    draft = read(("1", "王磊", "Café部"), ("2", "李娜", decomposed), ("3", "马超", "café 部"))

    assert {row.department for row in draft.rows} == {"Café部"}


@pytest.mark.parametrize("name", ["<b>王</b>", "小明😀", "O'Neil & Söhne", "𠅤䶮"])
def test_unusual_names_are_taken_as_they_are(name: str) -> None:
    assert read(("S-1", name, "研发部"), ("S-2", "李娜", "研发部")).rows[0].name == name


def test_those_who_left_are_marked() -> None:
    draft = read(
        ("S-1", "王磊", "研发部", None, None, "2020-01-01", "2021-01-01", "离职"),
        ("S-2", "李娜", "研发部", None, None, "2020-01-01", None, "离职"),
        ("S-3", "马超", "研发部", None, None, "2020-01-01", None, "在职"),
    )

    assert [row.has_left for row in draft.rows] == [True, True, False]
    assert [notice.code for notice in draft.notices] == ["left_without_date"]


def test_a_list_without_names_or_numbers_needs_a_word_from_the_caller() -> None:
    unnamed = RawTable("a.csv", "", (("员工编号", "部门"), ("1", "研发部"), ("2", "销售部")))
    with pytest.raises(Invalid, match="column_name_missing"):
        read_people(unnamed, match_columns(unnamed))
    draft = read_people(unnamed, match_columns(unnamed), name_from_number=True)
    assert [row.name for row in draft.rows] == ["1", "2"]
    assert [notice.code for notice in draft.notices] == ["names_from_numbers"]

    unnumbered = RawTable("a.csv", "", (("姓名", "部门"), ("王磊", "研发部"), ("李娜", "销售部")))
    with pytest.raises(Invalid, match="column_number_missing"):
        read_people(unnumbered, match_columns(unnumbered))
    known = KnownPeople((KnownPerson("001", "老王"),))
    draft = read_people(unnumbered, match_columns(unnumbered), known, make_numbers=True)
    assert [row.number for row in draft.rows] == ["002", "003"]


@given(st.dates(date(1955, 1, 1), date(2099, 12, 31)))
def test_a_date_is_read_in_every_usual_spelling(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    spellings: list[Cell] = [
        day,
        datetime(day.year, day.month, day.day, 8),
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        f"{day.isoformat()} 00:00:00",
        serial,
        str(serial),
        Decimal(serial) + Decimal("0.5"),
        f"{day.day}-{day:%b}-{day.year}",
        f"{day.year}．{day.month}．{day.day}",
    ]
    assert {read_date(cell).on for cell in spellings} == {day}
    assert read_date((day - timedelta(days=1462) - date(1899, 12, 30)).days, from_1904=True).on == day


@pytest.mark.parametrize(
    ("cell", "day", "code"),
    [
        ("3/4/2020", date(2020, 3, 4), "date_day_or_month"),
        ("25/12/2020", date(2020, 12, 25), "date_respelled"),
        ("2016.3", date(2016, 3, 1), "date_month_only"),
        (Decimal("2016.3"), date(2016, 3, 1), "date_month_only"),
        ("16.3.1", date(2016, 3, 1), "date_short_year"),
        ("至今", None, "date_unreadable"),
        ("-", None, ""),
    ],
)
def test_a_date_that_could_be_another_is_asked_about(cell: Cell, day: date | None, code: str) -> None:
    found = read_date(cell)
    assert (found.on, found.code) == (day, code)


def test_the_rest_of_the_column_tells_day_from_month() -> None:
    order = find_order(["3/4/2020", "25/12/2020"])
    assert read_date("3/4/2020", order).on == date(2020, 4, 3)
