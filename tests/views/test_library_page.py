"""The library page: found by name, read in both languages, tried out with its arithmetic."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from perfdesk import texts
from perfdesk.domain.terms import Scheme
from perfdesk.views.library_page import LibraryPage


@pytest.fixture
def page(shop, show_page):
    return show_page(LibraryPage(shop), shop)


def card_id(shop, code):
    return next(card.id for card in shop.library.cards() if card.code == code)


def rows(page):
    model = page.list.model()
    return [model.row(at) for at in range(model.rowCount())]


def words_in(widget):
    QApplication.processEvents()  # a layout shows what is new in it when the events come round
    return [made.text() for made in widget.findChildren(QLabel) if made.isVisibleTo(widget)]


def chips(page):
    """What stands under "where it is used", the remark above left out."""
    QApplication.processEvents()
    area = page.fields.findChild(QWidget, "cardUses")
    found = [made for made in area.findChildren(QWidget) if made.isVisibleTo(area) and hasattr(made, "text")]
    return [made.text() for made in found]


def kind(page, name, qtbot):
    made = page.kinds.findChild(object, f"segment_{name}")
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)


def test_indicators_stand_under_their_positions_with_method_and_use(page):
    listed = rows(page)
    assert listed[0].is_group and listed[0].name == "销售" and listed[0].uses == 5
    assert [(row.code, row.name, row.word) for row in listed[1:3]] == [
        ("SAL-01", "销售收入完成额", "比率"),
        ("SAL-02", "销售回款率", "线性插值"),
    ]
    assert listed[1].uses == 5
    assert next(row for row in listed if row.code == "CSV-01").uses == 0


def test_a_heading_of_the_list_is_skipped_by_the_arrow_keys(page, qtbot):
    last_of_sales = next(at for at, row in enumerate(rows(page)) if row.code == "SAL-05")
    page.list.setCurrentIndex(page.list.model().index(last_of_sales, 0))
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert rows(page)[page.list.currentIndex().row()].code.startswith("CSV")
    assert page.fields.heading.text().startswith("CSV-01")


def test_the_filter_finds_by_either_language_code_and_position(page):
    for wanted, code in (("回款", "SAL-02"), ("collection", "SAL-02"), ("whs-03", "WHS-03")):
        page.search.setText(wanted)
        assert code in [row.code for row in rows(page)]
    page.search.setText("仓储")
    assert {row.code[:3] for row in rows(page) if row.code} == {"WHS"}


def test_nothing_found_says_so_and_shows_all_again(page, qtbot):
    page.search.setText("查无此项")
    assert page.nothing.isVisible() and not page.list.isVisible()
    qtbot.mouseClick(page.nothing.action, Qt.MouseButton.LeftButton)
    assert page.list.isVisible() and len(rows(page)) > 49


def test_a_card_shows_its_fields_in_both_languages_and_how_it_can_be_gamed(page, shop):
    page.show_card(card_id(shop, "SAL-02"))
    assert page.fields.heading.text() == "SAL-02 销售回款率"
    typed = {name: field.typed() for name, field in page.fields.fields.items()}
    for name, words in (
        ("definition_zh", "当期应收款中按期收回的比例"),
        ("definition_en", "Share of receivables due in the period that was collected"),
        ("formula_zh", "到期已回款÷到期应收×100"),
        ("source", "应收账款台账"),
        ("unit", "%"),
        ("gaming", "挑易回款客户"),
    ):
        assert typed[name] == words
    assert page.fields.combos["aggregation"].currentText() == "比率（重算）"
    assert page.scoring.editor.direction.choice() == "HIGHER"
    assert chips(page) == ["销售 · 权重 20", "2026 年三季度 5 张表", "2026 年二季度 5 张表"]
    assert "下一版" in page.fields.uses_remark.text()


def test_parameters_are_said_in_words_and_the_cliff_by_its_figures(page, shop):
    page.show_card(card_id(shop, "SAL-02"))
    inputs = page.scoring.editor._inputs
    assert [(name, inputs[name].text()) for name in ("threshold", "threshold_score", "target")] == [
        ("threshold", "80"),
        ("threshold_score", "60"),
        ("target", "95"),
    ]
    assert page.scoring.cliff.text() == "有断崖：79.99 得 0，80 得 60。确认目标时要讲清。"
    spoken = page.scoring.chart.accessibleDescription()
    assert "80.0000 60.00" in spoken or "80 60.00" in spoken


def test_a_value_tried_out_shows_its_score_with_the_arithmetic(page, shop, qtbot):
    page.show_card(card_id(shop, "SAL-02"))
    qtbot.keyClicks(page.scoring.actual, "91.25")
    assert page.scoring.result.number.text() == "90.00"
    assert "60 + (91.25 − 80) ÷ (95 − 80) × 40 = 90.00" in page.scoring.lines.text()
    assert "90.00 × 20 ÷ 100 = 18.00" in page.scoring.lines.text()
    spoken = [shape.spoken for shape in page.scoring.chart.picture().shapes if getattr(shape, "spoken", "")]
    assert any("91.25 → 90.00" in words for words in spoken)


def test_what_is_tried_out_never_reaches_the_file(page, shop, qtbot):
    page.show_card(card_id(shop, "SAL-01"))
    qtbot.keyClicks(page.scoring.actual, "90")
    assert shop.history.undo_deed is None


def test_a_ratio_without_target_takes_one_to_try_out(page, shop):
    page.show_card(card_id(shop, "SAL-01"))
    assert page.scoring.target.isVisible()
    page.scoring.target.setText("250")
    page.scoring.actual.setText("200")
    assert page.scoring.result.number.text() == "80.00"
    assert "200 ÷ 250 × 100 = 80.00" in page.scoring.lines.text()
    page.scoring.target.setText("多")
    assert page.scoring.wrong.isVisible() and not page.scoring.result.isVisible()


def test_a_slip_is_named_with_its_likely_fix(page, shop, qtbot):
    page.show_card(card_id(shop, "SAL-02"))
    page.scoring.actual.setText("8O")
    assert "80" in page.scoring.wrong.text() and page.scoring.actual.text() == "8O"
    qtbot.mouseClick(page.scoring.fix, Qt.MouseButton.LeftButton)
    assert page.scoring.actual.text() == "80"
    assert page.scoring.result.number.text() == "60.00"


def test_a_yes_or_no_has_a_table_of_two_and_no_curve(page, shop):
    page.show_card(card_id(shop, "PUR-04"))
    assert not page.scoring.chart.isVisible()
    model = page.scoring.table.model()
    assert [model.index(at, 1).data() for at in range(model.rowCount())] == ["0.00", "100.00"]


def test_in_the_scheme_up_to_100_no_item_earns_more(page, shop):
    shop.settings.set_scheme(Scheme.P100)
    page.show_card(card_id(shop, "SAL-02"))
    page.scoring.actual.setText("100")
    assert page.scoring.result.number.text() == "100.00"


def test_a_behaviour_shows_five_anchors_the_best_first(page, qtbot):
    kind(page, "behaviours", qtbot)
    assert page.fields.heading.text().startswith("C01")
    anchors = page.scoring.anchors
    assert anchors.fields[5, "zh"].typed() == "把部门结果当作自己的事，并带动他人守住承诺"
    assert anchors.fields[1, "zh"].typed() == "工作常需他人兜底，出错后推给别人"
    assert "卓越 · 120.00" in words_in(anchors)
    assert anchors.fields[5, "zh"].pos().y() < anchors.fields[1, "zh"].pos().y()
    assert not page.scoring.chart.isVisible()


def test_a_template_shows_its_items_with_weights_that_sum_to_100(page, qtbot, shop):
    kind(page, "templates", qtbot)
    model = page.template.table.model()
    shown = [[model.index(row, at).data() for at in range(5)] for row in range(model.rowCount())]
    assert shown[0] == ["SAL-01 销售收入完成额", "比率法", "", "", "25.00"]
    assert shown[-1][-1] == "100.00"
    assert page.template.sum.text() == "权重合计 100 %"
    assert page.template_head.who.text() == "销售员"
    page.template.table.choose(model.key_at(1), 1)
    qtbot.keyClick(page.template.table, Qt.Key.Key_Return)
    assert page.fields.heading.text() == "SAL-02 销售回款率"


def test_a_cause_shows_what_helps_and_the_questions_to_ask(page, qtbot):
    kind(page, "measures", qtbot)
    assert [row.name for row in rows(page) if row.is_group] == ["在条件", "在个人"]
    page.list.choose("CA1", 0)
    assert any("数据看板" in words for words in words_in(page.causes.fields))
    assert "员工能用自己的话说出这项指标的目标值和算法吗？" in words_in(page.causes.questions)


def test_the_search_of_the_window_leads_to_a_card_of_either_kind(page, shop):
    page.show_place(card_id=card_id(shop, "C03"))
    assert page.kinds.choice() == "behaviours"
    assert page.fields.heading.text() == "C03 客户意识"


def test_the_language_changes_while_it_runs(page, shop):
    page.show_card(card_id(shop, "SAL-02"))
    page.scoring.actual.setText("79.99")
    texts.use("en")
    page.retranslate()
    assert page.fields.heading.text() == "SAL-02 Collection rate"
    assert page.fields.fields["definition_zh"].typed() == "当期应收款中按期收回的比例"
    assert page.fields.fields["source"].typed() == "Receivables ledger"
    assert "is worse than the threshold 80" in page.scoring.lines.text()
    assert page.scoring.actual.text() == "79.99"
