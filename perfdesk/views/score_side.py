"""Beside the form: the total so far and what it can still become, what is missing, earlier levels, gaps so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.firm import FirmSettings
from perfdesk.domain.gaps import Gap
from perfdesk.domain.grades import grade_of
from perfdesk.domain.totals import weighted_points
from perfdesk.models.entries import WrongEntry
from perfdesk.texts import _, pick
from perfdesk.texts.words import number
from perfdesk.views import score_scale, score_words
from perfdesk.views.changes_target import TargetCard
from perfdesk.views.check_in_card import ProcessCard
from perfdesk.views.parts import BigNumber, Card, Elided, KeyCap, Symbol, button, label
from perfdesk.views.score_sections import in_order

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_TONES = {"ring": "app", "bang": "err"}


class FormSide(QScrollArea):
    """Shows a sheet. `wanted(item id)` asks to go to an item, `why_asked(place)` how the total was computed,
    `told(text, tone)` says what came of a deed."""

    wanted = Signal(int)
    reason_wanted = Signal()
    why_asked = Signal(QRect)
    told = Signal(str, str)

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formSide")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        inside.setProperty("scrolled", "true")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._make_total(inside)
        self._make_missing(inside)
        self.process = ProcessCard(firm, inside)
        self.process.told.connect(self.told)
        self.process.hide()
        self.facts = Card("", parent=inside)
        self._facts = QWidget(self.facts)
        self._facts_column = _column(self._facts)
        self.facts.add(self._facts)
        self.target = TargetCard(firm, inside)
        for card in (self.total_card, self.missing_card, self.target, self.process, self.facts):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inside)

    def _make_total(self, parent: QWidget) -> None:
        self.total_card = card = Card("", parent=parent)
        card.setObjectName("totalCard")
        self.total_head = label("", "small", parent=card)
        self.big = BigNumber(card)
        self.big.setObjectName("total")
        self.bar = QProgressBar(card)
        self.bar.setTextVisible(False)
        self.range = label("", parent=card, wrap=True)
        self.range.setObjectName("totalRange")
        self.remark = label("", "small", parent=card, wrap=True)
        self.why = button("", "link", name="whyTotal", on_click=self._ask_why, parent=card)
        for widget in (self.total_head, self.big, self.bar, self.range, self.remark, self.why):
            card.add(widget)

    def _make_missing(self, parent: QWidget) -> None:
        self.missing_card = card = Card("", parent=parent)
        card.setObjectName("missingCard")
        self._missing = QWidget(card)
        self._missing_column = _column(self._missing)
        card.add(self._missing)
        self.cannot = QWidget(card)
        row = QHBoxLayout(self.cannot)
        row.setContentsMargins(0, 0, 0, 0)
        self.cannot_button = button(
            "", "small", name="noFigure", on_click=self.reason_wanted.emit, parent=card
        )
        row.addWidget(self.cannot_button)
        row.addWidget(KeyCap("F4", self.cannot))
        row.addStretch(1)
        self.cannot_words = label("", "small", parent=card, wrap=True)
        card.add(self.cannot)
        card.add(self.cannot_words)

    def show_sheet(
        self,
        sheet: FormSheet,
        settings: FirmSettings,
        current: FormItem | None,
        unready: Sequence[tuple[int, str, str]],
        wrong: Sequence[WrongEntry] = (),
    ) -> None:
        """Show a form. `unready` are (item id, field, sentence) that keep its targets from being agreed, `wrong`
        what was refused and still stands in its fields."""
        self._show_total(sheet)
        self._show_missing(sheet, settings, unready, wrong)
        self.process.show_sheet(sheet, settings)
        self.show_facts(sheet, settings, current)

    def _show_total(self, sheet: FormSheet) -> None:
        total, scheme = sheet.total, sheet.cycle.scheme
        is_whole = not total.is_provisional and total.total is not None
        weight = number(total.present_weight)
        so_far = score_words.so_far(sheet)
        self.total_head.setText(
            _("Total score") if is_whole else _("So far (weight {weight})").format(weight=weight)
        )
        if is_whole and sheet.grade is not None:
            self.big.show_number(score_words.points(total.total), score_words.grade_text(sheet.grade))
        else:
            shown = score_words.points(so_far) if total.weighted else score_words.NO_VALUE
            self.big.show_number(shown, _("No total yet"), "neutral")
        self.big.setAccessibleName(f"{self.total_head.text()} {self.big.accessibleName()}")
        full = score_words.whole_of(scheme.scheme)
        reached = total.total if is_whole else so_far
        self.bar.setRange(0, int(full * 100))
        self.bar.setValue(int(min(reached or Decimal(0), full) * 100))
        self.bar.setAccessibleName(self.big.accessibleName())
        self.why.setVisible(bool(total.weighted))
        self.why.setText(_("How was this computed?"))
        self.why.setAccessibleName(_("How was the total computed?"))
        low, high = sheet.lowest, sheet.highest
        has_range = not is_whole and low is not None and high is not None
        self.range.setVisible(not is_whole)
        self.remark.setVisible(not is_whole)
        if has_range and low is not None and high is not None:
            self.range.setText(
                _("When all is scored, between {low} and {high}").format(
                    low=score_words.points(low), high=score_words.points(high)
                )
            )
            best, worst = grade_of(high, scheme.grades).code, grade_of(low, scheme.grades).code
            span = best if best == worst else f"{worst}–{best}"
            self.remark.setText(_("Grade {span}; what is missing does not count as 0").format(span=span))
        else:
            self.range.setText("")
            self.range.hide()
            self.remark.setText(_("From 60 % of the weight on there is a total."))

    def _show_missing(
        self,
        sheet: FormSheet,
        settings: FirmSettings,
        unready: Sequence[tuple[int, str, str]],
        wrong: Sequence[WrongEntry],
    ) -> None:
        items = in_order(sheet.items, settings.is_simple)
        left = [item for item in items if score_words.is_open(item)]
        _clear(self._missing_column)
        for entry in wrong:
            words, kind = score_words.wrong_place(entry), _("wrong")
            self._missing_column.addWidget(
                _Place(entry.item_id, words, kind, self._go, self._missing, "bang")
            )
        if unready:
            self.missing_card.set_heading(_("Before agreeing targets"))
            named = {item.id: score_words.item_name(item) for item in items}
            for item_id, what, words in unready:
                name = named.get(item_id, "") if what else ""
                place = _Place(item_id, name or words, words if name else "", self._go, self._missing)
                self._missing_column.addWidget(place)
        elif left:
            self.missing_card.set_heading(_("{count} still missing").format(count=len(left)))
            for item in left:
                kind = score_scale.kind_word(item)
                words = score_words.item_name(item)
                self._missing_column.addWidget(_Place(item.id, words, kind, self._go, self._missing))
        elif wrong:
            self.missing_card.set_heading(_("{count} wrong").format(count=len(wrong)))
        else:
            self.missing_card.set_heading(_("Nothing is missing"))
        excused = [item for item in items if score_words.missing_word(item)]
        for item in excused:
            words = f"{score_words.missing_word(item)}: {item.missing_reason}".rstrip(": ")
            row = _Place(item.id, score_words.item_name(item), words, self._go, self._missing, "dash")
            self._missing_column.addWidget(row)
        can_excuse = bool(left) and not unready and not settings.is_simple
        self.cannot.setVisible(can_excuse)
        self.cannot_words.setVisible(can_excuse)
        self.cannot_button.setText(_("No figure…"))
        self.cannot_button.setAccessibleName(_("Say why there is no figure"))
        self.cannot_words.setText(_("Not applicable, not available or not submitted, with the reason."))

    def show_facts(self, sheet: FormSheet, settings: FirmSettings, current: FormItem | None) -> None:
        """Show what happened with the current item, its earlier levels, and the gaps so far."""
        self.process.show_item(None if settings.is_simple else current)
        self.target.show_item(sheet, settings, current)
        _clear(self._facts_column)
        earlier = sheet.earlier_levels.get(current.lineage, ()) if current else ()
        if current and earlier:
            self._facts_column.addWidget(label(_("Earlier levels"), "bold", parent=self._facts))
            words = "    ".join(f"{_cycle_word(day)} {number(level)}" for day, level in earlier)
            self._facts_column.addWidget(label(words, parent=self._facts))
        weights = {item.id: score_words.weight_of(item, sheet) or Decimal(0) for item in sheet.items}
        lost = [(gap, weighted_points(gap.score_gap, weights[gap.key])) for gap in sheet.gaps]
        gaps = sorted(((gap, points) for gap, points in lost if points), key=_by_points)
        if gaps and not settings.is_simple:
            self._facts_column.addWidget(
                label(_("Gaps so far, in points of the total"), "bold", parent=self._facts, wrap=True)
            )
            named = {item.id: score_words.item_name(item) for item in sheet.items}
            for gap, points in gaps:
                self._facts_column.addWidget(_Figure(named[gap.key], number(-points, 2), self._facts))
        self.facts.setVisible(self._facts_column.count() > 0)

    def _go(self, item_id: int) -> None:
        self.wanted.emit(item_id)

    def _ask_why(self) -> None:
        self.why_asked.emit(QRect(self.why.mapTo(self, QPoint(0, 0)), self.why.size()))


class _Place(QWidget):
    """A line that leads to an item."""

    def __init__(self, item_id: int, words: str, kind: str, go, parent: QWidget, shape: str = "ring") -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Symbol(shape, _TONES.get(shape, "muted"), parent=self))
        made = button(
            words, "link", name=f"missing_{item_id}", on_click=partial(go, item_id), parent=self, elides=True
        )
        made.setAccessibleName(_("Go to {name}").format(name=f"{words} {kind}".strip()))
        row.addWidget(made)
        row.addWidget(Elided(kind, "small", parent=self), 1)


class _Figure(QWidget):
    def __init__(self, words: str, figure: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 4, 1)
        row.addWidget(Elided(words, parent=self), 1)
        row.addWidget(label(figure, "bold", parent=self))
        self.setAccessibleName(f"{words} {figure}")


def _by_points(pair: tuple[Gap, Decimal]) -> Decimal:
    return -pair[1]


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    return column


def _clear(column: QVBoxLayout) -> None:
    while column.count():
        old = column.takeAt(0).widget()
        if old is not None:
            old.hide()
            old.setParent(None)
            old.deleteLater()


def _cycle_word(first_day: str) -> str:
    """Return a few letters for the quarter of a day: 26一, 26Q1."""
    day = date.fromisoformat(first_day)
    quarter = (day.month - 1) // 3
    word = pick("一二三四"[quarter], str(quarter + 1))
    return _("{year:02}Q{quarter}").format(year=day.year % 100, quarter=word)
