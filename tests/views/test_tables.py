"""The shared table, driven by keys and mouse as a person would."""

import csv
import io
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from perfdesk.desktop import theme
from perfdesk.models.rows import (
    ChipMark,
    Column,
    GradeMark,
    MissingMark,
    RowsModel,
    ScoreBar,
    SymbolMark,
)
from perfdesk.views.tables import TableView, as_text
from tests.views.kit import Desk, Row

KEY = Qt.Key


@pytest.fixture
def desk(qapp):
    theme.apply(qapp, "light")
    return Desk([Row(1, "Ana", Decimal("80.30")), Row(2, "Bo", Decimal("95.20")), Row(3, "Cy", Decimal(63))])


@pytest.fixture
def table(qtbot, desk):
    view = TableView()
    view.setModel(desk.model)
    view.resize(500, 300)
    qtbot.addWidget(view)
    view.show()
    view.setFocus()
    view.choose(1, 1)
    return view


def editor(table):
    fields = table.viewport().findChildren(QLineEdit, "cellEditor")
    return next((field for field in fields if field.isVisible()), None)


def type_and_enter(qtbot, table, text):
    qtbot.keyClick(table, KEY.Key_F2)
    field = editor(table)
    field.clear()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, KEY.Key_Return)


def test_typing_opens_the_cell_and_enter_saves_and_goes_down(qtbot, desk, table):
    qtbot.keyClicks(table, "8")
    field = editor(table)
    assert field is not None
    qtbot.keyClicks(field, "1")
    qtbot.keyClick(field, KEY.Key_Return)
    assert desk.rows[1].total == Decimal(81)
    assert (table.current_key(), table.currentIndex().column()) == (2, 1)


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_F2])
def test_enter_and_f2_open_the_cell_with_what_is_in_it(qtbot, table, key):
    qtbot.keyClick(table, key)
    assert editor(table).text() == "80.30"


def test_escape_leaves_the_saved_value(qtbot, desk, table):
    qtbot.keyClick(table, KEY.Key_F2)
    qtbot.keyClicks(editor(table), "7")
    qtbot.keyClick(editor(table), KEY.Key_Escape)
    assert desk.rows[1].total == Decimal("80.30")
    assert table.current_key() == 1


def test_tab_saves_and_goes_to_the_next_field(qtbot, desk, table):
    qtbot.keyClick(table, KEY.Key_F2)
    editor(table).setText("77")
    qtbot.keyClick(editor(table), KEY.Key_Tab)
    assert desk.rows[1].total == Decimal(77)
    assert (table.current_key(), table.currentIndex().column()) == (2, 1)


def test_a_refused_entry_stays_with_its_note_and_enter_takes_the_fix(qtbot, desk, table):
    type_and_enter(qtbot, table, "4OO")
    assert table.current_key() == 1 and desk.rows[1].total == Decimal("80.30")
    assert table.note.isVisible() and "4OO" in table.note.wrong.text() and not table.note.hasFocus()
    assert table.currentIndex().data() == "4OO"

    qtbot.keyClick(table, KEY.Key_Return)
    assert desk.rows[1].total == Decimal(400)
    assert not table.note.isVisible() and table.current_key() == 2


def test_escape_takes_a_refused_entry_back(qtbot, desk, table):
    type_and_enter(qtbot, table, "4OO")
    qtbot.keyClick(table, KEY.Key_Escape)
    assert table.currentIndex().data() == "80.30"
    assert desk.model.pending() == [] and not table.note.isVisible()


def test_a_refused_entry_does_not_block_other_cells_and_comes_back_with_its_note(qtbot, desk, table):
    type_and_enter(qtbot, table, "4OO")
    qtbot.keyClick(table, KEY.Key_Down)
    assert not table.note.isVisible()
    type_and_enter(qtbot, table, "50")
    assert desk.rows[2].total == Decimal(50)
    table.choose(1, 1)
    assert table.note.isVisible() and [wrong.text for wrong in desk.model.pending()] == ["4OO"]


def test_f4_asks_for_the_reason_of_a_missing_figure(qtbot, table):
    with qtbot.waitSignal(table.reason_asked) as asked:
        qtbot.keyClick(table, KEY.Key_F4)
    assert asked.args[0].row() == 0


def test_a_click_on_the_header_sorts_up_then_down_then_as_given(qtbot, desk, table):
    header = table.horizontalHeader()
    at = QPoint(header.sectionPosition(1) + 20, header.height() // 2)
    orders = []
    for _click in range(3):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        orders.append([row.name for row in desk.model.rows()])
    assert orders == [["Cy", "Ana", "Bo"], ["Bo", "Ana", "Cy"], ["Ana", "Bo", "Cy"]]
    assert table.current_key() == 1


def test_the_current_row_survives_rows_that_come_and_go(desk, table):
    table.choose(2, 1)
    desk.model.filter(lambda row: row.name != "Ana")
    assert (table.current_key(), table.currentIndex().row()) == (2, 0)


def test_copy_gives_titles_and_rows_that_a_spreadsheet_takes_as_they_are(qtbot, desk, table):
    desk.model.update_row(Row(3, '=HYPERLINK("x")', Decimal(-5)))
    qtbot.keyClick(table, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter="\t")) == [
        ["Name", "Total"],
        ["Ana", "80.30"],
        ["Bo", "95.20"],
        ['\'=HYPERLINK("x")', "-5.00"],
    ]


def test_copy_of_several_selected_rows_takes_only_those(qtbot, desk, table):
    for row, held in ((0, Qt.KeyboardModifier.NoModifier), (2, Qt.KeyboardModifier.ControlModifier)):
        at = table.visualRect(desk.model.index(row, 0)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, at)
    assert table.copy_text().splitlines() == ["Name\tTotal", "Ana\t80.30", "Cy\t63.00"]
    assert table.chosen_keys() == [1, 3]


def test_a_row_that_cannot_be_edited_opens_on_enter(qtbot, table):
    table.choose(2, 0)
    with qtbot.waitSignal(table.row_opened) as opened:
        qtbot.keyClick(table, KEY.Key_Return)
    assert opened.args == [2]


def test_rows_grow_with_the_size_of_the_text(qtbot, qapp, table):
    before = table.verticalHeader().defaultSectionSize()
    assert before >= 28
    theme.apply(qapp, "light", 150)
    try:
        assert table.verticalHeader().defaultSectionSize() > before
    finally:
        theme.apply(qapp, "light")


def colours(table, row, column):
    """Return every colour in the picture of a cell."""
    box = table.visualRect(table.model().index(row, column)).adjusted(0, 0, 0, -2)
    image = table.viewport().grab(box).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_cells_show_their_marks_in_colour_and_shape(qtbot, qapp):
    theme.apply(qapp, "light")
    marks = {
        "grade": lambda row: GradeMark("S", 0) if row.id == 1 else GradeMark("D", 4),
        "bar": lambda row: ScoreBar(row.total, untreated=row.id == 2),
        "missing": lambda row: MissingMark("未填"),
        "chip": lambda row: ChipMark("资源", "imp"),
        "sign": lambda row: SymbolMark("triangle", "gap"),
    }
    columns = [Column(name, lambda: "", lambda row: "", width=90, mark=mark) for name, mark in marks.items()]
    model = RowsModel(columns, lambda row: row.id)
    model.show([Row(1, "a", Decimal(80)), Row(2, "b", Decimal(80)), Row(3, "c", Decimal(0))])
    view = TableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(600, 200)
    view.show()
    name = {role: theme.colour(role).name() for role in theme.ROLES}

    assert name["app.fill"] in colours(view, 0, 0) and name["app.tint"] not in colours(view, 2, 0)
    assert name["app.fill"] in colours(view, 0, 1) and name["gap.fill"] in colours(view, 1, 1)
    assert name["app.fill"] not in colours(view, 2, 1)  # 0 fills nothing
    assert name["imp.tint"] in colours(view, 0, 3)
    assert name["gap.text"] in colours(view, 0, 4)
    assert len(colours(view, 0, 2)) > 3  # hatching and the word


def test_the_selected_row_is_tinted_with_a_bar_at_its_left_and_the_cell_is_framed(qtbot, table):
    name = {role: theme.colour(role).name() for role in ("selection", "app.fill", "focus")}
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    first, second = colours(table, 0, 0), colours(table, 0, 1)
    assert name["selection"] in first and name["app.fill"] in first
    assert name["focus"] in second
    assert name["selection"] not in colours(table, 1, 0)


def test_as_text_keeps_signed_numbers_numbers(qapp):
    model = RowsModel([Column("x", lambda: "x", lambda row: row.name)], lambda row: row.id)
    model.show([Row(1, "−13.50", Decimal(0)), Row(2, "+1.00", Decimal(0)), Row(3, "-x", Decimal(0))])
    assert as_text(model, range(3)).splitlines() == ["x", "-13.50", "+1.00", "'-x"]
