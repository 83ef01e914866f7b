"""A form and what stands on it, as plain values; formulas are in `scoring`, `totals` and `gaps`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from perfdesk.domain.gaps import Gap
from perfdesk.domain.grades import Grade, GradeScheme
from perfdesk.domain.library import Anchor
from perfdesk.domain.scoring import Rule
from perfdesk.domain.terms import (
    Aggregation,
    Combining,
    CycleType,
    EventKind,
    FormState,
    ItemClass,
    Missing,
    Nature,
    Scheme,
    SignatureState,
    VetoEffect,
)
from perfdesk.domain.totals import Total


@dataclass(frozen=True, slots=True)
class Cycle:
    """An appraisal cycle; both dates belong to it. Names may be empty: then type and dates name it.

    `combining`: how it gets its totals from the cycles whose `parent_id` it is. `schedule`: dates of its own for
    steps after its end; the others follow the firm's calendar.
    """

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
    parent_id: int | None = None
    combining: Combining | None = None
    schedule: Mapping[str, date] = field(default_factory=dict, hash=False)

    @property
    def year(self) -> int:
        """The year whose goals the cycle belongs to: that of its last day."""
        return self.ends_on.year


@dataclass(frozen=True, slots=True)
class FormItem:
    """One indicator on one form, with what has been entered so far.

    `lineage` stays the same over copies and cycles. `level` is the manager's level, 1 to 5 (halves allowed).
    `score` is in points of the form's scheme; None while nothing was entered. `self_level` is the employee's own
    level, which carries no weight. `combined_level` is what several raters came to, frozen when they were closed.
    `required` is the level that the position asks for. `agreed_rule` is the rule as agreed, where an amendment or
    a part of the cycle changed it since. `words` answer an item that has no number. `is_carried`: it stands for an
    objective (§4.4, mode X) and takes its score from the key results.
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
    self_level: Decimal | None = None
    combined_level: Decimal | None = None
    required: Decimal | None = None
    aggregation: Aggregation | None = None
    stage: str = ""
    is_shared: bool = False
    provider_id: int | None = None
    provider_words: str = ""
    basis: str = ""
    agreed_rule: Rule | None = None
    words: str = ""
    is_own_entry: bool = False
    is_carried: bool = False

    @property
    def counted_level(self) -> Decimal | None:
        """The level that the score stands on: what several raters came to, else the manager's."""
        return self.level if self.combined_level is None else self.combined_level

    @property
    def is_anchored(self) -> bool:
        """Judged by level, not measured."""
        return self.rule.method == "ANCHOR"

    @property
    def is_in_words(self) -> bool:
        """Answered in words only: no weight, no score."""
        return self.rule.method == "WORDS"


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
    evidence: str = ""
    statement: str = ""
    rule_published_on: date | None = None


@dataclass(frozen=True, slots=True)
class FormHead:
    """Whose form it is. After the targets are agreed (or the first score) these are the form's own copy.

    `starts_on` and `ends_on` are those of a segment, None for the cycle's. `corrects_id` is the closed form that
    this revision corrects.
    """

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
    segment: int = 1
    revision: int = 1
    starts_on: date | None = None
    ends_on: date | None = None
    is_void: bool = False
    is_appealed: bool = False
    is_pay_held: bool = False
    is_own_changed: bool = False
    corrects_id: int | None = None


@dataclass(frozen=True, slots=True)
class FormTalk:
    """What was told and said after scoring (§8.2, §12.4): notice, talk, signature. Dates None: not yet."""

    notice_on: date | None = None
    notice_way: str = ""
    interview_on: date | None = None
    interview_place: str = ""
    interviewer_id: int | None = None
    interviewer: str = ""
    signature: SignatureState | None = None
    signature_words: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class FormSheet:
    """Everything that the score page shows of one person.

    `grade` is the final grade: the calibrated one where there is one, else `standard_grade`, from the total.
    `combined` is the person's total over all segments of the cycle, None where there is one form only.
    `no_grade_reason` says why a form gets no grade although it has a total (§8.5).
    """

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
    standard_grade: Grade | None = None
    combined: Decimal | None = None
    no_grade_reason: str = ""
    self_words: str = ""
    self_submitted_on: date | None = None
    is_self_skipped: bool = False
    raters_closed_on: date | None = None
    okr_words: str = ""
    talk: FormTalk = FormTalk()

    def gap_of(self, item_id: int) -> Gap | None:
        return next((gap for gap in self.gaps if gap.key == item_id), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's line in a list of a cycle. `gaps` counts gaps that need a treatment, `treated` those with
    an action or a recorded decision to leave them. `total` of the last segment is the person's over all segments."""

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
    standard_grade: Grade | None = None
    segment: int = 1
    is_last_segment: bool = True
    is_appealed: bool = False
    is_pay_held: bool = False
    no_grade_reason: str = ""

    @property
    def untreated(self) -> int:
        return self.gaps - self.treated
