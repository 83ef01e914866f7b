"""Our own drawings, in one colour of the theme, sharp on every screen.

`put` gives a button or a label its icon and remembers the name on the widget, so that a change of theme can
draw it anew. An icon engine written in Python would follow by itself, but Qt clones and deletes engines from
C++, and that has cost other PySide programs their life.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from perfdesk import paths
from perfdesk.desktop import theme

_ROLE = re.compile(r"@([a-z.]+)")
_RATIOS = (1.0, 1.5, 2.0, 3.0)


def icon(name: str, role: str = "ink", size: int = 16) -> QIcon:
    """Return an icon of `resources/icons` in the colour of a role of the theme on screen.

    `size` is in device-independent pixels. Use `put` for a widget, so that it follows a change of theme.
    """
    return _icon(name, theme.colour(role).name(), theme.colour("muted").name(), size)


def put(widget: QAbstractButton | QLabel, name: str, role: str = "ink", size: int = 16) -> None:
    """Show an icon on a button or a label, now and after each change of theme."""
    widget.setProperty("icon_name", name)
    widget.setProperty("icon_role", role)
    widget.setProperty("icon_size", size)
    _show(widget)


def pixmap(name: str, size: int = 16, role: str = "ink", ratio: float | None = None) -> QPixmap:
    """Return an icon as a picture of `size` device-independent pixels, for painters."""
    return _pixmap(name, theme.colour(role).name(), size, ratio or _ratio())


def names() -> list[str]:
    """Return the names of all icons."""
    return sorted(file.stem for file in paths.resource("icons").glob("*.svg"))


def refresh() -> None:
    """Drop what was drawn and draw the icons on all widgets again; the theme calls it when it changes."""
    _icon.cache_clear()
    _pixmap.cache_clear()
    for widget in QApplication.allWidgets():
        if widget.property("icon_name"):
            _show(widget)


theme.after_change.append(refresh)


def _show(widget: QWidget) -> None:
    name, role, size = (widget.property(f"icon_{part}") for part in ("name", "role", "size"))
    if isinstance(widget, QAbstractButton):
        widget.setIcon(icon(name, role, size))
        widget.setIconSize(QSize(size, size))
    elif isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, size, role))


def _ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


@cache
def _source(name: str) -> str:
    return paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, disabled: str, size: int) -> QIcon:
    drawn = QIcon()
    for ratio in sorted({*_RATIOS, _ratio()}):
        drawn.addPixmap(_pixmap(name, colour, size, ratio), QIcon.Mode.Normal)
        drawn.addPixmap(_pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return drawn


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    pixels = max(1, round(size * ratio))
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    svg = _source(name).replace("currentColor", colour)
    svg = _ROLE.sub(lambda found: theme.colour(found.group(1)).name(), svg)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
