"""The list of the library at the left: a filter, lines under headings, and what to do where nothing is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from perfdesk.desktop import theme
from perfdesk.models.library_rows import (
    LibraryModel,
    LibraryRow,
    found_rows,
    library_columns,
    under_headings,
)
from perfdesk.texts import _
from perfdesk.views.parts import Card, EmptyState, label
from perfdesk.views.tables import TableView

NARROW = 220


class LibraryList(Card):
    """Signals: `row_chosen(key)`, `filtered()` when the filter changes, `retired_asked()` on its check box."""

    row_chosen = Signal(str)
    filtered = Signal()
    retired_asked = Signal()

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("libraryList")
        self.search = QLineEdit(self)
        self.search.setObjectName("libraryFilter")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.filtered)
        self.table = TableView(self)
        self.table.setObjectName("libraryRows")
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.row_chosen.connect(self._chosen)
        self.model = LibraryModel(library_columns(kind), _row_key, parent=self)
        self.table.setModel(self.model)
        self.nothing = EmptyState("search", parent=self)
        self.nothing.setObjectName("nothingFound")
        self.nothing.pressed.connect(self.search.clear)
        self.footer = label("", "small", parent=self, wrap=True)
        self.with_retired = QCheckBox(self)
        self.with_retired.setObjectName("withRetired")
        self.with_retired.clicked.connect(self.retired_asked)
        for part, stretch in (
            (self.search, 0),
            (self.table, 1),
            (self.nothing, 1),
            (self.footer, 0),
            (self.with_retired, 0),
        ):
            self.add(part, stretch)

    def show_rows(
        self, kind: str, rows: Sequence[LibraryRow], letters: Callable[[], Mapping[str, str]]
    ) -> list[str]:
        """Show the lines of a kind that hold what is looked for, and return their keys from top to bottom."""
        columns = library_columns(kind)
        if [column.title() for column in columns] != [column.title() for column in self.model.columns]:
            self.model = LibraryModel(columns, _row_key, parent=self)
            self.table.setModel(self.model)
        found = under_headings(found_rows(rows, self.search.text().strip(), letters))
        self.model.show(found)
        self.model.retranslate()
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.with_retired.setVisible(kind != "measures")
        uses = _("In use: forms of this cycle that carry it") if kind in ("indicators", "behaviours") else ""
        self.footer.setText(uses)
        self.footer.setVisible(bool(uses))
        self.fit()
        return [row.key for row in found if not row.is_group]

    def fit(self, *_moved: int) -> None:
        """Leave the word column out where the names would not be readable beside it."""
        is_narrow = self.table.width() < NARROW * theme.current().zoom / 100
        self.table.setColumnHidden(self.model.column_of("word"), is_narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def retranslate(self) -> None:
        for name in (self.search.setPlaceholderText, self.search.setAccessibleName):
            name(_("Filter: name, code, position"))
        self.with_retired.setText(_("Show what is retired"))
        self.with_retired.setAccessibleName(_("Show what is retired"))
        self.nothing.set_texts(
            _("Nothing is called like that"),
            _("Type less of the name, or a code such as SAL-02."),
            _("Show all"),
        )

    def _chosen(self, key: object) -> None:
        at = self.model.row_of(key) if isinstance(key, str) else None
        if at is not None and not self.model.row(at).is_group:
            self.row_chosen.emit(str(key))


def _row_key(row: LibraryRow) -> str:
    return row.key
