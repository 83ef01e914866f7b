"""Indicator cards, templates and positions of the starter library in the file."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from perfdesk import paths
from perfdesk.domain.library import Anchor, Card, Cause, Template, TemplateItem
from perfdesk.domain.numbers import from_hundredths, to_hundredths
from perfdesk.domain.scoring import Rule, rule_from_starter
from perfdesk.domain.terms import (
    ActionKind,
    Aggregation,
    CauseCode,
    Direction,
    FormState,
    ItemClass,
    Method,
    Nature,
    Scheme,
    Stage,
)
from perfdesk.store.change import Change
from perfdesk.store.rows import (
    anchors_of,
    anchors_text,
    c,
    day,
    e4,
    iso,
    maybe_c,
    maybe_e4,
    rule_columns,
    rule_of,
)
from perfdesk.store.schema import cycle, form, form_item, indicator_card, position_template, template_item


@cache
def _starter() -> dict[str, Any]:
    with paths.resource("starter-library.json").open(encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def causes() -> tuple[Cause, ...]:
    """Return the nine causes with their interventions, conditions before the person."""
    starter = _starter()
    ideas = {one["cause"]: one for one in starter["interventions"]}
    found = [
        Cause(
            code=CauseCode(one["code"]),
            name_zh=one["name_zh"],
            name_en=one["name_en"],
            order=int(one["check_order"]),
            is_in_person=one["person_cause"],
            kinds=tuple(ActionKind(kind) for kind in ideas[one["code"]]["types"]),
            ideas_zh=ideas[one["code"]]["text_zh"],
            ideas_en=ideas[one["code"]]["text_en"],
            questions=tuple(q for q in starter["diagnostic_questions"] if q["cause"] == one["code"]),
        )
        for one in starter["causes"]
    ]
    return tuple(sorted(found, key=lambda cause: cause.order))


def put_starter(change: Change) -> None:
    """Fill a new file with the starter library: indicators, behaviours and position templates."""
    starter = _starter()
    cards = [_indicator(one) for one in starter["indicators"]]
    cards += [_competency(one) for one in starter["competencies"]]
    ids = change.insert_many(indicator_card, cards)
    by_code = {card["code"]: card_id for card, card_id in zip(cards, ids, strict=True)}
    names = {one["code"]: one for one in starter["positions"]}
    for one in starter["position_templates"]:
        named = names.get(one["position"], {"name_zh": "通用", "name_en": "General"})
        template_id = change.insert(
            position_template,
            code=one["position"],
            name_zh=named["name_zh"],
            name_en=named["name_en"],
            scheme=one.get("preset", ""),
        )
        for seq, item in enumerate(one["items"]):
            change.insert(
                template_item,
                template_id=template_id,
                card_id=by_code[item.get("indicator") or item["competency"]],
                seq=seq,
                weight_c=to_hundredths(Decimal(item["weight"])),
            )


def cards(connection: Connection, *, with_retired: bool = False) -> list[Card]:
    """Return the newest revision of every card, in the order they were made; without those that were retired."""
    found = select(indicator_card).order_by(indicator_card.c.id)
    newest = {row["lineage"]: row for row in connection.execute(found).mappings()}
    # The place of the first revision is kept, so that a card stays where it was when it gets another one.
    return [card_of(row) for row in newest.values() if with_retired or row["retired_on"] is None]


def one_card(connection: Connection, card_id: int) -> Card:
    return card_of(
        connection.execute(select(indicator_card).where(indicator_card.c.id == card_id)).mappings().one()
    )


def revisions(connection: Connection, lineage: str) -> list[Card]:
    """Return all revisions of a card, the newest first."""
    found = (
        select(indicator_card).where(indicator_card.c.lineage == lineage).order_by(indicator_card.c.id.desc())
    )
    return [card_of(row) for row in connection.execute(found).mappings()]


def is_agreed(connection: Connection, card_id: int) -> bool:
    """Tell whether this revision stands on a form that is no draft any more."""
    found = (
        select(form_item.c.id)
        .join(form, form.c.id == form_item.c.form_id)
        .where(form_item.c.card_id == card_id, form.c.state != FormState.DRAFT.value)
        .limit(1)
    )
    return connection.scalar(found) is not None


def forms_by_cycle(connection: Connection, lineage: str) -> list[tuple[int, int]]:
    """Return (cycle, forms that carry the indicator), the latest cycle first; void forms left out."""
    found = (
        select(form.c.cycle_id, func.count(form.c.id.distinct()))
        .join(form_item, form_item.c.form_id == form.c.id)
        .join(cycle, cycle.c.id == form.c.cycle_id)
        .where(form_item.c.lineage == lineage, form.c.is_void == 0)
        .group_by(form.c.cycle_id)
        .order_by(cycle.c.ends_on.desc())
    )
    return [(cycle_id, count) for cycle_id, count in connection.execute(found)]


def templates(connection: Connection, *, with_retired: bool = False) -> list[Template]:
    """Return the templates with their items; without those that were retired."""
    items: dict[int, list[TemplateItem]] = {}
    found = (
        select(
            template_item,
            indicator_card.c.code,
            indicator_card.c.name_zh,
            indicator_card.c.name_en,
            indicator_card.c.lineage,
            indicator_card.c.method,
        )
        .join(indicator_card, indicator_card.c.id == template_item.c.card_id)
        .order_by(template_item.c.template_id, template_item.c.seq)
    )
    for row in connection.execute(found).mappings():
        items.setdefault(row["template_id"], []).append(_template_item(row))
    return [
        Template(
            row["id"],
            row["code"],
            row["name_zh"],
            row["name_en"],
            Scheme(row["scheme"]) if row["scheme"] else None,
            tuple(items.get(row["id"], ())),
            day(row["retired_on"]),
        )
        for row in connection.execute(select(position_template).order_by(position_template.c.id)).mappings()
        if with_retired or row["retired_on"] is None
    ]


def _template_item(row: RowMapping) -> TemplateItem:
    return TemplateItem(
        card_id=row["card_id"],
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        weight=from_hundredths(row["weight_c"]),
        target=maybe_e4(row["target_e4"]),
        id=row["id"],
        lineage=row["lineage"],
        required=maybe_c(row["required_c"]),
        is_in_words=row["method"] == Method.WORDS,
    )


def uses(connection: Connection, cycle_id: int) -> dict[str, int]:
    """Return on how many forms of a cycle each indicator stands, by lineage."""
    found = (
        select(form_item.c.lineage, func.count())
        .join(form, form.c.id == form_item.c.form_id)
        .where(form.c.cycle_id == cycle_id)
        .group_by(form_item.c.lineage)
    )
    return {lineage: count for lineage, count in connection.execute(found)}


def card_of(row: Any) -> Card:
    return Card(
        id=row["id"],
        lineage=row["lineage"],
        code=row["code"],
        revision=row["revision"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        item_class=ItemClass(row["item_class"]),
        nature=Nature(row["nature"]),
        unit=row["unit"],
        aggregation=Aggregation(row["aggregation"]),
        rule=rule_of(row),
        is_share=bool(row["is_share"]),
        definition_zh=row["definition_zh"],
        definition_en=row["definition_en"],
        formula_zh=row["formula_zh"],
        formula_en=row["formula_en"],
        source_zh=row["source_zh"],
        source_en=row["source_en"],
        gaming_zh=row["gaming_zh"],
        gaming_en=row["gaming_en"],
        weight=maybe_c(row["weight_c"]),
        anchors=anchors_of(row["anchors"]),
        position_code=row["position_code"],
        managers_only=bool(row["managers_only"]),
        numerator_zh=row["numerator_zh"],
        numerator_en=row["numerator_en"],
        denominator_zh=row["denominator_zh"],
        denominator_en=row["denominator_en"],
        provider_id=row["provider_id"],
        provider_words=row["provider_words"],
        collection_day=row["collection_day"],
        baseline=maybe_e4(row["baseline_e4"]),
        basis=row["basis"],
        stage=Stage(row["stage"]) if row["stage"] else None,
        is_shared=bool(row["is_shared"]),
        scorers=row["scorers"],
        valid_from=day(row["valid_from"]),
        retired_on=day(row["retired_on"]),
    )


def card_columns(card: Card) -> dict[str, Any]:
    """Return a card as a row, without its id."""
    return {
        "lineage": card.lineage,
        "code": card.code,
        "revision": card.revision,
        "name_zh": card.name_zh,
        "name_en": card.name_en,
        "item_class": card.item_class.value,
        "nature": card.nature.value,
        "unit": card.unit,
        "aggregation": card.aggregation.value,
        "is_share": int(card.is_share),
        "definition_zh": card.definition_zh,
        "definition_en": card.definition_en,
        "formula_zh": card.formula_zh,
        "formula_en": card.formula_en,
        "source_zh": card.source_zh,
        "source_en": card.source_en,
        "gaming_zh": card.gaming_zh,
        "gaming_en": card.gaming_en,
        "weight_c": c(card.weight),
        "anchors": anchors_text(card.anchors),
        "position_code": card.position_code,
        "managers_only": int(card.managers_only),
        "numerator_zh": card.numerator_zh,
        "numerator_en": card.numerator_en,
        "denominator_zh": card.denominator_zh,
        "denominator_en": card.denominator_en,
        "provider_id": card.provider_id,
        "provider_words": card.provider_words,
        "collection_day": card.collection_day,
        "baseline_e4": e4(card.baseline),
        "basis": card.basis,
        "stage": card.stage.value if card.stage else "",
        "is_shared": int(card.is_shared),
        "scorers": card.scorers,
        "valid_from": iso(card.valid_from),
        "retired_on": iso(card.retired_on),
        **rule_columns(card.rule),
    }


def _indicator(one: dict[str, Any]) -> dict[str, Any]:
    return card_columns(
        Card(
            id=0,
            lineage=one["code"],
            code=one["code"],
            revision=1,
            name_zh=one["name_zh"],
            name_en=one["name_en"],
            item_class=ItemClass(one["class"]),
            nature=Nature(one["nature"]),
            unit=one["unit"],
            aggregation=Aggregation(one["aggregation"]),
            rule=rule_from_starter(one),
            is_share=one["share"],
            definition_zh=one["definition_zh"],
            definition_en=one["definition_en"],
            formula_zh=one["formula_zh"],
            formula_en=one["formula_en"],
            source_zh=one["data_source_zh"],
            source_en=one["data_source_en"],
            gaming_zh=one["gaming_risk_zh"],
            gaming_en=one["gaming_risk_en"],
            weight=Decimal(one["default_weight"]) if one.get("default_weight") else None,
            position_code=one["position"],
        )
    )


def _competency(one: dict[str, Any]) -> dict[str, Any]:
    return card_columns(
        Card(
            id=0,
            lineage=one["code"],
            code=one["code"],
            revision=1,
            name_zh=one["name_zh"],
            name_en=one["name_en"],
            item_class=ItemClass.BEHAVIOUR,
            nature=Nature.PROCESS,
            unit="level",
            aggregation=Aggregation.LAST,
            rule=Rule(method=Method.ANCHOR, direction=Direction.HIGHER, params={"scale": "FIVE_LEVEL"}),
            definition_zh=one["definition_zh"],
            definition_en=one["definition_en"],
            anchors=tuple(Anchor(int(a["level"]), a["zh"], a["en"]) for a in one["anchors"]),
            managers_only=one["people_manager_only"],
        )
    )
