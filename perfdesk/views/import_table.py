"""The table of the dry run: the file's rows with letters and a choice above each column, and its delegate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QStyleOptionViewItem, QWidget

from perfdesk.desktop import theme
from perfdesk.models.import_rows import LOOK_ROLE, ImportRowsModel, Look
from perfdesk.models.import_words import FIELD_WORDS
from perfdesk.texts import _
from perfdesk.views import painting
from perfdesk.views.delegates import TableDelegate
from perfdesk.views.tables import TableView

_GROUNDS = {"header": "selection", "skipped": "alternate", "question": "app.tint", "refused": "err.tint"}
_NARROW, _WIDE, _VERDICT = 52, 190, 200
_PAD, _SIGN = 7, 11
_LOOKED_AT = 40  # rows measured for the first widths


class FieldChoice(QComboBox):
    """What a column is brought in as, with ✓ where that is sure and ? where somebody should look."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(2)
        self.setMinimumWidth(20)
        self.view().setMinimumWidth(150)  # the list needs more room than the column

    def show_sign(self, sign: str) -> None:
        """`sign` is check, question or ""."""
        self._sign = sign
        self.update()

    def wheelEvent(self, event: Any) -> None:
        event.ignore()  # scrolling over the header must not choose another field

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw word and sign without an arrow: a column of numbers leaves no room for one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = "focus" if self.hasFocus() else "button"
        painter.setPen(QPen(theme.colour(frame), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.colour("app.tint" if self.underMouse() else "card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        room = QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, 0)
        metrics = QFontMetrics(theme.font())
        fits = metrics.horizontalAdvance(self.currentText()) + _SIGN + 3 <= room.width() + 1
        if self._sign and (fits or self._sign == "question"):
            sign = QRectF(room.right() - _SIGN, (self.height() - _SIGN) / 2, _SIGN, _SIGN)
            painting.paint_symbol(painter, sign, self._sign, "imp" if self._sign == "check" else "app")
            room.adjust(0, 0, -_SIGN - 3, 0)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("ink" if self.currentData() else "muted"))
        words = metrics.elidedText(self.currentText(), Qt.TextElideMode.ElideRight, round(room.width()) + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


class ColumnHeader(QHeaderView):
    """Letters above, choices below them. `field_chosen(column, field)` follows a choice."""

    field_chosen = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.choices: list[FieldChoice] = []
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(24)
        self.sectionResized.connect(self._place)
        self.geometriesChanged.connect(self._place)

    def show_columns(self, columns: Sequence[Any], fields: Sequence[str]) -> None:
        """Put a choice of `fields` above each column of the file."""
        while len(self.choices) > len(columns):
            gone = self.choices.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.choices) < len(columns):
            made = FieldChoice(self.viewport())
            made.setObjectName(f"column{len(self.choices)}")
            made.activated.connect(partial(self._chosen, len(self.choices)))
            self.choices.append(made)
        for made, column in zip(self.choices, columns, strict=True):
            made.clear()
            made.addItem(_("Skip"), "")
            for name in fields:
                made.addItem(_(FIELD_WORDS[name]), name)
            made.setCurrentIndex(max(0, made.findData(column.field)))
            is_known = bool(column.field)
            made.show_sign(("check" if column.is_sure else "question") if is_known else "")
            what = made.currentText()
            made.setAccessibleName(
                _("Column {letters}: {header}").format(letters=column.letters, header=column.header)
            )
            made.setToolTip(what if not column.header else f"{column.header} → {what}")
            made.show()
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._letters() + self._choice_height() + 8)

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(box, theme.colour("card"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("button"))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        is_verdict = section == self.count() - 1
        line = QRect(box.left(), box.top(), box.width(), self._letters())
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        if is_verdict or section == 0:
            line = QRect(box.left() + 6, self._letters(), box.width() - 10, box.height() - self._letters())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        else:
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()

    def _letters(self) -> int:
        return QFontMetrics(theme.font("small")).height() + 4

    def _choice_height(self) -> int:
        return QFontMetrics(theme.font()).height() + 10

    def _place(self, *_moved: object) -> None:
        for at, made in enumerate(self.choices):
            section = at + 1
            if section >= self.count() or self.isSectionHidden(section):
                made.hide()
                continue
            left = self.sectionViewportPosition(section)
            made.setGeometry(
                left + 2, self._letters(), max(10, self.sectionSize(section) - 4), self._choice_height()
            )
            made.show()

    def _chosen(self, column: int, _at: int) -> None:
        self.field_chosen.emit(column, str(self.choices[column].currentData() or ""))


class ImportDelegate(TableDelegate):
    """Tints rows by their verdict, frames cells in question, underlines what was corrected."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        look = index.data(LOOK_ROLE)
        if isinstance(look, Look):
            ground = "alternate" if index.column() == 0 and look.row == "ok" else _GROUNDS.get(look.row)
            if ground:
                painter.fillRect(option.rect, theme.colour(ground))
        super().paint(painter, option, index)
        if not isinstance(look, Look):
            return
        if look.mark == "question":
            painter.save()
            painter.setPen(QPen(theme.colour("app.text"), 2))
            painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -2))
            painter.restore()
        if look.is_corrected:
            painter.save()
            painter.setPen(QPen(theme.colour("app.text"), 1.5))
            width = min(
                QFontMetrics(theme.font()).horizontalAdvance(str(index.data() or "")) + 1,
                option.rect.width() - 12,
            )
            y = option.rect.center().y() + QFontMetrics(theme.font()).height() / 2
            painter.drawLine(option.rect.left() + 6, round(y), option.rect.left() + 6 + width, round(y))
            painter.restore()


class ImportTable(TableView):
    """Shows an ImportRowsModel. Columns that nothing is taken from may be hidden when there are many."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: list[int] = []
        self._least: list[int] = []
        self._floors: list[int] = []
        self.columns = ColumnHeader(self)
        self.setHorizontalHeader(self.columns)
        self.setItemDelegate(ImportDelegate(self))
        self.horizontalScrollBar().valueChanged.connect(self.columns._place)

    def measure(self, hides_unused: bool) -> int:
        """Give the columns their first widths; return how many were hidden."""
        model = self.model()
        if not isinstance(model, ImportRowsModel):
            return 0
        used = sum(bool(column.field) for column in model.columns)
        shown = [model.row_at(at) for at in range(min(_LOOKED_AT, model.rowCount()))]
        self._wanted, self._least, self._floors = [], [], []
        for at, column in enumerate(model.columns):
            is_hidden = hides_unused and len(model.columns) > 10 and used > 0 and not column.field
            self.setColumnHidden(at + 1, is_hidden)
            texts = [row.cells[at] for row in shown if row.state not in ("skipped", "header")]
            least = 0 if is_hidden else _least(column, texts)
            header = QFontMetrics(theme.font("bold")).horizontalAdvance(column.header) + 16
            self._least.append(least)
            self._floors.append(0 if is_hidden else _floor(column))
            self._wanted.append(max(least, header) if least and column.field else least)
        self._fit()
        return self._wanted.count(0)

    def show_titles(self) -> None:
        """Let a title above the table run over its whole width."""
        model = self.model()
        self.clearSpans()
        if not isinstance(model, ImportRowsModel):
            return
        for at in range(min(_LOOKED_AT, model.rowCount())):
            row = model.row_at(at)
            if (
                row.state == "skipped"
                and sum(map(bool, row.cells)) == 1
                and row.cells[0]
                and len(row.cells) > 1
            ):
                self.setSpan(at, 1, 1, len(row.cells))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Keep the verdict in sight: the widest columns give way first."""
        header, model, scale = self.columns, self.model(), theme.current().zoom / 100
        last = header.count() - 1
        if last < 1 or len(self._wanted) != last - 1 or not isinstance(model, ImportRowsModel):
            return
        highest = str(model.row_at(model.rowCount() - 1).number) if model.rowCount() else ""
        number = max(38, QFontMetrics(theme.font()).horizontalAdvance(highest) + 14)
        verdict = round(_VERDICT * scale)
        room = self.viewport().width() - number - verdict
        wanted = self._wanted if sum(self._wanted) <= room else self._least  # headers give way before values
        fitted = _fitted(wanted, self._floors, room)
        header.setStretchLastSection(False)
        header.resizeSection(0, number)
        for at, width in enumerate(fitted):
            if width:
                header.resizeSection(at + 1, width)
        taken = sum(fitted)
        header.resizeSection(last, max(verdict, room - taken + verdict))

    def show_cell(self, row: int, column: int) -> None:
        """Make a cell of the file the current one, and edit it."""
        model = self.model()
        at = model.place_of(row) if isinstance(model, ImportRowsModel) else None
        if at is not None:
            self.setCurrentIndex(model.index(at, column + 1))
            self.scrollTo(self.currentIndex())
            self.setFocus()


def _floor(column: Any) -> int:
    """Return the width that the word above a column needs, or a date in it."""
    choice = _(FIELD_WORDS[column.field]) if column.field else _("Skip")
    metrics = QFontMetrics(theme.font())
    word = metrics.horizontalAdvance(choice) + 2 * _PAD + 5
    if column.field in ("hired_on", "left_on"):
        word = max(word, metrics.horizontalAdvance("2026-10-30") + 14)
    return max(word, round(_NARROW * theme.current().zoom / 100))


def _least(column: Any, texts: Sequence[str]) -> int:
    """Return the width at which a column shows its values and what it is brought in as."""
    if not column.field:
        return _floor(column)
    metrics = QFontMetrics(theme.font())
    widest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 16
    return max(min(widest, round(_WIDE * theme.current().zoom / 100)), _floor(column) + _SIGN)


def _fitted(widths: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    """Narrow the widest until all fit, but none below its floor."""
    cap = max(widths, default=0)
    fitted = list(widths)
    while sum(fitted) > room and cap > min(floors, default=cap):
        cap -= 2
        fitted = [max(floor, min(width, cap)) for width, floor in zip(widths, floors, strict=True)]
    return fitted
