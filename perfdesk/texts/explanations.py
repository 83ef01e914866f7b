"""The sentence or the arithmetic behind each line of "How was this computed?".

Pure arithmetic needs no translation. Whatever follows the last colon and holds an equals sign can be typed
into a calculator and gives the printed result.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from perfdesk import texts
from perfdesk.texts import N_

LINES: dict[str, str] = {
    "actual_rounded": N_("The actual {given} is rounded to {decimals} decimals: {result}"),
    "target_by_days": N_("The target by days of the cycle: {terms} = {result}"),
    "target_amended": N_("The target was amended from {agreed}; for the whole cycle it is {result}"),
    "ratio_higher": "{actual} ÷ {target} × 100 = {result}",
    "ratio_higher_negative": "100 × (1 + ({actual} − {target}) ÷ {size}) = {result}",
    "ratio_lower": "100 × (1 + ({target} − {actual}) ÷ {target}) = {result}",
    "ratio_lower_negative": "100 × (1 + ({target} − {actual}) ÷ {size}) = {result}",
    "ratio_reciprocal": "100 × {target} ÷ {actual} = {result}",
    "reciprocal_zero": N_(
        "{actual} is zero or less, which is the best there can be, so the cap is earned: {result}"
    ),
    "sign_flip": N_(
        "Actual {actual} and target {target} have different signs: look at the numbers, not the ratio."
    ),
    "gated": N_("{raw} is below the gate of {gate}, so nothing is earned: {result}"),
    "linear": "{s0} + ({actual} − {x0}) ÷ ({x1} − {x0}) × {step} = {result}",
    "below_threshold": N_("{actual} is worse than the threshold {limit}, so nothing is earned: {result}"),
    "beyond_best": N_("{actual} has reached the best value {limit}: {result}"),
    "efficacy": "60 + 40 × ({actual} − {worst}) ÷ ({best} − {worst}) = {result}",
    "band_higher": N_("{actual} ≥ {limit}, which earns {result}"),
    "band_lower": N_("{actual} ≤ {limit}, which earns {result}"),
    "band_rest": N_("{actual} reaches none of the bands, which earns {result}"),
    "done": N_("Done, which earns {result}"),
    "not_done": N_("Not done, which earns {result}"),
    "condition_met": N_("{actual} meets the target {target}, which earns {result}"),
    "condition_not_met": N_("{actual} does not meet the target {target}, which earns {result}"),
    "units_full": N_("From {target} to {actual} in full steps of {size}, that is {units} to deduct"),
    "units_started": N_("From {target} to {actual} in started steps of {size}, that is {units} to deduct"),
    "units_exact": N_("From {target} to {actual} in steps of {size}, that is {units} to deduct"),
    "deduct": "{base} − {points} × {units} = {result}",
    "bonus": "100 + {points} × {actual} = {result}",
    "distance": N_("Distance from the target: {high} − {low} = {result}"),
    "tolerance_full": N_("{distance} is within the full band of {limit}, which earns {result}"),
    "tolerance_zero": N_("{distance} is {limit} or more away, which earns {result}"),
    "tolerance": "100 × ({zero} − {distance}) ÷ ({zero} − {full}) = {result}",
    "capped": N_("{raw} is above the cap: {result}"),
    "floored": N_("{raw} is below the floor: {result}"),
    "level": N_("Level {level} earns {result} in {scheme}"),
    "combined": N_(
        "Weight × sum ÷ replies of each group (superior, peers, subordinates, customers): "
        "({terms}) ÷ {whole} = {result}"
    ),
    "combined_points": "{low} + ({level} − {below}) × {step} = {result}",
    "own_level": N_("Level {level} of the firm's own scale earns {result}"),
    "points_given": N_("The points given count as they are: {result}"),
    "half_level": N_("Level {level} is half-way in {scheme}: ({low} + {high}) ÷ 2 = {result}"),
    "counted_as_zero": N_("Not submitted and counted by decision: {reason}. It earns {result}"),
    "reweighted": N_("{present} % of the weight has a score; it counts as 100 %."),
    "effective_weight": N_("{name}: weight {weight} % becomes {result} %"),
    "weighted": N_("{name}: {score} × {weight} ÷ 100 = {result}"),
    "subtotal": N_("Sum: {terms} = {result}"),
    "with_events": N_("With bonus and deduction: {subtotal} + {bonus} − {deduction} = {result}"),
    "total_capped": N_("{reached} is above the highest total: {result}"),
    "total_floored": N_("{reached} is below the lowest total: {result}"),
    "veto_multiply": N_("Veto: {total} × {factor} = {result}"),
    "veto_zero": N_("A veto makes {total} void: {result}"),
    "veto_grade": N_("A veto leaves the total at {total}, but the grade is no better than {grade}."),
    "provisional": N_("Something is still missing, so this total is provisional."),
    "too_little": N_("Only {present} % of the weight has a score. From 60 % on there is a total."),
    "no_gap": N_("The score {score} has reached {met}, so there is no gap."),
    "score_gap": N_("Short of met: {met} − {score} = {result}"),
    "contribution": N_("What it costs the total: {weight} × {gap} ÷ 100 = {result}"),
    "share": N_("Share of all that is lost, in percent: {contribution} ÷ {whole} × 100 = {result}"),
    "priority": N_(
        "Priority: {contribution} × (1 + 0.25 × {strategic}) × (1 + 0.25 × ({cycles} − 1)) = {result}"
    ),
    "in_tolerance": N_("Less than 2 points short is within tolerance."),
}


class Line(Protocol):
    """One step of a computation; `domain.explanation.Line` is one."""

    @property
    def code(self) -> str: ...
    @property
    def values(self) -> Mapping[str, str | Decimal]: ...
    @property
    def result(self) -> Decimal | None: ...


def explain(line: Line, translator: texts.Translator | None = None) -> str:
    """Return one line with its numbers filled in, in the language of `translator` (default: the window's)."""
    filled = {
        name: value if isinstance(value, str) else _operand(value) for name, value in line.values.items()
    }
    if line.result is not None:
        filled["result"] = _number(line.result)
    return (translator or texts.current())(LINES[line.code]).format(**filled)


def _number(value: Decimal) -> str:
    return format(value, "f").replace("-", "−")


def _operand(value: Decimal) -> str:
    """A negative number stands in parentheses, so that the arithmetic can be read and typed."""
    return f"({_number(value)})" if value < 0 else _number(value)
