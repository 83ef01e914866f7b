"""A form and what stands on it, as plain values; formulas are in `scoring`, `totals` and `gaps`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from perfdesk.domain.explanation import Line
from perfdesk.domain.gaps import Gap
from perfdesk.domain.grades import Grade, GradeScheme
from perfdesk.domain.library import Anchor
from perfdesk.domain.scoring import Rule
from perfdesk.domain.terms import (
    CycleType,
    EventKind,
    FormState,
    ItemClass,
    Missing,
    Nature,
    Scheme,
    VetoEffect,
)
from perfdesk.domain.totals import Total


@dataclass(frozen=True, slots=True)
class Cycle:
    """An appraisal cycle; both dates belong to it. Names may be empty: then type and dates name it."""

    id: int
    type: CycleType
    name_zh: str
    name_en: str
    starts_on: date
    ends_on: date
    scheme: GradeScheme
    is_closed: bool = False
    forms: int = 0
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class FormItem:
    """One indicator on one form, with what has been entered so far.

    `lineage` stays the same over copies and cycles. `level` is the manager's level, 1 to 5 (halves allowed).
    `score` is in points of the form's scheme; None while nothing was entered.
    """

    id: int
    form_id: int
    order: int
    lineage: str
    card_id: int | None
    code: str
    name_zh: str
    name_en: str
    item_class: ItemClass
    nature: Nature
    unit: str
    rule: Rule
    weight: Decimal | None
    is_share: bool
    is_strategic: bool
    missing: Missing
    missing_reason: str
    actual: Decimal | None
    level: Decimal | None
    score: Decimal | None
    comment: str
    left_reason: str
    definition_zh: str = ""
    definition_en: str = ""
    formula_zh: str = ""
    formula_en: str = ""
    anchors: tuple[Anchor, ...] = ()
    baseline: Decimal | None = None

    @property
    def is_anchored(self) -> bool:
        """Judged by level, not measured."""
        return self.rule.method == "ANCHOR"


@dataclass(frozen=True, slots=True)
class FormEvent:
    """Bonus, deduction or veto outside the weights; `points` in score points."""

    id: int
    kind: EventKind
    on: date
    words: str
    points: Decimal = Decimal(0)
    effect: VetoEffect | None = None
    factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FormHead:
    """Whose form it is. After the targets are agreed (or the first score) these are the form's own copy."""

    id: int
    employee_id: int
    number: str
    name: str
    name_en: str
    department_id: int | None
    department_zh: str
    department_en: str
    position_zh: str
    position_en: str
    manager_id: int | None
    manager: str
    cycle_id: int
    state: FormState
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class FormSheet:
    """Everything that the score page shows of one person."""

    head: FormHead
    cycle: Cycle
    items: tuple[FormItem, ...]
    events: tuple[FormEvent, ...]
    total: Total
    grade: Grade | None
    gaps: tuple[Gap, ...]
    lowest: Decimal | None
    highest: Decimal | None
    strengths: str = ""
    improvements: str = ""
    employee_words: str = ""
    earlier_levels: dict[str, tuple[tuple[str, Decimal], ...]] = field(default_factory=dict)
    locked: bool = False

    def gap_of(self, item_id: int) -> Gap | None:
        return next((gap for gap in self.gaps if gap.key == item_id), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's line in a list of a cycle. `gaps` counts gaps that need a treatment, `treated` those with
    an action or a recorded decision to leave them."""

    form_id: int
    employee_id: int
    number: str
    name: str
    name_en: str
    search_key: str
    department_id: int | None
    department_zh: str
    department_en: str
    position_id: int | None
    position_zh: str
    position_en: str
    state: FormState
    scheme: Scheme
    items: int
    given: int
    total: Decimal | None
    is_provisional: bool
    grade: Grade | None
    rank: int | None
    gaps: int
    treated: int

    @property
    def untreated(self) -> int:
        return self.gaps - self.treated


@dataclass(frozen=True, slots=True)
class Explained:
    """The answer to "how was this computed?"."""

    title: str
    lines: tuple[Line, ...]
