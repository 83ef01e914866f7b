"""The rail of a plan: ① cause, ② action, ③ checkpoints, ④ effect, on one line down the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.views import painting
from perfdesk.views.parts.basics import label
from perfdesk.views.parts.cards import Elided


class _Disc(QWidget):
    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = str(number)
        self.setFixedSize(22, 22)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painting.paint_disc(painter, QRectF(self.rect()), self._number, "green")


class Rail(QWidget):
    """Numbered sections under each other. `section(n)` gives where content goes, `head(n)` the heading's row."""

    def __init__(self, headings: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._headings, self._remarks = [], []
        self._heads: list[QHBoxLayout] = []
        self._sections: list[QVBoxLayout] = []
        for at, heading in enumerate(headings):
            grid.addWidget(_Disc(at + 1, self), at * 2, 0, Qt.AlignmentFlag.AlignVCenter)
            head = QHBoxLayout()
            head.setSpacing(6)
            word, remark = label(heading, "bold", "imp", self), Elided("", "small", parent=self)
            head.addWidget(word)
            head.addWidget(remark, 1)
            grid.addLayout(head, at * 2, 1)
            section = QVBoxLayout()
            section.setSpacing(4)
            section.setContentsMargins(0, 0, 0, 4)
            grid.addLayout(section, at * 2 + 1, 0 if at == 1 else 1, 1, 2 if at == 1 else 1)
            self._headings.append(word)
            self._remarks.append(remark)
            self._heads.append(head)
            self._sections.append(section)

    def section(self, number: int) -> QVBoxLayout:
        """Return the layout under heading 1, 2, …; that of 2 (the actions) takes the whole width."""
        return self._sections[number - 1]

    def head(self, number: int) -> QHBoxLayout:
        """Return the row of a heading, for chips and a button at its right."""
        return self._heads[number - 1]

    def set_heading(self, number: int, heading: str, remark: str = "") -> None:
        self._headings[number - 1].setText(heading)
        self._remarks[number - 1].set_full(remark)


@dataclass(frozen=True, slots=True)
class RailStop:
    """A checkpoint: `value` over the dot, `word` and `date` under it; not `reached` is drawn dashed."""

    word: str
    date: str
    value: str = ""
    reached: bool = False


class CheckpointLine(QWidget):
    """Checkpoints on a line: values over the dots, dates under them, dashed where the time has not come."""

    DOT = 15

    def __init__(self, stops: Sequence[RailStop] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stops: tuple[RailStop, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_stops(stops)

    def show_stops(self, stops: Sequence[RailStop]) -> None:
        self._stops = tuple(stops)
        words = (f"{stop.word} {stop.date} {stop.value}".strip() for stop in stops)
        self.setAccessibleName("; ".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, QFontMetrics(theme.font("small")).height() * 3 + self.DOT + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event) -> None:
        if not self._stops:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(theme.font("small"))
        high, step = metrics.height(), self.width() / len(self._stops)
        y = high + self.DOT / 2 + 1
        middles = [step * (at + 0.5) for at in range(len(self._stops))]
        for at in range(len(middles) - 1):
            reached = self._stops[at + 1].reached
            pen = QPen(theme.colour("imp.fill" if reached else "button"), 3)
            if not reached:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern([1, 1])
            painter.setPen(pen)
            gap = self.DOT / 2
            painter.drawLine(QPointF(middles[at] + gap, y), QPointF(middles[at + 1] - gap, y))
        for middle, stop in zip(middles, self._stops, strict=True):
            disc = QRectF(middle - self.DOT / 2, y - self.DOT / 2, self.DOT, self.DOT)
            painting.paint_disc(painter, disc, "", "done" if stop.reached else "to_come")
            for top, text, kind, role in (
                (0.0, stop.value, "small.bold", "ink"),
                (y + self.DOT / 2 + 1, stop.word, "small", "ink"),
                (y + self.DOT / 2 + 1 + high, stop.date, "small", "muted"),
            ):
                painter.setFont(theme.font(kind))
                painter.setPen(theme.colour(role))
                cut = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, int(step))
                line = QRectF(middle - step / 2, top, step, high)
                painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, cut)
