"""People as rows, indicators as columns: what the grid of the score page shows and takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from perfdesk.domain.appraisal import FormItem, Standing
from perfdesk.domain.grades import met_score
from perfdesk.domain.numbers import round_half_up
from perfdesk.models.entries import Entries
from perfdesk.models.rows import (
    Cell,
    ChipMark,
    Column,
    GradeMark,
    Mark,
    MissingMark,
    Refused,
    RowsModel,
    Wrong,
)

Index = QModelIndex | QPersistentModelIndex
PERSON, TOTAL, GRADE = "person", "total", "grade"


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One indicator. `weight` and `target` are None where the forms differ; `item` is any of its items."""

    lineage: str
    item: FormItem
    weight: Decimal | None
    target: str
    is_anchored: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One person with the items of the form by lineage; a footer row has a `footer` name and `figures`."""

    key: Hashable
    standing: Standing | None = None
    items: Mapping[str, FormItem] = field(default_factory=dict)
    may_enter: bool = False
    footer: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GridWords:
    """How the page puts things into words and places; plain functions, so that the model needs no texts."""

    title: Callable[[GridColumn], str]
    person_title: Callable[[], str]
    total_title: Callable[[], str]
    grade_title: Callable[[], str]
    name: Callable[[Standing], str]
    footer: Callable[[str], str]
    value: Callable[[FormItem], str]
    typed: Callable[[FormItem], str]
    beside: Callable[[FormItem, bool], str]
    missing: Callable[[FormItem], str]
    not_filled: Callable[[], str]
    total: Callable[[Standing], str]
    rank: Callable[[Standing], int]
    refused: Callable[[int, str], Refused | None]
    locked: Callable[[FormItem], str] = lambda _item: ""


class ScoreGridModel(RowsModel[GridRow]):
    """The grid. `save(row, lineage, text)` returns whether a value was taken; refused ones lie in `entries`."""

    def __init__(
        self,
        words: GridWords,
        entries: Entries,
        save: Callable[[GridRow, str, str], bool],
        parent: Any = None,
    ) -> None:
        super().__init__([], key=_key, parent=parent)
        self._words, self._entries, self._save_cell = words, entries, save
        self.grid_columns: list[GridColumn] = []
        self._sums = Sums([])
        self.has_scores = self.shows_scores = True
        entries.changed.connect(self._entry_changed)
        self._make_columns([])

    def show_grid(self, columns: Sequence[GridColumn], rows: Iterable[GridRow], shows_scores: bool) -> None:
        """Show people and indicators; other indicators than before are other columns."""
        self.has_scores = self.shows_scores = shows_scores
        if [one.lineage for one in columns] != [one.lineage for one in self.grid_columns]:
            self.beginResetModel()
            self._all, self._totals, self._shown, self._at = [], [], [], None
            self._make_columns(columns)
            self.endResetModel()
        self.grid_columns = list(columns)
        found = list(rows)
        self._sums = Sums(found)
        self.show(found, self._sums.footers())

    def update_people(self, rows: Sequence[GridRow]) -> None:
        """Show some people anew and the footers with them."""
        for row in rows:
            self._sums.replace(row)
            self.update_row(row)
        people = [row for row in self._shown if not row.footer]
        self._totals = self._sums.footers()
        self._shown = people + self._totals
        if people:
            self._tell(len(people), len(self._shown) - 1)

    def drop_people(self, keys: Iterable[Hashable]) -> None:
        """Take away people whose forms are no more."""
        for key in keys:
            self._sums.remove(key)
            self._totals = self._sums.footers()
            self.remove_row(key)

    def grid_column(self, at: int) -> GridColumn | None:
        """Return the indicator of a column; None for person, total and grade."""
        return self.grid_columns[at - 1] if 0 < at <= len(self.grid_columns) else None

    def item_at(self, index: Index) -> FormItem | None:
        """Return the form item of a cell, None where the form has none."""
        column = self.grid_column(index.column()) if index.isValid() else None
        return self._shown[index.row()].items.get(column.lineage) if column else None

    def is_empty(self, at: int, across: int) -> bool:
        """Tell whether a cell still waits for a value or a reason."""
        column, row = self.grid_column(across), self._shown[at]
        item = row.items.get(column.lineage) if column else None
        return item is not None and item.score is None and not self._words.missing(item)

    def next_empty(self, at: int, across: int) -> tuple[int, int] | None:
        """Return the next empty cell, down the column first, then the columns to the right, round once."""
        people, columns = len(self.rows()), len(self.grid_columns)
        if not people or not columns:
            return None
        start = (max(across, 1) - 1) * people + min(at, people - 1)
        for step in range(1, people * columns + 1):
            place = (start + step) % (people * columns)
            across, at = place // people + 1, place % people
            if self.is_empty(at, across):
                return at, across
        return None

    # -- entries --

    def wrong_at(self, index: Index) -> Wrong | None:
        item = self.item_at(index) if index.isValid() else None
        return self._wrong_of(item) if item else None

    def pending(self) -> list[Wrong]:
        items_by_id = {item.id: item for row in self._all for item in row.items.values()}
        found = [
            self._wrong_of(items_by_id[one.item_id])
            for one in self._entries.all()
            if one.item_id in items_by_id
        ]
        return [wrong for wrong in found if wrong]

    def take_back(self, index: Index) -> None:
        item = self.item_at(index)
        if item:
            self._entries.drop(item.id)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        item, column = self.item_at(index), self.grid_column(index.column())
        if role != Qt.ItemDataRole.EditRole or item is None or column is None or not self._is_editable(index):
            return False
        text = str(value).strip()
        if text == self._words.typed(item) and self._entries.of(item.id) is None:
            return True
        return self._save_cell(self._shown[index.row()], column.lineage, text)

    def cell(self, at: int, across: int) -> Cell:
        shown = super().cell(at, across)
        item = self.item_at(self.index(at, across))
        entry = self._entries.of(item.id) if item else None
        return Cell(entry.text, "right", wrong=True) if entry else shown

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item_at(index) if index.isValid() else None
        if item is not None and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            entry = self._entries.of(item.id)
            if entry:
                return entry.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return (item.missing_reason or self._words.locked(item) or item.comment or None) if item else None
        return super().data(index, role)

    # -- inside --

    def _wrong_of(self, item: FormItem) -> Wrong | None:
        entry, refused = self._entries.of(item.id), self._words.refused(item.id, item.lineage)
        if entry is None or refused is None:
            return None
        return Wrong(entry.form_id, item.lineage, entry.text, refused)

    def _entry_changed(self, _item_id: int, form_id: int) -> None:
        at = self.row_of(form_id)
        if at is not None:
            self._tell(at, at)
            self.wrong_changed.emit()

    def _make_columns(self, columns: Sequence[GridColumn]) -> None:
        words = self._words
        self.columns = [
            Column(PERSON, words.person_title, partial(_person, words), second=_number, sort_key=_number),
            *(
                Column(
                    one.lineage,
                    partial(words.title, one),
                    partial(_value, words, one.lineage),
                    align="right",
                    sort_key=partial(_sort_key, one.lineage),
                    edit=partial(_typed, words, one.lineage),
                    is_editable=partial(_may_enter, one.lineage),
                    second=partial(_points, words, self._with_scores, one.lineage),
                    mark=partial(_mark, words, one.lineage),
                    header_tooltip=partial(words.title, one),
                )
                for one in columns
            ),
            Column(
                TOTAL,
                words.total_title,
                partial(_total, words),
                align="right",
                bold=_has_total,
                tone=_total_tone,
            ),
            Column(GRADE, words.grade_title, _grade, mark=partial(_grade_mark, words), sort_key=_grade_key),
        ]

    def show_scores(self, are_shown: bool) -> None:
        """Show the small scores beside the values, where there is room for them."""
        if are_shown != self.shows_scores:
            self.shows_scores = are_shown
            self.retranslate()

    def _with_scores(self) -> bool:
        return self.shows_scores


def columns_of(
    forms: Iterable[Mapping[str, FormItem]], target: Callable[[FormItem], str]
) -> list[GridColumn]:
    """Return the indicators of forms, in the order of the first form that has each."""
    found: dict[str, list[FormItem]] = {}
    for form in forms:
        for lineage, item in form.items():
            found.setdefault(lineage, []).append(item)
    columns = []
    for lineage, items in found.items():
        weights, targets = {item.weight for item in items}, {target(item) for item in items}
        weight = weights.pop() if len(weights) == 1 else None
        words = targets.pop() if len(targets) == 1 else ""
        columns.append(GridColumn(lineage, items[0], weight, words, items[0].is_anchored))
    return columns


class Sums:
    """What the footer rows say, kept up to date person by person: 得分平均 and 达标人数."""

    def __init__(self, rows: Iterable[GridRow]) -> None:
        self._rows = {row.key: row for row in rows}
        self._score: Counter[str] = Counter()
        self._count: Counter[str] = Counter()
        self._met: Counter[str] = Counter()
        self._done = 0
        for row in self._rows.values():
            self._add(row, 1)

    def replace(self, row: GridRow) -> None:
        """Count a person anew."""
        self.remove(row.key)
        self._rows[row.key] = row
        self._add(row, 1)

    def remove(self, key: Hashable) -> None:
        old = self._rows.pop(key, None)
        if old is not None:
            self._add(old, -1)

    def footers(self) -> list[GridRow]:
        average = {
            lineage: f"{round_half_up(Fraction(self._score[lineage], count * 100)):.2f}"
            for lineage, count in self._count.items()
            if count
        }
        average[TOTAL] = f"{self._done} / {len(self._rows)}"
        met = {lineage: f"{self._met[lineage]} / {count}" for lineage, count in self._count.items() if count}
        return [
            GridRow("average", footer="average", figures=average),
            GridRow("met", footer="met", figures=met),
        ]

    def _add(self, row: GridRow, sign: int) -> None:
        if row.standing is None:
            return
        self._done += sign * (not row.standing.is_provisional)
        for lineage, item in row.items.items():
            if item.score is not None:
                self._score[lineage] += sign * int(item.score * 100)
                self._count[lineage] += sign
                self._met[lineage] += sign * (item.score >= met_score(item.is_anchored, row.standing.scheme))


def _key(row: GridRow) -> Hashable:
    return row.key


def _person(words: GridWords, row: GridRow) -> str:
    return words.name(row.standing) if row.standing else words.footer(row.footer)


def _number(row: GridRow) -> str:
    return row.standing.number if row.standing else ""


def _value(words: GridWords, lineage: str, row: GridRow) -> str:
    item = row.items.get(lineage)
    if item is None:
        return row.figures.get(lineage, "" if row.footer else "–")
    return words.value(item)


def _typed(words: GridWords, lineage: str, row: GridRow) -> str:
    item = row.items.get(lineage)
    return words.typed(item) if item else ""


def _points(words: GridWords, with_scores: Callable[[], bool], lineage: str, row: GridRow) -> str:
    item = row.items.get(lineage)
    return words.beside(item, with_scores()) if item else ""


def _mark(words: GridWords, lineage: str, row: GridRow) -> Mark | None:
    item = row.items.get(lineage)
    if item is None or item.score is not None:
        return None
    told = words.missing(item)
    return ChipMark(told) if told else MissingMark(words.not_filled())


def _may_enter(lineage: str, row: GridRow) -> bool:
    item = row.items.get(lineage)
    # What several raters came to is frozen, whoever looks at it; an objective is scored by its key results.
    if item is None or item.combined_level is not None or item.is_carried:
        return False
    return row.may_enter


def _sort_key(lineage: str, row: GridRow) -> Decimal | None:
    item = row.items.get(lineage)
    return (item.counted_level if item.is_anchored else item.actual) if item else None


def _total(words: GridWords, row: GridRow) -> str:
    return words.total(row.standing) if row.standing else row.figures.get(TOTAL, "")


def _has_total(row: GridRow) -> bool:
    return row.standing is not None and not row.standing.is_provisional


def _total_tone(row: GridRow) -> str:
    return "ink" if _has_total(row) else "muted"


def _grade(row: GridRow) -> str:
    return "" if row.footer or (row.standing and row.standing.grade) else "—"


def _grade_mark(words: GridWords, row: GridRow) -> Mark | None:
    grade = row.standing.grade if row.standing else None
    return GradeMark(grade.code, words.rank(row.standing)) if grade and row.standing else None


def _grade_key(row: GridRow) -> Decimal | None:
    return row.standing.total if row.standing and row.standing.grade else None
