"""Files that nobody here wrote: each ends in a correct table or a clear refusal within ten seconds.

They lie beside the repository and are not part of it: where they are missing, nothing is collected.
"""

from __future__ import annotations

import time
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.domain.problems import Invalid
from perfdesk.sheets.cells import Cell, CellError
from perfdesk.sheets.columns import choose_sheet, match_columns
from perfdesk.sheets.headers import find_header
from perfdesk.sheets.people import read_people
from perfdesk.sheets.person_drafts import KnownPeople, KnownPerson, PeopleDraft
from perfdesk.sheets.tables import RawTable, read_workbook
from perfdesk.sheets.values import KnownForms, KnownIndicator, read_values
from perfdesk.texts import translator

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

REFUSED = {
    "bad_crc.xlsx": "workbook_damaged",
    "encrypted_agile.xlsx": "workbook_protected",
    "xml_bomb.xlsx": "workbook_entities",
    "zero_bytes.xlsx": "import_file_empty",
}
# By file: header row and records as Excel numbers them, then some cells by index of row and column.
READ: dict[str, tuple[int | None, int, dict[tuple[int, int], Cell]]] = {
    "big_texty_numbers.xlsx": (1, 6, {(3, 0): 2147483648, (3, 1): "2147483648"}),
    "chinese_provinces.xls": (1, 3, {(1, 1): "安徽省"}),
    "date_1904.xlsx": (None, 3, {(0, 0): date(2021, 1, 1), (2, 0): "255:10:10"}),
    "dims_1048576x16384.xlsx": (1, 1, {(1, 5): Decimal("1.5")}),
    "duplicate_and_blank_headers.xlsx": (1, 2, {(0, 1): "a b", (0, 2): None}),
    "first_sheet_hidden.xlsx": (None, 1, {(0, 0): "Sheet2A1"}),
    "formula_errors.xlsx": (None, 7, {(0, 0): CellError("#DIV/0!")}),
    "gb2312_small.csv": (None, 1, {(0, 0): "中文测试内容"}),
    "has_x000D.xlsx": (None, 1, {(0, 0): "ABC\nDEF"}),
    "inline_strings.xlsx": (None, 2, {(0, 0): "Hello CDATA", (1, 0): "12345"}),
    "merged_ranges.xlsx": (None, 4, {(1, 0): "A1"}),
    "notes_above_and_below.xlsx": (5, 10, {(5, 0): "David Bowie"}),
    "number_date_percent_formats.xlsx": (1, 27, {(2, 4): "111.11%", (1, 0): datetime(2020, 1, 1, 1, 1, 1)}),
    "sharedstrings_wrong_case.xlsx": (1, 9, {(1, 0): "10x10"}),
    "utf16le_bom.csv": (1, 2, {(1, 0): "1"}),
    "whitespace.xlsx": (None, 6, {(0, 0): "<-space, space->"}),
    "合并单元格_鞋码.xlsx": (1, 3, {(2, 2): 11}),
    "合并行.xlsx": (1, 13, {(2, 1): "张三", (4, 1): "李四"}),
    "空值与日期_无表头.xlsx": (None, 20, {(0, 2): Decimal("1234.567")}),
    "说明行_空行.xlsx": (2, 6, {(2, 0): "ZZ-01"}),
    "题库导入模板.xlsx": (1, 404, {(1, 2): "单选题"}),
}


def files(folder: str) -> list[Path]:
    return sorted((DATA / folder).iterdir()) if DATA.is_dir() else []


def people(path: Path, sheet: str | None = None, **options: object) -> PeopleDraft:
    book = read_workbook(path, sheet)
    table = book.table(sheet or choose_sheet(book))
    return read_people(table, match_columns(table), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", [*files("nasty"), *files("import_templates")], ids=lambda path: path.name)
def test_every_file_ends_in_a_table_or_a_refusal_within_ten_seconds(path: Path) -> None:
    start = time.monotonic()
    code = ""
    try:
        book = read_workbook(path)
        for sheet in book.sheets:
            table = book.table(sheet)
            if table.rows:
                match_columns(table)
    except Invalid as fault:
        [problem] = fault.problems
        code = problem.code
        assert path.name in translator("zh_CN").sentence(problem)

    assert time.monotonic() - start < 10
    assert code == REFUSED.get(path.name, "")


@pytest.mark.parametrize(
    "path", [path for path in files("nasty") if path.name not in REFUSED], ids=lambda path: path.name
)
def test_a_readable_file_gives_the_table_that_a_person_sees(path: Path) -> None:
    row, records, expected = READ[path.name]
    table = read_workbook(path).table()
    header = find_header(table)

    assert (None if header.row is None else table.row_number(header.row), len(header.data)) == (row, records)
    assert {place: table.rows[place[0]][place[1]] for place in expected} == expected


@pytest.mark.parametrize(
    ("name", "sheet", "count", "asked", "departments"),
    [
        ("mokhles_employee_master_fy2025.csv", None, 456, 448, 12),
        ("mokhles_performance_evaluation_fy2025.csv", None, 456, 448, 12),
        ("mokhles_performance_report_fy2025.xlsx", "Employee Ratings", 456, 448, 12),
        ("mokhles_performance_report_fy2025.xlsx", None, 456, 448, 12),
        ("mokhles_master_dataset_fy2025.xlsx", None, 456, 448, 12),
        ("员工信息表_10k.csv", None, 10_000, 0, 5),
        ("ibm_hr_chinese_localised.csv", None, 1470, 0, 3),
    ]
    if DATA.is_dir()
    else [],
)
def test_the_large_lists_are_taken_whole(
    name: str, sheet: str | None, count: int, asked: int, departments: int
) -> None:
    draft = people(DATA / "hr" / name, sheet, name_from_number=name.startswith("ibm"))

    assert len(draft.taken(with_questions=True)) == len(draft.rows) == count
    assert not draft.refused()
    assert len(draft.questions()) == asked
    codes = Counter(problem.code for row in draft.questions() for problem in row.problems)
    assert codes["manager_unknown"] == asked
    assert len(draft.new_departments) == departments
    left = {"员工信息表_10k.csv": 2002, "ibm_hr_chinese_localised.csv": 237}
    assert sum(row.has_left for row in draft.rows) == left.get(name, 0)


@pytest.mark.parametrize("folder", [path for path in [DATA / "import_templates"] if path.is_dir()])
def test_the_testers_staff_lists_are_refused_where_they_are_wrong(folder: Path) -> None:
    good = people(folder / "用户导入测试表.xlsx")
    assert (len(good.rows), len(good.refused())) == (5, 0)
    assert [(q.code, q.row_numbers) for q in good.asked()] == [
        ("row_department_is_id", (3,)),
        ("row_department_missing", (6,)),
    ]

    known = KnownPeople((KnownPerson("employee", "王磊"),))
    wrong = people(folder / "用户导入测试表_含错误样例.xlsx", known=known, update_existing=False)
    assert [row.problems[0].code for row in wrong.rows] == [
        "employee_number_missing",
        "person_name_missing",
        "row_department_missing",
        "employee_number_exists",
    ]
    assert not wrong.taken()


@pytest.mark.parametrize("folder", [path for path in [DATA / "import_templates"] if path.is_dir()])
def test_the_testers_scores_are_refused_where_they_are_wrong(folder: Path) -> None:
    numbers = {f"employee{serial}": "员工" for serial in ("", *range(2, 8))}
    known = KnownForms(
        {**numbers, "manager": "经理"},
        {number: frozenset({"WORK"}) for number in numbers},
        (KnownIndicator("WORK", ("工作实绩",)),),
    )

    def read(table: RawTable) -> tuple[int, list[tuple[str, str]]]:
        draft = read_values(table, match_columns(table, kind="values"), "levels", known)
        return len(draft.values), [(problem.field.split("!")[1], problem.code) for problem in draft.refusals]

    assert read(read_workbook(folder / "工作实绩导入测试表.xlsx").table()) == (7, [])
    assert read(read_workbook(folder / "工作实绩导入测试表_含错误样例.xlsx").table()) == (
        0,
        [
            ("A2", "employee_number_missing"),
            ("A3", "employee_number_unknown"),
            ("B4", "not_a_number"),
            ("A5", "row_form_missing"),
        ],
    )
