"""A small line beside an item: how its actual went from check-in to check-in, and where it is expected to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.charts.shapes import Circle, Line, Picture, Polygon, Shape

EDGE = 5.0
"""Room for the last dot."""


@dataclass(frozen=True, slots=True)
class Spark:
    """One check-in. `value` None: nothing was measured that day; `tooltip` is told on hover and aloud."""

    word: str
    value: Decimal | None
    tooltip: str = ""


def sparkline(
    width: float,
    height: float,
    points: Sequence[Spark],
    target: tuple[Decimal, str] | None = None,
    forecast: tuple[Decimal, str] | None = None,
    titles: tuple[str, str] = ("", ""),
) -> Picture:
    """Draw values in the order given, evenly spaced: a dashed line at the target, a ring at the forecast.

    `target` and `forecast` carry their words; `titles` head the table of the same figures.
    """
    shown = [point for point in points if point.value is not None]
    values = [float(point.value) for point in shown if point.value is not None]
    edges = [*values, *(float(pair[0]) for pair in (target, forecast) if pair is not None)]
    low, high = (min(edges), max(edges)) if edges else (0.0, 1.0)
    span = high - low
    top, bottom, left = EDGE, height - EDGE, EDGE
    right = width - EDGE

    def y_of(value: float) -> float:
        # A flat line lies in the middle: its place says nothing.
        return bottom - (value - low) / span * (bottom - top) if span else (top + bottom) / 2

    shapes: list[Shape] = []
    if target is not None:
        y = y_of(float(target[0]))
        shapes.append(Line(left, y, right, y, "muted", 1.0, (3.0, 2.0), target[1], target[1]))
    stops = len(values) + (forecast is not None)
    step = (right - left) / max(stops - 1, 1)
    places = [(left + step * at, y_of(value)) for at, value in enumerate(values)]
    if len(places) > 1:
        shapes.append(Polygon(tuple(places), "app.fill", False, 1.5))
    if forecast is not None:
        end = (left + step * len(values) if values else right, y_of(float(forecast[0])))
        if places:
            shapes.append(Line(*places[-1], *end, "app.fill", 1.0, (2.0, 2.0)))
        shapes.append(Circle(*end, 3.0, "app.fill", False, forecast[1], forecast[1]))
    for at, (point, (x, y)) in enumerate(zip(shown, places, strict=True)):
        is_last = at == len(shown) - 1
        spoken = point.tooltip or f"{point.word} {point.value}"
        shapes.append(Circle(x, y, 3.0 if is_last else 1.8, "app.fill", True, spoken, spoken))
    rows = [(point.word, "" if point.value is None else str(point.value)) for point in points]
    rows += [(pair[1], str(pair[0])) for pair in (target, forecast) if pair is not None]
    return Picture(width, height, tuple(shapes), (titles, *rows))
