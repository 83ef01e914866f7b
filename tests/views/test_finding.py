"""Ctrl+K finds people, indicators, pages and their parts, and what is switched off."""

from __future__ import annotations

from perfdesk.controllers.firm import Firm
from perfdesk.domain.firm import Switch
from perfdesk.views.cycle_page import CyclePage
from perfdesk.views.finding import find
from perfdesk.views.page import PageEntry
from perfdesk.views.search_field import Hit


def entries(*keys: str) -> list[PageEntry]:
    titles = {"cycles": "Cycles", "settings": "Settings", "library": "Library"}
    return [PageEntry(key, titles[key], key, CyclePage) for key in keys]


def places(hits: list[Hit]) -> list[tuple[str, str, dict[str, object]]]:
    return [(one.title, one.page, one.place) for one in hits]


def test_a_function_that_is_off_is_found_and_leads_to_its_switch(shop: Firm) -> None:
    shop.settings.set_switch(Switch.CALIBRATION, on=False)
    assert places(find(shop, entries("cycles", "settings"), "校准")) == [
        ("绩效校准", "settings", {"section": "switches"})
    ]

    shop.settings.set_switch(Switch.CALIBRATION, on=True)
    assert places(find(shop, entries("cycles", "settings"), "校准")) == [
        ("校准", "cycles", {"pane": "calibration"})
    ]


def test_indicators_are_found_only_where_there_is_a_library(shop: Firm) -> None:
    assert [hit.title for hit in find(shop, entries("library"), "sal-02")] == ["销售回款率"]
    assert find(shop, entries("settings"), "sal-02") == []


def test_nothing_is_found_for_nothing(shop: Firm) -> None:
    assert find(shop, entries("cycles", "library", "settings"), "  ") == []


def test_sections_of_the_settings_are_found_while_they_are_offered(shop: Firm) -> None:
    shop.settings.set_switch(Switch.CALIBRATION, on=True)
    guide = [("等级参考比例", "settings", {"section": "guide"})]
    assert places(find(shop, entries("settings"), "参考比例")) == guide

    shop.settings.set_switch(Switch.CALIBRATION, on=False)
    assert places(find(shop, entries("settings"), "参考比例")) == []


def test_a_function_that_is_on_and_found_nowhere_else_leads_to_its_switch(shop: Firm) -> None:
    for on, remark in ((True, "已打开"), (False, "未开启")):
        shop.settings.set_switch(Switch.OKR, on=on)
        (hit,) = find(shop, entries("cycles", "settings"), "okr")
        assert (hit.page, hit.place) == ("settings", {"section": "switches"})
        assert hit.detail.startswith(remark)
