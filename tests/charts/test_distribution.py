"""The bars of a calibration: standard, now and guide, told apart without colour."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.charts.distribution import GradeBars, distribution, sample
from perfdesk.charts.shapes import Bar, Line, Text
from tests.charts.test_pictures import inside

WORDS = ("Grade", "Standard", "Now", "Guide")
PICTURE = [
    GradeBars("S", 0, 0, 1),
    GradeBars("A", 6, 6, 3),
    GradeBars("B", 7, 8, 7),
    GradeBars("C", 1, 0, 2),
    GradeBars("D", 0, 0, 1),
]


def test_each_grade_has_its_three_figures_and_the_table_says_the_same():
    picture = distribution(400, 130, PICTURE, WORDS)
    figures = [shape.text for shape in picture.shapes if isinstance(shape, Text) and shape.text.isdigit()]
    assert figures == ["0", "0", "1", "6", "6", "3", "7", "8", "7", "1", "0", "2", "0", "0", "1"]
    assert picture.table[0] == WORDS
    assert picture.table[3] == ("B", "7", "8", "7")


def test_the_three_kinds_differ_in_more_than_colour():
    picture = distribution(400, 130, [GradeBars("B", 7, 8, 7)], WORDS)
    standard, now, guide = (shape for shape in picture.shapes if isinstance(shape, Bar))
    assert (standard.role, now.role, guide.role) == ("app.tint", "app.fill", "card")
    dashed = [shape for shape in picture.shapes if isinstance(shape, Line) and shape.dash]
    assert len(dashed) == 4 and all(line.x1 >= guide.x - 0.01 for line in dashed)
    bold = [shape.text for shape in picture.shapes if isinstance(shape, Text) and shape.bold]
    assert bold == ["8", "B"]


def test_every_bar_is_told_to_those_who_do_not_see_it():
    spoken = [shape.spoken for shape in distribution(400, 130, PICTURE, WORDS).reachable()]
    assert "B · Now 8" in spoken and "S · Standard 0" in spoken and len(spoken) == 15


def test_without_a_guide_there_are_two_bars_and_two_columns():
    picture = distribution(400, 130, [GradeBars("B", 7, 8)], WORDS)
    assert picture.table == (("Grade", "Standard", "Now"), ("B", "7", "8"))
    assert distribution(400, 130, [], WORDS).shapes == ()


def test_the_key_shows_the_same_signs():
    assert [bool(sample(which, 12).shapes) for which in range(3)] == [True] * 3


counts = st.integers(0, 500)


@given(
    st.lists(st.tuples(counts, counts, st.one_of(st.none(), counts)), min_size=1, max_size=7),
    st.floats(220, 900),
    st.floats(90, 300),
)
def test_everything_stays_on_the_ground_and_bars_are_as_tall_as_their_figures(rows, width, height):
    picture = distribution(width, height, [GradeBars("B", *row) for row in rows], WORDS)
    inside(picture)
    tall = [shape.height for shape in picture.shapes if isinstance(shape, Bar) and shape.role == "app.fill"]
    now = [row[1] for row in rows if row[1]]
    most = max(tall, default=0)
    for height_of, count in zip(tall, now, strict=True):
        assert abs(height_of - most * count / max(now)) < 0.01
