"""Run PerfDesk from this tree: `python3 build/run.py` opens the sample firm in the window.

Without a screen it runs `perfdesk demo` instead, which writes the sample firm's papers and a picture of the
split view into perfdesk-demo. Arguments go to perfdesk as they are: `python3 build/run.py check FILE`.
"""

from __future__ import annotations

import subprocess
import sys

import environment


def main(arguments: list[str]) -> int:
    python = environment.prepare("requirements.txt")
    surroundings = environment.child_environment()
    perfdesk = [str(python), "-m", "perfdesk"]
    if arguments:
        return subprocess.call([*perfdesk, *arguments], env=surroundings)
    if not environment.has_screen():
        return subprocess.call([*perfdesk, "demo"], env=surroundings)
    sample = environment.ROOT / "build" / "work" / "sample.perfdesk"
    if not sample.exists():
        sample.parent.mkdir(parents=True, exist_ok=True)
        made = subprocess.call([*perfdesk, "new", str(sample), "--sample"], env=surroundings)
        if made:
            return made
    return subprocess.call([*perfdesk, str(sample)], env=surroundings)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
