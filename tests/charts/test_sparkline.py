"""The small line of check-ins: everything lies inside, better values higher, target and forecast told in words."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.charts.shapes import Circle, Line, Polygon
from perfdesk.charts.sparkline import Spark, sparkline

NUMBERS = st.decimals(-1_000_000, 1_000_000, places=2)


def sparks(*values: str | None) -> list[Spark]:
    return [Spark(f"07-{at:02}", None if one is None else Decimal(one)) for at, one in enumerate(values, 1)]


@given(st.lists(NUMBERS, max_size=12), st.none() | NUMBERS, st.none() | NUMBERS)
def test_every_shape_lies_inside_the_picture(values, target, forecast):
    points = [Spark(str(at), value) for at, value in enumerate(values)]
    drawn = sparkline(
        90,
        24,
        points,
        None if target is None else (target, "目标"),
        None if forecast is None else (forecast, "预测"),
    )
    for shape in drawn.shapes:
        if isinstance(shape, Polygon):
            places = shape.points
        elif isinstance(shape, Circle):
            places = ((shape.x, shape.y),)
        else:
            assert isinstance(shape, Line)
            places = ((shape.x1, shape.y1), (shape.x2, shape.y2))
        assert all(0 <= x <= 90.001 and 0 <= y <= 24.001 for x, y in places)


def test_a_higher_value_lies_higher_and_the_last_dot_is_larger():
    drawn = sparkline(90, 24, sparks("10", "30", "20"))
    dots = [shape for shape in drawn.shapes if isinstance(shape, Circle)]
    assert dots[1].y < dots[2].y < dots[0].y
    assert dots[2].radius > dots[0].radius == dots[1].radius


def test_a_day_without_a_figure_is_left_out_of_the_line_but_stands_in_the_table():
    drawn = sparkline(90, 24, sparks("10", None, "20"), titles=("日期", "实际"))
    assert len([shape for shape in drawn.shapes if isinstance(shape, Circle)]) == 2
    assert drawn.table == (("日期", "实际"), ("07-01", "10"), ("07-02", ""), ("07-03", "20"))


def test_target_and_forecast_are_told_in_words_and_not_by_colour_alone():
    drawn = sparkline(90, 24, sparks("10", "20"), (Decimal(40), "目标 40"), (Decimal(35), "预测 35"))
    lines = [shape for shape in drawn.shapes if isinstance(shape, Line)]
    assert [line.spoken for line in lines] == ["目标 40", ""]
    assert all(line.dash for line in lines)
    ring = next(shape for shape in drawn.shapes if isinstance(shape, Circle) and not shape.filled)
    assert ring.spoken == "预测 35"
    assert drawn.table[-2:] == (("目标 40", "40"), ("预测 35", "35"))


def test_without_any_figure_there_is_nothing_to_draw():
    assert sparkline(90, 24, []).shapes == ()
