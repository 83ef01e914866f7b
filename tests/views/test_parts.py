"""Shared parts: what they tell, which keys they take, what screen readers hear."""

from decimal import Decimal
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from perfdesk.charts.waterfall import BridgeStep, bridge
from perfdesk.desktop import theme
from perfdesk.models.rows import Refused
from perfdesk.views.chart_view import ChartView
from perfdesk.views.parts import (
    Card,
    CheckpointLine,
    Elided,
    EmptyState,
    ErrorNote,
    Grade,
    NoticeBar,
    PaneSplitter,
    ProgressSteps,
    RailStop,
    SegmentedSwitch,
    Step,
    ToggleChips,
)

KEY = Qt.Key


@pytest.fixture
def show(qtbot, qapp):
    theme.apply(qapp, "light")

    def show(widget, width=400, height=200):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show


def test_a_card_shows_only_the_header_that_it_has(show):
    card = show(Card())
    assert card._header.isHidden()
    card.set_heading("结果", "两个差距")
    assert card.heading.isVisible() and card.remark.full() == "两个差距" and card.accessibleName() == "结果"


def test_a_long_line_is_cut_and_told_in_full_by_its_tooltip(show):
    line = show(Elided("a very long remark that has no room at all"), 80, 24)
    assert line.text().endswith("…") and line.toolTip() == line.accessibleName() == line.full()
    line.resize(900, 24)
    assert line.text() == line.full() and line.toolTip() == ""


def test_an_empty_state_offers_one_button(qtbot, show):
    state = show(EmptyState("people", "还没有人", "导入花名册", "导入"))
    with qtbot.waitSignal(state.pressed):
        qtbot.mouseClick(state.action, Qt.MouseButton.LeftButton)
    state.set_texts("x", "y")
    assert not state.action.isVisible()


def test_a_notice_has_buttons_and_goes_when_closed(qtbot, show):
    notice, pressed = show(NoticeBar()), []
    notice.hide()
    notice.tell("3 人还没有自评", "err", (("去看看", partial(pressed.append, 1)),))
    notice.findChild(QPushButton, "notice0").click()
    assert pressed and notice.isVisible() and notice.accessibleName() == "3 人还没有自评"
    with qtbot.waitSignal(notice.closed):
        notice._close.click()
    assert not notice.isVisible()


def test_a_switch_tells_the_key_chosen_and_choose_is_silent(qtbot, show):
    switch = show(SegmentedSwitch([("person", "按人"), ("item", "按指标")]))
    assert switch.choice() == "person"
    with qtbot.waitSignal(switch.chosen) as chosen:
        qtbot.mouseClick(switch.findChild(QPushButton, "segment_item"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["item"] and switch.choice() == "item"
    with qtbot.assertNotEmitted(switch.chosen):
        switch.choose("person")
    assert switch.choice() == "person"


@pytest.mark.parametrize("kind", ["", "small"])
def test_a_switch_shows_the_whole_word_where_the_focus_is(qtbot, show, qapp, kind):
    theme.apply(qapp, "light")
    switch = SegmentedSwitch([("a", "按人"), ("b", "百分制"), ("c", "五分制")])
    for made in switch.findChildren(QPushButton):
        made.setProperty("kind", kind)
    show(switch).adjustSize()
    for made in switch.findChildren(QPushButton):
        made.setFocus()
        qtbot.waitUntil(made.hasFocus)
        made.grab()
        assert made.toolTip() == "", made.text()


def test_number_keys_toggle_chips(qtbot, show):
    chips = show(ToggleChips([("CA1", "期望", ""), ("CA2", "资源", "缺少工具或人手")]))
    with qtbot.waitSignal(chips.toggled) as toggled:
        qtbot.keyClick(chips, KEY.Key_2)
    assert toggled.args == ["CA2", True] and chips.on() == ["CA2"]
    with qtbot.assertNotEmitted(chips.toggled):
        chips.show_on(["CA1"])
    assert chips.on() == ["CA1"]


def test_steps_are_buttons_with_arrow_keys_and_speak(qtbot, show):
    steps = show(
        ProgressSteps([Step("a", "目标", "done"), Step("b", "打分", "current", "12/38"), Step("c", "面谈")])
    )
    first, second = (steps.findChild(QWidget, f"step_{key}") for key in "ab")
    assert second.accessibleName() == "2 打分 12/38"
    first.setFocus()
    qtbot.keyClick(first, KEY.Key_Right)
    assert second.hasFocus()
    with qtbot.waitSignal(steps.chosen) as chosen:
        qtbot.keyClick(second, KEY.Key_Return)
    assert chosen.args == ["b"]


def test_new_steps_keep_the_focus(qtbot, show):
    steps = show(ProgressSteps([Step("a", "目标"), Step("b", "打分")]))
    steps.findChild(QWidget, "step_b").setFocus()
    steps.show_steps([Step("a", "目标", "done"), Step("b", "打分", "current")])
    assert [disc.step.key for disc in steps._discs if disc.hasFocus()] == ["b"]


def test_checkpoints_are_told_in_words(show):
    line = show(CheckpointLine([RailStop("检查 1", "10-30", "13 个", True), RailStop("检查 2", "11-20")]))
    assert line.accessibleName() == "检查 1 10-30 13 个; 检查 2 11-20"
    assert line.grab().toImage().pixelColor(100, 30).isValid()


def test_a_grade_is_filled_at_the_top_and_dashed_at_the_bottom(show):
    def inked(rank):
        image = show(Grade("S", rank), 40, 24).grab().toImage()
        fill = theme.colour("app.fill").name()
        return sum(image.pixelColor(x, y).name() == fill for x in range(40) for y in range(24))

    assert inked(0) > 150 > inked(3) > inked(4)


def test_the_error_note_stays_inside_and_never_takes_the_focus(qtbot, show):
    ground = show(QWidget(), 500, 300)
    note = ErrorNote(ground)
    note.tell(Refused("不是数字：4OO", "是 400 吗？", "400"), QRect(450, 280, 40, 20))
    assert ground.rect().contains(note.geometry()) and note.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert note.fix.text() == "改为 400" and not note.reason.isVisible()
    with qtbot.waitSignal(note.fixed):
        note.fix.click()
    note.tell(Refused("太长"), QRect(0, 0, 40, 20))
    assert not note.fix.isVisible()


def test_a_double_click_on_the_grip_gives_the_panes_their_first_sizes_again(qtbot, show):
    splitter = PaneSplitter()
    for least in (100, 200):
        splitter.add_pane(QWidget(), least)
    show(splitter, 800, 100)
    splitter.set_shares([300, 490])
    splitter.setSizes([500, 290])
    assert abs(splitter.sizes()[0] - 500) < 6
    qtbot.mouseDClick(splitter.handle(1), Qt.MouseButton.LeftButton)
    assert abs(splitter.sizes()[0] - 300) < 5


@pytest.fixture
def chart(qtbot, show):
    view = ChartView(130)
    steps = [
        BridgeStep("新客户", Decimal("-13.5"), "imp.fill"),
        BridgeStep("销售额", Decimal("-7.2"), "gap.fill"),
    ]
    show(view, 440, 130)
    start, end = ("达标", Decimal(100)), ("总分", Decimal("79.30"))
    view.show_chart(partial(bridge, start=start, steps=steps, end=end, titles=("项", "分")), "从达标到总分")
    return view


def test_arrow_keys_go_over_the_shapes_of_a_chart_and_tell_them(qtbot, chart):
    heard = []
    chart.spoken.connect(heard.append)
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Left, KEY.Key_Left):
        qtbot.keyClick(chart, key)
    assert heard == ["达标 100.00", "新客户 −13.50", "达标 100.00", "总分 79.30"]
    assert chart.accessibleName() == "从达标到总分"


def test_ctrl_t_shows_the_same_figures_as_a_table(qtbot, chart):
    qtbot.keyClick(chart, KEY.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert chart.table.isVisible()
    assert [chart.table.item(row, 1).text() for row in range(4)] == ["100.00", "−13.50", "−7.20", "79.30"]
    chart.toggle_table()
    assert not chart.table.isVisible()


def test_a_chart_is_copied_as_figures_and_as_a_picture(chart):
    words = [action.text() for action in chart.menu().actions()]
    assert len(words) == 3
    chart.copy_table()
    assert QGuiApplication.clipboard().text().splitlines()[:3] == ["项\t分", "达标\t100.00", "新客户\t-13.50"]
    chart.copy_picture()
    assert QGuiApplication.clipboard().image().width() == 880


def test_a_chart_is_drawn_anew_in_each_theme_and_size(qapp, chart):
    assert theme.colour("gap.fill").name() in _colours(chart)
    theme.apply(qapp, "dark")
    try:
        assert theme.colour("gap.fill").name() in _colours(chart)
    finally:
        theme.apply(qapp, "light")
    chart.resize(300, 130)
    assert chart.picture().width == 300


def test_parts_are_gone_after_they_were_deleted(qapp):
    import gc
    import weakref

    parts = [
        Card("x"),
        SegmentedSwitch([("a", "A")]),
        ProgressSteps([Step("a", "A")]),
        ChartView(),
        EmptyState(),
    ]
    refs = [weakref.ref(part) for part in parts]
    for part in parts:
        part.deleteLater()
    del part, parts
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert [ref() for ref in refs] == [None] * len(refs)


def _colours(widget):
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(image.height())}
