"""The causes of a gap: nine chips, and for each one chosen a line of words with its evidence."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from perfdesk.domain.comparison import Treatment
from perfdesk.domain.terms import CauseCode
from perfdesk.models.rows import Refused
from perfdesk.texts import _, pick, words
from perfdesk.views.inline_field import FieldNote, InlineText
from perfdesk.views.parts import Chip, ToggleChips
from perfdesk.views.review_bench import Bench


class CausesSection(QWidget):
    """Everything under ① of a gap's card."""

    def __init__(self, bench: Bench, note: FieldNote, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench, self._note = bench, note
        self._treatment: Treatment | None = None
        self.chips = ToggleChips([(code.value, "", "") for code in CauseCode], self)
        self.chips.setObjectName("causeChips")
        self.chips.toggled.connect(self._toggle)
        self._rows: list[tuple[Chip, InlineText]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self.chips)
        column.addLayout(self._grid)

    def show_gap(self, treatment: Treatment) -> None:
        self._treatment = treatment
        self.chips.show_on(cause.code.value for cause in treatment.causes)
        self.chips.setEnabled(not self._bench.is_locked)
        while len(self._rows) < len(treatment.causes):
            self._add_row()
        for at, (chip, text) in enumerate(self._rows):
            is_used = at < len(treatment.causes)
            for widget in (chip, text):
                if widget.isHidden() == is_used:
                    widget.setVisible(is_used)
            if not is_used:
                text.key = None
                continue
            cause = treatment.causes[at]
            word = _(words.CAUSES[cause.code.value])
            chip.show_word(word, "imp")
            text.setAccessibleName(_("{cause}: what exactly, with figures").format(cause=word))
            text.setPlaceholderText(_("What exactly, with figures?"))
            text.setReadOnly(self._bench.is_locked)
            text.show_value(("cause", cause.id), cause.words, self._bench.place(treatment, word))

    def commit(self) -> None:
        for _chip, text in self._rows:
            text.commit()

    def retranslate(self) -> None:
        library = self._bench.causes()
        options = []
        for at, code in enumerate(CauseCode, 1):
            cause = library[code]
            asked = [str(pick(question["text_zh"], question["text_en"])) for question in cause.questions]
            meaning = "\n".join((f"{at}  {pick(cause.name_zh, cause.name_en)}", *asked))
            options.append((code.value, _(words.CAUSES[code.value]), meaning))
        self.chips.retranslate(options)
        self.chips.setAccessibleName(_("Causes"))

    def _add_row(self) -> None:
        at = len(self._rows)
        chip = Chip("", "imp", self)
        text = InlineText(f"causeWords{at}", self._save_words, self._bench.drafts, self._note, self)
        self._grid.addWidget(chip, at, 0)
        self._grid.addWidget(text, at, 1)
        self._rows.append((chip, text))

    def _toggle(self, code: str, on: bool) -> None:
        if self._treatment is None:
            return
        self.commit()
        deeds = self._bench.firm.improvement
        refused = self._bench.attempt(
            partial(deeds.set_cause, self._treatment.item.id, CauseCode(code), on=on)
        )
        if refused is not None:
            self.chips.show_on(cause.code.value for cause in self._treatment.causes)

    def _save_words(self, key: Hashable, text: str) -> Refused | None:
        assert isinstance(key, tuple)
        field = next((field for _chip, field in self._rows if field.key == key), None)
        visit = f"cause {key[1]} {field.visit}" if field else ""
        return self._bench.attempt(
            partial(self._bench.firm.improvement.set_cause_words, key[1], text, visit=visit)
        )
