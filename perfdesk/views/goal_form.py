"""A goal to change: what it is, its own figures, and its links upward and downward with their shares."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from perfdesk.domain.goals import Goal, GoalLink, GoalNode, shares_of
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import GoalLevel, Perspective
from perfdesk.models.card_fields import COMMON_UNITS, Provider, provider_of, unit_code
from perfdesk.models.drafts import Drafts
from perfdesk.models.goal_rows import LinkRow, key_of_link, link_columns, link_rows, points
from perfdesk.models.rows import Refused, RowsModel
from perfdesk.models.rule_fields import refused_of
from perfdesk.texts import _, current, in_context, pick
from perfdesk.texts.words import number, unit
from perfdesk.views.card_form import Cell, FormGrid
from perfdesk.views.inline_field import FieldNote
from perfdesk.views.library_deeds import attempted
from perfdesk.views.parts import Card, Flow, button, label
from perfdesk.views.parts.scrolling import scrolled_column
from perfdesk.views.score_targets import ItemPicker
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_LINES: tuple[tuple[Cell, ...], ...] = (
    (("name_zh", 6), ("name_en", 6)),
    (("level", 6), ("department_id", 6)),
    (("perspective", 6), ("owner_id", 6)),
    (("measure_zh", 6), ("measure_en", 6)),
    (("actual", 4), ("unit", 4), ("decimals", 4)),
    (("year", 4), ("weight", 8)),
)
_CHOICES = ("level", "department_id", "perspective", "decimals")


@dataclass(frozen=True, slots=True)
class AroundGoal:
    """What a goal's form offers, and what is known around the goal."""

    goals: Sequence[Goal]
    links: Sequence[GoalLink]
    departments: Mapping[int, str]
    people: Sequence[Provider]
    cards: Sequence[IndicatorCard]


class GoalForm(Card):
    """Shows one goal to change."""

    def __init__(self, firm: Firm, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("goalForm")
        self._firm = firm
        self._node: GoalNode | None = None
        self._around: AroundGoal | None = None
        self._name = ""
        self.area, inside, column = scrolled_column("goalScroll", self, 6, beside=4, takes_focus=True)
        self.note = FieldNote(inside)
        self.figures = label("", "bold", parent=inside, wrap=True)
        self.figures.setObjectName("goalFigures")
        column.addWidget(self.figures)
        self.grid = FormGrid(
            _LINES, self._save_text, self._save_choice, drafts, self.note, choices=_CHOICES, parent=inside
        )
        self.fields, self.combos = self.grid.fields, self.grid.combos
        column.addWidget(self.grid)
        self.wrong = label("", "small", "err", inside, wrap=True)
        self.wrong.setObjectName("goalWrong")
        self.wrong.hide()
        column.addWidget(self.wrong)
        self.links_caption = label("", "bold", parent=inside)
        column.addWidget(self.links_caption)
        self.table = TableView(inside)
        self.table.setObjectName("goalLinks")
        self.links: RowsModel[LinkRow] = RowsModel(link_columns(), key_of_link, self._save_share, self.table)
        self.table.setModel(self.links)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.row_chosen.connect(self._show_buttons)
        column.addWidget(self.table)
        self._build_adding(inside, column)
        column.addStretch(1)
        self.add(self.area, 1)

    def _build_adding(self, inside: QWidget, column: QVBoxLayout) -> None:
        deeds = QWidget(inside)
        flow = Flow(deeds)
        self.hang = button("", "small", "plus", "hangIndicator", self._offer_cards, deeds)
        self.off = button("", "small", "minus", "unlinkGoal", self._unlink, deeds)
        flow.addWidget(self.hang)
        flow.addWidget(self.off)
        column.addWidget(deeds)
        self.goal_choice = QComboBox(inside)
        self.goal_choice.setObjectName("goalChoice")
        self.goal_choice.setProperty("form", "true")
        self.goal_choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.goal_choice.setMinimumContentsLength(8)
        self.goal_choice.activated.connect(self._link_goal)
        column.addWidget(self.goal_choice)
        self.picker = ItemPicker(inside)
        self.picker.picked.connect(self._link_card)
        self.picker.closed.connect(self.picker.hide)
        self.picker.hide()
        column.addWidget(self.picker)

    # -- showing --

    def show_goal(self, node: GoalNode, around: AroundGoal) -> None:
        if self._node is not None and self._node.goal.id != node.goal.id:
            self.picker.hide()
        self._node, self._around = node, around
        goal, locked = node.goal, self._firm.is_read_only
        self._name = pick(goal.name_zh, goal.name_en)
        self.set_heading(self._level_words()[goal.level], self._name)
        self.figures.setText(
            _("Score {score} · attained {attained}").format(
                score=points(node.score), attained=points(node.attainment)
            )
        )
        self.grid.set_captions(_captions())
        is_department = goal.level is GoalLevel.DEPARTMENT
        names = [one for line in _LINES for one, _span in line if is_department or one != "department_id"]
        self.grid.show_fields(names)
        for name in self.fields:
            self.grid.show_text(("goal", goal.id), name, self._text_of(goal, name), self._name)
        self._show_choices(goal, around)
        self.grid.offer("unit", [unit(code, current()) for code in COMMON_UNITS])
        self.grid.offer("owner_id", [f"{one.number} {one.name}" for one in around.people])
        self.grid.lock(locked)
        self._show_links(goal, around, locked)
        self.wrong.hide()

    def retranslate(self) -> None:
        self.links_caption.setText(_("Links"))
        for made, word in ((self.hang, _("Hang an indicator below")), (self.off, _("Take it off"))):
            made.setText(word)
            made.setAccessibleName(word)
        self.table.setAccessibleName(_("Links"))
        self.area.setAccessibleName(_("Goal"))
        self.goal_choice.setAccessibleName(_("Link with another goal"))
        self.picker.retranslate()
        self.links.retranslate()

    def pending(self) -> list[str]:
        return [f"{self._name}: {wrong.text}" for wrong in self.links.pending()]

    def _text_of(self, goal: Goal, name: str) -> str:
        if name == "unit":
            return unit(goal.unit, current())
        if name == "owner_id":
            people = self._around.people if self._around else ()
            return next((f"{one.number} {one.name}" for one in people if one.id == goal.owner_id), "")
        value = getattr(goal, name)
        if value is None:
            return ""
        if name in ("actual", "weight"):
            return number(value).replace(",", "").replace("−", "-")
        return str(value)

    def _level_words(self) -> dict[GoalLevel, str]:
        return {GoalLevel.FIRM: _("goal of the firm"), GoalLevel.DEPARTMENT: _("goal of a department")}

    def _show_choices(self, goal: Goal, around: AroundGoal) -> None:
        show = self.grid.show_choice
        show("level", goal.level.value, [(one.value, word) for one, word in self._level_words().items()])
        departments = [(str(key), word) for key, word in around.departments.items()]
        show("department_id", str(goal.department_id or ""), departments)
        perspectives = [(one.value, word) for one, word in perspective_words().items()]
        chosen = goal.perspective.value if goal.perspective else ""
        show("perspective", chosen, [("", in_context("perspective", "none")), *perspectives])
        show("decimals", str(goal.rule.decimals), [(str(at), str(at)) for at in range(5)])

    def _show_links(self, goal: Goal, around: AroundGoal, locked: bool) -> None:
        named = {one.id: pick(one.name_zh, one.name_en) for one in around.goals}
        cards = {one.lineage: f"{one.code} {pick(one.name_zh, one.name_en)}" for one in around.cards}
        by_thing: dict[int | str, list[GoalLink]] = {}
        for link in around.links:
            by_thing.setdefault(link.below, []).append(link)
        shares = {key: part for same in by_thing.values() for key, part in shares_of(same).items()}
        rows = link_rows(goal.id, around.links, named, cards, shares, locked=locked)
        self.links.show(rows)
        self.table.setVisible(bool(rows))
        self.table.setFixedHeight(self.table.height_for_rows(max(1, min(8, len(rows)))))
        linked = {row.link.upper_id if row.is_above else row.link.lower_id for row in rows}
        self.goal_choice.clear()
        self.goal_choice.addItem(_("Link with another goal …"), None)
        for one in around.goals:
            if one.id in linked or one.id == goal.id:
                continue
            name = named[one.id]
            if not (goal.level is GoalLevel.FIRM and one.level is GoalLevel.DEPARTMENT):
                self.goal_choice.addItem(_("↑ serves: {name}").format(name=name), (one.id, goal.id))
            if not (goal.level is GoalLevel.DEPARTMENT and one.level is GoalLevel.FIRM):
                self.goal_choice.addItem(_("↓ below: {name}").format(name=name), (goal.id, one.id))
        self.goal_choice.setEnabled(not locked and self.goal_choice.count() > 1)
        self.hang.setEnabled(not locked)
        self._show_buttons()

    def _show_buttons(self, _key: object = None) -> None:
        self.off.setEnabled(not self._firm.is_read_only and self.table.current_key() is not None)

    # -- saving --

    def _save_text(self, key: tuple[Hashable, str], text: str) -> Refused | None:
        node, around = self._node, self._around
        if node is None or around is None or key[0] != ("goal", node.goal.id):
            return None
        name, goal = key[1], node.goal
        visit = f"goal {name} {self.fields[name].visit}"
        try:
            if name == "actual":
                actual = parse_number(text, name, allow_percent=True) if text.strip() else None
                return attempted(partial(self._firm.goals.set_actual, goal.id, actual, visit=visit))
            value = self._value_of(name, text, around)
        except Invalid as invalid:
            return refused_of(invalid)
        if name == "owner_id" and value is None and text.strip():
            return Refused(_("Nobody here is called “{text}”. Type a number or a name.").format(text=text))
        return self.save({name: value}, visit)

    def _value_of(self, name: str, text: str, around: AroundGoal) -> Any:
        if name == "weight":
            return parse_number(text, name, allow_percent=True) if text.strip() else None
        if name == "year":
            found = parse_number(text, name)
            return int(found) if found == int(found) else 0
        if name == "unit":
            return unit_code(text.strip())
        if name == "owner_id":
            return provider_of(text.strip(), around.people) if text.strip() else None
        return text

    def _save_choice(self, name: str, choice: str) -> Refused | None:
        assert self._node is not None and self._around is not None
        goal = self._node.goal
        change: dict[str, Any]
        if name == "decimals":
            change = {"rule": replace(goal.rule, decimals=int(choice))}
        elif name == "perspective":
            change = {"perspective": Perspective(choice) if choice else None}
        elif name == "department_id":
            change = {"department_id": int(choice) if choice else None}
        else:
            level = GoalLevel(choice)
            department = None
            if level is GoalLevel.DEPARTMENT:
                department = goal.department_id or next(iter(self._around.departments), None)
            change = {"level": level, "department_id": department}
        return self._told(self.save(change))

    def save(self, change: Mapping[str, Any], visit: str = "") -> Refused | None:
        """Save a change of the goal that is shown; answers why not, where it is refused."""
        assert self._node is not None
        return attempted(partial(self._firm.goals.edit_goal, self._node.goal.id, change, visit=visit))

    def _save_share(self, row: LinkRow, _column: str, text: str) -> Refused | None:
        try:
            share = parse_number(text, "share", allow_percent=True) if text.strip() else None
        except Invalid as invalid:
            return refused_of(invalid)
        return attempted(partial(self._firm.goals.set_share, row.link.id, share))

    def _offer_cards(self) -> None:
        assert self._node is not None and self._around is not None
        have = {one.lineage for one in self._around.links if one.upper_id == self._node.goal.id}
        self.picker.offer(one for one in self._around.cards if one.lineage not in have and not one.retired_on)
        self.picker.show()
        self.picker.words.setFocus()

    def _link_card(self, card_id: int) -> None:
        assert self._node is not None and self._around is not None
        card = next(one for one in self._around.cards if one.id == card_id)
        self.picker.hide()
        self._told(attempted(partial(self._firm.goals.link, self._node.goal.id, lineage=card.lineage)))

    def _link_goal(self, at: int) -> None:
        pair = self.goal_choice.itemData(at)
        if pair:
            upper, lower = pair
            self._told(attempted(partial(self._firm.goals.link, upper, lower_id=lower)))

    def _unlink(self) -> None:
        key = self.table.current_key()
        if isinstance(key, int):
            self._told(attempted(partial(self._firm.goals.unlink, key)))

    def _told(self, refused: Refused | None) -> Refused | None:
        if refused is not None and self._node is not None and self._around is not None:
            self.show_goal(self._node, self._around)
            self.wrong.setText(refused.wrong)
            self.wrong.show()
        return refused


def perspective_words() -> dict[Perspective, str]:
    """Return the words of the four perspectives."""
    return {
        Perspective.FINANCE: in_context("perspective", "Finance"),
        Perspective.CUSTOMER: in_context("perspective", "Customer"),
        Perspective.PROCESS: in_context("perspective", "Internal process"),
        Perspective.LEARNING: in_context("perspective", "Learning and growth"),
    }


def _captions() -> dict[str, str]:
    return {
        "name_zh": _("Name in Chinese"),
        "name_en": _("Name in English"),
        "level": _("Whose goal"),
        "department_id": _("Department"),
        "perspective": in_context("goal", "Perspective"),
        "owner_id": in_context("goal", "Owner"),
        "measure_zh": _("Measured by, in Chinese"),
        "measure_en": _("Measured by, in English"),
        "actual": _("Actual"),
        "unit": _("Unit"),
        "decimals": _("Decimals"),
        "year": _("Year"),
        "weight": _("Weight among the unit's goals %"),
    }
