"""The states pane of a firm with everything on: records, flags, due days, and a cycle opened for some."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from perfdesk import texts
from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm, open_firm
from perfdesk.domain.firm import Switch
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.terms import Combining, CycleType, FormState, SignatureState
from perfdesk.views.cycle_page import CyclePage
from tests.views.shop_firm import forms_of, states_of

TODAY = datetime(2026, 10, 16, 9)
NAMES = ("孙浩", "韩雪", "秦小龙", "马超")
Q2, Q3 = (date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 9, 30))


def build(path: Path) -> None:
    """孙浩 and 韩雪 are calibrated, 秦小龙 waits for calibration, 马超 lacks his values."""
    firm = new_firm(
        path, "红杉精密", "周红", clock.fixed(TODAY), switches=frozenset(Switch), with_cycle=False
    )
    firm.people.import_people(
        [
            EmployeeDraft(
                f"S{at}", name, department=("销售部", "生产部")[at % 2], manager="000" if at < 2 else "S0"
            )
            for at, name in enumerate(NAMES)
        ],
        with_backup=False,
    )
    firm.cycles.add_cycle(CycleType.QUARTER, *Q2, with_forms=False)
    cycle = firm.cycles.add_cycle(CycleType.QUARTER, *Q3)
    forms = forms_of(firm, cycle)
    items = firm.appraisal.items_of_cycle(cycle)
    for _step in range(2):
        assert not firm.cycles.advance(list(forms.values()))
    scored = [forms[name] for name in NAMES[:3]]
    firm.appraisal.enter_many([(item.id, "3") for one in scored for item in items[one]])
    assert not firm.cycles.advance(scored)
    assert not firm.calibration.finish(cycle)
    firm.cycles.send_back(forms["秦小龙"], FormState.MANAGER_SCORED, "与同组比较以后要重议")
    firm.close(with_backup=False)


@pytest.fixture(scope="module")
def full_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("full") / "全开.perfdesk"
    build(path)
    return path


@pytest.fixture
def full(full_file: Path, tmp_path: Path):
    path = tmp_path / full_file.name
    path.write_bytes(full_file.read_bytes())
    firm = open_firm(path, clock.fixed(TODAY))
    yield firm
    firm.close(with_backup=False)


@pytest.fixture
def host(full, show_page):
    return show_page(CyclePage(full), full, height=1500)


@pytest.fixture
def page(host):
    return host.pane()


def press(qtbot, widget):
    assert widget.isVisibleTo(widget.window()) and widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def choose(page, firm, name):
    page.forms.show_which.choose("all")
    page.forms.show_which.chosen.emit("all")
    assert page.forms.table.choose(forms_of(firm, page._cycle.id)[name], 0)


def row_of(page, name):
    model = page.forms.model
    for row in range(model.rowCount()):
        cells = [model.index(row, at).data() for at in range(model.columnCount())]
        if cells[0] == name:
            return row, cells
    raise AssertionError(name)


def press_next(page, qtbot, name):
    row, _cells = row_of(page, name)
    cell = page.forms.table.visualRect(page.forms.model.index(row, page.forms.model.columnCount() - 1))
    qtbot.mouseClick(page.forms.table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())


def talk(firm: Firm, page, name):
    return firm.appraisal.sheet(forms_of(firm, page._cycle.id)[name]).talk


def test_all_nine_states_are_there_and_each_stuck_form_names_its_lack_and_who_is_waited_for(page):
    assert len(page.head.boxes._boxes) == 9
    assert row_of(page, "韩雪")[1][2:] == [
        "结果通知书还没有送达。 面谈还没有登记。 还没有登记签字情况。",
        "人事",
        "去登记",
    ]
    assert row_of(page, "秦小龙")[1][2:] == ["等级还没有定。", "校准组", "去校准"]
    assert row_of(page, "马超")[1][3:] == ["上级 孙浩", "去打分"]


def test_the_next_step_of_an_ungraded_form_leads_to_the_calibration(page, qtbot):
    with qtbot.waitSignal(page.place_wanted) as wanted:
        press_next(page, qtbot, "秦小龙")
    assert wanted.args[0] == "cycles" and wanted.args[1]["pane"] == "calibration"


def test_notice_interview_and_signature_are_recorded_on_the_chosen_form(page, full, qtbot):
    press_next(page, qtbot, "韩雪")
    assert page.record.isVisible() and page.record.remark.full() == "韩雪"
    page.record.notice_on.setText("2026-10-16")
    page.record.notice_way.setText("当面")
    page.record.interview_on.setText("10-16")
    page.record.signature.setCurrentIndex(page.record.signature.findData("SIGNED_DISAGREE"))
    press(qtbot, page.record.save)
    assert "缺异议内容" in page.record.wrong.text()
    assert talk(full, page, "韩雪").notice_on is None  # nothing of it was saved
    page.record.words.setText("九月回款漏记一笔")
    press(qtbot, page.record.save)
    found = talk(full, page, "韩雪")
    assert (found.notice_on, found.interview_on) == (date(2026, 10, 16), date(2026, 10, 16))
    assert (found.signature, found.signature_words) == (SignatureState.SIGNED_DISAGREE, "九月回款漏记一笔")
    assert talk(full, page, "孙浩").notice_on is None
    assert page.forms.result.text() == "已登记 1 张。"
    press(qtbot, page.forms.undo)
    assert talk(full, page, "韩雪").notice_on is None


def test_the_same_is_recorded_on_all_forms_of_a_state_and_they_go_on(page, full, qtbot):
    press(qtbot, page.head.boxes.box("CALIBRATED"))
    page.forms.table.clearSelection()
    page.forms.table.setCurrentIndex(page.forms.model.index(-1, -1))
    page._show_chosen()
    assert page.record.remark.full() == "2 张一起登记"
    page.record.notice_on.setText("2026-10-16")
    page.record.notice_way.setText("会后当面")
    page.record.interview_on.setText("2026-10-16")
    page.record.signature.setCurrentIndex(page.record.signature.findData("SIGNED"))
    press(qtbot, page.record.save)
    assert page.forms.result.text() == "已登记 2 张。"
    assert page.forms.advance.text() == "把 2 张送去“已面谈确认”"
    press(qtbot, page.forms.advance)
    states = states_of(full, page._cycle.id)
    assert [states[name] for name in NAMES[:2]] == [FormState.CONFIRMED] * 2


def test_a_wrong_day_stays_in_its_field_with_a_sentence(page, full, qtbot):
    choose(page, full, "韩雪")
    page.record.notice_on.setText("20266-10-15")
    press(qtbot, page.record.save)
    assert page.record.wrong.text() and page.record.notice_on.text() == "20266-10-15"


def test_a_confirmed_form_goes_back_only_with_its_ground(page, full, qtbot):
    test_the_same_is_recorded_on_all_forms_of_a_state_and_they_go_on(page, full, qtbot)
    choose(page, full, "孙浩")
    page.back.reason.setText("漏录了一笔九月底的回款")
    assert page.back.ground.isVisible()
    press(qtbot, page.back.send)
    assert "申诉成立" in page.back.wrong.text()
    page.back.ground.setChecked(True)
    press(qtbot, page.back.send)
    assert states_of(full, page._cycle.id)["孙浩"] is FormState.SELF_SCORED
    assert page.back.log.text().splitlines()[0].startswith("10-16  孙浩  已面谈确认 → 已自评")


def test_pay_is_held_and_let_go_with_a_reason(page, full, qtbot):
    choose(page, full, "马超")
    press(qtbot, page.flags.hold)
    assert "至少 10 个字" in page.flags.wrong.text()
    page.flags.reason.setText("货款争议，等法务的意见再发")
    press(qtbot, page.flags.hold)
    assert page.flags.list.text() == "马超: 暂缓兑现"
    press(qtbot, page.flags.hold)
    assert "马超" not in page.flags.list.text()


def test_a_void_form_leaves_the_counts_and_may_be_followed_by_another(page, full, qtbot):
    choose(page, full, "马超")
    page.flags.reason.setText("岗位弄错，整张表重做一张")
    press(qtbot, page.flags.void)
    assert page.head.boxes.box("SELF_SCORED").box.count == 0
    assert page.flags.list.text() == "马超: 作废"
    press(qtbot, page.flags.renew)
    assert page.head.boxes.box("DRAFT").box.count == 1
    assert not page.flags.renew.isVisible()


def test_due_days_stand_in_working_days_with_today_marked(page):
    stops = page.schedule.line._stops
    assert [stop.date for stop in stops][:3] == ["10-10", "10-13", "10-16"]
    assert [stop.value for stop in stops][2] == "今天"
    assert [stop.reached for stop in stops][:3] == [True, True, False]


def test_a_cycle_is_opened_for_one_department_from_the_last_one(page, full, qtbot):
    press(qtbot, page.new_button)
    card = page.new_card
    assert card.source.currentData() == page._cycle.id  # what the shown cycle had
    card.whom.setCurrentIndex(card.whom.findText("销售部"))
    assert "2 人有考核表" in card.days.text()
    press(qtbot, card.make)
    made = full.cycles.current()
    assert sorted(head.name for head in full.cycles.heads(made.id)) == sorted(["孙浩", "秦小龙"])
    (old,) = [one for one in full.cycles.cycles() if one.starts_on == Q3[0]]
    lineages = [
        [item.lineage for item in full.appraisal.sheet(forms_of(full, one)["孙浩"]).items]
        for one in (old.id, made.id)
    ]
    assert lineages[0] == lineages[1]


def test_a_cycle_is_opened_for_a_few_people_chosen_by_name(page, full, qtbot):
    press(qtbot, page.new_button)
    card = page.new_card
    card.whom.setCurrentIndex(card.whom.findData("some"))
    assert card.people.isVisible()
    card.people.item(1).setCheckState(Qt.CheckState.Checked)
    card.people.item(3).setCheckState(Qt.CheckState.Checked)
    press(qtbot, card.make)
    assert len(full.cycles.heads(full.cycles.current().id)) == 2


def test_a_year_takes_its_quarters_as_parts_and_averages_them(page, full, qtbot):
    press(qtbot, page.new_button)
    card = page.new_card
    assert not card.parent_cycle.isVisible()
    card.type.setCurrentIndex(card.type.findData("YEAR"))
    assert card.source.currentData() is None  # a quarter's targets are no year's
    card.combining.setCurrentIndex(card.combining.findData("AVERAGE"))
    press(qtbot, card.make)
    year = full.cycles.current()
    assert year.combining is Combining.AVERAGE and len(full.cycles.parts_of(year.id)) == 2
    full.cycles.advance([head.id for head in full.cycles.heads(year.id)])
    press(qtbot, page.head.combine_button)
    assert "从各期取得" in page.forms.result.text() and "马超" in page.forms.result.text()
    assert full.appraisal.sheet(forms_of(full, year.id)["孙浩"]).total.total > Decimal(0)


def test_a_quarter_is_offered_the_year_that_holds_it(page, full, qtbot):
    full.cycles.add_cycle(CycleType.YEAR, date(2026, 1, 1), date(2026, 12, 31), with_forms=False)
    press(qtbot, page.new_button)
    card = page.new_card
    assert card.parent_cycle.isVisible() and card.parent_cycle.count() == 2
    card.parent_cycle.setCurrentIndex(1)
    press(qtbot, card.make)
    assert full.cycles.current().parent_id is not None


def test_in_english_everything_is_said_too(page, qtbot):
    texts.use("en")
    page.retranslate()
    press(qtbot, page.new_button)
    assert page.new_card.whom.itemText(0) == "everybody"
    assert row_of(page, "韩雪")[1][-1] == "Record it"
    assert page.schedule.heading.text() == "Schedule"


def test_five_questions_see_none_of_it(show_page, tmp_path, qtbot):
    firm = new_firm(tmp_path / "小店.perfdesk", "小店", "李明", clock.fixed(TODAY))
    firm.people.add_employee(EmployeeDraft("1", "孙浩"))
    host = show_page(CyclePage(firm), firm, height=1200)
    page = host.pane()
    for widget in (host.bar, page.schedule, page.record, page.flags, page.head.combine_button):
        assert not widget.isVisible()
    press(qtbot, page.new_button)
    for widget in page.new_card._more:
        assert not widget.isVisible()
    firm.close(with_backup=False)
