"""What nobody caught: logged, and said once in plain words, while the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from perfdesk import paths, texts
from perfdesk.texts import _

_LOG = logging.getLogger("perfdesk")
Tell = Callable[[str], None]


def start_log() -> None:
    """Write the log of this computer beside the program's other state: faults only, no names, no scores."""
    folder = paths.state_folder() / "logs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "perfdesk.log", maxBytes=500_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        return  # A computer that lets us write no log must still let us work.
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    _LOG.addHandler(handler)


class LastResort:
    """Catches what slots and threads let through.

    A fault of the world or a refused input that a page did not show itself is said as its sentence; a mistake
    of ours is logged and said once. `tell` shows a sentence in the window.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._said: set[str] = set()

    def install(self) -> None:
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook
        qInstallMessageHandler(_qt_message)

    def _thread_hook(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None:
            _LOG.error("in a thread: %s", "".join(traceback.format_exception(given.exc_value)))

    def _hook(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        found: Any = getattr(fault, "problems", (fault,))
        for one in found:
            if hasattr(one, "code") and hasattr(one, "details"):
                self._tell(texts.sentence(one))
                return
        # The words of an exception may hold a name; the places where it happened do not.
        places = "".join(traceback.format_tb(trace))
        _LOG.error("%s\n%s", kind.__name__, places)
        if sys.stderr is not None:
            traceback.print_exception(kind, fault, trace)
        if places not in self._said:
            self._said.add(places)
            self._tell(
                _(
                    "Something went wrong in the program; your data are as they were. Details are in {path}."
                ).format(path=paths.state_folder() / "logs")
            )


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        _LOG.info("Qt: %s", message)
