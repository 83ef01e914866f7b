"""The main job of 指标考核 in the real window: a roster file at one end, two signed papers at the other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest
from PySide6.QtWidgets import QTableView

from perfdesk.views.score_table import GridTable
from tests.journeys.conftest import Dialogs
from tests.journeys.desk import CONTROL, KEY, Desk

PEOPLE = (
    ("S-001", "韩雪", "销售部", "客户经理", "2019年3月1日"),
    ("S-002", "单雄信", "销售部", "客户经理", "2021/06/15"),
    ("S-003", "马超", "销售部", "客户经理", "2022-11-28"),
)
TARGETS = {"SAL-01": "100", "SAL-03": "10", "SAL-05": "90"}
WRONG, MENDED = "1O", "10"
ACTUALS = {
    "SAL-01": ("80", "100", "120"),
    "SAL-02": ("95", "95", "95"),
    "SAL-03": (WRONG, "10", "10"),
    "SAL-04": ("22", "22", "22"),
    "SAL-05": ("90", "90", "90"),
    "C02": ("3", "3", "3"),
    "C03": ("3", "3", "3"),
}
TABLES = (
    *("employee", "department", "position", "form", "form_item", "form_step"),
    *("rating", "cause", "plan", "action", "checkpoint"),
)
AGREED = "SELECT id FROM form WHERE agreed_at IS NOT NULL"
ACTION = "每周两次产品培训，月底考核"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["红杉精密花名册"])
    sheet.append(["工号", "姓名", "部门", "岗位", "入职日期"])
    for row in PEOPLE:
        sheet.append(row)
    sheet.append(["S-002", "重号的人", "销售部", "客户经理", "2022-01-01"])
    path = tmp_path / "花名册.xlsx"
    book.save(path)
    return path


@pytest.fixture
def firm(desk: Desk, home: Path) -> Desk:
    desk.click("newFirm")
    desk.type("红杉精密")
    desk.click("indicators")
    desk.enter("ownerName", "周红")
    desk.wait(lambda: desk.program.firm is not None)
    return desk


def import_roster(desk: Desk, roster: Path, dialogs: Dialogs) -> None:
    dialogs.open_from = str(roster)
    desk.click("importPeople")
    desk.wait(lambda: desk.has("importRows") and desk.find("importRows").isEnabled())
    assert "3 可以导入" in desk.words() and "工号“S-002”与第 4 行 单雄信 相同，请改其中一个。" in desk.words()
    assert desk.read("SELECT count(*) FROM employee") == [(1,)]
    desk.click("importRows")
    desk.wait(lambda: len(desk.read("SELECT id FROM employee")) == 4)


def agree_targets(desk: Desk) -> None:
    """Type the targets of everybody; the weights of the first are short of 100 until the rest is shared out."""
    desk.go("cycles")
    desk.click("emptyAction")
    desk.wait(lambda: len(desk.read("SELECT id FROM form")) == 3)
    desk.go("score")
    assert desk.focus().objectName() == "weight_SAL-01"
    desk.enter("weight_SAL-01", "20")
    assert "95" in desk.says("weightSum") and not desk.find("agreeTargets").isEnabled()
    desk.click("shareOut")
    desk.wait(lambda: "100" in desk.says("weightSum"))
    for person in range(3):
        for code, target in TARGETS.items():
            desk.enter(f"target_{code}", target)
        desk.click("agreeTargets")
        desk.wait(lambda person=person: len(desk.read(AGREED)) == person + 1)
        desk.press(KEY.Key_Down, CONTROL)


def column_of(desk: Desk, code: str) -> int:
    columns = desk.find("scoreGrid", GridTable).model().grid_columns
    return 1 + next(at for at, one in enumerate(columns) if one.item.code == code)


def cell(desk: Desk, row: int, code: str) -> str:
    model = desk.find("scoreGrid", GridTable).model()
    return str(model.index(row, column_of(desk, code)).data())


def rate_themselves(desk: Desk) -> None:
    """Type in what the three gave themselves and hand it in: only then is it the manager's turn."""
    desk.choose("rateAs", "自评")
    desk.click("segment_grid")
    desk.click_cell("scoreGrid", 0, 1)
    desk.type("333333")
    assert desk.says("submitScores") == "提交 3 份自评"
    desk.click("submitScores")
    handed_in = "SELECT count(*) FROM form WHERE state = 'SELF_SCORED'"
    desk.wait(lambda: desk.read(handed_in) == [(3,)])
    desk.choose("rateAs", "上级评分")
    desk.click("segment_form")


def type_actuals(desk: Desk) -> None:
    """Type down the columns of the grid; one entry is refused, stays where it is, and is mended."""
    desk.click("segment_grid")
    for code, values in ACTUALS.items():
        desk.click_cell("scoreGrid", 0, column_of(desk, code))
        for at, value in enumerate(values):
            desk.type(value)
            desk.press(KEY.Key_Return)
            if value == WRONG:
                assert cell(desk, at, code) == WRONG
                assert desk.read("SELECT actual_e4 FROM form_item WHERE actual_e4 IS NOT NULL") != []
                desk.click_cell("scoreGrid", at, column_of(desk, code))
                desk.wait(lambda: "10" in desk.find("scoreGrid", GridTable).note.accessibleName())
                desk.type(MENDED)
                desk.press(KEY.Key_Return)
    desk.wait(lambda: desk.read("SELECT count(*) FROM form_item WHERE score_c IS NULL") == [(0,)])


def choose_person(desk: Desk) -> None:
    desk.go("review")
    model = desk.find("reviewPeople", QTableView).model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == "韩雪")
    desk.click_cell("reviewPeople", row, 0)
    desk.wait(lambda: "韩雪" in desk.says("resultWho"))


def treat_the_gap(desk: Desk) -> None:
    choose_person(desk)
    desk.click("chip_CA5")
    desk.enter("causeWords0", "不熟悉新产品的应用场景")
    desk.enter("newAction", ACTION)
    desk.wait(lambda: len(desk.read("SELECT id FROM action")) == 1)


def contents(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows but the trail, without the numbers that count their versions."""
    found = {}
    for table in TABLES:
        columns = [row[1] for row in desk.read(f"PRAGMA table_info({table})") if row[1] != "version"]
        found[table] = desk.read(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id")
    return found


def test_from_a_roster_to_two_papers_and_all_the_way_back(
    firm: Desk, roster: Path, dialogs: Dialogs, tmp_path: Path
) -> None:
    desk, before = firm, contents(firm)
    import_roster(desk, roster, dialogs)
    agree_targets(desk)
    rate_themselves(desk)
    type_actuals(desk)

    found = desk.read("SELECT weight_c FROM form_item WHERE code = 'SAL-01' ORDER BY form_id")
    weight = Decimal(found[0][0]) / 100
    assert weight > 20
    total = 100 - weight * 20 / 100
    treat_the_gap(desk)
    assert f"{total:.2f}" in desk.says("bigNumber")

    after = contents(desk)
    undone = desk.undo_all()
    assert contents(desk) == before
    assert undone[-1] == "撤销：导入 3 人" and len(undone) > 30
    desk.redo_all()
    assert contents(desk) == after

    choose_person(desk)
    desk.wait(lambda: f"{total:.2f}" in desk.says("bigNumber"))
    dialogs.save_to = str(tmp_path / "韩雪.pdf")
    desk.click("reviewPrint")
    desk.wait(lambda: desk.page == "print")
    desk.click("printSave")
    desk.wait(lambda: "韩雪.pdf" in desk.said(), 20_000)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "韩雪.pdf").pages]
    assert len(pages) == 2
    for page in pages:
        flat = page.replace("\n", "")
        for words in ("韩雪", "S-001", "销售收入完成额", "不熟悉新产品的应用场景", ACTION):
            assert words in flat, words
    assert f"{total:.2f}" in pages[0]
