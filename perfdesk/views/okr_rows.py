"""One objective of the OKR block with its key results, and the lines in which new ones are typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desktop import icons, theme
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.okr import KeyResult, Objective
from perfdesk.domain.terms import Commitment, KeyResultKind
from perfdesk.texts import _, in_context
from perfdesk.views import okr_words
from perfdesk.views.parts import Chip, Elided, button, label, set_tone
from perfdesk.views.score_fields import ENTER, EntryEdit, WordsEdit

_VALUE, _SURE = 76, 54


class ObjectiveBox(QFrame):
    """Signals carry ids and ask for deeds; a refused entry is answered by `show_wrong`."""

    words_saved = Signal(int, str, str)
    result_wanted = Signal(int, object)
    result_removal = Signal(int)
    removal = Signal(int)

    def __init__(
        self,
        objective: Objective,
        enter: Callable[[int, str, str], bool],
        may: tuple[bool, bool, bool],
        parent: QWidget,
    ) -> None:
        """`enter(key result id, "value" or "confidence", text)` returns whether it was taken; `may` say whether
        objectives may be built, actuals entered, and check-ins made."""
        super().__init__(parent)
        self.objective = objective
        self.setObjectName(f"objective_{objective.id}")
        self.setProperty("bar", "floating")
        self._enter, (may_build, may_enter, may_tell) = enter, may
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 8)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Elided(objective.name, "bold", parent=self), 1)
        top.addWidget(Chip(_(okr_words.COMMITMENTS[objective.commitment]), "neutral", self))
        self.score = label(okr_words.score_text(objective.score), "bold", parent=self)
        self.score.setObjectName(f"objectiveScore_{objective.id}")
        top.addWidget(self.score)
        word, tone = okr_words.colour_word(objective.score)
        if word:
            top.addWidget(Chip(word, tone, self))
        if may_build:
            top.addWidget(_trash(f"removeObjective_{objective.id}", objective.name, self, self._ask_removal))
        column.addLayout(top)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self.entries: dict[int, EntryEdit] = {}
        self.sure: dict[int, EntryEdit] = {}
        for row, result in enumerate(objective.key_results):
            self._add_row(grid, row, result, may_build, may_enter, may_tell)
        column.addLayout(grid)
        self.words = WordsEdit(parent=self)
        self.words.setObjectName(f"objectiveWords_{objective.id}")
        self.words.show_text(objective.words)
        self.words.setPlaceholderText(self._ask_words())
        self.words.setAccessibleName(f"{objective.name} {self._ask_words()}")
        self.words.lock(not may_enter)
        self.words.saved.connect(self._save_words)
        self.words.setVisible(bool(objective.words) or (objective.is_complete and may_enter))
        column.addWidget(self.words)
        self.draft = KeyResultEntry(self)
        self.draft.wanted.connect(self._ask_result)
        self.draft.hide()
        if may_build:
            self.add_button = button(
                _("Add a key result"), "small", "plus", f"addResult_{objective.id}", self._open, self
            )
            column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.draft)

    def show_wrong(self, result_id: int, what: str, text: str, sentence: str) -> None:
        """Keep a refused text in its field and say why."""
        entry = (self.entries if what == "value" else self.sure)[result_id]
        entry.show_wrong(text)
        entry.setToolTip(sentence)
        entry.setAccessibleDescription(sentence)

    def _add_row(
        self,
        grid: QGridLayout,
        row: int,
        result: KeyResult,
        may_build: bool,
        may_enter: bool,
        may_tell: bool,
    ) -> None:
        zoom = theme.current().zoom / 100
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        names = QVBoxLayout()
        names.setSpacing(0)
        about = (okr_words.aim(result), okr_words.confidence_text(result))
        names.addWidget(Elided(result.name, parent=self))
        names.addWidget(Elided("  ·  ".join(word for word in about if word), "small", parent=self))
        grid.addLayout(names, row, 0)
        entry = EntryEdit(partial(self._commit, result.id, "value"), self)
        entry.setObjectName(f"keyResult_{result.id}")
        entry.setFixedWidth(round(_VALUE * zoom))
        entry.setPlaceholderText(okr_words.hint(result.kind))
        entry.setAccessibleName(f"{result.name} {okr_words.hint(result.kind)}")
        entry.show_saved(okr_words.entry_text(result))
        entry.lock(not may_enter)
        entry.left.connect(partial(self._leave, result.id))
        self.entries[result.id] = entry
        points = label(okr_words.score_text(result.score), "bold", parent=self)
        points.setAlignment(right)
        points.setMinimumWidth(round(34 * zoom))
        word, tone = okr_words.colour_word(result.score)
        chip = Chip(word, tone, self)
        chip.setVisible(bool(word))
        sure = EntryEdit(partial(self._commit, result.id, "confidence"), self)
        sure.setObjectName(f"confidence_{result.id}")
        sure.setFixedWidth(round(_SURE * zoom))
        sure.setPlaceholderText("1–10")
        sure.setToolTip(_("Confidence 1–10"))
        sure.setAccessibleName(f"{result.name} {_('Confidence 1–10')}")
        sure.show_saved(str(result.confidence[-1]) if result.confidence else "")
        sure.setVisible(may_tell)
        sure.left.connect(partial(self._leave, result.id))
        self.sure[result.id] = sure
        for at, widget in enumerate((sure, entry, points, chip), 1):
            grid.addWidget(widget, row, at)
        if may_build:
            trash = _trash(f"removeResult_{result.id}", result.name, self, partial(self._ask_out, result.id))
            grid.addWidget(trash, row, 5)

    def _ask_words(self) -> str:
        if self.objective.commitment is Commitment.COMMITTED and self.objective.score != 1:
            return _("Why it was not fully reached")
        return _("What was learned")

    def _commit(self, result_id: int, what: str, _edit: EntryEdit, text: str) -> bool:
        return self._enter(result_id, what, text)

    def _leave(self, result_id: int, step: int) -> None:
        ids = list(self.entries)
        at = ids.index(result_id) + step
        if 0 <= at < len(ids):
            self.entries[ids[at]].setFocus()
        else:
            self.focusNextPrevChild(step > 0)

    def _save_words(self, text: str, visit: str) -> None:
        self.words_saved.emit(self.objective.id, text, visit)

    def _ask_removal(self) -> None:
        self.removal.emit(self.objective.id)

    def _ask_out(self, result_id: int) -> None:
        self.result_removal.emit(result_id)

    def _open(self) -> None:
        self.draft.setVisible(self.draft.isHidden())
        if not self.draft.isHidden():
            self.draft.name.setFocus()

    def _ask_result(self) -> None:
        self.result_wanted.emit(self.objective.id, self.draft)


class KeyResultEntry(QWidget):
    """A key result being typed: its words, its kind, from where to where."""

    wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keyResultEntry")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        row = QHBoxLayout()
        row.setSpacing(5)
        self.name, self.start, self.target = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.kind = QComboBox(self)
        self.kind.setProperty("form", "true")
        self.kind.setObjectName("keyResultKind")
        self.kind.setAccessibleName(_("Kind of key result"))
        for kind, word in okr_words.KINDS.items():
            self.kind.addItem(_(word), kind)
        named = (
            (self.name, "Name", _("Key result")),
            (self.start, "Start", in_context("key result", "Start")),
        )
        for field, code, word in (*named, (self.target, "Target", _("Target"))):
            field.setObjectName(f"keyResult{code}")
            field.setPlaceholderText(word)
            field.setAccessibleName(word)
        for field in (self.start, self.target):
            field.setFixedWidth(round(64 * theme.current().zoom / 100))
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.save_button = button(
            _("Add"), "small", name="keyResultSave", on_click=self.wanted.emit, parent=self
        )
        row.addWidget(self.name, 1)
        for widget in (self.kind, self.start, self.target, self.save_button):
            row.addWidget(widget)
        column.addLayout(row)
        self.problem = label("", "small", "err", self, wrap=True)
        self.problem.setObjectName("keyResultProblem")
        self.problem.hide()
        column.addWidget(self.problem)
        self.kind.currentIndexChanged.connect(self._fit)

    def result(self) -> KeyResult:
        """Return what was typed. Raises Invalid for figures that are none."""
        kind = KeyResultKind(self.kind.currentData())
        is_metric = kind is KeyResultKind.METRIC
        start, target = self.start.text().strip(), self.target.text().strip()
        return KeyResult(
            id=0,
            objective_id=0,
            order=0,
            name=self.name.text(),
            kind=kind,
            start=parse_number(start, "start") if is_metric and start else None,
            target=parse_number(target, "target") if is_metric and target else None,
        )

    def refuse(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        set_tone(self.name, "state", "" if self.name.text().strip() else "wrong")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        is_metric = self.kind.currentData() == KeyResultKind.METRIC
        self.start.setVisible(is_metric)
        self.target.setVisible(is_metric)


def _trash(name: str, what: str, parent: QWidget, on_click: Callable[[], object]) -> QToolButton:
    made = QToolButton(parent)
    made.setObjectName(name)
    made.setProperty("kind", "quiet")
    icons.put(made, "trash", "muted", 13)
    made.setAccessibleName(_("Remove “{name}”").format(name=what))
    made.setToolTip(made.accessibleName())
    made.clicked.connect(on_click)
    return made
