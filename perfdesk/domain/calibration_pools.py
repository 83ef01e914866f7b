"""Who is compared with whom (§7.3): who is not counted, small groups joined, managers among themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from perfdesk.domain.calibration import LEAST_GROUP
from perfdesk.domain.cycles import add_months
from perfdesk.domain.terms import AbsenceKind

NEWCOMER_MONTHS = 3
_PROTECTED = frozenset({AbsenceKind.MATERNITY, AbsenceKind.WORK_INJURY, AbsenceKind.MEDICAL})


class Exemption(StrEnum):
    """Why somebody is neither counted nor graded by the guide, the reason that lasts longest first."""

    LEFT = "LEFT"
    PROBATION = "PROBATION"
    NEWCOMER = "NEWCOMER"
    LEAVE = "LEAVE"
    ABSENT = "ABSENT"
    NO_GRADE = "NO_GRADE"
    NO_TOTAL = "NO_TOTAL"
    NOT_SCORED = "NOT_SCORED"


@dataclass(frozen=True, slots=True)
class Away:
    """One absence, both days inclusive; `ends_on` None: not back yet."""

    kind: AbsenceKind
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """What decides whether somebody is counted."""

    hired_on: date | None = None
    left_on: date | None = None
    probation_until: date | None = None
    away: tuple[Away, ...] = ()
    no_grade: bool = False
    total: Decimal | None = None
    is_scored: bool = True


def exemption(presence: Presence, starts_on: date, ends_on: date, today: date) -> Exemption | None:
    """Return why a person is left out of a cycle from `starts_on` to `ends_on`, or None. Source: §7.3.

    Probation counts when it reaches the cycle's last day; the three months in the firm are full months up to that
    day. Any day of maternity, work-injury or medical leave within the cycle exempts: such a leave must not weigh
    on a rank. Absence is counted in calendar days, overlapping entries once.
    """
    if presence.left_on is not None and presence.left_on <= max(ends_on, today):
        return Exemption.LEFT
    if presence.probation_until is not None and presence.probation_until >= ends_on:
        return Exemption.PROBATION
    if presence.hired_on is not None:
        complete_on = add_months(presence.hired_on, NEWCOMER_MONTHS) - timedelta(days=1)
        if complete_on > ends_on:
            return Exemption.NEWCOMER
    inside = [found for one in presence.away if (found := _within(one, starts_on, ends_on))]
    if any(kind in _PROTECTED for kind, _first, _last in inside):
        return Exemption.LEAVE
    days = (ends_on - starts_on).days + 1
    if 2 * _days([(first, last) for _kind, first, last in inside]) > days:
        return Exemption.ABSENT
    if presence.no_grade:
        return Exemption.NO_GRADE
    if not presence.is_scored:
        return Exemption.NOT_SCORED
    return Exemption.NO_TOTAL if presence.total is None else None


def _within(one: Away, starts_on: date, ends_on: date) -> tuple[AbsenceKind, date, date] | None:
    first, last = max(one.starts_on, starts_on), min(one.ends_on or ends_on, ends_on)
    return (one.kind, first, last) if first <= last else None


def _days(spans: Iterable[tuple[date, date]]) -> int:
    count, reached = 0, date.min
    for first, last in sorted(spans):
        begin = max(first, reached + timedelta(days=1))
        if begin <= last:
            count += (last - begin).days + 1
            reached = last
    return count


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is counted: whose unit (a department, or None), and whether others report to this person."""

    key: int
    unit_id: int | None
    is_manager: bool = False


@dataclass(frozen=True, slots=True)
class Pool:
    """People who are compared with each other.

    `units` are the departments they come from; `top_id` is the smallest unit that holds all of them, None for
    the firm. Fewer than eight members: no guide.
    """

    members: tuple[int, ...]
    units: tuple[int | None, ...] = ()
    top_id: int | None = None
    is_managers: bool = False

    @property
    def has_guide(self) -> bool:
        return len(self.members) >= LEAST_GROUP


class _Unit:
    def __init__(self) -> None:
        self.members: list[int] = []
        self.units: list[int | None] = []


def pools_of(members: Sequence[Member], parents: Mapping[int, int | None]) -> list[Pool]:
    """Join people into pools of eight or more wherever the firm has as many. Source: §7.3.

    Managers form one pool. Everybody else: a unit of eight is a pool; smaller units go into their parent together
    with the parent's own people. What is then still too small takes along the smallest pool beneath the same
    parent, the nearest comparison there is, and goes further up only where there is none. `parents` names each
    department's parent; the firm is above all.
    """
    managers = tuple(one.key for one in members if one.is_manager)
    own: dict[int | None, list[int]] = {}
    for one in members:
        if not one.is_manager:
            own.setdefault(one.unit_id, []).append(one.key)
    children: dict[int | None, list[int]] = {}
    named = dict.fromkeys([*parents, *parents.values(), *own])
    for unit in named:
        if unit is None:
            continue
        children.setdefault(_parent(unit, parents), []).append(unit)
    pools, rest = _join(None, own, children)
    if rest.members:
        pools.append(_pool(rest, None))
    found = sorted(pools, key=lambda pool: pool.members[0])
    if managers:
        units = tuple(dict.fromkeys(one.unit_id for one in members if one.is_manager))
        found.append(Pool(managers, units, None, is_managers=True))
    return found


def _parent(unit: int, parents: Mapping[int, int | None]) -> int | None:
    """Return a unit's parent; a chain of parents that runs into itself is cut at the firm."""
    seen, above = {unit}, parents.get(unit)
    while above is not None:
        if above in seen:
            return None
        seen.add(above)
        above = parents.get(above)
    return parents.get(unit)


def _join(
    unit: int | None, own: Mapping[int | None, Sequence[int]], children: Mapping[int | None, Sequence[int]]
) -> tuple[list[Pool], _Unit]:
    pools: list[Pool] = []
    rest = _Unit()
    if own.get(unit):
        rest.members += own[unit]
        rest.units.append(unit)
    for child in children.get(unit, ()):
        beneath, left = _join(child, own, children)
        pools += beneath
        rest.members += left.members
        rest.units += left.units
    if 0 < len(rest.members) < LEAST_GROUP and pools:
        smallest = min(pools, key=lambda pool: (len(pool.members), pool.members[0]))
        pools.remove(smallest)
        rest.members += smallest.members
        rest.units += smallest.units
    if len(rest.members) >= LEAST_GROUP:
        pools.append(_pool(rest, unit))
        rest = _Unit()
    return pools, rest


def _pool(rest: _Unit, unit: int | None) -> Pool:
    top = rest.units[0] if len(rest.units) == 1 else unit
    return Pool(tuple(rest.members), tuple(rest.units), top)
