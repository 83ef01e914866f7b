"""The rule of an indicator as a curve: where the score goes as the actual goes, with its cliffs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.scoring import score, target_of
from perfdesk.domain.terms import Direction, Method

Point = tuple[Decimal, Decimal]
_STEP = Decimal("0.0001")
_SAMPLES = 24


def pieces_of(item: FormItem, item_cap: Decimal, actuals: Sequence[Decimal]) -> list[list[Point]]:
    """Return the curve as pieces of (actual, score); between two pieces lies a cliff. Empty if there is none.

    The range holds everything the rule names and the actuals of the people.
    """
    named = _named(item.rule)
    values = [*named, *actuals]
    if not values or item.is_anchored:
        return []
    low, high = min(values), max(values)
    margin = max((high - low) / 5, abs(high) / 10, Decimal(1) if low == high else _STEP)
    low, high = (max(low - margin, Decimal(0)) if low >= 0 else low - margin), high + margin
    steps = {low + (high - low) * at / _SAMPLES for at in range(_SAMPLES + 1)}
    places = sorted({value for value in named if low <= value <= high} | {round(step, 4) for step in steps})
    try:
        return _pieces(item.rule, item_cap, places, set(named))
    except Invalid:
        return []


def marks_of(item: FormItem) -> list[Decimal]:
    """Return the actuals worth naming on the axis."""
    return sorted(set(_named(item.rule)))[:4]


def _pieces(rule: Rule, cap: Decimal, places: list[Decimal], named: set[Decimal]) -> list[list[Point]]:
    pieces: list[list[Point]] = [[]]
    for place in places:
        here = score(rule, place, cap)
        if place in named and pieces[-1]:
            before, after = score(rule, place - _step(rule), cap), score(rule, place + _step(rule), cap)
            if abs(before - here) > 2:
                pieces[-1].append((place, before))
                pieces.append([])
            pieces[-1].append((place, here))
            if abs(after - here) > 2:
                pieces.append([(place, after)])
        else:
            pieces[-1].append((place, here))
    pieces = [piece for piece in pieces if piece]
    if rule.direction is Direction.HIGHER:
        # The drawing puts the full dot at the end of a piece: a limit belongs to the better side.
        return [piece[::-1] for piece in reversed(pieces)]
    return pieces


def _step(rule: Rule) -> Decimal:
    return Decimal(1).scaleb(-max(0, min(rule.decimals, 4)))


def _named(rule: Rule) -> list[Decimal]:
    found = [value for value in (rule.threshold, rule.target, rule.stretch) if value is not None]
    try:
        if rule.method is Method.BAND:
            found += [limit for limit, _points in rule.bands() if limit is not None]
        elif rule.method is Method.EFFICACY:
            found += rule.standards() or [rule.number("unacceptable"), rule.number("satisfactory")]
        elif rule.method is Method.TOLERANCE and rule.target is not None:
            full, zero = rule.number("full_band"), rule.number("zero_band")
            found += [rule.target + sign * band for sign in (1, -1) for band in (full, zero)]
        elif (target := target_of(rule)) is not None:
            found.append(target)
    except Invalid:
        pass
    return list(dict.fromkeys(found))
