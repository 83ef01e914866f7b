"""The files opened last, with arrow keys and Enter, and the way to a backup under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.models.rows import Column, RowsModel, SymbolMark
from perfdesk.texts import _
from perfdesk.views.parts.basics import label
from perfdesk.views.parts.cards import button
from perfdesk.views.tables import TableView

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class RecentFile:
    """`opened` is how the time is shown; `about` such as 38 people; missing when it is not where it was."""

    path: str
    opened: str
    about: str = ""
    is_missing: bool = False


def _name(file: RecentFile) -> str:
    return PurePath(file.path).name


def _where(file: RecentFile) -> str:
    where = str(PurePath(file.path).parent)
    return (
        _("not found: {folder}").format(folder=where)
        if file.is_missing
        else f"{where}  {file.about}".rstrip()
    )


def _path(file: RecentFile) -> str:
    return file.path


def _opened(file: RecentFile) -> str:
    return file.opened


def _mark(file: RecentFile) -> SymbolMark | None:
    return SymbolMark("cross", "err") if file.is_missing else None


def _tone(file: RecentFile) -> str:
    return "muted" if file.is_missing else "ink"


class _Table(TableView):
    forgotten = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.current_key():
            self.forgotten.emit(str(self.current_key()))
        else:
            super().keyPressEvent(event)


class RecentFiles(QWidget):
    """Emits `opened(path)`, `forgotten(path)` on Delete, and `restore_pressed`."""

    opened = Signal(object)
    forgotten = Signal(str)
    restore_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        columns = [
            Column("name", str, _name, second=_where, mark=_mark, tone=_tone, tooltip=_path),
            Column("opened", str, _opened, align="right", width=130, tone=_tone),
        ]
        self._model: RowsModel[RecentFile] = RowsModel(columns, _path, parent=self)
        self.table = _Table(self, two_lines=True)
        self.table.setObjectName("recentFiles")
        self.table.horizontalHeader().hide()
        self.table.setModel(self._model)
        self.table.row_opened.connect(self.opened)
        self.table.forgotten.connect(self.forgotten)
        column.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(4)
        self._lost = label("", "small", parent=self)
        self._restore = button("", "link", name="restore", on_click=self._ask_restore, parent=self)
        self._keys = label("", "small", parent=self)
        row.addWidget(self._lost)
        row.addWidget(self._restore)
        row.addStretch(1)
        row.addWidget(self._keys)
        column.addLayout(row)
        self.retranslate()

    def show_files(self, files: Sequence[RecentFile]) -> None:
        self._model.show(files)
        rows = min(max(len(files), 1), _SHOWN)
        self.table.setFixedHeight(rows * self.table.verticalHeader().defaultSectionSize() + 2)
        if files:
            self.table.choose(files[0].path)

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Opened last"))
        self._lost.setText(_("Can't find it?"))
        self._restore.setText(_("From a backup…"))
        self._restore.setAccessibleName(_("From a backup…"))
        self._keys.setText(_("↑↓ choose   Enter open"))
        self._model.retranslate()

    def _ask_restore(self) -> None:
        self.restore_pressed.emit()
