"""Raters, their sheets and what they gave, in the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from perfdesk.domain.numbers import from_hundredths
from perfdesk.domain.raters import Mark, RaterSheet, Terms
from perfdesk.domain.terms import Method, RaterGroup, SheetState
from perfdesk.store.rows import dumps
from perfdesk.store.schema import employee, form, form_item, rater_sheet, rating

LEVEL, CANNOT = "LEVEL", "NONE"
"""Kinds of a rating: a level (or points), or a statement that it can't be rated."""
_PART = 500


def sheets(connection: Connection, form_ids: Iterable[int]) -> dict[int, tuple[RaterSheet, ...]]:
    """Return the sheets of those forms that have any, by group and code."""
    wanted = list(form_ids)
    rows: list[Mapping[str, Any]] = []
    for at in range(0, len(wanted), _PART):
        part = wanted[at : at + _PART]
        found = (
            select(rater_sheet, employee.c.name.label("employee_name"))
            .outerjoin(employee, employee.c.id == rater_sheet.c.employee_id)
            .where(rater_sheet.c.form_id.in_(part))
        )
        rows += [dict(row) for row in connection.execute(found).mappings()]
    if not rows:
        return {}
    judged = _judged(connection, sorted({row["form_id"] for row in rows}))
    counts = _counts(connection, [row["id"] for row in rows])
    order = list(RaterGroup)
    rows.sort(key=lambda row: (row["form_id"], order.index(RaterGroup(row["rater_group"])), row["code"]))
    slots: dict[tuple[int, str], int] = {}
    by_form: dict[int, list[RaterSheet]] = {}
    for row in rows:
        key = (row["form_id"], row["rater_group"])
        slots[key] = slots.get(key, 0) + 1
        made = RaterSheet(
            id=row["id"],
            form_id=row["form_id"],
            group=RaterGroup(row["rater_group"]),
            employee_id=row["employee_id"],
            name=row["employee_name"] or row["name"],
            code=row["code"],
            state=SheetState(row["state"]),
            typed_by_id=row["typed_by_id"],
            words_good=row["words_good"],
            words_improve=row["words_improve"],
            given=counts.get(row["id"], 0),
            items=judged.get(row["form_id"], 0),
            slot=slots[key],
        )
        by_form.setdefault(made.form_id, []).append(made)
    return {form_id: tuple(found) for form_id, found in by_form.items()}


def one_sheet(connection: Connection, sheet_id: int) -> RaterSheet | None:
    form_id = connection.scalar(select(rater_sheet.c.form_id).where(rater_sheet.c.id == sheet_id))
    if form_id is None:
        return None
    return next(one for one in sheets(connection, [form_id])[form_id] if one.id == sheet_id)


def sheet_of_code(connection: Connection, code: str, cycle_id: int) -> RaterSheet | None:
    """Return the sheet of an entry code within a cycle."""
    found = (
        select(rater_sheet.c.id)
        .join(form, form.c.id == rater_sheet.c.form_id)
        .where(rater_sheet.c.code == code, form.c.cycle_id == cycle_id)
        # A correction keeps the codes of the paper: the sheet of the form that counts is meant.
        .order_by(form.c.is_void, form.c.id.desc())
    )
    sheet_id = connection.scalar(found.limit(1))
    return None if sheet_id is None else one_sheet(connection, sheet_id)


def marks(connection: Connection, form_ids: Sequence[int]) -> dict[int, tuple[Mark, ...]]:
    """Return everything that was given for the items of these forms, by item."""
    by_item: dict[int, list[Mark]] = {}
    for at in range(0, len(form_ids), _PART):
        found = (
            select(
                rating.c.form_item_id,
                rating.c.rater_group,
                rating.c.kind,
                rating.c.value_c,
                rating.c.sheet_id,
            )
            .join(form_item, form_item.c.id == rating.c.form_item_id)
            .where(form_item.c.form_id.in_(form_ids[at : at + _PART]))
            .order_by(rating.c.id)
        )
        for item_id, group, kind, value_c, sheet_id in connection.execute(found):
            value = from_hundredths(value_c) if kind == LEVEL else None
            by_item.setdefault(item_id, []).append(Mark(item_id, RaterGroup(group), value, sheet_id))
    return {item_id: tuple(found) for item_id, found in by_item.items()}


def manages_people(connection: Connection, employee_ids: Iterable[int]) -> set[int]:
    """Return those of these people who are somebody's manager."""
    found = select(employee.c.manager_id).where(
        employee.c.manager_id.is_not(None), employee.c.left_on.is_(None)
    )
    everybody = set(connection.scalars(found.distinct()))
    return everybody & set(employee_ids)


def terms_text(terms: Terms) -> str:
    """Return terms as a form keeps them."""
    weights = {group.value: format(weight, "f") for group, weight in terms.weights.items()}
    kept: dict[str, Any] = {"k": terms.k, "own": terms.is_own, "frozen": terms.is_frozen, "weights": weights}
    return dumps(kept | ({"at": terms.frozen_at} if terms.frozen_at else {}))


def terms_of(text: str) -> Terms | None:
    """Read the terms of a form; None where it follows the firm."""
    if not text:
        return None
    found = json.loads(text)
    weights = {RaterGroup(group): Decimal(weight) for group, weight in found["weights"].items()}
    return Terms(
        weights, int(found["k"]), bool(found["own"]), bool(found["frozen"]), str(found.get("at", ""))
    )


def form_terms(connection: Connection, form_ids: Sequence[int]) -> dict[int, Terms]:
    """Return the terms of those forms that have their own or are closed."""
    found: dict[int, Terms] = {}
    for at in range(0, len(form_ids), _PART):
        part = select(form.c.id, form.c.rater_weights).where(
            form.c.id.in_(form_ids[at : at + _PART]), form.c.rater_weights != ""
        )
        for form_id, text in connection.execute(part):
            terms = terms_of(text)
            if terms is not None:
                found[form_id] = terms
    return found


def closed_at(connection: Connection, form_ids: Sequence[int]) -> dict[int, str]:
    """Return when the raters of those forms that are closed were closed, as ISO times."""
    found: dict[int, str] = {}
    for at in range(0, len(form_ids), _PART):
        part = select(form.c.id, form.c.raters_closed_at).where(
            form.c.id.in_(form_ids[at : at + _PART]), form.c.raters_closed_at.is_not(None)
        )
        found |= {form_id: str(closed_at) for form_id, closed_at in connection.execute(part)}
    return found


def frozen_at(connection: Connection, form_ids: Sequence[int]) -> dict[int, str]:
    """Return since when the sheets of forms are frozen, as ISO times: closed, or sent back after that (§6.2)."""
    found = closed_at(connection, form_ids)
    for form_id, terms in form_terms(connection, form_ids).items():
        if terms.is_frozen:
            found[form_id] = terms.frozen_at or found.get(form_id, "")
    return found


def own_parts(connection: Connection, form_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return of each form the person's own words and the day they were handed in, as an ISO date or ""."""
    found: dict[int, tuple[str, str]] = {}
    for at in range(0, len(form_ids), _PART):
        part = select(form.c.id, form.c.self_words, form.c.self_submitted_at).where(
            form.c.id.in_(form_ids[at : at + _PART])
        )
        found |= {row[0]: (row[1], (row[2] or "")[:10]) for row in connection.execute(part)}
    return found


def has_open(connection: Connection, form_id: int) -> bool:
    """Tell whether somebody was asked about a form whose raters are not closed yet."""
    found = (
        select(rater_sheet.c.id)
        .join(form, form.c.id == rater_sheet.c.form_id)
        .where(rater_sheet.c.form_id == form_id, form.c.raters_closed_at.is_(None))
    )
    return connection.scalar(found.limit(1)) is not None


def _judged(connection: Connection, form_ids: Sequence[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for at in range(0, len(form_ids), _PART):
        found = select(form_item.c.form_id).where(
            form_item.c.form_id.in_(form_ids[at : at + _PART]), form_item.c.method == Method.ANCHOR.value
        )
        for form_id in connection.scalars(found):
            counts[form_id] = counts.get(form_id, 0) + 1
    return counts


def _counts(connection: Connection, sheet_ids: Sequence[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for at in range(0, len(sheet_ids), _PART):
        found = select(rating.c.sheet_id).where(rating.c.sheet_id.in_(sheet_ids[at : at + _PART]))
        for sheet_id in connection.scalars(found):
            counts[sheet_id] = counts.get(sheet_id, 0) + 1
    return counts
