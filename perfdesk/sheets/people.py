"""Staff lists to drafts of people, a dry run: every row gets a verdict, with the cell and the reason."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from string import ascii_uppercase

from perfdesk.domain.problems import Invalid, Problem
from perfdesk.sheets.cells import Cell, CellError, halfwidth, same, shown
from perfdesk.sheets.columns import Matching
from perfdesk.sheets.dates import BLANKS, Order, find_order, read_date
from perfdesk.sheets.person_drafts import Fix, KnownPeople, PeopleDraft, PersonDraft, Remark, Verdict
from perfdesk.sheets.profiles import LEFT_WORDS
from perfdesk.sheets.tables import RawTable

MAX_NUMBER, MAX_NAME = 40, 100
"""Letters that an employee number and a name may have."""


def read_people(
    table: RawTable,
    matching: Matching,
    known: KnownPeople | None = None,
    *,
    name_from_number: bool = False,
    make_numbers: bool = False,
    update_existing: bool = True,
    private: Collection[str] = (),
) -> PeopleDraft:
    """Read every record of the table as a person.

    `name_from_number`: a list without names takes the number as the name. `make_numbers`: a list without
    numbers gets 001, 002 … `update_existing`: a number that is there already updates that person, else the
    row is refused. `private`: which of words.PRIVATE to bring in.

    Raises Invalid if there is no column for names, or for numbers, and the caller did not allow for it.
    """
    return _Reader(table, matching, known or KnownPeople(), private, update_existing).read(
        name_from_number, make_numbers
    )


class _Reader:
    """The state of one reading: what earlier rows said."""

    def __init__(
        self,
        table: RawTable,
        matching: Matching,
        known: KnownPeople,
        private: Collection[str],
        update_existing: bool,
    ) -> None:
        self.table = table
        self.header = matching.header
        self.columns = {match.field: match.column for match in reversed(matching.matches) if match.field}
        self.private = [name for name in private if name in self.columns]
        self.update_existing = update_existing
        self.known = {same(person.number): person for person in known.people}
        self.departments = {same(name): name for name in known.departments}
        self.new_departments: dict[str, str] = {}
        self.rows_by_number: dict[str, int] = {}
        self.orders: dict[str, Order] = {
            name: find_order([table.rows[row][self.columns[name]] for row in self.header.data])
            for name in ("hired_on", "left_on")
            if name in self.columns
        }
        self.remarks: list[Remark] = []
        self.left_is_yes = (
            "离职" in matching.header.names[self.columns["status"]] if self._has("status") else False
        )

    def _has(self, name: str) -> bool:
        return name in self.columns

    def read(self, name_from_number: bool, make_numbers: bool) -> PeopleDraft:
        place = self.table.sheet or self.table.file_name
        if not self._has("number") and not make_numbers:
            raise Invalid(Problem(place, "column_number_missing", {"place": place}))
        if not self._has("name") and not name_from_number:
            raise Invalid(Problem(place, "column_name_missing", {"place": place}))
        drafts = [self._person(row, name_from_number, make_numbers) for row in self.header.data]
        drafts = self._with_managers(drafts)
        positions = dict.fromkeys(draft.position for draft in drafts if draft.position)
        return PeopleDraft(
            tuple(drafts),
            tuple(
                dict.fromkeys(
                    draft.department
                    for draft in drafts
                    if same(draft.department) in self.new_departments and draft.verdict < Verdict.REFUSED
                )
            ),
            tuple(positions),
            tuple(self._notices(drafts, place, name_from_number, make_numbers)),
        )

    def _notices(
        self, drafts: Sequence[PersonDraft], place: str, name_from_number: bool, make_numbers: bool
    ) -> list[Problem]:
        notices = []
        if name_from_number and not self._has("name"):
            notices.append(Problem(place, "names_from_numbers", {"place": place}, is_warning=True))
        if make_numbers and not self._has("number"):
            notices.append(Problem(place, "numbers_made", {"place": place}, is_warning=True))
        undated = sum(draft.has_left and draft.left_on is None for draft in drafts)
        if undated:
            notices.append(Problem(place, "left_without_date", {"count": undated}, is_warning=True))
        first = self.table.row_number(self.header.data[0]) if self.header.data else 0
        filled = [
            cells for cells in self.table.filled if int(cells.split(":")[1].lstrip(ascii_uppercase)) >= first
        ]
        if filled:
            ranges = "、".join(filled[:5]) + ("…" if len(filled) > 5 else "")
            notices.append(Problem(place, "merged_filled", {"ranges": ranges}, is_warning=True))
        return notices

    def _cell(self, row: int, name: str) -> Cell:
        column = self.columns.get(name)
        return None if column is None else self.table.rows[row][column]

    def _address(self, row: int, name: str) -> str:
        column = self.columns.get(name)
        if column is None:
            return self.table.address(row, 0)
        return self.table.address(row, column)

    def _say(
        self, verdict: Verdict, row: int, name: str, code: str, fix: str | None = None, **details: object
    ) -> None:
        details.setdefault("value", shown(self._cell(row, name)))
        problem = Problem(self._address(row, name), code, details, is_warning=verdict < Verdict.REFUSED)
        column = self.columns.get(name)
        correction = Fix(row, column, fix) if fix is not None and column is not None else None
        self.remarks.append(Remark(verdict, problem, correction))

    def _text(self, row: int, name: str) -> str:
        """Return a cell as text; a failed formula is refused at once."""
        cell = self._cell(row, name)
        if isinstance(cell, CellError):
            self._say(Verdict.REFUSED, row, name, "cell_error")
            return ""
        text = " ".join(shown(cell).split())
        return "" if text.casefold() in BLANKS else text

    def _person(self, row: int, name_from_number: bool, make_numbers: bool) -> PersonDraft:
        self.remarks = []
        number = self._number(row, make_numbers)
        name = number if name_from_number and not self._has("name") else self._name(row)
        department = self._department(row)
        hired_on, left_on = self._date(row, "hired_on"), self._date(row, "left_on")
        if hired_on and left_on and left_on < hired_on:
            self._say(Verdict.REFUSED, row, "left_on", "left_before_hired", hired=hired_on.isoformat())
        status = self._text(row, "status").casefold()
        has_left = status in LEFT_WORDS if status else left_on is not None
        if self.left_is_yes and status in {"是", "yes", "y", "1", "true"}:
            has_left = True
        return PersonDraft(
            row,
            self.table.row_number(row),
            number,
            name,
            department,
            self._text(row, "position"),
            level=self._text(row, "level"),
            hired_on=hired_on,
            left_on=left_on,
            has_left=has_left,
            note=self._text(row, "note"),
            private={name: self._text(row, name) for name in self.private},
            remarks=tuple(self.remarks),
        )

    def _number(self, row: int, make_numbers: bool) -> str:
        if not self._has("number") and make_numbers:
            return self._made_number()
        text = halfwidth(self._text(row, "number"))
        key = same(text)
        if not text:
            if not self.remarks:
                self._say(Verdict.REFUSED, row, "number", "employee_number_missing")
        elif len(text) > MAX_NUMBER:
            self._say(Verdict.REFUSED, row, "number", "employee_number_too_long", limit=MAX_NUMBER)
        elif key in self.rows_by_number:
            first = self.rows_by_number[key]
            name = " ".join(shown(self._cell(first, "name")).split())
            self._say(
                Verdict.REFUSED,
                row,
                "number",
                "employee_number_twice",
                first_row=self.table.row_number(first),
                first_name=name,
            )
        else:
            self.rows_by_number[key] = row
            if key in self.known:
                self._existing(row, key)
                return self.known[key].number
        return text

    def _existing(self, row: int, key: str) -> None:
        verdict = Verdict.UPDATE if self.update_existing else Verdict.REFUSED
        code = "employee_number_known" if self.update_existing else "employee_number_exists"
        self._say(verdict, row, "number", code, known_name=self.known[key].name)

    def _made_number(self) -> str:
        serial = len(self.rows_by_number) + 1
        while f"{serial:03}" in self.known or f"{serial:03}" in self.rows_by_number:
            serial += 1
        self.rows_by_number[f"{serial:03}"] = -1
        return f"{serial:03}"

    def _name(self, row: int) -> str:
        text = self._text(row, "name")
        if all(unicodedata.category(letter) == "Lo" or letter == " " for letter in text):
            text = text.replace(" ", "")  # 李 娜, spaced out to stand even with three-letter names
        if not text:
            if not isinstance(self._cell(row, "name"), CellError):
                self._say(Verdict.REFUSED, row, "name", "person_name_missing")
        elif len(text) > MAX_NAME:
            self._say(Verdict.REFUSED, row, "name", "person_name_too_long", limit=MAX_NAME)
        return text

    def _department(self, row: int) -> str:
        text = self._text(row, "department")
        key = same(text)
        if not text:
            if self._has("department") and not isinstance(self._cell(row, "department"), CellError):
                self._say(Verdict.QUESTION, row, "department", "row_department_missing")
            return ""
        if key in self.departments:
            return self.departments[key]
        if halfwidth(text).isdigit():
            self._say(Verdict.QUESTION, row, "department", "row_department_is_id")
            return ""
        if key not in self.new_departments:
            self.new_departments[key] = text
            self._say(Verdict.NEW_DEPARTMENT, row, "department", "row_department_new")
        return self.new_departments[key]

    def _date(self, row: int, name: str) -> date | None:
        cell = self._cell(row, name)
        if cell is None:
            return None
        if isinstance(cell, CellError):
            self._say(Verdict.REFUSED, row, name, "cell_error")
            return None
        found = read_date(cell, self.orders[name], self.table.dates_from_1904)
        if found.code:
            verdict = (
                Verdict.REFUSED if found.is_refused else Verdict.QUESTION if found.is_question else Verdict.OK
            )
            day = found.fix or (found.on.isoformat() if found.on else "")
            self._say(verdict, row, name, found.code, found.fix or None, date=day)
        return found.on

    def _with_managers(self, drafts: list[PersonDraft]) -> list[PersonDraft]:
        """Look up who each manager is, in the list and in the firm; a stranger is asked about."""
        if not self._has("manager"):
            return drafts
        by_name: dict[str, dict[str, str]] = {}
        numbers = {key: person.number for key, person in self.known.items()}
        for person in self.known.values():
            by_name.setdefault(same(person.name), {})[same(person.number)] = person.department
        for draft in drafts:
            if draft.verdict < Verdict.REFUSED:
                numbers[same(draft.number)] = draft.number
                by_name.setdefault(same(draft.name), {})[same(draft.number)] = draft.department
        return [self._with_manager(draft, numbers, by_name) for draft in drafts]

    def _with_manager(
        self, draft: PersonDraft, numbers: Mapping[str, str], by_name: Mapping[str, Mapping[str, str]]
    ) -> PersonDraft:
        self.remarks = list(draft.remarks)
        text = self._text(draft.row, "manager")
        key, own = same(halfwidth(text)), same(draft.number)
        manager = ""
        if text:
            found = {key: ""} if key in numbers else by_name.get(key, {})
            others = [number for number in found if number != own]
            near = [number for number in others if found[number] == draft.department]
            if len(others) == 1 or len(near) == 1:
                manager = numbers[others[0] if len(others) == 1 else near[0]]
            else:
                code = (
                    "manager_self"
                    if found and not others
                    else "manager_several"
                    if others
                    else "manager_unknown"
                )
                self._say(Verdict.QUESTION, draft.row, "manager", code, count=len(others))
        return replace(draft, manager=manager, remarks=tuple(self.remarks))
