"""Every deed about raters, done to the small world: E03 has no manager, so that anybody may type in sheets."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from perfdesk.domain.terms import FormState, RaterGroup
from tests.controllers.world import World


def _asked(world: World) -> int:
    """Send the scored form back, ask a customer about its person and return the sheet."""
    world.firm.cycles.send_back(world.scored, FormState.SELF_SCORED, "还要请客户评一次，再提交")
    return world.firm.raters.ask(world.scored, RaterGroup.CUSTOMER, None, "华新贸易")


DEEDS: dict[str, Callable[[World], Any]] = {
    "raters.ask": _asked,
    "raters.propose": lambda w: (
        w.firm.people.edit_employee(w.who("E04"), "manager_id", w.who("E01")),
        w.firm.raters.propose([w.running]),
    ),
    "raters.withdraw": lambda w: w.firm.raters.withdraw(_asked(w)),
    "raters.set_weights": lambda w: w.firm.raters.set_weights(
        w.running, {RaterGroup.SUPERIOR: Decimal(80), RaterGroup.PEER: Decimal(20)}
    ),
    "raters.set_firm_weights": lambda w: w.firm.raters.set_firm_weights(
        "OTHERS", {RaterGroup.SUPERIOR: Decimal(90), RaterGroup.PEER: Decimal(10)}
    ),
    "raters.enter": lambda w: w.firm.raters.enter(_asked(w), w.judged(w.scored), "4"),
    "raters.enter_many": lambda w: w.firm.raters.enter_many([(_asked(w), w.judged(w.scored), "4")]),
    "raters.cannot_rate": lambda w: w.firm.raters.cannot_rate(_asked(w), w.judged(w.scored)),
    "raters.set_words": lambda w: w.firm.raters.set_words(_asked(w), "words_good", "交货准时"),
    "raters.decline": lambda w: w.firm.raters.decline(_asked(w)),
    "raters.enter_own": lambda w: w.firm.raters.enter_own(w.judged(w.running), "4"),
    "raters.enter_own_many": lambda w: w.firm.raters.enter_own_many([(w.judged(w.running), "5")]),
    "raters.set_own_words": lambda w: w.firm.raters.set_own_words(w.running, "新客户偏少，原因是线索少"),
    "raters.close": lambda w: (_asked(w), w.firm.raters.close([w.scored])),
}
