"""What stands beside the dry run: what was recognised, what is asked, what can't come in, what stays out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desktop import icons
from perfdesk.models.import_words import FIELD_WORDS, accept_word, group_word, listed, plain
from perfdesk.texts import _
from perfdesk.views.parts import Card, Elided, button, label

if TYPE_CHECKING:
    from perfdesk.controllers.import_preview import CellFix, Preview, Question

_MOST_QUESTIONS, _MOST_REFUSALS, _MOST_ROWS = 4, 6, 6


class ImportCards(QScrollArea):
    """The column of cards. Signals carry what the user decided.

    `accepted(code, value)` agrees to one question, `all_accepted` to all; `answered(question, text)` gives the
    manager meant; `fixed(CellFix)` takes a likely correction; `row_wanted(row, column)` goes to a cell;
    `private_wanted` asks for phones and the like, `numbers_as_names` for a list without names.
    """

    accepted = Signal(str, str)
    all_accepted = Signal()
    answered = Signal(object, str)
    fixed = Signal(object)
    row_wanted = Signal(int, int)
    private_wanted = Signal()
    numbers_as_names = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importCards")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        inside.setProperty("scrolled", "true")
        self.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.known = Card(parent=inside)
        self.asked = Card(side="blue", parent=inside)
        self.refused = Card(side="red", parent=inside)
        self.left_out = Card(parent=inside)
        for name, card in (
            ("knownCard", self.known),
            ("askedCard", self.asked),
            ("refusedCard", self.refused),
            ("leftOutCard", self.left_out),
        ):
            card.setObjectName(name)
            column.addWidget(card)
        column.addStretch(1)
        self._contents: list[QWidget] = []
        self._preview: Preview | None = None

    def show_preview(self, preview: Preview) -> None:
        self._preview = preview
        for old in self._contents:
            old.hide()
            old.deleteLater()
        self._contents = []
        self._show_known(preview)
        self._show_asked(preview)
        self._show_refused(preview)
        self._show_left_out(preview)

    def retranslate(self) -> None:
        self.setAccessibleName(_("What was understood"))
        if self._preview is not None:
            self.show_preview(self._preview)

    # -- the cards --

    def _show_known(self, preview: Preview) -> None:
        self.known.set_heading(_("Recognised"))
        number = preview.header_number
        fresh = len(preview.new_departments)
        departments = str(preview.departments)
        if fresh:
            departments = _("{count}, {new} of them new").format(count=preview.departments, new=fresh)
        known = _("{count}, will be updated").format(count=preview.updated)
        rows = [
            (_("Header"), _("row {number}").format(number=number) if number else _("none")),
            (_("Date spellings"), _("{count} kinds").format(count=preview.date_spellings)),
            (_("Departments"), departments),
            (_("Positions"), str(preview.positions)),
            (_("There already"), known if preview.updated else _("none, all are new")),
        ]
        if preview.source.name and preview.source.sheets != ("",):
            rows.insert(0, (_("Sheet"), preview.sheet))
        box = QWidget(self.known)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for at, (word, value) in enumerate(rows):
            grid.addWidget(label(word, parent=box), at, 0)
            told = Elided(value, parent=box)
            told.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(told, at, 1)
        grid.setColumnStretch(1, 1)
        self._put(self.known, box)

    def _show_asked(self, preview: Preview) -> None:
        questions, notes = preview.questions, preview.notes
        self.asked.setVisible(bool(questions or notes))
        count = preview.question_rows
        self.asked.set_heading(_("Please confirm {count}").format(count=count) if count else _("Please note"))
        for question in questions[:_MOST_QUESTIONS]:
            self._put(self.asked, self._question(question))
        if len(questions) > _MOST_QUESTIONS:
            more = _("… and {count} more").format(count=len(questions) - _MOST_QUESTIONS)
            self._put(self.asked, label(more, "muted", parent=self.asked))
        if len(questions) > 1:
            word = _("All as proposed")
            made = button(word, "small", name="acceptAll", on_click=self.all_accepted.emit, parent=self.asked)
            self._put(self.asked, made, Qt.AlignmentFlag.AlignLeft)
        for note in notes:
            self._put(self.asked, _wrapped(plain(note), self.asked, "small"))

    def _question(self, question: Question) -> QWidget:
        box = QWidget(self.asked)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        rows = _rows(question.row_numbers)
        column.addWidget(_wrapped(f"{rows}　{plain(question.problem)}", box))
        line = QHBoxLayout()
        line.setSpacing(5)
        agree = button(accept_word(question.problem), "primary", name="acceptQuestion", parent=box)
        agree.setProperty("kind", "small")
        agree.clicked.connect(partial(self.accepted.emit, question.code, question.value))
        line.addWidget(agree)
        if question.code.startswith("manager_"):
            who = QLineEdit(box)
            who.setObjectName("whichManager")
            who.setPlaceholderText(_("or name / number"))
            who.setAccessibleName(_("Who is the manager “{value}”?").format(value=question.value))
            who.returnPressed.connect(partial(self._answer, question, who))
            line.addWidget(who, 1)
        else:
            line.addStretch(1)
        column.addLayout(line)
        return box

    def _show_refused(self, preview: Preview) -> None:
        problem = preview.problem
        self.refused.setVisible(bool(preview.refusals or problem))
        count = preview.refused_rows
        heading = _("Can't come in {count}").format(count=count) if count else _("Can't be read yet")
        self.refused.set_heading(heading)
        if problem is not None:
            self._put(self.refused, _wrapped(plain(problem), self.refused))
            if problem.code == "column_name_missing" and any(c.field == "number" for c in preview.columns):
                word = _("Numbers stand for names")
                made = button(word, "small", name="numbersAsNames", parent=self.refused)
                made.clicked.connect(self.numbers_as_names)
                self._put(self.refused, made, Qt.AlignmentFlag.AlignLeft)
        for refusal in preview.refusals[:_MOST_REFUSALS]:
            where = _("Row {number}").format(number=refusal.row_number)
            words = f"{where}　{group_word(refusal.problem)}"
            made = button(words, "link", name="refusedRow", parent=self.refused)
            made.setToolTip(plain(refusal.problem))
            made.clicked.connect(partial(self.row_wanted.emit, refusal.row, _column_of(preview, refusal.row)))
            self._put(self.refused, made, Qt.AlignmentFlag.AlignLeft)
            if refusal.fix is not None:
                self._put(self.refused, self._fix(refusal.fix), Qt.AlignmentFlag.AlignLeft)
        rest = len(preview.refusals) - _MOST_REFUSALS
        if rest > 0:
            counted = Counter(group_word(one.problem) for one in preview.refusals).most_common(3)
            kinds = listed(f"{word} {number}" for word, number in counted)
            words = _("… and {count} more: {kinds}").format(count=rest, kinds=kinds)
            self._put(self.refused, label(words, "small", parent=self.refused, wrap=True))

    def _fix(self, fix: CellFix) -> QWidget:
        word = _("Change to {value}").format(value=fix.text)
        made = button(word, "small", name="fixCell", parent=self.refused)
        made.clicked.connect(partial(self.fixed.emit, fix))
        return made

    def _show_left_out(self, preview: Preview) -> None:
        names = list(dict.fromkeys(column.recognised for column in preview.left_out))
        self.left_out.set_heading(_("Left out") if names else _("Before you import"))
        if names:
            line = QHBoxLayout()
            box = QWidget(self.left_out)
            box.setLayout(line)
            line.setContentsMargins(0, 0, 0, 0)
            lock = label(parent=box)
            icons.put(lock, "lock", "app.text", 16)
            words = listed(_(FIELD_WORDS[name]) for name in names)
            why = _("{columns}: not needed for appraisal. Storing less means less to answer for.")
            line.addWidget(lock, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(why.format(columns=words), "muted", parent=box, wrap=True), 1)
            self._put(self.left_out, box)
            if {"phone", "id_number", "address"} & set(names):
                made = button(_("Bring them in too"), "small", name="bringPrivate", parent=self.left_out)
                made.clicked.connect(self.private_wanted)
                self._put(self.left_out, made, Qt.AlignmentFlag.AlignLeft)
        words = _("A backup is made before the import. One Ctrl+Z takes all of it back.")
        self._put(self.left_out, label(words, "muted", parent=self.left_out, wrap=True))

    # -- inside --

    def _put(self, card: Card, widget: QWidget, align: Qt.AlignmentFlag | None = None) -> None:
        if align is None:
            card.body.addWidget(widget)
        else:
            card.body.addWidget(widget, 0, align)
        widget.show()
        self._contents.append(widget)

    def _answer(self, question: Question, who: QLineEdit) -> None:
        if who.text().strip():
            self.answered.emit(question, who.text().strip())


def _wrapped(text: str, parent: QWidget, kind: str = "") -> QLabel:
    """Return a label that breaks file names too, so that a long one can't widen the cards."""
    made = label(text.replace("_", "_\u200b"), kind, parent=parent, wrap=True)
    made.setMinimumWidth(60)
    return made


def _rows(numbers: Sequence[int]) -> str:
    shown = listed(map(str, numbers[:_MOST_ROWS]))
    words = _("Row {number}").format(number=shown)
    rest = len(numbers) - _MOST_ROWS
    return words if rest <= 0 else f"{words} … (+{rest})"


def _column_of(preview: Preview, row: int) -> int:
    """Return the first column of a row that is refused."""
    marks = preview.row(row).marks
    return min((column for column, state in marks.items() if state == "refused"), default=0)
