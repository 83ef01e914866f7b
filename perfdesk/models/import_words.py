"""Short words for the dry run of an import: fields, why a row is skipped, what becomes of a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from perfdesk.domain.problems import Problem
from perfdesk.texts import N_, _, current, sentence

FIELD_WORDS = {
    "number": N_("No."),
    "name": N_("Name"),
    "department": N_("Dept"),
    "position": N_("Position"),
    "manager": N_("Manager"),
    "hired_on": N_("Joined"),
    "left_on": N_("Last day"),
    "status": N_("Still here?"),
    "level": N_("Job level"),
    "note": N_("Note"),
    "phone": N_("Phone"),
    "id_number": N_("ID number"),
    "address": N_("Address"),
    "email": N_("E-mail"),
    "birthday": N_("Birthday"),
    "salary": N_("Salary"),
    "bank": N_("Bank account"),
}
"""What a column may hold; the last seven are private."""

SKIPPED = {
    "title": N_("title, skipped"),
    "note": N_("note, skipped"),
    "sum": N_("sum, skipped"),
    "header": N_("header again, skipped"),
}

_VERDICTS = {
    "employee_number_missing": N_("no number"),
    "employee_number_twice": N_("same number as row {first_row} {first_name}"),
    "employee_number_known": N_("there already, will be updated"),
    "employee_number_too_long": N_("number too long"),
    "person_name_missing": N_("no name"),
    "person_name_too_long": N_("name too long"),
    "row_department_missing": N_("no department, leave empty?"),
    "row_department_is_id": N_("department “{value}” looks like an ID, leave empty?"),
    "row_department_new": N_("new department “{value}”, will be created"),
    "manager_unknown": N_("manager “{value}” is nobody here, leave empty?"),
    "manager_several": N_("{count} people are called “{value}”, who is meant?"),
    "manager_self": N_("manager is this very person, leave empty?"),
    "cell_error": N_("the formula gives {value}"),
    "date_letter": N_("a letter in the date, is it {date}?"),
    "date_marks": N_("wrong signs in the date, is it {date}?"),
    "date_unreadable": N_("“{value}” is no date"),
    "date_impossible": N_("no such day as “{value}”"),
    "date_from_serial": N_("Excel number read as {date}"),
    "date_respelled": N_("date read as {date}"),
    "date_month_only": N_("no day in “{value}”, take {date}?"),
    "date_short_year": N_("year of two digits, take {date}?"),
    "date_day_or_month": N_("day or month first? Take {date}?"),
    "left_before_hired": N_("left before joining"),
    "namesake_known": N_("there already as {number}, add another?"),
}
_GROUPS = {
    "employee_number_missing": N_("no number"),
    "employee_number_twice": N_("number twice"),
    "person_name_missing": N_("no name"),
    "date_letter": N_("date with a letter"),
    "date_marks": N_("date with wrong signs"),
    "date_unreadable": N_("date not readable"),
    "date_impossible": N_("no such day"),
    "cell_error": N_("failed formula"),
}
_ACCEPTS = {
    "manager_unknown": N_("Leave empty"),
    "manager_several": N_("Leave empty"),
    "manager_self": N_("Leave empty"),
    "row_department_missing": N_("Bring in without one"),
    "row_department_is_id": N_("Leave empty"),
    "date_month_only": N_("Take {date}"),
    "date_short_year": N_("Take {date}"),
    "date_day_or_month": N_("Take {date}"),
    "namesake_known": N_("Add them"),
}


class RowLike(Protocol):
    """What is told of a row of the file; `controllers.import_preview.ImportRow` is one."""

    @property
    def state(self) -> str: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def note(self) -> str: ...


def verdict(row: RowLike) -> tuple[str, str, str]:
    """Return what becomes of a row in a few words, their tone, and the sign before them."""
    if row.state == "skipped":
        return (_(SKIPPED[row.note]) if row.note in SKIPPED else ""), "muted", ""
    if row.state == "header":
        return _("taken as the header"), "app", ""
    if not row.problems:
        return _("can be brought in"), "muted", "check"
    word = short(row.problems[0])
    if row.state == "refused":
        return word, "err", "cross"
    if row.state == "question":
        return word, "app", "question"
    return word, "muted", "plus" if row.problems[0].code == "row_department_new" else "check"


def short(problem: Problem) -> str:
    """Return a remark in a few words, as it stands at the end of its row."""
    words = _VERDICTS.get(problem.code)
    return _(words).format(**problem.details) if words else plain(problem)


def group_word(problem: Problem) -> str:
    """Return what is wrong with a row as two or three words."""
    return _(_GROUPS[problem.code]) if problem.code in _GROUPS else short(problem)


def accept_word(problem: Problem) -> str:
    """Return the word of the button that agrees to what a question proposes."""
    return _(_ACCEPTS.get(problem.code, N_("Agree"))).format(**problem.details)


def plain(problem: Problem) -> str:
    """Return the sentence of a problem without the cell's address, for a place that shows the cell itself."""
    return sentence(replace(problem, field="")).lstrip("：: ")


def listed(words: Iterable[str]) -> str:
    """Return words in a row, with the sign that the language puts between them."""
    return ("、" if current().language == "zh_CN" else ", ").join(words)
