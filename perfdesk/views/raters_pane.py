"""评分人: who is asked about whom, how many replied against k, closing, and statistics for HR."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QWidget

from perfdesk.controllers.faults import Fault
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import RaterGroup
from perfdesk.models.rows import ChipMark, Column, RowsModel, SymbolMark
from perfdesk.texts import N_, _, pick
from perfdesk.texts.words import RATER_GROUPS
from perfdesk.views import score_words
from perfdesk.views.page import Page
from perfdesk.views.parts import Card, EmptyState, SegmentedSwitch, button, label
from perfdesk.views.parts.splitter import PaneSplitter
from perfdesk.views.raters_person import PersonCard
from perfdesk.views.raters_statistics import StatisticsView
from perfdesk.views.reasons import reason_of
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm
    from perfdesk.controllers.rater_reading import FormRaters

_NAMED = 5


class RatersPane(Page):
    """Shows the raters of a cycle of `firm`."""

    title = N_("Raters")

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self._cycle_id: int | None = None
        self._lines: list[FormRaters] = []
        self._make()
        self.retranslate()

    def _make(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        self.switch = SegmentedSwitch([("replies", ""), ("statistics", "")], self)
        self.switch.setObjectName("ratersShow")
        self.switch.chosen.connect(self._show_part)
        self.sum = label("", "small", parent=self)
        self.sum.setObjectName("ratersSum")
        self.enter_button = button("", "", "score", "enterSheets", self._enter, self)
        top.addWidget(self.switch)
        top.addWidget(self.sum, 1)
        top.addWidget(self.enter_button)
        self.body.addLayout(top)
        card = Card("", parent=self)
        self.model = RowsModel(self._columns(), key=_key, parent=self)
        self.table = TableView(self)
        self.table.setObjectName("ratersForms")
        self.table.setModel(self.model)
        self.table.fit_width()
        self.table.row_chosen.connect(self._show_person)
        card.add(self.table, 1)
        self.person = PersonCard(self)
        self.person.ask_wanted.connect(self.ask)
        self.person.decline_wanted.connect(self.decline)
        self.person.withdraw_wanted.connect(self.withdraw)
        self.splitter = PaneSplitter(parent=self)
        self.splitter.add_pane(card, 380)
        self.splitter.add_pane(self.person, 320)
        self.splitter.set_shares((620, 420), main=0)
        self.splitter.setObjectName("ratersSplitter")
        self.statistics = StatisticsView(self)
        self.empty = EmptyState("people", parent=self)
        self.empty.pressed.connect(self._go_to_people)
        self.stack = QStackedWidget(self)
        for part in (self.splitter, self.statistics, self.empty):
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)
        self.propose_button = button("", "", "people", "proposeRaters", self.propose, self)
        self.close_button = button("", "primary", "lock", "closeRaters", self.close_raters, self)

    # -- what the window calls --

    def actions(self) -> Sequence[QAbstractButton]:
        return self.propose_button, self.close_button

    def panes(self) -> Sequence[QWidget]:
        return self.table, self.person.table

    def show_cycle(self, cycle_id: int | None) -> None:
        self._cycle_id = cycle_id
        self._load()

    def show_place(self, form_id: int | None = None, **_place: Any) -> None:
        """Go to the raters of a form."""
        if form_id is not None:
            self.switch.choose("replies")
            self._show_part("replies")
            self.table.choose(form_id)

    def refresh(self, changed: Any = None) -> None:
        self._load()

    def retranslate(self) -> None:
        super().retranslate()
        self.model.retranslate()
        self.person.retranslate()
        self.statistics.retranslate()
        self.switch.retranslate((_("Replies"), _("Statistics, for HR")))
        self.switch.setAccessibleName(_("What is shown of the raters"))
        self.table.setAccessibleName(_("Raters of each person"))
        for made, word in (
            (self.enter_button, _("Type in sheets")),
            (self.propose_button, _("Name raters")),
            (self.close_button, _("Close raters")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.propose_button.setToolTip(
            _("Asks up to five peers of the department and all subordinates of the chosen people")
        )
        self.empty.set_texts(
            _("Nobody has a form in this cycle"),
            _("Raters are asked about people with a form. Give out the forms first."),
            _("To the forms"),
        )
        self._show_lines()

    # -- reading --

    def _load(self) -> None:
        self._lines = self._firm.raters.forms_of_cycle(self._cycle_id) if self._cycle_id is not None else []
        self.person.offer_people(self._firm.people.employees(include_left=False))
        self._show_lines()

    def _show_lines(self) -> None:
        self.model.show(self._lines)
        if self._lines and self.table.current_key() is None:
            self.table.choose(self._lines[0].head.id)
        self._show_part(self.switch.choice())
        asked = sum(len(line.sheets) for line in self._lines)
        given = sum(line.replies(group).given for line in self._lines for group in RaterGroup)
        closed = sum(line.closed_at is not None for line in self._lines)
        words = _("{given} of {asked} sheets received, {closed} of {forms} people closed")
        self.sum.setText(
            words.format(given=given, asked=asked, closed=closed, forms=len(self._lines)) if asked else ""
        )
        may = not self._firm.is_read_only
        self.close_button.setEnabled(may and any(_can_close(line) for line in self._lines))
        self.propose_button.setEnabled(may and any(not line.terms.is_frozen for line in self._lines))
        self.enter_button.setEnabled(asked > 0)
        self._show_person(self.table.current_key())

    def _show_part(self, part: str) -> None:
        if not self._lines:
            self.stack.setCurrentWidget(self.empty)
        elif part == "statistics" and self._cycle_id is not None:
            self.statistics.show_report(self._firm.raters.report(self._cycle_id))
            self.stack.setCurrentWidget(self.statistics)
        else:
            self.stack.setCurrentWidget(self.splitter)

    def _show_person(self, key: object) -> None:
        line = next((one for one in self._lines if one.head.id == key), None)
        found, items = None, {}
        if line is not None and line.closed_at is not None:
            found = self._firm.raters.combined(line.head.id)
            items = {item.id: item for item in self._firm.appraisal.sheet(line.head.id).items}
        self.person.show_person(line, found, items, not self._firm.is_read_only)

    # -- deeds --

    def propose(self) -> None:
        """Ask peers and subordinates about the chosen people, about everybody when at most one is chosen."""
        chosen = [key for key in self.table.chosen_keys() if isinstance(key, int)]
        forms = chosen if len(chosen) > 1 else [line.head.id for line in self._lines]
        count = self._firm.raters.propose(forms)
        told = _("{count} sheets added. Change single raters on the right.").format(count=count)
        self.notice.tell(told if count else _("Everybody who could be proposed is asked already."), "app")

    def ask(self, group: RaterGroup, rater_id: int | None, name: str) -> None:
        """Ask one more about the current person; a refusal is told under the field."""
        form_id = self.table.current_key()
        if not isinstance(form_id, int):
            return
        try:
            self._firm.raters.ask(form_id, group, rater_id, name)
        except (Invalid, Fault) as error:
            self.person.tell(reason_of(error))
            return
        self.person.tell("")
        self.person.clear_entry()

    def decline(self, sheet_id: int, declined: bool) -> None:
        self._try(partial(self._firm.raters.decline, sheet_id, declined=declined))

    def withdraw(self, sheet_id: int) -> None:
        self._try(partial(self._firm.raters.withdraw, sheet_id))

    def close_raters(self) -> None:
        """Close the chosen people's raters, all that can be closed when at most one is chosen; name the others."""
        chosen = {key for key in self.table.chosen_keys() if isinstance(key, int)}
        wanted = [line for line in self._lines if line.sheets and line.closed_at is None]
        if len(chosen) > 1:
            wanted = [line for line in wanted if line.head.id in chosen]
        left = self._firm.raters.close([line.head.id for line in wanted])
        done = _("Closed for {count} people; late replies change nothing any more.").format(
            count=len(wanted) - len(left)
        )
        if not left:
            self.notice.tell(done, "imp")
            return
        named = [line for line in wanted if line.head.id in left][:_NAMED]
        reasons = "\n".join(
            f"{pick(line.head.name, line.head.name_en)}: {score_words.all_sentences(left[line.head.id])}"
            for line in named
        )
        rest = len(left) - len(named)
        more = _("and {count} more").format(count=rest) if rest else ""
        self.notice.tell("\n".join(part for part in (done, reasons, more) if part), "app")

    def _enter(self) -> None:
        layers = self._firm.raters.layers(self._cycle_id) if self._cycle_id is not None else ()
        if layers:
            self.place_wanted.emit("score", {"layer": layers[0]})

    def _go_to_people(self) -> None:
        self.place_wanted.emit("cycles", {"pane": "states"})

    def _try(self, deed: Any) -> None:
        try:
            deed()
        except (Invalid, Fault) as error:
            self.notice.tell(reason_of(error), "err")

    def _columns(self) -> list[Column[FormRaters]]:
        groups = (RaterGroup.PEER, RaterGroup.SUBORDINATE, RaterGroup.CUSTOMER)
        return [
            Column("name", _name_title, _name, width=130, second=_number),
            Column("manager", _manager_title, _manager, width=128, mark=_manager_mark),
            *(
                Column(
                    group.value,
                    partial(_group_title, group),
                    partial(_replies, group),
                    width=100,
                    mark=partial(_replies_mark, group),
                    tooltip=partial(_replies_tip, group),
                )
                for group in groups
            ),
            Column("state", _state_title, _nothing, width=0, mark=_state),
        ]


def _can_close(line: FormRaters) -> bool:
    return bool(line.sheets) and line.closed_at is None


def _key(line: FormRaters) -> int:
    return line.head.id


def _name(line: FormRaters) -> str:
    return pick(line.head.name, line.head.name_en)


def _number(line: FormRaters) -> str:
    return line.head.number


def _manager(line: FormRaters) -> str:
    if line.waits_for_manager:
        return _("{count} left").format(count=line.waits_for_manager)
    return _("Done")


def _manager_mark(line: FormRaters) -> SymbolMark:
    return SymbolMark("ring", "app") if line.waits_for_manager else SymbolMark("check", "imp")


def _replies(group: RaterGroup, line: FormRaters) -> str:
    found = line.replies(group)
    return f"{found.given} / {found.asked}" if found.asked else "–"


def _replies_mark(group: RaterGroup, line: FormRaters) -> SymbolMark | None:
    found = line.replies(group)
    if not found.asked:
        return None
    if found.given >= line.terms.k:
        return SymbolMark("check", "imp")
    return SymbolMark("half" if found.given else "ring", "app")


def _replies_tip(group: RaterGroup, line: FormRaters) -> str:
    found = line.replies(group)
    words = _("{given} received, {missing} missing, {declined} declined; usable from {k} on")
    return words.format(given=found.given, missing=found.missing, declined=found.declined, k=line.terms.k)


def _state(line: FormRaters) -> ChipMark | None:
    if line.closed_at is not None:
        return ChipMark(_("Closed {day}").format(day=line.closed_at[5:10]), "imp")
    if not line.sheets:
        return ChipMark(_("nobody asked"), "neutral")
    if line.terms.is_frozen:
        return ChipMark(_("to close again"), "app")
    if any(line.replies(group).missing for group in RaterGroup):
        return ChipMark(_("waiting"), "app")
    return ChipMark(_("complete"), "app")


def _nothing(_line: FormRaters) -> str:
    return ""


def _name_title() -> str:
    return _("Name")


def _manager_title() -> str:
    return _("Manager's rating")


def _group_title(group: RaterGroup) -> str:
    return _(RATER_GROUPS[group.value])


def _state_title() -> str:
    return _("State")
