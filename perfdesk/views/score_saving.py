"""Saving what was typed on the score page: the form and the grid share it, and the refused entries with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from perfdesk.controllers.faults import Fault
from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import Missing
from perfdesk.models.entries import Entries, WrongEntry
from perfdesk.views import score_words
from perfdesk.views.score_layers import Layers

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class Saver(QObject):
    """Hands entries to the controllers. `warned(sentence)`: taken, but doubtful."""

    warned = Signal(str)

    def __init__(
        self, firm: Firm, entries: Entries, layers: Layers | None = None, parent: QObject | None = None
    ) -> None:
        """`layers`: whose marks are entered; without them the manager's."""
        super().__init__(parent)
        self._firm, self.entries = firm, entries
        self._layers = layers or Layers(firm, self)

    def save(self, item: FormItem, person: str, what: str, text: str) -> bool:
        """Save the value, weight or target of an item; a refused text is kept as a wrong entry."""
        if text == saved_text(item, what):
            self.entries.drop(item.id, what)
            return True
        try:
            if what == "weight":
                self._firm.appraisal.set_weight(item.id, _number(text, "weight"))
            elif what == "target":
                told = self._firm.appraisal.set_target(item.id, _number(text, "target"))
                if told:
                    self.warned.emit(score_words.all_sentences(told))
            elif not self._layers.is_manager:
                self._layers.enter(item, text)
            else:
                warnings = self._firm.appraisal.enter(item.id, text)
                if warnings:
                    self.warned.emit(score_words.all_sentences(warnings))
        except Invalid as invalid:
            self._keep(item, person, what, text, invalid.problems)
            return False
        except Fault as fault:  # nothing typed is lost when the disk is full
            self._keep(item, person, what, text, (Problem(fault.field, fault.code, fault.details),))
            return False
        self.entries.drop(item.id, what)
        return True

    def save_many(self, cells: Sequence[tuple[FormItem, str, str]]) -> int:
        """Save (item, person, text) as one undo step; return how many were refused and stay in their cells."""
        if self._layers.is_manager:
            refused = self._firm.appraisal.enter_many([(item.id, text) for item, _person, text in cells])
        else:
            refused = self._layers.enter_many([(item, text) for item, _person, text in cells])
        for item, person, text in cells:
            if item.id in refused:
                self._keep(item, person, "value", text, refused[item.id])
            else:
                self.entries.drop(item.id)
        return len(refused)

    def cannot_rate(self, item: FormItem) -> bool:
        """Note that a rater can't rate an item; False where that is no answer, or was refused."""
        try:
            if not self._layers.cannot_rate(item):
                return False
        except Invalid as invalid:
            self.warned.emit(score_words.all_sentences(invalid.problems))
            return False
        self.entries.drop(item.id)
        return True

    @property
    def is_manager(self) -> bool:
        return self._layers.is_manager

    def say_missing(self, item: FormItem, state: Missing, reason: str) -> str:
        """Save why there is no value; return a sentence if that was refused."""
        try:
            self._firm.appraisal.set_missing(item.id, state, reason)
        except Invalid as invalid:
            return score_words.all_sentences(invalid.problems)
        self.entries.drop(item.id)
        return ""

    def today(self) -> date:
        return self._firm.clock.today()

    def count_as_zero(self, item: FormItem, reason: str, asked_until: date, told_on: date) -> str:
        """Count what was not submitted as zero; return a sentence if that was refused."""
        try:
            self._firm.appraisal.count_as_zero(item.id, reason, asked_until, told_on)
        except Invalid as invalid:
            return score_words.all_sentences(invalid.problems)
        return ""

    def save_comment(self, item: FormItem, person: str, text: str, visit: str) -> None:
        """Save the comment of an item; refused words are kept as a wrong entry."""
        problems = _problems(partial(self._firm.appraisal.set_comment, item.id, text, visit=visit))
        if problems:
            self._keep(item, person, "comment", text, problems)
        else:
            self.entries.drop(item.id, "comment")

    def save_words(self, item: FormItem, person: str, text: str, visit: str) -> None:
        """Save the words that answer an item; refused ones are kept as a wrong entry."""
        problems = _problems(partial(self._firm.appraisal.set_words, item.id, text, visit=visit))
        if problems:
            self._keep(item, person, "comment", text, problems)
        else:
            self.entries.drop(item.id, "comment")

    def save_remark(self, form_id: int, person: str, field: str, text: str, visit: str) -> None:
        """Save `strengths` or `improvements` of a form; refused words are kept as a wrong entry."""
        deed: Callable[[], object] = partial(self._layers.save_words, form_id, field, text, visit)
        if self._layers.is_manager:
            deed = partial(self._firm.appraisal.set_remark, form_id, field, text, visit=visit)
        problems = _problems(deed)
        if problems:
            self.entries.put(WrongEntry(0, form_id, field, text, problems, person, "", ""))
        else:
            self.entries.drop_of_form(form_id, field)

    def refuse(self, item: FormItem, person: str, text: str, problem: Problem) -> None:
        """Keep a text that was not even tried."""
        self._keep(item, person, "value", text, (problem,))

    def _keep(self, item: FormItem, person: str, what: str, text: str, problems: tuple[Problem, ...]) -> None:
        self.entries.put(
            WrongEntry(item.id, item.form_id, what, text, problems, person, item.name_zh, item.name_en)
        )


def _problems(deed: Callable[[], object]) -> tuple[Problem, ...]:
    """Do something; return why it was refused, nothing if it was done."""
    try:
        deed()
    except Invalid as invalid:
        return invalid.problems
    except Fault as fault:  # nothing typed is lost when the disk is full
        return (Problem(fault.field, fault.code, fault.details),)
    return ()


def saved_text(item: FormItem, what: str) -> str:
    """Return what the file holds for a field, as it is typed."""
    if what == "weight":
        return "" if item.weight is None else score_words.plain(item.weight)
    if what == "target":
        return "" if item.rule.target is None else score_words.plain(item.rule.target)
    return score_words.entry_text(item)


def _number(text: str, field: str) -> Decimal | None:
    return parse_number(text, field, allow_percent=field == "weight") if text.strip() else None
