"""The tab of goals: the tree of firm, departments and indicators at the left, what is chosen at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.goals import GoalNode, GoalTree
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.terms import GoalLevel, Scheme
from perfdesk.models.card_fields import Provider
from perfdesk.models.drafts import Drafts
from perfdesk.models.goal_rows import GoalModel, GoalRow, goal_columns, key_of_row, percent, tree_rows
from perfdesk.models.rows import Refused
from perfdesk.models.scored import Scored
from perfdesk.texts import N_, _, current, pick, translator
from perfdesk.texts.words import cycle_name
from perfdesk.views.goal_form import AroundGoal, GoalForm
from perfdesk.views.library_deeds import attempted
from perfdesk.views.library_scoring import ScoringCard
from perfdesk.views.parts import Card, EmptyState, PaneSplitter, button, label
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


TARGET_FROM, ACTUAL_FROM = 420, 340
"""Widths of the tree from which these columns show."""


class LooseCard(Card):
    """An indicator of the tree: on how many forms it stands, and what to hang it below."""

    goal_chosen = Signal(int, str)
    card_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("looseCard")
        self._lineage = ""
        self.words = label("", parent=self, wrap=True)
        self.choice = QComboBox(self)
        self.choice.setObjectName("looseGoal")
        self.choice.setProperty("form", "true")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.activated.connect(self._chosen)
        self.open = button("", "small", "library", "openCard", self._open, self)
        for part in (self.words, self.choice):
            self.add(part)
        self.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def show_row(self, row: GoalRow, goals: Mapping[int, str], *, locked: bool) -> None:
        self._lineage = row.lineage
        self.set_heading(row.name)
        hint = _("It serves no goal yet. Hang it below one, or ask whether it is needed.")
        counted = _("It stands on {forms}.").format(forms=row.actual)
        self.words.setText(f"{counted} {hint}" if row.is_orphan else counted)
        self.choice.clear()
        self.choice.addItem(_("Hang it below a goal …"), 0)
        for goal_id, name in goals.items():
            self.choice.addItem(name, goal_id)
        self.choice.setEnabled(not locked and bool(goals))

    def retranslate(self) -> None:
        self.choice.setAccessibleName(_("Hang it below a goal"))
        self.open.setText(_("Open the indicator card"))
        self.open.setAccessibleName(self.open.text())

    def _chosen(self, at: int) -> None:
        if goal_id := self.choice.itemData(at):
            self.goal_chosen.emit(goal_id, self._lineage)

    def _open(self) -> None:
        self.card_wanted.emit(self._lineage)


class GoalPane(QWidget):
    """Signals: `card_wanted(lineage)`, `told(text, tone)` for what could not be done."""

    card_wanted = Signal(str)
    told = Signal(str, str)

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("goalPane")
        self._firm = firm
        self._drafts = Drafts()
        self._cycle_id: int | None = None
        self._tree: GoalTree | None = None
        self._cards: Sequence[IndicatorCard] = ()
        self._nodes: dict[int, GoalNode] = {}
        self._wanted = ""
        self._departments: dict[int, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.splitter = PaneSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("goalSplitter")
        self.list_card = Card(parent=self)
        self.list_card.setObjectName("goalList")
        self.table = TableView(self.list_card)
        self.table.setObjectName("goalTree")
        self.table.horizontalHeader().setSectionsClickable(False)
        self.model = GoalModel(goal_columns(), key_of_row, parent=self.table)
        self.table.setModel(self.model)
        self.table.fit_width()
        self.table.row_chosen.connect(self._row_chosen)
        self.table.row_opened.connect(self._row_opened)
        self.empty = EmptyState("target", parent=self.list_card)
        self.empty.setObjectName("noGoals")
        self.empty.pressed.connect(self.add_goal)
        self.remark = label("", "small", parent=self.list_card, wrap=True)
        self.list_card.add(self.table, 1)
        self.list_card.add(self.empty, 1)
        self.list_card.add(self.remark)
        self.add_firm = button("", "small", "plus", "newFirmGoal", self.add_firm_goal, self.list_card)
        self.list_card.body.addWidget(self.add_firm, 0, Qt.AlignmentFlag.AlignLeft)
        self.retired = QComboBox(self.list_card)
        self.retired.setObjectName("retiredGoals")
        self.retired.setProperty("form", "true")
        self.retired.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.retired.activated.connect(self._revive)
        self.list_card.add(self.retired)
        self._middle = QStackedWidget(self)
        self.form = GoalForm(firm, self._drafts, self._middle)
        self.loose = LooseCard(self._middle)
        self.loose.goal_chosen.connect(self._link)
        self.loose.card_wanted.connect(self.card_wanted)
        self._middle.addWidget(self.form)
        self._middle.addWidget(self.loose)
        self.scoring = ScoringCard(self._save, self._drafts, self)
        self.splitter.add_pane(self.list_card, 380)
        self.splitter.add_pane(self._middle, 250)
        self.splitter.add_pane(self.scoring, 350)
        self.splitter.set_shares((500, 270, 360))
        self.splitter.splitterMoved.connect(self._fit)
        column.addWidget(self.splitter)

    # -- what the page calls --

    def panes(self) -> Sequence[QWidget]:
        return self.table, self.form.area, self.scoring

    def year_of(self, cycle_id: int | None) -> int:
        """Return the year that a cycle ends in, this year without one."""
        found = [one for one in self._firm.cycles.cycles() if one.id == cycle_id]
        return found[0].year if found else self._firm.clock.today().year

    def show_goals(self, cycle_id: int | None, cards: Sequence[IndicatorCard]) -> None:
        """Read the goals of the cycle's year and what the cycle's forms add up to."""
        self._cycle_id, self._cards = cycle_id, cards
        year = self.year_of(cycle_id)
        self._tree = self._firm.goals.tree(year, cycle_id)
        self._departments = {
            one.id: pick(one.name_zh, one.name_en) for one in self._firm.people.departments()
        }
        self._nodes = {}
        waiting = list(self._tree.nodes)
        while waiting:
            node = waiting.pop()
            self._nodes[node.goal.id] = node
            waiting += node.goals
        names = {one.lineage: f"{one.code} {pick(one.name_zh, one.name_en)}" for one in cards}
        rows = tree_rows(self._tree, self._departments, names)
        self.model.show(rows)
        self.table.clearSpans()
        for at, row in enumerate(rows):
            if row.is_heading:
                self.table.setSpan(at, 0, 1, len(self.model.columns))
        has_goals = bool(self._nodes)
        self.table.setVisible(has_goals)
        self.empty.setVisible(not has_goals)
        self.add_firm.setVisible(has_goals)
        self.add_firm.setEnabled(not self._firm.is_read_only)
        self._middle.setVisible(has_goals)
        self.scoring.setVisible(has_goals)
        self._fit()
        self._show_retired(year)
        self._show_remark(year)
        keys = [row.key for row in rows if not row.is_heading]
        if keys and has_goals:
            key = self._wanted if self._wanted in keys else keys[0]
            self.table.choose(key, 0)
            self._show(key)

    def choose(self, goal_id: int) -> None:
        """Show a goal, wherever in the tree it first stands."""
        row = next((one for one in self.model.rows() if one.goal_id == goal_id), None)
        if row is not None:
            self.table.choose(row.key, 0)
            self._show(row.key)

    def current_id(self) -> int | None:
        row = self._row(self._wanted)
        return row.goal_id if row is not None else None

    def add_goal(self) -> None:
        """Add a goal below the chosen one of the firm, or one of the firm where there is none."""
        year, upper = self.year_of(self._cycle_id), self._nodes.get(self.current_id() or 0)
        word = N_("New goal")
        names = (translator("zh_CN")(word), word)
        if upper is not None and upper.goal.level is GoalLevel.FIRM and self._departments:
            more: dict[str, Any] = {
                "department_id": next(iter(self._departments)),
                "upper_id": upper.goal.id,
            }
            made = partial(self._firm.goals.add_goal, GoalLevel.DEPARTMENT, year, *names, **more)
        else:
            made = partial(self._firm.goals.add_goal, GoalLevel.FIRM, year, *names)
        self._do(partial(self._add, made))

    def add_firm_goal(self) -> None:
        """Add a goal of the firm, whatever is chosen."""
        self._wanted = ""
        self.add_goal()

    def retire(self) -> None:
        goal_id = self.current_id()
        if goal_id is not None:
            self._do(partial(self._firm.goals.retire_goal, goal_id))

    def position(self) -> str:
        """Return the words of the status line: goals, and the weight that hangs nowhere."""
        share = percent(self._tree.orphan_share) if self._tree is not None else ""
        words = _("{count} goals    {share} of the weight hangs nowhere")
        return words.format(count=len(self._nodes), share=share)

    def pending(self) -> list[str]:
        return [*self._drafts.lines(), *self.form.pending(), *self.scoring.pending()]

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Goals"))
        self.empty.set_texts(
            _("No goals yet"),
            _(
                "Write down one or two goals of the firm for this year. Then hang the departments' goals and "
                "the indicators below them: it shows who works for what, and what serves nothing."
            ),
            _("First goal"),
        )
        self.retired.setAccessibleName(_("Bring back a retired goal"))
        self.add_firm.setText(_("Goal of the firm"))
        self.add_firm.setAccessibleName(_("New goal of the firm"))
        for part in (self.form, self.loose, self.scoring):
            part.retranslate()
        self.model.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # -- inside --

    def _fit(self, *_moved: int) -> None:
        """Leave columns out where the names would not be readable beside them."""
        room = self.table.width() * 100 / theme.current().zoom
        for name, needed in (("target", TARGET_FROM), ("actual", ACTUAL_FROM)):
            self.table.setColumnHidden(self.model.column_of(name), room < needed)

    def _add(self, made: Callable[[], int]) -> None:
        goal_id = made()
        self.show_goals(self._cycle_id, self._cards)
        self.choose(goal_id)
        field = self.form.fields["name_en" if current().language == "en" else "name_zh"]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _show_remark(self, year: int) -> None:
        cycle = next((one for one in self._firm.cycles.cycles() if one.id == self._cycle_id), None)
        words = _("Goals of {year}. Attained: over the forms of {cycle}.")
        name = cycle_name(cycle, current()) if cycle is not None else str(year)
        self.remark.setText(words.format(year=year, cycle=name))

    def _show_retired(self, year: int) -> None:
        known = self._firm.goals.goals(year, with_retired=True)
        gone = [one for one in known if one.id not in self._nodes]
        self.retired.setVisible(bool(gone))
        self.retired.setEnabled(not self._firm.is_read_only)
        self.retired.clear()
        self.retired.addItem(_("Bring back a retired goal …"), 0)
        for one in gone:
            self.retired.addItem(pick(one.name_zh, one.name_en), one.id)

    def _revive(self, at: int) -> None:
        if goal_id := self.retired.itemData(at):
            self._do(partial(self._firm.goals.retire_goal, goal_id, on=False))

    def _row(self, key: str) -> GoalRow | None:
        at = self.model.row_of(key) if key else None
        return self.model.row(at) if at is not None else None

    def _row_chosen(self, key: object) -> None:
        row = self._row(str(key)) if key else None
        if row is not None and not row.is_heading and str(key) != self._wanted:
            self._show(str(key))

    def _row_opened(self, key: object) -> None:
        row = self._row(str(key)) if key else None
        if row is not None and row.lineage:
            self.card_wanted.emit(row.lineage)

    def _show(self, key: str) -> None:
        self._wanted = key
        row = self._row(key)
        if row is None:
            return
        if row.goal_id is None:
            named = {one.goal.id: pick(one.goal.name_zh, one.goal.name_en) for one in self._nodes.values()}
            self.loose.show_row(row, named, locked=self._firm.is_read_only)
            self._middle.setCurrentWidget(self.loose)
            card = next((one for one in self._cards if one.lineage == row.lineage), None)
            self.scoring.setVisible(card is not None)
            if card is not None:
                shown = Scored(("card", card.lineage), card.rule, card.unit, card.is_share, None, card)
                self.scoring.show_scored(shown, Scheme.P120, locked=True)
            return
        node = self._nodes[row.goal_id]
        self.form.show_goal(node, self._around())
        self._middle.setCurrentWidget(self.form)
        self.scoring.show()
        shown = Scored(("goal", node.goal.id), node.goal.rule, node.goal.unit)
        self.scoring.show_scored(shown, Scheme.P120, locked=self._firm.is_read_only)

    def _around(self) -> AroundGoal:
        people = self._firm.people.employees(include_left=False)
        goals = [node.goal for node in self._nodes.values()]
        return AroundGoal(
            goals=sorted(goals, key=lambda one: (one.level is not GoalLevel.FIRM, one.id)),
            links=[
                one
                for one in self._firm.goals.links(self.year_of(self._cycle_id))
                if one.upper_id in self._nodes
            ],
            departments=self._departments,
            people=[Provider(one.id, one.number, pick(one.name, one.name_en)) for one in people],
            cards=self._cards,
        )

    def _save(self, change: Mapping[str, Any], visit: str) -> Refused | None:
        return self.form.save(change, visit)

    def _link(self, goal_id: int, lineage: str) -> None:
        self._do(partial(self._firm.goals.link, goal_id, lineage=lineage))

    def _do(self, deed: Callable[[], object]) -> None:
        refused = attempted(deed)
        if refused is not None:
            self.told.emit(refused.wrong, "err")
