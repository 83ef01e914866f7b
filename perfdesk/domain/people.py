"""People, departments and positions as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Department:
    id: int
    code: str
    name_zh: str
    name_en: str
    headcount: int = 0


@dataclass(frozen=True, slots=True)
class Position:
    id: int
    code: str
    name_zh: str
    name_en: str
    template_id: int | None = None
    headcount: int = 0


@dataclass(frozen=True, slots=True)
class Employee:
    """One person of the firm. `number` is unique; a name is no key.

    `is_acting`: may be chosen as the one who works with the program. `is_appraised`: gets forms.
    `search_key`: what a search is matched against (number, name, pinyin, initials), in lower case.
    """

    id: int
    number: str
    name: str
    name_en: str = ""
    department_id: int | None = None
    department_zh: str = ""
    department_en: str = ""
    position_id: int | None = None
    position_zh: str = ""
    position_en: str = ""
    manager_id: int | None = None
    manager: str = ""
    level: str = ""
    hired_on: date | None = None
    left_on: date | None = None
    note: str = ""
    is_acting: bool = False
    is_appraised: bool = True
    search_key: str = ""


@dataclass(frozen=True, slots=True)
class EmployeeDraft:
    """A person to be added or updated, by number. Departments and positions go by name and are made if new.

    `manager` is a name or a number. `id_number`, `phone` and `address` stay empty unless asked for.
    """

    number: str
    name: str
    name_en: str = ""
    department: str = ""
    department_en: str = ""
    position: str = ""
    position_en: str = ""
    manager: str = ""
    level: str = ""
    hired_on: date | None = None
    left_on: date | None = None
    note: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    is_acting: bool = False
    is_appraised: bool = True
