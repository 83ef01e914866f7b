"""What the window expects of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.texts import _
from perfdesk.views.parts.cards import EmptyState, NoticeBar


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the window. `title` is a message id; `factory` is called when the page is first shown.

    A page that is reached from another one only stands last and is not `in_navigation`.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[], Page]
    in_navigation: bool = True


class Page(QWidget):
    """One page of the window. Subclasses fill `body`, call `retranslate()` at the end of `__init__`.

    Signals: `place_wanted(page key, {name: value})` asks the window to go elsewhere, `position_changed(text)`
    is shown at the right of the status line, `actions_changed` asks for `actions()` again.
    """

    place_wanted = Signal(str, dict)
    position_changed = Signal(str)
    actions_changed = Signal()

    title = ""  # message id, as in PageEntry

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"page_{type(self).__name__}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(10)
        self.notice = NoticeBar(self)
        column.addWidget(self.notice)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        column.addLayout(self.body, 1)

    def actions(self) -> Sequence[QAbstractButton]:
        """Return the buttons for the right end of the top bar, one primary at most; the page keeps them."""
        return ()

    def panes(self) -> Sequence[QWidget]:
        """Return the widgets that F6 goes round."""
        return ()

    def take_focus(self) -> None:
        """Put the keyboard where the work of this page begins; called whenever the page is opened."""
        shown: list[QWidget] = [pane for pane in self.panes() if pane.isVisible()]
        if not shown:  # then the next step is a button in the middle of the page
            shown = [one.action for one in self.findChildren(EmptyState) if one.isVisible()]
        (shown[0] if shown else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_cycle(self, cycle_id: int | None) -> None:
        """Show another cycle; the window calls it before the page is first seen and when one is chosen."""

    def show_place(self, **place: Any) -> None:
        """Go to a place inside the page, such as `employee_id=7`."""

    def refresh(self, changed: Any = None) -> None:
        """Read again what changed; None means everything. Called only while the page is visible."""

    def pending_inputs(self) -> Sequence[str]:
        """Return one line for each wrong entry that is still in its field."""
        return ()

    def retranslate(self) -> None:
        """Set every text anew; called after a change of language."""
        self.setAccessibleName(_(self.title) if self.title else "")
