"""Work belongs to one cycle: what is chosen in the list holds for every pane, and undo does not move it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import CycleType
from perfdesk.views.cycle_page import CyclePage


def test_a_cycle_chosen_in_the_list_is_the_one_of_the_other_panes_and_of_the_window(qtbot, shop, show_page):
    shop.settings.set_switch(Switch.CALIBRATION, on=True)
    older = shop.cycles.current().id
    shop.cycles.add_cycle(CycleType.QUARTER, date(2027, 1, 1), date(2027, 3, 31), with_forms=False)
    last = shop.history.undo_deed
    page = show_page(CyclePage(shop), shop)
    states = page.pane("states")
    states.list.table.choose(older, 0)
    assert states.shown_id == older

    page.show_pane("calibration")

    assert shop.cycles.current().id == older
    assert page.pane("calibration")._cycle_id == older
    assert shop.history.undo_deed is last


def test_a_day_that_is_none_is_named_beside_the_new_cycle_and_stays_as_typed(qtbot, shop, show_page):
    page = show_page(CyclePage(shop), shop)
    states = page.pane("states")
    states.begin_new()
    card, before = states.new_card, len(shop.cycles.cycles())
    for typed in ("20266-02-30", "2026-02-30"):
        card.starts_on.setFocus()
        card.starts_on.selectAll()
        qtbot.keyClicks(card.starts_on, typed)
        qtbot.keyClick(card.starts_on, Qt.Key.Key_Return)
        assert card.starts_on.text() == typed
        assert card.wrong.isVisible() and typed in card.wrong.text()
        assert card.starts_on.property("state") == "wrong"
        qtbot.mouseClick(card.findChild(QPushButton, "makeCycle"), Qt.MouseButton.LeftButton)
        assert len(shop.cycles.cycles()) == before
