"""The cycle page: where the forms stand, what keeps them, and what each button does to the file."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from perfdesk import texts
from perfdesk.controllers import clock
from perfdesk.controllers.firm import open_firm
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import CycleType, FormState, Missing
from perfdesk.texts.words import cycle_name
from perfdesk.views.cycle_page import CyclePage
from tests.views.shop_firm import LATE, PEOPLE, TODAY, forms_of, states_of

TALL = 1400


@pytest.fixture
def host(shop, show_page):
    return show_page(CyclePage(shop), shop, height=TALL)


@pytest.fixture
def page(host):
    return host.pane()


def shown(table):
    """Return what a table shows, a list of texts for each row."""
    model = table.model()
    return [
        [model.index(row, at).data() for at in range(model.columnCount())] for row in range(model.rowCount())
    ]


def names_shown(page):
    return [row[0] for row in shown(page.forms.table)]


def choose(page, shop, name):
    """Choose a person's form in the table, whatever the filter hid before."""
    page.forms.show_which.choose("all")
    page.forms.show_which.chosen.emit("all")
    assert page.forms.table.choose(forms_of(shop, page._cycle.id)[name], 0)


def read_again(shop):
    """Open the file a second time, to see what has reached it."""
    return open_firm(shop.path, clock.fixed(TODAY), read_only=True)


def press(qtbot, widget):
    assert widget.isVisibleTo(widget.window()) and widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_list_names_each_cycle_with_its_state_and_number_of_forms(page):
    assert shown(page.list.table) == [["2026 年三季度", "待评分", "5"], ["2026 年二季度", "已归档", "5"]]


def test_the_boxes_count_the_forms_of_each_state_in_use_and_say_what_leads_out(page):
    boxes = {key: box.box for key, box in page.head.boxes._boxes.items()}
    assert {key: box.count for key, box in boxes.items()} == {
        "DRAFT": 1,
        "AGREED": 0,
        "RUNNING": 0,
        "SELF_SCORED": 3,
        "MANAGER_SCORED": 1,
        "CLOSED": 0,
    }
    assert "自评交来或过期" in boxes["RUNNING"].exit and "每项有值" in boxes["SELF_SCORED"].exit
    assert "已自评：3 张" in page.head.boxes.box("SELF_SCORED").accessibleName()


def test_phases_stand_in_front_of_the_states(page):
    steps = [disc.step for disc in page.head.steps._discs]
    assert [(step.word, step.count) for step in steps] == [
        ("目标", "1/5"),
        ("过程", "0/5"),
        ("打分", "3/5"),
        ("面谈", "1/5"),
        ("改进", "0/5"),
    ]


def test_without_targets_first_the_phases_begin_with_scoring_and_agreed_is_no_box(page, shop):
    shop.settings.set_switch(Switch.TARGETS_FIRST, on=False)
    assert [disc.step.word for disc in page.head.steps._discs] == ["打分", "面谈", "改进"]
    assert "AGREED" not in page.head.boxes._boxes
    assert shown(page.departments.table)[-1] == ["合计", "1", "·", "3", "1", "·", "5"]


def test_stuck_forms_are_listed_with_what_each_is_missing_in_words(page):
    assert page.forms.heading.text() == "这 3 张走不动，因为…"
    rows = {row[0]: row for row in shown(page.forms.table)}
    assert set(rows) == {"孙浩", "韩雪", "丁磊"}
    assert "没有值：" in rows["孙浩"][2] and "客户意识、执行力" in rows["孙浩"][2]
    assert "执行力" in rows["韩雪"][2] and "客户意识" not in rows["韩雪"][2]
    assert "没有目标" in rows["丁磊"][2]
    assert (rows["孙浩"][-1], rows["丁磊"][-1]) == ("去打分", "定目标")


def test_a_state_box_filters_the_forms_and_lets_go_when_pressed_again(page, qtbot):
    press(qtbot, page.head.boxes.box("MANAGER_SCORED"))
    assert names_shown(page) == ["马超"]
    press(qtbot, page.head.boxes.box("MANAGER_SCORED"))
    assert len(names_shown(page)) == 3


def test_a_click_on_the_next_step_leads_to_the_form(page, shop, qtbot):
    at = names_shown(page).index("孙浩")
    cell = page.forms.table.visualRect(page.forms.model.index(at, page.forms.model.columnCount() - 1))
    with qtbot.waitSignal(page.place_wanted) as wanted:
        qtbot.mouseClick(page.forms.table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    person = next(one for one in shop.people.employees() if one.name == "孙浩")
    assert wanted.args == ["score", {"employee_id": person.id}]


def test_enter_on_a_scored_form_leads_to_the_review(page, shop, qtbot):
    choose(page, shop, "马超")
    with qtbot.waitSignal(page.place_wanted) as wanted:
        qtbot.keyClick(page.forms.table, Qt.Key.Key_Return)
    assert wanted.args[0] == "review"


def test_the_button_sends_on_all_that_can_go_and_says_what_came_of_it(page, shop, qtbot):
    press(qtbot, page.head.boxes.box("SELF_SCORED"))
    assert page.forms.hint.text() == "3 张中有 1 张可以走；可以撤销"
    assert page.forms.advance.text() == "把 1 张送去“上级已评”"
    press(qtbot, page.forms.advance)
    assert page.forms.result.text() == "1 张已到“上级已评”。"
    fresh = read_again(shop)
    states = states_of(fresh, page._cycle.id)
    assert states["秦小龙"] is FormState.MANAGER_SCORED
    assert states["孙浩"] is FormState.SELF_SCORED
    fresh.close(with_backup=False)
    press(qtbot, page.forms.undo)
    assert page.head.boxes.box("SELF_SCORED").box.count == 3
    assert not page.forms.undo.isVisible()


def test_sending_back_wants_a_reason_and_says_so_in_place(page, shop, qtbot):
    choose(page, shop, "马超")
    assert page.back.to.currentText() == "已自评"
    page.back.reason.setText("太少")
    press(qtbot, page.back.send)
    assert "至少 10 个字" in page.back.wrong.text()
    assert page.back.reason.text() == "太少"
    assert states_of(shop, page._cycle.id)["马超"] is FormState.MANAGER_SCORED
    page.back.reason.setText("漏录了一笔九月底的客户回款")
    qtbot.keyClick(page.back.reason, Qt.Key.Key_Return)
    assert page.forms.result.text() == "马超 已退回“已自评”。"
    assert page.back.log.text() == "10-16  马超  上级已评 → 已自评  漏录了一笔九月底的客户回款"
    fresh = read_again(shop)
    assert states_of(fresh, page._cycle.id)["马超"] is FormState.SELF_SCORED
    fresh.close(with_backup=False)


def test_only_a_draft_can_be_taken_away(page, shop, qtbot):
    choose(page, shop, "孙浩")
    assert not page.back.remove.isVisible()
    choose(page, shop, "丁磊")
    press(qtbot, page.back.remove)
    assert "丁磊" not in states_of(shop, page._cycle.id)
    assert page.without.names.text() == f"丁磊、{LATE}"


def test_people_without_a_form_are_named_and_get_one(page, shop, qtbot):
    assert page.without.names.text() == LATE
    press(qtbot, page.without.give)
    assert states_of(shop, page._cycle.id)[LATE] is FormState.DRAFT
    assert not page.without.give.isVisible()


def test_departments_are_counted_by_state_with_a_sum(page):
    assert shown(page.departments.table) == [
        ["生产部", "1", "·", "·", "·", "1", "·", "2"],
        ["销售部", "·", "·", "·", "3", "·", "·", "3"],
        ["合计", "1", "·", "·", "3", "1", "·", "5"],
    ]


def test_closing_says_which_forms_stand_in_the_way(page, shop, qtbot):
    press(qtbot, page.head.close_button)
    assert "还不能关闭：4 张" in page.forms.result.text()
    assert "孙浩" in page.forms.result.text()
    assert not shop.cycles.current().is_closed


def test_a_cycle_whose_forms_are_scored_closes_and_can_only_be_read_then(page, shop, qtbot):
    cycle_id = page._cycle.id
    forms = forms_of(shop, cycle_id)
    shop.cycles.remove_form(forms["丁磊"])
    for name in PEOPLE[:4]:
        for item in shop.appraisal.sheet(forms[name]).items:
            if item.score is None:
                shop.appraisal.set_missing(item.id, Missing.UNAVAILABLE, "系统故障，数据没有保存")
    shop.cycles.advance([forms[name] for name in PEOPLE[:3]])
    press(qtbot, page.head.close_button)
    fresh = read_again(shop)
    assert fresh.cycles.current().is_closed
    assert set(states_of(fresh, cycle_id).values()) == {FormState.CLOSED}
    fresh.close(with_backup=False)
    assert "只读" in page.head.remark.full()
    for widget in (page.head.close_button, page.forms.advance, page.back, page.without.give):
        assert not widget.isVisible()


def test_a_new_cycle_is_filled_in_with_the_period_of_its_kind_and_makes_forms(page, shop, qtbot):
    press(qtbot, page.new_button)
    card = page.new_card
    assert card.draft().starts_on == date(2026, 10, 1) and card.draft().ends_on == date(2026, 12, 31)
    card.type.setCurrentIndex(card.type.findData("YEAR"))
    assert card.draft().starts_on == date(2026, 1, 1)
    card.name_zh.setText("二〇二六全年")
    press(qtbot, card.make)
    assert not card.isVisible()
    fresh = read_again(shop)
    made = fresh.cycles.current()
    assert (made.type, made.name_zh) == (CycleType.YEAR, "二〇二六全年")
    assert len(states_of(fresh, made.id)) == 6
    fresh.close(with_backup=False)
    assert page.head.heading.text() == "二〇二六全年"


def test_a_cycle_that_is_there_already_is_refused_in_the_card(page, shop, qtbot):
    press(qtbot, page.new_button)
    page.new_card.show_dates((date(2026, 7, 1), date(2026, 9, 30)))
    qtbot.keyClick(page.new_card.name_zh, Qt.Key.Key_Return)
    assert "已经有同类型" in page.new_card.wrong.text()
    page.new_card.show_dates((date(2026, 9, 30), date(2026, 7, 1)))
    press(qtbot, page.new_card.make)
    assert page.new_card.isVisible() and page.new_card.wrong.isVisible()
    assert len(shop.cycles.cycles()) == 2
    qtbot.keyClick(page.new_card.name_zh, Qt.Key.Key_Escape)
    assert not page.new_card.isVisible()


def test_own_names_are_given_in_place(page, shop, qtbot):
    press(qtbot, page.head.rename_button)
    page.head.names.zh.setText("金秋季度")
    qtbot.keyClick(page.head.names.zh, Qt.Key.Key_Return)
    assert page.head.heading.text() == "金秋季度"
    assert shop.cycles.current().name_zh == "金秋季度"


def test_another_cycle_of_the_list_is_shown_and_made_current_only_on_demand(page, shop, qtbot):
    older = shop.cycles.cycles()[1]
    page.list.table.choose(older.id, 0)
    assert page.head.heading.text() == cycle_name(older, texts.current())
    assert shop.cycles.current().id != older.id
    press(qtbot, page.head.current_button)
    assert shop.cycles.current().id == older.id


def test_a_firm_without_a_cycle_is_offered_its_first(shop, show_page, qtbot, tmp_path):
    from perfdesk.controllers.firm import new_firm

    empty = new_firm(tmp_path / "新.perfdesk", "新厂", "李明", clock.fixed(TODAY), with_cycle=False)
    host = show_page(CyclePage(empty), empty)
    page = host.pane()
    assert page.empty.isVisible() and page.empty.title.text() == "还没有周期"
    press(qtbot, page.empty.action)
    assert page.new_card.isVisible()
    empty.close(with_backup=False)


def test_the_language_changes_while_it_runs_down_to_the_names_of_items(page):
    texts.use("en")
    page.retranslate()
    assert page.forms.heading.text() == "These 3 forms are stuck, because…"
    rows = {row[0]: row for row in shown(page.forms.table)}
    assert "Customer focus" in rows["Person 1"][2]
    assert shown(page.list.table)[0][0] == "2026 Q3"


def test_a_file_open_for_reading_offers_no_deed(shop, show_page):
    reader = read_again(shop)
    host = show_page(CyclePage(reader), reader, height=TALL)
    page = host.pane()
    for widget in (page.head.close_button, page.head.rename_button, page.forms.advance, page.without.give):
        assert not widget.isVisible()
    assert not page.new_button.isEnabled()
    reader.close(with_backup=False)
