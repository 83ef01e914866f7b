"""What the library page read from the file: cards, templates and causes by key, their lines, what is around a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from perfdesk.domain.firm import Switch
from perfdesk.domain.library import Card, Cause, Template
from perfdesk.models.card_fields import Provider
from perfdesk.models.library_rows import LibraryRow, card_row, cause_row, kind_of, template_row
from perfdesk.texts import current, pick
from perfdesk.texts.words import cycle_name
from perfdesk.views.library_deeds import Around

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class LibraryReading:
    """Cards go by lineage, which stays over revisions; templates by id; causes by code."""

    def __init__(self, firm: Firm) -> None:
        self._firm = firm
        self.cards: dict[str, Card] = {}
        self.templates: dict[str, Template] = {}
        self.causes: dict[str, Cause] = {}
        self.settings = firm.settings.settings()
        self.is_loaded = False
        self._uses: dict[str, int] = {}
        self._letters: dict[str, tuple[str, str]] = {}
        self._providers: list[Provider] = []

    def load(self, cycle_id: int | None, *, with_retired: bool) -> None:
        library, people = self._firm.library, self._firm.people.employees(include_left=False)
        self.cards = {card.lineage: card for card in library.cards(with_retired=with_retired)}
        self.templates = {str(one.id): one for one in library.templates(with_retired=with_retired)}
        self.causes = {cause.code.value: cause for cause in library.causes()}
        self.settings = self._firm.settings.settings()
        self._providers = [Provider(one.id, one.number, pick(one.name, one.name_en)) for one in people]
        self.is_loaded = True
        self.count(cycle_id)

    def count(self, cycle_id: int | None) -> None:
        """Count the forms of a cycle that carry each card, and read the names of the cycles."""
        self._uses = self._firm.library.uses(cycle_id) if cycle_id is not None else {}
        found = self._firm.cycles.cycles()
        self._cycles = {one.id: one for one in found}
        years = {one.id: one.ends_on.year for one in found}
        self._year = years.get(cycle_id or 0, self._firm.clock.today().year)

    @property
    def has_goals(self) -> bool:
        return Switch.GOALS in self.settings.switches

    def card(self, card_id: int) -> Card | None:
        return next((one for one in self.cards.values() if one.id == card_id), None)

    def positions(self) -> dict[str, str]:
        """Return the words of position codes: those of their templates."""
        return {one.code: pick(one.name_zh, one.name_en) for one in self.templates.values()}

    def rows(self, kind: str) -> list[LibraryRow]:
        """Return the lines of a kind, what is retired last."""
        if kind == "templates":
            found = [template_row(template) for template in self.templates.values()]
        elif kind == "measures":
            return [cause_row(cause) for cause in self.causes.values()]
        else:
            cards, positions = self.cards.values(), self.positions()
            found = [card_row(card, positions, self._uses) for card in cards if kind_of(card) == kind]
        return sorted(found, key=lambda row: row.is_retired)

    def letters(self) -> Mapping[str, str]:
        """Return pinyin and initials of every card's name by lineage; worked out once for each name."""
        new = [one for one in self.cards.values() if self._letters.get(one.lineage, ("",))[0] != one.name_zh]
        keys = self._firm.library.search_keys(new)
        self._letters |= {card.lineage: (card.name_zh, keys[card.id]) for card in new}
        return {lineage: letters for lineage, (_name, letters) in self._letters.items()}

    def level_words(self) -> dict[int, tuple[str, str]]:
        """Return the firm's own words of the levels, Chinese and English."""
        return {level: both for level, both in self.settings.choices.level_words.items() if any(both)}

    def around(self, card: Card) -> Around:
        """Return what a card's form offers to choose from, and where the card is used."""
        return Around(
            positions=self.positions(),
            providers=self._providers,
            stages=self.settings.choices.stages,
            used=self._firm.library.where_used(card.id),
            cycles={key: cycle_name(one, current()) for key, one in self._cycles.items()},
            goals=self._firm.goals.goals(self._year) if self.has_goals else (),
            links=self._firm.goals.links() if self.has_goals else (),
            has_goals=self.has_goals,
        )
