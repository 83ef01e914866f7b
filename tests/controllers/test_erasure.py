"""Erasing a person: names and words are gone from every page of the file, totals and the trail hold."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.controllers.checking import check_file
from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import new_firm, open_firm
from perfdesk.domain.okr import KeyResult
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.problems import Invalid
from perfdesk.domain.progress import CheckIn
from perfdesk.domain.terms import EventKind, KeyResultKind

CLOCK = fixed(datetime(2026, 10, 16, 9))


def test_an_erased_person_is_nowhere_in_the_file_and_the_total_stays(tmp_path: Path) -> None:
    firm = new_firm(tmp_path / "firm.perfdesk", "Firm", "Owner", CLOCK)
    person = firm.people.add_employee(
        EmployeeDraft("A-17", "欧阳明月", note="secret-note", phone="13800001111")
    )
    cycle = firm.cycles.current()
    assert cycle is not None
    form_id = firm.results.standings(cycle.id)[0].form_id
    for item in firm.appraisal.sheet(form_id).items:
        firm.appraisal.enter(item.id, "2")
    firm.appraisal.set_comment(firm.appraisal.sheet(form_id).items[0].id, "secret-comment")
    firm.papers.prepare(cycle.id, kinds=("review",))
    firm.people.mark_left(person, CLOCK.today())

    firm.people.erase_employee(person)

    assert firm.history.undo_deed is None
    assert firm.appraisal.sheet(form_id).total.total == 2
    path = firm.path
    firm.close(with_backup=False)
    content = path.read_bytes()
    for secret in ("欧阳明月", "A-17", "secret-note", "13800001111", "secret-comment", "ouyangmingyue"):
        assert secret.encode() not in content, secret
    assert {finding.code for finding in check_file(path) if finding.is_fault} == set()
    again = open_firm(path, CLOCK)
    assert again.people.employees()[-1].name == "—"
    again.close(with_backup=False)


def test_somebody_who_is_still_here_is_not_erased(tmp_path: Path) -> None:
    firm = new_firm(tmp_path / "firm.perfdesk", "Firm", "Owner", CLOCK)
    person = firm.people.add_employee(EmployeeDraft("1", "Ann"))

    with pytest.raises(Invalid) as refused:
        firm.people.erase_employee(person)

    assert refused.value.problems[0].code == "erase_active"
    employee = firm.people.employee(person)
    assert employee is not None
    assert employee.name == "Ann"
    firm.close(with_backup=False)


def test_what_was_told_on_the_way_and_attached_files_go_with_the_person(tmp_path: Path) -> None:
    firm = new_firm(tmp_path / "firm.perfdesk", "Firm", "Owner", CLOCK)
    person = firm.people.add_employee(EmployeeDraft("A-17", "欧阳明月"))
    cycle = firm.cycles.current()
    assert cycle is not None
    form_id = firm.results.standings(cycle.id)[0].form_id
    item = firm.appraisal.sheet(form_id).items[0].id
    day = CLOCK.today()
    firm.check_ins.add(CheckIn(0, day, obstacle="secret-obstacle", words="secret-fact", item_id=item))
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-secret-scan")
    firm.evidence.add(item_id=item, words="secret-evidence", path=path)
    event = firm.appraisal.add_event(form_id, EventKind.BONUS, day, "secret-event", Decimal(1))
    firm.evidence.add(event_id=event, words="secret-letter")
    objective = firm.okr.add_objective(form_id, "secret-objective")
    result = KeyResult(0, 0, 0, "secret-result", KeyResultKind.BINARY)
    firm.okr.add_key_result(objective, result)
    firm.people.mark_left(person, day)

    firm.people.erase_employee(person)

    assert firm.evidence.of_form(form_id) == ()
    path = firm.path
    firm.close(with_backup=False)
    assert b"secret" not in path.read_bytes()
    assert {finding.code for finding in check_file(path) if finding.is_fault} == set()
