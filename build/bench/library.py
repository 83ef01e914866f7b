"""Rows of the library with 1,000 cards. Each runs in a child: `library.py ROW ROUNDS` prints what it measured."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.measure import WORK, Measured, child, middle, milliseconds

CARDS = 1000
FRAME = 1000 / 60


# -- the row, in the benchmark's process --


def library(rounds: int) -> list[Measured]:
    said = child("library", "opened", min(rounds, 5))
    found = [
        (
            "library of 1,000 cards: opened and painted",
            "open",
            400,
            200,
            "first show of the page, reading included",
        ),
        ("library of 1,000 cards: next card", "step", 4, 2, "arrow down to the card with its curve painted"),
        ("library of 1,000 cards: a letter in the filter", "filter", 6, 3, "typed to list painted"),
        ("library of 1,000 cards: a field saved", "save", 18, 9, "Enter to everything shown anew"),
    ]
    measured = []
    for name, key, first, aim, note in found:
        anchor = None if key == "open" else FRAME
        measured.append(Measured(name, said[key], anchor, "ms", first, aim, note=note))
    return measured


# -- in the child --


def library_firm() -> Path:
    """Return a firm file with 1,000 cards, most of them copies of those of the starter library; kept."""
    from bench.files import NOW
    from perfdesk.controllers.clock import fixed
    from perfdesk.controllers.firm import new_firm
    from perfdesk.domain.firm import INDICATORS, Switch
    from perfdesk.store import schema
    from perfdesk.store.change import Deed
    from perfdesk.store.library import card_columns

    path = WORK / f"library-{CARDS}-{schema.SCHEMA_REVISION}.perfdesk"
    if path.exists():
        return path
    half = path.with_name(f"{path.stem}.half{path.suffix}")
    half.unlink(missing_ok=True)
    firm = new_firm(half, path.stem, "Owner", fixed(NOW), switches=INDICATORS | {Switch.GOALS})
    given = firm.library.cards()
    with firm._file.change(Deed("bench")) as change:  # past audit and history: for measuring only
        rows = []
        for at in range(CARDS - len(given)):
            card = given[at % len(given)]
            row = card_columns(card) | {"code": f"{card.code}-{at:03}", "lineage": f"{card.code}-{at:03}"}
            rows.append(row | {"name_zh": f"{card.name_zh}{at}", "name_en": f"{card.name_en} {at}"})
        change.insert_many(schema.indicator_card, rows)
    firm.close(with_backup=False)
    half.rename(path)
    return path


def _opened(rounds: int) -> dict[str, Any]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from bench.windows import Shown

    times: dict[str, list[float]] = {"open": [], "step": [], "filter": [], "save": []}
    for at in range(rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            shown = Shown(library_firm(), Path(folder))
            shown.go("people")

            def show(shown: Shown = shown) -> None:
                shown.window.go("library")
                shown.app.processEvents()

            times["open"].append(milliseconds(show))
            page = shown.window.page("library")
            assert page is not None and len(page._left.model.rows()) > CARDS // 2  # type: ignore[attr-defined]
            if at:
                shown.settle()
                _work(shown, page, times, Qt, QTest)
            shown.close()
    return {what: middle(found[1:]) for what, found in times.items()}


def _work(shown: Any, page: Any, times: dict[str, list[float]], qt: Any, test: Any) -> None:
    """Step from card to card, filter and save, each until it is painted."""

    def painted(call: Callable[[], object]) -> float:
        def all_of_it() -> None:
            call()
            shown.app.processEvents()

        return milliseconds(all_of_it)

    page.list.setFocus()
    for _step in range(12):
        times["step"].append(painted(lambda: test.keyClick(page.list, qt.Key.Key_Down)))
    for letter in "rate":
        times["filter"].append(painted(partial(test.keyClicks, page.search, letter)))
    page.search.clear()
    shown.settle()
    field = page.fields.fields["name_en"]
    field.setFocus()
    for number in range(4):
        field.selectAll()
        test.keyClicks(field, f"Name {number}")
        shown.settle()
        times["save"].append(painted(lambda: test.keyClick(field, qt.Key.Key_Return)))
    shown.settle()


CHILD: dict[str, Callable[..., dict[str, Any]]] = {"opened": _opened}

if __name__ == "__main__":
    print(json.dumps(CHILD[sys.argv[1]](int(sys.argv[2]), *sys.argv[3:])))
