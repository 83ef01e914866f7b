"""What is recorded on forms after scoring: notice, interview and signature, flags, void forms and new revisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.controllers.form_copies import add_revision
from perfdesk.controllers.locks import allow, mark_own
from perfdesk.controllers.states import LEAST_REASON
from perfdesk.domain.appraisal import FormTalk
from perfdesk.domain.cycle_conditions import check_signature
from perfdesk.domain.cycles import Part
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import FormState, SignatureState
from perfdesk.store import changes, forms
from perfdesk.store.change import Change
from perfdesk.store.rows import day, iso
from perfdesk.store.schema import cycle as cycle_table
from perfdesk.store.schema import form, form_step

Talk = FormTalk
"""What is to be recorded, on one form or on many; None and "" leave what is there."""
CORRECTED = "CORRECTED"
"""`form.void_reason` of a filed form that a newer revision corrects."""


class RecordDeeds:
    """Deeds on forms whose scores are final; `CyclesController` has them all."""

    _desk: Desk

    def record_talk(self, form_ids: Sequence[int], talk: FormTalk) -> dict[int, tuple[Problem, ...]]:
        """Record notice, interview or signature on forms as one deed; return the problems of those refused.

        What `talk` leaves None or "" stays as it is. Who changed position is told once, of the one result: what is
        recorded on an earlier segment is kept on the last, and the earlier one goes by it (§8.5).
        """
        refused: dict[int, tuple[Problem, ...]] = {}
        with self._desk.change("record_talk", count=len(form_ids)) as change:
            lasts = {form_id: _last_segment(change, form_id) for form_id in form_ids}
            for last in dict.fromkeys(lasts.values()):
                try:
                    self._record(change, last, talk)
                except Invalid as invalid:
                    refused |= {one: invalid.problems for one in form_ids if lasts[one] == last}
        return refused

    def set_pay_held(self, form_id: int, reason: str) -> None:
        """Hold the pay of a form with a reason of ten characters or more; "" lets it go (PAY_HELD)."""
        words = tidy_words(reason)
        if words and len(words) < LEAST_REASON:
            raise refuse("reason", "flag_reason_short", least=LEAST_REASON)
        with self._desk.change("set_pay_held") as change:
            change.say(**forms.person_words(change.connection, form_id))
            change.update(form, form_id, is_pay_held=int(bool(words)), pay_held_reason=words)
            mark_own(self._desk, change, change.row(form, form_id))
            change.touch(form_id)

    def void_form(self, form_id: int, reason: str) -> None:
        """Declare a form void, with a reason; it is never deleted and stays as it is.

        Raises:
            Invalid: no reason, void already, or filed in a closed cycle (`correct_closed` then).
        """
        words = tidy_words(reason)
        if len(words) < LEAST_REASON:
            raise refuse("reason", "flag_reason_short", least=LEAST_REASON)
        with self._desk.change("void_form") as change:
            change.say(**forms.person_words(change.connection, form_id))
            row = change.row(form, form_id)
            if row["is_void"]:
                raise refuse("form", "form_void_already")
            if row["state"] == FormState.CLOSED.value:
                raise refuse("form", "locked_closed")
            change.update(form, form_id, is_void=1, void_reason=words)
            mark_own(self._desk, change, row)
            change.touch(form_id)

    def replace_void(self, form_id: int) -> int:
        """Begin a new revision of a void form, a draft with the same items; return it.

        Raises:
            Invalid: not void, or there is a newer revision.
        """
        with self._desk.change("add_revision") as change:
            change.say(**forms.person_words(change.connection, form_id))
            row = change.row(form, form_id)
            if not row["is_void"]:
                raise refuse("form", "form_not_void")
            self._check_newest(change, row)
            if change.row(cycle_table, row["cycle_id"])["closed_at"]:
                raise refuse("cycle", "cycle_closed")
            return add_revision(change, row, FormState.DRAFT, corrects_id=form_id)

    def correct_closed(self, form_id: int, reason: str) -> int:
        """Correct a filed form by a new revision with its values, open for the manager again; return it.

        The filed one never reopens: it stays, void, with what was printed from it. Corrected by the person it is of,
        the new one is marked so (本人修改).

        Raises:
            Invalid: not filed, no reason of ten characters, or there is a newer revision.
        """
        words = tidy_words(reason)
        if len(words) < LEAST_REASON:
            raise refuse("reason", "reason_too_short", least=LEAST_REASON)
        with self._desk.change("add_revision") as change:
            change.say(**forms.person_words(change.connection, form_id))
            row = change.row(form, form_id)
            self._check_newest(change, row)
            if row["state"] != FormState.CLOSED.value:
                raise refuse("form", "form_not_closed")
            change.update(form, form_id, is_void=1, void_reason=CORRECTED)
            made = add_revision(change, row, FormState.SELF_SCORED, corrects_id=form_id)
            change.insert(
                form_step,
                form_id=made,
                from_state=FormState.CLOSED.value,
                to_state=FormState.SELF_SCORED.value,
                at=self._desk.now().isoformat(timespec="seconds"),
                note=words,
            )
            mark_own(self._desk, change, change.row(form, made))
            return made

    def _check_newest(self, change: Change, row: Mapping[str, Any]) -> None:
        same = {name: row[name] for name in ("employee_id", "cycle_id", "segment")}
        if any(one["revision"] > row["revision"] for one in change.find(form, **same)):
            raise refuse("form", "form_corrected")

    def _record(self, change: Change, form_id: int, talk: FormTalk) -> None:
        row = change.row(form, form_id)
        columns: dict[str, Any] = {}
        if talk.notice_on or talk.notice_way:
            allow(self._desk, change, form_id, Part.NOTICE)
            columns |= _given(notice_on=iso(talk.notice_on), notice_way=tidy_words(talk.notice_way))
        if talk.interview_on or talk.interview_place or talk.interviewer_id:
            allow(self._desk, change, form_id, Part.INTERVIEW)
            columns |= _given(interview_on=iso(talk.interview_on), interviewer_id=talk.interviewer_id)
            columns |= _given(interview_place=tidy_words(talk.interview_place))
        if talk.signature is not None:
            allow(self._desk, change, form_id, Part.SIGNATURE)
            signed_on = talk.signed_on or day(row["signed_on"]) or self._desk.today()
            columns |= {"signature": talk.signature.value, "signed_on": signed_on.isoformat()}
            columns |= _given(signature_words=tidy_words(talk.signature_words))
        after = {**row, **columns}
        found = self._check_days(change, after)
        if talk.signature is not None:
            words = after["signature_words"] if talk.signature is not SignatureState.SIGNED else ""
            columns["signature_words"] = words
            found += check_signature(talk.signature, words, day(after["signed_on"]), after["notice_way"])
        if found:
            raise Invalid(*found)
        if columns:
            change.update(form, form_id, **columns)
            change.touch(form_id)

    def _check_days(self, change: Change, row: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Return which days can't be: still to come, a notice before the scores were fixed, interview or signature
        before the notice.

        Where it is not known when the scores were fixed, the last day of the person's part of the cycle stands in.
        Source: §8.2, §8.7.
        """
        ends_on = row["ends_on"] or change.row(cycle_table, row["cycle_id"])["ends_on"]
        first = date.fromisoformat((row["scored_at"] or ends_on)[:10])
        found = []
        for field in ("notice_on", "interview_on", "signed_on"):
            on = day(row[field])
            least = first if field == "notice_on" else day(row["notice_on"]) or first
            if on is None:
                continue
            if on < least:
                details = {"text": on.isoformat(), "first": least.isoformat()}
                found.append(Problem(field, "talk_day_early", details))
            elif on > self._desk.today():
                found.append(Problem(field, "talk_day_late", {"text": on.isoformat()}))
        return tuple(found)


def _last_segment(change: Change, form_id: int) -> int:
    """Return the last form that the person has in the cycle of a form; a void form stands for itself."""
    row = change.row(form, form_id)
    return form_id if row["is_void"] else int(changes.segments_within(change, row)[-1]["id"])


def _given(**columns: Any) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if value}
