"""Bonus, deductions and vetoes of a form: what happened, what shows it, and what the employee says to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.locks import allow
from perfdesk.domain.appraisal import FormEvent
from perfdesk.domain.cycles import Part
from perfdesk.domain.events import check_event
from perfdesk.domain.numbers import to_e4, to_hundredths
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import EventKind, VetoEffect
from perfdesk.store import forms
from perfdesk.store.change import Change
from perfdesk.store.rows import iso
from perfdesk.store.schema import evidence, form_event


class EventDeeds:
    """Deeds on what stands outside the weights of a form (§3.8, §3.13)."""

    def __init__(self, desk: Desk, maker: FormMaker) -> None:
        self._desk, self._maker = desk, maker

    def add_event(
        self,
        form_id: int,
        kind: EventKind,
        on: date,
        words: str,
        points: Decimal = Decimal(0),
        effect: VetoEffect | None = None,
        factor: Decimal | None = None,
        *,
        evidence: str = "",
        statement: str = "",
        rule_published_on: date | None = None,
    ) -> int:
        """Add a bonus, a deduction (points above 0, with what happened) or a veto.

        What a veto still lacks (evidence, a rule published before the event, the employee's statement) may be
        added later; `domain.events.still_needed` names it.

        Raises:
            Invalid: no words, a day still to come, points out of range, or a factor outside 0 <= k < 1.
        """
        made = FormEvent(0, kind, on, tidy_words(words), points, effect, factor)
        made = replace(
            made,
            evidence=tidy_words(evidence),
            statement=tidy_words(statement),
            rule_published_on=rule_published_on,
        )
        if problems := check_event(made, self._desk.today()):
            raise Invalid(*problems)
        with self._desk.change("add_event", words=made.words) as change:
            change.say(**forms.person_words(change.connection, form_id))
            self._maker.begin_scoring(change, form_id)
            allow(self._desk, change, form_id, Part.EVENT)
            change.touch(form_id)
            return change.insert(form_event, form_id=form_id, **_columns(made))

    def edit_event(
        self,
        event_id: int,
        *,
        evidence: str | None = None,
        statement: str | None = None,
        rule_published_on: date | None = None,
        visit: str = "",
    ) -> None:
        """Add to an event what shows it, what the employee says, or when the rule was published.

        Raises:
            Invalid: the form is locked, or a veto's rule was published after today.
        """
        columns: dict[str, Any] = {}
        if evidence is not None:
            columns["evidence"] = tidy_words(evidence)
        if statement is not None:
            columns["statement"] = tidy_words(statement)
        if rule_published_on is not None:
            if rule_published_on > self._desk.today():
                raise refuse("rule_published_on", "event_in_future", day=rule_published_on.isoformat())
            columns["rule_published_on"] = iso(rule_published_on)
        with self._desk.change("edit_event", visit=visit) as change:
            row = self._event(change, event_id)
            allow(self._desk, change, row["form_id"], Part.EVENT)
            change.update(form_event, event_id, **columns)
            change.touch(row["form_id"])

    def remove_event(self, event_id: int) -> None:
        """Take an event back, with its evidence.

        Raises:
            Invalid: `event_has_files` while a file is attached: it would be lost unseen.
        """
        with self._desk.change("remove_event") as change:
            row = self._event(change, event_id)
            allow(self._desk, change, row["form_id"], Part.EVENT)
            for found in change.find(evidence, form_event_id=event_id):
                if found["attachment_id"] is not None:
                    raise refuse("event", "event_has_files", name=row["words"])
                change.delete(evidence, found["id"])
            change.delete(form_event, event_id)
            change.touch(row["form_id"])

    def _event(self, change: Change, event_id: int) -> dict[str, Any]:
        row = change.row(form_event, event_id)
        change.say(words=row["words"], **forms.person_words(change.connection, row["form_id"]))
        return row


def _columns(event: FormEvent) -> dict[str, Any]:
    is_veto = event.kind is EventKind.VETO
    multiplies = is_veto and event.effect is VetoEffect.MULTIPLY and event.factor is not None
    return {
        "kind": event.kind.value,
        "happened_on": event.on.isoformat(),
        "words": event.words,
        "points_c": 0 if is_veto else to_hundredths(event.points),
        "effect": (event.effect or VetoEffect.CAP_GRADE).value if is_veto else "",
        "factor_e4": to_e4(event.factor) if multiplies and event.factor is not None else None,
        "evidence": event.evidence,
        "statement": event.statement,
        "rule_published_on": iso(event.rule_published_on),
    }
