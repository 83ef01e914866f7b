"""The raters of one person: who is asked, asking one more, and what came out once they were closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QScrollArea, QWidget

from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.people import Employee
from perfdesk.domain.raters import RaterSheet
from perfdesk.domain.terms import RaterGroup, SheetState
from perfdesk.models.rows import ChipMark, Column, RowsModel
from perfdesk.texts import _, in_context, pick
from perfdesk.texts.words import RATER_GROUPS, number
from perfdesk.views import raters_words, score_words
from perfdesk.views.parts import Card, button, label
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.rater_reading import FormCombined, FormRaters

_GROUPS = (RaterGroup.PEER, RaterGroup.SUBORDINATE, RaterGroup.CUSTOMER)
_ROWS = 8
_TONES = {SheetState.ASKED: "neutral", SheetState.GIVEN: "imp", SheetState.DECLINED: "app"}


class PersonCard(Card):
    """`ask_wanted(group, employee id or None, name)`; `decline_wanted` and `withdraw_wanted(sheet id)`."""

    ask_wanted = Signal(object, object, str)
    decline_wanted = Signal(int, bool)
    withdraw_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setObjectName("ratersOfPerson")
        self._line: FormRaters | None = None
        self.weights = label("", "small", parent=self, wrap=True)
        self.weights.setObjectName("raterWeights")
        self.add(self.weights)
        self.model = RowsModel(_columns(), key=_key, parent=self)
        self.table = TableView(self)
        self.table.setObjectName("raterSheets")
        self.table.setModel(self.model)
        self.table.row_chosen.connect(self._chosen)
        self.add(self.table)
        self._make_entry()
        self.problem = label("", "small", "err", self, wrap=True)
        self.problem.setObjectName("raterProblem")
        self.problem.hide()
        self.add(self.problem)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.result = label("", parent=self.area, wrap=True)
        self.result.setObjectName("raterResult")
        self.result.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.result.setProperty("scrolled", "true")
        self.area.setWidget(self.result)
        self.add(self.area, 1)

    def _make_entry(self) -> None:
        self.entry = QWidget(self)
        row = QHBoxLayout(self.entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self.group, self.person = QComboBox(self.entry), QComboBox(self.entry)
        self.group.setObjectName("raterGroup")
        self.person.setObjectName("raterPerson")
        self.person.setEditable(True)
        self.person.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        edit = self.person.lineEdit()
        assert isinstance(edit, QLineEdit)
        edit.setObjectName("raterName")
        edit.returnPressed.connect(self._ask)
        edit.textEdited.connect(self._typed)
        self.ask_button = button("", "", "plus", "askRater", self._ask, self.entry)
        for widget, stretch in ((self.group, 0), (self.person, 1), (self.ask_button, 0)):
            row.addWidget(widget, stretch)
        self.add(self.entry)
        self.deeds = QWidget(self)
        second = QHBoxLayout(self.deeds)
        second.setContentsMargins(0, 0, 0, 0)
        self.decline_button = button("", "small", name="declineRater", on_click=self._decline, parent=self)
        self.withdraw_button = button("", "small", name="withdrawRater", on_click=self._withdraw, parent=self)
        second.addWidget(self.decline_button)
        second.addWidget(self.withdraw_button)
        second.addStretch(1)
        self.add(self.deeds)

    def offer_people(self, people: Iterable[Employee]) -> None:
        """Offer everybody who may be asked; a customer's name is typed."""
        text = self.person.currentText()
        self.person.clear()
        for one in people:
            self.person.addItem(pick(one.name, one.name_en), one.id)
        self.person.setCurrentIndex(-1)
        self.person.setEditText(text)

    def show_person(
        self, line: FormRaters | None, found: FormCombined | None, items: Mapping[int, FormItem], may: bool
    ) -> None:
        """Show the raters of a form; `found` once they were closed. `may`: the file may be written."""
        is_other = line is None or self._line is None or self._line.head.id != line.head.id
        self._line = line
        if is_other:
            self.tell("")
            self.person.setEditText("")
        self.setVisible(line is not None)
        if line is None:
            return
        head = line.head
        name = pick(head.name, head.name_en)
        manager = _("manager {name}").format(name=head.manager) if head.manager else ""
        self.set_heading(_("Raters of {name}").format(name=name), manager)
        parts = [
            f"{_(RATER_GROUPS[group.value])} {number(weight)}"
            for group in RaterGroup
            if (weight := line.terms.weights.get(group))
        ]
        self.weights.setText(
            _("Weights {weights}; a group needs {k} replies").format(
                weights=" / ".join(parts), k=line.terms.k
            )
        )
        self.model.show(sorted(line.sheets, key=_by_name))
        is_open = not line.terms.is_frozen and may
        self.entry.setVisible(is_open)
        self.deeds.setVisible(is_open and bool(line.sheets))
        self.table.setVisible(bool(line.sheets))
        self.table.setFixedHeight(self.table.height_for_rows(min(_ROWS, max(1, len(line.sheets)))))
        self.result.setText(_result(found, items) if found else _before(line))
        self._chosen(self.table.current_key())

    def tell(self, text: str) -> None:
        """Say why a rater was not taken; what was typed stays."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def clear_entry(self) -> None:
        self.person.setEditText("")
        self.person.setFocus()

    def retranslate(self) -> None:
        self.model.retranslate()
        chosen = max(0, self.group.currentIndex())
        self.group.clear()
        for group in _GROUPS:
            self.group.addItem(_(RATER_GROUPS[group.value]), group.value)
        self.group.setCurrentIndex(chosen)
        self.group.setAccessibleName(_("Group of the rater"))
        self.person.setAccessibleName(_("Who is asked"))
        edit = self.person.lineEdit()
        assert isinstance(edit, QLineEdit)
        edit.setPlaceholderText(_("Name, or a customer"))
        edit.setAccessibleName(_("Who is asked"))
        for made, word in (
            (self.ask_button, _("Ask")),
            (self.decline_button, _("Declined")),
            (self.withdraw_button, _("Ask no more")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.table.setAccessibleName(_("Who is asked"))

    def _sheet(self) -> RaterSheet | None:
        key = self.table.current_key()
        at = self.model.row_of(key) if key is not None else None
        return self.model.row(at) if at is not None else None

    def _chosen(self, _key: object) -> None:
        sheet = self._sheet()
        self.withdraw_button.setEnabled(sheet is not None)
        self.decline_button.setEnabled(sheet is not None)
        declined = sheet is not None and sheet.state is SheetState.DECLINED
        word = _("Not declined after all") if declined else _("Declined")
        self.decline_button.setText(word)
        self.decline_button.setAccessibleName(word)

    def _ask(self) -> None:
        text = self.person.currentText().strip()
        at = self.person.findText(text)
        group = RaterGroup(self.group.currentData())
        rater = self.person.itemData(at) if at >= 0 and group is not RaterGroup.CUSTOMER else None
        self.ask_wanted.emit(group, rater, "" if rater is not None else text)

    def _typed(self, _text: str) -> None:
        self.tell("")

    def _decline(self) -> None:
        sheet = self._sheet()
        if sheet is not None:
            self.decline_wanted.emit(sheet.id, sheet.state is not SheetState.DECLINED)

    def _withdraw(self) -> None:
        sheet = self._sheet()
        if sheet is not None:
            self.withdraw_wanted.emit(sheet.id)


def _before(line: FormRaters) -> str:
    """Say what can be said before the close: who is usable, never what they gave."""
    if not line.sheets:
        return _("Nobody is asked yet: the manager's score stands alone.")
    usable = [groups for groups in line.usable if RaterGroup.SUPERIOR not in groups]
    if usable:
        words = in_context("list of names", ", ").join(raters_words.group_word(groups) for groups in usable)
        told = _("Usable so far: {groups}.").format(groups=words)
    else:
        told = _("No group has {k} replies yet: neither shown nor used.").format(k=line.terms.k)
    return f"{told} {_('Results are shown once the raters are closed.')}"


def _result(found: FormCombined, items: Mapping[int, FormItem]) -> str:
    lines = []
    for item_id, combined in found.items.items():
        if item_id not in items:
            continue
        value = "—" if combined.value is None else number(combined.value, 2)
        groups = "  ".join(raters_words.group_result(one) for one in combined.groups)
        own = _("self {level}").format(level=number(combined.own)) if combined.own is not None else ""
        name = score_words.item_name(items[item_id])
        lines.append(f"{name}  {value}\n    {'  '.join(part for part in (groups, own) if part)}")
    for heading, words in ((_("What is done well"), found.good), (_("What should improve"), found.improve)):
        if words:
            lines.append("\n".join((heading, *(f"    {one}" for one in words))))
    return "\n".join(lines)


def _columns() -> list[Column[RaterSheet]]:
    return [
        Column("name", _name_title, _name, width=0),
        Column("group", _group_title, _group, width=90),
        Column("state", _state_title, _nothing, width=110, mark=_mark),
    ]


def _key(sheet: RaterSheet) -> int:
    return sheet.id


def _by_name(sheet: RaterSheet) -> tuple[str, int]:
    """By name and never by code: nobody shall match the two."""
    return sheet.name, sheet.id


def _name(sheet: RaterSheet) -> str:
    return sheet.name


def _group(sheet: RaterSheet) -> str:
    return _(RATER_GROUPS[sheet.group.value])


def _nothing(_sheet: RaterSheet) -> str:
    return ""


def _mark(sheet: RaterSheet) -> ChipMark:
    return ChipMark(_(raters_words.SHEET_STATES[sheet.state.value]), _TONES[sheet.state])


def _name_title() -> str:
    return _("Name")


def _group_title() -> str:
    return _("Group")


def _state_title() -> str:
    return _("State")
