"""Another method or direction for a scoring rule: what still means the same is kept, the rest gets usual values.

The result can always be computed once there is a target, so that a form may show its curve at once. Source: §3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule, sign
from perfdesk.domain.terms import Direction, Method

FULL = Decimal(100)
"""What the target earns, and the target of an indicator of which nothing is known yet."""
USUAL_CAP = Decimal(120)
_ONE_WAY = (Direction.HIGHER, Direction.LOWER)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a rule says of actuals, whichever method it has: worst that earns points, met, and the best that pays."""

    worst: Decimal | None = None
    met: Decimal | None = None
    best: Decimal | None = None


def changed_method(rule: Rule, method: Method) -> Rule:
    """Return the rule with another method, keeping threshold, target, stretch, floor, cap and decimals where they
    mean the same there.

    Two points of a line become two values of the efficacy method or limits of bands, and back.
    """
    if method == rule.method:
        return rule
    direction = _direction_for(method, rule)
    marks = marks_of(rule)
    cap = max(rule.cap, FULL) if method in _MAKERS else USUAL_CAP
    plain = Rule(
        method=method,
        direction=direction,
        params={"scale": "FIVE_LEVEL"} if method == Method.ANCHOR else {},
        floor=min(rule.floor, Decimal(0)) if rule.floor >= cap else rule.floor,
        cap=cap,
        decimals=rule.decimals,
    )
    return _MAKERS[method](plain, marks) if method in _MAKERS else plain


def changed_direction(rule: Rule, direction: Direction) -> Rule:
    """Return the rule with another direction; what was the best limit becomes the worst one.

    TARGET takes TOLERANCE, and TOLERANCE left behind becomes RATIO: no other pair is admissible (§2.4).
    """
    if direction == rule.direction:
        return rule
    if direction == Direction.TARGET:
        return changed_method(rule, Method.TOLERANCE)
    if rule.method == Method.TOLERANCE:
        return replace(changed_method(rule, Method.RATIO), direction=direction)
    if rule.method == Method.BONUS:
        return replace(changed_method(rule, Method.DEDUCT), direction=direction)
    turned = replace(rule, direction=direction, threshold=rule.stretch, stretch=rule.threshold)
    if rule.method == Method.LINEAR:
        return _linear(turned, marks_of(turned))
    params = dict(rule.params)
    if rule.method == Method.BAND:
        bands = rule.bands()
        limits = [limit for limit, _score in bands if limit is not None][::-1] + [None]
        params["bands"] = [_band(limit, points) for limit, (_old, points) in zip(limits, bands, strict=True)]
    elif rule.method == Method.EFFICACY and (standards := rule.standards()) is not None:
        params["standards"] = [_text(one) for one in reversed(standards)]
    elif rule.method == Method.EFFICACY:
        worst, best = params["unacceptable"], params["satisfactory"]
        params |= {"unacceptable": best, "satisfactory": worst}
    elif rule.method == Method.RATIO:
        params.pop("variant", None)
    elif rule.method == Method.DEDUCT and direction == Direction.HIGHER and rule.target is None:
        turned = replace(turned, target=FULL)
    return replace(turned, params=params)


def marks_of(rule: Rule) -> Marks:
    """Return the actuals a rule names, as far as they can be read."""
    try:
        if rule.method == Method.EFFICACY:
            standards = rule.standards()
            if standards is not None:
                return Marks(standards[-1], standards[0])
            return Marks(rule.number("unacceptable"), rule.number("satisfactory"))
        if rule.method == Method.BAND:
            return _marks_of_bands(rule)
    except (Invalid, IndexError):
        return Marks()
    if rule.method in (Method.ANCHOR, Method.BONUS, Method.WORDS):
        return Marks()
    return Marks(rule.threshold, rule.target, rule.stretch)


def _marks_of_bands(rule: Rule) -> Marks:
    limits = [(limit, points) for limit, points in rule.bands() if limit is not None]
    met = [limit for limit, points in limits if points >= FULL]
    low = [limit for limit, points in limits if points < FULL]
    best = met[0] if len(met) > 1 else None
    return Marks(low[-1] if low else None, met[-1] if met else None, best)


def _direction_for(method: Method, rule: Rule) -> Direction:
    if method == Method.TOLERANCE:
        return Direction.TARGET
    if method in (Method.BONUS, Method.ANCHOR, Method.WORDS):
        return Direction.HIGHER
    if rule.direction in _ONE_WAY:
        return rule.direction
    return Direction.HIGHER


def _beside(met: Decimal, rule: Rule, part: str) -> Decimal:
    """Return a value that is worse than the target by a part of it."""
    distance = round_half_up(abs(met) * Decimal(part), rule.decimals) or Decimal(1)
    return met - sign(rule.direction) * distance


def _completed(rule: Rule, marks: Marks) -> Marks:
    """Fill in what two points of a line need, and leave out a best value that is not better than the target."""
    d = sign(rule.direction)
    met = marks.met if marks.met is not None else marks.best
    if met is None:
        met = FULL if marks.worst is None else marks.worst + d * (abs(marks.worst) / 4 or Decimal(1))
    worst = marks.worst
    if worst is None or d * (met - worst) <= 0:
        worst = _beside(met, rule, "0.2")
    best = marks.best if marks.best is not None and d * (marks.best - met) > 0 else None
    return Marks(worst, met, best)


def _ratio(rule: Rule, marks: Marks) -> Rule:
    return replace(rule, target=marks.met or None)


def _linear(rule: Rule, marks: Marks) -> Rule:
    full = _completed(rule, marks)
    params = {
        "threshold_score": "60",
        "target_score": "100",
        "stretch_score": _text(max(rule.cap, FULL)),
        "below_threshold": str(rule.params.get("below_threshold", "ZERO")),
    }
    return replace(rule, threshold=full.worst, target=full.met, stretch=full.best, params=params)


def _efficacy(rule: Rule, marks: Marks) -> Rule:
    full = _completed(rule, marks)
    assert full.worst is not None and full.met is not None
    return replace(rule, params={"unacceptable": _text(full.worst), "satisfactory": _text(full.met)})


def _bands(rule: Rule, marks: Marks) -> Rule:
    full = _completed(rule, marks)
    steps = [(full.met, FULL), (full.worst, Decimal(60)), (None, Decimal(0))]
    if full.best is not None:
        steps.insert(0, (full.best, max(rule.cap, FULL)))
    return replace(rule, params={"bands": [_band(limit, points) for limit, points in steps]})


def _all_or_nothing(rule: Rule, marks: Marks) -> Rule:
    return replace(rule, target=marks.met, params={"pass_score": "100", "fail_score": "0"})


def _deduct(rule: Rule, marks: Marks) -> Rule:
    params = {"base": "100", "points_per_unit": "10", "unit_size": "1", "rounding": "FULL_UNIT"}
    free = marks.met if marks.met is not None and marks.met >= 0 else None
    direction = rule.direction if free is not None else Direction.LOWER
    return replace(rule, direction=direction, target=free, params=params)


def _bonus(rule: Rule, _marks: Marks) -> Rule:
    return replace(rule, params={"points_per_unit": "2"})


def _tolerance(rule: Rule, marks: Marks) -> Rule:
    size = abs(marks.met) if marks.met else FULL
    full, zero = round_half_up(size * Decimal("0.02"), 4), round_half_up(size * Decimal("0.1"), 4)
    return replace(
        rule, target=marks.met, params={"full_band": _text(full), "zero_band": _text(zero or Decimal(1))}
    )


def _band(limit: Decimal | None, points: Decimal) -> dict[str, str | None]:
    return {"limit": None if limit is None else _text(limit), "score": _text(points)}


def _text(value: Decimal) -> str:
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


_MAKERS: dict[Method, Callable[[Rule, Marks], Rule]] = {
    Method.RATIO: _ratio,
    Method.LINEAR: _linear,
    Method.EFFICACY: _efficacy,
    Method.BAND: _bands,
    Method.ALL_OR_NOTHING: _all_or_nothing,
    Method.DEDUCT: _deduct,
    Method.BONUS: _bonus,
    Method.TOLERANCE: _tolerance,
}
