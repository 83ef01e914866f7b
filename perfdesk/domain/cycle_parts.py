"""A cycle's total from the cycles within it (§8.1): computed anew from actuals, or averaged by days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.aggregation import aggregate
from perfdesk.domain.grades import GradeScheme
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import Aggregation

AVERAGE_LINEAGE = "parts:average"
"""Lineage of the one item of a form whose total is the average of its parts."""


def item_cap(scheme: GradeScheme, lineage: str) -> Decimal:
    """Return the most points of an item: an average of totals goes as far as a total, which bonuses carry
    above the items' own cap (§5.2: 100 and 120 in P100)."""
    return scheme.total_cap if lineage == AVERAGE_LINEAGE else scheme.item_cap


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


def actual_of_segments(
    how: Aggregation, segments: Sequence[tuple[int, Decimal | None]], decimals: int = 2
) -> Decimal | None:
    """Return an actual of one part out of those of the segments of somebody who moved, with their days.

    A sum adds them, a last value is that of the last one, an average counts by days. `segments` are those that have
    the indicator, in order; None where one of them has no value, or for a ratio of several. Source: §8.1 (a), §8.5.
    """
    if len(segments) == 1:
        return segments[0][1]
    values = [value for _days, value in segments]
    known = [value for value in values if value is not None]
    if how is not Aggregation.AVG or len(known) != len(values):
        return actual_of(how, values, decimals)
    days = sum(count for count, _value in segments)
    if not days:
        return actual_of(how, values, decimals)
    whole = sum((count * Fraction(value) for count, value in segments if value is not None), Fraction(0))
    return round_half_up(whole / days, decimals)


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
