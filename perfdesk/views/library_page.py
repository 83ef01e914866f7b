"""The library: indicators, behaviours, position templates and causes, each explained, with values to try out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.library import Cause, Template
from perfdesk.domain.terms import ActionKind
from perfdesk.models.library_rows import (
    KINDS,
    LibraryModel,
    LibraryRow,
    library_columns,
    under_headings,
)
from perfdesk.models.rule_words import with_unit
from perfdesk.texts import N_, _, current, in_context, pick
from perfdesk.texts.words import (
    AGGREGATIONS,
    CAUSES,
    CLASSES,
    DIRECTIONS,
    METHODS,
    NATURES,
    SCHEMES,
    number,
    unit,
)
from perfdesk.texts.words import (
    KINDS as ACTION_KINDS,
)
from perfdesk.views.library_cards import AnchorsCard, QuestionsCard, TemplateCard
from perfdesk.views.library_fields import Field, FieldsCard
from perfdesk.views.library_scoring import ScoringCard
from perfdesk.views.page import Page
from perfdesk.views.parts import Card, Chip, EmptyState, Flow, PaneSplitter, SegmentedSwitch
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

LIST_WIDTH, CARD_WIDTH, SIDE_WIDTH = 240, 300, 340
NARROW = 220


class LibraryPage(Page):
    """Shows the library of `firm` to read."""

    title = N_("Library")

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self._cycle_id: int | None = None
        self._cards: dict[int, IndicatorCard] = {}
        self._templates: dict[str, Template] = {}
        self._causes: dict[str, Cause] = {}
        self._uses: dict[str, int] = {}
        self._chosen: dict[str, str] = {}
        self._build()
        self._load()
        self.retranslate()

    # -- what the window calls --

    def panes(self) -> Sequence[QWidget]:
        return self.list, self.fields.area, self._side

    def show_cycle(self, cycle_id: int | None) -> None:
        self._cycle_id = cycle_id
        self.refresh()

    def show_place(self, **place: Any) -> None:
        """Go to a card (`card_id`), a kind (`kind`) or a key of the list (`key`)."""
        if (card_id := place.get("card_id")) is not None and card_id in self._cards:
            self.show_card(card_id)
        elif place.get("kind") in KINDS:
            self._choose_kind(place["kind"])

    def refresh(self, changed: Any = None) -> None:
        if changed is None or changed.tables & {
            "indicator_card",
            "position_template",
            "template_item",
            "firm",
        }:
            self._load()
        elif changed.tables & {"form", "form_item", "cycle"}:
            self._count()
        else:
            return
        self._show_list()

    def retranslate(self) -> None:
        super().retranslate()
        self.kinds.retranslate((_("KPIs"), _("Behaviour"), _("Templates"), in_context("library", "Causes")))
        self.kinds.setAccessibleName(_("What the list shows"))
        self.search.setPlaceholderText(_("Filter: name, code, position"))
        self.search.setAccessibleName(_("Filter: name, code, position"))
        self.nothing.set_texts(
            _("Nothing is called like that"),
            _("Type less of the name, or a code such as SAL-02."),
            _("Show all"),
        )
        self.template.retranslate()
        self._show_list()
        self.scoring.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # -- choosing --

    def show_card(self, card_id: int) -> None:
        """Show one card of the library, indicator or behaviour."""
        card = self._cards[card_id]
        kind = _kind_of(card)
        self._chosen[kind] = str(card_id)
        self.search.clear()
        self.kinds.choose(kind)
        self._choose_kind(kind)

    # -- building --

    def _build(self) -> None:
        self.splitter = PaneSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("librarySplitter")
        left = Card(parent=self)
        left.setObjectName("libraryList")
        self.kinds = SegmentedSwitch([(kind, "") for kind in KINDS], left)
        self.kinds.setObjectName("libraryKinds")
        self.kinds.chosen.connect(self._choose_kind)
        self.search = QLineEdit(left)
        self.search.setObjectName("libraryFilter")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.list = TableView(left)
        self.list.setObjectName("libraryRows")
        self.list.horizontalHeader().setSectionsClickable(False)
        self.list.row_chosen.connect(self._row_chosen)
        self._model = LibraryModel(library_columns(KINDS[0]), _row_key, parent=self)
        self.list.setModel(self._model)
        self.nothing = EmptyState("search", parent=left)
        self.nothing.setObjectName("nothingFound")
        self.nothing.pressed.connect(self.search.clear)
        for part, stretch in ((self.kinds, 0), (self.search, 0), (self.list, 1), (self.nothing, 1)):
            left.add(part, stretch)
        self.fields = FieldsCard(self)
        self._side = QStackedWidget(self)
        self.scoring, self.anchors = ScoringCard(self._side), AnchorsCard(self._side)
        self.template, self.questions = TemplateCard(self._side), QuestionsCard(self._side)
        self.template.card_wanted.connect(self.show_card)
        for card in (self.scoring, self.anchors, self.template, self.questions):
            self._side.addWidget(card)
        self.splitter.add_pane(left, LIST_WIDTH)
        self.splitter.add_pane(self.fields, CARD_WIDTH)
        self.splitter.add_pane(self._side, SIDE_WIDTH)
        self.splitter.splitterMoved.connect(self._fit)
        self.splitter.set_shares((350, 360, 420))
        self.body.addWidget(self.splitter, 1)

    # -- reading --

    def _load(self) -> None:
        library = self._firm.library
        self._cards = {card.id: card for card in library.cards()}
        self._templates = {str(template.id): template for template in library.templates()}
        self._causes = {cause.code.value: cause for cause in library.causes()}
        self._scheme = self._firm.settings.settings().scheme
        self._count()

    def _count(self) -> None:
        self._uses = self._firm.library.uses(self._cycle_id) if self._cycle_id is not None else {}

    def _rows(self, kind: str) -> list[LibraryRow]:
        if kind == "templates":
            return [_template_row(template) for template in self._templates.values()]
        if kind == "measures":
            return [_cause_row(cause) for cause in self._causes.values()]
        positions = {one.code: pick(one.name_zh, one.name_en) for one in self._templates.values()}
        return [
            _card_row(card, positions, self._uses) for card in self._cards.values() if _kind_of(card) == kind
        ]

    # -- showing --

    def _show_list(self) -> None:
        kind = self.kinds.choice()
        columns = library_columns(kind)
        if [column.title() for column in columns] != [column.title() for column in self._model.columns]:
            self._model = LibraryModel(columns, _row_key, parent=self)
            self.list.setModel(self._model)
        rows = under_headings(self._rows(kind), self.search.text().strip())
        self._model.show(rows)
        self._model.retranslate()
        self.list.setAccessibleName(self.title_of(kind))
        self.list.setVisible(bool(rows))
        self._fit()
        self.nothing.setVisible(not rows)
        keys = [row.key for row in rows if not row.is_group]
        wanted = self._chosen.get(kind, "")
        if keys:
            key = wanted if wanted in keys else keys[0]
            self.list.choose(key, 0)
            self._show_detail(kind, key)
        self.position_changed.emit(self._position())

    def title_of(self, kind: str) -> str:
        """Return the word of a kind in the language of the window."""
        return {
            "indicators": in_context("library", "Indicators"),
            "behaviours": _("Behaviours"),
            "templates": _("Position templates"),
            "measures": _("Causes and measures"),
        }[kind]

    def _position(self) -> str:
        behaviours = sum(_kind_of(card) == "behaviours" for card in self._cards.values())
        return _("{indicators} indicators    {behaviours} behaviours    {templates} templates").format(
            indicators=len(self._cards) - behaviours, behaviours=behaviours, templates=len(self._templates)
        )

    def _show_detail(self, kind: str, key: str) -> None:
        if kind == "templates":
            self._show_template(self._templates[key])
        elif kind == "measures":
            self._show_cause(self._causes[key])
        else:
            self._show_card(self._cards[int(key)])

    def _show_card(self, card: IndicatorCard) -> None:
        positions = {one.code: pick(one.name_zh, one.name_en) for one in self._templates.values()}
        uses = self._uses.get(card.lineage, 0)
        remark = _("revision {number}").format(number=card.revision)
        if uses:
            remark += " · " + _("on {count} forms of this cycle").format(count=uses)
        self.fields.show_fields(
            f"{card.code} {pick(card.name_zh, card.name_en)}",
            remark,
            _card_fields(card, positions.get(card.position_code, "")),
            pick(card.gaming_zh, card.gaming_en),
        )
        if card.anchors:
            self.anchors.show_anchors(card.anchors, self._scheme)
            self._side.setCurrentWidget(self.anchors)
        else:
            self.scoring.show_card(card, self._scheme)
            self._side.setCurrentWidget(self.scoring)

    def _show_template(self, template: Template) -> None:
        fields = [
            Field(in_context("thing", "Name"), *_both(template.name_zh, template.name_en), name="name"),
            Field(_("Code"), template.code, is_short=True),
            Field(_("Grading scheme"), _(SCHEMES[template.scheme]) if template.scheme else "", is_short=True),
            Field(
                _("Who gets it"),
                _("Everybody whose position has this template; all others get the general one (GEN)."),
            ),
        ]
        self.fields.show_fields(pick(template.name_zh, template.name_en), template.code, fields)
        self.template.show_template(template, self._cards)
        self._side.setCurrentWidget(self.template)

    def _show_cause(self, cause: Cause) -> None:
        where = _("in the person") if cause.is_in_person else _("in the conditions")
        fields = [
            Field(_("Cause"), *_both(cause.name_zh, cause.name_en), name="name"),
            Field(_("Where it lies"), where, is_short=True),
            Field(_("Asked as"), _("number {order}").format(order=cause.order), is_short=True),
            Field(_("What helps"), *_both(cause.ideas_zh, cause.ideas_en), name="ideas"),
        ]
        chips = QWidget()
        flow = Flow(chips)
        for kind in cause.kinds:
            flow.addWidget(Chip(_kind_word(kind), "imp", chips))
        heading = f"{_(CAUSES[cause.code])} · {pick(cause.name_zh, cause.name_en)}"
        self.fields.show_fields(heading, cause.code.value, fields, below=(chips,))
        self.questions.show_questions(cause)
        self._side.setCurrentWidget(self.questions)

    # -- what the widgets tell --

    def _fit(self, *_moved: int) -> None:
        """Leave the word column out where the names would not be readable beside it."""
        is_narrow = self.list.width() < NARROW * theme.current().zoom / 100
        self.list.setColumnHidden(self._model.column_of("word"), is_narrow)

    def _choose_kind(self, kind: str) -> None:
        self.kinds.choose(kind)
        self._show_list()

    def _filter(self, _text: str) -> None:
        self._show_list()

    def _row_chosen(self, key: object) -> None:
        kind = self.kinds.choice()
        row = self._model.row_of(key) if isinstance(key, str) else None
        if row is not None and not self._model.row(row).is_group and self._chosen.get(kind) != key:
            self._chosen[kind] = str(key)
            self._show_detail(kind, str(key))


def _kind_of(card: IndicatorCard) -> str:
    return "behaviours" if card.anchors else "indicators"


def _row_key(row: LibraryRow) -> str:
    return row.key


def _both(zh: str, en: str) -> tuple[str, str]:
    """Return the text of the window's language, then the other one."""
    return (zh or en, en) if current().language == "zh_CN" else (en or zh, zh)


def _card_row(card: IndicatorCard, positions: dict[str, str], uses: dict[str, int]) -> LibraryRow:
    position = positions.get(card.position_code, "")
    if card.anchors:
        group = _("Managers of people only") if card.managers_only else _("Everybody")
        word = _("managers") if card.managers_only else _("all")
    else:
        group, word = position or _("Any position"), _short_method(card)
    return LibraryRow(
        key=str(card.id),
        name=pick(card.name_zh, card.name_en),
        code=card.code,
        word=word,
        uses=uses.get(card.lineage, 0),
        group=group,
        words=f"{card.name_zh} {card.name_en} {position}",
    )


def _short_method(card: IndicatorCard) -> str:
    """Return the method in a word that fits a narrow column: 比率 for 比率法."""
    return _(METHODS[card.rule.method]).removesuffix("法")


def _template_row(template: Template) -> LibraryRow:
    return LibraryRow(
        key=str(template.id),
        name=pick(template.name_zh, template.name_en),
        code=template.code,
        word=_(SCHEMES[template.scheme]) if template.scheme else "",
        uses=len(template.items),
        words=" ".join(f"{item.name_zh} {item.name_en}" for item in template.items),
    )


def _cause_row(cause: Cause) -> LibraryRow:
    return LibraryRow(
        key=cause.code.value,
        name=f"{_(CAUSES[cause.code])} · {pick(cause.name_zh, cause.name_en)}",
        word=_("{count} questions").format(count=len(cause.questions)),
        group=_("In the person") if cause.is_in_person else _("In the conditions"),
        words=f"{cause.ideas_zh} {cause.ideas_en}",
    )


def _kind_word(kind: ActionKind) -> str:
    return _(ACTION_KINDS[kind])


def _card_fields(card: IndicatorCard, position: str) -> list[Field]:
    rule = card.rule
    fields = [
        Field(in_context("thing", "Name"), *_both(card.name_zh, card.name_en), name="name"),
        Field(_("Definition"), *_both(card.definition_zh, card.definition_en), name="definition"),
        Field(_("Formula"), *_both(card.formula_zh, card.formula_en), name="formula"),
        Field(_("Data source"), *_both(card.source_zh, card.source_en), name="source"),
        Field(_("Class"), _(CLASSES[card.item_class]), is_short=True),
        Field(_("Nature"), _(NATURES[card.nature]), is_short=True),
    ]
    if not card.is_anchored:
        share = _("yes, 0 to 100 %") if card.is_share else _("no")
        fields += [
            Field(_("Unit"), unit(card.unit, current()), is_short=True),
            Field(_("Decimals"), str(rule.decimals), is_short=True),
            Field(_("Direction"), _(DIRECTIONS[rule.direction]), is_short=True),
            Field(_("Added up over time by"), _(AGGREGATIONS[card.aggregation]), is_short=True),
            Field(_("A share"), share, is_short=True),
        ]
        values = [
            (_("Threshold"), rule.threshold),
            (_("Target"), rule.target),
            (_("Stretch"), rule.stretch),
        ]
        fields += [
            Field(word, with_unit(value, card.unit), is_short=True)
            for word, value in values
            if value is not None
        ]
    if card.weight is not None:
        fields.append(Field(_("Usual weight"), f"{number(card.weight)} %", is_short=True))
    if position:
        fields.append(Field(_("Position"), position, is_short=True))
    if card.managers_only:
        fields.append(Field(_("For"), _("Managers of people only"), is_short=True))
    return fields
