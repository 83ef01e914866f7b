"""Scoring: targets and weights before, actuals and levels after, and how each number came about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from perfdesk.controllers import rater_reading, reading, share_reading, value_history
from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.controllers.form_building import BuildingDeeds
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.locks import allow
from perfdesk.controllers.sharing import shared_locked
from perfdesk.domain.amendments import explain_target
from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.cycle_parts import item_cap
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.explanation import Line, explain_gap, explain_given, explain_score, explain_total
from perfdesk.domain.flags import data_flags
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.numbers import parse_number, to_e4, to_hundredths
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.rater_explanation import explain_combined
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.scales import given_score
from perfdesk.domain.scoring import printed_actual, score
from perfdesk.domain.terms import FormState, Missing, RaterGroup, Scheme
from perfdesk.domain.value_history import ValueChange
from perfdesk.store import forms, settings, shared
from perfdesk.store.change import Change
from perfdesk.store.faults import StoreFault
from perfdesk.store.schema import form, form_item, rating
from perfdesk.texts import _

YES, NO = (
    frozenset({"是", "对", "√", "✓", "y", "yes", "true"}),
    frozenset({"否", "错", "×", "✗", "n", "no", "false"}),
)


class _Rehearsed(Exception):
    """Rolls a change back that was only tried."""


class AppraisalController(BuildingDeeds):
    """Deeds and questions about one form at a time, and about many cells at once."""

    def __init__(self, desk: Desk, maker: FormMaker) -> None:
        super().__init__(desk, maker)
        self._read_ahead: dict[int, FormItem] = {}

    def sheet(self, form_id: int) -> FormSheet:
        """Return a form with everything on it.

        Raises:
            StoreFault: `gone`.
        """
        with self._desk.read() as connection:
            return reading.sheet_of(connection, form_id)

    def form_of(self, employee_id: int, cycle_id: int) -> int | None:
        with self._desk.read() as connection:
            return forms.form_of(connection, employee_id, cycle_id)

    def items_of_cycle(self, cycle_id: int) -> dict[int, tuple[FormItem, ...]]:
        """Return the items of every form of a cycle, by form."""
        with self._desk.read() as connection:
            return forms.items(connection, [head.id for head in forms.heads_of_cycle(connection, cycle_id)])

    def items_of_forms(self, form_ids: Sequence[int]) -> dict[int, tuple[FormItem, ...]]:
        """Return the items of some forms, by form."""
        with self._desk.read() as connection:
            return forms.items(connection, form_ids)

    def may_change(self, state: FormState, part: Part) -> bool:
        """Tell whether a part of a form in this state may be changed, as the firm works."""
        return may_change(state, part, self._desk.settings().switches)

    def set_target(self, item_id: int, target: Decimal | None) -> tuple[Problem, ...]:
        """Set the target of one form, in the indicator's unit; of a shared indicator on all its forms (§2.1).

        Returns which forms of a shared indicator take no target now (a warning).

        Raises:
            Invalid: the method can't work with this target, or the item stands for an objective.
        """
        with self._desk.change("set_target", value=_shown(target)) as change:
            change.say(**forms.item_words(change.connection, item_id))
            return self._spread_target(change, item_id, target)

    def enter(self, item_id: int, text: str) -> tuple[Problem, ...]:
        """Take what was typed for an item: a level where it is judged, else an actual; empty clears it.

        Returns what is doubtful but was taken (warnings).

        Raises:
            Invalid: the text can't be taken; nothing was saved.
        """
        with self._desk.change("enter", value=text.strip()) as change:
            change.say(**forms.item_words(change.connection, item_id))
            return self._enter(change, item_id, text)

    def enter_many(
        self,
        cells: Sequence[tuple[int, str]],
        missing: Sequence[tuple[int, Missing, str]] = (),
        *,
        rehearse: bool = False,
    ) -> dict[int, tuple[Problem, ...]]:
        """Take many cells as one deed, as pasted from Excel; return the problems of those that were refused.

        `missing`: items that have no value, why, and the reason in words. `rehearse`: tell, but write nothing.
        """
        calls: list[Callable[[Change], tuple[Problem, ...]]] = [
            partial(self._enter, item_id=item_id, text=text) for item_id, text in cells
        ]
        calls += [partial(self._set_missing, item_id=one[0], state=one[1], reason=one[2]) for one in missing]
        ids = [one[0] for one in cells] + [one[0] for one in missing]
        return self._many("enter_many", ids, calls, rehearse)

    def set_targets(
        self, targets: Sequence[tuple[int, Decimal]], *, rehearse: bool = False
    ) -> dict[int, tuple[Problem, ...]]:
        """Set many targets as one deed, shared ones on all their forms; return the problems of those that were
        refused, and warnings where a form of a shared indicator takes no target now."""
        calls = [partial(self._spread_target, item_id=item_id, target=target) for item_id, target in targets]
        ids = [item_id for item_id, _target in targets]
        return self._many("set_targets", ids, calls, rehearse, names_locked=True)

    def set_missing(self, item_id: int, state: Missing, reason: str = "") -> None:
        """Say why there is no value: NOT_APPLICABLE, UNAVAILABLE (each with a reason), NOT_SUBMITTED; or
        PENDING to take that back. A value that stood there is cleared."""
        with self._desk.change("set_missing", state=state.value) as change:
            change.say(**forms.item_words(change.connection, item_id))
            self._set_missing(change, item_id, state, reason)

    def set_comment(self, item_id: int, words: str, *, visit: str = "") -> None:
        """Write the comment or example of an item."""
        with self._desk.change("set_comment", visit=visit) as change:
            change.say(**forms.item_words(change.connection, item_id))
            form_id = change.row(form_item, item_id)["form_id"]
            self._allow(change, form_id, Part.COMMENT)
            change.update(form_item, item_id, comment=tidy_words(words))
            change.touch(form_id)

    def set_words(self, item_id: int, words: str, *, visit: str = "") -> None:
        """Answer an item that has no number; with words it is done, without it is open again."""
        with self._desk.change("set_words", visit=visit) as change:
            change.say(**forms.item_words(change.connection, item_id))
            self._put_words(change, self._item(change, item_id), words)

    def count_as_zero(self, item_id: int, reason: str, asked_until: date, told_on: date) -> None:
        """Count figures that the person did not provide as a score of zero, on a form of five levels as the lowest.

        Only where they were asked for again and the second date, `asked_until`, has passed too; `told_on` is the
        day on which the person was told. Both dates are kept with the reason. Source: §3.12.

        Raises:
            Invalid: somebody else than the person provides the figures, not marked as not submitted, the second
                date has not passed, nobody was told yet, or a reason of fewer than 10 characters.
        """
        with self._desk.change("count_as_zero") as change:
            change.say(**forms.item_words(change.connection, item_id))
            item = self._item(change, item_id)
            _refuse_carried(item)
            appraisee = change.row(form, item.form_id)["employee_id"]
            if item.provider_words or item.provider_id not in (None, appraisee):
                raise refuse("missing", "zero_not_theirs", name=item.name_zh or item.name_en)
            if problems := _zero_problems(item, reason, asked_until, told_on, self._desk.today()):
                raise Invalid(*problems)
            self._allow_scoring(change, item)
            said = _("{reason} (asked again until {until}, not received; told on {told})").format(
                reason=tidy_words(reason), until=asked_until.isoformat(), told=told_on.isoformat()
            )
            lowest = SCHEMES[Scheme(change.row(form, item.form_id)["scheme"])].total_floor
            change.update(form_item, item_id, missing_reason=said, score_c=to_hundredths(lowest))
            change.touch(item.form_id)

    def set_remark(self, form_id: int, field: str, words: str, *, visit: str = "") -> None:
        """Write `strengths`, `improvements` or `employee_words` of a form."""
        if field not in ("strengths", "improvements", "employee_words"):
            raise KeyError(field)
        with self._desk.change("set_remark", visit=visit, field=field) as change:
            change.say(**forms.person_words(change.connection, form_id))
            self._allow(change, form_id, Part.COMMENT if field != "employee_words" else Part.PLAN)
            changed: dict[str, Any] = {field: tidy_words(words)}
            change.update(form, form_id, **changed)
            change.touch(form_id)

    def explain_item(self, item_id: int) -> tuple[Line, ...]:
        """Answer "how was this computed?" for the score and the gap of an item."""
        sheet = self.sheet(self._form_of_item(item_id))
        item = next(one for one in sheet.items if one.id == item_id)
        lines: tuple[Line, ...] = ()
        if item.combined_level is not None:
            with self._desk.read() as connection:
                found = rater_reading.combined(connection, item.form_id)
            together = found.items.get(item_id) if found else None
            lines = explain_combined(item.rule, together, sheet.cycle.scheme.scheme) if together else ()
        elif item.is_anchored and item.level is not None:
            lines = explain_given(item.rule, item.level, sheet.cycle.scheme.scheme)
        elif item.missing is Missing.NOT_SUBMITTED and item.score is not None:
            lines = (Line("counted_as_zero", {"reason": item.missing_reason}, item.score),)
        elif item.actual is not None:
            lines = explain_score(item.rule, item.actual, item_cap(sheet.cycle.scheme, item.lineage))
        lines = self._explain_target(item) + lines
        gap = sheet.gap_of(item_id)
        if gap is None:
            return lines
        whole = sum((one.contribution for one in sheet.gaps), Decimal(0))
        return lines + explain_gap(gap, whole or None)

    def _explain_target(self, item: FormItem) -> tuple[Line, ...]:
        """How the target came about, where it is not the agreed one (§8.4, §8.5)."""
        if item.agreed_rule is None:
            return ()
        with self._desk.read() as connection:
            found = share_reading.derivation(connection, item)
        return explain_target(item.agreed_rule, found) if found else ()

    def history_of(self, item_id: int, field: str) -> tuple[ValueChange, ...]:
        """Return who changed the "value", "target", "weight" or "words" of an item, when and how, newest first."""
        with self._desk.read() as connection:
            item = forms.one_item(connection, item_id)
            if item is None:
                raise StoreFault("gone", "form_item", row=item_id)
            return value_history.of_item(connection, item_id, field, is_judged=item.is_anchored)

    def explain_total(self, form_id: int, names: dict[int, str] | None = None) -> tuple[Line, ...]:
        """Answer "how was this computed?" for the total; `names` are the items' names to show."""
        sheet = self.sheet(form_id)
        items = reading.scored_items(sheet.items)
        return explain_total(items, sheet.total, sheet.cycle.scheme, names)

    def _spread_target(self, change: Change, item_id: int, target: Decimal | None) -> tuple[Problem, ...]:
        """Set a target here and on the other forms of a shared indicator; name those that take none now."""
        self._set_target(change, item_id, target)
        locked = []
        for other_id in shared.other_targets(change.connection, item_id):
            self._read_ahead.pop(other_id, None)
            try:
                self._set_target(change, other_id, target)
            except Invalid:
                locked.append(other_id)
        return shared_locked(change, locked, "target")

    def _set_target(self, change: Change, item_id: int, target: Decimal | None) -> None:
        item = self._item(change, item_id)
        _refuse_carried(item)
        self._allow(change, item.form_id, Part.TARGET)
        if target is not None and item.is_anchored:
            raise refuse("target", "needs_level")
        changed = replace(item.rule, target=target)
        wrong = [p for p in check_rule(changed, needs_target=False) if not p.is_warning]
        if target is not None and wrong:
            raise Invalid(*wrong)
        change.update(form_item, item_id, target_e4=None if target is None else to_e4(target))
        change.touch(item.form_id)

    def _enter(self, change: Change, item_id: int, text: str) -> tuple[Problem, ...]:
        item = self._item(change, item_id)
        if item.is_in_words:
            self._put_words(change, item, text)
            return ()
        if not text.strip() and item.missing is Missing.PENDING:
            return ()  # nothing there, nothing to clear: that is no act of scoring
        _refuse_carried(item)
        flags = self._fill(change, item, text)
        return flags + self._spread(change, item, partial(self._fill, change, text=text))

    def _fill(self, change: Change, item: FormItem, text: str) -> tuple[Problem, ...]:
        scheme = Scheme(change.row(form, item.form_id)["scheme"])
        now = self._desk.now().isoformat(timespec="seconds")
        # Read the text before anything is written: a form must not pass a state for a value that is refused.
        columns: dict[str, Any] = {"missing": Missing.VALUE.value, "missing_reason": ""}
        flags: tuple[Problem, ...] = ()
        level = None
        if not text.strip():
            columns |= {"missing": Missing.PENDING.value, "score_c": None}
            columns |= {"actual_e4": None, "actual_by": None, "actual_at": None}
        elif item.is_anchored:
            level = _given(text)
            # Asked only for a half: most entries are whole levels, and many come at once.
            halves = not level % 1 or settings.settings(change.connection).choices.allows_halves
            points = given_score(item.rule, level, scheme, allows_halves=halves)
            columns["score_c"] = to_hundredths(points)
        else:
            actual = printed_actual(item.rule, _actual(text, item))
            flags = data_flags(actual, baseline=item.baseline, is_share=item.is_share)
            if errors := [flag for flag in flags if not flag.is_warning]:
                raise Invalid(*errors)
            points = score(item.rule, actual, item_cap(SCHEMES[scheme], item.lineage))
            columns |= {"actual_e4": to_e4(actual), "score_c": to_hundredths(points)}
            if actual != item.actual:
                columns |= {"actual_by": self._desk.file.actor_id, "actual_at": now}
        self._allow_scoring(change, item)
        if level is not None:
            self._put_level(change, item.id, level, now)
        elif item.level is not None:
            change.delete_all(rating, form_item_id=item.id, rater_group=RaterGroup.SUPERIOR.value)
        change.update(form_item, item.id, **columns)
        change.touch(item.form_id)
        return flags

    def _spread(
        self, change: Change, item: FormItem, deed: Callable[[FormItem], object]
    ) -> tuple[Problem, ...]:
        """Do to the other forms of a shared indicator what was just done to one (§2.1); tell how many."""
        if not item.is_shared or item.is_anchored:
            return ()
        count, locked = 1, list[int]()
        for other_id in shared.others(change.connection, item.id):
            self._read_ahead.pop(other_id, None)
            try:
                deed(self._item(change, other_id))
                count += 1
            except Invalid:
                locked.append(other_id)
        told = []
        if count > 1:
            told.append(Problem("actual", "shared_filled", {"count": count}, is_warning=True))
        return (*told, *shared_locked(change, locked, "actual"))

    def _put_words(self, change: Change, item: FormItem, words: str) -> None:
        said = tidy_words(words)
        if said == item.words:
            return
        if not item.is_in_words:
            raise refuse("words", "needs_level" if item.is_anchored else "needs_number")
        self._allow_words(change, item)
        state = Missing.VALUE if said else Missing.PENDING
        change.update(form_item, item.id, words=said, missing=state.value, missing_reason="")
        change.touch(item.form_id)

    def _set_missing(self, change: Change, item_id: int, state: Missing, reason: str) -> tuple[Problem, ...]:
        item = self._item(change, item_id)
        if state is Missing.VALUE:
            raise ValueError("a value is entered, not declared")
        if state in (Missing.NOT_APPLICABLE, Missing.UNAVAILABLE) and not reason.strip():
            raise refuse("reason", "missing_without_reason", name=item.name_zh or item.name_en)
        if state is item.missing is Missing.PENDING:
            return ()
        # An objective whose key results are not all entered has no score yet: that may be excused.
        if item.actual is not None or state is Missing.NOT_SUBMITTED:
            _refuse_carried(item)
        self._excuse(change, item, state, tidy_words(reason))
        return self._spread(
            change, item, partial(self._excuse, change, state=state, words=tidy_words(reason))
        )

    def _excuse(self, change: Change, item: FormItem, state: Missing, words: str) -> None:
        if item.is_in_words:
            self._allow_words(change, item)
        else:
            self._allow_scoring(change, item)
        # What the person and other raters gave stays: only the manager's own level goes.
        change.delete_all(rating, form_item_id=item.id, rater_group=RaterGroup.SUPERIOR.value)
        change.update(
            form_item,
            item.id,
            missing=state.value,
            missing_reason=words,
            actual_e4=None,
            actual_by=None,
            actual_at=None,
            score_c=None,
        )
        change.touch(item.form_id)

    def _many(
        self,
        code: str,
        ids: Sequence[int],
        calls: Sequence[Callable[[Change], tuple[Problem, ...]]],
        rehearse: bool,
        *,
        names_locked: bool = False,
    ) -> dict[int, tuple[Problem, ...]]:
        refused: dict[int, tuple[Problem, ...]] = {}
        try:
            with self._desk.change(code, count=len(ids)) as change:
                self._read_ahead = forms.some_items(change.connection, ids)
                for item_id, call in zip(ids, calls, strict=True):
                    try:
                        told = call(change)
                        if names_locked and told:
                            refused[item_id] = told
                    except Invalid as invalid:
                        refused[item_id] = invalid.problems
                if rehearse:
                    raise _Rehearsed
        except _Rehearsed:
            pass
        finally:
            self._read_ahead = {}
        return refused

    def _put_level(self, change: Change, item_id: int, level: Decimal, now: str) -> None:
        """The manager's level is a row: whoever keys it in, the rater is the form's manager."""
        form_row = change.row(form, change.row(form_item, item_id)["form_id"])
        rater_id = form_row["manager_id"] or self._desk.file.actor_id
        key = {"form_item_id": item_id, "rater_group": RaterGroup.SUPERIOR.value, "kind": "LEVEL"}
        found = change.first(rating, **key)
        if found is None:
            change.insert(
                rating,
                **key,
                rater_id=rater_id,
                value_c=to_hundredths(level),
                given_at=now,
            )
        elif found["value_c"] != to_hundredths(level):
            change.update(rating, found["id"], value_c=to_hundredths(level), given_at=now, rater_id=rater_id)

    def _allow_scoring(self, change: Change, item: FormItem) -> None:
        self._maker.begin_scoring(change, item.form_id)
        self._allow(change, item.form_id, Part.LEVEL if item.is_anchored else Part.ACTUAL)

    def _allow_words(self, change: Change, item: FormItem) -> None:
        """Words may be written wherever figures are entered, and while the form is being built."""
        state = self._maker.begin_scoring(change, item.form_id)
        self._allow(change, item.form_id, Part.COMMENT if state is FormState.DRAFT else Part.ACTUAL)

    def _allow(self, change: Change, form_id: int, part: Part) -> None:
        allow(self._desk, change, form_id, part)

    def _item(self, change: Change, item_id: int) -> FormItem:
        # What was read ahead holds until the item's first change.
        found = self._read_ahead.pop(item_id, None) or forms.one_item(change.connection, item_id)
        if found is None:
            raise StoreFault("gone", "form_item", row=item_id)
        return found

    def _form_of_item(self, item_id: int) -> int:
        with self._desk.read() as connection:
            found = forms.one_item(connection, item_id)
        if found is None:
            raise StoreFault("gone", "form_item", row=item_id)
        return found.form_id


def _refuse_carried(item: FormItem) -> None:
    """What stands for an objective takes its score from the key results alone (§4.4)."""
    if item.is_carried:
        raise refuse("item", "item_carried", name=item.name_zh or item.name_en)


LEAST_REASON = 10
"""Characters of a reason for overriding what would be computed (§0.12)."""


def _zero_problems(
    item: FormItem, reason: str, asked_until: date, told_on: date, today: date
) -> list[Problem]:
    found = []
    if item.missing is not Missing.NOT_SUBMITTED:
        found.append(Problem("missing", "zero_not_asked", {"name": item.name_zh or item.name_en}))
    if asked_until >= today:
        found.append(Problem("asked_until", "zero_too_early", {"day": asked_until.isoformat()}))
    if told_on > today:
        found.append(Problem("told_on", "zero_not_told", {"day": told_on.isoformat()}))
    if len(reason.strip()) < LEAST_REASON:
        found.append(Problem("reason", "reason_too_short", {"least": LEAST_REASON}))
    return found


def _shown(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _given(text: str) -> Decimal:
    return parse_number(text.strip().removesuffix("级").removesuffix("分").removeprefix("L"), "level")


def _actual(text: str, item: FormItem) -> Decimal:
    word = text.strip().lower()
    if item.unit == "bool" and word in YES | NO:
        return Decimal(int(word in YES))
    return parse_number(text, "actual", allow_percent=item.unit == "%")
