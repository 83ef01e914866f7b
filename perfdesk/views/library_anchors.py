"""The levels of a judged card: what each looks like, in both languages, with what it earns; edited in place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.rule import Rule
from perfdesk.domain.scales import FIVE_LEVELS, Scale
from perfdesk.domain.terms import Scheme
from perfdesk.models.card_fields import with_anchor
from perfdesk.models.drafts import Drafts
from perfdesk.models.rows import Refused
from perfdesk.models.rule_fields import with_param
from perfdesk.texts import _
from perfdesk.texts.words import LEVELS
from perfdesk.views.inline_field import FieldNote, InlineText
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
        row = QHBoxLayout()
        self.scale_caption = label("", "small", parent=self)
        self.scale = QComboBox(self)
        self.scale.setObjectName("cardScale")
        self.scale.setProperty("form", "true")
        self.scale.activated.connect(self._choose_scale)
        self.scale_caption.setBuddy(self.scale)
        row.addWidget(self.scale_caption)
        row.addWidget(self.scale, 1)
        column.addLayout(row)
        self.hint = label("", "small", parent=self, wrap=True)
        self.hint.setObjectName("anchorsHint")
        column.addWidget(self.hint)
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
        self, card: IndicatorCard, scheme: Scheme, *, locked: bool, words: Mapping[int, str]
    ) -> None:
        """Show the levels of a card, the best first; `words` name them as the firm does."""
        self._card = card
        known = {one.level: one for one in card.anchors}
        scale = str(card.rule.params.get("scale") or Scale.FIVE_LEVEL.value)
        self._offer_scales(scale)
        self.scale.setEnabled(not locked)
        is_five = scale in {one.value for one in FIVE_LEVELS}
        self._rows.setVisible(is_five)
        self.hint.setText(
            _("Each level names something that can be seen: a date, an amount, a document, an acceptance.")
            if is_five
            else _("Points are given as they are, and counted up to what an item may earn.")
        )
        points = SCHEMES[scheme].level_scores
        for level in SHOWN:
            self._sides[level].setText(f"{words.get(level) or _(LEVELS[level])} · {points[level]:.2f}")
            one = known.get(level)
            for language in ("zh", "en"):
                text = "" if one is None else one.zh if language == "zh" else one.en
                field = self.fields[level, language]
                field.setReadOnly(locked)
                field.show_value((card.lineage, f"anchor.{level}.{language}"), text, f"{card.code} {level}")

    def retranslate(self) -> None:
        self.scale_caption.setText(_("Judged on"))
        self.scale.setAccessibleName(_("Judged on"))
        languages = {"zh": _("in Chinese"), "en": _("in English")}
        for (level, language), field in self.fields.items():
            words = _("Level {level} {language}").format(level=level, language=languages[language])
            field.setAccessibleName(words)
            field.setPlaceholderText(languages[language])

    def _offer_scales(self, chosen: str) -> None:
        words = {
            Scale.FIVE_LEVEL.value: _("five levels"),
            Scale.BARS.value: _("five levels with observed behaviour (BARS)"),
            Scale.COMPETENCY.value: _("competency, with a required level"),
            Scale.HUNDRED.value: _("points, 0 to 100"),
        }
        if chosen not in words:
            words[chosen] = _("own levels")
        wanted = [(word, key) for key, word in words.items()]
        if wanted != [(self.scale.itemText(at), self.scale.itemData(at)) for at in range(self.scale.count())]:
            self.scale.clear()
            for word, key in wanted:
                self.scale.addItem(word, key)
        self.scale.setCurrentIndex(self.scale.findData(chosen))

    def _choose_scale(self, at: int) -> None:
        if self._card is not None:
            rule: Rule = with_param(self._card.rule, "scale", self.scale.itemData(at))
            self._save_change({"rule": rule}, "")

    def _save(self, key: tuple[Hashable, str], text: str) -> Refused | None:
        if self._card is None or key[0] != self._card.lineage:
            return None
        _anchor, level, language = key[1].split(".")
        changed = with_anchor(self._card, int(level), language, text)
        field = self.fields[int(level), language]
        return self._save_change({"anchors": changed}, f"anchor {level} {language} {field.visit}")
