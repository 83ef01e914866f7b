"""The file's own rows as a table with a verdict each; a row is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from perfdesk.domain.problems import Problem
from perfdesk.models.import_words import plain, verdict
from perfdesk.models.rows import CELL_ROLE, Cell, SymbolMark
from perfdesk.texts import _

Index = QModelIndex | QPersistentModelIndex
LOOK_ROLE = Qt.ItemDataRole.UserRole + 9
"""A Look: how row and cell are marked."""
_KEPT = 600  # rows remembered once made: more than any screen shows


class Row(Protocol):
    """`controllers.import_preview.ImportRow`, as far as it is shown."""

    @property
    def index(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> Sequence[str]: ...
    @property
    def state(self) -> str: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def marks(self) -> Mapping[int, str]: ...
    @property
    def corrected(self) -> frozenset[int]: ...
    @property
    def note(self) -> str: ...


class ColumnOfFile(Protocol):
    @property
    def letters(self) -> str: ...
    @property
    def header(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def is_private(self) -> bool: ...


class Look(NamedTuple):
    """`row` is the row's state, `mark` that of the cell ("" for none)."""

    row: str
    mark: str
    is_corrected: bool


class ImportRowsModel(QAbstractTableModel):
    """Columns: the row's number, those of the file, the verdict. `corrected(row, column, text)` asks to read anew."""

    corrected = Signal(int, int, str)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.columns: tuple[ColumnOfFile, ...] = ()
        self._indexes: Sequence[int] = ()
        self._row: Callable[[int], Row] | None = None

    def show(
        self, columns: Sequence[ColumnOfFile], indexes: Sequence[int], row: Callable[[int], Row]
    ) -> None:
        """Show the rows with these indexes; `row` makes one."""
        same_shape = len(columns) == len(self.columns) and list(indexes) == list(self._indexes)
        if not same_shape:
            self.beginResetModel()
        self.columns, self._indexes = tuple(columns), tuple(indexes)
        self._row = lru_cache(_KEPT)(row)
        if not same_shape:
            self.endResetModel()
        elif self._indexes:
            last = self.index(len(self._indexes) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def row_at(self, at: int) -> Row:
        assert self._row is not None
        return self._row(self._indexes[at])

    def indexes(self) -> Sequence[int]:
        return self._indexes

    def place_of(self, index: int) -> int | None:
        """Return where a row of the file is shown."""
        return self._indexes.index(index) if index in self._indexes else None

    def retranslate(self) -> None:
        if self._indexes:
            last = self.index(len(self._indexes) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    # -- what Qt calls --

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._indexes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self._row is None else len(self.columns) + 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid() or not 1 <= index.column() <= len(self.columns):
            return flags
        state = self.row_at(index.row()).state
        return flags | Qt.ItemFlag.ItemIsEditable if state in ("ok", "question", "refused") else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, across = self.row_at(index.row()), index.column()
        if role == CELL_ROLE:
            return self._cell(row, across)
        if role == LOOK_ROLE:
            column = across - 1
            return Look(row.state, row.marks.get(column, ""), column in row.corrected)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, across).text
        if role == Qt.ItemDataRole.EditRole:
            return row.cells[across - 1] if 1 <= across <= len(self.columns) else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row, across) or None
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, column = self.row_at(index.row()), index.column() - 1
        if str(value).strip() != row.cells[column]:
            self.corrected.emit(row.index, column, str(value).strip())
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return _("Row")
        return self.columns[section - 1].letters if section <= len(self.columns) else _("Verdict")

    # -- inside --

    def _cell(self, row: Row, across: int) -> Cell:
        if across == 0:
            return Cell(str(row.number), "right", "muted")
        if across > len(self.columns):
            words, tone, sign = verdict(row)
            told = "imp" if sign == "check" else "app" if sign == "plus" else tone
            mark = SymbolMark("+" if sign == "plus" else sign, told) if sign else None
            return Cell(words, tone=tone, bold=row.state == "header", mark=mark)
        column, text = self.columns[across - 1], row.cells[across - 1]
        is_out = not column.field
        if row.state == "header":
            return Cell(text, bold=True)
        if is_out and column.is_private and text and row.state != "skipped":
            text = f"{text[:3]}…"
        mark_state = row.marks.get(across - 1, "")
        tone = "muted" if is_out or row.state == "skipped" else "ink"
        return Cell(text, tone=tone, bold=mark_state == "refused", wrong=mark_state == "refused")

    def _tooltip(self, row: Row, across: int) -> str:
        if across > len(self.columns) or row.marks.get(across - 1):
            return "\n".join(plain(problem) for problem in row.problems)
        column = self.columns[across - 1] if across else None
        return row.cells[across - 1] if column is not None and column.field else ""
