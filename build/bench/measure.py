"""What every row of the benchmark needs: alternating rounds, child processes, and the numbers to reach."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "work"
BENCH = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Measured:
    """One row: medians of ours and of the anchor, and the ratio that counts.

    `first` and `aim` are the limits of the ratio for the first release and for what we want to be known for;
    `more_is_better` turns them round. Without an anchor `ratio` is ours, in `unit`.
    """

    name: str
    ours: float
    anchor: float | None
    unit: str
    first: float | None
    aim: float | None
    ratio: float | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def value(self) -> float:
        if self.ratio is not None:
            return self.ratio
        return self.ours / self.anchor if self.anchor else self.ours

    def reaches(self, limit: float | None) -> bool | None:
        if limit is None:
            return None
        return self.value >= limit if self.more_is_better else self.value <= limit


def milliseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def alternate(rounds: int, *calls: Callable[[], float]) -> list[list[float]]:
    """Run the calls in turn, so that what else the machine does falls on all of them; one round to warm up."""
    for call in calls:
        call()
    times: list[list[float]] = [[] for _call in calls]
    for _round in range(rounds):
        for kept, call in zip(times, calls, strict=True):
            kept.append(call())
    return times


def middle(values: Sequence[float]) -> float:
    return float(median(values))


def environment() -> dict[str, str]:
    """The environment of children: no screen, a home of their own, and compiled modules as if installed."""
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return given | {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "*=false",
        "PERFDESK_HOME": str(WORK / "bench-home"),
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "build"))),
        "PYTHONPYCACHEPREFIX": str(WORK / "pycache"),
        "PYTHONIOENCODING": "utf-8",
    }


def child(module: str, *arguments: object) -> Any:
    """Run a module of bench/ in a process of its own; return the JSON of its last line."""
    (WORK / "bench-home").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(BENCH / f"{module}.py"), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"{module} {arguments}: {done.stderr[-1500:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])
