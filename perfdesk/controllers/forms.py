"""Making forms from templates: for a cycle, for newcomers; and a form's own copy of what it was agreed with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from perfdesk.controllers.desk import Desk, refuse
from perfdesk.domain.appraisal import Cycle
from perfdesk.domain.firm import FirmSettings, Switch
from perfdesk.domain.library import Card, Template
from perfdesk.domain.terms import FormState
from perfdesk.store import cycles, forms, library, settings
from perfdesk.store.change import Change
from perfdesk.store.schema import (
    cause,
    department,
    employee,
    form,
    form_event,
    form_item,
    form_step,
    position,
    rating,
)

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
        have = set(change.connection.scalars(select(form.c.employee_id).where(form.c.cycle_id == cycle.id)))
        wanted = [employee_id for employee_id in employee_ids if employee_id not in have]
        templates = {template.id: template for template in library.templates(change.connection)}
        general = next(template for template in templates.values() if template.code == GENERAL)
        cards = {card.id: card for card in library.cards(change.connection)}
        template_of = self._templates_of(change)
        heads, item_lists = [], []
        for employee_id in wanted:
            template = general if chosen.is_simple else templates.get(template_of.get(employee_id, 0), general)
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
        weights = select(func.sum(form_item.c.weight_c)).where(form_item.c.form_id == form_id)
        total = change.connection.scalar(weights) or 0
        if total != 10_000:
            raise refuse("weight", "weights_not_100", total=f"{total / 100:.2f}")
        columns = self._snapshot(change, change.row(form, form_id)["employee_id"])
        change.update(form, form_id, agreed_at=self._desk.now().isoformat(timespec="seconds"), **columns)
        self.pass_to(change, form_id, FormState.AGREED, note)

    def begin_scoring(self, change: Change, form_id: int) -> FormState:
        """Bring a form to RUNNING if the firm has switched the acts before that off; return its state."""
        row = change.row(form, form_id)
        state = FormState(row["state"])
        chosen = settings.settings(change.connection)
        if state is FormState.DRAFT and Switch.TARGETS_FIRST not in chosen.switches:
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
        drafts = select(form.c.id).where(
            form.c.employee_id == employee_id, form.c.state == FormState.DRAFT.value
        )
        for form_id in change.connection.scalars(drafts).all():
            self.remove(change, form_id)

    def remove(self, change: Change, form_id: int) -> None:
        """Remove a form in DRAFT with its items."""
        items = select(form_item.c.id).where(form_item.c.form_id == form_id)
        change.delete_where(rating, rating.c.form_item_id.in_(items))
        change.delete_where(cause, cause.c.form_item_id.in_(items))
        change.delete_where(form_item, form_item.c.form_id == form_id)
        change.delete_where(form_event, form_event.c.form_id == form_id)
        change.delete_where(form_step, form_step.c.form_id == form_id)
        change.delete(form, form_id)
        change.touch(form_id)

    def _items(self, template: Template, cards: dict[int, Card], cycle: Cycle) -> list[dict[str, Any]]:
        cap = cycle.scheme.item_cap
        return [
            forms.item_columns(cards[item.card_id], seq, item.weight, item.target, cap)
            for seq, item in enumerate(template.items)
        ]

    def _templates_of(self, change: Change) -> dict[int, int]:
        found = select(employee.c.id, position.c.template_id).join(
            position, position.c.id == employee.c.position_id
        )
        return {row.id: row.template_id for row in change.connection.execute(found) if row.template_id}

    def _snapshot(self, change: Change, employee_id: int) -> dict[str, Any]:
        manager = employee.alias("manager")
        found = (
            select(
                employee.c.department_id,
                employee.c.position_id,
                employee.c.manager_id,
                employee.c.manager_words,
                department.c.name_zh.label("department_zh"),
                department.c.name_en.label("department_en"),
                position.c.name_zh.label("position_zh"),
                position.c.name_en.label("position_en"),
                manager.c.name.label("manager_name"),
            )
            .outerjoin(department, department.c.id == employee.c.department_id)
            .outerjoin(position, position.c.id == employee.c.position_id)
            .outerjoin(manager, manager.c.id == employee.c.manager_id)
            .where(employee.c.id == employee_id)
        )
        row = dict(change.connection.execute(found).mappings().one())
        words = row.pop("manager_words")
        row["manager_name"] = row["manager_name"] or words
        return {name: "" if value is None and not name.endswith("_id") else value for name, value in row.items()}
