"""The levels of a judged card: what each looks like, in both languages, with what it earns; edited in place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.scales import FIVE_LEVELS
from perfdesk.domain.terms import Scheme
from perfdesk.models.card_fields import with_anchor
from perfdesk.models.drafts import Drafts
from perfdesk.models.rows import Refused
from perfdesk.texts import _, pick
from perfdesk.texts.words import LEVELS
from perfdesk.views.inline_field import FieldNote, InlineText
from perfdesk.views.library_scales import ScaleEditor
from perfdesk.views.parts import Grade, label

SaveChange = Callable[[Mapping[str, Any], str], Refused | None]
SHOWN = (5, 4, 3, 2, 1)


class AnchorsEditor(QWidget):
    """`save(change, visit)` takes a change of the card and answers why not, where it is refused."""

    def __init__(
        self, save: SaveChange, drafts: Drafts, note: FieldNote, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("anchorsEditor")
        self._save_change = save
        self._card: IndicatorCard | None = None
        self.fields: dict[tuple[int, str], InlineText] = {}
        self._sides: dict[int, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.scales = ScaleEditor(save, self)
        column.addWidget(self.scales)
        self._rows = QWidget(self)
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for at, level in enumerate(SHOWN):
            grid.addWidget(Grade(str(level), 5 - level, self._rows), at * 4, 0, Qt.AlignmentFlag.AlignTop)
            self._sides[level] = label("", "small", parent=self._rows)
            grid.addWidget(self._sides[level], at * 4, 1)
            for down, language in enumerate(("zh", "en"), 1):
                field = InlineText(f"anchor_{level}_{language}", self._save, drafts, note, self._rows)
                self.fields[level, language] = field
                grid.addWidget(field, at * 4 + down, 1)
            grid.setRowMinimumHeight(at * 4 + 3, 6)
        column.addWidget(self._rows)

    def show_card(
        self, card: IndicatorCard, scheme: Scheme, *, locked: bool, own: Mapping[int, tuple[str, str]]
    ) -> None:
        """Show scale and levels of a card, the best first; `own` are the firm's words of the levels."""
        self._card = card
        known = {one.level: one for one in card.anchors}
        self.scales.show_card(card, scheme, locked=locked, own=own)
        self._rows.setVisible(self.scales.scale() in FIVE_LEVELS)
        points = SCHEMES[scheme].level_scores
        for level in SHOWN:
            self._sides[level].setText(
                f"{pick(*own.get(level, ('', ''))) or _(LEVELS[level])} · {points[level]:.2f}"
            )
            one = known.get(level)
            for language in ("zh", "en"):
                text = "" if one is None else one.zh if language == "zh" else one.en
                field = self.fields[level, language]
                field.setReadOnly(locked)
                field.show_value((card.lineage, f"anchor.{level}.{language}"), text, f"{card.code} {level}")

    def retranslate(self) -> None:
        self.scales.retranslate()
        languages = {"zh": _("in Chinese"), "en": _("in English")}
        for (level, language), field in self.fields.items():
            words = _("Level {level} {language}").format(level=level, language=languages[language])
            field.setAccessibleName(words)
            field.setPlaceholderText(languages[language])

    def _save(self, key: tuple[Hashable, str], text: str) -> Refused | None:
        if self._card is None or key[0] != self._card.lineage:
            return None
        _anchor, level, language = key[1].split(".")
        changed = with_anchor(self._card, int(level), language, text)
        field = self.fields[int(level), language]
        return self._save_change({"anchors": changed}, f"anchor {level} {language} {field.visit}")
