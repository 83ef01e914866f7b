"""Rows inside the window. Each runs in a child: `windows.py ROW ROUNDS` prints what it measured as JSON."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.files import big_firm, opened, roster, sample_firm
from bench.measure import Measured, alternate, child, middle, milliseconds
from perfdesk.domain.terms import FormState

FRAME = 1000 / 60
_SUM = (
    "SELECT form.id, sum((score_c * weight_c + 5000) / 10000) FROM form JOIN form_item ON form_id = form.id "
    "WHERE cycle_id = ? AND is_void = 0 GROUP BY form.id"
)


# -- the rows, in the benchmark's process --


def totals(rounds: int) -> list[Measured]:
    said = child("windows", "totals", rounds)
    name, note = (
        "totals, grades, ranks of 5,000",
        "anchor: the same weighted sum, rounded by item, in raw SQL",
    )
    return [Measured(name, said["ours"], said["anchor"], "ms", 10, 2, note=note)]


def next_person(rounds: int) -> list[Measured]:
    found = []
    for words in ("sample", "big"):
        said = child("windows", "next_person", rounds, words)
        name = f"next person painted, {'38 people' if words == 'sample' else '5,000 people'}"
        note = f"slowest {said['worst']:.0f} ms"
        found.append(Measured(name, said["ours"], FRAME, "ms", 4, 1, note=note))
    return found


def one_score(rounds: int) -> list[Measured]:
    said = child("windows", "one_score", rounds)
    note = f"anchor: the same with the firm file in {said['memory']}"
    return [
        Measured("one score: Enter to total shown", said["ours"], said["anchor"], "ms", 2, 1.5, note=note)
    ]


def sort_and_filter(rounds: int) -> list[Measured]:
    said = child("windows", "sort_and_filter", rounds)
    return [
        Measured(f"{what} 50,000 rows, repainted", said[what], None, "ms", 100, 50)
        for what in ("filter", "sort by name", "sort by number")
    ]


def silence(rounds: int) -> list[Measured]:
    said = child("windows", "silence", min(rounds, 3))
    return [
        Measured(f"longest silence: {what}", value, None, "ms", 100, 50, note=said["notes"].get(what, ""))
        for what, value in said["longest"].items()
    ]


# -- in the child --


def _totals(rounds: int) -> dict[str, Any]:
    path = big_firm(5000, 12)
    firm = opened(path, read_only=True)
    raw = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    ours, anchor = alternate(
        rounds * 3,
        lambda: milliseconds(lambda: firm.results.standings(12)),
        lambda: milliseconds(lambda: raw.execute(_SUM, (12,)).fetchall()),
    )
    firm.close(with_backup=False)
    return {"ours": middle(ours), "anchor": middle(anchor)}


class Shown:
    """The real program without a screen, with a copy of a firm file open in it."""

    def __init__(self, path: Path, folder: Path) -> None:
        from PySide6.QtCore import QSettings
        from PySide6.QtWidgets import QApplication

        from perfdesk.app import Program

        self.app = QApplication.instance() or QApplication(sys.argv[:1])
        self.file = folder / path.name
        shutil.copyfile(path, self.file)
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.program = Program(self.app, settings)  # type: ignore[arg-type]
        self.window = self.program.window
        self.window.show()
        self.window.activateWindow()
        assert self.program.open(self.file)
        self.settle()

    def go(self, key: str, place: dict[str, Any] | None = None) -> Any:
        self.window.go(key, place)
        self.settle()
        return self.window.page(key)

    def settle(self) -> None:
        for _turn in range(5):
            self.app.processEvents()

    def wait_until(self, ready: Callable[[], object], seconds: float = 60) -> None:
        """Let the window run until it is ready; the heart's beats are events enough."""
        from PySide6.QtCore import QEventLoop

        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                raise RuntimeError("the window never got there")
            # It sleeps between events as app.exec() does: a loop that never rests would starve the worker.
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def close(self) -> None:
        self.window.close()


def _next_person(rounds: int, which: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        shown = Shown(sample_firm() if which == "sample" else big_firm(5000, 12), Path(folder))
        page = shown.go("review")
        page.people.choose(page.people.model.key_at(0))  # it begins with somebody who waits, perhaps the last

        def step() -> None:
            page.next_person()
            shown.app.processEvents()

        for _warm in range(5):
            step()
        times = [milliseconds(step) for _step in range(min(25, 6 * rounds))]
        shown.close()
    return {"ours": middle(times), "worst": max(times)}


def _one_score(rounds: int) -> dict[str, Any]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLineEdit

    memory = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(tempfile.gettempdir())
    times: dict[str, list[float]] = {"ours": [], "anchor": []}
    with tempfile.TemporaryDirectory(dir=WORK_HOME) as disk, tempfile.TemporaryDirectory(dir=memory) as ram:
        programs = {"ours": Shown(sample_firm(), Path(disk)), "anchor": Shown(sample_firm(), Path(ram))}
        for at in range(rounds * 4 + 2):
            for which, shown in programs.items():
                shown.window.activateWindow()
                page = shown.go("score", {"employee_id": _scored_by_hand(shown)})
                line = next(one for one in page.form._lines if not one.item.is_anchored)
                page.form.go_to(line.item.id)
                shown.settle()
                entry, typed = QApplication.focusWidget(), f"{90 + at % 9}.{at % 10}"
                assert isinstance(entry, QLineEdit) and not entry.isReadOnly()
                entry.selectAll()
                QTest.keyClicks(entry, typed)
                shown.settle()

                def enter(entry: QLineEdit = entry, shown: Shown = shown) -> None:
                    QTest.keyClick(entry, Qt.Key.Key_Return)
                    shown.app.processEvents()

                spent = milliseconds(enter)
                saved = next(item for item in page.form.sheet.items if item.id == line.item.id)
                assert str(saved.actual).startswith(typed), (saved.actual, typed)
                if at > 1:
                    times[which].append(spent)
        for shown in programs.values():
            shown.close()
    return {"ours": middle(times["ours"]), "anchor": middle(times["anchor"]), "memory": str(memory)}


def _scored_by_hand(shown: Shown) -> int:
    """Return the first person of the cycle whose scores may be entered."""
    firm = shown.program.firm
    assert firm is not None
    cycle = firm.cycles.current()
    assert cycle is not None
    lines = firm.results.standings(cycle.id)
    return next(
        one.employee_id for one in lines if one.state in (FormState.RUNNING, FormState.MANAGER_SCORED)
    )


def _sort_and_filter(rounds: int) -> dict[str, Any]:
    import random

    from PySide6.QtWidgets import QApplication

    from perfdesk.models.rows import Column, RowsModel
    from perfdesk.views.tables import TableView

    app = QApplication.instance() or QApplication(sys.argv[:1])
    luck = random.Random(1)
    rows = [
        (at, luck.choice("王李张刘陈杨") + luck.choice("伟芳娜敏静丽") + str(at), luck.random())
        for at in range(50_000)
    ]
    luck.shuffle(rows)
    model = RowsModel[Any](
        [
            Column("number", lambda: "No.", lambda row: f"E{row[0]:05}", sort_key=lambda row: row[0]),
            Column("name", lambda: "Name", lambda row: row[1]),
            Column(
                "score", lambda: "Score", lambda row: f"{row[2]:.2f}", "right", sort_key=lambda row: row[2]
            ),
        ],
        key=lambda row: row[0],
    )
    table = TableView()
    table.setModel(model)
    table.resize(900, 700)
    model.show(rows)
    table.show()
    app.processEvents()

    def timed(call: Callable[[], object]) -> float:
        def painted() -> None:
            call()
            table.viewport().repaint()
            app.processEvents()

        return milliseconds(painted)

    def back() -> None:
        model.filter(None)
        model.sort_by("")
        app.processEvents()

    times: dict[str, list[float]] = {"filter": [], "sort by name": [], "sort by number": []}
    for _round in range(rounds + 1):
        back()
        times["filter"].append(timed(lambda: model.filter(lambda row: "李" in row[1])))
        back()
        times["sort by name"].append(timed(lambda: model.sort_by("name")))
        back()
        times["sort by number"].append(timed(lambda: model.sort_by("number", True)))
    return {what: middle(found[1:]) for what, found in times.items()}


class Heart:
    """Beats every 5 ms on the window's thread; `longest` is the longest pause in milliseconds."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._last = time.perf_counter()
        self.longest = 0.0

    def listen(self, shown: Shown, begin: Callable[[], object], ready: Callable[[], object]) -> float:
        shown.settle()
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer.start(5)
        begin()
        shown.wait_until(ready)
        shown.settle()
        self._beat()
        self._timer.stop()
        return self.longest

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, (now - self._last) * 1000), now


def _silence(rounds: int) -> dict[str, Any]:
    from functools import partial

    from perfdesk.desktop.print_work import PrintWork

    heart, times = Heart(), {"import": [], "papers": [], "another cycle": []}  # type: ignore[var-annotated]
    notes = {
        "import": "5,000 rows by the People page: read, dry run, commit, list shown anew",
        "papers": "review sheets of 200 people into one file by the print work",
        "another cycle": "all of 5,000 lines computed and shown on the Review page",
    }
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        shown = Shown(big_firm(5000, 12), folder)
        shown.go("review")
        work, said = PrintWork(shown.window), []  # type: ignore[var-annotated]
        firm = shown.program.firm
        assert firm is not None
        forms = [one.form_id for one in firm.results.standings(12)[:200]]
        make = partial(firm.papers.prepare, 12, kinds=("review",), form_ids=forms, in_one_file=True)
        for turn in range(rounds):
            cycle = 11 - turn
            choose = partial(shown.window._choose_cycle, cycle)
            times["another cycle"].append(heart.listen(shown, choose, lambda: True))
            said.clear()
            begin = partial(
                work.save, make, folder, said.append, said.append, lambda *_step: None, f"{turn}.pdf"
            )
            times["papers"].append(heart.listen(shown, begin, lambda: said))
            assert hasattr(said[0], "papers"), said
        work.close()
        shown.close()
        for turn in range(rounds):
            inner = folder / str(turn)
            inner.mkdir()
            shown = Shown(_empty_firm(inner), inner)
            page = shown.go("people")

            def bring_in(shown: Shown = shown, page: Any = page) -> None:
                page.show_place(import_path=str(roster(5000)))
                view = page.importing
                shown.wait_until(lambda: view._preview is not None and view._task is None)
                view.bring_in()

            def all_there(shown: Shown = shown) -> bool:
                open_firm = shown.program.firm
                return shown.window.page("people").importing._task is None and bool(  # type: ignore[union-attr]
                    open_firm and open_firm.people.appraised_count() > 4000
                )

            times["import"].append(heart.listen(shown, bring_in, all_there))
            shown.close()
    return {"longest": {what: middle(found) for what, found in times.items()}, "notes": notes}


def _empty_firm(folder: Path) -> Path:
    from bench.files import empty_firm

    return empty_firm(folder / "made" / "empty.perfdesk")


WORK_HOME = str(Path(__file__).resolve().parents[1] / "work")
CHILD: dict[str, Callable[..., dict[str, Any]]] = {
    "totals": _totals,
    "next_person": _next_person,
    "one_score": _one_score,
    "sort_and_filter": _sort_and_filter,
    "silence": _silence,
}

if __name__ == "__main__":
    print(json.dumps(CHILD[sys.argv[1]](int(sys.argv[2]), *sys.argv[3:])))
