"""The bands of a BAND rule as a small table to edit: limit, points, one more, one less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import Direction
from perfdesk.models.rows import Column, Refused, RowsModel
from perfdesk.models.rule_fields import band_texts, refused_of, with_band, with_band_added, without_band
from perfdesk.texts import _, current
from perfdesk.texts.words import unit
from perfdesk.views.parts import button
from perfdesk.views.tables import TableView

MOST_BANDS = 10


@dataclass(frozen=True, slots=True)
class BandRow:
    """One band by its place, best first. `limit` is empty for the last one, which takes everything else."""

    at: int
    limit: str
    points: str
    sign: str
    unit: str
    is_last: bool
    is_locked: bool


class BandTable(QWidget):
    """`save(rule, visit)` answers None when the changed rule was taken."""

    def __init__(self, save: Callable[[Rule, str], Refused | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._save_rule = save
        self._rule: Rule | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.table = TableView(self)
        self.table.setObjectName("bandTable")
        self.rows: RowsModel[BandRow] = RowsModel(_columns(), _place, self._save, self.table)
        self.table.setModel(self.rows)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.row_chosen.connect(self._show_buttons)
        column.addWidget(self.table)
        row = QHBoxLayout()
        self.more = button("", "small", "plus", "addBand", self._add, self)
        self.fewer = button("", "small", "minus", "removeBand", self._remove, self)
        row.addWidget(self.more)
        row.addWidget(self.fewer)
        row.addStretch(1)
        column.addLayout(row)

    def show_rule(self, rule: Rule, unit_code: str, *, locked: bool = False) -> None:
        self._rule, self._is_locked = rule, locked
        found = band_texts(rule)
        sign, words = "≤" if rule.direction is Direction.LOWER else "≥", unit(unit_code, current())
        self.rows.show(
            BandRow(at, limit, points, sign, words, at == len(found) - 1, locked)
            for at, (limit, points) in enumerate(found)
        )
        self.table.setFixedHeight(self.table.height_for_rows(max(2, len(found))))
        self._show_buttons()

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Bands"))
        for made, word in ((self.more, _("One more band")), (self.fewer, _("Remove the band"))):
            made.setText(word)
            made.setAccessibleName(word)
        self.rows.retranslate()

    def _show_buttons(self, _key: object = None) -> None:
        count, at = len(self.rows.all_rows()), self.table.current_key()
        locked = self._rule is None or self._is_locked
        self.more.setEnabled(not locked and count < MOST_BANDS)
        self.fewer.setEnabled(not locked and count > 2 and isinstance(at, int) and at < count - 1)

    def _save(self, row: BandRow, column: str, text: str) -> Refused | None:
        if self._rule is None:
            return None
        try:
            changed = with_band(self._rule, row.at, column, text)
        except Invalid as invalid:
            return refused_of(invalid)
        return self._save_rule(changed, "")

    def _add(self) -> None:
        if self._rule is not None:
            self._save_rule(with_band_added(self._rule), "")

    def _remove(self) -> None:
        at = self.table.current_key()
        if self._rule is not None and isinstance(at, int):
            self._save_rule(without_band(self._rule, at), "")


def _place(row: BandRow) -> int:
    return row.at


def _columns() -> list[Column[BandRow]]:
    return [
        Column(
            "limit", lambda: _("If it is"), _limit_words, edit=lambda row: row.limit, is_editable=_has_limit
        ),
        Column(
            "score",
            lambda: _("it earns"),
            lambda row: row.points,
            "right",
            90,
            edit=lambda row: row.points,
            is_editable=lambda row: not row.is_locked,
            bold=True,
        ),
    ]


def _has_limit(row: BandRow) -> bool:
    return not row.is_last and not row.is_locked


def _limit_words(row: BandRow) -> str:
    if row.is_last:
        return _("everything else")
    return f"{row.sign} {row.limit} {row.unit}".strip()
