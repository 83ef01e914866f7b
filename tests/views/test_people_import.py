"""The import page over real workbooks: understood, corrected in place, nothing written before the last button."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from perfdesk import texts
from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.models.rows import CELL_ROLE
from perfdesk.views.people_page import PeoplePage
from tests.views.staff_list import saved, staff, type_words, write

NOW = datetime(2026, 9, 30, 9, 0)


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    made = new_firm(tmp_path / "红杉.perfdesk", "红杉", "周洋", clock.fixed(NOW))
    yield made
    made.close(with_backup=False)


@pytest.fixture
def asked() -> dict[str, str]:
    """What the page gets when it asks for a path, by purpose."""
    return {}


@pytest.fixture
def page(firm: Firm, show_page, asked: dict[str, str]) -> PeoplePage:
    return show_page(PeoplePage(firm, ask_path=lambda purpose, name: asked.get(purpose, "")), firm, 1140, 730)


@pytest.fixture
def open_list(qtbot, page: PeoplePage, tmp_path: Path) -> Callable[..., PeoplePage]:
    def open_it(more: int = 0) -> PeoplePage:
        page.import_file(str(write(tmp_path, more)))
        qtbot.waitUntil(lambda: page.importing.preview is not None and not page.importing.is_busy)
        return page

    return open_it


def cells(page: PeoplePage, number: int) -> list[str]:
    """Return what stands in a row of the file, its verdict last."""
    model = page.importing.model
    for at in range(model.rowCount()):
        if model.index(at, 0).data() == str(number):
            return [model.index(at, across).data() for across in range(1, model.columnCount())]
    raise AssertionError(f"row {number} is not shown")


def cell(page: PeoplePage, number: int, column: int):
    model = page.importing.model
    at = next(at for at in range(model.rowCount()) if model.index(at, 0).data() == str(number))
    return model.index(at, column + 1)


def words(page: PeoplePage, card: str) -> str:
    found = page.importing.cards.findChild(object, card)
    return " ".join(
        part.text()
        for part in found.findChildren(object)
        if hasattr(part, "text") and part.isVisibleTo(found)
    )


def press(page: PeoplePage, name: str) -> None:
    found = [made for made in page.importing.findChildren(QPushButton, name) if made.isVisible()]
    found[0].click()


def test_the_file_is_shown_as_it_is_with_what_each_row_will_become(open_list, firm):
    page = open_list()
    assert cells(page, 1)[0] == "红杉精密有限公司员工花名册" and cells(page, 1)[-1] == "标题行，跳过"
    assert cells(page, 2)[-1] == "认作表头"
    assert cells(page, 4)[:-1] == ["139…", "销售部", "S-017", "李娜", "周建国", "2023年4月10日"]
    assert cells(page, 4)[-1] == "日期认作 2023-04-10"
    assert cells(page, 5)[-1] == "Excel 序号认作 2023-04-01"
    assert cells(page, 7)[-1] == "工号与第 6 行 马超 相同"
    assert cells(page, 8)[-1] == "日期有字母，是 2020-05-06？"
    assert cells(page, 9)[-1] == "没有姓名"
    assert "红杉" in cells(page, 3)[-1]
    assert page.importing.footer.go.text() == "导入 3 行"
    assert staff(firm.path) == []


def test_columns_are_matched_whatever_their_order_and_names_and_private_ones_stay_out(open_list, firm):
    page = open_list()
    choices = page.importing.table.columns.choices
    assert [choice.currentText() for choice in choices] == [
        "不导入",
        "部门",
        "工号",
        "姓名",
        "直接上级",
        "入职",
    ]
    assert "手机默认不导入" in words(page, "leftOutCard")
    page.importing.footer.go.click()
    assert staff(firm.path) == [("S-017", "李娜"), ("S-019", "王磊"), ("S-021", "马超")]
    assert saved(firm.path, "SELECT count(*) FROM employee_private") == [(0,)]


def test_private_columns_come_in_when_asked_for(open_list, firm):
    page = open_list()
    press(page, "bringPrivate")
    assert page.importing.table.columns.choices[0].currentText() == "手机"
    page.importing.footer.go.click()
    assert saved(firm.path, "SELECT count(*) FROM employee_private") == [(3,)]


def test_one_undo_takes_the_whole_import_back(open_list, firm):
    page = open_list()
    page.importing.footer.go.click()
    assert "导入了 3 人" in page.notice.text.text()
    assert page.staff.model.rowCount() == 4
    firm.history.undo()
    assert staff(firm.path) == []
    assert saved(firm.path, "SELECT count(*) FROM department") == [(0,)]
    assert page.stack.currentWidget() is page.empty


def test_a_refused_cell_is_framed_corrected_in_place_and_marked(qtbot, open_list, firm):
    page = open_list()
    index = cell(page, 9, 3)
    assert index.data(CELL_ROLE).wrong
    table = page.importing.table
    table.setCurrentIndex(index)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit, "cellEditor")
    type_words(editor, "石磊")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert not cell(page, 9, 3).data(CELL_ROLE).wrong
    assert page.importing.model.row_at(8).corrected == frozenset({3})
    assert page.importing.footer.go.text() == "导入 4 行"
    page.importing.footer.go.click()
    assert ("Q-004", "石磊") in staff(firm.path)


def test_the_likely_date_is_one_press_away(open_list, firm):
    page = open_list()
    press(page, "fixCell")
    assert cells(page, 8)[-1] != "日期有字母，是 2020-05-06？"
    page.importing.footer.go.click()
    assert saved(firm.path, "SELECT hired_on FROM employee WHERE number = 'P-007'") == [("2020-05-06",)]


def test_a_question_is_answered_by_agreeing(open_list, firm):
    page = open_list()
    assert "要您确认 1" in words(page, "askedCard")
    press(page, "acceptQuestion")
    assert not page.importing.cards.asked.isVisible()
    page.importing.footer.go.click()
    assert ("S-001", "周建国") in staff(firm.path)
    assert saved(firm.path, "SELECT manager_id FROM employee WHERE number = 'S-001'") == [(None,)]


def test_a_question_is_answered_by_naming_somebody(qtbot, open_list, firm):
    page = open_list()
    who = page.importing.cards.findChild(QLineEdit, "whichManager")
    type_words(who, "周洋")
    qtbot.keyClick(who, Qt.Key.Key_Return)
    page.importing.footer.go.click()
    found = saved(
        firm.path,
        "SELECT m.name FROM employee e JOIN employee m ON m.id = e.manager_id WHERE e.number = 'S-001'",
    )
    assert found == [("周洋",)]


def test_another_column_is_chosen_by_hand(open_list, firm):
    page = open_list()
    choice = page.importing.table.columns.choices[1]
    choice.setCurrentIndex(choice.findData("note"))
    choice.activated.emit(choice.currentIndex())
    page.importing.footer.go.click()
    assert saved(firm.path, "SELECT DISTINCT note FROM employee WHERE number LIKE 'S%'") == [("销售部",)]
    assert saved(firm.path, "SELECT count(*) FROM department") == [(0,)]


def test_another_header_row_is_chosen_by_hand(open_list):
    page = open_list()
    header = page.importing.findChild(QComboBox, "headerRow")
    assert header.currentText() == "表头：第 2 行"
    header.setCurrentIndex(header.findText("没有表头"))
    header.activated.emit(header.currentIndex())
    assert page.importing.preview.header_number is None
    assert header.currentText() == "没有表头"


def test_only_rows_in_question_are_shown_on_request(open_list):
    page = open_list(more=50)
    assert page.importing.only_trouble.text() == "只看 4 行有问题的"
    page.importing.only_trouble.click()
    model = page.importing.model
    assert [model.index(at, 0).data() for at in range(model.rowCount())] == ["2", "3", "7", "8", "9"]


def test_refused_rows_go_into_a_workbook_of_their_own(open_list, asked, tmp_path):
    page = open_list()
    asked["save"] = str(tmp_path / "待改.xlsx")
    page.importing.footer.save_refused.click()
    rows = [[one.value for one in row] for row in openpyxl.load_workbook(asked["save"]).active.iter_rows()]
    assert [row[2] for row in rows] == ["职工号", "S-001", "S-021", "P-007", "Q-004"]
    assert "待改.xlsx" in page.notice.text.text()


def test_a_template_is_written_where_the_user_says(page, asked, tmp_path):
    asked["save"] = str(tmp_path / "模板.xlsx")
    page.template_button.click()
    assert openpyxl.load_workbook(asked["save"]).active["A1"].value == "工号"


def test_leaving_takes_nothing(open_list, firm):
    page = open_list()
    assert [made.objectName() for made in page.actions()] == ["peopleTemplate", "cancelImport"]
    page.cancel_button.click()
    assert not page.is_importing
    assert [made.objectName() for made in page.actions()] == ["peopleTemplate", "importPeople"]
    assert (staff(firm.path), firm.backups()) == ([], [])


def test_a_file_that_is_no_workbook_is_refused_in_words_and_the_page_stays(qtbot, page, tmp_path):
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" * 20)
    page.import_file(str(path))
    qtbot.waitUntil(page.notice.isVisible)
    assert "照片.xlsx" in page.notice.text.text()
    assert not page.is_importing


def test_a_list_dropped_on_the_page_is_opened(qtbot, page, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write(tmp_path)))])
    at, copy_it, left = QPoint(50, 50), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(at, copy_it, data, left, Qt.KeyboardModifier.NoModifier)
    page.dragEnterEvent(entered)
    assert entered.isAccepted()
    page.dropEvent(QDropEvent(at.toPointF(), copy_it, data, left, Qt.KeyboardModifier.NoModifier))
    qtbot.waitUntil(lambda: page.importing.preview is not None)
    assert page.is_importing


def test_choosing_no_file_changes_nothing(page):
    page.import_button.click()
    assert not page.is_importing


def test_a_long_list_is_read_and_written_beside_the_window(qtbot, open_list, firm):
    page = open_list(more=1600)
    model = page.importing.model
    assert model.rowCount() == 1609
    assert page.importing.footer.go.text() == "导入 1603 行"
    beats = []
    page.importing.footer.go.click()
    assert page.importing.is_busy
    assert page.importing.footer.stop.isVisible()
    qtbot.waitUntil(lambda: beats.append(1) or not page.importing.is_busy, timeout=20_000)
    assert len(beats) > 3  # the window went on living
    assert len(staff(firm.path)) == 1603
    firm.history.undo()
    assert staff(firm.path) == []


def test_an_import_can_be_stopped_and_leaves_nothing(qtbot, open_list, firm):
    page = open_list(more=1600)
    page.importing.footer.go.click()
    page.importing.footer.stop.click()
    qtbot.waitUntil(lambda: not page.importing.is_busy, timeout=20_000)
    assert staff(firm.path) == []
    assert page.importing.footer.go.isVisible()


def test_the_verdict_stays_in_sight_at_the_narrowest_window(open_list):
    page = open_list()
    page.resize(820, 560)
    table = page.importing.table
    last = page.importing.model.columnCount() - 1
    header = table.columns
    assert header.sectionViewportPosition(last) + 60 < table.viewport().width()


def test_the_import_page_changes_its_language(open_list):
    page = open_list()
    texts.use("en")
    page.retranslate()
    assert cells(page, 9)[-1] == "no name"
    assert page.importing.footer.go.text() == "Import 3 rows"
    assert page.importing.table.columns.choices[2].currentText() == "No."


def test_all_its_controls_have_names(open_list):
    page = open_list()
    for kind in (QPushButton, QComboBox, QLineEdit):
        for control in page.importing.findChildren(kind):
            if control.isVisible() and not control.objectName().startswith("qt_"):
                assert control.objectName()
                assert control.accessibleName(), control.objectName()
