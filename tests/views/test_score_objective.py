"""An objective that counts (§4.4, mode X): its figure stands locked on form and grid, and both say why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.firm import Switch
from perfdesk.domain.okr import KeyResult
from perfdesk.domain.terms import ItemClass, KeyResultKind, Missing, OkrMode
from perfdesk.views.score_page import ScorePage
from tests.controllers.builders import items, new, sales_form
from tests.views.score_firm import widget

WHY = "“新客户翻番”代表一个目标（O），得分由关键结果换算。请改为填写关键结果。"


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    with closing(new(tmp_path / "红杉精密.perfdesk")) as made:
        made.settings.set_switch(Switch.OKR, on=True)
        made.settings.set_choice(okr_mode=OkrMode.X)
        yield made


def counting(firm: Firm) -> tuple[int, FormItem]:
    """A running form with an objective whose key result has no actual yet; return key result and item."""
    draft = sales_form(firm, agreed=False)
    given = KeyResult(0, 0, 0, "新客户数", KeyResultKind.METRIC, start=Decimal(0), target=Decimal(100))
    result = firm.okr.add_key_result(firm.okr.add_objective(draft, "新客户翻番"), given)
    for item in items(firm, draft):
        firm.appraisal.set_weight(item.id, None)
    firm.appraisal.share_out_rest(draft)
    assert firm.cycles.advance([draft]) == []
    return result, carried(firm, draft)


def carried(firm: Firm, form_id: int) -> FormItem:
    return next(item for item in items(firm, form_id) if item.item_class is ItemClass.OKR)


def test_the_form_locks_what_an_objective_earned_and_says_where_it_is_entered(
    firm: Firm, show_score: Callable[[Firm], ScorePage]
) -> None:
    result, item = counting(firm)
    firm.okr.enter(result, "35")
    page = show_score(firm)
    page.people.choose(item.form_id)
    field = widget(page, f"value_{item.code}")
    assert (field.isEnabled(), field.toolTip()) == (False, WHY)
    assert widget(page, f"value_{items(firm, item.form_id)[0].code}").isEnabled()


def test_the_grid_locks_what_an_objective_earned_and_says_where_it_is_entered(
    firm: Firm, show_score: Callable[[Firm], ScorePage]
) -> None:
    result, item = counting(firm)
    firm.okr.enter(result, "35")
    page = show_score(firm)
    page.show_place(by="grid")
    model = page.grid.model
    index = model.index(model.row_of(item.form_id), model.column_of(item.lineage))
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert index.data(Qt.ItemDataRole.ToolTipRole) == WHY
    page.grid.table.go(index)
    QTest.keyClick(page.grid.table, "1")
    QTest.keyClick(page.grid.table, Qt.Key.Key_Return)
    assert carried(firm, item.form_id).actual == Decimal("0.35")


def test_an_objective_without_a_score_may_be_excused_on_the_form(
    firm: Firm, show_score: Callable[[Firm], ScorePage]
) -> None:
    _result, item = counting(firm)
    page = show_score(firm)
    page.people.choose(item.form_id)
    page.form.go_to(item.id)
    line = next(one for one in page.form._lines if one.item.id == item.id)
    page.form._ask_reason(line)
    assert not page.form.notes.reason.isHidden()
    page.form.notes.reason.chosen.emit(Missing.NOT_APPLICABLE, "公司取消了该目标")
    assert carried(firm, item.form_id).missing is Missing.NOT_APPLICABLE
