"""The target of the current item beside its scores: as agreed, derived with its sum, and the way to amend it."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import open_firm
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import AmendReason
from perfdesk.views.changes_target import TargetCard
from tests.controllers.builders import NOW, items
from tests.views import changes_firm
from tests.views.changes_firm import form_of


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("target") / "精工.perfdesk"
    changes_firm.build(path)
    return path


@pytest.fixture
def firm(source, tmp_path):
    path = tmp_path / source.name
    shutil.copyfile(source, path)
    opened = open_firm(path, fixed(NOW))
    yield opened
    opened.close(with_backup=False)


@pytest.fixture
def card(firm, qtbot):
    made = TargetCard(firm)
    qtbot.addWidget(made)
    return made


def show(card, firm, number="E01", at=0):
    sheet = firm.appraisal.sheet(form_of(firm, number))
    card.show_item(sheet, firm.settings.settings(), sheet.items[at])
    return sheet


def test_an_agreed_target_leads_to_the_form_that_amends_it(card, firm, qtbot):
    sheet = show(card, firm)
    assert card.isVisible() and card.words.text().startswith("300,000 元")
    with qtbot.waitSignal(card.amend_wanted) as wanted:
        qtbot.mouseClick(card.amend_button, Qt.MouseButton.LeftButton)
    assert wanted.args == [sheet.items[0].id]


def test_on_the_score_page_it_opens_the_panel_that_amends(firm, show_score, qtbot):
    page = show_score(firm)
    page.show_place(employee_id=changes_firm.who(firm, "E01"))
    page.form.go_to(items(firm, form_of(firm, "E01"))[0].id)
    qtbot.mouseClick(page.side.target.amend_button, Qt.MouseButton.LeftButton)
    panel = page.form.amendment
    panel.fields["target"].setText("240000")
    panel.effective_on.setText("8-30")
    panel.tell()
    assert "300,000 × 60/90 + 240,000 × 30/90" in panel.effect.text()
    qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    assert page.side.target.words.text() == "280,000 元 = 300,000 × 60/90 + 240,000 × 30/90"


def test_a_derived_target_stands_with_its_sum(card, firm):
    first = items(firm, form_of(firm, "E01"))[0]
    firm.changes.amend_target(first.id, {"target": Decimal(240_000)}, date(2026, 8, 30), AmendReason.MARKET)
    show(card, firm)
    assert card.words.text() == "280,000 元 = 300,000 × 60/90 + 240,000 × 30/90"


def test_it_hides_where_there_is_nothing_to_amend(card, firm):
    judged = next(at for at, one in enumerate(items(firm, form_of(firm, "E01"))) if one.is_anchored)
    show(card, firm, at=judged)
    assert not card.isVisible()
    show(card, firm, "E04")  # confirmed, and as agreed
    assert not card.isVisible()
    firm.settings.set_switch(Switch.AMENDMENTS, on=False)
    show(card, firm)
    assert not card.isVisible()
