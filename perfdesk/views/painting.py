"""What delegates and parts draw alike: grade badge, score bar, symbols, chip, hatching, focus frame.

All take device-independent pixels and ask the theme for colours while painting, so nothing has to be told
when the theme changes. Meaning never lies in the colour alone: each has a shape or a word.
"""

from __future__ import annotations

import math
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from perfdesk.desktop import theme

TONES = {
    "ink": "ink",
    "muted": "muted",
    "neutral": "ink",
    "app": "app.text",
    "imp": "imp.text",
    "gap": "gap.text",
    "gold": "gold.text",
    "err": "err",
}
"""From the tone a model names to the role of its words."""


def round_pen(colour: QColor, width: float) -> QPen:
    """Return a pen with round ends and corners."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def text_colour(tone: str) -> QColor:
    """Return the colour of words in a tone; an unknown tone is taken as a role."""
    return theme.colour(TONES.get(tone, tone))


def paint_focus(painter: QPainter, box: QRectF, radius: float = 2) -> None:
    """Draw the focus frame: 2 wide, 1 inside the border."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), radius, radius)
    painter.restore()


def paint_grade(painter: QPainter, box: QRectF, text: str, rank: int, kind: str = "small.bold") -> None:
    """Draw a grade badge centred in `box`: the best filled, then tint with frame, tint, frame, dashed frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(kind))
    metrics = QFontMetricsF(painter.font())
    width = max(22.0, metrics.horizontalAdvance(text) + 12)
    badge = QRectF(0, 0, width, max(18.0, metrics.height()))
    badge.moveCenter(box.center())
    badge = QRectF(round(badge.x()) + 0.5, round(badge.y()) + 0.5, round(width), round(badge.height()) - 1)
    pen = QPen(theme.colour("app.text"), 1.2)
    if rank >= 4:
        pen.setDashPattern([2.2, 2])
    painter.setPen(pen if rank != 2 else Qt.PenStyle.NoPen)
    fill = {0: "app.fill", 1: "app.tint", 2: "app.tint"}.get(rank)
    painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    if rank == 0:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(badge, 4, 4)
    painter.setPen(theme.colour("on.fill" if rank == 0 else "app.text"))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_score_bar(
    painter: QPainter,
    box: QRectF,
    score: Decimal | None,
    untreated: bool = False,
    top: Decimal = Decimal(120),
    met: Decimal = Decimal(100),
    bottom: Decimal = Decimal(0),
) -> None:
    """Draw a score from `bottom` to `top` with the mark at `met`; P5 asks for 1, 5 and 3."""
    span = top - bottom
    height = 8.0
    track = QRectF(box.left(), box.center().y() - height / 2, box.width(), height)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.colour("track"))
    painter.drawRoundedRect(track, 2, 2)
    if score is not None and span > 0:
        part = float(min(max((score - bottom) / span, Decimal(0)), Decimal(1)))
        filled = QRectF(track.left(), track.top(), track.width() * part, height)
        painter.setBrush(theme.colour("gap.fill" if untreated else "app.fill"))
        painter.drawRoundedRect(filled, 2, 2)
        if untreated:  # a second sign beside the colour
            painter.setBrush(QBrush(theme.colour("card"), Qt.BrushStyle.BDiagPattern))
            painter.setOpacity(0.35)
            painter.drawRect(filled)
            painter.setOpacity(1)
    if span > 0:
        at = track.left() + track.width() * float((met - bottom) / span)
        painter.fillRect(QRectF(round(at) - 0.75, track.top() - 3, 1.5, height + 6), theme.colour("ink"))
    painter.restore()


def paint_hatching(painter: QPainter, box: QRectF) -> None:
    """Hatch a box for a missing value."""
    painter.save()
    painter.setClipRect(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("button"), 1))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += 6
    painter.restore()


def chip_width(text: str) -> float:
    """Return how wide a chip with this word is."""
    return QFontMetricsF(theme.font("small")).horizontalAdvance(text) + 16


def paint_chip(painter: QPainter, box: QRectF, text: str, tone: str = "neutral", align: str = "left") -> None:
    """Draw a chip 18 high in `box`: a word on its tint; the neutral one has a frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("small"))
    metrics = QFontMetricsF(painter.font())
    width = min(chip_width(text), box.width())
    left = {"right": box.right() - width, "center": box.center().x() - width / 2}.get(align, box.left())
    height = max(18.0, metrics.height())
    chip = QRectF(round(left) + 0.5, round(box.center().y() - height / 2) + 0.5, round(width) - 1, height - 1)
    neutral = tone == "neutral"
    painter.setPen(QPen(theme.colour("button")) if neutral else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("alternate" if neutral else f"{tone}.tint"))
    painter.drawRoundedRect(chip, 9, 9)
    painter.setPen(text_colour(tone))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, chip.width() - 10)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


def paint_symbol(painter: QPainter, box: QRectF, shape: str, tone: str = "imp") -> None:
    """Draw one of the signs: dot, half, ring, triangle, check, cross, dash, star, question, bang."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = text_colour(tone)
    side = min(box.width(), box.height())
    area = QRectF(0, 0, side, side)
    area.moveCenter(box.center())
    middle = area.center()
    painter.setPen(round_pen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = area.adjusted(1, 1, -1, -1)
    if shape == "dot":
        painter.setBrush(colour)
        painter.drawEllipse(inner)
    elif shape == "ring":
        painter.drawEllipse(inner)
    elif shape == "half":
        painter.drawEllipse(inner)
        painter.setBrush(colour)
        painter.drawPie(inner, 90 * 16, 180 * 16)
    elif shape == "triangle":
        painter.setBrush(colour)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(middle.x(), inner.top() + 0.5),
                    QPointF(inner.right(), inner.bottom() - 0.5),
                    QPointF(inner.left(), inner.bottom() - 0.5),
                ]
            )
        )
    elif shape == "check":
        painter.drawPolyline(
            [
                QPointF(inner.left(), middle.y()),
                QPointF(inner.left() + side * 0.3, inner.bottom() - side * 0.15),
                QPointF(inner.right(), inner.top() + side * 0.1),
            ]
        )
    elif shape == "cross":
        part = inner.adjusted(side * 0.1, side * 0.1, -side * 0.1, -side * 0.1)
        painter.drawLine(part.topLeft(), part.bottomRight())
        painter.drawLine(part.topRight(), part.bottomLeft())
    elif shape == "dash":
        painter.drawLine(QPointF(inner.left(), middle.y()), QPointF(inner.right(), middle.y()))
    elif shape == "star":
        painter.setBrush(theme.colour("gold.fill"))
        painter.drawPath(_star(middle, side / 2))
    else:
        painter.setFont(theme.font("bold"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, {"question": "?", "bang": "!"}.get(shape, shape))
    painter.restore()


def paint_disc(painter: QPainter, box: QRectF, text: str, state: str) -> None:
    """Draw a step: `done` green with a tick, `current` blue with its number, `begun` blue ring, `to_come` grey.

    `green` is a filled green disc with a number, as on the rail of causes and checkpoints.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    disc = box.adjusted(1, 1, -1, -1)
    fill = {"done": "imp.fill", "green": "imp.fill", "current": "app.fill"}.get(state)
    ring = {"begun": "app.text"}.get(state, "input")
    painter.setPen(Qt.PenStyle.NoPen if fill else QPen(theme.colour(ring), 2))
    painter.setBrush(theme.colour(fill or "card"))
    painter.drawEllipse(disc)
    if state == "done":
        painter.setPen(round_pen(theme.colour("on.fill"), 1.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        w, x, y = disc.width(), disc.left(), disc.top()
        painter.drawPolyline(
            [
                QPointF(x + w * 0.28, y + w * 0.52),
                QPointF(x + w * 0.44, y + w * 0.68),
                QPointF(x + w * 0.73, y + w * 0.35),
            ]
        )
    else:
        painter.setPen(theme.colour("on.fill" if fill else ring if state == "begun" else "muted"))
        painter.setFont(theme.font("small.bold"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _star(middle: QPointF, radius: float) -> QPainterPath:
    path = QPainterPath()
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * 0.42
        turn = math.pi * step / 5 - math.pi / 2
        at = QPointF(middle.x() + reach * math.cos(turn), middle.y() + reach * math.sin(turn))
        if step == 0:
            path.moveTo(at)
        else:
            path.lineTo(at)
    path.closeSubpath()
    return path
