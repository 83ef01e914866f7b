"""The list of cycles at the left of the cycle page, and the counts of one cycle by department."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.appraisal import Cycle, FormHead
from perfdesk.domain.terms import FormState
from perfdesk.models.cycle_rows import (
    CycleRow,
    DepartmentRow,
    cycle_columns,
    department_columns,
    department_rows,
    state_of_cycle,
    total_row,
)
from perfdesk.models.rows import RowsModel
from perfdesk.texts import _
from perfdesk.views.parts import Card
from perfdesk.views.tables import TableView

WIDTH, HEIGHT = 245, 130


class CycleList(Card):
    """All cycles, newest first. `cycle_chosen(id)` when another row becomes the current one."""

    cycle_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("cycleList")
        self.table = TableView(self)
        self.table.setObjectName("cycles")
        self.rows: RowsModel[CycleRow] = RowsModel(cycle_columns(), _cycle_key, parent=self.table)
        self.table.setModel(self.rows)
        self.table.row_chosen.connect(self.cycle_chosen)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.add(self.table, 1)
        self._measure()

    def show_cycles(
        self, cycles: Iterable[Cycle], today: date, current_id: int | None, shown_id: int
    ) -> None:
        """Show the cycles; `current_id` is the one of every page, `shown_id` the one of this page."""
        self.rows.show(CycleRow(one, state_of_cycle(one, today), one.id == current_id) for one in cycles)
        if self.table.current_key() != shown_id:
            self.table.choose(shown_id, 0)

    def retranslate(self) -> None:
        self.set_heading(_("Cycles"))
        self.table.setAccessibleName(_("Cycles"))
        self.rows.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self._measure()

    def _measure(self) -> None:
        scale = theme.current().zoom / 100
        self.setMinimumWidth(round(WIDTH * scale))
        self.table.setMinimumHeight(round(HEIGHT * scale))


class DepartmentCounts(Card):
    """How many forms of each department stand in each state, with a sum."""

    def __init__(self, states: Sequence[FormState], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("departmentCounts")
        self.table = TableView(self)
        self.table.setObjectName("byDepartment")
        self.add(self.table)
        self._use_states(states)

    def show_heads(self, heads: Sequence[FormHead], states: Sequence[FormState]) -> None:
        if [column.name for column in self.rows.columns[1:-1]] != [state.value for state in states]:
            self._use_states(states)
        rows = department_rows(heads)
        self.rows.show(rows, [total_row(rows)] if rows else ())
        self.table.setFixedHeight(self.table.height_for_rows())
        self.setVisible(bool(rows))

    def retranslate(self) -> None:
        self.set_heading(_("By department"))
        self.table.setAccessibleName(_("By department"))
        self.rows.retranslate()

    def _use_states(self, states: Sequence[FormState]) -> None:
        """Give the counts a column for each state in use, as wide as its word."""
        self.rows: RowsModel[DepartmentRow] = RowsModel(
            department_columns(states), _department_key, parent=self.table
        )
        self.table.setModel(self.rows)
        header = self.table.horizontalHeader()
        for at in range(1, self.rows.columnCount()):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)


def _cycle_key(row: CycleRow) -> int:
    return row.cycle.id


def _department_key(row: DepartmentRow) -> int | str:
    return row.key
