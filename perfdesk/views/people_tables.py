"""The staff list, and the lists of departments and positions: tables edited in place, a line for the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from perfdesk.controllers.faults import Fault
from perfdesk.domain.library import Template
from perfdesk.domain.people import Department, Employee, EmployeeDraft, Position
from perfdesk.domain.problems import Invalid
from perfdesk.models.import_words import listed
from perfdesk.models.people import (
    NO_TEMPLATE,
    department_columns,
    is_here,
    manager_choices,
    matches,
    people_columns,
    position_columns,
)
from perfdesk.models.rows import Refused, RowsModel
from perfdesk.texts import _, pick
from perfdesk.views.parts import Card, NoticeBar, button
from perfdesk.views.people_editing import NameLine, OfferingDelegate
from perfdesk.views.people_words import refused, said
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class StaffPane(Card):
    """Everybody of the firm. `block_pasted(text)` hands over what should become several people."""

    block_pasted = Signal(str)
    changed = Signal()
    position_changed = Signal(str)

    def __init__(self, firm: Firm, notice: NoticeBar, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("staffPane")
        self._firm, self._notice = firm, notice
        self._words, self._shows_left = "", False
        self._people: list[Employee] = []
        self.is_saving = False
        self._refused_ids: list[int] = []
        self.table = TableView(self)
        self.table.setObjectName("peopleTable")
        self.model = RowsModel(
            people_columns(firm.clock.today), key=lambda p: p.id, save=self.save, parent=self
        )
        self.table.setModel(self.model)
        self.table.setItemDelegate(OfferingDelegate(self.choices, self.table))
        self.table.fit_width()
        self.table.row_chosen.connect(self._moved)
        self.add(self.table, 1)
        self.line = NameLine(self)
        self.line.added.connect(self.add_person)
        self.line.block_pasted.connect(self.block_pasted)
        self.left_button = button("", "small", name="markLeft", on_click=self.mark_left, parent=self)
        self.remove_button = button("", "small", "trash", "removePerson", self.remove, self)
        bottom = QHBoxLayout()
        bottom.setSpacing(6)
        bottom.addWidget(self.line, 1)
        bottom.addWidget(self.left_button)
        bottom.addWidget(self.remove_button)
        self.body.addLayout(bottom)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove)
        if firm.is_read_only:
            for part in (self.line, self.left_button, self.remove_button):
                part.setEnabled(False)
            self.table.setEditTriggers(TableView.EditTrigger.NoEditTriggers)

    # -- what the page calls --

    def read(self) -> None:
        """Show the people of the file."""
        self._people = self._firm.people.employees()
        self.model.show(self._people)
        self._filter()
        self.line.suggest(self._firm.people.next_number(self._people))

    def filter(self, words: str, shows_left: bool) -> None:
        self._words, self._shows_left = words.strip(), shows_left
        self._filter()

    @property
    def people(self) -> Sequence[Employee]:
        return self._people

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("People"))
        self.model.retranslate()
        self.line.retranslate()
        self.left_button.setText(_("Has left"))
        self.left_button.setToolTip(
            _("Note today as the last day at work; the date can be changed in the table")
        )
        self.remove_button.setText(_("Remove"))
        self.remove_button.setToolTip(_("Take out somebody who was added by mistake (Delete)"))
        for made in (self.left_button, self.remove_button):
            made.setAccessibleName(made.text())

    def pending(self) -> list[str]:
        """Return a line for each wrong entry."""
        names = {person.id: person.name for person in self._people}
        titles = {column.name: column.title for column in self.model.columns}
        found = [
            f"{names.get(int(str(wrong.key)), '')} {titles[wrong.column]()}: {wrong.text}"
            for wrong in self.model.pending()
        ]
        return [*found, *filter(None, (self.line.pending(),))]

    # -- deeds --

    def save(self, person: Employee, column: str, text: str) -> Refused | None:
        """Take one cell; the row is shown anew, and all of them where others may show it too."""
        people = self._firm.people
        self.is_saving = True
        try:
            value: Any = self._firm.imports.read_date(text) if column in ("hired_on", "left_on") else text
            people.edit_employee(person.id, column, value)
        except (Invalid, Fault) as fault:
            names = [one.name for one in self._people if one.id != person.id]
            return refused(fault, names, people.next_number())
        finally:
            self.is_saving = False
        found = people.employee(person.id)
        if column in ("name", "number") or found is None:
            self.read()
        else:
            self._people = [found if one.id == person.id else one for one in self._people]
            self.model.update_row(found)
        self.changed.emit()
        return None

    def choices(self, column: str) -> Sequence[tuple[str, str]]:
        """Return what is there already for a column that names something."""
        if column == "department":
            names = [pick(one.name_zh, one.name_en) for one in self._firm.people.departments()]
        elif column == "position":
            names = [pick(one.name_zh, one.name_en) for one in self._firm.people.positions()]
        elif column == "manager":
            today = self._firm.clock.today()
            return manager_choices([one for one in self._people if is_here(one, today)])
        else:
            return ()
        return [(name, name) for name in names]

    def add_person(self, number: str, name: str) -> None:
        """Add the person on the line; stay there for the next."""
        try:
            employee_id = self._firm.people.add_employee(EmployeeDraft(number, name))
        except (Invalid, Fault) as fault:
            field = fault.problems[0].field if isinstance(fault, Invalid) else "name"
            self.line.refuse(said(fault), field)
            return
        self.read()
        self.line.taken()
        self.table.choose(employee_id)
        self.table.scrollToBottom()
        self.changed.emit()

    def remove(self) -> None:
        """Remove the chosen people; who has a history stays, with "has left" offered."""
        self._refused_ids, problem, removed = [], "", 0
        for key in self.table.chosen_keys():
            try:
                self._firm.people.remove_employee(int(str(key)))
                removed += 1
            except (Invalid, Fault) as fault:
                problem = said(fault)
                if isinstance(fault, Invalid):
                    self._refused_ids.append(int(str(key)))
        if removed:
            self.read()
            self.changed.emit()
        if self._refused_ids:
            self._notice.tell(problem, "err", ((_("Has left"), self._mark_refused),))
        elif problem:
            self._notice.tell(problem, "err")

    def mark_left(self) -> None:
        """Note today as the last day of the chosen people."""
        self._mark([int(str(key)) for key in self.table.chosen_keys()])

    # -- inside --

    def _mark_refused(self) -> None:
        self._notice.dismiss()
        self._mark(self._refused_ids)

    def _mark(self, ids: Sequence[int]) -> None:
        today = self._firm.clock.today()
        marked = [one for one in self._people if one.id in ids and is_here(one, today)]
        try:
            for person in marked:
                self._firm.people.mark_left(person.id, today)
        except (Invalid, Fault) as fault:
            self._notice.tell(said(fault), "err")
        if marked:
            self.read()
            self.changed.emit()
            words = _("Noted as left, last day {day}: {names}.")
            names = listed(person.name for person in marked[:6])
            self._notice.tell(words.format(day=today.isoformat(), names=names), "imp")

    def _filter(self) -> None:
        today = self._firm.clock.today()
        if not self._words and self._shows_left:
            self.model.filter(None)
            return
        words, shows_left = self._words, self._shows_left
        self.model.filter(lambda p: (shows_left or is_here(p, today)) and matches(p, words))

    def _moved(self, _key: object) -> None:
        at = self.table.currentIndex().row()
        if at >= 0:
            rows = self.model.rowCount()
            self.position_changed.emit(_("{at} of {count} people").format(at=at + 1, count=rows))


class UnitPane(Card):
    """Departments or positions. `kind` is department or position."""

    changed = Signal()

    def __init__(self, firm: Firm, notice: NoticeBar, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(f"{kind}Pane")
        self._firm, self._notice, self._kind = firm, notice, kind
        self._templates: list[Template] = []
        self.is_saving = False
        columns: list[Any] = list(
            department_columns() if kind == "department" else position_columns(self._all_templates)
        )
        self.table = TableView(self)
        self.table.setObjectName(f"{kind}Table")
        self.model = RowsModel(columns, key=lambda unit: unit.id, save=self.save, parent=self)
        self.table.setModel(self.model)
        self.add(self.table, 1)
        self.name = QLineEdit(self)
        self.name.setObjectName(f"new_{kind}")
        self.name.setMaximumWidth(320)
        self.name.returnPressed.connect(self.add_unit)
        self.remove_button = button("", "small", "trash", f"remove_{kind}", self.remove, self)
        bottom = QHBoxLayout()
        bottom.addWidget(self.name, 1)
        bottom.addStretch(1)
        bottom.addWidget(self.remove_button)
        self.body.addLayout(bottom)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove)
        if firm.is_read_only:
            self.name.setEnabled(False)
            self.remove_button.setEnabled(False)
            self.table.setEditTriggers(TableView.EditTrigger.NoEditTriggers)

    def read(self) -> None:
        people = self._firm.people
        if self._kind == "position":
            self._templates = self._firm.library.templates()
            self.model.show(people.positions())
        else:
            self.model.show(people.departments())

    def retranslate(self) -> None:
        is_position = self._kind == "position"
        self.table.setAccessibleName(_("Positions") if is_position else _("Departments"))
        words = _("Another position, then Enter") if is_position else _("Another department, then Enter")
        self.name.setPlaceholderText(words)
        self.name.setAccessibleName(words)
        self.remove_button.setText(_("Remove"))
        self.remove_button.setAccessibleName(_("Remove"))
        self.model.retranslate()

    def pending(self) -> list[str]:
        return [wrong.text for wrong in self.model.pending()]

    def save(self, unit: Department | Position, column: str, text: str) -> Refused | None:
        people = self._firm.people
        value: Any = text
        if column == "template_id":
            value = None if text == NO_TEMPLATE else int(text)
        edit: Callable[[int, str, Any], None] = (
            people.edit_position if self._kind == "position" else people.edit_department
        )
        self.is_saving = True
        try:
            edit(unit.id, column, value)
        except (Invalid, Fault) as fault:
            return refused(fault)
        finally:
            self.is_saving = False
        self.read()
        self.changed.emit()
        return None

    def add_unit(self) -> None:
        name = self.name.text().strip()
        if not name:
            return
        is_chinese = any("\u3400" <= letter <= "\u9fff" for letter in name)
        people = self._firm.people
        add = people.add_position if self._kind == "position" else people.add_department
        try:
            unit_id = add(name if is_chinese else "", "" if is_chinese else name)
        except (Invalid, Fault) as fault:
            self._notice.tell(said(fault), "err")
            return
        self.name.clear()
        self._notice.dismiss()
        self.read()
        self.table.choose(unit_id)
        self.changed.emit()

    def remove(self) -> None:
        people = self._firm.people
        take = people.remove_position if self._kind == "position" else people.remove_department
        for key in self.table.chosen_keys():
            try:
                take(int(str(key)))
            except (Invalid, Fault) as fault:
                self._notice.tell(said(fault), "err")
        self.read()
        self.changed.emit()

    def _all_templates(self) -> Sequence[Template]:
        return self._templates
