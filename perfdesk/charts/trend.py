"""A total over the cycles, with the line where it meets the target and where the next grade begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.charts.shapes import Circle, Line, Picture, Polygon, Shape, Text


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One cycle. `value` None is a gap in the line; `tooltip` is told on hover and to screen readers."""

    word: str
    value: Decimal | None
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A level line over the whole width, such as 达标 100 (`dashed`) or B 从 85 起 (dotted)."""

    value: Decimal
    word: str
    role: str = "muted"
    dotted: bool = False


def trend(
    width: float,
    height: float,
    points: Sequence[TrendPoint],
    levels: Sequence[Level] = (),
    titles: tuple[str, str] = ("", ""),
    places: int = 1,
    line: float = 14.0,
) -> Picture:
    """Draw values over cycles. `titles` head the table of the same figures; `line` is the height of a line of
    small text; `places` the decimals beside the dots."""
    values = [point.value for point in points if point.value is not None]
    shown = [*values, *(level.value for level in levels)]
    shapes: list[Shape] = []
    left, right, top, bottom = 30.0, width - 10, line + 6, height - line - 6
    low, high = _range(shown)
    span = max(high - low, 1.0)

    def y_of(value: float) -> float:
        return bottom - (value - low) / span * (bottom - top)

    grid = [low + span * part for part in (0.0, 0.5, 1.0)]
    for number in grid:
        shapes.append(Line(left, y_of(number), right, y_of(number), "line"))
        shapes.append(Text(left - 5, y_of(number) + line * 0.3, f"{number:g}", "muted", "end"))
    ordered = sorted(levels, key=_value_of)
    last_label = None
    for at, level in enumerate(ordered):
        y = y_of(float(level.value))
        dash = (1.5, 2.5) if level.dotted else (5.0, 3.0)
        shapes.append(Line(left, y, right, y, level.role, 1.5, dash, level.word, level.word))
        # A word that the next line above would cross goes under its own line.
        is_crowded = at + 1 < len(ordered) and y - y_of(float(ordered[at + 1].value)) < line + 6
        word_y = y + line if is_crowded else y - 4
        if last_label is None or last_label - word_y >= line:
            shapes.append(Text(right, word_y, level.word, level.role, "end"))
            last_label = word_y
    step = (right - left) / max(len(points), 1)
    places_of = [
        (left + step * (at + 0.5), y_of(float(point.value)) if point.value is not None else None)
        for at, point in enumerate(points)
    ]
    for (x1, y1), (x2, y2) in zip(places_of, places_of[1:], strict=False):
        if y1 is not None and y2 is not None:
            shapes.append(Polygon(((x1, y1), (x2, y2)), "app.fill"))
    for at, (point, (x, dot)) in enumerate(zip(points, places_of, strict=True)):
        shapes.append(Text(x, height - 4, point.word, "muted", "middle"))
        if dot is None or point.value is None:
            continue
        is_last = at == len(points) - 1
        spoken = point.tooltip or f"{point.word} {point.value}"
        shapes.append(Circle(x, dot, 4.5 if is_last else 3.0, "app.fill", is_last, spoken, spoken))
        under = dot + line + 2
        crossed = any(under - line < y_of(float(level.value)) < under + 2 for level in levels)
        above = crossed or under + 2 > bottom
        label = f"{point.value:.{places}f}"
        shapes.append(Text(x, dot - 8 if above else under, label, "ink", "middle", is_last))
    rows = [(point.word, "" if point.value is None else str(point.value)) for point in points]
    return Picture(width, height, tuple(shapes), (titles, *rows))


def _value_of(level: Level) -> Decimal:
    return level.value


def _range(values: Sequence[Decimal]) -> tuple[float, float]:
    """Return an axis in steps of 20 that holds every value; levels get theirs from 1 to 5."""
    if not values:
        return 0.0, 100.0
    low, high = float(min(values)), float(max(values))
    if high <= 5:
        return 1.0, 5.0
    step = 20.0
    first, last = low // step * step, -(-high // step) * step
    if first == low and first > 0:
        first -= step
    if last - first < 2 * step:
        last = first + 2 * step
    return max(first, 0.0), last
