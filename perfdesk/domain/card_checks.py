"""What makes a card of the library sound (§2.4): what is refused, and what is worth a warning."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.domain.library import Card
from perfdesk.domain.problems import Problem
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.terms import Aggregation, ItemClass, Method

USUAL_WEIGHTS = (Decimal(5), Decimal(40))
"""One item is usually worth 5 to 40 % (§2.2)."""
LEVELS = (1, 2, 3, 4, 5)
_UNMEASURED = (Method.ANCHOR, Method.WORDS)


def check_card(card: Card) -> tuple[Problem, ...]:
    """Return everything wrong with a card of the library; warnings refuse nothing. Source: §2.2, §2.4, §3.

    The target may be missing: it is set on each form. `check_agreement` asks for it.
    """
    found = list(_identity(card))
    found += rule_problems(card.rule, needs_target=False)
    found += _measuring(card)
    found += provenance(
        card.rule,
        unit=card.unit,
        provider_id=card.provider_id,
        provider_words=card.provider_words,
        basis=card.basis,
    )
    if card.weight is not None:
        found += _weight(card.weight)
    if card.is_anchored:
        found += _anchors(card)
    return tuple(found)


def rule_problems(rule: Rule, *, needs_target: bool = True) -> tuple[Problem, ...]:
    """Return what is wrong with a rule; an item in words only has none."""
    if rule.method == Method.WORDS:
        return ()
    return check_rule(rule, needs_target=needs_target)


def provenance(
    rule: Rule,
    *,
    unit: str,
    provider_id: int | None = None,
    provider_words: str = "",
    basis: str = "",
    appraisee_id: int | None = None,
) -> tuple[Problem, ...]:
    """Warn where nobody is named who provides the figures, where it is the appraisee, or where nothing is said of
    what a numeric target rests on: history, peers or a plan. Source: §2.4.
    """
    if rule.method in _UNMEASURED:
        return ()
    found = []
    if provider_id is None and not provider_words.strip():
        found.append(_warn("provider", "provider_missing"))
    elif provider_id is not None and provider_id == appraisee_id:
        found.append(_warn("provider", "provider_is_appraisee"))
    if rule.target is not None and unit != "bool" and not basis.strip():
        found.append(_warn("basis", "basis_missing"))
    return tuple(found)


def check_agreement(
    name: str,
    unit: str,
    rule: Rule,
    *,
    provider_id: int | None = None,
    provider_words: str = "",
    basis: str = "",
    appraisee_id: int | None = None,
) -> tuple[Problem, ...]:
    """Return what one indicator of a form lacks to leave DRAFT: name, unit, a rule with its target; and warnings.

    The weights of the whole form are `cycles.check_weights`. Source: §2.4.
    """
    found = []
    if not name.strip():
        found.append(Problem("name", "name_missing"))
    if not unit.strip() and rule.method not in _UNMEASURED:
        found.append(Problem("unit", "unit_missing"))
    found += rule_problems(rule)
    found += provenance(
        rule,
        unit=unit,
        provider_id=provider_id,
        provider_words=provider_words,
        basis=basis,
        appraisee_id=appraisee_id,
    )
    return tuple(found)


def _identity(card: Card) -> Iterator[Problem]:
    if not card.code.strip():
        yield Problem("code", "code_missing")
    if not (card.name_zh.strip() or card.name_en.strip()):
        yield Problem("name", "name_missing")
    if not card.unit.strip() and card.rule.method not in _UNMEASURED:
        yield Problem("unit", "unit_missing")


def _measuring(card: Card) -> Iterator[Problem]:
    rule = card.rule
    if card.item_class == ItemClass.BEHAVIOUR and rule.method not in _UNMEASURED:
        yield Problem("method", "behaviour_needs_levels")
    if rule.method in _UNMEASURED:
        return
    if card.is_share:
        for name in ("threshold", "target", "stretch"):
            value = getattr(rule, name)
            if value is not None and not 0 <= value <= 100:
                yield Problem(name, "share_off_range", {"text": format(value, "f")})
    if card.aggregation == Aggregation.RATIO and not (card.numerator_zh or card.numerator_en):
        yield _warn("numerator", "ratio_parts_missing")


def _weight(weight: Decimal) -> Iterator[Problem]:
    if not 0 < weight <= 100 or weight * 100 % 1:
        yield Problem("weight", "weight_range", {"text": format(weight, "f")})
    elif not USUAL_WEIGHTS[0] <= weight <= USUAL_WEIGHTS[1]:
        yield _warn("weight", "weight_unusual", text=format(weight, "f"))


def _anchors(card: Card) -> Iterator[Problem]:
    written = {one.level for one in card.anchors if one.zh.strip() or one.en.strip()}
    missing = [level for level in LEVELS if level not in written]
    if missing:
        yield _warn("anchors", "anchors_missing", levels=", ".join(map(str, missing)))


def _warn(field: str, code: str, **details: object) -> Problem:
    return Problem(field, code, details, is_warning=True)
