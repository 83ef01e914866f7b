"""How several raters' levels became one, and how that became points: line by line, for a pocket calculator."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.explanation import Line, plain
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.raters import Combined, printed_level_points
from perfdesk.domain.rule import Rule
from perfdesk.domain.scales import FIVE_LEVELS, scale_of
from perfdesk.domain.terms import Scheme


def explain_combined(rule: Rule, found: Combined, scheme: Scheme) -> tuple[Line, ...]:
    """Explain a combined level (§6.1) and, on five levels, its points; nothing without a usable group."""
    if found.value is None:
        return ()
    counted = [one for one in found.groups if one.weight]
    terms = " + ".join(
        f"{plain(one.weight):f} × {plain(_sum(one.mean * one.replies)):f} ÷ {one.replies}" for one in counted
    )
    whole = plain(sum((one.weight for one in counted), Decimal(0)))
    lines = [Line("combined", {"terms": terms, "whole": f"{whole:f}"}, found.value)]
    if scale_of(rule) not in FIVE_LEVELS or scheme is Scheme.P5:
        return tuple(lines)
    scores = SCHEMES[scheme].level_scores
    below = min(int(found.value), 4)
    step = scores[below + 1] - scores[below]
    values = {"low": scores[below], "level": found.value, "below": Decimal(below), "step": step}
    lines.append(Line("combined_points", values, printed_level_points(found.value, scheme)))
    return tuple(lines)


def _sum(total: Fraction) -> Decimal:
    """Return the sum of a group's levels: they have few decimals, so that it is exact."""
    return Decimal(total.numerator) / Decimal(total.denominator)
