"""Papers: their numbers stay, their names fit every file system, and a closed cycle prints as it did."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import Firm, open_firm
from perfdesk.controllers.papers import PaperJob, write_papers, write_whole
from perfdesk.documents.values import ReviewSheet
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import CauseCode
from perfdesk.store.faults import StoreFault
from tests.controllers.builders import CLOCK, NOW, codes, current, fill, form, items, new, person, sales_form


def headers(job: PaperJob) -> list[tuple[str, int]]:
    return [(sheet.header.number, sheet.revision) for file in job.files for sheet in file.sheets]


def only(firm: Firm, found: int, language: str = "zh_CN", kinds: tuple[str, ...] = ("review",)) -> PaperJob:
    return firm.papers.prepare(current(firm), kinds=kinds, form_ids=[found], language=language)


def test_a_number_stays_and_the_revision_grows_with_the_values(firm: Firm) -> None:
    found = sales_form(firm)
    fill(firm, found, "62", "2")
    assert headers(only(firm, found)) == [("P0-2026-0001", 1)]
    assert headers(only(firm, found)) == [("P0-2026-0001", 1)]
    firm.appraisal.enter(items(firm, found)[0].id, "80")
    assert headers(only(firm, found)) == [("P0-2026-0001", 2)]
    assert headers(only(firm, found, "en")) == [("P0-2026-0001", 1)]
    other = form(firm, person(firm, "E02", "尉迟恭"))
    assert headers(only(firm, other)) == [("P0-2026-0002", 1)]


def test_a_reprint_is_the_same_to_the_byte_and_carries_its_first_date(firm: Firm, tmp_path: Path) -> None:
    found = sales_form(firm)
    fill(firm, found)
    first = write_papers(only(firm, found), tmp_path / "first").paths[0].read_bytes()
    path = firm.path
    firm.close(with_backup=False)
    later = open_firm(path, fixed(NOW.replace(day=17)))
    second = write_papers(only(later, found), tmp_path / "second").paths[0].read_bytes()
    later.close(with_backup=False)
    assert first == second


def test_a_closed_cycle_prints_as_it_did_whatever_comes_after(firm: Firm) -> None:
    found = sales_form(firm)
    fill(firm, found, "62", "2")
    item = items(firm, found)[0].id
    firm.improvement.set_cause(item, CauseCode.RES)
    firm.improvement.add_action(item, "每周提供二十条有效线索")
    firm.cycles.advance([found])
    cycle = current(firm)
    firm.cycles.close(cycle)
    before = firm.papers.prepare(cycle)
    who, path = firm.appraisal.sheet(found).head.employee_id, firm.path
    firm.close(with_backup=False)

    later = open_firm(path, fixed(NOW.replace(year=2027)))
    later.people.edit_employee(who, "department", "市场部")
    later.people.edit_employee(who, "manager", "")
    later.improvement.add_recognition(who, "后来的认可", on=date(2027, 3, 1))
    assert later.papers.prepare(cycle) == before
    later.close(with_backup=False)


def test_only_those_with_a_plan_have_a_plan_paper_and_it_names_its_review(sample: Firm) -> None:
    job = sample.papers.prepare(current(sample))
    reviews = {
        s.header.employee_number: s for f in job.files for s in f.sheets if s.header.number[:2] == "P0"
    }
    plans = {s.header.employee_number: s for f in job.files for s in f.sheets if s.header.number[:2] == "P5"}
    planned = {
        line.number
        for line in sample.results.standings(current(sample))
        if any(t.plan for t in sample.improvement.comparison(line.form_id).treatments)
    }
    assert (len(reviews), plans.keys()) == (38, planned)
    assert all(plan.source_number == reviews[number].header.number for number, plan in plans.items())  # type: ignore[union-attr]


@pytest.mark.parametrize("kinds", [("nonsense",), ("review", "")])
def test_a_paper_that_there_is_not_is_refused(firm: Firm, kinds: tuple[str, ...]) -> None:
    found = sales_form(firm)
    with pytest.raises(Invalid) as caught:
        only(firm, found, kinds=kinds)
    assert codes(caught) == ["unknown_kind"]


@pytest.mark.parametrize("in_one_file", [True, False])
def test_nothing_to_print_is_said_and_no_number_given_out(firm: Firm, in_one_file: bool) -> None:
    found = sales_form(firm)
    for form_ids in ([], [found]):
        with pytest.raises(Invalid) as caught:
            firm.papers.prepare(current(firm), kinds=("plan",), form_ids=form_ids, in_one_file=in_one_file)
        assert codes(caught) == ["nothing_to_print"]
    assert headers(only(firm, found)) == [("P0-2026-0001", 1)]


def test_a_kind_named_twice_is_printed_once(firm: Firm) -> None:
    found = sales_form(firm)
    assert len(only(firm, found, kinds=("review", "review")).files) == 1


def test_a_file_that_may_only_be_read_prints_without_giving_out_numbers(firm: Firm) -> None:
    found = sales_form(firm)
    fill(firm, found)
    reader = open_firm(firm.path, CLOCK, read_only=True)
    numbers = [number for number, _revision in headers(only(reader, found))]
    assert numbers == ["—"]
    assert headers(only(firm, found)) == [("P0-2026-0001", 1)]
    reader.close()


NAMES = {
    "1": 'a<b>:"/\\|?*&c',
    "2": "  王.小 明. ",
    "3": "长" * 120,
    "CON": "nul",
    "5/6": "甲",
    "5 6": "甲",
    "e7": "乙",
    "E7": "乙",
    "8😀": "😀𠅤",
}


def test_file_names_fit_every_file_system_and_are_all_different(tmp_path: Path) -> None:
    firm = new(tmp_path / "names.perfdesk")
    for number, name in NAMES.items():
        form(firm, person(firm, number, name))
    firm.cycles.rename(current(firm), "三季度 <冲刺>: " + "很长" * 60, "")
    job = firm.papers.prepare(current(firm), kinds=("review",))
    names = [file.name for file in job.files]
    assert len({name.lower() for name in names}) == len(NAMES)
    for name in names:
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f\s]', name)
        assert len(f"{name}.part".encode()) <= 255
        assert name == name.strip(" .") and name.endswith(".pdf")
    assert len(write_papers(job, tmp_path / "out").paths) == len(NAMES)
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(names)
    firm.close(with_backup=False)


def test_one_file_holds_everybody_by_number(sample: Firm, tmp_path: Path) -> None:
    job = sample.papers.prepare(current(sample), in_one_file=True)
    numbers = [sheet.header.employee_number for sheet in job.files[0].sheets]
    assert (len(job.files), numbers) == (1, sorted(numbers))
    assert job.count > 38


def test_a_failed_export_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def half(target: object) -> None:
        target.write(b"new")  # type: ignore[attr-defined]
        raise KeyError

    with pytest.raises(KeyError):
        write_whole(path, half)
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]
    assert path.read_bytes() == b"old"


def test_a_folder_that_is_a_file_is_said_plainly(firm: Firm, tmp_path: Path) -> None:
    job = only(firm, sales_form(firm))
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(StoreFault) as caught:
        write_papers(job, tmp_path / "out")
    assert caught.value.code in ("unwritable", "folder_read_only")
    assert replace(job, language="en").count == job.count


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_level_in_the_five_point_scheme_says_what_it_means(simple: Firm, language: str) -> None:
    found = form(simple, person(simple, "E01", "李娜"))
    entered = items(simple, found)
    for item, level in zip(entered, ("1", "3", "5", "2.5"), strict=False):
        simple.appraisal.enter(item.id, level)
    [file] = only(simple, found, language).files
    [sheet] = file.sheets
    assert isinstance(sheet, ReviewSheet)
    anchors = [
        {one.level: one.zh if language == "zh_CN" else one.en for one in item.anchors} for item in entered
    ]
    expected = [anchors[0][1], anchors[1][3], anchors[2][5], anchors[3][2], ""]
    assert [item.method_words for item in sheet.items] == expected
    assert all(expected[:4])
