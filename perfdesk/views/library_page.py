"""The library: goals, indicators, behaviours, position templates and measures; found, explained and changed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton, QStackedWidget, QWidget

from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.library import Template
from perfdesk.domain.terms import ItemClass
from perfdesk.models.drafts import Drafts
from perfdesk.models.library_rows import KINDS, kind_of
from perfdesk.models.rows import Refused
from perfdesk.models.scored import Scored
from perfdesk.texts import N_, _, current, in_context, translator
from perfdesk.views.library_cards import CausePane
from perfdesk.views.library_deeds import attempted
from perfdesk.views.library_editor import CardEditor
from perfdesk.views.library_list import LibraryList
from perfdesk.views.library_reading import LibraryReading
from perfdesk.views.library_scoring import ScoringCard
from perfdesk.views.library_template import TemplateCard, TemplateHead
from perfdesk.views.page import Page
from perfdesk.views.parts import PaneSplitter, SegmentedSwitch, button, set_tone

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm
    from perfdesk.views.goal_pane import GoalPane

LIST_WIDTH, CARD_WIDTH, SIDE_WIDTH = 250, 310, 380
_TABLES = frozenset({"indicator_card", "position_template", "template_item", "position", "firm", "employee"})


class LibraryPage(Page):
    """Shows the library of `firm` to read, and to change where it stands."""

    title = N_("Library")

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self._cycle_id: int | None = None
        self._read = LibraryReading(firm)
        self._chosen: dict[str, str] = {}
        self._drafts = Drafts()
        self._offered: list[QPushButton] = []
        self._goals: GoalPane | None = None
        self._build()
        self.kinds.choose("indicators")
        self.retranslate()

    # -- what the window calls --

    def actions(self) -> Sequence[QAbstractButton]:
        return [one for one in (self.retire, self.copy, self.add) if one in self._offered]

    def panes(self) -> Sequence[QWidget]:
        if self.kinds.choice() == "goals":
            return self.goals.panes()
        return {
            "templates": (self.list, self.template_head.fields["name_zh"], self.template.table),
            "measures": (self.list, self.causes.fields.area),
        }.get(self.kinds.choice(), (self.list, self.fields.area, self.scoring.actual))

    def show_cycle(self, cycle_id: int | None) -> None:
        self._cycle_id = cycle_id
        self.refresh()

    def show_place(self, **place: Any) -> None:
        """Go to a card (`card_id`), a goal (`goal_id`), a template (`template_id`) or a kind (`kind`)."""
        if (card_id := place.get("card_id")) is not None:
            self.show_card(card_id)
        elif (goal_id := place.get("goal_id")) is not None and self._has_goals():
            self._choose_kind("goals")
            self.goals.choose(goal_id)
        elif (template_id := place.get("template_id")) is not None:
            self._show_template_of(template_id)
        elif place.get("kind") in KINDS and (place["kind"] != "goals" or self._has_goals()):
            self._choose_kind(place["kind"])

    def refresh(self, changed: Any = None) -> None:
        if changed is None or changed.tables & _TABLES:
            self._load()
        elif changed.tables & {"form", "form_item", "cycle"}:
            self._read.count(self._cycle_id)
        elif not changed.tables & {"goal", "goal_link", "department"}:
            return
        if self.kinds.choice() == "goals" and not self._has_goals():
            self.kinds.choose("indicators")
        self._show_kind()

    def pending_inputs(self) -> Sequence[str]:
        own = [*self._drafts.lines(), *self.template.pending(), *self.scoring.pending()]
        return own if self._goals is None else [*own, *self._goals.pending()]

    def retranslate(self) -> None:
        super().retranslate()
        words = (
            _("Goals"),
            _("KPIs"),
            _("Behaviour"),
            _("Templates"),
            in_context("library", "Causes"),
        )
        self.kinds.retranslate(words)
        self.kinds.setAccessibleName(_("What the list shows"))
        self.copy.setText(_("Copy"))
        self.copy.setAccessibleName(_("Copy"))
        for part in (self._left, self.fields, self.template, self.scoring, self.causes):
            part.retranslate()
        if self._goals is not None:
            self._goals.retranslate()
        if self._read.is_loaded:
            self._show_kind()

    # -- choosing --

    def show_card(self, card_id: int) -> None:
        """Show one card of the library, indicator or behaviour."""
        card = self._read.card(card_id)
        if card is None:
            return
        kind = kind_of(card)
        self._chosen[kind] = card.lineage
        self.search.clear()
        self._choose_kind(kind)

    def _show_template_of(self, template_id: int) -> None:
        if str(template_id) in self._read.templates:
            self._chosen["templates"] = str(template_id)
            self.search.clear()
            self._choose_kind("templates")

    # -- building --

    def _build(self) -> None:
        self.kinds = SegmentedSwitch([(kind, "") for kind in KINDS], self)
        self.kinds.setObjectName("libraryKinds")
        self.kinds.chosen.connect(self._choose_kind)
        for made in self.kinds.findChildren(QPushButton):
            made.setProperty("kind", "small")
        self.retire = button("", icon="trash", name="retire", on_click=self._retire, parent=self)
        self.copy = button("", icon="copy", name="copyCard", on_click=self._copy, parent=self)
        self.add = button("", "primary", "plus", "newCard", self._add, self)
        self.splitter = PaneSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("librarySplitter")
        self._left = LibraryList("indicators", self)
        self._left.body.insertWidget(0, self.kinds)
        self._left.row_chosen.connect(self._row_chosen)
        self._left.filtered.connect(self._filter)
        self._left.retired_asked.connect(self._reload)
        self.list, self.search, self.nothing = self._left.table, self._left.search, self._left.nothing
        self.with_retired = self._left.with_retired
        self._middle, self._side = QStackedWidget(self), QStackedWidget(self)
        self.fields = CardEditor(self._firm, self._drafts, self._middle)
        self.fields.template_wanted.connect(self._show_template_of)
        self.template_head = TemplateHead(self._firm, self._drafts, self._middle)
        self.scoring = ScoringCard(self._save_card, self._drafts, self._side)
        self.template = TemplateCard(self._firm, self._side)
        self.template.card_wanted.connect(self.show_card)
        self.causes = CausePane(self._middle, self._side)
        middle: tuple[QWidget, ...] = (self.fields, self.template_head, self.causes.fields)
        side: tuple[QWidget, ...] = (self.scoring, self.template, self.causes.questions)
        for part in middle:
            self._middle.addWidget(part)
        for part in side:
            self._side.addWidget(part)
        self.splitter.add_pane(self._left, LIST_WIDTH)
        self.splitter.add_pane(self._middle, CARD_WIDTH)
        self.splitter.add_pane(self._side, SIDE_WIDTH)
        self.splitter.splitterMoved.connect(self._left.fit)
        self.splitter.set_shares((332, 374, 424))
        self.body.addWidget(self.splitter, 1)

    @property
    def goals(self) -> GoalPane:
        """The tab of goals, made when it is first asked for."""
        if self._goals is None:
            from perfdesk.views.goal_pane import GoalPane

            self._goals = GoalPane(self._firm, self)
            self._goals.card_wanted.connect(self._show_lineage)
            self._goals.told.connect(self.notice.tell)
            self._goals.retranslate()
            self.body.addWidget(self._goals, 1)
        return self._goals

    # -- reading --

    def _load(self) -> None:
        self._read.load(self._cycle_id, with_retired=self.with_retired.isChecked())

    def _has_goals(self) -> bool:
        return self._read.has_goals

    # -- showing --

    def _show_kind(self) -> None:
        kind, has_goals = self.kinds.choice(), self._has_goals()
        for name, button_of in (
            (one, self.kinds.findChild(QPushButton, f"segment_{one}")) for one in KINDS[:2]
        ):
            assert button_of is not None
            if name == "goals":
                button_of.setVisible(has_goals)
            else:
                set_tone(button_of, "segment", "middle" if has_goals else "first")
        is_goals = kind == "goals"
        self.splitter.setVisible(not is_goals)
        if self._goals is not None or is_goals:
            self.goals.setVisible(is_goals)
            home = self.goals.list_card if is_goals else self._left
            if self.kinds.parentWidget() is not home:
                home.body.insertWidget(0, self.kinds)
        if is_goals:
            self.goals.show_goals(self._cycle_id, list(self._read.cards.values()))
            self.position_changed.emit(self.goals.position())
        else:
            self._show_list(kind)
        self._show_actions()

    def _show_list(self, kind: str) -> None:
        moved = self._read.cards.get(self._chosen.get(kind, ""))
        if kind in ("indicators", "behaviours") and moved is not None and kind_of(moved) != kind:
            del self._chosen[kind]  # a change of class or method took it to the other list
            kind = kind_of(moved)
            self._chosen[kind] = moved.lineage
            self.kinds.choose(kind)
        keys = self._left.show_rows(kind, self._read.rows(kind), self._read.letters)
        self.list.setAccessibleName(self.title_of(kind))
        if keys:
            wanted = self._chosen.get(kind, "")
            key = self._chosen[kind] = wanted if wanted in keys else keys[0]
            self.list.choose(key, 0)
            self._show_detail(kind, key)
        self.position_changed.emit(self._position())

    def title_of(self, kind: str) -> str:
        """Return the word of a kind in the language of the window."""
        return {
            "goals": _("Goals"),
            "indicators": in_context("library", "Indicators"),
            "behaviours": _("Behaviours"),
            "templates": _("Position templates"),
            "measures": _("Causes and measures"),
        }[kind]

    def _position(self) -> str:
        live = [card for card in self._read.cards.values() if card.retired_on is None]
        behaviours = sum(kind_of(card) == "behaviours" for card in live)
        return _("{indicators} indicators    {behaviours} behaviours    {templates} templates").format(
            indicators=len(live) - behaviours, behaviours=behaviours, templates=len(self._read.templates)
        )

    def _show_detail(self, kind: str, key: str) -> None:
        self._chosen[kind] = key
        if kind == "templates":
            self.template_head.show_template(self._read.templates[key])
            self.template.show_template(
                self._read.templates[key], {one.id: one for one in self._read.cards.values()}
            )
            self._middle.setCurrentWidget(self.template_head)
            self._side.setCurrentWidget(self.template)
        elif kind == "measures":
            self.causes.show_cause(self._read.causes[key])
            self._middle.setCurrentWidget(self.causes.fields)
            self._side.setCurrentWidget(self.causes.questions)
        else:
            self._show_card(self._read.cards[key])

    def _show_card(self, card: IndicatorCard) -> None:
        locked = self._firm.is_read_only or card.retired_on is not None
        self.fields.show_card(card, self._read.around(card))
        shown = Scored(card.lineage, card.rule, card.unit, card.is_share, card.weight, card)
        words, scheme = self._read.level_words(), self._read.settings.scheme
        self.scoring.show_scored(shown, scheme, locked=locked, level_words=words)
        self._middle.setCurrentWidget(self.fields)
        self._side.setCurrentWidget(self.scoring)

    def _show_actions(self) -> None:
        kind = self.kinds.choice()
        words = {
            "goals": _("New goal"),
            "indicators": _("New indicator"),
            "behaviours": _("New behaviour"),
            "templates": _("New template"),
        }
        can_write = not self._firm.is_read_only
        self.add.setText(words.get(kind, ""))
        self.add.setAccessibleName(self.add.text())
        has_row = kind in ("indicators", "behaviours", "templates") and bool(self._current())
        has_goal = kind == "goals" and self.goals.current_id() is not None
        offered = {self.add: kind in words, self.copy: has_row, self.retire: has_row or has_goal}
        for made, is_offered in offered.items():
            made.setVisible(is_offered)
            made.setEnabled(can_write)
        self._offered = [made for made, is_offered in offered.items() if is_offered]
        one = self._current()
        self.retire.setText(_("Back in use") if one is not None and one.retired_on else _("Retire"))
        self.retire.setAccessibleName(self.retire.text())
        self.actions_changed.emit()

    def _current(self) -> IndicatorCard | Template | None:
        kind = self.kinds.choice()
        key = self._chosen.get(kind, "")
        return self._read.templates.get(key) if kind == "templates" else self._read.cards.get(key)

    # -- what the widgets tell --

    def _choose_kind(self, kind: str) -> None:
        self.kinds.choose(kind)
        self._show_kind()

    def _filter(self) -> None:
        self._show_list(self.kinds.choice())

    def _reload(self) -> None:
        self._load()
        self._show_kind()

    def _row_chosen(self, key: str) -> None:
        kind = self.kinds.choice()
        if self._chosen.get(kind) != key:
            self._show_detail(kind, key)
            self._show_actions()

    def _show_lineage(self, lineage: str) -> None:
        if lineage in self._read.cards:
            self.show_card(self._read.cards[lineage].id)

    def _save_card(self, change: Mapping[str, Any], visit: str) -> Refused | None:
        return self.fields.save(change, visit)

    def _add(self) -> None:
        kind, library = self.kinds.choice(), self._firm.library
        if kind == "goals":
            self.goals.add_goal()
        elif kind == "templates":
            self._try(
                lambda: self._after(
                    "templates", str(library.new_template(_zh(N_("New template")), "New template"))
                )
            )
        elif kind == "behaviours":
            word = N_("New behaviour")
            self._try(lambda: self.show_new(library.new_card(ItemClass.BEHAVIOUR, _zh(word), word)))
        else:
            card, word = self._current(), N_("New indicator")
            position = card.position_code if isinstance(card, IndicatorCard) else ""
            self._try(lambda: self.show_new(library.new_card(ItemClass.KPI, _zh(word), word, position)))

    def show_new(self, card_id: int) -> None:
        """Show a card that was just made, its name ready to be typed over."""
        self._load()
        self.show_card(card_id)
        field = self.fields.fields["name_en" if current().language == "en" else "name_zh"]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _after(self, kind: str, key: str) -> None:
        self._chosen[kind] = key
        self._reload()

    def _copy(self) -> None:
        one = self._current()
        if isinstance(one, Template):
            self._try(lambda: self._after("templates", str(self._firm.library.copy_template(one.id))))
        elif one is not None:
            self._try(lambda: self.show_new(self._firm.library.copy_card(one.id)))

    def _retire(self) -> None:
        one = self._current()
        if self.kinds.choice() == "goals":
            self.goals.retire()
        elif isinstance(one, Template):
            self._try(lambda: self._firm.library.retire_template(one.id, on=one.retired_on is None))
        elif one is not None:
            self._try(lambda: self._firm.library.retire_card(one.id, on=one.retired_on is None))

    def _try(self, deed: Any) -> None:
        refused = attempted(deed)
        if refused is not None:
            self.notice.tell(refused.wrong, "err")
        else:
            self.notice.dismiss()


def _zh(word: str) -> str:
    return translator("zh_CN")(word)
