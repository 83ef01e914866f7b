"""A form that fits the method of scoring: its numbers, choices and bands, saved where they stand.

What was typed is shown at once as a curve (`previewed`) and saved on leaving. Several numbers that only work
together are saved together: one that was refused waits in its field for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desktop import theme
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_changes import changed_direction, changed_method
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.terms import Direction, Method
from perfdesk.models.drafts import Drafts
from perfdesk.models.rows import Refused
from perfdesk.models.rule_fields import (
    SCORES,
    RuleField,
    caption_of,
    fields_of,
    limit_fields,
    refused_of,
    text_of,
    with_param,
    with_text,
    with_tiers,
)
from perfdesk.texts import _, current
from perfdesk.texts.words import DIRECTIONS, METHODS, unit
from perfdesk.views.inline_field import FieldNote, InlineField
from perfdesk.views.parts import Flow, SegmentedSwitch, label
from perfdesk.views.parts.cards import Elided
from perfdesk.views.rule_bands import BandTable

SaveRule = Callable[[Rule, str], Refused | None]
"""Takes the changed rule and the visit of the field; answers None when it was saved, or why not."""
SHOWN = (
    Method.RATIO,
    Method.LINEAR,
    Method.EFFICACY,
    Method.BAND,
    Method.ALL_OR_NOTHING,
    Method.DEDUCT,
    Method.BONUS,
    Method.ANCHOR,
    Method.TOLERANCE,
    Method.WORDS,
)
ROUNDINGS = ("FULL_UNIT", "STARTED_UNIT", "PROPORTIONAL")
FIELD_WIDTH, SCORE_WIDTH, MOST_STRETCH = 46, 38, 1.7
PER_ROW = 3
USUAL_ZOOM = 110


class RuleEditor(QWidget):
    """Shows a rule of an owner (a card or a goal, by a key) to change."""

    previewed = Signal(object)  # Rule: what the texts in the fields would make of it

    def __init__(
        self, save: SaveRule, drafts: Drafts, note: FieldNote, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ruleEditor")
        self._save_rule, self._drafts, self._note = save, drafts, note
        self._owner: Hashable = None
        self._rule: Rule | None = None
        self._unit, self._is_locked = "", False
        self._shape: tuple[object, ...] = ()
        self._inputs: dict[str, InlineField] = {}
        self._captions: dict[str, Elided] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        self.methods = QWidget(self)
        flow = Flow(self.methods)
        self._chips: dict[Method, QPushButton] = {}
        for method in SHOWN:
            chip = QPushButton(self.methods)
            chip.setObjectName(f"method_{method.value}")
            chip.setProperty("kind", "choice")
            chip.setCheckable(True)
            chip.clicked.connect(partial(self._choose_method, method))
            self._chips[method] = chip
            flow.addWidget(chip)
        column.addWidget(self.methods)
        self.direction = SegmentedSwitch([(one.value, "") for one in Direction], self)
        self.direction.setObjectName("ruleDirection")
        self.direction.chosen.connect(self._choose_direction)
        _let_shrink(self.direction)
        row = QHBoxLayout()
        row.addWidget(self.direction)
        row.addStretch(1)
        column.addLayout(row)
        self._form: QWidget = QWidget(self)
        column.addWidget(self._form)
        self.bands = BandTable(self._save, self)
        column.addWidget(self.bands)
        self.wrong = label("", "small", "err", self, wrap=True)
        self.wrong.setObjectName("ruleWrong")
        self.wrong.hide()
        column.addWidget(self.wrong)

    def offer_words(self, offered: bool) -> None:
        """Offer the method WORDS, too, to be answered in words only: for cards, not for goals."""
        self._chips[Method.WORDS].setVisible(offered)

    def show_rule(self, owner: Hashable, rule: Rule, unit_code: str, *, locked: bool = False) -> None:
        """Show the rule of an owner; what was typed there and not saved comes back."""
        if owner != self._owner:
            self.wrong.hide()
        self._owner, self._rule, self._unit, self._is_locked = owner, rule, unit_code, locked
        for method, chip in self._chips.items():
            chip.setChecked(method is rule.method)
            chip.setEnabled(not locked or method is rule.method)
        self.direction.choose(rule.direction.value)
        has_way = rule.method not in (Method.ANCHOR, Method.BONUS, Method.WORDS)
        self.direction.setVisible(has_way)
        self.direction.setEnabled(not locked)
        shape = (
            current().language,
            theme.current().zoom,
            unit_code,
            rule.direction,
            *(one.name for one in fields_of(rule)),
        )
        shape = (*shape, rule.method, locked)
        if shape != self._shape:
            self._shape = shape
            self._build_form(rule)
        for name, field in self._inputs.items():
            field.show_value((owner, f"rule.{name}"), text_of(rule, name), field.accessibleName())
        self._show_choices(rule)
        self.bands.setVisible(rule.method is Method.BAND)
        if rule.method is Method.BAND:
            self.bands.show_rule(rule, unit_code, locked=locked)

    def retranslate(self) -> None:
        for method, chip in self._chips.items():
            chip.setText(_(METHODS[method.value]))
            chip.setAccessibleName(chip.text())
        self.direction.retranslate([_(DIRECTIONS[one.value]) for one in Direction])
        self.direction.setAccessibleName(_("Direction"))
        self.bands.retranslate()
        self._shape = ()
        if self._rule is not None:
            self.show_rule(self._owner, self._rule, self._unit, locked=self._is_locked)

    # -- building the fields of a method --

    def _build_form(self, rule: Rule) -> None:
        for field in self._inputs.values():
            self._note.leave(field)
        made = QWidget(self)
        self._inputs, self._captions = {}, {}
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(3)
        across, in_row = 0, PER_ROW if theme.current().zoom <= USUAL_ZOOM else PER_ROW - 1
        for at, one in enumerate(fields_of(rule)):
            across = self._put(grid, one, at // in_row * 2, across if at % in_row else 0, made)
        grid.setColumnStretch(20, 0 if across >= 12 else 6)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._choices(row, rule, made)
        row.addStretch(1)
        column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(6)
        for one in limit_fields(rule):
            caption = label(_(one.caption), "small", parent=made)
            row.addWidget(caption)
            limit = self._input(one, made)
            limit.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            limit.setFixedWidth(limit.maximumWidth() * 3 // 4)
            row.addWidget(limit)
        row.addStretch(1)
        column.addLayout(row)
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(self._form, made)
        self._form.hide()
        self._form.deleteLater()
        self._form = made
        last: QWidget = self.direction.findChildren(QPushButton)[-1]
        for following in self._in_tab_order():
            QWidget.setTabOrder(last, following)  # what is made later would come last of all
            last = following

    def _in_tab_order(self) -> list[QWidget]:
        """Fields and choices of the form, row by row."""
        found = [
            one for one in self._form.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        return [one for one in found if isinstance(one, InlineField | QPushButton | QCheckBox)]

    def _put(self, grid: QGridLayout, one: RuleField, row: int, across: int, parent: QWidget) -> int:
        words = unit(self._unit, current()) if one.has_unit else ""
        caption = Elided(f"{_(one.caption)} {words}".strip(), "small", parent=parent)
        self._captions[one.name] = caption
        grid.addWidget(caption, row, across, 1, 3)
        grid.setColumnMinimumWidth(across + 3, 6)
        grid.setColumnStretch(across, 3)
        grid.setColumnStretch(across + 2, 2)
        field = self._input(one, parent)
        caption.setBuddy(field)
        grid.addWidget(field, row + 1, across)
        if one.leads_to or one.earns:
            grid.addWidget(label("→", "muted", parent=parent), row + 1, across + 1)
            if one.leads_to:
                score = RuleField(one.leads_to, SCORES[one.leads_to], has_unit=False)
                grid.addWidget(self._input(score, parent, narrow=True), row + 1, across + 2)
            else:
                grid.addWidget(label(one.earns, "bold", parent=parent), row + 1, across + 2)
        return across + 4

    def _input(self, one: RuleField, parent: QWidget, narrow: bool = False) -> InlineField:
        field = InlineField(f"rule_{one.name}", self._save_text, self._drafts, self._note, parent)
        words = caption_of(one.name) if one.name in SCORES else _(one.caption)
        field.setAccessibleName(words)
        width = SCORE_WIDTH if narrow or not one.has_unit else FIELD_WIDTH
        zoom = theme.current().zoom / 100
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        field.setMinimumWidth(round(width * zoom))
        field.setMaximumWidth(round(width * zoom * MOST_STRETCH))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        if one.may_be_empty and one.name == "target":
            field.setPlaceholderText("—")
            field.setToolTip(_("Empty: set on each form"))
        field.setReadOnly(self._is_locked)
        field.textEdited.connect(self._preview)
        self._inputs[one.name] = field
        return field

    def _choices(self, row: QHBoxLayout, rule: Rule, parent: QWidget) -> None:
        self._below: SegmentedSwitch | None = None
        self._rounding: SegmentedSwitch | None = None
        self._tiers: SegmentedSwitch | None = None
        self._reciprocal: QCheckBox | None = None
        if rule.method is Method.LINEAR:
            words = [("ZERO", _("0 points")), ("EXTRAPOLATE", _("the line goes on"))]
            self._below = self._switch("ruleBelow", words, _("Worse than the threshold"), row, parent)
            self._below.chosen.connect(partial(self._choose_param, "below_threshold"))
        elif rule.method is Method.DEDUCT:
            words = [
                ("FULL_UNIT", _("full units")),
                ("STARTED_UNIT", _("started units")),
                ("PROPORTIONAL", _("parts too")),
            ]
            self._rounding = self._switch("ruleRounding", words, _("Counted are"), row, parent)
            self._rounding.chosen.connect(partial(self._choose_param, "rounding"))
        elif rule.method is Method.EFFICACY:
            words = [("two", _("two values")), ("five", _("five standards"))]
            self._tiers = self._switch("ruleTiers", words, "", row, parent)
            self._tiers.chosen.connect(self._choose_tiers)
        elif rule.method is Method.RATIO and rule.direction is Direction.LOWER:
            self._reciprocal = QCheckBox(_("target ÷ actual"), parent)
            self._reciprocal.setObjectName("ruleReciprocal")
            self._reciprocal.setAccessibleName(_("target ÷ actual"))
            self._reciprocal.setToolTip(_("Steeper near zero, and never reaches 0"))
            self._reciprocal.setEnabled(not self._is_locked)
            self._reciprocal.clicked.connect(self._choose_reciprocal)
            row.addWidget(self._reciprocal)

    def _switch(
        self, name: str, words: list[tuple[str, str]], caption: str, row: QHBoxLayout, parent: QWidget
    ) -> SegmentedSwitch:
        made = SegmentedSwitch(words, parent)
        made.setObjectName(name)
        made.setAccessibleName(caption or name)
        made.setEnabled(not self._is_locked)
        _let_shrink(made)
        if caption:
            row.addWidget(Elided(caption, "small", parent=parent))
        row.addWidget(made)
        return made

    def _show_choices(self, rule: Rule) -> None:
        if self._below is not None:
            self._below.choose(str(rule.params.get("below_threshold", "ZERO")))
        if self._rounding is not None:
            self._rounding.choose(str(rule.params.get("rounding", "FULL_UNIT")))
        if self._tiers is not None:
            self._tiers.choose("two" if rule.params.get("standards") is None else "five")
        if self._reciprocal is not None:
            self._reciprocal.setChecked(rule.params.get("variant") == "LOWER_RECIPROCAL")

    # -- what was typed and chosen --

    def _typed(self) -> tuple[Rule, list[str]]:
        """The rule that all fields together would make, and the names of those that differ from what is saved.

        Raises Invalid for a text that is no number.
        """
        assert self._rule is not None
        rule, changed = self._rule, []
        for name, field in self._inputs.items():
            if field.text().strip() != text_of(self._rule, name):
                rule = with_text(rule, name, field.text())
                changed.append(name)
        return rule, changed

    def _preview(self, _text: str = "") -> None:
        try:
            rule, _changed = self._typed()
        except Invalid:
            return
        if not [one for one in check_rule(rule, needs_target=False) if not one.is_warning]:
            self.previewed.emit(rule)

    def _save_text(self, key: tuple[Hashable, str], text: str) -> Refused | None:
        name = key[1].removeprefix("rule.")
        field = self._inputs.get(name)
        if self._rule is None or field is None or key[0] != self._owner:
            return None
        try:
            alone = with_text(self._rule, name, text)
        except Invalid as invalid:
            return refused_of(invalid)
        visit = f"rule {field.visit}"
        try:
            together, changed = self._typed()
        except Invalid:
            together, changed = alone, [name]
        if len(changed) > 1 and not _problems(together):
            refused = self._save(together, visit)
            if refused is None:
                for other in changed:
                    self._drafts.drop((self._owner, f"rule.{other}"))
                self.show_rule(self._owner, together, self._unit, locked=self._is_locked)
                for other in changed:
                    if other != name:
                        self._inputs[other].restore()
                return None
        return self._save(alone, visit)

    def _save(self, rule: Rule, visit: str = "") -> Refused | None:
        refused = self._save_rule(rule, visit)
        self.wrong.hide()
        return refused

    def _apply(self, rule: Rule) -> None:
        """Save what a chip or a switch makes of the rule; say why where it can't be."""
        refused = self._save_rule(rule, "")
        self.wrong.setText(refused.wrong if refused else "")
        self.wrong.setVisible(refused is not None)
        if refused is not None and self._rule is not None:
            self.show_rule(self._owner, self._rule, self._unit, locked=self._is_locked)

    def _choose_method(self, method: Method) -> None:
        if self._rule is None:
            return
        self._chips[method].setChecked(True)
        if method is not self._rule.method:
            for name in self._inputs:
                self._drafts.drop((self._owner, f"rule.{name}"))
            self._apply(changed_method(self._rule, method))

    def _choose_direction(self, key: str) -> None:
        if self._rule is not None and key != self._rule.direction.value:
            self._apply(changed_direction(self._rule, Direction(key)))

    def _choose_param(self, name: str, key: str) -> None:
        if self._rule is not None:
            self._apply(with_param(self._rule, name, key))

    def _choose_tiers(self, key: str) -> None:
        if self._rule is not None:
            self._apply(with_tiers(self._rule, five=key == "five"))

    def _choose_reciprocal(self, checked: bool) -> None:
        if self._rule is not None:
            self._apply(with_param(self._rule, "variant", "LOWER_RECIPROCAL" if checked else None))


def _let_shrink(switch: SegmentedSwitch) -> None:
    """Let the words of a switch be cut where the pane is narrow, rather than push the form out of it."""
    for made in switch.findChildren(QPushButton):
        made.setProperty("kind", "small")
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


def _problems(rule: Rule) -> bool:
    return any(not one.is_warning for one in check_rule(rule, needs_target=False))
