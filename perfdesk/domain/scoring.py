"""From an actual or a level to a score: the nine methods (§3), exact, rounded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.rule import Rule, read_number, sign
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.scales import level_score
from perfdesk.domain.terms import Direction, Method

__all__ = [
    "Rule",
    "check_rule",
    "level_score",
    "raw_score",
    "rule_from_starter",
    "score",
    "sign",
    "target_of",
]

MET = Decimal(100)
"""The score of a measured item whose target is met (§0.5)."""
TIER_COEFFICIENTS = tuple(Fraction(tenths, 10) for tenths in (10, 8, 6, 4, 2))
"""Share of the full points at each of the five standards, best first (§3.4)."""


def printed_actual(rule: Rule, actual: Decimal) -> Decimal:
    """Return the actual as printed: rounded once to the indicator's decimals (§0.3)."""
    return round_half_up(actual, rule.decimals)


def score(rule: Rule, actual: Decimal, item_cap: Decimal | None = None) -> Decimal:
    """Return the score of a measured actual in points, clamped to floor and cap, with 2 decimals.

    `item_cap` is the preset's own limit (100 in P100); the lower of both caps holds.

    Raises:
        Invalid: the rule cannot be computed (target 0 of RATIO, a missing parameter), it is judged by levels,
            or the actual is no yes or no where one is needed.
    Source: §3.
    """
    raw = raw_score(rule, actual)
    cap = rule.cap if item_cap is None else min(rule.cap, item_cap)
    return round_half_up(max(Fraction(rule.floor), min(Fraction(cap), raw)))


def raw_score(rule: Rule, actual: Decimal) -> Fraction:
    """Return the exact score before floor, cap and rounding; the gate of RATIO is applied. Raises Invalid."""
    if (rule.direction == Direction.TARGET) != (rule.method == Method.TOLERANCE):
        raise Invalid(Problem("direction", "direction_not_for_method"))
    try:
        return _METHODS[rule.method](rule, Fraction(printed_actual(rule, actual)))
    except ZeroDivisionError:
        raise Invalid(*errors(check_rule(rule))) from None


def errors(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Leave out the warnings."""
    return tuple(problem for problem in problems if not problem.is_warning)


def target_of(rule: Rule) -> Decimal | None:
    """Return the value that earns 100 points: the target, or what the parameters say; None if none is."""
    if rule.target is not None:
        return rule.target
    if rule.method == Method.BAND:
        met = [limit for limit, points in rule.bands() if limit is not None and points >= MET]
        return met[-1] if met else None
    if rule.method == Method.EFFICACY:
        standards = rule.standards()
        return standards[0] if standards else rule.number("satisfactory")
    if rule.method == Method.ALL_OR_NOTHING:
        return Decimal(1)
    return Decimal(0) if rule.method in (Method.DEDUCT, Method.BONUS) else None


def rule_from_starter(indicator: Mapping[str, object]) -> Rule:
    """Read the rule of one indicator of the starter library (numbers are decimal strings).

    Raises:
        Invalid: a number is none.
    """
    given = indicator.get("params")
    params: dict[str, object] = dict(given) if isinstance(given, Mapping) else {}
    rule = Rule(Method(str(indicator["method"])), Direction(str(indicator["direction"])))
    places = {"target": rule.target, "threshold": rule.threshold, "stretch": rule.stretch}
    places |= {"floor": rule.floor, "cap": rule.cap}
    fields = {
        name: read_number(name, params.pop(name)) if name in params else places[name] for name in places
    }
    return replace(
        rule,
        target=fields["target"],
        threshold=fields["threshold"],
        stretch=fields["stretch"],
        floor=fields["floor"] or Decimal(0),
        cap=fields["cap"] or Decimal(120),
        params=params,
    )


def _target(rule: Rule) -> Fraction:
    if rule.target is None:
        raise Invalid(Problem("target", "target_missing"))
    return Fraction(rule.target)


def _ratio(rule: Rule, actual: Fraction) -> Fraction:
    target = _target(rule)
    if not target:
        raise Invalid(Problem("target", "target_zero"))
    if rule.params.get("variant") == "LOWER_RECIPROCAL":
        if target < 0 or rule.direction != Direction.LOWER:
            raise Invalid(Problem("variant", "reciprocal_needs_positive"))
        raw = Fraction(rule.cap) if actual <= 0 else 100 * target / actual
    else:
        raw = 100 * (1 + sign(rule.direction) * (actual - target) / abs(target))
    gate = rule.params.get("gate")
    return Fraction(0) if gate is not None and raw < Fraction(read_number("gate", gate)) else raw


def linear_segment(
    rule: Rule, actual: Decimal | Fraction
) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    """Return (x0, s0, x1, s1) of the line that `actual` lies on; None below a threshold that earns nothing.

    Beyond the stretch (or, without one, beyond the target) x0 equals x1 and s1 is earned.
    Raises Invalid if threshold or target is missing. Source: §3.3.
    """
    if rule.threshold is None:
        raise Invalid(Problem("threshold", "threshold_missing"))
    if rule.target is None:
        raise Invalid(Problem("target", "target_missing"))
    low = rule.number("threshold_score", "60")
    met = rule.number("target_score", "100")
    d = sign(rule.direction)
    here, first, second = d * Fraction(actual), d * Fraction(rule.threshold), d * Fraction(rule.target)
    if here < first and rule.params.get("below_threshold", "ZERO") != "EXTRAPOLATE":
        return None
    if here < second:
        return rule.threshold, low, rule.target, met
    if rule.stretch is None:
        return rule.target, met, rule.target, met
    high = rule.number("stretch_score", "120")
    if here < d * Fraction(rule.stretch):
        return rule.target, met, rule.stretch, high
    return rule.stretch, high, rule.stretch, high


def _linear(rule: Rule, actual: Fraction) -> Fraction:
    segment = linear_segment(rule, actual)
    if segment is None:
        return Fraction(0)
    x0, s0, x1, s1 = map(Fraction, segment)
    return s1 if x0 == x1 else s0 + (actual - x0) / (x1 - x0) * (s1 - s0)


def tier_below(rule: Rule, standards: Sequence[Decimal], actual: Decimal | Fraction) -> int:
    """Return the position of the best of the five standards that is met; 5 if none is."""
    d = sign(rule.direction)
    return next((at for at, standard in enumerate(standards) if d * Fraction(actual) >= d * standard), 5)


def _efficacy(rule: Rule, actual: Fraction) -> Fraction:
    standards = rule.standards()
    if standards is None:
        worst, best = Fraction(rule.number("unacceptable")), Fraction(rule.number("satisfactory"))
        return 60 + 40 * (actual - worst) / (best - worst)
    if len(standards) != len(TIER_COEFFICIENTS):
        raise Invalid(Problem("standards", "standards_five"))
    at = tier_below(rule, standards, actual)
    if at in (0, 5):
        return Fraction(100 if at == 0 else 0)
    here, better = Fraction(standards[at]), Fraction(standards[at - 1])
    base, next_base = TIER_COEFFICIENTS[at], TIER_COEFFICIENTS[at - 1]
    return 100 * (base + (actual - here) / (better - here) * (next_base - base))


def _band(rule: Rule, actual: Fraction) -> Fraction:
    d = sign(rule.direction)
    for limit, points in rule.bands():
        if limit is None or d * (actual - Fraction(limit)) >= 0:
            return Fraction(points)
    raise Invalid(Problem("bands", "bands_open_end"))


def is_met(rule: Rule, actual: Decimal | Fraction) -> bool:
    """Tell whether the condition of ALL_OR_NOTHING is met. Raises Invalid if a yes/no is neither 1 nor 0."""
    if rule.target is None:
        if actual not in (0, 1):
            raise Invalid(Problem("actual", "not_yes_no", {"text": str(actual)}))
        return actual == 1
    return sign(rule.direction) * (Fraction(actual) - Fraction(rule.target)) >= 0


def _all_or_nothing(rule: Rule, actual: Fraction) -> Fraction:
    met = is_met(rule, actual)
    return Fraction(rule.number("pass_score", "100") if met else rule.number("fail_score", "0"))


def deducted_units(rule: Rule, actual: Decimal | Fraction) -> Fraction:
    """Return the units to deduct: a count, or the excess over the target, rounded as the rule says (§3.7)."""
    excess = -sign(rule.direction) * (Fraction(actual) - Fraction(rule.target or 0))
    units = max(Fraction(0), excess) / Fraction(rule.number("unit_size", "1"))
    rounding = rule.params.get("rounding", "FULL_UNIT")
    if rounding == "PROPORTIONAL":
        return units
    return Fraction(-(-units // 1) if rounding == "STARTED_UNIT" else units // 1)


def _deduct(rule: Rule, actual: Fraction) -> Fraction:
    points = Fraction(rule.number("points_per_unit"))
    return Fraction(rule.number("base", "100")) - points * deducted_units(rule, actual)


def _bonus(rule: Rule, actual: Fraction) -> Fraction:
    if actual < 0:
        raise Invalid(Problem("actual", "count_negative", {"text": str(actual)}))
    return 100 + Fraction(rule.number("points_per_unit")) * actual


def _anchor(rule: Rule, actual: Fraction) -> Fraction:
    raise Invalid(Problem("actual", "needs_level"))


def _words(rule: Rule, actual: Fraction) -> Fraction:
    raise Invalid(Problem("actual", "needs_words"))


def _tolerance(rule: Rule, actual: Fraction) -> Fraction:
    full, zero = Fraction(rule.number("full_band")), Fraction(rule.number("zero_band"))
    distance = abs(actual - _target(rule))
    if distance <= full:
        return Fraction(100)
    return Fraction(0) if distance >= zero else 100 * (zero - distance) / (zero - full)


_METHODS = {
    Method.RATIO: _ratio,
    Method.LINEAR: _linear,
    Method.EFFICACY: _efficacy,
    Method.BAND: _band,
    Method.ALL_OR_NOTHING: _all_or_nothing,
    Method.DEDUCT: _deduct,
    Method.BONUS: _bonus,
    Method.ANCHOR: _anchor,
    Method.TOLERANCE: _tolerance,
    Method.WORDS: _words,
}
