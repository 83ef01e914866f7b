"""How was this computed? The same rules again, line by line, with the numbers filled in.

A line holds a code and its values; `texts.explanations` has the sentence and the arithmetic. Decimals stand
in the arithmetic and are printed exactly; strings are shown as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.gaps import Gap
from perfdesk.domain.grades import SCHEMES, GradeScheme
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.rule import Rule
from perfdesk.domain.scales import Scale, given_score, scale_of
from perfdesk.domain.scoring import (
    TIER_COEFFICIENTS,
    deducted_units,
    is_met,
    level_score,
    linear_segment,
    printed_actual,
    raw_score,
    score,
    sign,
    tier_below,
)
from perfdesk.domain.terms import Direction, Method, Scheme, VetoEffect
from perfdesk.domain.totals import ScoredItem, Total

Value = str | Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a computation; `result` is printed with its own decimals, None where there is none."""

    code: str
    values: Mapping[str, Value] = field(hash=False)
    result: Decimal | None = None


def plain(value: Decimal) -> Decimal:
    """Drop trailing zeros behind the point: 95.00 is shown as 95."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def explain_score(rule: Rule, actual: Decimal, item_cap: Decimal | None = None) -> tuple[Line, ...]:
    """Explain the score of an actual: the formula, then what gate, floor or cap changed. Raises Invalid."""
    printed = printed_actual(rule, actual)
    raw = raw_score(rule, printed)
    lines: list[Line] = []
    if printed != actual:
        rounded = {"given": _text(actual), "decimals": str(rule.decimals)}
        lines.append(Line("actual_rounded", rounded, printed))
    lines += _METHODS[rule.method](rule, printed, raw)
    cap = rule.cap if item_cap is None else min(rule.cap, item_cap)
    if raw > Fraction(cap):
        lines.append(Line("capped", {"raw": _text(round_half_up(raw))}, round_half_up(cap)))
    elif raw < Fraction(rule.floor):
        lines.append(Line("floored", {"raw": _text(round_half_up(raw))}, score(rule, printed, item_cap)))
    return tuple(lines)


def explain_level(level: Decimal, scheme: Scheme) -> tuple[Line, ...]:
    """Explain the score of a level, 1 to 5; a half level is the midpoint. Raises Invalid."""
    result = level_score(level, scheme)
    shown = {"level": _text(plain(level)), "scheme": scheme.value}
    if level == int(level):
        return (Line("level", shown, result),)
    scores = SCHEMES[scheme].level_scores
    return (Line("half_level", {**shown, "low": scores[int(level)], "high": scores[int(level) + 1]}, result),)


def explain_given(rule: Rule, given: Decimal, scheme: Scheme) -> tuple[Line, ...]:
    """Explain the score of a level or of points given on the scale of a rule (§5.1). Raises Invalid."""
    scale = scale_of(rule)
    if scale not in (Scale.HUNDRED, Scale.OWN):
        return explain_level(given, scheme)
    result, shown = given_score(rule, given, scheme), _text(plain(given))
    if scale is Scale.OWN:
        return (Line("own_level", {"level": shown}, result),)
    lines = [Line("points_given", {"points": shown}, round_half_up(given))]
    if result != given:
        lines.append(Line("capped", {"raw": shown}, result))
    return tuple(lines)


def explain_total(
    items: Sequence[ScoredItem],
    total: Total,
    scheme: GradeScheme,
    names: Mapping[int, str] | None = None,
) -> tuple[Line, ...]:
    """Explain a total: each weighted cell, their sum, bonus and deductions, cap, veto. `names` by key."""
    named = names or {}
    lines: list[Line] = []
    present = [item for item in items if item.key in total.weighted and item.score is not None]
    if total.total is None or total.subtotal is None:
        return (Line("too_little", {"present": _text(plain(total.present_weight))}),)
    if total.is_reweighted:
        lines.append(Line("reweighted", {"present": _text(plain(total.present_weight))}))
    for item in present:
        values: dict[str, Value] = {"name": named.get(item.key, str(item.key))}
        if total.is_reweighted:
            lines.append(Line("effective_weight", {**values, "weight": item.weight}, total.weights[item.key]))
        values |= {"score": item.score or Decimal(0), "weight": total.weights[item.key]}
        lines.append(Line("weighted", values, total.weighted[item.key]))
    terms = " + ".join(_text(total.weighted[item.key]) for item in present)
    lines.append(Line("subtotal", {"terms": terms}, total.subtotal))
    reached = total.subtotal + total.bonus - total.deduction
    if total.bonus or total.deduction:
        parts = {"subtotal": total.subtotal, "bonus": total.bonus, "deduction": total.deduction}
        lines.append(Line("with_events", parts, reached))
    clamped = total.total if total.before_veto is None else total.before_veto
    if clamped != reached:
        code = "total_capped" if clamped < reached else "total_floored"
        lines.append(Line(code, {"reached": _text(reached)}, clamped))
    if total.veto:
        lines.append(_veto(total, clamped, scheme))
    if total.is_provisional:
        lines.append(Line("provisional", {}))
    return tuple(lines)


def _veto(total: Total, clamped: Decimal, scheme: GradeScheme) -> Line:
    assert total.veto is not None
    if total.veto.effect == VetoEffect.MULTIPLY and total.veto.factor is not None:
        return Line("veto_multiply", {"total": clamped, "factor": total.veto.factor}, total.total)
    if total.veto.effect == VetoEffect.ZERO_TOTAL:
        return Line("veto_zero", {"total": _text(clamped)}, total.total)
    return Line("veto_grade", {"total": _text(clamped), "grade": scheme.grades[-2].code}, total.total)


def explain_gap(gap: Gap, whole: Decimal | None = None) -> tuple[Line, ...]:
    """Explain what an item costs the total, its share of all contributions (`whole`), and its rank key."""
    if not gap.score_gap:
        return (Line("no_gap", {"score": _text(gap.score), "met": _text(plain(gap.met))}),)
    lines = [
        Line("score_gap", {"met": gap.met, "score": gap.score}, round_half_up(gap.score_gap)),
        Line("contribution", {"weight": gap.weight, "gap": gap.score_gap}, gap.contribution),
    ]
    if whole and gap.share is not None:
        lines.append(Line("share", {"contribution": gap.contribution, "whole": whole}, gap.share))
    values: dict[str, Value] = {
        "contribution": gap.contribution,
        "strategic": Decimal(int(gap.is_strategic)),
        "cycles": Decimal(min(max(gap.cycles, 1), 3)),
    }
    lines.append(Line("priority", values, round_half_up(gap.priority, 3)))
    if gap.is_in_tolerance:
        lines.append(Line("in_tolerance", {}))
    return tuple(lines)


def _text(value: Decimal) -> str:
    return format(value, "f").replace("-", "−")


def _fraction(value: Fraction) -> Value:
    """A number of the arithmetic that need not be a finite decimal: then as a quotient in parentheses."""
    decimal = round_half_up(value, 12)
    if Fraction(decimal) == value:
        return plain(decimal)
    return f"({value.numerator} ÷ {value.denominator})"


def _ratio(rule: Rule, actual: Decimal, raw: Fraction) -> list[Line]:
    target = rule.target or Decimal(0)
    values: dict[str, Value] = {"actual": plain(actual), "target": plain(target)}
    if rule.params.get("variant") == "LOWER_RECIPROCAL":
        if actual <= 0:
            return [Line("reciprocal_zero", {"actual": _text(plain(actual))}, round_half_up(rule.cap))]
        code, ungated = "ratio_reciprocal", 100 * Fraction(target) / Fraction(actual)
    else:
        ungated = 100 * (1 + sign(rule.direction) * Fraction(actual - target) / abs(Fraction(target)))
        code = "ratio_higher" if rule.direction == Direction.HIGHER else "ratio_lower"
        if target < 0:
            code += "_negative"
            values["size"] = plain(-target)
    lines = [Line(code, values, round_half_up(ungated))]
    if actual * target < 0:
        lines.append(Line("sign_flip", {"actual": _text(plain(actual)), "target": _text(plain(target))}))
    if raw != ungated:
        shown = _text(round_half_up(ungated, 4))
        lines.append(Line("gated", {"raw": shown, "gate": str(rule.params["gate"])}, Decimal("0.00")))
    return lines


def _linear(rule: Rule, actual: Decimal, raw: Fraction) -> list[Line]:
    segment = linear_segment(rule, actual)
    if segment is None:
        limit = _text(plain(rule.threshold or Decimal(0)))
        return [Line("below_threshold", {"actual": _text(plain(actual)), "limit": limit}, Decimal("0.00"))]
    x0, s0, x1, s1 = map(plain, segment)
    if x0 == x1:
        beyond = {"actual": _text(plain(actual)), "limit": _text(x0)}
        return [Line("beyond_best", beyond, round_half_up(raw))]
    values: dict[str, Value] = {"s0": s0, "x0": x0, "x1": x1, "step": s1 - s0, "actual": plain(actual)}
    return [Line("linear", values, round_half_up(raw))]


def _efficacy(rule: Rule, actual: Decimal, raw: Fraction) -> list[Line]:
    standards = rule.standards()
    if standards is None:
        values: dict[str, Value] = {"actual": plain(actual), "worst": plain(rule.number("unacceptable"))}
        values["best"] = plain(rule.number("satisfactory"))
        return [Line("efficacy", values, round_half_up(raw))]
    at = tier_below(rule, standards, actual)
    if at == 0:
        beyond = {"actual": _text(plain(actual)), "limit": _text(plain(standards[0]))}
        return [Line("beyond_best", beyond, round_half_up(raw))]
    if at == len(standards):
        worse = {"actual": _text(plain(actual)), "limit": _text(plain(standards[-1]))}
        return [Line("below_threshold", worse, round_half_up(raw))]
    base, better = (int(100 * TIER_COEFFICIENTS[place]) for place in (at, at - 1))
    return [
        Line(
            "linear",
            {
                "s0": Decimal(base),
                "x0": plain(standards[at]),
                "x1": plain(standards[at - 1]),
                "step": Decimal(better - base),
                "actual": plain(actual),
            },
            round_half_up(raw),
        )
    ]


def _band(rule: Rule, actual: Decimal, raw: Fraction) -> list[Line]:
    d = sign(rule.direction)
    shown = {"actual": _text(plain(actual))}
    for limit, points in rule.bands():
        if limit is None:
            return [Line("band_rest", shown, round_half_up(points))]
        if d * (actual - limit) >= 0:
            code = "band_higher" if d > 0 else "band_lower"
            return [Line(code, {**shown, "limit": _text(plain(limit))}, round_half_up(points))]
    return []


def _all_or_nothing(rule: Rule, actual: Decimal, raw: Fraction) -> list[Line]:
    met = is_met(rule, actual)
    if rule.target is None:
        return [Line("done" if met else "not_done", {}, round_half_up(raw))]
    shown = {"actual": _text(plain(actual)), "target": _text(plain(rule.target))}
    return [Line("condition_met" if met else "condition_not_met", shown, round_half_up(raw))]


_UNITS = {"FULL_UNIT": "units_full", "STARTED_UNIT": "units_started", "PROPORTIONAL": "units_exact"}


def _deduct(rule: Rule, actual: Decimal, raw: Fraction) -> list[Line]:
    units = deducted_units(rule, actual)
    lines = []
    if units != Fraction(actual):
        size = plain(rule.number("unit_size", "1"))
        values = {"actual": _text(plain(actual)), "target": _text(plain(rule.target or Decimal(0)))}
        shown = _fraction(units)
        values |= {"size": _text(size), "units": _text(shown) if isinstance(shown, Decimal) else shown}
        lines.append(Line(_UNITS[str(rule.params.get("rounding", "FULL_UNIT"))], values))
    parts: dict[str, Value] = {"base": plain(rule.number("base", "100")), "units": _fraction(units)}
    parts["points"] = plain(rule.number("points_per_unit"))
    return [*lines, Line("deduct", parts, round_half_up(raw))]


def _bonus(rule: Rule, actual: Decimal, raw: Fraction) -> list[Line]:
    values: dict[str, Value] = {"points": plain(rule.number("points_per_unit")), "actual": plain(actual)}
    return [Line("bonus", values, round_half_up(raw))]


def _tolerance(rule: Rule, actual: Decimal, raw: Fraction) -> list[Line]:
    target = rule.target or Decimal(0)
    full, zero = plain(rule.number("full_band")), plain(rule.number("zero_band"))
    distance = plain(abs(actual - target))
    high, low = max(actual, target), min(actual, target)
    lines = [Line("distance", {"high": plain(high), "low": plain(low)}, distance)]
    shown = {"distance": _text(distance)}
    if distance <= full:
        return [*lines, Line("tolerance_full", {**shown, "limit": _text(full)}, round_half_up(raw))]
    if distance >= zero:
        return [*lines, Line("tolerance_zero", {**shown, "limit": _text(zero)}, round_half_up(raw))]
    return [*lines, Line("tolerance", {"zero": zero, "full": full, "distance": distance}, round_half_up(raw))]


_METHODS = {
    Method.RATIO: _ratio,
    Method.LINEAR: _linear,
    Method.EFFICACY: _efficacy,
    Method.BAND: _band,
    Method.ALL_OR_NOTHING: _all_or_nothing,
    Method.DEDUCT: _deduct,
    Method.BONUS: _bonus,
    Method.TOLERANCE: _tolerance,
}
