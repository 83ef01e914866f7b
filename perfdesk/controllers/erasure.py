"""Erasing a person on purpose: names and words go, from the records and from the trail; totals stay."""

from __future__ import annotations

from datetime import datetime

from perfdesk.controllers.desk import refuse
from perfdesk.store.change import Change
from perfdesk.store.schema import (
    cause,
    employee,
    employee_private,
    form,
    form_item,
    grade_change,
    paper,
    recognition,
)

ERASED = "—"


def erase(change: Change, employee_id: int, now: datetime) -> None:
    """Blank what identifies a person who left, in the rows and in their history.

    Raises:
        Invalid: `erase_active`: the person has not left.
    """
    row = change.row(employee, employee_id)
    if row["left_on"] is None:
        raise refuse("employee", "erase_active", name=row["name"])
    change.update(
        employee,
        employee_id,
        number=f"X{employee_id}",
        name=ERASED,
        name_en="",
        search_key=f"x{employee_id}",
        manager_words="",
        level="",
        note="",
        is_acting=0,
        erased_at=now.isoformat(timespec="seconds"),
    )
    change.erase_texts(employee, employee_id)
    for private_id in change.ids(employee_private, employee_id=employee_id):
        change.delete(employee_private, private_id)
        change.erase_texts(employee_private, private_id)
    for recognition_id in change.ids(recognition, employee_id=employee_id):
        change.update(recognition, recognition_id, situation="", behaviour=ERASED, impact="")
        change.erase_texts(recognition, recognition_id)
    for form_id in change.ids(form, employee_id=employee_id):
        _erase_form(change, form_id)


def _erase_form(change: Change, form_id: int) -> None:
    change.update(form, form_id, strengths="", improvements="", employee_words="")
    change.erase_texts(form, form_id)
    for item_id in change.ids(form_item, form_id=form_id):
        change.update(form_item, item_id, comment="", missing_reason="")
        change.erase_texts(form_item, item_id)
        for cause_id in change.ids(cause, form_item_id=item_id):
            change.update(cause, cause_id, words="", evidence="")
            change.erase_texts(cause, cause_id)
    for change_id in change.ids(grade_change, form_id=form_id):
        change.update(grade_change, change_id, words="", inversion_words="", participants="")
        change.erase_texts(grade_change, change_id)
    for paper_id in change.ids(paper, form_id=form_id):
        change.update(paper, paper_id, content=b"")
        change.erase_texts(paper, paper_id)
    change.touch(form_id)
