"""A person moves to another position within a cycle: one segment form per position (§8.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from perfdesk.controllers.derived_targets import OPEN_STATES, grade_everybody, recompute
from perfdesk.controllers.desk import refuse
from perfdesk.controllers.forms import FormMaker
from perfdesk.domain.changes import Figure, Move
from perfdesk.domain.participation import Span, check_transfer, join_short, presence
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import FormState, RaterGroup
from perfdesk.store import changes, cycles
from perfdesk.store.change import Change
from perfdesk.store.rows import day, iso, maybe_e4
from perfdesk.store.schema import cycle as cycle_table
from perfdesk.store.schema import employee, form, form_event, form_item, rating

JOINED = "JOINED"
"""`form.void_reason` of a segment whose days joined a longer one."""


def transfer(
    change: Change, maker: FormMaker, form_id: int, move: Move, *, drops_figures: bool = False
) -> int | None:
    """End a form the day before a move, change the person's record and begin the next segment.

    `drops_figures`: the caller was told which figures of a joined segment count no more.

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
    earlier = spans[:-1]
    spans[-1] = Span(stay.starts_on, move.on - timedelta(days=1))
    kept = dict(join_short([*spans, Span(move.on, stay.ends_on)]))
    _check_submitted(segments, earlier, kept)
    if not drops_figures:
        _check_figures(change, segments, kept)
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


def figures_of(change: Change, form_id: int) -> tuple[Figure, ...]:
    """Return what was entered on a form: actuals, levels and points of items, and what stands outside of them."""
    found = []
    for item in sorted(change.find(form_item, form_id=form_id), key=lambda row: int(row["seq"])):
        others = [one for one in change.find(rating, form_item_id=item["id"]) if one["value_c"] is not None]
        given = any(one["rater_group"] != RaterGroup.SELF.value for one in others)
        if item["actual_e4"] is not None or item["score_c"] is not None or given:
            actual = maybe_e4(item["actual_e4"])
            found.append(Figure(item["name_zh"], item["name_en"], item["unit"], actual))
    found += [Figure(one["words"], "", "") for one in change.find(form_event, form_id=form_id)]
    return tuple(found)


def _check_submitted(
    segments: Sequence[Mapping[str, Any]], earlier: Sequence[Span], kept: Mapping[int, Span]
) -> None:
    """Scores that are submitted were given for the days of their segment: these days may not change under them."""
    for at, (segment, span) in enumerate(zip(segments, earlier, strict=False)):
        state = FormState(segment["state"])
        if kept.get(at) != span and state is not FormState.DRAFT and state not in OPEN_STATES:
            days = {"first": span.starts_on.isoformat(), "last": span.ends_on.isoformat()}
            raise refuse("form", "transfer_joins_submitted", segment=at + 1, **days)


def _check_figures(change: Change, segments: Sequence[Mapping[str, Any]], kept: Mapping[int, Span]) -> None:
    """Figures of a segment that joins another one stay on its void form: whoever does that has to know."""
    for at, segment in enumerate(segments):
        if at not in kept and (found := figures_of(change, segment["id"])):
            names = "、".join(dict.fromkeys(one.name_zh or one.name_en for one in found))
            raise refuse("form", "transfer_drops_figures", segment=at + 1, names=names)


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
