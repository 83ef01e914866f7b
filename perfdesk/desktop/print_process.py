"""What runs in the worker process of the papers. No Qt here: the process would have to load it too."""

from __future__ import annotations

import os
import signal
import threading
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perfdesk.controllers.papers import PaperJob, Written


class Stopped(Exception):
    """The window asked the work to stop."""


class _Line:
    """The line to the window's process: set once, when this process begins."""

    told: Any = None
    stop: Any = None


def begin(told: Any, stop: Any) -> None:
    """Take the queue for progress and the event that stops the work; end when the window's process ends."""
    _Line.told, _Line.stop = told, stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def get_ready() -> None:
    """Load what the first job needs while the window still reads it from the file."""
    from perfdesk.controllers import papers

    papers.get_ready()


def write(serial: int, job: PaperJob, folder: Path) -> Written:
    """Write the papers; `serial` marks what is told about this job.

    Raises:
        StoreFault: as `write_papers`.
        Stopped: the window asked for it.
    """
    from perfdesk.controllers.papers import write_papers

    def tell(done: int, total: int) -> None:
        if _Line.stop.is_set():
            raise Stopped
        _Line.told.put((serial, done, total))

    return write_papers(job, folder, tell)


def _end_with_parent() -> None:
    """A killed window must not leave a process behind that waits for work for ever."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
