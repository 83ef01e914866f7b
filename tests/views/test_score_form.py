"""Scoring one person: figures and levels by keys, refusals, reasons, words, events, how numbers came about."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from perfdesk import texts
from perfdesk.domain.terms import FormState, Missing
from tests.views.score_firm import (
    TWELVE,
    compose,
    focused,
    form_of,
    item_of,
    press,
    sheet_of,
    stored,
    type_into,
    widget,
)

ALL_OF_IT = {
    "SAL-01": "432000",
    "SAL-02": "91.25",
    "SAL-03": "6",
    "SAL-04": "22.6",
    "SAL-05": "95",
    "C03": "3",
    "C02": "4",
}


def enter_all(firm, name, but=()):
    form_id = form_of(firm, name)
    for code, value in ALL_OF_IT.items():
        if code not in but:
            firm.appraisal.enter(item_of(firm, form_id, code).id, value)


def test_sixty_number_keys_score_twelve_people(open_score, show_score):
    firm = open_score("simple")
    page = show_score(firm)
    page.form.focus_start()

    levels = [1 + (at * 7) % 5 for at in range(60)]
    for level in levels:
        press(focused(page), Qt.Key(Qt.Key.Key_0 + level))

    read = [int(item.level) for name in TWELVE for item in sheet_of(firm, name).items]
    assert read == levels
    assert all(stored(firm, item.id)["level_c"] == item.level * 100 for item in sheet_of(firm, "孙浩").items)
    assert page.people.done.text() == "完成 12"
    assert page.notice.text.text() == "列表里的人都评完了。"


def test_enter_goes_through_the_questions_to_the_next_person(open_score, show_score):
    page = show_score(open_score("simple"))
    page.form.focus_start()

    for _question in range(4):
        press(focused(page), Qt.Key.Key_Return)
    assert page.form.current_item.order == 4
    press(focused(page), Qt.Key.Key_Return)

    assert page.form.person.text() == TWELVE[0]  # still open questions here: back to the first of them
    assert page.form.current_item.order == 0


def test_half_a_level_is_typed_in_its_field(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    field = widget(page, "value_C03")

    type_into(field, "3.5")
    press(field, Qt.Key.Key_Return)

    item = item_of(firm, form_of(firm, "徐静"), "C03")
    assert item.level == Decimal("3.5")
    assert widget(page, "why_C03").text() == "105.00"


def test_a_point_after_a_level_begins_the_half(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    line = widget(page, "line_C03")
    line.setFocus()

    QTest.keyClicks(line, "3.")
    QTest.keyClicks(focused(page), "5")
    press(focused(page), Qt.Key.Key_Return)

    assert item_of(firm, form_of(firm, "徐静"), "C03").level == Decimal("3.5")


def test_the_current_item_shows_its_five_anchors_and_a_click_chooses(qtbot, open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    widget(page, "line_C02").setFocus()

    anchor = widget(page, "level_C02_4")
    assert "遇阻能调整办法" in anchor.accessibleName()
    assert not [one for one in page.form.findChildren(object, "level_C03_4") if one.isVisibleTo(page)]
    qtbot.mouseClick(anchor, Qt.MouseButton.LeftButton)

    assert item_of(firm, form_of(firm, "徐静"), "C02").level == 4
    assert "已选" in widget(page, "level_C02_4").accessibleName()


def test_total_grade_and_what_is_missing_follow_each_entry(open_score, show_score):
    firm = open_score()
    enter_all(firm, "马超", but=("C02",))
    page = show_score(firm)
    page.show_place(form_id=form_of(firm, "马超"))

    assert page.side.total_head.text() == "已得（权重 90）"
    assert page.side.big.number.text() == "74.80"
    assert page.side.big.chip.text() == "暂无总分"
    assert page.side.range.text() == "评完后在 78.80 – 86.80 之间"
    assert page.side.missing_card.heading.text() == "还缺 1 项"
    press(widget(page, "line_C02"), Qt.Key.Key_3)

    assert page.side.big.number.text() == "84.80"
    assert page.side.big.chip.text() == "C 待改进"
    assert page.side.missing_card.heading.text() == "都填好了"
    assert page.people.model.row(1).total == Decimal("84.80")


def test_a_line_of_what_is_missing_leads_to_its_place(qtbot, open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    item = item_of(firm, form_of(firm, "徐静"), "SAL-03")

    qtbot.mouseClick(widget(page, f"missing_{item.id}"), Qt.MouseButton.LeftButton)

    assert focused(page).objectName() == "value_SAL-03"


def test_wrong_text_stays_marked_and_enter_takes_the_fix(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    item = item_of(firm, form_of(firm, "徐静"), "SAL-04")
    field = widget(page, "value_SAL-04")

    type_into(field, "22.6O")
    press(field, Qt.Key.Key_Return)
    assert field.property("state") == "wrong"
    assert field.text() == "22.6O"
    assert stored(firm, item.id)["actual_e4"] is None
    assert "22.60" in page.form.notes.note.wrong.text()
    assert page.pending_inputs() == ["徐静 销售毛利率: 22.6O"]
    press(field, Qt.Key.Key_Return)

    assert stored(firm, item.id)["actual_e4"] == 226_000
    assert page.pending_inputs() == []
    assert page.form.notes.note.isHidden()
    assert focused(page).objectName() == "value_SAL-05"


def test_escape_takes_a_wrong_text_back(open_score, show_score):
    firm = open_score()
    enter_all(firm, "徐静")
    page = show_score(firm)
    field = widget(page, "value_SAL-04")

    type_into(field, "abc")
    press(field, Qt.Key.Key_Return)
    press(field, Qt.Key.Key_Escape)

    assert field.text() == "22.6"
    assert page.pending_inputs() == []


def test_a_wrong_text_outlives_other_people_the_grid_and_another_language(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    field = widget(page, "value_SAL-02")
    type_into(field, "9S")
    press(field, Qt.Key.Key_Return)

    page.show_place(form_id=form_of(firm, "刘洋"))
    assert widget(page, "value_SAL-02").text() == ""
    page.show_place(form_id=form_of(firm, "徐静"), by="grid")
    texts.use("en")
    page.retranslate()
    page.show_place(form_id=form_of(firm, "徐静"))

    field = widget(page, "value_SAL-02")
    assert (field.text(), field.property("state")) == ("9S", "wrong")
    assert page.pending_inputs() == ["徐静 Collection rate: 9S"]


def test_a_share_above_100_is_refused_with_the_reason(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    item = item_of(firm, form_of(firm, "徐静"), "SAL-02")
    field = widget(page, "value_SAL-02")

    type_into(field, "120")
    press(field, Qt.Key.Key_Return)

    assert field.property("state") == "wrong"
    assert "100" in page.form.notes.note.wrong.text()
    assert page.form.notes.note.fix.isHidden()
    assert stored(firm, item.id)["actual_e4"] is None


def test_f4_asks_for_the_reason_and_does_not_take_it_empty(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    item = item_of(firm, form_of(firm, "徐静"), "SAL-04")
    press(widget(page, "value_SAL-04"), Qt.Key.Key_F4)

    panel = page.form.notes.reason
    assert panel.isVisibleTo(page)
    press(panel.words, Qt.Key.Key_Return)
    assert panel.problem.isVisibleTo(page)
    assert stored(firm, item.id)["missing"] == "PENDING"
    compose(panel.words, "", "系统停用")
    press(panel.words, Qt.Key.Key_Return)

    row = stored(firm, item.id)
    assert (row["missing"], row["missing_reason"]) == ("UNAVAILABLE", "系统停用")
    assert panel.isHidden()
    assert focused(page).objectName() == "value_SAL-05"
    assert widget(page, "line_SAL-04").state.text() == "无法取得"


def test_not_submitted_needs_no_reason_and_can_be_taken_back(qtbot, open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    item = item_of(firm, form_of(firm, "徐静"), "C03")
    line = widget(page, "line_C03")

    press(line, Qt.Key.Key_F4)
    press(page.form.notes.reason.words, Qt.Key.Key_3)
    press(page.form.notes.reason.words, Qt.Key.Key_Return)
    assert stored(firm, item.id)["missing"] == Missing.NOT_SUBMITTED
    press(line, Qt.Key.Key_F4)
    qtbot.mouseClick(widget(page, "reasonBack"), Qt.MouseButton.LeftButton)

    assert stored(firm, item.id)["missing"] == Missing.PENDING


def test_while_something_is_composed_enter_and_digits_belong_to_the_input_method(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    item = item_of(firm, form_of(firm, "徐静"), "C03")
    widget(page, "line_C03").setFocus()
    comment = widget(page, "comment_C03")
    comment.setFocus()

    compose(comment, "ke'hu")
    press(comment, Qt.Key.Key_2)
    press(comment, Qt.Key.Key_Return)
    assert comment.hasFocus() or focused(page) is comment
    assert stored(firm, item.id)["level_c"] is None
    compose(comment, "", "客户点名表扬")
    press(comment, Qt.Key.Key_Return)

    assert stored(firm, item.id)["comment"] == "客户点名表扬"
    assert focused(page).objectName() == "line_C02"


def test_a_figure_composed_in_full_width_is_taken_after_the_composition(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    item = item_of(firm, form_of(firm, "徐静"), "SAL-02")
    field = widget(page, "value_SAL-02")
    field.setFocus()

    compose(field, "９１")
    press(field, Qt.Key.Key_Return)
    assert stored(firm, item.id)["actual_e4"] is None
    compose(field, "", "９１")
    press(field, Qt.Key.Key_Return)

    assert stored(firm, item.id)["actual_e4"] == 910_000


def test_one_stay_in_the_words_is_one_undo_step_and_a_pause_saves(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    words = widget(page, "strengths")
    words.setFocus()

    QTest.keyClicks(words, "one")
    words.save()  # what the pause of two seconds does
    QTest.keyClicks(words, " two")
    page.form.remarks.edits["strengths"].clearFocus()
    assert sheet_of(firm, "徐静").strengths == "one two"
    assert firm.history.undo_deed.code == "set_remark"
    firm.history.undo()

    assert sheet_of(firm, "徐静").strengths == ""
    assert words.toPlainText() == ""
    assert words._timer.interval() == 2000


def test_undo_while_the_page_is_shown_brings_the_old_value_back(open_score, show_score):
    firm = open_score()
    enter_all(firm, "徐静")
    page = show_score(firm)
    field = widget(page, "value_SAL-01")
    type_into(field, "600000")
    press(field, Qt.Key.Key_Return)
    assert widget(page, "why_SAL-01").text() == "100.00"

    firm.history.undo()

    assert field.text() == "432,000"
    assert widget(page, "why_SAL-01").text() == "72.00"
    assert page.people.model.row(0).total == Decimal("85.80")


def test_undo_pressed_in_an_untouched_field_reaches_the_window(qtbot, open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    undone = []
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), page.window())
    shortcut.activated.connect(lambda: undone.append(1))
    field = widget(page, "value_SAL-01")
    field.setFocus()

    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]

    QTest.keyClicks(field, "43")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert field.text() != "43"


def test_how_a_score_was_computed_is_told_with_its_figures(open_score, show_score):
    firm = open_score()
    enter_all(firm, "徐静")
    page = show_score(firm)

    press(widget(page, "value_SAL-01"), Qt.Key.Key_F1)
    assert page.explain.popover.lines()[0] == "432000 ÷ 600000 × 100 = 72.00"
    press(page.explain.popover, Qt.Key.Key_Escape)
    assert page.explain.popover.isHidden()
    page.side.why.click()

    lines = page.explain.popover.lines()
    assert "销售收入完成额：72.00 × 25.00 ÷ 100 = 18.00" in lines
    assert any("85.80" in line for line in lines)


def test_the_points_so_far_are_explained_by_the_items_own_weights(open_score, show_score):
    firm = open_score()
    enter_all(firm, "徐静", but=("C02",))
    page = show_score(firm)

    page.side.why.click()

    lines = page.explain.popover.lines()
    assert any("72.00 × 25 ÷ 100 = 18.00" in line for line in lines)
    assert any(line.endswith("= 74.80") for line in lines)


def test_a_deduction_is_added_in_its_line_and_removed(qtbot, open_score, show_score):
    firm = open_score()
    enter_all(firm, "徐静")
    page = show_score(firm)
    page.form.events.open_button.click()
    entry = page.form.events.entry
    entry.kind.setCurrentIndex(1)

    QTest.keyClicks(entry.words, "late report")
    press(entry.words, Qt.Key.Key_Return)
    assert entry.problem.isVisibleTo(page)
    QTest.keyClicks(entry.points, "2")
    press(entry.points, Qt.Key.Key_Return)
    assert page.side.big.number.text() == "83.80"
    event = sheet_of(firm, "徐静").events[0]
    assert (event.words, event.points) == ("late report", Decimal("2.00"))
    widget(page, f"removeEvent_{event.id}").click()

    assert page.side.big.number.text() == "85.80"
    assert sheet_of(firm, "徐静").events == ()


def test_a_submitted_form_is_locked_says_why_and_goes_back_with_a_reason(open_score, show_score):
    firm = open_score()
    enter_all(firm, "徐静")
    page = show_score(firm)
    page.submit_button.click()

    field = widget(page, "value_SAL-01")
    assert sheet_of(firm, "徐静").head.state is FormState.MANAGER_SCORED
    assert not field.isEnabled()
    assert "评分已提交" in widget(page, "lockText").text()
    widget(page, "sendBack").click()
    reason = widget(page, "sendBackReason")
    QTest.keyClicks(reason, "short")
    press(reason, Qt.Key.Key_Return)
    assert sheet_of(firm, "徐静").head.state is FormState.MANAGER_SCORED
    QTest.keyClicks(reason, " but now long enough")
    press(reason, Qt.Key.Key_Return)

    assert sheet_of(firm, "徐静").head.state is FormState.RUNNING
    assert widget(page, "value_SAL-01").isEnabled()


def test_a_file_that_may_only_be_read_takes_nothing(open_score, show_score):
    page = show_score(open_score(read_only=True))

    assert not widget(page, "value_SAL-01").isEnabled()
    assert "只读" in widget(page, "lockText").text()
    assert not page.submit_button.isEnabled()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_field_is_named_in_both_languages(open_score, show_score, language):
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

    page = show_score(open_score())
    texts.use(language)
    page.retranslate()
    page.show_place(form_id=form_of(page._firm, "刘洋"))
    QApplication.processEvents()

    fields = [
        one
        for kind in (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton)
        for one in page.findChildren(kind)
        if one.isVisibleTo(page)
    ]
    assert len(fields) > 20
    nameless = [one for one in fields if not one.objectName() or not one.accessibleName()]
    assert [one.objectName() or type(one).__name__ for one in nameless] == []


def test_switching_the_language_changes_every_word_of_the_form(open_score, show_score):
    page = show_score(open_score())
    assert page.form.targets.agree.text() == "确认目标"

    texts.use("en")
    page.retranslate()

    assert page.header.next_button.accessibleName() == "Next person"
    assert page.side.missing_card.heading.text() == "7 still missing"
    assert widget(page, "line_SAL-01").name.full() == "Sales revenue"


def test_words_that_are_too_long_stay_with_their_person_and_are_told(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    long_words = "很好😀" * 1400
    words = widget(page, "strengths")
    words.setFocus()
    words.setPlainText(long_words)

    page.people.choose(form_of(firm, "马超"))
    assert widget(page, "strengths").toPlainText() == ""
    assert [line.partition("很好")[0] for line in page.pending_inputs()] == ["徐静 上级评语：优点: "]
    page.people.choose(form_of(firm, "徐静"))

    words = widget(page, "strengths")
    assert (words.toPlainText(), words.property("state")) == (long_words, "wrong")
    assert "4200" in widget(page, "strengthsProblem").text()
    assert sheet_of(firm, "徐静").strengths == ""
    words.setPlainText("很好")
    words.save()
    assert page.pending_inputs() == []
    assert sheet_of(firm, "徐静").strengths == "很好"


def test_a_comment_that_is_too_long_stays_with_its_item(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    widget(page, "line_C03").setFocus()
    comment = widget(page, "comment_C03")
    comment.setFocus()
    comment.setPlainText("长" * 4100)

    page.people.choose(form_of(firm, "马超"))
    assert not page.form.findChild(type(comment), "comment_C03").toPlainText()
    page.people.choose(form_of(firm, "徐静"))

    comment = widget(page, "comment_C03")
    assert (len(comment.toPlainText()), comment.property("state")) == (4100, "wrong")
    assert "4100" in widget(page, "hint_C03").text()
    assert len(page.pending_inputs()) == 1 and page.pending_inputs()[0].startswith("徐静 ")


def test_a_form_with_a_refused_entry_is_not_finished(open_score, show_score):
    firm = open_score()
    enter_all(firm, "徐静")
    page = show_score(firm)
    page.show_place(form_id=form_of(firm, "徐静"))
    assert page.submit_button.isEnabled() and page.people.done.text() == "完成 1"

    field = widget(page, "value_SAL-04")
    field.setFocus()
    field.selectAll()
    field.insert("😀")  # as pasted
    press(field, Qt.Key.Key_Return)
    at = page.people.model.row_of(form_of(firm, "徐静"))
    assert page.people.model.index(at, 1).data() == "有误 1"
    assert page.people.done.text() == "完成 0"
    assert page.side.missing_card.heading.text() == "有误 1"
    assert not page.submit_button.isEnabled() and "销售毛利率" in page.submit_button.toolTip()
    page._submit()
    assert sheet_of(firm, "徐静").head.state is FormState.RUNNING
    press(field, Qt.Key.Key_Escape)

    assert page.submit_button.isEnabled() and page.people.done.text() == "完成 1"


def test_the_note_of_a_wrong_entry_covers_no_other_field(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    page.resize(1300, 800)
    QApplication.processEvents()
    field, other = widget(page, "value_SAL-02"), widget(page, "value_SAL-03")

    type_into(field, "12,5%")
    press(field, Qt.Key.Key_Return)
    note = page.form.notes.note
    assert note.isVisibleTo(page) and note.fix.isVisibleTo(page)
    for code in ("SAL-01", "SAL-02", "SAL-03", "SAL-04", "SAL-05"):
        edit = widget(page, f"value_{code}")
        middle = edit.mapTo(page, edit.rect().center())
        assert page.childAt(middle) is edit, code
    type_into(other, "7")
    press(other, Qt.Key.Key_Return)

    assert stored(firm, item_of(firm, form_of(firm, "徐静"), "SAL-02").id)["actual_e4"] is None
    assert (field.text(), field.property("state")) == ("12,5%", "wrong")


def test_the_title_of_the_actuals_stands_over_the_fields(open_score, show_score):
    page = show_score(open_score())
    page.resize(1300, 800)
    QApplication.processEvents()
    section, field = widget(page, "section_KPI"), widget(page, "value_SAL-01")
    title = next(one for one in section.findChildren(QLabel) if one.text() == "实际")

    right_of_title = title.mapTo(page, title.contentsRect().topRight()).x()
    assert abs(right_of_title - field.mapTo(page, field.rect().topRight()).x()) <= 4


def test_what_an_item_means_stays_in_sight_while_another_is_worked_on(open_score, show_score):
    page = show_score(open_score())
    page.resize(1500, 800)
    QApplication.processEvents()
    lines = page.form._lines
    before = [line.definition.isVisibleTo(page) for line in lines]
    assert any(before)

    for line in lines:
        line.focus_entry()
        QApplication.processEvents()
        page.form._fit()
        assert [one.definition.isVisibleTo(page) for one in lines] == before
