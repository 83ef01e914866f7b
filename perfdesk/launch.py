"""The way from the command to a window: an empty frame first, all else after it has been painted.

What this module imports at its top stands between the user and the first paint; so it is little.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from perfdesk import paths
from perfdesk.desktop import theme
from perfdesk.desktop.after_paint import AfterPaint
from perfdesk.views.window import MainWindow


def run_window(arguments: Sequence[str]) -> int:
    """Open the window, with the firm file that was named, and return the exit code when it is closed."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    settings = QSettings(str(paths.state_folder() / "settings.ini"), QSettings.Format.IniFormat)
    theme.apply_ground(app, str(settings.value("theme", "system")))
    window = MainWindow(is_frame=True)
    AfterPaint(window, partial(_make_program, app, settings, window, arguments))
    window.show()
    return app.exec()


def _make_program(
    app: QApplication, settings: QSettings, window: MainWindow, arguments: Sequence[str]
) -> None:
    from perfdesk.app import Program

    Program(app, settings, window, Path(arguments[0]) if arguments else None)
