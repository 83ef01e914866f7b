"""The library: indicator cards, position templates, causes and interventions, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.domain.scoring import Rule
from perfdesk.domain.terms import ActionKind, Aggregation, CauseCode, ItemClass, Nature, Scheme


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one level of a behaviour looks like; `level` is 1 to 5."""

    level: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Card:
    """Indicator card (§2.4) or, with anchors, a behaviour or competency card (§17.3)."""

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

    @property
    def is_anchored(self) -> bool:
        return bool(self.anchors) or self.rule.method == "ANCHOR"


@dataclass(frozen=True, slots=True)
class TemplateItem:
    card_id: int
    code: str
    name_zh: str
    name_en: str
    weight: Decimal
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A ready form of a position; the weights sum to 100."""

    id: int
    code: str
    name_zh: str
    name_en: str
    scheme: Scheme | None
    items: tuple[TemplateItem, ...] = ()


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
