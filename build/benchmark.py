"""Measures PerfDesk beside what plain Python, Qt, SQL, openpyxl and reportlab do for the same.

`python build/benchmark.py [ROW …] [--rounds N]`, with the project's virtual environment. Ours and the anchor are
measured in alternating rounds in one run, and what is told is the ratio of the medians: it holds on any machine,
milliseconds do not. All rows take about five minutes on two cores. The files that are measured are made once in
build/work.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "build")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench import calibration, launches, library, paperwork, states, windows  # noqa: E402  the path comes first
from bench.measure import Measured  # noqa: E402

ROWS: dict[str, Callable[[int], list[Measured]]] = {
    "launch": launches.painted,
    "filled": launches.filled,
    "memory": launches.at_rest,
    "totals": windows.totals,
    "person": windows.next_person,
    "score": windows.one_score,
    "sort": windows.sort_and_filter,
    "import": paperwork.import_workbook,
    "papers": paperwork.papers,
    "files": paperwork.files,
    "peak": paperwork.peak_memory,
    "silence": windows.silence,
    "calibration": calibration.calibration,
    "library": library.library,
    "states": states.states,
}
HEAD = ("", "ours", "beside", "ratio", "first release", "aim")


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument(
        "rows", nargs="*", metavar="ROW", help=f"one of {', '.join(ROWS)}; all of them without"
    )
    given.add_argument("--rounds", type=int, default=5)
    chosen = given.parse_args()
    unknown = [row for row in chosen.rows if row not in ROWS]
    if unknown:
        given.error(f"there is no row {', '.join(unknown)}")
    began = time.monotonic()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load {os.getloadavg()[0]:.1f} at the start, medians of {chosen.rounds} alternating rounds\n")
    print("| " + " | ".join(HEAD) + " |\n|" + " --- |" * len(HEAD))
    missed, notes = 0, []
    for name in chosen.rows or ROWS:
        for found in ROWS[name](chosen.rounds):
            print(_line(found), flush=True)
            missed += found.reaches(found.first) is False
            if found.note:
                notes.append(f"- {found.name}: {found.note}")
    print("\n" + "\n".join(notes))
    print(
        f"\n{missed} missed for the first release; {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}"
    )
    return 1 if missed else 0


def _line(found: Measured) -> str:
    times = found.anchor is not None
    cells = (
        found.name,
        f"{found.ours:.1f} {found.unit}",
        f"{found.anchor:.1f} {found.unit}" if found.anchor is not None else "",
        f"{found.value:.2f}" if times else "",
        _verdict(found, found.first),
        _verdict(found, found.aim),
    )
    return "| " + " | ".join(cells) + " |"


def _verdict(found: Measured, limit: float | None) -> str:
    if limit is None:
        return ""
    sign = "≥" if found.more_is_better else "≤"
    return f"{sign} {limit:g} {'ok' if found.reaches(limit) else 'missed'}"


if __name__ == "__main__":
    sys.exit(main())
