"""The score page in other hands: the person's own rating, other raters' sheets, what is locked and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.firm import SIMPLE, Switch
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.raters import Layer
from perfdesk.domain.terms import RaterGroup, SheetState
from tests.views.score_firm import NOW, form_of, press, type_into, widget

PEER, SELF = RaterGroup.PEER, RaterGroup.SELF
NAMES = ("马超", "唐丽", "冯涛", "曹阳")


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """五分表 with own ratings and raters: 唐建平 manages four people, of whom three are asked about 马超."""
    made = new_firm(tmp_path / "多人.perfdesk", "红杉精密", "周建国", clock.fixed(NOW), switches=SIMPLE)
    people = [EmployeeDraft("B1", "唐建平", department="生产部", is_acting=True, is_appraised=False)]
    people += [
        EmployeeDraft(f"P{at}", name, department="生产部", manager="B1") for at, name in enumerate(NAMES)
    ]
    made.people.import_people(people, with_backup=False)
    for switch in (Switch.RATERS, Switch.SELF_SCORE):
        made.settings.set_switch(switch, on=True)
    by_name = {one.name: one.id for one in made.people.employees()}
    for name in NAMES[1:]:
        made.raters.ask(form_of(made, "马超"), PEER, by_name[name])
    yield made
    made.close(with_backup=False)


def rate_as(page, word: str) -> None:
    """Choose who rates as a user does: in the combo box."""
    combo = widget(page, "rateAs")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findText(word))
    combo.activated.emit(combo.currentIndex())


def levels(firm: Firm, group: RaterGroup, form_id: int) -> list[str]:
    """Return what a connection of its own finds in the file: levels, or NONE for "cannot rate", in entry order."""
    with closing(sqlite3.connect(f"{firm.path.as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "SELECT r.kind, r.value_c FROM rating r JOIN form_item i ON i.id = r.form_item_id"
            " WHERE i.form_id = ? AND r.rater_group = ? ORDER BY r.id",
            (form_id, group.value),
        ).fetchall()
    return [f"{value / 100:g}" if kind == "LEVEL" else kind for kind, value in found]


def type_levels(page, text: str) -> None:
    for letter in text:
        press(page.window().focusWidget(), Qt.Key(Qt.Key.Key_0 + int(letter)))


def test_without_the_switches_nobody_is_asked_who_rates(firm, show_score) -> None:
    for switch in (Switch.RATERS, Switch.SELF_SCORE):
        firm.settings.set_switch(switch, on=False)
    page = show_score(firm)
    assert page.header.raters.isHidden()
    assert page.submit_button.text() == "提交评分"


def test_own_levels_go_in_through_the_same_form_and_stand_beside_the_managers(firm, show_score) -> None:
    page = show_score(firm)
    rate_as(page, "自评")
    page.form.focus_start()
    type_levels(page, "43434")

    form_id = form_of(firm, "马超")
    assert levels(firm, SELF, form_id) == ["4", "3", "4", "3", "4"]
    assert levels(firm, RaterGroup.SUPERIOR, form_id) == []
    assert page.side.total_card.isHidden()

    rate_as(page, "上级评分")
    page.people.choose(form_id)
    item = page.form.sheet.items[0]
    own = widget(page, f"own_{item.code}")
    assert isinstance(own, QLabel) and own.text() == "自评 4"
    assert item.level is None


def test_a_handed_in_own_rating_is_locked_and_says_since_when(firm, show_score) -> None:
    page = show_score(firm)
    rate_as(page, "自评")
    page.form.focus_start()
    type_levels(page, "33333")
    page.people.choose(form_of(firm, "马超"))
    assert page.submit_button.text() == "提交自评" and page.submit_button.isEnabled()

    page.submit_button.click()

    assert page.header.remark.full() == "自评已锁定 09-30"
    assert not page.form.find_locks(page.form.sheet, page._settings).entry
    press(widget(page, f"line_{page.form.sheet.items[0].code}"), Qt.Key.Key_1)
    assert set(levels(firm, SELF, form_of(firm, "马超"))) == {"3"}


def test_a_sheet_is_typed_in_by_its_code_and_shows_neither_rater_nor_total(firm, show_score) -> None:
    page = show_score(firm)
    rate_as(page, "其他评分人")
    form_id = form_of(firm, "马超")
    sheet = firm.raters.sheets([form_id])[form_id][1]

    code = widget(page, "entryCode")
    type_into(code, sheet.code.lower())
    press(code, Qt.Key.Key_Return)
    type_levels(page, "54345")

    assert page.layers.layer == Layer(PEER, 2)
    assert page.form.state.text() == f"同级 第 2 份 · {sheet.code}"
    assert firm.raters.sheets([form_id])[form_id][1].state is SheetState.GIVEN
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]
    assert not any(sheet.name in text for text in texts)
    assert page.side.total_card.isHidden() and page.submit_button.isHidden()


def test_an_unknown_code_stays_and_is_told(firm, show_score) -> None:
    page = show_score(firm)
    rate_as(page, "其他评分人")
    code = widget(page, "entryCode")
    assert isinstance(code, QLineEdit)
    type_into(code, "ZZZZZZ")
    press(code, Qt.Key.Key_Return)
    assert code.text() == "ZZZZZZ" and code.property("state") == "wrong"
    assert "没有录入码" in page.notice.findChild(QLabel, "noticeText").text()


def test_the_grid_takes_sheets_too_and_f4_means_cannot_rate(firm, show_score) -> None:
    page = show_score(firm)
    page.show_place(by="grid", layer=Layer(PEER, 1))
    table = page.grid.table
    assert page.grid.model.rows()[0].standing.name == "马超" and len(page.grid.model.rows()) == 1
    table.go(page.grid.model.index(0, 1))
    table.setFocus()
    for key in (Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_F4, Qt.Key.Key_3, Qt.Key.Key_3):
        press(table, key)

    form_id = form_of(firm, "马超")
    assert levels(firm, PEER, form_id) == ["4", "5", "NONE", "3", "3"]
    assert firm.raters.sheets([form_id])[form_id][0].state is SheetState.GIVEN
    assert page.grid.side.done_card.isHidden()


def test_what_was_refused_in_one_hand_does_not_stand_in_the_other(firm, show_score) -> None:
    page = show_score(firm)
    page.show_place(by="grid", layer=Layer(PEER, 1))
    page.grid.table.go(page.grid.model.index(0, 1))
    page.grid.model.setData(page.grid.model.index(0, 1), "7")
    assert page.grid.model.index(0, 1).data() == "7" and len(page.pending_inputs()) == 1
    rate_as(page, "上级评分")
    assert page.grid.model.index(0, 1).data() == ""
    page.show_layer(Layer(PEER, 1))
    assert page.grid.model.index(0, 1).data() == "7"


def test_the_line_manager_sees_why_an_anonymous_sheet_takes_nothing(firm, show_score) -> None:
    boss = next(one.id for one in firm.people.employees() if one.name == "唐建平")
    firm.settings.act_as(boss)
    page = show_score(firm)
    rate_as(page, "其他评分人")
    assert "直接上级以外的人" in page.header.remark.full()
    page.form.focus_start()
    type_levels(page, "5")
    assert levels(firm, PEER, form_of(firm, "马超")) == []


def test_before_close_the_managers_score_is_provisional_and_after_it_frozen(firm, show_score) -> None:
    form_id = form_of(firm, "马超")
    firm.settings.set_switch(Switch.SELF_SCORE, on=False)
    judged = [item.id for item in firm.appraisal.sheet(form_id).items]
    for item in judged:
        firm.appraisal.enter(item, "4")
    page = show_score(firm)
    page.people.choose(form_id)
    assert page.form.state.text() == "暂定，评分人未关闭"
    for sheet in firm.raters.sheets([form_id])[form_id]:
        for item in judged:
            firm.raters.enter(sheet.id, item, "2")
    assert firm.raters.close([form_id]) == {}

    code = page.form.sheet.items[0].code
    assert widget(page, f"own_{code}").text() == "上级 4"
    assert widget(page, f"value_{code}").text() == "3.4"
    press(widget(page, f"line_{code}"), Qt.Key.Key_5)
    assert set(levels(firm, RaterGroup.SUPERIOR, form_id)) == {"4"}


def test_words_on_a_sheet_are_saved_there(firm, show_score) -> None:
    page = show_score(firm)
    rate_as(page, "其他评分人")
    good = widget(page, "strengths")
    good.setFocus()
    good.setPlainText("肯帮忙")
    page.form.flush()
    form_id = form_of(firm, "马超")
    assert firm.raters.sheets([form_id])[form_id][0].words_good == "肯帮忙"
    assert firm.appraisal.sheet(form_id).strengths == ""
    assert good.accessibleName() == "做得好的"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_everything_about_raters_is_named_in_both_languages(
    firm, show_score, language: str, request: pytest.FixtureRequest
) -> None:
    from perfdesk import texts

    texts.use(language)
    request.addfinalizer(lambda: texts.use("zh_CN"))
    page = show_score(firm)
    page.show_layer(Layer(PEER, 1))
    for name in ("rateAs", "raterSheet", "entryCode"):
        assert widget(page, name).accessibleName()
    words = [page.header.raters.who.itemText(at) for at in range(3)]
    assert words == (
        ["上级评分", "自评", "其他评分人"]
        if language == "zh_CN"
        else ["Manager's rating", "Own rating", "Other raters"]
    )


def test_beside_the_managers_form_stands_what_is_locked_and_since_when(firm, show_score) -> None:
    form_id = form_of(firm, "马超")
    judged = [item.id for item in firm.appraisal.sheet(form_id).items]
    for item in judged:
        firm.raters.enter_own(item, "3")
    firm.cycles.submit_self(form_id)
    for item in judged:
        firm.appraisal.enter(item, "4")
    page = show_score(firm)
    page.people.choose(form_id)
    assert page.header.remark.full() == "自评已锁定 09-30"
    assert page.people.model.cell(0, 1).text == "暂定"
    assert page.side.range.text() == "暂定，评分人未关闭"

    firm.raters.close([form_id])

    assert page.header.remark.full() == "评分人已于 09-30 关闭"
    assert page.people.model.cell(0, 1).text == "完成"


def test_cannot_be_rated_is_a_button_and_stands_in_words(firm, show_score) -> None:
    page = show_score(firm)
    rate_as(page, "其他评分人")
    page.form.focus_start()
    code = page.form.sheet.items[0].code
    assert widget(page, "noFigure").text() == "无法评价"

    widget(page, "noFigure").click()

    assert levels(firm, PEER, form_of(firm, "马超")) == ["NONE"]
    line = next(one for one in page.form._lines if one.item.code == code)
    assert line.state.text() == "无法评价"
    assert page.form.current_item.code != code
    page.show_place(by="grid")
    assert page.grid.model.cell(0, 1).mark.text == "无法评价"
    page.show_place(by="form")
    rate_as(page, "自评")
    assert page.side.cannot.isHidden()
