"""The list of people beside the form: who is done, who lacks how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from perfdesk.domain.appraisal import Standing
from perfdesk.models.entries import Entries
from perfdesk.models.rows import Column, RowsModel, SymbolMark
from perfdesk.texts import _, pick
from perfdesk.views.parts import Card, label
from perfdesk.views.score_words import progress
from perfdesk.views.tables import TableView


class PeopleList(Card):
    """Everybody with a form. `chosen(form id)` when another person becomes current."""

    chosen = Signal(int)

    def __init__(self, entries: Entries, parent: QWidget | None = None) -> None:
        """`entries`: what was refused; a form with such an entry is not done."""
        super().__init__("", parent=parent)
        self._entries = entries
        self.setObjectName("scorePeople")
        self.layout().setContentsMargins(6, 8, 6, 8)
        head = QHBoxLayout()
        self.count = label("", "bold", parent=self)
        self.count.setObjectName("peopleCount")
        self.done = label("", "small", parent=self)
        self.done.setObjectName("peopleDone")
        head.addWidget(self.count, 1)
        head.addWidget(self.done)
        self.body.addLayout(head)
        self._done: set[int] = set()
        self.model = RowsModel(
            [
                Column("name", _name_title, _name, width=0, tooltip=_tooltip, bold=self._is_begun),
                Column("progress", _progress_title, self._words, align="right", width=76, mark=self._mark),
            ],
            key=_key,
            parent=self,
        )
        self.table = TableView(self)
        self.table.setObjectName("peopleTable")
        self.table.setModel(self.model)
        self.table.horizontalHeader().hide()
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.row_chosen.connect(self._row_chosen)
        self.add(self.table, 1)

    def show_people(self, rows: Sequence[Standing]) -> None:
        self.model.show(rows)
        self._sum_up()

    def update_person(self, row: Standing) -> None:
        """Show one person anew."""
        self.model.update_row(row)
        self._count_anew(row.form_id)

    def update_wrong(self, form_id: int) -> None:
        """Show anew how many entries of a form were refused."""
        at = self.model.row_of(form_id)
        if at is not None:
            self.model.dataChanged.emit(
                self.model.index(at, 0), self.model.index(at, self.model.columnCount() - 1)
            )
        self._count_anew(form_id)

    def filter(self, wanted: Callable[[Standing], bool] | None) -> None:
        self.model.filter(wanted)
        self._sum_up()

    def choose(self, form_id: int) -> bool:
        return self.table.choose(form_id, 0)

    def shown(self) -> list[Standing]:
        return self.model.rows()

    def current(self) -> int | None:
        key = self.table.current_key()
        return key if isinstance(key, int) else None

    def neighbour(self, form_id: int | None, step: int) -> int | None:
        """Return the form above (-1) or below (1) a person in the list as shown."""
        at = self.model.row_of(form_id) if form_id is not None else None
        to = 0 if at is None else at + step
        return self.model.rows()[to].form_id if 0 <= to < self.model.rowCount() else None

    def next_open(self, form_id: int | None) -> int | None:
        """Return the next form with something left to score, going round once."""
        rows = self.model.rows()
        at = self.model.row_of(form_id) if form_id is not None else None
        start = -1 if at is None else at
        for row in (*rows[start + 1 :], *rows[: max(start, 0)]):
            if row.is_provisional and row.given < row.items or self._entries.on_form(row.form_id):
                return row.form_id
        return None

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("People and how far their forms are"))
        self.setAccessibleName(_("People"))
        self.model.retranslate()
        self._sum_up()

    def _sum_up(self) -> None:
        rows = self.model.rows()
        self._done = {row.form_id for row in rows if self._is_done(row)}
        self.count.setText(_("{count} people").format(count=len(rows)))
        self._tell_done()

    def _count_anew(self, form_id: int) -> None:
        """Count one person again, and only this one."""
        at = self.model.row_of(form_id)
        self._done.discard(form_id)
        if at is not None and self._is_done(self.model.row(at)):
            self._done.add(form_id)
        self._tell_done()

    def _progress(self, row: Standing) -> tuple[str, str, str]:
        return progress(row, len(self._entries.on_form(row.form_id)))

    def _words(self, row: Standing) -> str:
        return self._progress(row)[2]

    def _mark(self, row: Standing) -> SymbolMark:
        shape, tone, _words = self._progress(row)
        return SymbolMark(shape, tone)

    def _is_done(self, row: Standing) -> bool:
        return self._progress(row)[0] == "check"

    def _is_begun(self, row: Standing) -> bool:
        return self._progress(row)[0] == "half"

    def _tell_done(self) -> None:
        self.done.setText(_("{count} complete").format(count=len(self._done)))

    def _row_chosen(self, key: object) -> None:
        if isinstance(key, int):
            self.chosen.emit(key)


def _key(row: Standing) -> int:
    return row.form_id


def _name(row: Standing) -> str:
    return pick(row.name, row.name_en)


def _name_title() -> str:
    return _("Name")


def _progress_title() -> str:
    return _("Progress")


def _tooltip(row: Standing) -> str:
    parts = [row.number, pick(row.department_zh, row.department_en), pick(row.position_zh, row.position_en)]
    return " · ".join(part for part in parts if part)
