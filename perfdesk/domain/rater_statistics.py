"""What the marks of raters say about the raters (§6.3): for HR only, never corrected by themselves.

`marks` always means rater -> ratee -> mark, in levels 1 to 5 or in points. Means and variances are exact; what
needs a root is rounded to 28 digits. Nothing here ranks anybody.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction

from perfdesk.domain.raters import mean_of

LENIENT_LEVELS, LENIENT_POINTS, LENIENT_RATEES = Decimal("0.5"), Decimal(5), 4
MIDDLE_SHARE, MIDDLE_RATINGS = Fraction(4, 5), 10
NARROW, NARROW_RATINGS = Fraction(1, 2), 5
"""Below five ratings a standard deviation says nothing (§14)."""
SAME_DIMENSIONS = 4
AGREEING = Fraction(7, 10)
FAR_FROM_OTHERS = Decimal(1)
RATERS_OWN_SHARES, RATEES_SHARES = (62, 53), (21, 25)
"""Percent of the variance of ratings: the rater's own tendency, the performance rated (Scullen et al. 2000)."""

_WIDE = Context(prec=28)


class Flag(StrEnum):
    """What HR should look at, and talk about, before the marks are used."""

    LENIENT = "LENIENT"
    SEVERE = "SEVERE"
    HIGH_TEAM = "HIGH_TEAM"
    LOW_TEAM = "LOW_TEAM"
    MIDDLE = "MIDDLE"
    NARROW = "NARROW"
    SAME_MARKS = "SAME_MARKS"
    DISAGREEING = "DISAGREEING"
    BLIND_SPOT = "BLIND_SPOT"
    HIDDEN_STRENGTH = "HIDDEN_STRENGTH"


@dataclass(frozen=True, slots=True)
class Leniency:
    """How far a rater lies from others: `value` in levels or points, exact, None without anybody to compare
    with. `ratees` are those it was computed from. `flag` says whether it is worth a talk."""

    value: Fraction | None
    ratees: int
    flag: Flag | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How much a rater tells people apart. `middle` is the share of the middle level, 0 to 1; `variance` and
    `pooled` (of all raters) are sample variances, None below two ratings."""

    ratings: int
    middle: Fraction
    variance: Fraction | None
    pooled: Fraction | None
    flags: tuple[Flag, ...] = ()

    @property
    def deviation(self) -> Decimal | None:
        return None if self.variance is None else root(self.variance)


@dataclass(frozen=True, slots=True)
class Halo:
    """How much a rater tells dimensions apart within a person: the mean of the population SDs, raw and after
    each dimension was standardised; `same` ratees got the same mark on all of at least four dimensions."""

    mean_deviation: Decimal
    standardised: Decimal
    ratees: int
    same: tuple[Hashable, ...]

    @property
    def same_share(self) -> Fraction:
        return Fraction(len(self.same), self.ratees)


@dataclass(frozen=True, slots=True)
class Agreement:
    """r_wg of one item: 1 all agree, 0 no better than chance (negatives are shown as 0)."""

    value: Fraction
    raters: int
    flag: Flag | None = None


@dataclass(frozen=True, slots=True)
class SelfGap:
    """Own level less the mean of the others, in levels."""

    value: Fraction
    flag: Flag | None = None


def leniency(
    marks: Mapping[Hashable, Mapping[Hashable, Decimal]], *, in_points: bool = False
) -> dict[Hashable, Leniency]:
    """Return for each rater the mean distance to the other raters of the same people.

    Ratees without another rater are left out. Flagged from half a level (five points) on, with four ratees.
    Source: §6.3, EX-23.
    """
    limit = LENIENT_POINTS if in_points else LENIENT_LEVELS
    found: dict[Hashable, Leniency] = {}
    for rater, own in marks.items():
        distances = []
        for ratee, mark in own.items():
            others = [given[ratee] for other, given in marks.items() if other != rater and ratee in given]
            if others:
                distances.append(Fraction(mark) - mean_of(others))
        value = sum(distances, Fraction(0)) / len(distances) if distances else None
        flag = None
        if value is not None and len(distances) >= LENIENT_RATEES and abs(value) >= limit:
            flag = Flag.LENIENT if value > 0 else Flag.SEVERE
        found[rater] = Leniency(value, len(distances), flag)
    return found


def team_distance(
    teams: Mapping[Hashable, Sequence[Decimal]], *, in_points: bool = True
) -> dict[Hashable, Leniency]:
    """Return for each manager who rates only the own team: team mean less the mean of all other teams' members.

    This can't tell a generous rater from a good team, and whoever shows it has to say so. Source: §6.3, EX-24.
    """
    limit = LENIENT_POINTS if in_points else LENIENT_LEVELS
    found: dict[Hashable, Leniency] = {}
    for rater, own in teams.items():
        others = [mark for other, marks in teams.items() if other != rater for mark in marks]
        if not own or not others:
            found[rater] = Leniency(None, len(own))
            continue
        value = mean_of(own) - mean_of(others)
        flag = None
        if len(own) >= LENIENT_RATEES and abs(value) >= limit:
            flag = Flag.HIGH_TEAM if value > 0 else Flag.LOW_TEAM
        found[rater] = Leniency(value, len(own), flag)
    return found


def spread(
    ratings: Mapping[Hashable, Sequence[Decimal]], middle: Decimal = Decimal(3)
) -> dict[Hashable, Spread]:
    """Return for each rater the share of the middle level and the spread against that of all raters (HC18)."""
    variances = {rater: sample_variance(given) for rater, given in ratings.items() if len(given) > 1}
    freedom = sum(len(ratings[rater]) - 1 for rater in variances)
    pooled = None
    if freedom:
        squares = ((len(ratings[rater]) - 1) * variance for rater, variance in variances.items())
        pooled = sum(squares, Fraction(0)) / freedom
    found: dict[Hashable, Spread] = {}
    for rater, given in ratings.items():
        if not given:
            continue
        share, variance = Fraction(sum(mark == middle for mark in given), len(given)), variances.get(rater)
        flags = []
        if share > MIDDLE_SHARE and len(given) >= MIDDLE_RATINGS:
            flags.append(Flag.MIDDLE)
        is_enough = variance is not None and pooled is not None and len(given) >= NARROW_RATINGS
        if is_enough and (variance or 0) < NARROW**2 * (pooled or 0):
            flags.append(Flag.NARROW)
        found[rater] = Spread(len(given), share, variance, pooled, tuple(flags))
    return found


def halo(
    rows: Mapping[Hashable, Mapping[Hashable, Sequence[Decimal]]],
) -> dict[Hashable, Halo]:
    """Return for each rater how flat the profiles are; `rows`: rater -> ratee -> marks in the order of items.

    All rows have the same dimensions. Read it together with leniency: the two are confounded. Source: EX-25.
    """
    every = [row for own in rows.values() for row in own.values()]
    scales = [(mean_of(column), _population_variance(column)) for column in zip(*every, strict=True)]
    found: dict[Hashable, Halo] = {}
    for rater, own in rows.items():
        if not own:
            continue
        raw = [root(_population_variance(row)) for row in own.values()]
        scaled = [root(_population_variance(_standardised(row, scales))) for row in own.values()]
        same = tuple(
            ratee for ratee, row in own.items() if len(row) >= SAME_DIMENSIONS and len(set(row)) == 1
        )
        count = Decimal(len(own))
        found[rater] = Halo(sum(raw, Decimal(0)) / count, sum(scaled, Decimal(0)) / count, len(own), same)
    return found


def agreement(given: Sequence[Decimal], levels: int = 5) -> Agreement | None:
    """Return r_wg of one item; None below two raters. Source: §6.3, EX-26."""
    if len(given) < 2:
        return None
    chance = Fraction(levels**2 - 1, 12)
    value = max(Fraction(0), 1 - sample_variance(given) / chance)
    return Agreement(value, len(given), Flag.DISAGREEING if value < AGREEING else None)


def self_gap(own: Fraction | Decimal, others: Fraction | Decimal) -> SelfGap:
    """Return own level less the others' mean; from one level on it is a blind spot or a hidden strength."""
    value = Fraction(own) - Fraction(others)
    flag = None
    if abs(value) >= FAR_FROM_OTHERS:
        flag = Flag.BLIND_SPOT if value > 0 else Flag.HIDDEN_STRENGTH
    return SelfGap(value, flag)


def sample_variance(values: Sequence[Decimal]) -> Fraction:
    """Return the exact sample variance. Raises ZeroDivisionError below two values."""
    mean = mean_of(values)
    return sum(((Fraction(value) - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1)


def root(value: Fraction) -> Decimal:
    """Return the square root, 28 digits."""
    return _WIDE.sqrt(_WIDE.divide(Decimal(value.numerator), Decimal(value.denominator)))


def _population_variance(values: Sequence[Decimal]) -> Fraction:
    mean = mean_of(values)
    return sum(((Fraction(value) - mean) ** 2 for value in values), Fraction(0)) / len(values)


def _standardised(row: Sequence[Decimal], scales: Sequence[tuple[Fraction, Fraction]]) -> list[Decimal]:
    """Return a row with each dimension's mean taken away and its spread made 1; without spread only centred."""
    found = []
    for mark, (mean, variance) in zip(row, scales, strict=True):
        distance = Fraction(mark) - mean
        exact = _WIDE.divide(Decimal(distance.numerator), Decimal(distance.denominator))
        found.append(_WIDE.divide(exact, root(variance)) if variance else exact)
    return found
