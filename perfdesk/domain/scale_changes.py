"""Another scale for a judged item, and the levels of a firm's own one: what is begun with, added, taken away.

Each result but `without_level` passes `scales.check_scale` in the scheme it is made for. Source: §5.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from perfdesk.domain.grades import SCHEMES, met_score
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.rule import Rule
from perfdesk.domain.scales import OwnLevel, Scale, own_levels, scale_of
from perfdesk.domain.terms import Scheme

BEGINNING = (1, 3, 5)
"""A firm's own scale begins with these of the five levels, numbered 1, 2, 3: short of it, met, better."""
Words = Mapping[int, tuple[str, str]]
"""Words of the levels 1 to 5, Chinese and English."""


def changed_scale(rule: Rule, scale: Scale, scheme: Scheme, words: Words) -> Rule:
    """Return the rule of a judged item on another scale; `words` name the levels that OWN begins with."""
    if scale is scale_of(rule):
        return rule
    if scale is Scale.OWN:
        points = SCHEMES[scheme].level_scores
        begun = [OwnLevel(Decimal(at), points[one], *words[one]) for at, one in enumerate(BEGINNING, 1)]
        return with_levels(rule, begun)
    params = {"scale": scale.value, **({"most": "100"} if scale is Scale.HUNDRED else {})}
    return replace(rule, params=params)


def with_levels(rule: Rule, levels: Sequence[OwnLevel]) -> Rule:
    """Return the rule with these levels of the firm's own."""
    listed = [
        {"level": _text(one.level), "score": _text(one.score), "zh": one.zh, "en": one.en} for one in levels
    ]
    return replace(rule, params={"scale": Scale.OWN.value, "levels": listed})


def with_level_added(rule: Rule, scheme: Scheme, zh: str, en: str) -> Rule:
    """Return the rule with one more level, named by `zh` and `en`: above the best while that earns less than an
    item may, otherwise half-way where two levels lie furthest apart; numbers above it move up where they must.
    """
    levels, met = list(own_levels(rule)), met_score(True, scheme)
    cap = SCHEMES[scheme].item_cap
    at = len(levels)
    if levels[-1].score < cap:
        points = cap
    else:
        wide = [upper.score - lower.score for lower, upper in zip(levels, levels[1:], strict=False)]
        at = max(range(len(wide)), key=wide.__getitem__) + 1
        points = round_half_up((levels[at - 1].score + levels[at].score) / 2)
        if points == met:
            points = round_half_up((levels[at - 1].score + met) / 2)
    new = OwnLevel(levels[at - 1].level + 1, points, zh, en)
    above, number = [], new.level
    for one in levels[at:]:
        number = max(one.level, number + 1)
        above.append(replace(one, level=number))
    return with_levels(rule, [*levels[:at], new, *above])


def without_level(rule: Rule, level: Decimal) -> Rule:
    """Return the rule without one level; the others keep their numbers."""
    return with_levels(rule, [one for one in own_levels(rule) if one.level != level])


def _text(value: Decimal) -> str:
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
