"""The states of a cycle's forms as boxes: word, count, and what it takes to leave; each is a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.models.rows import RowsModel
from perfdesk.texts import _
from perfdesk.views import painting
from perfdesk.views.delegates import TableDelegate
from perfdesk.views.parts import label
from perfdesk.views.tables import TableView


@dataclass(frozen=True, slots=True)
class StateBox:
    """One state: `exit` says what it takes to leave it; `side` is blue (appraisal), green or "" (filed). `short`
    stands in the box where the word is too long for it."""

    key: str
    word: str
    count: int
    exit: str
    side: str = "blue"
    short: str = ""

    @property
    def shown(self) -> str:
        return self.short or self.word


class _Box(QAbstractButton):
    """A box with a coloured top; checked: the list below shows this state only."""

    def __init__(self, box: StateBox, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = box
        self.setCheckable(True)
        self.setObjectName(f"state_{box.key}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_box(self, box: StateBox) -> None:
        self.box = box
        self.setText(box.word)
        self.setAccessibleName(_("{state}: {count} forms").format(state=box.word, count=box.count))
        self.setAccessibleDescription(box.exit)
        self.setToolTip(box.exit)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        word, number = QFontMetrics(theme.font()), QFontMetrics(theme.font("title"))
        width = word.horizontalAdvance(self.box.shown) + 20
        return QSize(max(76, width), word.height() + number.height() + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(56, self.sizeHint().height())

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        ground = "app.tint" if chosen else "card" if self.box.count else "alternate"
        painter.setBrush(theme.colour(ground))
        painter.setPen(QPen(theme.colour("focus" if chosen else "line"), 2 if chosen else 1))
        painter.drawRoundedRect(frame, 5, 5)
        side = {"blue": "app.fill", "green": "imp.fill"}.get(self.box.side, "button")
        painter.fillRect(QRectF(frame.left() + 1, frame.top(), frame.width() - 2, 3), theme.colour(side))
        painter.setFont(theme.font())
        painter.setPen(theme.colour("ink" if self.box.count or chosen else "muted"))
        metrics = QFontMetrics(painter.font())
        word = metrics.elidedText(self.box.shown, Qt.TextElideMode.ElideRight, self.width() - 8)
        line = QRectF(0, 7, self.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, word)
        painter.setFont(theme.font("title"))
        under = QRectF(0, line.bottom(), self.width(), self.height() - line.bottom() - 3)
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, str(self.box.count))
        if self.hasFocus():
            painting.paint_focus(painter, QRectF(self.rect()), 4)


class StateBoxes(QWidget):
    """The boxes in a row. `chosen(key)` when one is pressed, "" when the pressed one is let go. Arrow keys move."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._columns: list[QWidget] = []
        self._boxes: dict[str, _Box] = {}
        self._exits: dict[str, QLabel] = {}

    def show_boxes(self, boxes: Sequence[StateBox], chosen: str) -> None:
        if [box.key for box in boxes] != list(self._boxes):
            self._build(boxes)
        for box in boxes:
            self._boxes[box.key].show_box(box)
            self._boxes[box.key].setChecked(box.key == chosen)
            self._exits[box.key].setText(box.exit)

    def box(self, key: str) -> QAbstractButton:
        return self._boxes[key]

    def keyPressEvent(self, event) -> None:
        move = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(event.key())
        boxes = list(self._boxes.values())
        at = next((at for at, box in enumerate(boxes) if box.hasFocus()), None)
        if move is None or at is None:
            super().keyPressEvent(event)
        else:
            boxes[(at + move) % len(boxes)].setFocus()

    def _build(self, boxes: Sequence[StateBox]) -> None:
        for column in self._columns:
            self._row.removeWidget(column)
            column.hide()
            column.deleteLater()
        self._columns, self._boxes, self._exits = [], {}, {}
        for state in boxes:
            column = QWidget(self)
            inside = QVBoxLayout(column)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(3)
            box = _Box(state, column)
            box.clicked.connect(self._press)
            exit_line = label("", "small", parent=column, wrap=True)
            exit_line.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            inside.addWidget(box)
            inside.addWidget(exit_line)
            inside.addStretch(1)
            self._row.addWidget(column, 1)
            self._columns.append(column)
            self._boxes[state.key], self._exits[state.key] = box, exit_line

    def _press(self) -> None:
        box = self.sender()
        if isinstance(box, _Box):
            self.chosen.emit(box.box.key if box.isChecked() else "")


class _LinkDelegate(TableDelegate):
    """Draws the last column as a small button, so that one sees that it can be pressed."""

    def paint_cell(self, painter, box, cell, index) -> None:
        if index.column() != index.model().columnCount() - 1:
            super().paint_cell(painter, box, cell, index)
            return
        font = theme.font("small")
        metrics = QFontMetrics(font)
        height = min(box.height() - 6, metrics.height() + 6)
        width = min(box.width(), metrics.horizontalAdvance(cell.text) + 16)
        frame = QRectF(box.left(), box.center().y() - height / 2 + 0.5, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("button"), 1))
        painter.setBrush(theme.colour("card"))
        painter.drawRoundedRect(frame, 5, 5)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        shown = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, round(width - 10))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()


class StepTable(TableView):
    """A table whose last column leads on: a click on it opens the row, as Enter does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_LinkDelegate(self))
        self.clicked.connect(self._clicked)

    def _clicked(self, index: QModelIndex) -> None:
        model = self.model()
        if isinstance(model, RowsModel) and index.column() == model.columnCount() - 1:
            self.row_opened.emit(model.key_at(index.row()))
