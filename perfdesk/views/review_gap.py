"""The chosen gap: causes, actions and checkpoints down one rail, all edited where they stand."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.domain.comparison import Plan, Treatment
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.models import gap_words
from perfdesk.models.rows import Refused
from perfdesk.texts import _, in_context, words
from perfdesk.views.inline_field import FieldNote, InlineField
from perfdesk.views.parts import CheckpointLine, Elided, Rail, RailStop, Symbol, label, set_tone
from perfdesk.views.parts.cards import button
from perfdesk.views.review_actions import ActionsSection
from perfdesk.views.review_bench import Bench
from perfdesk.views.review_causes import CausesSection


class GapCard(QFrame):
    """The one open card of the treatment; it shows one gap after the other. `gone_back` asks for the left side."""

    shown = Signal(int)

    def __init__(self, bench: Bench, note: FieldNote, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.treatment: Treatment | None = None
        self.setObjectName("gapCard")
        self.setProperty("card", "true")
        self.setProperty("side", "selected")
        self.sign = Symbol("dot", "imp", parent=self)
        self.name = Elided("", "h2", parent=self)
        self.name.setObjectName("gapName")
        self.short = label("", "bold", parent=self)
        self.lost = label("", "small", parent=self)
        self.state = Elided("", "bold", parent=self)
        self.state.setObjectName("gapState")
        self.leave = button("", "small", name="leaveGap", on_click=self.ask_reason, parent=self)
        self.plan = button("", "plan", "plus", "planGap", self.begin_action, self)
        self.take_back = button("", "small", name="takeGapBack", on_click=self._take_back, parent=self)
        self.reason = InlineField("leaveReason", self._leave, bench.drafts, note, self, is_draft=True)
        self.reason.hide()
        self.causes = CausesSection(bench, note, self)
        self.plan_lines = ActionsSection(bench, note, self)
        self.rail = Rail(["", "", ""], self)
        self.rail.section(1).addWidget(self.causes)
        self.rail.section(2).addWidget(self.plan_lines)
        self.rail.head(2).addWidget(self.plan_lines.more)
        self.rail.head(2).addWidget(self.plan_lines.remove)
        self.checkpoints = CheckpointLine(parent=self)
        self.checkpoints.setObjectName("gapCheckpoints")
        self.no_plan = label("", "small", parent=self, wrap=True)
        self.rail.section(3).addWidget(self.checkpoints)
        self.rail.section(3).addWidget(self.no_plan)
        self.target_word = label("", "small", parent=self)
        self.target = InlineField("planTarget", self._save_target, bench.drafts, note, self)
        self.target.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.target.setFixedWidth(76)
        self.rail.head(3).addWidget(self.target_word)
        self.rail.head(3).addWidget(self.target)
        self._lay_out()

    # -- what the pane calls --

    def show_gap(self, treatment: Treatment) -> None:
        """Show a gap in place; everything that is being typed stays with the gap it belongs to."""
        other = self.treatment is None or self.treatment.item.id != treatment.item.id
        self.treatment = treatment
        item, gap, plan = treatment.item, treatment.gap, treatment.plan
        is_left, is_open = bool(item.left_reason), gap.is_gap and not treatment.is_treated
        locked = self._bench.is_locked
        set_tone(self, "side", "gap" if is_open else "selected")
        if not gap.is_gap:
            self.sign.show_symbol("check", "imp", _("no gap any more"))
        else:
            self.sign.show_symbol("triangle" if is_open else "dot", "gap" if is_open else "imp")
        for word in (self.name, self.short):
            set_tone(word, "tone", "gap" if is_open else "")
        self.name.set_full(gap_words.item_name(item))
        self.short.setText(gap_words.short_by(item, gap) if gap.is_gap else _("met"))
        self.lost.setText(gap_words.lost(gap) if gap.is_gap else "")
        today = self._bench.today
        self.state.set_full(gap_words.stands(treatment, today) if is_open or is_left else "")
        set_tone(self.state, "tone", "gap" if is_open else "")
        self.reason.show_value(
            ("leave", item.id), item.left_reason, self._bench.place(treatment, _("reason"))
        )
        typed = self.reason.typed() != item.left_reason
        self._show_if(
            (is_open and typed) or (not other and is_open and not self.reason.isHidden()), self.reason
        )
        self._show_if(is_open or is_left, self.state)
        self._show_if(is_open and not locked, self.leave, self.plan)
        self._show_if(is_left and not locked, self.take_back)
        self._show_if(is_open or is_left, self._state_row)
        self.causes.show_gap(treatment)
        self.plan_lines.show_gap(treatment)
        self._show_rail(plan)
        self.setAccessibleName(
            f"{self.name.full()}, {self.short.text()}, {self.lost.text()}, {self.state.full()}"
        )

    def commit(self) -> None:
        """Save or keep everything that is being typed, for the gap it belongs to."""
        for part in (self.causes, self.plan_lines, self.reason, self.target):
            part.commit()

    def begin_action(self) -> None:
        self.plan_lines.begin()

    def ask_reason(self) -> None:
        """Unfold the line for the reason why the gap is left for now."""
        self.reason.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the focus where the work on this gap goes on."""
        chips = self.causes.chips.findChildren(QWidget)
        if self.treatment is not None and self.treatment.plan and self.treatment.plan.actions:
            self.plan_lines.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.plan_lines.table.currentIndex().isValid() and self.plan_lines.model.rowCount():
                self.plan_lines.table.choose(self.plan_lines.model.key_at(0), 0)
        elif chips:
            chips[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        for made, word in (
            (self.leave, in_context("button", "Leave…")),
            (self.plan, in_context("button", "Plan it")),
            (self.take_back, _("Take back")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.reason.setPlaceholderText(_("Why is it left for now? Enter saves it"))
        self.reason.setAccessibleName(_("Why the gap is left for now"))
        self.target_word.setText(_("plan target"))
        self.target.setAccessibleName(_("Plan target"))
        self.no_plan.setText(_("The first action sets baseline, plan target and two checkpoints by itself."))
        self.causes.retranslate()
        self.plan_lines.retranslate()
        if self.treatment is not None:
            self.show_gap(self.treatment)
        else:
            self._head_rail("")

    # -- inside --

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.sign)
        head.addWidget(self.name, 1)
        head.addWidget(self.short)
        head.addWidget(self.lost)
        self._state_row = QWidget(self)
        row = QHBoxLayout(self._state_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.state, 1)
        for made in (self.take_back, self.leave, self.plan):
            row.addWidget(made)
        column.addLayout(head)
        column.addWidget(self._state_row)
        column.addWidget(self.reason)
        column.addWidget(self.rail)

    def _head_rail(self, remark: str) -> None:
        self.rail.set_heading(1, _("Cause"), _("conditions first, then the person"))
        self.rail.set_heading(2, _("Action"), self.plan_lines.remark())
        self.rail.set_heading(3, _("Checkpoints"), remark)

    def _show_rail(self, plan: Plan | None) -> None:
        self._show_if(plan is not None, self.checkpoints, self.target, self.target_word)
        self._show_if(plan is None, self.no_plan)
        if plan is None or self.treatment is None:
            self.target.key = None
            self._head_rail("")
            return
        item, today = self.treatment.item, self._bench.today
        next_one = next((one.planned_on for one in plan.checkpoints if one.held_on is None), None)
        days = {
            "start": gap_words.short_day(plan.starts_on, today),
            "end": gap_words.short_day(plan.ends_on, today),
            "day": gap_words.short_day(next_one, today),
        }
        self._head_rail(
            (_("{start} → {end}, next {day}") if next_one else _("{start} → {end}")).format(**days)
        )
        stops = [
            RailStop(
                in_context("checkpoint", "start"),
                gap_words.short_day(plan.starts_on, today),
                gap_words.in_unit(plan.baseline, item),
                True,
            )
        ]
        for at, one in enumerate(plan.checkpoints, 1):
            is_last = at == len(plan.checkpoints)
            word = in_context("checkpoint", "outcome") if is_last else _("check {number}").format(number=at)
            value = gap_words.in_unit(one.value, item) if one.value is not None else ""
            if is_last and not value and plan.target is not None:
                value = f"→ {gap_words.in_unit(plan.target, item)}"
            stops.append(
                RailStop(word, gap_words.short_day(one.planned_on, today), value, one.held_on is not None)
            )
        self.checkpoints.show_stops(stops)
        self.target.setReadOnly(self._bench.is_locked)
        shown = words.number(plan.target).replace(",", "") if plan.target is not None else ""
        self.target.show_value(
            ("plan", plan.id, "target"), shown, self._bench.place(self.treatment, _("plan target"))
        )

    def _save_target(self, key: Hashable, text: str) -> Refused | None:
        assert isinstance(key, tuple)
        return self._bench.attempt(partial(self._edit_target, key[1], text))

    def _edit_target(self, plan_id: int, text: str) -> None:
        target = parse_number(text.replace("−", "-"), "plan_target", allow_percent=True)
        self._bench.firm.improvement.edit_plan(plan_id, "target", target)

    def _leave(self, key: Hashable, text: str) -> Refused | None:
        assert isinstance(key, tuple)
        if not text:
            return self._bench.attempt(_refuse_empty)
        return self._bench.attempt(partial(self._bench.firm.improvement.leave_gap, key[1], text))

    def _take_back(self) -> None:
        if self.treatment is not None:
            self._bench.attempt(partial(self._bench.firm.improvement.leave_gap, self.treatment.item.id, ""))

    def _show_if(self, wanted: bool, *widgets: QWidget) -> None:
        for widget in widgets:
            if widget.isHidden() == wanted:
                widget.setVisible(wanted)


def _refuse_empty() -> None:
    raise Invalid(Problem("reason", "leave_without_reason"))
