"""Workbooks that go out to be filled in or corrected, and come back in: the template and the refused rows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.domain.problems import Problem
from perfdesk.sheets.cells import Cell, CellError
from perfdesk.sheets.headers import Header
from perfdesk.sheets.tables import RawTable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from perfdesk.texts import Translator

_WIDTHS = (12, 14, 18, 18, 14, 14, 10, 24)
_TEMPLATE_ROWS = 500


def _append(sheet: Worksheet, values: Iterable[Cell]) -> None:
    """Add a row whose texts stay texts: "=1+1" is never run, and comes back in as it was written."""
    sheet.append([value.code if isinstance(value, CellError) else value for value in values])
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "#")):
            cell.data_type = "s"
            cell.quotePrefix = True


def write_people_template(path: str | Path, texts: Translator, departments: Iterable[str] = ()) -> None:
    """Write an empty staff list: headers, one example row, a choice of departments and a check of dates.

    Raises OSError if the file can't be written; an older file then stays whole.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    _ = texts
    book = Workbook()
    sheet = book.active
    sheet.title = _("People")
    _append(
        sheet,
        [
            _("Employee number"),
            _("Name"),
            _("Department"),
            _("Position"),
            _("Manager"),
            _("Join date"),
            _("Job level"),
            _("Note"),
        ],
    )
    _append(
        sheet,
        [
            "S-001",
            _("Wang Lei"),
            _("Sales department"),
            _("Account manager"),
            "",
            "2024-03-01",
            "P2",
            _("An example: type over it"),
        ],
    )
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DCE8F5")
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
        for row in range(2, _TEMPLATE_ROWS if column == 1 else 2):
            sheet.cell(row, column).number_format = "@"  # 007 stays 007
    names = list(departments)
    if names:
        choices = book.create_sheet(_("Departments"))
        for name in names:
            _append(choices, [name])
        title = choices.title.replace("'", "''")
        rule = DataValidation("list", formula1=f"'{title}'!$A$1:$A${len(names)}", allow_blank=True)
        rule.showErrorMessage = False  # a new department may be typed in
        sheet.add_data_validation(rule)
        rule.add(f"C2:C{_TEMPLATE_ROWS}")
    sheet.freeze_panes = "A2"
    _save(book, path)


def write_refused(
    path: str | Path,
    table: RawTable,
    header: Header,
    refusals: Mapping[int, Iterable[Problem]],
    texts: Translator,
) -> None:
    """Write the refused rows with the reason in a last column, to be corrected and brought in again.

    `refusals` holds problems by index into `table.rows`. Raises OSError if the file can't be written.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    _ = texts
    book = Workbook()
    sheet = book.active
    sheet.title = _("Refused rows")
    _append(sheet, [*header.names, _("Reason")])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row, problems in sorted(refusals.items()):
        reasons = "\n".join(texts.sentence(problem) for problem in problems)
        _append(sheet, [*table.rows[row], reasons])
    sheet.freeze_panes = "A2"
    _save(book, path)


def _save(book: Workbook, path: str | Path) -> None:
    """Write beside the target and rename, so that a failed write leaves the old file whole."""
    path = Path(path)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as target:
            book.save(target)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
