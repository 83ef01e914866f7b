"""What may be changed on a form now, and the sentence for what may not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.firm import FirmSettings
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import FormState
from perfdesk.texts import N_, _, pick, sentence

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


@dataclass(frozen=True, slots=True)
class Locks:
    """What may be changed on a form now; `why` is the sentence for what may not. `calm`: 五分表.

    `levels`: "" while levels may be given with the rest, else why they alone may not. `is_layer`: the marks are
    not the manager's, so that nothing of the manager's part is shown. `remarks` are the headings (message ids) of
    the two fields for words, "" hides one.
    """

    weight: bool = False
    target: bool = False
    entry: bool = False
    comment: bool = False
    event: bool = False
    why: str = ""
    calm: bool = False
    levels: str = ""
    is_layer: bool = False
    remarks: tuple[str, str] = (N_("Manager's words: strengths"), N_("Manager's words: to improve"))

    def of_item(self, item: FormItem) -> Locks:
        """Return what may be changed on one item."""
        if item.is_carried:
            return replace(self, entry=False, target=False, why=why_carried(item) if self.entry else self.why)
        if not self.levels or not item.is_anchored:
            return self
        return replace(self, entry=False, why=self.levels)


def locks_of(sheet: FormSheet, settings: FirmSettings, is_read_only: bool) -> Locks:
    """Return what the state of a form, its cycle and the file allow."""
    calm, state = settings.is_simple, sheet.head.state
    if is_read_only:
        return Locks(why=_("This file is open for reading only, so nothing can be entered."), calm=calm)
    if sheet.locked:
        return Locks(why=_why(FormState.CLOSED), calm=calm)
    may = {part: may_change(state, part, settings.switches) for part in Part}
    frozen = ""
    if sheet.raters_closed_on is not None:
        frozen = sentence(Problem("level", "levels_closed"))
    return Locks(
        weight=not calm and may[Part.WEIGHT],
        target=not calm and may[Part.TARGET],
        entry=may[Part.ACTUAL] and may[Part.LEVEL],
        comment=may[Part.COMMENT],
        event=may[Part.EVENT],
        why=_why(state),
        calm=calm,
        levels=frozen,
    )


def manager_locks(firm: Firm, sheet: FormSheet, settings: FirmSettings) -> Locks:
    """Return what the manager may change on a form now: as its state allows, and as far as the time has come."""
    locks = locks_of(sheet, settings, firm.is_read_only)
    if sheet.head.state is not FormState.RUNNING or not locks.entry:
        return locks
    early = firm.cycles.too_early(sheet.head.id)
    return locks if early is None else replace(locks, event=False, levels=sentence(early))


def why_carried(item: FormItem) -> str:
    """Return why nothing is entered on an item that stands for an objective, "" for others."""
    if not item.is_carried:
        return ""
    return sentence(Problem("item", "item_carried", {"name": pick(item.name_zh, item.name_en)}))


def _why(state: FormState) -> str:
    return sentence(Problem("state", f"locked_{state.value.lower()}"))
