"""One indicator at a time, down the column of people; total and grade follow each entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.domain.appraisal import FormItem, Standing
from perfdesk.domain.grades import GradeScheme
from perfdesk.domain.terms import Missing, Scheme
from perfdesk.models.rows import Refused
from perfdesk.models.score_grid import GridColumn, GridRow, GridWords, ScoreGridModel, columns_of
from perfdesk.texts import _, in_context, pick
from perfdesk.texts.words import number
from perfdesk.views import score_words
from perfdesk.views.parts import Card, Flow, KeyCap, button, label
from perfdesk.views.parts.splitter import PaneSplitter
from perfdesk.views.score_grid_side import GridSide
from perfdesk.views.score_locks import why_carried
from perfdesk.views.score_notes import ReasonPanel
from perfdesk.views.score_paste import is_all_in, place, read_block, what_did_not_fit
from perfdesk.views.score_saving import Saver
from perfdesk.views.score_table import GridTable

_MANY, _PAUSE = 300, 120


class GridPane(QWidget):
    """Signals: `told(sentence, tone)`, `why_asked(item, index)`, `position_changed(words)`."""

    told = Signal(str, str)
    why_asked = Signal(object, QModelIndex)
    position_changed = Signal(str)

    def __init__(self, saver: Saver, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saver = saver
        self._scheme: GradeScheme | None = None
        self._reason_item: FormItem | None = None
        self._reason_person = ""
        words = GridWords(
            title=_title,
            person_title=_person_title,
            total_title=_total_title,
            grade_title=_grade_title,
            name=_name,
            footer=_footer,
            value=score_words.value_text,
            typed=score_words.entry_text,
            beside=self._beside,
            missing=self._missing,
            not_filled=_not_filled,
            total=_total,
            rank=self._rank,
            refused=self._refused,
            locked=why_carried,
        )
        self.model = ScoreGridModel(words, saver.entries, self._save, self)
        self.table = GridTable(self)
        self.table.setObjectName("scoreGrid")
        self.table.setModel(self.model)
        self.table.paste_wanted.connect(self.paste)
        self.table.fill_wanted.connect(self.fill_down)
        self.table.empty_wanted.connect(self.go_to_empty)
        self.table.reason_asked.connect(self._ask_reason)
        self.table.why_asked.connect(self._ask_why)
        self.table.place_changed.connect(self._place_changed)
        self.reason = ReasonPanel(self)  # not inside the table: hiding it would tab on in there
        self.reason.chosen.connect(self._save_reason)
        self.reason.closed.connect(self.table.setFocus)
        self.side = GridSide(saver.entries, self)
        self.side.empty_wanted.connect(self.go_to_empty)
        self.side.column_wanted.connect(self._go_to_column)
        saver.entries.changed.connect(self._entry_changed)
        card = Card("", parent=self)
        card.layout().setContentsMargins(8, 6, 8, 6)
        card.add(self.table, 1)
        self._hints = QWidget(card)
        self._hints_flow = Flow(self._hints)
        self._hint_words = []
        for keys in ("Enter", "Tab", "1–5", "F4", "Ctrl+D", "Ctrl+V", "F1"):
            pair = QWidget(self._hints)
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 6, 0)
            row.setSpacing(3)
            row.addWidget(KeyCap(keys, pair))
            word = label("", "small", parent=pair)
            row.addWidget(word)
            self._hint_words.append(word)
            self._hints_flow.addWidget(pair)
        self.copy_button = button("", "small", "copy", "copyGrid", self.table.copy_all, card)
        bottom = QHBoxLayout()
        bottom.addWidget(self._hints, 1)
        bottom.addWidget(self.copy_button)
        card.body.addLayout(bottom)
        self.splitter = PaneSplitter(parent=self)
        self.splitter.add_pane(card, 420)
        self.splitter.add_pane(self.side, 210)
        self.splitter.set_shares((846, 258), main=0)
        self.splitter.setObjectName("gridSplitter")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self._later = QTimer(self, interval=_PAUSE, singleShot=True)
        self._later.timeout.connect(self._count)

    # -- showing --

    def show_people(
        self,
        standings: Sequence[Standing],
        items: Mapping[int, Sequence[FormItem]],
        may_enter: Mapping[int, bool],
        scheme: GradeScheme,
    ) -> None:
        """Show these people with the items of their forms."""
        self._scheme = scheme
        self.side.done_card.setVisible(self._saver.is_manager)
        self._show_hints()
        rows = [
            grid_row(one, items.get(one.form_id, ()), may_enter.get(one.form_id, False)) for one in standings
        ]
        columns = columns_of((row.items for row in rows), score_words.target_text)
        is_first = [one.lineage for one in columns] != [one.lineage for one in self.model.grid_columns]
        has_own = any(item.self_level is not None for row in rows for item in row.items.values())
        self.model.show_grid(columns, rows, scheme.scheme is not Scheme.P5 or has_own)
        if is_first:
            self.table.fit()
        if not self.table.currentIndex().isValid() and rows and columns:
            self.table.go(self.model.index(0, 1))
        self._show_side()

    def update_people(self, rows: Sequence[GridRow]) -> None:
        """Show some people anew."""
        self.model.update_people([row for row in rows if self.model.row_of(row.key) is not None])
        self._show_side()

    def drop_people(self, form_ids: Sequence[int]) -> None:
        self.model.drop_people(form_ids)
        self._show_side()

    def retranslate(self) -> None:
        self.model.retranslate()
        self.side.retranslate()
        self.reason.retranslate()
        self.table.setAccessibleName(_("Scores by indicator"))
        self._show_hints()
        self.copy_button.setText(_("Copy the table"))
        self.copy_button.setAccessibleName(_("Copy the table"))
        self._show_side()

    def _show_hints(self) -> None:
        words = (
            _("next person"),
            _("next indicator"),
            _("level"),
            _("no figure") if self._saver.is_manager else _("cannot be rated"),
            _("fill down"),
            _("paste from Excel"),
            _("how computed"),
        )
        for shown, word in zip(self._hint_words, words, strict=True):
            shown.setText(word)

    def go_to(self, form_id: int, item_id: int | None = None) -> None:
        """Go to a person's row, to an item's cell if one is given."""
        at = self.model.row_of(form_id)
        if at is None:
            return
        items = self.model.row(at).items
        across = next(
            (
                place
                for place, one in enumerate(self.model.grid_columns, 1)
                if item_id and one.lineage in items and items[one.lineage].id == item_id
            ),
            max(1, self.table.currentIndex().column()),
        )
        self.table.go(self.model.index(at, across))

    def current_form(self) -> int | None:
        index = self.table.currentIndex()
        key = self.model.key_at(index.row()) if index.isValid() else None
        return key if isinstance(key, int) else None

    def _show_side(self) -> None:
        """Count at once; with very many people after a pause, so that typing never waits for it."""
        if len(self.model.rows()) > _MANY:
            self._later.start()
        else:
            self._count()
        self._place_changed()

    def _count(self) -> None:
        self.side.show_rows(self.model.grid_columns, self.model.rows(), self._scheme)

    def _place_changed(self) -> None:
        index = self.table.currentIndex()
        column = self.model.grid_column(index.column()) if index.isValid() else None
        item = self.model.item_at(index) if index.isValid() else None
        self.side.show_item(column, item, self._scheme)
        if column is not None and self.table.is_entry(index):
            name = self.model.index(index.row(), 0).data()
            words = _("{name}, row {row}, column {column}").format(
                name=name, row=index.row() + 1, column=index.column()
            )
            self.position_changed.emit(words)

    # -- what the user does --

    def go_to_empty(self) -> None:
        """F3: the next empty cell, down the column first."""
        index = self.table.currentIndex()
        found = self.model.next_empty(max(index.row(), 0), max(index.column(), 1))
        if found:
            self.table.go(self.model.index(*found))
            self.table.setFocus()

    def paste(self) -> None:
        """Lay what Excel put on the clipboard over the cells from the current one on, as one undo step."""
        index = self.table.currentIndex()
        block = read_block(QGuiApplication.clipboard().text())
        if not block or not index.isValid():
            return
        placed = place(self.model, block, index.row(), index.column())
        refused = self._saver.save_many(placed.cells) if placed.cells else 0
        tone = "imp" if is_all_in(placed, refused) else "app"
        self.told.emit(what_did_not_fit(placed, refused), tone)

    def fill_down(self) -> None:
        """Ctrl+D: the first selected value into the selected cells under it; one cell takes the value above it."""
        chosen = [at for at in self.table.selectionModel().selectedIndexes() if self.table.is_entry(at)]
        cells = []
        for across in sorted({at.column() for at in chosen}):
            rows = sorted(at.row() for at in chosen if at.column() == across)
            if len(rows) == 1:
                rows = [rows[0] - 1, *rows]
            first = self.model.item_at(self.model.index(rows[0], across)) if rows[0] >= 0 else None
            text = score_words.entry_text(first) if first else ""
            for at in rows[1:] if text else ():
                row, item = self.model.row(at), self.model.item_at(self.model.index(at, across))
                if item and row.may_enter and row.standing:
                    cells.append((item, _name(row.standing), text))
        if cells:
            self._saver.save_many(cells)

    def _save(self, row: GridRow, lineage: str, text: str) -> bool:
        assert row.standing is not None
        return self._saver.save(row.items[lineage], _name(row.standing), "value", text)

    def _ask_reason(self, index: QModelIndex) -> None:
        item = self.model.item_at(index) if self.table.is_entry(index) else None
        row = self.model.row(index.row()) if item else None
        if item is None or row is None or not row.may_enter or row.standing is None:
            return
        if not self._saver.is_manager:
            if self._saver.cannot_rate(item):
                self.table.step(1, wraps=True)
            return
        self._reason_item, self._reason_person = item, _name(row.standing)
        self.table.note.hide()
        box = self.table.visualRect(index)
        near = QRect(self.table.viewport().mapTo(self, box.topLeft()), box.size())
        name = f"{self._reason_person} {score_words.item_name(item)}"
        self.reason.ask(name, item.missing, item.missing_reason, near)

    def _save_reason(self, state: Missing, reason: str) -> None:
        if self._reason_item is None:
            return
        refused = self._saver.say_missing(self._reason_item, state, reason)
        if refused:
            self.reason.refuse(refused)
            return
        self.reason.hide()
        self.table.setFocus()
        self.table.step(1)

    def _ask_why(self, index: QModelIndex) -> None:
        row = (
            self.model.row(index.row()) if index.isValid() and not self.model.is_total(index.row()) else None
        )
        if row is not None:
            self.why_asked.emit(self.model.item_at(index), index)

    def _go_to_column(self, lineage: str) -> None:
        across = self.model.column_of(lineage)
        for at in range(len(self.model.rows())):
            if self.model.is_empty(at, across):
                self.table.go(self.model.index(at, across))
                self.table.setFocus()
                return

    def _entry_changed(self, _item_id: int, form_id: int) -> None:
        if self.model.row_of(form_id) is not None:
            self._show_side()

    def _refused(self, item_id: int, lineage: str) -> Refused | None:
        entry = self._saver.entries.of(item_id)
        if entry is None:
            return None
        peers = [item.actual for row in self.model.all_rows() if (item := row.items.get(lineage))]
        known = [actual for actual in peers if actual is not None]
        hint = ""
        if len(known) > 1:
            hint = _("Others here: {low} to {high}.").format(low=number(min(known)), high=number(max(known)))
        return score_words.refused(entry.problems, hint)

    def _missing(self, item: FormItem) -> str:
        word = score_words.missing_word(item)
        return _("Cannot be rated") if word and not self._saver.is_manager else word

    def _beside(self, item: FormItem, with_scores: bool) -> str:
        """Return the small words beside a value: the own level at once, else the score where there is room."""
        if item.self_level is not None:
            return score_words.self_text(item)
        is_plain = self._scheme is None or self._scheme.scheme is Scheme.P5 or not self._saver.is_manager
        return "" if is_plain or not with_scores or item.score is None else score_words.points(item.score)

    def _rank(self, standing: Standing) -> int:
        grade = standing.grade
        return score_words.grade_rank(grade, self._scheme) if grade and self._scheme else 2


def grid_row(standing: Standing, items: Sequence[FormItem], may_enter: bool) -> GridRow:
    """Return the row of a person."""
    return GridRow(standing.form_id, standing, {item.lineage: item for item in items}, may_enter)


def _title(column: GridColumn) -> str:
    item = column.item
    unit = _("level") if column.is_anchored else score_words.unit_text(item)
    weight = (
        ""
        if column.weight is None
        else in_context("column", "wt {weight}").format(weight=number(column.weight))
    )
    target = column.target.split(" / ")[-2 if column.target.count(" / ") > 1 else -1] if column.target else ""
    third = _("target {target}").format(target="3" if column.is_anchored else target or "—")
    return "\n".join(
        (score_words.item_name(item), " · ".join(part for part in (unit, weight) if part), third)
    )


def _person_title() -> str:
    return _("Name / number")


def _total_title() -> str:
    return in_context("column", "Total")


def _grade_title() -> str:
    return _("Grade")


def _name(standing: Standing) -> str:
    return pick(standing.name, standing.name_en)


def _footer(name: str) -> str:
    return _("Average score") if name == "average" else _("Target met")


def _not_filled() -> str:
    return _("Not filled in")


def _total(standing: Standing) -> str:
    if standing.is_provisional:
        return f"{standing.given} / {standing.items}"
    return score_words.points(standing.total)
