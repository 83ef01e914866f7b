"""Finding the header and what each column is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.sheets.cells import Cell
from perfdesk.sheets.columns import Matching, match_columns
from perfdesk.sheets.headers import find_header
from perfdesk.sheets.profiles import is_id_number
from perfdesk.sheets.tables import RawTable

HEADERS = {
    "number": ("工号", "员工编号", "员工ID", "工 号", "Employee ID", "No.", "员工工号（必填）"),
    "name": ("姓名", "姓 名", "员工姓名", "真实姓名", "Name", "*姓名"),
    "department": ("部门", "所属部门", "Department", "部门名称"),
    "position": ("岗位", "岗位名称", "职务", "Job Title"),
    "hired_on": ("入职日期", "入职时间", "Join Date"),
    "phone": ("手机", "联系电话"),
    "id_number": ("身份证号码", "身份证号"),
}
SURNAMES, GIVEN = "王李张刘陈杨黄赵周吴徐孙", "伟芳娜敏静强磊军洋艳杰涛明超霞"
PLACES = ("销售部", "生产部", "质量部", "仓储部", "人事行政部")
JOBS = ("销售经理", "操作工", "检验员", "仓管员", "人事主管", "客户代表")


def id_number(serial: int) -> str:
    start = f"3201021990{1 + serial % 12:02}{1 + serial % 28:02}{serial % 1000:03}"
    return next(start + last for last in "0123456789X" if is_id_number(start + last))


def staff(count: int, seed: int) -> dict[str, list[Cell]]:
    pick = random.Random(seed)
    return {
        "number": [f"S-{100 + serial}" for serial in range(count)],
        "name": [
            pick.choice(SURNAMES) + pick.choice(GIVEN) + pick.choice(["", *GIVEN]) for _ in range(count)
        ],
        "department": [pick.choice(PLACES) for _ in range(count)],
        "position": [pick.choice(JOBS) for _ in range(count)],
        "hired_on": [f"20{pick.randint(10, 25)}-{pick.randint(1, 12):02}-15" for _ in range(count)],
        "phone": [f"13{pick.randint(100000000, 999999999)}" for _ in range(count)],
        "id_number": [id_number(pick.randint(0, 900)) for _ in range(count)],
    }


def table_of(columns: list[tuple[str, list[Cell]]], above: list[str] | None = None) -> RawTable:
    rows: list[tuple[Cell, ...]] = [(text,) + (None,) * (len(columns) - 1) for text in above or []]
    rows.append(tuple(header for header, _ in columns))
    rows += zip(*(values for _, values in columns), strict=True)
    return RawTable("a.xlsx", "Sheet1", tuple(rows))


def found(matching: Matching) -> dict[str, int]:
    return {match.field: match.column for match in matching.matches if match.field}


@settings(max_examples=40)
@given(st.data())
def test_shuffled_columns_with_any_usual_header_are_all_found(data: st.DataObject) -> None:
    people = staff(data.draw(st.integers(3, 40)), data.draw(st.integers(0, 999)))
    order = data.draw(st.permutations(list(people)))
    columns = [(data.draw(st.sampled_from(HEADERS[name])), people[name]) for name in order]
    titles = data.draw(
        st.sampled_from([[], ["红杉精密有限公司员工花名册"], ["员工花名册", "制表：郑雪 2026年9月"]])
    )

    matching = match_columns(table_of(columns, titles))

    assert matching.header.row == len(titles)
    assert found(matching) == {name: column for column, name in enumerate(order)}
    assert all(match.sure for match in matching.matches)
    assert [match.field for match in matching.matches if match.is_private] == [
        name for name in order if name in {"phone", "id_number"}
    ]


@settings(max_examples=40)
@given(
    order=st.permutations(list(HEADERS)),
    seed=st.integers(0, 999),
    count=st.integers(12, 60),
    style=st.sampled_from(["列{}", "Spalte {}", "c{}", "字段{}"]),
)
def test_renamed_headers_still_find_number_name_and_department(
    order: list[str], seed: int, count: int, style: str
) -> None:
    people = staff(count, seed)
    columns = [(style.format(place), people[name]) for place, name in enumerate(order, start=1)]

    fields = found(match_columns(table_of(columns)))

    assert {name: fields.get(name) for name in ("number", "name", "department", "phone", "id_number")} == {
        name: order.index(name) for name in ("number", "name", "department", "phone", "id_number")
    }


def test_headers_that_stand_above_the_wrong_columns_are_not_believed() -> None:
    people = staff(30, 5)
    wrong = {"number": "姓名", "name": "手机", "department": "工号", "phone": "部门"}
    columns = [(header, people[name]) for name, header in wrong.items()]

    fields = found(match_columns(table_of(columns)))

    assert {name: fields.get(name) for name in wrong} == {name: place for place, name in enumerate(wrong)}


def test_a_table_without_header_is_matched_by_its_values() -> None:
    people = staff(20, 7)
    rows = tuple(zip(people["name"], people["number"], people["department"], strict=True))
    matching = match_columns(RawTable("a.csv", "", rows))

    assert matching.header.row is None
    assert len(matching.header.data) == 20
    assert found(matching) == {"name": 0, "number": 1, "department": 2}
    assert matching.matches[0].header == "A"


def test_a_running_number_is_no_employee_number_beside_one() -> None:
    people = staff(15, 1)
    columns = [("序号", [*range(1, 16)]), ("工号", people["number"]), ("姓名", people["name"])]

    assert found(match_columns(table_of(columns))) == {"number": 1, "name": 2}


def test_notes_sums_blank_rows_and_repeated_headers_are_set_aside_and_listed() -> None:
    people = staff(6, 2)
    columns = [(HEADERS[name][0], people[name]) for name in ("number", "name", "department", "position")]
    table = table_of(columns, ["花名册"])
    blank: tuple[Cell, ...] = (None,) * 4
    rows = [*table.rows[:4], blank, table.rows[1], *table.rows[4:], ("合计", None, None, 6), blank]
    rows.append(("制表：郑雪", None, None, None))

    header = find_header(RawTable("a.xlsx", "S", tuple(rows)))

    assert header.row == 1
    assert len(header.data) == 6
    assert sorted(header.skipped.values()) == ["header", "note", "sum", "title"]


def test_a_choice_by_hand_moves_the_field_and_is_remembered_for_the_next_file() -> None:
    people = staff(12, 3)
    columns = [("甲", people["number"]), ("乙", people["name"]), ("丙", people["position"])]
    matching = match_columns(table_of(columns)).choose(2, "department")

    assert found(matching)["department"] == 2
    again = match_columns(table_of(columns), remembered=matching.remembered())
    assert found(again) == found(matching)
    assert again.matches[2].reason.code == "match_remembered"


@pytest.mark.parametrize(
    ("number", "valid"),
    [("11010519491231002X", True), ("110105194912310021", False), ("11010519491231002", False)],
)
def test_the_check_digit_of_an_id_number_is_checked(number: str, valid: bool) -> None:
    assert is_id_number(number) is valid
