"""The Score page as a whole: people, filters, cycles, empty states, many people."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.terms import CycleType
from tests.views.score_firm import SELLERS, TWELVE, form_of, item_of, press, sheet_of, type_into, widget


def test_ctrl_down_goes_to_the_next_person_and_saves_what_was_typed(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    field = widget(page, "value_SAL-01")
    type_into(field, "612000")

    press(field, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert page.form.person.text() == "马超"
    press(page.form, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)

    assert page.form.person.text() == "徐静"
    assert item_of(firm, form_of(firm, "徐静"), "SAL-01").actual == 612000


def test_the_list_tells_how_far_everybody_is(open_score, show_score):
    firm = open_score("simple")
    for item, level in zip(sheet_of(firm, "徐静").items, "34345", strict=True):
        firm.appraisal.enter(item.id, level)
    firm.appraisal.enter(sheet_of(firm, "马超").items[0].id, "3")
    page = show_score(firm)

    model = page.people.model
    assert [model.index(at, 1).data() for at in range(3)] == ["完成", "缺 4", "0/5"]
    assert page.people.count.text() == "12 人"
    assert page.people.done.text() == "完成 1"


def test_the_filter_shows_one_department_in_list_and_grid(open_score, show_score):
    firm = open_score("simple")
    sales = firm.people.add_department("销售部")
    for one in firm.people.employees():
        if one.name in TWELVE[:3]:
            firm.people.edit_employee(one.id, "department_id", sales)
    firm.people.add_department("生产部")
    other = next(one for one in firm.people.employees() if one.name == TWELVE[5])
    firm.people.edit_employee(other.id, "department_id", firm.people.add_department("品质部"))
    page = show_score(firm)

    combo = widget(page, "departmentFilter")
    combo.setCurrentIndex(combo.findText("销售部"))
    combo.activated.emit(combo.currentIndex())
    assert [one.name for one in page.people.shown()] == list(TWELVE[:3])
    page.show_place(by="grid")
    assert len(page.grid.model.rows()) == 3
    page.show_place(form_id=form_of(firm, TWELVE[8]), by="grid")

    assert page.grid.current_form() == form_of(firm, TWELVE[8])


def test_a_newcomer_appears_and_undo_takes_the_form_away(open_score, show_score):
    firm = open_score("simple")
    page = show_score(firm)

    firm.people.add_employee(EmployeeDraft(number="S-099", name="钱进"))
    assert page.people.count.text() == "13 人"
    page.people.choose(form_of(firm, "钱进"))
    assert page.form.person.text() == "钱进"
    firm.history.undo()

    assert page.people.count.text() == "12 人"
    assert page.form.person.text() != "钱进"


def test_without_forms_one_button_gives_everybody_one(open_score, show_score):
    firm = open_score()
    firm.cycles.add_cycle(CycleType.MONTH, date(2026, 9, 1), date(2026, 9, 30), with_forms=False)
    page = show_score(firm)

    assert page.stack.currentWidget() is page.empty
    assert page.empty.action.text() == "给每个人发考核表"
    page.empty.action.click()

    assert page.stack.currentWidget() is page.splitter
    assert page.people.count.text() == "6 人"


def test_without_a_cycle_the_way_to_the_cycles_is_shown(qtbot, open_score, show_score):
    page = show_score(open_score())
    page.show_cycle(None)

    with qtbot.waitSignal(page.place_wanted) as asked:
        page.empty.action.click()

    assert asked.args[0] == "cycles"


def test_a_place_may_be_a_person_or_an_item(open_score, show_score):
    firm = open_score()
    page = show_score(firm)
    sheet = sheet_of(firm, "林芳")

    page.show_place(employee_id=sheet.head.employee_id, item_id=sheet.items[3].id)

    assert page.form.person.text() == "林芳"
    assert page.form.current_item.id == sheet.items[3].id


def test_another_cycle_shows_other_forms(open_score, show_score):
    firm = open_score()
    old = firm.cycles.current()
    new = firm.cycles.add_cycle(CycleType.MONTH, date(2026, 9, 1), date(2026, 9, 30))
    page = show_score(firm)
    assert page.form.sheet.cycle.id == new

    page.show_cycle(old.id)

    assert page.form.sheet.cycle.id == old.id


def test_a_closed_cycle_is_shown_and_takes_nothing(open_score, show_score):
    firm = open_score("simple")
    cells = [(item.id, "3") for name in TWELVE for item in sheet_of(firm, name).items]
    firm.appraisal.enter_many(cells)
    cycle = firm.cycles.current()
    firm.cycles.advance([head.id for head in firm.cycles.heads(cycle.id)])
    assert not firm.cycles.close(cycle.id)
    page = show_score(firm)

    line = widget(page, f"line_{sheet_of(firm, TWELVE[0]).items[0].code}")
    press(line, Qt.Key.Key_5)

    assert sheet_of(firm, TWELVE[0]).items[0].level == 3
    assert "已关闭" in widget(page, "lockText").text()


def test_tab_goes_in_reading_order(open_score, show_score):
    page = show_score(open_score())

    seen, at = [], page.header.switch
    for _step in range(400):
        at = at.nextInFocusChain()
        seen.append(at.objectName())
    wanted = ["peopleTable", "value_SAL-01", "value_SAL-02", "value_C03", "comment_C03", "addEvent"]
    wanted += ["strengths", "improvements", "whyTotal"]
    places = [seen.index(name) for name in wanted]
    assert places == sorted(places)


def test_one_entry_among_many_people_reads_only_its_own_form(open_score, show_score):
    firm = open_score("simple")
    people = [EmployeeDraft(number=f"N-{at:04}", name=f"员工{at}") for at in range(300)]
    firm.people.import_people(people, with_backup=False)
    page = show_score(firm)
    page.show_place(by="grid")
    page.grid.table.go(page.grid.model.index(0, 1))
    before, listed, resets = page.grid.model.all_rows(), page.people.model.all_rows(), []
    page.grid.model.modelReset.connect(lambda: resets.append(True))

    press(page.grid.table, Qt.Key.Key_4)

    after = page.grid.model.all_rows()
    assert resets == []
    assert after[0] is not before[0]
    assert all(one is other for one, other in zip(after[1:], before[1:], strict=True))
    assert all(one is other for one, other in zip(page.people.model.all_rows()[1:], listed[1:], strict=True))
    assert page.people.model.row(0).given == 1


def test_with_very_many_people_the_grid_is_read_a_few_at_a_time(open_score, show_score, qtbot, monkeypatch):
    monkeypatch.setattr("perfdesk.views.score_page.AT_ONCE", 3)
    monkeypatch.setattr("perfdesk.views.score_loading.PART", 2)
    firm = open_score()
    page = show_score(firm)
    form_id = form_of(firm, SELLERS[4])
    item = item_of(firm, form_of(firm, SELLERS[0]), "C03")
    page.show_place(by="grid", form_id=form_id)

    said = []

    def note(read, whole):
        said.append(page.loading.words.text())
        if read == 2:
            firm.appraisal.enter(item.id, "4")  # read already when it changes

    page._reader.progressed.connect(note)
    assert page.stack.currentWidget() is page.loading and page.grid.model.rows() == []
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.grid)

    assert said[0] == "正在读入得分：2 / 6 人" and len(said) == 3
    assert page.grid.current_form() == form_id
    assert len(page.grid.model.rows()) == len(SELLERS)
    assert page.grid.model.rows()[0].items[item.lineage].level == 4
