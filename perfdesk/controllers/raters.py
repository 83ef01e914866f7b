"""Several raters: who is asked about whom, what they gave, closing, and a person's rating of themselves."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from perfdesk.controllers import rater_closing
from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.locks import allow, mark_own
from perfdesk.controllers.rater_questions import RaterQuestions
from perfdesk.controllers.rater_reading import (
    ASKED_IN,
    check_open,
    check_typist,
)
from perfdesk.domain.appraisal import FormHead, FormItem
from perfdesk.domain.cycles import Part
from perfdesk.domain.numbers import parse_number, to_hundredths
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.raters import (
    Colleague,
    RaterSheet,
    Terms,
    check_rater,
    check_rater_weights,
    entry_code,
    propose,
)
from perfdesk.domain.scales import given_score
from perfdesk.domain.terms import FormState, RaterGroup, Scheme, SheetState
from perfdesk.store import forms, people, raters, settings
from perfdesk.store.change import Change
from perfdesk.store.faults import StoreFault
from perfdesk.store.schema import employee, firm, form, rater_sheet, rating


class RatersController(RaterQuestions):
    """Deeds and questions about raters and their sheets."""

    def __init__(self, desk: Desk, maker: FormMaker) -> None:
        super().__init__(desk)
        self._maker = maker

    # -- who is asked --

    def ask(self, form_id: int, group: RaterGroup, rater_id: int | None, name: str = "") -> int:
        """Ask somebody about a person and return the sheet: an employee, or an outsider by `name`.

        Raises:
            Invalid: asked already, the person or the manager themselves, or the raters are closed.
        """
        with self._desk.change("ask_rater") as change:
            head = self._open_head(change, form_id)
            change.say(person=head.name, name=name.strip() or _name_of(change, rater_id))
            have = raters.sheets(change.connection, [form_id]).get(form_id, ())
            problems = check_rater(
                group,
                rater_id,
                name,
                ratee_id=head.employee_id,
                manager_id=head.manager_id,
                asked=[(one.employee_id, one.name) for one in have],
            )
            if problems:
                shown = name.strip() or _name_of(change, rater_id)
                raise Invalid(*(replace(one, details={**one.details, "name": shown}) for one in problems))
            return self._add_sheet(change, form_id, group, rater_id, " ".join(name.split()))

    def propose(self, form_ids: Sequence[int]) -> int:
        """Ask peers of the department and subordinates about these people; return how many were asked anew.

        Who is asked already stays so; forms whose raters were closed once are left alone.
        """
        with self._desk.change("propose_raters", count=len(form_ids)) as change:
            everybody = [
                Colleague(one.id, one.department_id, one.manager_id)
                for one in people.employees(change.connection, include_left=False)
            ]
            frozen = raters.frozen_at(change.connection, form_ids)
            have = raters.sheets(change.connection, form_ids)
            heads = forms.heads(change.connection, form_ids)
            added = 0
            for form_id, head in heads.items():
                if form_id in frozen or head.state not in ASKED_IN:
                    continue
                asked = {one.employee_id for one in have.get(form_id, ())}
                person = Colleague(head.employee_id, head.department_id, head.manager_id)
                for group, rater_id in propose(person, everybody):
                    if rater_id not in asked:
                        self._add_sheet(change, form_id, group, rater_id, "")
                        asked.add(rater_id)
                        added += 1
            return added

    def withdraw(self, sheet_id: int) -> None:
        """Ask somebody no more; what was given on the sheet goes with it."""
        with self._desk.change("withdraw_rater") as change:
            sheet, head = self._sheet(change, sheet_id, may_be_declined=True)
            change.say(person=head.name, name=sheet.name)
            change.delete_all(rating, sheet_id=sheet_id)
            change.delete(rater_sheet, sheet_id)
            change.touch(sheet.form_id)

    def set_weights(self, form_id: int, weights: Mapping[RaterGroup, Decimal] | None) -> None:
        """Set the weights of the groups of one form, in percent; None: those of the firm again.

        Raises:
            Invalid: not 100.00 together, SELF with a weight, or the raters are closed.
        """
        if weights is not None:
            wrong = [one for one in check_rater_weights(weights) if not one.is_warning]
            if wrong:
                raise Invalid(*wrong)
        with self._desk.change("set_rater_weights") as change:
            head = self._open_head(change, form_id)
            change.say(person=head.name)
            text = "" if weights is None else raters.terms_text(Terms(dict(weights), is_own=True))
            change.update(form, form_id, rater_weights=text)
            change.touch(form_id)

    def set_firm_weights(self, kind: str, weights: Mapping[RaterGroup, Decimal] | None) -> None:
        """Set the firm's weights for `MANAGERS` or `OTHERS`, in percent; None: the program's own again. Forms whose
        raters are closed keep what they were combined by.

        Raises:
            Invalid: not 100.00 together, or SELF with a weight.
        """
        if weights is not None:
            wrong = [one for one in check_rater_weights(weights) if not one.is_warning]
            if wrong:
                raise Invalid(*wrong)
        with self._desk.change("set_firm_rater_weights") as change:
            now = settings.choices_of(change.row(firm, settings.FIRM_ID)["choices"])
            kept = {one: set_ for one, set_ in now.rater_weights.items() if one != kind}
            if weights is not None:
                kept[kind] = dict(weights)
            text = settings.choices_text(replace(now, rater_weights=kept))
            change.update(firm, settings.FIRM_ID, choices=text)

    # -- what they give --

    def enter(self, sheet_id: int, item_id: int, text: str) -> None:
        """Take a level (or points) that a rater gave; empty clears it. The last one makes the sheet given.

        Raises:
            Invalid: off the scale, the raters are closed, or the line manager types in an anonymous sheet.
        """
        with self._desk.change("enter_rating", value=text.strip()) as change:
            self._enter(change, sheet_id, item_id, text)

    def enter_many(self, cells: Sequence[tuple[int, int, str]]) -> dict[int, tuple[Problem, ...]]:
        """Take many (sheet, item, text) as one deed; return the problems by item of those that were refused."""
        refused: dict[int, tuple[Problem, ...]] = {}
        with self._desk.change("enter_many", count=len(cells)) as change:
            for sheet_id, item_id, text in cells:
                try:
                    self._enter(change, sheet_id, item_id, text)
                except Invalid as invalid:
                    refused[item_id] = invalid.problems
        return refused

    def cannot_rate(self, sheet_id: int, item_id: int) -> None:
        """Note that a rater can't rate an item; that is an answer, and counts in no mean."""
        with self._desk.change("cannot_rate") as change:
            change.say(**forms.item_words(change.connection, item_id))
            sheet, item = self._cell(change, sheet_id, item_id)
            self._put(change, sheet, item.id, raters.CANNOT, 0)

    def set_words(self, sheet_id: int, field: str, words: str, *, visit: str = "") -> None:
        """Write `words_good` or `words_improve` of a sheet."""
        if field not in ("words_good", "words_improve"):
            raise KeyError(field)
        with self._desk.change("set_rater_words", visit=visit) as change:
            sheet, head = self._sheet(change, sheet_id)
            change.say(person=head.name)
            changed: dict[str, Any] = {field: tidy_words(words)}
            change.update(rater_sheet, sheet.id, **changed)
            change.touch(sheet.form_id)

    def decline(self, sheet_id: int, *, declined: bool = True) -> None:
        """Note that somebody will not answer, or take that back. What was given on the sheet goes."""
        with self._desk.change("decline_rater") as change:
            sheet, head = self._sheet(change, sheet_id, may_be_declined=True)
            change.say(person=head.name, name=sheet.name)
            change.delete_all(rating, sheet_id=sheet_id)
            state = SheetState.DECLINED if declined else SheetState.ASKED
            change.update(rater_sheet, sheet_id, state=state.value, given_at=None, typed_by_id=None)
            change.touch(sheet.form_id)

    def enter_own(self, item_id: int, text: str) -> None:
        """Take the level that a person gives themselves; empty clears it. It is shown and counts for nothing.

        Raises:
            Invalid: off the scale, not judged by level, or the self part is locked.
        """
        with self._desk.change("enter_own", value=text.strip()) as change:
            change.say(**forms.item_words(change.connection, item_id))
            self._enter_own(change, item_id, text)

    def enter_own_many(self, cells: Sequence[tuple[int, str]]) -> dict[int, tuple[Problem, ...]]:
        """Take many own levels as one deed; return the problems by item of those that were refused."""
        refused: dict[int, tuple[Problem, ...]] = {}
        with self._desk.change("enter_many", count=len(cells)) as change:
            for item_id, text in cells:
                try:
                    self._enter_own(change, item_id, text)
                except Invalid as invalid:
                    refused[item_id] = invalid.problems
        return refused

    def set_own_words(self, form_id: int, words: str, *, visit: str = "") -> None:
        """Write a person's comment on their own work."""
        with self._desk.change("set_own_words", visit=visit) as change:
            change.say(**forms.person_words(change.connection, form_id))
            self._maker.begin_scoring(change, form_id)
            self._own_row(change, form_id)
            change.update(form, form_id, self_words=tidy_words(words))
            change.touch(form_id)

    # -- closing --

    def close(self, form_ids: Sequence[int]) -> dict[int, tuple[Problem, ...]]:
        """Close the raters of forms, all in one deed; return by form what kept some of them open.

        From then on the combined levels stand and the sheets are frozen for good; sending a form back opens the
        manager's levels only, and closing again combines them with the same marks.
        """
        left: dict[int, tuple[Problem, ...]] = {}
        with self._desk.change("close_raters", count=len(form_ids)) as change:
            items = forms.items(change.connection, form_ids)
            now = self._desk.now().isoformat(timespec="seconds")
            for form_id in form_ids:
                row = change.row(form, form_id)
                state = FormState(row["state"])
                if state not in ASKED_IN:
                    left[form_id] = (Problem("state", f"locked_{state.value.lower()}"),)
                elif problems := rater_closing.close(change, form_id, items[form_id], now):
                    left[form_id] = problems
                else:
                    mark_own(self._desk, change, row)
        return left

    # -- inside --

    def _enter_own(self, change: Change, item_id: int, text: str) -> None:
        item = self._item(change, item_id)
        self._maker.begin_scoring(change, item.form_id)
        row = self._own_row(change, item.form_id)
        level = self._level(change, item, text, Scheme(row["scheme"]))
        key = {"form_item_id": item_id, "rater_group": RaterGroup.SELF.value}
        found = change.first(rating, **key)
        if level is None:
            change.delete_all(rating, **key)
        elif found is None:
            given_at = self._desk.now().isoformat(timespec="seconds")
            change.insert(
                rating,
                **key,
                kind=raters.LEVEL,
                rater_id=row["employee_id"],
                value_c=to_hundredths(level),
                given_at=given_at,
            )
        else:
            change.update(rating, found["id"], value_c=to_hundredths(level))
        change.touch(item.form_id)

    def _enter(self, change: Change, sheet_id: int, item_id: int, text: str) -> None:
        change.say(**forms.item_words(change.connection, item_id))
        sheet, item = self._cell(change, sheet_id, item_id)
        level = self._level(change, item, text, Scheme(change.row(form, item.form_id)["scheme"]))
        if level is None:
            change.delete_all(rating, sheet_id=sheet_id, form_item_id=item_id)
            self._count(change, sheet)
        else:
            self._put(change, sheet, item.id, raters.LEVEL, to_hundredths(level))

    def _put(self, change: Change, sheet: RaterSheet, item_id: int, kind: str, value_c: int) -> None:
        found = change.first(rating, sheet_id=sheet.id, form_item_id=item_id)
        if found is None:
            # No time and no rater: what an anonymous rater gave is known by its sheet alone.
            row = {"form_item_id": item_id, "rater_group": sheet.group.value, "sheet_id": sheet.id}
            change.insert(rating, **row, kind=kind, value_c=value_c)
        else:
            change.update(rating, found["id"], kind=kind, value_c=value_c)
        self._count(change, sheet)

    def _count(self, change: Change, sheet: RaterSheet) -> None:
        """A sheet is given when every judged item has an answer."""
        answers = len(change.ids(rating, sheet_id=sheet.id))
        state = SheetState.GIVEN if answers == sheet.items else SheetState.ASKED
        actor = self._desk.file.actor_id
        change.update(rater_sheet, sheet.id, state=state.value, typed_by_id=actor)
        change.touch(sheet.form_id)

    def _cell(self, change: Change, sheet_id: int, item_id: int) -> tuple[RaterSheet, FormItem]:
        sheet, head = self._sheet(change, sheet_id)
        self._maker.begin_scoring(change, head.id)
        allow(self._desk, change, head.id, Part.RATERS)
        item = self._item(change, item_id)
        if item.form_id != sheet.form_id or not item.is_anchored:
            raise refuse("level", "rater_needs_level", name=item.name_zh or item.name_en)
        return sheet, item

    def _sheet(
        self, change: Change, sheet_id: int, *, may_be_declined: bool = False
    ) -> tuple[RaterSheet, FormHead]:
        sheet = raters.one_sheet(change.connection, sheet_id)
        if sheet is None:
            raise StoreFault("gone", "rater_sheet", row=sheet_id)
        head = self._open_head(change, sheet.form_id)
        check_typist(sheet, head.manager_id, self._desk.file.actor_id)
        if sheet.state is SheetState.DECLINED and not may_be_declined:
            raise refuse("sheet", "sheet_declined")
        return sheet, head

    def _open_head(self, change: Change, form_id: int) -> FormHead:
        head = forms.head(change.connection, form_id)
        if head is None:
            raise StoreFault("gone", "form", row=form_id)
        check_open(head, raters.frozen_at(change.connection, [form_id]))
        return head

    def _own_row(self, change: Change, form_id: int) -> dict[str, Any]:
        """Return a form's row if the person's own part may be changed now."""
        allow(self._desk, change, form_id, Part.SELF_LEVEL)
        row = change.row(form, form_id)
        if row["self_submitted_at"]:
            raise refuse("self", "own_part_locked", on=str(row["self_submitted_at"])[:10])
        return row

    def _item(self, change: Change, item_id: int) -> FormItem:
        found = forms.one_item(change.connection, item_id)
        if found is None:
            raise StoreFault("gone", "form_item", row=item_id)
        if not found.is_anchored:
            raise refuse("level", "rater_needs_level", name=found.name_zh or found.name_en)
        return found

    def _level(self, change: Change, item: FormItem, text: str, scheme: Scheme) -> Decimal | None:
        if not text.strip():
            return None
        level = parse_number(text.strip().removesuffix("级").removeprefix("L"), "level")
        halves = settings.settings(change.connection).choices.allows_halves
        given_score(item.rule, level, scheme, allows_halves=halves)
        return level

    def _add_sheet(
        self, change: Change, form_id: int, group: RaterGroup, rater_id: int | None, name: str
    ) -> int:
        sheet_id = change.insert(
            rater_sheet,
            form_id=form_id,
            rater_group=group.value,
            employee_id=rater_id,
            name="" if rater_id is not None else name,
            state=SheetState.ASKED.value,
        )
        # Nobody shall work out a code from the order in which people were asked.
        secret = "" if self._desk.clock.is_fixed else secrets.token_hex(8)
        change.update(rater_sheet, sheet_id, code=entry_code(secret, sheet_id))
        change.touch(form_id)
        return sheet_id


def _name_of(change: Change, employee_id: int | None) -> str:
    return "" if employee_id is None else str(change.row(employee, employee_id)["name"])
