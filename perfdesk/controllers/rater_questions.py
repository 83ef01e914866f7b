"""The questions that can be asked about raters, each answered within one reading of the file."""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.controllers import rater_closing, rater_report
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.rater_closing import MANAGERS, OTHERS
from perfdesk.controllers.rater_reading import (
    FormCombined,
    FormRaters,
    LayerForm,
    combined,
    forms_of_cycle,
    layer_forms,
)
from perfdesk.controllers.rater_report import RaterReport
from perfdesk.domain.raters import Layer, RaterSheet, Terms
from perfdesk.domain.terms import RaterGroup
from perfdesk.store import forms, raters


class RaterQuestions:
    """What `RatersController` answers; it adds the deeds."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def sheets(self, form_ids: Sequence[int]) -> dict[int, tuple[RaterSheet, ...]]:
        """Return the sheets of those forms that have any."""
        with self._desk.read() as connection:
            return raters.sheets(connection, form_ids)

    def sheet_of_code(self, cycle_id: int, code: str) -> RaterSheet:
        """Return the sheet with an entry code, as read off paper.

        Raises:
            Invalid: `code_unknown` in this cycle.
        """
        wanted = code.strip().upper().replace(" ", "")
        with self._desk.read() as connection:
            found = raters.sheet_of_code(connection, wanted, cycle_id) if wanted else None
        if found is None:
            raise refuse("code", "code_unknown", text=code.strip())
        return found

    def forms_of_cycle(self, cycle_id: int) -> list[FormRaters]:
        """Return how far the raters of each form of a cycle are, by employee number."""
        with self._desk.read() as connection:
            return forms_of_cycle(connection, cycle_id)

    def combined(self, form_id: int) -> FormCombined | None:
        """Return what the raters of a form said together; None before they are closed: a later reply could
        otherwise be told from the difference."""
        with self._desk.read() as connection:
            return combined(connection, form_id)

    def open_forms(self, form_ids: Sequence[int]) -> set[int]:
        """Return those forms whose raters were asked and are not closed: the manager's score is provisional."""
        with self._desk.read() as connection:
            asked = set(raters.sheets(connection, form_ids))
            return asked - set(raters.closed_at(connection, form_ids))

    def layers(self, cycle_id: int) -> tuple[Layer, ...]:
        """Return the layers of sheets that the forms of a cycle have, by group and place."""
        with self._desk.read() as connection:
            heads = forms.heads_of_cycle(connection, cycle_id)
            found = raters.sheets(connection, [head.id for head in heads])
        places = {(one.group, one.slot) for sheets in found.values() for one in sheets}
        order = list(RaterGroup)
        return tuple(
            Layer(group, slot)
            for group, slot in sorted(places, key=lambda one: (order.index(one[0]), one[1]))
        )

    def layer_forms(self, layer: Layer, form_ids: Sequence[int]) -> dict[int, LayerForm]:
        """Return what a layer shows of these forms; forms without such a sheet are left out."""
        with self._desk.read() as connection:
            return layer_forms(connection, layer, form_ids, self._desk.file.actor_id)

    def report(self, cycle_id: int) -> RaterReport:
        """Return what the marks of a cycle say about its raters: for HR only, never corrected by itself."""
        with self._desk.read() as connection:
            return rater_report.report(connection, cycle_id)

    def firm_terms(self) -> dict[str, Terms]:
        """Return by what terms the firm combines raters of managers of people and of others, by `MANAGERS` and
        `OTHERS`."""
        chosen = self._desk.settings()
        return {kind: rater_closing.firm_terms(chosen, kind == MANAGERS) for kind in (MANAGERS, OTHERS)}
