"""Changes on the way in the window: told before they are made, refused beside their field, shown in plain lists."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from perfdesk import texts
from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import open_firm
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import Aggregation, AppealDecision, CycleType, DayKind
from perfdesk.store.change import Deed
from perfdesk.store.schema import cycle as cycle_table
from perfdesk.views.changes_amendments import AmendmentPanel
from perfdesk.views.changes_pane import ChangesPane
from perfdesk.views.cycle_page import CyclePage
from tests.controllers.builders import NOW, file_of, items
from tests.views import changes_firm
from tests.views.changes_firm import form_of, who


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("changes") / "精工.perfdesk"
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
def pane(firm, show_page):
    return show_page(ChangesPane(firm), firm, height=1600)


def press(qtbot, widget):
    assert widget.isVisible() and widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def revenue(firm, number="E01"):
    return items(firm, form_of(firm, number))[0]


def pick(box, part):
    """Choose the line that holds these words, as somebody who types them would."""
    at = next(at for at in range(box.count()) if part in box.itemText(at))
    box.setCurrentIndex(at)


def begin_amendment(pane, qtbot, target="240000", day="8-30"):
    press(qtbot, pane.amendments.openers["add"])
    form = pane.amendments.entry
    pick(form.person, "王小明")
    pick(form.item, "销售收入")
    form.fields["target"].selectAll()
    qtbot.keyClicks(form.fields["target"], target)
    form.effective_on.setText(day)
    form.tell()
    return form


def test_an_amendment_tells_the_derived_target_with_its_formula_and_then_does_it(pane, firm, qtbot):
    form = begin_amendment(pane, qtbot)
    assert "300,000 → 280,000 元 = 300,000 × 60/90 + 240,000 × 30/90" in form.effect.text()
    assert "93.33 → 100.00" in form.effect.text() and "过半" in form.effect.text()
    assert revenue(firm).rule.target == Decimal("300000")

    press(qtbot, form.save_button)

    assert revenue(firm).rule.target == Decimal("280000")
    assert not form.isVisible() and pane.amendments.model.rowCount() == 1
    texts_of_row = [pane.amendments.model.cell(0, at).text for at in range(6)]
    assert texts_of_row[:5] == ["王小明", "销售收入完成额", "300,000", "240,000", "280,000"]


def test_a_wrong_number_and_a_wrong_day_are_named_with_their_fields_and_stay(pane, firm, qtbot):
    form = begin_amendment(pane, qtbot, target="24OO00", day="20266-08-30")
    press(qtbot, form.save_button)
    assert form.problem.isVisible() and form.isVisible()
    lines = form.problem.text().splitlines()
    assert len(lines) == 2
    assert "新目标" in lines[0] and "240000" in lines[0]
    assert "生效日期" in lines[1] and "20266-08-30" in lines[1]
    assert form.fields["target"].text() == "24OO00" and form.effective_on.text() == "20266-08-30"
    assert len(pane.pending_inputs()) == 2
    form.effective_on.setText("2026-02-30")
    form.tell()
    assert "2026-02-30" in form.problem.text()
    assert firm.changes.amendments(firm.settings.settings().current_cycle_id) == []


def test_limits_of_a_sum_move_with_its_target_until_they_are_typed(firm, qtbot):
    panel = AmendmentPanel(firm)
    qtbot.addWidget(panel)
    panel.show()
    rate = next(item for item in items(firm, form_of(firm, "E02")) if item.rule.threshold is not None)
    assert typed(panel, rate, "target", "90") == rate.rule.threshold  # a rate: its limits are set by hand
    summed = replace(rate, aggregation=Aggregation.SUM)
    half = rate.rule.target / 2
    assert typed(panel, summed, "target", str(half)) == rate.rule.threshold / 2
    panel.fields["threshold"].selectAll()
    qtbot.keyClicks(panel.fields["threshold"], "7")
    panel.fields["target"].selectAll()
    qtbot.keyClicks(panel.fields["target"], "80")
    assert panel.fields["threshold"].text() == "7"


def typed(panel, item, field, text):
    """Type into a field of a panel and return what then stands as threshold."""
    panel.show_item(item)
    panel.fields[field].selectAll()
    QTest.keyClicks(panel.fields[field], text)
    return Decimal(panel.fields["threshold"].text())


def test_signatures_are_noted_and_the_newest_amendment_is_taken_back(pane, firm, qtbot):
    press(qtbot, begin_amendment(pane, qtbot).save_button)
    pane.amendments.table.choose(pane.amendments.model.key_at(0))
    qtbot.keyClick(pane.amendments.table, Qt.Key.Key_Return)
    form = pane.amendments.signature
    assert form.isVisible()
    form.employee.setText("10-15")
    form.manager.setText("10-17")
    press(qtbot, form.save_button)
    assert "上级签字" in form.problem.text() and form.isVisible()
    form.manager.setText("10-16")
    press(qtbot, form.save_button)
    cycle = firm.settings.settings().current_cycle_id
    assert firm.changes.amendments(cycle)[0].is_signed
    pane.amendments._open_row(pane.amendments.model.key_at(0))
    press(qtbot, form.remove_button)
    assert firm.changes.amendments(cycle) == [] and revenue(firm).rule.target == Decimal("300000")


def test_joining_dates_are_offered_and_followed_with_one_press(pane, firm, qtbot):
    (row,) = pane.shares.model.all_rows()
    assert row.is_to_apply and pane.shares.apply_button.isVisible()
    press(qtbot, pane.shares.apply_button)
    (row,) = pane.shares.model.all_rows()
    assert (row.days, row.of, row.is_to_apply) == (60, 90, False)
    assert revenue(firm, "E03").rule.target == Decimal("200000")
    assert not pane.shares.apply_button.isVisible() and "1" in pane.shares.said.text()


def test_a_transfer_tells_both_segments_before_it_is_made(pane, firm, qtbot):
    press(qtbot, pane.shares.openers["transfer"])
    form = pane.shares.transfer
    pick(form.person, "李娜")
    form.on.setText("8-15")
    pick(form.position, "总务")
    form.tell()
    assert "45 / 90 天" in form.effect.text() and "新表" in form.effect.text()
    press(qtbot, form.save_button)
    rows = [row for row in pane.shares.model.all_rows() if row.person.number == "E02"]
    assert [(row.segment, row.days) for row in rows] == [(1, 45), (2, 45)]
    assert firm.people.employee(who(firm, "E02")).position_zh == "总务"


def test_figures_that_a_transfer_would_drop_are_named_before_it_is_made(pane, firm, qtbot):
    item = revenue(firm, "E02")
    firm.appraisal.enter(item.id, "1234")
    old = form_of(firm, "E02")
    press(qtbot, pane.shares.openers["transfer"])
    form = pane.shares.transfer
    pick(form.person, "李娜")
    form.on.setText("7-10")
    pick(form.position, "总务")

    press(qtbot, form.save_button)

    assert item.name_zh in form.problem.text() and not firm.appraisal.sheet(old).head.is_void
    form.tell()
    assert f"不再计分：{item.name_zh} 1,234" in form.effect.text()
    press(qtbot, form.save_button)
    assert firm.appraisal.sheet(old).head.is_void and form_of(firm, "E02") != old


def test_days_that_are_too_few_for_a_grade_are_told_before(pane, firm, qtbot):
    press(qtbot, pane.shares.openers["span"])
    form = pane.shares.span
    pick(form.person, "王小明")
    form.last.setText("2026-07-20")
    form.tell()
    assert "不参加本期评级" in form.effect.text()
    form.last.setText("2026-06-20")
    press(qtbot, form.save_button)
    assert "最后一天" in form.problem.text() and form.last.text() == "2026-06-20"
    form.last.setText("2026-07-20")
    press(qtbot, form.save_button)
    row = next(row for row in pane.shares.model.all_rows() if row.person.number == "E01")
    assert not row.is_graded


def test_a_long_leave_is_added_and_removed_in_place(pane, firm, qtbot):
    press(qtbot, pane.absences.openers["add"])
    form = pane.absences.entry
    pick(form.person, "李娜")
    form.first.setText("8-1")
    form.last.setText("8-30")
    form.tell()
    assert "60 / 90 天" in form.effect.text() and "200,000" in form.effect.text()
    press(qtbot, form.save_button)
    assert revenue(firm, "E02").rule.target == Decimal("200000")
    assert pane.absences.model.rowCount() == 1
    pane.absences.table.choose(pane.absences.model.key_at(0))
    press(qtbot, pane.absences.remove_button)
    assert pane.absences.model.rowCount() == 0 and revenue(firm, "E02").rule.target == Decimal("300000")
    assert pane.absences.empty.isVisible()


def test_an_appeal_is_filed_handled_and_decided_without_leaving_the_list(pane, firm, qtbot):
    press(qtbot, pane.appeals.openers["add"])
    form = pane.appeals.filing
    pick(form.person, "秦琼")
    assert not form.delivered.isVisible()  # the form says when it was delivered
    form.facts.setText("不服")
    press(qtbot, form.save_button)
    assert "事实与理由" in form.problem.text() and form.facts.text() == "不服"
    form.facts.setText("七月的客诉不属于本岗位，附邮件。")
    press(qtbot, form.save_button)
    assert firm.appraisal.sheet(form_of(firm, "E04")).head.is_appealed
    assert not pane.appeals.openers["add"].isVisible()

    pane.appeals.table.choose(pane.appeals.model.key_at(0))
    qtbot.keyClick(pane.appeals.table, Qt.Key.Key_Return)
    form = pane.appeals.decision
    handlers = [form.handler.itemText(at) for at in range(form.handler.count())]
    assert not any("秦琼" in name or "周敏" in name for name in handlers)
    pick(form.handler, "李娜")
    form.decision.setCurrentIndex(1)
    form.reasons.setText("客诉记录属于另一岗位，予以更正。")
    press(qtbot, form.save_button)

    (row,) = pane.appeals.model.all_rows()
    assert row.appeal.decision is AppealDecision.UPHELD and row.appeal.handler == "李娜"
    assert not firm.appraisal.sheet(form_of(firm, "E04")).head.is_appealed
    pane.appeals._open_row(row.appeal.id)
    assert "成立" in pane.appeals.said.text() and not form.isVisible()


def test_escape_closes_a_form_and_empty_lists_say_what_to_do(pane, qtbot):
    assert pane.amendments.empty.isVisible() and pane.amendments.hint.text()
    assert pane.absences.empty.isVisible() and pane.appeals.empty.isVisible()
    press(qtbot, pane.absences.openers["add"])
    qtbot.keyClick(pane.absences.entry.first, Qt.Key.Key_Escape)
    assert not pane.absences.entry.isVisible()


def test_the_pane_is_offered_only_with_its_switch_and_opens_at_an_item(firm, show_page, qtbot):
    page = show_page(CyclePage(firm), firm)
    page.show_place(pane="changes", form_id=form_of(firm, "E02"), item_id=revenue(firm, "E02").id)
    entry = page.pane("changes").amendments.entry
    assert entry.isVisible() and entry.item.currentText() == "销售收入完成额"
    assert entry.fields["target"].text() == "300,000"
    firm.settings.set_switch(Switch.AMENDMENTS, on=False)
    qtbot.waitUntil(lambda: "changes" not in page._offered)


def test_a_filed_cycle_shows_its_changes_and_takes_no_more(pane, firm, qtbot):
    press(qtbot, begin_amendment(pane, qtbot).save_button)
    with file_of(firm).change(Deed("test")) as change:
        change.update(cycle_table, firm.settings.settings().current_cycle_id, closed_at="2026-10-16T09:00:00")
    pane.refresh()
    assert pane.amendments.model.rowCount() == 1
    assert not any(opener.isEnabled() for card in pane.cards for opener in card.openers.values())


def test_deadlines_in_a_year_without_its_days_lead_to_the_calendar(pane, firm, qtbot):
    assert not pane.notice.isVisible()
    firm.cycles.add_cycle(CycleType.QUARTER, date(2026, 10, 1), date(2026, 12, 31), with_forms=False)
    pane.show_cycle(firm.settings.settings().current_cycle_id)
    assert pane.notice.isVisible() and "2027" in pane.notice.text.text()
    with qtbot.waitSignal(pane.place_wanted) as wanted:
        press(qtbot, pane.notice.findChild(object, "notice0"))
    assert wanted.args == ["settings", {"section": "calendar"}]
    firm.calendar.set_day(date(2027, 2, 14), DayKind.WORKDAY)
    pane.show_cycle(firm.settings.settings().current_cycle_id)
    assert not pane.notice.isVisible()


def test_every_word_is_there_in_english_too(firm, show_page, qtbot):
    texts.use("en")
    pane = show_page(ChangesPane(firm), firm, height=1600)
    form = begin_amendment_in_english(pane, qtbot)
    assert "300,000 → 280,000 CNY = 300,000 × 60/90 + 240,000 × 30/90" in form.effect.text()
    assert pane.amendments.heading.text() == "Amended targets"


def begin_amendment_in_english(pane, qtbot):
    press(qtbot, pane.amendments.openers["add"])
    form = pane.amendments.entry
    pick(form.person, "E01")
    form.item.setCurrentIndex(0)
    form.fields["target"].setText("240000")
    form.effective_on.setText("2026-08-30")
    form.tell()
    return form


def test_a_file_that_may_only_be_read_offers_no_form(source, tmp_path, show_page):
    path = tmp_path / source.name
    shutil.copyfile(source, path)
    firm = open_firm(path, fixed(NOW), read_only=True)
    pane = show_page(ChangesPane(firm), firm)
    assert not any(opener.isEnabled() for card in pane.cards for opener in card.openers.values())
    firm.close(with_backup=False)
