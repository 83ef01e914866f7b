"""The shared table: look, keys, editing in the cell, copying, and the note under a wrong entry.

A view that shows a RowsModel gets all of it. Cells are painted by the delegate and know no stylesheet; the
delegate asks the model once per cell for a `Cell`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QWidget,
)

from perfdesk.desktop import theme
from perfdesk.models.rows import RowsModel
from perfdesk.views.delegates import TableDelegate
from perfdesk.views.parts.error_note import ErrorNote

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDIT = QAbstractItemView.EditTrigger
LEAST, STRETCHED = 0.6, 60
"""How much narrower columns may become, and what is left for one that takes the rest."""


class TableView(QTableView):
    """A table of rows. Sorts on a click on the header, copies with Ctrl+C, edits with Enter, F2 or typing.

    Signals: `row_chosen(key)` when the current row changes, `row_opened(key)` on Enter or double click where
    nothing can be edited, `reason_asked(index)` on F4.
    """

    row_chosen = Signal(object)
    row_opened = Signal(object)
    reason_asked = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None, dense: bool = False, two_lines: bool = False) -> None:
        super().__init__(parent)
        self._dense, self._two_lines = dense, two_lines
        self._fits_width, self._squeezed = False, 1.0
        self._kept: tuple[Hashable | None, int, int] | None = None
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(_EDIT.AnyKeyPressed | _EDIT.EditKeyPressed | _EDIT.DoubleClicked)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(TableDelegate(self))
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort)
        self._sorted: tuple[int, bool] | None = None
        self.note = ErrorNote(self.viewport())
        self.note.fixed.connect(self._accept_fix)
        self.note.taken_back.connect(self._take_back)
        self.note.reason_asked.connect(self._ask_reason)
        self.doubleClicked.connect(self._open)
        self._measure()

    # -- what pages call --

    def fit_width(self) -> None:
        """From now on make the columns narrower, to LEAST of their width, rather than scroll sideways."""
        self._fits_width = True
        self._squeeze()

    def setModel(self, model: Any) -> None:
        old = self.selectionModel()
        super().setModel(model)
        if old is not None and old is not self.selectionModel():
            old.deleteLater()
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._restore_place)
        model.dataChanged.connect(self._show_note)
        if isinstance(model, RowsModel):
            self._fit_columns(model)
            model.wrong_changed.connect(self._show_note)

    def current_key(self) -> Hashable | None:
        model, index = self.model(), self.currentIndex()
        return model.key_at(index.row()) if index.isValid() and isinstance(model, RowsModel) else None

    def choose(self, key: Hashable, column: int | None = None) -> bool:
        """Make the row with this key the current one; False when it is not shown."""
        model = self.model()
        row = model.row_of(key) if isinstance(model, RowsModel) else None
        if row is None:
            return False
        across = column if column is not None else max(0, self.currentIndex().column())
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(model.index(row, across), flags)
        self.scrollTo(model.index(row, across))
        return True

    def chosen_keys(self) -> list[Hashable]:
        """Return the keys of the selected rows from top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        model = self.model()
        if not isinstance(model, RowsModel):
            return []
        return [model.key_at(row) for row in rows if not model.is_total(row)]

    def offer_reasons(self) -> None:
        """Let the error note offer F4 (why there is no figure)."""
        self.note.deleteLater()
        self.note = ErrorNote(self.viewport(), with_reason=True)
        self.note.fixed.connect(self._accept_fix)
        self.note.taken_back.connect(self._take_back)
        self.note.reason_asked.connect(self._ask_reason)

    def height_for_rows(self, count: int | None = None) -> int:
        """Return the height that shows all rows (or `count`) without scrolling."""
        rows = self.model().rowCount() if count is None else count
        return (
            self.horizontalHeader().sizeHint().height()
            + rows * self.verticalHeader().defaultSectionSize()
            + 2
        )

    def copy_text(self) -> str:
        """Return header and selected rows (all rows, when at most one is selected) as tab-separated text."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return as_text(self.model(), chosen if len(chosen) > 1 else range(self.model().rowCount()))

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.copy_text())

    # -- keys --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        wrong = self._wrong(index)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif wrong and key in _ENTER and wrong.refused.fix is not None:
            self._accept_fix()
        elif wrong and key == Qt.Key.Key_Escape:
            self._take_back()
        elif key == Qt.Key.Key_F4 and index.isValid():
            self._ask_reason()
        elif key in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
            elif index.isValid():
                self._open(index)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go down after Enter, right after Tab; stay where an entry was refused."""
        by_enter = hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint if by_enter else hint)
        index = self.currentIndex()
        if by_enter and index.isValid() and not self._wrong(index):
            below = index.sibling(index.row() + 1, index.column())
            if below.isValid():
                self.setCurrentIndex(below)
        focused = QApplication.focusWidget()
        if focused is None or focused is editor or self.isAncestorOf(focused):
            self.setFocus()  # but not when a click elsewhere closed the editor: the keys then belong there

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Tab goes over the cells that can be edited, and leaves a table that has none."""
        forward = action == QAbstractItemView.CursorAction.MoveNext
        if not forward and action != QAbstractItemView.CursorAction.MovePrevious:
            return super().moveCursor(action, modifiers)
        model, index = self.model(), self.currentIndex()
        step = 1 if forward else -1
        columns, at = model.columnCount(), index.row() * model.columnCount() + index.column() + step
        for place in range(at, at + step * columns * 2, step):
            row, column = divmod(place, columns)
            if not 0 <= row < model.rowCount():
                break
            found = model.index(row, column)
            if found.flags() & Qt.ItemFlag.ItemIsEditable and not self.isColumnHidden(column):
                return found
        return index

    def focusNextPrevChild(self, forward: bool) -> bool:
        model = self.model()
        has_fields = isinstance(model, RowsModel) and any(column.edit for column in model.columns)
        self.setTabKeyNavigation(has_fields)
        return super().focusNextPrevChild(forward)

    # -- looks --

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()
        elif event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._show_note()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self._show_note()
        if current.row() != previous.row() and isinstance(self.model(), RowsModel):
            self.row_chosen.emit(self.current_key())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._squeeze()
        if self.note.isVisible():
            self.note.place(self.visualRect(self.currentIndex()))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self.note.isVisible():
            self.note.place(self.visualRect(self.currentIndex()))

    # -- inside --

    def _measure(self) -> None:
        line = QFontMetrics(theme.font()).height()
        height = max(40, line * 2 + 8) if self._two_lines else max(32 if self._dense else 28, line + 10)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)

    def _fit_columns(self, model: RowsModel[Any]) -> None:
        header, scale = self.horizontalHeader(), theme.current().zoom / 100
        for at, column in enumerate(model.columns):
            if column.width:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(at, round(column.width * scale))
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def _squeeze(self) -> None:
        model, room = self.model(), self.viewport().width()
        if not self._fits_width or not isinstance(model, RowsModel) or room < 1:
            return
        zoom = theme.current().zoom / 100
        whole = sum(column.width for column in model.columns) * zoom
        room -= round(STRETCHED * zoom) * sum(not column.width for column in model.columns)
        share = max(LEAST, min(1.0, room / whole)) if whole else 1.0
        if share == self._squeezed:
            return  # nothing to do, and widths that the user chose stay
        self._squeezed, scale = share, zoom * share
        for at, column in enumerate(model.columns):
            if column.width:
                self.horizontalHeader().resizeSection(at, int(column.width * scale))

    def _sort(self, column: int) -> None:
        """First click up, second down, third back to the order given."""
        at, descending = self._sorted or (-1, False)
        if at != column:
            self._sorted = (column, False)
        else:
            self._sorted = None if descending else (column, True)
        header, model = self.horizontalHeader(), self.model()
        header.setSortIndicatorShown(self._sorted is not None)
        if self._sorted is None:
            model.sort(-1)
        else:
            order = Qt.SortOrder.DescendingOrder if self._sorted[1] else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, order)
            model.sort(column, order)

    def _wrong(self, index: QModelIndex) -> Any:
        model = self.model()
        return model.wrong_at(index) if isinstance(model, RowsModel) else None

    def _show_note(self, *_changed: object) -> None:
        index = self.currentIndex()
        wrong = self._wrong(index)
        if wrong:
            self.note.tell(wrong.refused, self.visualRect(index))
        else:
            self.note.hide()

    def _accept_fix(self) -> None:
        index = self.currentIndex()
        wrong = self._wrong(index)
        if wrong and wrong.refused.fix is not None and self.model().setData(index, wrong.refused.fix):
            below = index.sibling(index.row() + 1, index.column())
            self.setCurrentIndex(below if below.isValid() else index)
        self._show_note()

    def _take_back(self) -> None:
        model = self.model()
        if isinstance(model, RowsModel):
            model.take_back(self.currentIndex())
        self._show_note()

    def _ask_reason(self) -> None:
        self.reason_asked.emit(self.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        model = self.model()
        if isinstance(model, RowsModel) and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.row_opened.emit(model.key_at(index.row()))

    def _keep_place(self) -> None:
        self._kept = (self.current_key(), self.currentIndex().column(), self.verticalScrollBar().value())

    def _restore_place(self) -> None:
        key, column, scrolled = self._kept or (None, 0, 0)
        if key is not None and self.choose(key, column):
            self.verticalScrollBar().setValue(scrolled)


def as_text(model: Any, rows: Iterable[int]) -> str:
    """Return header and rows as tab-separated text that a spreadsheet takes as text, never as a formula."""
    columns = range(model.columnCount())
    lines = [[str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in columns]]
    lines += [[str(model.index(row, at).data() or "") for at in columns] for row in rows]
    return "\n".join("\t".join(_safe(word) for word in line) for line in lines) + "\n"


def _safe(word: str) -> str:
    """Keep a cell from being run as a formula; a number with a sign stays a number."""
    word = word.replace("−", "-") if word[:1] == "−" else word
    if word[:1] in "=+-@\t\r" and not _is_number(word):
        word = "'" + word
    if any(sign in word for sign in '\t\n\r"'):
        return '"' + word.replace('"', '""') + '"'
    return word


def _is_number(word: str) -> bool:
    return word[1:].replace(".", "", 1).replace(",", "").replace(" %", "").isdigit()
