"""Work off the window's thread: results, faults, progress and stopping arrive where the widgets live."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread

from perfdesk.desktop.bridge import Bridge
from perfdesk.desktop.tasks import Tasks


class Listener(QObject):
    def __init__(self):
        super().__init__()
        self.heard = []

    def done(self, result):
        self.heard.append(("done", result, QThread.currentThread() is self.thread()))

    def failed(self, fault):
        self.heard.append(("failed", type(fault), QThread.currentThread() is self.thread()))

    def progress(self, done, total, text):
        self.heard.append((done, total, text))


@pytest.fixture
def tasks(qapp):
    tasks = Tasks()
    yield tasks
    tasks.close()


def test_work_runs_elsewhere_and_its_result_arrives_here(qtbot, tasks):
    listener = Listener()

    def work(progress):
        progress.tell(1, 2, "half")
        return threading.current_thread() is threading.main_thread()

    tasks.run(work, listener.done, listener.failed, listener.progress)
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    assert listener.heard == [(1, 2, "half"), ("done", False, True)]
    qtbot.waitUntil(lambda: not tasks.is_busy)


def test_a_fault_arrives_as_it_was_raised(qtbot, tasks):
    listener = Listener()

    def work(progress):
        raise OSError("disk full")

    tasks.run(work, listener.done, listener.failed)
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert listener.heard == [("failed", OSError, True)]


def test_stopped_work_ends_at_its_next_step_and_tells_nobody(qtbot, tasks):
    listener, begun, reached = Listener(), threading.Event(), []

    def work(progress):
        begun.set()
        for at in range(10_000):
            progress.step(at, 10_000)
            threading.Event().wait(0.001)
        reached.append("end")

    task = tasks.run(work, listener.done, listener.failed)
    begun.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert listener.heard == [] and reached == []


def test_closing_waits_for_work_that_is_running(qapp):
    tasks, begun, ended = Tasks(), threading.Event(), []

    def work(progress):
        begun.set()
        threading.Event().wait(0.05)
        ended.append(True)

    tasks.run(work)
    begun.wait(5)
    tasks.close()
    assert ended == [True]


class Source:
    """An announcer and a history of two steps."""

    def __init__(self):
        self.listeners, self.done, self.undone = [], ["score 82"], []

    def subscribe(self, listener):
        self.listeners.append(listener)

    def unsubscribe(self, listener):
        self.listeners.remove(listener)

    def announce(self, event):
        for listener in tuple(self.listeners):
            listener(event)

    @property
    def undo_deed(self):
        return self.done[-1] if self.done else None

    @property
    def redo_deed(self):
        return self.undone[-1] if self.undone else None

    def undo(self):
        self.undone.append(self.done.pop())
        self.announce("undone")

    def redo(self):
        self.done.append(self.undone.pop())
        self.announce("redone")


def test_the_bridge_names_what_undo_and_redo_would_do(qtbot):
    source = Source()
    bridge = Bridge(source, source, str.upper)
    assert (bridge.undo_text, bridge.redo_text, bridge.can_redo) == ("SCORE 82", "", False)

    with qtbot.waitSignal(bridge.changed) as heard:
        bridge.undo()
    assert heard.args == ["undone"]
    assert (bridge.undo_text, bridge.redo_text, bridge.can_undo) == ("", "SCORE 82", False)


def test_a_change_made_in_a_worker_is_heard_on_the_windows_thread(qtbot):
    source, heard = Source(), []
    bridge = Bridge(source, source)

    class Ear(QObject):
        def hear(self, event):
            heard.append((event, QThread.currentThread() is self.thread()))

    ear = Ear()
    bridge.changed.connect(ear.hear)
    worker = threading.Thread(target=source.announce, args=("imported",))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("imported", True)]


def test_a_closed_bridge_hears_nothing_more(qtbot):
    source = Source()
    bridge = Bridge(source, source)
    bridge.close()
    with qtbot.assertNotEmitted(bridge.changed):
        source.announce("x")


def test_a_fault_of_undo_is_told_and_ours_is_not_hidden(qapp):
    class Fault(Exception):
        code = "disk_full"

    source, told = Source(), []
    source.undo = lambda: (_ for _ in ()).throw(Fault())
    bridge = Bridge(source, source, on_fault=told.append)
    bridge.undo()
    assert [type(fault) for fault in told] == [Fault]

    source.undo = lambda: (_ for _ in ()).throw(KeyError("ours"))
    with pytest.raises(KeyError):
        bridge.undo()
