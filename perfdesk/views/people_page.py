"""The people page: staff list, departments, positions; names pasted from Excel, staff lists imported."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from perfdesk.controllers.import_reading import names_only
from perfdesk.desktop.tasks import Tasks
from perfdesk.models.import_words import listed
from perfdesk.models.people import is_here
from perfdesk.texts import N_, _, current
from perfdesk.views.page import Page
from perfdesk.views.parts import EmptyState, PageHeader, SegmentedSwitch, button
from perfdesk.views.people_files import ask_by_dialog, dropped
from perfdesk.views.people_import import AskPath, ImportView
from perfdesk.views.people_tables import StaffPane, UnitPane
from perfdesk.views.people_words import said

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm
    from perfdesk.controllers.people import Imported

_TABS = ("people", "departments", "positions")
_SHOWN = frozenset({"employee", "employee_private", "department", "position", "form", "position_template"})


class PeoplePage(Page):
    """People of `firm`. `ask_path(purpose, suggested name)` chooses files; without it a file dialog does."""

    title = N_("People")

    def __init__(
        self,
        firm: Firm,
        tasks: Tasks | None = None,
        ask_path: AskPath | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._firm = firm
        self._ask_path: AskPath = ask_path or partial(ask_by_dialog, self)
        self._left_names: tuple[str, ...] = ()
        self._read_at: tuple[Any, Any] = (None, None)  # what undo and redo would do when the page read
        self._undoable: Any = None  # the deed that the notice offers to take back
        self._wants_table = False
        self._tasks = tasks or Tasks(self)
        self.setAcceptDrops(True)
        self._build()
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)
        self.read()
        self.retranslate()

    # -- what the window calls --

    def actions(self) -> Sequence[QAbstractButton]:
        if self.is_importing:
            return self.template_button, self.cancel_button
        return self.template_button, self.import_button

    def panes(self) -> Sequence[QWidget]:
        if self.is_importing:
            return self.importing.table, self.importing.cards
        return self.filter_field, self._pane().table

    def show_place(self, **place: Any) -> None:
        """Go to a person (`employee_id`), a tab (`tab`), or import a file (`import_path`)."""
        if "import_path" in place:
            self.import_file(str(place["import_path"]))
        if "tab" in place:
            self.tabs.choose(str(place["tab"]))
            self._show_tab(str(place["tab"]))
        if "employee_id" in place:
            self._show_tab("people")
            self.tabs.choose("people")
            if not self.staff.table.choose(place["employee_id"]):
                self.filter_field.clear()
                self.which.choose("all")
                self._filter()
                self.staff.table.choose(place["employee_id"])

    def refresh(self, changed: Any = None) -> None:
        self._forget_undo()
        if any(pane.is_saving for pane in (self.staff, self.departments, self.positions)):
            return  # the cell just edited shows itself
        if changed is not None and self._is_read():
            return  # the page read this deed already, when it did it
        if changed is None or changed.tables & _SHOWN:
            self.read()
            if self.is_importing and not self.importing.is_busy:
                self.importing.refresh()

    def pending_inputs(self) -> Sequence[str]:
        return [*self.staff.pending(), *self.departments.pending(), *self.positions.pending()]

    def retranslate(self) -> None:
        super().retranslate()
        self.tabs.retranslate((_("People"), _("Departments"), _("Positions")))
        self.which.retranslate((_("Here now"), _("All")))
        self.filter_field.setPlaceholderText(_("Name, pinyin or number"))
        for widget, word in (
            (self.filter_field, _("Filter people")),
            (self.tabs, _("People, departments or positions")),
            (self.which, _("Who is shown")),
        ):
            widget.setAccessibleName(word)
        for made, word in (
            (self.import_button, _("Import a staff list")),
            (self.template_button, _("Get a template")),
            (self.cancel_button, _("Cancel import")),
            (self.paste_button, _("Paste names")),
            (self.first_button, _("Add one person")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.empty.set_texts(
            _("Nobody here yet"),
            _(
                "Copy a column of names in Excel and paste it here: everybody gets a number and a form at once."
            ),
            _("Import a staff list"),
        )
        for part in (self.staff, self.departments, self.positions, self.importing):
            part.retranslate()
        self._show_counts()

    # -- deeds --

    def paste(self) -> None:
        """Take what lies on the clipboard: names alone become people at once, more is looked at first."""
        if self._firm.is_read_only or self.is_importing:
            return
        text = QGuiApplication.clipboard().text().strip("\r\n")
        focused = self.staff.table
        index = focused.currentIndex()
        is_one = not any(sign in text for sign in "\n\t")
        if is_one and focused.hasFocus() and index.isValid():
            focused.model().setData(index, text.strip())
        elif text.strip():
            self.take_block(text)

    def take_block(self, text: str) -> None:
        """Bring in a block copied from Excel."""
        try:
            source = self._firm.imports.pasted(text)
            names = names_only(source)
        except Exception as fault:
            self.notice.tell(said(fault), "err")
            return
        units = {name for unit in self._firm.people.departments() for name in (unit.name_zh, unit.name_en)}
        units |= {name for unit in self._firm.people.positions() for name in (unit.name_zh, unit.name_en)}
        if names and not units & set(names):
            self._add_names(names)
        else:
            self._show_import()
            self.importing.show_source(source)

    def import_file(self, path: str) -> None:
        """Show what would become of a staff list."""
        if self._firm.is_read_only:
            return
        self._show_import()
        self.importing.open_file(path)

    def choose_file(self) -> None:
        path = self._ask_path("open", "")
        if path:
            self.import_file(path)

    def save_template(self) -> None:
        path = self._ask_path("save", _("Staff list.xlsx"))
        if not path:
            return
        try:
            self._firm.imports.write_template(path, current().language)
        except Exception as fault:
            self.notice.tell(said(fault), "err")
            return
        self.notice.tell(_("The template is in {file}.").format(file=Path(path).name), "imp")

    @property
    def is_importing(self) -> bool:
        return self.stack.currentWidget() is self.importing

    def leave_import(self) -> None:
        """Go back to the staff list; nothing of the file was taken."""
        self.importing.stop_work()
        self._show_tab(self.tabs.choice())

    def read(self) -> None:
        """Read people, departments and positions from the file."""
        history = self._firm.history
        self._read_at = (history.undo_deed, history.redo_deed)
        self.staff.read()
        self.departments.read()
        self.positions.read()
        if not self.is_importing:
            self._show_tab(self.tabs.choice())
        self._show_counts()

    def _is_read(self) -> bool:
        """Tell whether nothing was done since the page read the file: deeds are told apart by identity."""
        undo, redo = self._read_at
        history = self._firm.history
        return undo is not None and history.undo_deed is undo and history.redo_deed is redo

    # -- building --

    def _build(self) -> None:
        self.header = PageHeader(parent=self)
        self.tabs = SegmentedSwitch([(key, "") for key in _TABS], self)
        self.tabs.setObjectName("peopleTabs")
        self.tabs.chosen.connect(self._show_tab)
        self.filter_field = QLineEdit(self)
        self.filter_field.setObjectName("peopleFilter")
        self.filter_field.setClearButtonEnabled(True)
        self.filter_field.setFixedWidth(190)
        self.filter_field.textChanged.connect(self._filter)
        self.which = SegmentedSwitch([("here", ""), ("all", "")], self)
        self.which.setObjectName("whichPeople")
        self.which.chosen.connect(self._filter)
        self.header.add_scope(self.tabs)
        self.header.add_action(self.filter_field)
        self.header.add_action(self.which)
        self.body.addWidget(self.header)
        self.staff = StaffPane(self._firm, self.notice, self)
        self.departments = UnitPane(self._firm, self.notice, "department", self)
        self.positions = UnitPane(self._firm, self.notice, "position", self)
        self.empty = EmptyState("people", parent=self)
        self.importing = ImportView(self._firm, self._tasks, self.notice, self._ask_path, self)
        self.stack = QStackedWidget(self)
        for pane in (self.staff, self.departments, self.positions, self.empty, self.importing):
            self.stack.addWidget(pane)
        self.body.addWidget(self.stack, 1)
        self.import_button = button("", "primary", "upload", "importPeople", self.choose_file, self)
        self.template_button = button("", "", "download", "peopleTemplate", self.save_template, self)
        self.cancel_button = button("", "", "close", "cancelImport", self.leave_import, self)
        self.paste_button = button("", "primary", "copy", "pasteNames", self.paste, self.empty)
        self.first_button = button("", "", "plus", "firstPerson", self._add_first, self.empty)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addStretch(1)
        column = self.empty.layout()
        column.removeWidget(self.empty.action)
        self.empty.action.setProperty("kind", "")
        for made in (self.paste_button, self.empty.action, self.first_button):
            row.addWidget(made)
        row.addStretch(1)
        column.insertLayout(column.count() - 1, row)
        for made in (self.import_button, self.template_button, self.cancel_button):
            made.hide()
        if self._firm.is_read_only:
            for made in (self.import_button, self.paste_button, self.first_button, self.empty.action):
                made.setEnabled(False)
        self.empty.pressed.connect(self.choose_file)
        self.staff.block_pasted.connect(self.take_block)
        self.staff.changed.connect(self._after_edit)
        self.staff.position_changed.connect(self.position_changed)
        self.departments.changed.connect(self._after_edit)
        self.positions.changed.connect(self._after_edit)
        self.importing.imported.connect(self._imported)
        self.importing.left.connect(self.leave_import)
        self.importing.position_changed.connect(self.position_changed)

    # -- inside --

    def _pane(self) -> StaffPane | UnitPane:
        return {"departments": self.departments, "positions": self.positions}.get(
            self.tabs.choice(), self.staff
        )

    def _show_tab(self, key: str) -> None:
        was_importing = self.is_importing
        pane: QWidget = self._pane()
        if key == "people" and self._is_empty() and not self._wants_table:
            pane = self.empty
        self.stack.setCurrentWidget(pane)
        self.header.show()
        for part in (self.filter_field, self.which):
            part.setVisible(key == "people" and pane is not self.empty)
        if was_importing:
            self.position_changed.emit("")
            self.actions_changed.emit()
        self._show_counts()

    def _show_import(self) -> None:
        self.notice.dismiss()
        self.header.hide()
        self.stack.setCurrentWidget(self.importing)
        self.actions_changed.emit()

    def _is_empty(self) -> bool:
        """Only the owner is there, who came with the file."""
        return not any(person.is_appraised for person in self.staff.people)

    def _add_first(self) -> None:
        self._wants_table = True
        self._show_tab("people")
        self.staff.line.begin()

    def _add_names(self, names: Sequence[str], also_known: bool = False) -> None:
        try:
            done = self._firm.imports.add_names(names, also_known=also_known)
        except Exception as fault:
            self.notice.tell(said(fault), "err")
            return
        self.read()
        self._left_names = done.known
        words = _("Added {count} people.").format(count=len(done.added)) if done.added else ""
        buttons: tuple[tuple[str, Any], ...] = ((_("Undo"), self._undo),) if done.added else ()
        if done.known:
            known = _("There already, not added again: {names}.").format(names=listed(done.known[:6]))
            words = f"{words} {known}".strip()
            buttons += ((_("Add them too"), self._add_left),)
        self._offer_undo(words, "imp" if done.added else "app", buttons)
        if done.added:
            self.staff.table.scrollToBottom()

    def _add_left(self) -> None:
        self._add_names(self._left_names, also_known=True)

    def _imported(self, done: Imported) -> None:
        self._show_tab("people")
        self.tabs.choose("people")
        self.read()
        words = _("Imported {count} people: {added} new, {updated} updated.").format(
            count=done.added + done.updated, added=done.added, updated=done.updated
        )
        if done.new_departments:
            words += " " + _("New departments: {names}.").format(names=listed(done.new_departments[:6]))
        self._offer_undo(words, "imp", ((_("Undo"), self._undo),))

    def _offer_undo(self, words: str, tone: str, buttons: tuple[tuple[str, Any], ...]) -> None:
        self._undoable = self._firm.history.undo_deed
        self.notice.tell(words, tone, buttons)

    def _forget_undo(self) -> None:
        """After another deed "undo" would take back something else than the notice says."""
        if self._undoable is not None and self._firm.history.undo_deed is not self._undoable:
            self._undoable = None
            self.notice.dismiss()

    def _undo(self) -> None:
        """Take the import back: the button stands beside what was just done."""
        self.notice.dismiss()
        if self._firm.history.undo_deed is not self._undoable:
            return
        try:
            self._firm.history.undo()
        except Exception as fault:
            self.notice.tell(said(fault), "err")
        self.read()

    def _after_edit(self) -> None:
        sender = self.sender()
        for pane in (self.departments, self.positions):
            if pane is not sender and not pane.model.pending():
                pane.read()
        if sender is not self.staff:
            self.staff.read()
        self._show_counts()

    def _filter(self, *_changed: object) -> None:
        self.staff.filter(self.filter_field.text(), self.which.choice() == "all")
        self._show_counts()

    def _show_counts(self) -> None:
        today = self._firm.clock.today()
        here = sum(is_here(person, today) for person in self.staff.people)
        gone = len(self.staff.people) - here
        words = {
            "people": _("{here} people here, {gone} have left").format(here=here, gone=gone)
            if gone
            else _("{here} people here").format(here=here),
            "departments": _("Names in one language are shown in both"),
            "positions": _("The template says what stands on the form of a newcomer"),
        }
        self.header.set_texts(_("People"), words[self.tabs.choice()])

    # -- files dropped on the page --

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) and not self._firm.is_read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped(event)
        if path:
            event.acceptProposedAction()
            self.import_file(path)
