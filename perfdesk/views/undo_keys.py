"""Ctrl+Z and Ctrl+Y in a field that has nothing of its own to take back belong to the window.

Qt's text fields claim both keys always; in an untouched field they would do nothing at all.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence


def is_for_window(event: QEvent, *, can_undo: bool, can_redo: bool) -> bool:
    """Return whether the event claims undo or redo for a field that can't do it; ignore such an event."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not can_undo
    return event.matches(QKeySequence.StandardKey.Redo) and not can_redo
