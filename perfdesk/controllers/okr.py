"""Objectives and key results of a form: what was agreed, how far it came, and what counts of it (§4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.controllers.form_building import refuse_mix
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.locks import allow
from perfdesk.controllers.objective_scores import ObjectiveScores
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.library import Anchor, Card
from perfdesk.domain.numbers import parse_number, to_e4, to_hundredths
from perfdesk.domain.okr import (
    CONTRIBUTION,
    MOST_CONTRIBUTION,
    MOST_KEY_RESULTS,
    MOST_OBJECTIVES,
    KeyResult,
    Objective,
    check_key_result,
    check_objectives,
)
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import (
    Aggregation,
    Commitment,
    Direction,
    FormState,
    ItemClass,
    KeyResultKind,
    Method,
    Nature,
    OkrMode,
    Scheme,
)
from perfdesk.store import forms, library, okr, settings
from perfdesk.store.change import Change
from perfdesk.store.rows import anchors_text, rule_columns
from perfdesk.store.schema import check_in, form, form_item, indicator_card, key_result, objective

_ANCHORS = (
    (5, "主动挑战高目标，及时公开问题，成果让多个团队受益", "Takes on a stretch, shares setbacks early; others gain"),
    (4, "全力推进，复盘有改进，常帮别人完成目标", "Drives it, learns from reviews, often helps others reach theirs"),
    (3, "按约定推进并如实更新，需要时帮助他人", "Moves it on as agreed, updates honestly, helps when asked"),
    (2, "推进断续，更新不及时，很少协助他人", "Moves in fits and starts, updates late, seldom helps"),
    (1, "几乎没有推进，也不更新", "Hardly moves it and does not update"),
)  # fmt: skip


class OkrController:
    """Deeds and questions about the OKR of one form."""

    def __init__(self, desk: Desk, maker: FormMaker, scores: ObjectiveScores) -> None:
        self._desk, self._maker, self._scores = desk, maker, scores

    def objectives(self, form_id: int) -> tuple[Objective, ...]:
        """Return the objectives of a form with their key results, in order."""
        with self._desk.read() as connection:
            return okr.objectives(connection, [form_id]).get(form_id, ())

    def mode(self) -> OkrMode:
        """Return how OKR stand beside KPI in this firm."""
        return self._desk.settings().choices.okr_mode

    def problems(self, form_id: int) -> tuple[Problem, ...]:
        """Return what is wrong or unusual with the OKR of a form (`domain.okr.check_objectives`)."""
        with self._desk.read() as connection:
            items = forms.items(connection, [form_id])[form_id]
            counted = frozenset(item.lineage for item in items if item.weight)
            return check_objectives(okr.objectives(connection, [form_id]).get(form_id, ()), counted)

    def may_build(self, state: FormState) -> bool:
        """Tell whether objectives may be changed in a state: while they do not count, until scores are sent."""
        switches = self._desk.settings().switches
        if may_change(state, Part.ITEMS, switches):
            return True
        return self.mode() is not OkrMode.X and may_change(state, Part.ACTUAL, switches)

    def add_objective(self, form_id: int, name: str, commitment: Commitment = Commitment.ASPIRATIONAL) -> int:
        """Add an objective and return it.

        Raises:
            Invalid: no words, more than 5 objectives, the form is locked, or OKR count on a five-point form.
        """
        said = _name(name, "objective_without_name")
        with self._desk.change("add_objective", name=said) as change:
            change.say(**forms.person_words(change.connection, form_id))
            self._allow_building(change, form_id)
            if self._mode(change) is OkrMode.X:
                refuse_mix(change, form_id)
            is_p5 = Scheme(change.row(form, form_id)["scheme"]) is Scheme.P5
            if is_p5 and self._mode(change) is OkrMode.X:
                raise refuse("okr", "okr_not_for_p5")
            have = change.find(objective, form_id=form_id)
            if len(have) >= MOST_OBJECTIVES:
                raise refuse("okr", "objectives_too_many", count=len(have) + 1, most=MOST_OBJECTIVES)
            seq = max((row["seq"] for row in have), default=-1) + 1
            made = change.insert(objective, form_id=form_id, seq=seq, name=said, commitment=commitment.value)
            self._scores.follow(change, form_id)
            return made

    def edit_objective(
        self,
        objective_id: int,
        *,
        name: str | None = None,
        commitment: Commitment | None = None,
        words: str | None = None,
        visit: str = "",
    ) -> None:
        """Change an objective. Its words (why it was missed, what was learned) may be written while it is scored."""
        with self._desk.change("edit_objective", visit=visit) as change:
            row = change.row(objective, objective_id)
            change.say(name=row["name"], **forms.person_words(change.connection, row["form_id"]))
            columns: dict[str, Any] = {}
            if name is not None:
                columns["name"] = _name(name, "objective_without_name")
            if commitment is not None:
                columns["commitment"] = commitment.value
            if columns:
                self._allow_building(change, row["form_id"])
            if words is not None:
                columns["words"] = tidy_words(words)
                allow(self._desk, change, row["form_id"], Part.COMMENT)
            change.update(objective, objective_id, **columns)
            self._scores.follow(change, row["form_id"])

    def remove_objective(self, objective_id: int) -> None:
        """Take an objective off with its key results, their check-ins and, in mode X, its item."""
        with self._desk.change("remove_objective") as change:
            row = change.row(objective, objective_id)
            form_id = row["form_id"]
            change.say(name=row["name"], **forms.person_words(change.connection, form_id))
            self._allow_building(change, form_id)
            for result_id in change.ids(key_result, objective_id=objective_id):
                self._remove_result(change, result_id)
            for one in okr.objectives(change.connection, [form_id])[form_id]:
                if one.id == objective_id:
                    self._scores.drop(change, one)
            change.delete(objective, objective_id)
            self._scores.follow(change, form_id)

    def add_key_result(self, objective_id: int, draft: KeyResult) -> int:
        """Add a key result like `draft` and return it; its id, order, actual and score are left aside.

        Raises:
            Invalid: no words, start or target missing or the same, milestones out of order, more than 5, locked.
        """
        draft = replace(draft, name=tidy_words(draft.name), actual=None, score=None)
        if problems := check_key_result(draft):
            raise Invalid(*problems)
        with self._desk.change("add_key_result", name=draft.name) as change:
            form_id = change.row(objective, objective_id)["form_id"]
            change.say(**forms.person_words(change.connection, form_id))
            self._allow_building(change, form_id)
            have = change.find(key_result, objective_id=objective_id)
            if len(have) >= MOST_KEY_RESULTS:
                details = {"count": len(have) + 1, "most": MOST_KEY_RESULTS}
                name = change.row(objective, objective_id)["name"]
                raise refuse("key_result", "key_results_too_many", name=name, **details)
            seq = max((row["seq"] for row in have), default=-1) + 1
            made = change.insert(key_result, objective_id=objective_id, seq=seq, **_columns(draft))
            self._scores.follow(change, form_id)
            return made

    def edit_key_result(self, result_id: int, draft: KeyResult) -> None:
        """Change what was agreed of a key result; an actual that stands there is scored anew.

        Raises:
            Invalid: what `add_key_result` refuses, or the actual does not fit any more.
        """
        draft = replace(draft, name=tidy_words(draft.name))
        if problems := check_key_result(draft):
            raise Invalid(*problems)
        with self._desk.change("edit_key_result", name=draft.name) as change:
            form_id = self._form_of_result(change, result_id)
            self._allow_building(change, form_id)
            change.update(key_result, result_id, **_columns(draft))
            actual = okr.result_of(change.row(key_result, result_id)).actual
            self._scores.enter(change, result_id, actual)

    def remove_key_result(self, result_id: int) -> None:
        with self._desk.change("remove_key_result") as change:
            form_id = self._form_of_result(change, result_id)
            self._allow_building(change, form_id)
            self._remove_result(change, result_id)
            self._scores.follow(change, form_id)

    def enter(self, result_id: int, text: str) -> None:
        """Take what was typed as the actual of a key result: a number, the grade of a milestone, yes or no;
        empty clears it.

        Raises:
            Invalid: the text can't be taken; nothing was saved.
        """
        with self._desk.change("enter_key_result", value=text.strip()) as change:
            form_id = self._form_of_result(change, result_id)
            kind = KeyResultKind(change.row(key_result, result_id)["kind"])
            actual = _actual(text, kind)
            self._maker.begin_scoring(change, form_id)
            allow(self._desk, change, form_id, Part.ACTUAL)
            self._scores.enter(change, result_id, actual)

    def set_words(self, form_id: int, words: str, *, visit: str = "") -> None:
        """Write what the manager says to the OKR of a form."""
        with self._desk.change("set_okr_words", visit=visit) as change:
            change.say(**forms.person_words(change.connection, form_id))
            allow(self._desk, change, form_id, Part.COMMENT)
            change.update(form, form_id, okr_words=tidy_words(words))
            change.touch(form_id)

    def add_contribution(self, form_id: int) -> int:
        """Put the item "contribution through OKR" on a form (mode C), at most 20 %; its card is made once."""
        with self._desk.change("add_contribution") as change:
            change.say(**forms.person_words(change.connection, form_id))
            allow(self._desk, change, form_id, Part.ITEMS)
            refuse_mix(change, form_id)
            have = change.find(form_item, form_id=form_id)
            if any(row["lineage"] == CONTRIBUTION for row in have):
                raise refuse("item", "item_twice", name="OKR 贡献")
            card = library.one_card(change.connection, self._contribution_card(change))
            seq = max((row["seq"] for row in have), default=-1) + 1
            scheme = Scheme(change.row(form, form_id)["scheme"])
            columns = forms.item_columns(card, seq, None, None, SCHEMES[scheme].item_cap)
            change.touch(form_id)
            return change.insert(form_item, form_id=form_id, **columns)

    def _contribution_card(self, change: Change) -> int:
        found = change.ids(indicator_card, lineage=CONTRIBUTION)
        if found:
            return found[-1]
        made = _contribution()
        return change.insert(
            indicator_card,
            lineage=CONTRIBUTION,
            code=CONTRIBUTION,
            revision=1,
            name_zh=made.name_zh,
            name_en=made.name_en,
            item_class=made.item_class.value,
            nature=made.nature.value,
            aggregation=made.aggregation.value,
            definition_zh=made.definition_zh,
            definition_en=made.definition_en,
            anchors=anchors_text(made.anchors),
            weight_c=to_hundredths(MOST_CONTRIBUTION),
            **rule_columns(made.rule),
        )

    def _mode(self, change: Change) -> OkrMode:
        return settings.settings(change.connection).choices.okr_mode

    def _allow_building(self, change: Change, form_id: int) -> None:
        """Objectives that count belong to the agreed targets; others may be set up to the score."""
        state = FormState(change.row(form, form_id)["state"])
        is_draft = may_change(state, Part.ITEMS, settings.switches_within(change))
        counts = self._mode(change) is OkrMode.X
        allow(self._desk, change, form_id, Part.ITEMS if is_draft or counts else Part.ACTUAL)

    def _form_of_result(self, change: Change, result_id: int) -> int:
        row = change.row(key_result, result_id)
        form_id = int(change.row(objective, row["objective_id"])["form_id"])
        change.say(name=row["name"], **forms.person_words(change.connection, form_id))
        return form_id

    def _remove_result(self, change: Change, result_id: int) -> None:
        change.delete_all(check_in, key_result_id=result_id)
        change.delete(key_result, result_id)


def _name(text: str, code: str) -> str:
    said = tidy_words(text)
    if not said:
        raise refuse("name", code)
    return said


def _columns(draft: KeyResult) -> dict[str, Any]:
    is_metric = draft.kind is KeyResultKind.METRIC
    return {
        "name": draft.name,
        "kind": draft.kind.value,
        "unit": draft.unit if is_metric else "",
        "start_e4": to_e4(draft.start, "start") if is_metric and draft.start is not None else None,
        "target_e4": to_e4(draft.target, "target") if is_metric and draft.target is not None else None,
        "milestones": okr.milestones_text(draft.milestones),
        "weight_c": None if draft.weight is None else to_hundredths(draft.weight, "weight"),
        "lineage": draft.lineage,
        "words": tidy_words(draft.words),
    }


YES, NO = frozenset({"是", "对", "√", "✓", "y", "yes"}), frozenset({"否", "错", "×", "✗", "n", "no"})


def _actual(text: str, kind: KeyResultKind) -> Decimal | None:
    word = text.strip().lower()
    if not word:
        return None
    if kind is KeyResultKind.BINARY and word in YES | NO:
        return Decimal(int(word in YES))
    return parse_number(text, "actual")


def _contribution() -> Card:
    anchors: Sequence[Anchor] = [Anchor(*one) for one in _ANCHORS]
    return Card(
        id=0,
        lineage=CONTRIBUTION,
        code=CONTRIBUTION,
        revision=1,
        name_zh="OKR 贡献",
        name_en="Contribution through OKR",
        item_class=ItemClass.BEHAVIOUR,
        nature=Nature.PROCESS,
        unit="level",
        aggregation=Aggregation.LAST,
        rule=Rule(Method.ANCHOR, Direction.HIGHER, params={"scale": "BARS"}),
        definition_zh="投入、学习、帮助他人",
        definition_en="Effort, learning, help to others",
        anchors=tuple(anchors),
    )
