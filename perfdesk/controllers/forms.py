"""Making forms from templates: for a cycle, for newcomers; and a form's own copy of what it was agreed with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from perfdesk.controllers.derived_targets import recompute
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.form_copies import average_item, copied_items, last_forms
from perfdesk.controllers.progress_removal import drop_of_form
from perfdesk.controllers.steps import CYCLE_BEGAN, SWITCHED_OFF
from perfdesk.domain.appraisal import Cycle
from perfdesk.domain.firm import FirmSettings, Switch
from perfdesk.domain.library import Card, Template
from perfdesk.domain.numbers import from_hundredths, to_hundredths
from perfdesk.domain.terms import Combining, FormState, Method, Missing
from perfdesk.store import cycles, forms, library, people, settings
from perfdesk.store.change import Change
from perfdesk.store.schema import (
    cause,
    employee,
    form,
    form_event,
    form_item,
    form_step,
    objective,
    paper,
    plan,
    rating,
)
from perfdesk.store.schema import cycle as cycle_table

GENERAL = "GEN"


def takes_part(row: Mapping[str, Any], cycle: Cycle) -> bool:
    """Tell whether a person, as a row, is appraised and was here in a cycle."""
    return bool(
        row["is_appraised"]
        and (row["left_on"] is None or row["left_on"] >= cycle.starts_on.isoformat())
        and (row["hired_on"] is None or row["hired_on"] <= cycle.ends_on.isoformat())
    )


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
            rows = {row["id"]: row for row in change.find(employee)} if employee_ids else {}
            here = [one for one in employee_ids if takes_part(rows[one], cycle)]
            self.add(change, cycle, here, chosen)

    def add(
        self,
        change: Change,
        cycle: Cycle,
        employee_ids: Sequence[int],
        chosen: FirmSettings,
        source_id: int | None = None,
    ) -> list[int]:
        """Give forms to those people who have none in this cycle, and return the forms.

        They come from the template of the position; or from the person's form in the cycle `source_id`, with its
        items, weights and targets. A cycle that averages its parts gets forms of one item.
        """
        before = change.find(form, cycle_id=cycle.id)
        have = {row["employee_id"] for row in before if not row["is_void"]}
        revisions = {row["employee_id"]: row["revision"] for row in before if row["segment"] == 1}
        sources = last_forms(change, source_id) if source_id is not None else {}
        cap_c = to_hundredths(cycle.scheme.item_cap)
        wanted = [employee_id for employee_id in dict.fromkeys(employee_ids) if employee_id not in have]
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
                    "revision": revisions.get(employee_id, 0) + 1,
                    "state": FormState.DRAFT.value,
                    "scheme": cycle.scheme.scheme.value,
                    "template_id": template.id,
                }
            )
            source = sources.get(employee_id)
            if cycle.combining is Combining.AVERAGE:
                item_lists.append([average_item(cycle)])
            elif source is not None and source["scheme"] == cycle.scheme.scheme.value:
                item_lists.append(copied_items(change, source["id"], cap_c))
            else:
                item_lists.append(self._items(template, cards, cycle))
        form_ids = change.insert_many(form, heads)
        alike: dict[frozenset[str], list[dict[str, Any]]] = {}
        for form_id, columns_of_form in zip(form_ids, item_lists, strict=True):
            for columns in columns_of_form:
                alike.setdefault(frozenset(columns), []).append({"form_id": form_id, **columns})
        for rows in alike.values():
            change.insert_many(form_item, rows)
        change.touch(*form_ids)
        return form_ids

    def add_segment(
        self, change: Change, cycle: Cycle, employee_id: int, segment: int, **columns: Any
    ) -> int:
        """Give a person who moved another form of the cycle, from the template of the position of now."""
        templates = {template.id: template for template in library.templates(change.connection)}
        general = next(template for template in templates.values() if template.code == GENERAL)
        template_id = people.templates_of(change.connection).get(employee_id, 0)
        template = templates.get(template_id, general)
        cards = {card.id: card for card in library.cards(change.connection)}
        form_id = change.insert(
            form,
            employee_id=employee_id,
            cycle_id=cycle.id,
            segment=segment,
            revision=1,
            state=FormState.DRAFT.value,
            scheme=cycle.scheme.scheme.value,
            template_id=template.id,
            **columns,
        )
        items = self._items(template, cards, cycle)
        change.insert_many(form_item, [{"form_id": form_id, **one} for one in items])
        change.touch(form_id)
        return form_id

    def pass_to(self, change: Change, form_id: int, state: FormState, note: str = "") -> None:
        """Write a new state and the step that led to it. Targets follow the days from the agreement on."""
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
        if state in (FormState.DRAFT, FormState.AGREED):
            recompute(change, form_id, is_strict=False)
        change.touch(form_id)

    def agree(self, change: Change, form_id: int, note: str = "") -> None:
        """Let the form take its own copy of department, position and manager, and pass to AGREED.

        Raises:
            Invalid: the weights do not sum to 100.00.
        """
        items = [
            row for row in change.find(form_item, form_id=form_id) if row["method"] != Method.WORDS.value
        ]
        total = sum(row["weight_c"] or 0 for row in items)
        if items and total != 10_000:
            details = {"sum": from_hundredths(total), "rest": from_hundredths(10_000 - total)}
            raise refuse("weight", "weights_not_100", **details)
        columns = forms.snapshot(change.connection, change.row(form, form_id)["employee_id"])
        change.update(form, form_id, agreed_at=self._desk.now().isoformat(timespec="seconds"), **columns)
        self.pass_to(change, form_id, FormState.AGREED, note)

    def begin_scoring(self, change: Change, form_id: int) -> FormState:
        """Bring a form to RUNNING if the firm has switched the acts before that off; return its state.

        Raises:
            Invalid: `cycle_not_begun`, or the weights do not sum to 100.00; nothing was written then.
        """
        row = change.row(form, form_id)
        state = FormState(row["state"])
        if state is FormState.DRAFT and Switch.TARGETS_FIRST in settings.switches_within(change):
            return state
        if state in (FormState.DRAFT, FormState.AGREED):
            starts_on = self.begins_on(change, row["cycle_id"])
            if starts_on is not None:
                raise refuse("state", "cycle_not_begun", starts_on=starts_on)
            if state is FormState.DRAFT:
                self.agree(change, form_id, SWITCHED_OFF)
            state = FormState.RUNNING
            self.pass_to(change, form_id, state, CYCLE_BEGAN)
        return state

    def begins_on(self, change: Change, cycle_id: int) -> str | None:
        """Return the first day of a cycle that has not begun yet, else None."""
        starts_on = str(change.row(cycle_table, cycle_id)["starts_on"])
        return starts_on if starts_on > self._desk.today().isoformat() else None

    def remove_untouched(self, change: Change, employee_id: int) -> None:
        """Remove the person's forms that nobody has entered anything on."""
        for form_id in change.ids(form, employee_id=employee_id, state=FormState.DRAFT.value):
            if not self._is_touched(change, form_id):
                self.remove(change, form_id)

    def _is_touched(self, change: Change, form_id: int) -> bool:
        row = change.row(form, form_id)
        if row["strengths"] or row["improvements"] or row["employee_words"] or self._is_kept(change, form_id):
            return True
        if any(change.ids(table, form_id=form_id) for table in (form_event, form_step, objective)):
            return True
        return any(
            item["missing"] != Missing.PENDING.value
            or item["comment"]
            or item["words"]
            or item["left_reason"]
            or change.ids(rating, form_item_id=item["id"])
            or change.ids(cause, form_item_id=item["id"])
            for item in change.find(form_item, form_id=form_id)
        )

    def _is_kept(self, change: Change, form_id: int) -> bool:
        """A plan or a printed paper refers to the form."""
        items = change.ids(form_item, form_id=form_id)
        return bool(change.ids(paper, form_id=form_id)) or any(
            change.ids(plan, form_item_id=item) for item in items
        )

    def remove(self, change: Change, form_id: int) -> None:
        """Remove a form in DRAFT with its items.

        Raises:
            Invalid: `form_kept`: a plan or a printed paper refers to it.
        """
        if self._is_kept(change, form_id):
            raise refuse("form", "form_kept")
        drop_of_form(change, form_id)
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
            forms.item_columns(cards[item.card_id], seq, item.weight or None, item.target, cap, item.required)
            for seq, item in enumerate(template.items)
        ]
