"""How an actual becomes a score: the curve of a method, with its cliffs and the value tried out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfdesk.charts.shapes import Circle, Line, Picture, Polygon, Shape, Text, ticks


def score_curve(
    width: float,
    height: float,
    pieces: Sequence[Sequence[tuple[Decimal, Decimal]]],
    at: tuple[Decimal, Decimal] | None = None,
    met: Decimal = Decimal(100),
    marks: Sequence[tuple[Decimal, str]] = (),
    titles: tuple[str, str] = ("", ""),
    line: float = 14.0,
) -> Picture:
    """Draw pieces of (actual, score) points. Between two pieces lies a cliff: a dotted line, a full dot where
    the score is still given and a ring where it is not. `at` is the actual tried out with its score; `marks`
    are actuals worth naming on the axis (门槛, 目标, 挑战); `titles` head the table: actual, score.
    """
    points = [point for piece in pieces for point in piece]
    if not points:
        return Picture(width, height, ())
    xs = [float(x) for x, _score in points] + ([float(at[0])] if at else [])
    low, high = min(xs), max(xs)
    top_score = max(float(met), *(float(score) for _x, score in points), 1.0)
    left, right, top, bottom = 32.0, width - 12, line, height - line - 8

    def x_of(value: Decimal | float) -> float:
        return left + (float(value) - low) / max(high - low, 1e-9) * (right - left)

    def y_of(score: Decimal | float) -> float:
        return bottom - float(score) / top_score * (bottom - top)

    shapes: list[Shape] = []
    for number in sorted({0.0, float(met), top_score}):
        is_met = number == float(met)
        dash = (5.0, 3.0) if is_met else ()
        shapes.append(Line(left, y_of(number), right, y_of(number), "muted" if is_met else "line", 1.0, dash))
        if is_met or abs(y_of(number) - y_of(float(met))) > line * 0.9:
            shapes.append(Text(left - 5, y_of(number) + line * 0.3, f"{number:g}", "muted", "end"))
    named = [(float(value), word) for value, word in marks] or [
        (number, f"{number:g}") for number in ticks(low, high, 3)
    ]
    taken = -1e9
    for number, word in sorted(named):
        x = x_of(number)
        shapes.append(Line(x, bottom, x, bottom + 4, "muted"))
        if x - taken > len(word) * line * 0.45 + 6:
            anchor = "start" if x < left + 20 else "end" if x > right - 20 else "middle"
            shapes.append(Text(x, height - 4, word, "muted", anchor))
            taken = x
    for before, after in zip(pieces, list(pieces)[1:], strict=False):
        (x1, score1), (_x2, score2) = before[-1], after[0]
        shapes.append(Line(x_of(x1), y_of(score1), x_of(x1), y_of(score2), "app.text", 1.5, (2.0, 2.0)))
    for piece in pieces:
        line_points = tuple((x_of(x), y_of(score)) for x, score in piece)
        if len(line_points) > 1:
            shapes.append(Polygon(line_points, "app.fill", False, 2.5))
    for before, after in zip(pieces, list(pieces)[1:], strict=False):
        for (actual, score), full in ((before[-1], True), (after[0], False)):
            spoken = f"{actual:f} → {score:.2f}"
            shapes.append(Circle(x_of(actual), y_of(score), 4, "app.fill", full, spoken, spoken))
    if at is not None:
        at_x, at_y = x_of(at[0]), y_of(at[1])
        shapes.append(Line(at_x, at_y, at_x, bottom, "ink", 1.5))
        shapes.append(Line(left, at_y, at_x, at_y, "ink", 1.5))
        spoken = f"{at[0]:f} → {at[1]:.2f}"
        shapes.append(Circle(at_x, at_y, 5, "ink", True, spoken, spoken))
        on_left = at_x > (left + right) / 2
        label_y = at_y - 8 if at_y - 8 > line else at_y + line + 6
        shapes.append(
            Text(
                at_x - 8 if on_left else at_x + 8, label_y, spoken, "ink", "end" if on_left else "start", True
            )
        )
    rows = [(f"{x:f}", f"{score:.2f}") for x, score in points]
    return Picture(width, height, tuple(shapes), (titles, *rows))
