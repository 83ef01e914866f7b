"""Improvement: causes, plans, actions, the decision to leave a gap, and recognition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from perfdesk.controllers import reading
from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.controllers.locks import allow
from perfdesk.domain.comparison import Comparison, GapCause
from perfdesk.domain.cycles import Part
from perfdesk.domain.improvement import PlanFacts, check_action, is_firm_owned, plan_defaults
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.scales import met_given
from perfdesk.domain.scoring import target_of
from perfdesk.domain.terms import (
    ActionKind,
    ActionStatus,
    CauseCode,
    PlanStatus,
    PlanType,
    Scheme,
)
from perfdesk.store import forms, improvement, people
from perfdesk.store.change import Change
from perfdesk.store.faults import StoreFault
from perfdesk.store.rows import c, e4, iso
from perfdesk.store.schema import action, cause, checkpoint, employee, form, form_item, plan, recognition

DEFAULT_DAYS = 30
"""How long a new action has unless a date is given."""


class ImprovementController:
    """Deeds and questions on the right side of the split view."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def comparison(self, form_id: int) -> Comparison:
        """Return appraisal and improvement of one person side by side.

        Raises:
            StoreFault: `gone`.
        """
        with self._desk.read() as connection:
            return reading.comparison_of(connection, form_id, self._desk.today())

    def causes_of(self, item_id: int) -> tuple[GapCause, ...]:
        """Return the causes of one item, in the order in which they were given."""
        with self._desk.read() as connection:
            return improvement.causes_of(connection, [item_id]).get(item_id, ())

    def set_cause(self, item_id: int, code: CauseCode, *, on: bool = True, words: str = "") -> None:
        """Name a cause of a gap, with words if there are any yet, or take it back."""
        with self._desk.change("set_cause", cause=code.value, on=on) as change:
            self._open_item(change, item_id, Part.DIAGNOSIS)
            there = change.ids(cause, form_item_id=item_id, code=code.value)
            if on and not there:
                change.insert(cause, form_item_id=item_id, code=code.value, words=tidy_words(words))
            elif not on and there:
                change.delete(cause, there[0])

    def set_cause_words(self, cause_id: int, words: str, *, visit: str = "") -> None:
        """Say what the cause is in words, with figures."""
        with self._desk.change("set_cause_words", visit=visit) as change:
            item_id = change.row(cause, cause_id)["form_item_id"]
            self._open_item(change, item_id, Part.DIAGNOSIS)
            change.update(cause, cause_id, words=tidy_words(words))

    def add_action(
        self,
        item_id: int,
        words: str,
        owner_id: int | None = None,
        due_on: date | None = None,
        *,
        kind: ActionKind | None = None,
        cause_code: CauseCode | None = None,
        measure: str = "",
        starts_on: date | None = None,
        status: ActionStatus = ActionStatus.TODO,
    ) -> int:
        """Add an action in one line; the first one of a gap makes its plan, which fills itself.

        Without a date it is due in thirty days, on a weekday. Without an owner it is the employee; where the
        cause lies in the conditions it is the form's manager, or who works here now: somebody else must act.

        Raises:
            Invalid: no words, or an owner who is no active employee (SM-S3).
        """
        if not words.strip():
            raise refuse("words", "action_without_words")
        with self._desk.change("add_action", words=words.strip()) as change:
            form_id = self._open_item(change, item_id, Part.PLAN)
            starts = starts_on or self._desk.today()
            due_on = due_on or _weekday(starts + timedelta(days=DEFAULT_DAYS))
            if cause_code is None:
                named = change.first(cause, form_item_id=item_id)
                cause_code = CauseCode(named["code"]) if named else None
            owner_id = owner_id or self._owner(change, form_id, cause_code)
            plan_id = self._plan(change, item_id, starts, due_on)
            last = max((row["seq"] for row in change.find(action, plan_id=plan_id)), default=0)
            action_id = change.insert(
                action,
                plan_id=plan_id,
                seq=last + 1,
                words=tidy_words(words),
                kind=kind.value if kind else "",
                cause=cause_code.value if cause_code else "",
                owner_id=owner_id,
                starts_on=iso(starts),
                due_on=iso(due_on),
                measure=tidy_words(measure),
                **self._columns("status", status),
            )
            self._widen(change, plan_id)
            self._check(change, action_id)
            return action_id

    def edit_action(self, action_id: int, field: str, value: Any, *, visit: str = "") -> None:
        """Change one field of an action: words, owner_id, due_on, starts_on, kind, cause, measure, status,
        hours or money (CNY).

        What was wrong before hinders nothing: an action whose owner has left can still be ended.

        Raises:
            Invalid: SM-S3, or what the field does not allow.
        """
        with self._desk.change("edit_action", visit=visit, field=field) as change:
            row = change.row(action, action_id)
            item_id = change.row(plan, row["plan_id"])["form_item_id"]
            self._open_item(change, item_id, Part.PLAN)
            columns = self._columns(field, value)
            if columns.get("status") == row["status"]:
                return
            before = self._errors(change, action_id)
            change.update(action, action_id, **columns)
            change.say(words=columns.get("words", row["words"]))
            if field == "due_on" and value is not None:
                self._widen(change, row["plan_id"])
            self._check(change, action_id, before)

    def remove_action(self, action_id: int) -> None:
        """Remove an action; a plan without actions goes with its last one."""
        with self._desk.change("remove_action") as change:
            row = change.row(action, action_id)
            change.say(words=row["words"])
            plan_id = row["plan_id"]
            self._open_item(change, change.row(plan, plan_id)["form_item_id"], Part.PLAN)
            change.delete(action, action_id)
            if not change.ids(action, plan_id=plan_id):
                change.delete_all(checkpoint, plan_id=plan_id)
                change.delete(plan, plan_id)

    def edit_plan(self, plan_id: int, field: str, value: Any, *, visit: str = "") -> None:
        """Change baseline, target, support, starts_on or ends_on of a plan.

        Raises:
            Invalid: SM-M2: the plan target is not better than the baseline.
        """
        with self._desk.change("edit_plan", visit=visit, field=field) as change:
            self._open_item(change, change.row(plan, plan_id)["form_item_id"], Part.PLAN)
            columns: dict[str, Any] = {
                "baseline": ("baseline_e4", e4),
                "target": ("target_e4", e4),
                "support": ("support", tidy_words),
                "starts_on": ("starts_on", iso),
                "ends_on": ("ends_on", iso),
            }
            name, convert = columns[field]
            first = change.ids(action, plan_id=plan_id)[:1]
            before = [error for action_id in first for error in self._errors(change, action_id)]
            changed = {**change.row(plan, plan_id), name: convert(value)}
            if (
                not changed["starts_on"]
                or not changed["ends_on"]
                or changed["starts_on"] > changed["ends_on"]
            ):
                raise refuse(field, "plan_ends_first")
            change.update(plan, plan_id, **{name: changed[name]})
            for action_id in first:
                self._check(change, action_id, before)

    def leave_gap(self, item_id: int, reason: str) -> None:
        """Record the decision to leave a gap for now; an empty reason takes the decision back."""
        with self._desk.change("leave_gap") as change:
            self._open_item(change, item_id, Part.PLAN)
            if change.row(form_item, item_id)["left_reason"] == tidy_words(reason):
                return
            left_at = self._desk.now().isoformat(timespec="seconds") if reason.strip() else None
            change.update(form_item, item_id, left_reason=tidy_words(reason), left_at=left_at)

    def add_recognition(
        self,
        employee_id: int,
        behaviour: str,
        *,
        situation: str = "",
        impact: str = "",
        on: date | None = None,
    ) -> int:
        """Note what somebody did well: what was done, in which situation, with what effect (§11.8)."""
        if not behaviour.strip():
            raise refuse("behaviour", "recognition_without_words")
        with self._desk.change("add_recognition") as change:
            change.touch(*change.ids(form, employee_id=employee_id))
            change.say(person=change.row(employee, employee_id)["name"])
            return change.insert(
                recognition,
                happened_on=(on or self._desk.today()).isoformat(),
                sender_id=self._desk.file.actor_id,
                employee_id=employee_id,
                situation=tidy_words(situation),
                behaviour=tidy_words(behaviour),
                impact=tidy_words(impact),
            )

    def remove_recognition(self, recognition_id: int) -> None:
        with self._desk.change("remove_recognition") as change:
            employee_id = change.row(recognition, recognition_id)["employee_id"]
            change.touch(*change.ids(form, employee_id=employee_id))
            change.say(person=change.row(employee, employee_id)["name"])
            change.delete(recognition, recognition_id)

    def hints(self, action_id: int) -> tuple[Problem, ...]:
        """Return what the SMART rules say about an action and its plan, as hints (§11.3)."""
        with self._desk.read() as connection:
            return self._problems(connection, action_id)

    def _owner(self, change: Change, form_id: int, cause_code: CauseCode | None) -> int:
        """Return who acts when nobody was named: for a cause in the conditions not the employee (SM-R3)."""
        row = change.row(form, form_id)
        employee_id = int(row["employee_id"])
        if cause_code is None or not is_firm_owned(cause_code):
            return employee_id
        active = people.active_ids(change.connection)
        for owner_id in (row["manager_id"], self._desk.file.actor_id):
            if owner_id in active and owner_id != employee_id:
                return int(owner_id)
        return employee_id

    def _plan(self, change: Change, item_id: int, starts_on: date, due_on: date) -> int:
        for plan_id in change.ids(plan, form_item_id=item_id):
            return plan_id
        item = forms.one_item(change.connection, item_id)
        assert item is not None
        baseline = item.level if item.is_anchored else item.actual
        scheme = Scheme(change.row(form, item.form_id)["scheme"])
        target = met_given(item.rule, scheme) if item.is_anchored else target_of(item.rule)
        filled = plan_defaults(item.rule.direction, baseline, target, False, starts_on, due_on)
        plan_id = change.insert(
            plan,
            type=PlanType.IMPROVE.value,
            status=PlanStatus.DRAFT.value,
            employee_id=change.row(form, item.form_id)["employee_id"],
            form_item_id=item_id,
            lineage=item.lineage,
            starts_on=iso(starts_on),
            ends_on=iso(filled.ends_on),
            baseline_e4=e4(baseline),
            target_e4=e4(filled.plan_target),
        )
        for seq, planned_on in enumerate(filled.checkpoints, 1):
            change.insert(checkpoint, plan_id=plan_id, seq=seq, planned_on=iso(planned_on))
        if item.left_reason:
            change.update(form_item, item_id, left_reason="", left_at=None)
        return plan_id

    def _widen(self, change: Change, plan_id: int) -> None:
        """A plan ends when its last action is due; checkpoints that were not held move along."""
        row = change.row(plan, plan_id)
        due = [line["due_on"] for line in change.find(action, plan_id=plan_id) if line["due_on"]]
        ends_on = max([*due, row["starts_on"]])
        if ends_on == row["ends_on"]:
            return
        change.update(plan, plan_id, ends_on=ends_on)
        if any(stop["held_on"] for stop in change.find(checkpoint, plan_id=plan_id)):
            return
        item = forms.one_item(change.connection, row["form_item_id"])
        assert item is not None
        filled = plan_defaults(
            item.rule.direction,
            item.level if item.is_anchored else item.actual,
            target_of(item.rule),
            item.is_anchored,
            date.fromisoformat(row["starts_on"]),
            date.fromisoformat(ends_on),
        )
        change.delete_all(checkpoint, plan_id=plan_id)
        for seq, planned_on in enumerate(filled.checkpoints, 1):
            change.insert(checkpoint, plan_id=plan_id, seq=seq, planned_on=iso(planned_on))

    def _columns(self, field: str, value: Any) -> dict[str, Any]:
        if field == "words":
            if not str(value).strip():
                raise refuse("words", "action_without_words")
            return {"words": tidy_words(value)}
        if field == "measure":
            return {"measure": tidy_words(value)}
        if field in ("due_on", "starts_on"):
            return {field: iso(value)}
        if field == "owner_id":
            return {"owner_id": value}
        if field in ("kind", "cause"):
            return {field: value.value if value else ""}
        if field == "hours":
            return {"hours_c": c(value)}
        if field == "money":
            return {"money_fen": c(value)}
        if field == "status":
            status = ActionStatus(value)
            done_on = self._desk.today().isoformat() if status is ActionStatus.DONE else None
            return {"status": status.value, "done_on": done_on}
        raise KeyError(field)

    def _errors(self, change: Change, action_id: int) -> list[Problem]:
        return [p for p in self._problems(change.connection, action_id) if not p.is_warning]

    def _check(self, change: Change, action_id: int, before: Sequence[Problem] = ()) -> None:
        """Refuse what this change made wrong; `before` was wrong already."""
        known = {(problem.field, problem.code) for problem in before}
        errors = [p for p in self._errors(change, action_id) if (p.field, p.code) not in known]
        if errors:
            raise Invalid(*errors)

    def _problems(self, connection: Any, action_id: int) -> tuple[Problem, ...]:
        found = improvement.one_action(connection, action_id, self._desk.today())
        if found is None:
            raise StoreFault("gone", "action", row=action_id)
        item_id = improvement.item_of_action(connection, action_id)
        item = forms.one_item(connection, item_id) if item_id is not None else None
        head = forms.head(connection, item.form_id) if item else None
        assert item_id is not None and item is not None and head is not None
        whole = improvement.plans_of(connection, [item_id], self._desk.today())[item_id]
        causes = improvement.causes_of(connection, [item_id]).get(item_id, ())
        facts = PlanFacts(
            type=whole.type,
            employee_id=head.employee_id,
            starts_on=whole.starts_on,
            ends_on=whole.ends_on,
            direction=item.rule.direction,
            baseline=whole.baseline,
            plan_target=whole.target,
            target=Decimal(3) if item.is_anchored else target_of(item.rule),
            causes=frozenset(one.code for one in causes),
            open_actions=improvement.open_actions(connection, item.form_id),
            owner_ids=tuple(one.owner_id for one in whole.actions if one.owner_id is not None),
        )
        return check_action(found, facts, active_ids=people.active_ids(connection))

    def _open_item(self, change: Change, item_id: int, part: Part) -> int:
        """Return the item's form, whose results this deed may change; refuse when it is closed."""
        form_id = int(change.row(form_item, item_id)["form_id"])
        change.say(**forms.item_words(change.connection, item_id))
        allow(self._desk, change, form_id, part)
        change.touch(form_id)
        return form_id


def _weekday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
