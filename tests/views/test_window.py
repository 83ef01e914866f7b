"""The window's shell: pages, keys, search, undo, language, closing."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel

from perfdesk.desktop import language, theme
from perfdesk.desktop.bridge import Bridge
from perfdesk.views.page import PageEntry
from perfdesk.views.search_field import Hit
from perfdesk.views.window import MainWindow
from tests.views.kit import NotingPage, Quiet

KEY, ALT, CONTROL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class Shell:
    """A window with three pages that note what happens to them."""

    def __init__(self, qtbot):
        self.notes = {key: [] for key in ("today", "score", "review")}
        self.wrong = []
        self.source = Quiet()
        self.bridge = Bridge(self.source, self.source)
        self.window = MainWindow(QLabel("welcome"), "1.0")
        qtbot.addWidget(self.window)
        self.entries = [PageEntry(key, "Search", "today", self.maker(key)) for key in self.notes]
        self.window.show_firm(self.entries, self.bridge, "a.perfdesk", self.search)
        self.window.show_cycles([(2, "Q3"), (1, "Q2")], 2)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def maker(self, key):
        return lambda: NotingPage(self.notes[key], self.wrong)

    def search(self, text):
        return [Hit("Li Na", "S-017", page="review", place={"employee_id": 7})] if text == "ln" else []


@pytest.fixture
def shell(qtbot, qapp):
    theme.apply(qapp, "light")
    shell = Shell(qtbot)
    yield shell
    shell.wrong.clear()


def test_a_page_is_made_when_it_is_first_shown_and_only_once(shell):
    assert shell.notes["score"] == []
    shell.window.go("score")
    shell.window.go("today")
    shell.window.go("score", {"employee_id": 3})
    assert shell.notes["score"] == ["made", ("cycle", 2), {"employee_id": 3}]


def test_alt_and_a_number_open_pages_and_the_navigation_marks_them(qtbot, shell):
    qtbot.keyClick(shell.window, KEY.Key_3, ALT)
    assert shell.window.page_key == "review"
    marked = [
        key for key in shell.notes if shell.window.navigation.findChild(object, f"go_{key}").isChecked()
    ]
    assert marked == ["review"]


def test_the_actions_of_the_open_page_stand_in_the_top_bar(shell):
    shell.window.go("score")
    shell.window.go("review")
    assert shell.window.page("review").print.isVisible()
    assert not shell.window.page("score").print.isVisible()
    assert shell.window.page("review").print.parent() is shell.window.top


def test_a_page_out_of_sight_cannot_bring_its_buttons_into_the_top_bar(shell):
    shell.window.go("score")
    (button,) = shell.window.page("score").actions()
    assert button.isVisible()

    shell.window.go("review")
    button.setVisible(True)  # as pages do when they are told of another language
    assert not button.isVisible()

    shell.window.go("score")
    assert button.isVisible()


def test_a_change_refreshes_the_open_page_now_and_the_others_when_they_are_opened(shell):
    shell.window.go("score")
    shell.window.go("today")
    shell.source.announce("scored")
    assert shell.notes["today"][-1] == ("refresh", "scored")
    assert ("refresh", "scored") not in shell.notes["score"]
    shell.window.go("score")
    assert shell.notes["score"][-1] == ("cycle", 2)


def test_another_cycle_reaches_the_open_page_and_the_program(qtbot, shell):
    with qtbot.waitSignal(shell.window.cycle_chosen) as chosen:
        shell.window.top.cycle.setCurrentIndex(1)
        shell.window.top.cycle.activated.emit(1)
    assert chosen.args == [1]
    assert shell.notes["today"][-1] == ("cycle", 1)


def test_ctrl_k_finds_and_enter_goes_there(qtbot, shell):
    qtbot.keyClick(shell.window, KEY.Key_K, CONTROL)
    field = shell.window.top.search
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "ln")
    qtbot.waitUntil(lambda: bool(field.hits()))
    qtbot.keyClick(field, KEY.Key_Return)
    assert shell.window.page_key == "review" and shell.notes["review"][-1] == {"employee_id": 7}
    assert field.text() == ""


def test_a_search_without_a_result_says_what_to_try(qtbot, shell):
    field = shell.window.top.search
    field.setFocus()
    qtbot.keyClicks(field, "zz")
    qtbot.waitUntil(field.none.isVisible)
    assert "拼音" in field.none.text()


def test_undo_and_redo_have_buttons_keys_and_the_name_of_the_step(qtbot, shell):
    assert not shell.window.top.undo.isEnabled()
    shell.source.undo_deed = "实际值 13 → 15"
    shell.source.announce("saved")
    assert shell.window.top.undo.isEnabled()
    assert "实际值 13 → 15" in shell.window.top.undo.toolTip()
    assert shell.window.status.undoes.full() == "撤销：实际值 13 → 15"
    qtbot.mouseClick(shell.window.top.undo, Qt.MouseButton.LeftButton)
    assert shell.source.undone == 1
    shell.window.navigation.setFocus()
    qtbot.keyClick(shell.window, KEY.Key_Z, CONTROL)
    assert shell.source.undone == 2
    shell.source.redo_deed = "x"
    qtbot.keyClick(shell.window, KEY.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(shell.window, KEY.Key_Y, CONTROL)
    assert shell.source.undone == 0


def test_f6_goes_round_the_panes_of_the_page(qtbot, shell):
    page = shell.window.page()
    page.first.setFocus()
    qtbot.keyClick(shell.window, KEY.Key_F6)
    assert page.second.hasFocus()
    qtbot.keyClick(shell.window, KEY.Key_F6)
    assert page.first.hasFocus()


def test_the_language_changes_while_the_window_is_open(qapp, shell):
    language.use(qapp, "en")
    try:
        assert shell.window.status.saved.text() == "Saved"
        assert shell.window.page().accessibleName() == "Search"
        assert shell.window.navigation.findChild(object, "go_today").accessibleName() == "Search"
    finally:
        language.use(qapp, "zh_CN")
    assert shell.window.status.saved.text() == "已保存"
    assert shell.window.navigation.findChild(object, "go_today").text().strip() == "搜索"


def test_a_narrow_window_shows_icons_alone_with_their_words_as_tooltips(shell):
    shell.window.resize(1280, 800)
    button = shell.window.navigation.findChild(object, "go_score")
    assert "搜索" in button.text() and shell.window.navigation.width() == 140
    shell.window.resize(1100, 700)
    assert button.text() == "" and "搜索" in button.toolTip() and shell.window.navigation.width() == 48


def test_closing_lists_wrong_entries_once_and_then_closes(qtbot, shell):
    shell.wrong.append("马超 新客户数: 4OO")
    page = shell.window.page()
    page.wrong = shell.wrong
    assert not shell.window.close()
    assert shell.window.notice.isVisible() and "4OO" in shell.window.notice.text.text()
    with qtbot.waitSignal(shell.window.closing):
        assert shell.window.close()


def test_staying_keeps_the_window_and_warns_again(shell):
    shell.window.page().wrong = ["x"]
    shell.window.close()
    shell.window.notice.findChild(object, "notice1").click()
    assert not shell.window.notice.isVisible()
    assert not shell.window.close()
    shell.window.page().wrong = []


def test_a_dropped_file_is_reported(qtbot, shell, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "花名册.xlsx"))])
    at, copy, left, none = (
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(at, copy, mime, left, none)
    shell.window.dragEnterEvent(enter)
    with qtbot.waitSignal(shell.window.file_dropped) as dropped:
        shell.window.dropEvent(QDropEvent(at, copy, mime, left, none))
    assert enter.isAccepted() and dropped.args[0].endswith("花名册.xlsx")


def test_without_a_firm_there_is_only_the_welcome(shell):
    shell.window.show_welcome()
    assert not shell.window.navigation.isVisible() and not shell.window.top.isVisible()
    assert shell.window.status.saved.text() == "还没有打开公司"
    assert shell.window.page("today") is None and shell.source.listeners  # the bridge is the program's
    shell.source.announce("late")  # must not reach pages that are gone


def test_a_page_switched_off_leaves_and_the_first_one_is_shown(shell):
    shell.window.go("review")
    shell.window.show_entries(shell.entries[:2])
    assert shell.window.page_key == "today" and shell.window.page("review") is None
