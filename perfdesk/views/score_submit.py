"""Handing in what was scored: which forms are ready, why others are not, and what the button says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from perfdesk.domain.appraisal import FormSheet, Standing
from perfdesk.domain.problems import Invalid
from perfdesk.models.entries import Entries
from perfdesk.texts import _, pick
from perfdesk.views import score_words
from perfdesk.views.score_layers import Layers

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class Submission(QObject):
    """Moves complete forms on. `told(sentence, tone)` says what came of it."""

    told = Signal(str, str)

    def __init__(self, firm: Firm, entries: Entries, layers: Layers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._firm, self._entries, self._layers = firm, entries, layers

    @property
    def is_offered(self) -> bool:
        """Sheets of other raters are given once they are complete; there is nothing to hand in."""
        return self._layers.is_manager or self._layers.layer.is_own

    def word(self, count: int, is_grid: bool) -> str:
        """Return what the button says for `count` forms that are ready."""
        if self._layers.layer.is_own:
            return (
                _("Hand in {count} own ratings").format(count=count) if is_grid else _("Hand in own rating")
            )
        return _("Submit {count} forms").format(count=count) if is_grid else _("Submit scores")

    def why_not(self, sheet: FormSheet | None) -> str:
        """Name what was refused on the form shown: an older value may stand where the new one was not taken."""
        wrong = self._entries.on_form(sheet.head.id) if sheet else []
        if not wrong:
            return ""
        names = ", ".join(dict.fromkeys(score_words.wrong_place(one) for one in wrong))
        return _("Not saved because it was wrong: {names}. Correct it or take it back first.").format(
            names=names
        )

    def submit(self, forms: Sequence[int]) -> None:
        """Hand in these forms, and say which could not go on."""
        try:
            if self._layers.layer.is_own:
                for form_id in forms:
                    self._firm.cycles.submit_self(form_id)
                stuck = []
            else:
                stuck = self._firm.cycles.advance(forms)
        except Invalid as invalid:
            self.told.emit(score_words.all_sentences(invalid.problems), "err")
            return
        if stuck:
            first = stuck[0]
            name, why = pick(first.head.name, first.head.name_en), score_words.all_sentences(first.problems)
            self.told.emit(_("{name} cannot go on: {why}").format(name=name, why=why), "err")
        elif len(forms) > 1:
            self.told.emit(_("{count} forms submitted.").format(count=len(forms)), "imp")


def is_complete(one: Standing) -> bool:
    return one.items > 0 and one.given == one.items and not one.is_provisional
