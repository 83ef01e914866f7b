"""The form beside its facts: check-ins, files, points, own levels, words, OKR, and what an event still needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from perfdesk import texts
from perfdesk.controllers.firm import Firm
from perfdesk.domain.firm import Switch
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import EventKind, Missing, OkrMode
from perfdesk.store.schema import form_item
from perfdesk.views.check_in_entry import CheckInEntry
from perfdesk.views.score_page import ScorePage
from tests.views import rich_firm
from tests.views.rich_firm import OTHER, PNG, WHO
from tests.views.score_firm import focused, form_of, item_of, press, sheet_of, type_into, widget


@pytest.fixture(scope="module")
def rich_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rich") / "红杉精密.perfdesk"
    rich_firm.build(path)
    return path


@pytest.fixture
def firm(rich_file: Path, tmp_path: Path) -> Iterator[Firm]:
    import shutil

    from perfdesk.controllers import clock
    from perfdesk.controllers.firm import open_firm

    path = tmp_path / rich_file.name
    shutil.copyfile(rich_file, path)
    opened = open_firm(path, clock.fixed(rich_firm.NOW))
    yield opened
    opened.close(with_backup=False)


@pytest.fixture
def page(firm: Firm, show_score: Callable[[Firm], ScorePage]) -> ScorePage:
    made = show_score(firm)
    made.people.choose(form_of(firm, WHO))
    QApplication.processEvents()
    return made


def mine(firm: Firm, code: str):
    return item_of(firm, form_of(firm, WHO), code)


def go(page: ScorePage, firm: Firm, code: str) -> None:
    page.form.go_to(mine(firm, code).id)
    QApplication.processEvents()


def texts_in(parent: QWidget) -> str:
    return "\n".join(one.text() for one in parent.findChildren(QLabel) if one.isVisibleTo(parent))


# -- check-ins --


def test_the_facts_of_the_item_stand_beside_it_while_its_level_is_chosen(page: ScorePage, firm: Firm):
    go(page, firm, "C02")
    card = page.side.process
    assert card.isVisibleTo(page)
    assert "样品延误，改走空运  周建国" in texts_in(card) and "先看事实，再选等级" in texts_in(card)
    go(page, firm, "C03")
    assert "样品延误" not in texts_in(card)


def test_a_measured_item_shows_how_its_actual_went(page: ScorePage, firm: Firm):
    spark = widget(page, "spark_SAL-01")
    assert spark.picture().table[1:3] == (("07-20", "120000.00"), ("08-20", "260000.00"))
    assert spark.picture().table[-1] == ("预测 520,000", "520000.00")
    assert not [one for one in page.findChildren(QWidget, "spark_SAL-02") if one.isVisibleTo(page)]


def test_a_check_in_is_typed_without_the_mouse_and_keeps_what_was_wrong(page: ScorePage, firm: Firm):
    go(page, firm, "SAL-01")
    card = page.side.process
    card.add_button.click()
    entry = card.entry
    entry.on.setText("2026-09-09")
    type_into(entry.fields["actual"], "38O000")
    QTest.keyClicks(entry.fields["confidence"], "3")
    press(entry.fields["actual"], Qt.Key.Key_Return)
    assert "380000" in widget(page, "checkInProblem").text()
    assert entry.fields["actual"].property("state") == "wrong"
    assert (entry.fields["actual"].text(), entry.fields["confidence"].text()) == ("38O000", "3")

    type_into(entry.fields["actual"], "380000")
    press(entry.fields["actual"], Qt.Key.Key_Return)
    told = firm.check_ins.of_form(form_of(firm, WHO))[mine(firm, "SAL-01").id][-1]
    assert (told.on, told.actual, told.confidence) == (date(2026, 9, 9), Decimal("380000.00"), 3)
    assert entry.isHidden() and "380,000" in texts_in(card)
    assert "从 6 降到 3" in page.notice.text.text()
    firm.history.undo()
    assert "380,000" not in texts_in(card)


def test_a_judged_item_asks_for_words_only(page: ScorePage, firm: Firm):
    go(page, firm, "C02")
    page.side.process.add_button.click()
    fields = page.side.process.entry.fields
    assert [name for name, field in fields.items() if field.isVisibleTo(page)] == ["words"]
    QTest.keyClicks(fields["words"], "on time")
    press(fields["words"], Qt.Key.Key_Return)
    assert "on time" in texts_in(page.side.process)
    remove = next(
        one
        for one in page.side.process.findChildren(QWidget)
        if one.objectName().startswith("remove_checkIn")
    )
    remove.click()
    assert len(firm.check_ins.of_form(form_of(firm, WHO))[mine(firm, "C02").id]) == 1


def test_the_simple_form_knows_nothing_of_all_this(open_score, show_score):
    page = show_score(open_score("simple"))
    page.form.focus_start()
    assert not page.side.process.isVisibleTo(page)
    assert not page.form.okr.isVisibleTo(page)
    assert not page.form.events.isVisibleTo(page)


def test_without_targets_first_there_are_no_check_ins_and_without_okr_no_block(firm, show_score):
    for switch in (Switch.TARGETS_FIRST, Switch.OKR):
        firm.settings.set_switch(switch, on=False)
    page = show_score(firm)
    page.people.choose(form_of(firm, WHO))
    go(page, firm, "SAL-01")
    assert not [one for one in page.findChildren(QWidget, "spark_SAL-01") if one.isVisibleTo(page)]
    assert not page.form.okr.isVisibleTo(page)
    assert "120,000" not in texts_in(page.side.process)
    assert page.side.process.attach_button.isVisibleTo(page)


# -- evidence --


def test_a_file_is_attached_shown_saved_out_and_removed(page: ScorePage, firm: Firm, tmp_path: Path):
    path, out = tmp_path / "签收单.png", tmp_path / "out.png"
    path.write_bytes(PNG)
    go(page, firm, "C02")
    card = page.side.process
    card.ask_for_file = lambda _parent: str(path)
    card.ask_where = lambda _parent, name: str(out) if name == "签收单.png" else ""
    card.attach_button.click()
    QApplication.processEvents()

    (shown,) = firm.evidence.of_form(form_of(firm, WHO))
    link = widget(page, f"file_{shown.id}")
    assert link.text() == "签收单.png"
    link.click()
    assert out.read_bytes() == PNG
    widget(page, f"remove_evidence_{shown.id}").click()
    assert firm.evidence.of_form(form_of(firm, WHO)) == ()


def test_words_and_day_go_with_the_file_and_a_wrong_file_is_named(
    page: ScorePage, firm: Firm, tmp_path: Path
):
    good, bad = tmp_path / "a.png", tmp_path / "a.exe"
    good.write_bytes(PNG)
    bad.write_bytes(b"MZ")
    go(page, firm, "C02")
    card = page.side.process
    card.add_button.click()
    card.entry.on.setText("2026-08-20")
    QTest.keyClicks(card.entry.fields["words"], "signed")
    card.ask_for_file = lambda _parent: str(bad)
    card.entry.file_button.click()
    assert "a.exe" in widget(page, "checkInProblem").text()
    assert card.entry.said() == "signed"

    card.ask_for_file = lambda _parent: str(good)
    card.entry.file_button.click()
    (shown,) = firm.evidence.of_form(form_of(firm, WHO))
    assert (shown.on, shown.words) == (date(2026, 8, 20), "signed")
    assert card.entry.isHidden()


def test_a_dropped_file_becomes_evidence(page: ScorePage, firm: Firm, tmp_path: Path):
    path = tmp_path / "drop.png"
    path.write_bytes(PNG)
    go(page, firm, "C02")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.side.process.dropEvent(event)
    assert [one.attachment.name for one in firm.evidence.of_form(form_of(firm, WHO))] == ["drop.png"]


# -- other scales --


def test_points_out_of_a_hundred_are_typed(page: ScorePage, firm: Firm):
    go(page, firm, "H-01")
    field = widget(page, "value_H-01")
    assert focused(page) is field
    type_into(field, "101")
    press(field, Qt.Key.Key_Return)
    assert page.form.notes.note.isVisibleTo(page)
    type_into(field, "88.5")
    press(field, Qt.Key.Key_Return)
    found = mine(firm, "H-01")
    assert (found.level, found.score) == (Decimal("88.50"), Decimal("88.50"))
    assert widget(page, "why_H-01").text() == "88.50"


def test_own_levels_are_chosen_by_their_keys_and_carry_their_words(page: ScorePage, firm: Firm):
    go(page, firm, "O-01")
    line = focused(page)
    assert "能带别人" in texts_in(line)
    press(line, Qt.Key.Key_5)
    assert mine(firm, "O-01").level is None
    press(line, Qt.Key.Key_3)
    assert (mine(firm, "O-01").level, mine(firm, "O-01").score) == (Decimal("3.00"), Decimal("115.00"))
    assert "能带别人" in line.state.text()


def test_an_item_in_words_is_answered_in_its_field_and_counts_as_missing_until_then(
    page: ScorePage, firm: Firm
):
    assert widget(page.side.missing_card, f"missing_{mine(firm, 'W-01').id}").text() == "交接与总结"
    go(page, firm, "W-01")
    field = focused(page)
    assert field.objectName() == "comment_W-01"
    QTest.keyClicks(field, "handed over")
    press(field, Qt.Key.Key_Return)
    found = mine(firm, "W-01")
    assert (found.words, found.missing) == ("handed over", Missing.VALUE)
    assert not [one for one in page.findChildren(QWidget, "value_W-01") if one.isVisibleTo(page)]
    assert not page.side.missing_card.findChildren(QWidget, f"missing_{found.id}")


def test_the_level_that_the_position_asks_for_stands_against_the_one_given(firm: Firm, show_score):
    with firm._desk.change("set_target") as change:
        change.update(form_item, mine(firm, "C02").id, required_c=400)
    page = show_score(firm)
    page.people.choose(form_of(firm, WHO))
    go(page, firm, "C02")
    assert widget(page, "required_C02").text() == "要求 4 级"
    assert "岗位要求" in texts_in(widget(page, "level_C02_4"))
    press(focused(page), Qt.Key.Key_3)
    assert widget(page, "required_C02").text() == "要求 4 级，差 1 级"


# -- OKR --


def test_okr_stand_below_the_items_and_say_that_they_do_not_count(page: ScorePage, firm: Firm):
    block = page.form.okr
    assert block.isVisibleTo(page) and "不计入总分" in block.remark.full()
    metric, stage = firm.okr.objectives(form_of(firm, WHO))[0].key_results
    before = sheet_of(firm, WHO).total
    type_into(widget(page, f"keyResult_{metric.id}"), "6")
    press(widget(page, f"keyResult_{metric.id}"), Qt.Key.Key_Return)
    type_into(widget(page, f"keyResult_{stage.id}"), "0.7")
    press(widget(page, f"keyResult_{stage.id}"), Qt.Key.Key_Return)

    objective = firm.okr.objectives(form_of(firm, WHO))[0]
    assert (objective.score, sheet_of(firm, WHO).total) == (Decimal("0.65"), before)
    assert widget(page, f"objectiveScore_{objective.id}").text() == "0.65"
    assert "推进中" in texts_in(block) and "良好" in texts_in(block)
    assert "请写明原因" in widget(page, "okrProblems").text()
    words = widget(page, f"objectiveWords_{objective.id}")
    words.setFocus()
    QTest.keyClicks(words, "late")
    words.save()
    assert "请写明原因" not in block.problems.text()


def test_a_wrong_actual_of_a_key_result_stays_marked_with_its_reason(page: ScorePage, firm: Firm):
    _metric, stage = firm.okr.objectives(form_of(firm, WHO))[0].key_results
    field = widget(page, f"keyResult_{stage.id}")
    type_into(field, "0.5")
    press(field, Qt.Key.Key_Return)
    assert (field.text(), field.property("state")) == ("0.5", "wrong")
    assert "0.3" in page.notice.text.text()
    assert firm.okr.objectives(form_of(firm, WHO))[0].key_results[1].score is None


def test_objectives_and_key_results_are_added_and_removed(page: ScorePage, firm: Firm):
    block = page.form.okr
    block.add_button.click()
    QTest.keyClicks(block.entry.name, "halve it")
    press(block.entry.name, Qt.Key.Key_Return)
    made = firm.okr.objectives(form_of(firm, WHO))[1]
    assert made.name == "halve it"
    widget(page, f"addResult_{made.id}").click()
    draft = block.boxes[1].draft
    QTest.keyClicks(draft.name, "days")
    QTest.keyClicks(draft.start, "10")
    QTest.keyClicks(draft.target, "10")
    press(draft.name, Qt.Key.Key_Return)
    assert "10" in widget(page, "keyResultProblem").text()
    type_into(draft.target, "4")
    press(draft.target, Qt.Key.Key_Return)
    result = firm.okr.objectives(form_of(firm, WHO))[1].key_results[0]
    assert (result.start, result.target) == (Decimal("10.00"), Decimal("4.00"))
    widget(page, f"removeObjective_{made.id}").click()
    assert len(firm.okr.objectives(form_of(firm, WHO))) == 1


def test_confidence_is_typed_beside_the_key_result(page: ScorePage, firm: Firm):
    metric, _stage = firm.okr.objectives(form_of(firm, WHO))[0].key_results
    for told in ("7", "4"):
        field = widget(page, f"confidence_{metric.id}")
        type_into(field, told)
        press(field, Qt.Key.Key_Return)
    assert firm.okr.objectives(form_of(firm, WHO))[0].key_results[0].confidence == (7, 4)
    assert "信心 7 → 4" in texts_in_full(page.form.okr)
    assert "请写明障碍" in widget(page, "okrProblems").text()


def texts_in_full(parent: QWidget) -> str:
    return "\n".join(one.accessibleName() or one.text() for one in parent.findChildren(QLabel))


def test_mode_c_offers_to_rate_the_contribution_while_the_form_is_built(firm: Firm, show_score):
    firm.settings.set_choice(okr_mode=OkrMode.C)
    who = firm.people.add_employee(EmployeeDraft("S-99", "新人", position="销售代表"))
    cycle = firm.cycles.current()
    assert cycle is not None
    firm.cycles.add_forms(cycle.id, [who])
    page = show_score(firm)
    page.people.choose(form_of(firm, "新人"))
    widget(page, "rateContribution").click()
    assert sheet_of(firm, "新人").items[-1].lineage == "OKR-C"


# -- events --


def test_a_veto_asks_for_what_it_needs_and_keeps_it(page: ScorePage, firm: Firm, tmp_path: Path):
    event = firm.appraisal.add_event(form_of(firm, WHO), EventKind.VETO, date(2026, 9, 8), "代打卡")
    QApplication.processEvents()
    more = widget(page, f"moreEvent_{event}")
    assert more.text() == "还缺 3 项"
    more.click()
    QApplication.processEvents()
    assert "公布" in widget(page, f"eventNeeds_{event}").text()
    statement = widget(page, f"event_statement_{event}")
    statement.setFocus()
    QTest.keyClicks(statement, "admitted")
    statement.save()
    QApplication.processEvents()
    rule = widget(page, f"eventRule_{event}")
    rule.setDate(QDate(2026, 1, 5))
    rule.editingFinished.emit()
    QApplication.processEvents()
    path = tmp_path / "log.png"
    path.write_bytes(PNG)
    page.form.events.ask_for_file = lambda _parent: str(path)
    widget(page, f"attachEvent_{event}").click()
    QApplication.processEvents()

    found = sheet_of(firm, WHO).events[0]
    assert (found.statement, found.rule_published_on) == ("admitted", date(2026, 1, 5))
    assert widget(page, f"moreEvent_{event}").text() == "依据"
    assert any(one.event_id == event for one in firm.evidence.of_form(form_of(firm, WHO)))


@pytest.mark.parametrize(("width", "language"), [(1116, "zh_CN"), (1116, "en"), (1300, "en")])
def test_nothing_scrolls_sideways(page: ScorePage, firm: Firm, width: int, language: str):
    with firm._desk.change("set_target") as change:
        change.update(form_item, mine(firm, "C02").id, required_c=400)
    event = firm.appraisal.add_event(form_of(firm, WHO), EventKind.VETO, date(2026, 9, 8), "代打卡")
    firm.appraisal.enter(mine(firm, "C02").id, "3")
    texts.use(language)
    page.retranslate()
    page.resize(width, 730)
    QApplication.processEvents()
    widget(page, f"moreEvent_{event}").click()
    for code in ("SAL-01", "C02", "W-01"):
        go(page, firm, code)
        if page.side.process.add_button.isVisibleTo(page):
            page.side.process.add_button.click()
        QApplication.processEvents()
        assert page.form.area.horizontalScrollBar().maximum() == 0
        assert page.side.horizontalScrollBar().maximum() == 0


# -- what is asked about a figure --


def line_of(page: ScorePage, code: str):
    return next(line for line in page.form._lines if line.item.code == code)


def menu_of(page: ScorePage, code: str, what: str) -> dict[str, object]:
    sheet, settings = page.form.sheet, page._firm.settings.settings()
    assert sheet is not None
    made = page.form.menu.menu(line_of(page, code), what, sheet, settings)
    return {action.objectName(): action for action in made.actions() if action.objectName()}


def test_the_history_of_a_figure_names_who_when_and_from_what_to_what(page: ScorePage, firm: Firm):
    for text in ("400000", "432000"):
        firm.appraisal.enter(mine(firm, "SAL-01").id, text)
    for text in ("2", "4"):
        firm.appraisal.enter(mine(firm, "C02").id, text)
    menu_of(page, "SAL-01", "value")["figureHistory"].trigger()
    lines = page.form.menu.popover.lines()
    assert page.form.menu.popover.isVisibleTo(page)
    assert lines[0].startswith("2026-09-30 09:00  周建国:  400,000 → 432,000")
    assert lines[1].endswith("— → 400,000")
    menu_of(page, "SAL-01", "target")["figureHistory"].trigger()
    assert any("→ 600,000" in line for line in page.form.menu.popover.lines())
    menu_of(page, "C02", "value")["figureHistory"].trigger()
    assert page.form.menu.popover.lines()[0].endswith("2 → 4")


def test_an_agreed_target_is_changed_from_its_cell(page: ScorePage, firm: Firm):
    assert "amendTarget" not in menu_of(page, "SAL-01", "target")
    firm.settings.set_switch(Switch.AMENDMENTS, on=True)
    assert "amendTarget" not in menu_of(page, "C02", "value")
    menu_of(page, "SAL-01", "target")["amendTarget"].trigger()
    QApplication.processEvents()
    panel = page.form.amendment
    assert panel is not None and panel.isVisibleTo(page)
    panel.closed.emit()
    assert page.form.amendment is None


def test_what_was_not_submitted_is_counted_as_zero_with_two_days_and_a_reason(page: ScorePage, firm: Firm):
    item = mine(firm, "SAL-05").id
    firm.appraisal.set_missing(item, Missing.NOT_SUBMITTED)
    go(page, firm, "SAL-05")
    page.form.ask_reason()
    QApplication.processEvents()
    panel = page.form.notes.reason
    assert panel.zero is not None and panel.zero.isVisibleTo(page)
    widget(page, "countZero").click()
    assert panel.problem.isVisibleTo(page)
    QTest.keyClicks(panel.words, "asked twice, nothing came")
    panel.zero.days[0].setDate(QDate(2026, 9, 20))
    widget(page, "countZero").click()
    found = mine(firm, "SAL-05")
    assert (found.score, found.missing) == (Decimal("0.00"), Missing.NOT_SUBMITTED)
    assert "2026-09-20" in found.missing_reason
    assert not panel.isVisibleTo(page)


def test_a_record_that_was_not_saved_is_named_before_the_file_is_left(page: ScorePage, firm: Firm):
    go(page, firm, "C02")
    page.side.process.add_button.click()
    assert page.pending_inputs() == []
    QTest.keyClicks(page.side.process.entry.fields["words"], "half a sentence")
    assert list(page.pending_inputs()) == ["马超 执行力: half a sentence"]
    page.people.choose(form_of(firm, OTHER))
    QApplication.processEvents()
    page.form.focus_start()
    assert page.side.process.entry.isHidden()
    assert list(page.pending_inputs()) == ["马超 执行力: half a sentence"]
    page.people.choose(form_of(firm, WHO))
    go(page, firm, "C02")
    assert page.side.process.entry.said() == "half a sentence"
    page.side.process.entry.take_focus()
    press(page.side.process.entry.fields["words"], Qt.Key.Key_Escape)
    assert page.pending_inputs() == []
    assert page.side.process.entry.isHidden()


def test_a_day_that_is_none_is_named_and_stays_with_what_else_was_typed(qtbot):
    entry = CheckInEntry()
    qtbot.addWidget(entry)
    entry.open(date(2026, 9, 1), with_figures=True, may_tell=True, may_attach=True)
    entry.on.setText("20266-09-01")
    entry.fields["words"].setText("样品已到")
    with pytest.raises(Invalid) as caught:
        entry.draft(1)
    entry.refuse(caught.value)
    assert entry.on.property("state") == "wrong" and "20266-09-01" in entry.problem.text()
    assert (entry.on.text(), entry.fields["words"].text()) == ("20266-09-01", "样品已到")

    entry.on.setText("9-3")
    assert entry.draft(1).on == date(2026, 9, 3)
