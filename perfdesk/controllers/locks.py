"""What may change on a form now: asked by every deed before it writes."""

from __future__ import annotations

from perfdesk.controllers.desk import Desk, refuse
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.terms import FormState
from perfdesk.store import settings
from perfdesk.store.change import Change
from perfdesk.store.schema import form

OWN_PARTS = frozenset({Part.SELF_LEVEL, Part.INTERVIEW, Part.PLAN, Part.DIAGNOSIS})
"""What an appraisee may enter on the own form without remark (§8.2)."""


def allow(desk: Desk, change: Change, form_id: int, part: Part) -> None:
    """Let a deed go on only if this part of the form may change now; mark what people change on their own form.

    Raises:
        Invalid: `locked_<state>` on the part; `raters_closed` where several raters' levels are frozen.
    """
    row = change.row(form, form_id)
    state = FormState(row["state"])
    if not may_change(state, part, settings.switches_within(change)):
        raise refuse(part.value.lower(), f"locked_{state.value.lower()}")
    if part is Part.LEVEL and row["raters_closed_at"]:
        raise refuse("level", "raters_closed")
    if part not in OWN_PARTS and row["employee_id"] == desk.file.actor_id and row["own_changed_at"] is None:
        change.update(form, form_id, own_changed_at=desk.now().isoformat(timespec="seconds"))
