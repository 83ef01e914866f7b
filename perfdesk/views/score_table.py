"""The grid itself: a table that is typed down its columns, with its header, its delegate and its keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QFontMetricsF,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.desktop import theme
from perfdesk.models.rows import Cell
from perfdesk.models.score_grid import GRADE, PERSON, TOTAL, ScoreGridModel
from perfdesk.views.delegates import TableDelegate
from perfdesk.views.score_fields import ENTER, is_why
from perfdesk.views.tables import TableView, as_text

_LEVELS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "１": 1, "２": 2, "３": 3, "４": 4, "５": 5}
_LEAST, _LEAST_PLAIN, _MOST, _SAMPLE = 68, 46, 150, 60
_SCORE, _GAP = "000.00", 6


class CellEdit(QLineEdit):
    """The editor of a cell. While something is being composed, every key belongs to the input method."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The point of a number pad is a comma on some keyboards; a figure has none."""
        if is_pad_point(event):
            self.insert(".")
        else:
            super().keyPressEvent(event)


class GridDelegate(TableDelegate):
    """Marks the column and the row that are worked on."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        view = option.widget
        if isinstance(view, GridTable):
            current = view.currentIndex()
            if current.isValid() and index.row() == current.row():
                painter.fillRect(option.rect, theme.colour("selection"))
                if index.column() == 0:
                    bar = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
                    painter.fillRect(bar, theme.colour("app.fill"))
            elif current.isValid() and index.column() == current.column() and view.is_entry(index):
                painter.fillRect(option.rect, theme.colour("app.tint"))
        super().paint(painter, option, index)

    def paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, index: QModelIndex) -> None:
        """Draw value and small score close together, so that many indicators fit side by side."""
        if cell.mark is not None or not cell.second or cell.align != "right":
            super().paint_cell(painter, box, cell, index)
            return
        box = box.adjusted(-2, 0, 2, 0)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("key"))
        painter.setPen(theme.colour("muted"))
        room = QFontMetricsF(painter.font()).horizontalAdvance(_SCORE)
        painter.drawText(box, align, cell.second)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("ink"))
        left = box.adjusted(0, 0, -room - _GAP, 0)
        metrics = QFontMetricsF(painter.font())
        painter.drawText(
            left, align, metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, left.width() + 1)
        )

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        made = CellEdit(parent)
        made.setObjectName("cellEditor")
        made.setAccessibleName(
            str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)).replace("\n", " ")
        )
        made.setProperty("cell", "true")
        made.setFrame(False)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return made

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            isinstance(editor, CellEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            if editor.is_composing:
                return True
            if event.key() == Qt.Key.Key_F4:
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
                table = self.parent()
                if isinstance(table, GridTable):
                    table.reason_asked.emit(table.currentIndex())
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                table = self.parent()
                if isinstance(table, GridTable):
                    table.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(editor, event)


class GridHeader(QHeaderView):
    """Three lines over a column: the indicator in bold, unit and weight, target. A bar marks the current one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setObjectName("gridHeader")

    def sizeHint(self) -> QSize:
        line = QFontMetrics(theme.font("small")).height()
        return QSize(super().sizeHint().width(), line * 3 + 14)

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        table = self.parent()
        lines = str(self.model().headerData(section, self.orientation()) or "").split("\n")
        is_current = (
            isinstance(table, GridTable) and table.currentIndex().column() == section and len(lines) > 1
        )
        painter.save()
        painter.fillRect(box, theme.colour("app.tint" if is_current else "card"))
        if is_current:
            painter.fillRect(box.left(), box.top(), box.width(), 3, theme.colour("app.fill"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("button"))
        metrics = QFontMetrics(theme.font("small"))
        height, room = metrics.height(), QRectF(box).adjusted(6, 5, -6, -5)
        align = (
            Qt.AlignmentFlag.AlignRight
            if section not in (0, self.count() - 1)
            else Qt.AlignmentFlag.AlignLeft
        )
        top = room.top() if len(lines) > 1 else room.center().y() - height / 2
        for at, text in enumerate(lines):
            is_name = at == 0 and len(lines) > 1
            painter.setFont(theme.font("small.bold" if is_name else "small"))
            painter.setPen(
                theme.colour("app.text" if is_name and is_current else "ink" if is_name else "muted")
            )
            shown = QFontMetrics(painter.font()).elidedText(
                text, Qt.TextElideMode.ElideRight, int(room.width())
            )
            line = QRectF(room.left(), top + at * height, room.width(), height)
            painter.drawText(line, align | Qt.AlignmentFlag.AlignVCenter, shown)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            sign = "▲" if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder else "▼"
            painter.setFont(theme.font("key"))
            painter.setPen(theme.colour("app.text"))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, sign)
        painter.restore()


class GridTable(TableView):
    """Signals: `paste_wanted`, `fill_wanted`, `empty_wanted` (F3), `why_asked` (F1), `place_changed`."""

    paste_wanted = Signal()
    fill_wanted = Signal()
    empty_wanted = Signal()
    why_asked = Signal(QModelIndex)
    place_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, dense=True)
        self.setHorizontalHeader(GridHeader(self))
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.sectionClicked.connect(self._sort)
        self.setItemDelegate(GridDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.offer_reasons()
        self._chosen_at = QPersistentModelIndex()

    def is_entry(self, index: QModelIndex) -> bool:
        """Tell whether a cell belongs to an indicator and a person."""
        model = self.model()
        return (
            isinstance(model, ScoreGridModel)
            and index.isValid()
            and not model.is_total(index.row())
            and model.grid_column(index.column()) is not None
        )

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After the last person Enter goes on at the top of the next indicator: the footers take nothing."""
        index = self.currentIndex()
        super().closeEditor(editor, hint)
        now = self.currentIndex()
        if now.isValid() and self._is_footer(now.row()):
            self.go(index)
            self.step(1, wraps=True)

    def step(self, rows: int, *, wraps: bool = False) -> None:
        """Go down or up in the column; with `wraps` on to the next or the previous indicator at its ends."""
        index, model = self.currentIndex(), self.model()
        if not index.isValid() or not isinstance(model, ScoreGridModel):
            return
        last, row, column = len(model.rows()) - 1, index.row() + rows, index.column()
        if not 0 <= row <= last:
            if not wraps:
                return
            row, column = (0, column + 1) if row > last else (last, column - 1)
        if model.grid_column(column) is not None or 0 <= index.row() + rows <= last:
            self.go(model.index(row, column))

    def go(self, index: QModelIndex) -> None:
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def fit(self) -> None:
        """Share the width among the columns; many columns scroll sideways inside the table."""
        model, zoom = self.model(), theme.current().zoom / 100
        if not isinstance(model, ScoreGridModel):
            return
        fixed = {PERSON: round(114 * zoom), TOTAL: round(68 * zoom), GRADE: round(46 * zoom)}
        count = max(1, len(model.grid_columns))
        room = self.viewport().width() - sum(fixed.values()) - count
        needed = self._widths(model, model.has_scores)
        has_room = sum(value for value, _title in needed) <= room
        if not has_room:
            needed = self._widths(model, False)
            fixed[PERSON] = round(96 * zoom)
            room = self.viewport().width() - sum(fixed.values()) - count
        model.show_scores(model.has_scores and has_room)
        spare = max(0, room - sum(value for value, _title in needed))
        wishes = [max(title - value, 0) for value, title in needed]
        granted = min(1.0, spare / max(1, sum(wishes)))
        share = min(max(0, spare - sum(wishes)) / count, _MOST * zoom / 3)
        widths = [
            int(value + wish * granted + share) for (value, _title), wish in zip(needed, wishes, strict=True)
        ]
        header = self.horizontalHeader()
        for at, column in enumerate(model.columns):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(at, fixed.get(column.name) or widths[at - 1])

    def _widths(self, model: ScoreGridModel, with_scores: bool) -> list[tuple[int, int]]:
        """Return for each indicator how wide the first people's values are, and how wide its title."""
        zoom = theme.current().zoom / 100
        plain, small = QFontMetrics(theme.font()), QFontMetrics(theme.font("small"))
        score = QFontMetrics(theme.font("key")).horizontalAdvance(_SCORE) + _GAP if with_scores else 0
        least = round((_LEAST if with_scores else _LEAST_PLAIN) * zoom)
        found = []
        for across in range(1, len(model.grid_columns) + 1):
            texts = [
                str(model.index(at, across).data() or "") for at in range(min(_SAMPLE, model.rowCount()))
            ]
            name, *lines = str(model.headerData(across, Qt.Orientation.Horizontal) or "").split("\n")
            value = max((plain.horizontalAdvance(text) for text in texts), default=0)
            title = max(
                small.horizontalAdvance(name) * 1.1, *(small.horizontalAdvance(line) for line in lines), 0
            )
            most = round(2 * _LEAST * zoom)
            found.append((max(min(value + score + 9, most), least), round(min(title + 14, most))))
        return found

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self._chosen_at = QPersistentModelIndex()
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        self.place_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key, control = self.currentIndex(), event.key(), Qt.KeyboardModifier.ControlModifier
        level = _LEVELS.get(event.text())
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif key == Qt.Key.Key_D and event.modifiers() == control:
            self.fill_wanted.emit()
        elif key == Qt.Key.Key_F3:
            self.empty_wanted.emit()
        elif is_why(event):
            self.why_asked.emit(index)
        elif level and self._takes_level(index):
            self._choose(index, level)
        elif self._chosen_at.isValid() and self._takes_level(index) and _is_point(event):
            self._make_half()
        elif event.text() == "-" and self._takes_level(index):
            self.step(-1, wraps=True)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.is_entry(index):
            self.model().setData(index, "")
        elif key in ENTER and not _held(event) and not (index.flags() & Qt.ItemFlag.ItemIsEditable):
            self.step(1, wraps=True)
        elif key == Qt.Key.Key_Enter and not _held(event) and self._takes_level(index):
            self.step(1, wraps=True)  # on a number pad Enter is the way on: levels are typed, not opened
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A digit that an input method passes on chooses a level too; composing opens the editor."""
        level = _LEVELS.get(event.commitString())
        if level and not event.preeditString() and self._takes_level(self.currentIndex()):
            self._choose(self.currentIndex(), level)
            event.accept()
        else:
            super().inputMethodEvent(event)

    def copy_text(self) -> str:
        """Return the selected block as it was typed; with one cell selected, the whole table with its titles."""
        chosen = self.selectionModel().selectedIndexes()
        if len(chosen) < 2:
            return as_text(self.model(), range(self.model().rowCount())).replace("\r", "")
        rows, columns = sorted({at.row() for at in chosen}), sorted({at.column() for at in chosen})
        picked = {(at.row(), at.column()) for at in chosen}
        model = self.model()
        lines = [
            "\t".join(
                str(model.index(row, column).data(Qt.ItemDataRole.EditRole) or "")
                if (row, column) in picked
                else ""
                for column in columns
            )
            for row in rows
        ]
        return "\n".join(lines) + "\n"

    def copy_all(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self.model(), range(self.model().rowCount())))

    def _is_footer(self, row: int) -> bool:
        model = self.model()
        return isinstance(model, ScoreGridModel) and model.is_total(row)

    def _takes_level(self, index: QModelIndex) -> bool:
        model = self.model()
        column = (
            model.grid_column(index.column())
            if isinstance(model, ScoreGridModel) and index.isValid()
            else None
        )
        may = bool(index.flags() & Qt.ItemFlag.ItemIsEditable) if index.isValid() else False
        return column is not None and column.is_anchored and may

    def _choose(self, index: QModelIndex, level: int) -> None:
        self._chosen_at = QPersistentModelIndex()
        if self.model().setData(index, str(level)):
            chosen = QPersistentModelIndex(index)
            self.step(1, wraps=True)
            self._chosen_at = chosen

    def _make_half(self) -> None:
        """A point right after a level goes back to it: 3 and then .5 is 3.5."""
        index = self.model().index(self._chosen_at.row(), self._chosen_at.column())
        self.go(index)
        self.edit(index)
        editor = self.indexWidget(index) or self.findChild(CellEdit)
        if isinstance(editor, CellEdit):
            editor.setText(f"{str(index.data(Qt.ItemDataRole.EditRole)).split('.')[0]}.")


def is_pad_point(event: QKeyEvent) -> bool:
    """Tell whether this is the decimal point of a number pad, whatever it types."""
    is_pad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    return is_pad and event.text() in (",", ".")


def _is_point(event: QKeyEvent) -> bool:
    return event.text() in (".", "。") or is_pad_point(event)


def _held(event: QKeyEvent) -> bool:
    """Tell whether a modifier is held; keys of the number pad count as such with Qt, but hold nothing."""
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
