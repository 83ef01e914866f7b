"""The pane 评分人: who is asked, replies against k, closing with reasons, statistics that rank nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QTableView

from perfdesk import texts
from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.firm import SIMPLE, Switch
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.terms import RaterGroup
from perfdesk.views.cycle_page import CyclePage
from perfdesk.views.raters_pane import RatersPane
from tests.views.score_firm import NOW, compose, form_of, press, widget

PEERS = ("唐丽", "冯涛", "曹阳", "蒋伟")


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    made = new_firm(tmp_path / "多人.perfdesk", "红杉精密", "周建国", clock.fixed(NOW), switches=SIMPLE)
    people = [EmployeeDraft("B1", "唐建平", department="生产部", is_appraised=False)]
    people += [
        EmployeeDraft(f"P{at}", name, department="生产部", manager="B1")
        for at, name in enumerate(("马超", *PEERS))
    ]
    made.people.import_people(people, with_backup=False)
    made.settings.set_switch(Switch.RATERS, on=True)
    yield made
    made.close(with_backup=False)


@pytest.fixture
def pane(firm: Firm, show_page: Callable[..., RatersPane]) -> RatersPane:
    return show_page(RatersPane(firm), firm)


def row_of(pane: RatersPane, name: str) -> list[str]:
    model = pane.model
    at = next(at for at in range(model.rowCount()) if model.index(at, 0).data() == name)
    return [str(model.index(at, column).data()) for column in range(model.columnCount())]


def give(firm: Firm, name: str, level: int, count: int) -> None:
    form_id = form_of(firm, name)
    judged = [item.id for item in firm.appraisal.sheet(form_id).items]
    for sheet in firm.raters.sheets([form_id])[form_id][:count]:
        for item_id in judged:
            firm.raters.enter(sheet.id, item_id, str(level))


def manager_rates(firm: Firm, name: str, level: int) -> None:
    for item in firm.appraisal.sheet(form_of(firm, name)).items:
        firm.appraisal.enter(item.id, str(level))


def type_name(field, name: str) -> None:
    """Type over what stands there, as an input method does."""
    field.setFocus()
    field.selectAll()
    compose(field, "", name)


def text(pane: RatersPane, name: str) -> str:
    found = widget(pane, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_the_pane_is_offered_with_its_switch_only(firm, show_page) -> None:
    page = show_page(CyclePage(firm), firm)
    page.show_place(pane="raters")
    assert isinstance(page.pane(), RatersPane)
    firm.settings.set_switch(Switch.RATERS, on=False)
    assert not isinstance(page.pane(), RatersPane)


def test_raters_are_named_for_everybody_and_replies_stand_against_k(firm, pane) -> None:
    pane.propose_button.click()
    assert row_of(pane, "马超")[2:4] == ["0 / 4", "–"]
    give(firm, "马超", 4, 3)
    assert row_of(pane, "马超")[2] == "3 / 4"
    assert pane.model.cell(0, 2).mark.shape == "check"
    assert text(pane, "ratersSum") == "20 份评分表已收回 3 份，5 人中已关闭 0 人"


def test_one_more_is_asked_by_typing_and_a_rater_twice_is_told_under_the_field(firm, pane) -> None:
    pane.table.choose(form_of(firm, "马超"))
    field = widget(pane, "raterName")
    type_name(field, "唐丽")
    press(field, Qt.Key.Key_Return)
    form_id = form_of(firm, "马超")
    assert [one.name for one in firm.raters.sheets([form_id])[form_id]] == ["唐丽"]

    type_name(field, "唐丽")
    press(field, Qt.Key.Key_Return)
    assert text(pane, "raterProblem") == "唐丽 已经是此人的评分人，请另选一位。"
    assert field.text() == "唐丽"
    assert len(firm.raters.sheets([form_id])[form_id]) == 1


def test_a_customer_is_asked_by_name(firm, pane) -> None:
    pane.table.choose(form_of(firm, "马超"))
    group = widget(pane, "raterGroup")
    assert isinstance(group, QComboBox)
    group.setCurrentIndex(group.findData(RaterGroup.CUSTOMER.value))
    field = widget(pane, "raterName")
    type_name(field, "华新贸易")
    press(field, Qt.Key.Key_Return)
    sheet = firm.raters.sheets([form_of(firm, "马超")])[form_of(firm, "马超")][0]
    assert (sheet.group, sheet.employee_id, sheet.name) == (RaterGroup.CUSTOMER, None, "华新贸易")


def test_names_never_stand_beside_entry_codes(firm, pane) -> None:
    pane.propose_button.click()
    pane.table.choose(form_of(firm, "马超"))
    sheets = firm.raters.sheets([form_of(firm, "马超")])[form_of(firm, "马超")]
    table = widget(pane, "raterSheets")
    assert isinstance(table, QTableView)
    model = table.model()
    cells = [
        str(model.index(row, column).data() or "")
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    assert [cell for cell in cells if cell in PEERS] == sorted(PEERS)
    assert not {sheet.code for sheet in sheets} & set(cells)


def test_declining_and_asking_no_more(firm, pane) -> None:
    pane.propose_button.click()
    form_id = form_of(firm, "马超")
    pane.table.choose(form_id)
    pane.person.table.choose(firm.raters.sheets([form_id])[form_id][0].id)
    widget(pane, "declineRater").click()
    assert row_of(pane, "马超")[2] == "0 / 4"
    assert "谢绝 1" in pane.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    widget(pane, "withdrawRater").click()
    assert row_of(pane, "马超")[2] == "0 / 3"


def test_before_the_close_no_result_is_shown_and_closing_names_what_keeps_others_open(firm, pane) -> None:
    pane.propose_button.click()
    give(firm, "马超", 4, 4)
    manager_rates(firm, "马超", 2)
    pane.table.choose(form_of(firm, "马超"))
    assert text(pane, "raterResult") == "目前可用：同级。 关闭评分人之后才显示结果。"

    pane.close_button.click()

    assert "已为 1 人关闭" in pane.notice.findChild(QLabel, "noticeText").text()
    assert "唐丽: 上级还没有评" in pane.notice.findChild(QLabel, "noticeText").text()
    pane.table.choose(form_of(firm, "马超"))
    assert "同级 4.00（4 份）" in text(pane, "raterResult")
    assert "2.60" in text(pane, "raterResult")
    assert not pane.person.entry.isVisibleTo(pane)


def test_sent_back_the_raters_stay_frozen_and_wait_for_another_close(firm, pane) -> None:
    form_id = form_of(firm, "马超")
    firm.raters.propose([form_id])
    give(firm, "马超", 4, 4)
    manager_rates(firm, "马超", 2)
    firm.raters.close([form_id])
    assert firm.cycles.advance([form_id]) == []
    state = firm.appraisal.sheet(form_id).head.state
    firm.cycles.send_back(form_id, firm.cycles.ways_back(state)[-1], "上级的等级要再核对一遍")
    pane.refresh()
    pane.table.choose(form_id)

    assert not pane.person.entry.isVisibleTo(pane) and not pane.person.deeds.isVisibleTo(pane)
    marks = [
        column.mark(line)
        for line in pane._lines
        if line.head.id == form_id
        for column in pane._columns()[-1:]
    ]
    assert [mark.text for mark in marks] == ["待再次关闭"]
    manager_rates(firm, "马超", 4)
    pane.close_button.click()
    assert firm.appraisal.sheet(form_id).items[0].combined_level == 4


def test_statistics_say_their_warnings_in_words_for_hr_only_and_rank_nobody(firm, pane) -> None:
    pane.propose_button.click()
    for name, level in (("马超", 3), ("唐丽", 4)):
        give(firm, name, 3, 4)
        manager_rates(firm, name, level)
    pane.close_raters()
    pane.switch.choose("statistics")
    pane._show_part("statistics")

    assert text(pane, "forHrOnly") == "仅供人事"
    said = [one.text() for one in pane.findChildren(QLabel, "raterWarning") if one.isVisibleTo(pane)]
    assert any("各项同分" in one for one in said)
    limits = text(pane, "raterLimits")
    assert "62% 和 53%" in limits and "21–25%" in limits
    names = [line.name for line in pane.statistics.model.rows()]
    assert names == ["唐建平", *sorted(names[1:])]
    assert not pane.statistics.table.horizontalHeader().sectionsClickable()


def test_everything_is_undone_step_by_step(firm, pane) -> None:
    pane.propose_button.click()
    give(firm, "马超", 4, 4)
    manager_rates(firm, "马超", 3)
    pane.close_raters()
    while firm.history.undo_deed is not None and firm.history.undo_deed.code != "propose_raters":
        firm.history.undo()
    assert row_of(pane, "马超")[2] == "0 / 4"
    firm.history.undo()
    assert row_of(pane, "马超")[2] == "–"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_control_has_a_name_in_both_languages(
    firm, show_page, language: str, request: pytest.FixtureRequest
) -> None:
    texts.use(language)
    request.addfinalizer(lambda: texts.use("zh_CN"))
    shown = show_page(RatersPane(firm), firm)
    firm.raters.propose([form_of(firm, "马超")])
    for name in ("ratersForms", "raterSheets", "raterGroup", "raterName", "askRater", "enterSheets"):
        assert widget(shown, name).accessibleName(), name
    assert shown.close_button.text() == ("关闭评分人" if language == "zh_CN" else "Close raters")
