"""Scoring: targets and weights before, actuals and levels after, and how each number came about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from perfdesk.controllers import reading
from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.locks import allow
from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.explanation import Line, explain_gap, explain_level, explain_score, explain_total
from perfdesk.domain.flags import data_flags
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.numbers import parse_number, to_e4, to_hundredths
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.scoring import level_score, printed_actual, score
from perfdesk.domain.terms import EventKind, FormState, Missing, RaterGroup, Scheme, VetoEffect
from perfdesk.domain.totals import share_out_rest
from perfdesk.store import forms, library
from perfdesk.store.change import Change
from perfdesk.store.faults import StoreFault
from perfdesk.store.schema import cause, form, form_event, form_item, plan, rating

YES, NO = (
    frozenset({"是", "对", "√", "✓", "y", "yes", "true"}),
    frozenset({"否", "错", "×", "✗", "n", "no", "false"}),
)


class _Rehearsed(Exception):
    """Rolls a change back that was only tried."""


class AppraisalController:
    """Deeds and questions about one form at a time, and about many cells at once."""

    def __init__(self, desk: Desk, maker: FormMaker) -> None:
        self._desk, self._maker = desk, maker
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

    def may_change(self, state: FormState, part: Part) -> bool:
        """Tell whether a part of a form in this state may be changed, as the firm works."""
        return may_change(state, part, self._desk.settings().switches)

    def add_item(self, form_id: int, card_id: int) -> int:
        """Put a card of the library on a form and return the new item."""
        with self._desk.change("add_item") as change:
            self._allow(change, form_id, Part.ITEMS)
            card = library.one_card(change.connection, card_id)
            name = card.name_zh or card.name_en
            change.say(name=name, **forms.person_words(change.connection, form_id))
            have = change.find(form_item, form_id=form_id)
            if card.lineage in {row["lineage"] for row in have}:
                raise refuse("item", "item_twice", name=card.name_zh)
            seq = max((row["seq"] for row in have), default=-1) + 1
            scheme = SCHEMES[Scheme(change.row(form, form_id)["scheme"])]
            if scheme.scheme is Scheme.P5 and not card.is_anchored:
                raise refuse("item", "item_not_for_p5", name=card.name_zh)
            columns = forms.item_columns(card, seq, None, None, scheme.item_cap)
            change.touch(form_id)
            return change.insert(form_item, form_id=form_id, **columns)

    def remove_item(self, item_id: int) -> None:
        """Take an item off a form that was not agreed yet."""
        with self._desk.change("remove_item") as change:
            change.say(**forms.item_words(change.connection, item_id))
            form_id = change.row(form_item, item_id)["form_id"]
            self._allow(change, form_id, Part.ITEMS)
            if change.ids(plan, form_item_id=item_id):
                raise refuse("item", "item_has_plan")
            change.delete_all(rating, form_item_id=item_id)
            change.delete_all(cause, form_item_id=item_id)
            change.delete(form_item, item_id)
            change.touch(form_id)

    def set_weight(self, item_id: int, weight: Decimal | None) -> None:
        """Set a weight in percent, 0 < w <= 100, at most two decimals."""
        if weight is not None and not (0 < weight <= 100 and weight == round(weight, 2)):
            raise refuse("weight", "weight_range", text=f"{weight:f}")
        with self._desk.change("set_weight", value=_shown(weight)) as change:
            change.say(**forms.item_words(change.connection, item_id))
            form_id = change.row(form_item, item_id)["form_id"]
            self._allow(change, form_id, Part.WEIGHT)
            change.update(form_item, item_id, weight_c=None if weight is None else to_hundredths(weight))
            change.touch(form_id)

    def share_out_rest(self, form_id: int) -> None:
        """Make the weights of a form 100.00: what is missing goes to the empty ones, else to all in proportion."""
        with self._desk.change("share_out_rest") as change:
            change.say(**forms.person_words(change.connection, form_id))
            self._allow(change, form_id, Part.WEIGHT)
            items = forms.items(change.connection, [form_id])[form_id]
            weights = share_out_rest([item.weight for item in items])
            for item, weight in zip(items, weights, strict=True):
                change.update(form_item, item.id, weight_c=to_hundredths(weight))
            change.touch(form_id)

    def set_target(self, item_id: int, target: Decimal | None) -> None:
        """Set the target of one form, in the indicator's unit.

        Raises:
            Invalid: the method can't work with this target.
        """
        with self._desk.change("set_target", value=_shown(target)) as change:
            change.say(**forms.item_words(change.connection, item_id))
            self._set_target(change, item_id, target)

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
        calls: list[Callable[[Change], object]] = [
            partial(self._enter, item_id=item_id, text=text) for item_id, text in cells
        ]
        calls += [partial(self._set_missing, item_id=one[0], state=one[1], reason=one[2]) for one in missing]
        ids = [one[0] for one in cells] + [one[0] for one in missing]
        return self._many("enter_many", ids, calls, rehearse)

    def set_targets(
        self, targets: Sequence[tuple[int, Decimal]], *, rehearse: bool = False
    ) -> dict[int, tuple[Problem, ...]]:
        """Set many targets as one deed; return the problems of those that were refused."""
        calls = [partial(self._set_target, item_id=item_id, target=target) for item_id, target in targets]
        return self._many("set_targets", [item_id for item_id, _target in targets], calls, rehearse)

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

    def add_event(
        self,
        form_id: int,
        kind: EventKind,
        on: date,
        words: str,
        points: Decimal = Decimal(0),
        effect: VetoEffect | None = None,
        factor: Decimal | None = None,
    ) -> int:
        """Add a bonus, a deduction (points above 0, with what happened) or a veto.

        Raises:
            Invalid: no words, points out of range, or a factor outside 0 <= k < 1.
        """
        problems = []
        if not words.strip():
            problems.append(Problem("words", "event_without_words"))
        if kind is not EventKind.VETO and (not 0 < points <= 100 or points * 100 % 1):
            problems.append(Problem("points", "event_points"))
        multiplies = kind is EventKind.VETO and effect is VetoEffect.MULTIPLY
        if multiplies and (factor is None or not 0 <= factor < 1):
            problems.append(Problem("factor", "veto_factor"))
        if problems:
            raise Invalid(*problems)
        with self._desk.change("add_event", words=words.strip()) as change:
            change.say(**forms.person_words(change.connection, form_id))
            self._maker.begin_scoring(change, form_id)
            self._allow(change, form_id, Part.EVENT)
            change.touch(form_id)
            return change.insert(
                form_event,
                form_id=form_id,
                kind=kind.value,
                happened_on=on.isoformat(),
                words=tidy_words(words),
                points_c=0 if kind is EventKind.VETO else to_hundredths(points),
                effect=(effect or VetoEffect.CAP_GRADE).value if kind is EventKind.VETO else "",
                factor_e4=to_e4(factor) if multiplies and factor is not None else None,
            )

    def remove_event(self, event_id: int) -> None:
        with self._desk.change("remove_event") as change:
            row = change.row(form_event, event_id)
            form_id = row["form_id"]
            change.say(words=row["words"], **forms.person_words(change.connection, form_id))
            self._allow(change, form_id, Part.EVENT)
            change.delete(form_event, event_id)
            change.touch(form_id)

    def explain_item(self, item_id: int) -> tuple[Line, ...]:
        """Answer "how was this computed?" for the score and the gap of an item."""
        sheet = self.sheet(self._form_of_item(item_id))
        item = next(one for one in sheet.items if one.id == item_id)
        lines: tuple[Line, ...] = ()
        if item.is_anchored and item.level is not None:
            lines = explain_level(item.level, sheet.cycle.scheme.scheme)
        elif item.actual is not None:
            lines = explain_score(item.rule, item.actual, sheet.cycle.scheme.item_cap)
        gap = sheet.gap_of(item_id)
        if gap is None:
            return lines
        whole = sum((one.contribution for one in sheet.gaps), Decimal(0))
        return lines + explain_gap(gap, whole or None)

    def explain_total(self, form_id: int, names: dict[int, str] | None = None) -> tuple[Line, ...]:
        """Answer "how was this computed?" for the total; `names` are the items' names to show."""
        sheet = self.sheet(form_id)
        items = reading.scored_items(sheet.items)
        return explain_total(items, sheet.total, sheet.cycle.scheme, names)

    def _set_target(self, change: Change, item_id: int, target: Decimal | None) -> None:
        item = self._item(change, item_id)
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
        if not text.strip() and item.missing is Missing.PENDING:
            return ()  # nothing there, nothing to clear: that is no act of scoring
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
            level = _level(text)
            columns["score_c"] = to_hundredths(level_score(level, scheme))
        else:
            actual = printed_actual(item.rule, _actual(text, item))
            flags = data_flags(actual, baseline=item.baseline, is_share=item.is_share)
            if errors := [flag for flag in flags if not flag.is_warning]:
                raise Invalid(*errors)
            points = score(item.rule, actual, SCHEMES[scheme].item_cap)
            columns |= {"actual_e4": to_e4(actual), "score_c": to_hundredths(points)}
            if actual != item.actual:
                columns |= {"actual_by": self._desk.file.actor_id, "actual_at": now}
        self._allow_scoring(change, item)
        if level is not None:
            self._put_level(change, item_id, level, now)
        elif item.level is not None:
            change.delete_all(rating, form_item_id=item_id, rater_group=RaterGroup.SUPERIOR.value)
        change.update(form_item, item_id, **columns)
        change.touch(item.form_id)
        return flags

    def _set_missing(self, change: Change, item_id: int, state: Missing, reason: str) -> None:
        item = self._item(change, item_id)
        if state is Missing.VALUE:
            raise ValueError("a value is entered, not declared")
        if state in (Missing.NOT_APPLICABLE, Missing.UNAVAILABLE) and not reason.strip():
            raise refuse("reason", "missing_without_reason", name=item.name_zh or item.name_en)
        if state is item.missing is Missing.PENDING:
            return
        words = tidy_words(reason)
        self._allow_scoring(change, item)
        # What the person and other raters gave stays: only the manager's own level goes.
        change.delete_all(rating, form_item_id=item_id, rater_group=RaterGroup.SUPERIOR.value)
        change.update(
            form_item,
            item_id,
            missing=state.value,
            missing_reason=words,
            actual_e4=None,
            actual_by=None,
            actual_at=None,
            score_c=None,
        )
        change.touch(item.form_id)

    def _many(
        self, code: str, ids: Sequence[int], calls: Sequence[Callable[[Change], object]], rehearse: bool
    ) -> dict[int, tuple[Problem, ...]]:
        refused: dict[int, tuple[Problem, ...]] = {}
        try:
            with self._desk.change(code, count=len(ids)) as change:
                self._read_ahead = forms.some_items(change.connection, ids)
                for item_id, call in zip(ids, calls, strict=True):
                    try:
                        call(change)
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


def _shown(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _level(text: str) -> Decimal:
    level = parse_number(text.strip().removesuffix("级").removeprefix("L"), "level")
    level_score(level, Scheme.P5)
    return level


def _actual(text: str, item: FormItem) -> Decimal:
    word = text.strip().lower()
    if item.unit == "bool" and word in YES | NO:
        return Decimal(int(word in YES))
    return parse_number(text, "actual", allow_percent=item.unit == "%")
