"""From scores to a total: weighted cells, missing actuals, bonus, deductions and vetoes (§3.11 to §3.13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.grades import Grade, GradeScheme, grade_of
from perfdesk.domain.numbers import from_hundredths, largest_remainder, round_half_up, to_hundredths
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import Missing, VetoEffect

ENOUGH_WEIGHT = Decimal(60)
"""Below this present weight a form has no total (§3.12)."""
BONUS_ITEM_CAP = Decimal(5)
BONUS_CAP = Decimal(10)
WHOLE = Decimal(100)
_UNRESOLVED = (Missing.PENDING, Missing.NOT_SUBMITTED, Missing.VALUE)


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """One line of a form. `weight` in percent; `score` in points of the scheme, None if there is none.

    NOT_SUBMITTED with a score is the manager's decision to count it (as 0.00).
    """

    key: int
    weight: Decimal
    score: Decimal | None
    missing: Missing = Missing.VALUE

    @property
    def is_present(self) -> bool:
        return self.score is not None and self.missing in (Missing.VALUE, Missing.NOT_SUBMITTED)

    @property
    def is_open(self) -> bool:
        """Still to be scored, or to be given a reason for having no score."""
        return not self.is_present and self.missing in _UNRESOLVED


@dataclass(frozen=True, slots=True)
class Veto:
    """An event that caps the grade, voids the total or multiplies it by `factor` (0 <= factor < 1)."""

    effect: VetoEffect = VetoEffect.CAP_GRADE
    factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A form's result in points of its scheme. `subtotal` and `total` are None when too little is present.

    `weights` (effective, percent) and `weighted` (points) hold the present items only. `before_veto` is the
    total that a veto then changed; `veto` is the one that counts.
    """

    subtotal: Decimal | None
    bonus: Decimal
    deduction: Decimal
    total: Decimal | None
    present_weight: Decimal
    weights: Mapping[int, Decimal] = field(hash=False)
    weighted: Mapping[int, Decimal] = field(hash=False)
    is_provisional: bool = False
    is_reweighted: bool = False
    veto: Veto | None = None
    before_veto: Decimal | None = None


def total_of(
    items: Sequence[ScoredItem],
    scheme: GradeScheme,
    bonus: Iterable[Decimal] = (),
    deductions: Iterable[Decimal] = (),
    vetoes: Sequence[Veto] = (),
) -> Total:
    """Compute a form's total; each weighted cell is rounded once and the total is their exact sum.

    `bonus` are points per bonus item (`events.bonus_items`), `deductions` per event, zero or more; bonus items are
    capped at 5 each and 10 together.
    Excluded items hand their weight to the others by largest remainder, in form order. Fewer than 60 % of
    weight present: no total.

    Raises:
        Invalid: a veto multiplies by something outside 0 <= k < 1, or points are negative.
    Source: §3.11 to §3.13, §5.2.
    """
    bonus, deductions = tuple(bonus), tuple(deductions)
    _check_events(bonus, deductions, vetoes)
    present = [item for item in items if item.is_present]
    present_weight = sum((item.weight for item in present), Decimal(0))
    is_enough = present_weight >= ENOUGH_WEIGHT
    is_reweighted = is_enough and len(present) < len(items)
    weights = _effective(present) if is_reweighted else {item.key: item.weight for item in present}
    weighted = {item.key: weighted_points(item.score or Decimal(0), weights[item.key]) for item in present}
    is_provisional = any(item.is_open for item in items) or sum(item.weight for item in items) != WHOLE
    added = round_half_up(min(BONUS_CAP, sum((min(BONUS_ITEM_CAP, points) for points in bonus), Decimal(0))))
    taken = round_half_up(sum(deductions, Decimal(0)))
    total = Total(
        subtotal=None,
        bonus=added,
        deduction=taken,
        total=None,
        present_weight=present_weight,
        weights=weights,
        weighted=weighted,
        is_provisional=is_provisional,
        is_reweighted=is_reweighted,
    )
    if not is_enough:
        return total
    subtotal = sum(weighted.values(), Decimal("0.00"))
    clamped = _clamp(subtotal + added - taken, scheme)
    veto = _lowest(vetoes, clamped, scheme)
    after = _after(veto, clamped, scheme) if veto else clamped
    return replace(total, subtotal=subtotal, total=after, veto=veto, before_veto=clamped if veto else None)


def weighted_points(score: Decimal, weight: Decimal) -> Decimal:
    """Return one weighted cell, rounded once."""
    return round_half_up(score * weight / WHOLE)


def _effective(present: Sequence[ScoredItem]) -> dict[int, Decimal]:
    units = largest_remainder([item.weight for item in present], 10_000)
    return {item.key: from_hundredths(unit) for item, unit in zip(present, units, strict=True)}


def _clamp(points: Decimal, scheme: GradeScheme) -> Decimal:
    return round_half_up(max(scheme.total_floor, min(scheme.total_cap, points)))


def _check_events(bonus: Sequence[Decimal], deductions: Sequence[Decimal], vetoes: Sequence[Veto]) -> None:
    found = [Problem("points", "points_negative") for points in (*bonus, *deductions) if points < 0]
    for veto in vetoes:
        if veto.effect == VetoEffect.MULTIPLY and (veto.factor is None or not 0 <= veto.factor < 1):
            found.append(Problem("factor", "veto_factor"))
    if found:
        raise Invalid(*found)


def _after(veto: Veto, total: Decimal, scheme: GradeScheme) -> Decimal:
    if veto.effect == VetoEffect.ZERO_TOTAL:
        return round_half_up(scheme.total_floor)
    if veto.effect == VetoEffect.MULTIPLY:
        return max(round_half_up(scheme.total_floor), round_half_up(total * (veto.factor or Decimal(0))))
    return total


def _position(veto: Veto | None, total: Decimal, scheme: GradeScheme) -> int:
    """Position of the grade, 0 the best; a capped grade is no better than the second-lowest."""
    at = scheme.grades.index(grade_of(total, scheme.grades))
    return max(at, len(scheme.grades) - 2) if veto and veto.effect == VetoEffect.CAP_GRADE else at


def _lowest(vetoes: Sequence[Veto], total: Decimal, scheme: GradeScheme) -> Veto | None:
    """Several vetoes: the one with the lowest result only, by grade and then by total."""

    def result(veto: Veto) -> tuple[int, Decimal]:
        after = _after(veto, total, scheme)
        return -_position(veto, after, scheme), after

    return min(vetoes, key=result, default=None)


def grade_with_veto(total: Total, scheme: GradeScheme) -> Grade | None:
    """Return the grade of a printed total, capped where a veto says so; no total, no grade. Source: §3.13."""
    if total.total is None:
        return None
    return scheme.grades[_position(total.veto, total.total, scheme)]


def possible_range(
    items: Sequence[ScoredItem],
    scheme: GradeScheme,
    limits: Mapping[int, tuple[Decimal, Decimal]],
    bonus: Iterable[Decimal] = (),
    deductions: Iterable[Decimal] = (),
    vetoes: Sequence[Veto] = (),
) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and the highest total still possible once every open item has a score.

    `limits` gives (floor, cap) in points for each open item's key. None if there is no total even then.
    """
    bonus, deductions = tuple(bonus), tuple(deductions)
    ends = []
    for end in (0, 1):
        filled = [
            replace(item, score=limits[item.key][end], missing=Missing.VALUE) if item.is_open else item
            for item in items
        ]
        ends.append(total_of(filled, scheme, bonus, deductions, vetoes).total)
    lowest, highest = ends
    return None if lowest is None or highest is None else (lowest, highest)


def attainment(parts: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Return how far a goal is attained: the mean of (weight, score) pairs; None without a score (§2.1)."""
    scored = [(weight, score) for weight, score in parts if score is not None]
    whole = sum((weight for weight, _ in scored), Decimal(0))
    if not whole:
        return None
    return round_half_up(
        Fraction(sum((weight * score for weight, score in scored), Decimal(0))) / Fraction(whole)
    )


def share_out_rest(weights: Sequence[Decimal | None]) -> list[Decimal]:
    """Return weights that sum to exactly 100.00, each above 0, keeping as much of what was given as possible.

    What is missing to 100 goes in equal parts to the empty ones. Where none is empty, or nothing is left for
    them, all are scaled in proportion (an empty one then counts as the mean of the given ones).

    Raises:
        Invalid: more than 10,000 items, so that 0.01 each would not fit.
    """
    if not weights:
        return []
    if len(weights) > 10_000:
        raise Invalid(Problem("weight", "too_many_items", {"count": len(weights)}))
    given = [weight if weight is not None and weight > 0 else None for weight in weights]
    filled = [to_hundredths(round_half_up(weight)) for weight in given if weight is not None]
    rest, empty = 10_000 - sum(filled), len(given) - len(filled)
    if empty and rest >= empty:
        parts = iter(largest_remainder([Decimal(1)] * empty, rest))
        units = [next(parts) if weight is None else to_hundredths(round_half_up(weight)) for weight in given]
    else:
        mean = sum((weight for weight in given if weight is not None), Decimal(0)) / (len(filled) or 1)
        units = largest_remainder([mean if weight is None else weight for weight in given], 10_000)
    while 0 in units:
        units[units.index(max(units))] -= 1
        units[units.index(0)] += 1
    return [from_hundredths(unit) for unit in units]
