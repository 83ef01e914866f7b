"""The search of the top bar: one field, results under it, the focus never leaves the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desktop import icons
from perfdesk.texts import _
from perfdesk.views.parts.basics import KeyCap, label

_WAIT = 60  # ms after the last key before the search starts


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: `page` and `place` say where it is; `detail` tells twins apart."""

    title: str
    detail: str = ""
    icon: str = "search"
    page: str = ""
    place: dict[str, Any] = field(default_factory=dict)


Search = Callable[[str], Sequence[Hit]]


class SearchField(QLineEdit):
    """Finds people, indicators and pages as one types. Emits `hit_chosen(Hit)`."""

    hit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self._search: Search | None = None
        self._hits: list[Hit] = []
        self._icon = QLabel(self)
        icons.put(self._icon, "search", "muted", 15)
        self._key = KeyCap("Ctrl+K", self)
        self._popup = QFrame(parent.window() if parent else None)
        self._popup.setObjectName("searchPopup")
        self._popup.setProperty("bar", "floating")
        column = QVBoxLayout(self._popup)
        column.setContentsMargins(4, 4, 4, 4)
        self.list = QListWidget(self._popup)
        self.list.setObjectName("searchHits")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._click)
        self.none = label("", "muted", parent=self._popup)
        column.addWidget(self.list)
        column.addWidget(self.none)
        self._popup.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self._look)
        self.textEdited.connect(self._typed)
        self.retranslate()

    def search_with(self, search: Search | None) -> None:
        """Use `search(text)`; it is called on the window's thread and must answer within a frame or two."""
        self._search = search
        self.clear()
        self._popup.hide()

    def retranslate(self) -> None:
        self.setPlaceholderText(_("Find a person, indicator or page"))
        self.setAccessibleName(_("Search"))
        self.none.setText(_("Nothing found. Try a name, initials, a number or a page."))

    def hits(self) -> list[Hit]:
        return list(self._hits)

    def sizeHint(self) -> QSize:
        return QSize(330, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._icon.resize(15, 15)
        self._icon.move(8, (self.height() - 15) // 2)
        cap = self._key.sizeHint()
        self._key.setVisible(self.width() > 200)
        self._key.setGeometry(
            self.width() - cap.width() - 7, (self.height() - cap.height()) // 2, cap.width(), cap.height()
        )
        self.setTextMargins(20, 0, cap.width() + 8 if self.width() > 200 else 0, 0)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._popup.isVisible() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            if self._hits:
                self.list.setCurrentRow((self.list.currentRow() + step) % len(self._hits))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self._timer.stop()
                self._look()
            self._choose(self.list.currentRow())
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self._popup.hide()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self._popup.hide()

    def _typed(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._popup.hide()

    def _look(self) -> None:
        text = self.text().strip()
        if not text or self._search is None:
            return
        self._hits = list(self._search(text))[:12]
        self.list.clear()
        for hit in self._hits:
            words = f"{hit.title}    {hit.detail}" if hit.detail else hit.title
            item = QListWidgetItem(icons.icon(hit.icon, "muted"), words)
            item.setSizeHint(QSize(0, max(28, self.fontMetrics().height() + 10)))
            self.list.addItem(item)
        self.list.setVisible(bool(self._hits))
        self.none.setVisible(not self._hits)
        if self._hits:
            self.list.setCurrentRow(0)
        self._place()
        self._popup.show()
        self._popup.raise_()

    def _place(self) -> None:
        over = self._popup.parentWidget()
        if over is None:
            return
        row = max(28, self.fontMetrics().height() + 10)
        height = (row * len(self._hits) if self._hits else row) + 12
        at = self.mapTo(over, QPoint(0, self.height() + 4))
        self._popup.setGeometry(
            at.x(), at.y(), max(self.width(), 320), min(height, over.height() - at.y() - 8)
        )

    def _click(self, item: QListWidgetItem) -> None:
        self._choose(self.list.row(item))

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._hits) and self.text().strip():
            hit = self._hits[at]
            self.clear()
            self._popup.hide()
            self._hits = []
            self.hit_chosen.emit(hit)
