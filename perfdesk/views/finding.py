"""What Ctrl+K finds: people, indicators, pages and their parts, and functions that are switched off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from perfdesk.texts import _, pick
from perfdesk.texts.words import SWITCHES
from perfdesk.views.cycle_page import PANES
from perfdesk.views.page import PageEntry
from perfdesk.views.search_field import Hit
from perfdesk.views.settings_firm import USED

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_PEOPLE, _CARDS = 8, 6


def find(firm: Firm, entries: Sequence[PageEntry], words: str) -> list[Hit]:
    """Return what the words mean, in lower case: people by number, name, pinyin and initials, indicators by code
    and name, pages by title. What is switched off is found too, and leads to its switch."""
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
    return [*found, *_hidden(on, wanted)]


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


def _hidden(on: frozenset[str], wanted: str) -> Iterator[Hit]:
    for switch in USED:
        word = SWITCHES[switch]
        if switch not in on and _is_meant(word, wanted):
            yield Hit(
                _(word), _("Switched off; turn it on here"), "settings", "settings", {"section": "switches"}
            )


def _is_meant(title: str, wanted: str) -> bool:
    return wanted in f"{_(title)} {title}".lower()
