"""Shows a picture of `charts`: sharp at any scale, with hover, arrow keys and the same figures as a table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QBrush,
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QMenu,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from perfdesk.charts.shapes import Bar, Circle, Line, Picture, Polygon, Shape
from perfdesk.desktop import theme
from perfdesk.texts import _
from perfdesk.views import painting
from perfdesk.views.tables import as_text

Build = Callable[[float, float], Picture]
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


class ChartView(QWidget):
    """A chart. `show_chart(build, title)` keeps the builder, and calls it again for each size and theme.

    Hover tells a shape; with the focus, left and right go over the shapes; Ctrl+T shows the table of the same
    figures; the context menu copies picture or table. Emits `spoken(text)` for the shape under the keyboard.
    """

    spoken = Signal(str)

    def __init__(self, height: int = 130, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build: Build | None = None
        self._picture = Picture(0, 0, ())
        self._at = -1
        self._height = height
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = QTableWidget(self)
        self.table.setObjectName("chartTable")
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.hide()
        column.addWidget(self.table)

    def show_chart(self, build: Build, title: str) -> None:
        """Show what `build(width, height)` draws; `title` is the accessible name."""
        self._build = build
        self.setAccessibleName(title)
        self._at = -1
        self._draw()

    def picture(self) -> Picture:
        return self._picture

    def toggle_table(self) -> None:
        """Show the figures instead of the drawing, or the drawing again."""
        is_table = not self.table.isHidden()
        self.table.setVisible(not is_table)
        (self if is_table else self.table).setFocus()
        self.update()

    def copy_picture(self) -> None:
        ratio = 2.0
        image = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        image.setDevicePixelRatio(ratio)
        image.fill(theme.colour("card"))
        painter = QPainter(image)
        paint_picture(painter, self._picture)
        painter.end()
        QGuiApplication.clipboard().setPixmap(image)

    def copy_table(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self.table.model(), range(self.table.rowCount())))

    # -- what Qt calls --

    def sizeHint(self) -> QSize:
        return QSize(300, round(self._height * theme.current().zoom / 100))

    def minimumSizeHint(self) -> QSize:
        return QSize(140, self.sizeHint().height())

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self._draw()

    def paintEvent(self, event) -> None:
        if not self.table.isHidden():
            return
        painter = QPainter(self)
        paint_picture(painter, self._picture)
        if self.hasFocus():
            painting.paint_focus(painter, QRectF(self.rect()), 4)
            shape = self._focused()
            if shape is not None:
                painter.setPen(QPen(theme.colour("focus"), 2, Qt.PenStyle.DotLine))
                painter.drawRect(_box(shape).adjusted(-4, -4, 4, 4))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        shape = self._under(event.position())
        QToolTip.showText(event.globalPosition().toPoint(), shape.tooltip if shape else "", self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shapes = self._picture.reachable()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_T and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.toggle_table()
        elif step and shapes and self.table.isHidden():
            self._at = (
                (self._at + step) % len(shapes) if self._at >= 0 else 0 if step > 0 else len(shapes) - 1
            )
            self._tell(shapes[self._at])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def menu(self) -> QMenu:
        """Make the context menu."""
        menu = QMenu(self)
        for word, call in (
            (
                _("Show as table (Ctrl+T)") if self.table.isHidden() else _("Show as chart (Ctrl+T)"),
                self.toggle_table,
            ),
            (_("Copy picture"), self.copy_picture),
            (_("Copy figures"), self.copy_table),
        ):
            action = QAction(word, menu)
            action.triggered.connect(call)
            menu.addAction(action)
        return menu

    # -- inside --

    def _draw(self) -> None:
        if self._build is None or self.width() < 20:
            return
        self._picture = self._build(float(self.width()), float(self.sizeHint().height()))
        table = self._picture.table
        self.table.setRowCount(max(0, len(table) - 1))
        self.table.setColumnCount(len(table[0]) if table else 0)
        if table:
            self.table.setHorizontalHeaderLabels(list(table[0]))
        for row, words in enumerate(table[1:]):
            for at, word in enumerate(words):
                self.table.setItem(row, at, QTableWidgetItem(word))
        self.setAccessibleDescription("; ".join(" ".join(row) for row in table[1:]))
        self.update()

    def _focused(self) -> Shape | None:
        shapes = self._picture.reachable()
        return shapes[self._at] if 0 <= self._at < len(shapes) else None

    def _tell(self, shape: Shape) -> None:
        words = shape.spoken or shape.tooltip
        self.setAccessibleDescription(words)
        self.spoken.emit(words)
        QToolTip.showText(self.mapToGlobal(_box(shape).bottomLeft().toPoint() + QPoint(0, 4)), words, self)
        self.update()

    def _under(self, point: QPointF) -> Shape | None:
        for shape in reversed(self._picture.reachable()):
            if _box(shape).adjusted(-5, -5, 5, 5).contains(point):
                return shape
        return None


def paint_picture(painter: QPainter, picture: Picture) -> None:
    """Draw all shapes of a picture in the theme on screen."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in picture.shapes:
        _paint(painter, shape)
    painter.restore()


def small_line() -> float:
    """Return the height of a line of small text, which the builders of charts ask for."""
    return QFontMetricsF(theme.font("small")).height() * 0.82


def _paint(painter: QPainter, shape: Shape) -> None:
    colour = theme.colour(shape.role)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if isinstance(shape, Line):
        pen = QPen(colour, shape.width)
        if shape.dash:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([length / max(shape.width, 0.5) for length in shape.dash])
        painter.setPen(pen)
        is_level = shape.y1 == shape.y2 and shape.width <= 1
        y = round(shape.y1) + 0.5 if is_level else shape.y1
        painter.drawLine(QPointF(shape.x1, y), QPointF(shape.x2, y if is_level else shape.y2))
    elif isinstance(shape, Bar):
        box = QRectF(round(shape.x), round(shape.y), round(shape.width), max(2, round(shape.height)))
        painter.fillRect(box, colour)
        if shape.hatched:
            pattern = theme.colour("card")
            painter.setOpacity(0.35)
            painter.fillRect(box, QBrush(pattern, Qt.BrushStyle.BDiagPattern))
            painter.setOpacity(1)
    elif isinstance(shape, Polygon):
        points = QPolygonF([QPointF(x, y) for x, y in shape.points])
        if shape.filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(points)
        else:
            painter.setPen(painting.round_pen(colour, shape.width))
            painter.drawPolyline(points)
    elif isinstance(shape, Circle):
        painter.setPen(QPen(colour, 2))
        painter.setBrush(colour if shape.filled else theme.colour("card"))
        painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
    else:
        font = theme.font("small.bold" if shape.bold else "small")
        painter.setFont(font)
        painter.setPen(colour)
        width = QFontMetricsF(font).horizontalAdvance(shape.text)
        painter.drawText(QPointF(shape.x - width * _ANCHORS[shape.anchor], shape.y), shape.text)


def _box(shape: Shape) -> QRectF:
    if isinstance(shape, Bar):
        return QRectF(shape.x, shape.y, shape.width, shape.height)
    if isinstance(shape, Circle):
        return QRectF(shape.x - shape.radius, shape.y - shape.radius, 2 * shape.radius, 2 * shape.radius)
    if isinstance(shape, Line):
        return QRectF(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2)).normalized()
    if isinstance(shape, Polygon):
        return QPolygonF([QPointF(x, y) for x, y in shape.points]).boundingRect()
    metrics = QFontMetricsF(theme.font("small.bold" if shape.bold else "small"))
    width = metrics.horizontalAdvance(shape.text)
    return QRectF(
        shape.x - width * _ANCHORS[shape.anchor], shape.y - metrics.ascent(), width, metrics.height()
    )
