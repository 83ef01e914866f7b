"""What may change on a form now: asked by every deed before it writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from perfdesk.controllers.deadlines import Deadlines
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.steps import SELF_SKIPPED, pass_at_once
from perfdesk.domain.cycles import Part, is_over, may_change
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import FormState
from perfdesk.store import cycles, settings
from perfdesk.store.change import Change, Reading
from perfdesk.store.schema import form

OWN_PARTS = frozenset(
    {
        Part.SELF_LEVEL,
        Part.SELF_WORDS,
        Part.CHECK_IN,
        Part.EVIDENCE,
        Part.INTERVIEW,
        Part.SIGNATURE,
        Part.AMENDMENT_SIGNED,
        Part.APPEAL,
        Part.PLAN,
        Part.DIAGNOSIS,
    }
)
"""What an appraisee may enter on the own form without remark (§8.2)."""
_AFTER_END = frozenset({Part.SELF_LEVEL, Part.SELF_WORDS, Part.RATERS})
"""Parts that the end of the cycle opens without passing the form on."""
WAITING = frozenset({FormState.DRAFT, FormState.RUNNING})
"""States in which more may change once the cycle, or the time of the self score, is over."""


def allow(desk: Desk, change: Change, form_id: int, part: Part) -> None:
    """Let a deed go on only if this part of the form may change now; mark what people change on their own form.

    A running form whose self score is overdue goes on as 未自评 when the manager's part is entered.

    Raises:
        Invalid: `locked_<state>`, `locked_void`, `self_first`, `self_not_yet` or `cycle_running` on the part;
            `levels_closed` where several raters' levels are combined.
    """
    row = change.row(form, form_id)
    state, switches = FormState(row["state"]), settings.switches_within(change)
    if row["is_void"]:
        raise refuse(part.value.lower(), "locked_void")
    if not may_change(state, part, switches, is_over=False, self_over=False):
        if state not in WAITING or not may_change(state, part, switches):
            raise refuse(part.value.lower(), f"locked_{state.value.lower()}")
        if early := too_early(change.connection, desk.today(), row, part):
            raise Invalid(early)
        if Switch.SELF_SCORE in switches and part not in _AFTER_END:
            pass_at_once(desk, change, [form_id], FormState.SELF_SCORED, SELF_SKIPPED, is_self_skipped=1)
    if part is Part.LEVEL and row["raters_closed_at"]:
        raise refuse("level", "levels_closed")
    if part not in OWN_PARTS:
        mark_own(desk, change, row)


def mark_own(desk: Desk, change: Change, row: Mapping[str, Any]) -> None:
    """Mark a form (by its row) whose own appraisee changes it or its state now: 本人修改 (§8.2)."""
    if row["employee_id"] == desk.file.actor_id and row["own_changed_at"] is None:
        change.update(form, row["id"], own_changed_at=desk.now().isoformat(timespec="seconds"))


def too_early(connection: Reading, today: date, row: Mapping[str, Any], part: Part) -> Problem | None:
    """Return why a part may not change yet, where only the end of the cycle or of the self score opens it."""
    state, switches = FormState(row["state"]), settings.switches(connection)
    if may_change(state, part, switches, is_over=False, self_over=False) or state not in WAITING:
        return None
    cycle = cycles.one_cycle(connection, row["cycle_id"])
    assert cycle is not None
    ends_on = date.fromisoformat(row["ends_on"]) if row["ends_on"] else cycle.ends_on
    over, until = is_over(ends_on, today), Deadlines(connection).self_until(cycle, ends_on)
    if may_change(state, part, switches, is_over=over, self_over=today > until):
        return None
    return _too_early(part, switches, ends_on, until)


def _too_early(part: Part, switches: frozenset[Switch], ends_on: date, until: date) -> Problem:
    """Return what to say of a part whose time has not come."""
    field = part.value.lower()
    if part in (Part.SELF_LEVEL, Part.SELF_WORDS):
        return Problem(field, "self_not_yet", {"ends_on": ends_on.isoformat()})
    if Switch.SELF_SCORE in switches and part is not Part.RATERS:
        return Problem(field, "self_first", {"until": until.isoformat()})
    return Problem(field, "cycle_running", {"ends_on": ends_on.isoformat()})
