"""The levels of a firm's own scale as a small table to edit: number, points, words in both languages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.domain.grades import met_score
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.scale_changes import with_level_added, without_level
from perfdesk.domain.scales import FEWEST, MOST
from perfdesk.domain.terms import Scheme
from perfdesk.models.own_levels import LevelRow, level_rows, with_level_text
from perfdesk.models.rows import Column, Refused, RowsModel, SymbolMark
from perfdesk.models.rule_fields import refused_of
from perfdesk.texts import N_, _, translator
from perfdesk.texts.words import number
from perfdesk.views.parts import button, label
from perfdesk.views.tables import TableView

_NEW = N_("New level")


class OwnLevelTable(QWidget):
    """`save(rule, visit)` answers None when the changed rule was taken. Cells that were refused are tried again
    together with the next one, since the scores of two levels can only be exchanged together."""

    def __init__(self, save: Callable[[Rule, str], Refused | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._save_rule = save
        self._rule: Rule | None = None
        self._scheme, self._is_locked = Scheme.P120, False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.table = TableView(self)
        self.table.setObjectName("ownLevels")
        self.rows: RowsModel[LevelRow] = RowsModel(_columns(), _level, self._save, self.table)
        self.table.setModel(self.rows)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.row_chosen.connect(self._show_buttons)
        column.addWidget(self.table)
        row = QHBoxLayout()
        self.more = button("", "small", "plus", "addLevel", self._add, self)
        self.fewer = button("", "small", "minus", "removeLevel", self._remove, self)
        row.addWidget(self.more)
        row.addWidget(self.fewer)
        row.addStretch(1)
        column.addLayout(row)
        self.wrong = label("", "small", "err", self, wrap=True)
        self.wrong.setObjectName("levelsWrong")
        self.wrong.hide()
        column.addWidget(self.wrong)

    def show_rule(self, rule: Rule, scheme: Scheme, *, locked: bool = False) -> None:
        """Show the levels of a rule, the best first."""
        if rule != self._rule:
            self.wrong.hide()
        self._rule, self._scheme, self._is_locked = rule, scheme, locked
        found = level_rows(rule, met_score(True, scheme), locked=locked)
        self.rows.show(found)
        self.table.setFixedHeight(self.table.height_for_rows(max(FEWEST, len(found))))
        self._show_buttons()

    def forget(self) -> None:
        """Forget what was typed and refused: another card is shown."""
        self._rule = None
        self.rows.show([])

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Own levels"))
        for made, word in ((self.more, _("One more level")), (self.fewer, _("Remove the level"))):
            made.setText(word)
            made.setAccessibleName(word)
        self.rows.retranslate()

    def pending(self) -> list[str]:
        """Return one line for each wrong entry."""
        return [f"{_('Own levels')}: {wrong.text}" for wrong in self.rows.pending()]

    def met_text(self) -> str:
        """Say which score one of the levels has to earn."""
        met = number(met_score(True, self._scheme))
        return _("One level earns {met} points: what meets the requirement.").format(met=met)

    def _show_buttons(self, _key: object = None) -> None:
        count = len(self.rows.all_rows())
        locked = self._rule is None or self._is_locked
        self.more.setEnabled(not locked and FEWEST <= count < MOST)
        self.fewer.setEnabled(not locked and count > FEWEST and self.table.current_key() is not None)

    def _save(self, row: LevelRow, column: str, text: str) -> Refused | None:
        if self._rule is None:
            return None
        try:
            alone = with_level_text(self._rule, row.level, column, text)
        except Invalid as invalid:
            return refused_of(invalid)
        others = [one for one in self.rows.pending() if (one.key, one.column) != (row.level, column)]
        if others:
            together = alone
            try:
                for one in others:
                    together = with_level_text(together, str(one.key), one.column, one.text)
            except Invalid:
                together = alone
            if together != alone and self._save_rule(together, "") is None:
                for one in others:
                    at = self.rows.row_of(one.key)
                    if at is not None:
                        self.rows.take_back(self.rows.index(at, self.rows.column_of(one.column)))
                return None
        return self._save_rule(alone, "")

    def _add(self) -> None:
        if self._rule is not None:
            zh = translator("zh_CN")(_NEW)
            self._tell(self._save_rule(with_level_added(self._rule, self._scheme, zh, _NEW), ""))

    def _remove(self) -> None:
        key = self.table.current_key()
        if self._rule is not None and isinstance(key, str):
            self._tell(self._save_rule(without_level(self._rule, Decimal(key)), ""))

    def _tell(self, refused: Refused | None) -> None:
        self.wrong.setText(refused.wrong if refused else "")
        self.wrong.setVisible(refused is not None)


def _level(row: LevelRow) -> str:
    return row.level


def _may_edit(row: LevelRow) -> bool:
    return not row.is_locked


def _met_mark(row: LevelRow) -> SymbolMark | None:
    return SymbolMark("check", "imp") if row.is_met else None


def _columns() -> list[Column[LevelRow]]:
    return [
        Column(
            "level", lambda: _("Level"), _level, "right", 48, edit=_level, is_editable=_may_edit, bold=True
        ),
        Column(
            "score",
            lambda: _("Points"),
            lambda row: row.score,
            "right",
            66,
            edit=lambda row: row.score,
            is_editable=_may_edit,
            mark=_met_mark,
            header_tooltip=lambda: _("✓ is the level that meets the requirement"),
        ),
        Column(
            "zh",
            lambda: _("Words in Chinese"),
            lambda row: row.zh,
            edit=lambda row: row.zh,
            is_editable=_may_edit,
            tooltip=lambda row: row.zh,
        ),
        Column(
            "en",
            lambda: _("Words in English"),
            lambda row: row.en,
            edit=lambda row: row.en,
            is_editable=_may_edit,
            tooltip=lambda row: row.en,
        ),
    ]
