"""Fields that are edited where they stand: saved on Enter or on leaving, wrong texts kept with their reason.

A field shows one record at a time and knows it by a key. What can't be saved goes into the page's `Drafts` under
that key, so that it comes back with its own record and can never reach another one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import count
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from perfdesk.models.drafts import Draft, Drafts
from perfdesk.models.rows import Refused
from perfdesk.views.parts import ErrorNote, set_tone
from perfdesk.views.undo_keys import is_for_window

Save = Callable[[Any, str], Refused | None]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_VISITS = count(1)
PAUSE = 2000
"""A long text is saved after so many milliseconds without a key."""


class FieldNote(ErrorNote):
    """The one note of a pane, under whichever of its fields is wrong and has the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field: _Inline | None = None
        self.fixed.connect(self._fix)
        self.taken_back.connect(self._take_back)

    def tell_of(self, field: _Inline, refused: Refused) -> None:
        self.field = field
        widget, host = field.widget(), self.parentWidget()
        assert host is not None
        self.tell(refused, QRect(widget.mapTo(host, widget.rect().topLeft()), widget.size()))

    def leave(self, field: _Inline) -> None:
        if self.field is field:
            self.field = None
            self.hide()

    def _fix(self) -> None:
        if self.field is not None:
            self.field.take_fix()

    def _take_back(self) -> None:
        if self.field is not None:
            self.field.restore()


class _Inline:
    """What line and text have in common. `is_draft`: leaving keeps the text instead of saving it."""

    def _begin(self, save: Save, drafts: Drafts, note: FieldNote, is_draft: bool) -> None:
        self._save, self._drafts, self._note, self._is_draft = save, drafts, note, is_draft
        self.key: Hashable = None
        self._saved, self._place = "", ""
        self._refused: Refused | None = None
        self.visit = 0  # one stay in the field: all that is saved during it is undone as one

    def widget(self) -> QWidget:
        raise NotImplementedError

    def typed(self) -> str:
        raise NotImplementedError

    def put(self, text: str) -> None:
        raise NotImplementedError

    def show_value(self, key: Hashable, text: str, place: str = "") -> None:
        """Show the field of a record; what was typed there and not saved comes back."""
        stays = (
            key == self.key and (self.widget().hasFocus() or self._refused) and self.typed() != self._saved
        )
        self.key, self._saved, self._place = key, text, place
        if stays:
            return
        draft = self._drafts.of(key)
        self.put(draft.text if draft else text)
        self._mark(draft.refused if draft else None)

    def commit(self) -> bool:
        """Save what was typed, or keep it as a draft of its record; False if it was refused."""
        text = self.typed().strip()
        if self.key is None:
            return True
        if text == self._saved.strip():
            self._drafts.drop(self.key)
            self._mark(None)
            return True
        if self._is_draft:
            self._drafts.keep(self.key, Draft(self._place, text, self._refused))
            return True
        return self._try(text)

    def submit(self) -> bool:
        """Save what was typed, draft or not."""
        return self._try(self.typed().strip())

    def restore(self) -> None:
        """Put the saved text back and forget what was typed."""
        self._drafts.drop(self.key)
        self.put(self._saved)
        self._mark(None)

    def take_fix(self) -> None:
        if self._refused and self._refused.fix is not None:
            self.put(self._refused.fix)
            self.submit()

    @property
    def refused(self) -> Refused | None:
        return self._refused

    def _try(self, text: str) -> bool:
        key = self.key
        refused = self._save(key, text)
        if refused is not None:
            self._drafts.keep(key, Draft(self._place, text, refused))
            if key == self.key:
                self._mark(refused)
            return False
        self._drafts.drop(key)
        if key == self.key:
            if not self._is_draft:
                self._saved = text
            self.put(self._saved)
            self._mark(None)
        return True

    def _mark(self, refused: Refused | None) -> None:
        self._refused = refused
        widget = self.widget()
        set_tone(widget, "state", "wrong" if refused else "")
        widget.setAccessibleDescription(f"{refused.wrong} {refused.hint}".strip() if refused else "")
        if refused and widget.hasFocus():
            self._note.tell_of(self, refused)
        elif not refused:
            self._note.leave(self)

    def _entered(self) -> None:
        self.visit = next(_VISITS)
        if self._refused:
            self._note.tell_of(self, self._refused)

    def _left(self) -> None:
        self._note.leave(self)
        self.commit()


class InlineField(_Inline, QLineEdit):
    """One line. `save(key, text)` answers None when the text was taken. `entered` follows a successful Enter."""

    entered = Signal()

    def __init__(
        self,
        name: str,
        save: Save,
        drafts: Drafts,
        note: FieldNote,
        parent: QWidget | None = None,
        *,
        is_draft: bool = False,
    ) -> None:
        QLineEdit.__init__(self, parent)
        self.setObjectName(name)
        self._begin(save, drafts, note, is_draft)

    def widget(self) -> QWidget:
        return self

    def typed(self) -> str:
        return self.text()

    def put(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            is_touched = self._refused is not None or self.typed() != self._saved
            if is_for_window(event, can_undo=is_touched, can_redo=is_touched or self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if self._refused and self._refused.fix is not None and self.typed() == self._refused_text():
                self.take_fix()
            elif self.submit():
                self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and self.typed() != self._saved:
            self.restore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._entered()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._left()

    def _refused_text(self) -> str:
        draft = self._drafts.of(self.key)
        return draft.text if draft else ""


class InlineText(_Inline, QPlainTextEdit):
    """Words that wrap, as tall as they need up to four lines. Enter saves, Shift+Enter breaks the line."""

    LINES = 4

    def __init__(
        self, name: str, save: Save, drafts: Drafts, note: FieldNote, parent: QWidget | None = None
    ) -> None:
        QPlainTextEdit.__init__(self, parent)
        self.setObjectName(name)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        self._begin(save, drafts, note, False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._paused)
        self.textChanged.connect(self._grow)

    def widget(self) -> QWidget:
        return self

    def typed(self) -> str:
        return self.toPlainText()

    def put(self, text: str) -> None:
        if text != self.toPlainText():
            self.setPlainText(text)
        self._pause.stop()
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and self.typed() != self._saved:
            self.restore()
        else:
            super().keyPressEvent(event)
            self._pause.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._entered()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._pause.stop()
            self._left()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._grow()

    def _paused(self) -> None:
        if self.hasFocus() and self.typed().strip() != self._saved.strip():
            cursor = QTextCursor(self.textCursor())
            self.commit()
            self.setTextCursor(cursor)

    def _grow(self) -> None:
        """Take the height of the text: a document of plain text measures itself in lines."""
        needed = max(1, round(self.document().size().height()))
        lines = min(self.LINES, needed)
        policy = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if needed > lines else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)
        height = lines * self.fontMetrics().lineSpacing() + 10
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
