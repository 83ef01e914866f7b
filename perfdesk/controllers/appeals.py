"""Appeals against a result (§8.6): filing, receiving, deciding; the flags of the form with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.domain.appeals import (
    Appeal,
    check_decision,
    check_filing,
    check_handler,
    check_receipt,
    last_day_to_decide,
    last_day_to_file,
    ways_back_opened,
)
from perfdesk.domain.changes import Appealable, AppealLine
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import AppealDecision, AppealMatter, FormState
from perfdesk.domain.workdays import WorkCalendar
from perfdesk.store import calendar, changes, forms, settings
from perfdesk.store.change import Change, Reading
from perfdesk.store.rows import day, iso
from perfdesk.store.schema import appeal as appeal_table
from perfdesk.store.schema import form

HELD_BY_APPEAL = "APPEAL"
"""`form.pay_held_reason` while an appeal is open."""


class AppealsController:
    """Deeds and questions about appeals."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def appeals(self, cycle_id: int) -> list[AppealLine]:
        """Return the appeals of a cycle, the latest first."""
        with self._desk.read() as connection:
            workdays, switches = calendar.work_calendar(connection), settings.switches(connection)
            found = changes.appeals(connection, cycle_id)
        return [_line(appeal, row, workdays, switches) for appeal, row in found]

    def appealable(self, cycle_id: int) -> list[Appealable]:
        """Return the forms of a cycle that may be appealed now, by number; those whose time is over are left out."""
        with self._desk.read() as connection:
            states = appeal_states(settings.switches(connection))
            workdays = calendar.work_calendar(connection)
            window = settings.choices(connection).appeal_days
            appealed = {appeal.form_id for appeal, _row in changes.appeals(connection, cycle_id)}
            rows = changes.form_rows(connection, cycle_id)
        found = []
        for row in rows:
            if row["id"] in appealed or FormState(row["state"]) not in states:
                continue
            notice_on = day(row["notice_on"])
            last_on = last_day_to_file(notice_on, workdays, window) if notice_on else None
            if last_on is None or last_on >= self._desk.today():
                found.append(Appealable(row["id"], changes.person_of(row), notice_on, last_on))
        return found

    def scorers(self, form_id: int) -> frozenset[int]:
        """Return who may not handle an appeal of a form: who scored it, and whose form it is."""
        with self._desk.read() as connection:
            own = connection.execute(form.select().where(form.c.id == form_id)).mappings().one()
            return changes.scorers(connection, form_id) | {int(own["employee_id"])}

    def file(
        self,
        form_id: int,
        filed_on: date,
        matter: AppealMatter,
        facts: str,
        *,
        evidence: str = "",
        request: str = "",
        delivered_on: date | None = None,
        handler_id: int | None = None,
    ) -> int:
        """File an appeal; the form is flagged and the disputed pay held. Return the appeal.

        `delivered_on`: when the notice was delivered, for a form that does not say so yet. `handler_id`: who will
        deal with it, if that is known already.

        Raises:
            Invalid: not the time or state for it, a second appeal, facts too short, or a handler who scored.
        """
        with self._desk.change("file_appeal") as change:
            change.say(**forms.person_words(change.connection, form_id))
            row = change.row(form, form_id)
            delivered = day(row["notice_on"]) or delivered_on
            found = check_filing(
                filed_on,
                facts,
                FormState(row["state"]),
                delivered,
                calendar.work_calendar(change.connection),
                states=appeal_states(settings.switches_within(change)),
                has_appeal=bool(change.ids(appeal_table, form_id=form_id)),
                window=settings.choices(change.connection).appeal_days,
            )
            if filed_on > self._desk.today():
                found += (Problem("filed_on", "filed_in_future"),)
            if handler_id is not None:
                scored = changes.scorers(change.connection, form_id)
                found += check_handler(handler_id, row["employee_id"], scored)
            if found:
                raise Invalid(*found)
            change.update(
                form,
                form_id,
                is_appealed=1,
                is_pay_held=1,
                pay_held_reason=row["pay_held_reason"] or HELD_BY_APPEAL,
                notice_on=iso(delivered),
            )
            change.touch(form_id)
            return change.insert(
                appeal_table,
                form_id=form_id,
                filed_on=filed_on.isoformat(),
                matter=matter.value,
                facts=tidy_words(facts),
                evidence=tidy_words(evidence),
                request=tidy_words(request),
                handler_id=handler_id,
                received_on=iso(filed_on) if handler_id is not None else None,
            )

    def receive(self, appeal_id: int, handler_id: int | None, received_on: date) -> None:
        """Name the handler and the day of receipt.

        Raises:
            Invalid: the handler scored the form or is the appellant, or the day lies before the filing.
        """
        with self._desk.change("receive_appeal") as change:
            found, row = self._open(change, appeal_id)
            scored = changes.scorers(change.connection, found.form_id)
            wrong = check_handler(handler_id, row["employee_id"], scored) + check_receipt(found, received_on)
            if wrong:
                raise Invalid(*wrong)
            change.update(appeal_table, appeal_id, handler_id=handler_id, received_on=received_on.isoformat())

    def decide(
        self,
        appeal_id: int,
        decision: AppealDecision | None,
        reasons: str,
        decided_on: date,
        *,
        findings: str = "",
        correction: str = "",
    ) -> tuple[Problem, ...]:
        """Decide an appeal with reasons; flag and hold end. Returns warnings (decided late).

        A granted appeal of a CONFIRMED or IMPROVING form opens its way back (`ways_back`); the form itself is sent
        back by `CyclesController.send_back`.

        Raises:
            Invalid: no decision, no handler, reasons too short, or a day before the receipt.
        """
        with self._desk.change("decide_appeal") as change:
            found, row = self._open(change, appeal_id)
            workdays = calendar.work_calendar(change.connection)
            told = check_decision(found, decision, reasons, decided_on, workdays)
            if decided_on > self._desk.today():
                told += (Problem("decided_on", "decided_in_future"),)
            if wrong := [problem for problem in told if not problem.is_warning]:
                raise Invalid(*wrong)
            assert decision is not None
            change.update(
                appeal_table,
                appeal_id,
                decision=decision.value,
                reasons=tidy_words(reasons),
                findings=tidy_words(findings),
                correction=tidy_words(correction),
                decided_on=decided_on.isoformat(),
            )
            self._lower_flags(change, row)
            return tuple(problem for problem in told if problem.is_warning)

    def remove(self, appeal_id: int) -> None:
        """Take away an appeal that was entered by mistake and is not decided.

        Raises:
            Invalid: `appeal_decided`.
        """
        with self._desk.change("remove_appeal") as change:
            _found, row = self._open(change, appeal_id)
            change.delete(appeal_table, appeal_id)
            self._lower_flags(change, row)

    def _open(self, change: Change, appeal_id: int) -> tuple[Appeal, dict[str, Any]]:
        found = changes.appeal_of(change.row(appeal_table, appeal_id))
        change.say(**forms.person_words(change.connection, found.form_id))
        if not found.is_open:
            raise refuse("decision", "appeal_decided")
        return found, change.row(form, found.form_id)

    def _lower_flags(self, change: Change, row: dict[str, Any]) -> None:
        columns: dict[str, Any] = {"is_appealed": 0}
        if row["pay_held_reason"] == HELD_BY_APPEAL:
            columns |= {"is_pay_held": 0, "pay_held_reason": ""}
        change.update(form, row["id"], **columns)
        change.touch(row["id"])


def appeal_states(switches: frozenset[Switch]) -> frozenset[FormState]:
    """Return the states in which a firm's forms may be appealed: CALIBRATED to IMPROVING, and the one before
    them where CALIBRATED is passed by itself, since the result is told there."""
    return frozenset(state for state in FormState if may_change(state, Part.APPEAL, switches))


def ways_back(connection: Reading, form_id: int, state: FormState) -> tuple[FormState, ...]:
    """Return the states that a granted appeal lets a form go back to (§8.3); none if there is none."""
    row = connection.execute(
        appeal_table.select().where(appeal_table.c.form_id == form_id).order_by(appeal_table.c.id.desc())
    )
    found = row.mappings().first()
    appeal = changes.appeal_of(found) if found else None
    return ways_back_opened(appeal, state, settings.switches(connection))


def _line(appeal: Appeal, row: Any, workdays: WorkCalendar, switches: frozenset[Switch]) -> AppealLine:
    state = FormState(row["state"])
    return AppealLine(
        appeal=appeal,
        person=changes.person_of(row),
        state=state,
        notice_on=day(row["notice_on"]),
        decide_by=last_day_to_decide(appeal.filed_on, workdays),
        ways_back=ways_back_opened(appeal, state, switches),
    )
