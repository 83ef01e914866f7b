"""A column of cards that scrolls down and never sideways."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def scrolled_column(
    name: str, parent: QWidget, spacing: int, *, beside: int = 0, takes_focus: bool = False
) -> tuple[QScrollArea, QWidget, QVBoxLayout]:
    """Return a scroll area without a frame, the widget in it, and the column of that widget.

    `name` is the area's object name, `beside` the room left for the bar. `takes_focus`: F6 and Tab may go there.
    """
    area = QScrollArea(parent)
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    if not takes_focus:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside = QWidget()
    inside.setProperty("scrolled", "true")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, beside, 0)
    column.setSpacing(spacing)
    area.setWidget(inside)
    return area, inside, column
