"""The welcome page: three choices, a new firm by name and Enter, recent files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from perfdesk import texts
from perfdesk.desktop import theme
from perfdesk.views.recent_files import RecentFile
from perfdesk.views.welcome_page import WelcomePage

FILES = [
    RecentFile("/usb/红杉精密.perfdesk", "今天 08:57", "38 人"),
    RecentFile("/old/青禾.perfdesk", "2025-12-30", is_missing=True),
]


@pytest.fixture
def page(qtbot, qapp):
    theme.apply(qapp, "light")
    made = WelcomePage(Path("/docs/PerfDesk"))
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.show_recent(FILES)
    made.show()
    return made


def test_a_name_and_enter_make_a_firm_with_everything_else_filled_in(qtbot, page):
    page.suggest_owner("周建国")
    qtbot.mouseClick(page.new, Qt.MouseButton.LeftButton)
    assert page.form.isVisible()
    page.form.firm.setText("红杉/精密")
    with qtbot.waitSignal(page.new_requested) as made:
        qtbot.keyClick(page.form.firm, Qt.Key.Key_Return)
    expected = str(Path("/docs/PerfDesk") / "红杉_精密.perfdesk")
    assert made.args == ["红杉/精密", "周建国", True, expected]


def test_indicators_can_be_chosen_instead_of_five_questions(qtbot, page):
    page.ask_new()
    page.form.firm.setText("A")
    page.form.owner.setText("周红")
    page.form.indicators.click()
    with qtbot.waitSignal(page.new_requested) as made:
        page.form.findChild(QPushButton, "makeFirm").click()
    assert made.args[2] is False


def test_without_an_owner_nothing_is_made_and_that_field_says_so(qtbot, page):
    page.ask_new()
    page.form.firm.setText("A")
    page.form.owner.clear()
    with qtbot.assertNotEmitted(page.new_requested):
        qtbot.keyClick(page.form.firm, Qt.Key.Key_Return)
    assert page.form.owner.property("state") == "wrong" and page.form.owner.hasFocus()


def test_a_path_of_ones_own_does_not_follow_the_name_any_more(qtbot, page):
    page.ask_new()
    page.form.firm.setText("A")
    page.form.path.clear()
    qtbot.keyClicks(page.form.path, "/mine/x.perfdesk")
    page.form.firm.setText("B")
    assert page.form.path.text() == "/mine/x.perfdesk"


def test_without_a_name_nothing_is_made_and_the_field_says_so(qtbot, page):
    page.ask_new()
    with qtbot.assertNotEmitted(page.new_requested):
        qtbot.keyClick(page.form.firm, Qt.Key.Key_Return)
    assert page.form.firm.property("state") == "wrong" and page.form._wrong.isVisible()


def test_escape_closes_the_card(qtbot, page):
    page.ask_new()
    qtbot.keyClick(page.form.firm, Qt.Key.Key_Escape)
    assert not page.form.isVisible()


def test_enter_opens_the_recent_file_and_a_missing_one_is_marked(qtbot, page):
    with qtbot.waitSignal(page.open_requested) as opened:
        qtbot.keyClick(page.recent.table, Qt.Key.Key_Return)
    assert opened.args == ["/usb/红杉精密.perfdesk"]
    cell = page.recent.table.model().cell(1, 0)
    assert "找不到" in cell.second and cell.mark is not None


def test_delete_takes_a_file_off_the_list(qtbot, page):
    page.recent.table.choose("/old/青禾.perfdesk")
    with qtbot.waitSignal(page.forget_requested) as gone:
        qtbot.keyClick(page.recent.table, Qt.Key.Key_Delete)
    assert gone.args == ["/old/青禾.perfdesk"]


def test_the_sample_firm_has_the_focus_and_begins_with_enter_or_its_key(qtbot, page):
    page.setFocus()
    with qtbot.waitSignal(page.sample_requested):
        qtbot.keyClick(page.sample, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.sample_requested):
        qtbot.keyClick(page.sample, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)


def test_a_backup_can_be_asked_for(qtbot, page):
    with qtbot.waitSignal(page.restore_requested):
        page.findChild(QPushButton, "restore").click()


def test_language_and_look_are_offered(qtbot, page):
    page.show_choices("zh_CN", "light")
    with qtbot.waitSignal(page.look_chosen) as look:
        page.look.setCurrentIndex(1)
        page.look.activated.emit(1)
    with qtbot.waitSignal(page.language_chosen) as chosen:
        page.language.setCurrentIndex(1)
        page.language.activated.emit(1)
    assert (look.args, chosen.args) == (["dark"], ["en"])


def test_every_word_changes_with_the_language(page):
    texts.use("en")
    page.retranslate()
    assert page.new.text() == "New firm" and page.form.simple.text() == "Five questions"
    texts.use("zh_CN")
    page.retranslate()
    assert page.new.text() == "新建公司" and page.form.simple.text() == "五分表"


def test_everything_fits_at_the_smallest_usual_size(page):
    assert page.verticalScrollBar().maximum() == 0
    assert page.widget().minimumSizeHint().width() <= 960
