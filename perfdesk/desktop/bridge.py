"""Turns the controllers' plain callbacks into signals, and the history into names for buttons and menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal


class Announces(Protocol):
    """What tells about changes; `controllers.history.Announcer` is one."""

    def subscribe(self, listener: Callable[[Any], None]) -> None: ...
    def unsubscribe(self, listener: Callable[[Any], None]) -> None: ...


class Undoes(Protocol):
    """What can be undone; `controllers.history.History` is one."""

    @property
    def undo_deed(self) -> Any: ...
    @property
    def redo_deed(self) -> Any: ...
    def undo(self) -> None: ...
    def redo(self) -> None: ...


class Bridge(QObject):
    """One open firm as signals: `changed(event)` after each deed, undo and redo, on the window's thread.

    `word(deed)` names a deed in the language of the window; `on_fault(fault)` is told when undo or redo could
    not be written.
    """

    changed = Signal(object)
    history_changed = Signal()
    _heard = Signal(object)

    def __init__(
        self,
        announce: Announces,
        history: Undoes,
        word: Callable[[Any], str] = str,
        on_fault: Callable[[Exception], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._announce, self._history = announce, history
        self._word, self._on_fault = word, on_fault
        # A deed done in a worker must reach the widgets on their own thread; one done here must not wait.
        self._heard.connect(self._pass_on, Qt.ConnectionType.AutoConnection)
        announce.subscribe(self._hear)

    @property
    def undo_text(self) -> str:
        """What undo would take back, or ""."""
        deed = self._history.undo_deed
        return self._word(deed) if deed is not None else ""

    @property
    def redo_text(self) -> str:
        deed = self._history.redo_deed
        return self._word(deed) if deed is not None else ""

    @property
    def can_undo(self) -> bool:
        return self._history.undo_deed is not None

    @property
    def can_redo(self) -> bool:
        return self._history.redo_deed is not None

    def undo(self) -> None:
        self._try(self._history.undo)

    def redo(self) -> None:
        self._try(self._history.redo)

    def close(self) -> None:
        """Stop listening; called before the firm file is closed."""
        self._announce.unsubscribe(self._hear)

    def _try(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception as fault:
            if self._on_fault is None or not hasattr(fault, "code"):
                raise
            self._on_fault(fault)

    def _hear(self, event: Any) -> None:
        self._heard.emit(event)

    def _pass_on(self, event: Any) -> None:
        self.changed.emit(event)
        self.history_changed.emit()
