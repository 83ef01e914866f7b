"""What goes with an item, an event or a whole form: its check-ins, its evidence, its objectives."""

from __future__ import annotations

from perfdesk.store import attachments
from perfdesk.store.change import Change
from perfdesk.store.schema import check_in, evidence, form_event, form_item, key_result, objective


def drop_progress(change: Change, item_id: int) -> None:
    """Remove the check-ins and the evidence of an item that is about to go."""
    change.delete_all(check_in, form_item_id=item_id)
    _drop_evidence(change, form_item_id=item_id)


def drop_of_form(change: Change, form_id: int) -> None:
    """Remove what was told on the way of a form that is about to go, its objectives included."""
    for objective_id in change.ids(objective, form_id=form_id):
        for result_id in change.ids(key_result, objective_id=objective_id):
            change.delete_all(check_in, key_result_id=result_id)
            change.delete(key_result, result_id)
        change.delete(objective, objective_id)
    for item_id in change.ids(form_item, form_id=form_id):
        drop_progress(change, item_id)
    for event_id in change.ids(form_event, form_id=form_id):
        _drop_evidence(change, form_event_id=event_id)


def _drop_evidence(change: Change, **of: int) -> None:
    for row in change.find(evidence, **of):
        change.delete(evidence, row["id"])
        if row["attachment_id"] is not None:
            attachments.let_go(change, row["attachment_id"])
