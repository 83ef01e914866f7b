"""A clerk with nothing but a number pad: 38 people × 6 items go in without the mouse and without a letter key."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from perfdesk.controllers import clock
from perfdesk.controllers.firm import new_firm
from perfdesk.domain.firm import INDICATORS, Switch
from perfdesk.domain.library import Card
from perfdesk.domain.people import EmployeeDraft
from perfdesk.views.score_table import GridTable
from tests.journeys.conftest import NOW
from tests.journeys.desk import Desk

PAD = Qt.KeyboardModifier.KeypadModifier
PEOPLE, MEASURED, JUDGED = 38, 4, 2
CARDS = ("PRD-01", "PRD-02", "PRD-03", "SAL-01", "C02", "C03")
ENTER = Qt.Key.Key_Enter


def needs_target(card: Card) -> bool:
    return not card.is_anchored and card.rule.target is None


@pytest.fixture(scope="module")
def crowd_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm of 38 people whose forms have four measured and two judged items, targets agreed."""
    path = tmp_path_factory.mktemp("crowd") / "三十八人.perfdesk"
    switches = INDICATORS - {Switch.SELF_SCORE}
    firm = new_firm(path, "红杉精密", "周建国", clock.fixed(datetime.fromisoformat(NOW)), switches=switches)
    cards = {card.code: card for card in firm.library.cards()}
    shares = [Decimal(20)] * 4 + [Decimal(10)] * 2
    items = [
        (cards[code].id, share, Decimal(100) if needs_target(cards[code]) else None)
        for code, share in zip(CARDS, shares, strict=True)
    ]
    template = firm.library.add_template("CLERK", "操作工", "", items)
    position = firm.people.add_position("操作工")
    firm.people.edit_position(position, "template_id", template)
    people = [EmployeeDraft(f"W-{at:02}", f"工人{at:02}", position="操作工") for at in range(PEOPLE)]
    firm.people.import_people(people, with_backup=False)
    cycle = firm.cycles.current()
    assert cycle is not None
    firm.cycles.add_forms(cycle.id)
    heads = [head.id for head in firm.cycles.heads(cycle.id)]
    assert firm.cycles.advance(heads) == [] and len(heads) == PEOPLE
    firm.close(with_backup=False)
    return path


@pytest.fixture
def crowd(crowd_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(crowd_file, tmp_path / crowd_file.name))


class Pad:
    """The keys of a number pad, pressed where the keyboard is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def key(self, key: Qt.Key, text: str = "") -> None:
        QTest.sendKeyEvent(QTest.KeyAction.Click, self._desk.focus(), key, text, PAD)

    def type(self, figure: str) -> None:
        for letter in figure:
            if letter == ".":  # the pad of a German or French keyboard types a comma
                self.key(Qt.Key.Key_Comma, ",")
            else:
                self.key(Qt.Key(Qt.Key.Key_0 + int(letter)), letter)


@pytest.fixture
def grid(desk: Desk, crowd: Path) -> Callable[[], tuple[GridTable, Pad]]:
    def show() -> tuple[GridTable, Pad]:
        desk.open(crowd)
        desk.go("score")
        desk.window.go("score", {"by": "grid"})
        table = desk.find("scoreGrid", GridTable)
        table.setFocus()
        assert table.model().grid_column(1).item.code == CARDS[0]
        table.go(table.model().index(0, 1))
        return table, Pad(desk)

    return show


def figure(person: int, item: int) -> str:
    return f"{60 + (person * 7 + item * 13) % 39}.{person % 10}"


def level(person: int, item: int) -> str:
    return str(1 + (person + item) % 5)


def test_38_people_times_6_items_by_the_number_pad_alone(grid, crowd: Path) -> None:
    table, pad = grid()
    for item in range(MEASURED):
        for person in range(PEOPLE):
            pad.type(figure(person, item))
            pad.key(ENTER)
    for item in range(JUDGED):
        for person in range(PEOPLE):
            pad.type(level(person, item))

    connection = sqlite3.connect(f"{crowd.as_uri()}?mode=ro", uri=True)
    actuals = connection.execute(
        "SELECT e.number, i.code, i.actual_e4 FROM form_item i JOIN form f ON f.id = i.form_id"
        " JOIN employee e ON e.id = f.employee_id WHERE i.method <> 'ANCHOR' ORDER BY i.seq, e.number"
    ).fetchall()
    levels = connection.execute(
        "SELECT e.number, i.code, r.value_c FROM rating r JOIN form_item i ON i.id = r.form_item_id"
        " JOIN form f ON f.id = i.form_id JOIN employee e ON e.id = f.employee_id ORDER BY i.seq, e.number"
    ).fetchall()
    open_items = connection.execute("SELECT count(*) FROM form_item WHERE missing <> 'VALUE'").fetchone()
    connection.close()
    assert actuals == [
        (f"W-{person:02}", CARDS[item], int(Decimal(figure(person, item)) * 10_000))
        for item in range(MEASURED)
        for person in range(PEOPLE)
    ]
    assert levels == [
        (f"W-{person:02}", CARDS[MEASURED + item], int(level(person, item)) * 100)
        for item in range(JUDGED)
        for person in range(PEOPLE)
    ]
    assert open_items == (0,)
    assert (
        table.currentIndex().row() == PEOPLE - 1
    )  # the last cell keeps the keyboard: there is nothing after it


def test_a_point_after_a_level_makes_it_a_half_and_minus_goes_back(grid, desk: Desk) -> None:
    table, pad = grid()
    judged = MEASURED + 1
    table.go(table.model().index(0, judged))

    pad.type("3.5")
    pad.key(ENTER)
    pad.type("4")
    pad.key(Qt.Key.Key_Minus, "-")
    pad.type("2")

    found = desk.read("SELECT value_c FROM rating ORDER BY id")
    assert found == [(350,), (200,)]
    assert (table.currentIndex().row(), table.currentIndex().column()) == (2, judged)
    assert not [one for one in table.findChildren(QLineEdit) if one.isVisible()]


def test_enter_on_the_pad_passes_a_level_by_and_wraps_to_the_next_indicator(grid, desk: Desk) -> None:
    table, pad = grid()
    table.go(table.model().index(PEOPLE - 2, MEASURED + 1))
    pad.key(ENTER)
    pad.type("5")
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, MEASURED + 2)
    assert desk.read("SELECT value_c FROM rating") == [(500,)]


def test_what_is_refused_stays_and_the_rest_goes_on(grid, desk: Desk) -> None:
    table, pad = grid()
    pad.type("99.99999")
    pad.key(ENTER)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 1)
    assert desk.read("SELECT count(*) FROM form_item WHERE actual_e4 IS NOT NULL") == [(0,)]
    assert table.currentIndex().data() == "99.99999"
    pad.type("98")
    pad.key(ENTER)
    assert desk.read("SELECT actual_e4 FROM form_item WHERE actual_e4 IS NOT NULL") == [(980_000,)]
