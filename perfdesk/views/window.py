"""The window: top bar, navigation, pages made when first shown, status line, keys.

Its frame alone is painted before anything else is imported. So what fills it is imported by `furnish`, and `Qt`
is written `QtCore.Qt` here: to import that name makes all its enums, for a tenth of the time to the first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from perfdesk.desktop.bridge import Bridge
    from perfdesk.views.page import Page, PageEntry
    from perfdesk.views.search_field import Hit, Search

NARROW_UNDER = 1180


class MainWindow(QMainWindow):
    """Shows the welcome page, or the pages of one open firm. Knows no controller but the bridge.

    `cycle_chosen(id)` follows the combo of the top bar, `file_dropped(path)` a drop anywhere, `closing` is the
    last moment to close the firm.
    """

    cycle_chosen = Signal(object)
    file_dropped = Signal(str)
    closing = Signal()

    def __init__(self, welcome: QWidget | None = None, version: str = "", *, is_frame: bool = False) -> None:
        """`is_frame`: the empty frame, to be painted at once; `furnish` then fills it."""
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("PerfDesk")
        self.setMinimumSize(960, 600)
        self.resize(1280, 800)
        self._is_furnished = False
        if not is_frame:
            self.furnish(welcome, version)

    def furnish(self, welcome: QWidget | None = None, version: str = "") -> None:
        """Fill the frame: top bar, navigation, status line, keys, and the welcome page if there is one yet."""
        from perfdesk.desktop import icons

        self.setWindowIcon(icons.icon("logo", size=64))
        self.setAcceptDrops(True)
        self._welcome: QWidget | None = None
        self._version, self._file, self._is_read_only, self._actor = version, "", False, ""
        self._opening = ""
        self._bridge: Bridge | None = None
        self._entries: tuple[PageEntry, ...] = ()
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._cycle: int | None = None
        self._key = ""
        self._said, self._warned = "", False
        self._build()
        if welcome is not None:
            self.put_welcome(welcome)
        self._bind_keys()
        self._is_furnished = True
        self._fit()
        self.retranslate()
        self.show_welcome()

    # -- what the program calls --

    def put_welcome(self, welcome: QWidget) -> None:
        """Give the window its welcome page; it is shown when `show_welcome` is called."""
        self._welcome = welcome
        self.stack.addWidget(welcome)

    def show_welcome(self) -> None:
        """Close what was open and show the welcome page over the whole window."""
        self._drop_pages()
        self._bridge = None
        self._file, self._opening, self._entries, self._key = "", "", (), ""
        self.top.hide()
        self.navigation.hide()
        if self._welcome is not None:
            self.stack.setCurrentWidget(self._welcome)
            self._welcome.setFocus()
        self._show_status()

    def show_opening(self, file_name: str) -> None:
        """Say that a file is being opened; the window can be moved and closed meanwhile."""
        self._opening = file_name
        self._show_status()

    def show_firm(
        self,
        entries: Sequence[PageEntry],
        bridge: Bridge,
        file_name: str,
        search: Search | None = None,
        is_read_only: bool = False,
        first: str = "",
        actor: str = "",
    ) -> None:
        """Show the pages of a firm; `first` is the page to begin with, `actor` who works with the file."""
        self._drop_pages()
        self._entries, self._bridge = tuple(entries), bridge
        self._file, self._is_read_only, self._actor = file_name, is_read_only, actor
        bridge.changed.connect(self._refresh)
        bridge.history_changed.connect(self._show_history)
        self.top.search.search_with(search)
        self.navigation.show_entries(entries)
        self.top.show()
        self.navigation.show()
        self._show_history()
        self.go(first or entries[0].key)

    def show_entries(self, entries: Sequence[PageEntry]) -> None:
        """Show other pages of the same firm, after a switch of the firm went on or off."""
        keys = {entry.key for entry in entries}
        for key in [key for key in self._pages if key not in keys]:
            self._forget(key)
        self._entries = tuple(entries)
        self.navigation.show_entries(entries)
        self.navigation.mark(self._key)
        if self._key not in keys:
            self.go(entries[0].key)

    def show_actor(self, name: str) -> None:
        """Show who works with the file from now on."""
        self._actor = name
        self._show_status()

    def show_cycles(self, cycles: Sequence[tuple[int, str]], current: int | None) -> None:
        """Offer the cycles in the top bar and show `current` on every page."""
        self.top.show_cycles(cycles, current)
        if current != self._cycle:
            self._set_cycle(current)

    def go(self, key: str, place: dict[str, Any] | None = None) -> None:
        """Open a page, made when it is first shown, and go to a place in it."""
        entry = next((entry for entry in self._entries if entry.key == key), None)
        if entry is None:
            return
        page = self._pages.get(key)
        if page is None:
            page = self._make(entry)
        elif key in self._stale:
            page.show_cycle(self._cycle)
        self._stale.discard(key)
        self._key = key
        self.stack.setCurrentWidget(page)
        self.navigation.mark(key)
        self.top.show_actions(page.actions())
        self.say("")
        page.take_focus()
        if place:
            page.show_place(**place)

    def page(self, key: str = "") -> Page | None:
        """Return a page that was made (the open one without a key)."""
        return self._pages.get(key or self._key)

    @property
    def page_key(self) -> str:
        return self._key

    def say(self, text: str) -> None:
        """Show where one is, and which keys help, at the right of the status line."""
        self._said = text
        self.status.where.setText(text)

    def tell(self, text: str, tone: str = "app", buttons: tuple = ()) -> None:
        """Show a message over all pages, such as a file that can't be written."""
        self.notice.tell(text, tone, buttons)

    # -- what Qt calls --

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._is_furnished:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange and self._is_furnished:
            self._fit()  # another size of text

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_furnished:
            self._fit()

    def _fit(self) -> None:
        from perfdesk.desktop import theme

        is_narrow = self.width() < NARROW_UNDER * max(1.0, theme.current().zoom / 100)
        self.navigation.set_narrow(is_narrow)
        self.top.set_narrow(is_narrow)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """List wrong entries that were never saved once; a second try closes."""
        if not self._is_furnished:
            self.closing.emit()
            event.accept()
            return
        if self.warn_of_wrong_entries(self.close):
            event.ignore()
            return
        self.closing.emit()
        self._drop_pages()
        event.accept()

    def warn_of_wrong_entries(self, close: Callable[[], object]) -> bool:
        """List wrong entries that were never saved, once; return whether there was something to say.

        `close` is done when the user wants it all the same.
        """
        left = [line for page in self._pages.values() for line in page.pending_inputs()]
        if not left or self._warned:
            return False
        from perfdesk.texts import _

        self._warned = True
        words = _("Not saved, because the entry is wrong: {entries}").format(entries="; ".join(left[:5]))
        self.notice.tell(words, "err", ((_("Close anyway"), close), (_("Stay"), self._stay)))
        return True

    def retranslate(self) -> None:
        """Set every text anew: the shell's and those of all pages that exist."""
        self.top.retranslate()
        self.navigation.retranslate()
        for page in self._pages.values():
            page.retranslate()
        if self._welcome is not None and hasattr(self._welcome, "retranslate"):
            self._welcome.retranslate()
        self._show_history()

    # -- keys --

    def _bind_keys(self) -> None:
        self._shortcut("Ctrl+K", self._focus_search)
        self._shortcut("Ctrl+F", self._focus_search)
        self._shortcut("Ctrl+Z", self.undo)
        self._shortcut("Ctrl+Y", self.redo)
        self._shortcut("Ctrl+Shift+Z", self.redo)
        self._shortcut("F6", self.next_pane)
        self._shortcut("Shift+F6", self.previous_pane)
        for at in range(10):
            self._shortcut(f"Alt+{(at + 1) % 10}", partial(_go_to, self, at))

    def _shortcut(self, keys: str, call: Any) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(QtCore.Qt.ShortcutContext.WindowShortcut)
        made.activated.connect(call)

    def go_to_number(self, at: int) -> None:
        if at < len(self._entries):
            self.go(self._entries[at].key)

    def undo(self) -> None:
        if self._bridge is not None and self._bridge.can_undo:
            self._bridge.undo()

    def redo(self) -> None:
        if self._bridge is not None and self._bridge.can_redo:
            self._bridge.redo()

    def next_pane(self) -> None:
        self._pane(1)

    def previous_pane(self) -> None:
        self._pane(-1)

    def _pane(self, step: int) -> None:
        page = self.page()
        panes = [pane for pane in page.panes() if pane.isVisible()] if page else []
        if not panes:
            return
        focus = QApplication.focusWidget()
        at = None
        if focus is not None:
            at = next((n for n, pane in enumerate(panes) if pane is focus or pane.isAncestorOf(focus)), None)
        wanted = panes[0 if at is None else (at + step) % len(panes)]
        wanted.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        if not wanted.hasFocus():
            wanted.nextInFocusChain().setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)

    def _focus_search(self) -> None:
        if self.top.isVisible():
            self.top.search.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
            self.top.search.selectAll()

    # -- inside --

    def _build(self) -> None:
        from perfdesk.views.navigation import Navigation
        from perfdesk.views.parts.cards import NoticeBar
        from perfdesk.views.status_line import StatusLine
        from perfdesk.views.top_bar import TopBar

        content = QWidget(self)
        content.setObjectName("content")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = TopBar(content)
        self.navigation = Navigation(content)
        self.stack = QStackedWidget(content)
        self.stack.setObjectName("pages")
        self.notice = NoticeBar(content)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.notice)
        right.addWidget(self.stack, 1)
        middle.addLayout(right, 1)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        self.setCentralWidget(content)
        self.status = StatusLine(self)
        self.setStatusBar(self.status)
        self.notice.closed.connect(self._stay)
        self.navigation.chosen.connect(self.go)
        self.top.cycle_chosen.connect(self._choose_cycle)
        self.top.undo_pressed.connect(self.undo)
        self.top.redo_pressed.connect(self.redo)
        self.top.search.hit_chosen.connect(self._go_to_hit)

    def _show_status(self) -> None:
        if self._file:
            undo = self._bridge.undo_text if self._bridge is not None else ""
            self.status.show_open(self._file, self._is_read_only, undo, self._said, self._actor)
        elif self._opening:
            self.status.show_opening(self._opening)
        else:
            self.status.show_closed(self._version)

    def _show_history(self) -> None:
        bridge = self._bridge
        if bridge is not None:
            self.top.show_history(bridge.undo_text, bridge.redo_text, bridge.can_undo, bridge.can_redo)
        self._show_status()

    def _make(self, entry: PageEntry) -> Page:
        page = entry.factory()
        page.place_wanted.connect(self.go)
        page.position_changed.connect(self._position)
        page.actions_changed.connect(self._actions_changed)
        self._pages[entry.key] = page
        self.stack.addWidget(page)
        page.show_cycle(self._cycle)
        return page

    def _refresh(self, changed: Any) -> None:
        self._warned = False
        for key, page in self._pages.items():
            if key == self._key:
                page.refresh(changed)
            else:
                self._stale.add(key)

    def _choose_cycle(self, cycle_id: Any) -> None:
        self._set_cycle(cycle_id)
        self.cycle_chosen.emit(cycle_id)

    def _set_cycle(self, cycle_id: int | None) -> None:
        self._cycle = cycle_id
        self._stale = set(self._pages) - {self._key}
        page = self.page()
        if page is not None:
            page.show_cycle(cycle_id)

    def _go_to_hit(self, hit: Hit) -> None:
        self.go(hit.page, hit.place)

    def _position(self, text: str) -> None:
        if self.sender() is self.page() or self.sender() is None:
            self.say(text)

    def _actions_changed(self) -> None:
        page = self.page()
        if page is not None:
            self.top.show_actions(page.actions())

    def _stay(self) -> None:
        self._warned = False
        self.notice.hide()

    def _forget(self, key: str) -> None:
        page = self._pages.pop(key)
        if key == self._key:
            self.top.show_actions(())
        for button in page.actions():
            button.setParent(page)
        self.stack.removeWidget(page)
        page.deleteLater()
        self._stale.discard(key)

    def _drop_pages(self) -> None:
        if self._bridge is not None:
            self._bridge.changed.disconnect(self._refresh)
            self._bridge.history_changed.disconnect(self._show_history)
            self._bridge = None
        for key in tuple(self._pages):
            self._forget(key)
        self._cycle, self._warned = None, False
        self.notice.hide()


def _go_to(window: MainWindow, at: int) -> None:
    window.go_to_number(at)


def _dropped(event: QDropEvent) -> str:
    """Return the path of the first local file of a drop."""
    for url in event.mimeData().urls():
        if url.isLocalFile():
            return url.toLocalFile()
    return ""
