"""Words and signs: labels in the sizes of the look, chips, key caps, the grade badge, the big number."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from perfdesk.desktop import theme
from perfdesk.views import painting


def label(
    text: str = "", kind: str = "", tone: str = "", parent: QWidget | None = None, wrap: bool = False
) -> QLabel:
    """Make a plain label. `kind` is small, muted, bold, h2, title or big; `tone` app, imp, gap, gold, err."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        made.setProperty("kind", kind)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def set_tone(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the stylesheet reads, and have the widget drawn by it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Chip(QLabel):
    """A word on a tinted ground. Tones: neutral, app, imp, gap, gold, err."""

    def __init__(self, text: str = "", tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("chip", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_word(self, text: str, tone: str) -> None:
        self.setText(text)
        set_tone(self, "chip", tone)


class KeyCap(QLabel):
    """The name of a key, framed."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setProperty("key", "true")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)


class Grade(QWidget):
    """A grade badge. `rank` 0 (best, filled) to 4 (dashed); `word` such as 待改进 stands in a chip beside it."""

    def __init__(self, text: str = "", rank: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._rank = text, rank
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def show_grade(self, text: str, rank: int) -> None:
        self._text, self._rank = text, rank
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("small.bold"))
        return QSize(max(24, metrics.horizontalAdvance(self._text) + 14), max(20, metrics.height() + 2))

    def paintEvent(self, event) -> None:
        if self._text:
            painter = QPainter(self)
            painting.paint_grade(painter, QRectF(self.rect()), self._text, self._rank)


class Symbol(QWidget):
    """One of the signs of `painting.paint_symbol`, as tall as the text."""

    def __init__(self, shape: str, tone: str = "imp", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape, self._tone = shape, tone
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_symbol(self, shape: str, tone: str, name: str = "") -> None:
        self._shape, self._tone = shape, tone
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        side = round(QFontMetrics(theme.font()).ascent() * 0.9)
        return QSize(side, side)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painting.paint_symbol(painter, QRectF(self.rect()), self._shape, self._tone)


class BigNumber(QWidget):
    """A total in large figures with a chip (the grade and its word) beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = label("", "big", parent=self)
        self.number.setObjectName("bigNumber")
        self.chip = Chip("", "app", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self.number)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self.chip.hide()

    def show_number(self, text: str, word: str = "", tone: str = "app") -> None:
        """Show figures as text (`80.30`, `—`) and, if not empty, a word in a chip."""
        self.number.setText(text)
        self.chip.show_word(word, tone)
        self.chip.setVisible(bool(word))
        self.setAccessibleName(f"{text} {word}".strip())
