"""What stands at the right of a behaviour, a template or a cause: anchors, items with weights, questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.library import Anchor, Cause, Template
from perfdesk.domain.library import Card as IndicatorCard
from perfdesk.domain.terms import Scheme
from perfdesk.models.rows import Column, RowsModel
from perfdesk.texts import _, current, pick
from perfdesk.texts.words import LEVELS, METHODS, number, unit
from perfdesk.views.parts import Card, Chip, Grade, label
from perfdesk.views.tables import TableView


class AnchorsCard(Card):
    """The five levels of a behaviour: what each looks like, and what it earns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("anchorsCard")
        self._rows = _scrolled(self)
        self._shown: list[QWidget] = []

    def show_anchors(self, anchors: Sequence[Anchor], scheme: Scheme) -> None:
        """Show the anchors, the best first."""
        self.set_heading(_("What each level looks like"), _("facts first, then the level"))
        rows = [
            _anchor(anchor, SCHEMES[scheme].level_scores[anchor.level], self)
            for anchor in sorted(anchors, key=lambda one: -one.level)
        ]
        self._shown = _replace(self._rows, self._shown, rows)


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One item of a template with what its card says."""

    card_id: int
    code: str
    zh: str
    en: str
    weight: Decimal
    method: str
    target: str


class TemplateCard(Card):
    """The items of a template with their weights. `card_wanted(card id)` on Enter or double click."""

    card_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("templateCard")
        self.table = TableView(self)
        self.table.setObjectName("templateItems")
        self.items: RowsModel[TemplateRow] = RowsModel(_template_columns(), _card_of, parent=self.table)
        self.table.setModel(self.items)
        self.table.row_opened.connect(self._opened)
        self.hint = label("", "small", parent=self, wrap=True)
        self.add(self.table)
        self.add(self.hint)
        self.body.addStretch(1)

    def show_template(self, template: Template, cards: Mapping[int, IndicatorCard]) -> None:
        self.set_heading(_("Items and weights"), _("{count} items").format(count=len(template.items)))
        rows = []
        for item in template.items:
            card = cards.get(item.card_id)
            target = item.target if item.target is not None else card.rule.target if card else None
            shown = f"{number(target)} {unit(card.unit, current())}" if card and target is not None else ""
            method = _(METHODS[card.rule.method]) if card else ""
            rows.append(
                TemplateRow(item.card_id, item.code, item.name_zh, item.name_en, item.weight, method, shown)
            )
        whole = sum((item.weight for item in template.items), Decimal(0))
        total = TemplateRow(0, "", _("Sum"), _("Sum"), whole, "", "")
        self.items.show(rows, [total])
        self.table.setFixedHeight(self.table.height_for_rows())
        self.table.setAccessibleName(_("Items and weights"))
        self.hint.setText(
            _("A form takes these when it is made. Weights and targets can be changed on the form.")
        )

    def retranslate(self) -> None:
        self.items.retranslate()

    def _opened(self, key: object) -> None:
        if isinstance(key, int) and key:
            self.card_wanted.emit(key)


class QuestionsCard(Card):
    """The questions that find out whether a cause applies."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "green", parent=parent)
        self.setObjectName("questionsCard")
        self._rows = _scrolled(self)
        self._shown: list[QWidget] = []

    def show_questions(self, cause: Cause) -> None:
        self.set_heading(_("Questions to ask"), _("a “no” points to this cause"))
        rows = []
        for question in cause.questions:
            healthy = question.get("healthy_answer", "YES") == "YES"
            row = QWidget(self)
            column = QHBoxLayout(row)
            column.setContentsMargins(0, 4, 0, 4)
            text = label(pick(question["text_zh"], question["text_en"]), parent=row, wrap=True)
            text.setObjectName(f"question_{question['code']}")
            column.addWidget(label(question["code"], "small", parent=row), 0, Qt.AlignmentFlag.AlignTop)
            column.addWidget(text, 1)
            word = _("healthy: yes") if healthy else _("healthy: no")
            column.addWidget(Chip(word, "imp", row), 0, Qt.AlignmentFlag.AlignTop)
            rows.append(row)
        self._shown = _replace(self._rows, self._shown, rows)


def _anchor(anchor: Anchor, points: Decimal, parent: QWidget) -> QWidget:
    row = QWidget(parent)
    row.setObjectName(f"anchor_{anchor.level}")
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 4, 0, 6)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(1, 1)
    badge = Grade(str(anchor.level), 5 - anchor.level, row)
    text, other = pick(anchor.zh, anchor.en), pick(anchor.en, anchor.zh)
    if current().language == "en":
        other = anchor.zh
    grid.addWidget(badge, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
    words = label(text, parent=row, wrap=True)
    words.setObjectName(f"anchorText_{anchor.level}")
    grid.addWidget(words, 0, 1)
    if other and other != text:
        grid.addWidget(label(other, "small", parent=row, wrap=True), 1, 1)
    side = label(f"{_(LEVELS[anchor.level])} · {points:.2f}", "small", parent=row)
    grid.addWidget(side, 0, 2, Qt.AlignmentFlag.AlignTop)
    row.setAccessibleName(f"{anchor.level} {text}")
    return row


def _scrolled(card: Card) -> QVBoxLayout:
    scroll = QScrollArea(card)
    scroll.setObjectName(f"{card.objectName()}Scroll")
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside = QWidget()
    inside.setProperty("scrolled", "true")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 4, 0)
    column.setSpacing(2)
    column.addStretch(1)
    scroll.setWidget(inside)
    card.add(scroll, 1)
    return column


def _replace(column: QVBoxLayout, old: Sequence[QWidget], new: Sequence[QWidget]) -> list[QWidget]:
    for widget in old:
        column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
    for at, widget in enumerate(new):
        column.insertWidget(at, widget)
    return list(new)


def _card_of(row: TemplateRow) -> int:
    return row.card_id


def _template_columns() -> list[Column[TemplateRow]]:
    return [
        Column("name", lambda: _("Item"), lambda row: f"{row.code} {pick(row.zh, row.en)}".strip()),
        Column("method", lambda: _("Method"), lambda row: row.method, width=84, tone=lambda _row: "muted"),
        Column("target", lambda: _("Target"), lambda row: row.target, "right", 70),
        Column(
            "weight",
            lambda: _("Weight %"),
            lambda row: f"{row.weight:.2f}",
            "right",
            64,
            lambda row: row.weight,
            bold=True,
        ),
    ]
