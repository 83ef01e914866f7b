"""What to know before the papers go out, each with the button that deals with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.domain.appraisal import Standing
from perfdesk.texts import _, pick
from perfdesk.views.parts import Symbol
from perfdesk.views.parts.basics import label
from perfdesk.views.parts.cards import button

_NAMED = 3
"""So many are named; the others are counted."""


class Warnings(QWidget):
    """Up to six lines: gaps nobody treats, totals that may still change, characters that can't be printed, who
    has more to say than fits into a third of a page, who has no notice and no score sheet.

    `gap_wanted(form id)` and `score_wanted(form id)` go to the first of those named.
    """

    gap_wanted = Signal(int)
    score_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("printWarnings")
        self._people: list[Standing] = []
        self._characters: tuple[str, ...] = ()
        self._long: tuple[str, ...] = ()
        self._left_out: tuple[tuple[str, str], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.gaps = _Line("printGaps", "triangle", "gap", self)
        self.totals = _Line("printTotals", "question", "app", self)
        self.characters = _Line("printCharacters", "bang", "err", self)
        self.long = _Line("printLong", "question", "app", self)
        self.notices = _Line("printNoNotice", "question", "app", self)
        self.sheets = _Line("printNoSheet", "question", "app", self)
        for line in self._lines():
            self._column.addWidget(line)
        self.gaps.go.clicked.connect(self._to_gap)
        self.totals.go.clicked.connect(self._to_score)
        self.characters.go.hide()
        for line in (self.long, self.notices, self.sheets):
            line.go.hide()
        self.retranslate()

    def show_people(self, people: Sequence[Standing]) -> None:
        self._people = list(people)
        self.retranslate()

    def show_characters(self, characters: Sequence[str]) -> None:
        self._characters = tuple(characters)
        self.retranslate()

    def show_long(self, names: Sequence[str]) -> None:
        """Name those whose compact sheet became a page of its own."""
        self._long = tuple(names)
        self.retranslate()

    def show_left_out(self, left_out: Sequence[tuple[str, str]]) -> None:
        """Name those who have no paper of a kind that was asked for."""
        self._left_out = tuple(left_out)
        self.retranslate()

    def texts(self) -> list[str]:
        """Return the lines on show."""
        return [line.words.text() for line in self._lines() if not line.isHidden()]

    def retranslate(self) -> None:
        self.gaps.say(self._gap_words(), _("Go to the gap"))
        self.totals.say(self._total_words(), _("Go to scoring"))
        self.characters.say(self._character_words(), "")
        self.long.say(self._long_words(), "")
        self.notices.say(
            self._left_words("notice", _("No notice, since there is no fixed result yet: {names}")), ""
        )
        self.sheets.say(
            self._left_words("score-sheet", _("No score sheet, since nothing is left to rate: {names}")), ""
        )
        self.setVisible(any(not line.isHidden() for line in self._lines()))
        self.setAccessibleName(_("Before you print"))

    # -- inside --

    def _lines(self) -> tuple[_Line, ...]:
        return self.gaps, self.totals, self.characters, self.long, self.notices, self.sheets

    def _untreated(self) -> list[Standing]:
        return [one for one in self._people if one.untreated]

    def _unfinished(self) -> list[Standing]:
        return [one for one in self._people if one.total is None or one.is_provisional]

    def _gap_words(self) -> str:
        parts = [
            _("{name} still has {count} gap(s) without action").format(name=_name(one), count=one.untreated)
            for one in self._untreated()
        ]
        return _some(parts)

    def _total_words(self) -> str:
        names = [_name(one) for one in self._unfinished()]
        return (
            _("Not everything is scored, so the total may still change: {names}").format(names=_some(names))
            if names
            else ""
        )

    def _character_words(self) -> str:
        if not self._characters:
            return ""
        named = [f"{one} U+{ord(one):04X} {unicodedata.name(one, '')}".strip() for one in self._characters]
        return _("No font has this character; a box with its code is printed: {characters}").format(
            characters=_("; ").join(named[: 2 * _NAMED]) + (" …" if named[2 * _NAMED :] else "")
        )

    def _long_words(self) -> str:
        if not self._long:
            return ""
        return _("Too much text for a third of a page, so on a page of their own: {names}").format(
            names=_some(self._long)
        )

    def _left_words(self, kind: str, sentence: str) -> str:
        names = [name for one, name in self._left_out if one == kind]
        return sentence.format(names=_some(names)) if names else ""

    def _to_gap(self) -> None:
        # After the click: the page may take this button away while it is still pressed.
        QTimer.singleShot(0, self, self._emit_gap)

    def _to_score(self) -> None:
        QTimer.singleShot(0, self, self._emit_score)

    def _emit_gap(self) -> None:
        if untreated := self._untreated():
            self.gap_wanted.emit(untreated[0].form_id)

    def _emit_score(self) -> None:
        if unfinished := self._unfinished():
            self.score_wanted.emit(unfinished[0].form_id)


class _Line(QWidget):
    """A sign, a sentence and a link."""

    def __init__(self, name: str, shape: str, tone: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.words = label("", "small", tone if tone != "app" else "", self, wrap=True)
        self.go = button("", "link", name=f"{name}Go", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Symbol(shape, tone, "", self))
        row.addWidget(self.words, 1)
        row.addWidget(self.go)

    def say(self, words: str, go: str) -> None:
        self.words.setText(words)
        self.setAccessibleName(words)
        self.go.setText(go)
        self.go.setAccessibleName(go)
        self.setHidden(not words)


def _name(person: Standing) -> str:
    return pick(person.name, person.name_en)


def _some(parts: Sequence[str]) -> str:
    """Join the first few and count the rest."""
    named = _("; ").join(parts[:_NAMED])
    left = len(parts) - _NAMED
    return _("{named}; and {count} more people").format(named=named, count=left) if left > 0 else named
