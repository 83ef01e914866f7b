"""Every place of the window that a user can look at, and how one gets there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QListView, QTableView, QWidget

from tests.journeys.desk import Desk

TABS = {
    "score": ("segment_form", "segment_grid"),
    "cycles": ("segment_states", "segment_calibration", "segment_changes"),
    "people": ("segment_people", "segment_departments", "segment_positions"),
    "library": (
        "segment_goals",
        "segment_indicators",
        "segment_behaviours",
        "segment_templates",
        "segment_measures",
    ),
}
"""Switches of a page: each of their words shows something else."""
_ROWS = 25


def places(desk: Desk) -> Iterator[str]:
    """Go to every page and tab in turn, and yield its name when it is shown."""
    for entry in desk.window._entries:
        desk.window.go(entry.key)
        tabs = TABS.get(entry.key) or ("",)
        for tab in tabs:
            if tab and desk.has(tab):
                desk.click(tab)
            settle()
            yield f"{entry.key} {tab}".strip()


def settle() -> None:
    """Let layouts and delayed texts come to rest: nothing here waits for time to pass."""
    for _turn in range(5):
        QApplication.processEvents()


def cells(top: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Yield what the cells of visible lists and tables show, as far as a user sees without scrolling far."""
    for view in top.findChildren(QAbstractItemView):
        model = view.model()
        if not view.isVisible() or model is None or not isinstance(view, QTableView | QListView):
            continue
        for row in range(min(model.rowCount(), _ROWS)):
            for column in range(model.columnCount() if isinstance(view, QTableView) else 1):
                text = _shown(model, row, column)
                if text:
                    yield view, text


def _shown(model: QAbstractItemModel, row: int, column: int) -> str:
    return str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) or "")


def names_of(widget: QWidget) -> str:
    """Return how a widget is told apart in a message of a failed test."""
    above, names = widget, []
    while above is not None and len(names) < 4:
        names.append(above.objectName() or type(above).__name__)
        above = above.parentWidget()
    return " < ".join(names)


def corner(widget: QWidget) -> QPoint:
    return widget.mapTo(widget.window(), QPoint(0, 0))


def is_button(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton)
