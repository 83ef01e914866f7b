"""The sentence that stands on every list by rank (§16): last place is not incompetence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from perfdesk.desktop import icons
from perfdesk.texts import _
from perfdesk.views.parts.basics import label
from perfdesk.views.parts.cards import Elided


class RankNote(QWidget):
    """An info sign and the sentence: one line with the whole as its tooltip if `is_short`, else wrapped in full.

    Call `retranslate` with the page's own.
    """

    def __init__(self, parent: QWidget | None = None, *, is_short: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("rankNote")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(6)
        self._sign = QLabel(self)
        icons.put(self._sign, "info", "muted", 13)
        self._short = Elided("", "small", parent=self) if is_short else None
        self._words = None if is_short else label("", "small", parent=self, wrap=True)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._short or self._words, 1)
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
        if self._short is not None:
            self._short.set_full(_("Last place is not incompetence (Guiding Case 18)."))
            self._short.setToolTip(self.text())
        if self._words is not None:
            self._words.setText(self.text())
