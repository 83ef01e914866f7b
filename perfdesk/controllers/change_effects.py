"""What a change would do: it is made, looked at and rolled back, so that the answer can't differ from the deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from perfdesk.controllers.derived_targets import recompute
from perfdesk.controllers.desk import Desk
from perfdesk.controllers.transfers import figures_of
from perfdesk.domain.amendments import Derived, is_past_half
from perfdesk.domain.changes import Effect, FormEffect, ItemEffect
from perfdesk.domain.participation import is_graded
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_numbers import main_number, numbers_of
from perfdesk.store import changes
from perfdesk.store.change import Change, Deed, Reading
from perfdesk.store.faults import StoreFault
from perfdesk.store.rows import kept_rule, maybe_c, rule_of
from perfdesk.store.schema import cycle as cycle_table
from perfdesk.store.schema import employee, form, form_item


class _Rehearsed(Exception):
    """Rolls a change back that was only tried."""


def rehearse(desk: Desk, deed: Callable[[Change], object], is_past_half: bool = False) -> Effect:
    """Return what a deed would do: it is done, looked at and rolled back; nothing is written or told.

    Raises:
        Invalid: what the deed itself refuses.
    """
    found = Effect()
    try:
        with desk.file.change(Deed("amend_target")) as change:  # no entry: nothing is committed
            deed(change)
            found = effect_of(change, is_past_half=is_past_half)
            raise _Rehearsed
    except _Rehearsed:
        return found


def whole_cycle_rule(connection: Reading, item_id: int) -> Rule:
    """Return the rule of an item with the values of a whole cycle: as agreed, or as last amended.

    Raises:
        StoreFault: `gone`.
    """
    found = connection.exec_driver_sql(
        "SELECT new_rule FROM amendment WHERE form_item_id = ? ORDER BY effective_on DESC, id DESC",
        (item_id,),
    ).scalar()
    if found:
        rule = kept_rule(str(found))
    else:
        row = connection.execute(form_item.select().where(form_item.c.id == item_id)).mappings().first()
        if row is None:
            raise StoreFault("gone", "form_item", row=item_id)
        rule = kept_rule(row["agreed_rule"]) or rule_of(dict(row))
    assert rule is not None
    return rule


def is_late(connection: Reading, item_id: int, effective_on: date) -> bool:
    """Tell whether a day lies past half of the cycle of an item."""
    row = connection.exec_driver_sql(
        "SELECT cycle.starts_on, cycle.ends_on FROM form_item JOIN form ON form.id = form_item.form_id "
        "JOIN cycle ON cycle.id = form.cycle_id WHERE form_item.id = ?",
        (item_id,),
    ).first()
    return row is not None and is_past_half(changes.span_of(row._mapping), effective_on)


def effect_of(change: Change, *, is_past_half: bool = False) -> Effect:
    """Return what the change so far does to forms and items."""
    forms_before = _first_images(change, form.name)
    items_before = _first_images(change, form_item.name)
    touched = sorted(set(forms_before) | change.forms)
    rows = {form_id: change.row(form, form_id) for form_id in touched}
    names = {form_id: change.row(employee, row["employee_id"])["name"] for form_id, row in rows.items()}
    derived: dict[int, Derived] = {}
    for form_id, row in rows.items():
        if not row["is_void"]:
            derived |= recompute(change, form_id)
    lines = [_form_effect(change, row, names[form_id], forms_before) for form_id, row in rows.items()]
    items = [
        _item_effect(change.row(form_item, item_id), before, names, derived.get(item_id))
        for item_id, before in items_before.items()
        if before is not None
    ]
    items = [one for one in items if one.before != one.after or one.score_before != one.score_after]
    return Effect(tuple(lines), tuple(items), is_past_half)


def _first_images(change: Change, table: str) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for row in change.rows:
        if row.table == table:
            found.setdefault(row.row_id, row.before)
    return found


def _form_effect(change: Change, row: Any, name: str, before: dict[int, Any]) -> FormEffect:
    there = changes.presence_within(change, row)
    segments = changes.segments_within(change, row)
    return FormEffect(
        form_id=row["id"],
        person=name,
        starts_on=there.stay.starts_on,
        ends_on=there.stay.ends_on,
        days=there.days,
        of=changes.span_of(change.row(cycle_table, row["cycle_id"])).days,
        is_graded=is_graded([changes.presence_within(change, one) for one in segments]),
        is_void=bool(row["is_void"]),
        is_new=before.get(row["id"], row) is None,
        figures=figures_of(change, row["id"]) if row["is_void"] else (),
    )


def _item_effect(row: Any, before: Any, names: dict[int, str], derived: Derived | None) -> ItemEffect:
    return ItemEffect(
        item_id=row["id"],
        form_id=row["form_id"],
        person=names.get(row["form_id"], ""),
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        unit=row["unit"],
        before=_target(rule_of(before)),
        after=_target(rule_of(row)),
        parts=derived.parts if derived else (),
        score_before=maybe_c(before["score_c"]),
        score_after=maybe_c(row["score_c"]),
    )


def _target(rule: Rule) -> Any:
    return numbers_of(rule).get(main_number(rule))
