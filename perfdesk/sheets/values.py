"""Actuals, levels, targets and totals from a table: one column per indicator, or one row per value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from perfdesk.domain.numbers import DECIMALS, parse_number
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import Missing
from perfdesk.sheets.cells import Cell, CellError, halfwidth, header_key, same, shown
from perfdesk.sheets.columns import Matching
from perfdesk.sheets.dates import BLANKS
from perfdesk.sheets.tables import RawTable

ValueKind = Literal["actuals", "levels", "targets", "totals"]

TOTAL = "TOTAL"
"""Stands for the indicator where a value is a whole form's total."""

_YES = frozenset(["是", "对", "√", "✓", "✔", "达成", "完成", "已完成", "合格", "yes", "y", "true", "done"])
_NO = frozenset(["否", "错", "×", "✗", "✘", "x", "未达成", "未完成", "不合格", "no", "n", "false"])
_MISSING = {
    "不适用": Missing.NOT_APPLICABLE,
    "n/a": Missing.NOT_APPLICABLE,
    "na": Missing.NOT_APPLICABLE,
    "无法取得": Missing.UNAVAILABLE,
    "未提交": Missing.NOT_SUBMITTED,
    "未报": Missing.NOT_SUBMITTED,
}
_TOTAL_WORDS = frozenset(
    map(
        header_key, ["总分", "得分", "合计", "总得分", "最终得分", "考核得分", "Total", "Score", "TotalScore"]
    )
)
_WORD_OF_KIND = {
    "actuals": ("实际", "实绩", "完成", "actual"),
    "targets": ("目标", "target"),
    "levels": ("等级", "评分", "分数", "level", "score"),
    "totals": ("总分", "得分", "分数", "total", "score"),
}


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """An indicator that forms of the cycle hold. A column may bear its code or either name."""

    code: str
    names: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class KnownForms:
    """Who has a form in the cycle, and which indicators stand on it."""

    people: Mapping[str, str]
    """Name by employee number: everybody in the firm file."""
    forms: Mapping[str, frozenset[str]]
    """Codes on the form by employee number."""
    indicators: tuple[KnownIndicator, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueDraft:
    """One value for one item of one person. `cell` is its address."""

    row: int
    cell: str
    number: str
    code: str
    value: Decimal | None
    missing: Missing = Missing.VALUE


@dataclass(frozen=True, slots=True)
class ValuesDraft:
    """What a table holds; nothing is saved."""

    kind: ValueKind
    values: tuple[ValueDraft, ...]
    refusals: tuple[Problem, ...]
    """Each names its cell; several of one row are possible."""
    refused_rows: Mapping[int, tuple[Problem, ...]]
    """By index into `RawTable.rows`."""
    columns: Mapping[int, str]
    """Column → code, as they were understood."""
    unknown_columns: tuple[int, ...]
    """Columns of numbers that belong to no indicator: choose one for them, or leave them out."""
    blanks: int = 0
    """Cells left empty: no value, nothing refused."""
    notices: tuple[Problem, ...] = field(default=())


def read_values(
    table: RawTable,
    matching: Matching,
    kind: ValueKind,
    known: KnownForms,
    columns: Mapping[int, str] | None = None,
) -> ValuesDraft:
    """Read values of `kind`; `matching` is that of `match_columns(table, kind="values")`.

    `columns` names the indicator's code for columns by index, over what their headers say.
    Raises Invalid if there is no column of employee numbers, or none that holds values.
    """
    return _Reader(table, matching, kind, known).read(columns or {})


class _Reader:
    def __init__(self, table: RawTable, matching: Matching, kind: ValueKind, known: KnownForms) -> None:
        self.table, self.matching, self.kind, self.known = table, matching, kind, known
        self.numbers = {same(number): number for number in known.people}
        self.indicators = {indicator.code: indicator for indicator in known.indicators}
        self.by_header = {
            header_key(text): indicator.code
            for indicator in reversed(known.indicators)
            for text in (*reversed(indicator.names), indicator.code)
            if header_key(text)
        }
        self.values: list[ValueDraft] = []
        self.refused: dict[int, list[Problem]] = {}
        self.notices: list[Problem] = []
        self.seen: dict[tuple[str, str], str] = {}
        self.blanks = 0

    def read(self, chosen: Mapping[int, str]) -> ValuesDraft:
        place = self.table.sheet or self.table.file_name
        number = self.matching.column_of("number")
        if number is None:
            raise Invalid(Problem(place, "column_number_missing", {"place": place}))
        columns = {**self._columns(number), **chosen}
        indicator, value = self.matching.column_of("indicator"), self.matching.column_of("value")
        is_long = indicator is not None and value is not None and not columns
        unknown = () if is_long else tuple(self._unknown(number, columns))
        if not is_long and not columns:
            raise Invalid(Problem(place, "column_values_missing", {"place": place}))
        for row in self.matching.header.data:
            person = self._person(row, number)
            if is_long and indicator is not None and value is not None:
                self._long(row, person, indicator, value)
                continue
            for column, code in sorted(columns.items()):
                self._value(row, column, person, code)
        rows = {row: tuple(problems) for row, problems in sorted(self.refused.items())}
        return ValuesDraft(
            self.kind,
            tuple(self.values),
            tuple(problem for problems in rows.values() for problem in problems),
            rows,
            columns,
            unknown,
            self.blanks,
            tuple(self.notices),
        )

    def _columns(self, number: int) -> dict[int, str]:
        """Return the columns whose header is an indicator's code or name, or the total."""
        found: dict[int, str] = {}
        for match in self.matching.matches:
            code = self._code(match.header)
            if match.column != number and code and code not in found.values():
                found[match.column] = code
        return found

    def _code(self, text: str) -> str:
        key = header_key(text)
        if self.kind == "totals":
            return TOTAL if key in _TOTAL_WORDS else ""
        if key in self.by_header:
            return self.by_header[key]
        bare = header_key(re.sub(r"[(（].*?[)）]", "", text))
        for word in _WORD_OF_KIND[self.kind]:
            bare = bare.removesuffix(word + "值").removesuffix(word)
        return self.by_header.get(bare, "")

    def _unknown(self, number: int, columns: Mapping[int, str]) -> Iterable[int]:
        for match in self.matching.matches:
            if match.column == number or match.column in columns or match.field not in {"", "value"}:
                continue
            cells = [self.table.rows[row][match.column] for row in self.matching.header.data]
            full = [cell for cell in cells if cell is not None]
            if full and sum(_is_number(cell) for cell in full) >= 0.5 * len(full):
                yield match.column

    def _refuse(self, row: int, column: int, code: str, **details: object) -> None:
        details.setdefault("value", shown(self.table.rows[row][column]))
        problem = Problem(self.table.address(row, column), code, details)
        if problem not in self.refused.setdefault(row, []):
            self.refused[row].append(problem)

    def _person(self, row: int, column: int) -> str | None:
        cell = self.table.rows[row][column]
        text = halfwidth(shown(cell)).strip()
        if isinstance(cell, CellError):
            self._refuse(row, column, "cell_error")
        elif not text:
            self._refuse(row, column, "employee_number_missing")
        elif same(text) not in self.numbers:
            self._refuse(row, column, "employee_number_unknown")
        elif self.numbers[same(text)] not in self.known.forms:
            number = self.numbers[same(text)]
            self._refuse(row, column, "row_form_missing", person=self.known.people[number])
        else:
            return self.numbers[same(text)]
        return None

    def _long(self, row: int, person: str | None, indicator: int, value: int) -> None:
        code = self._code(shown(self.table.rows[row][indicator]))
        if not code:
            self._refuse(row, indicator, "row_indicator_unknown")
        else:
            self._value(row, value, person, code)

    def _value(self, row: int, column: int, person: str | None, code: str) -> None:
        cell = self.table.rows[row][column]
        if cell is None or (isinstance(cell, str) and cell in BLANKS - _MISSING.keys()):
            self.blanks += 1
            return
        address = self.table.address(row, column)
        if isinstance(cell, CellError):
            self._refuse(row, column, "cell_error")
            return
        missing = _MISSING.get(cell.casefold(), Missing.VALUE) if isinstance(cell, str) else Missing.VALUE
        value = None
        if missing == Missing.VALUE:
            try:
                value = self._number(cell, address, code)
            except Invalid as fault:
                for problem in fault.problems:
                    self._refuse(row, column, problem.code, **problem.details)
                return
        if person is None:
            return
        if code != TOTAL and code not in self.known.forms[person]:
            name = self.known.people[person]
            self._refuse(row, column, "row_item_missing", person=name, indicator=self._name(code))
        elif (person, code) in self.seen:
            self._refuse(row, column, "value_twice", first=self.seen[person, code])
        else:
            self.seen[person, code] = address
            self.values.append(ValueDraft(row, address, person, code, value, missing))

    def _name(self, code: str) -> str:
        indicator = self.indicators.get(code)
        return indicator.names[0] if indicator and indicator.names else code

    def _number(self, cell: Cell, address: str, code: str) -> Decimal:
        if isinstance(cell, bool):
            return Decimal(int(cell))
        if isinstance(cell, int | Decimal):
            return self._rounded(Decimal(cell), address)
        text = halfwidth(shown(cell)).strip()
        if text.casefold() in _YES | _NO:
            return Decimal(int(text.casefold() in _YES))
        if not text.endswith("%"):
            return parse_number(text, address)
        unit = self.indicators[code].unit if code in self.indicators else "%"
        is_share = "%" not in unit and unit != ""  # 95 % of an indicator counted in pieces means 0.95
        digits = re.fullmatch(r"[-+]?\d+(?:\.\d+)?%", text)
        if digits is None:
            return parse_number(text, address, allow_percent=True)
        number = Decimal(text[:-1])
        return self._rounded(number / 100 if is_share else number, address)

    def _rounded(self, number: Decimal, address: str) -> Decimal:
        """Cut what Excel computed to the four decimals that the file keeps, and say so."""
        exact = (
            number.quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP) if number.adjusted() < 15 else number
        )
        if exact != number:
            details = {"value": format(number, "f"), "rounded": format(exact.normalize(), "f")}
            self.notices.append(Problem(address, "value_rounded", details, is_warning=True))
        return parse_number(format(exact.normalize(), "f"), address)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, bool | int | Decimal):
        return True
    return isinstance(cell, str) and re.fullmatch(r"[-+]?[\d,]*\.?\d+\s*%?", halfwidth(cell)) is not None
