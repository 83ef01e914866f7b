"""A scoring rule as a curve: points, cliffs, and the actuals worth showing in a table. Source: domain §3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule, sign
from perfdesk.domain.scales import Scale, given_score, most_points, own_levels, scale_of
from perfdesk.domain.scoring import score
from perfdesk.domain.terms import Method, Scheme
from perfdesk.texts import _
from perfdesk.texts.words import number

Point = tuple[Decimal, Decimal]
FINE = 9
"""Decimals at which the curve is looked at: finer than any printed actual."""
JUMP = Decimal("0.5")
"""A step of the score larger than this, over next to nothing, is a cliff."""
CLOSE = Decimal("0.25")
"""Marks nearer to each other than this part of the axis: the second goes without its word."""
MOST_STEPS = 12
MOST_ROWS = 9


@dataclass(frozen=True, slots=True)
class Cliff:
    """Where the score jumps: the actual that still earns `better`, and the next worse one, as printed."""

    at: Decimal
    better: Decimal
    beside: Decimal
    worse: Decimal


@dataclass(frozen=True, slots=True)
class Curve:
    """`pieces` as the chart wants them: at each cliff, the side that the limit belongs to comes first."""

    pieces: tuple[tuple[Point, ...], ...]
    cliffs: tuple[Cliff, ...]
    rows: tuple[Point, ...]


def curve_of(rule: Rule, item_cap: Decimal, *, is_share: bool = False) -> Curve | None:
    """Return the curve of a measured rule; None where there is nothing to draw (a level, a yes or no).

    Raises:
        Invalid: the rule can't be computed, such as RATIO without a target.
    """
    if rule.method == Method.ANCHOR or (rule.method == Method.ALL_OR_NOTHING and rule.target is None):
        return None
    limits = sorted({round_half_up(value, 4) for value in _limits(rule)})
    if not limits:
        return None
    low, high = _range(limits, is_share=is_share)
    inside = [value for value in limits if low < value < high]
    fine, little = replace(rule, decimals=FINE), (high - low) / 10**6
    pieces, closed = _pieces(fine, item_cap, low, high, inside, little)
    if not closed:
        pieces = [piece[::-1] for piece in reversed(pieces)]
    cliffs = tuple(_cliffs(rule, item_cap, fine, inside, little))
    return Curve(
        tuple(tuple(piece) for piece in pieces), cliffs, _rows(rule, item_cap, low, high, limits, cliffs)
    )


def judged_curve(rule: Rule, scheme: Scheme) -> Curve | None:
    """Return the line of a points scale in a scheme; None for levels, which are a table. Raises Invalid."""
    if scale_of(rule) is not Scale.HUNDRED:
        return None
    most, cap = most_points(rule), SCHEMES[scheme].item_cap
    corners = sorted({Decimal(0), min(most, cap), most})
    given = sorted({Decimal(0), Decimal(60), Decimal(80), Decimal(100), most})
    pieces = tuple((one, given_score(rule, one, scheme)) for one in corners)
    return Curve((pieces,), (), tuple((one, given_score(rule, one, scheme)) for one in given))


def judged_rows(rule: Rule, scheme: Scheme) -> tuple[Point, ...]:
    """Return each level with the points it earns in a scheme, the lowest first; none for a points scale."""
    try:
        scale = scale_of(rule)
        if scale is Scale.OWN:
            return tuple((one.level, one.score) for one in own_levels(rule))
    except Invalid:
        return ()
    if scale is Scale.HUNDRED:
        return ()
    levels = SCHEMES[scheme].level_scores
    return tuple((Decimal(level), levels[level]) for level in sorted(levels))


def marks_of(rule: Rule, curve: Curve) -> list[tuple[Decimal, str]]:
    """Name threshold, target and stretch on the axis; one that stands close to the one before gets no word."""
    xs = [point[0] for piece in curve.pieces for point in piece]
    span = max(xs) - min(xs)
    named = ((rule.threshold, _("Threshold")), (rule.target, _("Target")), (rule.stretch, _("Stretch")))
    marks: list[tuple[Decimal, str]] = []
    for value, word in named:
        if value is not None:
            is_close = bool(marks) and abs(value - marks[-1][0]) < span * CLOSE
            marks.append((value, number(value) if is_close else f"{word} {number(value)}"))
    return marks


def _limits(rule: Rule) -> Iterator[Decimal]:
    """Give the actuals at which the curve bends or jumps."""
    d = sign(rule.direction)
    if rule.method == Method.RATIO:
        yield from _ratio(rule, d)
    elif rule.method == Method.LINEAR:
        yield from (value for value in (rule.threshold, rule.target, rule.stretch) if value is not None)
        goes_on = rule.params.get("below_threshold") == "EXTRAPOLATE"
        if goes_on and rule.threshold is not None and rule.target is not None:
            low, met = rule.number("threshold_score", "60"), rule.number("target_score", "100")
            yield rule.threshold - (rule.target - rule.threshold) / (met - low) * (low - rule.floor)
    elif rule.method == Method.EFFICACY:
        if (standards := rule.standards()) is not None:
            yield from standards
        else:
            worst, best = rule.number("unacceptable"), rule.number("satisfactory")
            for points in (rule.floor, Decimal(60), Decimal(100), rule.cap):
                yield worst + (points - 60) / 40 * (best - worst)
    elif rule.method == Method.BAND:
        yield from (limit for limit, _score in rule.bands() if limit is not None)
    elif rule.method == Method.ALL_OR_NOTHING and rule.target is not None:
        yield rule.target
    elif rule.method == Method.DEDUCT:
        size, points = rule.number("unit_size", "1"), rule.number("points_per_unit")
        count = min(MOST_STEPS, -int(-(rule.number("base", "100") - rule.floor) // points))
        yield from ((rule.target or Decimal(0)) - d * size * at for at in range(count + 1))
    elif rule.method == Method.BONUS:
        yield from (Decimal(0), (rule.cap - 100) / rule.number("points_per_unit"))
    elif rule.method == Method.TOLERANCE and rule.target is not None:
        for band in (rule.number("full_band"), rule.number("zero_band")):
            yield from (rule.target - band, rule.target + band)


def _ratio(rule: Rule, d: int) -> Iterator[Decimal]:
    target = rule.target
    if not target:
        return
    if rule.params.get("variant") == "LOWER_RECIPROCAL":
        yield from (100 * target / rule.cap, target, *(target * step / 4 for step in (6, 8, 10, 12)))
        return
    gate = rule.params.get("gate")
    for points in (rule.floor, *([rule.number("gate")] if gate is not None else []), Decimal(100), rule.cap):
        yield target + d * (points / 100 - 1) * abs(target)


def _range(limits: Sequence[Decimal], *, is_share: bool) -> tuple[Decimal, Decimal]:
    span = limits[-1] - limits[0] or abs(limits[0]) or Decimal(1)
    low, high = limits[0] - span * Decimal("0.3"), limits[-1] + span * Decimal("0.15")
    if limits[0] >= 0:
        low = max(low, Decimal(0))
    return low, min(high, Decimal(100)) if is_share and limits[-1] <= 100 else high


def _pieces(
    fine: Rule, item_cap: Decimal, low: Decimal, high: Decimal, inside: Sequence[Decimal], little: Decimal
) -> tuple[list[list[Point]], bool]:
    """Return the pieces from left to right, and whether a limit belongs to the piece at its left."""
    pieces: list[list[Point]] = []
    piece, is_left_closed = [(low, score(fine, low, item_cap))], True
    for limit in inside:
        before, here, after = (score(fine, x, item_cap) for x in (limit - little, limit, limit + little))
        if abs(here - before) > JUMP:
            pieces.append([*piece, (limit, before)])
            piece, is_left_closed = [(limit, here)], False
        else:
            piece.append((limit, here))
        if abs(after - here) > JUMP:
            pieces.append(piece)
            piece = [(limit, after)]
    pieces.append([*piece, (high, score(fine, high, item_cap))])
    return pieces, is_left_closed


def _cliffs(
    rule: Rule, item_cap: Decimal, fine: Rule, inside: Sequence[Decimal], little: Decimal
) -> Iterator[Cliff]:
    step = Decimal(1).scaleb(-rule.decimals)
    for limit in inside:
        here = score(fine, limit, item_cap)
        for move in (-1, 1):
            there = score(fine, limit + move * little, item_cap)
            if abs(there - here) > JUMP:
                beside = round_half_up(limit + move * step, rule.decimals)
                printed = score(rule, beside, item_cap)
                if here >= there:
                    yield Cliff(limit, here, beside, printed)
                else:
                    yield Cliff(beside, printed, limit, here)


def _rows(
    rule: Rule,
    item_cap: Decimal,
    low: Decimal,
    high: Decimal,
    limits: Sequence[Decimal],
    cliffs: Sequence[Cliff],
) -> tuple[Point, ...]:
    """Return actuals with their scores: the limits, what lies just beside a cliff, and middles between."""
    wanted = {round_half_up(value, rule.decimals) for value in limits if low <= value <= high}
    wanted |= {value for cliff in cliffs[:2] for value in (cliff.at, cliff.beside)}
    ends = sorted({low, *limits, high})
    middles = [(one + other) / 2 for one, other in zip(ends, ends[1:], strict=False)]
    for middle in sorted(middles, key=lambda value: abs(value - (low + high) / 2)):
        if len(wanted) >= MOST_ROWS - 1:
            break
        wanted.add(_handy(middle, rule.decimals))
    return tuple((value, score(rule, value, item_cap)) for value in sorted(wanted)[: MOST_ROWS + 2])


def _handy(value: Decimal, decimals: int) -> Decimal:
    """Round to two figures, so that the table shows 88 and not 87.4999."""
    if not value:
        return value
    figures = 1 - Fraction(abs(value)).numerator // Fraction(abs(value)).denominator
    places = 0 if abs(figures) >= 2 else 1
    return round_half_up(value, min(decimals, places))
