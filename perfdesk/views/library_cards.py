"""What stands in the library about a cause: what helps, and the questions that find out whether it applies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.domain.library import Cause
from perfdesk.texts import _, pick
from perfdesk.texts.words import CAUSES, KINDS
from perfdesk.views.library_fields import Field, FieldsCard
from perfdesk.views.parts import Card, Chip, Flow, label
from perfdesk.views.parts.scrolling import scrolled_column


class CausePane:
    """The two cards of a cause: `fields` to read, `questions` to ask."""

    def __init__(self, middle: QWidget, side: QWidget) -> None:
        self.fields, self.questions = FieldsCard(middle), QuestionsCard(side)
        self._cause: Cause | None = None

    def show_cause(self, cause: Cause) -> None:
        self._cause = cause
        where = _("in the person") if cause.is_in_person else _("in the conditions")
        fields = [
            Field(_("Cause"), pick(cause.name_zh, cause.name_en), name="name"),
            Field(_("Where it lies"), where, is_short=True),
            Field(_("Asked as"), _("number {order}").format(order=cause.order), is_short=True),
            Field(_("What helps"), pick(cause.ideas_zh, cause.ideas_en), name="ideas"),
        ]
        chips = QWidget()
        flow = Flow(chips)
        for kind in cause.kinds:
            flow.addWidget(Chip(_(KINDS[kind]), "imp", chips))
        remark = f"{cause.code.value} · {pick(cause.name_zh, cause.name_en)}"
        self.fields.show_fields(_(CAUSES[cause.code]), remark, fields, below=(chips,))
        self.questions.show_questions(cause)

    def retranslate(self) -> None:
        if self._cause is not None:
            self.show_cause(self._cause)


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


def _scrolled(card: Card) -> QVBoxLayout:
    scroll, _inside, column = scrolled_column(
        f"{card.objectName()}Scroll", card, 2, beside=4, takes_focus=True
    )
    column.addStretch(1)
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
