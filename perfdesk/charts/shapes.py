"""The plain shapes of all pictures. Lengths are device-independent pixels (points on paper), y goes down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `dash` holds the lengths of strokes and gaps."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str = "ink"
    width: float = 1.0
    dash: tuple[float, ...] = ()
    tooltip: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled box; `hatched` is the second sign beside its colour."""

    x: float
    y: float
    width: float
    height: float
    role: str = "app.fill"
    hatched: bool = False
    tooltip: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Polygon:
    """A chain of points, closed and filled if `filled`, else a line `width` wide."""

    points: tuple[tuple[float, float], ...]
    role: str = "app.fill"
    filled: bool = False
    width: float = 2.0
    tooltip: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A dot; not `filled` it is a ring on the ground of the card."""

    x: float
    y: float
    radius: float
    role: str = "app.fill"
    filled: bool = True
    tooltip: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words; `y` is the base line, `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    role: str = "ink"
    anchor: str = "start"
    bold: bool = False
    tooltip: str = ""
    spoken: str = ""


Shape = Line | Bar | Polygon | Circle | Text


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes on a ground of a size, with the same figures as a table: the first row holds the titles."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    table: tuple[tuple[str, ...], ...] = ()

    def reachable(self) -> tuple[Shape, ...]:
        """Return the shapes that say something: those that hover and keyboard stop at, in drawing order."""
        return tuple(shape for shape in self.shapes if shape.spoken or shape.tooltip)


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Return about `count` round numbers from `low` to `high`, at a distance of 1, 2, 2.5 or 5 times 10^n."""
    if high <= low:
        return [low]
    raw, step = (high - low) / count, 1.0
    while step > raw:
        step /= 10
    while step * 10 <= raw:
        step *= 10
    step = next(step * part for part in (1, 2, 2.5, 5, 10) if step * part >= raw)
    first = -(-low // step)
    return [round((first + at) * step, 10) for at in range(int((high - first * step) / step + 1e-9) + 1)]
