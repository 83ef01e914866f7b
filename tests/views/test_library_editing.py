"""Cards, rules, levels and templates are changed where they stand; what is refused stays with its reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from perfdesk import texts
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import Aggregation, Direction, GoalLevel, Method, Stage
from perfdesk.views.library_page import LibraryPage


@pytest.fixture
def page(shop, show_page):
    return show_page(LibraryPage(shop), shop)


def newest(shop, code):
    return next(card for card in shop.library.cards(with_retired=True) if card.code == code)


def show(page, shop, code):
    page.show_card(newest(shop, code).id)
    QApplication.processEvents()


def retype(field, text, qtbot):
    """Type over what stands in a field and leave it."""
    field.setFocus()
    field.selectAll()
    type_in(field, text, qtbot)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def type_in(field, text, qtbot):
    """Type letters key by key; Chinese comes as an input method brings it, all at once."""
    if text.isascii():
        qtbot.keyClicks(field, text)
    elif isinstance(field, QLineEdit):
        field.insert(text)
    else:
        field.insertPlainText(text)


def rule_field(page, name):
    return page.scoring.editor._inputs[name]


def press(page, name, qtbot):
    QApplication.processEvents()
    # A form that was replaced is still there until Qt deletes it.
    made = next(one for one in page.findChildren(QPushButton, name) if one.isVisible())
    assert made.isEnabled(), name
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def test_a_name_is_saved_on_enter_and_taken_back_by_undo(page, shop, qtbot):
    show(page, shop, "FIN-01")
    retype(page.fields.fields["name_zh"], "报表准时率", qtbot)
    assert newest(shop, "FIN-01").name_zh == "报表准时率"
    assert page.fields.heading.text() == "FIN-01 报表准时率"
    shop.history.undo()
    assert page.fields.fields["name_zh"].text() == "报表及时率"


def test_a_card_on_agreed_forms_gets_the_next_revision_and_stays_chosen(page, shop, qtbot):
    show(page, shop, "SAL-02")
    before = newest(shop, "SAL-02")
    retype(page.fields.fields["basis"], "近 6 期 89 到 94", qtbot)
    after = newest(shop, "SAL-02")
    assert (after.revision, after.id != before.id) == (2, True)
    assert page.fields.card.id == after.id and "第 2 版，2026-10-16 起" in page.fields.remark.full()
    assert page.list.current_key() == "SAL-02"


def test_a_refused_entry_stays_with_what_is_wrong_and_comes_back_with_its_card(page, shop, qtbot):
    show(page, shop, "FIN-01")
    field = page.fields.fields["weight"]
    retype(field, "12,5%", qtbot)
    assert "12.5" in field.refused.wrong and field.text() == "12,5%"
    qtbot.keyClick(field, Qt.Key.Key_Return)  # takes the fix that is offered
    assert newest(shop, "FIN-01").weight == Decimal("12.5")
    retype(field, "1O", qtbot)
    assert field.text() == "1O" and "10" in field.refused.wrong and field.property("state") == "wrong"
    assert page.pending_inputs()
    show(page, shop, "FIN-02")
    assert page.fields.fields["weight"].text() != "1O"
    show(page, shop, "FIN-01")
    assert field.text() == "1O" and newest(shop, "FIN-01").weight == Decimal("12.5")
    retype(field, "10", qtbot)
    assert newest(shop, "FIN-01").weight == 10 and not page.pending_inputs()


def test_a_code_that_is_taken_is_refused_where_it_stands(page, shop, qtbot):
    show(page, shop, "FIN-01")
    retype(page.fields.fields["code"], "sal-01", qtbot)
    assert "sal-01" in page.fields.fields["code"].refused.wrong
    assert newest(shop, "FIN-01").code == "FIN-01"


def test_choices_and_flags_are_saved_at_once(page, shop, qtbot):
    show(page, shop, "FIN-01")
    choose(page.fields.combos["aggregation"], "SUM")
    choose(page.fields.combos["stage"], "OUTCOME")
    choose(page.fields.combos["decimals"], "0")
    page.fields.flags["is_shared"].click()
    card = newest(shop, "FIN-01")
    assert (card.aggregation, card.stage, card.rule.decimals) == (Aggregation.SUM, Stage.OUTCOME, 0)
    assert card.is_shared


def test_the_parts_of_a_ratio_show_only_where_it_is_added_up_from_them(page, shop):
    show(page, shop, "FIN-01")
    assert page.fields.fields["numerator"].isVisibleTo(page)
    choose(page.fields.combos["aggregation"], "SUM")
    assert not page.fields.fields["numerator"].isVisibleTo(page)


def test_a_provider_is_a_person_of_the_firm_or_words(page, shop, qtbot):
    show(page, shop, "FIN-01")
    who = next(one for one in shop.people.employees() if one.name == "马超")
    retype(page.fields.fields["provider"], "马超", qtbot)
    QApplication.processEvents()
    assert newest(shop, "FIN-01").provider_id == who.id
    assert page.fields.fields["provider"].text() == f"{who.number} 马超"
    retype(page.fields.fields["provider"], "财务部", qtbot)
    card = newest(shop, "FIN-01")
    assert (card.provider_id, card.provider_words) == (None, "财务部")


def test_a_unit_may_be_typed_in_either_language_or_be_the_firm_s_own(page, shop, qtbot):
    show(page, shop, "FIN-01")
    for typed, code in (("天", "day"), ("days", "day"), ("车次", "车次")):
        retype(page.fields.fields["unit"], typed, qtbot)
        assert newest(shop, "FIN-01").unit == code


def test_what_is_worth_a_word_is_said_under_the_fields(page, shop, qtbot):
    show(page, shop, "SAL-02")
    assert "提供" in page.fields.warnings.text() and "依据" in page.fields.warnings.text()
    retype(page.fields.fields["basis"], "近 6 期", qtbot)
    assert "依据" not in page.fields.warnings.text()


# -- how it is scored --


def test_a_threshold_is_saved_and_the_curve_follows(page, shop, qtbot):
    show(page, shop, "WHS-01")
    retype(rule_field(page, "threshold"), "95", qtbot)
    assert newest(shop, "WHS-01").rule.threshold == 95
    assert "95 得 60" in page.scoring.cliff.text()


def test_the_curve_shows_what_is_being_typed_before_it_is_saved(page, shop, qtbot):
    show(page, shop, "WHS-01")
    field = rule_field(page, "threshold")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "90")
    assert "90 得 60" in page.scoring.cliff.text()
    assert newest(shop, "WHS-01").rule.threshold == 96
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert newest(shop, "WHS-01").rule.threshold == 96


def test_numbers_that_only_work_together_are_saved_together(page, shop, qtbot):
    show(page, shop, "WHS-04")
    retype(rule_field(page, "threshold"), "1800", qtbot)
    assert rule_field(page, "threshold").refused is not None
    retype(rule_field(page, "stretch"), "300", qtbot)
    rule = newest(shop, "WHS-04").rule
    assert (rule.threshold, rule.target, rule.stretch) == (5000, 2000, 300)
    assert rule_field(page, "threshold").text() == "1800" and page.pending_inputs()
    retype(rule_field(page, "target"), "1500", qtbot)
    rule = newest(shop, "WHS-04").rule
    assert (rule.threshold, rule.target, rule.stretch) == (1800, 1500, 300)
    assert rule_field(page, "threshold").refused is None and not page.pending_inputs()


@pytest.mark.parametrize("method", [*Method][:9])
def test_every_method_has_a_form_of_its_own_and_shows_what_it_earns(page, shop, qtbot, method):
    show(page, shop, "WHS-04")
    if method is not Method.LINEAR:
        press(page, f"method_{method.value}", qtbot)
    card = newest(shop, "WHS-04")
    assert card.rule.method is method
    fields = set(page.scoring.editor._inputs)
    expected = {
        Method.RATIO: {"target", "gate"},
        Method.LINEAR: {"threshold", "threshold_score", "target", "stretch", "stretch_score"},
        Method.EFFICACY: {"unacceptable", "satisfactory"},
        Method.ALL_OR_NOTHING: {"target", "pass_score", "fail_score"},
        Method.DEDUCT: {"base", "points_per_unit", "unit_size", "target"},
        Method.BONUS: {"points_per_unit"},
        Method.TOLERANCE: {"target", "full_band", "zero_band"},
    }
    assert expected.get(method, set()) <= fields
    if method is Method.BAND:
        assert page.scoring.editor.bands.table.model().rowCount() == 4
    if method is Method.ANCHOR:
        assert page.scoring.anchors.isVisible() and not fields
    else:
        assert page.scoring.table.isVisible() and page.scoring.chart.isVisible()
    shop.history.undo()
    assert newest(shop, "WHS-04").rule.method is Method.LINEAR


def test_another_method_keeps_the_target(page, shop, qtbot):
    show(page, shop, "WHS-01")
    press(page, "method_BAND", qtbot)
    model = page.scoring.editor.bands.table.model()
    shown = [(model.index(at, 0).data(), model.index(at, 1).data()) for at in range(model.rowCount())]
    assert shown == [("≥ 99.8 %", "120"), ("≥ 99 %", "100"), ("≥ 96 %", "60"), ("其余", "0")]


def test_a_band_is_changed_added_and_removed_and_a_wrong_one_stays(page, shop, qtbot):
    show(page, shop, "CSV-01")
    table = page.scoring.editor.bands.table
    model = table.model()
    assert model.setData(model.index(1, 0), "91")
    assert newest(shop, "CSV-01").rule.bands()[1] == (91, 100)
    assert not model.setData(model.index(1, 0), "96")
    assert model.pending()[0].text == "96" and newest(shop, "CSV-01").rule.bands()[1][0] == 91
    press(page, "addBand", qtbot)
    assert len(newest(shop, "CSV-01").rule.bands()) == 6
    table.choose(4, 0)
    press(page, "removeBand", qtbot)
    assert len(newest(shop, "CSV-01").rule.bands()) == 5


def test_two_values_become_five_standards_and_two_again(page, shop, qtbot):
    show(page, shop, "WHS-01")
    press(page, "method_EFFICACY", qtbot)
    press(page, "segment_five", qtbot)
    standards = newest(shop, "WHS-01").rule.standards()
    assert standards is not None and (standards[0], standards[4]) == (99, 96)
    assert set(page.scoring.editor._inputs) >= {f"standards.{at}" for at in range(5)}
    retype(rule_field(page, "standards.4"), "90", qtbot)
    assert newest(shop, "WHS-01").rule.standards()[4] == 90
    press(page, "segment_two", qtbot)
    assert newest(shop, "WHS-01").rule.number("unacceptable") == 90


def test_a_value_on_a_line_is_told_as_bands_too(page, shop):
    show(page, shop, "SAL-02")
    page.scoring.actual.setText("91.25")
    assert page.scoring.other.text() == "≥100→120 ≥95→100 ≥80→60：91.25 得 60.00"
    show(page, shop, "SAL-03")
    page.scoring.actual.setText("5")
    assert not page.scoring.other.isVisible()


def test_a_turned_direction_turns_the_points_of_the_line(page, shop, qtbot):
    show(page, shop, "WHS-01")
    press(page, "segment_LOWER", qtbot)
    rule = newest(shop, "WHS-01").rule
    assert (rule.direction, rule.threshold, rule.stretch) == (Direction.LOWER, Decimal("99.8"), 96)
    press(page, "segment_TARGET", qtbot)
    assert newest(shop, "WHS-01").rule.method is Method.TOLERANCE


def test_a_target_of_zero_for_a_ratio_is_refused_with_the_way_out(page, shop, qtbot):
    show(page, shop, "SAL-01")
    field = rule_field(page, "target")
    retype(field, "0", qtbot)
    assert field.refused is not None and field.text() == "0"
    assert newest(shop, "SAL-01").rule.target is None


def test_a_parameter_is_named_as_in_its_form(page, shop, qtbot):
    show(page, shop, "FIN-02")
    field = rule_field(page, "points_per_unit")
    retype(field, "0", qtbot)
    assert "扣分" in field.refused.wrong and "points_per_unit" not in field.refused.wrong


def test_tab_goes_from_field_to_field_after_the_method_changed(page, shop, qtbot):
    show(page, shop, "WHS-01")
    press(page, "method_DEDUCT", qtbot)
    with qtbot.waitActive(page):
        page.activateWindow()
    QApplication.processEvents()
    rule_field(page, "base").setFocus()
    visited = []
    for _step in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget().objectName())
    assert visited == ["rule_unit_size", "rule_points_per_unit", "rule_target"]


def test_the_choices_of_a_method_are_switches(page, shop, qtbot):
    show(page, shop, "WHS-01")
    press(page, "segment_EXTRAPOLATE", qtbot)
    assert newest(shop, "WHS-01").rule.params["below_threshold"] == "EXTRAPOLATE"
    show(page, shop, "FIN-02")
    press(page, "segment_PROPORTIONAL", qtbot)
    assert newest(shop, "FIN-02").rule.params["rounding"] == "PROPORTIONAL"


def test_a_level_is_described_in_both_languages(page, shop, qtbot):
    show(page, shop, "C01")
    field = page.scoring.anchors.fields[3, "zh"]
    field.setFocus()
    field.selectAll()
    type_in(field, "按时完成，差错自己补", qtbot)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    anchors = {one.level: one for one in newest(shop, "C01").anchors}
    assert anchors[3].zh == "按时完成，差错自己补" and anchors[3].en and len(anchors) == 5


def test_a_competency_is_judged_on_its_own_scale(page, shop, qtbot):
    show(page, shop, "C01")
    press(page, "scale_COMPETENCY", qtbot)
    assert newest(shop, "C01").rule.params["scale"] == "COMPETENCY"


# -- new, copy, retire, search --


def test_a_new_indicator_is_ready_to_be_named(page, shop, qtbot):
    show(page, shop, "SAL-02")
    press_action(page.add, qtbot)
    card = newest(shop, "SAL-06")
    assert page.fields.card.id == card.id and card.position_code == "SAL"
    field = page.fields.fields["name_zh"]
    assert field.hasFocus() and field.selectedText() == "新指标"
    type_in(field, "老客户复购额", qtbot)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert newest(shop, "SAL-06").name_zh == "老客户复购额"


def press_action(made, qtbot):
    assert made.isEnabled()
    made.click()
    QApplication.processEvents()


def test_a_copy_stands_beside_its_original(page, shop, qtbot):
    show(page, shop, "FIN-01")
    press_action(page.copy, qtbot)
    assert page.fields.heading.text() == "FIN-01-01 报表及时率 2"


def test_a_retired_card_leaves_the_list_and_comes_back(page, shop, qtbot):
    made = shop.library.copy_card(newest(shop, "FIN-01").id)
    page.show_card(made)
    press_action(page.retire, qtbot)
    assert "FIN-01-01" not in [row.code for row in page._left.model.rows()]
    page.with_retired.click()
    page.show_card(made)
    assert page.fields.fields["name_zh"].isReadOnly() and page.retire.text() == "恢复使用"
    press_action(page.retire, qtbot)
    assert newest(shop, "FIN-01-01").retired_on is None


def test_a_card_on_templates_is_not_retired_and_the_page_says_why(page, shop, qtbot):
    show(page, shop, "SAL-02")
    press_action(page.retire, qtbot)
    assert page.notice.isVisible() and "销售" in page.notice.text.text()
    assert newest(shop, "SAL-02").retired_on is None


def test_a_card_is_found_by_pinyin_and_initials(page):
    for wanted in ("huikuan", "xshkl", "xiao shou hui kuan lv"):
        page.search.setText(wanted)
        assert "SAL-02" in [row.code for row in page._left.model.rows()]


# -- templates --


def template(shop, code):
    return next(one for one in shop.library.templates(with_retired=True) if one.code == code)


def show_template(page, shop, code):
    page.show_place(template_id=template(shop, code).id)
    QApplication.processEvents()


def test_weights_come_to_100_with_one_press(page, shop, qtbot):
    show_template(page, shop, "SAL")
    model = page.template.table.model()
    assert model.setData(model.index(0, model.column_of("weight")), "12.5")
    assert page.template.sum.text() == "权重合计 87.5 %，还差 12.5" and page.template.share.isEnabled()
    assert not model.setData(model.index(0, model.column_of("weight")), "101")
    press(page, "shareOutTemplate", qtbot)
    assert sum(item.weight for item in template(shop, "SAL").items) == 100


def test_an_item_is_picked_from_the_library_moved_and_removed(page, shop, qtbot):
    show_template(page, shop, "GEN")
    press(page, "addTemplateItem", qtbot)
    qtbot.keyClicks(page.template.picker.words, "C05")
    qtbot.keyClick(page.template.picker.words, Qt.Key.Key_Return)
    assert [item.code for item in template(shop, "GEN").items][-1] == "C05"
    line = template(shop, "GEN").items[-1].id
    page.template.table.choose(line, 0)
    press(page, "moveItemUp", qtbot)
    assert [item.code for item in template(shop, "GEN").items][-2] == "C05"
    page.template.table.choose(line, 0)
    press(page, "removeTemplateItem", qtbot)
    assert "C05" not in [item.code for item in template(shop, "GEN").items]


def test_a_competency_takes_a_required_level_and_a_measured_item_a_target(page, shop):
    show_template(page, shop, "SAL")
    model = page.template.table.model()
    behaviour, measured = 5, 0
    assert model.setData(model.index(behaviour, model.column_of("required")), "4")
    assert not model.setData(model.index(measured, model.column_of("required")), "4")
    assert model.setData(model.index(measured, model.column_of("target")), "250")
    items = template(shop, "SAL").items
    assert (items[behaviour].required, items[measured].target) == (4, 250)


def test_a_template_is_made_named_copied_and_retired(page, shop, qtbot):
    show_template(page, shop, "GEN")
    press_action(page.add, qtbot)
    assert page.template_head.heading.text() == "T01 新模板"
    retype(page.template_head.fields["name_zh"], "外贸", qtbot)
    assert template(shop, "T01").name_zh == "外贸"
    press_action(page.copy, qtbot)
    assert page.template_head.heading.text() == "T01-2 外贸 2"
    press_action(page.retire, qtbot)
    assert template(shop, "T01-2").retired_on is not None
    show_template(page, shop, "GEN")
    press_action(page.retire, qtbot)
    assert page.notice.isVisible() and template(shop, "GEN").retired_on is None


# -- goals --


@pytest.fixture
def goals(page, shop):
    shop.settings.set_switch(Switch.GOALS, on=True)
    page.refresh()
    page.show_place(kind="goals")
    return page.goals


def tree(goals):
    model = goals.table.model()
    return [model.row(at) for at in range(model.rowCount())]


def test_goals_show_only_with_their_switch(page, shop):
    made = page.kinds.findChild(QPushButton, "segment_goals")
    assert not made.isVisible()
    shop.settings.set_switch(Switch.GOALS, on=True)
    assert made.isVisible()
    page.show_place(kind="goals")
    shop.settings.set_switch(Switch.GOALS, on=False)
    assert page.kinds.choice() == "indicators" and page.splitter.isVisible()


def test_an_empty_tree_says_what_goals_are_for_and_begins(goals, shop, qtbot):
    assert goals.empty.isVisible() and goals.empty.text.text()
    qtbot.mouseClick(goals.empty.action, Qt.MouseButton.LeftButton)
    [made] = shop.goals.goals(2026)
    field = goals.form.fields["name_zh"]
    assert made.level is GoalLevel.FIRM and field.hasFocus() and field.selectedText() == "新目标"
    type_in(field, "现金回笼 96 %", qtbot)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert shop.goals.goals(2026)[0].name_zh == "现金回笼 96 %"


def test_the_tree_shows_target_actual_score_and_what_the_people_attained(goals, shop, qtbot):
    goal = shop.goals.add_goal(GoalLevel.FIRM, 2026, "回款")
    shop.goals.link(goal, lineage="SAL-02")
    goals.choose(goal)
    retype(goals.scoring.editor._inputs["target"], "96", qtbot)
    retype(goals.form.fields["actual"], "91.2", qtbot)
    rows = tree(goals)
    assert rows[0].is_heading and "95.00" in rows[0].second
    assert (rows[1].target, rows[1].actual, rows[1].score) == ("96", "91.2", "95.00")
    assert rows[1].attainment not in ("", "—") and rows[2].lineage == "SAL-02"
    orphans = [row for row in rows if row.is_orphan]
    assert orphans and "SAL-02" not in {row.lineage for row in orphans}
    assert any(row.is_heading and "没有挂目标" in row.name for row in rows)


def test_a_department_s_goal_is_made_below_the_chosen_one(goals, shop, qtbot):
    goal = shop.goals.add_goal(GoalLevel.FIRM, 2026, "回款")
    goals.choose(goal)
    goals.add_goal()
    below = next(one for one in shop.goals.goals(2026) if one.level is GoalLevel.DEPARTMENT)
    assert [(link.upper_id, link.lower_id) for link in shop.goals.links(2026)] == [(goal, below.id)]
    assert (goals.form.heading.text(), goals.form.remark.full()) == ("部门目标", "新目标")


def test_an_indicator_is_hung_below_and_its_share_edited(goals, shop, qtbot):
    goal = shop.goals.add_goal(GoalLevel.FIRM, 2026, "回款")
    goals.choose(goal)
    press(goals, "hangIndicator", qtbot)
    qtbot.keyClicks(goals.form.picker.words, "SAL-02")
    qtbot.keyClick(goals.form.picker.words, Qt.Key.Key_Return)
    [link] = shop.goals.links(2026)
    assert link.lineage == "SAL-02"
    model = goals.form.links
    assert model.setData(model.index(0, model.column_of("share")), "40")
    assert shop.goals.links(2026)[0].share == 40
    assert not model.setData(model.index(0, model.column_of("share")), "140")
    goals.form.table.choose(link.id, 0)
    press(goals, "unlinkGoal", qtbot)
    assert shop.goals.links(2026) == []


def test_what_hangs_nowhere_is_hung_from_the_tree(goals, shop):
    goal = shop.goals.add_goal(GoalLevel.FIRM, 2026, "回款")
    orphan = next(row for row in tree(goals) if row.is_orphan)
    goals.table.choose(orphan.key, 0)
    choose(goals.loose.choice, goal)
    assert [link.lineage for link in shop.goals.links(2026)] == [orphan.lineage]


def test_a_card_names_its_goals_and_lets_go_of_one(page, goals, shop, qtbot):
    goal = shop.goals.add_goal(GoalLevel.FIRM, 2026, "回款")
    show(page, shop, "SAL-02")
    choose(page.fields.goal_choice, goal)
    [link] = shop.goals.links(2026)
    press(page, f"unlink_{link.id}", qtbot)
    assert shop.goals.links(2026) == [] and page.fields.no_goal.isVisible()


def test_a_retired_goal_leaves_the_tree(page, goals, shop, qtbot):
    shop.goals.add_goal(GoalLevel.FIRM, 2026, "回款")
    page.refresh()
    press_action(page.retire, qtbot)
    assert goals.empty.isVisible() and goals.retired.isVisible()
    choose(goals.retired, goals.retired.itemData(1))
    assert not goals.empty.isVisible() and not goals.retired.isVisible()


def test_a_year_far_off_is_refused_in_its_field(goals, shop, qtbot):
    goal = shop.goals.add_goal(GoalLevel.FIRM, 2026, "回款")
    goals.choose(goal)
    field = goals.form.fields["year"]
    retype(field, "20266", qtbot)
    assert "20266" in field.refused.wrong and field.text() == "20266"
    assert goals.pending()


# -- read only, languages --


def test_in_english_the_fields_of_one_language_are_the_english_ones(page, shop, qtbot):
    texts.use("en")
    page.retranslate()
    show(page, shop, "FIN-01")
    retype(page.fields.fields["source"], "report log", qtbot)
    card = newest(shop, "FIN-01")
    assert card.source_en == "report log" and card.source_zh != "report log"
    assert page.add.text() == "New indicator"


def test_of_a_file_that_may_only_be_read_everything_is_locked(shop, show_page):
    from perfdesk.controllers import clock
    from perfdesk.controllers.firm import open_firm
    from tests.views.shop_firm import TODAY

    firm = open_firm(shop.path, clock.fixed(TODAY), read_only=True)
    try:
        page = show_page(LibraryPage(firm), firm)
        show(page, firm, "SAL-02")
        assert page.fields.fields["name_zh"].isReadOnly()
        assert not page.fields.combos["stage"].isEnabled()
        assert all(field.isReadOnly() for field in page.scoring.editor._inputs.values())
        assert not page.add.isEnabled() and not page.copy.isEnabled() and not page.retire.isEnabled()
        show_template(page, firm, "SAL")
        assert not page.template.more.isEnabled()
        model = page.template.table.model()
        assert not model.flags(model.index(0, model.column_of("weight"))) & Qt.ItemFlag.ItemIsEditable
    finally:
        firm.close(with_backup=False)
