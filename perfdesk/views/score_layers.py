"""Whose marks the score page shows: the manager's, the person's own, or those of one rater's sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from perfdesk.domain.appraisal import Cycle, FormItem, FormSheet, Standing
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.firm import FirmSettings, Switch
from perfdesk.domain.problems import Problem
from perfdesk.domain.raters import Layer
from perfdesk.domain.terms import FormState, Missing, RaterGroup
from perfdesk.domain.totals import ScoredItem, total_of
from perfdesk.texts import N_, _, sentence
from perfdesk.texts.words import RATER_GROUPS
from perfdesk.views.score_locks import Locks, manager_locks
from perfdesk.views.score_words import short_day

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm
    from perfdesk.controllers.rater_reading import LayerForm

MANAGER, OWN = Layer(), Layer(RaterGroup.SELF)
_OWN_WORDS = (N_("Own words on the work"), "")
_SHEET_WORDS = (N_("What is done well"), N_("What should improve"))


class Layers(QObject):
    """Hands out forms, standings and locks of the chosen `layer`; the manager's is the program's own."""

    def __init__(self, firm: Firm, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self.layer = MANAGER
        self._forms: dict[int, LayerForm] = {}

    @property
    def is_manager(self) -> bool:
        return self.layer.is_manager

    @property
    def scope(self) -> str:
        """Name the layer among refused entries."""
        return "" if self.is_manager else f"{self.layer.group.value}/{self.layer.slot}"

    def sheet_id(self, form_id: int) -> int | None:
        """Return the rater's sheet about a form, None in the person's own layer."""
        found = self._forms.get(form_id)
        return found.sheet.id if found and found.sheet else None

    def load(self, standings: Sequence[Standing]) -> list[Standing]:
        """Return the lines of a cycle as this layer has them."""
        if self.is_manager:
            self._forms = {}
            return list(standings)
        self._forms = self._firm.raters.layer_forms(self.layer, [one.form_id for one in standings])
        return [_standing(one, self._forms[one.form_id]) for one in standings if one.form_id in self._forms]

    def reload(self, standings: Sequence[Standing]) -> list[Standing]:
        """Return some lines anew."""
        if self.is_manager:
            return list(standings)
        fresh = self._firm.raters.layer_forms(self.layer, [one.form_id for one in standings])
        self._forms |= fresh
        return [_standing(one, fresh[one.form_id]) for one in standings if one.form_id in fresh]

    def items_of_cycle(self, cycle: Cycle) -> dict[int, tuple[FormItem, ...]]:
        """Return the items of every form of a cycle."""
        if self.is_manager:
            return self._firm.appraisal.items_of_cycle(cycle.id)
        return {form_id: found.items for form_id, found in self._forms.items()}

    def items_of(self, form_id: int) -> tuple[FormItem, ...]:
        if self.is_manager:
            return self._firm.appraisal.sheet(form_id).items
        return self._forms[form_id].items

    def sheet(self, form_id: int) -> FormSheet:
        """Return a form; in another layer with the judged items and the words of that layer alone."""
        sheet = self._firm.appraisal.sheet(form_id)
        found = None if self.is_manager else self._forms.get(form_id)
        if found is None:
            return sheet
        scored = [ScoredItem(one.id, one.weight or Decimal(0), one.score, one.missing) for one in found.items]
        return replace(
            sheet,
            items=found.items,
            events=(),
            gaps=(),
            total=total_of(scored, sheet.cycle.scheme),
            grade=None,
            lowest=None,
            highest=None,
            strengths=found.good,
            improvements=found.improve,
            earlier_levels={},
        )

    def locks(self, sheet: FormSheet, settings: FirmSettings) -> Locks:
        """Return what may be changed on a form in this layer."""
        locks = manager_locks(self._firm, sheet, settings)
        found = None if self.is_manager else self._forms.get(sheet.head.id)
        if found is None:
            return locks
        why = locks.why if self._firm.is_read_only or sheet.locked else why_locked(found)
        may = not (self._firm.is_read_only or sheet.locked or found.locked)
        remarks = _OWN_WORDS if self.layer.is_own else _SHEET_WORDS
        return Locks(entry=may, comment=may, why=why, calm=True, is_layer=True, remarks=remarks)

    def may_enter(self, one: Standing, cycle: Cycle | None, settings: FirmSettings) -> bool:
        """Tell whether marks of this layer may be entered on a form now."""
        if cycle is None or cycle.is_closed or self._firm.is_read_only:
            return False
        if self.is_manager:
            return _takes_scores(one.state, settings.switches)
        found = self._forms.get(one.form_id)
        return found is not None and not found.locked

    def remark(self, form_id: int | None, sheet: FormSheet | None = None) -> str:
        """Say in a few words what is locked in this layer, and since when; of the manager's form `sheet`, what is
        locked beside it."""
        if self.is_manager and sheet is not None:
            return _beside(sheet)
        found = self._forms.get(form_id) if form_id is not None and not self.is_manager else None
        if found is None or not found.locked:
            return ""
        if not found.locked_on:
            return why_locked(found)
        day = short_day(found.locked_on)
        if self.layer.is_own:
            return _("Own rating locked on {day}").format(day=day)
        return _("Raters closed on {day}").format(day=day)

    def chip(self, form_id: int) -> str:
        """Name the sheet on its form: group, place and entry code, never the rater of an anonymous one."""
        found = self._forms.get(form_id)
        if found is None:
            return ""
        if found.sheet is None:
            return _("Own rating")
        return f"{layer_word(self.layer)} · {found.sheet.code}"

    # -- saving --

    def enter(self, item: FormItem, text: str) -> None:
        """Save a level of this layer. Raises Invalid."""
        sheet_id = self.sheet_id(item.form_id)
        if sheet_id is None:
            self._firm.raters.enter_own(item.id, text)
        else:
            self._firm.raters.enter(sheet_id, item.id, text)

    def enter_many(self, cells: Sequence[tuple[FormItem, str]]) -> dict[int, tuple[Problem, ...]]:
        """Save many levels as one deed; return the problems of those that were refused, by item."""
        if self.layer.is_own:
            return self._firm.raters.enter_own_many([(item.id, text) for item, text in cells])
        found = [(self.sheet_id(item.form_id) or 0, item.id, text) for item, text in cells]
        return self._firm.raters.enter_many(found)

    def cannot_rate(self, item: FormItem) -> bool:
        """Note that a rater can't rate an item; False in the person's own layer, where that is no answer."""
        sheet_id = self.sheet_id(item.form_id)
        if sheet_id is None:
            return False
        self._firm.raters.cannot_rate(sheet_id, item.id)
        return True

    def save_words(self, form_id: int, field: str, text: str, visit: str) -> None:
        """Save the words of this layer. Raises Invalid."""
        sheet_id = self.sheet_id(form_id)
        if sheet_id is None:
            self._firm.raters.set_own_words(form_id, text, visit=visit)
        else:
            place = "words_good" if field == "strengths" else "words_improve"
            self._firm.raters.set_words(sheet_id, place, text, visit=visit)


def _beside(sheet: FormSheet) -> str:
    if sheet.raters_closed_on is not None:
        return _("Raters closed on {day}").format(day=short_day(sheet.raters_closed_on.isoformat()))
    if sheet.self_submitted_on is not None:
        return _("Own rating locked on {day}").format(day=short_day(sheet.self_submitted_on.isoformat()))
    return _("No own rating") if sheet.is_self_skipped else ""


def layer_word(layer: Layer) -> str:
    """Name a layer of sheets: 同级 第 2 份."""
    return _("{group}, sheet {slot}").format(group=_(RATER_GROUPS[layer.group.value]), slot=layer.slot)


def why_locked(found: LayerForm) -> str:
    return " ".join(sentence(problem) for problem in found.locked)


def offers_others(switches: frozenset[Switch]) -> bool:
    """Tell whether anybody but the manager rates in this firm."""
    return bool(switches & {Switch.SELF_SCORE, Switch.RATERS})


def _standing(one: Standing, found: LayerForm) -> Standing:
    """Return a person's line with the progress of the layer; a locked one counts as handed in."""
    given = sum(item.score is not None or item.missing is Missing.UNAVAILABLE for item in found.items)
    return replace(
        one,
        items=len(found.items),
        given=given,
        total=None,
        grade=None,
        rank=None,
        is_provisional=given < len(found.items),
        state=FormState.MANAGER_SCORED if found.locked else FormState.RUNNING,
    )


@cache
def _takes_scores(state: FormState, switches: frozenset[Switch]) -> bool:
    """Tell whether a state takes scores; asked for everybody after each entry."""
    return may_change(state, Part.ACTUAL, switches) and may_change(state, Part.LEVEL, switches)
