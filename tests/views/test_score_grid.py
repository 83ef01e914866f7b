"""The grid: typing down a column, refusals, reasons, blocks from Excel, what follows each entry."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from perfdesk import texts
from perfdesk.models.rows import ChipMark, GradeMark, MissingMark
from tests.views.score_firm import SELLERS, compose, form_of, item_of, press, stored

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def grid(open_score, show_score):
    """Return firm, page and a function that goes to a cell by person and indicator."""

    def show(kind="running"):
        firm = open_score(kind)
        page = show_score(firm)
        page.show_place(by="grid")

        def go(name, code):
            at = page.grid.model.row_of(form_of(firm, name))
            codes = [one.item.code for one in page.grid.model.grid_columns]
            index = page.grid.model.index(at, codes.index(code) + 1)
            page.grid.table.go(index)
            page.grid.table.setFocus()
            return index

        return firm, page, go

    return show


def value(firm, name, code):
    item = item_of(firm, form_of(firm, name), code)
    return item.level if item.is_anchored else item.actual


def place(page):
    index = page.grid.table.currentIndex()
    return page.grid.model.index(index.row(), 0).data(), page.grid.model.grid_column(index.column()).item.code


def editor_of(page):
    """Return the editor that is open in a cell, or None."""
    editors = page.grid.table.findChildren(QLineEdit, "cellEditor")
    return next((one for one in editors if one.isVisible()), None)


def type_in_cell(page, text, key=Qt.Key.Key_Return):
    """Type as a person does: the first key opens the editor of the cell."""
    QTest.keyClick(page.grid.table, text[0])
    editor = editor_of(page)
    QTest.keyClicks(editor, text[1:])
    press(editor, key)


def paste(page, text):
    QGuiApplication.clipboard().setText(text)
    press(page.grid.table, Qt.Key.Key_V, CTRL)


def test_typing_goes_down_the_column_and_tab_goes_right(grid):
    firm, page, go = grid()
    go("徐静", "SAL-01")

    type_in_cell(page, "612000")
    assert place(page) == ("马超", "SAL-01")
    type_in_cell(page, "432000", Qt.Key.Key_Tab)

    assert place(page) == ("马超", "SAL-02")
    assert value(firm, "徐静", "SAL-01") == 612000
    assert stored(firm, item_of(firm, form_of(firm, "马超"), "SAL-01").id)["score_c"] == 7200
    cell = page.grid.model.cell(1, 1)
    assert (cell.text, cell.second) == ("432,000", "72.00")


def test_number_keys_choose_levels_at_once_and_go_down(grid):
    firm, page, go = grid()
    go("徐静", "C03")

    for level in (3, 4, 5):
        press(page.grid.table, Qt.Key(Qt.Key.Key_0 + level))

    assert [value(firm, name, "C03") for name in SELLERS[:3]] == [3, 4, 5]
    assert place(page) == ("周婷", "C03")
    assert page.grid.table.findChild(QLineEdit, "cellEditor") is None


def test_a_digit_from_an_input_method_chooses_too(grid):
    firm, page, go = grid()
    go("徐静", "C03")

    compose(page.grid.table, "", "4")

    assert value(firm, "徐静", "C03") == 4
    assert place(page) == ("马超", "C03")


def test_while_composing_in_a_cell_enter_and_digits_are_not_ours(grid):
    firm, page, go = grid()
    go("徐静", "SAL-01")
    compose(page.grid.table, "liu")
    editor = page.grid.table.findChild(QLineEdit, "cellEditor")

    press(editor, Qt.Key.Key_1)
    press(editor, Qt.Key.Key_Return)
    assert value(firm, "徐静", "SAL-01") is None
    assert place(page) == ("徐静", "SAL-01")
    compose(editor, "", "６１２０００")
    press(editor, Qt.Key.Key_Return)

    assert value(firm, "徐静", "SAL-01") == 612000


def test_a_wrong_value_stays_red_with_a_note_and_enter_corrects_it(grid):
    firm, page, go = grid()
    index = go("马超", "SAL-03")
    item = item_of(firm, form_of(firm, "马超"), "SAL-03")

    type_in_cell(page, "4OO")

    assert page.grid.model.cell(index.row(), index.column()).wrong
    assert place(page) == ("马超", "SAL-03")
    assert "4OO" in page.grid.table.note.wrong.text()
    assert stored(firm, item.id)["actual_e4"] is None
    assert page.pending_inputs() == ["马超 新增有效客户数: 4OO"]
    press(page.grid.table, Qt.Key.Key_Return)
    assert stored(firm, item.id)["actual_e4"] == 4_000_000
    assert page.grid.table.note.isHidden()
    assert page.pending_inputs() == []


def test_a_wrong_value_does_not_block_other_cells_and_survives_scrolling_and_language(grid):
    firm, page, go = grid()
    index = go("马超", "SAL-03")
    type_in_cell(page, "x1")

    go("吴倩", "SAL-03")
    type_in_cell(page, "12")
    page.grid.table.scrollToBottom()
    texts.use("en")
    page.retranslate()
    page.refresh(None)
    go("马超", "SAL-03")

    assert value(firm, "吴倩", "SAL-03") == 12
    assert page.grid.model.cell(index.row(), index.column()).text == "x1"
    assert "x1" in page.grid.table.note.wrong.text()
    assert page.grid.table.note.back.text() == "Take back"
    press(page.grid.table, Qt.Key.Key_Escape)
    assert page.grid.model.index(index.row(), index.column()).data() == ""


def test_f4_gives_the_reason_from_the_cell_and_from_its_editor(grid):
    firm, page, go = grid()
    index = go("徐静", "SAL-04")

    QTest.keyClick(page.grid.table, "7")
    press(page.grid.table.findChild(QLineEdit, "cellEditor"), Qt.Key.Key_F4)
    assert page.grid.reason.isVisibleTo(page)
    compose(page.grid.reason.words, "", "系统停用")
    press(page.grid.reason.words, Qt.Key.Key_Return)

    row = stored(firm, item_of(firm, form_of(firm, "徐静"), "SAL-04").id)
    assert (row["missing"], row["missing_reason"], row["actual_e4"]) == ("UNAVAILABLE", "系统停用", None)
    assert page.grid.model.cell(index.row(), index.column()).mark == ChipMark("无法取得")
    assert place(page) == ("马超", "SAL-04")


def test_an_empty_cell_is_hatched_and_says_so(grid):
    _firm, page, go = grid()
    index = go("徐静", "SAL-04")

    assert page.grid.model.cell(index.row(), index.column()).mark == MissingMark("未填")


def test_a_pasted_column_is_one_undo_step(grid):
    firm, page, go = grid()
    go("徐静", "SAL-02")

    paste(page, "91.25\r\n93\r\n97\r\n80\r\n95\r\n99\r\n")

    assert [value(firm, name, "SAL-02") for name in SELLERS] == [
        Decimal(text) for text in ("91.25", "93", "97", "80", "95", "99")
    ]
    assert page.notice.text.text() == "已写入 6 格。"
    assert firm.history.undo_deed.code == "enter_many"
    firm.history.undo()

    assert [value(firm, name, "SAL-02") for name in SELLERS] == [None] * 6
    assert page.grid.model.index(0, 2).data() == ""


def test_a_block_takes_what_fits_marks_what_is_wrong_and_says_the_rest(grid):
    firm, page, go = grid()
    go("林芳", "SAL-04")

    paste(page, "22\t100\n2l,5\t90\n20\t80\n19\t70\n")

    assert value(firm, "林芳", "SAL-05") == 100
    assert value(firm, "吴倩", "SAL-05") == 90
    assert page.pending_inputs() == ["吴倩 销售毛利率: 2l,5"]
    assert page.notice.text.text() == "已写入 3 格；1 格有误，已标红；多出 2 行，没有写入。"


def test_a_block_with_names_finds_its_people_in_any_order(grid):
    firm, page, go = grid()
    go("徐静", "SAL-03")

    paste(page, "姓名\t新增有效客户数\n吴倩\t9\n徐静\t12\n路人\t1\n")

    assert (value(firm, "吴倩", "SAL-03"), value(firm, "徐静", "SAL-03")) == (9, 12)
    assert value(firm, "马超", "SAL-03") is None
    assert "名单里没有：路人" in page.notice.text.text()


def test_copying_a_block_gives_what_was_typed(grid):
    firm, page, go = grid()
    go("徐静", "SAL-01")
    paste(page, "612000\t93\n432000\t91.25\n")
    model, table = page.grid.model, page.grid.table
    from PySide6.QtCore import QItemSelection, QItemSelectionModel

    block = QItemSelection(model.index(0, 1), model.index(1, 2))
    table.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    press(table, Qt.Key.Key_C, CTRL)

    assert QGuiApplication.clipboard().text() == "612000\t93\n432000\t91.25\n"


def test_the_whole_table_is_copied_with_names_and_titles(grid):
    _firm, page, _go = grid()

    page.grid.copy_button.click()

    lines = QGuiApplication.clipboard().text().splitlines()
    assert any(line.startswith("徐静\t") for line in lines)
    assert "销售收入完成额" in QGuiApplication.clipboard().text()


def test_fill_down_takes_the_value_above(grid):
    firm, page, go = grid()
    go("徐静", "SAL-05")
    type_in_cell(page, "100")

    press(page.grid.table, Qt.Key.Key_D, CTRL)

    assert value(firm, "马超", "SAL-05") == 100


def test_fill_down_over_a_selection_is_one_undo_step(grid):
    firm, page, go = grid()
    first = go("徐静", "C03")
    press(page.grid.table, Qt.Key.Key_4)
    last = go("周婷", "C03")
    from PySide6.QtCore import QItemSelection, QItemSelectionModel

    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    page.grid.table.selectionModel().select(QItemSelection(first, last), flags)
    press(page.grid.table, Qt.Key.Key_D, CTRL)
    assert [value(firm, name, "C03") for name in SELLERS[:4]] == [4] * 4
    firm.history.undo()

    assert [value(firm, name, "C03") for name in SELLERS[:4]] == [4, None, None, None]


def test_f3_goes_to_the_next_empty_cell_down_the_column_first(grid):
    firm, page, go = grid()
    for name in SELLERS[1:]:
        firm.appraisal.enter(item_of(firm, form_of(firm, name), "SAL-01").id, "1")
    go("徐静", "SAL-01")

    press(page.grid.table, Qt.Key.Key_F3)

    assert place(page) == ("徐静", "SAL-02")


def test_total_grade_footers_and_the_side_follow_each_entry(grid):
    firm, page, go = grid()
    go("徐静", "SAL-01")
    paste(page, "432000\t91.25\t6\t22.6\t95\t3\n")
    total = len(page.grid.model.columns) - 2
    assert page.grid.model.cell(0, total).text == "6 / 7"
    assert page.grid.model.cell(0, total + 1).text == "—"

    go("徐静", "C02")
    press(page.grid.table, Qt.Key.Key_3)

    assert page.grid.model.cell(0, total).text == "84.80"
    assert page.grid.model.cell(0, total + 1).mark == GradeMark("C", 3)
    average, met = page.grid.model.rowCount() - 2, page.grid.model.rowCount() - 1
    assert page.grid.model.cell(average, 1).text == "72.00"
    assert page.grid.model.cell(met, 4).text == "1 / 1"
    assert page.grid.side.figures.text() == "42 格：已填 7，有原因 0，未填 35"
    assert page.grid.side.done_card.heading.text() == "已完成 1 人"
    assert page.submit_button.text() == "提交 1 张"


def test_one_entry_changes_its_row_in_place(qtbot, grid):
    firm, page, go = grid()
    go("徐静", "SAL-01")
    resets, changed = [], []
    page.grid.model.modelReset.connect(lambda: resets.append(True))
    page.grid.model.dataChanged.connect(lambda first, last, _roles: changed.append((first.row(), last.row())))

    type_in_cell(page, "612000")

    people = set(range(len(SELLERS)))
    touched = {row for first, last in changed for row in range(first, last + 1)} & people
    assert resets == []
    assert touched == {0}
    assert place(page) == ("马超", "SAL-01")


def test_the_rule_of_the_current_indicator_is_drawn_with_the_current_value(grid):
    firm, page, go = grid()
    go("徐静", "SAL-04")
    type_in_cell(page, "22.6", Qt.Key.Key_Up)

    side = page.grid.side
    assert side.rule_title.full() == "销售毛利率的算法"
    assert side.chart.isVisibleTo(page)
    assert "22.6" in " ".join(shape.spoken for shape in side.chart.picture().reachable())
    go("徐静", "C03")
    assert side.chart.isHidden()
    assert "5 → 120" in side.rule_words.text()


def test_who_owes_what_leads_to_the_first_empty_cell(grid):
    firm, page, go = grid()
    firm.appraisal.enter(item_of(firm, form_of(firm, "徐静"), "SAL-03").id, "9")

    owing = next(row for row in page.grid.side._missing_rows if row.name.text() == "新增有效客户数")
    assert owing.count.text() == "5"
    assert owing.people.full() == "马超、刘洋、周婷、林芳、吴倩"
    owing.name.click()

    assert place(page) == ("马超", "SAL-03")


def test_f1_on_a_cell_and_on_the_total_tells_how_it_was_computed(grid):
    firm, page, go = grid()
    go("徐静", "SAL-01")
    paste(page, "432000\t91.25\t6\t22.6\t95\t3\t3\n")

    press(page.grid.table, Qt.Key.Key_F1)
    assert page.explain.popover.lines()[0] == "432000 ÷ 600000 × 100 = 72.00"
    page.grid.table.go(page.grid.model.index(0, len(page.grid.model.columns) - 2))
    press(page.grid.table, Qt.Key.Key_F1)

    assert any(line.endswith("= 84.80") for line in page.explain.popover.lines())


def test_a_locked_form_takes_no_value(grid):
    firm, page, go = grid("draft")
    index = go("徐静", "SAL-01")

    QTest.keyClick(page.grid.table, "7")
    paste(page, "600000\n")

    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert page.grid.table.findChild(QLineEdit, "cellEditor") is None
    assert value(firm, "徐静", "SAL-01") is None
    assert page.notice.text.text() == "已写入 0 格；1 个数值的考核表已锁定。"


def test_submitting_moves_all_complete_forms_and_leaves_the_others(grid):
    firm, page, go = grid()
    go("徐静", "SAL-01")
    paste(page, "432000\t91.25\t6\t22.6\t95\t3\t3\n612000\t93\t12\t23\t100\t4\t4\n")

    page.submit_button.click()

    states = {head.name: head.state for head in firm.cycles.heads(firm.cycles.current().id)}
    assert [states[name] for name in SELLERS[:3]] == ["MANAGER_SCORED", "MANAGER_SCORED", "RUNNING"]
    assert not page.submit_button.isEnabled()


def test_the_person_stays_the_same_between_grid_and_form(grid):
    _firm, page, go = grid()
    go("林芳", "SAL-01")

    page.show_place(by="form")
    assert page.form.person.text() == "林芳"
    page.show_place(by="grid")

    assert place(page)[0] == "林芳"


def test_undo_in_the_grid_takes_the_value_away_again(grid):
    firm, page, go = grid()
    index = go("徐静", "SAL-01")
    type_in_cell(page, "612000")
    assert page.grid.model.index(index.row(), index.column()).data() == "612,000"

    firm.history.undo()
    QApplication.processEvents()

    assert page.grid.model.index(index.row(), index.column()).data() == ""
    assert value(firm, "徐静", "SAL-01") is None
