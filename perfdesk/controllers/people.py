"""People, departments and positions: adding, changing, leaving, importing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from perfdesk.controllers import erasure
from perfdesk.controllers.derived_targets import follow_record
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.person_drafts import (
    NAME_LENGTH,
    NOTE_LENGTH,
    clean,
    draft_problems,
    fitting_template,
    merged,
    tidy,
    too_long,
)
from perfdesk.domain.people import Department, Employee, EmployeeDraft, Position
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.store import names, people
from perfdesk.store.change import Change
from perfdesk.store.rows import iso
from perfdesk.store.schema import department, employee, employee_private, position


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    added: int
    updated: int
    new_departments: tuple[str, ...]
    new_positions: tuple[str, ...]


class PeopleController:
    """Deeds and questions about people."""

    def __init__(self, desk: Desk, forms: FormMaker) -> None:
        self._desk, self._forms = desk, forms

    def employees(self, *, include_left: bool = True) -> list[Employee]:
        with self._desk.read() as connection:
            return people.employees(connection, include_left=include_left)

    def names_of_active(self) -> list[tuple[int, str, str]]:
        """Return (id, name, English name) of those who work here now: all that a list of choices needs."""
        with self._desk.read() as connection:
            return people.names_of_active(connection)

    def appraised_count(self) -> int:
        """Return how many who work here now are appraised."""
        with self._desk.read() as connection:
            return people.appraised_count(connection)

    def employee(self, employee_id: int) -> Employee | None:
        with self._desk.read() as connection:
            return people.one_employee(connection, employee_id)

    def departments(self) -> list[Department]:
        with self._desk.read() as connection:
            return people.departments(connection)

    def positions(self) -> list[Position]:
        with self._desk.read() as connection:
            return people.positions(connection)

    def next_number(self, everybody: Sequence[Employee] | None = None) -> str:
        """Suggest a number for the next person: one behind the highest of the numbers in use."""
        numbers = [one.number for one in (self.employees() if everybody is None else everybody)]
        counted = [number for number in numbers if number.isdecimal()]
        width = max((len(number) for number in counted), default=3)
        return str(max((int(number) for number in counted), default=0) + 1).zfill(width)

    def add_employee(self, draft: EmployeeDraft) -> int:
        """Add one person and, where the firm works so, the form of the current cycle; return the id.

        Raises:
            Invalid: no number, no name, or the number is taken.
        """
        with self._desk.change("add_employee", name=draft.name) as change:
            return self._put(change, [draft], update=False)[0]

    def import_people(
        self,
        drafts: Sequence[EmployeeDraft],
        progress: Callable[[int, int], None] | None = None,
        *,
        with_backup: bool = True,
    ) -> Imported:
        """Add or update people by number in one deed, after a backup.

        Raises:
            Invalid: a draft that can't be taken, named by its number; nothing is imported then.
        """
        if not drafts:
            raise refuse("people", "nothing_to_import")
        if with_backup:
            self._desk.file.back_up("import")
        before = {one.number for one in self.employees()}
        with self._desk.change("import_people", count=len(drafts)) as change:
            self._put(change, drafts, update=True, progress=progress)
            new = {
                table.name: tuple(
                    row.after["name_zh"]
                    for row in change.rows
                    if row.table == table.name and row.before is None and row.after
                )
                for table in (department, position)
            }
        updated = sum(draft.number in before for draft in drafts)
        return Imported(len(drafts) - updated, updated, new["department"], new["position"])

    def edit_employee(self, employee_id: int, field: str, value: Any) -> None:
        """Change one field: number, name, name_en, department, position (by name), department_id, position_id,
        manager_id, manager (by name or number), level, hired_on, left_on, note, is_acting, is_appraised.

        Raises:
            Invalid: the value can't be taken.
        """
        with self._desk.change("edit_employee", field=field, name=self._name(employee_id)) as change:
            row = change.row(employee, employee_id)
            change.update(employee, employee_id, **self._columns(change, row, field, value))
            if field in ("hired_on", "left_on"):
                follow_record(change, [employee_id])
            if field == "is_appraised" and value:
                self._forms.add_for_newcomers(change, [employee_id])

    def mark_left(self, employee_id: int, on: date | None) -> None:
        """Note that a person left the firm on a day (the last day at work), or is back (None)."""
        self.edit_employee(employee_id, "left_on", on)

    def remove_employee(self, employee_id: int) -> None:
        """Remove a person who was added by mistake.

        Raises:
            Invalid: `has_history`: forms, actions or entries name the person; "left the firm" is the way then.
        """
        with self._desk.change("remove_employee", name=self._name(employee_id)) as change:
            self._forms.remove_untouched(change, employee_id)
            if people.has_history(change.connection, employee_id):
                raise refuse("employee", "has_history", name=self._name(employee_id))
            for other in change.ids(employee, manager_id=employee_id):
                change.update(employee, other, manager_id=None, manager_words=self._name(employee_id))
            change.delete_all(employee_private, employee_id=employee_id)
            change.delete(employee, employee_id)

    def erase_employee(self, employee_id: int) -> None:
        """Remove what identifies a person who left, from the records and from the trail; totals stay.

        It can't be undone, and with it goes the history of this session. Older backups still hold the data.

        Raises:
            Invalid: `erase_active`: the person has not left.
        """
        with self._desk.erasing("erase_employee") as change:
            erasure.erase(change, employee_id, self._desk.now())

    def add_department(self, name_zh: str, name_en: str = "", code: str = "") -> int:
        with self._desk.change("add_department", name=name_zh or name_en) as change:
            return self._add_unit(change, department, name_zh, name_en, code)

    def add_departments(self, departments: Sequence[tuple[str, str]]) -> None:
        """Add departments (name, code) as one deed."""
        with self._desk.change("add_departments", count=len(departments)) as change:
            for name, code in departments:
                self._add_unit(change, department, name, "", code)

    def edit_department(self, department_id: int, field: str, value: str) -> None:
        """Change code, name_zh or name_en."""
        with self._desk.change("edit_department", name=value) as change:
            self._edit_unit(change, department, department_id, field, value)

    def remove_department(self, department_id: int) -> None:
        """Remove a department that nobody belongs to.

        Raises:
            Invalid: `department_in_use`, or `unit_on_forms`: forms keep it.
        """
        with self._desk.change("remove_department") as change:
            self._remove_unit(change, department, department_id, "department_id")

    def add_position(self, name_zh: str, name_en: str = "", code: str = "") -> int:
        with self._desk.change("add_position", name=name_zh or name_en) as change:
            return self._add_position(change, name_zh, name_en, code)

    def edit_position(self, position_id: int, field: str, value: Any) -> None:
        """Change code, name_zh, name_en or template_id."""
        with self._desk.change("edit_position", name=str(value)) as change:
            if field == "template_id":
                change.say(name=change.row(position, position_id)["name_zh"])
                change.update(position, position_id, template_id=value)
            else:
                self._edit_unit(change, position, position_id, field, value)

    def remove_position(self, position_id: int) -> None:
        with self._desk.change("remove_position") as change:
            self._remove_unit(change, position, position_id, "position_id")

    def _put(
        self,
        change: Change,
        drafts: Sequence[EmployeeDraft],
        *,
        update: bool,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[int]:
        drafts = [tidy(draft) for draft in drafts]
        known = {row["number"]: row for row in change.find(employee)}
        problems = [problem for draft in drafts for problem in draft_problems(draft)]
        seen: set[str] = set()
        for draft in drafts:
            if draft.number in seen or (not update and draft.number in known):
                problems.append(Problem("number", "number_taken", {"number": draft.number}))
            seen.add(draft.number)
        if problems:
            raise Invalid(*problems)
        departments = self._units(change, department)
        positions = self._units(change, position)
        fresh: list[dict[str, Any]] = []
        changed: dict[int, dict[str, Any]] = {}
        for at, draft in enumerate(drafts):
            if progress and at % 200 == 0:
                progress(at, len(drafts))
            columns = self._draft_columns(change, draft, departments, positions)
            if draft.number in known:
                changed[known[draft.number]["id"]] = merged(known[draft.number], columns, draft)
            else:
                fresh.append(columns)
        change.update_many(employee, changed)
        before = {row["id"]: row for row in known.values()}
        follow_record(change, [one for one, after in changed.items() if _moved(before[one], after)])
        new_ids = change.insert_many(employee, fresh)
        new_id_of = {row["number"]: row_id for row, row_id in zip(fresh, new_ids, strict=True)}
        id_of = {number: int(row["id"]) for number, row in known.items()} | new_id_of
        self._put_private(change, drafts, id_of)
        self._put_managers(change, drafts, id_of)
        appraised = [new_id_of[d.number] for d in drafts if d.number in new_id_of and d.is_appraised]
        self._forms.add_for_newcomers(change, appraised)
        return [id_of[draft.number] for draft in drafts]

    def _draft_columns(
        self, change: Change, draft: EmployeeDraft, departments: dict[str, int], positions: dict[str, int]
    ) -> dict[str, Any]:
        columns: dict[str, Any] = {
            "number": draft.number,
            "name": draft.name,
            "name_en": draft.name_en,
            "search_key": names.search_key(draft.number, draft.name, draft.name_en),
            "department_id": None,
            "position_id": None,
            "manager_id": None,
            "manager_words": "",
            "level": draft.level,
            "hired_on": iso(draft.hired_on),
            "left_on": iso(draft.left_on),
            "note": draft.note,
            "is_acting": int(draft.is_acting),
            "is_appraised": int(draft.is_appraised),
        }
        if draft.department:
            if draft.department not in departments:
                departments[draft.department] = self._add_unit(
                    change, department, draft.department, draft.department_en, ""
                )
            columns["department_id"] = departments[draft.department]
        if draft.position:
            if draft.position not in positions:
                positions[draft.position] = self._add_position(change, draft.position, draft.position_en, "")
            columns["position_id"] = positions[draft.position]
        return columns

    def _put_private(self, change: Change, drafts: Sequence[EmployeeDraft], id_of: Mapping[str, int]) -> None:
        for draft in drafts:
            if draft.id_number or draft.phone or draft.address:
                employee_id = id_of[draft.number]
                given = {"id_number": draft.id_number, "phone": draft.phone, "address": draft.address}
                kept = change.first(employee_private, employee_id=employee_id)
                if kept is None:
                    change.insert(employee_private, employee_id=employee_id, **given)
                else:
                    filled: dict[str, Any] = {name: text for name, text in given.items() if text}
                    change.update(employee_private, kept["id"], **filled)

    def _put_managers(
        self, change: Change, drafts: Sequence[EmployeeDraft], id_of: Mapping[str, int]
    ) -> None:
        """Managers go by number or by a name that only one person has; else the words are kept."""
        wanted = {id_of[draft.number]: draft.manager for draft in drafts if draft.manager}
        if not wanted:
            return
        by_name: dict[str, list[int]] = {}
        for row in change.find(employee):
            by_name.setdefault(row["name"], []).append(row["id"])
        columns = {}
        for employee_id, words in wanted.items():
            named = by_name.get(words, [])
            manager_id = id_of.get(words) or (named[0] if len(named) == 1 else None)
            if manager_id == employee_id:
                manager_id = None
            columns[employee_id] = {"manager_id": manager_id, "manager_words": "" if manager_id else words}
        change.update_many(employee, columns)

    def _columns(self, change: Change, row: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
        text = "" if value is None else clean(str(value))
        if field in ("number", "name", "name_en"):
            draft = EmployeeDraft(row["number"], row["name"])
            draft = EmployeeDraft(text, draft.name) if field == "number" else draft
            draft = EmployeeDraft(draft.number, text) if field == "name" else draft
            draft = replace(draft, name_en=text) if field == "name_en" else draft
            if problems := draft_problems(draft):
                raise Invalid(*problems)
            if field == "number" and set(change.ids(employee, number=text)) - {row["id"]}:
                raise refuse("number", "number_taken", number=text)
            after = {**row, field: text}
            key = names.search_key(after["number"], after["name"], after["name_en"])
            return {field: text, "search_key": key}
        if field in ("department", "position"):
            table = department if field == "department" else position
            if not text:
                return {f"{field}_id": None}
            known = self._units(change, table)
            add = self._add_position if field == "position" else _adder(self, department)
            return {f"{field}_id": known[text] if text in known else add(change, text, "", "")}
        if field == "manager":
            ids = change.ids(employee, number=text) or change.ids(employee, name=text)
            if text and len(ids) != 1:
                raise refuse("manager", "manager_not_found" if not ids else "manager_not_unique", name=text)
            if ids and ids[0] == row["id"]:
                raise refuse("manager", "own_manager")
            return {"manager_id": ids[0] if ids else None, "manager_words": ""}
        if field in ("hired_on", "left_on"):
            hired, left = (
                (value if field == "hired_on" else row["hired_on"]),
                (value if field == "left_on" else row["left_on"]),
            )
            if hired and left and str(hired) > str(left):
                raise refuse(field, "leaves_before_joining")
            return {field: iso(value)}
        if field in ("is_acting", "is_appraised"):
            return {field: int(bool(value))}
        if field in ("department_id", "position_id"):
            return {field: value}
        if field == "manager_id":
            if value == row["id"]:
                raise refuse("manager", "own_manager")
            return {"manager_id": value, "manager_words": ""}
        if field in ("level", "note"):
            if problems := too_long(field, text, NAME_LENGTH if field == "level" else NOTE_LENGTH):
                raise Invalid(*problems)
            return {field: text}
        raise KeyError(field)

    def _add_position(self, change: Change, name_zh: str, name_en: str, code: str) -> int:
        position_id = self._add_unit(change, position, name_zh, name_en, code)
        template_id = fitting_template(change, name_zh, name_en)
        change.update(position, position_id, template_id=template_id)
        return position_id

    def _add_unit(self, change: Change, table: Any, name_zh: str, name_en: str, code: str) -> int:
        name_zh, name_en = clean(name_zh), clean(name_en)
        self._check_unit(change, table, None, {"name_zh": name_zh, "name_en": name_en})
        return change.insert(table, name_zh=name_zh, name_en=name_en, code=code.strip())

    def _edit_unit(self, change: Change, table: Any, row_id: int, field: str, value: str) -> None:
        changed: dict[str, Any] = {field: clean(value)}
        if field != "code":
            self._check_unit(change, table, row_id, {**change.row(table, row_id), **changed})
        change.update(table, row_id, **changed)

    def _check_unit(
        self, change: Change, table: Any, row_id: int | None, names_of: Mapping[str, Any]
    ) -> None:
        given = [name for name in (names_of["name_zh"], names_of["name_en"]) if name]
        if not given:
            raise refuse("name", "name_missing")
        if problems := [problem for name in given for problem in too_long("name", name, NAME_LENGTH)]:
            raise Invalid(*problems)
        known = self._units(change, table)
        for name in given[:1]:
            if known.get(name, row_id) != row_id:
                raise refuse("name", "name_taken", name=name)

    def _remove_unit(self, change: Change, table: Any, row_id: int, used_by: str) -> None:
        if change.ids(employee, **{used_by: row_id}):
            raise refuse(table.name, f"{table.name}_in_use")
        row = change.row(table, row_id)
        name = row["name_zh"] or row["name_en"]
        change.say(name=name)
        if people.is_on_forms(change.connection, table, row_id):
            raise refuse(table.name, "unit_on_forms", name=name)
        change.delete(table, row_id)

    def _units(self, change: Change, table: Any) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in change.find(table):
            for name in (row["name_en"], row["name_zh"]):
                if name:
                    found[name] = row["id"]
        return found

    def _name(self, employee_id: int) -> str:
        found = self.employee(employee_id)
        return found.name if found else ""


def _adder(controller: PeopleController, table: Any) -> Callable[[Change, str, str, str], int]:
    def add(change: Change, name_zh: str, name_en: str, code: str) -> int:
        return controller._add_unit(change, table, name_zh, name_en, code)

    return add


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether a joining or leaving day is another one."""
    return any(after.get(day, before[day]) != before[day] for day in ("hired_on", "left_on"))
