"""While a form is being built: the sum of its weights, sharing out the rest, the library, and agreeing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.domain.appraisal import FormSheet
from perfdesk.domain.cycle_conditions import ItemState, missing_to_leave
from perfdesk.domain.firm import FirmSettings
from perfdesk.domain.library import Card as LibraryCard
from perfdesk.domain.terms import FormState
from perfdesk.texts import _, pick, sentence
from perfdesk.texts.words import CLASSES, number
from perfdesk.views import score_words
from perfdesk.views.parts import KeyCap, Symbol, button, label, set_tone
from perfdesk.views.score_fields import ENTER


class TargetBar(QFrame):
    """Σ weight with what is left, and what can be done about it."""

    share_wanted = Signal()
    agree_wanted = Signal()
    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("targetBar")
        self.setProperty("bar", "notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 8, 5)
        row.setSpacing(8)
        self.symbol = Symbol("bang", "app", parent=self)
        self.sum = label("", "bold", parent=self)
        self.sum.setObjectName("weightSum")
        self.share = button("", "small", name="shareOut", on_click=self.share_wanted.emit, parent=self)
        self.add = button("", "small", "plus", "addItem", self.add_wanted.emit, self)
        self.agree = button("", "primary", "check", "agreeTargets", self.agree_wanted.emit, self)
        row.addWidget(self.symbol)
        row.addWidget(self.sum, 1)
        for made in (self.share, self.add, self.agree):
            row.addWidget(made)

    def show_sheet(self, sheet: FormSheet, is_first: bool) -> None:
        """Show the sum; `is_first`: the firm agrees targets before the cycle."""
        weighed = [item for item in sheet.items if not item.is_in_words]
        given = [item.weight for item in weighed if item.weight is not None]
        whole = sum(given, Decimal(0))
        is_whole = whole == 100 and len(given) == len(weighed)
        if is_whole:
            text = _("Weights 100 %")
        elif whole < 100:
            text = _("Weights {sum} %, {rest} short").format(sum=number(whole), rest=number(100 - whole))
        elif whole > 100:
            text = _("Weights {sum} %, {rest} too many").format(sum=number(whole), rest=number(whole - 100))
        else:
            text = _("Weights 100 %, but one is empty")
        self.sum.setText(text)
        set_tone(self.sum, "tone", "" if is_whole else "app")
        self.symbol.show_symbol("check" if is_whole else "question", "imp" if is_whole else "app", text)
        self.share.setEnabled(bool(weighed) and not is_whole)
        self.agree.setVisible(is_first)
        self.agree.setEnabled(is_whole)

    def retranslate(self) -> None:
        for made, word in (
            (self.share, _("Share out the rest")),
            (self.add, _("Add from the library")),
            (self.agree, _("Agree targets")),
        ):
            made.setText(word)
            made.setAccessibleName(word)


class ItemPicker(QFrame):
    """The library in the form: type to find, Enter takes the card. `picked(card id)`."""

    picked = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("itemPicker")
        self.setProperty("bar", "floating")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        top = QHBoxLayout()
        self.words = QLineEdit(self)
        self.words.setObjectName("pickerWords")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._filter)
        self.words.installEventFilter(self)
        self.close_button = button("", "small", name="pickerClose", on_click=self.closed.emit, parent=self)
        top.addWidget(self.words, 1)
        top.addWidget(KeyCap("Enter", self))
        top.addWidget(self.close_button)
        self.list = QListWidget(self)
        self.list.setObjectName("pickerList")
        self.list.setFixedHeight(170)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        column.addLayout(top)
        column.addWidget(self.list)

    def offer(self, cards: Iterable[LibraryCard]) -> None:
        """Offer these cards, those of the form left out already."""
        self.list.clear()
        for card in cards:
            name = pick(card.name_zh, card.name_en)
            words = f"{card.code}  {name}  ·  {_(CLASSES[card.item_class.value])}"
            made = QListWidgetItem(words, self.list)
            made.setData(Qt.ItemDataRole.UserRole, card.id)
            made.setToolTip(pick(card.definition_zh, card.definition_en))
        self._filter(self.words.text())

    def retranslate(self) -> None:
        self.words.setPlaceholderText(_("Find an indicator: name or code"))
        self.words.setAccessibleName(_("Find an indicator"))
        self.list.setAccessibleName(_("Indicators of the library"))
        self.close_button.setText(_("Close"))
        self.close_button.setAccessibleName(_("Close"))

    def eventFilter(self, watched, event) -> bool:
        if watched is self.words and event.type() == event.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._move(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in ENTER and self.list.currentItem() is not None:
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _filter(self, text: str) -> None:
        wanted, first = text.strip().lower(), None
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(wanted not in item.text().lower())
            if first is None and not item.isHidden():
                first = item
        self.list.setCurrentRow(-1 if first is None else self.list.row(first))

    def _move(self, step: int) -> None:
        at = self.list.currentRow() + step
        while 0 <= at < self.list.count() and self.list.item(at).isHidden():
            at += step
        if 0 <= at < self.list.count():
            self.list.setCurrentRow(at)

    def _take(self, item: QListWidgetItem) -> None:
        if not item.isHidden():
            self.picked.emit(item.data(Qt.ItemDataRole.UserRole))


def unready_of(sheet: FormSheet, settings: FirmSettings) -> list[tuple[int, str, str]]:
    """Return what keeps the targets from being agreed: the item, its field ("" for the form), the sentence."""
    lines = [
        ItemState(
            item.id,
            score_words.item_name(item),
            item.weight,
            item.missing,
            item.score is not None,
            item.missing_reason,
            None if item.is_anchored else item.rule,
            is_in_words=item.is_in_words,
        )
        for item in sheet.items
    ]
    first = sheet.items[0].id if sheet.items else 0
    found = []
    for problem in missing_to_leave(FormState.DRAFT, lines, settings.switches):
        field, _dot, key = problem.field.rpartition(".")
        if not problem.is_warning:
            found.append((int(key) if key.isdigit() else first, field, sentence(problem)))
    return found
