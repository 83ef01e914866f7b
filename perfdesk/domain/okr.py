"""OKR beside the appraisal (§4): scores of key results and objectives, their limits, and what mode X makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.rule import Rule
from perfdesk.domain.scoring import score
from perfdesk.domain.terms import Commitment, Direction, KeyResultKind, Method

USUAL_OBJECTIVES, MOST_OBJECTIVES = 3, 5
USUAL_KEY_RESULTS, MOST_KEY_RESULTS = (2, 4), 5
CONFIDENCE = range(1, 11)
"""1 to 10; a goal begins near 5."""
CONFIDENCE_DROP = 3
"""A fall of so many points from one check-in to the next asks what stands in the way."""
MOST_CONTRIBUTION = Decimal(20)
"""Weight in percent that the item "contribution through OKR" (mode C) may have."""
CONTRIBUTION = "OKR-C"
"""Lineage and code of the item "contribution through OKR" (mode C)."""
MILESTONES = (Decimal("0.3"), Decimal("0.7"), Decimal(1))
"""Grades of a milestone unless others are agreed."""


class Colour(StrEnum):
    """Always shown with its word: far off, on the way, going well."""

    RED = "RED"
    YELLOW = "YELLOW"
    GREEN = "GREEN"


@dataclass(frozen=True, slots=True)
class KeyResult:
    """One key result. METRIC goes from `start` to `target` (down as well), in `unit`; a MILESTONE's actual is
    the grade reached, one of `milestones`; a BINARY's is 1 or 0.

    `score` is 0.00 to 1.00 as stored; `weight` None: like the others. `lineage` names the indicator it shares.
    `confidence` holds what the check-ins said, oldest first.
    """

    id: int
    objective_id: int
    order: int
    name: str
    kind: KeyResultKind
    unit: str = ""
    start: Decimal | None = None
    target: Decimal | None = None
    actual: Decimal | None = None
    milestones: tuple[Decimal, ...] = MILESTONES
    score: Decimal | None = None
    weight: Decimal | None = None
    lineage: str = ""
    words: str = ""
    confidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective with its key results. `words`: why a committed one was missed, or what was learned.
    `item_id`: the form item that carries it in mode X."""

    id: int
    form_id: int
    order: int
    name: str
    commitment: Commitment
    key_results: tuple[KeyResult, ...] = ()
    words: str = ""
    item_id: int | None = None

    @property
    def score(self) -> Decimal | None:
        """The score so far, 0.00 to 1.00."""
        return objective_score(self.key_results)

    @property
    def is_complete(self) -> bool:
        """Every key result has a score."""
        return bool(self.key_results) and all(one.score is not None for one in self.key_results)


def key_result_score(result: KeyResult, actual: Decimal) -> Decimal:
    """Return the score of a key result, 0.00 to 1.00 with 2 decimals.

    Raises:
        Invalid: start or target is missing, both are the same, or the actual is none of the grades.
    Source: §4.1.
    """
    if result.kind is KeyResultKind.BINARY:
        if actual not in (0, 1):
            raise Invalid(Problem("actual", "not_yes_no", {"text": format(actual, "f")}))
        return round_half_up(actual)
    if result.kind is KeyResultKind.MILESTONE:
        if actual and actual not in result.milestones:
            grades = ", ".join(format(one.normalize(), "f") for one in (Decimal(0), *result.milestones))
            raise Invalid(
                Problem("actual", "not_a_milestone", {"text": format(actual, "f"), "grades": grades})
            )
        return round_half_up(actual)
    if problems := tuple(_metric_problems(result)):
        raise Invalid(*problems)
    assert result.start is not None and result.target is not None
    way = Fraction(actual - result.start) / Fraction(result.target - result.start)
    return round_half_up(max(Fraction(0), min(Fraction(1), way)))


def objective_score(results: Iterable[KeyResult]) -> Decimal | None:
    """Return the weighted mean of the stored scores, with 2 decimals; without any score None.

    A key result without a weight counts like the mean of the others; one without a score is left out.
    Source: §4.1.
    """
    scored = [one for one in results if one.score is not None]
    given = [Fraction(one.weight) for one in scored if one.weight is not None]
    usual = sum(given, Fraction(0)) / len(given) if given else Fraction(1)
    weights = [usual if one.weight is None else Fraction(one.weight) for one in scored]
    whole = sum(weights, Fraction(0))
    if not whole:
        return None
    points = sum(
        (weight * Fraction(one.score or 0) for one, weight in zip(scored, weights, strict=True)), Fraction(0)
    )
    return round_half_up(points / whole)


def colour_of(points: Decimal) -> Colour:
    """Return the colour of a score, by its rounding to one decimal: to 0.3 red, to 0.6 yellow, else green."""
    tenths = round_half_up(points, 1)
    if tenths <= Decimal("0.3"):
        return Colour.RED
    return Colour.YELLOW if tenths <= Decimal("0.6") else Colour.GREEN


def conversion(commitment: Commitment) -> Rule:
    """Return the rule that turns an objective's score into points (mode X): 100·s where it was committed,
    0 → 0, 0.7 → 100, 1.0 → 120 where it was a challenge. Source: §4.4."""
    if commitment is Commitment.COMMITTED:
        return Rule(Method.RATIO, Direction.HIGHER, target=Decimal(1))
    return Rule(
        Method.LINEAR,
        Direction.HIGHER,
        target=Decimal("0.7"),
        threshold=Decimal(0),
        stretch=Decimal(1),
        params={"threshold_score": "0", "target_score": "100", "stretch_score": "120"},
    )


def converted(points: Decimal, commitment: Commitment) -> Decimal:
    """Return what a score of 0.00 to 1.00 is worth on the scale to 100 (EX-19)."""
    return score(conversion(commitment), points)


def has_fallen(confidence: Sequence[int]) -> bool:
    """Tell whether the last check-in was so much less confident that an obstacle should be written (§4.2)."""
    return len(confidence) > 1 and confidence[-2] - confidence[-1] >= CONFIDENCE_DROP


def check_key_result(result: KeyResult) -> tuple[Problem, ...]:
    """Return what is wrong with one key result as it was agreed. Source: §4.1."""
    found = [] if result.name.strip() else [Problem("name", "key_result_without_name")]
    if result.kind is KeyResultKind.METRIC:
        found += _metric_problems(result)
    elif result.kind is KeyResultKind.MILESTONE:
        grades = result.milestones
        rising = all(low < high for low, high in zip(grades, grades[1:], strict=False))
        if len(grades) < 2 or not rising or grades[0] <= 0 or grades[-1] != 1:
            found.append(Problem("milestones", "milestones_order"))
    if result.weight is not None and not 0 < result.weight <= 100:
        found.append(Problem("weight", "weight_range", {"text": format(result.weight, "f")}))
    return tuple(found)


def _metric_problems(result: KeyResult) -> Iterable[Problem]:
    if result.start is None:
        yield Problem("start", "key_result_without_start")
    if result.target is None:
        yield Problem("target", "target_missing")
    if result.start is not None and result.start == result.target:
        yield Problem("target", "key_result_start_is_target", {"text": format(result.start, "f")})


def check_objectives(
    objectives: Sequence[Objective], counted: frozenset[str] = frozenset()
) -> tuple[Problem, ...]:
    """Return what is wrong or unusual with the objectives of one form; fields are "okr", "objective.<id>" and
    "key_result.<id>". `counted`: lineages of the indicators that the form scores. Source: §4.2, §4.4."""
    found: list[Problem] = []
    if len(objectives) > USUAL_OBJECTIVES:
        details = {"count": len(objectives), "most": MOST_OBJECTIVES, "usual": USUAL_OBJECTIVES}
        is_too_many = len(objectives) > MOST_OBJECTIVES
        code = "objectives_too_many" if is_too_many else "objectives_many"
        found.append(Problem("okr", code, details, is_warning=not is_too_many))
    for objective in objectives:
        found += _objective_problems(objective)
        for result in objective.key_results:
            place, name = f"key_result.{result.id}", result.name
            found += [
                Problem(place, one.code, {**one.details, "name": name}) for one in check_key_result(result)
            ]
            if result.lineage and result.lineage in counted:
                found.append(Problem(place, "key_result_counts_twice", {"name": name}, is_warning=True))
            if has_fallen(result.confidence):
                before, now = result.confidence[-2:]
                fall = {"name": name, "before": before, "now": now}
                found.append(Problem(place, "confidence_fell", fall, is_warning=True))
    return tuple(found)


def _objective_problems(objective: Objective) -> Iterable[Problem]:
    place, details = f"objective.{objective.id}", {"name": objective.name}
    if not objective.name.strip():
        yield Problem(place, "objective_without_name")
    count, (fewest, most) = len(objective.key_results), USUAL_KEY_RESULTS
    if count > MOST_KEY_RESULTS:
        yield Problem(place, "key_results_too_many", {**details, "count": count, "most": MOST_KEY_RESULTS})
    elif not fewest <= count <= most:
        yield Problem(place, "key_results_unusual", {**details, "count": count}, is_warning=True)
    is_short = objective.is_complete and objective.score is not None and objective.score < 1
    if objective.commitment is Commitment.COMMITTED and is_short and not objective.words.strip():
        yield Problem(place, "committed_without_words", details, is_warning=True)


def check_contribution(weight: Decimal | None) -> tuple[Problem, ...]:
    """Return what is wrong with the weight of "contribution through OKR" (mode C): at most 20 %. Source: §4.4."""
    if weight is None or weight <= MOST_CONTRIBUTION:
        return ()
    details = {"text": format(weight, "f"), "most": str(MOST_CONTRIBUTION)}
    return (Problem("weight", "contribution_weight", details),)
