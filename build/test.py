"""Pass the tests: `python3 build/test.py [arguments of pytest]`.

Style, types and translations are checked first, then pytest runs; its closing line is the last one printed.
The exit code is 0 only if all of them pass.
"""

from __future__ import annotations

import subprocess
import sys

import environment

CHECKS = {
    "style": ["ruff", "check", "--quiet", "."],
    "layout": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary"],
}


def main(arguments: list[str]) -> int:
    python = str(environment.prepare("requirements.txt", "requirements-dev.txt"))
    surroundings = environment.child_environment()
    commands = {name: [python, "-m", *command] for name, command in CHECKS.items()}
    commands["texts"] = [python, str(environment.ROOT / "build" / "texts.py"), "check"]
    failed = []
    for name, command in commands.items():
        code = subprocess.call(command, cwd=str(environment.ROOT), env=surroundings)
        print(name + (": ok" if code == 0 else ": FAILED"), flush=True)
        if code:
            failed.append(name)
    # One process per core; a file stays with one of them, so that what it makes once is made once.
    pytest = [python, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *arguments]
    code = subprocess.call(pytest, cwd=str(environment.ROOT), env=surroundings)
    if failed:
        print("failed besides the tests: " + ", ".join(failed), file=sys.stderr)
    return code or len(failed)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
