"""How a card of the calibration board looks, in a list of one grade that stays live with hundreds of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.desktop import icons, theme
from perfdesk.models.calibration_cards import CARD_ROLE, BoardCard, CardList
from perfdesk.texts import _
from perfdesk.views import painting

_GAP = 5.0
_Flag = Qt.AlignmentFlag
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class CardDelegate(QStyledItemDelegate):
    """Paints a card: grip, name, total; below them the standard grade and what filling seats would give.

    Told apart without colour: a moving card has a thick frame, a changed one a bar at its left, a locked one a
    lock for its grip, one out of order an exclamation mark, the place left behind a dashed frame.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_dense = False
        self.longest = ""
        """The longest name of the column: all its cards are laid out alike."""
        self._theme: theme.Theme | None = None
        self._fonts: dict[str, tuple[QFont, QFontMetricsF]] = {}

    def height(self) -> float:
        base, small = QFontMetricsF(theme.font()).height(), QFontMetricsF(theme.font("small")).height()
        return max(28.0, base + 8) if self.is_dense else round(base + small + 6)

    def sizeHint(self, option: QStyleOptionViewItem, index) -> QSize:
        return QSize(60, round(self.height() + _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:
        card = index.data(CARD_ROLE)
        if not isinstance(card, BoardCard):
            return
        box = QRectF(option.rect).adjusted(6.5, 0.5, -6.5, -_GAP - 0.5)
        view = option.widget
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        has_focus = isinstance(view, QAbstractItemView) and view.hasFocus() and index == view.currentIndex()
        self.paint_card(painter, box, card, is_chosen=is_chosen, has_focus=has_focus)

    def paint_card(
        self,
        painter: QPainter,
        box: QRectF,
        card: BoardCard,
        *,
        is_chosen: bool = False,
        has_focus: bool = False,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if card.is_ghost:
            self._ghost(painter, box, card)
        else:
            self._frame(painter, box, card, is_chosen)
            self._words(painter, box, card)
            if has_focus:
                painting.paint_focus(painter, box.adjusted(-1.5, -1.5, 1.5, 1.5), 5)
        painter.restore()

    def _ghost(self, painter: QPainter, box: QRectF, card: BoardCard) -> None:
        pen = QPen(theme.colour("input"), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(theme.colour("muted"))
        painter.setFont(theme.font("small"))
        shown = QFontMetricsF(painter.font()).elidedText(
            card.line, Qt.TextElideMode.ElideRight, box.width() - 8
        )
        painter.drawText(box, _Flag.AlignCenter, shown)

    def _frame(self, painter: QPainter, box: QRectF, card: BoardCard, is_chosen: bool) -> None:
        painter.setBrush(theme.colour("selection" if is_chosen else "card"))
        painter.setPen(QPen(theme.colour("focus" if card.is_moving else "line"), 2 if card.is_moving else 1))
        painter.drawRoundedRect(box, 5, 5)
        if card.is_changed:
            painter.fillRect(QRectF(box.left(), box.top() + 4, 3, box.height() - 8), theme.colour("app.fill"))

    def _words(self, painter: QPainter, box: QRectF, card: BoardCard) -> None:
        kind = "bold" if card.is_moving or card.is_changed else "base"
        metrics, bold = self._font(kind)[1], self._font("bold")[1]
        tall = self._font("base")[1].height()
        top = QRectF(box.left() + 8, box.top() + 2, box.width() - 15, tall)
        if self.is_dense:
            top = QRectF(box.left() + 8, box.top(), box.width() - 15, box.height())
        elif not card.is_locked:
            self._grip(painter, top)
        if card.is_locked:
            lock = icons.pixmap("lock", 11, "muted")
            painter.drawPixmap(QPointF(top.left() - 2, top.center().y() - 5.5), lock)
        room = top.adjusted(0 if self.is_dense and not card.is_locked else 14, 0, 0, 0)
        sign = "bang" if card.is_inverted else "question" if card.wants_reason else ""
        wide = metrics.horizontalAdvance(card.name) + (14 if sign else 0)
        longest = self._font("base")[1].horizontalAdvance(self.longest or card.name)
        # Where both do not fit, the name keeps its line and the total goes to the second one.
        is_narrow = max(wide, longest) + bold.horizontalAdvance(card.total) + 5 > room.width()
        is_narrow = is_narrow and not self.is_dense
        if not is_narrow:
            self._put(painter, room, card.total, "bold", "ink", _Flag.AlignRight)
            room.adjust(0, 0, -bold.horizontalAdvance(card.total) - 5, 0)
        below = f"▼{card.below}" if card.below else ""
        small = self._font("small")[1].horizontalAdvance(below)
        if self.is_dense and below and wide + small + 4 <= room.width():
            self._put(painter, room, below, "small", "muted", _Flag.AlignRight)
            room.adjust(0, 0, -small - 4, 0)
        if sign:
            tone = "err" if card.is_inverted else "app"
            mark = QRectF(room.right() - 11, room.center().y() - 6, 12, 12)
            painting.paint_symbol(painter, mark, sign, tone)
            room.adjust(0, 0, -13, 0)
        self._put(painter, room, card.name, kind, "ink")
        if not self.is_dense:
            self._second(painter, box, card, tall, is_narrow)

    def _second(self, painter: QPainter, box: QRectF, card: BoardCard, tall: float, is_narrow: bool) -> None:
        metrics = self._font("small")[1]
        line = QRectF(box.left() + 8, box.top() + 1 + tall, box.width() - 15, metrics.height())
        if is_narrow:
            self._put(painter, line, card.total, "small.bold", "ink", _Flag.AlignRight)
            bold = self._font("small.bold")[1]
            line.adjust(0, 0, -bold.horizontalAdvance(card.total) - 4, 0)
        below = _("By quota {grade} ▼").format(grade=card.below) if card.below else ""
        words = card.line
        if metrics.horizontalAdvance(words + below) + 8 > line.width():
            below = f"▼{card.below}" if card.below else ""
            if metrics.horizontalAdvance(words + below) + 8 > line.width():
                words = card.short
        self._put(painter, line, below, "small", "muted", _Flag.AlignRight)
        line.adjust(0, 0, -metrics.horizontalAdvance(below) - 4 if below else 0, 0)
        if metrics.horizontalAdvance(words) <= line.width():
            self._put(painter, line, words, "small", "muted")

    def _put(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        kind: str,
        role: str,
        align: Qt.AlignmentFlag = _Flag.AlignLeft,
    ) -> None:
        if not text:
            return
        font, metrics = self._font(kind)
        painter.setFont(font)
        painter.setPen(theme.colour(role))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
        painter.drawText(box, align | _Flag.AlignVCenter, shown)

    def _font(self, kind: str) -> tuple[QFont, QFontMetricsF]:
        """Return a font with its measures, made once for each theme: a repaint asks hundreds of times."""
        if self._theme is not theme.current():
            self._theme = theme.current()
            self._fonts.clear()
        if kind not in self._fonts:
            font = theme.font(kind)
            self._fonts[kind] = (font, QFontMetricsF(font))
        return self._fonts[kind]

    def _grip(self, painter: QPainter, top: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("input"))
        for x in (0, 4):
            for y in (-4, 0, 4):
                painter.drawEllipse(QPointF(top.left() + 2 + x, top.center().y() + y), 0.9, 0.9)


class CardView(QListView):
    """The cards of one grade. Arrow keys go over them; a card is dragged with the mouse or moved with Alt+arrow.

    Signals: `step_wanted(form id, by)` for Alt+arrow (−1 is one grade better), `side_wanted(by)` for a plain
    left or right arrow, `opened(form id)` on Enter, and the drag: `drag_begun(form id, place in the card, card)`,
    `dragged(global place)`, `drag_ended(global place or None)`.
    """

    step_wanted = Signal(int, int)
    side_wanted = Signal(int)
    opened = Signal(int)
    card_chosen = Signal(int)
    drag_begun = Signal(int, QPoint)
    dragged = Signal(QPoint)
    drag_ended = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CardList(self)
        self.setModel(self.cards)
        self.delegate = CardDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setProperty("board", "true")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumWidth(40)
        self.setMinimumHeight(60)
        self._pressed: QPoint | None = None
        self._dragging: int | None = None
        self.selectionModel().currentChanged.connect(self._current)
        self.cards.modelReset.connect(self._measure)

    def choose(self, form_id: int) -> bool:
        row = self.cards.row_of(form_id)
        if row is None:
            return False
        self.setCurrentIndex(self.cards.index(row))
        self.scrollTo(self.cards.index(row))
        return True

    def current_card(self) -> BoardCard | None:
        index = self.currentIndex()
        return self.cards.card(index.row()) if index.isValid() else None

    def set_dense(self, is_dense: bool) -> None:
        if self.delegate.is_dense != is_dense:
            self.delegate.is_dense = is_dense
            self.scheduleDelayedItemsLayout()

    def picture_of(self, card: BoardCard, width: int) -> QPixmap:
        """Draw a card as it floats under the mouse."""
        tall = round(self.delegate.height())
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round((width + 4) * ratio), round((tall + 5) * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("input"))
        painter.setOpacity(0.35)
        painter.drawRoundedRect(QRectF(2, 3, width, tall), 5, 5)
        painter.setOpacity(1)
        self.delegate.paint_card(painter, QRectF(1, 1, width - 1, tall - 1), card, is_chosen=True)
        painter.end()
        return picture

    # -- what Qt calls --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self.current_card()
        step = _STEPS.get(Qt.Key(event.key()))
        has_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if step is not None and has_alt:
            if card is not None:
                self.step_wanted.emit(card.form_id, step)
        elif step is not None and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.side_wanted.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if card is not None:
                self.opened.emit(card.form_id)
        elif event.key() == Qt.Key.Key_Escape:
            if self._dragging is not None:
                self._end_drag(None)
            else:
                event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
            if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in arrows:
                event.accept()  # Alt+arrow is a deed here, not a way round the panes
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        card = self.cards.card(self.indexAt(event.position().toPoint()).row())
        is_left = event.button() == Qt.MouseButton.LeftButton
        movable = is_left and card is not None and not card.is_ghost and not card.is_locked
        self._pressed = event.position().toPoint() if movable else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._dragging is not None:
            self.dragged.emit(event.globalPosition().toPoint())
        elif self._pressed is not None:
            if (here - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                index = self.indexAt(self._pressed)
                card = self.cards.card(index.row())
                if card is not None:
                    self._dragging = card.form_id
                    self.drag_begun.emit(card.form_id, self._pressed - self.visualRect(index).topLeft())
                    self.dragged.emit(event.globalPosition().toPoint())
        elif not event.buttons():
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if self._dragging is not None:
            self._end_drag(event.globalPosition().toPoint())
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        card = self.cards.card(self.indexAt(event.position().toPoint()).row())
        if card is not None and not card.is_ghost:
            self.opened.emit(card.form_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.cards.rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("muted"))
            box = QRectF(0, 14, self.viewport().width(), 40)
            painter.drawText(box, _Flag.AlignHCenter | _Flag.AlignTop, _("Nobody"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    # -- inside --

    def _end_drag(self, place: QPoint | None) -> None:
        self._dragging = self._pressed = None
        self.drag_ended.emit(place)

    def _measure(self) -> None:
        self.delegate.longest = self.cards.longest_name()

    def _current(self, index, _before) -> None:
        card = self.cards.card(index.row()) if index.isValid() else None
        if card is not None and not card.is_ghost:
            self.card_chosen.emit(card.form_id)
