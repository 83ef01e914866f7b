"""Each command: what it does, what it says, and its exit code."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pypdf
import pytest

from perfdesk.controllers.firm import open_firm
from perfdesk.domain.papers import KINDS
from tests.command_line.conftest import Call
from tests.controllers.builders import CLOCK, fill, form, new, person, sales_form


def test_new_makes_a_firm_named_after_its_file(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "精工.perfdesk"
    answer = call("new", path)
    assert (answer.code, answer.err) == (0, "")
    assert str(path) in answer.out
    firm = open_firm(path, CLOCK)
    assert (firm.settings.settings().name, firm.settings.settings().is_simple) == ("精工", False)
    firm.close()


def test_new_takes_names_and_five_questions(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.perfdesk"
    assert call("new", path, "--simple", "--name", "<精工> & 😀", "--owner", "周敏").code == 0
    firm = open_firm(path, CLOCK)
    assert (firm.settings.settings().name, firm.settings.settings().is_simple) == ("<精工> & 😀", True)
    assert firm.people.employees()[0].name == "周敏"
    firm.close()


def test_new_does_not_overwrite(call: Call, sample: Path) -> None:
    before = sample.read_bytes()
    answer = call("new", sample)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1 and str(sample) in answer.err
    assert sample.read_bytes() == before


def test_demo_makes_the_firm_its_papers_and_a_picture_and_twice_the_same(call: Call, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        answer = call("demo", "--out", tmp_path / name)
        assert answer.code == 0
        assert "picture review S-017 review.zh_CN.png" in answer.out
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        made.append({path.name: path.read_bytes() for path in files})
    assert made[0] == made[1]
    papers = [name for name in made[0] if name.endswith(".pdf")]
    assert len(papers) > 38 and "S-017_李娜_review_2026-年三季度.pdf" in papers
    text = (
        pypdf.PdfReader(tmp_path / "one" / "papers" / "S-017_李娜_review_2026-年三季度.pdf")
        .pages[0]
        .extract_text()
    )
    assert "李娜" in text and "红杉精密有限公司" in text


def test_demo_into_a_file_is_refused(call: Call, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    answer = call("demo", "--out", tmp_path / "out")
    assert answer.code == 2
    assert answer.err.count("\n") == 1


def test_import_takes_what_it_can_and_names_each_cell_that_it_can_not(call: Call, tmp_path: Path) -> None:
    path, book = tmp_path / "a.perfdesk", tmp_path / "花名册.csv"
    call("new", path)
    book.write_text("工号,姓名,部门\nE01,王小明,销售部\nE02,,销售部\n,罗成,销售部\n", encoding="utf-8")

    tried = call("import", path, book, "--dry-run")
    answer = call("import", path, book)

    assert (tried.code, answer.code) == (1, 1)
    assert tried.out.splitlines()[-1] == "将导入 1 条，拒绝 2 条。"
    assert answer.out.splitlines()[-1] == "已导入 1 条，拒绝 2 条。"
    assert len(answer.err.splitlines()) == 2
    firm = open_firm(path, CLOCK)
    assert [one.number for one in firm.people.employees()] == ["000", "E01"]
    firm.close()


def test_import_of_a_clean_list_is_done(call: Call, tmp_path: Path) -> None:
    path, book = tmp_path / "a.perfdesk", tmp_path / "部门.csv"
    call("new", path)
    book.write_text("部门,编号\n销售部,S\n生产部,P\n", encoding="gb18030")
    assert call("import", path, book, "--kind", "departments").code == 0


def test_levels_come_in_by_file(call: Call, tmp_path: Path) -> None:
    path, book = tmp_path / "a.perfdesk", tmp_path / "levels.csv"
    firm = new(path, simple=True)
    item = firm.appraisal.sheet(form(firm, person(firm))).items[0]
    firm.close()
    book.write_text(f"工号,{item.code}\nE01,4\n", encoding="utf-8")
    answer = call("import", path, book, "--kind", "levels", "--cycle", "2026Q4")
    assert (answer.code, answer.out.splitlines()[-1]) == (0, "已导入 1 条，拒绝 0 条。")


def test_documents_writes_one_file_a_person_or_one_for_all(call: Call, sample: Path, tmp_path: Path) -> None:
    answer = call("documents", sample, "--who", "S-017,S-019", "--out", tmp_path / "a")
    assert (answer.code, answer.err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "S-017_李娜_plan_2026-年三季度.pdf",
        "S-017_李娜_review_2026-年三季度.pdf",
        "S-019_王磊_plan_2026-年三季度.pdf",
        "S-019_王磊_review_2026-年三季度.pdf",
    ]
    one = call(
        "documents", sample, "--kind", "review", "--one-file", "--lang", "en", "--out", tmp_path / "b",
        "--cycle", "2026 年 二季度",
    )  # fmt: skip
    assert one.code == 0 and one.out.startswith("Wrote 1 files")
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["2026-Q2_review.pdf"]


@pytest.mark.parametrize(("who", "files"), [(["S-017", "X-999"], 2), (["X-999"], 0)])
def test_documents_with_an_unknown_number_is_done_in_part(
    call: Call, sample: Path, tmp_path: Path, who: list[str], files: int
) -> None:
    arguments = [word for number in who for word in ("--who", number)]
    answer = call("documents", sample, *arguments, "--out", tmp_path / "out")
    assert answer.code == 1
    assert answer.err == "X-999 在本周期没有考核表。\n"
    assert len(list(tmp_path.glob("out/*"))) == files


def test_documents_of_a_kind_there_is_not_names_those_there_are(
    call: Call, sample: Path, tmp_path: Path
) -> None:
    answer = call("documents", sample, "--kind", "review,nonsense", "--out", tmp_path / "out")
    assert answer.code == 2
    assert "nonsense" in answer.err
    assert all(kind in answer.err for kind in KINDS)


def test_documents_writes_formal_papers_each_with_its_kind_in_its_name(
    call: Call, sample: Path, tmp_path: Path
) -> None:
    answer = call(
        "documents", sample, "--kind", "appraisal,targets,appeal", "--who", "S-017", "--out", tmp_path / "out"
    )
    assert answer.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "S-017_李娜_appeal_2026-年三季度.pdf",
        "S-017_李娜_appraisal_2026-年三季度.pdf",
        "S-017_李娜_targets_2026-年三季度.pdf",
    ]


def test_the_coefficient_is_on_the_notice_only_where_it_is_asked_for(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.perfdesk"
    firm = new(path)
    found = sales_form(firm)
    fill(firm, found, "80", "2")
    assert firm.cycles.advance([found]) == []
    form(firm, person(firm, "E02", "尉迟恭"))
    firm.close()
    for arguments, shown in (((), False), (("--pay",), True)):
        out = tmp_path / f"out{len(arguments)}"
        answer = call("documents", path, "--kind", "notice", *arguments, "--out", out)
        assert (answer.code, answer.err) == (0, "notice：这些人现在没有：尉迟恭\n")
        [pdf] = out.iterdir()
        text = "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
        assert ("绩效系数" in text) is shown


def test_documents_tells_of_characters_that_no_font_has(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.perfdesk"
    firm = new(path)
    form(firm, person(firm, "E01", "<张> & 😀"))
    firm.close()
    answer = call("documents", path, "--out", tmp_path / "out")
    assert answer.code == 0
    assert "😀" in answer.err


def test_results_are_json_of_the_current_cycle_or_of_one_by_name_or_first_day(
    call: Call, sample: Path
) -> None:
    answer = call("results", sample, "--json")
    found = json.loads(answer.out)
    assert (answer.code, answer.err) == (0, "")
    assert (found["cycle"]["starts_on"], len(found["employees"])) == ("2026-07-01", 38)
    assert list(found) == sorted(found)
    for name in ("2026年二季度", "2026q2", "2026-04-01"):
        again = json.loads(call("results", sample, "--cycle", name, "--json").out)
        assert again["cycle"]["starts_on"] == "2026-04-01"


def test_results_of_a_file_that_is_open_elsewhere_are_printed(call: Call, sample: Path) -> None:
    firm = open_firm(sample, CLOCK)
    assert call("results", sample, "--json").code == 0
    firm.close()


def test_check_finds_nothing_in_a_sound_file_and_names_what_was_changed_by_hand(
    call: Call, sample: Path
) -> None:
    answer = call("check", sample)
    assert (answer.code, answer.err) == (0, "")
    with closing(sqlite3.connect(sample)) as connection:
        connection.execute("UPDATE form_item SET score_c = score_c + 500 WHERE id = 1")
        connection.commit()
    answer = call("check", sample)
    assert answer.code == 1
    assert answer.err and not answer.out


def test_a_backup_can_be_put_back(call: Call, sample: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.perfdesk"
    assert call("backup", sample, kept).code == 0
    with closing(sqlite3.connect(sample)) as connection:
        connection.execute("DELETE FROM audit_text")
        connection.commit()
    assert call("restore", kept, sample).code == 0
    assert call("check", sample).code == 0


def test_a_restore_of_what_is_no_firm_file_leaves_the_file(call: Call, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "x.perfdesk").write_text("x", encoding="utf-8")
    before = sample.read_bytes()
    answer = call("restore", tmp_path / "x.perfdesk", sample)
    assert answer.code == 2
    assert sample.read_bytes() == before
