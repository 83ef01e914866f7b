"""What a staff list comes to: one draft per row with a verdict, remarks and likely corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.problems import Problem


class Verdict(IntEnum):
    """What becomes of a row; the weightiest remark decides."""

    OK = 0
    NEW_DEPARTMENT = 1
    """The first row of a department that the firm file does not hold yet."""
    UPDATE = 2
    """The number is there already: that person will be updated."""
    QUESTION = 3
    """Can be brought in as it stands in the draft, once someone has agreed."""
    REFUSED = 4


@dataclass(frozen=True, slots=True)
class Fix:
    """A likely correction of one cell, by indexes into `RawTable.rows`."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a row. `problem.field` is the cell's address."""

    verdict: Verdict
    problem: Problem
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    number: str
    name: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Who and what the firm file holds already."""

    people: tuple[KnownPerson, ...] = ()
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """One row as a person. `row` is an index into `RawTable.rows`, `row_number` the one in Excel."""

    row: int
    row_number: int
    number: str
    name: str
    department: str = ""
    position: str = ""
    manager: str = ""
    """The manager's employee number; "" when there is none or it is not known who is meant."""
    level: str = ""
    hired_on: date | None = None
    left_on: date | None = None
    has_left: bool = False
    note: str = ""
    private: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What was asked for of ID number, phone, address and their like."""
    remarks: tuple[Remark, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return max((remark.verdict for remark in self.remarks), default=Verdict.OK)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(remark.problem for remark in self.remarks)

    def employee(self) -> EmployeeDraft:
        """Return what the people's controller takes."""
        return EmployeeDraft(
            self.number,
            self.name,
            department=self.department,
            position=self.position,
            manager=self.manager,
            level=self.level,
            hired_on=self.hired_on,
            left_on=self.left_on,
            note=self.note,
            id_number=self.private.get("id_number", ""),
            phone=self.private.get("phone", ""),
            address=self.private.get("address", ""),
            is_appraised=not self.has_left,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One question for all rows that ask the same, e.g. the same unknown manager."""

    code: str
    value: str
    row_numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PeopleDraft:
    """All rows of a list with their verdicts; nothing is saved."""

    rows: tuple[PersonDraft, ...]
    new_departments: tuple[str, ...]
    positions: tuple[str, ...]
    notices: tuple[Problem, ...]
    """Things said once about the whole list, e.g. that numbers stand in for names."""

    def taken(self, with_questions: bool = False) -> tuple[PersonDraft, ...]:
        """Return the rows to bring in; questions only if someone has agreed to how the drafts answer them."""
        limit = Verdict.QUESTION if with_questions else Verdict.UPDATE
        return tuple(row for row in self.rows if row.verdict <= limit)

    def refused(self) -> tuple[PersonDraft, ...]:
        return tuple(row for row in self.rows if row.verdict == Verdict.REFUSED)

    def questions(self) -> tuple[PersonDraft, ...]:
        return tuple(row for row in self.rows if row.verdict == Verdict.QUESTION)

    def asked(self) -> tuple[Question, ...]:
        """Return the questions with the rows they stand for, in the order of their first row."""
        found: dict[tuple[str, str], list[int]] = {}
        for row in self.questions():
            for remark in row.remarks:
                if remark.verdict == Verdict.QUESTION:
                    key = remark.problem.code, str(remark.problem.details.get("value", ""))
                    found.setdefault(key, []).append(row.row_number)
        return tuple(Question(code, value, tuple(rows)) for (code, value), rows in found.items())

    def counts(self) -> dict[Verdict, int]:
        """Return how many rows have each verdict."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in Verdict}
