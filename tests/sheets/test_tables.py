"""Files to cells."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.domain.problems import Invalid
from perfdesk.sheets.cells import CellError, clean, column_letters, column_number, plain
from perfdesk.sheets.delimited import decode, parse
from perfdesk.sheets.tables import read_pasted, read_workbook

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")

letters = st.text(st.sampled_from("abcXYZ019 -工号王磊销售部<&>\"',;\t\n。"), min_size=0, max_size=8)
cells = letters.map(lambda text: clean(text) or "x")
tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=2, max_size=6)
)


def as_csv(rows: list[list[str]], delimiter: str) -> str:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    return "\r\n".join(delimiter.join(row) for row in quoted) + "\r\n"


def refusal(path: Path) -> str:
    with pytest.raises(Invalid) as caught:
        read_workbook(path)
    [problem] = caught.value.problems
    assert problem.details["file"] == path.name
    return problem.code


def save(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=25)
@given(rows=tables, delimiter=st.sampled_from(",;\t"))
def test_a_text_table_comes_back_as_it_was_in_every_encoding(
    encoding: str, rows: list[list[str]], delimiter: str
) -> None:
    text, _ = decode(("序号" + as_csv(rows, delimiter)).encode(encoding), "list.csv")

    assert parse(text.removeprefix("序号"), "list.csv") == [tuple(row) for row in rows]


@settings(max_examples=40)
@given(
    rows=st.lists(
        st.tuples(
            cells,
            st.integers(-(10**14), 10**14),
            st.decimals(-(10**6), 10**6, places=4, allow_nan=False, allow_infinity=False),
            st.dates(date(1950, 1, 1), date(2100, 1, 1)),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_workbook_comes_back_with_exact_numbers_and_dates(rows: list[tuple[object, ...]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
        book.active.cell(book.active.max_row, 1).data_type = "s"
    target = io.BytesIO()
    book.save(target)
    path = Path(__file__).parent / "unused.xlsx"
    from perfdesk.sheets import tables as reader

    table = reader._from_archive(target.getvalue(), path.name).table("Sheet")

    assert [list(row) for row in table.rows] == [[*row] for row in rows]
    assert not any(isinstance(cell, float) for row in table.rows for cell in row)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (0.1, Decimal("0.1")),
        (0.1 + 0.2, Decimal("0.3")),
        (45017.0, 45017),
        (212.47199999999998, Decimal("212.472")),
        ("\u00a0 王\u3000磊\t", "王 磊"),
        ("e\u0301", "é"),
        ("ABC_x000D_\nD", "ABC\nD"),
        (" \t ", None),
        ("0017", "0017"),
        (float("nan"), CellError("#NUM!")),
    ],
)
def test_a_value_becomes_what_a_person_sees(raw: object, expected: object) -> None:
    assert plain(raw) == expected


@given(st.integers(1, 16384))
def test_column_letters_and_numbers_are_each_others_inverse(number: int) -> None:
    assert column_number(column_letters(number)) == number


def test_percent_and_padded_formats_are_read_as_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([0.95, 17, 0.5])
    book.active["A1"].number_format = "0.00%"
    book.active["B1"].number_format = "0000"

    table = read_workbook(save(book, tmp_path / "a.xlsx")).table()

    assert table.rows == (("95%", "0017", Decimal("0.5")),)


def test_addresses_are_those_of_the_sheet_even_when_the_table_starts_elsewhere(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "名单"
    book.active["C4"] = "工号"
    book.active["D5"] = "=1/0"

    table = read_workbook(save(book, tmp_path / "a.xlsx")).table()

    assert table.address(0, 0) == "名单!C4"
    assert table.row_number(0) == 4


def test_cells_merged_downwards_are_filled_and_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["部门", "姓名"], ["销售部", "王磊"], [None, "李娜"], ["生产部", "马超"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")

    table = read_workbook(save(book, tmp_path / "a.xlsx")).table()

    assert table.column(0) == ["部门", "销售部", "销售部", "生产部"]
    assert table.filled == ("A2:A3",)


def test_a_hidden_sheet_is_left_out_and_a_missing_one_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "hidden"
    book.active.sheet_state = "hidden"
    book.create_sheet("名单")["A1"] = "seen"
    path = save(book, tmp_path / "a.xlsx")

    assert read_workbook(path).sheets == ("名单",)
    with pytest.raises(Invalid) as caught:
        read_workbook(path, "别的")
    assert caught.value.problems[0].code == "sheet_missing"


def test_a_value_in_the_far_corner_is_refused_at_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "工号"
    book.active["XFD1048576"] = "x"
    path = save(book, tmp_path / "a.xlsx")

    start = time.monotonic()
    assert refusal(path) == "sheet_too_large"
    assert time.monotonic() - start < 5


def test_a_formatted_but_empty_far_corner_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "工号"
    book.active["XFD1048576"].number_format = "0.00"

    assert read_workbook(save(book, tmp_path / "a.xlsx")).table().rows == (("工号",),)


def zip_with(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, content)
    return path


def test_an_archive_that_explodes_is_not_unpacked(tmp_path: Path) -> None:
    assert refusal(zip_with(tmp_path / "a.xlsx", "xl/big.xml", b"0" * 60 * 2**20)) == "workbook_explodes"


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert refusal(zip_with(tmp_path / "a.xlsx", "xl/workbook.xml", bomb)) == "workbook_entities"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "import_file_empty"),
        ("a.csv", b"\r\n \r\n", "import_file_empty"),
        ("a.xlsx", b"PK\x03\x04 rubbish", "workbook_damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rubbish", "not_a_workbook"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "not_really_excel"),
        ("a.csv", b"%PDF-1.7 ...", "not_really_excel"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x01\x02", "not_a_workbook"),
        ("a.csv", b"a,b\n\xff\xff,\x81 \n", "text_encoding"),
        ("a.csv", '工号,姓名\n1,"王磊\n2,李娜\n'.encode(), "text_quotes"),
        ("a.xlsx", b"hello", "not_a_workbook"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == code


def test_a_missing_file_is_a_refusal_too(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.xlsx") == "import_file_missing"


@settings(max_examples=60)
@given(cut=st.integers(0, 4000), flip=st.integers(0, 4000), with_byte=st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(cut: int, flip: int, with_byte: int) -> None:
    book = openpyxl.Workbook()
    book.active.append(["工号", "姓名"])
    target = io.BytesIO()
    book.save(target)
    data = bytearray(target.getvalue())
    data[flip % len(data)] = with_byte
    if cut % 3 == 0:
        del data[-cut % len(data) :]
    from perfdesk.sheets import tables as reader

    try:
        sheet = reader._from_archive(bytes(data), "a.xlsx")
        for name in sheet.sheets:
            sheet.table(name)
    except Invalid as fault:
        assert fault.problems[0].field == "a.xlsx"


def test_pasted_cells_keep_quoted_line_breaks() -> None:
    table = read_pasted('工号\t备注\r\nS-001\t"一行\n两行"\r\n')

    assert table.rows == (("工号", "备注"), ("S-001", "一行\n两行"))
    assert table.address(1, 1) == "B2"


def test_a_corrected_cell_leaves_the_table_as_it_was() -> None:
    table = read_pasted("工号\t姓名\nS-001\t\nS-002\t李娜\n")

    assert table.with_cell(1, 1, " 王磊 ").rows[1] == ("S-001", "王磊")
    assert table.rows[1] == ("S-001", None)


def test_the_second_reader_sees_what_the_first_one_sees() -> None:
    from perfdesk.sheets import archives
    from perfdesk.sheets import tables as reader

    book = openpyxl.Workbook()
    for row in (
        ["工号", "入职", "分数"],
        ["007", date(2020, 5, 6), 0.1],
        ["S-2", None, 45017],
        [None, None, "#N/A"],
    ):
        book.active.append(row)
    book.active["C4"].data_type = "e"
    target = io.BytesIO()
    book.save(target)
    data = target.getvalue()
    archive = archives.open_archive(data, "a.xlsx")

    first = reader._with_calamine(data, "a.xlsx", archive).table("Sheet").rows
    second = reader._with_openpyxl(data, "a.xlsx", archive).table("Sheet").rows
    assert first == second
    assert first[3][2] == CellError("#N/A")


def test_an_open_document_sheet_is_read_and_its_repetitions_are_limited(tmp_path: Path) -> None:
    def ods(attribute: str) -> Path:
        content = (
            '<?xml version="1.0"?><office:document-content'
            ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            '<office:body><office:spreadsheet><table:table table:name="S"><table:table-row>'
            f'<table:table-cell office:value-type="string"{attribute}><text:p>工号</text:p></table:table-cell>'
            "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
        )
        path = tmp_path / "a.ods"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
            archive.writestr("content.xml", content)
        return path

    assert read_workbook(ods("")).table().rows == (("工号",),)
    assert refusal(ods(' table:number-columns-repeated="16384"')) == "sheet_too_large"
