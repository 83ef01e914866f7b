"""The cards of a calibration: one person each, in the words that the board shows and speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from perfdesk.domain.calibration_board import Board, View
from perfdesk.texts import _, current, pick

Index = QModelIndex | QPersistentModelIndex
CARD_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One card. `below` is the grade that filling the seats would give, where that is less than the standard;
    `short` is `line` for narrow columns.

    `is_ghost`: the place that a card has left, as long as its move is not confirmed.
    """

    form_id: int
    name: str
    total: str
    line: str
    below: str = ""
    spoken: str = ""
    is_moving: bool = False
    is_changed: bool = False
    is_locked: bool = False
    is_inverted: bool = False
    wants_reason: bool = False
    is_ghost: bool = False
    short: str = ""


class Cards:
    """The cards of one reading of a board, each made once for each way it can look: most stay while one moves."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.language = current().language
        self._made: dict[tuple[int, int, int | None, bool, bool], BoardCard] = {}

    def columns(self, view: View, moves: Mapping[int, int]) -> list[list[BoardCard]]:
        """Return the cards of each column, a ghost where a card is moving away."""
        people, made = self.board.people, self._made
        upside = {one.key: one.over for one in view.inversions}
        wanting = frozenset(view.unexplained)
        columns: list[list[BoardCard]] = []
        for at, ids in enumerate(view.columns):
            column = []
            for form_id in ids:
                look = (form_id, at, upside.get(form_id), form_id in moves, form_id in wanting)
                card = made.get(look)
                if card is None:
                    card = made[look] = self._card(*look)
                column.append(card)
            columns.append(column)
        for form_id, grade in moves.items():
            one = people.get(form_id)
            if one is not None and one.final is not None and one.final != grade and form_id in view.people:
                line = _("{name} moves out").format(name=pick(one.name, one.name_en))
                columns[one.final].append(BoardCard(form_id, "", "", line, is_ghost=True))
        return columns

    def _card(
        self, form_id: int, final: int, over: int | None, is_moving: bool, wants_reason: bool
    ) -> BoardCard:
        board = self.board
        one = board.people[form_id]
        codes = [grade.code for grade in board.grades]
        standard, wanted = one.standard or 0, board.suggested.get(form_id)
        line = _("Standard {grade}").format(grade=codes[standard])
        short = codes[standard]
        if final != standard:
            line, short = f"{line} → {codes[final]}", f"{short} → {codes[final]}"
        below = codes[wanted] if wanted is not None and wanted > standard else ""
        name = pick(one.name, one.name_en)
        total = f"{one.total:.2f}" if one.total is not None else ""
        spoken = [name, _("total {total}").format(total=total), line]
        if below:
            spoken.append(_("by quota {grade}").format(grade=below))
        if over is not None:
            other = board.people[over]
            words = _("order turned round with {name}")
            spoken.append(words.format(name=pick(other.name, other.name_en)))
        if not one.may_change:
            spoken.append(_("locked"))
        return BoardCard(
            form_id,
            name,
            total,
            line,
            below,
            pick("；", "; ").join(spoken),
            is_moving=is_moving,
            is_changed=final != standard,
            is_locked=not one.may_change,
            is_inverted=over is not None,
            wants_reason=wants_reason,
            short=short,
        )


class CardList(QAbstractListModel):
    """The cards of one grade, best total first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[BoardCard] = []
        self._rows: dict[int, int] = {}

    def show(self, cards: Sequence[BoardCard]) -> None:
        """Show cards; those of the same people in the same order are drawn anew in place."""
        wanted = list(cards)
        if wanted == self._cards:
            return
        same = [(one.form_id, one.is_ghost) for one in wanted] == [
            (one.form_id, one.is_ghost) for one in self._cards
        ]
        if not same:
            self.beginResetModel()
        self._cards = wanted
        self._rows = {one.form_id: at for at, one in enumerate(wanted) if not one.is_ghost}
        if same:
            self.dataChanged.emit(self.index(0), self.index(len(wanted) - 1))
        else:
            self.endResetModel()

    def card(self, row: int) -> BoardCard | None:
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def row_of(self, form_id: int) -> int | None:
        return self._rows.get(form_id)

    def people(self) -> int:
        return len(self._rows)

    def longest_name(self) -> str:
        """Return the name with the most characters, "" if there is nobody."""
        return max((one.name for one in self._cards), key=len, default="")

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def flags(self, index: Index) -> Qt.ItemFlag:
        card = self.card(index.row()) if index.isValid() else None
        if card is None or card.is_ghost:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card = self.card(index.row()) if index.isValid() else None
        if card is None:
            return None
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name or card.line
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return card.spoken or card.line
        return None
