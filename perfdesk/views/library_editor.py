"""A card of the library, indicator or behaviour, edited where it stands; and where it is used."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.domain.card_checks import check_card
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Aggregation, ItemClass, Nature, Stage
from perfdesk.models.card_fields import (
    COMMON_UNITS,
    captions,
    change_of,
    placeholder_of,
    stage_words,
    text_of,
)
from perfdesk.models.drafts import Drafts
from perfdesk.models.rows import Refused
from perfdesk.models.rule_fields import refused_of
from perfdesk.texts import _, current, in_context, pick, sentence
from perfdesk.texts.words import AGGREGATIONS, CLASSES, NATURES, number, unit
from perfdesk.views.card_form import Cell, FormGrid
from perfdesk.views.inline_field import FieldNote
from perfdesk.views.library_deeds import Around, attempted
from perfdesk.views.parts import Card, Chip, Flow, button, label
from perfdesk.views.parts.scrolling import scrolled_column

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_LINES: tuple[tuple[Cell, ...], ...] = (
    (("name_zh", 6), ("name_en", 6)),
    (("definition_zh", 6), ("definition_en", 6)),
    (("formula_zh", 6), ("formula_en", 6)),
    (("numerator", 6), ("denominator", 6)),
    (("code", 3), ("unit", 2), ("decimals", 3), ("aggregation", 4)),
    (("item_class", 4), ("nature", 4), ("stage", 4)),
    (("source", 5), ("provider", 4), ("collection_day", 3)),
    (("baseline", 4), ("basis", 8)),
    (("weight", 4), ("scorers", 4), ("position_code", 4)),
    (("gaming", 12),),
)
_TEXTS = ("definition_zh", "definition_en", "formula_zh", "formula_en", "basis", "gaming")
_CHOICES = ("decimals", "aggregation", "item_class", "nature", "stage", "position_code")
_MEASURED_ONLY = frozenset(
    {
        "unit",
        "decimals",
        "aggregation",
        "baseline",
        "basis",
        "formula_zh",
        "formula_en",
        "numerator",
        "denominator",
    }
)
_NOT_IN_WORDS = _MEASURED_ONLY | {"weight", "source", "provider", "collection_day"}
_FLAGS = ("is_share", "is_shared", "managers_only")
MOST_WARNINGS = 4
MOST_CHIPS = 8


class CardEditor(Card):
    """Shows one card to change. Signals: `template_wanted(id)`, `goal_wanted(id)`."""

    template_wanted = Signal(int)
    goal_wanted = Signal(int)

    def __init__(self, firm: Firm, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("libraryCard")
        self._firm, self._drafts = firm, drafts
        self._card: IndicatorCard | None = None
        self._around: Around | None = None
        self.area, inside, column = scrolled_column("libraryScroll", self, 6, beside=4, takes_focus=True)
        self.note = FieldNote(inside)
        self.grid = FormGrid(
            _LINES,
            self._save_text,
            self._save_choice,
            drafts,
            self.note,
            texts=_TEXTS,
            choices=_CHOICES,
            parent=inside,
        )
        self.fields, self.combos = self.grid.fields, self.grid.combos
        column.addWidget(self.grid)
        self._build_flags(inside, column)
        self._build_goals(inside, column)
        self.warnings = label("", "small", parent=inside, wrap=True)
        self.warnings.setObjectName("cardWarnings")
        column.addWidget(self.warnings)
        self.wrong = label("", "small", "err", inside, wrap=True)
        self.wrong.setObjectName("cardWrong")
        self.wrong.hide()
        column.addWidget(self.wrong)
        column.addStretch(1)
        self._build_uses(inside, column)
        self.add(self.area, 1)

    # -- building --

    def _build_flags(self, inside: QWidget, column: QVBoxLayout) -> None:
        self.flags: dict[str, QCheckBox] = {}
        holder = QWidget(inside)
        flow = QVBoxLayout(holder)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(4)
        for name in _FLAGS:
            made = QCheckBox(holder)
            made.setObjectName(f"card_{name}")
            made.clicked.connect(partial(self._set_flag, name))
            self.flags[name] = made
            flow.addWidget(made)
        column.addWidget(holder)

    def _build_goals(self, inside: QWidget, column: QVBoxLayout) -> None:
        self.goals = QWidget(inside)
        self.goals.setObjectName("cardGoals")
        rows = QVBoxLayout(self.goals)
        rows.setContentsMargins(0, 2, 0, 0)
        rows.setSpacing(4)
        self.goals_caption = label("", "small", parent=self.goals)
        self._goal_chips = QWidget(self.goals)
        self._goal_flow = Flow(self._goal_chips)
        self.no_goal = label("", "small", parent=self.goals, wrap=True)
        self.no_goal.setObjectName("noGoal")
        self.goal_choice = QComboBox(self.goals)
        self.goal_choice.setObjectName("cardGoal")
        self.goal_choice.setProperty("form", "true")
        self.goal_choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.goal_choice.setMinimumContentsLength(8)
        self.goal_choice.activated.connect(self._link_goal)
        for part in (self.goals_caption, self._goal_chips, self.no_goal, self.goal_choice):
            rows.addWidget(part)
        column.addWidget(self.goals)

    def _build_uses(self, inside: QWidget, column: QVBoxLayout) -> None:
        column.addSpacing(6)
        row = QHBoxLayout()
        self.uses_caption = label("", "bold", parent=inside)
        self.uses_remark = label("", "small", parent=inside, wrap=True)
        self.uses_remark.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.uses_remark.setObjectName("usesRemark")
        row.addWidget(self.uses_caption)
        row.addWidget(self.uses_remark, 1)
        column.addLayout(row)
        self._use_chips = QWidget(inside)
        self._use_chips.setObjectName("cardUses")
        self._use_flow = Flow(self._use_chips)
        column.addWidget(self._use_chips)

    # -- showing --

    @property
    def card(self) -> IndicatorCard | None:
        return self._card

    def show_card(self, card: IndicatorCard, around: Around) -> None:
        """Show a card; entries that were refused come back with their own card."""
        self._card, self._around = card, around
        locked = self._firm.is_read_only or card.retired_on is not None
        name = pick(card.name_zh, card.name_en)
        remark = _("revision {number}").format(number=card.revision)
        if card.valid_from is not None:
            remark = _("revision {number}, from {day}").format(
                number=card.revision, day=card.valid_from.isoformat()
            )
        if card.retired_on is not None:
            remark = _("retired on {day}").format(day=card.retired_on.isoformat())
        self.set_heading(f"{card.code} {name}", remark)
        self.grid.set_captions(captions())
        hidden = set(_MEASURED_ONLY) if card.is_anchored else set()
        if card.is_in_words:
            hidden = set(_NOT_IN_WORDS)
        elif card.aggregation is not Aggregation.RATIO:
            hidden |= {"numerator", "denominator"}
        self.grid.show_fields(one for line in _LINES for one, _span in line if one not in hidden)
        for field in self.fields:
            text = text_of(card, field, around.providers)
            self.grid.show_text(card.lineage, field, text, f"{card.code} {name}", placeholder_of(card, field))
        self.grid.offer("unit", [unit(code, current()) for code in COMMON_UNITS])
        self.grid.offer("provider", [f"{one.number} {one.name}" for one in around.providers])
        self._show_choices(card, around)
        for flag, made in self.flags.items():
            made.setChecked(bool(getattr(card, flag)))
            made.setEnabled(not locked)
        self.flags["is_share"].setVisible(not card.is_anchored and not card.is_in_words)
        self.flags["is_shared"].setVisible(not card.is_in_words)
        self.flags["managers_only"].setVisible(card.is_anchored)
        self.grid.lock(locked)
        self._show_warnings(card)
        self._show_goals(card, around, locked)
        self._show_uses(around)
        self.wrong.hide()

    def retranslate(self) -> None:
        words = {
            "is_share": (_("a part of a whole, 0 to 100 %"), ""),
            "is_shared": (
                _("shared: filled in once for all forms"),
                _("One actual and target, many forms: entering the actual once fills all."),
            ),
            "managers_only": (_("Managers of people only"), ""),
        }
        for flag, (word, tip) in words.items():
            self.flags[flag].setText(word)
            self.flags[flag].setToolTip(tip)
            self.flags[flag].setAccessibleName(word)
        self.goals_caption.setText(_("Linked goals"))
        self.no_goal.setText(_("Hangs below no goal: nobody can say what it serves."))
        self.goal_choice.setAccessibleName(_("Hang it below a goal"))
        self.uses_caption.setText(_("Where it is used"))
        self.area.setAccessibleName(_("Indicator card"))
        if self._card is not None and self._around is not None:
            self.show_card(self._card, self._around)

    def _show_choices(self, card: IndicatorCard, around: Around) -> None:
        show = self.grid.show_choice
        show("decimals", str(card.rule.decimals), [(str(at), str(at)) for at in range(5)])
        show(
            "aggregation",
            card.aggregation.value,
            [(one.value, _(AGGREGATIONS[one.value])) for one in Aggregation],
        )
        classes = [one for one in ItemClass if one.value in CLASSES or one is card.item_class]
        show(
            "item_class",
            card.item_class.value,
            [(one.value, _(CLASSES.get(one.value, one.value))) for one in classes],
        )
        show("nature", card.nature.value, [(one.value, _(NATURES[one.value])) for one in Nature])
        stages = [(stage.value, word) for stage, word in stage_words(around.stages).items()]
        show("stage", card.stage.value if card.stage else "", [("", in_context("stage", "none")), *stages])
        positions = [("", _("Any position")), *around.positions.items()]
        if card.position_code not in dict(positions):
            positions.append((card.position_code, card.position_code))
        show("position_code", card.position_code, positions)

    def _show_warnings(self, card: IndicatorCard) -> None:
        found = [sentence(one) for one in check_card(card) if one.is_warning]
        self.warnings.setText("\n".join(f"• {one}" for one in found[:MOST_WARNINGS]))
        self.warnings.setVisible(bool(found) and card.retired_on is None)

    def _show_goals(self, card: IndicatorCard, around: Around, locked: bool) -> None:
        self.goals.setVisible(around.has_goals)
        if not around.has_goals:
            return
        named = {goal.id: goal for goal in around.goals}
        mine = [one for one in around.links if one.lineage == card.lineage and one.upper_id in named]
        chips: list[QWidget] = []
        for link in mine:
            goal = named[link.upper_id]
            words = pick(goal.name_zh, goal.name_en)
            chip = button(
                words,
                "small",
                "close",
                f"unlink_{link.id}",
                partial(self._unlink, link.id),
                self._goal_chips,
                elides=True,
            )
            chip.setMaximumWidth(240)
            chip.setToolTip(_("Take it off this goal"))
            chip.setEnabled(not locked)
            chips.append(chip)
        self._goal_chips.setVisible(bool(mine))
        self.no_goal.setVisible(not mine)
        _refill(self._goal_flow, chips)
        taken = {link.upper_id for link in mine}
        self.goal_choice.clear()
        self.goal_choice.addItem(_("Hang it below a goal …"), 0)
        for goal in around.goals:
            if goal.id not in taken:
                self.goal_choice.addItem(pick(goal.name_zh, goal.name_en), goal.id)
        self.goal_choice.setEnabled(not locked and self.goal_choice.count() > 1)

    def _show_uses(self, around: Around) -> None:
        used = around.used
        chips: list[QWidget] = []
        for template, weight in used.templates[:MOST_CHIPS]:
            words = pick(template.name_zh, template.name_en)
            if self._card is not None and not self._card.is_in_words:
                words = _("{template} · weight {weight}").format(template=words, weight=number(weight))
            call = partial(self.template_wanted.emit, template.id)
            chips.append(
                button(words, "small", name=f"use_{template.id}", on_click=call, parent=self._use_chips)
            )
        for cycle_id, count in used.cycles[:MOST_CHIPS]:
            words = _("{cycle}: {count} forms").format(cycle=around.cycles.get(cycle_id, ""), count=count)
            chips.append(Chip(words, "neutral", self._use_chips))
        if not chips:
            chips.append(label(_("Nowhere yet."), "small", parent=self._use_chips))
        _refill(self._use_flow, chips)
        agreed = _("Agreed forms keep this revision; a change makes the next one.") if used.agreed else ""
        self.uses_remark.setText(agreed)

    # -- saving --

    def _save_text(self, key: tuple[Hashable, str], text: str) -> Refused | None:
        lineage, name = key
        if self._card is None or self._around is None or lineage != self._card.lineage:
            return None
        try:
            change = change_of(name, text, self._around.providers)
        except Invalid as invalid:
            return refused_of(invalid)
        refused = self.save(change, f"card {name} {self.fields[name].visit}")
        if refused is None:
            QTimer.singleShot(
                0, self, self._show_again
            )  # once the field is done: a person's number joins the name
        return refused

    def _show_again(self) -> None:
        if self._card is not None and self._around is not None:
            self.show_card(self._card, self._around)

    def _save_choice(self, name: str, choice: str) -> Refused | None:
        assert self._card is not None
        change: dict[str, Any]
        if name == "decimals":
            change = {"rule": replace(self._card.rule, decimals=int(choice))}
        elif name == "stage":
            change = {"stage": Stage(choice) if choice else None}
        elif name == "position_code":
            change = {"position_code": choice}
        else:
            kinds = {"aggregation": Aggregation, "item_class": ItemClass, "nature": Nature}
            change = {name: kinds[name](choice)}
        return self._told(self.save(change))

    def _set_flag(self, name: str) -> None:
        self._told(self.save({name: self.flags[name].isChecked()}))

    def _link_goal(self, at: int) -> None:
        goal_id = self.goal_choice.itemData(at)
        if self._card is not None and goal_id:
            lineage = self._card.lineage
            self._told(attempted(partial(self._firm.goals.link, goal_id, lineage=lineage)))

    def _unlink(self, link_id: int) -> None:
        self._told(attempted(partial(self._firm.goals.unlink, link_id)))

    def save(self, change: Mapping[str, Any], visit: str = "") -> Refused | None:
        """Save a change of the card that is shown; answers why not, where it is refused."""
        assert self._card is not None
        return attempted(partial(self._firm.library.edit_card, self._card.id, change, visit=visit))

    def _told(self, refused: Refused | None) -> Refused | None:
        """Say under the fields why a choice was not taken, and show what holds."""
        if refused is not None and self._card is not None and self._around is not None:
            self.show_card(self._card, self._around)
            self.wrong.setText(refused.wrong)
            self.wrong.show()
        return refused


def _refill(flow: Flow, widgets: Sequence[QWidget]) -> None:
    while (item := flow.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
    for widget in widgets:
        flow.addWidget(widget)
        widget.show()
    flow.invalidate()
