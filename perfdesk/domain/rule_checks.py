"""What makes a scoring rule valid (§2.4): the target can be met, limits are in order, nothing is missing."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.rule import Rule, sign
from perfdesk.domain.scales import check_scale
from perfdesk.domain.terms import Direction, Method, Scheme

ROUNDINGS = ("FULL_UNIT", "STARTED_UNIT", "PROPORTIONAL")
_WITH_TARGET = (Method.RATIO, Method.LINEAR, Method.TOLERANCE)


def check_rule(rule: Rule, *, needs_target: bool = True, scheme: Scheme | None = None) -> tuple[Problem, ...]:
    """Return everything that is wrong with a rule; empty if it may be agreed.

    `needs_target` is False for a card of the library, whose target is set later. `scheme`: of the form, where
    a firm's own levels are to be compared with what means met. Source: §2.4, §3.
    """
    if rule.method == Method.WORDS:
        return ()
    found = list(_common(rule, needs_target))
    try:
        if rule.method == Method.ANCHOR:
            return (*found, *check_scale(rule, scheme))
        found += _BY_METHOD[rule.method](rule)
    except Invalid as invalid:
        found += invalid.problems
    return tuple(found)


def _common(rule: Rule, needs_target: bool) -> Iterator[Problem]:
    is_turned = rule.method == Method.BONUS and rule.direction != Direction.HIGHER
    if is_turned or (rule.direction == Direction.TARGET) != (rule.method == Method.TOLERANCE):
        yield Problem("direction", "direction_not_for_method")
    if needs_target and rule.target is None and rule.method in _WITH_TARGET:
        yield Problem("target", "target_missing")
    if rule.floor >= rule.cap:
        yield Problem("floor", "floor_not_below_cap", {"floor": str(rule.floor), "cap": str(rule.cap)})
    if rule.cap < 100 and rule.method != Method.ANCHOR:
        yield _unreachable("cap", str(rule.cap))
    if not 0 <= rule.decimals <= 4:
        yield Problem("decimals", "decimals_range")
    if rule.method != Method.TOLERANCE and rule.direction != Direction.TARGET and not _is_in_order(rule):
        yield Problem("target", "direction_order", {"direction": rule.direction.value})


def _is_in_order(rule: Rule) -> bool:
    d = sign(rule.direction)
    values = [d * value for value in (rule.threshold, rule.target, rule.stretch) if value is not None]
    return all(worse < better for worse, better in zip(values, values[1:], strict=False))


def _unreachable(field: str, best: str) -> Problem:
    return Problem(field, "cannot_reach_100", {"best": best})


def _ratio(rule: Rule) -> Iterator[Problem]:
    if rule.target == 0:
        yield Problem("target", "target_zero")
    variant = rule.params.get("variant")
    if variant == "LOWER_RECIPROCAL":
        if rule.direction != Direction.LOWER or (rule.target is not None and rule.target < 0):
            yield Problem("variant", "reciprocal_needs_positive")
    elif variant is not None:
        yield Problem("variant", "choice_unknown", {"text": str(variant)})
    if rule.params.get("gate") is not None and not 0 <= rule.number("gate") <= 100:
        yield Problem("gate", "gate_range")


def _linear(rule: Rule) -> Iterator[Problem]:
    if rule.threshold is None:
        yield Problem("threshold", "threshold_missing")
    low, met, high = (
        rule.number("threshold_score", "60"),
        rule.number("target_score", "100"),
        rule.number("stretch_score", "120"),
    )
    if met != 100:
        yield Problem("target_score", "target_score_not_100")
    if not 0 <= low < met or (rule.stretch is not None and high < met):
        yield Problem("threshold_score", "scores_order")
    below = rule.params.get("below_threshold", "ZERO")
    if below not in ("ZERO", "EXTRAPOLATE"):
        yield Problem("below_threshold", "choice_unknown", {"text": str(below)})


def _efficacy(rule: Rule) -> Iterator[Problem]:
    d = sign(rule.direction)
    standards = rule.standards()
    if standards is None:
        if d * (rule.number("satisfactory") - rule.number("unacceptable")) <= 0:
            yield Problem("satisfactory", "efficacy_order")
    elif len(standards) != 5:
        yield Problem("standards", "standards_five")
    elif not all(d * (better - worse) > 0 for better, worse in zip(standards, standards[1:], strict=False)):
        yield Problem("standards", "limits_order")


def _band(rule: Rule) -> Iterator[Problem]:
    bands = rule.bands()
    *limits, last = [limit for limit, _ in bands]
    scores = [points for _, points in bands]
    if last is not None or None in limits:
        yield Problem("bands", "bands_open_end")
    d = sign(rule.direction)
    values = [d * limit for limit in limits if limit is not None]
    if not all(better > worse for better, worse in zip(values, values[1:], strict=False)):
        yield Problem("bands", "limits_order")
    if not all(better >= worse for better, worse in zip(scores, scores[1:], strict=False)):
        yield Problem("bands", "scores_order")
    if scores[0] < 100:
        yield _unreachable("bands", str(scores[0]))


def _all_or_nothing(rule: Rule) -> Iterator[Problem]:
    passed, failed = rule.number("pass_score", "100"), rule.number("fail_score", "0")
    if passed < 100:
        yield _unreachable("pass_score", str(passed))
    if failed >= passed:
        yield Problem("fail_score", "scores_order")


def _deduct(rule: Rule) -> Iterator[Problem]:
    base = rule.number("base", "100")
    if base < 100:
        yield _unreachable("base", str(base))
    if rule.number("points_per_unit") <= 0:
        yield Problem("points_per_unit", "param_not_positive", {"param": "points_per_unit"})
    if rule.number("unit_size", "1") <= 0:
        yield Problem("unit_size", "param_not_positive", {"param": "unit_size"})
    rounding = rule.params.get("rounding", "FULL_UNIT")
    if rounding not in ROUNDINGS:
        yield Problem("rounding", "choice_unknown", {"text": str(rounding)})
    if rule.direction == Direction.HIGHER and rule.target is None:
        yield Problem("target", "target_missing")
    if rule.target is not None and rule.target < 0:
        yield Problem("target", "target_negative")


def _bonus(rule: Rule) -> Iterator[Problem]:
    if rule.number("points_per_unit") <= 0:
        yield Problem("points_per_unit", "param_not_positive", {"param": "points_per_unit"})


def _tolerance(rule: Rule) -> Iterator[Problem]:
    full, zero = rule.number("full_band"), rule.number("zero_band")
    if not 0 <= full < zero:
        yield Problem("zero_band", "tolerance_bands")


_BY_METHOD = {
    Method.RATIO: _ratio,
    Method.LINEAR: _linear,
    Method.EFFICACY: _efficacy,
    Method.BAND: _band,
    Method.ALL_OR_NOTHING: _all_or_nothing,
    Method.DEDUCT: _deduct,
    Method.BONUS: _bonus,
    Method.TOLERANCE: _tolerance,
}
