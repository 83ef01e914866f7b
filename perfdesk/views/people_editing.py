"""Editing people where they stand: fields that offer what is there already, and a line for the next person."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.models.rows import RowsModel
from perfdesk.texts import _
from perfdesk.views.delegates import TableDelegate
from perfdesk.views.parts import label, set_tone

Suggest = Callable[[str], Sequence[tuple[str, str]]]
"""Column name → pairs of what is entered and what is shown; nothing for a column of free text."""
_HINTS = {
    Qt.Key.Key_Return: QAbstractItemDelegate.EndEditHint.SubmitModelCache,
    Qt.Key.Key_Enter: QAbstractItemDelegate.EndEditHint.SubmitModelCache,
    Qt.Key.Key_Tab: QAbstractItemDelegate.EndEditHint.EditNextItem,
    Qt.Key.Key_Backtab: QAbstractItemDelegate.EndEditHint.EditPreviousItem,
}


class _OfferList(QListView):
    def __init__(self, editor: QLineEdit) -> None:
        super().__init__()
        self.editor = editor
        self.setObjectName("cellOffer")
        self.setAccessibleName(editor.accessibleName())
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class Offer(QCompleter):
    """A list under a field. What is chosen goes in as the value behind the words shown."""

    clicked = Signal(object)  # the field

    def __init__(self, choices: Sequence[tuple[str, str]], editor: QLineEdit) -> None:
        model = QStandardItemModel(editor)
        for value, shown in choices:
            item = QStandardItem(shown)
            item.setData(value, Qt.ItemDataRole.UserRole)
            model.appendRow(item)
        super().__init__(model, editor)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(10)
        self._list = _OfferList(editor)
        self.setPopup(self._list)
        self.activated.connect(self._activated)

    def pathFromIndex(self, index: QModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.UserRole) or "")

    def take(self) -> None:
        """Put what is marked in the list into the field, and close the list."""
        marked = self._list.currentIndex()
        if self._list.isVisible() and marked.isValid():
            self._list.editor.setText(self.pathFromIndex(marked))
        self._list.hide()

    def show_all(self) -> None:
        """Open the list with everything in it, however much of a word stands in the field already."""
        editor = self._list.editor
        if editor.hasFocus() and editor.selectedText() == editor.text():
            self.setCompletionPrefix("")
            self.complete()

    def _activated(self, _text: str) -> None:
        self.clicked.emit(self._list.editor)


class OfferingDelegate(TableDelegate):
    """The shared delegate, with a list of what is there already under some columns. New words may be typed."""

    def __init__(self, suggest: Suggest, parent: QWidget) -> None:
        super().__init__(parent)
        self._suggest = suggest

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        editor = super().createEditor(parent, option, index)
        model = index.model()
        if isinstance(editor, QLineEdit) and isinstance(model, RowsModel):
            choices = self._suggest(model.columns[index.column()].name)
            if choices:
                offer = Offer(choices, editor)
                editor.setCompleter(offer)
                offer.popup().installEventFilter(self)  # asked before the completer's own filter
                offer.clicked.connect(self._clicked)
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:
        super().setEditorData(editor, index)
        offer = editor.completer() if isinstance(editor, QLineEdit) else None
        if isinstance(offer, Offer):
            QTimer.singleShot(0, offer, offer.show_all)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab in the list take what is marked there and go on: one key, not two."""
        if not isinstance(watched, _OfferList):
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            hint = _HINTS.get(Qt.Key(event.key()))
            offer = watched.editor.completer()
            if hint is not None and isinstance(offer, Offer):
                offer.take()
                self.commitData.emit(watched.editor)
                self.closeEditor.emit(watched.editor, hint)
                return True
        return False

    def _clicked(self, editor: QLineEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


class NameLine(QFrame):
    """The row under the table for the next person: the number is suggested, the name is typed, Enter adds.

    `added(number, name)` asks to save; `block_pasted(text)` hands over several lines at once.
    """

    added = Signal(str, str)
    block_pasted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = QLineEdit(self)
        self.number.setObjectName("newNumber")
        self.number.setFixedWidth(76)
        self.name = _NameEdit(self)
        self.name.setObjectName("newName")
        self.name.setMaximumWidth(260)
        self.name.block_pasted.connect(self.block_pasted)
        self.hint = label("", "small", parent=self)
        self.hint.setObjectName("newHint")
        for edit in (self.number, self.name):
            edit.returnPressed.connect(self._add)
            edit.textEdited.connect(self._edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        row.addWidget(self.number)
        row.addWidget(self.name, 1)
        row.addWidget(self.hint, 1)
        self._suggested = ""

    def suggest(self, number: str) -> None:
        """Put the next number in, unless the user typed one."""
        if self.number.text() in ("", self._suggested):
            self.number.setText(number)
        self._suggested = number

    def begin(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def taken(self) -> None:
        """Make room for the next name."""
        self.name.clear()
        self.number.setText(self._suggested)
        self._mark("", "")
        self.begin()

    def refuse(self, sentence: str, field: str) -> None:
        """Keep what was typed, and say what is wrong with it."""
        self._mark(sentence, field)

    def pending(self) -> str:
        """Return what was typed and refused, or ""."""
        edits = (self.number, self.name)
        is_wrong = any(edit.property("state") == "wrong" for edit in edits)
        return " ".join(edit.text() for edit in edits) if is_wrong else ""

    def retranslate(self) -> None:
        self.number.setAccessibleName(_("Number of the next person"))
        self.name.setAccessibleName(_("Name of the next person"))
        self.name.setPlaceholderText(_("Name, then Enter"))
        if self.number.property("state") != "wrong" and self.name.property("state") != "wrong":
            self._mark("", "")

    def _add(self) -> None:
        if self.name.text().strip():
            self.added.emit(self.number.text().strip(), self.name.text().strip())
        else:
            self.begin()

    def _edited(self) -> None:
        self._mark("", "")

    def _mark(self, sentence: str, field: str) -> None:
        set_tone(self.number, "state", "wrong" if field == "number" else "")
        set_tone(self.name, "state", "wrong" if field == "name" else "")
        set_tone(self.hint, "tone", "err" if sentence else "")
        self.hint.setText(sentence or _("Or paste a list from Excel with Ctrl+V"))
        for edit in (self.number, self.name):
            edit.setAccessibleDescription(sentence)


class _NameEdit(QLineEdit):
    """Several lines pasted into one name would be glued together: they are handed on instead."""

    block_pasted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = QGuiApplication.clipboard().text() if event.matches(QKeySequence.StandardKey.Paste) else ""
        if any(sign in text.strip("\r\n") for sign in "\n\t"):
            self.block_pasted.emit(text)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()
