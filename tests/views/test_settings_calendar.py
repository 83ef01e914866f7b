"""The calendar in the settings: days pasted, taken out and put back; a year that lacks something says so."""

from __future__ import annotations

import shutil
from datetime import date, datetime

import pytest
from PySide6.QtCore import QSettings, Qt

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import open_firm
from perfdesk.desktop.preferences import Preferences
from perfdesk.domain.schedule import ScheduleStep
from perfdesk.domain.terms import DayKind
from perfdesk.views.settings_calendar import CalendarSection
from perfdesk.views.settings_page import SettingsPage
from tests.controllers.builders import NOW
from tests.views import changes_firm


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("calendar") / "精工.perfdesk"
    changes_firm.build(path)
    return path


@pytest.fixture
def open_at(source, tmp_path):
    opened = []

    def open_it(now=NOW):
        path = tmp_path / source.name
        shutil.copyfile(source, path)
        opened.append(open_firm(path, fixed(now)))
        return opened[-1]

    yield open_it
    for firm in opened:
        firm.close(with_backup=False)


@pytest.fixture
def firm(open_at):
    return open_at()


def shown(firm, qtbot):
    section = CalendarSection(firm)
    section.retranslate()
    qtbot.addWidget(section)
    section.resize(900, 900)
    section.show()
    return section


@pytest.fixture
def section(firm, qtbot):
    return shown(firm, qtbot)


def press(qtbot, widget):
    assert widget.isVisible() and widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def year(section, qtbot, number):
    press(qtbot, section.years.findChild(object, f"segment_{number}"))


def test_the_year_without_make_up_days_says_so_until_they_are_pasted(section, firm, qtbot):
    assert not section.missing.isVisible() and section.state.text() == "完整"
    year(section, qtbot, 2027)
    assert "2027" in section.missing.text() and "调休" in section.missing.text()
    section.days.days.setText("2027-02-14、2-20")
    section.days.kind.setCurrentIndex(1)
    section.days.name.setText("春节")
    press(qtbot, section.days.save_button)
    assert firm.calendar.workdays().is_workday(date(2027, 2, 14))
    assert firm.calendar.workdays().is_workday(date(2027, 2, 20))
    assert not section.missing.isVisible() and section.days.days.text() == ""


def test_a_year_that_nobody_knows_asks_for_its_list(open_at, qtbot):
    firm = open_at(datetime(2028, 3, 1, 9))
    section = shown(firm, qtbot)
    assert "2028 年还没有名单" in section.missing.text()
    assert firm.calendar.missing_years() == (2028, 2029)
    section.days.days.setText("1-1, 10-1~10-7")
    press(qtbot, section.days.save_button)
    assert section.model.rowCount() == 2 and firm.calendar.missing_years() == (2029,)


@pytest.mark.parametrize("typed", ["20266-01-01", "2026-02-30", "2-8~2-5", "国庆"])
def test_what_is_no_day_is_named_and_stays(section, firm, qtbot, typed):
    section.days.days.setText(typed)
    press(qtbot, section.days.save_button)
    assert section.days.problem.isVisible() and section.days.problem.text().startswith("日期")
    assert typed in section.days.problem.text() and section.days.days.text() == typed
    assert section.pending() and not firm.calendar.year(2026).is_changed


def test_a_line_is_taken_out_and_the_year_put_back(section, firm, qtbot):
    assert not section.restore_button.isVisible()
    section.table.choose("2026-10-10")
    press(qtbot, section.remove_button)
    assert not firm.calendar.workdays().is_workday(date(2026, 10, 10))
    assert section.model.row_of("2026-10-10") is None
    press(qtbot, section.restore_button)
    assert firm.calendar.workdays().is_workday(date(2026, 10, 10))
    assert not section.restore_button.isVisible()


def test_an_own_day_off_stands_in_the_list_as_own(section, firm, qtbot):
    section.days.days.setText("12-24")
    section.days.name.setText("厂庆")
    press(qtbot, section.days.save_button)
    own = next(row for row in section.model.all_rows() if row.first.is_own)
    assert (own.first.name_zh, own.first.kind) == ("厂庆", DayKind.HOLIDAY)
    assert "已更新" in section.said.text()


def test_a_single_day_that_changes_nothing_is_told(section, qtbot):
    section.days.days.setText("2026-12-26")
    press(qtbot, section.days.save_button)
    assert "周末" in section.said.text()


def test_the_days_after_a_cycle_are_saved_and_a_wrong_number_stays(section, firm, qtbot):
    section.offsets.numbers["self"].setText("4")
    section.offsets.numbers["appeal_days"].setText("7")
    press(qtbot, section.offsets.save_button)
    assert firm.calendar.offsets()[ScheduleStep.SELF] == 4
    assert firm.settings.settings().choices.appeal_days == 7
    section.offsets.numbers["notice"].setText("3,5")
    press(qtbot, section.offsets.save_button)
    assert "结果通知" in section.offsets.problem.text()
    section.refresh()
    assert section.offsets.numbers["notice"].text() == "3,5"
    section.offsets.numbers["notice"].setText("2.5")
    press(qtbot, section.offsets.save_button)
    assert "整数" in section.offsets.problem.text()
    assert firm.calendar.offsets()[ScheduleStep.NOTICE] == 12


def test_the_card_stands_in_the_settings_and_not_in_those_of_five_questions(firm, show_page, tmp_path):
    preferences = Preferences(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    page = show_page(SettingsPage(firm, preferences), firm, height=2600)
    page.show_place(section="calendar")
    assert page.calendar.isVisible()
    for switch in tuple(firm.settings.settings().switches):
        firm.settings.set_switch(switch, on=False)
    page.refresh()
    assert not page.calendar.isVisible() and not page._buttons["calendar"].isVisible()
    page._tasks.close()
