"""Who rates: the manager, the person, or other raters' sheets by group and place or by the code on the paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from perfdesk.domain.firm import Switch
from perfdesk.domain.raters import Layer
from perfdesk.texts import _
from perfdesk.views.parts import set_tone
from perfdesk.views.score_layers import MANAGER, OWN, layer_word

_OTHERS = "others"
_LEAST = 72


class RatersBar(QWidget):
    """`chosen(layer)`; `code_given(text)` on Enter in the field for the entry code."""

    chosen = Signal(object)
    code_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: tuple[Layer, ...] = ()
        self._switches: frozenset[Switch] = frozenset()
        self._layer = MANAGER
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.who, self.sheet, self.code = QComboBox(self), QComboBox(self), QLineEdit(self)
        self.who.setObjectName("rateAs")
        self.sheet.setObjectName("raterSheet")
        self.code.setObjectName("entryCode")
        self.code.setMaxLength(12)
        for combo in (self.who, self.sheet):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            combo.setMaximumWidth(200)
            combo.setMinimumWidth(_LEAST)
            row.addWidget(combo)
        row.addWidget(self.code)
        self.who.activated.connect(self._choose_who)
        self.sheet.activated.connect(self._choose_sheet)
        self.code.returnPressed.connect(self._give_code)
        self.code.textEdited.connect(self._clear_mark)

    def offer(self, switches: frozenset[Switch], sheets: Sequence[Layer], layer: Layer) -> None:
        """Offer what the firm's switches allow and the sheets that there are; `layer` is in front."""
        self._switches, self._sheets, self._layer = switches, tuple(sheets), layer
        words = [(_("Manager's rating"), "manager")]
        if Switch.SELF_SCORE in switches:
            words.append((_("Own rating"), "own"))
        if Switch.RATERS in switches:
            words.append((_("Other raters"), _OTHERS))
        self.who.clear()
        for word, key in words:
            self.who.addItem(word, key)
        key = "manager" if layer.is_manager else "own" if layer.is_own else _OTHERS
        self.who.setCurrentIndex(max(0, self.who.findData(key)))
        self.sheet.clear()
        for place, one in enumerate(self._sheets):
            self.sheet.addItem(layer_word(one), place)
        if layer in self._sheets:
            self.sheet.setCurrentIndex(self._sheets.index(layer))
        has_sheets = key == _OTHERS and bool(self._sheets)
        self.sheet.setVisible(has_sheets)
        self.code.setVisible(has_sheets)
        metrics = self.code.fontMetrics()
        self.code.setFixedWidth(metrics.horizontalAdvance(self.code.placeholderText()) + 24)
        self.setVisible(len(words) > 1)

    def refuse_code(self) -> None:
        """Mark the code as unknown; what was typed stays."""
        set_tone(self.code, "state", "wrong")
        self.code.selectAll()

    def clear_code(self) -> None:
        self.code.clear()
        set_tone(self.code, "state", "")

    def retranslate(self) -> None:
        self.who.setAccessibleName(_("Who rates"))
        self.sheet.setAccessibleName(_("Whose sheet"))
        self.code.setAccessibleName(_("Entry code on the sheet"))
        self.code.setPlaceholderText(_("Entry code"))
        self.offer(self._switches, self._sheets, self._layer)

    def _choose_who(self, _at: int) -> None:
        key = self.who.currentData()
        if key == _OTHERS:
            self.chosen.emit(self._sheets[0] if self._sheets else None)
        else:
            self.chosen.emit(OWN if key == "own" else MANAGER)

    def _choose_sheet(self, at: int) -> None:
        self.chosen.emit(self._sheets[at])

    def _give_code(self) -> None:
        if self.code.text().strip():
            self.code_given.emit(self.code.text())

    def _clear_mark(self, _text: str) -> None:
        set_tone(self.code, "state", "")
