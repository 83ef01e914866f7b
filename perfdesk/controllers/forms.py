"""Making forms from templates: for a cycle, for newcomers; and a form's own copy of what it was agreed with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from perfdesk.controllers.desk import Desk, refuse
from perfdesk.domain.appraisal import Cycle
from perfdesk.domain.firm import FirmSettings, Switch
from perfdesk.domain.library import Card, Template
from perfdesk.domain.terms import FormState
from perfdesk.store import cycles, forms, library, people, settings
from perfdesk.store.change import Change
from perfdesk.store.schema import cause, form, form_event, form_item, form_step, rating

GENERAL = "GEN"


class FormMaker:
    """Makes forms inside a change that somebody else began."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add_for_newcomers(self, change: Change, employee_ids: Sequence[int]) -> None:
        """In 五分表 everybody has a form of the current cycle from the first minute."""
        chosen = settings.settings(change.connection)
        if not chosen.is_simple or chosen.current_cycle_id is None:
            return
        cycle = cycles.one_cycle(change.connection, chosen.current_cycle_id)
        if cycle is not None and not cycle.is_closed:
            self.add(change, cycle, employee_ids, chosen)

    def add(
        self, change: Change, cycle: Cycle, employee_ids: Sequence[int], chosen: FirmSettings
    ) -> list[int]:
        """Give forms to those people who have none in this cycle, and return the forms."""
        have = {row["employee_id"] for row in change.find(form, cycle_id=cycle.id)}
        wanted = [employee_id for employee_id in employee_ids if employee_id not in have]
        templates = {template.id: template for template in library.templates(change.connection)}
        general = next(template for template in templates.values() if template.code == GENERAL)
        cards = {card.id: card for card in library.cards(change.connection)}
        template_of = people.templates_of(change.connection)
        heads, item_lists = [], []
        for employee_id in wanted:
            template = (
                general if chosen.is_simple else templates.get(template_of.get(employee_id, 0), general)
            )
            heads.append(
                {
                    "employee_id": employee_id,
                    "cycle_id": cycle.id,
                    "segment": 1,
                    "revision": 1,
                    "state": FormState.DRAFT.value,
                    "scheme": cycle.scheme.scheme.value,
                    "template_id": template.id,
                }
            )
            item_lists.append(self._items(template, cards, cycle))
        form_ids = change.insert_many(form, heads)
        rows = [
            {"form_id": form_id, **columns}
            for form_id, columns_of_form in zip(form_ids, item_lists, strict=True)
            for columns in columns_of_form
        ]
        change.insert_many(form_item, rows)
        change.touch(*form_ids)
        return form_ids

    def pass_to(self, change: Change, form_id: int, state: FormState, note: str = "") -> None:
        """Write a new state and the step that led to it."""
        before = change.row(form, form_id)["state"]
        change.update(form, form_id, state=state.value)
        change.insert(
            form_step,
            form_id=form_id,
            from_state=before,
            to_state=state.value,
            at=self._desk.now().isoformat(timespec="seconds"),
            note=note,
        )
        change.touch(form_id)

    def agree(self, change: Change, form_id: int, note: str = "") -> None:
        """Let the form take its own copy of department, position and manager, and pass to AGREED.

        Raises:
            Invalid: the weights do not sum to 100.00.
        """
        total = sum(row["weight_c"] or 0 for row in change.find(form_item, form_id=form_id))
        if total != 10_000:
            raise refuse("weight", "weights_not_100", total=f"{total / 100:.2f}")
        columns = forms.snapshot(change.connection, change.row(form, form_id)["employee_id"])
        change.update(form, form_id, agreed_at=self._desk.now().isoformat(timespec="seconds"), **columns)
        self.pass_to(change, form_id, FormState.AGREED, note)

    def begin_scoring(self, change: Change, form_id: int) -> FormState:
        """Bring a form to RUNNING if the firm has switched the acts before that off; return its state."""
        row = change.row(form, form_id)
        state = FormState(row["state"])
        if state is FormState.DRAFT:
            if Switch.TARGETS_FIRST in settings.switches(change.connection):
                return state
            self.agree(change, form_id, "switched_off")
            state = FormState.AGREED
        if state is FormState.AGREED:
            cycle = cycles.one_cycle(change.connection, row["cycle_id"])
            if cycle is not None and cycle.starts_on <= self._desk.today():
                self.pass_to(change, form_id, FormState.RUNNING, "cycle_began")
                state = FormState.RUNNING
        return state

    def remove_untouched(self, change: Change, employee_id: int) -> None:
        """Remove the person's forms that nobody has entered anything on."""
        for form_id in change.ids(form, employee_id=employee_id, state=FormState.DRAFT.value):
            self.remove(change, form_id)

    def remove(self, change: Change, form_id: int) -> None:
        """Remove a form in DRAFT with its items."""
        for item_id in change.ids(form_item, form_id=form_id):
            change.delete_all(rating, form_item_id=item_id)
            change.delete_all(cause, form_item_id=item_id)
            change.delete(form_item, item_id)
        change.delete_all(form_event, form_id=form_id)
        change.delete_all(form_step, form_id=form_id)
        change.delete(form, form_id)
        change.touch(form_id)

    def _items(self, template: Template, cards: dict[int, Card], cycle: Cycle) -> list[dict[str, Any]]:
        cap = cycle.scheme.item_cap
        return [
            forms.item_columns(cards[item.card_id], seq, item.weight, item.target, cap)
            for seq, item in enumerate(template.items)
        ]
