"""The settings page: each choice reaches the firm file or this computer, and no other place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt

from perfdesk import texts
from perfdesk.controllers import clock
from perfdesk.controllers.firm import open_firm
from perfdesk.desktop.preferences import Preferences
from perfdesk.domain.appraisal import FormTalk as Talk
from perfdesk.domain.firm import Switch
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.terms import FormState, Scheme
from perfdesk.views.settings_page import SettingsPage
from tests.views.shop_firm import PEOPLE, TODAY


@pytest.fixture
def preferences(tmp_path):
    return Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def page(shop, show_page, preferences):
    made = show_page(SettingsPage(shop, preferences), shop, height=2600)
    yield made
    made._tasks.close()


def read_again(shop):
    return open_firm(shop.path, clock.fixed(TODAY), read_only=True)


def press(qtbot, widget):
    assert widget.isVisible() and widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def segment(switch, key):
    return switch.findChild(object, f"segment_{key}")


def edit(page, row, column, text):
    model = page.grades.table.model()
    return model.setData(model.index(row, model.column_of(column)), text)


def test_the_name_of_the_firm_is_saved_on_enter_and_an_empty_one_is_refused_in_place(page, shop, qtbot):
    page.firm.name.setText("红杉精密机械")
    qtbot.keyClick(page.firm.name, Qt.Key.Key_Return)
    assert shop.settings.settings().name == "红杉精密机械"
    page.firm.name.setText("  ")
    qtbot.keyClick(page.firm.name, Qt.Key.Key_Return)
    assert page.firm.said.isVisible() and page.pending_inputs()
    fresh = read_again(shop)
    assert fresh.settings.settings().name == "红杉精密机械"
    fresh.close(with_backup=False)
    qtbot.keyClick(page.firm.name, Qt.Key.Key_Escape)
    assert page.firm.name.text() == "红杉精密机械" and not page.pending_inputs()


def test_language_look_and_size_belong_to_this_computer(page, shop, preferences, qtbot):
    before = shop.path.read_bytes()
    with qtbot.waitSignal(preferences.language_changed):
        press(qtbot, segment(page.look.language, "en"))
    with qtbot.waitSignal(preferences.look_changed):
        press(qtbot, segment(page.look.theme, "dark"))
    press(qtbot, segment(page.look.zoom, "125"))
    assert (preferences.language, preferences.theme, preferences.zoom) == ("en", "dark", 125)
    assert shop.path.read_bytes() == before


def test_a_bound_edited_in_place_holds_for_new_cycles_and_not_for_those_that_exist(page, shop):
    assert edit(page, 1, "bound", "108")
    fresh = read_again(shop)
    assert fresh.settings.grades(Scheme.P120)[1].lower_bound == 108
    assert fresh.cycles.current().scheme.grades == SCHEMES[Scheme.P120].grades
    fresh.close(with_backup=False)


def test_a_bound_that_breaks_the_order_stays_red_with_the_reason(page, shop):
    assert not edit(page, 2, "bound", "106")
    (wrong,) = page.grades.table.model().pending()
    assert wrong.text == "106" and "B" in wrong.refused.wrong
    assert page.pending_inputs()
    assert shop.settings.grades(Scheme.P120) == SCHEMES[Scheme.P120].grades
    assert not edit(page, 2, "bound", "8S")
    assert page.grades.table.model().pending()[0].refused.fix == "85"


def test_names_and_codes_are_edited_and_the_preset_comes_back(page, shop, qtbot):
    assert edit(page, 0, "name_zh", "特优")
    assert edit(page, 0, "code", "A+")
    assert (shop.settings.grades(Scheme.P120)[0].code, shop.settings.grades(Scheme.P120)[0].name_zh) == (
        "A+",
        "特优",
    )
    press(qtbot, page.grades.preset)
    assert shop.settings.grades(Scheme.P120) == SCHEMES[Scheme.P120].grades
    assert not page.grades.preset.isVisible()


def test_a_grade_is_added_under_another_and_taken_away_again(page, shop, qtbot):
    page.grades.table.choose(2, 0)
    press(qtbot, page.grades.more)
    assert [grade.code for grade in shop.settings.grades(Scheme.P120)] == ["S", "A", "B", "E", "C", "D"]
    assert shop.settings.grades(Scheme.P120)[3].lower_bound == 72.5
    page.grades.table.choose(3, 0)
    press(qtbot, page.grades.fewer)
    assert shop.settings.grades(Scheme.P120) == SCHEMES[Scheme.P120].grades


def test_another_scheme_is_looked_at_first_and_chosen_then(page, shop, qtbot):
    press(qtbot, segment(page.grades.scheme, "P100"))
    assert shop.settings.settings().scheme is Scheme.P120
    assert page.grades.table.model().index(0, 3).data() == "95.00"
    press(qtbot, page.grades.use)
    assert shop.settings.settings().scheme is Scheme.P100


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_function_that_works_has_a_switch_with_a_line_on_what_it_brings(page, language):
    texts.use(language)
    page.retranslate()
    assert set(page.switches.boxes) == set(Switch) - {Switch.FORMAL_PIP, Switch.PAY}
    for switch, box in page.switches.boxes.items():
        words = page.switches._sentences[switch].text()
        assert box.text() and words == box.accessibleDescription()
        assert ("关：" if language == "zh_CN" else "Off: ") in words


def test_switching_off_keeps_what_was_recorded_and_on_again_asks_for_nothing(page, shop, qtbot):
    box = page.switches.boxes[Switch.INTERVIEWS]
    box.click()
    scored = next(
        head.id
        for head in shop.cycles.heads(shop.cycles.current().id)
        if head.state is FormState.MANAGER_SCORED
    )
    assert not shop.cycles.record_talk([scored], Talk(notice_on=TODAY.date(), notice_way="当面"))
    for _again in range(2):
        box.click()
        assert shop.appraisal.sheet(scored).talk.notice_on == TODAY.date()


def test_a_switch_goes_off_and_on_without_a_question_and_keeps_the_data(page, shop, qtbot):
    box = page.switches.boxes[Switch.INDICATORS]
    box.click()
    fresh = read_again(shop)
    assert Switch.INDICATORS not in fresh.settings.settings().switches
    assert len(fresh.cycles.heads(fresh.cycles.current().id)) == len(PEOPLE)
    fresh.close(with_backup=False)
    box.click()
    assert Switch.INDICATORS in shop.settings.settings().switches
    shop.history.undo()
    assert not box.isChecked()


def test_indicators_with_the_five_levels_are_told_to_take_another_scheme(page, shop, qtbot):
    assert not page.switches.scheme_hint.isVisible()
    shop.settings.set_scheme(Scheme.P5)
    assert page.switches.scheme_hint.isVisible()
    press(qtbot, page.switches.to_grades)
    assert page._buttons["grades"].isChecked()


def test_an_acting_person_is_added_chosen_and_taken_out(page, shop, qtbot):
    page.persons.who.setEditText("孙浩")
    press(qtbot, page.persons.add_button)
    assert [one.name for one in shop.settings.acting_persons()] == ["周红", "孙浩"]
    with qtbot.waitSignal(page.actor_changed):
        press(qtbot, page.persons.choose)
    person = next(one for one in shop.people.employees() if one.name == "孙浩")
    assert shop.settings.actor_id == person.id
    assert "孙浩（正在操作）" in [
        row[0].name + "（正在操作）" for row in page.persons.table.model().rows() if row[1]
    ]
    assert not page.persons.remove.isEnabled()
    page.persons.table.choose(next(one.id for one in shop.settings.acting_persons() if one.name == "周红"), 0)
    press(qtbot, page.persons.remove)
    assert [one.name for one in shop.settings.acting_persons()] == ["孙浩"]


def test_a_name_that_nobody_has_is_not_added(page, shop, qtbot):
    page.persons.who.setEditText("查无此人")
    press(qtbot, page.persons.add_button)
    assert page.persons.said.isVisible()
    assert len(shop.settings.acting_persons()) == 1


def test_a_backup_is_made_listed_and_looked_into_before_it_replaces_anything(page, shop, qtbot):
    assert page.file.none.isVisible()
    press(qtbot, page.file.now)
    qtbot.waitUntil(lambda: page.file.table.model().rowCount() == 1)
    made = shop.backups()[0]
    model = page.file.table.model()
    assert model.index(0, 0).data() == "2026-10-16 09:00:00" and model.index(0, 1).data() == "手动"
    assert made.path.name in page.file.said.text()
    before = shop.path.read_bytes()
    press(qtbot, page.file.restore)
    qtbot.waitUntil(page.file.inside.isVisible)
    assert "红杉精密 · 7 人 · 2 个周期，最新 2026 年三季度 · 10 张考核表" in page.file.facts.text()
    assert shop.path.read_bytes() == before
    with qtbot.waitSignal(page.restore_requested) as wanted:
        press(qtbot, page.file.replace)
    assert wanted.args == [str(made.path)]


def test_a_damaged_backup_says_so_and_offers_no_replacing(page, shop, qtbot):
    path = shop.back_up()
    path.write_bytes(path.read_bytes()[:5000])
    page.file.refresh()
    page.file.table.choose(str(path), 0)
    press(qtbot, page.file.restore)
    qtbot.waitUntil(page.file.said.isVisible)
    assert page.file.said.property("tone") == "err" and not page.file.inside.isVisible()


def test_the_file_is_checked_off_the_windows_thread(page, qtbot):
    press(qtbot, page.check.begin)
    assert not page.check.begin.isEnabled()
    qtbot.waitUntil(page.check.begin.isEnabled, timeout=10_000)
    assert page.check.said.text() == "文件正常，没有问题。"


def test_a_score_that_was_changed_by_hand_is_found(page, shop, qtbot):
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(shop.path)) as connection, connection:
        connection.execute("UPDATE form_item SET score_c = 1 WHERE score_c IS NOT NULL AND id = 1")
    press(qtbot, page.check.begin)
    qtbot.waitUntil(page.check.begin.isEnabled, timeout=10_000)
    assert "处问题" in page.check.said.text() and "0.01" in page.check.findings.text()


def test_the_menu_goes_to_a_section_by_place_and_by_arrow_keys(page, qtbot):
    page.show_place(section="grades")
    assert page._buttons["grades"].isChecked()
    page._buttons["grades"].setFocus()
    qtbot.keyClick(page._buttons["grades"], Qt.Key.Key_Down)
    assert page._buttons["words"].isChecked() and page._buttons["words"].hasFocus()


def test_the_language_changes_while_it_runs(page):
    texts.use("en")
    page.retranslate()
    assert page._buttons["file"].text() == "File and backups"
    assert page.switches.boxes[Switch.TARGETS_FIRST].text() == "Agree targets before the cycle"
    assert page.grades.heading.text() == "Grades"
    assert page.file.now.text() == "Back up now"


def test_a_file_open_for_reading_can_be_looked_at_and_not_changed(shop, show_page, preferences):
    reader = read_again(shop)
    page = show_page(SettingsPage(reader, preferences), reader, height=2600)
    assert not page.firm.name.isEnabled()
    assert not any(box.isEnabled() for box in page.switches.boxes.values())
    assert not page.file.restore.isEnabled()
    page._tasks.close()
    reader.close(with_backup=False)
