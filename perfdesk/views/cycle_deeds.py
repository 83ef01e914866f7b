"""What the buttons of the states pane do: each is one deed of the firm, and says in its card what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from perfdesk.controllers.faults import Fault
from perfdesk.domain.appraisal import Cycle, FormHead, FormTalk
from perfdesk.domain.people import Employee
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import FormState
from perfdesk.models.cycle_rows import what_is_missing
from perfdesk.texts import _, current, pick, sentence
from perfdesk.texts.words import STATES, cycle_name
from perfdesk.views.page import Page
from perfdesk.views.reasons import reason_of

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm
    from perfdesk.views.cycle_cards import BackCard
    from perfdesk.views.cycle_flags import FlagsCard
    from perfdesk.views.cycle_forms import FormsCard
    from perfdesk.views.cycle_head import CycleHead
    from perfdesk.views.cycle_opening import CycleDraft, NewCycleCard
    from perfdesk.views.cycle_record import RecordCard

NAMED = 5
"""So many people are named who stand in the way; the others are counted."""


class CycleDeeds(Page):
    """The deeds of `CycleStatesPane`, which has the widgets and reads what they show."""

    _firm: Firm
    _cycle: Cycle | None
    _current_id: int | None
    _heads: list[FormHead]
    _people: list[Employee]
    _state: FormState | None
    forms: FormsCard
    head: CycleHead
    back: BackCard
    flags: FlagsCard
    record: RecordCard
    new_card: NewCycleCard

    def _read(self, cycle_id: int | None) -> None:
        """Read a cycle and show it."""
        raise NotImplementedError

    def _show(self) -> None:
        """Show what was read."""
        raise NotImplementedError

    def _choose_state(self, key: str) -> None:
        raise NotImplementedError

    def _moving(self) -> FormState | None:
        """Return the state whose forms the button moves."""
        raise NotImplementedError

    def _ready(self, state: FormState | None) -> list[int]:
        raise NotImplementedError

    def _target_of(self, state: FormState) -> FormState | None:
        raise NotImplementedError

    def make_cycle(self, draft: CycleDraft) -> None:
        try:
            made = self._firm.cycles.add_cycle(
                draft.type,
                draft.starts_on,
                draft.ends_on,
                scheme=draft.scheme,
                name_zh=draft.name_zh,
                name_en=draft.name_en,
                with_forms=draft.with_forms,
                employee_ids=draft.employee_ids,
                source_id=draft.source_id,
                parent_id=draft.parent_id,
                combining=draft.combining,
            )
        except (Invalid, Fault) as error:
            self.new_card.tell(reason_of(error))
            return
        self.new_card.hide()
        self._current_id = made
        self._read(made)
        words = _("{cycle} is open, with {count} forms.")
        self.forms.tell(words.format(cycle=self._cycle_words(), count=len(self._heads)))

    def advance(self) -> None:
        """Move all forms of the state that can go one state on, and say in the card what came of it."""
        state = self._moving()
        target = self._target_of(state) if state else None
        going = self._ready(state)
        if not going or target is None or self._cycle is None:
            return
        try:
            left = self._firm.cycles.advance(going)
        except (Invalid, Fault) as error:
            self._fail(reason_of(error))
            return
        stayed = {one.head.id for one in left}
        moved = set(going) - stayed
        # A form may have gone on by itself, as one agreed after its cycle began.
        reached = {head.state for head in self._firm.cycles.heads(self._cycle.id) if head.id in moved}
        if len(reached) == 1:
            (target,) = reached
        if moved and self._state is not None:
            self._state = target
        self.refresh()
        words = _("{count} forms are now at “{state}”.").format(count=len(moved), state=_(STATES[target]))
        if left:
            reason = what_is_missing(left[0].problems)
            words += " " + _("{count} stayed: {reason}").format(count=len(left), reason=reason)
        self.forms.tell(words, "err" if left else "imp", can_undo=bool(moved))

    def undo(self) -> None:
        """Take back what the last button press did."""
        try:
            self._firm.history.undo()
        except Fault as error:
            self._fail(reason_of(error))
            return
        self.refresh()
        self.forms.tell(_("Taken back."))

    def record_talk(self, form_ids: list[int], talk: FormTalk) -> None:
        """Record notice, interview or signature; those refused are named."""
        try:
            refused = self._firm.cycles.record_talk(form_ids, talk)
        except (Invalid, Fault) as error:
            self.record.tell(reason_of(error))
            return
        self.refresh()
        done = len(form_ids) - len(refused)
        if done:
            self.forms.tell(_("Recorded on {count} forms.").format(count=done), can_undo=True)
        if refused:
            first, problems = next(iter(refused.items()))
            why = " ".join(sentence(problem) for problem in problems)
            names = self._listed([self._name_of(one) for one in refused])
            self.record.tell(why if len(form_ids) == 1 else f"{names}: {why}")

    def hold_pay(self, form_id: int, reason: str) -> None:
        self._try(partial(self._firm.cycles.set_pay_held, form_id, reason), self.flags.tell)

    def void_form(self, form_id: int, reason: str) -> None:
        self._try(partial(self._firm.cycles.void_form, form_id, reason), self.flags.tell)

    def correct_form(self, form_id: int, reason: str) -> None:
        self._try(partial(self._firm.cycles.correct_closed, form_id, reason), self.flags.tell)

    def renew_form(self, form_id: int) -> None:
        self._try(partial(self._firm.cycles.replace_void, form_id), self.flags.tell)

    def combine(self) -> None:
        """Put the parts of the shown cycle together, and say what came of it."""
        if self._cycle is None:
            return
        try:
            done = self._firm.cycles.combine_parts(self._cycle.id)
        except (Invalid, Fault) as error:
            self._fail(reason_of(error))
            return
        self.refresh()
        words = _("{count} values were taken from the parts.").format(count=done.filled)
        if done.unknown:
            names = self._listed(list(done.unknown))
            words += " " + _("To be entered for the whole cycle: {names}.").format(names=names)
        if done.unlike:
            names = self._listed([cycle_name(one, current()) for one in done.unlike])
            words += " " + _("Left out, with another rating scale: {names}.").format(names=names)
        if done.without:
            names = self._listed([self._name_of(one) for one in done.without])
            words += " " + _("No part has a total yet: {names}.").format(names=names)
        self.forms.tell(words, can_undo=bool(done.filled))

    def send_back(self, form_id: int, state: FormState, reason: str, is_proven_error: bool = False) -> None:
        name = self._name_of(form_id)
        deed = partial(self._firm.cycles.send_back, form_id, state, reason, is_proven_error=is_proven_error)
        if self._try(deed, self.back.tell):
            words = _("{name} is back at “{state}”.")
            self.forms.tell(words.format(name=name, state=_(STATES[state])))

    def remove_form(self, form_id: int) -> None:
        name = self._name_of(form_id)
        if self._try(partial(self._firm.cycles.remove_form, form_id), self.back.tell):
            self.forms.tell(_("The draft of {name} was taken away.").format(name=name))

    def add_forms(self) -> None:
        if self._cycle is not None:
            before = len(self._heads)
            if self._try(partial(self._firm.cycles.add_forms, self._cycle.id), self._fail):
                self.forms.tell(_("{count} forms were added.").format(count=len(self._heads) - before))

    def _begin(self) -> None:
        if self._people:
            self.add_forms()
        else:
            self.place_wanted.emit("people", {})

    def close_cycle(self) -> None:
        """Close the shown cycle, or say which forms stand in the way."""
        if self._cycle is None:
            return
        try:
            left = self._firm.cycles.close(self._cycle.id)
        except (Invalid, Fault) as error:
            self._fail(reason_of(error))
            return
        if left:
            self._choose_state(left[0].head.state.value)
            names = self._listed([pick(one.head.name, one.head.name_en) for one in left])
            words = _(
                "Not closed: {count} forms are not scored yet ({names}). Score them, or take drafts away."
            )
            self._fail(words.format(count=len(left), names=names))
            return
        self._state = None
        self.refresh()
        words = _("{cycle} is closed: it can only be read from now on.")
        self.forms.tell(words.format(cycle=self._cycle_words()))

    def rename(self, zh: str, en: str) -> None:
        if self._cycle is not None and self._try(
            partial(self._firm.cycles.rename, self._cycle.id, zh, en), self._fail
        ):
            self.head.names.hide()

    def make_current(self) -> None:
        """Make the shown cycle the one that every page shows."""
        if self._cycle is not None:
            cycle_id = self._cycle.id
            if self._try(partial(self._firm.cycles.choose, cycle_id), self._fail):
                self._current_id = cycle_id
                self._show()

    # -- saying --

    def _try(self, deed: Callable[[], object], tell: Callable[[str], object]) -> bool:
        try:
            deed()
        except (Invalid, Fault) as error:
            tell(reason_of(error))
            return False
        self.refresh()
        return True

    def _fail(self, text: str) -> None:
        self.forms.tell(text, "err")

    def _name_of(self, form_id: int) -> str:
        return next((pick(one.name, one.name_en) for one in self._heads if one.id == form_id), "")

    def _listed(self, names: Sequence[str]) -> str:
        shown = pick("、", ", ").join(names[:NAMED])
        if len(names) > NAMED:
            shown = _("{names} and {count} more").format(names=shown, count=len(names) - NAMED)
        return shown

    def _cycle_words(self) -> str:
        return cycle_name(self._cycle, current()) if self._cycle is not None else ""
