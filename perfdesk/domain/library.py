"""The library: indicator cards, position templates, causes and interventions, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from perfdesk.domain.scoring import Rule
from perfdesk.domain.terms import ActionKind, Aggregation, CauseCode, ItemClass, Nature, Scheme, Stage


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one level of a behaviour looks like; `level` is 1 to 5."""

    level: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Card:
    """Indicator card (§2.4) or, with anchors, a behaviour or competency card (§17.3).

    `lineage` stays the same over all revisions. `numerator_…` and `denominator_…` belong to the aggregation RATIO.
    `provider_id` or `provider_words` say who provides the figures, `collection_day` when, in words; `basis` says
    what the target rests on. `baseline` is in the indicator's unit. `is_share`: a part of a whole, 0 to 100 %.
    `is_shared`: one actual and target for all forms (§2.1). `scorers` says in words who scores.
    `valid_from` is the day of the revision; forms keep the revision they were agreed with.
    """

    id: int
    lineage: str
    code: str
    revision: int
    name_zh: str
    name_en: str
    item_class: ItemClass
    nature: Nature
    unit: str
    aggregation: Aggregation
    rule: Rule
    is_share: bool = False
    definition_zh: str = ""
    definition_en: str = ""
    formula_zh: str = ""
    formula_en: str = ""
    source_zh: str = ""
    source_en: str = ""
    gaming_zh: str = ""
    gaming_en: str = ""
    weight: Decimal | None = None
    anchors: tuple[Anchor, ...] = ()
    position_code: str = ""
    managers_only: bool = False
    numerator_zh: str = ""
    numerator_en: str = ""
    denominator_zh: str = ""
    denominator_en: str = ""
    provider_id: int | None = None
    provider_words: str = ""
    collection_day: str = ""
    baseline: Decimal | None = None
    basis: str = ""
    stage: Stage | None = None
    is_shared: bool = False
    scorers: str = ""
    valid_from: date | None = None
    retired_on: date | None = None

    @property
    def is_anchored(self) -> bool:
        """Judged by level: also one of which only the levels were described so far."""
        return self.rule.method == "ANCHOR" or (bool(self.anchors) and not self.is_in_words)

    @property
    def is_in_words(self) -> bool:
        """Answered in words only: no weight, no target, no score."""
        return self.rule.method == "WORDS"


@dataclass(frozen=True, slots=True)
class TemplateItem:
    card_id: int
    code: str
    name_zh: str
    name_en: str
    weight: Decimal
    target: Decimal | None = None
    id: int = 0
    lineage: str = ""
    required: Decimal | None = None
    is_in_words: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A ready form of a position; the weights sum to 100, beside items in words only, which have none.

    `required` of an item is the level that the position asks of a competency, 1 to 5 (§5.1).
    """

    id: int
    code: str
    name_zh: str
    name_en: str
    scheme: Scheme | None
    items: tuple[TemplateItem, ...] = ()
    retired_on: date | None = None


@dataclass(frozen=True, slots=True)
class CardUse:
    """Where a card is used: templates with the weight there, and cycles with the number of its forms."""

    templates: tuple[tuple[Template, Decimal], ...] = ()
    cycles: tuple[tuple[int, int], ...] = ()
    agreed: int = 0


@dataclass(frozen=True, slots=True)
class Cause:
    """One of the nine causes (§10.1). `order` puts the conditions before the person."""

    code: CauseCode
    name_zh: str
    name_en: str
    order: int
    is_in_person: bool
    kinds: tuple[ActionKind, ...] = ()
    ideas_zh: str = ""
    ideas_en: str = ""
    questions: tuple[Mapping[str, str], ...] = field(default=())
