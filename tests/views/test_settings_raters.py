"""The settings of raters: weights by group, together 100, and the replies that a group needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QSpinBox

from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.firm import SIMPLE, Switch
from perfdesk.domain.terms import RaterGroup
from perfdesk.views.settings_raters import RatersSection
from tests.views.score_firm import NOW, press

PEER, SUPERIOR = RaterGroup.PEER, RaterGroup.SUPERIOR


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    made = new_firm(tmp_path / "多人.perfdesk", "红杉精密", "周建国", clock.fixed(NOW), switches=SIMPLE)
    made.settings.set_switch(Switch.RATERS, on=True)
    yield made
    made.close(with_backup=False)


@pytest.fixture
def section(qtbot, firm: Firm) -> RatersSection:
    made = RatersSection(firm)
    made.retranslate()
    firm.announce.subscribe(lambda _changed: made.refresh())
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def enter(section: RatersSection) -> Callable[[RaterGroup, str, str], None]:
    def type_it(group: RaterGroup, kind: str, text: str) -> None:
        row, column = section.rows.row_of(group), section.rows.column_of(kind)
        section.table.setCurrentIndex(section.rows.index(row, column))
        press(section.table, Qt.Key.Key_F2)
        editor = next(one for one in section.table.findChildren(QLineEdit) if one.isVisible())
        editor.selectAll()
        QTest.keyClicks(editor, text)
        press(editor, Qt.Key.Key_Return)

    return type_it


def test_the_defaults_are_shown(section) -> None:
    shown = [[section.rows.index(row, column).data() for column in range(3)] for row in range(4)]
    assert shown == [["上级", "60", "70"], ["同级", "20", "30"], ["下级", "10", "0"], ["客户", "10", "0"]]
    assert section.preset.isHidden()


def test_weights_become_the_firms_once_they_make_100(firm, section, enter) -> None:
    enter(SUPERIOR, "OTHERS", "80")
    assert firm.raters.firm_terms()["OTHERS"].weights[SUPERIOR] == 70
    assert section.sums["OTHERS"].text() == "其他人：合计 110%"
    assert section.pending() == ["评分人: 其他人：合计 110%"]

    enter(PEER, "OTHERS", "20")

    assert firm.raters.firm_terms()["OTHERS"].weights[SUPERIOR] == 80
    assert firm.raters.firm_terms()["OTHERS"].weights[PEER] == 20
    assert firm.raters.firm_terms()["MANAGERS"].weights[SUPERIOR] == 60
    assert section.pending() == []
    section.preset.click()
    assert firm.raters.firm_terms()["OTHERS"].weights[SUPERIOR] == 70


def test_a_weight_that_is_none_stays_red(firm, section, enter) -> None:
    enter(PEER, "OTHERS", "120")
    assert section.rows.pending()[0].text == "120"
    assert firm.raters.firm_terms()["OTHERS"].weights[PEER] == 30


def test_more_than_half_for_the_others_is_taken_but_said(firm, section, enter) -> None:
    enter(SUPERIOR, "OTHERS", "40")
    enter(PEER, "OTHERS", "60")
    assert firm.raters.firm_terms()["OTHERS"].weights[PEER] == Decimal(60)
    assert "60%" in section.said.text() and not section.said.isHidden()


def test_k_goes_upward_only(firm, section) -> None:
    spin = section.findChild(QSpinBox, "raterThreshold")
    assert (spin.minimum(), spin.value()) == (3, 3)
    spin.setValue(5)
    assert firm.settings.settings().choices.anonymity == 5
    firm.history.undo()
    assert spin.value() == 3
