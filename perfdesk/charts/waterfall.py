"""The bridge from the target to the total: what each gap cost and each strength gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.charts.shapes import Bar, Line, Picture, Shape, Text


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """What one item adds or takes, in points of the total. `role` is the fill: imp.fill treated, gap.fill not."""

    word: str
    delta: Decimal
    role: str
    tooltip: str = ""


def bridge(
    width: float,
    height: float,
    start: tuple[str, Decimal],
    steps: Sequence[BridgeStep],
    end: tuple[str, Decimal],
    titles: tuple[str, str] = ("", ""),
    line: float = 14.0,
) -> Picture:
    """Draw 从达标到总分: a bar for `start`, one for each step from where the last ended, a bar for `end`.

    The axis begins under the lowest value, not at 0, so that the steps can be seen: it carries no numbers, each
    bar carries its own. An untreated gap is hatched beside its colour.
    """
    tops = [start[1]]
    for step in steps:
        tops.append(tops[-1] + step.delta)
    high, low = float(max(*tops, end[1])), float(min(*tops, end[1]))
    span = max(high - low, 1.0)
    floor = max(min(0.0, low), low - span * 0.35)  # a running sum may pass under 0, the total never does
    top, bottom = line + 8, height - line - 8
    scale = (bottom - top) / max(high - floor, 1.0)

    def y_of(value: Decimal) -> float:
        return bottom - (float(value) - floor) * scale

    count = len(steps) + 2
    pitch = (width - 16) / count
    bar = min(62.0, pitch * 0.72)
    shapes: list[Shape] = []
    columns = [(start[0], Decimal(floor), start[1], "app.fill", f"{start[1]:.2f}", "")]
    for step, before in zip(steps, tops, strict=False):
        sign = "+" if step.delta > 0 else "−" if step.delta < 0 else ""
        label = f"{sign}{abs(step.delta):.2f}"
        columns.append((step.word, before, before + step.delta, step.role, label, step.tooltip))
    columns.append((end[0], Decimal(floor), end[1], "app.fill", f"{end[1]:.2f}", ""))
    for at, (word, low_end, high_end, role, label, tooltip) in enumerate(columns):
        x = 8 + pitch * at + (pitch - bar) / 2
        y1, y2 = sorted((y_of(low_end), y_of(high_end)))
        is_total = at in (0, count - 1)
        spoken = tooltip or f"{word} {label}"
        shapes.append(
            Bar(x, min(y1, bottom - 2), bar, max(y2 - y1, 2.0), role, role == "gap.fill", spoken, spoken)
        )
        falls = not is_total and high_end < low_end
        text_role = "ink" if is_total else role.replace(".fill", ".text")
        label_y = y2 + line if falls and y2 + line < bottom else y1 - 4
        shapes.append(Text(x + bar / 2, label_y, label, text_role, "middle", True))
        shapes.append(Text(x + bar / 2, height - 4, _short(word, pitch, line), "muted", "middle"))
        if at < count - 1:
            joint = y_of(high_end)
            shapes.append(Line(x + bar, joint, x + pitch, joint, "muted", 1.0, (1.5, 2.0)))
    shapes.append(Line(8, bottom, width - 8, bottom, "button"))
    rows = [(word, label) for word, _low, _high, _role, label, _tooltip in columns]
    return Picture(width, height, tuple(shapes), (titles, *rows))


def _short(word: str, width: float, line: float) -> str:
    """Cut a word to a column; a Chinese character is about as wide as a small line is high times 0.85."""
    room = width / (line * 0.85)
    used = 0.0
    for at, character in enumerate(word):
        used += 1.0 if ord(character) > 0x2E80 else 0.55
        if used > room and at:
            return word[: at - 1] + "…"
    return word
