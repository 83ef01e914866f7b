"""People: who may come in, who may go, what an import writes over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.people import Employee, EmployeeDraft
from perfdesk.domain.problems import Invalid
from perfdesk.texts import sentence
from tests.controllers.builders import codes, current, fill, form, items, person, sales_form


def one(firm: Firm, number: str) -> Employee:
    return next(found for found in firm.people.employees() if found.number == number)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (EmployeeDraft("", "王小明"), "number_missing"),
        (EmployeeDraft("  ", "王小明"), "number_missing"),
        (EmployeeDraft("E01", " "), "employee_without_name"),
        (EmployeeDraft("E" * 41, "王小明"), "text_too_long"),
        (EmployeeDraft("E01", "王" * 121), "text_too_long"),
        (EmployeeDraft("E01", "王小明", note="长" * 4001), "text_too_long"),
        (
            EmployeeDraft("E01", "王小明", hired_on=date(2024, 5, 2), left_on=date(2024, 5, 1)),
            "leaves_before_joining",
        ),
        (EmployeeDraft("000", "王小明"), "number_taken"),
        (EmployeeDraft(" 000 ", "王小明"), "number_taken"),
    ],
)
def test_a_draft_that_lacks_something_is_refused_with_a_sentence(
    firm: Firm, draft: EmployeeDraft, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        firm.people.add_employee(draft)
    assert codes(caught) == [code]
    assert all(sentence(problem) for problem in caught.value.problems)
    assert len(firm.people.employees()) == 1


def test_one_wrong_draft_keeps_all_of_an_import_out(firm: Firm) -> None:
    with pytest.raises(Invalid) as caught:
        firm.people.import_people(
            [EmployeeDraft("E01", "甲"), EmployeeDraft("E02", ""), EmployeeDraft("E01", "丙")],
            with_backup=False,
        )
    assert sorted(codes(caught)) == ["employee_without_name", "number_taken"]
    assert (len(firm.people.employees()), firm.history.undo_deed) == (1, None)


def test_letters_typed_on_a_mac_are_the_same_number_and_name(firm: Firm) -> None:
    person(firm, "Zoë", "Zoë", department="Café")
    with pytest.raises(Invalid) as caught:
        person(firm, "Zoe\u0308", "another")
    assert codes(caught) == ["number_taken"]
    person(firm, "2", "Ann", department=" Cafe\u0301 ")
    assert [found.name_zh for found in firm.people.departments()] == ["Café"]


@pytest.mark.parametrize(
    "name", ["<b>&amp;", "李 😀 娜", 'O\'Neil "Bo"', "'); DROP TABLE employee;--", "㛃䶮𠅤", "a\tb"]
)
def test_any_name_comes_back_as_it_was_given(firm: Firm, name: str) -> None:
    person(firm, "E01", name)
    assert one(firm, "E01").name == name


def test_a_manager_goes_by_number_or_by_a_name_that_one_person_has(firm: Firm) -> None:
    drafts = [
        EmployeeDraft("1", "周洋"),
        EmployeeDraft("2", "李明"),
        EmployeeDraft("3", "李明"),
        EmployeeDraft("4", "甲", manager="周洋"),
        EmployeeDraft("5", "乙", manager="3"),
        EmployeeDraft("6", "丙", manager="李明"),
        EmployeeDraft("7", "丁", manager="外面的人"),
        EmployeeDraft("8", "戊", manager="8"),
    ]
    firm.people.import_people(drafts, with_backup=False)
    by_id = {found.id: found.number for found in firm.people.employees()}
    given = {found.number: found for found in firm.people.employees()}
    numbers = {number: by_id.get(found.manager_id or 0) for number, found in given.items()}
    assert (numbers["4"], numbers["5"]) == ("1", "3")
    assert (numbers["6"], given["6"].manager) == (None, "李明")
    assert (numbers["7"], given["7"].manager) == (None, "外面的人")
    assert numbers["8"] is None


@pytest.mark.parametrize(
    ("typed", "code"), [("李明", "manager_not_unique"), ("没有", "manager_not_found"), ("4", "own_manager")]
)
def test_a_manager_that_can_not_be_is_refused(firm: Firm, typed: str, code: str) -> None:
    for number, name in (("2", "李明"), ("3", "李明"), ("4", "甲")):
        person(firm, number, name)
    with pytest.raises(Invalid) as caught:
        firm.people.edit_employee(one(firm, "4").id, "manager", typed)
    assert codes(caught) == [code]


def test_a_manager_can_be_taken_away_again(firm: Firm) -> None:
    boss, who = person(firm, "1", "周洋"), person(firm, "2", "李明", manager="1")
    assert one(firm, "2").manager_id == boss
    firm.people.edit_employee(who, "manager", "")
    assert (one(firm, "2").manager_id, one(firm, "2").manager) == (None, "")
    with pytest.raises(Invalid) as caught:
        firm.people.edit_employee(who, "manager_id", who)
    assert codes(caught) == ["own_manager"]


def test_an_import_writes_only_what_it_gives(firm: Firm) -> None:
    who = person(
        firm, "E01", "王小明", name_en="Wang Xiaoming", department="销售部", position="客户经理", level="P5",
        note="老员工", manager="000", phone="138", id_number="X1", is_acting=True,
    )  # fmt: skip
    firm.people.edit_employee(who, "is_appraised", False)
    before = one(firm, "E01")

    done = firm.people.import_people([EmployeeDraft("E01", "王小鸣", phone="139")], with_backup=False)

    assert (done.added, done.updated) == (0, 1)
    after = one(firm, "E01")
    assert after == replace(before, name="王小鸣", search_key=after.search_key)
    assert "wangxiaoming" in after.search_key and "王小鸣" in after.search_key
    with firm._file.read() as connection:
        private = connection.exec_driver_sql("SELECT id_number, phone FROM employee_private").all()
    assert [tuple(row) for row in private] == [("X1", "139")]


def test_the_owner_stays_an_acting_person_when_a_list_names_him(firm: Firm) -> None:
    firm.people.import_people([EmployeeDraft("000", "周敏", department="总经办")], with_backup=False)
    assert [found.number for found in firm.settings.acting_persons()] == ["000"]
    assert not one(firm, "000").is_appraised


def test_names_of_departments_with_spaces_around_are_one_department(firm: Firm) -> None:
    done = firm.people.import_people(
        [EmployeeDraft("1", "甲", department="销售部"), EmployeeDraft("2", "乙", department=" 销售部　")],
        with_backup=False,
    )
    assert done.new_departments == ("销售部",)


def test_somebody_with_a_form_that_was_begun_is_not_removed_but_may_leave(firm: Firm) -> None:
    found = sales_form(firm)
    who = firm.appraisal.sheet(found).head.employee_id
    with pytest.raises(Invalid) as caught:
        firm.people.remove_employee(who)
    assert codes(caught) == ["has_history"]
    assert "离职" in sentence(caught.value.problems[0])
    firm.people.mark_left(who, date(2026, 10, 10))
    assert [found.number for found in firm.people.employees(include_left=False)] == ["000"]
    firm.people.mark_left(who, None)
    assert len(firm.people.employees(include_left=False)) == 2


def _owns_an_action(firm: Firm, who: int, other: int) -> None:
    firm.improvement.add_action(items(firm, other)[0].id, "每周提供二十条有效线索", who)


def _recognised(firm: Firm, who: int, other: int) -> None:
    firm.improvement.add_recognition(who, "主动补位")


def _acted(firm: Firm, who: int, other: int) -> None:
    firm.people.edit_employee(who, "is_acting", True)
    firm.settings.act_as(who)
    firm.settings.rename_firm("甲")


def _wrote_on_a_draft(firm: Firm, who: int, other: int) -> None:
    firm.appraisal.set_remark(form(firm, who), "strengths", "肯干")


def _printed(firm: Firm, who: int, other: int) -> None:
    firm.papers.prepare(current(firm), kinds=("review",), form_ids=[form(firm, who)])


@pytest.mark.parametrize("deed", [_owns_an_action, _recognised, _acted, _wrote_on_a_draft, _printed])
def test_whoever_is_named_anywhere_is_not_removed(firm: Firm, deed: Callable[[Firm, int, int], None]) -> None:
    running, who = sales_form(firm), person(firm, "E09", "程咬金")
    deed(firm, who, running)
    with pytest.raises(Invalid) as caught:
        firm.people.remove_employee(who)
    assert codes(caught) == ["has_history"]


def test_the_owner_is_not_removed(firm: Firm) -> None:
    owner = firm.settings.settings().owner_id
    assert owner is not None
    with pytest.raises(Invalid):
        firm.people.remove_employee(owner)


def test_somebody_added_by_mistake_goes_with_an_untouched_form_and_is_kept_as_a_managers_name(
    simple: Firm,
) -> None:
    boss = person(simple, "1", "周洋")
    person(simple, "2", "李明", manager="1")
    assert simple.appraisal.form_of(boss, current(simple)) is not None
    simple.people.remove_employee(boss)
    assert (one(simple, "2").manager_id, one(simple, "2").manager) == (None, "周洋")
    assert [head.number for head in simple.cycles.heads(current(simple))] == ["2"]


def test_in_five_questions_everybody_who_is_here_has_a_form_from_the_first_minute(simple: Firm) -> None:
    simple.people.import_people(
        [
            EmployeeDraft("1", "甲"),
            EmployeeDraft("2", "乙", left_on=date(2026, 9, 30)),
            EmployeeDraft("3", "丙", hired_on=date(2027, 1, 1)),
            EmployeeDraft("4", "丁", is_appraised=False),
            EmployeeDraft("5", "戊", left_on=date(2026, 10, 1)),
        ],
        with_backup=False,
    )
    assert [head.number for head in simple.cycles.heads(current(simple))] == ["1", "5"]
    simple.people.edit_employee(one(simple, "4").id, "is_appraised", True)
    assert [head.number for head in simple.cycles.heads(current(simple))] == ["1", "4", "5"]


def test_departments_keep_their_names_apart_and_stay_while_used(firm: Firm) -> None:
    who = person(firm, department="销售部")
    sales = firm.people.departments()[0].id
    other = firm.people.add_department("市场部", "Marketing")
    for call in (
        lambda: firm.people.add_department("销售部"),
        lambda: firm.people.edit_department(other, "name_zh", " 销售部 "),
    ):
        with pytest.raises(Invalid) as caught:
            call()
        assert codes(caught) == ["name_taken"]
    with pytest.raises(Invalid) as caught:
        firm.people.add_department(" ")
    assert codes(caught) == ["name_missing"]
    with pytest.raises(Invalid) as caught:
        firm.people.remove_department(sales)
    assert codes(caught) == ["department_in_use"]
    firm.people.edit_department(sales, "code", "S")
    firm.people.edit_employee(who, "department", "市场部")
    firm.people.remove_department(sales)
    assert [found.name_zh for found in firm.people.departments()] == ["市场部"]


def test_a_department_and_a_position_on_a_form_stay_for_it(firm: Firm) -> None:
    found = sales_form(firm)
    who = firm.appraisal.sheet(found).head.employee_id
    sales, post = firm.people.departments()[0].id, firm.people.positions()[0].id
    firm.people.edit_employee(who, "department", "市场部")
    firm.people.edit_employee(who, "position", "总务")
    for remove, row in ((firm.people.remove_department, sales), (firm.people.remove_position, post)):
        with pytest.raises(Invalid) as caught:
            remove(row)
        assert codes(caught) == ["unit_on_forms"]
        assert sentence(caught.value.problems[0])


@pytest.mark.parametrize(
    ("name", "code"),
    [("客户经理", "SAL"), ("客服专员", "CSV"), ("数控操作工", "PRD"), ("质检员", "QUA"), ("会计", "FIN"),
     ("Buyer", "PUR"), ("前台", "HRA"), ("软件工程师", "RND"), ("Shift leader", "PRD"), ("保安", None)],
)  # fmt: skip
def test_a_new_position_gets_the_template_of_its_trade(firm: Firm, name: str, code: str | None) -> None:
    is_english = name.isascii()
    firm.people.add_position("" if is_english else name, name if is_english else "")
    templates = {template.id: template.code for template in firm.library.templates()}
    found = firm.people.positions()[0].template_id
    assert (templates[found] if found else None) == code


def test_the_next_number_follows_the_highest_in_use(firm: Firm) -> None:
    assert firm.people.next_number() == "001"
    person(firm, "0099")
    person(firm, "A7")
    assert firm.people.next_number() == "0100"


def test_five_thousand_people_come_in_as_one_step(firm: Firm) -> None:
    drafts = [
        EmployeeDraft(
            f"{n:05}", f"员工{n}", department=f"部门{n % 40}", position=f"岗位{n % 25}", manager="00001"
        )
        for n in range(1, 5001)
    ]
    told: list[tuple[int, int]] = []
    started = time.perf_counter()
    done = firm.people.import_people(drafts, lambda at, count: told.append((at, count)), with_backup=False)
    took = time.perf_counter() - started
    assert (done.added, len(done.new_departments), len(firm.people.employees())) == (5000, 40, 5001)
    assert told[-1][1] == 5000
    assert took < 20  # far above what it takes: only a quadratic slip would get there
    firm.history.undo()
    assert len(firm.people.employees()) == 1


def test_an_import_that_is_stopped_leaves_nothing(firm: Firm) -> None:
    def stop(_done: int, _count: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        firm.people.import_people([EmployeeDraft("1", "甲")], stop, with_backup=False)
    assert len(firm.people.employees()) == 1


def test_a_search_finds_the_new_name_after_an_edit(firm: Firm) -> None:
    who = person(firm, "E01", "王小明")
    firm.people.edit_employee(who, "name", "单雄信")
    firm.people.edit_employee(who, "name_en", "Shan")
    key = one(firm, "E01").search_key
    assert "shanxiongxin" in key.replace(" ", "") and "王小明" not in key


def test_a_level_may_be_emptied(firm: Firm) -> None:
    who = person(firm, level="P5")
    firm.people.edit_employee(who, "level", None)
    assert one(firm, "E01").level == ""


def test_a_form_that_was_scored_keeps_its_person(firm: Firm) -> None:
    found = sales_form(firm)
    fill(firm, found)
    with pytest.raises(Invalid):
        firm.people.remove_employee(firm.appraisal.sheet(found).head.employee_id)
