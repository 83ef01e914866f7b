"""Long work off the window's thread, with progress and a way to stop it.

The work gets plain values and gives back plain values: no widget, no model, no session goes along. What the
window hears comes as signals, on its own thread. A pool of Python threads is used and not QThread: a QThread
collected while it runs takes the whole program down.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

_LOG = logging.getLogger(__name__)


class Cancelled(Exception):
    """Raised by `Progress.step` once the user stopped the work."""


class Progress:
    """Handed to the work: it tells how far it is, and asks whether to go on."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell, self._stop = tell, Event()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()

    def tell(self, done: int, total: int, text: str = "") -> None:
        """Say that `done` of `total` parts are ready; may be called from the working thread only."""
        self._tell(done, total, text)

    def step(self, done: int, total: int, text: str = "") -> None:
        """Tell, and raise Cancelled when the work was stopped."""
        if self.cancelled:
            raise Cancelled
        self.tell(done, total, text)


class Task(QObject):
    """One piece of work on its way. Its signals arrive on the window's thread."""

    done = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int, str)
    finished = Signal(object)  # the task itself, after done, failed or a stop
    _ended = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.progress = Progress(self.progressed.emit)
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self.is_running = True

    def cancel(self) -> None:
        """Ask the work to stop; what it had is thrown away."""
        self.progress.cancel()

    def work(self, work: Callable[[Progress], Any]) -> None:
        """Run in the pool's thread; only signals leave it."""
        try:
            result, fault = work(self.progress), None
        except BaseException as raised:  # noqa: BLE001  every fault has to reach the window's thread
            result, fault = None, raised
        self._ended.emit(result, fault)

    def _end(self, result: object, fault: BaseException | None) -> None:
        self.is_running = False
        if not self.progress.cancelled and not isinstance(fault, Cancelled):
            if fault is None:
                self.done.emit(result)
            else:
                self.failed.emit(fault)
        self.finished.emit(self)


class Tasks(QObject):
    """Runs work one after the other, and waits for it when the program closes."""

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._running: dict[Task, Future[None]] = {}

    def run(
        self,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], object] | None = None,
        on_failed: Callable[[BaseException], object] | None = None,
        on_progress: Callable[[int, int, str], object] | None = None,
    ) -> Task:
        """Start `work(progress)`. The callbacks are bound methods of QObjects and run on the window's thread.

        A fault without `on_failed` goes to the log and to the last-resort hook.
        """
        task = Task(self)
        if on_done:
            task.done.connect(on_done)
        task.failed.connect(on_failed or self._unexpected)
        if on_progress:
            task.progressed.connect(on_progress)
        task.finished.connect(self._forget)
        self._running[task] = self._pool.submit(task.work, work)
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        return task

    @property
    def is_busy(self) -> bool:
        return bool(self._running)

    def close(self) -> None:
        """Stop what can be stopped and wait for the rest."""
        for task in tuple(self._running):
            task.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._running.clear()

    def _forget(self, task: Task) -> None:
        if self._running.pop(task, None) is not None:
            task.deleteLater()
        if not self._running:
            self.busy_changed.emit(False)

    def _unexpected(self, fault: BaseException) -> None:
        raise fault
