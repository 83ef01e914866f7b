"""The library to read: cards, templates, causes with their interventions."""

from __future__ import annotations

from perfdesk.controllers.desk import Desk
from perfdesk.domain.library import Card, Cause, Template
from perfdesk.store import library


class LibraryController:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def cards(self) -> list[Card]:
        """Return the newest revision of every card: indicators first, then behaviours."""
        with self._desk.read() as connection:
            return library.cards(connection)

    def uses(self, cycle_id: int) -> dict[str, int]:
        """Return on how many forms of a cycle each indicator stands, by lineage."""
        with self._desk.read() as connection:
            return library.uses(connection, cycle_id)

    def templates(self) -> list[Template]:
        with self._desk.read() as connection:
            return library.templates(connection)

    def causes(self) -> tuple[Cause, ...]:
        """Return the nine causes, conditions before the person."""
        return library.causes()
