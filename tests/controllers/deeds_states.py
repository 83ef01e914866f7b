"""Deeds about the states of forms, for the tests of undo."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.controllers.builders import items
from tests.controllers.world import World


def _own_levels(world: World) -> None:
    for item in items(world.firm, world.running):
        if item.is_anchored:
            world.firm.raters.enter_own(item.id, str(Decimal(4)))


DEEDS: dict[str, Callable[[World], Any]] = {
    "cycles.submit_self": lambda w: (_own_levels(w), w.firm.cycles.submit_self(w.running)),
    "cycles.skip_self": lambda w: w.firm.cycles.skip_self([w.running]),
}
