"""The top bar: logo, cycle, search, undo and redo, and at the right what the page can do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from perfdesk.desktop import icons, theme
from perfdesk.texts import _
from perfdesk.views.parts.basics import label
from perfdesk.views.search_field import SearchField

HEIGHT = 46


class TopBar(QFrame):
    """Emits `cycle_chosen(id)`, `undo_pressed` and `redo_pressed`."""

    cycle_chosen = Signal(object)
    undo_pressed = Signal()
    redo_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setProperty("bar", "top")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(10)
        self._brand = QWidget(self)
        brand = QHBoxLayout(self._brand)
        brand.setContentsMargins(0, 0, 0, 0)
        brand.setSpacing(7)
        logo = QLabel(self._brand)
        icons.put(logo, "logo", "ink", 20)
        self._name = label("PerfDesk", "h2", parent=self._brand)
        brand.addWidget(logo)
        brand.addWidget(self._name)
        brand.addStretch(1)
        self.cycle = QComboBox(self)
        self.cycle.setObjectName("cycle")
        self.cycle.setMinimumWidth(110)
        self.cycle.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.cycle.activated.connect(self._choose)
        self.search = SearchField(self)
        self.undo = self._tool("undo", "undoButton")
        self.redo = self._tool("redo", "redoButton")
        self.undo.clicked.connect(self.undo_pressed)
        self.redo.clicked.connect(self.redo_pressed)
        row.addWidget(self._brand)
        row.addWidget(self.cycle)
        row.addWidget(self.search, 3)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addStretch(2)
        self._row = row
        self._actions: list[QAbstractButton] = []
        self._away = QWidget(self)  # a page out of sight may show its buttons; in here nobody sees them
        self._away.hide()
        self.set_narrow(False)
        self.retranslate()

    def show_cycles(self, cycles: Sequence[tuple[int, str]], current: int | None) -> None:
        """Offer the cycles, the newest first; none leaves a hint."""
        with QSignalBlocker(self.cycle):
            self.cycle.clear()
            for key, name in cycles:
                self.cycle.addItem(name, key)
            self.cycle.setCurrentIndex(max(0, self.cycle.findData(current)) if cycles else -1)
        self.cycle.setVisible(bool(cycles))

    def show_actions(self, buttons: Sequence[QAbstractButton]) -> None:
        """Put the buttons of a page at the right end; the buttons of the page before are hidden."""
        for old in self._actions:
            self._row.removeWidget(old)
            old.hide()
            if old not in buttons:
                old.setParent(self._away)
        self._actions = list(buttons)
        for made in self._actions:
            made.setParent(self)
            self._row.addWidget(made)
            made.show()

    def show_history(self, undo: str, redo: str, can_undo: bool, can_redo: bool) -> None:
        for made, can, word, keys in (
            (self.undo, can_undo, _("Undo: {step}").format(step=undo) if undo else _("Undo"), "Ctrl+Z"),
            (self.redo, can_redo, _("Redo: {step}").format(step=redo) if redo else _("Redo"), "Ctrl+Y"),
        ):
            made.setEnabled(can)
            made.setToolTip(f"{word}  {keys}")
            made.setAccessibleName(word)

    def set_narrow(self, is_narrow: bool) -> None:
        self._name.setVisible(not is_narrow)
        wide = max(round(118 * theme.current().zoom / 100), self._brand.sizeHint().width())
        self._brand.setFixedWidth(26 if is_narrow else wide)
        self.setFixedHeight(round(HEIGHT * max(1.0, theme.current().zoom / 100)))

    def retranslate(self) -> None:
        self.cycle.setAccessibleName(_("Cycle"))
        self.cycle.setToolTip(_("The cycle that every page shows"))
        self.search.retranslate()

    def _tool(self, icon: str, name: str) -> QToolButton:
        made = QToolButton(self)
        made.setObjectName(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.put(made, icon)
        made.setFixedSize(QSize(32, 26))
        made.setProperty("kind", "tool")
        return made

    def _choose(self, _at: int) -> None:
        self.cycle_chosen.emit(self.cycle.currentData())
