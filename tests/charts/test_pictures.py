"""The shared drawings: each figure is where it belongs, inside its ground, and told in words too."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.charts.curve import score_curve
from perfdesk.charts.shapes import Bar, Circle, Line, Polygon, Text, ticks
from perfdesk.charts.trend import Level, TrendPoint, trend
from perfdesk.charts.waterfall import BridgeStep, bridge

values = st.decimals(0, 120, places=2)


def inside(picture):
    for shape in picture.shapes:
        if isinstance(shape, Bar):
            points = [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
        elif isinstance(shape, Line):
            points = [(shape.x1, shape.y1), (shape.x2, shape.y2)]
        elif isinstance(shape, Polygon):
            points = list(shape.points)
        else:
            points = [(shape.x, shape.y)]
        for x, y in points:
            assert -0.01 <= x <= picture.width + 0.01, shape
            assert -0.01 <= y <= picture.height + 0.01, shape


def texts(picture):
    return [shape.text for shape in picture.shapes if isinstance(shape, Text)]


def test_the_bridge_goes_from_the_target_by_each_gap_to_the_total():
    steps = [
        BridgeStep("New customers", Decimal("-13.50"), "imp.fill"),
        BridgeStep("Sales", Decimal("-7.20"), "gap.fill"),
        BridgeStep("Teamwork", Decimal("1.00"), "app.fill"),
    ]
    picture = bridge(440, 130, ("Met", Decimal(100)), steps, ("Total", Decimal("80.30")), ("Item", "Points"))
    bars = [shape for shape in picture.shapes if isinstance(shape, Bar)]
    met, first, second, third, total = bars
    assert met.y == pytest.approx(first.y)  # the first gap hangs from the target
    assert first.y + first.height == pytest.approx(second.y)
    assert third.y == pytest.approx(total.y)
    assert [bar.hatched for bar in bars] == [False, False, True, False, False]
    assert {"100.00", "−13.50", "−7.20", "+1.00", "80.30"} <= set(texts(picture))
    assert picture.table == (
        ("Item", "Points"),
        ("Met", "100.00"),
        ("New customers", "−13.50"),
        ("Sales", "−7.20"),
        ("Teamwork", "+1.00"),
        ("Total", "80.30"),
    )


@given(st.lists(st.decimals(-30, 30, places=2), max_size=8), st.floats(160, 900))
def test_every_bridge_stays_inside_its_ground(deltas, width):
    total = sum(deltas, Decimal(100))
    steps = [BridgeStep(f"指标{at}", delta, "gap.fill") for at, delta in enumerate(deltas)]
    inside(bridge(width, 130, ("达标", Decimal(100)), steps, ("总分", max(total, Decimal(0)))))


@given(st.lists(values | st.none(), max_size=10), st.floats(140, 900))
def test_every_trend_stays_inside_its_ground_and_a_missing_cycle_is_a_gap(totals, width):
    points = [TrendPoint(f"26{at}", total) for at, total in enumerate(totals)]
    picture = trend(width, 150, points, [Level(Decimal(100), "Met 100")])
    inside(picture)
    dots = [shape for shape in picture.shapes if isinstance(shape, Circle)]
    joined = [shape for shape in picture.shapes if isinstance(shape, Polygon)]
    assert len(dots) == sum(total is not None for total in totals)
    pairs = zip(totals, totals[1:], strict=False)
    assert len(joined) == sum(one is not None and other is not None for one, other in pairs)
    assert len(picture.table) == len(totals) + 1


def test_a_higher_total_is_drawn_higher_and_the_last_is_marked():
    picture = trend(400, 150, [TrendPoint("Q1", Decimal(70)), TrendPoint("Q2", Decimal(90))])
    first, last = [shape for shape in picture.shapes if isinstance(shape, Circle)]
    assert last.y < first.y and last.filled and not first.filled
    assert [shape.spoken for shape in picture.reachable()] == ["Q1 70", "Q2 90"]


def test_levels_get_an_axis_from_1_to_5():
    picture = trend(400, 150, [TrendPoint("Q1", Decimal("4.2"))], [Level(Decimal(3), "Met 3")], places=2)
    assert {"1", "3", "5", "4.20", "Met 3"} <= set(texts(picture))


def test_a_cliff_has_a_full_dot_before_and_a_ring_after():
    pieces = [
        [(Decimal(200), Decimal(120)), (Decimal(600), Decimal(60))],
        [(Decimal(600), Decimal(0)), (Decimal(650), Decimal(0))],
    ]
    picture = score_curve(260, 150, pieces, at=(Decimal(380), Decimal("96.67")))
    inside(picture)
    dots = [shape for shape in picture.shapes if isinstance(shape, Circle)]
    assert [dot.filled for dot in dots] == [True, False, True]
    assert dots[0].x == dots[1].x and dots[0].y < dots[1].y
    assert "380 → 96.67" in texts(picture)
    assert picture.table[1:] == (("200", "120.00"), ("600", "60.00"), ("600", "0.00"), ("650", "0.00"))


def test_a_curve_without_points_is_empty():
    assert score_curve(200, 100, []).shapes == ()


@given(st.floats(0, 1e6), st.floats(0.01, 1e6))
def test_ticks_are_round_and_inside_the_range(low, span):
    found = ticks(low, low + span)
    assert 1 <= len(found) <= 10 and found == sorted(found)
    assert all(
        low - 1e-6 * max(1, low) <= tick <= low + span * 1.000001 + 1e-6 * max(1, low) for tick in found
    )
