"""Files come in: a dry run that writes nothing, then one deed with a backup; what can't come in goes out again."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfdesk import texts
from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.controllers.import_preview import Choices, RowState
from perfdesk.controllers.import_reading import names_only
from perfdesk.controllers.imports import KINDS
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Missing
from perfdesk.texts.sentences import all_sentences
from perfdesk.texts.sentences import people as people_sentences

NOW = datetime(2026, 9, 30, 9, 0)
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
HEADER = ["工号", "姓名", "部门", "岗位", "直接上级", "入职日期", "手机"]
ROWS = [
    ["S-001", "周建国", "销售部", "销售经理", None, "2016.3.1", "13812345678"],
    ["S-017", "李娜", "销售部", "客户经理", "周建国", "2023年4月10日", "13912345678"],
    ["S-019", "王磊", "销售部", "客户经理", "周建国", 45017, "13712345678"],
    ["S-021", "马超", "生产部", "操作工", "周建国", "2024/7/15", "13612345678"],
]
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the public files are not on this computer")


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    made = new_firm(tmp_path / "红杉.perfdesk", "红杉", "周洋", clock.fixed(NOW))
    yield made
    made.close(with_backup=False)


@pytest.fixture
def measured(tmp_path: Path) -> Iterator[Firm]:
    """A firm that works with targets and actuals; three account managers with forms of the cycle."""
    made = new_firm(
        tmp_path / "指标.perfdesk", "红杉", "周洋", clock.fixed(NOW), switches=frozenset({Switch.INDICATORS})
    )
    path = book(tmp_path, [["工号", "姓名", "岗位"], *([f"S-{n}", f"王{n}", "客户经理"] for n in (1, 2, 3))])
    made.imports.import_people_file(path)
    cycle = made.cycles.current()
    assert cycle is not None
    made.cycles.add_forms(cycle.id)
    yield made
    made.close(with_backup=False)


def book(folder: Path, rows: Sequence[Sequence[Any]], name: str = "花名册.xlsx") -> Path:
    made = openpyxl.Workbook()
    made.active.title = "Sheet1"
    for row in rows:
        made.active.append(list(row))
    made.save(folder / name)
    return folder / name


def saved(firm: Firm, query: str) -> list[tuple[Any, ...]]:
    """Read the file as another program would."""
    connection = sqlite3.connect(f"file:{firm.path}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def people(firm: Firm) -> list[tuple[Any, ...]]:
    return saved(firm, "SELECT number, name FROM employee WHERE number != '000' ORDER BY number")


def codes(problems: Sequence[Any]) -> list[str]:
    return [problem.code for problem in problems]


def test_twelve_names_become_twelve_people_with_numbers_and_forms(firm):
    names = [f"王{letter}" for letter in "一二三四五六七八九十甲乙"]
    source = firm.imports.pasted("\n".join(names))
    assert names_only(source) == tuple(names)

    done = firm.imports.add_names(names)

    assert done.added == tuple(names)
    assert people(firm) == [(f"{at + 1:03}", name) for at, name in enumerate(names)]
    assert saved(firm, "SELECT count(*), count(DISTINCT employee_id) FROM form") == [(12, 12)]
    firm.history.undo()
    assert people(firm) == []
    assert saved(firm, "SELECT count(*) FROM form") == [(0,)]


def test_a_header_over_pasted_names_is_no_person_and_a_block_is_no_list_of_names(firm):
    assert names_only(firm.imports.pasted("姓名\n王磊\n李娜")) == ("王磊", "李娜")
    assert names_only(firm.imports.pasted("001\t王磊\n002\t李娜")) == ()
    assert names_only(firm.imports.pasted("13812345678\n13912345678")) == ()


def test_a_name_that_is_there_already_is_added_only_on_request(firm):
    firm.imports.add_names(["王磊", "李娜"])

    again = firm.imports.add_names(["王 磊", "马超"])
    assert (again.added, again.known) == (("马超",), ("王 磊",))
    firm.imports.add_names(again.known, also_known=True)
    assert [number for number, name in people(firm)] == ["001", "002", "003", "004"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_shuffled_and_renamed_header_still_finds_its_columns(firm, tmp_path, ending):
    order = [6, 2, 5, 0, 4, 1, 3]
    renamed = ["联系电话", "所属单位", "进厂时间", "职工号", "汇报对象", "员工姓名", "职务"]
    rows = [["红杉精密花名册"], renamed, *([row[at] for at in order] for row in ROWS)]
    path = book(tmp_path, rows)
    if ending == "csv":
        path = tmp_path / "花名册.csv"
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
        path.write_bytes("\r\n".join(lines).encode("gb18030"))

    preview = firm.imports.preview(firm.imports.open(path))

    assert preview.header_number == 2
    fields = {column.header: column.field for column in preview.columns}
    assert fields == {
        "联系电话": "",
        "所属单位": "department",
        "进厂时间": "hired_on",
        "职工号": "number",
        "汇报对象": "manager",
        "员工姓名": "name",
        "职务": "position",
    }
    assert (preview.ok, preview.question_rows, preview.refused_rows) == (4, 0, 0)
    assert people(firm) == []
    firm.imports.import_preview(preview)
    assert people(firm) == [(row[0], row[1]) for row in ROWS]
    wang = next(one for one in firm.people.employees() if one.number == "S-019")
    assert (wang.department_zh, wang.manager, wang.hired_on) == ("销售部", "周建国", date(2023, 4, 1))


def test_an_import_is_one_deed_after_a_backup_and_one_undo_takes_it_back(firm, tmp_path):
    before = firm.history.undo_deed
    firm.imports.import_people_file(book(tmp_path, [HEADER, *ROWS]))

    assert firm.history.undo_deed.code == "import_people"
    assert len(firm.backups()) == 1
    assert saved(firm, "SELECT count(*) FROM department") == [(2,)]
    firm.history.undo()
    assert firm.history.undo_deed is before
    assert people(firm) == []
    assert saved(firm, "SELECT count(*) FROM department") == [(0,)]
    firm.history.redo()
    assert len(people(firm)) == 4


def test_an_import_that_is_stopped_leaves_nothing(firm, tmp_path):
    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stopped

    preview = firm.imports.preview(firm.imports.open(book(tmp_path, [HEADER, *ROWS])))
    with pytest.raises(Stopped):
        firm.imports.import_preview(preview, stop)
    assert people(firm) == []
    assert firm.history.undo_deed is None


def test_what_is_wrong_names_cell_and_reason_and_the_rest_comes_in(firm, tmp_path):
    wrong = [
        ["S-021", "孙浩", "销售部", None, None, "2025-02-17", None],
        ["P-007", "唐丽", "生产部", None, None, "2O20.5.6", None],
        ["Q-004", None, "生产部", None, None, None, None],
    ]
    report = firm.imports.import_people_file(book(tmp_path, [HEADER, *ROWS, *wrong]))

    assert (report.taken, report.added) == (4, 4)
    assert [(one.field, one.code) for one in report.refused] == [
        ("Sheet1!A6", "employee_number_twice"),
        ("Sheet1!F7", "date_letter"),
        ("Sheet1!B8", "person_name_missing"),
    ]
    assert all("Sheet1!" in texts.sentence(one) for one in report.refused)
    assert len(people(firm)) == 4


def test_a_dry_run_tells_the_same_and_writes_nothing(firm, tmp_path):
    path = book(tmp_path, [HEADER, *ROWS, ["S-001", "孙浩", None, None, None, None, None]])
    tried = firm.imports.import_people_file(path, dry_run=True)
    assert (people(firm), firm.backups(), firm.history.undo_deed) == ([], [], None)

    assert firm.imports.import_people_file(path) == tried


def test_a_corrected_cell_lets_its_row_in_and_leaves_the_file_alone(firm, tmp_path):
    path = book(tmp_path, [HEADER, *ROWS, ["P-007", "唐丽", "生产部", None, None, "2O20.5.6", None]])
    source = firm.imports.open(path)
    before = path.read_bytes()
    preview = firm.imports.preview(source)
    fix = preview.refusals[0].fix
    assert fix is not None and fix.text == "2020-05-06"
    assert preview.row(fix.row).marks == {5: RowState.REFUSED}

    corrected = firm.imports.preview(source, preview.choices.with_cell(fix.row, fix.column, fix.text))

    row = corrected.row(fix.row)
    assert (row.state, row.corrected, row.cells[5]) == (RowState.OK, frozenset({5}), "2020-05-06")
    firm.imports.import_preview(corrected)
    assert saved(firm, "SELECT hired_on FROM employee WHERE number = 'P-007'") == [("2020-05-06",)]
    assert path.read_bytes() == before


def test_a_question_keeps_its_rows_out_until_it_is_answered(firm, tmp_path):
    rows = [[f"A-{n}", f"王{n}", "销售部", None, "红杉", None, None] for n in range(3)]
    source = firm.imports.open(book(tmp_path, [HEADER, *ROWS, *rows]))
    preview = firm.imports.preview(source)
    (question,) = preview.questions
    assert (question.code, question.value, question.row_numbers) == ("manager_unknown", "红杉", (6, 7, 8))
    assert (preview.ok, preview.question_rows) == (4, 3)

    agreed = firm.imports.preview(source, Choices(accepted=frozenset({("manager_unknown", "红杉")})))
    meant = firm.imports.preview(source, Choices(cells=dict.fromkeys(question.cells, "周建国")))

    assert (agreed.ok, agreed.question_rows, agreed.questions) == (7, 0, ())
    assert {draft.manager for draft in agreed.drafts()[4:]} == {""}
    assert {draft.manager for draft in meant.drafts()[4:]} == {"S-001"}


def test_private_columns_stay_out_unless_asked_for(firm, tmp_path):
    source = firm.imports.open(book(tmp_path, [HEADER, *ROWS]))
    preview = firm.imports.preview(source)
    (phone,) = preview.left_out
    assert (phone.header, phone.recognised, phone.field) == ("手机", "phone", "")
    firm.imports.import_preview(preview)
    assert saved(firm, "SELECT count(*) FROM employee_private") == [(0,)]

    chosen = firm.imports.preview(source, Choices().with_field(6, "phone"))
    asked = firm.imports.preview(source, Choices(asks_private=True))
    assert [draft.phone for draft in chosen.drafts()] == [draft.phone for draft in asked.drafts()]
    firm.imports.import_preview(asked)
    assert saved(firm, "SELECT count(*), max(phone) FROM employee_private") == [(4, "13912345678")]


def test_a_list_without_numbers_gives_them_out_and_asks_about_namesakes(firm, tmp_path):
    path = book(tmp_path, [["姓名", "部门"], ["王磊", "销售部"], ["李娜", "销售部"]])
    report = firm.imports.import_people_file(path)
    assert people(firm) == [("001", "王磊"), ("002", "李娜")]
    assert codes(report.notes) == ["numbers_made"]

    again = firm.imports.preview(firm.imports.open(path))

    assert (again.ok, again.question_rows) == (0, 2)
    assert [question.code for question in again.questions] == ["namesake_known", "namesake_known"]
    with pytest.raises(Invalid, match="nothing_to_import"):
        firm.imports.import_preview(again)


def test_a_list_without_names_is_read_only_once_numbers_may_stand_for_them(firm, tmp_path):
    path = book(tmp_path, [["员工编号", "部门"], ["A-1", "销售部"], ["A-2", "生产部"]])
    preview = firm.imports.preview(firm.imports.open(path))
    assert preview.problem is not None and preview.problem.code == "column_name_missing"
    with pytest.raises(Invalid, match="column_name_missing"):
        firm.imports.import_people_file(path)

    firm.imports.import_people_file(path, name_from_number=True)
    assert people(firm) == [("A-1", "A-1"), ("A-2", "A-2")]


def test_header_row_and_columns_can_be_chosen_by_hand(firm, tmp_path):
    path = book(tmp_path, [["甲", "乙"], ["A-1", "王磊"], ["A-2", "李娜"], ["A-3", "马超"]])
    source = firm.imports.open(path)
    by_hand = firm.imports.preview(source, Choices(header_row=0, fields={0: "note", 1: "name"}))
    assert [(column.field, column.is_sure) for column in by_hand.columns] == [("note", True), ("name", True)]
    assert by_hand.drafts()[0].note == "A-1"

    without = firm.imports.preview(source, Choices(header_row=None, fields={0: "number", 1: "name"}))
    assert without.header_number is None
    assert [draft.number for draft in without.drafts()] == ["甲", "A-1", "A-2", "A-3"]


def test_refused_rows_go_out_with_their_reason_and_come_back_corrected(firm, tmp_path):
    wrong = ["P-007", "唐丽", "生产部", None, None, "2O20.5.6", None]
    preview = firm.imports.preview(firm.imports.open(book(tmp_path, [HEADER, *ROWS, wrong])))
    out = tmp_path / "待改.xlsx"
    assert firm.imports.write_refused(preview, out, "zh_CN") == 1

    sheet = openpyxl.load_workbook(out)
    rows = [[cell.value for cell in row] for row in sheet.active.iter_rows()]
    assert rows[0][:7] == HEADER
    assert rows[1][0] == "P-007" and "2020-05-06" in rows[1][7]
    sheet.active["F2"] = "2020-05-06"
    sheet.save(out)
    assert firm.imports.import_people_file(out).taken == 1
    assert people(firm) == [("P-007", "唐丽")]


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(firm, tmp_path):
    with pytest.raises(Invalid, match="import_not_written") as caught:
        firm.imports.write_template(tmp_path / "none" / "a.xlsx", "zh_CN")
    assert "a.xlsx" in texts.sentence(caught.value.problems[0])


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_template_is_understood_when_it_comes_back(firm, tmp_path, language):
    firm.people.add_department("销售部", "Sales")
    path = tmp_path / "template.xlsx"
    firm.imports.write_template(path, language)

    preview = firm.imports.preview(firm.imports.open(path))
    assert [column.field for column in preview.columns if column.field] == [
        "number",
        "name",
        "department",
        "position",
        "manager",
        "hired_on",
        "level",
        "note",
    ]


def test_a_second_import_updates_by_number(firm, tmp_path):
    firm.imports.import_people_file(book(tmp_path, [HEADER, *ROWS]))
    changed = [["s-017", "李娜娜", "市场部", None, None, None, None]]
    report = firm.imports.import_people_file(book(tmp_path, [HEADER, *changed], "新.xlsx"))

    assert (report.added, report.updated) == (0, 1)
    li = next(one for one in firm.people.employees() if one.number == "S-017")
    assert (li.name, li.department_zh, li.hired_on) == ("李娜娜", "市场部", date(2023, 4, 10))


@pytest.mark.parametrize(
    ("text", "day"), [("", None), ("2024.3.1", date(2024, 3, 1)), ("2024年3月1日", date(2024, 3, 1))]
)
def test_dates_are_read_as_people_type_them(firm, text, day):
    assert firm.imports.read_date(text) == day


@pytest.mark.parametrize(
    ("text", "likely"), [("2O24.3.1", "2024-03-01"), ("2024-03", "2024-03-01"), ("昨天", "")]
)
def test_a_doubtful_date_is_refused_with_the_likely_one(firm, text, likely):
    with pytest.raises(Invalid) as caught:
        firm.imports.read_date(text)
    assert caught.value.problems[0].details["date"] == likely


# -- values --


def items(firm: Firm, number: str) -> dict[str, Any]:
    cycle = firm.cycles.current()
    person = next(one for one in firm.people.employees() if one.number == number)
    form_id = firm.appraisal.form_of(person.id, cycle.id)
    return {item.code: item for item in firm.appraisal.sheet(form_id).items}


def kinds_of_items(firm: Firm) -> tuple[list[str], list[str]]:
    """Return the codes of measured items with a target, and of judged items."""
    found = items(firm, "S-1").values()
    return (
        [item.code for item in found if item.rule.target is not None],
        [item.code for item in found if item.is_anchored],
    )


def test_actuals_come_in_by_code_or_name_as_one_deed(measured, tmp_path):
    cycle = measured.cycles.current()
    code = kinds_of_items(measured)[0][0]
    name = items(measured, "S-1")[code].name_zh
    rows = [["工号", f"{name}（实际值）"], ["S-1", 12], ["S-2", "1O"], ["S-9", 3], ["S-3", None]]
    path = book(tmp_path, rows)

    tried = measured.imports.import_values(path, "actuals", cycle.id, dry_run=True)
    assert measured.history.undo_deed.code != "enter_many"
    report = measured.imports.import_values(path, "actuals", cycle.id)

    assert tried == report
    assert (report.taken, report.blanks) == (1, 1)
    assert [(one.field, one.code) for one in report.refused] == [
        ("Sheet1!B3", "number_letters"),
        ("Sheet1!A4", "employee_number_unknown"),
    ]
    assert items(measured, "S-1")[code].actual == Decimal(12)
    measured.history.undo()
    assert items(measured, "S-1")[code].actual is None


def test_targets_come_in_one_row_per_value(measured, tmp_path):
    cycle = measured.cycles.current()
    code = kinds_of_items(measured)[0][0]
    rule = items(measured, "S-1")[code].rule
    higher = (rule.target + rule.stretch) / 2
    rows = [["工号", "指标", "目标值"], ["S-1", code, float(higher)], ["S-2", code, "2O"], ["S-3", "没有", 1]]
    path = book(tmp_path, [*rows, ["S-3", code, float(rule.stretch) + 1]])

    report = measured.imports.import_values(path, "targets", cycle.id)

    assert (report.taken, codes(report.refused)) == (
        1,
        ["number_letters", "row_indicator_unknown", "direction_order"],
    )
    assert [one.field for one in report.refused] == ["Sheet1!C3", "Sheet1!B4", "Sheet1!C5"]
    assert items(measured, "S-1")[code].rule.target == higher
    assert items(measured, "S-3")[code].rule.target == rule.target
    assert measured.history.undo_deed.code == "set_targets"


def test_levels_go_to_judged_items_and_one_out_of_range_is_refused_in_its_cell(measured, tmp_path):
    cycle = measured.cycles.current()
    code = kinds_of_items(measured)[1][0]
    path = book(tmp_path, [["工号", code], ["S-1", 4], ["S-2", 7], ["S-3", "不适用"]])

    tried = measured.imports.import_values(path, "levels", cycle.id, dry_run=True)
    assert items(measured, "S-1")[code].level is None
    report = measured.imports.import_values(path, "levels", cycle.id)

    assert tried == report
    assert report.taken == 2
    assert [one.field for one in report.refused] == ["Sheet1!B3"]
    assert items(measured, "S-1")[code].level == 4
    absent = items(measured, "S-3")[code]
    assert (absent.missing, absent.missing_reason) == (Missing.NOT_APPLICABLE, "花名册.xlsx Sheet1!B4")


def test_departments_come_in_once(firm, tmp_path):
    path = book(tmp_path, [["部门名称", "部门编码"], ["销售部", "D1"], ["生产部", "D2"], ["销售部", "D3"]])
    report = firm.imports.import_values(path, "departments")
    assert (report.taken, report.added, len(report.refused)) == (2, 2, 1)
    assert saved(firm, "SELECT name_zh, code FROM department") == [("销售部", "D1"), ("生产部", "D2")]
    assert firm.imports.import_values(path, "departments").added == 0
    firm.history.undo()
    assert saved(firm, "SELECT count(*) FROM department") == [(0,)]


@pytest.mark.parametrize("kind", ["indicators", "totals"])
def test_kinds_that_cannot_come_in_are_refused_in_words(firm, tmp_path, kind):
    assert kind in KINDS
    with pytest.raises(Invalid, match="import_kind_unavailable") as caught:
        firm.imports.import_values(book(tmp_path, [HEADER]), kind, 1)
    assert texts.sentence(caught.value.problems[0])


# -- files that nobody here wrote --


@needs_data
@pytest.mark.parametrize(
    ("name", "taken", "refused"),
    [
        ("hr/mokhles_employee_master_fy2025.csv", 456, 0),
        ("hr/mokhles_performance_report_fy2025.xlsx", 456, 0),
        ("hr/员工信息表_10k.csv", 10_000, 0),
        ("import_templates/用户导入测试表.xlsx", 5, 0),
        ("import_templates/用户导入测试表_含错误样例.xlsx", 2, 2),
        ("nasty/notes_above_and_below.xlsx", 10, 0),
    ],
)
def test_real_lists_are_understood(firm, name, taken, refused):
    report = firm.imports.import_people_file(DATA / name, dry_run=True)
    assert (report.taken, len(report.refused)) == (taken, refused)


@needs_data
def test_the_456_come_in_whole(firm):
    report = firm.imports.import_people_file(DATA / "hr" / "mokhles_employee_master_fy2025.csv")
    assert (report.added, len(people(firm)), len(report.questions)) == (456, 456, 448)
    firm.history.undo()
    assert people(firm) == []


@needs_data
@pytest.mark.parametrize(
    "path", sorted((DATA / "nasty").glob("*")) if DATA.exists() else [], ids=lambda p: p.name
)
def test_a_nasty_file_ends_in_a_preview_or_a_sentence(firm, path):
    try:
        preview = firm.imports.preview(firm.imports.open(path))
    except Invalid as invalid:
        assert path.name in texts.sentence(invalid.problems[0])
        return
    assert [preview.row(at) for at in preview.row_indexes[:20]]
    assert preview.problem is None or texts.sentence(preview.problem)


@pytest.mark.parametrize("name", ["people.py", "imports.py", "import_reading.py"])
def test_every_problem_raised_here_has_its_sentence(name):
    code = (Path(__file__).resolve().parents[2] / "perfdesk" / "controllers" / name).read_text("utf-8")
    raised = set(re.findall(r'(?:refuse|Problem)\(\s*(?:[^,()]+|[a-z.]+\([^)]*\)),\s*"([a-z_]+)"', code))
    assert raised
    assert raised - all_sentences().keys() == set()


def test_every_sentence_about_people_is_in_chinese_too():
    chinese = texts.translator("zh_CN")
    assert [one for one in people_sentences.SENTENCES.values() if chinese(one) == one] == []
