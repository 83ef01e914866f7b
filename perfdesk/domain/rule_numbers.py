"""The numbers of a scoring rule that are in the indicator's own unit: what scales with a target (§8.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import Method

PARAMS = {
    Method.EFFICACY: ("unacceptable", "satisfactory"),
    Method.TOLERANCE: ("full_band", "zero_band"),
}
_UNUSED = (Method.ANCHOR, Method.BONUS)
"""Methods without a target: a level, or points for each event."""


def numbers_of(rule: Rule) -> dict[str, Decimal]:
    """Return target, threshold, stretch, U, G, standards, band limits and tolerance bands, by name.

    Standards and limits are named "standards.0", "bands.0" and so on, best first. A yes or no, a level and a
    count without target have none. Raises Invalid if a parameter is no number.
    """
    if rule.method in _UNUSED:
        return {}
    plain = {"target": rule.target, "threshold": rule.threshold, "stretch": rule.stretch}
    found = {name: value for name, value in plain.items() if value is not None}
    for name in PARAMS.get(rule.method, ()):
        if rule.params.get(name) is not None:
            found[name] = rule.number(name)
    if rule.method == Method.EFFICACY:
        found |= {f"standards.{at}": value for at, value in enumerate(rule.standards() or ())}
    if rule.method == Method.BAND:
        limits = [limit for limit, _ in rule.bands()]
        found |= {f"bands.{at}": limit for at, limit in enumerate(limits) if limit is not None}
    return found


def with_numbers(rule: Rule, numbers: Mapping[str, Decimal]) -> Rule:
    """Return the rule with some of its numbers changed; names are those of `numbers_of`."""
    params = dict(rule.params)
    for name in PARAMS.get(rule.method, ()):
        if name in numbers:
            params[name] = str(numbers[name])
    if (standards := params.get("standards")) and isinstance(standards, Sequence):
        params["standards"] = [
            str(numbers[f"standards.{at}"]) if f"standards.{at}" in numbers else given
            for at, given in enumerate(standards)
        ]
    if rule.method == Method.BAND:
        params["bands"] = [
            {
                "limit": None if limit is None else str(numbers.get(f"bands.{at}", limit)),
                "score": str(score),
            }
            for at, (limit, score) in enumerate(rule.bands())
        ]
    return replace(
        rule,
        target=numbers.get("target", rule.target),
        threshold=numbers.get("threshold", rule.threshold),
        stretch=numbers.get("stretch", rule.stretch),
        params=params,
    )


def main_number(rule: Rule) -> str:
    """Return the name of the number that earns 100 points: the one a person calls the target; "" if none."""
    numbers = numbers_of(rule)
    if rule.method == Method.BAND:
        met = [at for at, (limit, points) in enumerate(rule.bands()) if limit is not None and points >= 100]
        return f"bands.{met[-1]}" if met else ""
    if rule.method == Method.EFFICACY:
        return next((name for name in ("standards.0", "satisfactory") if name in numbers), "")
    return "target" if "target" in numbers else ""


def in_proportion(rule: Rule, target: Decimal) -> Rule:
    """Return the rule for another target, its other numbers moved in proportion, each with 2 decimals.

    A target of zero has no proportion: then the other numbers stay.
    """
    numbers, main = numbers_of(rule), main_number(rule)
    if not main:
        return rule
    changed = {main: target}
    if before := numbers[main]:
        share = Fraction(target) / Fraction(before)
        changed |= {
            name: round_half_up(Fraction(value) * share) for name, value in numbers.items() if name != main
        }
    return with_numbers(rule, changed)


def blend(parts: Sequence[tuple[Rule, Fraction]]) -> Rule:
    """Return a rule whose numbers are the sum of each part's numbers times its share, rounded once to 2 decimals.

    The parts are one rule with different numbers; everything else is taken from the last one. A
    single part of the whole share is no sum and stays exact. Source: §8.4, §8.5.
    """
    if len(parts) == 1 and parts[0][1] == 1:
        return parts[0][0]
    numbers = {
        name: round_half_up(
            sum((Fraction(numbers_of(rule)[name]) * share for rule, share in parts), Fraction(0))
        )
        for name in numbers_of(parts[-1][0])
    }
    return with_numbers(parts[-1][0], numbers)
