"""The idea in one drawing: appraisal gives the gap to improvement, improvement gives back the next target."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from perfdesk.desktop import theme
from perfdesk.texts import _
from perfdesk.views import painting


class IdeaDrawing(QWidget):
    """Two cards with an arrow each way between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("idea")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(560, round(122 * max(1.0, theme.current().zoom / 100)))

    def minimumSizeHint(self) -> QSize:
        return QSize(420, self.sizeHint().height())

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = 86.0
        width, height = min(240.0, (self.width() - gap - 4) / 2), self.height() - 4.0
        left = QRectF(2, 2, width, height)
        right = QRectF(2 + width + gap, 2, width, height)
        words = (_("Appraisal · diagnosis"), _("How far off?"), _("scores, grades, gaps"))
        bar = self._side(painter, left, "app", words)
        track = QRectF(left.left() + 16, bar - 5, width - 36, 10)
        painter.fillRect(track, theme.colour("track"))
        painter.fillRect(
            QRectF(track.left(), track.top(), track.width() * 0.55, 10), theme.colour("app.fill")
        )
        painter.fillRect(QRectF(track.left() + track.width() * 0.83, bar - 10, 2, 20), theme.colour("ink"))
        words = (_("Improvement · treatment"), _("Why, and what now?"), _("causes, actions, checks, effect"))
        line = self._side(painter, right, "imp", words)
        self._checkpoints(painter, right.left() + 22, line, width * 0.56)
        start, stop = left.right() + 8, right.left() - 8
        up, down = left.top() + height * 0.33, left.top() + height * 0.67
        self._arrow(painter, QPointF(start, up), QPointF(stop, up), "app", _("gap"), above=True)
        self._arrow(painter, QPointF(stop, down), QPointF(start, down), "imp", _("next target"), above=False)

    def _side(self, painter: QPainter, box: QRectF, side: str, words: tuple[str, str, str]) -> float:
        """Draw a card with its three lines; return where the little picture goes."""
        painter.setPen(QPen(theme.colour("line")))
        painter.setBrush(theme.colour("card"))
        painter.drawRoundedRect(box, 6, 6)
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), 4), theme.colour(f"{side}.fill"))
        inner = box.adjusted(16, 14, -10, -10)
        part = inner.height() / 4.2
        rows = (
            (inner.top(), words[0], "h2", f"{side}.text"),
            (inner.top() + part * 1.1, words[1], "base", "ink"),
            (inner.bottom() - part, words[2], "small", "muted"),
        )
        for top, text, kind, role in rows:
            painter.setFont(theme.font(kind))
            painter.setPen(theme.colour(role))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
            line = QRectF(inner.left(), top, inner.width(), part)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
        return inner.top() + part * 2.65

    def _checkpoints(self, painter: QPainter, x: float, y: float, length: float) -> None:
        green, grey = theme.colour("imp.fill"), theme.colour("input")
        painter.setPen(QPen(green, 3))
        painter.drawLine(QPointF(x, y), QPointF(x + length / 2, y))
        dashed = QPen(grey, 3, Qt.PenStyle.DotLine, Qt.PenCapStyle.FlatCap)
        painter.setPen(dashed)
        painter.drawLine(QPointF(x + length / 2, y), QPointF(x + length, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(green)
        for at in (0.0, 0.5):
            painter.drawEllipse(QPointF(x + length * at, y), 6, 6)
        painter.setPen(QPen(grey, 2))
        painter.setBrush(theme.colour("card"))
        painter.drawEllipse(QPointF(x + length, y), 6, 6)

    def _arrow(
        self, painter: QPainter, start: QPointF, stop: QPointF, side: str, word: str, above: bool
    ) -> None:
        painter.setPen(painting.round_pen(theme.colour(f"{side}.fill"), 2.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(start, stop)
        back = -9 if stop.x() > start.x() else 9
        painter.drawPolyline([stop + QPointF(back, -6), stop, stop + QPointF(back, 6)])
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        high = painter.fontMetrics().height()
        box = QRectF(
            min(start.x(), stop.x()),
            start.y() - high - 6 if above else start.y() + 6,
            abs(stop.x() - start.x()),
            high,
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
