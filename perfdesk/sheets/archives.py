"""What lies inside an .xlsx or .ods archive: guards before parsing, and what calamine does not tell.

The guards: an archive that unpacks to far too much, a part whose checksum fails, a DOCTYPE (the door to
entity expansion), a value in a far corner (a reader that lays out the whole rectangle needs all memory).
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.domain.problems import Invalid, Problem
from perfdesk.sheets.cells import Cell, CellError, column_letters, column_number

MAX_UNPACKED = 400 * 2**20
"""Bytes that all parts may have together once unpacked."""
BOMB_RATIO, BOMB_FLOOR = 120, 40 * 2**20
MAX_ROWS, MAX_COLUMNS = 200_000, 500
MAX_AREA = 20_000_000
"""Cells in the rectangle that holds all values."""

_DOCTYPES = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_FAR_COLUMN = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="[A-Z]{3}\d')
_VALUED_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*(?<!/)>(?!</)')
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)</', re.S
)
_REFERENCE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_ODS_ROW = re.compile(
    rb'<table:table-row[^>]*number-rows-repeated="(\d+)"[^>]*>(.*?)</table:table-row>', re.S
)
_ODS_CELL = re.compile(rb"<table:table-cell\b([^>]*office:value-type[^>]*)>")
_ODS_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')

Overlay = Mapping[tuple[int, int], Callable[[Cell], Cell]]
"""By 1-based row and column: what a cell really shows, given what the reader said."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The checked parts of a workbook archive."""

    file_name: str
    parts: Mapping[str, bytes]
    """Unpacked XML parts by lower-case name."""
    dates_from_1904: bool = False
    sheet_parts: Mapping[str, str] = field(default_factory=dict)
    is_workbook: bool = True

    def overlay(self, sheet: str) -> Overlay:
        """Return errors, percents and zero-padded numbers of a sheet, which calamine does not tell."""
        data = self.parts.get(self.sheet_parts.get(sheet, ""), b"")
        found: dict[tuple[int, int], Callable[[Cell], Cell]] = {}
        if b't="e"' in data:
            for match in _ERROR_CELL.finditer(data):
                place = _place(match[1])
                if place:
                    found[place] = _always(CellError(html.unescape(match[2].decode("utf-8", "replace"))))
        styles = _special_styles(self.parts.get("xl/styles.xml", b""))
        if styles:
            numbers = b"|".join(str(number).encode() for number in styles)
            for match in re.finditer(rb'<(?:\w+:)?c\b([^>]*\bs="(' + numbers + rb')"[^>]*)(?<!/)>', data):
                place = _place(match[1])
                if place:
                    found.setdefault(place, styles[int(match[2])])
        return found

    def check_extent(self, sheet: str) -> None:
        """Raise Invalid if a value lies so far out that the rectangle of all values would not fit."""
        data = self.parts.get(self.sheet_parts.get(sheet, ""), b"")
        last_row = max(map(int, _ROW_NUMBER.findall(data)), default=0)
        if last_row * 702 <= MAX_AREA and not _FAR_COLUMN.search(data):
            return
        rows, columns = 0, 0
        for match in _VALUED_CELL.finditer(data):
            rows = max(rows, int(match[2]))
            columns = max(columns, column_number(match[1].decode()))
        check_size(self.file_name, sheet, rows, columns)


def check_size(file_name: str, sheet: str, rows: int, columns: int) -> None:
    """Raise Invalid if a table of this extent is beyond what is read."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_AREA:
        details = {
            "file": file_name,
            "sheet": sheet,
            "cell": f"{column_letters(columns)}{rows}",
            "rows": MAX_ROWS,
            "columns": MAX_COLUMNS,
        }
        raise Invalid(Problem(file_name, "sheet_too_large", details))


def open_archive(data: bytes, file_name: str) -> Archive:
    """Unpack and check the XML parts of a workbook. Raises Invalid for bombs, damage and entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bomb(archive, len(data), file_name)
            parts = _unpack(archive, file_name)
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as fault:
        if isinstance(fault, Invalid):
            raise
        raise Invalid(Problem(file_name, "workbook_damaged", {"file": file_name})) from fault
    except RuntimeError as fault:  # zipfile's word for an encrypted part
        raise Invalid(Problem(file_name, "workbook_protected", {"file": file_name})) from fault
    if "content.xml" in parts:
        if b"manifest:encryption-data" in parts.get("meta-inf/manifest.xml", b""):
            raise Invalid(Problem(file_name, "workbook_protected", {"file": file_name}))
        _refuse_repetition(parts["content.xml"], file_name)
        return Archive(file_name, parts, is_workbook=b"<office:spreadsheet" in parts["content.xml"])
    book = parts.get("xl/workbook.xml", b"")
    return Archive(
        file_name,
        parts,
        dates_from_1904=re.search(rb'date1904\s*=\s*"(?:1|true)"', book) is not None,
        sheet_parts=_sheet_parts(book, parts.get("xl/_rels/workbook.xml.rels", b"")),
        is_workbook=any(name.startswith("xl/") for name in names) or "[content_types].xml" in names,
    )


def _refuse_bomb(archive: zipfile.ZipFile, packed: int, file_name: str) -> None:
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED or (unpacked > BOMB_FLOOR and unpacked > BOMB_RATIO * packed):
        details = {"file": file_name, "size": unpacked // 2**20}
        raise Invalid(Problem(file_name, "workbook_explodes", details))


def _unpack(archive: zipfile.ZipFile, file_name: str) -> dict[str, bytes]:
    """Read each XML part; zipfile stops at the size the part claims and then compares checksums."""
    parts = {}
    for part in archive.infolist():
        name = part.filename.lower()
        if not name.endswith((".xml", ".rels")):
            continue
        content = archive.read(part)
        if any(mark in content for mark in _DOCTYPES):
            raise Invalid(Problem(file_name, "workbook_entities", {"file": file_name}))
        parts[name.replace("\\", "/")] = content
    return parts


def _refuse_repetition(content: bytes, file_name: str) -> None:
    for match in _ODS_ROW.finditer(content):
        if b"office:value-type" in match[2]:
            check_size(file_name, "", int(match[1]), 1)
    for match in _ODS_CELL.finditer(content):
        repeated = _ODS_REPEATED.search(match[1])
        if repeated:
            check_size(file_name, "", 1, int(repeated[1]))


def _attributes(text: bytes) -> dict[str, str]:
    return {
        match[1].decode(): html.unescape((match[2] or match[3] or b"").decode("utf-8", "replace"))
        for match in _ATTRIBUTE.finditer(text)
    }


def _sheet_parts(book: bytes, relations: bytes) -> dict[str, str]:
    targets = {}
    for match in _RELATION.finditer(relations):
        relation = _attributes(match[1])
        target = relation.get("Target", "").replace("\\", "/").lower()
        targets[relation.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    sheets = {}
    for match in _SHEET.finditer(book):
        sheet = _attributes(match[1])
        identity = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        sheets[sheet.get("name", "")] = targets.get(identity, "")
    return sheets


def _place(attributes: bytes) -> tuple[int, int] | None:
    match = _REFERENCE.search(attributes)
    return (int(match[2]), column_number(match[1].decode())) if match else None


def _always(value: Cell) -> Callable[[Cell], Cell]:
    return lambda _cell: value


def _as_percent(cell: Cell) -> Cell:
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        return cell
    percent = (Decimal(cell) * 100).normalize()
    return f"{percent:f}%"


def _padded(width: int) -> Callable[[Cell], Cell]:
    def pad(cell: Cell) -> Cell:
        is_count = isinstance(cell, int) and not isinstance(cell, bool) and cell >= 0
        return str(cell).zfill(width) if is_count else cell

    return pad


def _special_styles(styles: bytes) -> dict[int, Callable[[Cell], Cell]]:
    """Return by style number how cells of that style show a number, where it is more than the number."""
    codes = {9: "0%", 10: "0.00%"}
    for match in re.finditer(rb"<(?:\w+:)?numFmt\b([^>]*)>", styles):
        attributes = _attributes(match[1])
        if attributes.get("numFmtId", "").isdigit():
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
    block = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.S)
    found: dict[int, Callable[[Cell], Cell]] = {}
    formats = re.findall(rb"<(?:\w+:)?xf\b([^>]*)>", block[0]) if block else []
    for number, text in enumerate(formats):
        identity = _attributes(text).get("numFmtId", "0")
        code = _QUOTED.sub("", codes.get(int(identity) if identity.isdigit() else 0, ""))
        if "%" in code:
            found[number] = _as_percent
        elif re.fullmatch(r"0{2,}", code):
            found[number] = _padded(len(code))
    return found
