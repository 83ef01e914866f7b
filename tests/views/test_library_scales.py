"""On what a judged card is judged is chosen by chips; own levels are a table; an item may be in words only."""

from __future__ import annotations

import pytest

from perfdesk import texts
from perfdesk.domain.scales import own_levels
from perfdesk.domain.terms import ItemClass, Method, Scheme
from perfdesk.views.library_page import LibraryPage
from tests.views.test_library_editing import newest, press, show


@pytest.fixture
def page(shop, show_page):
    return show_page(LibraryPage(shop), shop)


def table(page):
    return page.scoring.anchors.scales.levels.table


def put(page, row, column, text):
    model = table(page).model()
    return model.setData(model.index(row, model.column_of(column)), text)


def preview(page):
    model = page.scoring.table.model()
    return [(model.index(at, 0).data(), model.index(at, 1).data()) for at in range(model.rowCount())]


def scale(shop, code="C03"):
    return newest(shop, code).rule.params["scale"]


def test_own_levels_are_written_in_a_table_with_their_scores_beside(page, shop, qtbot):
    show(page, shop, "C03")
    assert preview(page) == [
        ("1", "40.00"),
        ("2", "80.00"),
        ("3", "100.00"),
        ("4", "110.00"),
        ("5", "120.00"),
    ]
    press(page, "scale_OWN", qtbot)
    assert scale(shop) == "OWN" and table(page).isVisible()
    assert preview(page) == [("1", "40.00"), ("2", "100.00"), ("3", "120.00")]
    assert put(page, 0, "zh", "客户点名表扬") and put(page, 0, "score", "115")
    press(page, "addLevel", qtbot)
    found = own_levels(newest(shop, "C03").rule)
    assert [(one.level, one.score) for one in found] == [(1, 40), (2, 100), (3, 115), (4, 120)]
    assert found[2].zh == "客户点名表扬"
    page.scoring.actual.setText("3")
    assert page.scoring.result.isVisible() and "客户点名表扬" in page.scoring.result.accessibleName()
    table(page).choose("4", 0)
    press(page, "removeLevel", qtbot)
    assert [one.level for one in own_levels(newest(shop, "C03").rule)] == [1, 2, 3]


def test_a_level_that_does_not_work_stays_with_its_reason(page, shop, qtbot):
    show(page, shop, "C03")
    press(page, "scale_OWN", qtbot)
    for row, column, text, said in (
        (0, "score", "9O", "90"),
        (0, "score", "60", "3"),
        (1, "score", "90", "100"),
        (0, "level", "2", "2"),
        (0, "level", "120", "99"),
    ):
        assert not put(page, row, column, text), text
        wrong = page.scoring.anchors.scales.levels.rows.pending()[-1]
        assert wrong.text == text and said in wrong.refused.wrong
        assert page.pending_inputs()
        model = table(page).model()
        model.take_back(model.index(row, model.column_of(column)))
    assert [one.score for one in own_levels(newest(shop, "C03").rule)] == [40, 100, 120]
    table(page).choose("2", 0)
    press(page, "removeLevel", qtbot)  # the one that means met
    assert "100" in page.scoring.anchors.scales.levels.wrong.text()
    assert len(own_levels(newest(shop, "C03").rule)) == 3


def test_two_scores_that_only_work_together_are_taken_together(page, shop, qtbot):
    show(page, shop, "C03")
    press(page, "scale_OWN", qtbot)
    assert not put(page, 2, "score", "100")  # met moves down one level
    assert put(page, 1, "score", "110")
    assert [one.score for one in own_levels(newest(shop, "C03").rule)] == [100, 110, 120]
    assert not page.pending_inputs()


def test_points_show_where_they_end_and_are_drawn_as_a_line(page, shop, qtbot):
    show(page, shop, "C03")
    press(page, "scale_HUNDRED", qtbot)
    assert page.scoring.anchors.scales.most.choice() == "100" and page.scoring.chart.isVisible()
    assert preview(page)[-1] == ("100", "100.00")
    press(page, "segment_120", qtbot)
    assert newest(shop, "C03").rule.params["most"] == "120" and preview(page)[-1] == ("120", "120.00")
    page.scoring.actual.setText("121")
    assert "120" in page.scoring.wrong.text()


def test_points_are_refused_where_the_firm_scores_in_five_levels(page, shop, qtbot):
    shop.settings.set_scheme(Scheme.P5)
    code = "C02"
    show(page, shop, code)
    press(page, "scale_HUNDRED", qtbot)
    assert scale(shop, code) == "FIVE_LEVEL"
    chips = page.scoring.anchors.scales.chips
    assert [one.value for one, chip in chips.items() if chip.isChecked()] == ["FIVE_LEVEL"]
    assert page.scoring.anchors.scales.wrong.isVisible()


def test_a_competency_says_where_its_required_level_is_set(page, shop, qtbot):
    show(page, shop, "C03")
    press(page, "scale_COMPETENCY", qtbot)
    assert "岗位模板" in page.scoring.anchors.scales.hint.text()
    shop.history.undo()
    assert scale(shop) == "FIVE_LEVEL"
    assert page.scoring.anchors.scales.chips["FIVE_LEVEL"].isChecked()


def test_an_item_in_words_has_neither_weight_nor_target_nor_curve(page, shop, qtbot):
    show(page, shop, "FIN-01")
    press(page, "method_WORDS", qtbot)
    card = newest(shop, "FIN-01")
    assert (card.rule.method, card.item_class, card.weight) == (Method.WORDS, ItemClass.WORDS, None)
    shown = page.scoring
    for hidden in (shown.chart, shown.anchors, shown.actual, shown.table, page.fields.fields["weight"]):
        assert not hidden.isVisible()
    assert shown.words_hint.isVisible()
    press(page, "method_ANCHOR", qtbot)
    assert newest(shop, "FIN-01").item_class is ItemClass.KPI and shown.anchors.isVisible()


def test_a_card_that_belongs_to_the_other_list_now_is_followed_there(page, shop, qtbot):
    made = shop.library.new_card(ItemClass.BEHAVIOUR, "亮点", "Highlights")
    page.show_card(made)
    assert page.kinds.choice() == "behaviours"
    press(page, "method_WORDS", qtbot)
    assert page.kinds.choice() == "indicators" and page.fields.card.id == made
    assert page.list.current_key() == page.fields.card.lineage


def test_the_sum_of_a_template_leaves_items_in_words_out(page, shop, qtbot):
    card = shop.library.new_card(ItemClass.WORDS, "本季亮点", "Highlights")
    sales = next(one for one in shop.library.templates() if one.code == "SAL")
    line = shop.library.add_template_item(sales.id, card)
    page.show_place(template_id=sales.id)
    assert page.template.sum.text() == "权重合计 100 %"
    model = page.template.table.model()
    at = model.row_of(line)
    assert model.index(at, model.column_of("weight")).data() == "—"
    for column in ("weight", "target", "required"):
        assert not model.setData(model.index(at, model.column_of(column)), "5")
    alone = shop.library.new_template("试用", "Probation")
    shop.library.add_template_item(alone, card)
    page.show_place(template_id=alone)
    assert "无需权重" in page.template.sum.text() and not page.template.share.isEnabled()


def test_the_scales_speak_the_language_that_is_chosen(page, shop, qtbot):
    show(page, shop, "C03")
    press(page, "scale_OWN", qtbot)
    texts.use("en")
    try:
        page.retranslate()
        assert page.scoring.anchors.scales.chips["OWN"].text() == "Own levels"
        assert "100" in page.scoring.anchors.scales.hint.text()
        assert page.scoring.anchors.scales.hint.text().isascii()
    finally:
        texts.use("zh_CN")
