"""Rows of plain values as a table: the shared base of every table of the program."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = Qt.ItemDataRole.UserRole + 1  # a Cell: all that the delegate needs, in one call
KEY_ROLE = Qt.ItemDataRole.UserRole + 2  # the key of the row; stays right while rows move
_RUNS = 64  # more runs than this are cheaper as one reset


@dataclass(frozen=True, slots=True)
class GradeMark:
    """A grade badge. `rank` is 0 for the best grade (filled) to 4 for the worst (dashed)."""

    text: str
    rank: int


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """A bar from 0 to `top` with a mark where the target is met."""

    score: Decimal | None
    untreated: bool = False
    top: Decimal = Decimal(120)
    met: Decimal = Decimal(100)
    bottom: Decimal = Decimal(0)


def level_bar(level: Decimal | None, untreated: bool = False) -> ScoreBar:
    """Return the bar of preset P5: levels 1 to 5, the mark at 3."""
    return ScoreBar(level, untreated, Decimal(5), Decimal(3), Decimal(1))


@dataclass(frozen=True, slots=True)
class MissingMark:
    """Hatching and a word such as 未填: a missing value is never zero."""

    text: str


@dataclass(frozen=True, slots=True)
class ChipMark:
    """A word on a tinted ground. `tone` is neutral, app, imp, gap, gold or err."""

    text: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class SymbolMark:
    """A shape before the text: dot, half, ring, triangle, check, cross, dash, star, question or bang."""

    shape: str
    tone: str = "imp"


Mark = GradeMark | ScoreBar | MissingMark | ChipMark | SymbolMark


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows. `second` is small and muted, after the text (or under it in a two-line row)."""

    text: str = ""
    align: str = "left"
    tone: str = "ink"
    bold: bool = False
    second: str = ""
    mark: Mark | None = None
    wrong: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an entry was not taken: what is wrong, what it may have been, and the likely fix."""

    wrong: str
    hint: str = ""
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong entry that is still in its field."""

    key: Hashable
    column: str
    text: str
    refused: Refused


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column. All callables get the row; `title` is called whenever the header is drawn.

    `sort_key` may return None (sorted last). `edit` gives the text to start editing with; without it the column
    is read-only. `width` is the width at 100 % in pixels, 0 lets the column take what is left.
    """

    name: str
    title: Callable[[], str]
    text: Callable[[Row], str]
    align: str = "left"
    width: int = 0
    sort_key: Callable[[Row], Any] | None = None
    edit: Callable[[Row], str] | None = None
    is_editable: Callable[[Row], bool] | None = None
    choices: Callable[[Row], Sequence[tuple[str, str]]] | None = None
    tooltip: Callable[[Row], str] | None = None
    tone: Callable[[Row], str] | None = None
    bold: Callable[[Row], bool] | bool = False
    second: Callable[[Row], str] | None = None
    mark: Callable[[Row], Mark | None] | None = None
    header_tooltip: Callable[[], str] | None = None


_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
Save = Callable[[Any, str, str], Refused | None]


@dataclass(slots=True)
class _Order:
    column: str = ""
    descending: bool = False
    wanted: Callable[[Any], bool] | None = field(default=None)


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Frozen rows with a key each. Sorts and filters its own list and changes in place.

    `save(row, column, text)` is called when the user commits an entry; it returns None when the entry was
    taken (the new row then arrives by `update_row` or `show`) or why not. A refused text stays in its cell.
    """

    wrong_changed = Signal()
    filtered = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        save: Save | None = None,
        parent: Any = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._key, self._save = key, save
        self._all: list[Row] = []
        self._totals: list[Row] = []
        self._shown: list[Row] = []
        self._at: dict[Hashable, int] | None = None
        self._order = _Order()
        self._wrong: dict[tuple[Hashable, str], Wrong] = {}

    # -- what pages call --

    def show(self, rows: Iterable[Row], totals: Iterable[Row] = ()) -> None:
        """Show these rows; those already there keep selection, scroll position and wrong entries."""
        self._all, self._totals = list(rows), list(totals)
        keys = {self._key(row) for row in self._all}
        gone = [at for at in self._wrong if at[0] not in keys]
        for at in gone:
            del self._wrong[at]
        self._arrange()
        if gone:
            self.wrong_changed.emit()

    def update_row(self, row: Row) -> None:
        """Show one row anew in place, or add it when its key is new."""
        key = self._key(row)
        for at, old in enumerate(self._all):
            if self._key(old) == key:
                self._all[at] = row
                break
        else:
            self._all.append(row)
        shown = self.row_of(key)
        if shown is None or (self._order.wanted and not self._order.wanted(row)):
            self._arrange()
        elif self._shown[shown] != row:
            self._shown[shown] = row
            self._tell(shown, shown)

    def remove_row(self, key: Hashable) -> None:
        self._all = [row for row in self._all if self._key(row) != key]
        self._arrange()

    def filter(self, wanted: Callable[[Row], bool] | None) -> None:
        """Show only rows for which `wanted` is true; None shows all. Totals stay."""
        self._order.wanted = wanted
        self._arrange()
        self.filtered.emit()

    def sort_by(self, column: str, descending: bool = False) -> None:
        """Sort by a column's `sort_key` (its text without one); "" restores the order given."""
        self._order.column, self._order.descending = column, descending
        self._reorder(self._arranged())

    def row(self, at: int) -> Row:
        """Return the row shown at a position."""
        return self._shown[at]

    def rows(self) -> list[Row]:
        """Return the rows as shown, without totals."""
        return self._shown[: len(self._shown) - len(self._totals)]

    def all_rows(self) -> list[Row]:
        """Return all rows, filtered out or not, in the order given."""
        return list(self._all)

    def key_at(self, at: int) -> Hashable:
        return self._key(self._shown[at])

    def row_of(self, key: Hashable) -> int | None:
        """Return where the row with this key is shown."""
        if self._at is None:
            self._at = {self._key(row): at for at, row in enumerate(self._shown)}
        return self._at.get(key)

    def column_of(self, name: str) -> int:
        """Return the position of a column; ValueError for a name that is none."""
        return [column.name for column in self.columns].index(name)

    def is_total(self, at: int) -> bool:
        return at >= len(self._shown) - len(self._totals)

    # -- entries that were refused --

    def wrong_at(self, index: Index) -> Wrong | None:
        if not index.isValid():
            return None
        return self._wrong.get((self.key_at(index.row()), self.columns[index.column()].name))

    def pending(self) -> list[Wrong]:
        """Return the wrong entries that are still in their cells."""
        return list(self._wrong.values())

    def take_back(self, index: Index) -> None:
        """Forget a wrong entry; the cell shows its saved value again."""
        found = self.wrong_at(index)
        if found:
            del self._wrong[found.key, found.column]
            self.dataChanged.emit(index, index)
            self.wrong_changed.emit()

    # -- what Qt calls --

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and self._is_editable(index) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row, column = self._shown[index.row()], self.columns[index.column()]
        if role == CELL_ROLE:
            return self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            found = self.wrong_at(index)
            return found.text if found else column.text(row)
        if role == Qt.ItemDataRole.EditRole:
            found = self.wrong_at(index)
            return found.text if found else column.edit(row) if column.edit else column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tooltip(row) if column.tooltip else "") or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), index.column())
        return self._key(row) if role == KEY_ROLE else None

    def cell(self, at: int, across: int) -> Cell:
        """Return all that the delegate paints in one cell."""
        row, column = self._shown[at], self.columns[across]
        found = self._wrong.get((self._key(row), column.name)) if self._wrong else None
        bold = column.bold if isinstance(column.bold, bool) else column.bold(row)
        return Cell(
            text=found.text if found else column.text(row),
            align=column.align,
            tone=column.tone(row) if column.tone else "ink",
            bold=bold,
            second=column.second(row) if column.second else "",
            mark=column.mark(row) if column.mark and not found else None,
            wrong=found is not None,
            total=self.is_total(at),
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and column.header_tooltip:
            return column.header_tooltip()
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not self._is_editable(index):
            return False
        row, column = self._shown[index.row()], self.columns[index.column()]
        text, key = str(value), self._key(row)
        old = self._wrong.pop((key, column.name), None)
        unchanged = column.edit is not None and text == column.edit(row)
        refused = None if unchanged or not self._save else self._save(row, column.name, text)
        if refused:
            self._wrong[key, column.name] = Wrong(key, column.name, text, refused)
        if old or refused:
            self.wrong_changed.emit()
        at = self.row_of(key)
        if at is not None:
            self._tell(at, at)
        return refused is None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        name = self.columns[column].name if 0 <= column < len(self.columns) else ""
        self.sort_by(name, order == Qt.SortOrder.DescendingOrder)

    def retranslate(self) -> None:
        """Ask for titles and texts again after a change of language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))
        if self._shown:
            self._tell(0, len(self._shown) - 1)

    # -- inside --

    def _is_editable(self, index: Index) -> bool:
        column = self.columns[index.column()]
        if column.edit is None or self.is_total(index.row()):
            return False
        return column.is_editable is None or column.is_editable(self._shown[index.row()])

    def _spoken(self, at: int, across: int) -> str:
        cell = self.cell(at, across)
        words = [cell.text, cell.second]
        if isinstance(cell.mark, GradeMark | MissingMark | ChipMark) and cell.mark.text != cell.text:
            words.insert(0, cell.mark.text)
        return " ".join(word for word in words if word)

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, max(0, len(self.columns) - 1)))

    def _arranged(self) -> list[Row]:
        order = self._order
        rows = [row for row in self._all if order.wanted(row)] if order.wanted else list(self._all)
        if order.column:
            column = self.columns[self.column_of(order.column)]
            key_of = column.sort_key or column.text
            keys: list[Any] = [key_of(row) for row in rows]
            if keys and all(type(key) is Decimal for key in keys):
                keys = [float(key) for key in keys]  # for the order only; three times as fast
            known = [at for at, key in enumerate(keys) if key is not None]
            known.sort(key=keys.__getitem__, reverse=order.descending)
            unknown = [at for at, key in enumerate(keys) if key is None]
            rows = [rows[at] for at in known + unknown]
        return rows + self._totals

    def _arrange(self) -> None:
        """Bring the list shown to what it should be, with the least that a view must do."""
        old, new = self._shown, self._arranged()
        old_keys, new_keys = [self._key(row) for row in old], [self._key(row) for row in new]
        if old_keys == new_keys:
            self._replace(new)
        elif len(old_keys) == len(new_keys) and set(old_keys) == set(new_keys):
            self._reorder(new)
        elif not self._insert_and_remove(old_keys, new, new_keys):
            self.beginResetModel()
            self._shown, self._at = new, None
            self.endResetModel()

    def _replace(self, new: list[Row]) -> None:
        changed = [at for at, (was, row) in enumerate(zip(self._shown, new, strict=True)) if was != row]
        self._shown = new
        for first, last in _runs(changed):
            self._tell(first, last)

    def _reorder(self, new: list[Row]) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        keys = [self._key(self._shown[index.row()]) for index in kept]
        self._shown, self._at = new, None
        moved = [
            self.index(self.row_of(key) or 0, index.column()) for key, index in zip(keys, kept, strict=True)
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _insert_and_remove(self, old_keys: list[Hashable], new: list[Row], new_keys: list[Hashable]) -> bool:
        was, will = set(old_keys), set(new_keys)
        stay = [key for key in old_keys if key in will]
        if stay != [key for key in new_keys if key in was]:
            return False
        away = list(_runs([at for at, key in enumerate(old_keys) if key not in will]))
        fresh = list(_runs([at for at, key in enumerate(new_keys) if key not in was]))
        if len(away) + len(fresh) > _RUNS:
            return False
        for first, last in reversed(away):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._shown = self._shown[:first] + self._shown[last + 1 :]
            self._at = None
            self.endRemoveRows()
        for first, last in fresh:
            self.beginInsertRows(QModelIndex(), first, last)
            self._shown = self._shown[:first] + new[first : last + 1] + self._shown[first:]
            self._at = None
            self.endInsertRows()
        self._replace(new)
        return True


def _runs(positions: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Give the stretches of neighbouring numbers, first and last included."""
    start = 0
    for at in range(1, len(positions) + 1):
        if at == len(positions) or positions[at] != positions[at - 1] + 1:
            yield positions[start], positions[at - 1]
            start = at
