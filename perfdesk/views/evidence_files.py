"""Files for evidence: asking for one, for a place to save one, and those that were dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from perfdesk.domain.progress import MEDIA
from perfdesk.texts import _


def ask_for_file(parent: QWidget) -> str:
    """Ask for a file to attach; "" when the user thinks better of it."""
    kinds = " ".join(f"*{ending}" for ending in MEDIA)
    word = _("Files that are kept")
    path, _kind = QFileDialog.getOpenFileName(parent, _("Attach a file"), "", f"{word} ({kinds})")
    return path


def ask_where_to_save(parent: QWidget, name: str) -> str:
    """Ask where to save an attached file; "" when the user thinks better of it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    path, _kind = QFileDialog.getSaveFileName(parent, _("Save the file"), str(Path(folder) / name))
    return path


def dropped_files(data: QMimeData) -> list[str]:
    """Return the files that were dropped, of whatever kind: what is not kept is said by name."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
