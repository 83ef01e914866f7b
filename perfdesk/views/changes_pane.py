"""The pane of changes and appeals on the cycle page: four plain lists, each with a form to add to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from perfdesk.texts import N_, _
from perfdesk.views.changes_amendments import AmendmentsCard
from perfdesk.views.changes_appeals import AppealsCard
from perfdesk.views.changes_card import ListCard
from perfdesk.views.changes_shares import AbsencesCard, SharesCard
from perfdesk.views.page import Page
from perfdesk.views.parts import label
from perfdesk.views.parts.scrolling import scrolled_column

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

TABLES = frozenset(
    {"amendment", "absence", "appeal", "form", "form_item", "employee", "cycle", "firm", "calendar_day"}
)
"""Tables whose changes this pane shows."""


class ChangesPane(Page):
    """What happened on the way of one cycle of `firm`."""

    title = N_("Changes and appeals")

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self._cycle_id: int | None = None
        self.amendments, self.shares = AmendmentsCard(firm), SharesCard(firm)
        self.absences, self.appeals = AbsencesCard(firm), AppealsCard(firm)
        self.cards: tuple[ListCard, ...] = (self.amendments, self.shares, self.absences, self.appeals)
        self._build()
        self.retranslate()

    def panes(self) -> Sequence[QWidget]:
        return [card.table for card in self.cards if card.table.isVisible()] or [
            opener for card in self.cards for opener in card.openers.values() if opener.isVisible()
        ]

    def show_cycle(self, cycle_id: int | None) -> None:
        if cycle_id != self._cycle_id:
            for card in self.cards:
                card.close_forms()
                card.say("")
        self._cycle_id = cycle_id
        self._read()
        self._tell_years()

    def show_place(self, **place: Any) -> None:
        """Open the amendment of an item (`form_id`, `item_id`), or a list (`list`: amendments, shares, absences,
        appeals)."""
        if "item_id" in place:
            self.amendments.open_form("add")
            self.amendments.entry.choose(place["form_id"], place["item_id"])
        wanted = {"shares": self.shares, "absences": self.absences, "appeals": self.appeals}
        card = wanted.get(str(place.get("list", "")), self.amendments)
        self.area.ensureWidgetVisible(card)

    def refresh(self, changed: Any = None) -> None:
        if changed is None or changed.tables & TABLES:
            self._read()

    def pending_inputs(self) -> Sequence[str]:
        return [line for card in self.cards for line in card.pending()]

    def retranslate(self) -> None:
        super().retranslate()
        for card in self.cards:
            card.retranslate()
        self.law.setText(
            _(
                "Not legal advice: targets, positions and pay are changed by written agreement (Labour Contract Law, "
                "art. 35). Have a lawyer check before a dismissal, a pay cut or a transfer."
            )
        )
        self._read()

    def _build(self) -> None:
        self.area, inside, column = scrolled_column("changesScroll", self, 10)
        for card in self.cards:
            card.changed.connect(self._read)
            column.addWidget(card)
        self.law = label("", "small", parent=inside, wrap=True)
        column.addWidget(self.law)
        column.addStretch(1)
        self.body.addWidget(self.area, 1)

    def _tell_years(self) -> None:
        """Say that a year into which the deadlines of this cycle reach lacks days off or make-up workdays."""
        self.notice.dismiss()
        if self._cycle_id is None:
            return
        calendar = self._firm.calendar
        years = {due.due_on.year for due in calendar.schedule(self._cycle_id)}
        lacking = sorted(years & {*calendar.missing_years(), *calendar.unarranged_years()})
        if lacking:
            words = _("Deadlines reach into {year}, whose days off or make-up workdays are not complete yet.")
            answer = (_("Open the calendar"), self._open_calendar)
            self.notice.tell(words.format(year=lacking[0]), "app", (answer,))

    def _open_calendar(self) -> None:
        self.place_wanted.emit("settings", {"section": "calendar"})

    def _read(self) -> None:
        if self._cycle_id is None:
            for card in self.cards:
                card.show_rows(())
                card.allow(False)
            return
        found = next((one for one in self._firm.cycles.cycles() if one.id == self._cycle_id), None)
        if found is not None:
            forms = self.amendments.entry, self.shares.span, self.shares.transfer, self.absences.entry
            for form in forms:
                form.set_near(found.starts_on, found.ends_on)
        heads = [head for head in self._firm.cycles.heads(self._cycle_id) if not head.is_void]
        self.amendments.show_cycle(self._cycle_id, heads)
        self.shares.show_cycle(self._cycle_id, heads)
        self.absences.show_cycle(self._cycle_id, heads)
        self.appeals.show_cycle(self._cycle_id)
        is_closed = found is None or found.is_closed
        for card in self.cards:
            card.allow(not self._firm.is_read_only and not is_closed)
