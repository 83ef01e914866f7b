"""The cycle page: panes of one cycle under a switch, the states of its forms first.

To register a pane, write `class SomethingPane(Page)`, made as `SomethingPane(firm, parent)`, in a module of its own,
a function below that imports the module when it is called, and a line in `PANES`. The host shows the pane's
`actions()` in the top bar while it is in front, passes its signals on, calls `show_cycle` before it is first seen and
after changes it missed, `refresh` while it is in front, and `show_place` for `show_place(pane="<key>", …)`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QWidget

from perfdesk.domain.firm import Switch
from perfdesk.texts import N_, _
from perfdesk.views.page import Page
from perfdesk.views.parts import SegmentedSwitch

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


@dataclass(frozen=True, slots=True)
class Pane:
    """A pane of the cycle page. `word` is a message id; without its `switch` on, the pane is not offered."""

    key: str
    word: str
    switch: Switch | None
    factory: Callable[[Firm, QWidget], Page]


def _states(firm: Firm, parent: QWidget) -> Page:
    from perfdesk.views.cycle_states_pane import CycleStatesPane

    return CycleStatesPane(firm, parent)


def _calibration(firm: Firm, parent: QWidget) -> Page:
    from perfdesk.views.calibration_pane import CalibrationPane

    return CalibrationPane(firm, parent)


def _changes(firm: Firm, parent: QWidget) -> Page:
    from perfdesk.views.changes_pane import ChangesPane

    return ChangesPane(firm, parent)


def _raters(firm: Firm, parent: QWidget) -> Page:
    from perfdesk.views.raters_pane import RatersPane

    return RatersPane(firm, parent)


STATES_PANE = "states"
PANES = (
    Pane(STATES_PANE, N_("States"), None, _states),
    Pane("calibration", N_("Calibration"), Switch.CALIBRATION, _calibration),
    Pane("changes", N_("Changes and appeals"), Switch.AMENDMENTS, _changes),
    Pane("raters", N_("Raters"), Switch.RATERS, _raters),
)


class CyclePage(Page):
    """Shows the panes of `firm` that its switches offer; with one alone there is nothing to choose."""

    title = N_("Cycle")

    def __init__(self, firm: Firm, parent: QWidget | None = None, entries: Sequence[Pane] = PANES) -> None:
        super().__init__(parent)
        self._firm, self._entries = firm, tuple(entries)
        self._cycle_id: int | None = None
        self._offered: tuple[str, ...] = ()
        self._made: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._key = ""
        self._build()
        self._offer()
        self.retranslate()

    # -- what the window calls --

    def actions(self) -> Sequence[QAbstractButton]:
        """Return the buttons of the pane in front, after the other panes got theirs back."""
        for key, pane in self._made.items():
            for made in pane.actions() if key != self._key else ():
                if made.parent() is not pane:
                    made.hide()
                    made.setParent(pane)
        return self.pane().actions()

    def panes(self) -> Sequence[QWidget]:
        return self.pane().panes()

    def take_focus(self) -> None:
        self.pane().take_focus()

    def show_cycle(self, cycle_id: int | None) -> None:
        self._cycle_id = cycle_id
        self._offer()
        self._stale = set(self._made) - {self._key}
        self.pane().show_cycle(cycle_id)

    def show_place(self, **place: Any) -> None:
        """Open a pane (`pane`; the states without it) and go to a place in it."""
        key = str(place.pop("pane", STATES_PANE))
        self.show_pane(key if key in self._offered else STATES_PANE)
        if place:
            self.pane().show_place(**place)

    def refresh(self, changed: Any = None) -> None:
        self._offer()
        self._stale |= set(self._made) - {self._key}
        self.pane().refresh(changed)

    def pending_inputs(self) -> Sequence[str]:
        return [line for pane in self._made.values() for line in pane.pending_inputs()]

    def retranslate(self) -> None:
        super().retranslate()
        self.switch.setAccessibleName(_("Panes of the cycle"))
        self.switch.retranslate([_(entry.word) for entry in self._shown_entries()])
        for pane in self._made.values():
            pane.retranslate()

    # -- panes --

    def pane(self, key: str = "") -> Page:
        """Return a pane that was made; without a key the one in front."""
        return self._made[key or self._key]

    def show_pane(self, key: str) -> None:
        """Bring a pane to the front, made when it is first asked for."""
        if key == self._key:
            return
        entry = next(entry for entry in self._entries if entry.key == key)
        self._follow_states()
        if key not in self._made:
            self._make(entry)
        elif key in self._stale:
            self._made[key].show_cycle(self._cycle_id)
        self._stale.discard(key)
        self._key = key
        self.switch.choose(key)
        self.stack.setCurrentWidget(self._made[key])
        self.actions_changed.emit()

    def _follow_states(self) -> None:
        """Let every pane show the cycle that was chosen in the list of the first one: work belongs to one cycle."""
        states = self._made.get(STATES_PANE)
        shown = getattr(states, "shown_id", None)
        if states is None or shown is None or shown == self._cycle_id:
            return
        self._cycle_id = shown
        self._stale = set(self._made) - {STATES_PANE}
        if not self._firm.is_read_only:
            self._firm.cycles.choose(shown)

    def _build(self) -> None:
        self.layout().setContentsMargins(0, 0, 0, 0)  # the panes have margins of their own
        self.bar = QWidget(self)
        self.bar.setObjectName("cyclePanes")
        self._row = QHBoxLayout(self.bar)
        self._row.setContentsMargins(12, 8, 12, 0)
        self.switch = SegmentedSwitch((), self.bar)
        self._row.addWidget(self.switch)
        self._row.addStretch(1)
        self.stack = QStackedWidget(self)
        self.body.setSpacing(0)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.stack, 1)

    def _shown_entries(self) -> list[Pane]:
        return [entry for entry in self._entries if entry.key in self._offered]

    def _offer(self) -> None:
        """Offer the panes of the switches that are on; the one in front goes away with its switch."""
        on = self._firm.settings.settings().switches
        offered = tuple(one.key for one in self._entries if one.switch is None or one.switch in on)
        if offered == self._offered:
            return
        self._offered = offered
        old = self.switch
        self.switch = SegmentedSwitch([(one.key, _(one.word)) for one in self._shown_entries()], self.bar)
        self.switch.setAccessibleName(_("Panes of the cycle"))
        self.switch.chosen.connect(self.show_pane)
        self._row.replaceWidget(old, self.switch)
        old.deleteLater()
        self.bar.setVisible(len(offered) > 1)
        if self._key in offered:
            self.switch.choose(self._key)
        else:
            self.show_pane(offered[0])

    def _make(self, entry: Pane) -> None:
        pane = entry.factory(self._firm, self)
        pane.place_wanted.connect(self.place_wanted)
        pane.position_changed.connect(self._position)
        pane.actions_changed.connect(self._actions_of_pane)
        self._made[entry.key] = pane
        self.stack.addWidget(pane)
        pane.show_cycle(self._cycle_id)

    def _position(self, text: str) -> None:
        if self.sender() is self.pane():
            self.position_changed.emit(text)

    def _actions_of_pane(self) -> None:
        if self.sender() is self.pane():
            self.actions_changed.emit()
