"""Joiners, leavers and transfers: who was there for which share of the cycle, and long leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from perfdesk.controllers.faults import Fault
from perfdesk.domain.appraisal import FormHead
from perfdesk.domain.changes import Absence, Move, Share
from perfdesk.domain.people import Department, Employee, Position
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import AbsenceKind, FormState
from perfdesk.models.change_rows import absence_columns, share_columns
from perfdesk.models.change_words import effect_lines
from perfdesk.texts import _, in_context, pick
from perfdesk.texts.change_words import ABSENCES
from perfdesk.views.changes_card import ListCard
from perfdesk.views.changes_fields import ChoiceBox, CodeBox, DayField, SizedField, gather
from perfdesk.views.changes_form import EntryForm
from perfdesk.views.parts import button
from perfdesk.views.reasons import reason_of

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

OPEN = (FormState.DRAFT, FormState.AGREED, FormState.RUNNING, FormState.SELF_SCORED)
WORDS = 26
"""Width of a note, in digits."""


def head_words(head: FormHead) -> str:
    return f"{head.number} {pick(head.name, head.name_en) or head.name}"


class SpanForm(EntryForm):
    """First and last day of one form."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("span", parent)
        self._firm = firm
        self.person = ChoiceBox("spanPerson", 19, self)
        self.first = DayField("spanFirst", firm.clock.today, self)
        self.last = DayField("spanLast", firm.clock.today, self)
        self.add_field("person", self.person)
        self.add_field("starts_on", self.first)
        self.add_field("ends_on", self.last)
        self.retranslate()

    def show_heads(self, heads: Sequence[FormHead]) -> None:
        self.person.show_choices([(head.id, head_words(head)) for head in _open(heads)])

    def show_row(self, row: Share) -> None:
        self.person.choose(row.form_id)
        self.first.show_day(row.wanted_from or row.starts_on)
        self.last.show_day(row.wanted_to or row.ends_on)

    def told(self) -> Sequence[str]:
        return effect_lines(self._firm.changes.preview_span(*self._draft()))

    def save(self) -> Sequence[Problem]:
        self._firm.changes.set_span(*self._draft())
        return ()

    def retranslate(self) -> None:
        super().retranslate()
        self.caption("person", _("Form of"), _("type to find"))
        self.caption("starts_on", _("First day"), _("of the cycle"))
        self.caption("ends_on", in_context("span", "Last day"), _("of the cycle"))

    def _draft(self) -> tuple[int, date | None, date | None]:
        who, first, last = gather(
            partial(self.person.read, "person"),
            partial(self.first.read_or_none, "starts_on"),
            partial(self.last.read_or_none, "ends_on"),
        )
        return who, first, last


class TransferForm(EntryForm):
    """A person moves: the first day in the new position, and what is new."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("transfer", parent)
        self._firm = firm
        self.person = ChoiceBox("transferPerson", 19, self)
        self.on = DayField("transferOn", firm.clock.today, self)
        self.position = ChoiceBox("transferPosition", 17, self)
        self.department = ChoiceBox("transferDepartment", 15, self)
        self.manager = ChoiceBox("transferManager", 17, self)
        self.add_field("form", self.person)
        self.add_field("on", self.on)
        self.add_field("position", self.position)
        self.add_field("department", self.department)
        self.add_field("manager", self.manager)
        self._lists: tuple[Sequence[Position], Sequence[Department], Sequence[Employee]] = ((), (), ())
        self._told: tuple[int, Move] | None = None
        self.retranslate()

    def show_lists(
        self,
        heads: Sequence[FormHead],
        positions: Sequence[Position],
        departments: Sequence[Department],
        people: Sequence[Employee],
    ) -> None:
        last = {head.employee_id: head for head in sorted(_open(heads), key=lambda head: head.segment)}
        self.person.show_choices([(head.id, head_words(head)) for head in last.values()])
        self._lists = (positions, departments, people)
        self._fill()

    def told(self) -> Sequence[str]:
        self._told = None
        draft = self._draft()
        effect = self._firm.changes.preview_transfer(*draft)
        self._told = draft
        return effect_lines(effect)

    def save(self) -> Sequence[Problem]:
        """Transfer; figures of a joined segment are dropped only where the lines above the button said so."""
        draft = self._draft()
        drops_figures, self._told = draft == self._told, draft
        self._firm.changes.transfer(*draft, drops_figures=drops_figures)
        self._told = None
        self.on.clear()
        for box in (self.position, self.department, self.manager):
            box.choose(None)
        return ()

    def retranslate(self) -> None:
        super().retranslate()
        self.name_save(_("Transfer"))
        self.caption("form", _("Person"), _("type to find"))
        self.caption("on", _("First day there"), "10-15")
        self.caption("position", _("New position"))
        self.caption("department", _("New department"))
        self.caption("manager", _("New manager"))
        self._fill()

    def _fill(self) -> None:
        same = _("as before")
        positions, departments, people = self._lists
        self.position.show_choices([(one.id, pick(one.name_zh, one.name_en)) for one in positions], same)
        self.department.show_choices([(one.id, pick(one.name_zh, one.name_en)) for one in departments], same)
        self.manager.show_choices(
            [(one.id, f"{one.number} {pick(one.name, one.name_en) or one.name}") for one in people], same
        )

    def _draft(self) -> tuple[int, Move]:
        form_id, on = gather(partial(self.person.read, "form"), partial(self.on.read, "on"))
        return form_id, Move(on, self.position.chosen(), self.department.chosen(), self.manager.chosen())


class SharesCard(ListCard):
    """Those who joined, left or moved within a cycle, or were on long leave, with their share of it."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("shares", share_columns(), _share_key, parent)
        self._firm = firm
        self._cycle_id: int | None = None
        self.apply_button = button("", "small", "check", "applyDates", self.apply, self)
        self.add_to_header(self.apply_button)
        self.span, self.transfer = SpanForm(firm, self), TransferForm(firm, self)
        self.add_form("transfer", self.transfer)
        self.add_form("span", self.span)
        self.table.row_opened.connect(self._open_row)

    def show_cycle(self, cycle_id: int, heads: Sequence[FormHead]) -> None:
        self._cycle_id = cycle_id
        rows = self._firm.changes.shares(cycle_id)
        self.show_rows(rows)
        waiting = sum(row.is_to_apply and row.state in OPEN for row in rows)
        self.apply_button.setVisible(waiting > 0)
        words = _("Follow the dates ({count})").format(count=waiting)
        self.apply_button.setText(words)
        self.apply_button.setAccessibleName(words)
        people = self._firm.people
        self.span.show_heads(heads)
        self.transfer.show_lists(
            heads, people.positions(), people.departments(), people.employees(include_left=False)
        )

    def apply(self) -> None:
        """Let the forms follow joining and leaving dates."""
        assert self._cycle_id is not None
        try:
            count = self._firm.changes.apply_dates(self._cycle_id)
        except (Invalid, Fault) as error:
            self.say(reason_of(error), "err")
            return
        self.say(_("{count} forms follow the dates now; sums are scaled by days.").format(count=count))
        self.changed.emit()

    def allow(self, may: bool) -> None:
        super().allow(may)
        self.apply_button.setEnabled(may)

    def retranslate(self) -> None:
        self.set_heading(
            _("Joined, left, moved"), _("targets that are sums count by days; under a third: no grade")
        )
        self.name_form("transfer", _("Transfer"))
        self.name_form("span", _("Days of a form"))
        self.set_empty(
            _("Everybody was there for the whole cycle"),
            _(
                "Who joins or leaves within the cycle appears here by the dates on the page People. A transfer "
                "begins a second form with the targets of the new position."
            ),
        )
        super().retranslate()

    def _open_row(self, key: Any) -> None:
        row = next((row for row in self.model.all_rows() if row.form_id == key), None)
        if row is not None and not self._firm.is_read_only:
            self.span.show_row(row)
            self.open_form("span")
            self.span.tell()


class AbsenceForm(EntryForm):
    """A long leave of somebody who has a form."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("absence", parent)
        self._firm = firm
        self.person = ChoiceBox("absencePerson", 19, self)
        self.kind = CodeBox("absenceKind", ABSENCES, self)
        self.first = DayField("absenceFirst", firm.clock.today, self)
        self.last = DayField("absenceLast", firm.clock.today, self)
        self.words = SizedField("absenceWords", WORDS, self)
        self.add_field("person", self.person)
        self.add_field("kind", self.kind)
        self.add_field("starts_on", self.first)
        self.add_field("ends_on", self.last)
        self.add_field("words", self.words)
        self.retranslate()

    def show_heads(self, heads: Sequence[FormHead]) -> None:
        people = {head.employee_id: head for head in heads}
        self.person.show_choices([(one, head_words(head)) for one, head in people.items()])

    def told(self) -> Sequence[str]:
        who, first, last = self._draft()
        return effect_lines(self._firm.changes.preview_absence(who, first, last))

    def save(self) -> Sequence[Problem]:
        who, first, last = self._draft()
        kind = AbsenceKind(self.kind.currentData())
        self._firm.changes.add_absence(who, kind, first, last, self.words.text())
        for field in (self.first, self.last, self.words):
            field.clear()
        return ()

    def retranslate(self) -> None:
        super().retranslate()
        self.caption("person", _("Person"), _("type to find"))
        self.caption("kind", _("Leave"))
        self.caption("starts_on", _("First day"), "8-1")
        self.caption("ends_on", in_context("span", "Last day"), "10-31")
        self.caption("words", _("Note (nothing about health)"))

    def _draft(self) -> tuple[int, date, date]:
        who, first, last = gather(
            partial(self.person.read, "person"),
            partial(self.first.read, "starts_on"),
            partial(self.last.read, "ends_on"),
        )
        return who, first, last


class AbsencesCard(ListCard):
    """The long leaves that touch a cycle."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("absences", absence_columns(), _absence_key, parent)
        self._firm = firm
        self.entry = AbsenceForm(firm, self)
        self.add_form("add", self.entry)
        self.remove_button = button("", "small", "trash", "removeAbsence", self.remove, self)
        self.add_to_header(self.remove_button)

    def show_cycle(self, cycle_id: int, heads: Sequence[FormHead]) -> None:
        rows = self._firm.changes.absences(cycle_id)
        self.show_rows(rows)
        self.remove_button.setVisible(bool(rows))
        self.entry.show_heads(heads)

    def remove(self) -> None:
        """Take the leave of the current row away; undo brings it back."""
        key = self.table.current_key()
        if not isinstance(key, int):
            self.say(_("Choose the leave in the list first."), "app")
            return
        try:
            self._firm.changes.remove_absence(key)
        except (Invalid, Fault) as error:
            self.say(reason_of(error), "err")
            return
        self.say("")
        self.changed.emit()

    def allow(self, may: bool) -> None:
        super().allow(may)
        self.remove_button.setEnabled(may)

    def retranslate(self) -> None:
        self.set_heading(_("Long leave"), _("its days are left out of the cycle and of sums"))
        self.name_form("add", _("Note a leave"))
        self.remove_button.setText(_("Remove"))
        self.remove_button.setAccessibleName(_("Remove the chosen leave"))
        self.set_empty(
            _("Nobody was on long leave"),
            _("Note maternity, medical or work-injury leave here, so that nobody is measured by days away."),
        )
        super().retranslate()


def _open(heads: Sequence[FormHead]) -> list[FormHead]:
    return [head for head in heads if head.state in OPEN and not head.is_void]


def _share_key(row: Share) -> int:
    return row.form_id


def _absence_key(row: Absence) -> int:
    return row.id
