"""Scales of items that are judged, not measured (§5.1): what may be given, and the score that it earns.

The rule of such an item (ANCHOR) names its scale in `params["scale"]`; without one it is FIVE_LEVEL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from perfdesk.domain.grades import SCHEMES, met_score
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.rule import Rule, read_number
from perfdesk.domain.terms import Scheme

FEWEST, MOST = 2, 10
"""So many levels a firm's own scale may have."""
HIGHEST_POINTS = (Decimal(100), Decimal(120))
"""Where HUNDRED may end."""


class Scale(StrEnum):
    """How an item is judged (§5.1). BARS and COMPETENCY are five levels with a written anchor each;
    COMPETENCY has a required level beside it. OWN: levels, words and scores of the firm."""

    FIVE_LEVEL = "FIVE_LEVEL"
    HUNDRED = "HUNDRED"
    BARS = "BARS"
    COMPETENCY = "COMPETENCY"
    OWN = "OWN"


FIVE_LEVELS = frozenset({Scale.FIVE_LEVEL, Scale.BARS, Scale.COMPETENCY})


@dataclass(frozen=True, slots=True)
class OwnLevel:
    """One level of a firm's own scale: a whole number from 0 to 99, its score in points, its words."""

    level: Decimal
    score: Decimal
    zh: str
    en: str


def scale_of(rule: Rule) -> Scale:
    """Return the scale of a judged item. Raises Invalid if the rule names one that does not exist."""
    given = str(rule.params.get("scale") or Scale.FIVE_LEVEL)
    if given not in list(Scale):
        raise Invalid(Problem("scale", "choice_unknown", {"text": given}))
    return Scale(given)


def own_levels(rule: Rule) -> tuple[OwnLevel, ...]:
    """Return the levels of an OWN scale, lowest first. Raises Invalid if one lacks its number or its score."""
    given = rule.params.get("levels")
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise Invalid(Problem("levels", "own_levels_number", {"count": 0, "fewest": FEWEST, "most": MOST}))
    found = []
    for one in given:
        if not isinstance(one, Mapping) or one.get("level") is None or one.get("score") is None:
            raise Invalid(Problem("levels", "own_level_incomplete", {"text": str(one)}))
        level, points = read_number("levels", one["level"]), read_number("levels", one["score"])
        found.append(OwnLevel(level, points, str(one.get("zh") or ""), str(one.get("en") or "")))
    return tuple(sorted(found, key=lambda one: one.level))


def most_points(rule: Rule) -> Decimal:
    """Return where a HUNDRED scale ends: 100 points, or 120 where the rule says so."""
    return read_number("most", rule.params.get("most", "100"))


def given_score(rule: Rule, given: Decimal, scheme: Scheme, *, allows_halves: bool = True) -> Decimal:
    """Return the points that a given level, or given points of HUNDRED, earn in a scheme, with 2 decimals.

    Five levels earn the preset's score, a half the midpoint (§5.2); HUNDRED counts as it is given, at most
    the scheme's item cap; a firm's own level earns the score written beside it.

    Raises:
        Invalid: the level is none of the scale's, or a half where the firm allows none.
    Source: §5.1, §5.2.
    """
    scale = scale_of(rule)
    if scale is Scale.HUNDRED:
        return _points(rule, given, scheme)
    if scale is Scale.OWN:
        for one in own_levels(rule):
            if one.level == given:
                return round_half_up(one.score)
        choices = ", ".join(format(one.level, "f") for one in own_levels(rule))
        raise Invalid(Problem("level", "own_level_unknown", {"text": format(given, "f"), "levels": choices}))
    points = level_score(given, scheme)
    if given % 1 and not allows_halves:
        details = {"text": format(given, "f"), "below": int(given), "above": int(given) + 1}
        raise Invalid(Problem("level", "level_half", details))
    return points


def level_score(level: Decimal, scheme: Scheme) -> Decimal:
    """Return the points of a level, 1 to 5 in whole or half steps; a half is the midpoint. Source: §5.2.

    Raises:
        Invalid: the level is off the scale.
    """
    if not 1 <= level <= 5 or level * 2 % 1:
        raise Invalid(Problem("level", "level_off_scale", {"text": format(level, "f")}))
    scores = SCHEMES[scheme].level_scores
    below = int(level)
    above = below if level == below else below + 1
    return round_half_up((scores[below] + scores[above]) / 2)


def _points(rule: Rule, given: Decimal, scheme: Scheme) -> Decimal:
    if scheme is Scheme.P5:
        raise Invalid(Problem("scale", "scale_not_for_p5"))
    most = most_points(rule)
    if not 0 <= given <= most:
        raise Invalid(Problem("level", "points_off_scale", {"text": format(given, "f"), "most": str(most)}))
    if given * 100 % 1:
        details = {"text": format(given, "f"), "decimals": 2, "fix": format(round_half_up(given), "f")}
        raise Invalid(Problem("level", "number_too_fine", details))
    return min(round_half_up(given), round_half_up(SCHEMES[scheme].item_cap))


def given_range(rule: Rule, scheme: Scheme) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest score that a judged item can earn. Raises Invalid for a broken scale."""
    scale = scale_of(rule)
    if scale is Scale.HUNDRED:
        return Decimal(0), min(most_points(rule), SCHEMES[scheme].item_cap)
    if scale is Scale.OWN:
        levels = own_levels(rule)
        return levels[0].score, levels[-1].score
    scores = SCHEMES[scheme].level_scores
    return scores[1], scores[5]


def met_given(rule: Rule, scheme: Scheme) -> Decimal | None:
    """Return the level, or the points of HUNDRED, that counts as met; None if a firm's own scale has none."""
    scale = scale_of(rule)
    if scale is Scale.HUNDRED:
        return met_score(True, scheme)
    if scale is Scale.OWN:
        met = met_score(True, scheme)
        return next((one.level for one in own_levels(rule) if one.score == met), None)
    return Decimal(3)


def competency_gap(required: Decimal | None, given: Decimal | None) -> Decimal | None:
    """Return how many levels a competency is short of what the position asks; below 0 it is ahead (§5.1)."""
    return None if required is None or given is None else required - given


def check_scale(rule: Rule, scheme: Scheme | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with the scale of a judged item; `scheme` None: not known yet, as in the library.

    A firm's own scale has 2 to 10 levels; a higher level earns more; exactly one earns what means met. Each
    has words, since a number alone tells nobody what to look for. Source: §5.1, §0.5.
    """
    try:
        scale = scale_of(rule)
        if scale is Scale.HUNDRED:
            return tuple(_hundred_problems(rule, scheme))
        return tuple(_own_problems(own_levels(rule), scheme)) if scale is Scale.OWN else ()
    except Invalid as invalid:
        return invalid.problems


def _hundred_problems(rule: Rule, scheme: Scheme | None) -> Iterator[Problem]:
    if most_points(rule) not in HIGHEST_POINTS:
        yield Problem("most", "points_end", {"text": str(rule.params.get("most"))})
    if scheme is Scheme.P5:
        yield Problem("scale", "scale_not_for_p5")


def _own_problems(levels: Sequence[OwnLevel], scheme: Scheme | None) -> Iterator[Problem]:
    if not FEWEST <= len(levels) <= MOST:
        details: dict[str, object] = {"count": len(levels), "fewest": FEWEST, "most": MOST}
        yield Problem("levels", "own_levels_number", details)
        return
    for one in levels:
        shown = format(one.level, "f")
        if one.level % 1 or not 0 <= one.level <= 99:
            yield Problem("levels", "own_level_range", {"text": shown})
        if not (one.zh.strip() or one.en.strip()):
            yield Problem("levels", "own_level_without_words", {"level": shown})
    for lower, upper in zip(levels, levels[1:], strict=False):
        pair = {"lower": format(lower.level, "f"), "upper": format(upper.level, "f")}
        if lower.level == upper.level:
            yield Problem("levels", "own_level_twice", {"level": pair["lower"]})
        elif upper.score <= lower.score:
            yield Problem("levels", "own_levels_order", pair)
    if scheme is None:
        return
    met, cap = met_score(True, scheme), SCHEMES[scheme].item_cap
    floor = SCHEMES[scheme].total_floor
    outside = [one for one in levels if not floor <= one.score <= cap]
    if outside:
        span = {"text": format(outside[0].score, "f"), "low": str(floor), "high": str(cap)}
        yield Problem("levels", "own_level_score", span)
    if sum(one.score == met for one in levels) != 1:
        yield Problem("levels", "own_levels_met", {"met": str(met)})
