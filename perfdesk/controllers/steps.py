"""One step of a form from state to state, as it is written: the state, and the trail with a note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from perfdesk.controllers.desk import Desk
from perfdesk.domain.terms import FormState
from perfdesk.store.change import Change
from perfdesk.store.schema import form, form_step

SWITCHED_OFF, CYCLE_BEGAN = "switched_off", "cycle_began"
NO_CALIBRATION, SELF_SKIPPED, NO_PLAN = "no_calibration", "self_skipped", "no_plan"
"""Notes of steps that nobody took by hand: 已关闭, 周期开始, 无需校准, 未自评, 无改进计划."""


@dataclass(slots=True)
class Walk:
    """Steps of many forms, gathered and then written at once."""

    columns: dict[int, dict[str, Any]] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=list)

    def step(self, form_id: int, before: FormState, to: FormState, at: str, note: str = "") -> None:
        self.columns.setdefault(form_id, {})["state"] = to.value
        self.steps.append(
            {"form_id": form_id, "from_state": before.value, "to_state": to.value, "at": at, "note": note}
        )

    def also(self, form_id: int, **columns: Any) -> None:
        self.columns.setdefault(form_id, {}).update(columns)

    def write(self, change: Change) -> None:
        change.update_many(form, self.columns)
        change.insert_many(form_step, self.steps)
        change.touch(*self.columns)


def pass_at_once(
    desk: Desk, change: Change, form_ids: Iterable[int], to: FormState, note: str, **columns: Any
) -> None:
    """Write the same step for some forms."""
    now, walk = desk.now().isoformat(timespec="seconds"), Walk()
    for form_id in form_ids:
        walk.step(form_id, FormState(change.row(form, form_id)["state"]), to, now, note)
        walk.also(form_id, **columns)
    walk.write(change)
