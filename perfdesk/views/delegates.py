"""The base delegate of all tables: row line, selection with its bar, focus frame, marks, editor in the cell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.desktop import theme
from perfdesk.models import rows as cells
from perfdesk.models.rows import CELL_ROLE, Cell
from perfdesk.views import painting

_FLAGS = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
_PAD = 6.0
_State = QStyle.StateFlag


class TableDelegate(QStyledItemDelegate):
    """Paints a `Cell`; a subclass may override `paint_cell` and keep ground, line and focus."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        cell = index.data(CELL_ROLE) or Cell(str(index.data() or ""))
        box = QRectF(option.rect)
        view = option.widget
        chosen = bool(option.state & _State.State_Selected)
        ground = "selection" if chosen else "alternate" if cell.total else None
        if ground:
            painter.fillRect(option.rect, theme.colour(ground))
        painter.fillRect(
            QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.colour("line")
        )
        if chosen and _is_first(view, index):
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                theme.colour("app.fill"),
            )
        if cell.wrong:
            _paint_wrong(painter, box)
        self.paint_cell(painter, box.adjusted(_PAD, 0, -_PAD, -1), cell, index)
        if (
            isinstance(view, QAbstractItemView)
            and view.hasFocus()
            and index == view.currentIndex()
            and not cell.wrong
        ):
            painting.paint_focus(painter, box)

    def paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, index: QModelIndex) -> None:
        """Draw mark and words in a box that leaves the padding free."""
        mark = cell.mark
        if isinstance(mark, cells.MissingMark):
            painting.paint_hatching(painter, box.adjusted(-_PAD, 0, _PAD, 0))
            self._missing(painter, box, mark.text, cell.align)
            return
        if isinstance(mark, cells.GradeMark):
            badge = (
                box
                if cell.align == "center" or not cell.text
                else QRectF(box.left(), box.top(), 26, box.height())
            )
            if cell.align != "center":
                badge = QRectF(box.left(), box.top(), 26, box.height())
            painting.paint_grade(painter, badge, mark.text, mark.rank)
            box = box.adjusted(32, 0, 0, 0)
        elif isinstance(mark, cells.ScoreBar):
            painting.paint_score_bar(
                painter,
                box.adjusted(0, 0, -2, 0),
                mark.score,
                mark.untreated,
                mark.top,
                mark.met,
                mark.bottom,
            )
            return
        elif isinstance(mark, cells.ChipMark):
            room = (
                box
                if not cell.text
                else QRectF(
                    box.right() - painting.chip_width(mark.text),
                    box.top(),
                    painting.chip_width(mark.text),
                    box.height(),
                )
            )
            painting.paint_chip(painter, room, mark.text, mark.tone, cell.align if not cell.text else "right")
            if not cell.text:
                return
            box = box.adjusted(0, 0, -room.width() - 5, 0)
        elif isinstance(mark, cells.SymbolMark):
            box = self._symbol(painter, box, cell, mark)
        if cell.text:
            self._words(painter, box, cell)

    def _symbol(self, painter: QPainter, box: QRectF, cell: Cell, mark: cells.SymbolMark) -> QRectF:
        """Draw the sign before the words, next to them where they are set right; return what is left."""
        side = 11.0
        left = box.left()
        if cell.align == "right":
            metrics = QFontMetricsF(theme.font("bold" if cell.bold else "base"))
            left = max(left, box.right() - metrics.horizontalAdvance(cell.text) - side - 4)
        elif cell.align == "center" and not cell.text:
            left = box.center().x() - side / 2
        sign = QRectF(left, box.center().y() - side / 2, side, side)
        painting.paint_symbol(painter, sign, mark.shape, mark.tone)
        return box.adjusted(side + 4, 0, 0, 0)

    def _words(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        font = theme.font("bold" if cell.bold else "base")
        metrics = QFontMetricsF(font)
        if cell.second and box.height() >= metrics.height() * 2 - 2:
            half = box.center().y()
            self._line(
                painter,
                QRectF(box.left(), half - metrics.height(), box.width(), metrics.height()),
                cell,
                font,
            )
            small = Cell(cell.second, cell.align, "muted")
            self._line(
                painter, QRectF(box.left(), half, box.width(), metrics.height()), small, theme.font("small")
            )
            return
        if cell.second:
            tiny = theme.font("small")
            needed = QFontMetricsF(tiny).horizontalAdvance(cell.second)
            if cell.align == "right":  # the small figure keeps a column of its own
                room = max(needed, QFontMetricsF(tiny).horizontalAdvance("000.00"))
                right = QRectF(box.right() - room, box.top(), room, box.height())
                self._line(painter, right, Cell(cell.second, "right", "muted"), tiny)
                box = box.adjusted(0, 0, -room - 8, 0)
            else:
                taken = min(metrics.horizontalAdvance(cell.text), box.width())
                rest = box.adjusted(taken + 6, 0, 0, 0)
                if rest.width() > 12:
                    self._line(painter, rest, Cell(cell.second, "left", "muted"), tiny)
                    box = QRectF(box.left(), box.top(), taken + 1, box.height())
        self._line(painter, box, cell, font)
        if cell.wrong:
            painter.setFont(theme.font("bold"))
            painter.setPen(theme.colour("err"))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "!")

    def _line(self, painter: QPainter, box: QRectF, cell: Cell, font: Any) -> None:
        painter.setFont(font)
        painter.setPen(theme.colour("err") if cell.wrong else painting.text_colour(cell.tone))
        shown = QFontMetricsF(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
        align = Qt.AlignmentFlag.AlignLeft if cell.wrong else _FLAGS[cell.align]
        painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _missing(self, painter: QPainter, box: QRectF, word: str, align: str) -> None:
        font = theme.font("small")
        width = QFontMetricsF(font).horizontalAdvance(word) + 8
        left = box.right() - width + 4 if align == "right" else box.left() - 4
        if align == "center":
            left = box.center().x() - width / 2
        label = QRectF(left, box.center().y() - 9, width, 18)
        painter.fillRect(label, theme.colour("card"))
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, word)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        cell = index.data(CELL_ROLE) or Cell(str(index.data() or ""))
        metrics = QFontMetricsF(theme.font("bold" if cell.bold else "base"))
        width = metrics.horizontalAdvance(cell.text) + 2 * _PAD + 2
        if cell.mark is not None:
            width += {cells.ScoreBar: 90, cells.GradeMark: 30}.get(type(cell.mark), 16)
        if isinstance(cell.mark, cells.ChipMark):
            width += painting.chip_width(cell.mark.text)
        return QSize(round(width), 28)

    # -- editing --

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        """Make the editor of a cell: a line edit, or a combo box where the column has choices."""
        model = index.model()
        column = None
        if isinstance(model, cells.RowsModel):
            column = model.columns[index.column()]
        name = str(model.headerData(index.column(), Qt.Orientation.Horizontal) or "")
        if isinstance(model, cells.RowsModel) and column is not None and column.choices is not None:
            combo = QComboBox(parent)
            combo.setObjectName("cellChoice")
            combo.setAccessibleName(name)
            for key, word in column.choices(model.row(index.row())):
                combo.addItem(word, key)
            combo.activated.connect(self._choice_made)
            return combo
        editor = QLineEdit(parent)
        editor.setObjectName("cellEditor")
        editor.setAccessibleName(name)
        editor.setProperty("cell", "true")
        editor.setFrame(False)
        cell = index.data(CELL_ROLE)
        if cell is not None and cell.wrong:
            editor.setProperty("state", "wrong")
        elif cell is not None:
            editor.setAlignment(_FLAGS[cell.align] | Qt.AlignmentFlag.AlignVCenter)
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(text)))
            editor.showPopup()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: QModelIndex) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, 0, -1))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter commits and asks the view to go down; what the base does with Enter happens too late to see."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(editor, QWidget)
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)
            return True
        return super().eventFilter(editor, event)

    def _choice_made(self, _at: int) -> None:
        combo = self.sender()
        if isinstance(combo, QComboBox):
            self.commitData.emit(combo)
            self.closeEditor.emit(combo, QAbstractItemDelegate.EndEditHint.NoHint)


def _paint_wrong(painter: QPainter, box: QRectF) -> None:
    """Tint and frame the cell of a wrong entry."""
    painter.save()
    painter.fillRect(box, theme.colour("err.tint"))
    pen = painter.pen()
    pen.setColor(theme.colour("err"))
    pen.setWidth(2)
    painter.setPen(pen)
    painter.drawRect(box.adjusted(1, 1, -1, -2))
    painter.restore()


def _is_first(view: Any, index: QModelIndex) -> bool:
    header = getattr(view, "horizontalHeader", None)
    return header is None or header().visualIndex(index.column()) == 0
