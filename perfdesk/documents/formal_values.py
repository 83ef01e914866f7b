"""The plain values of the papers of a formal appraisal: P1, P2, P3, P7 and P8 (domain reference §12.6 to §12.13).

Texts are already in the paper's language. Numbers are exact; what prints instead of one is in `…_words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from perfdesk.documents.values import Header
from perfdesk.domain.terms import RaterGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class FormalSheet:
    """What all of them have; see §12.5 for header and footer."""

    header: Header
    revision: int = 1
    printed_at: datetime | None = None
    check_code: str = ""
    confidential: bool = True


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One measured indicator. `weight` in percent, `effective` the one that counts where items without data
    handed theirs on; `score`, `weighted` in points. `actual_words` says why there is no actual."""

    name: str
    weight: Decimal | None
    unit: str = ""
    threshold: Decimal | None = None
    target: Decimal | None = None
    stretch: Decimal | None = None
    actual: Decimal | None = None
    decimals: int = 0
    target_words: str = ""
    actual_words: str = ""
    formula: str = ""
    method: str = ""
    source: str = ""
    score: Decimal | None = None
    weighted: Decimal | None = None
    effective: Decimal | None = None


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A key task or a behaviour. `standard`: what meets; levels as they are written down (4, 3.5, 85)."""

    name: str
    weight: Decimal | None
    standard: str = ""
    due_on: date | None = None
    self_level: str = ""
    manager_level: str = ""
    evidence: str = ""
    score: Decimal | None = None
    weighted: Decimal | None = None
    effective: Decimal | None = None


@dataclass(frozen=True, slots=True)
class WordsRow:
    """An item that is judged in words only."""

    name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """A bonus (positive points) or a deduction (negative)."""

    words: str
    on: date
    points: Decimal
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class MissingRow:
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class KeyResultRow:
    """`score` from 0.00 to 1.00; `weight` in percent within the objective."""

    objective: str
    name: str
    weight: Decimal | None = None
    score: Decimal | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalForm(FormalSheet):
    """P1 绩效考核表 (§12.6). `bonus` and `deduction` are the points that counted, both 0 or more.

    `calibrated_grade` and `grade_reason` are empty as long as nobody looked at the grade. `okr_words`: the
    manager's words on the key results; `has_okr` prints their table even when it is empty, `okr_counts` says that
    it is no mere reference (mode X).
    """

    measured: tuple[MeasuredRow, ...] = ()
    tasks: tuple[JudgedRow, ...] = ()
    behaviours: tuple[JudgedRow, ...] = ()
    worded: tuple[WordsRow, ...] = ()
    weight_total: Decimal = Decimal(100)
    is_reweighted: bool = False
    subtotal: Decimal | None = None
    events: tuple[EventRow, ...] = ()
    bonus: Decimal = Decimal(0)
    deduction: Decimal = Decimal(0)
    vetoes: tuple[str, ...] = ()
    missing: tuple[MissingRow, ...] = ()
    total: Decimal | None = None
    notes: tuple[str, ...] = ()
    standard_grade: str = ""
    calibrated_grade: str = ""
    grade_reason: str = ""
    key_results: tuple[KeyResultRow, ...] = ()
    has_okr: bool = False
    okr_counts: bool = False
    okr_words: str = ""
    employee_words: str = ""
    strengths: str = ""
    improvements: str = ""
    agrees: bool | None = None
    objection: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One level that can be ticked: its number or short word, and what earns it."""

    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One item to be rated. With `marks` one of them is ticked; with `points` (lowest, highest) a number is
    written down; with neither the answer is in words."""

    name: str
    definition: str = ""
    marks: tuple[Mark, ...] = ()
    points: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet(FormalSheet):
    """P2 空白评分表 (§12.7). `group` None: the rater ticks it. `rater` stays empty for anonymous groups.

    `levels`: the levels of the firm with their words, best first. `code` says nothing about the rater.
    `return_to` takes the sheet in; `threshold`: replies an anonymous group needs.
    """

    rows: tuple[ScoreRow, ...]
    levels: tuple[Mark, ...]
    group: RaterGroup | None = None
    rater: str = ""
    allows_halves: bool = False
    return_to: str = ""
    return_by: date | None = None
    code: str = ""
    threshold: int = 3


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One part of the form: its weight in percent, its score (weighted ÷ weight) and its share of the total."""

    name: str
    weight: Decimal
    score: Decimal | None
    weighted: Decimal | None


@dataclass(frozen=True, slots=True)
class NoticeGap:
    """A major gap; `lost` in points of the total, 0 or more."""

    name: str
    target: str
    actual: str
    lost: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSheet(FormalSheet):
    """P3 绩效结果通知书 (§12.8), printed in two copies. `coefficient` and `pay` only where they are wanted.

    `block_total` is what blocks, bonus, deduction and `limit` (a veto or a limit of the total, signed) add up to;
    None: `total`. The two differ for who changed position: then `total` is that of all parts of the cycle.
    """

    total: Decimal | None
    grade: str
    grade_meaning: str = ""
    blocks: tuple[BlockRow, ...] = ()
    bonus: Decimal = Decimal(0)
    deduction: Decimal = Decimal(0)
    limit: Decimal = Decimal(0)
    limit_words: str = ""
    block_total: Decimal | None = None
    adjustments: tuple[str, ...] = ()
    strengths: str = ""
    gaps: tuple[NoticeGap, ...] = ()
    interview_on: date | None = None
    interview_place: str = ""
    interviewer: str = ""
    coefficient: Decimal | None = None
    pay: Decimal | None = None
    appeal_days: int | None = 5
    appeal_until: date | None = None
    appeal_to: str = ""
    delivery_way: str = ""
    delivered_on: date | None = None
    agrees: bool | None = None
    objection: str = ""


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal of the firm and the department's goal that serves it; one of them may be empty."""

    firm_goal: str
    department_goal: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One indicator with its target as agreed. `standard`: what meets, where the item is judged by level."""

    name: str
    weight: Decimal | None
    unit: str = ""
    threshold: Decimal | None = None
    target: Decimal | None = None
    stretch: Decimal | None = None
    decimals: int = 0
    target_words: str = ""
    formula: str = ""
    standard: str = ""
    method: str = ""
    basis: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """A target changed on the way; `employee` and `manager` say when each signed, empty: not yet."""

    on: date
    item: str
    old: str
    new: str
    reason: str
    employee: str = ""
    manager: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSheet(FormalSheet):
    """P7 目标确认书 (§12.12). `rules`: bonus, deduction and veto as the firm has them, a line each."""

    goals: tuple[GoalRow, ...] = ()
    rows: tuple[TargetRow, ...] = ()
    weight_total: Decimal = Decimal(100)
    rules: tuple[str, ...] = ()
    support: str = ""
    amendments: tuple[AmendmentRow, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    evidence: str
    shows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealSheet(FormalSheet):
    """P8 绩效申诉表 (§12.13), blank or filled. `matters`: codes of AppealMatter; `decision`: of AppealDecision,
    empty until there is one. `about` says which result it is about."""

    about: str = ""
    matters: tuple[str, ...] = ()
    facts: str = ""
    evidence: tuple[EvidenceRow, ...] = ()
    request: str = ""
    filed_on: date | None = None
    handler: str = ""
    received_on: date | None = None
    findings: str = ""
    decision: str = ""
    reasons: str = ""
    correction: str = ""
    decided_on: date | None = None
