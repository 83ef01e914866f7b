"""The sentence that stands on every list by rank (§16): last place is not incompetence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from perfdesk.desktop import icons
from perfdesk.texts import _
from perfdesk.views.parts.basics import label
from perfdesk.views.parts.cards import Elided

MOST_LINES = 2


class RankNote(QWidget):
    """An info sign and the sentence. It is told in full on up to two lines, and where that is not enough, or if
    `is_short`, on one line with the whole as its tooltip. Call `retranslate` with the page's own.
    """

    def __init__(self, parent: QWidget | None = None, *, is_short: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("rankNote")
        self._is_short = is_short
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(6)
        self._sign = QLabel(self)
        icons.put(self._sign, "info", "muted", 13)
        self._short, self._full = Elided("", "small", parent=self), label("", "small", parent=self, wrap=True)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._short, 1)
        row.addWidget(self._full, 1)
        self.retranslate()

    def text(self) -> str:
        """Return the whole sentence, which is also the accessible name."""
        return _(
            "Last place is not incompetence: a rank alone is no ground for dismissal (Supreme People's Court of"
            " China, Guiding Case 18, and the minutes of the 8th national conference on civil trials, 2016)."
            " Not legal advice."
        )

    def retranslate(self) -> None:
        self.setAccessibleName(self.text())
        self.setToolTip(self.text())
        self._short.set_full(_("Last place is not incompetence (Guiding Case 18)."))
        self._full.setText(self.text())
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def _choose(self) -> None:
        room = self.width() - self._sign.sizeHint().width() - 10
        lines = self._full.heightForWidth(max(room, 40)) / max(self._full.fontMetrics().lineSpacing(), 1)
        is_short = self._is_short or lines > MOST_LINES + 0.5
        self._short.setVisible(is_short)
        self._full.setVisible(not is_short)
