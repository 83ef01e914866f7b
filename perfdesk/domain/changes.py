"""What happened on the way of a cycle, as plain values for lists (§8.4, §8.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perfdesk.domain.amendments import Part
from perfdesk.domain.appeals import Appeal
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import AbsenceKind, AmendReason, FormState


@dataclass(frozen=True, slots=True)
class Person:
    """Whose change it is."""

    employee_id: int
    number: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A target changed during the cycle; `old` and `new` are values of a whole cycle, `now` is what the item is
    scored by, in the indicator's unit. `is_last`: the item's newest, the only one that may be taken back."""

    id: int
    form_id: int
    item_id: int
    person: Person
    name_zh: str
    name_en: str
    unit: str
    old: Decimal | None
    new: Decimal | None
    now: Decimal | None
    reason: AmendReason
    words: str
    effective_on: date
    is_past_half: bool
    employee_signed_on: date | None = None
    manager_signed_on: date | None = None
    is_last: bool = True

    @property
    def is_signed(self) -> bool:
        return self.employee_signed_on is not None and self.manager_signed_on is not None


@dataclass(frozen=True, slots=True)
class Share:
    """A form of somebody who was there for a part of the cycle, or who moved. `days` are those that count, `of`
    those of the cycle, `person_days` those of all the person's segments. `wanted_from` and `wanted_to`: what
    joining and leaving date ask for where the form does not say so yet; None: nothing. `total` is this segment's,
    `combined` that of all of them."""

    form_id: int
    person: Person
    segment: int
    segments: int
    position_zh: str
    position_en: str
    manager: str
    state: FormState
    starts_on: date
    ends_on: date
    days: int
    of: int
    person_days: int
    away: int
    is_graded: bool
    wanted_from: date | None = None
    wanted_to: date | None = None
    total: Decimal | None = None
    combined: Decimal | None = None

    @property
    def is_to_apply(self) -> bool:
        return self.wanted_from is not None or self.wanted_to is not None


@dataclass(frozen=True, slots=True)
class Move:
    """A transfer: `on` is the first day in the new position. None keeps what the person has."""

    on: date
    position_id: int | None = None
    department_id: int | None = None
    manager_id: int | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """A long leave; both days belong to it. `days`: how many of them lie in the cycle asked for."""

    id: int
    person: Person
    kind: AbsenceKind
    starts_on: date
    ends_on: date
    words: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class AppealLine:
    """An appeal in a list, with the days by which it may be filed and is to be decided."""

    appeal: Appeal
    person: Person
    state: FormState
    notice_on: date | None
    decide_by: date
    ways_back: tuple[FormState, ...] = ()


@dataclass(frozen=True, slots=True)
class Appealable:
    """A form that may be appealed now. `last_on`: the last day to file, None while no notice was delivered."""

    form_id: int
    person: Person
    notice_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class ItemEffect:
    """What a change does to one item. Targets are those that earn 100 points; `parts` give the new one's sum."""

    item_id: int
    form_id: int
    person: str
    name_zh: str
    name_en: str
    unit: str
    before: Decimal | None
    after: Decimal | None
    parts: tuple[Part, ...] = ()
    score_before: Decimal | None = None
    score_after: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What was entered for an item; `actual` in the indicator's unit, None where it was levels or points."""

    name_zh: str
    name_en: str
    unit: str
    actual: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FormEffect:
    """What a change does to the days of a form; `is_void`: its days join another segment, and `figures` that were
    entered on it count no more."""

    form_id: int
    person: str
    starts_on: date
    ends_on: date
    days: int
    of: int
    is_graded: bool
    is_void: bool = False
    is_new: bool = False
    figures: Sequence[Figure] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do, told before it is made. `told`: what it would not reach, as warnings."""

    forms: Sequence[FormEffect] = ()
    items: Sequence[ItemEffect] = ()
    is_past_half: bool = False
    told: tuple[Problem, ...] = ()
