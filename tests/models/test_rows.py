"""The shared table model: order, filter and updates that keep the place, and entries that were refused."""

import random
import time
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt

from perfdesk.models.rows import CELL_ROLE, Column, MissingMark, Refused, RowsModel


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    total: Decimal | None = None


COLUMNS = [
    Column("name", lambda: "Name", lambda row: row.name, edit=lambda row: row.name),
    Column(
        "total",
        lambda: "Total",
        lambda row: "" if row.total is None else f"{row.total:.2f}",
        align="right",
        sort_key=lambda row: row.total,
        mark=lambda row: MissingMark("未填") if row.total is None else None,
    ),
]


def key(row):
    return row.id


def people(count):
    return [
        Person(at, f"P{at:05}", Decimal(random.Random(at).randrange(0, 12000)) / 100) for at in range(count)
    ]


@pytest.fixture
def model(qapp, qtmodeltester):
    model = RowsModel(COLUMNS, key)
    model.show([Person(1, "b", Decimal(80)), Person(2, "a", None), Person(3, "c", Decimal(95))])
    yield model
    qtmodeltester.check(model)


def names(model):
    return [row.name for row in model.rows()]


def test_it_sorts_by_value_with_missing_last_in_both_directions(model):
    model.sort_by("total")
    assert names(model) == ["b", "c", "a"]
    model.sort_by("total", descending=True)
    assert names(model) == ["c", "b", "a"]
    model.sort_by("")
    assert names(model) == ["b", "a", "c"]


def test_totals_stay_at_the_end_whatever_is_sorted_or_filtered(model):
    model.show(model.all_rows(), totals=[Person(99, "sum", Decimal(1))])
    model.sort_by("name", descending=True)
    model.filter(lambda row: row.name != "c")
    assert [model.row(at).name for at in range(model.rowCount())] == ["b", "a", "sum"]
    assert model.cell(2, 0).total and not model.index(2, 0).flags() & Qt.ItemFlag.ItemIsEditable


def test_the_same_rows_again_change_only_what_differs(qtbot, model):
    rows = model.all_rows()
    rows[1] = replace(rows[1], total=Decimal(70))
    resets, changes = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda top, bottom, _roles: changes.append((top.row(), bottom.row())))
    model.show(rows)
    assert (resets, changes) == ([], [(1, 1)])


def test_a_row_keeps_its_index_through_sort_insert_and_removal(model):
    kept = QPersistentModelIndex(model.index(model.row_of(3), 1))
    model.sort_by("name", descending=True)
    model.update_row(Person(4, "d"))
    model.remove_row(1)
    assert model.row(kept.row()).id == 3 and kept.column() == 1


def test_an_updated_row_that_no_longer_fits_the_filter_leaves(model):
    model.filter(lambda row: row.total is not None)
    model.update_row(Person(1, "b", None))
    assert names(model) == ["c"]


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True), st.booleans())
def test_whatever_is_shown_next_the_view_is_told_the_truth(first, second, descending):
    model = RowsModel(COLUMNS, key)
    seen = []

    def follow():
        seen[:] = [model.key_at(at) for at in range(model.rowCount())]

    def removed(_parent, top, bottom):
        del seen[top : bottom + 1]

    def inserted(_parent, top, bottom):
        seen[top:top] = [model.key_at(at) for at in range(top, bottom + 1)]

    model.modelReset.connect(follow)
    model.layoutChanged.connect(follow)
    model.rowsRemoved.connect(removed)
    model.rowsInserted.connect(inserted)
    model.show([Person(at, str(at)) for at in first])
    model.show([Person(at, str(at)) for at in second])
    assert seen == second
    model.sort_by("name", descending)
    assert seen == sorted(second, key=str, reverse=descending)
    assert all(model.row_of(at) == seen.index(at) for at in seen)


def test_a_refused_entry_stays_until_it_is_right_or_taken_back(qapp):
    saved = []

    def save(row, column, text):
        saved.append((row.id, column, text))
        return Refused("too short", fix="Anna") if len(text) < 2 else None

    model = RowsModel(COLUMNS, key, save)
    model.show([Person(1, "Ana")])
    index = model.index(0, 0)
    assert not model.setData(index, "x")
    assert (model.cell(0, 0).text, model.cell(0, 0).wrong, model.data(index, Qt.ItemDataRole.EditRole)) == (
        "x",
        True,
        "x",
    )
    assert [wrong.text for wrong in model.pending()] == ["x"]
    model.show([Person(1, "Ana", Decimal(3))])  # a refresh from elsewhere does not lose it
    assert model.pending()

    model.take_back(index)
    assert (model.cell(0, 0).text, model.pending()) == ("Ana", [])
    assert model.setData(index, "Bo") and saved[-1] == (1, "name", "Bo")
    assert model.setData(index, "Ana") and saved[-1] == (1, "name", "Bo")  # unchanged is not saved


def test_a_missing_value_speaks_and_is_not_zero(model):
    index = model.index(model.row_of(2), 1)
    assert index.data() == ""
    assert index.data(CELL_ROLE).mark == MissingMark("未填")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "未填"


def test_50000_rows_are_sorted_and_filtered_within_a_tenth_of_a_second(qapp):
    model = RowsModel(COLUMNS, key)
    model.show(people(50_000))

    def least(call):
        times = []
        for _round in range(3):
            started = time.perf_counter()
            call()
            times.append(time.perf_counter() - started)
            model.sort_by("")
            model.filter(None)
        return min(times)

    assert least(lambda: model.sort_by("total")) < 0.4  # the limit of 0.1 is for a machine at rest
    assert least(lambda: model.filter(lambda row: row.name.endswith("7"))) < 0.4
