"""The command line as a script meets it: words in, exit code and output back."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from perfdesk.command_line.main import run
from tests.controllers.builders import NOW, sample_path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


Call = Callable[..., Answer]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_NOW", NOW.isoformat())
    monkeypatch.setenv("PERFDESK_LANG", "zh_CN")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a command in this process; a picture is only noted."""

    def picture(given: argparse.Namespace) -> int:
        print(f"picture {given.page} {given.who} {given.out.name}")
        return 0

    def made(*arguments: object) -> Answer:
        code = run([str(argument) for argument in arguments], picture)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Answer(code, said.out, said.err)

    return made


@pytest.fixture
def child() -> Call:
    """Run a command in a process of its own; `PERFDESK_…` and `PYTHON…` words go into its environment."""

    def made(*arguments: object, stdin: str = "", program: str = "", **environment: str) -> Answer:
        command = [
            sys.executable,
            *(["-c", program] if program else ["-m", "perfdesk"]),
            *map(str, arguments),
        ]
        encoding = environment.get("PYTHONIOENCODING", "utf-8").split(":")[0]
        done = subprocess.run(
            command,
            capture_output=True,
            env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
            timeout=60,
        )
        said = [part.decode(encoding).replace("\r\n", "\n") for part in (done.stdout, done.stderr)]
        assert "Traceback" not in "".join(said)
        return Answer(done.returncode, *said)

    return made


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_path(tmp_path_factory)


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "红杉 精密.perfdesk"
    shutil.copy(sample_file, path)
    return path
