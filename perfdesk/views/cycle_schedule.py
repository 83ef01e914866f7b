"""The days after a cycle's end on which each step is due, with today in their midst."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from PySide6.QtWidgets import QWidget

from perfdesk.domain.firm import Switch
from perfdesk.domain.schedule import Due, ScheduleStep
from perfdesk.texts import _, in_context
from perfdesk.views.parts import Card, CheckpointLine, RailStop

_SWITCH_OF = {
    ScheduleStep.SELF: Switch.SELF_SCORE,
    ScheduleStep.CALIBRATION: Switch.CALIBRATION,
    ScheduleStep.NOTICE: Switch.INTERVIEWS,
    ScheduleStep.INTERVIEW: Switch.INTERVIEWS,
    ScheduleStep.PLAN: Switch.INTERVIEWS,
}
"""Steps that only firms with these acts have."""


class ScheduleCard(Card):
    """A line of due days."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("scheduleCard")
        self._due: tuple[Due, ...] = ()
        self._today = date.min
        self.line = CheckpointLine(parent=self)
        self.line.setObjectName("schedule")
        self.add(self.line)

    def show_due(self, due: Sequence[Due], switches: AbstractSet[Switch], today: date) -> None:
        self._due = tuple(one for one in due if _SWITCH_OF.get(one.step) in (None, *switches))
        self._today = today
        self.retranslate()

    def retranslate(self) -> None:
        self.set_heading(_("Schedule"), _("working days after the cycle"))
        words = {
            ScheduleStep.ACTUALS: in_context("due", "Actuals"),
            ScheduleStep.SELF: in_context("due", "Self"),
            ScheduleStep.MANAGER: in_context("due", "Scores"),
            ScheduleStep.CALIBRATION: in_context("due", "Grades"),
            ScheduleStep.NOTICE: in_context("due", "Notice"),
            ScheduleStep.INTERVIEW: in_context("due", "Talk"),
            ScheduleStep.PLAN: in_context("due", "Plan"),
        }
        following = next((one.step for one in self._due if one.due_on >= self._today), None)
        self.line.show_stops(
            [
                RailStop(
                    words[one.step],
                    f"{one.due_on:%m-%d}",
                    _("today") if one.due_on == self._today else _("next") if one.step is following else "",
                    one.due_on < self._today,
                )
                for one in self._due
            ]
        )
