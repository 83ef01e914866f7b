"""What every test stands on: no screen, a home folder of its own, our font, a quiet log."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("PERFDESK_NOW", None)

from perfdesk import paths, texts  # noqa: E402 - the environment comes first

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs_warnings: the log of the program may hold warnings in this test")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's home folder of this test: empty, and nobody's own."""
    folder = tmp_path_factory.mktemp("home", numbered=True)
    monkeypatch.setenv("PERFDESK_HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    return folder


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Each test begins in Chinese, whatever the one before switched to."""
    texts.use("zh_CN")
    yield
    texts.use("zh_CN")


class _Kept(logging.Handler):
    """Keeps what the program logs from warnings upward."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which the program logged a warning that the test did not announce by its marker."""
    kept, log = _Kept(), logging.getLogger("perfdesk")
    log.addHandler(kept)
    yield
    log.removeHandler(kept)
    if kept.lines and not request.node.get_closest_marker("logs_warnings"):
        pytest.fail("unexpected in the log:\n" + "\n".join(kept.lines))


@pytest.fixture(autouse=True)
def widgets_gone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Delete what a window test asked to delete later: processing events alone does not do it."""
    yield
    if "qapp" in request.fixturenames:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application with our own font, so that measures do not depend on the computer's fonts."""
    from PySide6.QtGui import QFont, QFontDatabase

    for file in sorted(paths.resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    qapp.setStyle("Fusion")
    qapp.setFont(QFont("Noto Sans SC", 9))
    return qapp
