"""The calibration of a cycle: distribution, board, harm of a quota, and the move that waits for its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from perfdesk.controllers.faults import Fault
from perfdesk.domain.calibration_board import Board, GradeChange, Scope, View
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import GuideMode
from perfdesk.texts import N_, _, pick, sentence
from perfdesk.views.calibration_board import CalibrationBoard
from perfdesk.views.calibration_header import CalibrationHeader
from perfdesk.views.calibration_move import Draft
from perfdesk.views.calibration_side import CalibrationSide
from perfdesk.views.calibration_top import DistributionCard
from perfdesk.views.calibration_words import table_of
from perfdesk.views.page import Page
from perfdesk.views.parts import Card, EmptyState, button
from perfdesk.views.parts.rank_note import RankNote
from perfdesk.views.reasons import reason_of

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class CalibrationPane(Page):
    """Shows the calibration of one cycle of `firm`. Moves wait here until they have a reason; the rest is deeds."""

    title = N_("Calibration")

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._firm = firm
        self._cycle_id: int | None = None
        self._board: Board | None = None
        self._view: View | None = None
        self._log: list[GradeChange] = []
        self._names: dict[int, str] = {}
        self._scope = Scope()
        self._drafts: dict[int, Draft] = {}
        self._is_linked = False
        self.copy_button = button("", "", "copy", "copyBoard", self.copy_table, self)
        self.notice_button = button("", "", "print", "toNotices", self.to_notices, self)
        self.finish_button = button("", "primary", "check", "finishCalibration", self.finish, self)
        self._build()
        self.retranslate()

    # -- what the window calls --

    def actions(self) -> Sequence[QAbstractButton]:
        return (self.copy_button, self.notice_button, self.finish_button)

    def panes(self) -> Sequence[QWidget]:
        side = self.move_card.words if self.move_card.draft() is not None else self.quota.table
        return (self.board.first_view(), side, self.top.chart)

    def take_focus(self) -> None:
        if self.empty.isHidden():
            self.board.take_focus()
        else:
            super().take_focus()

    def show_cycle(self, cycle_id: int | None) -> None:
        if cycle_id != self._cycle_id:
            self._drafts.clear()
            self._scope = Scope()
        self._cycle_id = cycle_id
        self._read()

    def show_place(self, **place: Any) -> None:
        """Go to a person (`form_id` or `employee_id`), or to a part of the upper card (`part`)."""
        if self._board is None:
            return
        if "part" in place:
            self.top.show_part(str(place["part"]))
        wanted = place.get("form_id")
        if "employee_id" in place:
            people = self._board.people.values()
            wanted = next((one.form_id for one in people if one.employee_id == place["employee_id"]), None)
        if wanted is not None:
            self._go_to(wanted)

    def refresh(self, changed: Any = None) -> None:
        self._read()

    def pending_inputs(self) -> Sequence[str]:
        return (
            [self._draft_words(draft) for draft in self._drafts.values()] if self._board is not None else []
        )

    def retranslate(self) -> None:
        super().retranslate()
        for made, word in (
            (self.copy_button, _("Copy list")),
            (self.notice_button, _("Notices")),
            (self.finish_button, _("Finish calibration")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.copy_button.setToolTip(
            _("For the calibration meeting: everybody in sight with total and grades")
        )
        self.board_card.set_heading(
            _("Drag cards to change grades"), _("or choose one and press Alt+← / Alt+→")
        )
        self.board.setAccessibleName(_("Board of grades"))
        self.empty.set_texts(
            _("Nobody is scored yet"),
            _(
                "Grades are compared when managers have scored. Then everybody appears here with total and grade."
            ),
            _("See the states"),
        )
        for part in (self.header, self.top, self.quota, self.move_card, self.rank_note):
            part.retranslate()
        if self._cycle_id is not None:
            self._read()

    # -- deeds --

    def move_to(self, form_id: int, grade: int) -> None:
        """Let a card stand in another grade until its reason is there; back in its own grade, nothing waits."""
        board = self._board
        if board is None or form_id not in board.people:
            return
        one = board.people[form_id]
        if not one.may_change or self._firm.is_read_only:
            self.notice.tell(
                _(
                    "{name} is locked: grades change only after the manager's scores, before the result is told."
                ).format(name=pick(one.name, one.name_en)),
                "err",
            )
            return
        draft = self._drafts.get(form_id)
        if grade == one.final and (draft is None or not draft.words.strip()):
            self._drafts.pop(form_id, None)
        elif draft is None:
            self._drafts[form_id] = Draft(form_id, grade)
        else:
            draft.grade = grade
        self.notice.dismiss()
        self.board.choose(form_id)
        self._show()
        self._announce(form_id)

    def _announce(self, form_id: int) -> None:
        """Let a screen reader say where the card stands now."""
        draft = self._drafts.get(form_id)
        if draft is not None:
            words = self._draft_words(draft)
        else:
            words = _("{name} is back in the own grade").format(name=self._name(form_id))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.board, words))

    def keep(self) -> None:
        """Begin to confirm the grade of the chosen person with a reason."""
        form_id = self.board.current()
        if self._board is not None and form_id is not None:
            final = self._board.people[form_id].final
            if final is not None and form_id not in self._drafts:
                self._drafts[form_id] = Draft(form_id, final)
                self._show()
                self.move_card.take_focus()

    def confirm(self) -> None:
        """Write the move that is shown, or say what it lacks."""
        draft, board = self.move_card.draft(), self._board
        if draft is None or board is None:
            return
        grade = board.grades[draft.grade].code
        present = self.move_card.participants.text()
        try:
            self._firm.calibration.set_grade(
                draft.form_id, grade, draft.reason, draft.words, present, draft.inversion_words
            )
        except Invalid as refused:
            self.move_card.show_problems(refused.problems)
            return
        except Fault as fault:
            self.notice.tell(sentence(fault), "err")
            return
        self._drafts.pop(draft.form_id, None)
        self._read()
        self.board.choose(draft.form_id, focus=True)

    def put_back(self) -> None:
        """Take the shown move back: the card returns to its grade."""
        draft = self.move_card.draft()
        if draft is not None:
            self._drafts.pop(draft.form_id, None)
            self._show()
            self.board.choose(draft.form_id, focus=True)

    def finish(self) -> None:
        """Move everybody in sight on, once no move waits; those above a soft guide without a reason stay."""
        if self._cycle_id is None or self._board is None:
            return
        if self._drafts:
            names = _(", ").join(self._name(form_id) for form_id in self._drafts)
            words = _("These moves wait for a reason; confirm them or put them back first: {names}")
            self.notice.tell(words.format(names=names), "err", ((_("Show"), self._next_draft),))
            return
        people, view = self._board.people, self._view
        ready = [form_id for form_id in view.people if people[form_id].may_change] if view else []
        if not ready:
            self.notice.tell(_("Nobody in sight waits for calibration: their grades are final already."))
            return
        try:
            left = self._firm.calibration.finish(self._cycle_id, self._scope)
        except (Invalid, Fault) as error:
            self.notice.tell(reason_of(error), "err")
            return
        self._read()
        moved = len(ready) - sum(one.head.id in ready for one in left)
        said = [_("{count} grades are final. It can be undone.").format(count=moved)]
        if left:
            names = _(", ").join(pick(one.head.name, one.head.name_en) for one in left[:4])
            reason = sentence(left[0].problems[0])
            said.append(
                _("{count} stay: {names}. {reason}").format(count=len(left), names=names, reason=reason)
            )
        self.notice.tell(" ".join(said), "err" if left else "imp")

    def copy_table(self) -> None:
        """Put the people in sight on the clipboard, ready for a sheet."""
        if self._board is not None and self._view is not None:
            rows = table_of(self._board, self._view)
            QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
            self.notice.tell(_("{count} people are on the clipboard.").format(count=len(rows) - 1), "imp")

    def to_notices(self) -> None:
        """Go on to the papers of those in sight whose grade is final."""
        if self._board is not None and self._view is not None:
            people = self._board.people
            told = [form_id for form_id in self._view.people if not people[form_id].may_change]
            self.place_wanted.emit("print", {"form_ids": told, "back": "cycles"})

    def set_mode(self, mode: str) -> None:
        self._firm.calibration.set_mode(GuideMode(mode))
        self._read()

    def set_link(self, on: bool) -> None:
        self._firm.calibration.link_departments(on=on)
        self._read()

    # -- what Qt calls --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirm()
        elif event.key() == Qt.Key.Key_Escape and self.move_card.draft() is not None:
            self.put_back()
        else:
            super().keyPressEvent(event)

    # -- building --

    def _build(self) -> None:
        self.header = CalibrationHeader(self)
        self.header.scope_chosen.connect(self._scope_chosen)
        self.header.person_wanted.connect(self._go_to)
        self.top, self.board = DistributionCard(self), CalibrationBoard(self)
        self.side = CalibrationSide(self)
        self.quota, self.move_card = self.side.quota, self.side.move_card
        self.board_card = Card("", parent=self)
        self.board_card.add(self.board, 1)
        self.rank_note = RankNote(self)
        self.empty = EmptyState("cycle", parent=self)
        self.empty.setObjectName("nobodyScored")
        self.empty.pressed.connect(self._see_states)
        self._content = QWidget(self)
        row = QHBoxLayout(self._content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        left = QVBoxLayout()
        left.setSpacing(8)
        for widget, stretch in ((self.header, 0), (self.top, 0), (self.board_card, 1), (self.rank_note, 0)):
            left.addWidget(widget, stretch)
        row.addLayout(left, 1)
        row.addWidget(self.side)
        self.body.addWidget(self._content, 1)
        self.body.addWidget(self.empty, 1)
        self.board.chosen.connect(self._chosen)
        self.board.move_wanted.connect(self.move_to)
        self.board.over.connect(self._held_over)
        self.board.opened.connect(self._opened)
        self.quota.chosen.connect(self._go_to)
        self.quota.mode_chosen.connect(self.set_mode)
        self.quota.link_wanted.connect(self.set_link)
        self.quota.guide_wanted.connect(self._change_guide)
        self.top.chosen.connect(self._go_to)
        self.move_card.confirmed.connect(self.confirm)
        self.move_card.put_back.connect(self.put_back)
        self.move_card.keep_wanted.connect(self.keep)
        self.move_card.next_wanted.connect(self._next_draft)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._tell_position()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.side.fit(self.width())

    # -- reading and showing --

    def _read(self) -> None:
        """Read the board anew; moves that wait stay, unless their form is gone or locked now."""
        if self._cycle_id is None:
            self._board = None
        else:
            calibration = self._firm.calibration
            self._board = calibration.board(self._cycle_id)
            self._log = calibration.log(self._cycle_id)
            self._is_linked = calibration.choices().links_departments
            self._names = {one.id: pick(one.name_zh, one.name_en) for one in self._firm.people.departments()}
        board = self._board
        has_people = board is not None and bool(board.people)
        self._content.setVisible(has_people)
        self.empty.setVisible(not has_people)
        self.copy_button.setEnabled(has_people)
        self.notice_button.setEnabled(False)
        self.finish_button.setEnabled(has_people and not self._firm.is_read_only)
        if board is None or not has_people:
            return
        for form_id in [
            one for one in self._drafts if one not in board.people or not board.people[one].may_change
        ]:
            del self._drafts[form_id]
        self._scope = self.header.show_board(board, self._names, self._scope)
        self._show()

    def _moves(self) -> dict[int, int]:
        return {draft.form_id: draft.grade for draft in self._drafts.values()}

    def _show(self) -> None:
        board = self._board
        if board is None:
            return
        moves = self._moves()
        view = self._view = board.view(self._scope, moves)
        inside = set(view.people)
        self.top.show_view(board, view)
        self.top.show_lists([one for one in self._log if one.form_id in inside], view.exempt)
        self.board.show_board(board, view, moves)
        self._show_chosen()
        self.notice_button.setEnabled(any(not board.people[form_id].may_change for form_id in view.people))
        self._tell_position()

    def _tell_position(self) -> None:
        if self._view is not None:
            scored, whole = len(self._view.people), len(self._view.people) + len(self._view.exempt)
            self.position_changed.emit(_("{scored} of {whole} compared").format(scored=scored, whole=whole))

    def _show_chosen(self) -> None:
        board, view, form_id = self._board, self._view, self.board.current()
        if board is None or view is None or form_id is None:
            self.move_card.show_nobody()
        elif form_id in self._drafts:
            self.move_card.show_draft(board, self._drafts[form_id])
        else:
            wants_reason = form_id in view.unexplained and not self._firm.is_read_only
            self.move_card.show_person(board, form_id, self._log, wants_reason=wants_reason)
        if board is not None and view is not None:
            can_change = not self._firm.is_read_only
            self.side.show_view(board, view, is_linked=self._is_linked, can_change=can_change)
        self.move_card.show_waiting(sum(one != form_id for one in self._drafts))

    # -- what parts tell --

    def _chosen(self, _form_id: int) -> None:
        self._show_chosen()

    def _opened(self, form_id: int) -> None:
        self.board.choose(form_id)
        if form_id in self._drafts or not self.move_card.keep.isHidden():
            self.move_card.take_focus()

    def _held_over(self, form_id: int, grade: int) -> None:
        """Show what the distribution would be while a card is held over a column."""
        if self._board is not None:
            moves = self._moves()
            if grade >= 0:
                moves[form_id] = grade
            self.top.show_view(self._board, self._board.view(self._scope, moves))

    def _scope_chosen(self, scope: Scope) -> None:
        self._scope = scope
        self._show()

    def _go_to(self, form_id: int) -> None:
        if self._view is not None and form_id not in self._view.people:
            self._scope = Scope()
            self.header.scope.setCurrentIndex(0)
            self._show()
        self.board.choose(form_id)
        self._show_chosen()

    def _next_draft(self) -> None:
        waiting = [form_id for form_id in self._drafts if form_id != self.board.current()]
        if waiting or self._drafts:
            self._go_to((waiting or list(self._drafts))[0])
            self.move_card.take_focus()

    def _see_states(self) -> None:
        self.place_wanted.emit("cycles", {"pane": "states"})

    def _change_guide(self) -> None:
        self.place_wanted.emit("settings", {"section": "guide"})

    def _name(self, form_id: int) -> str:
        assert self._board is not None
        one = self._board.people[form_id]
        return pick(one.name, one.name_en)

    def _draft_words(self, draft: Draft) -> str:
        assert self._board is not None
        codes = [grade.code for grade in self._board.grades]
        final = self._board.people[draft.form_id].final or 0
        return _("{name} {before} → {after}: no reason yet").format(
            name=self._name(draft.form_id), before=codes[final], after=codes[draft.grade]
        )
