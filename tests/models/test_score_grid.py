"""The grid's model: columns, footers and the next empty cell, without a window."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.domain.appraisal import FormItem, Standing
from perfdesk.domain.problems import Problem
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import Direction, FormState, ItemClass, Method, Missing, Nature, Scheme
from perfdesk.models.entries import Entries, WrongEntry
from perfdesk.models.score_grid import GridRow, GridWords, ScoreGridModel, Sums, columns_of


def item(number: int, lineage: str, score: str | None = None, method: Method = Method.RATIO) -> FormItem:
    return FormItem(
        id=number,
        form_id=number // 100,
        order=0,
        lineage=lineage,
        card_id=None,
        code=lineage,
        name_zh=lineage,
        name_en=lineage,
        item_class=ItemClass.KPI,
        nature=Nature.RESULT,
        unit="%",
        rule=Rule(method, Direction.HIGHER, Decimal(100)),
        weight=Decimal(50),
        is_share=False,
        is_strategic=False,
        missing=Missing.PENDING if score is None else Missing.VALUE,
        missing_reason="",
        actual=None if score is None else Decimal(score),
        level=None,
        score=None if score is None else Decimal(score),
        comment="",
        left_reason="",
    )


def standing(form_id: int, is_provisional: bool = True) -> Standing:
    return Standing(
        form_id=form_id,
        employee_id=form_id,
        number=f"N{form_id}",
        name=f"P{form_id}",
        name_en="",
        search_key="",
        department_id=None,
        department_zh="",
        department_en="",
        position_id=None,
        position_zh="",
        position_en="",
        state=FormState.RUNNING,
        scheme=Scheme.P120,
        items=2,
        given=0,
        total=None,
        is_provisional=is_provisional,
        grade=None,
        rank=None,
        gaps=0,
        treated=0,
    )


def row(form_id: int, *items: FormItem, done: bool = False) -> GridRow:
    return GridRow(form_id, standing(form_id, not done), {one.lineage: one for one in items}, True)


WORDS = GridWords(
    title=lambda column: column.lineage,
    person_title=lambda: "name",
    total_title=lambda: "total",
    grade_title=lambda: "grade",
    name=lambda one: one.name,
    footer=str,
    value=lambda one: "" if one.actual is None else str(one.actual),
    typed=lambda one: "" if one.actual is None else str(one.actual),
    beside=lambda item, with_scores: str(item.score) if with_scores and item.score is not None else "",
    missing=lambda one: "n/a" if one.missing is Missing.NOT_APPLICABLE else "",
    not_filled=lambda: "empty",
    total=lambda one: str(one.total),
    rank=lambda one: 2,
    refused=lambda item_id, lineage: None,
)


@pytest.fixture
def model(qapp):
    made = ScoreGridModel(WORDS, Entries(), lambda one, lineage, text: True)
    rows = [row(1, item(101, "a"), item(102, "b")), row(2, item(201, "a", "90"), item(202, "b"))]
    made.show_grid(columns_of((one.items for one in rows), str), rows, True)
    return made


def test_columns_are_the_indicators_of_all_forms_in_order_of_appearance(qapp):
    forms = [row(1, item(101, "a"), item(102, "b")).items, row(2, item(201, "b"), item(202, "c")).items]

    columns = columns_of(forms, lambda one: "t")

    assert [column.lineage for column in columns] == ["a", "b", "c"]


def test_a_weight_that_differs_between_forms_is_not_shown(qapp):
    other = replace(item(201, "a"), weight=Decimal(30))

    columns = columns_of([{"a": item(101, "a")}, {"a": other}], lambda one: "t")

    assert columns[0].weight is None


def test_the_next_empty_cell_is_down_the_column_then_to_the_right_then_round(model):
    assert model.next_empty(0, 1) == (0, 2)
    assert model.next_empty(0, 2) == (1, 2)
    assert model.next_empty(1, 2) == (0, 1)


def test_no_empty_cell_is_left_when_every_item_has_a_value_or_a_reason(model):
    excused = replace(item(102, "b"), missing=Missing.NOT_APPLICABLE)
    model.update_people(
        [row(1, item(101, "a", "80"), excused), row(2, item(201, "a", "90"), item(202, "b", "1"))]
    )

    assert model.next_empty(0, 1) is None


def test_a_refused_text_is_what_its_cell_shows(model):
    entry = WrongEntry(101, 1, "value", "9O", (Problem("actual", "number_letters"),), "P1", "a", "a")
    changed = []
    model.dataChanged.connect(lambda first, last, roles: changed.append(first.row()))

    model._entries.put(entry)

    assert changed == [0]
    assert model.index(0, 1).data() == "9O"
    assert model.cell(0, 1).wrong
    model.take_back(model.index(0, 1))
    assert model.index(0, 1).data() == ""


def test_footers_take_no_entry(model):
    last = model.rowCount() - 1

    assert model.is_total(last)
    assert not model.setData(model.index(last, 1), "5")


def test_a_cell_without_an_item_takes_no_entry(qapp):
    calls = []
    made = ScoreGridModel(WORDS, Entries(), lambda one, lineage, text: calls.append(text) or True)
    rows = [row(1, item(101, "a")), row(2, item(201, "b"))]
    made.show_grid(columns_of((one.items for one in rows), str), rows, True)

    assert not made.setData(made.index(0, 2), "5")
    assert made.setData(made.index(1, 2), "5")
    assert calls == ["5"]


def test_an_unchanged_text_is_not_saved_again(model):
    model._save_cell = lambda one, lineage, text: pytest.fail("saved")

    assert model.setData(model.index(1, 1), "90")


scores = st.one_of(st.none(), st.decimals(0, 120, places=2))


@given(
    st.lists(st.tuples(scores, scores), max_size=8),
    st.lists(st.tuples(st.integers(0, 7), scores), max_size=8),
)
def test_footers_kept_up_to_date_are_those_counted_anew(first, changes):
    def person(form_id, one, other):
        values = [("a", one), ("b", other)]
        made = [
            item(form_id * 100 + at, name, None if v is None else str(v))
            for at, (name, v) in enumerate(values)
        ]
        return row(form_id, *made, done=one is not None and other is not None)

    people = {at: person(at, *pair) for at, pair in enumerate(first)}
    sums = Sums(people.values())
    for at, value in changes:
        people[at] = person(at, value, None)
        sums.replace(people[at])
    if people:
        sums.remove(0)
        people.pop(0, None)

    assert sums.footers() == Sums(people.values()).footers()


def test_the_average_is_rounded_half_up():
    rows = [row(1, item(101, "a", "90.00")), row(2, item(201, "a", "90.01"))]

    average, met = Sums(rows).footers()

    assert average.figures["a"] == "90.01"
    assert met.figures["a"] == "0 / 2"
