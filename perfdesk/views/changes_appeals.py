"""Appeals: filing one, naming who handles it, deciding with reasons, and the way back that a granted one opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from perfdesk.controllers.faults import Fault
from perfdesk.domain.changes import Appealable, AppealLine
from perfdesk.domain.people import Employee
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import AppealDecision, AppealMatter, FormState
from perfdesk.models.change_rows import appeal_columns
from perfdesk.models.change_words import person_words
from perfdesk.texts import _, in_context, pick
from perfdesk.texts.change_words import DECISIONS, MATTERS
from perfdesk.texts.words import STATES
from perfdesk.views.changes_card import ListCard
from perfdesk.views.changes_fields import ChoiceBox, CodeBox, DayField, SizedField, gather
from perfdesk.views.changes_form import EntryForm
from perfdesk.views.parts import button
from perfdesk.views.reasons import reason_of

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

WORDS = 38
"""Width of a text, in digits."""


class FilingForm(EntryForm):
    """What the employee appeals against, and why."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("filing", parent)
        self._firm = firm
        self._offered: dict[int, Appealable] = {}
        self.person = ChoiceBox("appealPerson", 19, self)
        self.delivered = DayField("appealDelivered", firm.clock.today, self)
        self.filed = DayField("appealFiled", firm.clock.today, self)
        self.matter = CodeBox("appealMatter", MATTERS, self)
        self.facts = SizedField("appeal_facts", WORDS, self)
        self.evidence = SizedField("appeal_evidence", WORDS, self)
        self.request = SizedField("appeal_request", WORDS, self)
        self.add_field("form", self.person)
        self.add_field("delivered_on", self.delivered)
        self.add_field("filed_on", self.filed)
        self.add_field("matter", self.matter)
        self.new_line()
        for key, field in (("facts", self.facts), ("evidence", self.evidence), ("request", self.request)):
            self.add_field(key, field)
        self.person.currentTextChanged.connect(self._show_notice)
        self.retranslate()

    def show_offered(self, offered: Sequence[Appealable]) -> None:
        self._offered = {one.form_id: one for one in offered}
        self.person.show_choices(
            [(one.form_id, f"{one.person.number} {person_words(one.person)}") for one in offered]
        )
        self._show_notice()

    def begin(self) -> None:
        if not self.filed.text():
            self.filed.show_day(self._firm.clock.today())
        super().begin()

    def told(self) -> Sequence[str]:
        form_id, _filed, _delivered = self._draft()
        found = self._offered.get(form_id)
        lines = [
            _("The form is flagged “appeal”, and the disputed part of the pay is held until it is decided.")
        ]
        if found is not None and found.last_on is not None:
            words = _("The result was delivered on {day}; it may be appealed until {last}.")
            lines.insert(0, words.format(day=found.notice_on, last=found.last_on))
        return lines

    def save(self) -> Sequence[Problem]:
        form_id, filed, delivered = self._draft()
        self._firm.appeals.file(
            form_id,
            filed,
            AppealMatter(self.matter.currentData()),
            self.facts.text(),
            evidence=self.evidence.text(),
            request=self.request.text(),
            delivered_on=delivered,
        )
        for field in (self.facts, self.evidence, self.request, self.delivered):
            field.clear()
        return ()

    def retranslate(self) -> None:
        super().retranslate()
        self.name_save(_("File the appeal"))
        self.caption("form", _("Person"), _("type to find"))
        self.caption("delivered_on", _("Result delivered on"))
        self.caption("filed_on", _("Filed on"))
        self.caption("matter", _("About"))
        self.caption("facts", _("Facts and reasons"))
        self.caption("evidence", in_context("appeal", "Evidence"))
        self.caption("request", _("What is asked for"))

    def _draft(self) -> tuple[int, date, date | None]:
        form_id, filed, delivered = gather(
            partial(self.person.read, "form"),
            partial(self.filed.read, "filed_on"),
            partial(self.delivered.read_or_none, "delivered_on"),
        )
        return form_id, filed, delivered

    def _show_notice(self) -> None:
        found = self._offered.get(self.person.chosen() or 0)
        self.show_field("delivered_on", found is not None and found.notice_on is None)


class DecisionForm(EntryForm):
    """Who handles the appeal of the current row, and how it is decided."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("decision", parent)
        self._firm = firm
        self._row: AppealLine | None = None
        self._people: Sequence[Employee] = ()
        self.handler = ChoiceBox("appealHandler", 19, self)
        self.received = DayField("appealReceived", firm.clock.today, self)
        self.decision = CodeBox("appealDecision", {"": "", **DECISIONS}, self)
        self.decided = DayField("appealDecided", firm.clock.today, self)
        self.findings = SizedField("appeal_findings", WORDS, self)
        self.reasons = SizedField("appeal_reasons", WORDS, self)
        self.correction = SizedField("appeal_correction", WORDS, self)
        self.add_field("handler", self.handler)
        self.add_field("received_on", self.received)
        self.add_field("decision", self.decision)
        self.add_field("decided_on", self.decided)
        self.new_line()
        words = (("findings", self.findings), ("reasons", self.reasons), ("correction", self.correction))
        for key, field in words:
            self.add_field(key, field)
        self.remove_button = button("", "danger", name="removeAppeal", on_click=self._remove, parent=self)
        self.buttons.insertWidget(2, self.remove_button)
        self.retranslate()

    def show_people(self, people: Sequence[Employee]) -> None:
        self._people = people

    def show_row(self, row: AppealLine) -> None:
        """Offer those as handlers who neither scored the form nor appeal."""
        self._row = row
        barred = self._firm.appeals.scorers(row.appeal.form_id)
        self.handler.show_choices(
            [
                (one.id, f"{one.number} {pick(one.name, one.name_en) or one.name}")
                for one in self._people
                if one.id not in barred
            ]
        )
        self.handler.choose(row.appeal.handler_id)
        self.received.show_day(row.appeal.received_on or self._firm.clock.today())
        self.decision.setCurrentIndex(0)
        self.decided.show_day(self._firm.clock.today())
        for field in (self.findings, self.reasons, self.correction):
            field.clear()

    def told(self) -> Sequence[str]:
        row = self._row
        if row is None:
            return ()
        lines = [
            _("{person}: {facts}").format(person=person_words(row.person), facts=row.appeal.facts),
            _("To be decided by {day}.").format(day=row.decide_by),
        ]
        chosen = self.decision.currentData()
        if chosen in (AppealDecision.UPHELD.value, AppealDecision.PARTLY.value):
            lines.append(_("The form may then be sent back on the pane “States”, so that it is put right."))
        if chosen:
            lines.append(_("Flag and hold of the pay end with the decision; it can't be changed afterwards."))
        return lines

    def save(self) -> Sequence[Problem]:
        row = self._row
        if row is None:
            return ()
        decided: date | None
        handler, received, decided = gather(
            partial(self.handler.read, "handler"),
            partial(self.received.read, "received_on"),
            partial(self.decided.read_or_none, "decided_on"),
        )
        if (handler, received) != (row.appeal.handler_id, row.appeal.received_on):
            self._firm.appeals.receive(row.appeal.id, handler, received)
        if not self.decision.currentData():
            return ()
        return self._firm.appeals.decide(
            row.appeal.id,
            AppealDecision(self.decision.currentData()),
            self.reasons.text(),
            decided or self._firm.clock.today(),
            findings=self.findings.text(),
            correction=self.correction.text(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.caption("handler", _("Handled by (did not score)"), _("type to find"))
        self.caption("received_on", _("Received on"))
        self.caption("decision", _("Decision"))
        self.decision.setItemText(0, _("not yet"))
        self.caption("decided_on", _("Decided on"))
        self.caption("findings", _("Findings"))
        self.caption("reasons", _("Reasons"))
        self.caption("correction", _("What is corrected"))
        self.remove_button.setText(_("Entered by mistake: remove"))
        self.remove_button.setAccessibleName(self.remove_button.text())

    def _remove(self) -> None:
        if self._row is None:
            return
        try:
            self._firm.appeals.remove(self._row.appeal.id)
        except (Invalid, Fault) as error:
            self._say(reason_of(error))
        else:
            self.saved.emit()


class AppealsCard(ListCard):
    """The appeals of a cycle."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("appeals", appeal_columns(firm.clock.today()), _key, parent)
        self._firm = firm
        self.filing, self.decision = FilingForm(firm, self), DecisionForm(firm, self)
        self.add_form("add", self.filing)
        self.add_form("decide", self.decision, has_button=False)
        self.table.row_opened.connect(self._open_row)
        self.table.clicked.connect(self._clicked)

    def show_cycle(self, cycle_id: int) -> None:
        offered = self._firm.appeals.appealable(cycle_id)
        rows = self._firm.appeals.appeals(cycle_id)
        self.show_rows(rows)
        self.filing.show_offered(offered)
        self.decision.show_people(self._firm.people.employees(include_left=False) if rows else ())
        self.openers["add"].setVisible(bool(offered))
        window = self._firm.settings.settings().choices.appeal_days
        self.set_empty(
            _("Nobody has appealed"),
            _("{count} results can be appealed now, {window} working days from their delivery.").format(
                count=len(offered), window=window
            )
            if offered
            else _(
                "A result can be appealed for {window} working days from the delivery of its notice; the day of "
                "delivery is noted on the form."
            ).format(window=window),
        )

    def retranslate(self) -> None:
        self.set_heading(_("Appeals"), _("handled by somebody who did not score; legal remedies remain open"))
        self.name_form("add", _("File an appeal"))
        super().retranslate()

    def _clicked(self, _index: Any) -> None:
        self._open_row(self.table.current_key())

    def _open_row(self, key: Any) -> None:
        row = next((row for row in self.model.all_rows() if row.appeal.id == key), None)
        if row is None:
            return
        if not row.appeal.is_open:
            self.close_forms()
            self.say(_decided(row), "app")
        elif not self._firm.is_read_only:
            self.decision.show_row(row)
            self.open_form("decide")
            self.decision.tell()


def _decided(row: AppealLine) -> str:
    found = row.appeal
    assert found.decision is not None
    words = _("{person}: {decision} on {day}. {reasons}").format(
        person=person_words(row.person),
        decision=_(DECISIONS[found.decision.value]),
        day=found.decided_on,
        reasons=found.reasons,
    )
    if row.ways_back:
        back: list[FormState] = list(row.ways_back)
        states = pick("、", ", ").join(_(STATES[state.value]) for state in back)
        words += " " + _("The form may be sent back to: {states}.").format(states=states)
    return words


def _key(row: AppealLine) -> int:
    return row.appeal.id
