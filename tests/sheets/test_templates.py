"""Workbooks that go out and come back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from perfdesk.sheets.columns import match_columns
from perfdesk.sheets.people import read_people
from perfdesk.sheets.person_drafts import Verdict
from perfdesk.sheets.tables import RawTable, read_workbook
from perfdesk.sheets.templates import write_people_template, write_refused
from perfdesk.texts import translator


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_template_comes_back_with_every_column_recognised(tmp_path: Path, language: str) -> None:
    path = tmp_path / "模板.xlsx"
    write_people_template(path, translator(language), ["销售部", "=cmd()"])
    table = read_workbook(path).table()
    matching = match_columns(table)

    assert [match.field for match in matching.matches] == [
        "number",
        "name",
        "department",
        "position",
        "manager",
        "hired_on",
        "level",
        "note",
    ]
    [example] = read_people(table, matching).rows
    assert example.verdict <= Verdict.NEW_DEPARTMENT


def test_refused_rows_come_back_once_corrected_and_texts_are_never_run(tmp_path: Path) -> None:
    rows = (
        ("工号", "姓名", "部门"),
        ("007", "=1+1", "研发部"),
        ("S-2", None, "@SUM(A1)"),
        ("S-3", None, "研发部"),
    )
    table = RawTable("a.xlsx", "S", rows)
    draft = read_people(table, match_columns(table))
    refusals = {row.row: row.problems for row in draft.refused()}
    path = tmp_path / "refused.xlsx"

    write_refused(path, table, match_columns(table).header, {**refusals, 1: ()}, translator("zh_CN"))

    sheet = openpyxl.load_workbook(path).active
    assert [cell.data_type for cell in sheet[2]][:2] == ["s", "s"]
    assert (sheet["B2"].value, sheet["B2"].quotePrefix) == ("=1+1", True)
    assert "没有姓名" in sheet["D4"].value
    again = read_workbook(path).table().with_cell(2, 1, "李娜").with_cell(3, 1, "马超")
    assert [row.number for row in read_people(again, match_columns(again)).taken()] == ["007", "S-2", "S-3"]


def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_people_template(path, translator("en"))
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.xlsx", b"old")]
