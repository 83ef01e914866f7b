"""Progress as steps: discs on a line, each a button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from perfdesk.desktop import theme
from perfdesk.views import painting


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `state` is done, current, begun or to_come; `count` such as 12/38 stands under the word."""

    key: str
    word: str
    state: str = "to_come"
    count: str = ""
    tooltip: str = ""


class _Disc(QAbstractButton):
    SIDE = 26
    moved = Signal(int)

    def __init__(
        self, step: Step, number: int, is_first: bool, is_last: bool, has_counts: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.step, self._number, self._ends = step, number, (is_first, is_last)
        self._has_counts = has_counts
        self.setObjectName(f"step_{step.key}")
        self.setText(step.word)
        self.setAccessibleName(f"{number} {step.word} {step.count}".strip())
        self.setToolTip(step.tooltip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        bold, small = QFontMetrics(theme.font("bold")), QFontMetrics(theme.font("small"))
        width = max(bold.horizontalAdvance(self.step.word), small.horizontalAdvance(self.step.count)) + 12
        lines = bold.height() + (small.height() if self._has_counts else 0)
        return QSize(max(56, width), self.SIDE + 6 + lines + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, self.sizeHint().height())

    def keyPressEvent(self, event) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(event.key())
        if step:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        middle, y = self.width() / 2, self.SIDE / 2 + 2
        done = self.step.state == "done"
        for is_end, start, stop in (
            (self._ends[0], 0.0, middle - self.SIDE / 2 - 3),
            (self._ends[1], middle + self.SIDE / 2 + 3, float(self.width())),
        ):
            if not is_end:
                pen = QPen(theme.colour("imp.fill" if done else "button"), 2)
                pen.setStyle(Qt.PenStyle.SolidLine if done else Qt.PenStyle.DotLine)
                painter.setPen(pen)
                painter.drawLine(round(start), round(y), round(stop), round(y))
        disc = QRectF(middle - self.SIDE / 2, 2, self.SIDE, self.SIDE)
        painting.paint_disc(painter, disc, str(self._number), self.step.state)
        is_now = self.step.state == "current"
        painter.setFont(theme.font("bold" if is_now else "base"))
        painter.setPen(theme.colour("app.text" if is_now else "ink" if done else "muted"))
        metrics = QFontMetrics(painter.font())
        word = metrics.elidedText(self.step.word, Qt.TextElideMode.ElideRight, self.width())
        line = QRectF(0, self.SIDE + 6, self.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, word)
        if self.step.count:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("muted"))
            under = QRectF(0, line.bottom(), self.width(), QFontMetrics(painter.font()).height())
            painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, self.step.count)
        if self.hasFocus():
            painting.paint_focus(painter, QRectF(self.rect()), 4)


class ProgressSteps(QWidget):
    """A row of steps; arrow keys move, Enter or a click emits `chosen` with the key."""

    chosen = Signal(str)

    def __init__(self, steps: Sequence[Step] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._discs: list[_Disc] = []
        self.show_steps(steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        focused = next((disc.step.key for disc in self._discs if disc.hasFocus()), None)
        for disc in self._discs:
            self._row.removeWidget(disc)
            disc.hide()
            disc.deleteLater()
        last, has_counts = len(steps) - 1, any(step.count for step in steps)
        self._discs = [
            _Disc(step, at + 1, at == 0, at == last, has_counts, self) for at, step in enumerate(steps)
        ]
        for disc in self._discs:
            disc.clicked.connect(self._choose)
            disc.moved.connect(self._move)
            self._row.addWidget(disc, 1)
            disc.show()
            if disc.step.key == focused:
                disc.setFocus()

    def _move(self, step: int) -> None:
        at = next((at for at, disc in enumerate(self._discs) if disc.hasFocus()), 0)
        self._discs[(at + step) % len(self._discs)].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self) -> None:
        disc = self.sender()
        if isinstance(disc, _Disc):
            self.chosen.emit(disc.step.key)
