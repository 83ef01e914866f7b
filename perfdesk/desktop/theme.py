"""The two colour sets, the fonts and the stylesheet. No other file holds a colour as a number.

A shape or a delegate names a role (`"app.text"`), never a colour; the roles and what they may be used for are
those of the look reference, and a test recomputes every contrast.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from perfdesk import paths

MODES = ("light", "dark", "system")
ZOOMS = (90, 100, 110, 125, 150)
"""Sizes of the text that Settings offers, in percent."""

RATIOS = {
    "base": (1.0, False),
    "bold": (1.0, True),
    "small": (0.92, False),
    "small.bold": (0.92, True),
    "key": (0.85, False),
    "h2": (1.08, True),
    "title": (1.3, True),
    "big": (2.0, True),
    "meeting": (1.25, False),
    "meeting.title": (1.5, True),
    "meeting.big": (3.4, True),
}
"""Size beside the base, and whether bold. Two weights only, no italics."""

_LIGHT = {
    "ink": "#1f2933",
    "muted": "#586472",
    "app.text": "#2f5d8c",
    "imp.text": "#25694c",
    "gap.text": "#a5460f",
    "gold.text": "#7d5c10",
    "err": "#b3261e",
    "app.fill": "#2f5d8c",
    "imp.fill": "#2e7d5b",
    "gap.fill": "#c2571a",
    "gold.fill": "#b0862a",
    "on.fill": "#ffffff",
    "input": "#7d8a99",
    "focus": "#2f5d8c",
    "window": "#f5f7f9",
    "card": "#ffffff",
    "alternate": "#fafbfc",
    "selection": "#dce9f6",
    "app.tint": "#eaf1f8",
    "imp.tint": "#e6f3ec",
    "gap.tint": "#fdf0e7",
    "gold.tint": "#fbf4e2",
    "err.tint": "#fdecea",
    "line": "#dfe4ea",
    "button": "#c3ccd6",
    "track": "#e6eaef",
}
_DARK = {
    "ink": "#e6eaee",
    "muted": "#a3aebb",
    "app.text": "#8fbce8",
    "imp.text": "#7fcaa4",
    "gap.text": "#f2a56f",
    "gold.text": "#e0bd6a",
    "err": "#f2938c",
    "app.fill": "#3a6fa6",
    "imp.fill": "#2f7f5d",
    "gap.fill": "#c96a2e",
    "gold.fill": "#b0862a",
    "on.fill": "#ffffff",
    "input": "#6f7d8b",
    "focus": "#8fbce8",
    "window": "#14181d",
    "card": "#1c2228",
    "alternate": "#20272e",
    "selection": "#24405b",
    "app.tint": "#1c3247",
    "imp.tint": "#173427",
    "gap.tint": "#3a2517",
    "gold.tint": "#342b14",
    "err.tint": "#421d1b",
    "line": "#303943",
    "button": "#46525e",
    "track": "#323c46",
}

TEXT_ROLES = ("ink", "muted", "app.text", "imp.text", "gap.text", "gold.text", "err")
FILL_ROLES = ("app.fill", "imp.fill", "gap.fill", "gold.fill")
GROUNDS = (
    "window",
    "card",
    "alternate",
    "selection",
    "app.tint",
    "imp.tint",
    "gap.tint",
    "gold.tint",
    "err.tint",
)
ROLES = tuple(_LIGHT)


@dataclass(frozen=True, slots=True)
class Theme:
    """One colour set at one size of text; `theme.current()` is the one on screen."""

    name: str
    zoom: int = 100
    family: str = ""
    _colours: dict[str, QColor] = field(default_factory=dict, repr=False, compare=False)

    def colour(self, role: str) -> QColor:
        """Return the colour of a role of the look reference; KeyError for a word that is none."""
        found = self._colours.get(role)
        if found is None:
            found = self._colours[role] = QColor((_DARK if self.name == "dark" else _LIGHT)[role])
        return found

    def font(self, kind: str = "base") -> QFont:
        """Return the font of one of RATIOS, with figures of equal width."""
        ratio, is_bold = RATIOS[kind]
        font = QFont(self.family)
        font.setPointSizeF(round(base_points() * self.zoom / 100 * ratio, 2))
        font.setBold(is_bold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def palette(self) -> QPalette:
        """Return the palette on which Fusion draws everything that the stylesheet leaves alone."""
        palette = QPalette()
        for role, colour in _PALETTE.items():
            palette.setColor(role, self.colour(colour))
        accent = self.colour("app.text" if self.name == "dark" else "app.fill")
        palette.setColor(QPalette.ColorRole.Accent, accent)
        palette.setColor(QPalette.ColorRole.Link, accent)
        for role in (
            QPalette.ColorRole.Text,
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.ButtonText,
            QPalette.ColorRole.HighlightedText,
        ):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("muted"))
        return palette

    def stylesheet(self) -> str:
        """Return `resources/perfdesk.qss` with its `@role`, `@font.kind` and `@icons` filled in."""
        return _PLACEHOLDER.sub(self._filled_in, _stylesheet())

    def _filled_in(self, found: re.Match[str]) -> str:
        word = found.group(1)
        if word == "icons":
            return paths.resource("icons").as_posix()
        if word.startswith("font."):
            ratio, is_bold = RATIOS[word.removeprefix("font.")]
            size = round(base_points() * self.zoom / 100 * ratio, 2)
            return f"font-size: {size}pt; font-weight: {'bold' if is_bold else 'normal'}"
        return self.colour(word).name()


_PLACEHOLDER = re.compile(r"@([a-z0-9]+(?:\.[a-z0-9]+)*)")
_PALETTE = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.Base: "card",
    QPalette.ColorRole.AlternateBase: "alternate",
    QPalette.ColorRole.Button: "card",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "ink",
    QPalette.ColorRole.ToolTipBase: "card",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.BrightText: "err",
    QPalette.ColorRole.LinkVisited: "app.text",
    QPalette.ColorRole.Light: "card",
    QPalette.ColorRole.Midlight: "card",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "button",
    QPalette.ColorRole.Shadow: "window",
}


class _OnScreen:
    """The theme in use. QPalette has no room for our roles, and every painter needs them."""

    theme = Theme("light")


after_change: list[Callable[[], None]] = []
"""What else has to be drawn anew when the theme changes; caches of drawings add themselves."""


def current() -> Theme:
    """Return the theme on screen; painters ask for it each time they paint."""
    return _OnScreen.theme


def colour(role: str) -> QColor:
    """Return a colour of the theme on screen."""
    return _OnScreen.theme.colour(role)


def font(kind: str = "base") -> QFont:
    """Return a font of the theme on screen."""
    return _OnScreen.theme.font(kind)


def base_points() -> float:
    """Return the size of plain text in points: 10, on macOS (72 dots per inch) 13."""
    return 13.0 if sys.platform == "darwin" else 10.0


def apply_ground(app: QApplication, mode: str) -> None:
    """Give an empty window its colours; the rest of the look needs what is imported after the first paint."""
    app.setPalette(Theme(_name(app, mode)).palette())


def _name(app: QApplication, mode: str) -> str:
    # Asked by name: importing Qt, the home of this enum, would make all enums in it before the first paint.
    is_dark = mode == "dark" or (mode == "system" and app.styleHints().colorScheme().name == "Dark")
    return "dark" if is_dark else "light"


def apply(app: QApplication, mode: str, zoom: int = 100) -> Theme:
    """Give the program its look: Fusion, palette, font and stylesheet.

    `mode` is one of MODES, `zoom` 90 to 150 percent. May be called again at any time; widgets then get
    `PaletteChange` and, if the size changed, `FontChange`.
    """
    if mode not in MODES:
        raise ValueError(mode)
    theme = Theme(_name(app, mode), min(max(zoom, 90), 150), font_family())
    _OnScreen.theme = theme
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setStyleSheet("")  # else each widget is polished twice
    app.setPalette(theme.palette())
    app.setFont(theme.font())
    app.setStyleSheet(theme.stylesheet())
    for tell in after_change:
        tell()
    return theme


@cache
def font_family() -> str:
    """Return the family of the window's texts; the shipped font where the platform has no fitting one."""
    wanted = {"win32": "Microsoft YaHei UI", "darwin": "PingFang SC"}.get(sys.platform)
    if wanted and wanted in QFontDatabase.families():
        return wanted
    families = [
        name
        for file in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
        for name in QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(paths.resource("fonts", file)))
        )
    ]
    return families[0] if families else QFont().family()


@cache
def _stylesheet() -> str:
    return paths.resource("perfdesk.qss").read_text(encoding="utf-8")


def contrast(one: QColor, other: QColor) -> float:
    """Return the WCAG contrast of two colours, 1.0 to 21.0."""

    def luminance(colour: QColor) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
