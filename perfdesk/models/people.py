"""People, departments and positions as rows of tables; and a person found by name, number or pinyin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from perfdesk.domain.library import Template
from perfdesk.domain.people import Department, Employee, Position
from perfdesk.models.rows import ChipMark, Column
from perfdesk.texts import _, pick

NO_TEMPLATE = ""
"""Key of the choice "no template of its own": the person then gets the general form."""


def is_here(person: Employee, today: date) -> bool:
    """Tell whether a person still works for the firm; on the last day at work somebody has left."""
    return person.left_on is None or person.left_on > today


def matches(person: Employee, words: str) -> bool:
    """Tell whether name, number, pinyin or initials hold every word that was typed."""
    return all(word in person.search_key for word in words.lower().split())


def department_name(person: Employee) -> str:
    return pick(person.department_zh, person.department_en)


def position_name(person: Employee) -> str:
    return pick(person.position_zh, person.position_en)


def people_columns(today: Callable[[], date]) -> list[Column[Employee]]:
    """Return the columns of the staff list; `today` decides who has left."""
    return [
        Column(
            "number",
            lambda: _("Staff no."),
            lambda p: p.number,
            width=88,
            edit=lambda p: p.number,
            tone=partial(_tone, today),
        ),
        Column(
            "name",
            lambda: _("Name"),
            lambda p: p.name,
            width=150,
            edit=lambda p: p.name,
            bold=True,
            tone=partial(_tone, today),
            mark=partial(_chip, today),
        ),
        Column("department", lambda: _("Department"), department_name, width=140, edit=department_name),
        Column("position", lambda: _("Position"), position_name, width=140, edit=position_name),
        Column("manager", lambda: _("Manager"), lambda p: p.manager, width=100, edit=lambda p: p.manager),
        Column(
            "hired_on",
            lambda: _("Joined on"),
            lambda p: _day(p.hired_on),
            width=96,
            edit=lambda p: _day(p.hired_on),
            sort_key=lambda p: p.hired_on,
        ),
        Column(
            "left_on",
            lambda: _("Left on"),
            lambda p: _day(p.left_on),
            width=96,
            edit=lambda p: _day(p.left_on),
            sort_key=lambda p: p.left_on,
        ),
        Column("note", lambda: _("Note"), lambda p: p.note, edit=lambda p: p.note, tooltip=lambda p: p.note),
    ]


def department_columns() -> list[Column[Department]]:
    return [
        Column("code", lambda: _("Code"), lambda d: d.code, width=100, edit=lambda d: d.code),
        Column(
            "name_zh", lambda: _("Name in Chinese"), lambda d: d.name_zh, edit=lambda d: d.name_zh, bold=True
        ),
        Column("name_en", lambda: _("Name in English"), lambda d: d.name_en, edit=lambda d: d.name_en),
        Column(
            "headcount",
            lambda: _("People"),
            lambda d: str(d.headcount),
            align="right",
            width=80,
            sort_key=lambda d: d.headcount,
        ),
    ]


def position_columns(templates: Callable[[], Sequence[Template]]) -> list[Column[Position]]:
    """Return the columns of the positions; `templates` are those to choose from."""
    return [
        Column("code", lambda: _("Code"), lambda p: p.code, width=100, edit=lambda p: p.code),
        Column(
            "name_zh", lambda: _("Name in Chinese"), lambda p: p.name_zh, edit=lambda p: p.name_zh, bold=True
        ),
        Column("name_en", lambda: _("Name in English"), lambda p: p.name_en, edit=lambda p: p.name_en),
        Column(
            "template_id",
            lambda: _("Form template"),
            partial(_template_name, templates),
            width=220,
            edit=lambda p: NO_TEMPLATE if p.template_id is None else str(p.template_id),
            choices=partial(_template_choices, templates),
        ),
        Column(
            "headcount",
            lambda: _("People"),
            lambda p: str(p.headcount),
            align="right",
            width=80,
            sort_key=lambda p: p.headcount,
        ),
    ]


def manager_choices(people: Sequence[Employee]) -> list[tuple[str, str]]:
    """Return what to type for each person and what to show: the name, or the number where two share a name."""
    count = Counter(person.name for person in people)
    return [
        (person.number if count[person.name] > 1 else person.name, f"{person.name}  {person.number}")
        for person in people
    ]


def _tone(today: Callable[[], date], person: Employee) -> str:
    return "ink" if is_here(person, today()) else "muted"


def _chip(today: Callable[[], date], person: Employee) -> ChipMark | None:
    if not is_here(person, today()):
        return ChipMark(_("has left"))
    return ChipMark(_("not appraised")) if not person.is_appraised else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _template_name(templates: Callable[[], Sequence[Template]], position: Position) -> str:
    found = next((one for one in templates() if one.id == position.template_id), None)
    return pick(found.name_zh, found.name_en) if found else _("General form")


def _template_choices(
    templates: Callable[[], Sequence[Template]], position: Position
) -> list[tuple[str, str]]:
    named = [(str(one.id), pick(one.name_zh, one.name_en)) for one in templates() if one.code != "GEN"]
    return [(NO_TEMPLATE, _("General form")), *named]
