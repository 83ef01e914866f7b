"""Changes on the way of a cycle (§8.4, §8.5): amended targets, joiners, leavers, transfers, long leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.controllers import change_effects, share_reading, transfers
from perfdesk.controllers.derived_targets import OPEN_STATES, grade_everybody, recompute
from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.locks import allow, mark_own
from perfdesk.controllers.sharing import shared_locked
from perfdesk.domain.amendments import Derived, RuleChange, check_amendment
from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.changes import Absence, Amendment, Effect, Move, Share
from perfdesk.domain.cycles import Part
from perfdesk.domain.firm import Switch
from perfdesk.domain.numbers import to_e4
from perfdesk.domain.participation import Span, check_span
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_numbers import main_number, numbers_of, with_numbers
from perfdesk.domain.terms import AbsenceKind, AmendReason, FormState
from perfdesk.domain.workdays import EARLIEST, LATEST
from perfdesk.store import changes, cycles, forms, settings, shared
from perfdesk.store.change import Change
from perfdesk.store.rows import iso, kept_rule, kept_rule_text, rule_of
from perfdesk.store.schema import absence, amendment, employee, form, form_item, objective
from perfdesk.store.schema import cycle as cycle_table

AMENDABLE = frozenset({FormState.AGREED, FormState.RUNNING})
"""States in which a target may be amended (§8.2)."""


class ChangesController:
    """Deeds and questions about what happened on the way. Each deed recomputes targets and scores with it; its
    `preview_` twin tells what it would do and writes nothing."""

    def __init__(self, desk: Desk, maker: FormMaker) -> None:
        self._desk, self._maker = desk, maker

    # -- amended targets --

    def amendments(self, cycle_id: int) -> list[Amendment]:
        """Return the amendments of a cycle, newest first."""
        with self._desk.read() as connection:
            return changes.amendments(connection, cycle_id)

    def amendments_of_item(self, item_id: int) -> list[Amendment]:
        with self._desk.read() as connection:
            return changes.amendments(connection, item_id=item_id)

    def rule_now(self, item_id: int) -> Rule:
        """Return the rule of an item with the values of a whole cycle: as agreed, or as last amended."""
        with self._desk.read() as connection:
            return change_effects.whole_cycle_rule(connection, item_id)

    def derivation(self, item: FormItem) -> Derived | None:
        """Return how the target of an item came about, None where it is the agreed one."""
        with self._desk.read() as connection:
            return share_reading.derivation(connection, item)

    def amend_target(
        self,
        item_id: int,
        numbers: Mapping[str, Decimal],
        effective_on: date,
        reason: AmendReason,
        words: str = "",
        *,
        employee_signed_on: date | None = None,
        manager_signed_on: date | None = None,
    ) -> int:
        """Change target and limits of an item from a day on, of a shared indicator on all its forms (§2.1) that
        are running; return the amendment. The days of signing are those of this form.

        `numbers` are values of a whole cycle, by the names of `rule_numbers.numbers_of`. For a SUM each value
        then counts for its own days; anything else holds for the whole cycle.

        Raises:
            Invalid: the item stands for an objective, the form is not running, the day lies outside the cycle or
                before the last amendment, nothing changes, the method can't work with the numbers,
                `signed_in_future`, or `amendments_off`.
        Source: §8.4.
        """
        self._check_signed("employee_signed_on", employee_signed_on)
        self._check_signed("manager_signed_on", manager_signed_on)
        with self._desk.change("amend_target") as change:
            made, _told = self._amend(change, item_id, numbers, effective_on, reason, words)
            change.update(
                amendment,
                made,
                employee_signed_on=iso(employee_signed_on),
                manager_signed_on=iso(manager_signed_on),
            )
            return made

    def preview_amendment(self, item_id: int, numbers: Mapping[str, Decimal], effective_on: date) -> Effect:
        """Tell what an amendment would do, and on which forms of a shared indicator it would not be made.

        Raises Invalid as `amend_target` does.
        """
        with self._desk.read() as connection:
            past_half = change_effects.is_late(connection, item_id, effective_on)
        told: list[Problem] = []

        def deed(change: Change) -> None:
            told.extend(self._amend(change, item_id, numbers, effective_on, AmendReason.MARKET, "")[1])

        found = change_effects.rehearse(self._desk, deed, past_half)
        return replace(found, told=tuple(told))

    def remove_amendment(self, amendment_id: int) -> None:
        """Take the newest amendment of an item back; what held before holds again. With it go the same
        amendments that a shared indicator was given on its other forms.

        Raises:
            Invalid: `amend_not_last`, the form is not running, or `amendments_off`.
        """
        with self._desk.change("remove_amendment") as change:
            row = change.row(amendment, amendment_id)
            item = change.row(form_item, row["form_item_id"])
            change.say(**forms.item_words(change.connection, item["id"]))
            self._allow_amending(change, item["form_id"])
            later = [
                one
                for one in change.find(amendment, form_item_id=item["id"])
                if one["effective_on"] > row["effective_on"]
            ]
            if later:
                raise refuse("amendment", "amend_not_last")
            change.delete(amendment, amendment_id)
            recompute(change, item["form_id"])
            for other_id in shared.sharers(change.connection, item["id"]):
                self._remove_same(change, other_id, row)

    def set_signed(self, amendment_id: int, who: str, on: date | None) -> None:
        """Note when `employee` or `manager` signed an amendment; None: not signed.

        Raises:
            Invalid: `signed_in_future`, the form is void or filed, or `amendments_off`.
        """
        if who not in ("employee", "manager"):
            raise KeyError(who)
        self._check_signed(f"{who}_signed_on", on)
        with self._desk.change("sign_amendment") as change:
            row = change.row(amendment, amendment_id)
            change.say(**forms.item_words(change.connection, row["form_item_id"]))
            form_id = change.row(form_item, row["form_item_id"])["form_id"]
            self._allow(change, form_id, Part.AMENDMENT_SIGNED)
            columns: dict[str, Any] = {f"{who}_signed_on": iso(on)}
            change.update(amendment, amendment_id, **columns)

    # -- shares of a cycle --

    def shares(self, cycle_id: int) -> list[Share]:
        """Return the forms of those who joined, left or moved within a cycle, or were on long leave."""
        with self._desk.read() as connection:
            return share_reading.shares(connection, cycle_id)

    def set_span(self, form_id: int, starts_on: date | None, ends_on: date | None) -> None:
        """Set first and last day of a form; None is the cycle's own. Targets of a SUM follow.

        Raises:
            Invalid: `span_ends_first`, `span_outside_cycle`, `segments_overlap`, the scores are submitted, the form is
                void, or `amendments_off`.
        """
        with self._desk.change("set_span") as change:
            self._set_span(change, form_id, starts_on, ends_on)

    def preview_span(self, form_id: int, starts_on: date | None, ends_on: date | None) -> Effect:
        """Tell what other days of a form would do. Raises Invalid as `set_span` does."""
        return change_effects.rehearse(
            self._desk, lambda change: self._set_span(change, form_id, starts_on, ends_on)
        )

    def apply_dates(self, cycle_id: int) -> int:
        """Let all forms that are not scored follow joining and leaving dates, as one deed; return how many."""
        with self._desk.change("apply_dates") as change:
            wanted = [
                line
                for line in share_reading.shares(change.connection, cycle_id)
                if line.is_to_apply and (line.state is FormState.DRAFT or line.state in OPEN_STATES)
            ]
            for line in wanted:
                row = change.row(form, line.form_id)
                self._set_span(
                    change,
                    line.form_id,
                    line.wanted_from or _day(row["starts_on"]),
                    line.wanted_to or _day(row["ends_on"]),
                )
            change.say(count=len(wanted))
        return len(wanted)

    def transfer(self, form_id: int, move: Move, *, drops_figures: bool = False) -> int | None:
        """Move a person to another position on a day: the form ends, a new segment begins, with the template of the
        new position and the new manager. Return the new form, None where the days stay in the old one because
        the new segment is shorter than 30 days.

        A segment that joins another one becomes void; what was entered on it stays there and counts no more, which
        the preview tells. `drops_figures` says that this is known.

        Raises:
            Invalid: the day lies outside the form's days, nothing changes, the targets are not agreed yet,
                `transfer_joins_submitted`, or `transfer_drops_figures`.
        Source: §8.5.
        """
        with self._desk.change("transfer") as change:
            self._mark_own(change, change.row(form, form_id))
            return transfers.transfer(change, self._maker, form_id, move, drops_figures=drops_figures)

    def preview_transfer(self, form_id: int, move: Move) -> Effect:
        """Tell what a transfer would do. Raises Invalid as `transfer` does."""
        return change_effects.rehearse(
            self._desk,
            lambda change: transfers.transfer(change, self._maker, form_id, move, drops_figures=True),
        )

    # -- long leave --

    def absences(self, cycle_id: int) -> list[Absence]:
        """Return the long leaves that touch a cycle, the latest first."""
        with self._desk.read() as connection:
            found = cycles.one_cycle(connection, cycle_id)
            return changes.absences(connection, Span(found.starts_on, found.ends_on)) if found else []

    def add_absence(
        self, employee_id: int, kind: AbsenceKind, starts_on: date, ends_on: date, words: str = ""
    ) -> int:
        """Note a long leave; its days are left out of the cycle and of targets that are sums.

        Raises:
            Invalid: it ends before it starts, overlaps another one, or scores of that time are submitted.
        """
        with self._desk.change("add_absence") as change:
            return self._add_absence(change, employee_id, kind, starts_on, ends_on, words)

    def preview_absence(self, employee_id: int, starts_on: date, ends_on: date) -> Effect:
        """Tell what a long leave would do. Raises Invalid as `add_absence` does."""
        return change_effects.rehearse(
            self._desk,
            lambda change: self._add_absence(change, employee_id, AbsenceKind.OTHER, starts_on, ends_on, ""),
        )

    def remove_absence(self, absence_id: int) -> None:
        with self._desk.change("remove_absence") as change:
            row = change.row(absence, absence_id)
            change.say(person=change.row(employee, row["employee_id"])["name"])
            change.delete(absence, absence_id)
            self._follow_absence(change, row["employee_id"], changes.span_of(row))

    # -- inside --

    def _amend(
        self,
        change: Change,
        item_id: int,
        numbers: Mapping[str, Decimal],
        effective_on: date,
        reason: AmendReason,
        words: str,
    ) -> tuple[int, tuple[Problem, ...]]:
        """Amend an item and those that share its indicator; return the amendment, and whom it did not reach."""
        change.say(**forms.item_words(change.connection, item_id))
        given = tidy_words(words)
        made = self._write(
            change, item_id, self._amended(change, item_id, numbers, effective_on), reason, given
        )
        locked = []
        for other_id in shared.sharers(change.connection, item_id):
            try:
                found = self._amended(change, other_id, numbers, effective_on)
            except Invalid as invalid:
                if {problem.code for problem in invalid.problems} != {"amend_changes_nothing"}:
                    locked.append(other_id)
            else:
                self._write(change, other_id, found, reason, given)
        return made, shared_locked(change, locked, "target")

    def _amended(
        self, change: Change, item_id: int, numbers: Mapping[str, Decimal], effective_on: date
    ) -> tuple[Rule, RuleChange]:
        """Return the rule that holds now and the one that would; nothing is written. Raises Invalid."""
        item = change.row(form_item, item_id)
        form_row = self._allow_amending(change, item["form_id"])
        if change.ids(objective, form_item_id=item_id):
            raise refuse("item", "item_carried", name=item["name_zh"] or item["name_en"])
        cycle = changes.span_of(change.row(cycle_table, form_row["cycle_id"]))
        agreed = kept_rule(item["agreed_rule"]) or rule_of(item)
        earlier = changes.rule_changes_within(change, item_id)
        now = earlier[-1].rule if earlier else agreed
        new = with_numbers(now, numbers)
        if wrong := check_amendment(agreed, new, effective_on, cycle, earlier):
            raise Invalid(*wrong)
        return now, RuleChange(effective_on, new)

    def _write(
        self, change: Change, item_id: int, found: tuple[Rule, RuleChange], reason: AmendReason, words: str
    ) -> int:
        form_id = change.row(form_item, item_id)["form_id"]
        now, new = found[0], found[1].rule
        made = change.insert(
            amendment,
            form_item_id=item_id,
            old_target_e4=_target_e4(now),
            new_target_e4=_target_e4(new),
            old_rule=kept_rule_text(now),
            new_rule=kept_rule_text(new),
            reason=reason.value,
            words=words,
            effective_on=found[1].effective_on.isoformat(),
            made_at=self._desk.now().isoformat(timespec="seconds"),
        )
        recompute(change, form_id)
        return made

    def _remove_same(self, change: Change, item_id: int, gone: Mapping[str, Any]) -> None:
        """Take the amendment of a sharing form back, if it is its newest and says the same."""
        found = change.find(amendment, form_item_id=item_id)
        last = max(found, key=lambda one: str(one["effective_on"]), default=None)
        same = ("effective_on", "new_rule", "reason", "words")
        if last is None or any(last[name] != gone[name] for name in same):
            return
        form_id = change.row(form_item, item_id)["form_id"]
        try:
            self._allow_amending(change, form_id)
        except Invalid:  # what is scored by now stays as it was scored
            return
        change.delete(amendment, last["id"])
        recompute(change, form_id)

    def _allow_amending(self, change: Change, form_id: int) -> dict[str, Any]:
        row = change.row(form, form_id)
        state = FormState(row["state"])
        if state not in AMENDABLE and not row["is_void"]:
            code = "amend_draft" if state is FormState.DRAFT else "amend_scored"
            raise refuse("form", code)
        self._allow(change, form_id, Part.AMENDMENT)
        return row

    def _allow(self, change: Change, form_id: int, part: Part) -> None:
        if Switch.AMENDMENTS not in settings.switches_within(change):
            raise refuse("form", "amendments_off")
        allow(self._desk, change, form_id, part)

    def _check_signed(self, field: str, on: date | None) -> None:
        if on is not None and on > self._desk.today():
            raise refuse(field, "signed_in_future")

    def _mark_own(self, change: Change, row: Mapping[str, Any]) -> None:
        mark_own(self._desk, change, row)

    def _set_span(self, change: Change, form_id: int, starts_on: date | None, ends_on: date | None) -> None:
        change.say(**forms.person_words(change.connection, form_id))
        row = change.row(form, form_id)
        self._allow(change, form_id, Part.DAYS)
        cycle = changes.span_of(change.row(cycle_table, row["cycle_id"]))
        span = Span(starts_on or cycle.starts_on, ends_on or cycle.ends_on)
        if wrong := check_span(span, cycle):
            raise Invalid(*wrong)
        span = span.within(cycle)
        for other in changes.segments_within(change, row):
            there = Span(_day(other["starts_on"]) or cycle.starts_on, _day(other["ends_on"]) or cycle.ends_on)
            if other["segment"] != row["segment"] and there.within(span).days:
                raise refuse("starts_on", "segments_overlap", first=there.starts_on, last=there.ends_on)
        change.update(
            form,
            form_id,
            starts_on=iso(span.starts_on) if span.starts_on > cycle.starts_on else None,
            ends_on=iso(span.ends_on) if span.ends_on < cycle.ends_on else None,
        )
        grade_everybody(change, row)
        recompute(change, form_id)

    def _add_absence(
        self,
        change: Change,
        employee_id: int,
        kind: AbsenceKind,
        starts_on: date,
        ends_on: date,
        words: str,
    ) -> int:
        change.say(person=change.row(employee, employee_id)["name"])
        span = Span(starts_on, ends_on)
        if not span.days:
            raise refuse("ends_on", "span_ends_first")
        if starts_on < EARLIEST or ends_on > LATEST:
            text = (starts_on if starts_on < EARLIEST else ends_on).isoformat()
            raise refuse("starts_on", "day_out_of_range", text=text, first=EARLIEST.year, last=LATEST.year)
        for other in changes.absences_of(change, employee_id):
            if other.within(span).days:
                raise refuse("starts_on", "absence_overlaps", first=other.starts_on, last=other.ends_on)
        made = change.insert(
            absence,
            employee_id=employee_id,
            kind=kind.value,
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat(),
            words=tidy_words(words),
        )
        self._follow_absence(change, employee_id, span)
        return made

    def _follow_absence(self, change: Change, employee_id: int, span: Span) -> None:
        """Recompute the forms whose days a leave touches; closed ones stay, submitted ones must be sent back."""
        for row in change.find(form, employee_id=employee_id, is_void=0):
            cycle = changes.span_of(change.row(cycle_table, row["cycle_id"]))
            if not cycle.within(span).days or row["state"] == FormState.CLOSED.value:
                continue
            _allow_days(row)
            self._mark_own(change, row)
            grade_everybody(change, row)
            recompute(change, row["id"])
            change.touch(row["id"])


def _allow_days(row: Mapping[str, object]) -> None:
    state = FormState(str(row["state"]))
    if state is not FormState.DRAFT and state not in OPEN_STATES:
        raise refuse("form", f"locked_{state.value.lower()}")


def _target_e4(rule: Rule) -> int | None:
    main = main_number(rule)
    return to_e4(numbers_of(rule)[main]) if main else None


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
