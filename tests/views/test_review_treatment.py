"""The treatment edited in place: what is typed is saved at once, to its own person, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, open_firm
from perfdesk.domain.comparison import Comparison, Treatment
from perfdesk.domain.terms import ActionStatus, CauseCode
from perfdesk.views.review_gap import GapCard
from perfdesk.views.review_page import ReviewPage
from tests.views.review_firm import TODAY, gaps_of, type_words

Enter = Qt.Key.Key_Return


@pytest.fixture
def firm(review_file: Path, open_copy: Callable[..., Firm]) -> Firm:
    return open_copy(review_file)


@pytest.fixture
def page(firm: Firm, show_review: Callable[..., ReviewPage]) -> ReviewPage:
    """The page with the first person who has two gaps."""
    shown = show_review(firm)
    shown.people.choose(next(one.form_id for one in shown.people.model.rows() if one.gaps == 2))
    return shown


@pytest.fixture
def card(page: ReviewPage) -> GapCard:
    return page.treatment.card


def read_back(page: ReviewPage, firm: Firm) -> Comparison:
    """Read the person on screen through a connection of its own."""
    form_id = page.people.current()
    assert form_id is not None
    other = open_firm(firm.path, clock.fixed(TODAY), read_only=True)
    try:
        return other.improvement.comparison(form_id)
    finally:
        other.close(with_backup=False)


def chosen(page: ReviewPage, firm: Firm) -> Treatment:
    item_id = page.treatment.shown_gaps()[0]
    return next(one for one in read_back(page, firm).treatments if one.item.id == item_id)


def chip(card: GapCard, code: str) -> QAbstractButton:
    found = card.causes.chips.findChild(QAbstractButton, f"chip_{code}")
    assert found is not None
    return found


def cell(card: GapCard, column: str, row: int = 0) -> QPoint:
    at = card.plan_lines.model.index(row, card.plan_lines.model.column_of(column))
    card.plan_lines.table.setCurrentIndex(at)
    return card.plan_lines.table.visualRect(at).center()


def edit(card: GapCard, column: str, row: int = 0) -> QLineEdit:
    """Open the editor of a cell of the actions."""
    cell(card, column, row)
    card.plan_lines.table.setFocus()
    QTest.keyClick(card.plan_lines.table, Qt.Key.Key_F2)
    found = [one for one in card.plan_lines.table.viewport().findChildren(QLineEdit) if one.isVisible()]
    assert found, "no editor"
    return found[-1]


def choose(card: GapCard, column: str, key: str, row: int = 0) -> None:
    """Choose a word in a cell that offers some."""
    cell(card, column, row)
    card.plan_lines.table.setFocus()
    QTest.keyClick(card.plan_lines.table, Qt.Key.Key_F2)
    combo = next(
        one for one in card.plan_lines.table.viewport().findChildren(QComboBox) if not one.isHidden()
    )
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def test_a_cause_chip_is_saved_by_mouse_and_by_its_number(
    page: ReviewPage, firm: Firm, card: GapCard
) -> None:
    chip(card, "CA2").click()
    assert [one.code for one in chosen(page, firm).causes] == [CauseCode.RES]
    chip(card, "CA5").setFocus()
    QTest.keyClick(chip(card, "CA5"), Qt.Key.Key_5)
    assert [one.code for one in chosen(page, firm).causes] == [CauseCode.RES, CauseCode.KS]
    QTest.keyClick(chip(card, "CA5"), Qt.Key.Key_2)
    assert [one.code for one in chosen(page, firm).causes] == [CauseCode.KS]
    assert "知识技能" in chip(card, "CA5").toolTip() and "？" in chip(card, "CA5").toolTip()
    firm.history.undo()
    assert card.causes.chips.on() == ["CA2", "CA5"]


def test_the_words_of_a_cause_are_saved_on_leaving_them(page: ReviewPage, firm: Firm, card: GapCard) -> None:
    chip(card, "CA2").click()
    words = card.causes._rows[0][1]
    type_words(words, "线索由每周 31 条降到 14 条")
    chip(card, "CA1").setFocus()
    assert chosen(page, firm).causes[0].words == "线索由每周 31 条降到 14 条"


def test_enter_in_the_last_line_adds_an_action_with_its_defaults(
    page: ReviewPage, firm: Firm, card: GapCard
) -> None:
    QTest.mouseClick(card.plan, Qt.MouseButton.LeftButton)
    type_words(card.plan_lines.line, "每周提供 20 条有效线索")
    QTest.keyClick(card.plan_lines.line, Enter)
    plan = chosen(page, firm).plan
    assert plan is not None and len(plan.actions) == 1
    action, head = plan.actions[0], read_back(page, firm).sheet.head
    assert (action.words, action.owner_id) == ("每周提供 20 条有效线索", head.employee_id)
    assert action.due_on == date(2026, 11, 18) and len(plan.checkpoints) == 2
    assert card.plan_lines.line.text() == "" and card.plan_lines.model.rowCount() == 1
    assert "→ 3 级" in card.checkpoints.accessibleName()


def test_every_cell_of_an_action_is_edited_in_place(page: ReviewPage, firm: Firm, card: GapCard) -> None:
    item_id = page.treatment.shown_gaps()[0]
    firm.improvement.set_cause(item_id, CauseCode.PROC)
    firm.improvement.add_action(item_id, "整理交接标准并张贴")
    editor = edit(card, "words")
    editor.setText("整理三份交接标准并张贴")
    QTest.keyClick(editor, Enter)
    for typed, due_on in (
        ("10-30", date(2026, 10, 30)),
        ("2026-11-02", date(2026, 11, 2)),
        ("11月3日", date(2026, 11, 3)),
        ("+14", date(2026, 11, 2)),
    ):
        editor = edit(card, "due_on")
        editor.setText(typed)
        QTest.keyClick(editor, Enter)
        plan = chosen(page, firm).plan
        assert plan is not None and plan.actions[0].due_on == due_on
    owner = firm.settings.settings().owner_id
    choose(card, "owner_id", str(owner))
    choose(card, "status", "DOING")
    choose(card, "cause", "CA3")
    plan = chosen(page, firm).plan
    assert plan is not None
    action = plan.actions[0]
    assert (action.words, action.owner_id, action.status, action.cause) == (
        "整理三份交接标准并张贴",
        owner,
        ActionStatus.DOING,
        CauseCode.PROC,
    )
    shown = [card.plan_lines.model.index(0, at).data() for at in (0, 2, 3, 4)]
    assert shown == ["整理三份交接标准并张贴", "周建国", "11-02", "进行中"]


def test_a_wrong_date_stays_in_its_cell_with_the_reason_and_goes_with_its_person(
    page: ReviewPage, firm: Firm, card: GapCard
) -> None:
    firm.improvement.add_action(page.treatment.shown_gaps()[0], "整理交接标准并张贴")
    mine, before = page.people.current(), chosen(page, firm)
    editor = edit(card, "due_on")
    editor.setText("13-45")
    QTest.keyClick(editor, Enter)
    at = card.plan_lines.model.index(0, card.plan_lines.model.column_of("due_on"))
    assert at.data() == "13-45" and "13-45" in card.plan_lines.table.note.wrong.text()
    assert chosen(page, firm) == before
    page.people.step(1)
    assert card.plan_lines.model.pending() == []
    assert any("期限: 13-45" in line for line in page.pending_inputs())
    assert mine is not None
    page.people.choose(mine)
    assert card.plan_lines.model.index(0, card.plan_lines.model.column_of("due_on")).data() == "13-45"
    editor = edit(card, "due_on")
    editor.setText("+7")
    QTest.keyClick(editor, Enter)
    assert page.pending_inputs() == []


def test_an_edit_in_progress_is_saved_for_its_own_person_when_another_is_chosen(
    page: ReviewPage, firm: Firm, card: GapCard
) -> None:
    item_id = page.treatment.shown_gaps()[0]
    action_id = firm.improvement.add_action(item_id, "整理交接标准并张贴")
    mine = page.people.current()
    edit(card, "words").setText("整理三份交接标准并张贴")
    other = next(one for one in page.people.model.rows() if one.form_id != mine)
    firm.improvement.add_action(gaps_of(firm, other.form_id)[0], "别人的行动一二三四")
    page.show_place(form_id=other.form_id)
    assert mine is not None
    found = {one.item.id: one for one in firm.improvement.comparison(mine).treatments}[item_id].plan
    assert found is not None
    assert [(one.id, one.words) for one in found.actions] == [(action_id, "整理三份交接标准并张贴")]
    theirs = firm.improvement.comparison(other.form_id).treatments[0].plan
    assert theirs is not None and [one.words for one in theirs.actions] == ["别人的行动一二三四"]


def test_a_click_on_another_person_saves_the_cell_and_leaves_the_keys_in_the_list(
    page: ReviewPage, firm: Firm, card: GapCard
) -> None:
    item_id = page.treatment.shown_gaps()[0]
    firm.improvement.add_action(item_id, "整理交接标准并张贴")
    mine = page.people.current()
    page.activateWindow()
    edit(card, "words").setText("整理三份交接标准并张贴")
    row = 0 if page.people.model.row_of(mine) else 1
    place = page.people.table.visualRect(page.people.model.index(row, 0)).center()
    QTest.mouseClick(page.people.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.people.current() == page.people.model.key_at(row) and mine is not None
    found = {one.item.id: one for one in firm.improvement.comparison(mine).treatments}[item_id].plan
    assert found is not None and found.actions[0].words == "整理三份交接标准并张贴"
    assert page.people.table.hasFocus()


def test_a_line_that_was_begun_waits_for_its_own_gap(page: ReviewPage, firm: Firm, card: GapCard) -> None:
    mine, item_id = page.people.current(), page.treatment.shown_gaps()[0]
    type_words(card.plan_lines.line, "先谈一次")
    page.people.step(1)
    assert card.plan_lines.line.text() == ""
    assert any(line.endswith("新行动: 先谈一次") for line in page.pending_inputs())
    assert mine is not None
    page.people.choose(mine)
    assert page.treatment.shown_gaps()[0] == item_id and card.plan_lines.line.text() == "先谈一次"
    assert not any(one.plan for one in firm.improvement.comparison(mine).treatments)


def test_a_change_elsewhere_leaves_what_is_being_typed(page: ReviewPage, firm: Firm, card: GapCard) -> None:
    type_words(card.plan_lines.line, "先谈一次")
    firm.improvement.set_cause(page.treatment.shown_gaps()[0], CauseCode.WILL)
    assert card.plan_lines.line.text() == "先谈一次" and card.causes.chips.on() == ["CA7"]


def test_suggestions_for_the_chosen_causes_fill_the_line(page: ReviewPage, firm: Firm, card: GapCard) -> None:
    assert card.plan_lines._ideas[0].isHidden() and "先点一个根因" in card.plan_lines.ideas_word.text()
    chip(card, "CA3").click()
    idea = next(made for made in card.plan_lines._ideas if made.text() == "定交接标准")
    idea.click()
    assert card.plan_lines.line.text() == "定交接标准"
    QTest.keyClick(card.plan_lines.line, Enter)
    plan = chosen(page, firm).plan
    assert plan is not None
    assert (plan.actions[0].cause, plan.actions[0].kind) == (CauseCode.PROC, "PROCESS")
    card.plan_lines._show_hints()
    assert card.plan_lines.hints.isHidden()  # the library's own words, and somebody else acts
    firm.improvement.edit_action(plan.actions[0].id, "words", "写标准")
    card.plan_lines._show_hints()
    assert "措施太短" in card.plan_lines.hints.text()
    firm.history.undo()
    assert "定交接标准" not in [made.text() for made in card.plan_lines._ideas if not made.isHidden()]


def test_a_gap_is_left_with_a_reason_and_taken_back(page: ReviewPage, firm: Firm, card: GapCard) -> None:
    card.leave.click()
    QTest.keyClick(card.reason, Enter)
    assert card.reason.refused is not None and "理由" in card.reason.refused.wrong
    type_words(card.reason, "产线下月搬迁")
    QTest.keyClick(card.reason, Enter)
    assert chosen(page, firm).item.left_reason == "产线下月搬迁"
    assert card.state.full() == "暂不处理：产线下月搬迁" and card.leave.isHidden()
    row = page.people.model.row_of(page.people.current())
    assert page.people.model.index(row, 3).data() == "1/2"
    card.take_back.click()
    assert chosen(page, firm).item.left_reason == "" and card.leave.isVisible()


def test_a_closed_card_opens_where_the_line_can_be_typed(page: ReviewPage, firm: Firm, card: GapCard) -> None:
    first, second = page.treatment.shown_gaps()
    page.activateWindow()
    page.treatment.lines()[0].plan.click()
    assert page.treatment.shown_gaps() == [second, first] and card.plan_lines.line.hasFocus()
    page.treatment.lines()[0].leave.click()
    assert page.treatment.shown_gaps() == [first, second] and card.reason.hasFocus()


def test_untreated_gaps_stand_straight_after_the_open_card(page: ReviewPage, firm: Firm) -> None:
    items = firm.appraisal.sheet(page.people.current() or 0).items
    rest = [item.id for item in items if item.id not in page.treatment.shown_gaps()][0]
    firm.appraisal.enter(rest, "1")
    first, second, third = gaps_of(firm, page.people.current() or 0)
    firm.improvement.add_action(first, "整理交接标准并张贴")
    page.choose_item(second)
    assert page.treatment.shown_gaps() == [second, third, first]
    assert page.treatment.lines()[1].brief.full() == "1 项行动，最近期限 11-18"


def test_details_take_kind_measure_start_hours_and_money(page: ReviewPage, firm: Firm, card: GapCard) -> None:
    firm.improvement.add_action(page.treatment.shown_gaps()[0], "整理交接标准并张贴")
    card.plan_lines.more.setChecked(True)
    details = card.plan_lines.details
    for name, typed in (
        ("measure", "交接差错 ≤ 2 次"),
        ("starts_on", "10-20"),
        ("hours", "4"),
        ("money", "300"),
    ):
        type_words(details.fields[name], "")
        details.fields[name].setText(typed)
        QTest.keyClick(details.fields[name], Enter)
    details.kind.setCurrentIndex(details.kind.findData("PROCESS"))
    details.kind.activated.emit(details.kind.currentIndex())
    plan = chosen(page, firm).plan
    assert plan is not None
    action = plan.actions[0]
    assert (action.measure, action.starts_on, action.hours, action.money, action.kind) == (
        "交接差错 ≤ 2 次",
        date(2026, 10, 20),
        Decimal("4.00"),
        Decimal("300.00"),
        "PROCESS",
    )
    details.fields["hours"].setText("4O")
    QTest.keyClick(details.fields["hours"], Enter)
    assert details.fields["hours"].refused is not None and details.fields["hours"].text() == "4O"
    QTest.keyClick(details.fields["hours"], Enter)  # takes the likely fix
    assert details.fields["hours"].text() == "40"


def test_a_plan_target_that_is_no_better_is_refused_beside_its_field(
    page: ReviewPage, firm: Firm, card: GapCard
) -> None:
    firm.improvement.add_action(page.treatment.shown_gaps()[0], "整理交接标准并张贴")
    card.target.setFocus()
    card.target.setText("2")
    QTest.keyClick(card.target, Enter)
    assert card.target.refused is not None and card.target.text() == "2"
    QTest.keyClick(card.target, Qt.Key.Key_Escape)
    assert card.target.text() == "3" and card.target.refused is None
    card.target.setText("4")
    QTest.keyClick(card.target, Enter)
    plan = chosen(page, firm).plan
    assert plan is not None and plan.target == Decimal(4)


def test_del_removes_an_action_and_the_last_one_takes_its_plan_along(
    page: ReviewPage, firm: Firm, card: GapCard, qtbot
) -> None:
    firm.improvement.add_action(page.treatment.shown_gaps()[0], "整理交接标准并张贴")
    cell(card, "words")
    card.plan_lines.table.setFocus()
    QTest.keyClick(card.plan_lines.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(card.plan_lines.table.isHidden)
    assert chosen(page, firm).plan is None and card.checkpoints.isHidden()


def test_a_cause_in_the_conditions_with_only_the_employee_at_work_gives_a_hint(
    page: ReviewPage, firm: Firm, card: GapCard, qtbot
) -> None:
    item_id = page.treatment.shown_gaps()[0]
    firm.improvement.set_cause(item_id, CauseCode.RES)
    head = page._bench.comparison.sheet.head
    firm.improvement.add_action(item_id, "整理交接标准并张贴", head.employee_id)
    qtbot.waitUntil(card.plan_lines.hints.isVisible)
    assert "提示：" in card.plan_lines.hints.text()


def test_a_recognition_is_noted_in_one_line(page: ReviewPage, firm: Firm) -> None:
    box = page.treatment.recognition
    box.add.click()
    type_words(box.line, "新人投标时主动带教")
    QTest.keyClick(box.line, Enter)
    found = read_back(page, firm).recognitions
    assert [one.behaviour for one in found] == ["新人投标时主动带教"]
    assert box._notes[0].words.full() == "10-19 新人投标时主动带教 — 周建国" and box.line.isHidden()
    box._notes[0].remove.click()
    assert read_back(page, firm).recognitions == ()


def test_one_stay_in_the_words_of_a_cause_is_undone_as_one(
    page: ReviewPage, firm: Firm, card: GapCard
) -> None:
    chip(card, "CA2").click()
    words = card.causes._rows[0][1]
    for part in ("线索", "变少"):
        type_words(words, part)
        words._paused()
    assert chosen(page, firm).causes[0].words == "线索变少"
    firm.history.undo()
    assert chosen(page, firm).causes[0].words == ""
