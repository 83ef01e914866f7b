"""Writing, previewing and printing papers while the window stays awake.

A batch of papers is written in a process of its own: a thread would share the interpreter's lock with the
window. The process is started when it is first needed and kept, so that modules and fonts are loaded once.
One or two papers are written in a thread, since a start of the process costs more than they do.
"""

from __future__ import annotations

import logging
import multiprocessing
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from perfdesk.desktop import print_process
from perfdesk.desktop.paper_preview import page_sizes, render_page
from perfdesk.desktop.tasks import Cancelled, Progress, Task, Tasks

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from perfdesk.controllers.papers import PaperJob, Written

_LOG = logging.getLogger(__name__)
IN_THREAD = 2
"""Up to so many papers are written in a thread."""
_GLANCE = 0.03  # seconds between two looks at whether the work was stopped

_NO_PROCESS = (OSError, ImportError, NotImplementedError, BrokenProcessPool)
"""What is raised where a second process can't be had or has died."""
MakeJob = Callable[[], "PaperJob"]
"""Reads the file and returns what is to be written; called in the working thread."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Files that were written. `papers`: how many; `unprintable`: characters that no font has."""

    paths: tuple[Path, ...]
    papers: int
    unprintable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The papers as one PDF, with the size of each page in points. `on_own_page`: who takes a page of their own;
    `left_out`: kind and name of those who have no such paper."""

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    papers: int
    unprintable: tuple[str, ...]
    on_own_page: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


class PrintWork(QObject):
    """Does the work of the print page, in order. Belongs to the program, not to a page; `close` it at the end.

    The callbacks are bound methods of QObjects and run on the window's thread. Faults arrive as they were
    raised: Invalid and StoreFault with their codes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writing, self._drawing = Tasks(self), Tasks(self)
        self._workshop = Workshop()
        self._is_ready = False

    def get_ready(self, papers: int) -> None:
        """So many papers will be wanted soon: start the process if it is one that writes them."""
        if papers > IN_THREAD and not self._is_ready:
            self._is_ready = True
            self._writing.run(self._workshop.get_ready)

    def save(
        self,
        make_job: MakeJob,
        folder: Path,
        on_done: Callable[[Saved], object],
        on_failed: Callable[[BaseException], object],
        on_progress: Callable[[int, int, str], object],
        name: str = "",
    ) -> Task:
        """Write papers into a folder; `name` is the name of the file when all go into one."""
        work = partial(_save, self._workshop, make_job, folder, name)
        return self._writing.run(work, on_done, on_failed, on_progress)

    def preview(
        self,
        make_job: MakeJob,
        on_done: Callable[[Preview], object],
        on_failed: Callable[[BaseException], object],
        on_progress: Callable[[int, int, str], object] | None = None,
    ) -> Task:
        """Write papers where nobody sees them and hand them over."""
        return self._writing.run(partial(_preview, self._workshop, make_job), on_done, on_failed, on_progress)

    def print(
        self,
        make_job: MakeJob,
        printer: QPrinter,
        on_done: Callable[[int], object],
        on_failed: Callable[[BaseException], object],
        on_progress: Callable[[int, int, str], object],
    ) -> Task:
        """Send papers to a printer; `on_done` gets the number of papers."""
        work = partial(_print, self._workshop, make_job, printer)
        return self._writing.run(work, on_done, on_failed, on_progress)

    def draw(self, pdf: bytes, page: int, scale: float, on_done: Callable[[Any], object]) -> Task:
        """Draw a page (from 0) at `scale` pixels to a point; `on_done` gets a QImage."""
        return self._drawing.run(partial(_draw, pdf, page, scale), on_done)

    @property
    def is_busy(self) -> bool:
        return self._writing.is_busy

    def stop(self) -> None:
        """Stop what is under way and wait for its end: before a firm file is closed."""
        for tasks in (self._writing, self._drawing):
            tasks.close()
        self._writing.deleteLater()
        self._drawing.deleteLater()
        self._writing, self._drawing = Tasks(self), Tasks(self)

    def close(self) -> None:
        """Stop all work and the worker process."""
        self._writing.close()
        self._drawing.close()
        self._workshop.close()


class Workshop:
    """Where papers are written: in this thread, or in the worker process. One job at a time."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._has_process = True
        self._told: Any = None
        self._stop: Any = None
        self._serial = 0

    def get_ready(self, _progress: Progress) -> None:
        """Start the process and do not wait for it; if there can be none, the first job will say so."""
        with suppress(*_NO_PROCESS):
            (self._pool or self._start()).submit(print_process.get_ready)

    def write(self, job: PaperJob, folder: Path, progress: Progress) -> Written:
        """Write a job.

        Raises:
            StoreFault: as `write_papers`.
            Cancelled: the work was stopped; no half file is left.
        """
        if progress.cancelled:
            raise Cancelled
        if job.count > IN_THREAD and self._has_process:
            try:
                return self._in_process(job, folder, progress)
            except _NO_PROCESS as error:
                # A computer that allows no second process still prints, only less smoothly.
                _LOG.warning("papers: no worker process (%s), going on in a thread", type(error).__name__)
                self._has_process = False
                self.close()
        from perfdesk.controllers.papers import write_papers

        return write_papers(job, folder, progress.step)

    def close(self) -> None:
        if self._pool is not None:
            self._stop.set()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._told.close()
            self._told.join_thread()
        self._pool = None

    def _in_process(self, job: PaperJob, folder: Path, progress: Progress) -> Written:
        pool = self._pool or self._start()
        self._serial += 1
        self._stop.clear()
        future = pool.submit(print_process.write, self._serial, job, folder)
        while not future.done():
            self._pass_on(progress, _GLANCE)
            if progress.cancelled:
                self._stop.set()
        self._pass_on(progress, 0)
        return _result(future)

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        self._told, self._stop = context.Queue(), context.Event()
        self._pool = ProcessPoolExecutor(
            1, mp_context=context, initializer=print_process.begin, initargs=(self._told, self._stop)
        )
        return self._pool

    def _pass_on(self, progress: Progress, seconds: float) -> None:
        """Pass on what the process told within a moment, leaving out what belongs to an earlier job."""
        try:
            while True:
                serial, done, total = self._told.get(timeout=seconds) if seconds else self._told.get_nowait()
                if serial == self._serial and not progress.cancelled:
                    progress.tell(done, total)
                seconds = 0
        except Empty:
            pass


def _result(future: Future[Written]) -> Written:
    try:
        return future.result()
    except print_process.Stopped:
        raise Cancelled from None


def _save(workshop: Workshop, make_job: MakeJob, folder: Path, name: str, progress: Progress) -> Saved:
    job = make_job()
    if name and len(job.files) == 1:
        job = replace(job, files=(replace(job.files[0], name=name),))
    written = workshop.write(job, folder, progress)
    return Saved(written.paths, job.count, written.unprintable)


def _preview(workshop: Workshop, make_job: MakeJob, progress: Progress) -> Preview:
    job = make_job()
    with tempfile.TemporaryDirectory(prefix="perfdesk-") as folder:
        written = workshop.write(job, Path(folder), progress)
        pdf = written.paths[0].read_bytes()
    return Preview(pdf, page_sizes(pdf), job.count, written.unprintable, written.on_own_page, job.left_out)


def _print(workshop: Workshop, make_job: MakeJob, printer: QPrinter, progress: Progress) -> int:
    from perfdesk.desktop.printing import print_pdf

    papers = _preview(workshop, make_job, progress)
    print_pdf(papers.pdf, printer, progress)
    return papers.papers


def _draw(pdf: bytes, page: int, scale: float, progress: Progress) -> Any:
    if progress.cancelled:
        raise Cancelled
    return render_page(pdf, page, scale)
