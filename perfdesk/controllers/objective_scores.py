"""Scores of key results and, where OKR count (mode X), of the form items that stand for their objectives."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from perfdesk.controllers.progress_removal import drop_progress
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.numbers import to_e4, to_hundredths
from perfdesk.domain.okr import Objective, conversion, converted, key_result_score
from perfdesk.domain.terms import FormState, ItemClass, Missing, Nature, OkrMode, Scheme
from perfdesk.store import okr, settings
from perfdesk.store.change import Change
from perfdesk.store.rows import rule_columns
from perfdesk.store.schema import form, form_item, key_result, objective, plan


class ObjectiveScores:
    """Works inside changes that somebody else began."""

    def enter(self, change: Change, result_id: int, actual: Decimal | None) -> None:
        """Write the actual of a key result with its score, and what follows from it.

        Raises:
            Invalid: the actual does not fit, or start and target are not set.
        """
        row = change.row(key_result, result_id)
        columns: dict[str, Any] = {"actual_e4": None, "score_c": None}
        if actual is not None:
            columns["actual_e4"] = to_e4(actual, "actual")
            columns["score_c"] = to_hundredths(key_result_score(okr.result_of(row), actual))
        change.update(key_result, result_id, **columns)
        self.follow(change, change.row(objective, row["objective_id"])["form_id"])

    def follow(self, change: Change, form_id: int) -> None:
        """Bring the form items of objectives up to date (mode X), or take them off a draft (other modes)."""
        row = change.row(form, form_id)
        scheme, is_draft = Scheme(row["scheme"]), row["state"] == FormState.DRAFT.value
        counts = (
            settings.settings(change.connection).choices.okr_mode is OkrMode.X and scheme is not Scheme.P5
        )
        for one in okr.objectives(change.connection, [form_id]).get(form_id, ()):
            if counts and (one.item_id is not None or is_draft):
                self._carry(change, one, scheme)
            elif not counts and one.item_id is not None and is_draft:
                self.drop(change, one)
        change.touch(form_id)

    def drop(self, change: Change, one: Objective) -> None:
        """Take the item of an objective off its form, unless a plan belongs to it."""
        if one.item_id is not None and not change.ids(plan, form_item_id=one.item_id):
            change.update(objective, one.id, form_item_id=None)
            drop_progress(change, one.item_id)
            change.delete(form_item, one.item_id)

    def _carry(self, change: Change, one: Objective, scheme: Scheme) -> None:
        rule, cap = conversion(one.commitment), SCHEMES[scheme].item_cap
        columns = rule_columns(rule) | {"name_zh": one.name, "name_en": one.name}
        columns["cap_c"] = to_hundredths(min(rule.cap, cap))
        points = one.score if one.is_complete else None
        if points is not None:
            columns |= {"missing": Missing.VALUE.value, "missing_reason": "", "actual_e4": to_e4(points)}
            columns["score_c"] = to_hundredths(min(converted(points, one.commitment), cap))
        elif one.item_id is None or change.row(form_item, one.item_id)["actual_e4"] is not None:
            columns |= {"missing": Missing.PENDING.value, "missing_reason": "", "actual_e4": None}
            columns["score_c"] = None
        if one.item_id is not None:
            change.update(form_item, one.item_id, **columns)
            return
        seq = max((row["seq"] for row in change.find(form_item, form_id=one.form_id)), default=-1) + 1
        item_id = change.insert(
            form_item,
            form_id=one.form_id,
            seq=seq,
            lineage=f"OKR-{one.id}",
            code=f"O{one.order + 1}",
            item_class=ItemClass.OKR.value,
            nature=Nature.RESULT.value,
            **columns,
        )
        change.update(objective, one.id, form_item_id=item_id)
