"""The firm's own words: what the three stages of indicators and the five levels are called here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from perfdesk.domain.terms import Stage
from perfdesk.models.card_fields import plain_stage_words
from perfdesk.models.rows import Column, Refused, RowsModel
from perfdesk.texts import _, in_context
from perfdesk.texts.words import LEVELS
from perfdesk.views.parts import button
from perfdesk.views.settings_firm import Section
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

LONGEST = 24
"""A word has to fit a chip and a column of a paper."""


@dataclass(frozen=True, slots=True)
class WordRow:
    """One stage or level with the program's word and the firm's own; `key` is a Stage, or a level as text."""

    key: str
    kind: str
    usual: str
    zh: str
    en: str
    is_locked: bool


class StagesSection(Section):
    """Shows stages and levels with the words the firm gave them; an empty cell takes the program's word."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stagesSection")
        self._firm = firm
        self.table = TableView(self)
        self.table.setObjectName("ownWords")
        self.rows: RowsModel[WordRow] = RowsModel(_columns(), _key_of, self._save, self.table)
        self.table.setModel(self.rows)
        self.table.fit_width()
        self.table.horizontalHeader().setSectionsClickable(False)
        self.add(self.table)
        row = QHBoxLayout()
        self.usual = button("", "small", "undo", "usualWords", self._restore, self)
        row.addWidget(self.usual)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add(self.said)
        self.body.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        choices, locked = self._firm.settings.settings().choices, self._firm.is_read_only
        rows = [
            WordRow(
                stage.value,
                in_context("indicator", "Stage"),
                word,
                *choices.stages.get(stage, ("", "")),
                locked,
            )
            for stage, word in plain_stage_words().items()
        ]
        rows += [
            WordRow(
                str(level),
                _("Level {level}").format(level=level),
                _(word),
                *choices.level_words.get(level, ("", "")),
                locked,
            )
            for level, word in LEVELS.items()
        ]
        self.rows.show(rows)
        self.table.setFixedHeight(self.table.height_for_rows(len(rows)))
        has_own = bool(choices.stages or choices.level_words)
        self.usual.setVisible(has_own and not locked)

    def retranslate(self) -> None:
        self.set_heading(_("Own words"))
        self.hint.setText(
            _(
                "What the stages of indicators and the levels are called in your firm, in the library, on forms "
                "and papers. An empty cell takes the usual word."
            )
        )
        self.usual.setText(_("Back to the usual words"))
        self.usual.setAccessibleName(self.usual.text())
        self.table.setAccessibleName(_("Own words"))
        self.rows.retranslate()
        self.refresh()

    def pending(self) -> list[str]:
        return [f"{_('Own words')}: {wrong.text}" for wrong in self.rows.pending()]

    def _save(self, row: WordRow, column: str, text: str) -> Refused | None:
        word = " ".join(text.split())
        if len(word) > LONGEST:
            return Refused(
                _("This word is too long for a column. Keep it to {most} characters.").format(most=LONGEST)
            )
        both = (word, row.en) if column == "zh" else (row.zh, word)
        choices = self._firm.settings.settings().choices
        if row.key in list(Stage):
            stages = {**choices.stages, Stage(row.key): both}
            kept = {stage: words for stage, words in stages.items() if any(words)}
            done = self.attempt(partial(self._firm.settings.set_choice, stages=kept))
        else:
            levels = {**choices.level_words, int(row.key): both}
            left = {level: words for level, words in levels.items() if any(words)}
            done = self.attempt(partial(self._firm.settings.set_choice, level_words=left))
        return None if done else Refused(self.said.text())

    def _restore(self) -> None:
        self.attempt(partial(self._firm.settings.set_choice, stages={}, level_words={}))


def _key_of(row: WordRow) -> str:
    return row.key


def _may_edit(row: WordRow) -> bool:
    return not row.is_locked


def _columns() -> list[Column[WordRow]]:
    return [
        Column("kind", lambda: _("What"), lambda row: row.kind, width=90, tone=lambda _row: "muted"),
        Column("usual", lambda: _("Usual word"), lambda row: row.usual, width=120),
        Column(
            "zh",
            lambda: _("Own word in Chinese"),
            lambda row: row.zh,
            width=170,
            edit=lambda row: row.zh,
            is_editable=_may_edit,
            bold=True,
        ),
        Column(
            "en",
            lambda: _("Own word in English"),
            lambda row: row.en,
            edit=lambda row: row.en,
            is_editable=_may_edit,
            bold=True,
        ),
    ]
