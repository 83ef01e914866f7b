"""Objectives and key results in the file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from perfdesk.domain.okr import MILESTONES, KeyResult, Objective
from perfdesk.domain.progress import confidence_of
from perfdesk.domain.terms import Commitment, KeyResultKind
from perfdesk.store import check_ins
from perfdesk.store.rows import dumps, maybe_c, maybe_e4
from perfdesk.store.schema import key_result, objective


def objectives(connection: Connection, form_ids: Sequence[int]) -> dict[int, tuple[Objective, ...]]:
    """Return the objectives of those forms that have any, with their key results, in order."""
    wanted = list(form_ids)
    rows = list(
        connection.execute(
            select(objective).where(objective.c.form_id.in_(wanted)).order_by(objective.c.seq, objective.c.id)
        ).mappings()
    )
    if not rows:
        return {}
    told = check_ins.of_key_results(connection, wanted)
    results: dict[int, list[KeyResult]] = {}
    found = (
        select(key_result)
        .where(key_result.c.objective_id.in_([row["id"] for row in rows]))
        .order_by(key_result.c.seq, key_result.c.id)
    )
    for row in connection.execute(found).mappings():
        confidence = confidence_of(told.get(row["id"], ()))
        results.setdefault(row["objective_id"], []).append(result_of(dict(row), confidence))
    by_form: dict[int, list[Objective]] = {}
    for row in rows:
        by_form.setdefault(row["form_id"], []).append(_objective(row, results.get(row["id"], ())))
    return {form_id: tuple(made) for form_id, made in by_form.items()}


def result_of(row: Mapping[str, Any], confidence: tuple[int, ...] = ()) -> KeyResult:
    """Read a key result from its row."""
    return KeyResult(
        id=row["id"],
        objective_id=row["objective_id"],
        order=row["seq"],
        name=row["name"],
        kind=KeyResultKind(row["kind"]),
        unit=row["unit"],
        start=maybe_e4(row["start_e4"]),
        target=maybe_e4(row["target_e4"]),
        actual=maybe_e4(row["actual_e4"]),
        milestones=tuple(map(Decimal, json.loads(row["milestones"]))) if row["milestones"] else MILESTONES,
        score=maybe_c(row["score_c"]),
        weight=maybe_c(row["weight_c"]),
        lineage=row["lineage"],
        words=row["words"],
        confidence=confidence,
    )


def milestones_text(grades: Sequence[Decimal]) -> str:
    return "" if tuple(grades) == MILESTONES else dumps([str(grade) for grade in grades])


def _objective(row: Any, results: Sequence[KeyResult]) -> Objective:
    return Objective(
        id=row["id"],
        form_id=row["form_id"],
        order=row["seq"],
        name=row["name"],
        commitment=Commitment(row["commitment"]),
        key_results=tuple(results),
        words=row["words"],
        item_id=row["form_item_id"],
    )
