"""The right of the split view, improvement as treatment: the chosen gap open, the others as closed cards."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.desktop import icons
from perfdesk.domain.comparison import Comparison, Treatment
from perfdesk.models import gap_words
from perfdesk.texts import _, in_context
from perfdesk.views.inline_field import FieldNote
from perfdesk.views.parts import Card, Chip, Elided, label
from perfdesk.views.review_bench import Bench
from perfdesk.views.review_gap import GapCard
from perfdesk.views.review_lines import GapLine
from perfdesk.views.review_recognition import RecognitionBox


class TreatmentPane(Card):
    """Gaps with causes, actions and checkpoints. `gap_chosen(item id)` asks to choose another gap."""

    gap_chosen = Signal(int)

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__("", "green", parent=parent)
        self._bench = bench
        self._comparison: Comparison | None = None
        self._item_id: int | None = None
        self._header.hide()
        self.title = Elided("", "h2", "imp", self)
        self.question = Elided("", "small", parent=self)
        self.question.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # gives way first
        self.summary = Elided("", "small", parent=self)
        self.summary.setObjectName("treatmentSummary")
        self.chip = Chip("", "imp", self)
        self.chip.setObjectName("treatmentChip")
        self.locked = QFrame(self)
        self.locked.setProperty("bar", "notice")
        self._lock_icon, self.locked_words = (
            label("", parent=self.locked),
            label("", parent=self.locked, wrap=True),
        )
        self.locked_words.setObjectName("treatmentLocked")
        icons.put(self._lock_icon, "lock", "muted", 14)
        self.content = QWidget(self)
        self.content.setProperty("scrolled", "true")
        self.note = FieldNote(self.content)
        self.nothing = label("", parent=self.content, wrap=True)
        self.nothing.setObjectName("treatmentNothing")
        self.card = GapCard(bench, self.note, self.content)
        self._lines: list[GapLine] = []
        self.recognition = RecognitionBox(bench, self.note, self.content)
        self._lay_out()

    # -- what the page calls --

    def show_treatments(self, comparison: Comparison, item_id: int | None) -> None:
        """Show a person's gaps with one of them open, in place. None opens none."""
        other = self._comparison is None or self._comparison.sheet.head.id != comparison.sheet.head.id
        self._comparison, self._item_id = comparison, item_id
        self._show_head(comparison)
        by_id = {one.item.id: one for one in comparison.treatments}
        chosen = by_id.get(item_id) if item_id is not None else None
        if chosen is not None:
            self.card.show_gap(chosen)
        self._show_if(chosen is not None, self.card)
        self._show_nothing(comparison, chosen)
        self._show_lines([one for one in comparison.treatments if one is not chosen])
        self.recognition.show_person(comparison)
        if other:
            self.scroller.verticalScrollBar().setValue(0)

    def commit(self) -> None:
        """Save or keep all that is being typed, while its person is still the one on screen."""
        self.card.commit()
        self.recognition.commit()

    def pending(self) -> list[str]:
        return [*self._bench.drafts.lines(), *self.card.plan_lines.pending()]

    def shown_gaps(self) -> list[int]:
        """Return the items whose gaps can be seen, the open card first."""
        first = [self.card.treatment.item.id] if not self.card.isHidden() and self.card.treatment else []
        return [*first, *(line.item_id for line in self._lines if not line.isHidden())]

    def lines(self) -> list[GapLine]:
        """Return the closed cards from top to bottom."""
        return [line for line in self._lines if not line.isHidden()]

    def focus_first(self) -> None:
        if not self.card.isHidden():
            self.card.focus_first()
        elif self.lines():
            self.lines()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.recognition.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.setAccessibleName(in_context("pane", "Improvement · treatment"))
        self.title.set_full(in_context("pane", "Improvement · treatment"))
        self.question.set_full(_("Why, and what is done?"))
        self.recognition.retranslate()
        self.card.retranslate()
        for line in self._lines:
            line.retranslate()
        if self._comparison is not None:
            self.show_treatments(self._comparison, self._item_id)

    # -- inside --

    def _show_head(self, comparison: Comparison) -> None:
        gaps = [one for one in comparison.treatments if one.gap.is_gap]
        treated, is_scored = sum(one.is_treated for one in gaps), bool(comparison.sheet.gaps)
        if not gaps:
            self.summary.set_full(_("no gap") if is_scored else _("not scored yet"))
        elif len(gaps) == 1:
            self.summary.set_full(_("1 gap, {treated} treated").format(treated=treated))
        else:
            self.summary.set_full(
                _("{count} gaps, {treated} treated").format(count=len(gaps), treated=treated)
            )
        untreated = len(gaps) - treated
        if untreated:
            self.chip.show_word(_("▲ {count} without action").format(count=untreated), "gap")
        elif gaps:
            self.chip.show_word(_("● every gap treated"), "imp")
        self._show_if(bool(gaps), self.chip)
        why = self._why_locked(comparison)
        self.locked_words.setText(why)
        self._show_if(bool(why), self.locked)

    def _why_locked(self, comparison: Comparison) -> str:
        firm = self._bench.firm
        if firm.is_read_only:
            holder = firm.held_by
            if holder is not None:
                said = _("{account} on {computer} has this file open, so it can only be read here.")
                return said.format(account=holder.account, computer=holder.computer)
            return _("This file can only be read. Save a copy to a folder where you may write.")
        if comparison.sheet.locked:
            return _("This cycle is closed: what was agreed in it stays as it was.")
        return ""

    def _show_nothing(self, comparison: Comparison, chosen: Treatment | None) -> None:
        said = ""
        if not comparison.sheet.gaps:
            said = _("Once there are scores, each gap gets a card here for its cause and its actions.")
        elif not any(one.gap.is_gap for one in comparison.treatments):
            said = _("No gap: everything that was scored is met. Note what went well below.")
        elif chosen is None and self._item_id is not None:
            name = next((one for one in comparison.sheet.items if one.id == self._item_id), None)
            is_scored = comparison.sheet.gap_of(self._item_id) is not None
            if name is not None:
                words = _("{item} has no gap.") if is_scored else _("{item} has no score yet.")
                said = words.format(item=gap_words.item_name(name))
        self.nothing.setText(said)
        self._show_if(bool(said), self.nothing)

    def _show_lines(self, treatments: list[Treatment]) -> None:
        """The untreated come first, straight after the open card; each group stays by priority."""
        ordered = sorted(treatments, key=_is_settled)
        while len(self._lines) < len(ordered):
            self._add_line()
        today, locked = self._bench.today, self._bench.is_locked
        for at, line in enumerate(self._lines):
            if at < len(ordered):
                line.show_gap(ordered[at], today, locked)
            self._show_if(at < len(ordered), line)

    def _add_line(self) -> None:
        line = GapLine(self.content)
        line.retranslate()
        line.opened.connect(self.gap_chosen)
        line.plan_wanted.connect(self._plan)
        line.leave_wanted.connect(self._leave)
        self._column.insertWidget(2 + len(self._lines), line)
        self._lines.append(line)

    def _plan(self, item_id: int) -> None:
        self.gap_chosen.emit(item_id)
        self.card.begin_action()
        self.scroller.ensureWidgetVisible(self.card.plan_lines.line)

    def _leave(self, item_id: int) -> None:
        self.gap_chosen.emit(item_id)
        self.card.ask_reason()
        self.scroller.ensureWidgetVisible(self.card.reason)

    def _lay_out(self) -> None:
        head, left = QHBoxLayout(), QVBoxLayout()
        left.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title)
        first.addWidget(self.question, 1)
        left.addLayout(first)
        left.addWidget(self.summary)
        head.addLayout(left, 1)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        row = QHBoxLayout(self.locked)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self._lock_icon)
        row.addWidget(self.locked_words, 1)
        self.locked.hide()
        self.body.addWidget(self.locked)
        self._column = QVBoxLayout(self.content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.nothing)
        self._column.addWidget(self.card)
        self._column.addWidget(self.recognition)
        self._column.addStretch(1)
        self.scroller = QScrollArea(self)
        self.scroller.setObjectName("treatmentScroll")
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(self.content)
        self.body.addWidget(self.scroller, 1)

    def _show_if(self, wanted: bool, *widgets: QWidget) -> None:
        for widget in widgets:
            if widget.isHidden() == wanted:
                widget.setVisible(wanted)


def _is_settled(treatment: Treatment) -> bool:
    return treatment.is_treated or not treatment.gap.is_gap
