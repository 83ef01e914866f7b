"""The ten-minute path of 五分表: from no file to twelve printed sheets, by nothing but the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QLabel, QTableView

from tests.journeys.conftest import Dialogs
from tests.journeys.desk import KEY, Desk

NAMES = (
    "王小明",
    "单雄信",
    "尉迟恭",
    "曾子墨",
    "李芳",
    "赵强",
    "孙丽",
    "周杰",
    "吴敏",
    "郑爽",
    "冯涛",
    "陈晨",
)
LEVELS = (
    "33333",
    "43333",
    "32333",
    "33334",
    "33233",
    "54444",
    "33333",
    "43343",
    "33332",
    "44444",
    "33333",
    "35553",
)
"""A line of levels per person; a 2 is a gap."""
CAUSES = {"尉迟恭": "CA5", "李芳": "CA2", "吴敏": "CA3"}


@pytest.fixture
def firm(desk: Desk, home: Path) -> Desk:
    """A new firm of 五分表 with twelve people, made and filled as a user would."""
    desk.press(KEY.Key_Tab)
    desk.click("newFirm")
    desk.type("红杉精密")
    desk.enter("ownerName", "周红")
    desk.wait(lambda: desk.program.firm is not None)
    assert desk.page == "people" and desk.said() == ""
    desk.paste("\n".join(NAMES))
    desk.wait(lambda: len(desk.read("SELECT id FROM form")) == len(NAMES))
    return desk


def gaps(desk: Desk) -> list[str]:
    query = (
        "SELECT e.name FROM form_item i JOIN form f ON f.id = i.form_id JOIN employee e"
        " ON e.id = f.employee_id WHERE i.score_c < 300 ORDER BY e.id"
    )
    return [name for (name,) in desk.read(query)]


def score_everybody(desk: Desk) -> None:
    """Type all levels, one key each: the focus goes from question to question and from person to person."""
    desk.go("score")
    desk.type("".join(LEVELS))
    desk.wait(lambda: len(desk.read("SELECT id FROM rating")) == 60)


def choose_person(desk: Desk, name: str) -> None:
    table = desk.find("reviewPeople", QTableView)
    model = table.model()
    row = next(row for row in range(model.rowCount()) if name in str(model.index(row, 0).data()))
    desk.click_cell("reviewPeople", row, 0)


def test_the_navigation_of_five_questions_has_four_entries(firm: Desk) -> None:
    assert firm.pages() == ["打分", "考核 ↔ 改进", "人员", "设置"]


def test_from_a_new_firm_to_twelve_sheets_without_a_dialog_but_where_to_save(
    firm: Desk, dialogs: Dialogs, tmp_path: Path, make_desk: Callable[..., Desk]
) -> None:
    desk, path = firm, firm.file
    score_everybody(desk)
    levels = desk.read(
        "SELECT e.name, group_concat(r.value_c / 100, '') FROM rating r JOIN form_item i ON i.id ="
        " r.form_item_id JOIN form f ON f.id = i.form_id JOIN employee e ON e.id = f.employee_id"
        " GROUP BY e.id ORDER BY e.id, i.seq"
    )
    assert levels == list(zip(NAMES, LEVELS, strict=True))

    desk.go("review")
    assert gaps(desk) == list(CAUSES)
    levels = desk.find("resultItems", QTableView)
    column = [one.name for one in levels.model().columns].index("level")
    assert desk.says("resultWho").startswith(tuple(CAUSES))  # it begins with somebody who has an open gap
    assert levels.model().index(0, column).data().split()[0] in "12345" and levels.columnWidth(column) > 60
    for name, cause in CAUSES.items():
        choose_person(desk, name)
        desk.wait(lambda name=name: name in desk.says("resultWho"))
        desk.click(f"chip_{cause}")
        desk.enter("newAction", f"{name}：每周两次跟班学质检")
    desk.wait(lambda: len(desk.read("SELECT id FROM action")) == 3)

    dialogs.save_to = str(tmp_path / "季度.pdf")
    desk.click("reviewPrint")
    desk.wait(lambda: desk.page == "print")
    desk.click("printSave")
    desk.wait((tmp_path / "季度.pdf").exists, 20_000)
    desk.wait(lambda: "季度.pdf" in desk.said(), 20_000)
    assert dialogs.asked == ["save"]
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "季度.pdf").pages]
    assert len(pages) == 4
    for name in NAMES:
        assert any(name in page for page in pages), name
    assert "每周两次跟班学质检" in "".join(pages).replace("\n", "")
    made = [key for key in ("settings", "library", "cycles") if desk.window.page(key) is not None]
    assert made == [] and desk.window.page_key == "print"

    desk.close()
    again = make_desk()
    again.find("recentFiles").setFocus()
    again.press(KEY.Key_Return)
    again.wait(lambda: again.program.firm is not None)
    assert again.file == path and again.says("saved") == "已保存"
    assert gaps(again) == list(CAUSES) and again.page == "review"
    table = again.find("reviewPeople", QTableView)
    again.wait(lambda: table.model().rowCount() == len(NAMES))
    choose_person(again, "李芳")
    again.wait(lambda: "李芳：每周两次跟班学质检" in shown_actions(again))
    assert again.find("gapName", QLabel).text()


def shown_actions(desk: Desk) -> list[str]:
    model = desk.find("gapActions", QTableView).model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount()) for column in range(3)]
