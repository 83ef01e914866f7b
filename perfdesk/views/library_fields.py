"""A card to read: captions with their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from perfdesk.views.parts import Card, label


@dataclass(frozen=True, slots=True)
class Field:
    """A caption and its text. `is_short`: half a line will do."""

    caption: str
    text: str
    is_short: bool = False
    name: str = ""


class FieldsCard(Card):
    """Shows a heading and fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("causeCard")
        self.area = QScrollArea(self)
        self.area.setObjectName("causeScroll")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add(self.area, 1)

    def show_fields(
        self,
        heading: str,
        remark: str,
        fields: Sequence[Field],
        below: Sequence[QWidget] = (),
    ) -> None:
        """Show another card; `below` are further widgets, which now belong to this card."""
        self.set_heading(heading, remark)
        inside = QWidget()
        inside.setProperty("scrolled", "true")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        row, side = 0, 0
        for field in fields:
            if not field.text:
                continue
            if not field.is_short and side:
                row, side = row + 1, 0
            grid.addWidget(_field(field, inside), row, side, 1, 1 if field.is_short else 2)
            row, side = (row, 1) if field.is_short and not side else (row + 1, 0)
        column.addLayout(grid)
        for widget in below:
            column.addWidget(widget)
        column.addStretch(1)
        old = self.area.takeWidget()
        if old is not None:
            old.deleteLater()
        self.area.setWidget(inside)


def _field(field: Field, parent: QWidget) -> QWidget:
    made = QWidget(parent)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    column.addWidget(label(field.caption, "small", parent=made))
    text = label(field.text, parent=made, wrap=True)
    text.setObjectName(f"field_{field.name}" if field.name else "field")
    text.setAccessibleName(f"{field.caption}: {field.text}")
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(text)
    column.addStretch(1)
    return made
