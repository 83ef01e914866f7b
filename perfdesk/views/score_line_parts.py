"""What the lines of the form are made of: widths of columns, a bar, a level with its anchor."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from perfdesk.desktop import theme
from perfdesk.models.rows import ScoreBar
from perfdesk.texts import _
from perfdesk.views import painting
from perfdesk.views.parts import KeyCap, label, set_tone

WIDTHS = {"code": 46, "weight": 42, "target": 102, "value": 104, "score": 56, "weighted": 46, "bar": 60}
"""Columns at 100 % in pixels; the name takes what is left."""
COLUMNS = ("code", "name", "weight", "target", "value", "score", "weighted", "bar", "note")
NOTE, EDIT, GAP = 20, 62, 5


NARROW_WITHOUT = ("code", "weighted", "bar", "note", "weight")
"""What a line leaves out in a narrow pane: the name must stay readable. Weights being set stay."""


def columns(grid: QGridLayout, calm: bool, is_narrow: bool, is_building: bool = False) -> None:
    """Give the columns of a line or of the heading over it their widths."""
    zoom = theme.current().zoom / 100
    for at, name in enumerate(COLUMNS):
        hidden = (calm and name in ("code", "weight", "target", "score", "weighted", "bar", "note")) or (
            is_narrow and name in NARROW_WITHOUT and not (name == "weight" and is_building)
        )
        width = 0 if hidden else WIDTHS.get(name, NOTE if name == "note" else 0)
        if name == "weight" and is_building:
            width = EDIT
        grid.setColumnMinimumWidth(at, round(width * zoom))
        grid.setColumnStretch(at, 1 if name == "name" else 0)
    grid.setHorizontalSpacing(GAP)
    grid.setContentsMargins(6, 1, 6, 1)


class BarView(QWidget):
    """A score as a bar with the mark at met; the number stands beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = ScoreBar(None)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_bar(self, bar: ScoreBar) -> None:
        if bar != self._bar:
            self._bar = bar
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(60, 18)

    def paintEvent(self, event) -> None:
        bar, box = self._bar, QRectF(self.rect()).adjusted(1, 0, -1, 0)
        painting.paint_score_bar(QPainter(self), box, bar.score, False, bar.top, bar.met, bar.bottom)


class AnchorLine(QFrame):
    """One level with its key and what it looks like; a click anywhere on it chooses."""

    chosen = Signal(int)

    def __init__(self, code: str, level: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"level_{code}_{level}")
        self._level, self._may = level, False
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 4, 2)
        row.setSpacing(8)
        self._key = KeyCap(str(level), self)
        self._word = label("", "small", parent=self)
        self._word.setMinimumWidth(44)
        self._text = QLabel("", self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._mark = label("", "small", parent=self)
        row.addWidget(self._key)
        row.addWidget(self._word)
        row.addWidget(self._text, 1)
        row.addWidget(self._mark)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_anchor(self, word: str, text: str, is_chosen: bool, may: bool, mark: str = "") -> None:
        """Show a level with its word; `mark` says who else gave or asks for it."""
        self._may = may
        self._word.setText(word)
        self._word.setVisible(bool(word))
        self._text.setText(text)
        self._mark.setText(mark)
        self._mark.setVisible(bool(mark))
        set_tone(self, "bar", "notice" if is_chosen else "")
        set_tone(self._word, "tone", "app" if is_chosen else "")
        chosen = f" {_('chosen')}" if is_chosen else ""
        self.setAccessibleName(f"{self._level} {word} {text} {mark}".rstrip() + chosen)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._may and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._level)
