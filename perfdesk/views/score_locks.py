"""What may be changed on a form now, and the sentence for what may not."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.domain.appraisal import FormSheet
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.firm import FirmSettings
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import FormState
from perfdesk.texts import _, sentence


@dataclass(frozen=True, slots=True)
class Locks:
    """What may be changed on a form now; `why` is the sentence for what may not. `calm`: 五分表."""

    weight: bool = False
    target: bool = False
    entry: bool = False
    comment: bool = False
    event: bool = False
    why: str = ""
    calm: bool = False


def locks_of(sheet: FormSheet, settings: FirmSettings, is_read_only: bool) -> Locks:
    """Return what the state of a form, its cycle and the file allow."""
    calm, state = settings.is_simple, sheet.head.state
    if is_read_only:
        return Locks(why=_("This file is open for reading only, so nothing can be entered."), calm=calm)
    if sheet.locked:
        return Locks(why=_why(FormState.CLOSED), calm=calm)
    may = {part: may_change(state, part, settings.switches) for part in Part}
    return Locks(
        weight=not calm and may[Part.WEIGHT],
        target=not calm and may[Part.TARGET],
        entry=may[Part.ACTUAL] and may[Part.LEVEL],
        comment=may[Part.COMMENT],
        event=may[Part.EVENT],
        why=_why(state),
        calm=calm,
    )


def _why(state: FormState) -> str:
    return sentence(Problem("state", f"locked_{state.value.lower()}"))
