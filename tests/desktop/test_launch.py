"""What the user sees first: a frame at once, then the program in it, then the file that was named."""

import subprocess
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings

from perfdesk import launch
from perfdesk.app import Program
from perfdesk.controllers.clock import clock
from perfdesk.controllers.firm import new_firm
from perfdesk.desktop.after_paint import AfterPaint
from perfdesk.views.window import MainWindow

ROOT = Path(launch.__file__).resolve().parent.parent


def test_little_is_imported_before_the_first_paint():
    code = "import sys, perfdesk.launch; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    loaded = {
        name for name in done.stdout.split() if name.startswith(("perfdesk.", "PySide6.QtSvg", "sqlalchemy"))
    }
    assert loaded == {
        "perfdesk.desktop",
        "perfdesk.desktop.after_paint",
        "perfdesk.desktop.theme",
        "perfdesk.launch",
        "perfdesk.paths",
        "perfdesk.views",
        "perfdesk.views.window",
    }, done.stderr


def test_a_call_comes_once_and_only_after_the_widget_was_painted(qtbot):
    window, calls = MainWindow(is_frame=True), []
    qtbot.addWidget(window)
    AfterPaint(window, partial(calls.append, "painted"))
    qtbot.wait(20)
    assert calls == []
    window.show()
    qtbot.waitUntil(lambda: calls == ["painted"])
    window.update()
    qtbot.wait(20)
    assert calls == ["painted"]


def test_an_empty_frame_can_be_resized_and_closed(qtbot):
    window = MainWindow(is_frame=True)
    qtbot.addWidget(window)
    window.show()
    window.resize(1000, 700)
    assert window.close()


def test_the_file_that_was_named_is_opened_in_the_frame(qtbot, qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("PERFDESK_HOME", str(tmp_path))
    path = tmp_path / "firm.perfdesk"
    new_firm(path, "Firm", "Owner", clock()).close(with_backup=False)
    frame = MainWindow(is_frame=True)
    qtbot.addWidget(frame)
    frame.show()
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    program = Program(qapp, settings, frame, path)
    assert program.firm is None
    frame.retranslate()  # as Qt does once the language is there
    assert path.name in frame.status.saved.text()
    qtbot.waitUntil(lambda: program.firm is not None)
    assert program.window is frame
    assert frame.page_key == "people"
    frame.close()
    assert program.firm is None


def test_a_named_file_that_cannot_be_opened_leads_to_the_welcome_page_with_a_reason(
    qtbot, qapp, tmp_path, monkeypatch
):
    monkeypatch.setenv("PERFDESK_HOME", str(tmp_path))
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    program = Program(qapp, settings, None, tmp_path / "nowhere.perfdesk")
    qtbot.addWidget(program.window)
    program.window.show()
    qtbot.waitUntil(lambda: program.window.stack.currentWidget() is not None)
    assert program.window.stack.currentWidget() is program.welcome
    assert program.welcome.notice.isVisible()
    program.window.close()
