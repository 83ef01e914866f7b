"""Build the frozen program into build/dist/PerfDesk and let it prove itself: `python3 build/freeze.py`.

The proof runs `demo` of the frozen program in a folder whose name has a space and Chinese letters, with
another language environment and no screen, and looks for the papers and the picture.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import environment

BUILD = environment.ROOT / "build"
PROGRAM = BUILD / "dist" / "PerfDesk" / ("perfdesk.exe" if sys.platform == "win32" else "perfdesk")


def build(python: Path) -> int:
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(BUILD / "dist"), "--workpath", str(BUILD / "work" / "frozen")]
    return subprocess.call(
        [*command, str(environment.ROOT / "perfdesk.spec")],
        cwd=str(environment.ROOT),
        env=environment.child_environment(),
    )


def prove() -> str:
    """Run the frozen program's `demo` far from this tree; return what is wrong, or nothing."""
    with tempfile.TemporaryDirectory(prefix="绩效 demo ") as folder:
        bare = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
        bare.update(PERFDESK_HOME=folder, HOME=folder, LANG="C", QT_QPA_PLATFORM="offscreen")
        code = subprocess.call([str(PROGRAM), "demo", "--out", "out"], cwd=folder, env=bare)
        if code:
            return f"demo ended with exit code {code}"
        made = sorted(Path(folder, "out").rglob("*"))
        for ending in (".perfdesk", ".pdf", ".png"):
            if not any(file.suffix == ending and file.stat().st_size > 1000 for file in made):
                return f"demo wrote no {ending} file"
    return ""


def main() -> int:
    python = environment.prepare("requirements.txt", "requirements-dev.txt", "requirements-freeze.txt")
    if code := build(python):
        return code
    size = sum(file.stat().st_size for file in PROGRAM.parent.rglob("*") if file.is_file())
    print(f"{PROGRAM.parent}: {size / 1e6:.0f} MB")
    if fault := prove():
        print(f"the frozen program does not work: {fault}", file=sys.stderr)
        return 1
    print("the frozen program ran demo")
    return 0


if __name__ == "__main__":
    sys.exit(main())
