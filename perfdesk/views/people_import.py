"""The import of a staff list on one screen: file, header, columns, check, import. Nothing is written before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.controllers.import_preview import ASKED_FOR, FIELDS, FIND_HEADER, CellFix, Choices
from perfdesk.controllers.import_reading import make_preview
from perfdesk.desktop.tasks import Progress, Task, Tasks
from perfdesk.models.import_rows import ImportRowsModel
from perfdesk.texts import _, current
from perfdesk.views.import_cards import ImportCards
from perfdesk.views.import_frame import STEPS, ImportFooter, ImportTop
from perfdesk.views.import_table import ImportTable
from perfdesk.views.parts import Card, NoticeBar, button
from perfdesk.views.people_words import said

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm
    from perfdesk.controllers.import_preview import Preview, Question, Source
    from perfdesk.controllers.people import Imported

AskPath = Callable[[str, str], str]
"""(purpose, suggested name) → path, "" when the user thought better of it. Purposes: open, save."""
AT_ONCE = 1500
"""Lists up to so many rows are read again within a frame or two; longer ones in a worker."""
WRITE_AT_ONCE = 100
_HEADER_ROWS = 15


class ImportView(QWidget):
    """Shows one source. `imported(Imported)` after it was brought in, `left` when the user gives up."""

    imported = Signal(object)
    left = Signal()
    position_changed = Signal(str)

    def __init__(
        self, firm: Firm, tasks: Tasks, notice: NoticeBar, ask_path: AskPath, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("importView")
        self._firm, self._tasks, self._notice, self._ask_path = firm, tasks, notice, ask_path
        self._source: Source | None = None
        self._choices = Choices()
        self._preview: Preview | None = None
        self._known = firm.imports.known()
        self._task: Task | None = None
        self._step = "check"
        self._waiting = False
        self._was_sheet: tuple[str, str] | None = None
        self._build()
        self.retranslate()

    # -- what the page calls --

    def open_file(self, path: str) -> None:
        """Read a file in a worker and show what would become of it."""
        words = _("Reading {file} …").format(file=Path(path).name)
        self._begin(words, partial(_open, self._firm.imports.open, path), self._opened)

    def show_source(self, source: Source) -> None:
        """Show a file already opened, or what was pasted."""
        self._source, self._choices, self._preview = source, Choices(), None
        self._known = self._firm.imports.known()
        self._was_sheet = None
        self._step = "check"
        self._read()

    def refresh(self) -> None:
        """Compare with the firm anew: people may have come or gone meanwhile."""
        if self._source is not None and self._task is None:
            self._known = self._firm.imports.known()
            self._read()

    @property
    def preview(self) -> Preview | None:
        return self._preview

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def retranslate(self) -> None:
        self.top.retranslate()
        self.header.setAccessibleName(_("Header row"))
        self.table_card.set_heading(
            _("What PerfDesk sees"),
            _("Your file stays as it is. Correct a cell here; what you correct is underlined."),
        )
        self.table.setAccessibleName(_("What PerfDesk sees"))
        self.footer.retranslate()
        self.cards.retranslate()
        self.model.retranslate()
        self._show()

    def save_rest(self) -> None:
        """Write the rows that don't come in to a workbook, each with its reason."""
        if self._preview is None:
            return
        stem = Path(self._preview.source.name).stem or _("People")
        path = self._ask_path("save", _("{file} to correct.xlsx").format(file=stem))
        if not path:
            return
        try:
            count = self._firm.imports.write_refused(self._preview, path, current().language)
        except Exception as fault:
            self._notice.tell(said(fault), "err")
            return
        words = _("{count} rows are in {file}. Correct them there and import that file.")
        self._notice.tell(words.format(count=count, file=Path(path).name), "imp")

    def bring_in(self) -> None:
        """Import what is fine."""
        preview = self._preview
        if preview is None or self._task is not None or not preview.ok:
            return
        if preview.ok <= WRITE_AT_ONCE:
            try:
                self._imported(self._firm.imports.import_preview(preview))
            except Exception as fault:
                self._notice.tell(said(fault), "err")
            return
        words = _("Importing {count} people …").format(count=preview.ok)
        self._begin(words, partial(_import, self._firm.imports.import_preview, preview), self._imported)

    def step_back(self) -> None:
        """Go to the step before: from the check to the columns, the header, the file."""
        at = STEPS.index(self._step)
        self.go_to_step(STEPS[max(0, at - 1)])

    def go_to_step(self, key: str) -> None:
        if key == "import":
            self.footer.go.setFocus()
            return
        self._step = key
        if key == "file":
            self.choose_file()
        elif key == "header":
            self.header.setFocus()
        elif key == "columns" and self.table.columns.choices:
            self.table.columns.choices[0].setFocus()
        else:
            self.table.setFocus()
        self.top.show_step(self._step)

    def choose_file(self) -> None:
        path = self._ask_path("open", "")
        if path:
            self.open_file(path)

    def stop_work(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # -- building --

    def _build(self) -> None:
        self.top = ImportTop(self)
        self.top.sheet_chosen.connect(self._choose_sheet)
        self.top.step_chosen.connect(self.go_to_step)

        self.table_card = Card(parent=self)
        self.header = QComboBox(self.table_card)
        self.header.setObjectName("headerRow")
        self.header.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.header.activated.connect(self._header_chosen)
        self.unused = button("", "small", name="showUnused", parent=self.table_card)
        self.unused.setCheckable(True)
        self.unused.toggled.connect(self._measure)
        self.only_trouble = button("", "small", name="onlyTrouble", parent=self.table_card)
        self.only_trouble.setCheckable(True)
        self.only_trouble.toggled.connect(self._show_rows)
        for part in (self.header, self.unused, self.only_trouble):
            self.table_card.add_to_header(part)
        self.table = ImportTable(self.table_card)
        self.table.setObjectName("importTable")
        self.model = ImportRowsModel(self)
        self.model.corrected.connect(self._correct)
        self.table.setModel(self.model)
        self.table.columns.field_chosen.connect(self._choose_field)
        self.table_card.add(self.table, 1)
        self.footer = ImportFooter(self.table_card)
        self.footer.go.clicked.connect(self.bring_in)
        self.footer.save_refused.clicked.connect(self.save_rest)
        self.footer.back.clicked.connect(self.step_back)
        self.footer.stop.clicked.connect(self.stop_work)
        self.table_card.add(self.footer)

        self.cards = ImportCards(self)
        self.cards.setFixedWidth(236)
        self.cards.accepted.connect(self._accept)
        self.cards.all_accepted.connect(self._accept_all)
        self.cards.answered.connect(self._answer)
        self.cards.fixed.connect(self._fix)
        self.cards.row_wanted.connect(self.table.show_cell)
        self.cards.private_wanted.connect(self._bring_private)
        self.cards.numbers_as_names.connect(self._names_from_numbers)
        split = QHBoxLayout()
        split.setSpacing(10)
        split.addWidget(self.table_card, 1)
        split.addWidget(self.cards)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.top)
        column.addLayout(split, 1)

    # -- choices --

    def _choose_sheet(self, name: str) -> None:
        self._choose(Choices(sheet=name))

    def _header_chosen(self, _at: int) -> None:
        row = self.header.currentData()
        self._choose(replace(self._choices, header_row=row, fields={}, accepted=frozenset()))

    def _choose_field(self, column: int, field: str) -> None:
        self._choose(self._choices.with_field(column, field))

    def _correct(self, row: int, column: int, text: str) -> None:
        self._choose(self._choices.with_cell(row, column, text))

    def _fix(self, fix: CellFix) -> None:
        self._correct(fix.row, fix.column, fix.text)

    def _accept(self, code: str, value: str) -> None:
        self._choose(replace(self._choices, accepted=self._choices.accepted | {(code, value)}))

    def _accept_all(self) -> None:
        if self._preview is not None:
            every = {(question.code, question.value) for question in self._preview.questions}
            self._choose(replace(self._choices, accepted=self._choices.accepted | every))

    def _answer(self, question: Question, who: str) -> None:
        cells = {**self._choices.cells, **dict.fromkeys(question.cells, who)}
        self._choose(replace(self._choices, cells=cells))

    def _bring_private(self) -> None:
        self._choose(replace(self._choices, asks_private=True))

    def _names_from_numbers(self) -> None:
        self._choose(replace(self._choices, name_from_number=True))

    def _choose(self, choices: Choices) -> None:
        self._choices, self._step = choices, "check"
        self._read()

    # -- reading --

    def _read(self) -> None:
        """Make the preview anew: at once where that takes no time, else in a worker."""
        source = self._source
        if source is None:
            return
        if self._task is not None:
            self._waiting = True  # the answer under way is for older choices
            return
        rows = len(self._preview.row_indexes) if self._preview is not None else 0
        if 0 < rows <= AT_ONCE or not source.name:
            try:
                self._show_preview(make_preview(source, self._choices, self._known))
            except Exception as fault:
                self._failed(fault)
            return
        self._begin(
            _("Looking at the rows …"), partial(_read, source, self._choices, self._known), self._show_preview
        )

    def _begin(self, words: str, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        self.footer.show_busy(words)
        self._task = self._tasks.run(work, done, self._failed, self._progressed)
        self._task.finished.connect(self._ended)

    def _progressed(self, done: int, total: int, _text: str) -> None:
        self.footer.show_progress(done, total)

    def _opened(self, source: Source) -> None:
        self._task = None
        self.show_source(source)

    def _show_preview(self, preview: Preview) -> None:
        self._task = None
        if self._waiting:
            self._waiting = False
            self._read()
            return
        self._preview = preview
        if preview.problem is not None:
            self._step = "columns"
        self._show()

    def _imported(self, done: Imported) -> None:
        self._task = None
        self.footer.show_busy("")
        self._source = self._preview = None
        self.imported.emit(done)

    def _failed(self, fault: BaseException) -> None:
        self._task, self._waiting = None, False
        self.footer.show_busy("")
        self._notice.tell(said(fault), "err")
        if self._preview is None:
            self.left.emit()

    def _ended(self, task: Task) -> None:
        """A worker that was stopped gives nothing back: what was there before is still there."""
        if task is self._task:
            self._task = None
            self._show()
            if self._preview is None:
                self.left.emit()

    # -- showing --

    def _show(self) -> None:
        preview = self._preview
        if self._task is None:
            self.footer.show_busy("")
        self.footer.show_preview(preview)
        if preview is None:
            return
        self.top.show_preview(preview)
        self.top.show_step(self._step)
        self._show_header(preview)
        self._show_rows()
        self.cards.show_preview(preview)
        self.position_changed.emit(_("Nothing has been written yet"))

    def _show_header(self, preview: Preview) -> None:
        self.header.clear()
        self.header.addItem(_("Header: find it"), FIND_HEADER)
        self.header.addItem(_("No header row"), None)
        rows = list(preview.row_indexes[:_HEADER_ROWS])
        if preview.header_row is not None and preview.header_row not in rows:
            rows.append(preview.header_row)
        for row in rows:
            self.header.addItem(_("Header: row {number}").format(number=preview.row_number(row)), row)
        at = 1 if preview.header_row is None else rows.index(preview.header_row) + 2
        self.header.setCurrentIndex(at)

    def _show_rows(self, *_toggled: object) -> None:
        preview = self._preview
        if preview is None:
            return
        if not preview.trouble and self.only_trouble.isChecked():
            self.only_trouble.setChecked(False)
            return
        self.only_trouble.setText(_("Only {count} rows in question").format(count=len(preview.trouble)))
        self.only_trouble.setAccessibleName(self.only_trouble.text())
        self.only_trouble.setVisible(bool(preview.trouble))
        indexes = preview.row_indexes
        if self.only_trouble.isChecked():
            header = () if preview.header_row is None else (preview.header_row,)
            indexes = (*header, *preview.trouble)
        self.model.show(preview.columns, indexes, preview.row)
        self.table.show_titles()
        fields = (*FIELDS, *ASKED_FOR)
        self.table.columns.show_columns(preview.columns, fields)
        place = (preview.source.name, preview.sheet)
        if place != self._was_sheet:
            self._was_sheet = place
            self._measure()

    def _measure(self, *_toggled: object) -> None:
        hidden = self.table.measure(not self.unused.isChecked())
        if not self.unused.isChecked():
            self.unused.setText(_("Show {count} unused columns").format(count=hidden))
            self.unused.setAccessibleName(self.unused.text())
            self.unused.setVisible(bool(hidden))

    def sizeHint(self) -> QSize:
        return QSize(1100, 640)

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape and self._task is not None:
            self.stop_work()
        else:
            super().keyPressEvent(event)


def _open(read: Callable[[str], Source], path: str, progress: Progress) -> Source:
    source = read(path)
    progress.step(1, 2)
    source.table(source.best_sheet)
    return source


def _read(source: Source, choices: Choices, known: object, progress: Progress) -> Preview:
    progress.step(0, 0)
    return make_preview(source, choices, known)  # type: ignore[arg-type]


def _import(call: Callable[..., Imported], preview: Preview, progress: Progress) -> Imported:
    return call(preview, progress.step)
