"""Choices made with one press: a switch of two or three words, a row of chips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLayout, QLayoutItem, QPushButton, QWidget

from perfdesk.views.parts.cards import ElidedButton


class SegmentedSwitch(QWidget):
    """Two or more words in one frame, one of them chosen (按人 / 按指标). Arrow keys move the choice."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        """`options` are pairs of key and word; the first is chosen."""
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        last = len(options) - 1
        for at, (key, word) in enumerate(options):
            made = ElidedButton(word, self)
            made.setObjectName(f"segment_{key}")
            made.setProperty("segment", "first" if at == 0 else "last" if at == last else "middle")
            made.setCheckable(True)
            made.setChecked(at == 0)
            made.setAccessibleName(word)
            made.clicked.connect(partial(self.chosen.emit, key))
            self._buttons[key] = made
            self._group.addButton(made)
            self._row.addWidget(made)

    def retranslate(self, words: Iterable[str]) -> None:
        for made, word in zip(self._buttons.values(), words, strict=True):
            made.setText(word)
            made.setAccessibleName(word)

    def choice(self) -> str:
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def choose(self, key: str) -> None:
        """Mark a choice without telling anyone."""
        self._buttons[key].setChecked(True)


class ToggleChips(QWidget):
    """A wrapping row of chips that are on or off, such as the nine causes. Keys 1 to 9 toggle them."""

    toggled = Signal(str, bool)

    def __init__(self, options: Sequence[tuple[str, str, str]] = (), parent: QWidget | None = None) -> None:
        """`options` are key, word and what it means (tooltip)."""
        super().__init__(parent)
        self._flow = Flow(self)
        self._chips: dict[str, QPushButton] = {}
        for key, word, meaning in options:
            chip = QPushButton(self)
            chip.setObjectName(f"chip_{key}")
            chip.setProperty("kind", "toggle")
            chip.setCheckable(True)
            chip.clicked.connect(partial(self._toggle, key))
            self._chips[key] = chip
            self._flow.addWidget(chip)
            self._name(chip, word, meaning)

    def retranslate(self, options: Iterable[tuple[str, str, str]]) -> None:
        for key, word, meaning in options:
            self._name(self._chips[key], word, meaning)

    def show_on(self, keys: Iterable[str]) -> None:
        """Mark which chips are on without telling anyone."""
        on = set(keys)
        for key, chip in self._chips.items():
            chip.setChecked(key in on)

    def on(self) -> list[str]:
        return [key for key, chip in self._chips.items() if chip.isChecked()]

    def keyPressEvent(self, event) -> None:
        at = event.key() - Qt.Key.Key_1
        chips = list(self._chips.values())
        if 0 <= at < len(chips) and not event.modifiers():
            chips[at].click()
        else:
            super().keyPressEvent(event)

    def _toggle(self, key: str) -> None:
        self.toggled.emit(key, self._chips[key].isChecked())

    def _name(self, chip: QPushButton, word: str, meaning: str) -> None:
        chip.setAccessibleName(word)
        chip.setToolTip(meaning)
        chip.setText(word)


class Flow(QLayout):
    """Lays widgets out like words: left to right, wrapping."""

    def __init__(self, parent: QWidget | None = None, gap: int = 5) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), False)

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        self._place(box, True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, box: QRect, really: bool) -> int:
        x, y, line = box.x(), box.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if item.widget() is not None and item.widget().isHidden():
                continue
            if x > box.x() and x + hint.width() > box.right() + 1:
                x, y, line = box.x(), y + line + self._gap, 0
            if really:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            line = max(line, hint.height())
        return y + line - box.y()
