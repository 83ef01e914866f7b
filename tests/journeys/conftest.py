"""A desk for each test: the program as `app.py` wires it, over a folder of its own and under a fixed clock."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from tests.journeys.desk import Desk

NOW = "2026-09-30T09:00:00"


@dataclass
class Dialogs:
    """The dialogs of the system: what they would answer, and that they were asked."""

    save_to: str = ""
    open_from: str = ""
    folder: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_NOW", NOW)


@pytest.fixture(autouse=True)
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    """Answer for the dialogs of the system: a test would wait for them for ever."""
    answers = Dialogs()

    def answer(kind: str, given: str) -> Callable[..., tuple[str, str]]:
        def ask(*_given: object, **_options: object) -> tuple[str, str]:
            answers.asked.append(kind)
            return getattr(answers, given), ""

        return ask

    def refuse(dialog: QDialog) -> int:
        answers.asked.append(type(dialog).__name__)
        return 0

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer("save", "save_to"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer("open", "open_from"))
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda *_given, **_options: answer("folder", "folder")()[0]
    )
    monkeypatch.setattr(QDialog, "exec", refuse)
    return answers


@pytest.fixture
def make_desk(qtbot: Any, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Start the program, also several times; each is closed when the test ends."""
    desks: list[Desk] = []
    hook = sys.excepthook

    def make(folder: Path = tmp_path) -> Desk:
        desk = Desk(qtbot, folder)
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.close()
        desk.program.deleteLater()
        desk.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
    sys.excepthook = hook


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample firm in Chinese, made once; take a copy to change it."""
    from datetime import datetime

    from perfdesk.controllers import clock
    from perfdesk.controllers.sample import make_sample

    path = tmp_path_factory.mktemp("sample") / "红杉精密.perfdesk"
    make_sample(path, clock.fixed(datetime.fromisoformat(NOW)), "zh_CN").close(with_backup=False)
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sample_file, tmp_path / sample_file.name))
