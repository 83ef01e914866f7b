"""A cycle's total from the cycles within it (§8.1): computed anew from actuals, or averaged by days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.aggregation import aggregate
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import Aggregation


@dataclass(frozen=True, slots=True)
class PartTotal:
    """One person's total of a cycle within the year, with the days it stands for; None: it has no total."""

    days: int
    total: Decimal | None


def average_of(parts: Sequence[PartTotal]) -> Decimal | None:
    """Return the mean of the totals weighted by days, rounded once; parts without a total are left out of both sums.

    None when no part has a total. Source: §8.1 (b).
    """
    counted = [(part.days, part.total) for part in parts if part.total is not None and part.days > 0]
    days = sum(count for count, _total in counted)
    if not days:
        return None
    whole = sum((count * Fraction(total) for count, total in counted), Fraction(0))
    return round_half_up(whole / days)


def actual_of(how: Aggregation, values: Sequence[Decimal | None], decimals: int = 2) -> Decimal | None:
    """Return an actual of the whole cycle out of those of its parts, oldest first, as its indicator adds up.

    None where it can't be had: a sum with a part missing would be too small, and a ratio needs its numerator and
    denominator, which are entered for the year. Source: §8.1 (a), §0.11.
    """
    if how is Aggregation.RATIO or not values:
        return None
    if how is Aggregation.LAST:
        return round_half_up(values[-1], decimals) if values[-1] is not None else None
    known = [value for value in values if value is not None]
    return aggregate(how, known, decimals) if len(known) == len(values) else None


def check_parent(
    starts_on: date, ends_on: date, parent: tuple[date, date], *, is_itself: bool = False
) -> tuple[Problem, ...]:
    """Return what stands against a cycle lying within another: it holds all its days and is not itself."""
    if is_itself:
        return (Problem("parent", "parent_is_self"),)
    if not (parent[0] <= starts_on and ends_on <= parent[1]):
        details = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
        return (Problem("parent", "parent_too_short", details),)
    return ()
