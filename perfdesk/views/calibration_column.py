"""One grade of the calibration board: its head with count and seats, and the cards beneath."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.texts import _
from perfdesk.views import painting
from perfdesk.views.calibration_cards import CardView

_Flag = Qt.AlignmentFlag


class ColumnHead(QWidget):
    """The badge of a grade, its name with its bound, its count in bold, and the seats of the guide."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._code, self._rank, self._name, self._bound, self._count, self._seats = "", 2, "", "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_head(self, code: str, rank: int, name: str, bound: str, count: int, seats: int | None) -> None:
        shown = "" if seats is None else _("/ {seats}").format(seats=seats)
        wanted = (code, rank, name, bound, str(count), shown)
        if wanted != (self._code, self._rank, self._name, self._bound, self._count, self._seats):
            self._code, self._rank, self._name, self._bound, self._count, self._seats = wanted
            spoken = _("{grade} {name} {bound}: {count} people")
            spoken = spoken.format(grade=code, name=name, bound=bound, count=count)
            if seats is not None:
                spoken += " · " + _("guide {seats}").format(seats=seats)
            self.setAccessibleName(spoken)
            self.setToolTip(spoken)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, round(QFontMetricsF(theme.font("h2")).height()) + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(8, 4, -9, -2)
        code = QRectF(box.left(), box.top(), painting.chip_width(self._code), box.height())
        code.setWidth(max(26.0, code.width()))
        painting.paint_grade(painter, code, self._code, self._rank)
        right = _Flag.AlignRight | _Flag.AlignVCenter
        painter.setPen(theme.colour("muted"))
        painter.setFont(theme.font("small"))
        painter.drawText(box, right, self._seats)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(self._seats)
        box.adjust(0, 0, -wide - (3 if self._seats else 0), 0)
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font("h2"))
        painter.drawText(box, right, self._count)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(self._count)
        room = QRectF(code.right() + 6, box.top(), box.right() - wide - 6 - code.right() - 6, box.height())
        painter.setFont(theme.font("small"))
        metrics, whole = QFontMetricsF(painter.font()), f"{self._name} {self._bound}"
        shown = whole if metrics.horizontalAdvance(whole) <= room.width() else self._bound
        if metrics.horizontalAdvance(shown) > room.width():
            shown = ""
        painter.drawText(room, _Flag.AlignLeft | _Flag.AlignVCenter, shown)


class GradeColumn(QWidget):
    """One grade: head and cards, framed thickly while a card is held over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.head, self.view = ColumnHead(self), CardView(self)
        self._is_target = False
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 4)
        column.setSpacing(2)
        column.addWidget(self.head)
        column.addWidget(self.view, 1)

    def set_target(self, is_target: bool) -> None:
        if self._is_target != is_target:
            self._is_target = is_target
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("app.tint" if self._is_target else "window"))
        painter.setPen(
            QPen(theme.colour("focus" if self._is_target else "line"), 2 if self._is_target else 1)
        )
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
