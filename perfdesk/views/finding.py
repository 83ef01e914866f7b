"""What Ctrl+K finds: people, indicators, pages and their parts, sections of the settings, and functions."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from perfdesk.texts import _, pick
from perfdesk.texts.words import SWITCHES
from perfdesk.views.cycle_page import PANES
from perfdesk.views.page import PageEntry
from perfdesk.views.search_field import Hit
from perfdesk.views.settings_firm import USED
from perfdesk.views.settings_page import sections_offered

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_PEOPLE, _CARDS = 8, 6


def find(firm: Firm, entries: Sequence[PageEntry], words: str) -> list[Hit]:
    """Return what the words mean, in lower case: people by number, name, pinyin and initials, indicators by code
    and name, pages and sections by title. What is switched off leads to its switch; what is on does so where
    nothing else was found.
    """
    wanted = words.strip().lower()
    if not wanted:
        return []
    keys = {entry.key for entry in entries}
    found = _people(firm, wanted)
    if "library" in keys:
        found += _cards(firm, wanted)
    found += [
        Hit(_(entry.title), _("Page"), entry.icon, entry.key)
        for entry in entries
        if _is_meant(entry.title, wanted)
    ]
    on = firm.settings.settings().switches
    if "cycles" in keys:
        found += [
            Hit(_(pane.word), _("Cycles"), "cycle", "cycles", {"pane": pane.key})
            for pane in PANES
            if (pane.switch is None or pane.switch in on) and _is_meant(pane.word, wanted)
        ]
    if "settings" in keys:
        found += [
            Hit(_(word), _("Settings"), icon, "settings", {"section": key})
            for key, icon, word in sections_offered(on)
            if _is_meant(word, wanted)
        ]
    found += _switches(set(USED) - on, wanted, _("Switched off; turn it on here"))
    return found or _switches(on, wanted, _("Switched on"))


def _people(firm: Firm, wanted: str) -> list[Hit]:
    return [
        Hit(
            pick(one.name, one.name_en),
            f"{one.number} · {pick(one.department_zh, one.department_en)}",
            "people",
            "review",
            {"employee_id": one.id},
        )
        for one in firm.people.employees()
        if one.is_appraised and wanted in one.search_key
    ][:_PEOPLE]


def _cards(firm: Firm, wanted: str) -> list[Hit]:
    return [
        Hit(pick(card.name_zh, card.name_en), card.code, "library", "library", {"card_id": card.id})
        for card in firm.library.cards()
        if wanted in f"{card.code} {card.name_zh} {card.name_en}".lower()
    ][:_CARDS]


def _switches(among: AbstractSet[str], wanted: str, remark: str) -> list[Hit]:
    return [
        Hit(_(SWITCHES[switch]), remark, "settings", "settings", {"section": "switches"})
        for switch in USED
        if switch in among and _is_meant(SWITCHES[switch], wanted)
    ]


def _is_meant(title: str, wanted: str) -> bool:
    return wanted in f"{_(title)} {title}".lower()
