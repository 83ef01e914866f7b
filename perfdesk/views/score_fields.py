"""Fields of the score page: one line for a figure, several for words. Both leave composition to the input method."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from perfdesk.views.parts import set_tone
from perfdesk.views.undo_keys import is_for_window

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PAUSE = 2000
"""Long texts are saved after so many milliseconds without a key."""
_visits = count(1)


class EntryEdit(QLineEdit):
    """A figure as typed. Enter or leaving commits it; what is refused stays, marked, until Esc or a correction.

    `commit(field, text)` returns whether the text was taken. Signals: `left(step)` asks to go to the next (1) or
    previous (-1) place, `reason_asked` on F4, `why_asked` on F1 or Ctrl+I, `taken_back` after Esc on a wrong text.
    """

    left = Signal(int)
    reason_asked = Signal()
    why_asked = Signal()
    taken_back = Signal()
    entered = Signal()

    def __init__(self, commit: Callable[[EntryEdit, str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._commit, self._saved, self._idle, self._is_busy = commit, "", "", False
        self._wrong: str | None = None
        self.is_composing = False
        self.fix: str | None = None

    def show_saved(self, text: str, idle: str = "") -> None:
        """Show what the file holds, as `idle` while nobody is in the field; what is being typed is kept."""
        is_dirty = self.text() != self._saved and self.hasFocus() and not self._is_busy
        self._saved, self._idle = text, idle or text
        if not is_dirty and self._wrong is None:
            self._show(text if self.hasFocus() else self._idle)

    def show_wrong(self, text: str | None, fix: str | None = None) -> None:
        """Mark a refused text (None: nothing is wrong any more)."""
        if text == self._wrong and fix == self.fix:
            return
        was_wrong, self._wrong, self.fix = self._wrong, text, fix
        set_tone(self, "state", "" if text is None else "wrong")
        if text is not None:
            self.setText(text)
        elif self.text() == was_wrong:
            self._show(self._saved if self.hasFocus() else self._idle)

    @property
    def is_wrong(self) -> bool:
        return self._wrong is not None

    def lock(self, is_locked: bool, why: str = "") -> None:
        self.setReadOnly(is_locked)
        self.setEnabled(not is_locked)
        self.setToolTip(why)

    def commit(self) -> bool:
        """Save what was typed, unless it is what the file holds; True when nothing wrong is left."""
        text = self.text().strip()
        if self._is_busy:  # saving may take the field away, and with it the focus
            return True
        if self.isReadOnly() or (text in (self._saved, self._idle) and self._wrong is None):
            return True
        if text == self._wrong:
            return False
        self._is_busy = True
        try:
            return self._commit(self, text)
        finally:
            self._is_busy = False

    def accept_fix(self) -> None:
        """Take the likely meaning of a wrong text."""
        if self.fix is not None:
            self.setText(self.fix)
            if self.commit():
                self.left.emit(1)

    def restore(self) -> None:
        """Show the saved value again."""
        self._wrong, self.fix = None, None
        set_tone(self, "state", "")
        self.setText(self._saved)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            is_touched = self._wrong is not None or self.text() not in (self._saved, self._idle)
            if is_for_window(event, can_undo=is_touched, can_redo=is_touched or self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.is_composing:
            event.accept()
        elif key in ENTER:
            if self.fix is not None and self.text() == self._wrong:
                self.accept_fix()
            elif self.commit():
                self.left.emit(1)
        elif key == Qt.Key.Key_Escape:
            self.restore()
            self.taken_back.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            if self.commit():
                self.left.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_F4:
            self.reason_asked.emit()
        elif is_why(event):
            self.why_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.text() == self._idle and self._wrong is None:
            self._show(self._saved)
        self.selectAll()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.is_composing = False
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.commit():
            self._show(self._idle)

    def _show(self, text: str) -> None:
        if self.text() != text:
            self.setText(text)


class WordsEdit(QPlainTextEdit):
    """Words of any length. Saved on leaving and after a pause; one stay is one undo step.

    `saved(text, visit)` carries the token of the stay. With `enter_leaves` Enter goes on, Shift+Enter breaks the
    line.
    """

    saved = Signal(str, str)
    left = Signal(int)
    reason_asked = Signal()
    entered = Signal()

    def __init__(self, lines: int = 1, enter_leaves: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._enter_leaves = lines, enter_leaves
        self._text, self._visit = "", ""
        self.is_composing = False
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2)
        self._timer = QTimer(self, interval=PAUSE, singleShot=True)
        self._timer.timeout.connect(self.save)
        self.textChanged.connect(self._typed)
        self._fit()

    def show_text(self, text: str, wrong: str | None = None) -> None:
        """Show what the file holds, or refused words in their place, but never under the hands of a typist."""
        is_dirty = self.hasFocus() and self.toPlainText().strip() != self._text
        self._text = shown = text if wrong is None else wrong
        set_tone(self, "state", "" if wrong is None else "wrong")
        if not is_dirty and self.toPlainText().strip() != shown:
            self.blockSignals(True)
            self.setPlainText(shown)
            self.blockSignals(False)
            self._fit()

    def lock(self, is_locked: bool, why: str = "") -> None:
        self.setReadOnly(is_locked)
        self.setEnabled(not is_locked)
        self.setToolTip(why)

    def save(self) -> None:
        """Give out what was typed if it is new."""
        self._timer.stop()
        text = self.toPlainText().strip()
        if text != self._text and not self.isReadOnly() and not self.is_composing:
            self._text = text
            self.saved.emit(text, self._visit or f"words {next(_visits)}")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            own = self.document()
            if is_for_window(event, can_undo=own.isUndoAvailable(), can_redo=own.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_composing:
            event.accept()
        elif self._enter_leaves and event.key() in ENTER and not event.modifiers():
            self.save()
            self.left.emit(1)
        elif event.key() == Qt.Key.Key_F4:
            self.reason_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._visit = f"words {next(_visits)}"
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.is_composing = False
        self.save()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fit()

    def _typed(self) -> None:
        self._timer.start()
        self._fit()

    def _fit(self) -> None:
        """Be as tall as the text, from `lines` up to five lines."""
        line = QFontMetrics(self.font()).lineSpacing()
        wanted, most = max(self._lines, int(self.document().size().height())), max(5, self._lines)
        needed = min(wanted, most)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if wanted > most else policy.ScrollBarAlwaysOff
        )
        height = needed * line + 12
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)


def is_why(event: QKeyEvent) -> bool:
    """Tell whether this key asks "how was this computed?": F1 or Ctrl+I."""
    control = Qt.KeyboardModifier.ControlModifier
    return event.key() == Qt.Key.Key_F1 or (event.key() == Qt.Key.Key_I and event.modifiers() == control)
