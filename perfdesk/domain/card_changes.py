"""What goes with a change of a card: class and method belong together where an item is answered in words only.

Source: domain §2.2, §5.1.
"""

from __future__ import annotations

from dataclasses import replace

from perfdesk.domain.library import Card
from perfdesk.domain.rule_changes import changed_method
from perfdesk.domain.terms import ItemClass, Method

_JUDGED = (ItemClass.BEHAVIOUR, ItemClass.GS)


def coherent(before: Card, after: Card) -> Card:
    """Return a changed card with what follows from the change.

    The method WORDS makes the class WORDS and the other way round; such a card has no weight, baseline or basis,
    and is shared by nobody. Left again, the class is BEHAVIOUR where levels are described, else KPI.
    """
    was, chosen = before.rule.method is Method.WORDS, after.rule.method is Method.WORDS
    if after.item_class is not before.item_class and was == chosen:
        chosen = after.item_class is ItemClass.WORDS
    if chosen:
        rule = changed_method(after.rule, Method.WORDS)
        return replace(
            after,
            rule=rule,
            item_class=ItemClass.WORDS,
            weight=None,
            baseline=None,
            basis="",
            is_share=False,
            is_shared=False,
        )
    if after.rule.method is Method.WORDS:
        judged = after.item_class in _JUDGED or bool(after.anchors)
        return replace(after, rule=changed_method(after.rule, Method.ANCHOR if judged else Method.RATIO))
    if after.item_class is ItemClass.WORDS:
        judged = bool(after.anchors) and after.rule.method is Method.ANCHOR
        return replace(after, item_class=ItemClass.BEHAVIOUR if judged else ItemClass.KPI)
    return after
