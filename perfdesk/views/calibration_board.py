"""The board: a column of cards for each grade, between which cards are dragged or moved with Alt+arrow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from perfdesk.domain.calibration_board import Board, View
from perfdesk.models.calibration_cards import Cards
from perfdesk.texts import current, pick
from perfdesk.views.calibration_column import GradeColumn

DENSE_FROM = 80
"""From so many people on a card is one line."""


class CalibrationBoard(QWidget):
    """Columns from the best grade to the last.

    Signals: `chosen(form id)`, `move_wanted(form id, grade)` when a card was dropped or stepped to another grade,
    `over(form id, grade)` while a card is held over a column (grade −1: over none), `opened(form id)` on Enter.
    """

    chosen = Signal(int)
    move_wanted = Signal(int, int)
    over = Signal(int, int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: list[GradeColumn] = []
        self._grade_of: dict[int, int] = {}
        self._cards: Cards | None = None
        self._current: int | None = None
        self._held: int | None = None
        self._target = -1
        self._is_showing = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._floating = QLabel(self)
        self._floating.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._floating.hide()
        self._grip = QPoint()

    # -- what the pane calls --

    def show_board(self, board: Board, view: View, moves: Mapping[int, int]) -> None:
        """Show a scope; the current card stays the current one wherever it went."""
        self._make_columns(len(board.grades))
        has_focus = any(column.view.hasFocus() for column in self.columns)
        self._is_showing = True
        is_dense = len(view.people) >= DENSE_FROM
        if (
            self._cards is None
            or self._cards.board is not board
            or self._cards.language != current().language
        ):
            self._cards = Cards(board)
        shown = self._cards.columns(view, moves)
        for at, (column, cards) in enumerate(zip(self.columns, shown, strict=True)):
            grade = board.grades[at]
            last = at == len(board.grades) - 1
            bound = (
                f"<{_plain(board.grades[at - 1].lower_bound)}" if last else f"≥{_plain(grade.lower_bound)}"
            )
            name = pick(grade.name_zh, grade.name_en)
            rank = badge_rank(at, board.centre, len(board.grades))
            seats = view.seats[at] if view.seats is not None else None
            column.view.set_dense(is_dense)
            column.head.show_head(grade.code, rank, name, bound, view.now[at], seats)
            column.view.cards.show(cards)
            column.view.setAccessibleName(f"{grade.code} {name} {bound}")
        self._grade_of = {form_id: at for at, ids in enumerate(view.columns) for form_id in ids}
        self._is_showing = False
        if self._current is not None:
            self.choose(self._current, focus=has_focus)

    def choose(self, form_id: int, *, focus: bool = False) -> bool:
        """Make a card the current one; False when it is not on the board."""
        at = self._grade_of.get(form_id)
        if at is None:
            return False
        is_new = form_id != self._current
        self._current = form_id
        self._is_showing = True
        for which, column in enumerate(self.columns):
            if which != at:
                column.view.clearSelection()
        found = self.columns[at].view.choose(form_id)
        self._is_showing = False
        if focus:
            self.columns[at].view.setFocus(Qt.FocusReason.OtherFocusReason)
        if is_new:
            self.chosen.emit(form_id)
        return found

    def current(self) -> int | None:
        """Return the form whose card is the current one, if it is on the board."""
        return self._current if self._current in self._grade_of else None

    def take_focus(self) -> None:
        """Put the keyboard on the current card, else on the first there is."""
        if (now := self.current()) is not None:
            self.choose(now, focus=True)
            return
        for column in self.columns:
            card = column.view.cards.card(0)
            if card is not None and not card.is_ghost:
                self.choose(card.form_id, focus=True)
                return

    def first_view(self) -> QWidget:
        """Return the list that holds the current card, else the first with cards: where F6 goes."""
        at = self._grade_of.get(self._current) if self._current is not None else None
        if at is None:
            at = next((which for which, one in enumerate(self.columns) if one.view.cards.people()), 0)
        return self.columns[at].view if self.columns else self

    # -- inside --

    def _make_columns(self, count: int) -> None:
        while len(self.columns) > count:
            gone = self.columns.pop()
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.columns) < count:
            at = len(self.columns)
            column = GradeColumn(self)
            column.setObjectName(f"column{at}")
            view = column.view
            view.setObjectName(f"cards{at}")
            view.step_wanted.connect(self._step)
            view.side_wanted.connect(partial(self._go_aside, at))
            view.opened.connect(self.opened)
            view.card_chosen.connect(self._chosen)
            view.drag_begun.connect(self._begin_drag)
            view.dragged.connect(self._drag)
            view.drag_ended.connect(self._end_drag)
            self.columns.append(column)
            self._row.addWidget(column, 1)
        self._floating.raise_()

    def _chosen(self, form_id: int) -> None:
        if not self._is_showing:
            self.choose(form_id)

    def _step(self, form_id: int, by: int) -> None:
        to = self._grade_of[form_id] + by
        if 0 <= to < len(self.columns):
            self.move_wanted.emit(form_id, to)

    def _go_aside(self, at: int, by: int) -> None:
        """Go to the card of the next column that stands at about the same height."""
        row = self.columns[at].view.currentIndex().row()
        step = at + by
        while 0 <= step < len(self.columns):
            cards = self.columns[step].view.cards
            if cards.people():
                card = cards.card(min(max(row, 0), cards.people() - 1))
                if card is not None:
                    self.choose(card.form_id, focus=True)
                return
            step += by

    def _begin_drag(self, form_id: int, grip: QPoint) -> None:
        column = self.columns[self._grade_of[form_id]]
        row = column.view.cards.row_of(form_id)
        card = column.view.cards.card(row) if row is not None else None
        if card is None:
            return
        self._held, self._grip = form_id, grip
        picture: QPixmap = column.view.picture_of(card, column.view.viewport().width() - 13)
        self._floating.setPixmap(picture)
        self._floating.resize(picture.deviceIndependentSize().toSize())
        self._floating.raise_()
        self._floating.show()

    def _drag(self, place: QPoint) -> None:
        if self._held is None:
            return
        here = self.mapFromGlobal(place)
        self._floating.move(here - self._grip)
        self._set_target(self._column_at(here))

    def _end_drag(self, place: QPoint | None) -> None:
        held, target = self._held, -1 if place is None else self._column_at(self.mapFromGlobal(place))
        self._held = None
        self._floating.hide()
        for column in self.columns:
            column.set_target(False)
        self._target = -1
        if held is None:
            return
        self.over.emit(held, -1)
        if target >= 0 and target != self._grade_of.get(held):
            self.move_wanted.emit(held, target)

    def _set_target(self, target: int) -> None:
        if target == self._target or self._held is None:
            return
        self._target = target
        for at, column in enumerate(self.columns):
            column.set_target(at == target)
        self.over.emit(self._held, target)

    def _column_at(self, here: QPoint) -> int:
        for at, column in enumerate(self.columns):
            if column.geometry().contains(here):
                return at
        return -1


def badge_rank(at: int, centre: int, count: int) -> int:
    """Return the strength of a badge, 0 to 4: the centre is 2, the best 0, the last 4, between them in order."""
    if count == 5 and centre == 2:
        return at
    if at == centre:
        return 2
    if at < centre:
        return 0 if at == 0 else 1
    return 4 if at == count - 1 else 3


def _plain(bound: object) -> str:
    text = str(bound)
    return text.rstrip("0").rstrip(".") if "." in text else text
