"""The running program in the hands of a test: it is seen and touched by what a user sees and touches."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QTableView,
    QWidget,
)

from perfdesk.app import Program

KEY = Qt.Key
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
_NONE = Qt.KeyboardModifier.NoModifier
Kind = TypeVar("Kind", bound=QWidget)


class Desk:
    """One `Program` with its window shown and active."""

    def __init__(self, qtbot: Any, folder: Path) -> None:
        self._qtbot, self.folder = qtbot, folder
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.settings = QSettings(str(folder / "ui.ini"), QSettings.Format.IniFormat)
        self.program = Program(app, self.settings)
        self.window = self.program.window
        self.window.show()
        self.wait(lambda: self.window.findChild(QWidget, "pages") is not None)
        self.activate()

    def activate(self) -> None:
        """Give this window the keyboard; with several programs only one has it."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def wait(self, is_so: Callable[[], object], milliseconds: int = 5000) -> None:
        self._qtbot.waitUntil(lambda: bool(is_so()), timeout=milliseconds)

    def open(self, path: Path) -> None:
        """Open a firm file as if it were named when the program is started."""
        self.program.open(path)
        self.wait(lambda: self.program.firm is not None or self.said())

    def close(self) -> None:
        """Close the window for good, whatever is left in it."""
        self.window.close()
        if self.window.isVisible():
            self.window.close()

    # -- what is there --

    def find(self, name: str, kind: type[Kind] = QWidget) -> Kind:  # type: ignore[assignment]
        """Return the visible widget of this object name, as soon as there is one."""
        self.wait(lambda: self._found(name, kind))
        return self._found(name, kind)[0]

    def has(self, name: str) -> bool:
        return bool(self._found(name, QWidget))

    def _found(self, name: str, kind: type[Kind]) -> list[Kind]:
        return [one for one in self.window.findChildren(kind, name) if one.isVisible()]

    def says(self, name: str) -> str:
        """Return what a visible label, button or field shows; what was cut by the room is told in full."""
        return text_of(self.find(name))

    def said(self) -> str:
        """Return the notices that can be seen: those of the window, of the page, of the welcome page."""
        return "\n".join(label.text() for label in self._found("noticeText", QLabel))

    def words(self) -> list[str]:
        """Return all texts that can be seen now."""
        return [text for _where, text in visible_texts(self.window)]

    def pages(self) -> list[str]:
        """Return the words of the navigation from top to bottom."""
        buttons = [one for one in self.window.findChildren(QAbstractButton) if one.isVisible()]
        entries = [one for one in buttons if one.objectName().startswith("go_") and one.property("nav")]
        entries.sort(key=lambda one: one.mapTo(self.window, QPoint(0, 0)).y())
        return [one.accessibleName() for one in entries]

    @property
    def page(self) -> str:
        return self.window.page_key

    @property
    def file(self) -> Path:
        assert self.program.firm is not None
        return self.program.firm.path

    def read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a connection of one's own finds in the file: what is really saved."""
        return read(self.file, query, *values)

    # -- what is done --

    def click(self, name: str) -> None:
        widget = self.find(name)
        self.wait(widget.isEnabled)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Press a key where the keyboard is, as the system would deliver it."""
        QTest.keyClick(self.focus(), key, modifier)

    def type(self, text: str) -> None:
        """Type where the keyboard is; Chinese comes from the input method."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.focus(), letter)
            else:
                composed = QInputMethodEvent()
                composed.setCommitString(letter)
                QApplication.sendEvent(self.focus(), composed)

    def enter(self, name: str, text: str) -> None:
        """Go to a field by the mouse, replace what is in it and press Enter."""
        self.click(name)
        self.press(KEY.Key_A, CONTROL)
        self.type(text)
        self.press(KEY.Key_Return)

    def paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.press(KEY.Key_V, CONTROL)

    def focus(self) -> QWidget:
        """Return the widget that has the keyboard: an editor, else the window."""
        return QApplication.focusWidget() or self.window

    def go(self, key: str) -> None:
        """Open a page with the mouse."""
        self.click(f"go_{key}")
        self.wait(lambda: self.page == key)

    def choose(self, name: str, text: str) -> None:
        """Choose an entry of a combo box with the keyboard."""
        combo = self.find(name, QComboBox)
        at = combo.findText(text)
        assert at >= 0, [combo.itemText(row) for row in range(combo.count())]
        combo.setFocus()
        while combo.currentIndex() != at:
            QTest.keyClick(combo, KEY.Key_Down if combo.currentIndex() < at else KEY.Key_Up)

    def click_cell(self, name: str, row: int, column: int) -> QTableView:
        table = self.find(name, QTableView)
        index = table.model().index(row, column)
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
        return table

    def drop(self, path: Path) -> None:
        """Drop a file in the middle of the window: the widget there or the nearest above it takes it."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        at = self.window.rect().center()
        target: QWidget | None = self.window.childAt(at) or self.window
        while target is not None and not target.acceptDrops():
            target = target.parentWidget()
        assert target is not None, "nothing takes a drop"
        action, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        entering = QDragEnterEvent(target.mapFrom(self.window, at), action, data, buttons, _NONE)
        QApplication.sendEvent(target, entering)
        assert entering.isAccepted(), "the drop is refused"
        place = QPointF(target.mapFrom(self.window, at))
        QApplication.sendEvent(target, QDropEvent(place, action, data, buttons, _NONE))

    def undo_all(self) -> list[str]:
        """Press Ctrl+Z until nothing is left to undo; return the names of what was undone."""
        return self._all("undoButton", KEY.Key_Z)

    def redo_all(self) -> list[str]:
        return self._all("redoButton", KEY.Key_Y)

    def _all(self, name: str, key: Qt.Key) -> list[str]:
        self.window.setFocus()
        button, names = self.find(name), []
        while button.isEnabled():
            names.append(button.accessibleName())
            assert names[-3:] != [names[-1]] * 3, self.said()
            QTest.keyClick(self.window, key, CONTROL)
        return names


def read(path: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def text_of(widget: QWidget) -> str:
    for ask in ("full", "text", "currentText", "toPlainText"):
        if hasattr(widget, ask):
            return str(getattr(widget, ask)())
    return ""


def visible_texts(top: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Yield every text that is on the screen with the widget it stands in: labels, buttons, headers, hints,
    entries of combo boxes, names for screen readers and tooltips."""
    for widget in (top, *top.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        texts = [widget.accessibleName(), widget.toolTip(), widget.accessibleDescription()]
        if hasattr(widget, "placeholderText"):
            texts.append(widget.placeholderText())
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(text_of(widget))
        elif isinstance(widget, QComboBox):
            texts.extend(widget.itemText(at) for at in range(widget.count()))
        elif isinstance(widget, QTableView) and widget.model() is not None:
            model = widget.model()
            across = Qt.Orientation.Horizontal
            if widget.horizontalHeader().isVisible():
                texts.extend(
                    str(model.headerData(at, across) or "")
                    for at in range(model.columnCount())
                    if not widget.isColumnHidden(at)
                )
        yield from ((widget, text) for text in texts if text and text.strip())
