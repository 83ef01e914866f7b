"""Papers are written in a process of their own or in a thread, whole or not at all, and can be stopped."""

from __future__ import annotations

import logging
import os
import shutil
import signal
from functools import partial

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QObject

from perfdesk.controllers import papers
from perfdesk.desktop import print_work
from perfdesk.desktop.paper_preview import page_sizes, render_page
from perfdesk.desktop.print_work import PrintWork, Workshop
from perfdesk.desktop.tasks import Cancelled, Progress
from perfdesk.domain.problems import Invalid
from perfdesk.store.faults import StoreFault
from tests.views import print_firm


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    path = tmp_path_factory.mktemp("firm") / "小店.perfdesk"
    print_firm.build(path)
    firm = print_firm.opened(path)
    yield firm
    firm.close(with_backup=False)


@pytest.fixture(scope="module")
def workshop():
    """One process for the tests of this file: its start is what takes long."""
    workshop = Workshop()
    yield workshop
    workshop.close()


@pytest.fixture
def cycle_id(firm):
    return firm.cycles.current().id


@pytest.fixture
def form_ids(firm, cycle_id):
    return [line.form_id for line in firm.results.standings(cycle_id)]


def quiet(told=None):
    return Progress(lambda *said: told.append(said) if told is not None else None)


class Stops(Progress):
    """Is stopped as soon as so many papers are done."""

    def __init__(self, after):
        super().__init__(self._told)
        self.after, self.last = after, 0

    def _told(self, done, total, text):
        self.last = done
        if done >= self.after:
            self.cancel()


class Listener(QObject):
    def __init__(self):
        super().__init__()
        self.done, self.faults, self.progress = [], [], []

    def note_progress(self, *said):
        self.progress.append(said)


def test_twelve_sheets_of_five_questions_are_one_file_of_four_pages(firm, cycle_id, workshop, tmp_path):
    job = firm.papers.prepare(cycle_id, kinds=("review",), in_one_file=True, register=False)
    told = []
    written = workshop.write(job, tmp_path, quiet(told))
    assert len(PdfReader(written.paths[0]).pages) == 4
    assert told[-1][:2] == (12, 12)


def test_a_batch_is_written_in_another_process_and_two_papers_are_not(
    firm, cycle_id, form_ids, workshop, tmp_path, monkeypatch
):
    def refuse(*_arguments):
        raise AssertionError("written in this process")

    monkeypatch.setattr(papers, "write_papers", refuse)
    prepare = partial(firm.papers.prepare, cycle_id, kinds=("review",), register=False)
    written = workshop.write(prepare(form_ids=form_ids[:3]), tmp_path, quiet())
    assert [path.exists() for path in written.paths] == [True] * 3
    with pytest.raises(AssertionError):
        workshop.write(prepare(form_ids=form_ids[:2]), tmp_path, quiet())


@pytest.mark.parametrize("count", [2, 12])
def test_faults_come_back_as_themselves_from_thread_and_process(
    firm, cycle_id, form_ids, workshop, tmp_path, count
):
    job = firm.papers.prepare(
        cycle_id, kinds=("review",), form_ids=form_ids[:count], in_one_file=True, register=False
    )
    (tmp_path / job.files[0].name).mkdir()
    with pytest.raises(StoreFault) as raised:
        workshop.write(job, tmp_path, quiet())
    assert (raised.value.code, raised.value.field) == ("unwritable", str(tmp_path / job.files[0].name))
    assert not list(tmp_path.glob("*.part"))


def test_a_stopped_batch_leaves_whole_files_and_no_half_one(firm, cycle_id, workshop, tmp_path):
    job = firm.papers.prepare(cycle_id, kinds=("review",), register=False)
    big = papers.PaperJob(
        tuple(papers.PaperFile(f"{n}.pdf", file.sheets) for n, file in enumerate(job.files * 40)), "zh_CN"
    )
    progress = Stops(3)
    with pytest.raises(Cancelled):
        workshop.write(big, tmp_path, progress)
    left = sorted(tmp_path.iterdir())
    assert 3 <= len(left) < big.count
    assert {path.suffix for path in left} == {".pdf"}
    assert all(len(PdfReader(path).pages) == 1 for path in left)

    # The process is ready for the next job.
    assert workshop.write(job, tmp_path / "next", quiet()).paths


def test_a_stopped_file_of_three_to_a_page_is_not_there(firm, cycle_id, workshop, tmp_path):
    job = firm.papers.prepare(cycle_id, kinds=("review",), in_one_file=True, register=False)
    file = job.files[0]
    big = papers.PaperJob((papers.PaperFile("all.pdf", file.sheets * 40, True),), "zh_CN")
    with pytest.raises(Cancelled):
        workshop.write(big, tmp_path, Stops(1))
    assert not list(tmp_path.iterdir())


@pytest.mark.logs_warnings
def test_without_a_process_the_batch_is_written_in_the_thread(firm, cycle_id, tmp_path, monkeypatch, caplog):
    def refuse(*_arguments, **_options):
        raise OSError("no process for you")

    monkeypatch.setattr(print_work, "ProcessPoolExecutor", refuse)
    caplog.set_level(logging.WARNING)
    alone = Workshop()
    job = firm.papers.prepare(cycle_id, kinds=("review",), in_one_file=True, register=False)
    written = alone.write(job, tmp_path, quiet())
    assert len(PdfReader(written.paths[0]).pages) == 4
    assert "going on in a thread" in caplog.text
    alone.close()


@pytest.mark.logs_warnings
@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_a_process_that_dies_does_not_take_the_papers_with_it(firm, cycle_id, tmp_path):
    mortal = Workshop()
    job = firm.papers.prepare(cycle_id, kinds=("review",), in_one_file=True, register=False)
    mortal.write(job, tmp_path, quiet())
    for process in list(mortal._pool._processes.values()):
        os.kill(process.pid, signal.SIGKILL)
    shutil.rmtree(tmp_path)
    assert mortal.write(job, tmp_path, quiet()).paths[0].exists()
    mortal.close()


def test_nobody_to_print_is_said_and_not_written(qtbot, firm, cycle_id, tmp_path):
    work, listener = PrintWork(), Listener()
    make = partial(firm.papers.prepare, cycle_id, kinds=("plan",), form_ids=[-1])
    work.save(make, tmp_path, listener.done.append, listener.faults.append, listener.note_progress)
    qtbot.waitUntil(lambda: bool(listener.faults), timeout=10_000)
    assert isinstance(listener.faults[0], Invalid)
    assert listener.faults[0].problems[0].code == "nothing_to_print"
    assert not list(tmp_path.iterdir())
    work.close()


def test_a_page_is_drawn_at_the_size_asked_for_with_ink_on_white(firm, cycle_id, form_ids, tmp_path):
    job = firm.papers.prepare(cycle_id, kinds=("review",), form_ids=form_ids[:1], register=False)
    pdf = papers.write_papers(job, tmp_path).paths[0].read_bytes()
    assert [[round(length) for length in size] for size in page_sizes(pdf)] == [[595, 842]]
    image = render_page(pdf, 0, 2)
    assert (image.width(), image.height()) == (1191, 1684)
    assert image.pixelColor(0, 0).name() == "#ffffff"
    darkest = min(image.pixelColor(x, y).value() for x in range(0, 1191, 3) for y in range(60, 160, 3))
    assert darkest < 60
