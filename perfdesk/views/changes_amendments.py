"""Amended targets: the list of a cycle, its signatures, and the panel that amends one item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from perfdesk.domain.appraisal import FormHead, FormItem
from perfdesk.domain.changes import Amendment
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_numbers import in_proportion, main_number, numbers_of
from perfdesk.domain.terms import Aggregation, AmendReason, FormState
from perfdesk.models.change_rows import amendment_columns
from perfdesk.models.change_words import effect_lines, number_word, person_words
from perfdesk.texts import _, current, pick
from perfdesk.texts.change_words import AMEND_REASONS
from perfdesk.texts.words import number, unit
from perfdesk.views.changes_card import ListCard
from perfdesk.views.changes_fields import ChoiceBox, CodeBox, DayField, NumberField, SizedField, gather
from perfdesk.views.changes_form import EntryForm
from perfdesk.views.parts import button

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

AMENDABLE = (FormState.AGREED, FormState.RUNNING)
WIDE, NARROW = 36, 26
"""Width of the words, in digits."""


class AmendmentPanel(EntryForm):
    """Amends the target of one item: new values of a whole cycle, from which day, why; what comes of it is told
    before. `show_item(item)` opens it for an item of a form that is agreed or running; `saved` and `closed` follow.
    """

    def __init__(
        self,
        firm: Firm,
        parent: QWidget | None = None,
        name: str = "amendment",
        *,
        is_narrow: bool = False,
    ) -> None:
        super().__init__(name, parent)
        self._firm = firm
        self._item: FormItem | None = None
        self._rule: Rule | None = None
        self._typed: set[str] = set()
        self._number_keys: list[str] = []
        self._begin_lines()
        self._numbers = self.new_line()
        self.new_line()
        self.effective_on = DayField(f"{name}Day", firm.clock.today, self)
        self.reason = CodeBox(f"{name}Reason", AMEND_REASONS, self)
        self.words = SizedField(f"{name}Words", NARROW if is_narrow else WIDE, self)
        self.add_field("effective_on", self.effective_on)
        self.add_field("reason", self.reason)
        self.add_field("words", self.words)
        self.retranslate()

    def show_item(self, item: FormItem | None) -> None:
        """Show the numbers that hold for a whole cycle now; None shows no fields of an item."""
        self._item = item
        self._rule = self._firm.changes.rule_now(item.id) if item is not None else None
        self._typed.clear()
        for key in [key for key in self.fields if key in self._number_keys]:
            self.drop_field(key)
        self._number_keys = []
        if self._rule is None or item is None:
            return
        main = main_number(self._rule)
        numbers = numbers_of(self._rule)
        for key in sorted(numbers, key=lambda key: key != main):
            field = NumberField(f"{self.objectName()}_{key}", self)
            field.show_number(numbers[key])
            self._number_keys.append(key)
            self.add_field(key, field, self._numbers)
            field.textEdited.connect(partial(self._edited, key))
        cycle = self._firm.appraisal.sheet(item.form_id).cycle
        self.set_near(cycle.starts_on, cycle.ends_on)
        if not self.effective_on.text():
            self.effective_on.show_day(min(max(self._firm.clock.today(), cycle.starts_on), cycle.ends_on))
        self._order_keys()
        self._name_numbers()
        if self.isVisible():
            self.tell()

    def begin(self) -> None:
        super().begin()
        if self._number_keys:
            self._number(self._number_keys[0]).setFocus()
            self._number(self._number_keys[0]).selectAll()

    def told(self) -> Sequence[str]:
        item, numbers, day = self._draft()
        if self._rule is not None and numbers == numbers_of(self._rule):
            return ()
        return effect_lines(self._firm.changes.preview_amendment(item.id, numbers, day))

    def save(self) -> Sequence[Problem]:
        item, numbers, day = self._draft()
        reason = AmendReason(self.reason.currentData())
        self._firm.changes.amend_target(item.id, numbers, day, reason, self.words.text())
        self.words.clear()
        return ()

    def retranslate(self) -> None:
        super().retranslate()
        self.name_save(_("Amend the target"))
        self.caption("effective_on", _("Holds from"), "10-15")
        self.caption("reason", _("Reason"))
        self.caption("words", _("In a few words (if you like)"))
        self._name_numbers()

    # -- inside --

    def _order_keys(self) -> None:
        """Let Tab go over the numbers before the day, as they stand."""
        keys = [
            key for key in self.fields if key not in ("effective_on", "reason", "words", *self._number_keys)
        ]
        order = [self.fields[key] for key in (*keys, *self._number_keys, "effective_on", "reason", "words")]
        for field, following in zip(order, order[1:], strict=False):
            QWidget.setTabOrder(field, following)

    def _begin_lines(self) -> None:
        """A form with fields before the numbers adds them here."""

    def _chosen(self) -> FormItem:
        if self._item is None:
            raise Invalid(Problem("item", "choice_missing", {"text": ""}))
        return self._item

    def _draft(self) -> tuple[FormItem, dict[str, Decimal], date]:
        keys = self._number_keys
        item, *numbers, day = gather(
            self._chosen,
            *(partial(self._number(key).read, key) for key in keys),
            partial(self.effective_on.read, "effective_on"),
        )
        return item, dict(zip(keys, numbers, strict=True)), day

    def _number(self, key: str) -> NumberField:
        field = self.fields[key]
        assert isinstance(field, NumberField)
        return field

    def _edited(self, key: str, text: str) -> None:
        """A sum's limits move with its target until somebody types them."""
        self._typed.add(key)
        if self._rule is None or self._item is None or key != main_number(self._rule):
            return
        if self._item.aggregation is not Aggregation.SUM:
            return
        try:
            moved = numbers_of(in_proportion(self._rule, self._number(key).read(key)))
        except Invalid:
            return
        for other in set(self._number_keys) - self._typed:
            shown = self._number(other)
            with QSignalBlocker(shown):
                shown.show_number(moved[other])

    def _name_numbers(self) -> None:
        if self._rule is None or self._item is None:
            return
        code = unit(self._item.unit, current())
        for key in self._number_keys:
            words, before = number_word(key, self._rule), ""
            if key == main_number(self._rule):
                words = _("New target, whole cycle ({unit})").format(unit=code) if code else _("New target")
                before = _("so far {value}").format(value=number(numbers_of(self._rule)[key]))
            self.caption(key, words, more=before)


class AmendmentForm(AmendmentPanel):
    """The panel with a choice of person and item before it."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        self._items: dict[int, FormItem] = {}
        super().__init__(firm, parent, "newAmendment")
        self.person.currentTextChanged.connect(self._fill_items)
        self.item.currentTextChanged.connect(self._choose_item)

    def show_heads(self, heads: Sequence[FormHead]) -> None:
        going = [head for head in heads if head.state in AMENDABLE and not head.is_void]
        self.person.show_choices(
            [(head.id, f"{head.number} {pick(head.name, head.name_en) or head.name}") for head in going]
        )
        self._fill_items()

    def choose(self, form_id: int, item_id: int) -> None:
        """Open the form for one item."""
        self.person.choose(form_id)
        self._fill_items()
        self.item.choose(item_id)
        self._choose_item()

    def retranslate(self) -> None:
        super().retranslate()
        self.caption("person", _("Person"), _("type to find"))
        self.caption("item", _("Item"))

    def _begin_lines(self) -> None:
        self.person = ChoiceBox("amendPerson", 17, self)
        self.item = ChoiceBox("amendItem", 26, self)
        self.add_field("person", self.person)
        self.add_field("item", self.item)

    def _chosen(self) -> FormItem:
        gather(partial(self.person.read, "person"), partial(self.item.read, "item"))
        return super()._chosen()

    def _fill_items(self) -> None:
        form_id = self.person.chosen()
        items = self._firm.appraisal.sheet(form_id).items if form_id is not None else ()
        self._items = {item.id: item for item in items if numbers_of(item.rule)}
        self.item.show_choices([(item.id, pick(item.name_zh, item.name_en)) for item in self._items.values()])
        if self._items and self.item.chosen() is None:
            self.item.setCurrentIndex(0)
        self._choose_item()

    def _choose_item(self) -> None:
        found = self._items.get(self.item.chosen())
        if found is None or self._item is None or found.id != self._item.id:
            self.show_item(found)

    def begin(self) -> None:
        self._fill_items()
        self.show_item(self._items.get(self.item.chosen()))
        super().begin()
        self.person.setFocus()


class SignatureForm(EntryForm):
    """When employee and manager signed the amendment of the current row; and taking it back."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("signature", parent)
        self._firm = firm
        self._row: Amendment | None = None
        self.employee = DayField("employeeSigned", firm.clock.today, self)
        self.manager = DayField("managerSigned", firm.clock.today, self)
        self.add_field("employee_signed_on", self.employee)
        self.add_field("manager_signed_on", self.manager)
        self.remove_button = button("", "danger", name="removeAmendment", on_click=self._remove, parent=self)
        self.buttons.insertWidget(2, self.remove_button)
        self.retranslate()

    def show_row(self, row: Amendment) -> None:
        self._row = row
        self.employee.show_day(row.employee_signed_on)
        self.manager.show_day(row.manager_signed_on)
        self.remove_button.setEnabled(row.is_last)

    def told(self) -> Sequence[str]:
        self._days()
        row = self._row
        if row is None:
            return ()
        words = _("{person}, {item}: {old} → {new} from {day}").format(
            person=person_words(row.person),
            item=pick(row.name_zh, row.name_en),
            old=number(row.old),
            new=number(row.new),
            day=row.effective_on,
        )
        return [words, row.words] if row.words else [words]

    def save(self) -> Sequence[Problem]:
        days = self._days()
        if self._row is not None:
            for who, day in days.items():
                self._firm.changes.set_signed(self._row.id, who, day)
        return ()

    def retranslate(self) -> None:
        super().retranslate()
        self.name_save(_("Note the signatures"))
        self.caption("employee_signed_on", _("Employee signed on"))
        self.caption("manager_signed_on", _("Manager signed on"))
        self.remove_button.setText(_("Take the amendment back"))
        self.remove_button.setAccessibleName(self.remove_button.text())

    def _days(self) -> dict[str, date | None]:
        employee, manager = gather(
            partial(self.employee.read_or_none, "employee_signed_on"),
            partial(self.manager.read_or_none, "manager_signed_on"),
        )
        return {"employee": employee, "manager": manager}

    def _remove(self) -> None:
        if self._row is None:
            return
        try:
            self._firm.changes.remove_amendment(self._row.id)
        except Invalid as invalid:
            self._show_problems(invalid.problems)
        else:
            self.saved.emit()


class AmendmentsCard(ListCard):
    """The amendments of a cycle."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("amendments", amendment_columns(), _key, parent)
        self._firm = firm
        self.entry = AmendmentForm(firm, self)
        self.signature = SignatureForm(firm, self)
        self.add_form("add", self.entry)
        self.add_form("sign", self.signature, has_button=False)
        self.table.row_opened.connect(self._open_row)
        self.table.clicked.connect(self._clicked)

    def show_cycle(self, cycle_id: int, heads: Sequence[FormHead]) -> None:
        self.show_rows(self._firm.changes.amendments(cycle_id))
        self.entry.show_heads(heads)

    def retranslate(self) -> None:
        self.set_heading(_("Amended targets"), _("old and new are values of the whole cycle"))
        self.name_form("add", _("Amend a target"))
        self.set_empty(
            _("No target was amended in this cycle"),
            _(
                "When market, task or resources change, amend the target here rather than excuse the result later: "
                "a sum counts old and new by their days, anything else holds for the whole cycle."
            ),
        )
        super().retranslate()

    def _clicked(self, _index: Any) -> None:
        self._open_row(self.table.current_key())

    def _open_row(self, key: Any) -> None:
        row = next((row for row in self.model.all_rows() if row.id == key), None)
        if row is not None and not self._firm.is_read_only:
            self.signature.show_row(row)
            self.open_form("sign")
            self.signature.tell()


def _key(row: Amendment) -> int:
    return row.id
