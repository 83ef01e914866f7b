"""Erasing a person on purpose: names and words go, from the records and from the trail; totals stay."""

from __future__ import annotations

from datetime import datetime

from perfdesk.controllers.desk import refuse
from perfdesk.domain.terms import AbsenceKind
from perfdesk.store import attachments
from perfdesk.store.change import Change
from perfdesk.store.schema import (
    absence,
    amendment,
    appeal,
    attachment,
    cause,
    check_in,
    employee,
    employee_private,
    evidence,
    form,
    form_event,
    form_item,
    grade_change,
    key_result,
    objective,
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
    for absence_id in change.ids(absence, employee_id=employee_id):
        # The days stay, since the targets rest on them; what kind of leave it was does not.
        change.update(absence, absence_id, kind=AbsenceKind.OTHER.value, words="")
        change.erase_texts(absence, absence_id)
    for form_id in change.ids(form, employee_id=employee_id):
        _erase_form(change, form_id)


def _erase_form(change: Change, form_id: int) -> None:
    change.update(form, form_id, strengths="", improvements="", employee_words="", okr_words="")
    change.erase_texts(form, form_id)
    for item_id in change.ids(form_item, form_id=form_id):
        change.update(form_item, item_id, comment="", missing_reason="", words="")
        change.erase_texts(form_item, item_id)
        for cause_id in change.ids(cause, form_item_id=item_id):
            change.update(cause, cause_id, words="", evidence="")
            change.erase_texts(cause, cause_id)
        for amendment_id in change.ids(amendment, form_item_id=item_id):
            change.update(amendment, amendment_id, words="")
            change.erase_texts(amendment, amendment_id)
        _erase_progress(change, form_item_id=item_id)
    for event_id in change.ids(form_event, form_id=form_id):
        change.update(form_event, event_id, words=ERASED, evidence="", statement="")
        change.erase_texts(form_event, event_id)
        _erase_progress(change, form_event_id=event_id)
    for objective_id in change.ids(objective, form_id=form_id):
        change.update(objective, objective_id, name=ERASED, words="")
        change.erase_texts(objective, objective_id)
        for result_id in change.ids(key_result, objective_id=objective_id):
            change.update(key_result, result_id, name=ERASED, words="")
            change.erase_texts(key_result, result_id)
            _erase_progress(change, key_result_id=result_id)
    for appeal_id in change.ids(appeal, form_id=form_id):
        change.update(
            appeal, appeal_id, facts=ERASED, evidence="", request="", findings="", reasons="", correction=""
        )
        change.erase_texts(appeal, appeal_id)
    for change_id in change.ids(grade_change, form_id=form_id):
        change.update(grade_change, change_id, words="", inversion_words="", participants="")
        change.erase_texts(grade_change, change_id)
    for paper_id in change.ids(paper, form_id=form_id):
        change.update(paper, paper_id, content=b"")
        change.erase_texts(paper, paper_id)
    change.touch(form_id)


def _erase_progress(change: Change, **of: int) -> None:
    """Blank the check-ins and the evidence of an item, an event or a key result; files go with their bytes."""
    if "form_event_id" not in of:
        for check_in_id in change.ids(check_in, **of):
            change.update(check_in, check_in_id, obstacle="", words="")
            change.erase_texts(check_in, check_in_id)
    if "key_result_id" in of:
        return
    for row in change.find(evidence, **of):
        change.delete(evidence, row["id"])
        change.erase_texts(evidence, row["id"])
        file = row["attachment_id"]
        if file is not None and not change.ids(evidence, attachment_id=file):
            change.erase_texts(attachment, file)
            change.delete(attachment, file)
    attachments.sweep(change.connection)
