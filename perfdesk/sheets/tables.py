"""A file in, plain tables out: .xlsx, .xlsm, .xls, .ods, text tables and the clipboard."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from perfdesk.domain.problems import Invalid, Problem
from perfdesk.sheets import archives, delimited
from perfdesk.sheets.cells import Cell, CellError, clean, column_letters, plain

MAX_FILE = 60 * 2**20
"""Bytes a file may have."""

_TEXT_ENDINGS = {".csv", ".tsv", ".txt", ".tab"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_MARKS = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))


@dataclass(frozen=True, slots=True)
class RawTable:
    """The cells of one sheet: every row as wide as the widest, empty rows in between kept.

    `first_row` and `first_column` (1-based) are where `rows[0][0]` stands in the sheet. `filled` names the
    merged ranges whose value was written into their lower cells too, as the eye reads them; ranges merged
    sideways keep their value in the first column only.
    """

    file_name: str
    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    first_row: int = 1
    first_column: int = 1
    filled: tuple[str, ...] = ()
    dates_from_1904: bool = False

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def row_number(self, row: int) -> int:
        """Return the number that Excel shows beside `rows[row]`."""
        return self.first_row + row

    def letters(self, column: int) -> str:
        """Return the letters that Excel shows above a column, counted from 0."""
        return column_letters(self.first_column + column)

    def address(self, row: int, column: int) -> str:
        """Return e.g. "Sheet1!C7" for indexes into `rows`; without a sheet's name just "C7"."""
        cell = f"{self.letters(column)}{self.row_number(row)}"
        return f"{self.sheet}!{cell}" if self.sheet else cell

    def column(self, column: int, start: int = 0, stop: int | None = None) -> list[Cell]:
        return [row[column] for row in self.rows[start:stop]]

    def with_cell(self, row: int, column: int, text: str) -> RawTable:
        """Return the table with one cell corrected by hand; the file is not touched."""
        cells = list(self.rows[row])
        cells[column] = clean(text)
        return replace(self, rows=(*self.rows[:row], tuple(cells), *self.rows[row + 1 :]))


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets of a file; the cells of a sheet are read when first asked for."""

    file_name: str
    sheets: tuple[str, ...]
    encoding: str
    """The encoding of a text table, "" for a workbook."""
    _load: Callable[[str], RawTable] = field(repr=False, compare=False)
    _cache: dict[str, RawTable] = field(default_factory=dict, repr=False, compare=False)
    chosen: str = ""
    """The sheet asked for, or the first that holds anything."""

    def table(self, sheet: str | None = None) -> RawTable:
        """Return a sheet by name, the chosen one by default. Raises Invalid if it is missing or too large."""
        name = self.chosen if sheet is None else sheet
        if name not in self.sheets:
            details = {"file": self.file_name, "sheet": name, "sheets": "、".join(self.sheets)}
            raise Invalid(Problem(self.file_name, "sheet_missing", details))
        if name not in self._cache:
            self._cache[name] = self._load(name)
        return self._cache[name]


def read_workbook(path: str | Path, sheet: str | None = None) -> Workbook:
    """Read a workbook or a text table.

    Raises Invalid with one problem that names the file: not there, empty, too large, protected, damaged, no
    workbook, an archive that explodes, no such sheet.
    """
    path = Path(path)
    data = _bytes(path)
    name = path.name
    if data.startswith(b"PK"):
        book = _from_archive(data, name)
    elif data.startswith(_OLE):
        if any(mark in data for mark in _ENCRYPTED_MARKS):
            raise Invalid(Problem(name, "workbook_protected", {"file": name}))
        book = _from_readers(data, name, None)
    else:
        book = _from_text(data, path)
    return _choose(book, sheet)


def read_pasted(text: str) -> RawTable:
    """Return what was copied out of Excel: tabs between cells, quotes around cells with line breaks."""
    rows = delimited.parse(text, "", "\t" if "\t" in text else None)
    return _trimmed(RawTable("", "", tuple(rows)))


def _bytes(path: Path) -> bytes:
    name = path.name
    try:
        if path.stat().st_size > MAX_FILE:
            raise Invalid(Problem(name, "import_file_too_large", {"file": name, "limit": MAX_FILE // 2**20}))
        data = path.read_bytes()
    except OSError as fault:
        code = "import_file_missing" if isinstance(fault, FileNotFoundError) else "import_file_unreadable"
        raise Invalid(Problem(name, code, {"file": name})) from fault
    if not data.strip(b"\x00 \r\n\t"):
        raise Invalid(Problem(name, "import_file_empty", {"file": name}))
    return data


def _choose(book: Workbook, sheet: str | None) -> Workbook:
    if sheet is not None:
        book.table(sheet)
        return replace(book, chosen=sheet)
    for name in book.sheets:
        if book.table(name).rows:
            return replace(book, chosen=name)
    raise Invalid(Problem(book.file_name, "import_file_empty", {"file": book.file_name}))


def _from_text(data: bytes, path: Path) -> Workbook:
    name = path.name
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"mime-version", b"%pdf")):
        raise Invalid(Problem(name, "not_really_excel", {"file": name}))
    text, encoding = delimited.decode(data, name)
    if path.suffix.lower() not in _TEXT_ENDINGS and "\n" not in text.replace("\r", "\n").strip():
        raise Invalid(Problem(name, "not_a_workbook", {"file": name}))
    delimiter = "\t" if path.suffix.lower() in {".tsv", ".tab"} else None
    table = _trimmed(RawTable(name, "", tuple(delimited.parse(text, name, delimiter))))
    return Workbook(name, ("",), encoding, lambda _sheet: table)


def _from_archive(data: bytes, name: str) -> Workbook:
    archive = archives.open_archive(data, name)
    if not archive.is_workbook:
        raise Invalid(Problem(name, "not_a_workbook", {"file": name}))
    return _from_readers(data, name, archive)


def _from_readers(data: bytes, name: str, archive: archives.Archive | None) -> Workbook:
    """Try calamine, then openpyxl; each can read files that make the other fail."""
    try:
        return _with_calamine(data, name, archive)
    except Invalid:
        raise
    except BaseException as fault:
        _reraise_unless_readers(fault)
        if "password" in f"{type(fault).__name__} {fault}".lower():
            raise Invalid(Problem(name, "workbook_protected", {"file": name})) from fault
        if archive is None:
            raise Invalid(Problem(name, "not_a_workbook", {"file": name})) from fault
    return _with_openpyxl(data, name, archive)


def _reraise_unless_readers(fault: BaseException) -> None:
    """A panic of the Rust reader is a BaseException of its own; what stops the program is not ours."""
    if isinstance(fault, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
        raise fault


def _with_calamine(data: bytes, name: str, archive: archives.Archive | None) -> Workbook:
    import python_calamine

    reader = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    kinds, shown = python_calamine.SheetTypeEnum, python_calamine.SheetVisibleEnum
    all_sheets = [meta for meta in reader.sheets_metadata if meta.typ == kinds.WorkSheet]
    visible = [meta.name for meta in all_sheets if meta.visible == shown.Visible]
    names = tuple(visible or [meta.name for meta in all_sheets])
    if not names:
        raise ValueError("no sheets")

    def load(sheet: str) -> RawTable:
        if archive is not None:
            archive.check_extent(sheet)
        try:
            return _calamine_table(reader.get_sheet_by_name(sheet), sheet, name, archive)
        except Invalid:
            raise
        except BaseException as fault:
            _reraise_unless_readers(fault)
            if archive is None:
                raise Invalid(Problem(name, "workbook_damaged", {"file": name})) from fault
        return _with_openpyxl(data, name, archive).table(sheet)

    return Workbook(name, names, "", load)


def _calamine_table(source: object, sheet: str, name: str, archive: archives.Archive | None) -> RawTable:
    import python_calamine

    assert isinstance(source, python_calamine.CalamineSheet)
    archives.check_size(name, sheet, source.total_height, source.total_width)
    start = source.start or (0, 0)
    rows = [[plain(value) if value != "" else None for value in row] for row in source.to_python()]
    if archive is not None and rows:
        height, width = len(rows), len(rows[0])
        for (row, column), show in archive.overlay(sheet).items():
            row, column = row - 1 - start[0], column - 1 - start[1]
            if 0 <= row < height and 0 <= column < width:
                rows[row][column] = show(rows[row][column])
    filled = _fill_down(rows, start, source.merged_cell_ranges or ())
    table = RawTable(
        name,
        sheet,
        tuple(map(tuple, rows)),
        start[0] + 1,
        start[1] + 1,
        filled,
        archive is not None and archive.dates_from_1904,
    )
    return _trimmed(table)


def _fill_down(
    rows: list[list[Cell]],
    start: tuple[int, int],
    merged: Iterable[tuple[tuple[int, int], tuple[int, int]]],
) -> tuple[str, ...]:
    filled = []
    for (top, left), (bottom, right) in merged:
        row, column = top - start[0], left - start[1]
        if bottom <= top or not (0 <= row < len(rows) and 0 <= column < len(rows[0])):
            continue
        value = rows[row][column]
        if value is None:
            continue
        for below in range(row + 1, min(bottom - start[0] + 1, len(rows))):
            if rows[below][column] is None:
                rows[below][column] = value
        letters = column_letters(left + 1), column_letters(right + 1)
        filled.append(f"{letters[0]}{top + 1}:{letters[1]}{bottom + 1}")
    return tuple(filled)


def _with_openpyxl(data: bytes, name: str, archive: archives.Archive | None) -> Workbook:
    try:
        import openpyxl

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its warnings are about looks that are not read here
            reader = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = reader.worksheets
    except Exception as fault:
        raise Invalid(Problem(name, "workbook_damaged", {"file": name})) from fault
    names = tuple(s.title for s in sheets if s.sheet_state == "visible") or tuple(s.title for s in sheets)
    if not names:
        raise Invalid(Problem(name, "workbook_damaged", {"file": name}))

    def load(sheet: str) -> RawTable:
        if archive is not None:
            archive.check_extent(sheet)
        source = reader[sheet]
        rows: list[tuple[Cell, ...]] = []
        try:
            source.reset_dimensions()  # the claimed extent may be the whole sheet
            for row in source.iter_rows(values_only=True):
                width = max((at for at, value in enumerate(row, start=1) if value is not None), default=0)
                rows.append(tuple(_from_openpyxl(value) for value in row[:width]))
                if len(rows) > archives.MAX_ROWS or width > archives.MAX_COLUMNS:
                    archives.check_size(name, sheet, len(rows), width)
        except Invalid:
            raise
        except Exception as fault:
            raise Invalid(Problem(name, "workbook_damaged", {"file": name})) from fault
        width = max(map(len, rows), default=0)
        even = tuple(row + (None,) * (width - len(row)) for row in rows)
        is_1904 = archive is not None and archive.dates_from_1904
        return _trimmed(RawTable(name, sheet, even, dates_from_1904=is_1904))

    return Workbook(name, names, "", load)


def _from_openpyxl(value: object) -> Cell:
    if isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "/A")):
        return CellError(value)
    return plain(value)


def _trimmed(table: RawTable) -> RawTable:
    """Cut empty rows and columns off the four sides, so that claimed but empty areas cost nothing."""
    rows: Sequence[tuple[Cell, ...]] = table.rows
    used = [index for index, row in enumerate(rows) if any(cell is not None for cell in row)]
    if not used:
        return replace(table, rows=())
    rows = rows[used[0] : used[-1] + 1]
    columns = [index for index in range(len(rows[0])) if any(row[index] is not None for row in rows)]
    left, right = columns[0], columns[-1] + 1
    if left or right < len(rows[0]):
        rows = [row[left:right] for row in rows]
    return replace(
        table,
        rows=tuple(rows),
        first_row=table.first_row + used[0],
        first_column=table.first_column + left,
    )
