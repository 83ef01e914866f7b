"""The calibration page with 500 people. Runs in a child: `calibration.py ROUNDS` prints what it measured as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.files import big_firm, opened
from bench.measure import Measured, child, middle, milliseconds
from bench.windows import FRAME, Shown
from perfdesk.domain.firm import Switch

PEOPLE = 500


def calibration(rounds: int) -> list[Measured]:
    said = child("calibration", rounds)
    notes = {
        "Alt+arrow": "a card to the next grade and back: deviation, chart, inversions, columns, all painted",
        "drag over another grade": "the chart follows while the card is held",
        "a letter of the reason": "typed into the side card, with counter and order checked",
        "read anew": "totals, pools, seats and suggestions of 500 from the file, shown",
    }
    return [
        Measured(
            f"calibration of {PEOPLE}: {what}",
            middle(said[what]),
            FRAME,
            "ms",
            8 if what == "read anew" else 2,
            4 if what == "read anew" else 1,
            note=f"{note}; slowest {max(said[what]):.0f} ms",
        )
        for what, note in notes.items()
    ]


def _measure(rounds: int) -> dict[str, Any]:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    times: dict[str, list[float]] = {
        "Alt+arrow": [],
        "drag over another grade": [],
        "a letter of the reason": [],
        "read anew": [],
    }
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        path = folder / "calibration.perfdesk"
        path.write_bytes(big_firm(PEOPLE, 1).read_bytes())
        firm = opened(path)
        firm.settings.set_switch(Switch.CALIBRATION, on=True)
        firm.close(with_backup=False)
        inner = folder / "home"
        inner.mkdir()
        shown = Shown(path, inner)
        shown.go("cycles", {"pane": "calibration"})
        pane: Any = shown.window.page("cycles").pane("calibration")  # type: ignore[union-attr]
        assert sum(len(column) for column in pane._view.columns) == PEOPLE
        home = next(at for at, ids in enumerate(pane._view.columns) if len(ids) > 20 and at)
        form_id = pane._view.columns[home][10]
        pane.board.choose(form_id, focus=True)
        shown.settle()

        def painted(call: Any) -> float:
            def whole() -> None:
                call()
                shown.app.processEvents()

            return milliseconds(whole)

        def step(key: Qt.Key) -> None:
            view = next(one.view for one in pane.board.columns if one.view.hasFocus())
            QTest.keyClick(view, key, Qt.KeyboardModifier.AltModifier)

        for at in range(rounds * 4 + 2):
            spent = [painted(lambda: step(Qt.Key.Key_Left)), painted(lambda: step(Qt.Key.Key_Right))]
            assert not pane.pending_inputs()
            if at > 1:
                times["Alt+arrow"] += spent
        view = pane.board.columns[home].view
        start = view.visualRect(view.cards.index(view.cards.row_of(form_id))).center()
        port = view.viewport()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(port, start + QPoint(20, 5))
        for at in range(rounds * 4 + 2):
            column = pane.board.columns[(home + at) % len(pane.board.columns)]
            place = port.mapFromGlobal(column.mapToGlobal(column.rect().center()))
            spent = [painted(lambda place=place: QTest.mouseMove(port, place))]
            if at > 1:
                times["drag over another grade"] += spent
        QTest.keyClick(view, Qt.Key.Key_Escape)
        step(Qt.Key.Key_Left)
        for at in range(rounds * 4 + 2):
            spent = [painted(lambda: QTest.keyClick(pane.move_card.words, Qt.Key.Key_A))]
            if at > 1:
                times["a letter of the reason"] += spent
        pane.put_back()
        for _at in range(rounds * 2):
            times["read anew"].append(painted(pane.refresh))
        shown.close()
    return times


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
