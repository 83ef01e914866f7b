"""Building a form: weights that must be 100, targets, items from the library, agreeing."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from perfdesk.domain.terms import FormState
from tests.views.score_firm import (
    TARGETS,
    focused,
    form_of,
    item_of,
    press,
    sheet_of,
    stored,
    type_into,
    widget,
)


def test_the_sum_of_weights_follows_and_the_rest_is_shared_out_in_one_click(open_score, show_score):
    firm = open_score("draft")
    page = show_score(firm)
    field = widget(page, "weight_SAL-05")

    type_into(field, "5")
    press(field, Qt.Key.Key_Return)
    assert page.form.targets.sum.text() == "权重合计 95 %，还差 5"
    assert not page.form.targets.agree.isEnabled()
    page.form.targets.share.click()

    weights = [item.weight for item in sheet_of(firm, "徐静").items]
    assert sum(weights) == 100
    assert page.form.targets.sum.text() == "权重合计 100 %"
    assert page.form.targets.agree.isEnabled()
    firm.history.undo()
    assert page.form.targets.sum.text() == "权重合计 95 %，还差 5"


def test_enter_goes_down_the_column_of_weights(open_score, show_score):
    page = show_score(open_score("draft"))
    field = widget(page, "weight_SAL-01")
    field.setFocus()

    press(field, Qt.Key.Key_Return)

    assert focused(page).objectName() == "weight_SAL-02"


def test_a_weight_that_is_none_stays_marked(open_score, show_score):
    firm = open_score("draft")
    page = show_score(firm)
    field = widget(page, "weight_SAL-01")

    type_into(field, "120")
    press(field, Qt.Key.Key_Return)

    assert field.property("state") == "wrong"
    assert item_of(firm, form_of(firm, "徐静"), "SAL-01").weight == 25
    assert page.pending_inputs() == ["徐静 销售收入完成额: 120"]


def test_targets_are_typed_agreed_and_then_scores_can_be_entered(open_score, show_score):
    firm = open_score("draft")
    page = show_score(firm)
    assert not widget(page, "value_SAL-01").isEnabled()
    assert page.side.missing_card.heading.text() == "确认目标之前"

    for code, target in TARGETS.items():
        field = widget(page, f"target_{code}")
        type_into(field, target)
        press(field, Qt.Key.Key_Return)
    page.form.targets.agree.click()

    sheet = sheet_of(firm, "徐静")
    assert sheet.head.state is FormState.RUNNING
    assert stored(firm, sheet.items[0].id)["target_e4"] == 6_000_000_000
    assert widget(page, "value_SAL-01").isEnabled()
    assert page.form.targets.isHidden()


def test_agreeing_without_a_target_says_what_is_missing(open_score, show_score):
    firm = open_score("draft")
    page = show_score(firm)

    page.form.targets.agree.click()

    assert sheet_of(firm, "徐静").head.state is FormState.DRAFT
    assert page.notice.isVisibleTo(page)
    assert "徐静" in page.notice.text.text()


def test_an_item_comes_from_the_library_by_typing_and_goes_again(open_score, show_score):
    firm = open_score("draft")
    page = show_score(firm)
    page.form.targets.add.click()

    QTest.keyClicks(page.form.picker.words, "C05")
    press(page.form.picker.words, Qt.Key.Key_Return)
    assert [item.code for item in sheet_of(firm, "徐静").items][-1] == "C05"
    assert sheet_of(firm, "徐静").items[-1].weight is None
    weight = widget(page, "weight_C05")
    type_into(weight, "10")
    press(weight, Qt.Key.Key_Return)
    assert page.form.targets.sum.text() == "权重合计 110 %，多了 10"
    widget(page, "remove_C05").click()

    assert "C05" not in [item.code for item in sheet_of(firm, "徐静").items]
    assert page.form.targets.sum.text() == "权重合计 100 %"


def test_the_five_questions_show_nothing_of_targets_and_weights(open_score, show_score):
    page = show_score(open_score("simple"))

    shown = [line for line in page.form._lines if line.isVisibleTo(page)]
    assert len(shown) == 5
    assert page.form.targets.isHidden()
    assert page.form.events.isHidden()
    for line in shown:
        for part in (line.weight, line.weight_edit, line.target, line.target_edit, line.bar, line.weighted):
            assert not part.isVisibleTo(page)


def test_weights_can_be_changed_while_scoring_is_open_where_targets_do_not_come_first(open_score, show_score):
    from perfdesk.domain.firm import Switch

    firm = open_score("draft")
    firm.settings.set_switch(Switch.TARGETS_FIRST, on=False)
    page = show_score(firm)

    type_into(widget(page, "weight_SAL-01"), "30")
    press(widget(page, "weight_SAL-01"), Qt.Key.Key_Return)
    assert page.form.targets.agree.isHidden()
    page.form.targets.share.click()
    press(widget(page, "line_C03"), Qt.Key.Key_4)

    sheet = sheet_of(firm, "徐静")
    assert sheet.head.state is FormState.RUNNING
    assert item_of(firm, sheet.head.id, "C03").level == Decimal(4)
    assert page.form.targets.isHidden()
