"""Lists of departments and of indicators to drafts: simple tables known by their headers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.sheets.cells import CellError, same, shown
from perfdesk.sheets.columns import Matching
from perfdesk.sheets.dates import BLANKS
from perfdesk.sheets.tables import RawTable


@dataclass(frozen=True, slots=True)
class DepartmentDraft:
    row: int
    name: str
    code: str = ""
    parent: str = ""
    manager: str = ""
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """An indicator as the table words it; method, direction and class stay texts for the library to read."""

    row: int
    name: str
    code: str = ""
    name_en: str = ""
    unit: str = ""
    direction: str = ""
    method: str = ""
    item_class: str = ""
    weight: Decimal | None = None
    target: Decimal | None = None
    definition: str = ""
    source: str = ""
    is_known: bool = False


Draft = TypeVar("Draft", DepartmentDraft, IndicatorDraft)


@dataclass(frozen=True, slots=True)
class ListDraft(Generic[Draft]):
    rows: tuple[Draft, ...]
    refused_rows: Mapping[int, tuple[Problem, ...]]
    """By index into `RawTable.rows`; each problem names its cell."""


def read_departments(
    table: RawTable, matching: Matching, known: Collection[str] = ()
) -> ListDraft[DepartmentDraft]:
    """Read departments; `matching` is of kind "departments". `known` are the names the firm file holds."""
    taken = {same(name) for name in known}

    def make(row: int, texts: Mapping[str, str], _refuse: _Refuse) -> DepartmentDraft:
        name = texts.get("name", "")
        parent, manager = texts.get("parent", ""), texts.get("manager", "")
        return DepartmentDraft(row, name, texts.get("code", ""), parent, manager, same(name) in taken)

    return _read(table, matching, "name", make)


def read_indicators(
    table: RawTable, matching: Matching, known: Collection[str] = ()
) -> ListDraft[IndicatorDraft]:
    """Read indicators; `matching` is of kind "indicators". `known` are codes and names of the library."""
    taken = {same(name) for name in known}

    def make(row: int, texts: Mapping[str, str], refuse: _Refuse) -> IndicatorDraft:
        numbers: dict[str, Decimal | None] = {"weight": None, "target": None}
        for name in numbers:
            text = texts.get(name, "")
            if text:
                try:
                    numbers[name] = parse_number(text, name, allow_percent=True)
                except Invalid as fault:
                    for problem in fault.problems:
                        refuse(name, problem.code, dict(problem.details))
        code, name = texts.get("code", ""), texts["name"]
        return IndicatorDraft(
            row,
            name,
            code,
            texts.get("name_en", ""),
            texts.get("unit", ""),
            texts.get("direction", ""),
            texts.get("method", ""),
            texts.get("item_class", ""),
            numbers["weight"],
            numbers["target"],
            texts.get("definition", ""),
            texts.get("source", ""),
            same(code or name) in taken,
        )

    return _read(table, matching, "code" if matching.column_of("code") is not None else "name", make)


_Refuse = Callable[[str, str, dict[str, object]], None]


def _refuser(table: RawTable, row: int, columns: Mapping[str, int], problems: list[Problem]) -> _Refuse:
    def refuse(name: str, code: str, details: dict[str, object]) -> None:
        details.setdefault("value", shown(table.rows[row][columns[name]]))
        problems.append(Problem(table.address(row, columns[name]), code, details))

    return refuse


def _read(
    table: RawTable,
    matching: Matching,
    key: str,
    make: Callable[[int, Mapping[str, str], _Refuse], Draft],
) -> ListDraft[Draft]:
    columns = {match.field: match.column for match in reversed(matching.matches) if match.field}
    place = table.sheet or table.file_name
    if "name" not in columns:
        raise Invalid(Problem(place, "column_list_name_missing", {"place": place}))
    drafts: list[Draft] = []
    refused: dict[int, tuple[Problem, ...]] = {}
    first: dict[str, int] = {}
    for row in matching.header.data:
        problems: list[Problem] = []
        refuse = _refuser(table, row, columns, problems)
        texts = {}
        for name, column in columns.items():
            cell = table.rows[row][column]
            if isinstance(cell, CellError):
                refuse(name, "cell_error", {})
            text = shown(cell).strip()
            texts[name] = "" if text.casefold() in BLANKS else text
        identity = same(texts[key] or texts["name"])
        if not texts["name"]:
            refuse("name", "list_name_missing", {})
        elif identity in first:
            refuse(
                key if texts[key] else "name", "list_twice", {"first_row": table.row_number(first[identity])}
            )
        draft = make(row, texts, refuse)
        if problems:
            refused[row] = tuple(problems)
        else:
            first[identity] = row
            drafts.append(draft)
    return ListDraft(tuple(drafts), refused)
