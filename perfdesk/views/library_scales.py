"""On what a judged card is judged: the scales as chips, and what belongs to the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.scale_changes import changed_scale
from perfdesk.domain.scales import HIGHEST_POINTS, Scale, most_points, scale_of
from perfdesk.domain.terms import Scheme
from perfdesk.models.rows import Refused
from perfdesk.models.rule_fields import with_param
from perfdesk.texts import N_, _, translator
from perfdesk.texts.words import LEVELS, number
from perfdesk.views.own_levels import OwnLevelTable
from perfdesk.views.parts import Flow, SegmentedSwitch, label

SaveChange = Callable[[Mapping[str, Any], str], Refused | None]
_WORDS = {
    Scale.FIVE_LEVEL: N_("Five-level scale"),
    Scale.HUNDRED: N_("Points scale"),
    Scale.BARS: N_("Behaviour anchored"),
    Scale.COMPETENCY: N_("Competency"),
    Scale.OWN: N_("Own levels"),
}
_ENDS = tuple(number(end) for end in HIGHEST_POINTS)


class ScaleEditor(QWidget):
    """`save(change, visit)` takes a change of the card and answers why not, where it is refused."""

    def __init__(self, save: SaveChange, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scaleEditor")
        self._save_change = save
        self._card: IndicatorCard | None = None
        self._scheme = Scheme.P120
        self._own_words: Mapping[int, tuple[str, str]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.caption = label("", "small", parent=self)
        column.addWidget(self.caption)
        holder = QWidget(self)
        flow = Flow(holder)
        self.chips: dict[Scale, QPushButton] = {}
        for scale in _WORDS:
            chip = QPushButton(holder)
            chip.setObjectName(f"scale_{scale.value}")
            chip.setProperty("kind", "choice")
            chip.setCheckable(True)
            chip.clicked.connect(partial(self._choose, scale))
            self.chips[scale] = chip
            flow.addWidget(chip)
        column.addWidget(holder)
        self.wrong = label("", "small", "err", self, wrap=True)
        self.wrong.setObjectName("scaleWrong")
        self.wrong.hide()
        column.addWidget(self.wrong)
        self.most = SegmentedSwitch([(end, "") for end in _ENDS], self)
        self.most.setObjectName("pointsEnd")
        self.most.chosen.connect(self._choose_end)
        column.addWidget(self.most)
        self.hint = label("", "small", parent=self, wrap=True)
        self.hint.setObjectName("scaleHint")
        column.addWidget(self.hint)
        self.levels = OwnLevelTable(self._save_rule, self)
        column.addWidget(self.levels)

    def show_card(
        self, card: IndicatorCard, scheme: Scheme, *, locked: bool, own: Mapping[int, tuple[str, str]]
    ) -> None:
        """Show the scale of a judged card; `own` are the firm's words of the levels 1 to 5."""
        if self._card is None or self._card.lineage != card.lineage:
            self.levels.forget()
        if self._card is None or self._card.rule != card.rule:
            self.wrong.hide()
        self._card, self._scheme, self._own_words = card, scheme, own
        scale = self.scale()
        for one, chip in self.chips.items():
            chip.setChecked(one is scale)
            chip.setEnabled(not locked or one is scale)
        self.most.setVisible(scale is Scale.HUNDRED)
        self.most.setEnabled(not locked)
        self.levels.setVisible(scale is Scale.OWN)
        if scale is Scale.HUNDRED:
            self.most.choose(_ENDS[self._most() > HIGHEST_POINTS[0]])
        elif scale is Scale.OWN:
            self.levels.show_rule(card.rule, scheme, locked=locked)
        self._show_hint(scale)

    def scale(self) -> Scale | None:
        """Return the scale that is shown; None for one that this program does not know."""
        try:
            return scale_of(self._card.rule) if self._card is not None else None
        except Invalid:
            return None

    def retranslate(self) -> None:
        self.caption.setText(_("Judged on"))
        for scale, chip in self.chips.items():
            chip.setText(_(_WORDS[scale]))
            chip.setAccessibleName(chip.text())
        self.most.retranslate([_("{low} to {high} points").format(low=0, high=end) for end in _ENDS])
        self.most.setAccessibleName(_("Range of points"))
        self.levels.retranslate()

    def _most(self) -> Decimal:
        try:
            return most_points(self._card.rule) if self._card is not None else HIGHEST_POINTS[0]
        except Invalid:
            return HIGHEST_POINTS[0]

    def _show_hint(self, scale: Scale | None) -> None:
        texts = {
            Scale.BARS: _(
                "Each level names something that can be seen: a date, an amount, a document, an acceptance."
            ),
            Scale.COMPETENCY: _(
                "The level that a position requires stands in its template, in the column “Required”."
            ),
            Scale.OWN: self.levels.met_text(),
            Scale.HUNDRED: _("Points are given as they are, and counted up to {cap}.").format(
                cap=number(min(SCHEMES[self._scheme].item_cap, self._most()))
            ),
        }
        words = texts.get(scale, texts[Scale.BARS]) if scale is not None else ""
        self.hint.setText(words)
        self.hint.setVisible(bool(words))

    def _choose(self, scale: Scale) -> None:
        if self._card is None:
            return
        self.chips[scale].setChecked(True)
        if scale is self.scale():
            return
        rule = changed_scale(self._card.rule, scale, self._scheme, self._level_words())
        self._tell(self._save_rule(rule, ""))

    def _choose_end(self, end: str) -> None:
        if self._card is not None:
            self._tell(self._save_rule(with_param(self._card.rule, "most", end), ""))

    def _level_words(self) -> dict[int, tuple[str, str]]:
        chinese = translator("zh_CN")
        plain = {level: (chinese(word), word) for level, word in LEVELS.items()}
        return {level: self._own_words.get(level, both) for level, both in plain.items()}

    def _save_rule(self, rule: Rule, visit: str) -> Refused | None:
        return self._save_change({"rule": rule}, visit)

    def _tell(self, refused: Refused | None) -> None:
        """Say why a chip was not taken, and show what holds."""
        if refused is not None and self._card is not None:
            now = self.scale()
            for one, chip in self.chips.items():
                chip.setChecked(one is now)
        self.wrong.setText(refused.wrong if refused else "")
        self.wrong.setVisible(refused is not None)
