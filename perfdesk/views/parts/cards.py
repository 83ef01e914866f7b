"""Frames that hold the parts of a page: card, page header, empty state, notice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desktop import icons
from perfdesk.texts import _
from perfdesk.views.parts.basics import label, set_tone


def button(
    text: str,
    kind: str = "",
    icon: str = "",
    name: str = "",
    on_click: Callable[[], object] | None = None,
    parent: QWidget | None = None,
    elides: bool = False,
) -> QPushButton:
    """Make a button. Kinds: "", primary (blue), plan (green), small, danger, link. `on_click` a bound method."""
    made = ElidedButton(text, parent) if elides else QPushButton(text, parent)
    if elides:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        role = "on.fill" if kind in ("primary", "plan") else "ink"
        icons.put(made, icon, role, 13 if kind == "small" else 16)
    if name:
        made.setObjectName(name)
    made.setAccessibleName(text.replace("&", ""))
    made.setAutoDefault(False)
    if on_click:
        made.clicked.connect(on_click)
    return made


class Elided(QLabel):
    """One line that is cut with … and told in full by its tooltip. Never makes the page wider."""

    def __init__(self, text: str = "", kind: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            self.setProperty("kind", kind)
        if tone:
            self.setProperty("tone", tone)
        self._full = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(20)
        self.set_full(text)

    def set_full(self, text: str) -> None:
        self._full = text
        self.setAccessibleName(text)
        self._cut()
        self.updateGeometry()

    def full(self) -> str:
        return self._full

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, max(20, self.width()))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")


class ElidedButton(QPushButton):
    """A button that leads to something with a long name: cut with … where room is short, told by the tooltip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        self.setToolTip(self.text() if option.text != self.text() else "")
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class Card(QFrame):
    """A white frame with one heading and a muted remark on its line.

    `side` says which half of the loop it belongs to: "blue" appraisal, "green" improvement, "red" trouble,
    "" neither; "selected" marks the chosen one, "gap" the untreated gap (dashed). Put content into `body`
    (a QVBoxLayout) with `add`, and buttons or chips to the right of the heading with `add_to_header`.
    """

    def __init__(
        self, heading: str = "", side: str = "", remark: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setProperty("side", side)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 10, 12, 10)
        outer.setSpacing(6)
        self._header = QWidget(self)
        self._header_row = QHBoxLayout(self._header)
        self._header_row.setContentsMargins(0, 0, 0, 0)
        self._header_row.setSpacing(6)
        self.heading = label(heading, "h2", parent=self._header)
        self.remark = Elided(remark, "small", parent=self._header)
        self._header_row.addWidget(self.heading)
        self._header_row.addWidget(self.remark, 1)
        outer.addWidget(self._header, 0, Qt.AlignmentFlag.AlignTop)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(6)
        outer.addLayout(self.body, 1)
        self.set_heading(heading, remark)
        self._tint_heading(side)

    def set_heading(self, heading: str, remark: str = "") -> None:
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self.remark.set_full(remark)
        self._header.setVisible(bool(heading or remark) or self._header_row.count() > 2)
        self.setAccessibleName(heading)

    def set_side(self, side: str) -> None:
        set_tone(self, "side", side)
        self._tint_heading(side)

    def add(self, widget: QWidget, stretch: int = 0) -> QWidget:
        self.body.addWidget(widget, stretch)
        return widget

    def add_to_header(self, widget: QWidget) -> QWidget:
        self._header_row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._header.show()
        return widget

    def _tint_heading(self, side: str) -> None:
        set_tone(self.heading, "tone", {"blue": "app", "green": "imp", "red": "err"}.get(side, ""))


class PageHeader(QWidget):
    """Title, what scopes the page, one muted sentence; actions at the right."""

    def __init__(self, title: str = "", remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.title = label(title, "title", parent=self)
        self.title.setVisible(bool(title))
        self.remark = Elided(remark, "small", parent=self)
        self._row.addWidget(self.title)
        self._row.addWidget(self.remark, 1)
        self._scopes = 0

    def set_texts(self, title: str, remark: str = "") -> None:
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.remark.set_full(remark)

    def add_scope(self, widget: QWidget) -> QWidget:
        """Put a combo box or switch between the title and the remark."""
        self._scopes += 1
        self._row.insertWidget(self._scopes, widget)
        return widget

    def add_action(self, widget: QWidget) -> QWidget:
        """Put a button at the right end."""
        self._row.addWidget(widget)
        return widget


class EmptyState(QWidget):
    """What is missing (bold), why it helps (muted) and one button that begins."""

    pressed = Signal()

    def __init__(
        self,
        icon: str = "note",
        title: str = "",
        text: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        self.picture = QLabel(self)
        icons.put(self.picture, icon, "app.text", 34)
        self.title = label(title, "h2", parent=self, wrap=True)
        self.text = label(text, "muted", parent=self, wrap=True)
        self.action = button(action, "primary", name="emptyAction", parent=self)
        self.action.clicked.connect(self.pressed)
        column.addStretch(2)
        for part in (self.picture, self.title, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.set_texts(title, text, action)

    def set_texts(self, title: str, text: str, action: str = "") -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.action.setText(action)
        self.action.setAccessibleName(action.replace("&", ""))
        self.action.setVisible(bool(action))
        self.setAccessibleName(title)


class NoticeBar(QFrame):
    """A message of one line at the top of a page. Not modal: it stays until answered or closed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "notice")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 5, 6, 5)
        self._row.setSpacing(8)
        self.text = label("", parent=self, wrap=True)
        self.text.setObjectName("noticeText")
        self._row.addWidget(self.text, 1)
        self._buttons: list[QPushButton] = []
        self._close = QToolButton(self)
        self._close.setObjectName("noticeClose")
        self._close.setProperty("kind", "quiet")
        icons.put(self._close, "close", "muted", 13)
        self._close.clicked.connect(self.dismiss)
        self._row.addWidget(self._close)
        self.hide()

    def tell(
        self, text: str, tone: str = "app", buttons: tuple[tuple[str, Callable[[], object]], ...] = ()
    ) -> None:
        """Show a message. `tone` is app, imp (it worked) or err; each button is a word and a bound method."""
        self.text.setText(text)
        set_tone(self, "tone", tone)
        for old in self._buttons:
            old.deleteLater()
        self._buttons = [
            button(word, "small", name=f"notice{at}", on_click=call, parent=self)
            for at, (word, call) in enumerate(buttons)
        ]
        for at, made in enumerate(self._buttons):
            self._row.insertWidget(1 + at, made)
            made.show()
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close"))
        self.setAccessibleName(text)
        self.show()

    def dismiss(self) -> None:
        self.hide()
        self.closed.emit()
