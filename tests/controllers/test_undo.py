"""Every deed of every controller: done, undone and done again, it leaves the file as it was before and after."""

from __future__ import annotations

import ast
import inspect
import shutil
import sqlite3
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfdesk import texts
from perfdesk.controllers.firm import Firm, open_firm
from perfdesk.controllers.history import Changed
from perfdesk.domain.firm import Switch
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.terms import CauseCode, CycleType, EventKind, FormState, Missing, Scheme
from perfdesk.store import audit as audit_trail
from perfdesk.store.faults import StoreFault
from perfdesk.texts.deeds import DEEDS, deed_name
from tests.controllers import (
    deeds_calibration,
    deeds_changes,
    deeds_library,
    deeds_progress,
    deeds_raters,
    deeds_states,
)
from tests.controllers.builders import CLOCK, current, file_of, own_card
from tests.controllers.world import World, make_world
from tests.store.dump import dump

_GRADES = tuple(
    replace(grade, lower_bound=grade.lower_bound + (grade.code == "S"))
    for grade in SCHEMES[Scheme.P120].grades
)


def _roster(world: World) -> Path:
    book = openpyxl.Workbook()
    for row in (["工号", "姓名", "部门"], ["E77", "秦琼", "保卫部"], ["E01", "王小明", "销售部"]):
        book.active.append(row)
    path = world.firm.path.with_name("花名册.xlsx")
    book.save(path)
    return path


def _departments(world: World) -> Path:
    path = world.firm.path.with_name("部门.csv")
    path.write_text("部门,编号\n保卫部,B1\n", encoding="utf-8")
    return path


DEEDS_DONE: dict[str, Callable[[World], Any]] = {
    "people.add_employee": lambda w: w.firm.people.add_employee(
        EmployeeDraft("E50", "程咬金", department="保卫部", position="保安", phone="138")
    ),
    "people.import_people": lambda w: w.firm.people.import_people(
        [EmployeeDraft("E60", "罗成", department="新部门"), EmployeeDraft("E01", "王小明", note="骨干")],
        with_backup=False,
    ),
    "people.edit_employee": lambda w: w.firm.people.edit_employee(w.who("E01"), "department", "新部门"),
    "people.mark_left": lambda w: w.firm.people.mark_left(w.who("E04"), date(2026, 10, 9)),
    "people.remove_employee": lambda w: w.firm.people.remove_employee(w.who("E02")),
    "people.add_department": lambda w: w.firm.people.add_department("保卫部", "Guards", "B"),
    "people.add_departments": lambda w: w.firm.people.add_departments([("甲部", "1"), ("乙部", "2")]),
    "people.edit_department": lambda w: w.firm.people.edit_department(
        w.department("销售部"), "name_en", "Sales"
    ),
    "people.remove_department": lambda w: w.firm.people.remove_department(w.department("仓储部")),
    "people.add_position": lambda w: w.firm.people.add_position("会计"),
    "people.edit_position": lambda w: w.firm.people.edit_position(w.position("保洁员"), "name_zh", "清洁工"),
    "people.remove_position": lambda w: w.firm.people.remove_position(w.position("保洁员")),
    "cycles.add_cycle": lambda w: w.firm.cycles.add_cycle(
        CycleType.YEAR, date(2026, 1, 1), date(2026, 12, 31)
    ),
    "cycles.rename": lambda w: w.firm.cycles.rename(current(w.firm), "冲刺季", "Sprint"),
    "cycles.add_forms": lambda w: w.firm.cycles.add_forms(current(w.firm)),
    "cycles.remove_form": lambda w: w.firm.cycles.remove_form(w.draft),
    "cycles.advance": lambda w: w.firm.cycles.advance([w.running, w.draft]),
    "cycles.send_back": lambda w: w.firm.cycles.send_back(
        w.scored, FormState.SELF_SCORED, "漏了一张发票，要重新核对"
    ),
    "cycles.close": lambda w: w.firm.cycles.close(w.older_cycle),
    "appraisal.add_item": lambda w: w.firm.appraisal.add_item(
        w.draft, next(card.id for card in w.firm.library.cards() if card.code == "PUR-01")
    ),
    "appraisal.remove_item": lambda w: w.firm.appraisal.remove_item(w.item(w.draft)),
    "appraisal.set_weight": lambda w: w.firm.appraisal.set_weight(w.item(w.draft), Decimal("12.5")),
    "appraisal.share_out_rest": lambda w: (
        w.firm.appraisal.set_weight(w.item(w.draft), Decimal(40)),
        w.firm.appraisal.share_out_rest(w.draft),
    ),
    "appraisal.set_target": lambda w: w.firm.appraisal.set_target(w.item(w.draft), Decimal(88)),
    "appraisal.set_targets": lambda w: w.firm.appraisal.set_targets([(w.item(w.draft), Decimal(99))]),
    "appraisal.enter": lambda w: w.firm.appraisal.enter(w.item(w.running), "55"),
    "appraisal.enter_many": lambda w: w.firm.appraisal.enter_many(
        [(w.item(w.running), "71"), (w.judged(w.running), "4")],
        [(w.item(w.running, 1), Missing.UNAVAILABLE, "系统故障")],
    ),
    "appraisal.set_missing": lambda w: w.firm.appraisal.set_missing(
        w.judged(w.running), Missing.NOT_APPLICABLE, "任务取消"
    ),
    "appraisal.set_comment": lambda w: w.firm.appraisal.set_comment(w.item(w.running), "两次迟报"),
    "appraisal.set_remark": lambda w: w.firm.appraisal.set_remark(w.running, "strengths", "肯钻研"),
    "appraisal.add_event": lambda w: w.firm.appraisal.add_event(
        w.running, EventKind.VETO, date(2026, 10, 2), "泄露报价"
    ),
    "appraisal.remove_event": lambda w: w.firm.appraisal.remove_event(w.event),
    "improvement.set_cause": lambda w: w.firm.improvement.set_cause(
        w.item(w.running), CauseCode.RES, on=False
    ),
    "improvement.set_cause_words": lambda w: w.firm.improvement.set_cause_words(
        w.cause, "线索由 31 条降到 14 条"
    ),
    "improvement.add_action": lambda w: w.firm.improvement.add_action(
        w.item(w.running, 1), "对账单每月三日前全部寄出"
    ),
    "improvement.edit_action": lambda w: w.firm.improvement.edit_action(
        w.action, "due_on", date(2027, 1, 15)
    ),
    "improvement.remove_action": lambda w: w.firm.improvement.remove_action(w.action),
    "improvement.edit_plan": lambda w: w.firm.improvement.edit_plan(w.plan, "support", "每周半天"),
    "improvement.leave_gap": lambda w: w.firm.improvement.leave_gap(w.item(w.running, 1), "下期再看"),
    "improvement.add_recognition": lambda w: w.firm.improvement.add_recognition(w.who("E02"), "主动补位"),
    "improvement.remove_recognition": lambda w: w.firm.improvement.remove_recognition(w.recognition),
    "settings.rename_firm": lambda w: w.firm.settings.rename_firm("新精工"),
    "settings.set_switch": lambda w: w.firm.settings.set_switch(Switch.CALIBRATION, on=True),
    "settings.set_scheme": lambda w: w.firm.settings.set_scheme(Scheme.P100),
    "settings.set_grades": lambda w: w.firm.settings.set_grades(Scheme.P120, _GRADES),
    "settings.set_choice": lambda w: w.firm.settings.set_choice(appeal_days=7),
    "library.add_card": lambda w: w.firm.library.add_card(own_card()),
    "library.add_template": lambda w: w.firm.library.add_template(
        "OWN", "自定", "", [(w.firm.library.cards()[0].id, Decimal(100), None)]
    ),
    "imports.import_preview": lambda w: w.firm.imports.import_preview(
        w.firm.imports.preview(w.firm.imports.pasted("工号\t姓名\nE70\t秦琼\nE71\t罗成"))
    ),
    "imports.add_names": lambda w: w.firm.imports.add_names(["秦琼", "罗成"]),
    "imports.import_people_file": lambda w: w.firm.imports.import_people_file(_roster(w)),
    "imports.import_values": lambda w: w.firm.imports.import_values(_departments(w), "departments"),
}
DEEDS_DONE |= deeds_raters.DEEDS
DEEDS_DONE |= deeds_changes.DEEDS
DEEDS_DONE |= deeds_calibration.DEEDS
DEEDS_DONE |= deeds_library.DEEDS
DEEDS_DONE |= deeds_progress.DEEDS
DEEDS_DONE |= deeds_states.DEEDS
NOT_UNDONE = {
    "cycles.choose": "what is looked at is no entry; undo would throw somebody out of the cycle at work",
    "papers.prepare": "a numbered paper may lie on a desk already",
    "people.erase_employee": "what was erased must not come back; it ends the session's history",
}
CONTROLLERS = (
    "appeals",
    "calendar",
    "changes",
    "people",
    "cycles",
    "appraisal",
    "improvement",
    "settings",
    "imports",
    "papers",
    "results",
    "library",
    "raters",
    "check_ins",
    "evidence",
    "okr",
    "goals",
    "calibration",
)


@pytest.fixture(scope="module")
def world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "world.perfdesk"
    make_world(path)
    return path


@pytest.fixture
def world(world_file: Path, tmp_path: Path) -> Iterator[World]:
    path = tmp_path / "world.perfdesk"
    shutil.copy(world_file, path)
    firm = open_firm(path, CLOCK)
    yield World(firm)
    firm.close(with_backup=False)


def changing_methods(firm: Firm) -> set[str]:
    """Find the public methods that open a change, by themselves or through another method."""
    found: set[tuple[str, str]] = set()
    calls: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for name in CONTROLLERS:
        controller = getattr(firm, name)
        for method, function in inspect.getmembers(type(controller), inspect.isfunction):
            body = ast.parse(textwrap.dedent(inspect.getsource(function)))
            key, calls[name, method] = (name, method), set()
            for call in (node.func for node in ast.walk(body) if isinstance(node, ast.Call)):
                words = ast.unparse(call).split(".")
                if words[:2] == ["self", "_desk"] and words[-1] in ("change", "noting", "erasing"):
                    found.add(key)
                elif words[0] == "self" and len(words) == 2:
                    calls[key].add((name, words[1]))
                elif words[0] == "self" and len(words) == 3:
                    calls[key].add((words[1].strip("_"), words[2]))
    while more := {key for key, called in calls.items() if called & found} - found:
        found |= more
    return {f"{name}.{method}" for name, method in found if not method.startswith("_")}


def audit(firm: Firm) -> list[tuple[str, int | None]]:
    with closing(sqlite3.connect(firm.path)) as connection:
        return connection.execute("SELECT deed, actor_id FROM audit_entry ORDER BY id").fetchall()


def test_the_table_names_every_changing_method_and_no_other(world: World) -> None:
    assert changing_methods(world.firm) == DEEDS_DONE.keys() | NOT_UNDONE.keys()
    assert not DEEDS_DONE.keys() & NOT_UNDONE.keys()


@pytest.mark.parametrize("name", DEEDS_DONE)
def test_undo_brings_back_what_was_and_redo_what_came(name: str, world: World) -> None:
    firm, heard = world.firm, list[Changed]()
    before, entries = dump(file_of(firm)), len(audit(firm))

    DEEDS_DONE[name](world)
    after = dump(file_of(firm))
    assert after != before
    deeds = []
    while firm.history.undo_deed is not None:
        deeds.append(firm.history.undo_deed)
        firm.history.undo()
    firm.announce.subscribe(heard.append)
    assert dump(file_of(firm)) == before
    while firm.history.redo_deed is not None:
        firm.history.redo()
    assert dump(file_of(firm)) == after

    codes = [deed.code for deed in reversed(deeds)]
    written = [*codes, *(f"undo:{code}" for code in reversed(codes)), *(f"redo:{code}" for code in codes)]
    owner = firm.settings.settings().owner_id
    assert audit(firm)[entries:] == [(code, owner) for code in written]
    assert [event.deed.code for event in heard] == codes
    assert all(event.tables for event in heard)
    for deed in deeds:
        assert deed.code in DEEDS
        for language in texts.LANGUAGES:
            words = deed_name(deed, texts.translator(language))
            assert words and "{" not in words and deed.code not in words
    with file_of(firm).read() as connection:
        assert list(audit_trail.faults(connection)) == []


@pytest.mark.parametrize("name", ["imports.import_preview", "imports.import_values", "people.import_people"])
def test_an_import_is_one_step(name: str, world: World) -> None:
    before = dump(file_of(world.firm))
    DEEDS_DONE[name](world)
    world.firm.history.undo()
    assert world.firm.history.undo_deed is None
    assert dump(file_of(world.firm)) == before


def test_all_that_is_saved_during_one_visit_to_a_field_is_one_step(world: World) -> None:
    firm, item = world.firm, world.item(world.running)
    for words in ("两", "两次", "两次迟报"):
        firm.appraisal.set_comment(item, words, visit="comment 1")
    firm.appraisal.set_comment(item, "两次迟报，已谈", visit="comment 2")

    firm.history.undo()
    assert firm.appraisal.sheet(world.running).items[0].comment == "两次迟报"
    firm.history.undo()
    assert firm.appraisal.sheet(world.running).items[0].comment == ""
    assert firm.history.undo_deed is None
    firm.history.redo()
    assert firm.appraisal.sheet(world.running).items[0].comment == "两次迟报"


def test_a_new_deed_ends_what_could_be_done_again(world: World) -> None:
    world.firm.settings.rename_firm("甲")
    world.firm.history.undo()
    world.firm.settings.rename_firm("乙")
    assert world.firm.history.redo_deed is None


def test_a_deed_that_changes_nothing_is_no_step_and_no_entry(world: World) -> None:
    before = audit(world.firm)
    world.firm.settings.rename_firm(world.firm.settings.settings().name)
    world.firm.appraisal.enter(world.item(world.draft), "")
    assert (world.firm.history.undo_deed, audit(world.firm)) == (None, before)


def test_what_a_printed_paper_stands_on_is_not_taken_back(world: World) -> None:
    firm = world.firm
    firm.cycles.add_forms(current(firm), [world.who("E04")])
    firm.papers.prepare(current(firm), kinds=("review",))
    before = dump(file_of(firm))

    with pytest.raises(StoreFault) as caught:
        firm.history.undo()

    assert caught.value.code == "stands_on_it"
    assert texts.sentence(caught.value)
    assert dump(file_of(firm)) == before
    assert firm.history.undo_deed is not None


def test_numbering_papers_is_audited_but_no_step(world: World) -> None:
    before = len(audit(world.firm))
    world.firm.papers.prepare(current(world.firm))
    assert world.firm.history.undo_deed is None
    assert [deed for deed, _actor in audit(world.firm)[before:]] == ["print_papers"]


def test_whoever_acts_stands_in_the_entry(world: World) -> None:
    world.firm.people.edit_employee(world.who("E04"), "is_acting", True)
    world.firm.settings.act_as(world.who("E04"))
    world.firm.settings.rename_firm("甲")
    assert audit(world.firm)[-1] == ("rename_firm", world.who("E04"))
