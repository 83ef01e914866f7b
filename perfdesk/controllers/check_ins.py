"""Check-ins on the way: how an item or a key result stands, how it will end, how sure one is, what is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from perfdesk.controllers.desk import Desk, tidy_words
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.locks import allow
from perfdesk.controllers.objective_scores import ObjectiveScores
from perfdesk.domain.cycles import Part
from perfdesk.domain.numbers import to_e4
from perfdesk.domain.okr import has_fallen
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.progress import CheckIn, check_check_in, confidence_of
from perfdesk.store import check_ins, forms
from perfdesk.store.change import Change
from perfdesk.store.faults import StoreFault
from perfdesk.store.schema import check_in, form_item, key_result, objective


class CheckInController:
    """What was told between the agreement of the targets and the score."""

    def __init__(self, desk: Desk, maker: FormMaker, scores: ObjectiveScores) -> None:
        self._desk, self._maker, self._scores = desk, maker, scores

    def of_form(self, form_id: int) -> Mapping[int, tuple[CheckIn, ...]]:
        """Return the check-ins of a form's items, by item, oldest first."""
        with self._desk.read() as connection:
            return check_ins.of_items(connection, form_id)

    def of_key_results(self, form_id: int) -> Mapping[int, tuple[CheckIn, ...]]:
        """Return the check-ins of a form's key results, by key result, oldest first."""
        with self._desk.read() as connection:
            return check_ins.of_key_results(connection, [form_id])

    def add(self, draft: CheckIn) -> tuple[Problem, ...]:
        """Take a check-in of `draft.item_id`, or of `draft.key_result_id`, whose actual it also becomes.

        Returns what is worth saying: confidence that fell by 3 or more without an obstacle.

        Raises:
            Invalid: nothing was told, a day still to come, confidence outside 1 to 10, the form is locked, or the
                actual does not fit the key result.
        """
        if (draft.item_id is None) == (draft.key_result_id is None):
            raise ValueError("a check-in belongs to an item or to a key result")
        draft = replace(draft, obstacle=tidy_words(draft.obstacle), words=tidy_words(draft.words))
        if problems := check_check_in(draft, self._desk.today()):
            raise Invalid(*problems)
        with self._desk.change("add_check_in") as change:
            form_id = self._form_of(change, draft)
            self._maker.begin_scoring(change, form_id)
            allow(self._desk, change, form_id, Part.CHECK_IN)
            before = self._confidence(change, draft)
            change.insert(
                check_in,
                form_item_id=draft.item_id,
                key_result_id=draft.key_result_id,
                made_on=draft.on.isoformat(),
                actual_e4=None if draft.actual is None else to_e4(draft.actual, "actual"),
                forecast_e4=None if draft.forecast is None else to_e4(draft.forecast, "forecast"),
                confidence=draft.confidence,
                obstacle=draft.obstacle,
                words=draft.words,
                by_id=self._desk.file.actor_id,
            )
            if draft.key_result_id is not None and draft.actual is not None:
                self._scores.enter(change, draft.key_result_id, draft.actual)
            change.touch(form_id)
        if draft.confidence is None or draft.obstacle or not has_fallen((*before, draft.confidence)):
            return ()
        details = {"name": change.details.get("name", ""), "before": before[-1], "now": draft.confidence}
        return (Problem("confidence", "confidence_fell", details, is_warning=True),)

    def remove(self, check_in_id: int) -> None:
        """Take a check-in back. A key result keeps the actual that it brought."""
        with self._desk.change("remove_check_in") as change:
            row = change.row(check_in, check_in_id)
            draft = CheckIn(
                0, self._desk.today(), item_id=row["form_item_id"], key_result_id=row["key_result_id"]
            )
            form_id = self._form_of(change, draft)
            allow(self._desk, change, form_id, Part.CHECK_IN)
            change.delete(check_in, check_in_id)
            change.touch(form_id)

    def _form_of(self, change: Change, draft: CheckIn) -> int:
        if draft.item_id is not None:
            change.say(**forms.item_words(change.connection, draft.item_id))
            return int(change.row(form_item, draft.item_id)["form_id"])
        if draft.key_result_id is None:
            raise StoreFault("gone", "check_in")
        result = change.row(key_result, draft.key_result_id)
        form_id = int(change.row(objective, result["objective_id"])["form_id"])
        change.say(name=result["name"], **forms.person_words(change.connection, form_id))
        return form_id

    def _confidence(self, change: Change, draft: CheckIn) -> tuple[int, ...]:
        """What earlier check-ins said, those up to the day of this one."""
        rows = change.find(check_in, form_item_id=draft.item_id, key_result_id=draft.key_result_id)
        earlier = sorted((row["made_on"], row["id"], row["confidence"]) for row in rows if row["confidence"])
        day = draft.on.isoformat()
        return confidence_of(
            [CheckIn(0, draft.on, confidence=told) for on, _id, told in earlier if on <= day]
        )
