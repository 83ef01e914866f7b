"""Files of the people page: asking for one, and taking one that was dropped."""

from __future__ import annotations

from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from perfdesk.texts import _

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt")
"""Files that may hold a staff list."""


def ask_by_dialog(parent: QWidget, purpose: str, suggested: str) -> str:
    """Ask for a staff list to open, or where to save a workbook; "" when the user thinks better of it."""
    if purpose == "save":
        path, _kind = QFileDialog.getSaveFileName(parent, _("Save"), suggested, "Excel (*.xlsx)")
        return path if not path or path.endswith(".xlsx") else f"{path}.xlsx"
    kinds = " ".join(f"*{ending}" for ending in ENDINGS)
    title, word = _("Import a staff list"), _("Staff lists")
    path, _kind = QFileDialog.getOpenFileName(parent, title, "", f"{word} ({kinds})")
    return path


def dropped(event: QDropEvent) -> str:
    """Return the first file dropped that may hold a staff list, or ""."""
    paths = (url.toLocalFile() for url in event.mimeData().urls())
    return next((path for path in paths if path.lower().endswith(ENDINGS)), "")
