"""The split view as its user sees it: three panes, one person, one gap chosen on both sides."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTableView

from perfdesk import texts
from perfdesk.controllers.firm import Firm
from perfdesk.domain.terms import CauseCode
from perfdesk.models import gap_words
from perfdesk.views.parts.splitter import GripHandle
from perfdesk.views.review_page import ReviewPage
from perfdesk.views.review_splitter import LIST_WIDTH
from tests.views.review_firm import gaps_of, type_words

Open, Show = Callable[..., Firm], Callable[..., ReviewPage]


@pytest.fixture
def firm(review_file: Path, open_copy: Open) -> Firm:
    return open_copy(review_file)


@pytest.fixture
def page(firm: Firm, show_review: Show) -> ReviewPage:
    return show_review(firm)


def form_at(page: ReviewPage, row: int) -> int:
    return page.people.model.row(row).form_id


def with_gaps(page: ReviewPage, count: int) -> int:
    """Return the form of the first person in the list with so many gaps."""
    return next(one.form_id for one in page.people.model.rows() if one.gaps == count)


def plans_cell(page: ReviewPage, form_id: int) -> str:
    row = page.people.model.row_of(form_id)
    return str(page.people.model.index(row, 3).data())


def test_the_list_shows_total_grade_and_plans_of_everybody_highest_total_first(page: ReviewPage) -> None:
    totals = [one.total for one in page.people.model.rows() if one.total is not None]
    assert totals == sorted(totals, reverse=True) and len(page.people.model.rows()) == 38
    assert page.people.current() == form_at(page, 0)
    treated, gaps = 0, sum(one.gaps for one in page.people.model.rows())
    assert page.people.share.text() == f"{treated}/{gaps} = 0.00 %"
    assert plans_cell(page, form_at(page, 37)) == "未评"
    assert page.people.count.full() == "38 人 · 按总分 ↓"


def test_a_click_on_a_title_sorts_and_says_so(page: ReviewPage) -> None:
    header = page.people.table.horizontalHeader()
    here = page.people.current()
    header.sectionClicked.emit(3)
    assert page.people.count.full() == "38 人 · 按计划 ↑"
    header.sectionClicked.emit(3)
    gaps = [one.untreated for one in page.people.model.rows()]
    assert gaps == sorted(gaps, reverse=True) and page.people.count.full() == "38 人 · 按计划 ↓"
    assert page.people.current() == here and not header.isSortIndicatorShown()


def test_the_middle_shows_total_grade_difference_and_what_each_gap_costs(
    page: ReviewPage, firm: Firm
) -> None:
    form_id = with_gaps(page, 2)
    page.people.choose(form_id)
    sheet = firm.appraisal.sheet(form_id)
    assert page.result.total.number.text() == f"{sheet.total.total:.2f}"
    assert sheet.grade is not None and page.result.total.chip.text().startswith(sheet.grade.code)
    assert page.result.change.text() == "较上期 0.00"
    costs = [page.result.gaps.index(row, 1).data() for row in range(page.result.gaps.rowCount())]
    lost = [gap.contribution for gap in sheet.gaps if gap.score_gap]
    assert costs == [f"−{one:.2f}" for one in lost]
    drawn = page.result.bridge.picture().table[1:]
    assert drawn[0] == ("达标", "100.00") and drawn[-1] == ("总分", f"{sheet.total.total:.2f}")
    steps = sum(Decimal(value.replace("−", "-")) for _word, value in drawn[1:-1])
    assert Decimal(100) + steps == sheet.total.total


def test_an_item_chosen_on_the_left_opens_its_card_on_the_right(page: ReviewPage, firm: Firm) -> None:
    form_id = with_gaps(page, 2)
    page.people.choose(form_id)
    first, second = gaps_of(firm, form_id)
    assert page.treatment.shown_gaps() == [first, second]
    page.result.table.choose(second)
    assert page.treatment.shown_gaps() == [second, first]
    assert page.treatment.card.name.full() in {
        gap_words.item_name(item) for item in firm.appraisal.sheet(form_id).items if item.id == second
    }
    assert page.result.gap_table.current_key() == second


def test_a_card_chosen_on_the_right_marks_its_item_on_the_left(page: ReviewPage, firm: Firm) -> None:
    form_id = with_gaps(page, 2)
    page.people.choose(form_id)
    first, second = gaps_of(firm, form_id)
    line = page.treatment.lines()[0]
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.name.geometry().center())
    assert page.result.table.current_key() == second
    assert page.treatment.shown_gaps() == [second, first]


def test_an_item_without_gap_says_so_on_the_right(page: ReviewPage, firm: Firm) -> None:
    form_id = with_gaps(page, 2)
    page.people.choose(form_id)
    met = next(item for item in firm.appraisal.sheet(form_id).items if item.id not in gaps_of(firm, form_id))
    page.result.table.choose(met.id)
    assert page.treatment.nothing.text() == f"{met.name_zh}没有差距。"
    assert page.treatment.card.isHidden() and len(page.treatment.lines()) == 2


def test_alt_arrows_jump_between_a_gap_and_its_card(page: ReviewPage, qtbot) -> None:
    page.people.choose(with_gaps(page, 2))
    page.activateWindow()
    page.go_right()
    assert page.treatment.isAncestorOf(QApplication.focusWidget())
    page.go_left()
    assert QApplication.focusWidget() is page.result.table


def test_an_arrow_key_held_over_everybody_never_leaves_another_persons_side(
    page: ReviewPage, firm: Firm
) -> None:
    page.people.table.setFocus()
    seen = []
    for _key in range(37):
        QTest.keyClick(page.people.table, Qt.Key.Key_Down)
        form_id = page.people.current()
        assert form_id is not None
        comparison = firm.improvement.comparison(form_id)
        head = comparison.sheet.head
        assert page.result.who.full().startswith(f"{head.name} {head.number}")
        assert sorted(page.treatment.shown_gaps()) == sorted(one.item.id for one in comparison.treatments)
        if comparison.treatments:
            assert page.treatment.card.treatment == comparison.treatments[0]
            assert page.treatment.card.name.full() == gap_words.item_name(comparison.treatments[0].item)
        else:
            assert page.treatment.card.isHidden()
        items = [page.result.items.key_at(row) for row in range(page.result.items.rowCount() - 1)]
        assert items == [item.id for item in comparison.sheet.items]
        seen.append(head.number)
    assert len(set(seen)) == 37


def test_another_person_keeps_widths_and_scroll_of_the_tables(page: ReviewPage) -> None:
    header = page.result.table.horizontalHeader()
    header.resizeSection(page.result.items.column_of("weight"), 61)
    page.result.scroller.verticalScrollBar().setValue(9)
    page.people.step(1)
    assert header.sectionSize(page.result.items.column_of("weight")) == 61
    assert page.result.scroller.verticalScrollBar().value() == 9


def test_the_orange_mark_goes_with_the_first_action_and_returns_on_undo(page: ReviewPage, firm: Firm) -> None:
    form_id = with_gaps(page, 1)
    page.people.choose(form_id)
    assert plans_cell(page, form_id) == "0/1" and page.treatment.chip.text() == "▲ 1 个尚无行动"
    assert page.treatment.card.property("side") == "gap"
    type_words(page.treatment.card.plan_lines.line, "每周复盘一次并记录")
    QTest.keyClick(page.treatment.card.plan_lines.line, Qt.Key.Key_Return)
    assert plans_cell(page, form_id) == "1/1" and page.treatment.chip.text() == "● 差距都有行动"
    assert page.treatment.card.property("side") == "selected"
    assert not any(row.is_open for row in page.result.items.rows())
    firm.history.undo()
    assert plans_cell(page, form_id) == "0/1" and page.treatment.card.property("side") == "gap"
    firm.history.redo()
    assert plans_cell(page, form_id) == "1/1"


def test_the_filter_finds_by_pinyin_grade_and_open_gaps(page: ReviewPage, firm: Firm) -> None:
    page.people.filter.setText("cxm")
    assert {one.name for one in page.people.model.rows()} == {
        "陈小明",
        "程小明",
        "沈小明",
    }  # 沈 is read chen too
    page.people.filter.setText("▲")
    assert all(one.untreated for one in page.people.model.rows()) and page.people.model.rowCount() == 37
    page.people.filter.setText("C")
    assert {one.grade.code for one in page.people.model.rows() if one.grade} <= {"C"}
    page.people.filter.clear()
    page.people.department.setCurrentIndex(page.people.department.findText("销售部"))
    assert page.people.model.rowCount() == 19
    assert page.people.count.full() == "19 人 · 按总分 ↓"


def test_a_place_leads_to_the_person_and_the_gap_even_through_a_filter(page: ReviewPage, firm: Firm) -> None:
    form_id = with_gaps(page, 2)
    last = gaps_of(firm, form_id)[1]
    page.people.filter.setText("nobody at all")
    head = firm.appraisal.sheet(form_id).head
    page.show_place(employee_id=head.employee_id, item_id=last)
    assert page.people.current() == form_id and page.treatment.shown_gaps()[0] == last


def test_the_print_button_names_the_chosen_forms(page: ReviewPage, qtbot) -> None:
    page.people.table.selectAll()
    with qtbot.waitSignal(page.print_wanted) as told:
        page.print_button.click()
    assert len(told.args[0]) == 38


def test_the_sum_and_each_item_tell_how_they_were_computed(page: ReviewPage) -> None:
    page.result.show_explanation(0)
    assert "=" in page.result.explanation.lines.text()
    assert page.result.explanation.title.full() == "怎么算出来的：总分"
    page.result.show_explanation(page.result.items.key_at(0))
    assert page.result.explanation.isVisible() and "L" not in page.result.explanation.title.full()
    page.people.step(1)
    assert page.result.explanation.isHidden()


def test_every_text_changes_with_the_language(page: ReviewPage) -> None:
    page.people.choose(with_gaps(page, 2))
    texts.use("en")
    page.retranslate()
    assert page.result.title.full() == "Result · diagnosis"
    assert page.treatment.title.full() == "Improvement · treatment"
    assert page.treatment.card.plan.text() == "Plan it"
    assert page.treatment.lines()[0].plan.text() == "Plan it"
    assert page.result.who.full().startswith("Person ")
    assert page.result.bridge.picture().table[1][0] == "Met"
    chips = page.treatment.card.causes.chips.findChildren(QAbstractButton)
    assert [chip.text() for chip in chips][:2] == ["Expectations", "Resources"]
    texts.use("zh_CN")
    page.retranslate()
    assert page.treatment.card.plan.text() == "制定行动" and chips[0].text() == "期望"


def test_every_control_has_a_name_for_programs_and_for_people(page: ReviewPage) -> None:
    page.people.choose(with_gaps(page, 2))
    nameless = [
        f"{type(widget).__name__} {widget.objectName()!r}"
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView)
        for widget in page.findChildren(kind)
        if widget.isVisibleTo(page) and not widget.objectName().startswith("qt_")
        if not widget.objectName() or not widget.accessibleName()
    ]
    assert nameless == []


def test_a_double_click_on_the_handle_restores_the_first_widths(page: ReviewPage, qtbot) -> None:
    first = page.splitter.sizes()
    assert first[0] == LIST_WIDTH
    page.splitter.setSizes([250, first[1] - 60, first[2] + 18])
    page.splitter.splitterMoved.emit(250, 1)
    assert page.splitter.sizes() != first
    handle = page.splitter.handle(1)
    assert isinstance(handle, GripHandle)
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton)
    assert page.splitter.sizes() == first


def test_the_widths_come_back_with_the_next_page(firm: Firm, show_review: Show) -> None:
    page = show_review(firm)
    page.splitter.setSizes([240, 450, 412])
    page.splitter.splitterMoved.emit(240, 1)
    kept = page.splitter.sizes()
    firm.announce.unsubscribe(page.refresh)
    assert show_review(firm).splitter.sizes() == kept


@pytest.mark.parametrize("zoom", [100, 150])
def test_nothing_scrolls_sideways(firm: Firm, show_review: Show, qapp: QApplication, zoom: int) -> None:
    from perfdesk.desktop import theme

    page = show_review(firm)
    theme.apply(qapp, "light", zoom)
    page.splitter.restore()
    page.people.choose(with_gaps(page, 2))
    firm.improvement.set_cause(page.treatment.shown_gaps()[0], CauseCode.RES)
    firm.improvement.add_action(
        page.treatment.shown_gaps()[0], "每周提供 20 条有效线索，逐条登记来源与跟进结果"
    )
    qapp.processEvents()
    for table in (page.people.table, page.result.table, page.treatment.card.plan_lines.table):
        assert table.horizontalHeader().length() <= table.viewport().width(), table.objectName()
        assert table.columnWidth(0) >= 50, table.objectName()
    for scroll in (page.result.scroller, page.treatment.scroller):
        assert scroll.widget().width() <= scroll.viewport().width(), scroll.objectName()
    assert page.minimumSizeHint().width() <= 1140
    theme.apply(qapp, "light", 100)


def test_a_closed_cycle_says_why_nothing_can_be_changed(firm: Firm, show_review: Show) -> None:
    cycle_id = firm.settings.settings().current_cycle_id
    assert cycle_id is not None
    for head in firm.cycles.heads(cycle_id):
        for item in firm.appraisal.sheet(head.id).items:
            if item.score is None:
                firm.appraisal.enter(item.id, "3")
    forms = [head.id for head in firm.cycles.heads(cycle_id)]
    for _state in range(4):
        firm.cycles.advance(forms)
    assert firm.cycles.close(cycle_id) == []
    page = show_review(firm)
    page.people.choose(with_gaps(page, 2))
    assert "归档" in page.treatment.locked_words.text() and page.treatment.locked.isVisible()
    assert not page.treatment.card.causes.chips.isEnabled()
    assert page.treatment.card.plan_lines.line.isHidden() and page.treatment.card.plan.isHidden()


def test_a_file_that_may_only_be_read_says_so(review_file: Path, open_copy: Open, show_review: Show) -> None:
    page = show_review(open_copy(review_file, read_only=True))
    page.people.choose(with_gaps(page, 2))
    assert "只能查看" in page.treatment.locked_words.text()
    assert page.treatment.card.plan_lines.line.isHidden() and page.treatment.recognition.add.isHidden()


def test_five_questions_show_levels_and_a_bridge_from_three(
    simple_review_file: Path, open_copy: Open, show_review: Show
) -> None:
    firm = open_copy(simple_review_file)
    page = show_review(firm)
    form_id = with_gaps(page, 2)
    page.people.choose(form_id)
    shown = [
        column.name
        for at, column in enumerate(page.result.items.columns)
        if not page.result.table.isColumnHidden(at)
    ]
    assert shown == ["name", "weight", "level", "weighted", "bar"]
    level = page.result.items.index(0, page.result.items.column_of("level")).data()
    assert level in {"1 不达标", "2 待改进", "3 达标", "4 优秀", "5 卓越"}
    assert page.result.bridge.picture().table[1] == ("达标", "3.00")
    total = firm.appraisal.sheet(form_id).total.total
    assert total is not None and page.result.total.number.text() == f"{total:.2f}"
    assert page.treatment.card.short.text().startswith("差 1")


def test_somebody_without_scores_is_led_to_scoring(page: ReviewPage, qtbot) -> None:
    page.people.choose(form_at(page, 37))
    assert page.result.empty.isVisible() and page.result.bridge.isHidden()
    assert page.treatment.nothing.text().startswith("打分之后")
    with qtbot.waitSignal(page.place_wanted) as told:
        page.result.empty.action.click()
    assert told.args[0] == "score" and told.args[1]["form_id"] == form_at(page, 37)


def test_an_empty_cycle_says_what_to_do(firm: Firm, page: ReviewPage, qtbot) -> None:
    from datetime import date

    from perfdesk.domain.terms import CycleType

    cycle_id = firm.cycles.add_cycle(
        CycleType.QUARTER, date(2026, 10, 1), date(2026, 12, 31), with_forms=False
    )
    page.show_cycle(cycle_id)
    assert page.empty.isVisible() and page.splitter.isHidden()
    with qtbot.waitSignal(page.place_wanted) as told:
        page.empty.action.click()
    assert told.args[0] == "score"
