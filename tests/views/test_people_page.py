"""The people page over a real file: what is typed or pasted, what is seen, and what a fresh reader finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPushButton, QTableView

from perfdesk import texts
from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm, open_firm
from perfdesk.views.people_editing import Offer
from perfdesk.views.people_page import PeoplePage
from tests.views.staff_list import NAMES, saved, staff, type_words

NOW = datetime(2026, 9, 30, 9, 0)


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    made = new_firm(tmp_path / "红杉.perfdesk", "红杉", "周洋", clock.fixed(NOW))
    yield made
    made.close(with_backup=False)


@pytest.fixture
def page(firm: Firm, show_page) -> PeoplePage:
    return show_page(PeoplePage(firm), firm)


@pytest.fixture
def staffed(firm: Firm, page: PeoplePage) -> PeoplePage:
    firm.imports.add_names(NAMES[:4])
    return page


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def shown(page: PeoplePage, column: str = "name") -> list[str]:
    model = page.staff.model
    across = model.column_of(column)
    return [model.index(at, across).data() for at in range(model.rowCount())]


def go_to(page: PeoplePage, name: str, column: str) -> None:
    """Make a cell of the staff list the current one."""
    person = next(one for one in page.staff.people if one.name == name)
    assert page.staff.table.choose(person.id, page.staff.model.column_of(column))
    page.staff.table.setFocus()


def type_in(qtbot, page: PeoplePage, name: str, column: str, text: str) -> None:
    """Open the cell with F2, type over it, Enter."""
    go_to(page, name, column)
    qtbot.keyClick(page.staff.table, Qt.Key.Key_F2)
    editor = page.staff.table.findChild(QLineEdit, "cellEditor")
    editor.selectAll()
    type_words(editor, text)
    offer = editor.completer()
    if offer is not None and offer.popup().isVisible():
        offer.popup().setCurrentIndex(offer.popup().model().index(-1, 0))
        qtbot.keyClick(offer.popup(), Qt.Key.Key_Return)
    else:
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def notice(page: PeoplePage) -> str:
    return page.notice.text.text() if page.notice.isVisible() else ""


def press_notice(page: PeoplePage, word: str) -> None:
    (made,) = [
        made for made in page.notice.findChildren(QPushButton) if made.text() == word and made.isVisible()
    ]
    made.click()


# -- getting people in --


def test_an_empty_firm_offers_three_ways_to_begin(page: PeoplePage):
    assert page.stack.currentWidget() is page.empty
    words = [made.text() for made in page.empty.findChildren(QPushButton) if made.isVisible()]
    assert set(words) == {"粘贴名单", "导入花名册", "加一个人"}
    assert page.empty.title.text() == "还没有人"


def test_twelve_names_pasted_are_twelve_people_with_numbers_and_forms_at_once(qtbot, page, firm):
    copy("\r\n".join(NAMES) + "\r\n")
    page.paste_button.setFocus()
    qtbot.keyClick(page.paste_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert staff(firm.path) == [(f"{at + 1:03}", name) for at, name in enumerate(NAMES)]
    assert saved(firm.path, "SELECT count(*) FROM form") == [(12,)]
    assert saved(firm.path, "SELECT count(*) FROM form_item") == [(60,)]
    assert shown(page)[1:] == NAMES
    assert notice(page) == "加了 12 人。"
    press_notice(page, "撤销")
    assert staff(firm.path) == []
    assert page.stack.currentWidget() is page.empty


def test_names_pasted_into_the_line_for_the_next_person_are_not_glued_together(qtbot, staffed, firm):
    copy("田野\n郑雪")
    staffed.staff.line.name.setFocus()
    qtbot.keyClick(staffed.staff.line.name, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [name for number, name in staff(firm.path)] == [*NAMES[:4], "田野", "郑雪"]
    assert staffed.staff.line.name.text() == ""


def test_the_undo_beside_the_notice_goes_once_something_else_was_done(qtbot, page, firm):
    copy("王磊\n李娜")
    page.paste()
    assert notice(page) == "加了 2 人。"
    type_in(qtbot, page, "李娜", "note", "班长")
    assert notice(page) == ""
    assert len(staff(firm.path)) == 2


def test_names_that_are_there_already_are_told_and_added_on_request(staffed, firm):
    copy("王磊\n田野")
    staffed.paste()
    assert [name for number, name in staff(firm.path)] == [*NAMES[:4], "田野"]
    assert "王磊" in notice(staffed)
    press_notice(staffed, "也加上")
    assert [name for number, name in staff(firm.path)].count("王磊") == 2


def test_a_block_of_several_columns_is_looked_at_before_anything_is_written(page, firm):
    copy("工号\t姓名\t部门\nS-1\t王磊\t销售部\nS-2\t李娜\t销售部")
    page.paste()
    assert page.is_importing
    assert staff(firm.path) == []
    assert page.importing.footer.go.text() == "导入 2 行"
    page.importing.footer.go.click()
    assert staff(firm.path) == [("S-1", "王磊"), ("S-2", "李娜")]
    assert not page.is_importing


def test_a_column_of_departments_is_not_taken_for_people(staffed, firm):
    firm.people.add_department("销售部")
    copy("销售部\n生产部")
    staffed.paste()
    assert staffed.is_importing
    assert len(staff(firm.path)) == 4


def test_a_name_on_the_line_and_enter_adds_one_person_after_another(qtbot, page, firm):
    page.first_button.click()
    line = page.staff.line
    assert line.number.text() == "001"
    for name in ("王磊", "李娜"):
        type_words(line.name, name)
        qtbot.keyClick(line.name, Qt.Key.Key_Return)
    assert staff(firm.path) == [("001", "王磊"), ("002", "李娜")]
    assert (line.number.text(), line.name.text()) == ("003", "")
    assert saved(firm.path, "SELECT count(*) FROM form") == [(2,)]


def test_a_taken_number_on_the_line_stays_with_its_reason(qtbot, staffed, firm):
    line = staffed.staff.line
    line.number.selectAll()
    type_words(line.number, "002")
    type_words(line.name, "田野")
    qtbot.keyClick(line.name, Qt.Key.Key_Return)
    assert len(staff(firm.path)) == 4
    assert (line.number.text(), line.name.text()) == ("002", "田野")
    assert line.number.property("state") == "wrong"
    assert "002" in line.hint.text()
    assert staffed.pending_inputs() == ["002 田野"]


# -- editing in place --


@pytest.mark.parametrize(
    ("column", "text", "query", "value"),
    [
        ("number", "A-1", "SELECT number FROM employee", "A-1"),
        ("name", "李娜娜", "SELECT name FROM employee", "李娜娜"),
        ("hired_on", "2023年4月10日", "SELECT hired_on FROM employee", "2023-04-10"),
        ("left_on", "2026-12-31", "SELECT left_on FROM employee", "2026-12-31"),
        ("note", "班长", "SELECT note FROM employee", "班长"),
        ("manager", "王磊", "SELECT m.name FROM employee e JOIN employee m ON m.id = e.manager_id", "王磊"),
        (
            "department",
            "设备科",
            "SELECT name_zh FROM department",
            "设备科",
        ),
        ("position", "维修工", "SELECT name_zh FROM position", "维修工"),
    ],
)
def test_each_field_is_edited_in_its_cell_and_one_undo_restores_it(
    qtbot, staffed, firm, column, text, query, value
):
    before = saved(firm.path, query)
    type_in(qtbot, staffed, "李娜", column, text)
    assert (value,) in saved(firm.path, query)
    assert value in shown(staffed, column)
    firm.history.undo()
    assert saved(firm.path, query) == before
    assert value not in shown(staffed, column)


def test_departments_that_are_there_are_offered_and_taken_with_one_enter(qtbot, staffed, firm):
    for name in ("生产部", "销售部"):
        firm.people.add_department(name)
    go_to(staffed, "李娜", "department")
    qtbot.keyClick(staffed.staff.table, Qt.Key.Key_F2)
    editor = staffed.staff.table.findChild(QLineEdit, "cellEditor")
    offer = editor.completer()
    assert isinstance(offer, Offer)
    qtbot.waitUntil(offer.popup().isVisible)
    assert [offer.popup().model().index(at, 0).data() for at in range(2)] == ["生产部", "销售部"]

    qtbot.keyClick(offer.popup(), Qt.Key.Key_Down)
    qtbot.keyClick(offer.popup(), Qt.Key.Key_Down)
    qtbot.keyClick(offer.popup(), Qt.Key.Key_Return)

    assert shown(staffed, "department")[2] == "销售部"
    assert saved(firm.path, "SELECT count(*) FROM department") == [(2,)]
    assert staffed.staff.table.currentIndex().row() == 3


def test_a_number_given_twice_stays_in_its_cell_until_it_is_corrected(qtbot, staffed, firm):
    type_in(qtbot, staffed, "李娜", "number", "001")
    assert shown(staffed, "number") == ["000", "001", "001", "003", "004"]
    assert staff(firm.path)[1] == ("002", "李娜")
    note = staffed.staff.table.note
    assert note.isVisible() and note.wrong.text() == "工号 001 已经有人用了。请换一个。"
    assert staffed.pending_inputs() == ["李娜 工号: 001"]

    staffed.refresh()
    assert shown(staffed, "number")[2] == "001"
    qtbot.keyClick(staffed.staff.table, Qt.Key.Key_Return)  # the likely fix: the next number
    assert staff(firm.path)[-1] == ("005", "李娜")
    assert staffed.pending_inputs() == []


@pytest.mark.parametrize(
    ("column", "text", "words", "fix"),
    [
        ("manager", "周健国", "这里没有叫“周健国”的人", "周建国"),
        ("manager", "李娜", "上级不能是本人", None),
        ("hired_on", "2O23.4.1", "有字母", "2023-04-01"),
        ("hired_on", "昨天", "不是日期", None),
        ("name", " ", "没有姓名", None),
    ],
)
def test_an_entry_that_cannot_be_taken_says_why_and_offers_what_was_meant(
    qtbot, staffed, firm, column, text, words, fix
):
    before = saved(firm.path, "SELECT name, manager_id, hired_on FROM employee")
    type_in(qtbot, staffed, "李娜", column, text)
    wrong = staffed.staff.model.pending()
    assert len(wrong) == 1
    assert words in wrong[0].refused.wrong
    assert wrong[0].refused.fix == fix
    assert saved(firm.path, "SELECT name, manager_id, hired_on FROM employee") == before


def test_one_cell_pasted_goes_into_the_current_cell(qtbot, staffed, firm):
    copy("销售部")
    go_to(staffed, "李娜", "department")
    staffed.paste()
    assert shown(staffed, "department")[2] == "销售部"
    assert len(staff(firm.path)) == 4


# -- finding, leaving, removing --


@pytest.mark.parametrize("words", ["李", "lina", "ln", "002", "LN"])
def test_the_filter_knows_name_pinyin_initials_and_number(qtbot, staffed, words):
    type_words(staffed.filter_field, words)
    assert shown(staffed) == ["李娜"]


def test_who_has_left_is_hidden_until_all_are_asked_for(staffed, firm):
    go_to(staffed, "李娜", "name")
    staffed.staff.left_button.click()
    assert "李娜" not in shown(staffed)
    assert saved(firm.path, "SELECT name FROM employee WHERE left_on = '2026-09-30'") == [("李娜",)]
    assert "离职 1 人" in staffed.header.remark.full()
    staffed.which.findChild(QPushButton, "segment_all").click()
    assert "李娜" in shown(staffed)


def test_who_was_added_by_mistake_is_removed_and_can_come_back(qtbot, staffed, firm):
    go_to(staffed, "李娜", "name")
    qtbot.keyClick(staffed.staff.table, Qt.Key.Key_Delete)
    assert [name for number, name in staff(firm.path)] == ["王磊", "周建国", "马超"]
    firm.history.undo()
    assert "李娜" in shown(staffed)


def test_who_has_a_history_stays_and_leaving_is_offered(staffed, firm):
    cycle = firm.cycles.current()
    li = next(one for one in firm.people.employees() if one.name == "李娜")
    form_id = firm.appraisal.form_of(li.id, cycle.id)
    firm.appraisal.enter(firm.appraisal.sheet(form_id).items[0].id, "4")
    go_to(staffed, "李娜", "name")
    staffed.staff.remove_button.click()

    assert ("002", "李娜") in staff(firm.path)
    assert "李娜" in notice(staffed) and "离职" in notice(staffed)
    press_notice(staffed, "离职")
    assert saved(firm.path, "SELECT left_on FROM employee WHERE name = '李娜'") == [("2026-09-30",)]


# -- departments and positions --


def test_departments_are_added_renamed_and_removed_in_their_table(qtbot, staffed, firm):
    staffed.tabs.findChild(QPushButton, "segment_departments").click()
    pane = staffed.departments
    type_words(pane.name, "销售部")
    qtbot.keyClick(pane.name, Qt.Key.Key_Return)
    model = pane.model
    model.setData(model.index(0, model.column_of("name_en")), "Sales")
    assert saved(firm.path, "SELECT name_zh, name_en FROM department") == [("销售部", "Sales")]

    person = staffed.staff.people[1]
    firm.people.edit_employee(person.id, "department", "销售部")
    pane.table.setCurrentIndex(model.index(0, 0))
    pane.remove_button.click()
    assert "还有人" in notice(staffed)
    firm.people.edit_employee(person.id, "department", "")
    pane.remove_button.click()
    assert saved(firm.path, "SELECT count(*) FROM department") == [(0,)]


def test_a_department_without_any_name_is_refused_in_its_cell(staffed, firm):
    firm.people.add_department("销售部")
    model = staffed.departments.model
    model.setData(model.index(0, model.column_of("name_zh")), "")
    assert "没有名称" in model.pending()[0].refused.wrong
    assert saved(firm.path, "SELECT name_zh FROM department") == [("销售部",)]


def test_a_position_gets_its_template_by_choice(qtbot, staffed, firm):
    staffed.tabs.findChild(QPushButton, "segment_positions").click()
    pane = staffed.positions
    type_words(pane.name, "库管")
    qtbot.keyClick(pane.name, Qt.Key.Key_Return)
    template = next(one for one in firm.library.templates() if one.code != "GEN")
    index = pane.model.index(0, pane.model.column_of("template_id"))
    pane.table.edit(index)
    combo = pane.table.findChild(QComboBox, "cellChoice")
    combo.setCurrentIndex(combo.findData(str(template.id)))
    combo.activated.emit(combo.currentIndex())
    assert saved(firm.path, "SELECT name_zh, template_id FROM position") == [("库管", template.id)]
    assert index.data() == template.name_zh


# -- the page as a whole --


def test_every_control_has_a_name_for_tests_and_one_for_ears(staffed):
    for control in staffed.findChildren(QAbstractButton) + staffed.findChildren(QLineEdit):
        if (
            control.isVisible()
            and control.parent() is not None
            and not control.objectName().startswith("qt_")
        ):
            assert control.objectName(), control.text()
            assert control.accessibleName(), control.objectName()
    for table in staffed.findChildren(QTableView):
        assert table.objectName() and table.accessibleName()


def test_the_language_changes_while_the_page_is_open(staffed):
    texts.use("en")
    staffed.retranslate()
    assert staffed.import_button.text() == "Import a staff list"
    assert staffed.staff.model.headerData(2, Qt.Orientation.Horizontal) == "Department"
    assert staffed.header.title.text() == "People"


def test_a_file_that_may_only_be_read_is_shown_and_not_changed(firm, tmp_path, show_page):
    firm.imports.add_names(NAMES[:2])
    second: Callable[..., Firm] = open_firm
    reader = second(firm.path, clock.fixed(NOW), read_only=True)
    try:
        page = show_page(PeoplePage(reader), reader)
        assert shown(page)[1:] == NAMES[:2]
        copy("田野\n郑雪")
        page.paste()
        go_to(page, "王磊", "name")
        assert page.staff.table.editTriggers() == QTableView.EditTrigger.NoEditTriggers
        assert not page.import_button.isEnabled()
        assert len(staff(firm.path)) == 2
    finally:
        reader.close(with_backup=False)


def test_a_person_found_by_the_search_is_chosen_even_if_gone(staffed, firm):
    li = next(one for one in firm.people.employees() if one.name == "李娜")
    firm.people.mark_left(li.id, NOW.date())
    staffed.filter_field.setText("王")
    staffed.show_place(employee_id=li.id)
    assert staffed.staff.table.current_key() == li.id
