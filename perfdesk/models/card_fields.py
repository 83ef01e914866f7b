"""The fields of an indicator card as texts of a form: how each reads, and the change that a typed text makes.

Source: domain §2.4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from perfdesk.domain.library import Anchor, Card
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.terms import Aggregation, ItemClass, Nature, Stage
from perfdesk.texts import LANGUAGES, _, current, in_context, translator
from perfdesk.texts.words import UNITS, number, unit

IN_LANGUAGE = ("numerator", "denominator", "source", "gaming")
"""Texts of which the form shows the one in the language of the window."""
NUMBERS = ("weight", "baseline")
CHOICES: Mapping[str, type[Aggregation | ItemClass | Nature | Stage]] = {
    "aggregation": Aggregation,
    "item_class": ItemClass,
    "nature": Nature,
    "stage": Stage,
}
COMMON_UNITS = ("%", "CNY", "count", "day", "min", "point", "ratio", "bool")


@dataclass(frozen=True, slots=True)
class Provider:
    """Somebody who may provide figures, as the form offers and understands them."""

    id: int
    number: str
    name: str


def captions() -> dict[str, str]:
    """Return the caption of every field in the language of the window."""
    return {
        "name_zh": _("Name in Chinese"),
        "name_en": _("Name in English"),
        "definition_zh": _("Definition in Chinese"),
        "definition_en": _("Definition in English"),
        "formula_zh": _("Formula in Chinese"),
        "formula_en": _("Formula in English"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "code": _("Code"),
        "unit": _("Unit"),
        "decimals": _("Decimals"),
        "aggregation": _("Added up over time by"),
        "item_class": _("Class"),
        "nature": _("Nature"),
        "stage": in_context("indicator", "Stage"),
        "source": _("Data source"),
        "provider": _("Provider"),
        "collection_day": _("Collection day"),
        "baseline": _("Baseline"),
        "basis": _("Basis of the target"),
        "weight": _("Usual weight %"),
        "scorers": _("Who scores"),
        "position_code": _("Position"),
        "gaming": _("How it can be gamed"),
    }


def plain_stage_words() -> dict[Stage, str]:
    """Return 目标 过程 成果, the words of the stages unless the firm has its own (§2.3)."""
    return {
        Stage.GOAL: in_context("stage", "Goal"),
        Stage.PROCESS: in_context("stage", "Process"),
        Stage.OUTCOME: in_context("stage", "Outcome"),
    }


def stage_words(own: Mapping[Stage, tuple[str, str]]) -> dict[Stage, str]:
    """Return the word of each stage: the firm's own where it has one."""
    named = {stage: current().pick(*own.get(stage, ("", ""))) for stage in Stage}
    return {stage: named[stage] or word for stage, word in plain_stage_words().items()}


def real_name(name: str) -> str:
    """Return the field of `Card` behind a field of the form."""
    if name in IN_LANGUAGE:
        return f"{name}_{'en' if current().language == 'en' else 'zh'}"
    return name


def text_of(card: Card, name: str, providers: Sequence[Provider] = ()) -> str:
    """Return what stands in a field of the form."""
    if name == "unit":
        return unit(card.unit, current())
    if name == "provider":
        found = next((one for one in providers if one.id == card.provider_id), None)
        return f"{found.number} {found.name}" if found else card.provider_words
    value = getattr(card, real_name(name))
    if value is None:
        return ""
    return number(value).replace(",", "").replace("−", "-") if isinstance(value, Decimal) else str(value)


def placeholder_of(card: Card, name: str) -> str:
    """Return what the other language says, where this one says nothing."""
    if name not in IN_LANGUAGE:
        return ""
    own = real_name(name)
    other = own[:-2] + ("zh" if own.endswith("en") else "en")
    return str(getattr(card, other))


def change_of(name: str, text: str, providers: Sequence[Provider] = ()) -> dict[str, Any]:
    """Return the change of a card that a typed text makes.

    Raises:
        Invalid: it is no number where one is needed.
    """
    cleaned = text.strip()
    if name in NUMBERS:
        return {name: parse_number(cleaned, name, allow_percent=True) if cleaned else None}
    if name == "unit":
        return {"unit": unit_code(cleaned)}
    if name == "provider":
        known = provider_of(cleaned, providers)
        return {"provider_id": known, "provider_words": "" if known is not None else cleaned}
    return {real_name(name): cleaned}


def unit_code(words: str) -> str:
    """Return the code behind the word of a unit in either language; a firm's own unit is kept as typed."""
    for language in LANGUAGES:
        for code in UNITS:
            if words.casefold() in (code.casefold(), unit(code, translator(language)).casefold()):
                return code
    return words


def provider_of(words: str, providers: Sequence[Provider]) -> int | None:
    """Return whom number, name or both mean; None where nobody, or more than one, is called so."""
    found = [one.id for one in providers if words in (one.number, one.name, f"{one.number} {one.name}")]
    return found[0] if len(found) == 1 else None


def with_anchor(card: Card, level: int, language: str, text: str) -> tuple[Anchor, ...]:
    """Return the anchors of a card with one text changed; a level without any text is left out."""
    known = {one.level: one for one in card.anchors}
    one = known.get(level, Anchor(level, "", ""))
    known[level] = replace(one, zh=text.strip()) if language == "zh" else replace(one, en=text.strip())
    return tuple(known[at] for at in sorted(known) if known[at].zh or known[at].en)
