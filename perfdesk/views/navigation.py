"""The list of pages at the left edge; icons alone in a narrow window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from perfdesk.desktop import icons, theme
from perfdesk.texts import _
from perfdesk.views.page import PageEntry

WIDE, NARROW = 140, 48


class Navigation(QFrame):
    """One button per page; Alt+1 to Alt+9 are the window's. Emits `chosen(key)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setProperty("bar", "side")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(3)
        self._column.addStretch(1)
        self._entries: tuple[PageEntry, ...] = ()
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._is_narrow = False
        self._fit()

    def show_entries(self, entries: Sequence[PageEntry]) -> None:
        for old in self._buttons.values():
            self._group.removeButton(old)
            self._column.removeWidget(old)
            old.hide()  # deleted later, and until then it would stand behind its successor
            old.deleteLater()
        self._entries, self._buttons = tuple(entry for entry in entries if entry.in_navigation), {}
        for at, entry in enumerate(self._entries):
            made = QPushButton(self)
            made.setObjectName(f"go_{entry.key}")
            made.setProperty("nav", "true")
            made.setCheckable(True)
            made.clicked.connect(partial(self.chosen.emit, entry.key))
            self._buttons[entry.key] = made
            self._group.addButton(made)
            self._column.insertWidget(at, made)
        self.retranslate()
        self.mark("")

    def mark(self, key: str) -> None:
        """Show which page is open; one that is not in the list leaves the mark where it was."""
        if key and key not in self._buttons:
            return
        for entry in self._entries:
            made, is_open = self._buttons[entry.key], entry.key == key
            made.setChecked(is_open)
            icons.put(made, entry.icon, "app.text" if is_open else "ink", 18)

    def set_narrow(self, is_narrow: bool) -> None:
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Pages"))
        for at, entry in enumerate(self._entries):
            made, word = self._buttons[entry.key], _(entry.title)
            keys = f"Alt+{at + 1}" if at < 9 else "Alt+0" if at == 9 else ""
            made.setText("" if self._is_narrow else f" {word}")
            made.setAccessibleName(word)
            made.setToolTip(f"{word}  {keys}" if self._is_narrow else keys)
        self._fit()

    def _fit(self) -> None:
        margin = 5 if self._is_narrow else 8
        self._column.setContentsMargins(margin, 8, margin, 8)
        scale = max(1.0, theme.current().zoom / 100)
        self.setFixedWidth(NARROW if self._is_narrow else round(WIDE * scale))
