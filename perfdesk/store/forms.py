"""Forms and their items in the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, case, exists, select

from perfdesk.domain.appraisal import FormEvent, FormHead, FormItem, FormTalk
from perfdesk.domain.library import Card
from perfdesk.domain.numbers import from_hundredths
from perfdesk.domain.terms import (
    Aggregation,
    EventKind,
    FormState,
    ItemClass,
    Method,
    Missing,
    Nature,
    RaterGroup,
    Scheme,
    SignatureState,
    VetoEffect,
)
from perfdesk.store.rows import anchors_of, c, day, e4, kept_rule, maybe_c, maybe_e4, rule_columns, rule_of
from perfdesk.store.schema import (
    cycle,
    department,
    employee,
    form,
    form_event,
    form_item,
    indicator_card,
    objective,
    position,
    rating,
)

_manager = employee.alias("manager")


@cache
def _heads() -> Any:
    """Heads of forms: the form's own copy once it has one, until then the person's data of today."""
    return (
        select(
            form,
            employee.c.number,
            employee.c.name,
            employee.c.name_en,
            department.c.name_zh.label("now_department_zh"),
            department.c.name_en.label("now_department_en"),
            position.c.name_zh.label("now_position_zh"),
            position.c.name_en.label("now_position_en"),
            employee.c.department_id.label("now_department_id"),
            employee.c.manager_id.label("now_manager_id"),
            employee.c.manager_words,
            _manager.c.name.label("now_manager"),
        )
        .join(employee, employee.c.id == form.c.employee_id)
        .outerjoin(department, department.c.id == employee.c.department_id)
        .outerjoin(position, position.c.id == employee.c.position_id)
        .outerjoin(_manager, _manager.c.id == employee.c.manager_id)
    )


def head(connection: Connection, form_id: int) -> FormHead | None:
    row = connection.execute(_one_head(), {"form_id": form_id}).mappings().first()
    return _head(row) if row else None


@cache
def _one_head() -> Any:
    return _heads().where(form.c.id == bindparam("form_id"))


def heads(connection: Connection, form_ids: Sequence[int]) -> dict[int, FormHead]:
    """Return the heads of those forms that are there."""
    found: dict[int, FormHead] = {}
    for at in range(0, len(form_ids), 500):
        part = _heads().where(form.c.id.in_(form_ids[at : at + 500]))
        found |= {row["id"]: _head(row) for row in connection.execute(part).mappings()}
    return found


def heads_of_cycle(connection: Connection, cycle_id: int) -> list[FormHead]:
    found = _heads().where(form.c.cycle_id == cycle_id).order_by(employee.c.number)
    return [_head(row) for row in connection.execute(found).mappings()]


def _head(row: Any) -> FormHead:
    own = row["agreed_at"] is not None
    return FormHead(
        id=row["id"],
        employee_id=row["employee_id"],
        number=row["number"],
        name=row["name"],
        name_en=row["name_en"],
        department_id=row["department_id"] if own else row["now_department_id"],
        department_zh=(row["department_zh"] if own else row["now_department_zh"]) or "",
        department_en=(row["department_en"] if own else row["now_department_en"]) or "",
        position_zh=(row["position_zh"] if own else row["now_position_zh"]) or "",
        position_en=(row["position_en"] if own else row["now_position_en"]) or "",
        manager_id=row["manager_id"] if own else row["now_manager_id"],
        manager=(row["manager_name"] if own else row["now_manager"] or row["manager_words"]) or "",
        cycle_id=row["cycle_id"],
        state=FormState(row["state"]),
        scheme=Scheme(row["scheme"]),
        segment=row["segment"],
        revision=row["revision"],
        starts_on=day(row["starts_on"]),
        ends_on=day(row["ends_on"]),
        is_void=bool(row["is_void"]),
        is_appealed=bool(row["is_appealed"]),
        is_pay_held=bool(row["is_pay_held"]),
        is_own_changed=row["own_changed_at"] is not None,
        corrects_id=row["corrects_id"],
    )


def remarks(connection: Connection, form_id: int) -> Any:
    """Return the row of a form: its words, and what was told and said after scoring."""
    return connection.execute(_remarks(), {"form_id": form_id}).mappings().one()


@cache
def _remarks() -> Any:
    return (
        select(form, _manager.c.name.label("interviewer"))
        .outerjoin(_manager, _manager.c.id == form.c.interviewer_id)
        .where(form.c.id == bindparam("form_id"))
    )


def talk_of(row: Any) -> FormTalk:
    return FormTalk(
        notice_on=day(row["notice_on"]),
        notice_way=row["notice_way"],
        interview_on=day(row["interview_on"]),
        interview_place=row["interview_place"],
        interviewer_id=row["interviewer_id"],
        interviewer=row["interviewer"] or "",
        signature=SignatureState(row["signature"]) if row["signature"] else None,
        signature_words=row["signature_words"],
        signed_on=day(row["signed_on"]),
    )


def items(connection: Connection, form_ids: Iterable[int]) -> dict[int, tuple[FormItem, ...]]:
    """Return the items of forms, in the order of each form."""
    wanted = list(form_ids)
    by_form: dict[int, list[FormItem]] = {form_id: [] for form_id in wanted}
    for at in range(0, len(wanted), 500):
        found = (
            _items()
            .where(form_item.c.form_id.in_(wanted[at : at + 500]))
            .order_by(form_item.c.form_id, form_item.c.seq, form_item.c.id)
        )
        for row in connection.execute(found).mappings():
            by_form[row["form_id"]].append(item_of(row))
    return {form_id: tuple(found) for form_id, found in by_form.items()}


def some_items(connection: Connection, item_ids: Sequence[int]) -> dict[int, FormItem]:
    """Return those of these items that are there, by id."""
    found: dict[int, FormItem] = {}
    for at in range(0, len(item_ids), 500):
        part = _items().where(form_item.c.id.in_(item_ids[at : at + 500]))
        found |= {row["id"]: item_of(row) for row in connection.execute(part).mappings()}
    return found


def one_item(connection: Connection, item_id: int) -> FormItem | None:
    row = connection.execute(_one_item(), {"item_id": item_id}).mappings().first()
    return item_of(row) if row else None


def item_words(connection: Connection, item_id: int | None) -> dict[str, str]:
    """Return whose item it is and its name, for the name of a step; nothing if there is none."""
    row = connection.exec_driver_sql(_ITEM_WORDS, (item_id,)).first()
    return {"person": row[0], "name": row[1] or row[2]} if row else {}


def person_words(connection: Connection, form_id: int) -> dict[str, str]:
    """Return whose form it is, for the name of a step."""
    row = connection.exec_driver_sql(_PERSON_WORDS, (form_id,)).first()
    return {"person": row[0]} if row else {}


_ITEM_WORDS = (
    "SELECT employee.name, form_item.name_zh, form_item.name_en FROM form_item "
    "JOIN form ON form.id = form_item.form_id JOIN employee ON employee.id = form.employee_id "
    "WHERE form_item.id = ?"
)
_PERSON_WORDS = (
    "SELECT employee.name FROM form JOIN employee ON employee.id = form.employee_id WHERE form.id = ?"
)


@cache
def _one_item() -> Any:
    return _items().where(form_item.c.id == bindparam("item_id"))


@cache
def _items() -> Any:
    return (
        select(
            form_item,
            _level_of(RaterGroup.SUPERIOR).label("level_c"),
            _level_of(RaterGroup.SELF).label("self_level_c"),
            form.c.employee_id,
            _is_carried().label("is_carried"),
            indicator_card.c.anchors,
            indicator_card.c.definition_zh,
            indicator_card.c.definition_en,
            indicator_card.c.formula_zh,
            indicator_card.c.formula_en,
        )
        .join(form, form.c.id == form_item.c.form_id)
        .outerjoin(indicator_card, indicator_card.c.id == form_item.c.card_id)
    )


def _is_carried() -> Any:
    """Whether an objective stands behind the item; asked only of those that may have one."""
    is_there = exists().where(objective.c.form_item_id == form_item.c.id)
    return case((form_item.c.item_class == ItemClass.OKR.value, is_there), else_=False)


def _level_of(group: RaterGroup) -> Any:
    """The level that a group gave last: where a manager left, his successor's."""
    return (
        select(rating.c.value_c)
        .where(
            rating.c.form_item_id == form_item.c.id,
            rating.c.rater_group == group.value,
            rating.c.kind == "LEVEL",
        )
        .order_by(rating.c.given_at.desc(), rating.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def item_of(row: Any) -> FormItem:
    return FormItem(
        id=row["id"],
        form_id=row["form_id"],
        order=row["seq"],
        lineage=row["lineage"],
        card_id=row["card_id"],
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        item_class=ItemClass(row["item_class"]),
        nature=Nature(row["nature"]),
        unit=row["unit"],
        rule=rule_of(row),
        weight=maybe_c(row["weight_c"]),
        is_share=bool(row["is_share"]),
        is_strategic=bool(row["is_strategic"]),
        missing=Missing(row["missing"]),
        missing_reason=row["missing_reason"],
        actual=maybe_e4(row["actual_e4"]),
        level=maybe_c(row["level_c"]),
        score=maybe_c(row["score_c"]),
        comment=row["comment"],
        left_reason=row["left_reason"],
        definition_zh=row["definition_zh"] or "",
        definition_en=row["definition_en"] or "",
        formula_zh=row["formula_zh"] or "",
        formula_en=row["formula_en"] or "",
        anchors=anchors_of(row["anchors"]),
        baseline=maybe_e4(row["baseline_e4"]),
        self_level=maybe_c(row["self_level_c"]),
        combined_level=maybe_c(row["combined_level_c"]),
        required=maybe_c(row["required_c"]),
        aggregation=Aggregation(row["aggregation"]) if row["aggregation"] else None,
        stage=row["stage"],
        is_shared=bool(row["is_shared"]),
        provider_id=row["provider_id"],
        provider_words=row["provider_words"],
        basis=row["basis"],
        agreed_rule=kept_rule(row["agreed_rule"]),
        words=row["words"],
        is_own_entry=row["actual_by"] is not None and row["actual_by"] == row["employee_id"],
        is_carried=bool(row["is_carried"]),
    )


def item_columns(
    card: Card,
    seq: int,
    weight: Decimal | None,
    target: Decimal | None,
    cap: Decimal,
    required: Decimal | None = None,
) -> dict[str, Any]:
    """Return the row of a new form item: the form's own copy of a card.

    `cap` is the scheme's item cap, `required` the level that the position asks of a competency.
    """
    columns = rule_columns(card.rule)
    if target is not None:
        columns["target_e4"] = e4(target)
    columns["cap_c"] = min(columns["cap_c"], c(cap) or 0)
    return {
        "seq": seq,
        "lineage": card.lineage,
        "card_id": card.id,
        "code": card.code,
        "name_zh": card.name_zh,
        "name_en": card.name_en,
        "item_class": card.item_class.value,
        "nature": card.nature.value,
        "unit": card.unit,
        "is_share": int(card.is_share),
        "aggregation": card.aggregation.value,
        "stage": card.stage.value if card.stage else "",
        "is_shared": int(card.is_shared),
        "provider_id": card.provider_id,
        "provider_words": card.provider_words,
        "basis": card.basis,
        "baseline_e4": e4(card.baseline),
        "required_c": c(required),
        "weight_c": None if card.rule.method is Method.WORDS else c(weight),
        "missing": Missing.PENDING.value,
        **columns,
    }


def events(connection: Connection, form_ids: Iterable[int]) -> dict[int, tuple[FormEvent, ...]]:
    """Return bonus, deduction and veto of those forms that have any."""
    wanted = list(form_ids)
    by_form: dict[int, list[FormEvent]] = {}
    for at in range(0, len(wanted), 500):
        found = (
            select(form_event)
            .where(form_event.c.form_id.in_(wanted[at : at + 500]))
            .order_by(form_event.c.form_id, form_event.c.id)
        )
        for row in connection.execute(found).mappings():
            by_form.setdefault(row["form_id"], []).append(_event(row))
    return {form_id: tuple(found) for form_id, found in by_form.items()}


def _event(row: Any) -> FormEvent:
    return FormEvent(
        id=row["id"],
        kind=EventKind(row["kind"]),
        on=date.fromisoformat(row["happened_on"]),
        words=row["words"],
        points=from_hundredths(row["points_c"]),
        effect=VetoEffect(row["effect"]) if row["effect"] else None,
        factor=maybe_e4(row["factor_e4"]),
        evidence=row["evidence"],
        statement=row["statement"],
        rule_published_on=day(row["rule_published_on"]),
    )


def form_of(connection: Connection, employee_id: int, cycle_id: int) -> int | None:
    """Return the person's form of a cycle: the newest revision of the last segment."""
    found = (
        select(form.c.id)
        .where(form.c.employee_id == employee_id, form.c.cycle_id == cycle_id, form.c.is_void == 0)
        .order_by(form.c.segment.desc(), form.c.revision.desc())
    )
    return connection.scalar(found.limit(1))


def snapshot(connection: Connection, employee_id: int) -> dict[str, Any]:
    """Return what a form copies of its person: department, position and manager, as columns of the form."""
    row = dict(connection.execute(_snapshot(), {"employee_id": employee_id}).mappings().one())
    words = row.pop("manager_words")
    row["manager_name"] = row["manager_name"] or words
    return {name: "" if value is None and not name.endswith("_id") else value for name, value in row.items()}


@cache
def _snapshot() -> Any:
    return (
        select(
            employee.c.department_id,
            employee.c.position_id,
            employee.c.manager_id,
            employee.c.manager_words,
            department.c.name_zh.label("department_zh"),
            department.c.name_en.label("department_en"),
            position.c.name_zh.label("position_zh"),
            position.c.name_en.label("position_en"),
            _manager.c.name.label("manager_name"),
        )
        .outerjoin(department, department.c.id == employee.c.department_id)
        .outerjoin(position, position.c.id == employee.c.position_id)
        .outerjoin(_manager, _manager.c.id == employee.c.manager_id)
        .where(employee.c.id == bindparam("employee_id"))
    )


def past_scores(
    connection: Connection, employee_id: int, before: date, lineages: Sequence[str]
) -> list[dict[str, Any]]:
    """Return score and level of the person's items of these lineages in earlier cycles, newest first."""
    level = (
        select(rating.c.value_c)
        .where(rating.c.form_item_id == form_item.c.id, rating.c.kind == "LEVEL")
        .where(rating.c.rater_group == RaterGroup.SUPERIOR.value)
        .limit(1)
        .scalar_subquery()
    )
    found = (
        select(
            form_item.c.lineage,
            form_item.c.method,
            form_item.c.score_c,
            form.c.scheme,
            form.c.cycle_id,
            cycle.c.starts_on,
            level.label("level_c"),
        )
        .join(form, form.c.id == form_item.c.form_id)
        .join(cycle, cycle.c.id == form.c.cycle_id)
        .where(
            form.c.employee_id == employee_id,
            form.c.is_void == 0,
            cycle.c.ends_on < before.isoformat(),
        )
        .order_by(cycle.c.starts_on.desc())
    )
    # Chosen here: told of the lineages, SQLite would begin with everybody's items of that indicator.
    wanted = set(lineages)
    return [dict(row) for row in connection.execute(found).mappings() if row["lineage"] in wanted]
