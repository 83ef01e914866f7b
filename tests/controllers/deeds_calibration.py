"""What can be done in a calibration, for the test that takes each deed back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from perfdesk.domain.terms import FormState, GuideMode
from tests.controllers.builders import current
from tests.controllers.world import World


def _scored(world: World) -> int:
    heads = world.firm.cycles.heads(current(world.firm))
    return next(head.id for head in heads if head.state is FormState.MANAGER_SCORED)


DEEDS: dict[str, Callable[[World], Any]] = {
    "calibration.set_grade": lambda w: w.firm.calibration.set_grade(
        _scored(w), "A", "EVIDENCE", "盘点资料补齐后重新核对", "周敏"
    ),
    "calibration.finish": lambda w: w.firm.calibration.finish(current(w.firm)),
    "calibration.set_guide": lambda w: w.firm.calibration.set_guide(
        {"S": Decimal(5), "A": Decimal(25), "B": Decimal(60), "C": Decimal(10), "D": Decimal(0)},
    ),
    "calibration.set_mode": lambda w: w.firm.calibration.set_mode(GuideMode.SOFT),
    "calibration.link_departments": lambda w: w.firm.calibration.link_departments(on=True),
}
