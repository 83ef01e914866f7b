"""Where files lie: in the source tree, in the installed wheel and in the frozen program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a file under `resources/`, which the program reads and never writes.

    The wheel and the frozen program carry `resources/` inside the package; the source tree has it beside.
    """
    carried = _PACKAGE / "resources"
    return (carried if carried.is_dir() else _PACKAGE.parent / "resources").joinpath(*parts)


def documents_folder() -> Path:
    """Return the folder that holds new firm files unless the user chooses another."""
    home = Path(os.environ.get("PERFDESK_HOME") or Path.home())
    documents = home / "Documents"
    return (documents if documents.is_dir() else home) / "PerfDesk"


def state_folder() -> Path:
    """Return the folder for what belongs to this computer and not to a firm: logs, throw-away copies."""
    if given := os.environ.get("PERFDESK_HOME"):
        return Path(given) / ".perfdesk"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "PerfDesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "PerfDesk"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "perfdesk"
