"""Appraisal beside improvement, one person at a time: the value behind the split view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perfdesk.domain.appraisal import Cycle, FormItem, FormSheet
from perfdesk.domain.gaps import Gap
from perfdesk.domain.terms import ActionKind, ActionStatus, CauseCode, PlanStatus, PlanType


@dataclass(frozen=True, slots=True)
class GapCause:
    id: int
    item_id: int
    code: CauseCode
    words: str


@dataclass(frozen=True, slots=True)
class Action:
    """One line of a plan: what, who, by when; the rest on demand. Money in CNY with two decimals."""

    id: int
    plan_id: int
    order: int
    words: str
    owner_id: int | None
    owner: str
    due_on: date | None
    starts_on: date | None = None
    kind: ActionKind | None = None
    cause: CauseCode | None = None
    measure: str = ""
    status: ActionStatus = ActionStatus.TODO
    done_on: date | None = None
    hours: Decimal | None = None
    money: Decimal | None = None
    is_overdue: bool = False
    owner_en: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    id: int
    order: int
    planned_on: date
    held_on: date | None
    value: Decimal | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    id: int
    type: PlanType
    status: PlanStatus
    starts_on: date
    ends_on: date
    baseline: Decimal | None
    target: Decimal | None
    support: str
    actions: tuple[Action, ...]
    checkpoints: tuple[Checkpoint, ...]


@dataclass(frozen=True, slots=True)
class Treatment:
    """One gap of the diagnosis with its causes and its plan."""

    item: FormItem
    gap: Gap
    causes: tuple[GapCause, ...]
    plan: Plan | None

    @property
    def is_treated(self) -> bool:
        """There is an action, or a recorded decision to leave the gap."""
        return bool(self.plan and self.plan.actions) or bool(self.item.left_reason)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    cycle_id: int
    cycle: Cycle
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was done well: situation, behaviour, impact (§11.8)."""

    id: int
    on: date
    sender: str
    situation: str
    behaviour: str
    impact: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The split view of one person: left the sheet and the trend, right the treatments by priority."""

    sheet: FormSheet
    treatments: tuple[Treatment, ...]
    trend: tuple[TrendPoint, ...]
    recognitions: tuple[Recognition, ...]

    @property
    def untreated(self) -> tuple[Treatment, ...]:
        return tuple(treatment for treatment in self.treatments if not treatment.is_treated)
