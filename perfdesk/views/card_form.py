"""A grid of captions over fields that are edited where they stand: texts, numbers and choices of one record."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QSizePolicy, QWidget

from perfdesk.models.drafts import Drafts
from perfdesk.models.rows import Refused
from perfdesk.views.inline_field import FieldNote, InlineField, InlineText
from perfdesk.views.parts.cards import Elided

WHOLE = 12
Cell = tuple[str, int]
"""A field's name and how many twelfths of the line it takes."""
SaveText = Callable[[tuple[Hashable, str], str], Refused | None]
SaveChoice = Callable[[str, str], Refused | None]


class FormGrid(QWidget):
    """Fields of one record, known by its key.

    `save((key, field), text)` takes a text, `save_choice(field, choice)` what a combo box holds; both answer None
    when it was taken. Fields named in `texts` wrap over lines, those in `choices` are combo boxes.
    """

    def __init__(
        self,
        lines: Sequence[Sequence[Cell]],
        save: SaveText,
        save_choice: SaveChoice,
        drafts: Drafts,
        note: FieldNote,
        *,
        texts: Sequence[str] = (),
        choices: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines, self._save_choice = lines, save_choice
        self.fields: dict[str, InlineField | InlineText] = {}
        self.combos: dict[str, QComboBox] = {}
        self._captions: dict[str, Elided] = {}
        self._hidden: frozenset[str] = frozenset()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(1)
        for column in range(WHOLE):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 4)
        for line in lines:
            for name, _span in line:
                self._captions[name] = Elided("", "small", parent=self)
                widget: QWidget
                if name in choices:
                    widget = self.combos[name] = self._combo(name)
                else:
                    kind = InlineText if name in texts else InlineField
                    widget = self.fields[name] = kind(f"card_{name}", save, drafts, note, self)
                    widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())
                widget.setMinimumWidth(30)
                self._captions[name].setBuddy(widget)
        self._place()

    def show_fields(self, names: Iterable[str]) -> None:
        """Show just these fields; the others leave no gap."""
        hidden = frozenset(self._captions) - frozenset(names)
        if hidden != self._hidden:
            self._hidden = hidden
            self._place()

    def show_text(self, key: Hashable, name: str, text: str, place: str, placeholder: str = "") -> None:
        """Show a text of a record, or what was typed there and could not be saved."""
        field = self.fields[name]
        field.setPlaceholderText(placeholder)
        field.show_value((key, name), text, f"{place} {self._captions[name].full()}")

    def show_choice(self, name: str, chosen: str, words: Sequence[tuple[str, str]]) -> None:
        """Show a combo box with these (choice, word) pairs."""
        combo = self.combos[name]
        with QSignalBlocker(combo):
            known = [(combo.itemData(at), combo.itemText(at)) for at in range(combo.count())]
            if known != list(words):
                combo.clear()
                for choice, word in words:
                    combo.addItem(word, choice)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def offer(self, name: str, words: Sequence[str]) -> None:
        """Offer words while somebody types into a field; others may be typed too."""
        field = self.fields[name]
        if isinstance(field, InlineField):
            old = field.completer()
            if old is not None and old.property("words") == list(words):
                return
            completer = QCompleter(list(words), field)
            completer.setProperty("words", list(words))
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.popup().setObjectName(f"offer_{name}")
            completer.popup().setAccessibleName(field.accessibleName())
            field.setCompleter(completer)

    def set_captions(self, captions: dict[str, str]) -> None:
        for name, caption in self._captions.items():
            caption.set_full(captions[name])
            widget = self.fields.get(name) or self.combos[name]
            widget.setAccessibleName(captions[name])

    def lock(self, locked: bool) -> None:
        for field in self.fields.values():
            field.setReadOnly(locked)
        for combo in self.combos.values():
            combo.setEnabled(not locked)

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(f"card_{name}")
        combo.setProperty("form", "true")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(2)
        combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        combo.activated.connect(partial(self._chosen, name))
        return combo

    def _chosen(self, name: str, _at: int) -> None:
        combo = self.combos[name]
        self._save_choice(name, str(combo.currentData() or ""))

    def _place(self) -> None:
        row = 0
        for line in self._lines:
            across, shown = 0, [cell for cell in line if cell[0] not in self._hidden]
            for name, _span in line:
                is_shown = name not in self._hidden
                for widget in (self._captions[name], self.fields.get(name) or self.combos[name]):
                    self._grid.removeWidget(widget)
                    widget.setVisible(is_shown)
            if not shown:
                continue
            spare = WHOLE - sum(span for _name, span in shown)
            for at, (name, span) in enumerate(shown):
                wide = span + (spare if at == len(shown) - 1 else 0)
                self._grid.addWidget(self._captions[name], row, across, 1, wide)
                widget = self.fields.get(name) or self.combos[name]
                top = Qt.AlignmentFlag.AlignTop if isinstance(widget, InlineText) else Qt.AlignmentFlag(0)
                self._grid.addWidget(widget, row + 1, across, 1, wide, top)
                across += wide
            self._grid.setRowMinimumHeight(row + 2, 5)
            row += 3
