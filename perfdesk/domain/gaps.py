"""Gaps: how far each item is from met, what that costs the total, and what comes first (§9.1, §9.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.terms import Direction, Scheme

TOLERANCE = Decimal(2)
"""A score gap below this many points is noise (P100, P120)."""
STRENGTH = Decimal(10)
PARETO = Decimal(80)
FOCUS = 3
"""At most so many gaps are shown as the focus of the cycle."""


@dataclass(frozen=True, slots=True)
class GapInput:
    """One scored item. `weight` is the effective weight in percent; `score`, `met` are points of the scheme.

    `earlier_cycles_with_gap` counts the cycles right before this one, without a break, in which the item had
    a gap. `target` and `actual` are in the indicator's unit (levels for anchored items); `order` is the
    position on the form.
    """

    key: int
    weight: Decimal
    score: Decimal | None
    met: Decimal
    strategic: bool = False
    earlier_cycles_with_gap: int = 0
    order: int = 0
    cap: Decimal = Decimal(120)
    target: Decimal | None = None
    actual: Decimal | None = None
    direction: Direction = Direction.HIGHER


@dataclass(frozen=True, slots=True)
class Gap:
    """What one scored item is short of.

    `native_gap` in the indicator's unit (positive: short of target). `score_gap` and `contribution` in points
    (of the item, of the total). `share` of all contributions in percent, None if nothing is lost.
    `priority` is exact and only ranks. `rank` is None without a score gap. `is_gap`: large enough to need
    a treatment (2 points or more; in P5 any). `cycles` in a row with such a gap, this one included.
    """

    key: int
    native_gap: Decimal | None
    score_gap: Decimal
    contribution: Decimal
    share: Decimal | None
    priority: Decimal
    rank: int | None
    is_gap: bool
    is_in_tolerance: bool
    is_major: bool
    is_strength: bool
    is_strategic: bool
    cycles: int
    weight: Decimal
    score: Decimal
    met: Decimal


def gaps_of(inputs: Sequence[GapInput], scheme: Scheme) -> tuple[Gap, ...]:
    """Return one Gap per scored item: those with a score gap first, by rank, then the rest in form order.

    Items without a score are left out: missing is never a gap. Ranks go by priority, then weight, then form
    order. Source: §9.1, §9.2, §5.2 (P5).
    """
    scored = [(item, _gap(item, item.score, scheme)) for item in inputs if item.score is not None]
    whole = sum((gap.contribution for _, gap in scored), Decimal(0))
    short = [(item, gap) for item, gap in scored if gap.score_gap]
    short.sort(key=lambda pair: (-pair[1].priority, -pair[0].weight, pair[0].order))
    ranked = [
        replace(gap, rank=at, share=_share(gap.contribution, whole)) for at, (_, gap) in enumerate(short, 1)
    ]
    rest = sorted((pair for pair in scored if not pair[1].score_gap), key=lambda pair: pair[0].order)
    return (*ranked, *(gap for _, gap in rest))


def has_gap(score: Decimal, met: Decimal, scheme: Scheme) -> bool:
    """Tell whether a score is short enough of met to need a treatment: 2 points; in P5 any. Source: §9.1."""
    short = met - score
    return short > 0 if scheme == Scheme.P5 else short >= TOLERANCE


def native_gap(direction: Direction, target: Decimal | None, actual: Decimal | None) -> Decimal | None:
    """Return d·(T − A) in the indicator's unit; with direction TARGET the distance from the target."""
    if target is None or actual is None:
        return None
    if direction == Direction.TARGET:
        return abs(actual - target)
    return target - actual if direction == Direction.HIGHER else actual - target


def priority_of(contribution: Decimal, strategic: bool, cycles: int) -> Decimal:
    """Return the rank key P, exact, from the printed contribution. Source: §9.2."""
    quarter = Decimal("0.25")
    repeated = quarter * (min(max(cycles, 1), 3) - 1)
    return contribution * (1 + quarter * int(strategic)) * (1 + repeated)


def _gap(item: GapInput, score: Decimal, scheme: Scheme) -> Gap:
    short = max(Decimal(0), item.met - score)
    contribution = round_half_up(item.weight * short / 100)
    is_gap = has_gap(score, item.met, scheme)
    cycles = item.earlier_cycles_with_gap + 1 if is_gap else 0
    lowest_share, low = (Decimal("0.15"), score <= 1) if scheme == Scheme.P5 else (Decimal(3), score < 60)
    ahead = Decimal(1) if scheme == Scheme.P5 else STRENGTH
    return Gap(
        key=item.key,
        native_gap=native_gap(item.direction, item.target, item.actual),
        score_gap=short,
        contribution=contribution,
        share=None,
        priority=priority_of(contribution, item.strategic, cycles),
        rank=None,
        is_gap=is_gap,
        is_in_tolerance=short > 0 and not is_gap,
        is_major=short > 0 and (contribution >= lowest_share or low or cycles >= 2),
        is_strength=item.cap > item.met and score >= item.met + ahead,
        is_strategic=item.strategic,
        cycles=cycles,
        weight=item.weight,
        score=score,
        met=item.met,
    )


def _share(contribution: Decimal, whole: Decimal) -> Decimal | None:
    return round_half_up(Fraction(contribution) / Fraction(whole) * 100) if whole else None


def strengths(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    return tuple(gap for gap in gaps if gap.is_strength)


def focus_of(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Return the gaps to be shown as the focus of the cycle: the first three that need a treatment."""
    return tuple(gap for gap in gaps if gap.is_gap)[:FOCUS]


def pareto_line(gaps: Sequence[Gap]) -> tuple[int, ...]:
    """Return the keys of the fewest items, largest contribution first, whose printed shares reach 80 %.

    Empty if nothing is lost. Source: §9.2.
    """
    chosen: list[int] = []
    reached = Decimal(0)
    lost = [gap for gap in gaps if gap.share is not None and gap.contribution]
    for gap in sorted(lost, key=lambda gap: -gap.contribution):
        if reached >= PARETO:
            break
        chosen.append(gap.key)
        reached += gap.share or Decimal(0)
    return tuple(chosen)
