"""How the grades lie: by the standard, now, and what the guide would give, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.charts.shapes import Bar, Line, Picture, Polygon, Shape, Text


@dataclass(frozen=True, slots=True)
class GradeBars:
    """One grade with its people by the standard and now, and its seats in the guide (None: no guide here)."""

    word: str
    standard: int
    now: int
    seats: int | None = None


def distribution(
    width: float,
    height: float,
    grades: Sequence[GradeBars],
    words: tuple[str, str, str, str],
    line: float = 14.0,
) -> Picture:
    """Draw three bars a grade. `words` name grade, standard, now and guide: titles of the table, spoken with each
    bar. Told apart without colour: the standard is light with a frame, now is solid with a bold figure, the
    guide has a dashed frame only.
    """
    if not grades:
        return Picture(width, height, ())
    has_guide = any(one.seats is not None for one in grades)
    left, right, top, bottom = 4.0, width - 4, line + 4, height - line - 8
    most = max(1, *(max(one.standard, one.now, one.seats or 0) for one in grades))
    pitch = (right - left) / len(grades)
    bars = 3 if has_guide else 2
    across = max(4.0, min(26.0, (pitch - 8) / bars - 2))
    shapes: list[Shape] = []
    for at, one in enumerate(grades):
        x = left + pitch * at + (pitch - bars * across - (bars - 1) * 2) / 2
        values = ((words[1], one.standard), (words[2], one.now), (words[3], one.seats))
        for which, (word, count) in enumerate(values[:bars]):
            if count is None:
                continue
            tall = (bottom - top) * count / most
            spoken = f"{one.word} · {word} {count}"
            shapes += _bar(which, x, bottom - tall, across, tall, spoken)
            shapes.append(Text(x + across / 2, bottom - tall - 4, str(count), "ink", "middle", which == 1))
            x += across + 2
        shapes.append(Text(left + pitch * (at + 0.5), height - 4, one.word, "ink", "middle", True))
    shapes.append(Line(left, bottom, right, bottom, "button"))
    titles = words if has_guide else words[:3]
    rows = [
        (one.word, str(one.standard), str(one.now), *((str(one.seats),) if has_guide else ()))
        for one in grades
    ]
    return Picture(width, height, tuple(shapes), (titles, *rows))


def sample(which: int, side: float) -> Picture:
    """Draw the sign of one of the three bars for the key beside the chart: 0 standard, 1 now, 2 guide."""
    return Picture(side, side, tuple(_bar(which, 1, 1, side - 2, side - 2, "")))


def _bar(which: int, x: float, y: float, across: float, tall: float, spoken: str) -> list[Shape]:
    corners = ((x, y), (x + across, y), (x + across, y + tall), (x, y + tall), (x, y))
    if which == 1:
        return (
            [Bar(x, y, across, tall, "app.fill", False, spoken, spoken)]
            if tall
            else [_foot(x, y, across, spoken)]
        )
    if not tall:
        return [_foot(x, y, across, spoken)]
    if which == 0:
        return [
            Bar(x, y, across, tall, "app.tint", False, spoken, spoken),
            Polygon(corners, "app.text", False, 1.2),
        ]
    box: list[Shape] = [Bar(x, y, across, tall, "card", False, spoken, spoken)]
    sides = zip(corners, corners[1:], strict=False)
    box += [Line(x1, y1, x2, y2, "muted", 1.2, (3.0, 2.4)) for (x1, y1), (x2, y2) in sides]
    return box


def _foot(x: float, y: float, across: float, spoken: str) -> Shape:
    """Nobody: a place on the base line that still can be reached and told."""
    return Line(x, y, x + across, y, "button", 1.0, (), spoken, spoken)
