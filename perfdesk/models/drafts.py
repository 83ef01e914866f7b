"""What was typed and is not saved: wrong entries, and lines that were begun. Each belongs to its own record."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from perfdesk.models.rows import Refused


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is still in its field. `place` says whose it is and where, for the list at closing time."""

    place: str
    text: str
    refused: Refused | None = None


class Drafts:
    """Drafts by the record and field to which they belong, so that they outlive a change of the person."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Draft] = {}

    def keep(self, key: Hashable, draft: Draft) -> None:
        self._kept[key] = draft

    def drop(self, key: Hashable) -> None:
        self._kept.pop(key, None)

    def of(self, key: Hashable) -> Draft | None:
        return self._kept.get(key)

    def lines(self) -> list[str]:
        """Return one line for each draft: place and text."""
        return [f"{draft.place}: {draft.text}" for draft in self._kept.values()]
