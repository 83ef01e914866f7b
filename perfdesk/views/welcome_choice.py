"""One of the three big choices of the welcome page: icon, word, key and two lines of what it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from perfdesk.desktop import icons, theme


class Choice(QAbstractButton):
    """A button as large as a card. It paints itself: Qt's buttons can't wrap a second text."""

    def __init__(self, icon: str, keys: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._keys, self._about, self._is_open = icon, keys, "", False
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_texts(self, word: str, about: str) -> None:
        self.setText(word)
        self._about = about
        self.setAccessibleName(word)
        self.setAccessibleDescription(f"{about} {self._keys}")
        self.update()

    def set_open(self, is_open: bool) -> None:
        """Show that the card below belongs to this choice."""
        self._is_open = is_open
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, round(115 * max(1.0, theme.current().zoom / 100)))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self.hasFocus() or self._is_open
        painter.setPen(QPen(theme.colour("focus" if marked else "button"), 2 if marked else 1))
        painter.setBrush(theme.colour("app.tint" if self.isDown() or self.underMouse() else "card"))
        edge = 1 if marked else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 6, 6)
        left, top = 19.0, 18.0
        painter.setFont(theme.font("title"))
        painter.setPen(theme.colour("ink"))
        line = painter.fontMetrics().height()
        head = QRectF(left + 34, top - 1, self.width() - 2 * left - 34, max(28, line))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        picture = icons.pixmap(self._icon, 26, "app.text", self.devicePixelRatioF())
        painter.drawPixmap(round(left), round(head.center().y() - 13), picture)
        painter.setFont(theme.font("key"))
        width = painter.fontMetrics().horizontalAdvance(self._keys) + 10
        cap = QRectF(self.width() - left - width, head.center().y() - 9, width, 18)
        painter.setPen(QPen(theme.colour("button")))
        painter.setBrush(theme.colour("card"))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(theme.colour("muted"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._keys)
        painter.setFont(theme.font())
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        about = QRectF(left, head.bottom() + 10, self.width() - 2 * left, self.height() - head.bottom() - 16)
        painter.drawText(about, self._about, option)
