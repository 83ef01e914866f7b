"""Start here: `perfdesk [FILE]` opens the window, `perfdesk COMMAND` works without one."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    from perfdesk.command_line import names

    if given and (given[0] in names.COMMANDS or given[0].startswith("-")):
        from perfdesk.command_line import main as command_line

        return command_line.run(given, _picture)
    from perfdesk import launch

    return launch.run_window(given)


def _picture(given: argparse.Namespace) -> int:
    from perfdesk import app

    return app.make_picture(given)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
