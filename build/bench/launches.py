"""Rows of the launch: painted, filled with data, memory at rest. Each round is a process of its own."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from bench.files import big_firm, sample_firm
from bench.measure import WORK, Measured, alternate, child, middle


def _copy(path: Path) -> Path:
    """A copy to open, so that no backup and no lock touches the file that is kept."""
    copy = WORK / "bench-home" / path.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, copy)
    return copy


def _launch(kind: str, what: str, *file: Path) -> float:
    return float(child("launched", kind, time.time(), *file)[what])


def painted(rounds: int) -> list[Measured]:
    file = _copy(sample_firm())
    bare, ours = alternate(rounds, lambda: _launch("bare", "ms"), lambda: _launch("ours", "ms", file))
    name = "launch: painted, takes input"
    return [Measured(name, middle(ours), middle(bare), "ms", 1.6, 1.3)]


def filled(rounds: int) -> list[Measured]:
    found: list[Measured] = []
    for words, path in (("480,000 scores", big_firm(5000, 12)), ("sample firm", sample_firm())):
        file = _copy(path)
        silences: list[float] = []

        def ours(file: Path = file, silences: list[float] = silences) -> float:
            said = child("launched", "data", time.time(), file)
            silences.append(float(said["silence"]))
            return float(said["ms"])

        bare, times = alternate(rounds, lambda: _launch("bare", "ms"), ours)
        note = f"longest silence on the way {middle(silences):.0f} ms"
        first, aim = (3.0, 1.5) if found == [] else (None, None)
        found.append(
            Measured(
                f"launch: first page filled, {words}",
                middle(times),
                middle(bare),
                "ms",
                first,
                aim,
                note=note,
            )
        )
    return found


def at_rest(rounds: int) -> list[Measured]:
    found: list[Measured] = []
    for words, path in (("480,000 scores", big_firm(5000, 12)), ("sample firm", sample_firm())):
        file = _copy(path)
        bare, ours = alternate(
            min(rounds, 2),
            lambda: _launch("bare-rest", "mib"),
            lambda file=file: _launch("rest", "mib", file),  # type: ignore[misc]
        )
        first, aim = (2.5, 2.0) if found == [] else (None, None)
        found.append(Measured(f"memory at rest, {words}", middle(ours), middle(bare), "MiB", first, aim))
    return found
