"""What a guide of grades would say (§7): shares, seats, ties, suggestion, deviation, inversions.

All of it is advice. Nothing here changes a grade: the final grade is the standard one until somebody changes it
with a reason, and no function takes a grade away because seats are filled. Grades are positions, 0 the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.grades import SCHEMES, Grade, grade_of
from perfdesk.domain.numbers import from_hundredths, largest_remainder
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import Scheme

LEAST_GROUP = 8
"""A group of fewer people has no guide of its own (§7.3)."""
LEAST_WORDS = 10
"""Every changed grade has a reason of so many characters (§0.12)."""

_WHOLE = Decimal(100)
_UNITS = 10_000
_ABOVE, _CENTRE, _BELOW = (Decimal(10), Decimal(20)), Decimal(50), (Decimal(15), Decimal(5))
_LINKS: Mapping[int, tuple[tuple[int, int], int, tuple[int, int]]] = {
    2: ((10, 10), -5, (-10, -5)),
    1: ((5, 5), 0, (-5, -5)),
    0: ((0, 0), 0, (0, 0)),
    -1: ((-5, -5), 0, (5, 5)),
    -2: ((-10, -10), 0, (10, 10)),
}
"""What a department's own grade adds to the guide (§7.4), by its steps above the centre."""


def centre_of(grades: Sequence[Grade], scheme: Scheme) -> int:
    """Return the position of the grade that a form at "meets" throughout earns: B of the preset grades."""
    return list(grades).index(grade_of(SCHEMES[scheme].level_scores[3], grades))


def default_guide(count: int, centre: int) -> tuple[Decimal, ...]:
    """Return the default shares in percent, best grade first: 10 20 50 15 5 for five grades (§7.2).

    Firms with three to seven grades of their own keep the sums of the five: 30 above the centre, 50 in it, 20
    below. Above, the share grows evenly toward the centre (30 | 10 20 | 5 10 15 …); below, it falls by the odd
    numbers (20 | 15 5 | 11 7 2 …). Where no grade lies above or below, the centre takes that share too.
    """
    above, below = centre, count - 1 - centre
    shares = [
        _share_out(sum(_ABOVE), range(1, above + 1)),
        _share_out(sum(_BELOW), range(2 * below - 1, 0, -2)),
    ]
    middle = _WHOLE - sum(shares[0]) - sum(shares[1])
    return (*shares[0], middle, *shares[1])


def _share_out(whole: Decimal | int, parts: Sequence[int]) -> tuple[Decimal, ...]:
    units = largest_remainder([Decimal(part) for part in parts], int(whole))
    return tuple(Decimal(unit) for unit in units)


def guide_of(own: Mapping[str, Decimal], grades: Sequence[Grade], scheme: Scheme) -> tuple[Decimal, ...]:
    """Return the firm's own shares where it set one for each of these grades, else the default."""
    if own and not check_guide(own, grades):
        return tuple(own[grade.code] for grade in grades)
    return default_guide(len(grades), centre_of(grades, scheme))


def check_guide(own: Mapping[str, Decimal], grades: Sequence[Grade]) -> tuple[Problem, ...]:
    """Return what is wrong with a firm's own shares: one for each grade, 0 to 100, together exactly 100."""
    found = [
        Problem(f"guide.{grade.code}", "guide_share", {"grade": grade.code})
        for grade in grades
        if grade.code not in own or not 0 <= own[grade.code] <= _WHOLE or own[grade.code] * 100 % 1
    ]
    total = sum((own.get(grade.code, Decimal(0)) for grade in grades), Decimal(0))
    if not found and total != _WHOLE:
        found.append(Problem("guide", "guide_not_100", {"sum": str(total), "rest": str(_WHOLE - total)}))
    return tuple(found)


def linked_guide(guide: Sequence[Decimal], centre: int, steps: int) -> tuple[Decimal, ...]:
    """Return the guide of a department whose own grade lies `steps` above (below: negative) the centre (§7.4).

    The table of §7.4 is the default guide plus the same few points per row, so the points are added to whatever
    guide the firm has; more than two steps count as two. With other than two grades above or below the centre
    their points are shared evenly among them. What would fall under 0 is 0, and the rest is scaled to 100.00.
    """
    up, middle, down = _LINKS[max(-2, min(2, steps))]
    above, below = centre, len(guide) - 1 - centre
    middle += (0 if above else sum(up)) + (0 if below else sum(down))
    added = (*_spread(up, above), Fraction(middle), *_spread(down, below))
    raised = [max(Fraction(0), Fraction(share) + more) for share, more in zip(guide, added, strict=True)]
    return tuple(
        from_hundredths(unit) for unit in largest_remainder(raised, _UNITS, turns(len(guide), centre))
    )


def _spread(pair: tuple[int, int], count: int) -> tuple[Fraction, ...]:
    if count == len(pair):
        return tuple(Fraction(points) for points in pair)
    return (Fraction(sum(pair), count),) * count if count else ()


def turns(count: int, centre: int) -> tuple[int, ...]:
    """Return who takes a seat first at equal remainders: the centre, then upward, then downward (B A S C D)."""
    return (*range(centre, -1, -1), *range(centre + 1, count))


def seats_of(guide: Sequence[Decimal], people: int, centre: int) -> tuple[int, ...]:
    """Return how many of `people` the guide would give each grade, by largest remainder. Source: §7.2, EX-27."""
    return tuple(largest_remainder(guide, people, turns(len(guide), centre)))


def suggested(totals: Sequence[Decimal], seats: Sequence[int]) -> list[int]:
    """Return the grade that rank and seats alone would give each total; `seats` sum to the number of totals.

    Equal totals always share a grade. A group of z that meets a grade with r seats left (r < z) takes it whole if
    2r ≥ z, the excess coming from the grades below in turn; else it moves on with those r seats. Source: §7.5.
    """
    if sum(seats) != len(totals):
        raise ValueError("a seat for each total, no more and no less")
    order = sorted(range(len(totals)), key=lambda at: totals[at], reverse=True)
    left, at, given = list(seats), 0, [0] * len(totals)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and totals[order[end]] == totals[order[start]]:
            end += 1
        at = _fill(left, at, end - start)
        for person in order[start:end]:
            given[person] = at
        start = end
    return given


def _fill(left: list[int], at: int, size: int) -> int:
    """Take `size` seats for one group from grade `at` on; return the grade it gets."""
    while not left[at]:
        at += 1
    while 2 * left[at] < size:  # the last grade has a seat for everybody who is left
        left[at + 1] += left[at]
        left[at] = 0
        at += 1
    below = at
    while size:
        taken = min(left[below], size)
        left[below] -= taken
        size -= taken
        below += 1
    return at


def deviation(counts: Sequence[int], guide: Sequence[Decimal]) -> Fraction:
    """Return ½·Σ|actual share − guide share| in percent, 0 to 100, exact; nobody there deviates by 0. §7.6."""
    people = sum(counts)
    if not people:
        return Fraction(0)
    pairs = zip(counts, guide, strict=True)
    return sum((abs(Fraction(100 * n, people) - Fraction(share)) for n, share in pairs), Fraction(0)) / 2


@dataclass(frozen=True, slots=True)
class Ranked:
    """One person of a pool as rank sees it. `is_capped`: a veto holds the grade down whatever the total says."""

    key: int
    total: Decimal
    grade: int
    is_capped: bool = False


@dataclass(frozen=True, slots=True)
class Inversion:
    """`key` has a better grade than `over`, whose total is higher, or, if `is_tie`, the same."""

    key: int
    over: int
    is_tie: bool = False


def inversions(pool: Iterable[Ranked]) -> tuple[Inversion, ...]:
    """Return who stands above somebody with a higher or an equal total, one entry each; a capped grade, which has
    its reason in the veto, counts against nobody. Source: §7.5, §7.7.
    """
    order = sorted(pool, key=lambda one: (-one.total, one.key))
    found: list[Inversion] = []
    worst: Ranked | None = None
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and order[end].total == order[start].total:
            end += 1
        group = order[start:end]
        lowest = max((one for one in group if not one.is_capped), key=lambda one: one.grade, default=None)
        for one in group:
            if worst is not None and one.grade < worst.grade:
                found.append(Inversion(one.key, worst.key))
            elif lowest is not None and one.grade < lowest.grade:
                found.append(Inversion(one.key, lowest.key, is_tie=True))
        if lowest is not None and (worst is None or lowest.grade > worst.grade):
            worst = lowest
        start = end
    return tuple(found)
