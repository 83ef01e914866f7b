"""What the form of a person saves besides figures: words, events, items, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from perfdesk.domain.problems import Invalid
from perfdesk.domain.progress import Evidence
from perfdesk.domain.terms import EventKind, FormState, VetoEffect
from perfdesk.views import score_words
from perfdesk.views.score_item import ItemLine

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class FormDeeds(QObject):
    """Deeds on the form `form_id`. `told(sentence)` says why one was refused."""

    told = Signal(str)

    def __init__(self, firm: Firm, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._firm, self.form_id = firm, 0

    def add_event(
        self,
        kind: EventKind,
        on: date,
        words: str,
        points: Decimal,
        effect: VetoEffect | None,
        factor: Decimal | None,
    ) -> int:
        """Add an event and return it. Raises Invalid."""
        return self._firm.appraisal.add_event(self.form_id, kind, on, words, points, effect, factor)

    def remove_event(self, event_id: int) -> None:
        self._try(partial(self._firm.appraisal.remove_event, event_id))

    def edit_event(self, event_id: int, **changes: Any) -> bool:
        """Add evidence, statement or `rule_published_on` to an event."""
        return self._try(partial(self._firm.appraisal.edit_event, event_id, **changes))

    def evidence_of_events(self) -> dict[int, tuple[Evidence, ...]]:
        """Return what was attached to the events of the form, by event."""
        found: dict[int, tuple[Evidence, ...]] = {}
        for one in self._firm.evidence.of_form(self.form_id):
            if one.event_id is not None:
                found[one.event_id] = (*found.get(one.event_id, ()), one)
        return found

    def attach_to_event(self, event_id: int, path: str) -> bool:
        return self._try(partial(self._firm.evidence.add, event_id=event_id, path=Path(path)))

    def remove_evidence(self, evidence_id: int) -> None:
        self._try(partial(self._firm.evidence.remove, evidence_id))

    def save_out(self, attachment_id: int, path: str) -> None:
        self._try(partial(self._firm.evidence.save_out, attachment_id, Path(path)))

    def share_out(self) -> None:
        self._try(partial(self._firm.appraisal.share_out_rest, self.form_id))

    def add_item(self, card_id: int) -> bool:
        return self._try(partial(self._firm.appraisal.add_item, self.form_id, card_id))

    def remove_item(self, line: ItemLine) -> None:
        self._try(partial(self._firm.appraisal.remove_item, line.item.id))

    def send_back(self, state: FormState, reason: str) -> str:
        """Send the form back; return a sentence if that was refused."""
        try:
            self._firm.cycles.send_back(self.form_id, state, reason)
        except Invalid as invalid:
            return score_words.all_sentences(invalid.problems)
        return ""

    def _try(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except Invalid as invalid:
            self.told.emit(score_words.all_sentences(invalid.problems))
            return False
        return True
