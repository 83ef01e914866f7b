"""Short ways to write rules and items, and hypothesis strategies for valid ones."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from perfdesk.domain.grades import Grade
from perfdesk.domain.scoring import Rule
from perfdesk.domain.terms import Direction, Method
from perfdesk.domain.totals import ScoredItem

H, L, T = Direction.HIGHER, Direction.LOWER, Direction.TARGET


def d(text: str | int) -> Decimal:
    return Decimal(str(text))


def ratio(direction: Direction, target: str, **changes: object) -> Rule:
    return Rule(Method.RATIO, direction, d(target), **changes)


def linear(direction: Direction, threshold: str, target: str, stretch: str, **params: object) -> Rule:
    return Rule(Method.LINEAR, direction, d(target), d(threshold), d(stretch), params)


def rule(method: Method, direction: Direction = H, target: str | None = None, **params: object) -> Rule:
    return Rule(method, direction, None if target is None else d(target), params=params)


def bands(direction: Direction, *pairs: tuple[str | None, str]) -> Rule:
    return rule(Method.BAND, direction, bands=[{"limit": limit, "score": score} for limit, score in pairs])


def items(*pairs: tuple[str, str]) -> list[ScoredItem]:
    """Items from (weight, score), keyed 1, 2, 3 …"""
    return [ScoredItem(key, d(weight), d(score)) for key, (weight, score) in enumerate(pairs, 1)]


def decimals(low: int, high: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    """Numbers with exactly `places` decimals, bounds in whole units."""
    units = st.integers(low * 10**places, high * 10**places)
    return units.map(lambda number: Decimal(number).scaleb(-places))


ACTUALS = decimals(-2000, 2000)
ONE_WAY = st.sampled_from([H, L])


@st.composite
def ordered(draw: st.DrawFn, count: int) -> tuple[Direction, list[Decimal]]:
    """A direction and `count` different values, from best to worst in it."""
    direction = draw(ONE_WAY)
    values = draw(st.lists(decimals(-1000, 1000), min_size=count, max_size=count, unique=True))
    return direction, sorted(values, reverse=direction == H)


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Decimal]:
    return {"floor": draw(decimals(0, 40)), "cap": draw(decimals(100, 150))}


@st.composite
def ratio_rules(draw: st.DrawFn) -> Rule:
    target = draw(decimals(-1000, 1000).filter(bool))
    params: dict[str, object] = {}
    if draw(st.booleans()):
        params["gate"] = str(draw(decimals(0, 100)))
    direction = draw(ONE_WAY)
    if direction == L and target > 0 and draw(st.booleans()):
        params["variant"] = "LOWER_RECIPROCAL"
    return Rule(Method.RATIO, direction, target, params=params, **draw(limits()))


@st.composite
def linear_rules(draw: st.DrawFn) -> Rule:
    direction, (stretch, target, threshold) = draw(ordered(3))
    params = {
        "threshold_score": str(draw(decimals(0, 99))),
        "target_score": "100",
        "stretch_score": str(draw(decimals(100, 140))),
        "below_threshold": draw(st.sampled_from(["ZERO", "EXTRAPOLATE"])),
    }
    best = draw(st.sampled_from([stretch, None]))
    return Rule(Method.LINEAR, direction, target, threshold, best, params, **draw(limits()))


@st.composite
def efficacy_rules(draw: st.DrawFn) -> Rule:
    if draw(st.booleans()):
        direction, (best, worst) = draw(ordered(2))
        params: dict[str, object] = {"unacceptable": str(worst), "satisfactory": str(best)}
    else:
        direction, standards = draw(ordered(5))
        params = {"standards": [str(standard) for standard in standards]}
    return Rule(Method.EFFICACY, direction, params=params, **draw(limits()))


@st.composite
def band_rules(draw: st.DrawFn) -> Rule:
    direction, steps = draw(ordered(draw(st.integers(1, 5))))
    best = draw(decimals(100, 120))
    points = [best, *sorted(draw(st.lists(decimals(0, 100), min_size=len(steps), max_size=len(steps))))[::-1]]
    pairs = zip([*steps, None], points, strict=True)
    shown = [{"limit": None if limit is None else str(limit), "score": str(score)} for limit, score in pairs]
    return Rule(Method.BAND, direction, params={"bands": shown}, **draw(limits()))


@st.composite
def all_or_nothing_rules(draw: st.DrawFn) -> Rule:
    params = {"pass_score": str(draw(decimals(100, 120))), "fail_score": str(draw(decimals(0, 99)))}
    return Rule(Method.ALL_OR_NOTHING, draw(ONE_WAY), draw(ACTUALS), params=params, **draw(limits()))


@st.composite
def deduct_rules(draw: st.DrawFn) -> Rule:
    params = {
        "base": str(draw(decimals(100, 120))),
        "points_per_unit": str(draw(decimals(1, 50))),
        "unit_size": str(draw(decimals(1, 30))),
        "rounding": draw(st.sampled_from(["FULL_UNIT", "STARTED_UNIT", "PROPORTIONAL"])),
    }
    return Rule(Method.DEDUCT, draw(ONE_WAY), draw(decimals(0, 500)), params=params, **draw(limits()))


@st.composite
def bonus_rules(draw: st.DrawFn) -> Rule:
    return Rule(Method.BONUS, H, params={"points_per_unit": str(draw(decimals(1, 20)))}, **draw(limits()))


@st.composite
def tolerance_rules(draw: st.DrawFn) -> Rule:
    full, zero = sorted(draw(st.lists(decimals(0, 500), min_size=2, max_size=2, unique=True)))
    params = {"full_band": str(full), "zero_band": str(zero)}
    return Rule(Method.TOLERANCE, T, draw(ACTUALS), params=params, **draw(limits()))


RULES = {
    Method.RATIO: ratio_rules(),
    Method.LINEAR: linear_rules(),
    Method.EFFICACY: efficacy_rules(),
    Method.BAND: band_rules(),
    Method.ALL_OR_NOTHING: all_or_nothing_rules(),
    Method.DEDUCT: deduct_rules(),
    Method.BONUS: bonus_rules(),
    Method.TOLERANCE: tolerance_rules(),
}


def actuals_of(method: Method) -> st.SearchStrategy[Decimal]:
    return decimals(0, 30) if method == Method.BONUS else ACTUALS


@st.composite
def weights(draw: st.DrawFn, at_most: int = 12) -> list[Decimal]:
    """Weights above 0 that sum to exactly 100.00."""
    count = draw(st.integers(1, at_most))
    cuts = draw(st.lists(st.integers(1, 9999), min_size=count - 1, max_size=count - 1, unique=True))
    edges = [0, *sorted(cuts), 10_000]
    return [Decimal(end - start).scaleb(-2) for start, end in zip(edges, edges[1:], strict=False)]


def grades(*bounds: str) -> tuple[Grade, ...]:
    """Grades named A, B, C … with these bounds and falling coefficients."""
    return tuple(
        Grade(chr(65 + at), "", "", d(bound), Decimal(15 - at) / 10) for at, bound in enumerate(bounds)
    )
