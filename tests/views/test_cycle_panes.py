"""The cycle page as host: panes come and go with switches, and one of them has the top bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from perfdesk.domain.firm import Switch
from perfdesk.texts import N_
from perfdesk.views.cycle_page import PANES, CyclePage, Pane
from perfdesk.views.page import Page
from perfdesk.views.parts import button


class OtherPane(Page):
    """A pane that writes down what it is told."""

    title = N_("Calibration")

    def __init__(self, firm, parent=None) -> None:
        super().__init__(parent)
        self.told: list[object] = []
        self.deed = button("做", "primary", name="otherDeed", parent=self)
        self.retranslate()

    def actions(self):
        return (self.deed,)

    def show_cycle(self, cycle_id):
        self.told.append(cycle_id)

    def show_place(self, **place):
        self.told.append(place)

    def refresh(self, changed=None):
        self.told.append("refresh")

    def pending_inputs(self):
        return ["等级: 9"]


@pytest.fixture
def host(shop, show_page):
    shop.settings.set_switch(Switch.CALIBRATION, on=False)
    entries = (*PANES[:1], Pane("other", N_("Calibration"), Switch.CALIBRATION, OtherPane))
    return show_page(CyclePage(shop, entries=entries), shop)


def test_one_pane_alone_has_no_switch_and_no_room_lost(host):
    assert not host.bar.isVisible()
    assert host.pane().size() == host.size()


def test_a_pane_comes_and_goes_with_its_switch(host, shop):
    shop.settings.set_switch(Switch.CALIBRATION, on=True)
    assert host.bar.isVisible()
    host.show_pane("other")
    shop.settings.set_switch(Switch.CALIBRATION, on=False)
    assert not host.bar.isVisible()
    assert host.pane() is host.pane("states") and host.pane().isVisible()


def test_the_switch_shows_the_pane_and_its_buttons_go_to_the_top_bar(host, shop, qtbot):
    shop.settings.set_switch(Switch.CALIBRATION, on=True)
    states = host.pane()
    with qtbot.waitSignal(host.actions_changed):
        qtbot.mouseClick(host.switch.findChild(object, "segment_other"), Qt.MouseButton.LeftButton)
    assert host.actions() == (host.pane("other").deed,)
    assert host.pane("other").isVisible() and not states.isVisible()
    assert host.pane("other").told == [shop.settings.settings().current_cycle_id]


def test_a_place_opens_its_pane_and_one_without_a_pane_the_states(host, shop):
    shop.settings.set_switch(Switch.CALIBRATION, on=True)
    host.show_place(pane="other", employee_id=7)
    assert host.pane().told[-1] == {"employee_id": 7}
    host.show_place(state="DRAFT")
    assert host.pane() is host.pane("states")


def test_a_pane_behind_reads_anew_when_it_comes_to_the_front(host, shop):
    shop.settings.set_switch(Switch.CALIBRATION, on=True)
    host.show_pane("other")
    told = host.pane("other").told
    host.show_pane("states")
    cycle = shop.cycles.current()
    shop.cycles.rename(cycle.id, "金秋", "")
    assert "refresh" not in told
    host.show_pane("other")
    assert told[-1] == cycle.id


def test_wrong_entries_of_any_pane_are_told_when_the_window_closes(host, shop):
    shop.settings.set_switch(Switch.CALIBRATION, on=True)
    host.show_pane("other")
    host.show_pane("states")
    assert host.pending_inputs() == ["等级: 9"]
