"""A person moves to another position within a cycle: one segment form per position (§8.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from perfdesk.controllers.derived_targets import OPEN_STATES, grade_everybody, recompute
from perfdesk.controllers.desk import refuse
from perfdesk.controllers.forms import FormMaker
from perfdesk.domain.changes import Move
from perfdesk.domain.participation import Span, check_transfer, join_short, presence
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import FormState
from perfdesk.store import changes, cycles
from perfdesk.store.change import Change
from perfdesk.store.rows import day, iso
from perfdesk.store.schema import cycle as cycle_table
from perfdesk.store.schema import employee, form

JOINED = "JOINED"
"""`form.void_reason` of a segment whose days joined a longer one."""


def transfer(change: Change, maker: FormMaker, form_id: int, move: Move) -> int | None:
    """End a form the day before a move, change the person's record and begin the next segment.

    Raises:
        Invalid: see `ChangesController.transfer`.
    """
    row = change.row(form, form_id)
    person = change.row(employee, row["employee_id"])
    change.say(person=person["name"])
    segments = changes.segments_within(change, row)
    if not segments or segments[-1]["id"] != form_id:
        raise refuse("form", "transfer_not_last")
    cycle = changes.span_of(change.row(cycle_table, row["cycle_id"]))
    stay = presence(cycle, day(row["starts_on"]), day(row["ends_on"])).stay
    if wrong := check_transfer(move.on, stay):
        raise Invalid(*wrong)
    columns = _new_columns(person, move)
    if not columns:
        raise refuse("position", "transfer_changes_nothing")
    _take_own_copy(change, maker, row)
    change.update(employee, person["id"], **columns)
    spans = [presence(cycle, day(one["starts_on"]), day(one["ends_on"])).stay for one in segments]
    spans[-1] = Span(stay.starts_on, move.on - timedelta(days=1))
    kept = dict(join_short([*spans, Span(move.on, stay.ends_on)]))
    for at, segment in enumerate(segments):
        if at in kept:
            change.update(form, segment["id"], **_dates(kept[at], cycle))
        else:
            change.update(form, segment["id"], is_void=1, void_reason=JOINED)
        change.touch(segment["id"])
    new_id = None
    if len(segments) in kept:
        found = cycles.one_cycle(change.connection, row["cycle_id"])
        assert found is not None
        number = max(one["segment"] for one in change.find(form, employee_id=person["id"], cycle_id=found.id))
        dates = _dates(kept[len(segments)], cycle)
        new_id = maker.add_segment(change, found, person["id"], number + 1, **dates)
    for at, segment in enumerate(segments):
        if at in kept:
            recompute(change, segment["id"])
    grade_everybody(change, row)
    return new_id


def _new_columns(person: dict[str, Any], move: Move) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "position_id": move.position_id,
        "department_id": move.department_id,
        "manager_id": move.manager_id,
    }
    found = {name: value for name, value in wanted.items() if value is not None and value != person[name]}
    if found.get("manager_id") == person["id"]:
        raise refuse("manager", "own_manager")
    if "manager_id" in found:
        found["manager_words"] = ""
    return found


def _take_own_copy(change: Change, maker: FormMaker, row: dict[str, Any]) -> None:
    """The old segment keeps position and manager of its time: it must have its own copy before they change."""
    state = maker.begin_scoring(change, row["id"]) if row["state"] == FormState.DRAFT.value else row["state"]
    if state is FormState.DRAFT:
        raise refuse("form", "transfer_of_draft")
    if FormState(state) not in OPEN_STATES:
        raise refuse("form", f"locked_{FormState(state).value.lower()}")


def _dates(span: Span, cycle: Span) -> dict[str, Any]:
    return {
        "starts_on": iso(span.starts_on) if span.starts_on > cycle.starts_on else None,
        "ends_on": iso(span.ends_on) if span.ends_on < cycle.ends_on else None,
    }
