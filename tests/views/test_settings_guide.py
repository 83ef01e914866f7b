"""The guide of grades among the settings: shares that add up, and a section that shows only with calibration."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from perfdesk.controllers.firm import Firm
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import GuideMode
from perfdesk.views.settings_guide import GuideSection
from tests.controllers.calibration_firm import calibration_firm


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    with contextlib.closing(calibration_firm(tmp_path / "f.perfdesk")) as made:
        yield made


@pytest.fixture
def section(qtbot, firm: Firm) -> GuideSection:
    made = GuideSection(firm)
    made.retranslate()
    qtbot.addWidget(made)
    made.resize(700, 420)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def enter(section: GuideSection, row: int, text: str) -> None:
    table = section.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, 1))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def shares(firm: Firm) -> tuple[Decimal, ...]:
    return firm.calibration.guide()[1]


def test_the_default_stands_there_with_what_it_means(section):
    rows = section.rows.rows()
    assert [str(row.share) for row in rows] == ["10", "20", "50", "15", "5"]
    assert [row.seats for row in rows] == [("1", "2"), ("2", "5"), ("6", "12"), ("2", "3"), ("1", "1")]
    assert section.total.text() == "共 100 %" and section.preset.isHidden()


def test_shares_are_kept_only_when_they_add_up_to_100(section, firm):
    enter(section, 0, "5")
    assert section.total.text() == "共 95 %" and "还差 5" in section.said.text()
    assert shares(firm)[0] == 10 and section.pending()
    enter(section, 1, "25%")
    assert shares(firm) == (5, 25, 50, 15, 5)
    assert section.said.isHidden() and section.pending() == []


def test_the_default_comes_back(section, firm, qtbot):
    enter(section, 0, "5")
    enter(section, 1, "25")
    qtbot.mouseClick(section.preset, Qt.MouseButton.LeftButton)
    assert shares(firm) == (10, 20, 50, 15, 5)


@pytest.mark.parametrize("text", ["1O", "120", "-3", "2.345"])
def test_a_share_that_is_none_is_refused_in_its_cell(section, firm, text):
    enter(section, 0, text)
    assert shares(firm) == (10, 20, 50, 15, 5)
    assert [wrong.text for wrong in section.rows.pending()] == [text]


def test_mode_and_link_are_the_firms_choices(section, firm, qtbot):
    qtbot.mouseClick(
        section.mode.findChild(QPushButton, f"segment_{GuideMode.SOFT.value}"), Qt.MouseButton.LeftButton
    )
    section.link.click()
    chosen = firm.settings.settings().choices
    assert (chosen.guide_mode, chosen.links_departments) == (GuideMode.SOFT, True)


def test_the_section_shows_only_with_calibration(qtbot, firm, tmp_path):
    from PySide6.QtCore import QSettings

    from perfdesk.desktop.preferences import Preferences
    from perfdesk.views.settings_page import SettingsPage

    ini = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    page = SettingsPage(firm, Preferences(ini))
    qtbot.addWidget(page)
    page.show()
    assert page.guide.isVisible()
    firm.settings.set_switch(Switch.CALIBRATION, on=False)
    page.refresh()
    assert not page.guide.isVisible() and page.findChild(QPushButton, "section_guide").isHidden()
