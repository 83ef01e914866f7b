"""The right side of the calibration: the harm of a quota over the move that waits, in one scrolling column."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.calibration_board import Board, View
from perfdesk.views.calibration_move import MoveCard
from perfdesk.views.calibration_quota import QuotaCard

WIDTH, LEAST_WIDTH, LARGEST_SHARE = 316, 280, 0.38
"""Pixels at 100 %, and how much of the pane the side may take with larger text."""


class CalibrationSide(QScrollArea):
    """Holds `quota` and `move`, and shares the height between them: a reason being written comes first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("calibrationSide")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("scrolled", "true")
        self.quota, self.move_card = QuotaCard(inside), MoveCard(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.quota)
        column.addWidget(self.move_card, 1)
        self.setWidget(inside)

    def fit(self, width: int) -> None:
        """Take the width that belongs to a pane this wide."""
        wanted = WIDTH * theme.current().zoom / 100
        self.setFixedWidth(round(max(LEAST_WIDTH, min(wanted, width * LARGEST_SHARE))))

    def show_view(self, board: Board, view: View, *, is_linked: bool, can_change: bool) -> None:
        """Show the quota's card, with fewer lines while a move needs the room."""
        draft = self.move_card.draft()
        rows = 5 if draft is None else 3 if self.move_card.upside.isHidden() else 1
        if draft is not None and self.height() >= 620 * theme.current().zoom / 100:
            rows += 2
        self.quota.show_view(
            board,
            view,
            is_linked=is_linked,
            can_change=can_change,
            is_moving=draft is not None,
            rows_shown=rows,
        )
        if draft is not None:
            QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        """Scroll to the buttons of a move once it has its place: with large text they may lie below."""
        if self.move_card.draft() is not None:
            self.ensureWidgetVisible(self.move_card.confirm, 0, 12)
