"""What an import would do, as plain values: the file's own rows, what each column was taken for, a verdict per row.

Nothing here reads or writes the firm file, so that a worker thread can do it. Rows are made when they are looked
at: a list of 10,000 people costs no more to show than one of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.problems import Problem
from perfdesk.sheets.cells import shown
from perfdesk.sheets.headers import Header
from perfdesk.sheets.person_drafts import PersonDraft, Remark, Verdict
from perfdesk.sheets.tables import RawTable
from perfdesk.sheets.words import PEOPLE_FIELDS

FIELDS = PEOPLE_FIELDS
"""What a column can be brought in as."""
ASKED_FOR = ("id_number", "phone", "address")
"""Private fields that the firm file has room for; brought in only when chosen."""
FIND_HEADER = -1


class RowState(StrEnum):
    """What becomes of a row of the file."""

    SKIPPED = "skipped"
    HEADER = "header"
    OK = "ok"
    QUESTION = "question"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file, or what was pasted (`name` is "" then)."""

    name: str
    sheets: tuple[str, ...]
    best_sheet: str
    _table: Callable[[str], RawTable] = field(repr=False, compare=False)

    def table(self, sheet: str) -> RawTable:
        return self._table(sheet)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user said about a source so far; all indexes count from 0 within the sheet's used area."""

    sheet: str | None = None
    header_row: int | None = FIND_HEADER
    """FIND_HEADER: find it; None: there is no header row."""
    fields: Mapping[int, str] = field(default_factory=dict, hash=False)
    """Column → field of FIELDS or ASKED_FOR; "" leaves the column out."""
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict, hash=False)
    """(row, column) → what the cell should have said."""
    accepted: frozenset[tuple[str, str]] = frozenset()
    """Questions (code, value) that were answered with "as you propose"."""
    accepts_all: bool = False
    name_from_number: bool = False
    """A list without names: let the numbers stand for them."""
    asks_private: bool = False
    """Bring ID numbers, phones and addresses in wherever they were recognised."""

    def with_cell(self, row: int, column: int, text: str) -> Choices:
        return replace(self, cells={**self.cells, (row, column): text})

    def with_field(self, column: int, name: str) -> Choices:
        return replace(self, fields={**self.fields, column: name})


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """One column of the file. `field` is what it will be brought in as, "" for not at all."""

    index: int
    letters: str
    header: str
    field: str
    recognised: str
    """What it was taken for, also where that stays out."""
    is_sure: bool
    is_private: bool
    reason: Problem


@dataclass(frozen=True, slots=True)
class CellFix:
    """A likely correction of one cell."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the file with its verdict. `note` says why a row is skipped: title, note, sum or header."""

    index: int
    number: int
    cells: tuple[str, ...]
    state: RowState
    problems: tuple[Problem, ...] = ()
    marks: Mapping[int, RowState] = field(default_factory=dict, hash=False)
    fix: CellFix | None = None
    corrected: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question for all rows that ask the same. `cells` are the cells that raise it."""

    code: str
    value: str
    problem: Problem
    row_numbers: tuple[int, ...]
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one row can't be brought in."""

    row: int
    row_number: int
    problem: Problem
    fix: CellFix | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A dry run. `problem` says what stops the whole of it, such as a list without names."""

    source: Source
    choices: Choices
    sheet: str
    columns: tuple[ImportColumn, ...]
    header_row: int | None
    row_indexes: tuple[int, ...]
    """All rows of the sheet that hold anything, as indexes; `row` makes each."""
    trouble: tuple[int, ...]
    """Those with a question or a refusal."""
    ok: int
    question_rows: int
    refused_rows: int
    updated: int
    new_departments: tuple[str, ...]
    departments: int
    positions: int
    date_spellings: int
    questions: tuple[Question, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[Problem, ...]
    problem: Problem | None = None
    _table: RawTable = field(default=RawTable("", "", ()), repr=False)
    _header: Header | None = field(default=None, repr=False)
    _drafts: Mapping[int, PersonDraft] = field(default_factory=dict, repr=False, hash=False)

    @property
    def total(self) -> int:
        return self.ok + self.question_rows + self.refused_rows

    @property
    def header_number(self) -> int | None:
        """The header's row number in Excel; None without one."""
        return None if self.header_row is None else self._table.row_number(self.header_row)

    @property
    def left_out(self) -> tuple[ImportColumn, ...]:
        """Private columns that are not brought in."""
        return tuple(column for column in self.columns if column.is_private and not column.field)

    def row_number(self, row: int) -> int:
        return self._table.row_number(row)

    def row(self, index: int) -> ImportRow:
        """Return one row as it is to be shown."""
        cells = tuple(shown(cell) for cell in self._table.rows[index])
        corrected = frozenset(column for row, column in self.choices.cells if row == index)
        number = self._table.row_number(index)
        if index == self.header_row:
            return ImportRow(index, number, cells, RowState.HEADER)
        draft = self._drafts.get(index)
        if draft is None:
            note = self._header.skipped.get(index, "") if self._header else ""
            return ImportRow(index, number, cells, RowState.SKIPPED, note=note)
        remarks = told(draft, self.choices)
        worst = remarks[0].verdict if remarks else Verdict.OK
        marks: dict[int, RowState] = {}
        for remark in reversed(remarks):
            column = self._column_at(remark.problem.field)
            if column is not None and remark.verdict >= Verdict.QUESTION:
                marks[column] = state_of(remark.verdict)
        fix = next((remark.fix for remark in remarks if remark.fix and remark.verdict == worst), None)
        return ImportRow(
            index,
            number,
            cells,
            state_of(worst),
            tuple(remark.problem for remark in remarks),
            marks,
            CellFix(fix.row, fix.column, fix.text) if fix else None,
            corrected,
        )

    def drafts(self) -> list[EmployeeDraft]:
        """Return the people to bring in: rows that are fine, and those whose questions were answered."""
        return [
            draft.employee()
            for draft in self._drafts.values()
            if worst_of(draft, self.choices) < Verdict.QUESTION
        ]

    def refused_with_reasons(self) -> dict[int, tuple[Problem, ...]]:
        """Return what `write_refused` writes: rows that can't come in or whose question is still open."""
        return {
            row: tuple(
                remark.problem for remark in told(draft, self.choices) if remark.verdict >= Verdict.QUESTION
            )
            for row, draft in self._drafts.items()
            if worst_of(draft, self.choices) >= Verdict.QUESTION
        }

    def doubts(self) -> tuple[Problem, ...]:
        """Return the questions of all rows that come in, answered or not."""
        return tuple(
            remark.problem
            for draft in self._drafts.values()
            if worst_of(draft, self.choices) != Verdict.REFUSED
            for remark in draft.remarks
            if remark.verdict == Verdict.QUESTION
        )

    def table_and_header(self) -> tuple[RawTable, Header]:
        """Return what `templates.write_refused` needs."""
        assert self._header is not None
        return self._table, self._header

    def _column_at(self, address: str) -> int | None:
        letters = address.rsplit("!", 1)[-1].rstrip("0123456789")
        return next((column.index for column in self.columns if column.letters == letters), None)


def told(draft: PersonDraft, choices: Choices) -> list[Remark]:
    """Return what is still to be said about a row, the weightiest first."""
    remarks = [
        replace(remark, verdict=Verdict.OK)
        if remark.verdict == Verdict.QUESTION and is_accepted(remark, choices)
        else remark
        for remark in draft.remarks
    ]
    return sorted(remarks, key=lambda remark: -remark.verdict)


def worst_of(draft: PersonDraft, choices: Choices) -> Verdict:
    return max(
        (
            Verdict.OK
            if remark.verdict == Verdict.QUESTION and is_accepted(remark, choices)
            else remark.verdict
            for remark in draft.remarks
        ),
        default=Verdict.OK,
    )


def is_accepted(remark: Remark, choices: Choices) -> bool:
    if choices.accepts_all:
        return True
    return (remark.problem.code, str(remark.problem.details.get("value", ""))) in choices.accepted


def state_of(verdict: Verdict) -> RowState:
    if verdict == Verdict.REFUSED:
        return RowState.REFUSED
    return RowState.QUESTION if verdict == Verdict.QUESTION else RowState.OK
