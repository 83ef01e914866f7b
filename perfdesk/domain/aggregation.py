"""Actuals over sub-periods (§0.11): a percentage is computed again from its parts, never averaged."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.terms import Aggregation


def aggregate(how: Aggregation, values: Sequence[Decimal], decimals: int = 2) -> Decimal | None:
    """Return SUM, AVG or LAST of the values of the sub-periods, rounded once; None without a value.

    Raises:
        ValueError: RATIO, which needs `ratio_of`.
    """
    if how == Aggregation.RATIO:
        raise ValueError("a ratio is computed from its numerators and denominators")
    if not values:
        return None
    if how == Aggregation.LAST:
        return round_half_up(values[-1], decimals)
    whole = sum(map(Fraction, values), Fraction(0))
    return round_half_up(whole if how == Aggregation.SUM else whole / len(values), decimals)


def ratio_of(
    parts: Sequence[tuple[Decimal, Decimal]], decimals: int = 2, *, percent: bool = True
) -> Decimal | None:
    """Return Σ numerators ÷ Σ denominators (times 100 with `percent`); None if the denominators sum to 0."""
    numerator = sum((Fraction(top) for top, _ in parts), Fraction(0))
    denominator = sum((Fraction(bottom) for _, bottom in parts), Fraction(0))
    if not denominator:
        return None
    return round_half_up(numerator / denominator * (100 if percent else 1), decimals)
