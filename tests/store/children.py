"""Real child processes, to be killed in the middle of what they do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

START = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from perfdesk.store import firm_file, schema
from perfdesk.store.change import Deed
from tests.builders import now, open_again

def die():
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL) if os.name == "posix" else os._exit(9)

path = Path(sys.argv[1])
"""


def run(code: str, *arguments: str | Path, killed: bool = False) -> str:
    """Run code after START with the file's path as first argument; return what it printed."""
    command = [sys.executable, "-c", START + code, *map(str, arguments)]
    child = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", env=_surroundings(), timeout=60
    )
    assert (child.returncode not in (0, 1)) if killed else (child.returncode == 0), child.stderr
    return child.stdout


def start(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start a child that prints a line when it is ready and goes on until its input is closed."""
    child = subprocess.Popen(
        [sys.executable, "-c", START + code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=_surroundings(),
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "ready"
    return child


def end(child: subprocess.Popen[str], *, kill: bool = False) -> None:
    if kill:
        child.kill()
    child.communicate(timeout=60)


def _surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
