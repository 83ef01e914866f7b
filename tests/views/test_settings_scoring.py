"""How scores are given, in the settings: half levels, and what OKR mean for the total."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt

from perfdesk.desktop.preferences import Preferences
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import OkrMode
from perfdesk.views.settings_page import SettingsPage


def shown(shop, show_page, tmp_path):
    preferences = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    return show_page(SettingsPage(shop, preferences), shop, height=2600)


def test_half_levels_and_the_way_of_okr_reach_the_file(shop, show_page, tmp_path, qtbot):
    shop.settings.set_switch(Switch.INDICATORS, on=True)
    shop.settings.set_switch(Switch.OKR, on=True)
    page = shown(shop, show_page, tmp_path)
    section = page.scoring
    assert section.isVisible() and section.halves.isChecked()

    section.halves.click()
    qtbot.mouseClick(section.mode.findChild(object, "segment_X"), Qt.MouseButton.LeftButton)
    choices = shop.settings.settings().choices
    assert (choices.allows_halves, choices.okr_mode) == (False, OkrMode.X)
    assert "不建议" in section.meaning.text()
    shop.history.undo()
    assert section.mode.choice() == "R"
    page._tasks.close()


def test_without_okr_its_ways_are_not_offered(shop, show_page, tmp_path):
    shop.settings.set_switch(Switch.INDICATORS, on=True)
    shop.settings.set_switch(Switch.OKR, on=False)
    page = shown(shop, show_page, tmp_path)
    assert page.scoring.isVisible()
    assert not page.scoring.mode.isVisible() and not page.scoring.meaning.isVisible()
    page._tasks.close()
