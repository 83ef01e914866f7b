"""The card in which a move waits for its reason: code, words, and words of their own where it turns the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.calibration import LEAST_WORDS
from perfdesk.domain.calibration_board import Board, GradeChange, is_quota_downgrade
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import CalibrationReason
from perfdesk.texts import _, in_context, pick, sentence
from perfdesk.texts.words import CALIBRATION_REASONS
from perfdesk.views.calibration_board import badge_rank
from perfdesk.views.parts import Card, Grade, KeyCap, ToggleChips, button, label, set_tone


@dataclass(slots=True)
class Draft:
    """A move that is not confirmed. `grade` may be the one that is there: then it is being confirmed with a reason."""

    form_id: int
    grade: int
    reason: str = ""
    words: str = ""
    inversion_words: str = ""


class _Words(QPlainTextEdit):
    """A text of a few lines; Tab leaves it."""

    def __init__(self, lines: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setObjectName(name)
        self.setTabChangesFocus(True)
        self._measure()

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (
            is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()  # the page's keys
        else:
            super().keyPressEvent(event)

    def _measure(self) -> None:
        self.setFixedHeight(self._lines * QFontMetrics(theme.font()).lineSpacing() + 18)


class MoveCard(Card):
    """Shows the chosen person, or the draft of a move. `edited` after each change of a draft; `confirmed`,
    `put_back`; `keep_wanted` to confirm the grade there is; `next_wanted` to go to another waiting move."""

    edited = Signal()
    confirmed = Signal()
    put_back = Signal()
    keep_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("moveCard")
        self._draft: Draft | None = None
        self._board: Board | None = None
        self.before, self.after = Grade("", 2, self), Grade("", 2, self)
        self._arrow = label("→", parent=self)
        for widget in (self.before, self._arrow, self.after):
            self.add_to_header(widget)
        self.fact = label("", "small", parent=self, wrap=True)
        self.fact.setObjectName("moveFact")
        self.upside = label("", "small", "err", parent=self, wrap=True)
        self.upside.setObjectName("inversionSaid")
        self.history = label("", "small", parent=self, wrap=True)
        self.history.setObjectName("moveHistory")
        self.keep = button("", "small", "check", "keepGrade", self.keep_wanted.emit, self)
        self.form = QWidget(self)
        self.reasons = ToggleChips([(reason.value, "", "") for reason in CalibrationReason], self.form)
        for chip in self.reasons.findChildren(QPushButton):
            chip.setProperty("side", "blue")
        self.reasons.toggled.connect(self._reason_chosen)
        self.quota = label("", "small", "err", parent=self.form, wrap=True)
        self.quota.setObjectName("quotaWarning")
        self.words_label = label("", "small", parent=self.form)
        self.words = _Words(2, "moveWords", self.form)
        self.count = label("", "small", parent=self.form)
        self.count.setObjectName("wordsCount")
        self.inversion_label = label("", "small", parent=self.form, wrap=True)
        self.inversion = _Words(2, "inversionWords", self.form)
        self.inversion_count = label("", "small", parent=self.form)
        self.participants_label = label("", "small", parent=self.form)
        self.participants = QLineEdit(self.form)
        self.participants.setObjectName("moveParticipants")
        self.problem = label("", "small", "err", parent=self.form, wrap=True)
        self.problem.setObjectName("moveProblem")
        self.confirm = button(
            "", "primary", name="confirmMove", on_click=self.confirmed.emit, parent=self.form
        )
        self.back = button("", name="putBack", on_click=self.put_back.emit, parent=self.form)
        self.more = button("", "link", name="nextMove", on_click=self.next_wanted.emit, parent=self)
        self.words.textChanged.connect(self._typed)
        self.inversion.textChanged.connect(self._typed)
        self._lay_out()
        self.retranslate()
        self.show_nobody()

    # -- what the pane calls --

    def draft(self) -> Draft | None:
        return self._draft

    def show_nobody(self) -> None:
        self._draft = None
        self.set_heading(_("Choose a card"))
        self.fact.setText(
            _("Drag it to another grade, or press Alt+← / Alt+→. Nothing is written before its reason.")
        )
        for widget in (self.before, self._arrow, self.after, self.upside, self.history, self.keep, self.form):
            widget.hide()

    def show_person(
        self, board: Board, form_id: int, log: Sequence[GradeChange], *, wants_reason: bool
    ) -> None:
        """Show somebody who is not being moved: grade, what the guide would say, and what was changed before."""
        one = board.people[form_id]
        self._board, self._draft = board, None
        final, standard, wanted = one.final or 0, one.standard or 0, board.suggested.get(form_id)
        codes = [grade.code for grade in board.grades]
        self.set_heading(pick(one.name, one.name_en))
        self._badge(self.before, final)
        facts = [
            _("Total {total}").format(total=f"{one.total:.2f}"),
            _("standard {grade}").format(grade=codes[standard]),
        ]
        if wanted is not None:
            facts.append(_("by rank and seats {grade}").format(grade=codes[wanted]))
        if one.is_capped:
            facts.append(_("a veto holds the grade down"))
        if not one.may_change:
            facts.append(_("locked in this state"))
        self.fact.setText(" · ".join(facts))
        lines = [_change_words(change) for change in log if change.form_id == form_id]
        self.history.setText("\n".join(lines[:3]))
        self.history.setVisible(bool(lines))
        self.keep.setText(_("Confirm {grade} with a reason").format(grade=codes[final]))
        self.keep.setAccessibleName(self.keep.text())
        self.keep.setVisible(wants_reason)
        self.before.show()
        for widget in (self._arrow, self.after, self.upside, self.form):
            widget.hide()

    def show_draft(self, board: Board, draft: Draft) -> None:
        """Show a move that waits; what was typed for it before is there again."""
        is_new = draft is not self._draft
        one = board.people[draft.form_id]
        self._board, self._draft = board, draft
        final = one.final or 0
        self.set_heading(_("Change: {name}").format(name=pick(one.name, one.name_en)))
        self._badge(self.before, final)
        self._badge(self.after, draft.grade)
        for widget in (self.before, self._arrow, self.after, self.form):
            widget.show()
        self.history.hide()
        self.keep.hide()
        if is_new:
            self.problem.hide()
            for field, text in ((self.words, draft.words), (self.inversion, draft.inversion_words)):
                field.blockSignals(True)
                field.setPlainText(text)
                field.blockSignals(False)
        self.reasons.show_on([draft.reason] if draft.reason else [])
        self._say()

    def show_waiting(self, count: int) -> None:
        """Say how many other moves wait for their reason."""
        self.more.setVisible(count > 0)
        self.more.setText(_("{count} more wait for a reason").format(count=count))
        self.more.setAccessibleName(self.more.text())

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self.problem.setText("\n".join(sentence(problem) for problem in problems))
        self.problem.setVisible(bool(problems))
        wrong = {problem.field for problem in problems}
        for name, field in (("words", self.words), ("inversion_words", self.inversion)):
            set_tone(field, "state", "wrong" if name in wrong else "")
        target = (
            {"reason": self.reasons, "inversion_words": self.inversion}.get(problems[0].field, self.words)
            if problems
            else None
        )
        if target is self.reasons:
            target = self.reasons.findChildren(QPushButton)[0]
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Put the keyboard where the next thing is missing."""
        if self._draft is None:
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._draft.reason:
            self.reasons.findChildren(QPushButton)[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        meanings = {
            "EVIDENCE": _("Facts that the scores did not know yet"),
            "CONSISTENCY": _("The same performance gets the same grade everywhere"),
            "SCOPE": _("The task was harder or easier than the target says"),
            "VETO": _("An event that speaks against the grade"),
            "QUOTA": _("Only because of the guide: counted, and printed on the notice"),
        }
        self.reasons.retranslate(
            [(key, _(CALIBRATION_REASONS[key]), meaning) for key, meaning in meanings.items()]
        )
        self.reasons.setAccessibleName(_("Reason"))
        self.reasons.setToolTip(_("Keys 1 to 5"))
        self.words_label.setText(_("Reason (at least {least} characters)").format(least=LEAST_WORDS))
        self.words.setAccessibleName(self.words_label.text())
        self.inversion_label.setText(_("Why does the lower total earn the better grade?"))
        self.inversion.setAccessibleName(self.inversion_label.text())
        self.participants_label.setText(_("Present"))
        self.participants.setAccessibleName(_("Present at the calibration"))
        self.participants.setPlaceholderText(_("Names of those who decide together"))
        self.confirm.setText(_("Confirm"))
        self.confirm.setAccessibleName(_("Confirm"))
        self.quota.setText(
            _("Below the standard by “Quota”: counts for HC04, printed as “adjusted to a quota”.")
        )
        if self._draft is not None:
            self._say()

    # -- inside --

    def _lay_out(self) -> None:
        for widget in (self.fact, self.upside, self.history):
            self.add(widget)
        self.body.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.reasons)
        column.addWidget(self.quota)
        head = QHBoxLayout()
        head.addWidget(self.words_label, 1)
        head.addWidget(self.count)
        column.addLayout(head)
        column.addWidget(self.words)
        head = QHBoxLayout()
        head.addWidget(self.inversion_label, 1)
        head.addWidget(self.inversion_count)
        column.addLayout(head)
        column.addWidget(self.inversion)
        head = QHBoxLayout()
        head.addWidget(self.participants_label)
        head.addWidget(self.participants, 1)
        column.addLayout(head)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.confirm)
        row.addWidget(KeyCap("Ctrl+Enter", self.form))
        row.addWidget(self.back)
        row.addWidget(KeyCap("Esc", self.form))
        row.addStretch(1)
        column.addLayout(row)
        self.add(self.form)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()
        self.body.addStretch(1)

    def _badge(self, badge: Grade, at: int) -> None:
        assert self._board is not None
        grades = self._board.grades
        badge.show_grade(grades[at].code, badge_rank(at, self._board.centre, len(grades)))

    def _say(self) -> None:
        """Say what the move means and what it still lacks; called for every letter."""
        board, draft = self._board, self._draft
        if board is None or draft is None:
            return
        one = board.people[draft.form_id]
        codes = [grade.code for grade in board.grades]
        upside = board.inversions_by(draft.form_id, draft.grade)
        said = _("The total {total} stays, only the grade changes.")
        if not upside and draft.form_id in board.pool_of:
            said = _(
                "The total {total} stays, only the grade changes. Nobody in this group with a higher total has a"
                " lower grade."
            )
        self.fact.setText(said.format(total=f"{one.total:.2f}"))
        self.upside.setVisible(bool(upside))
        if upside:
            key = upside[0]
            better, worse = board.people[key.key], board.people[key.over]
            words = _("! Order turned round: {better} ({low}) stands above {worse} ({high}).")
            if key.is_tie:
                words = _("! Same total, another grade: {better} ({low}) and {worse} ({high}).")
            said = words.format(
                better=pick(better.name, better.name_en),
                low=f"{better.total:.2f}",
                worse=pick(worse.name, worse.name_en),
                high=f"{worse.total:.2f}",
            )
            if len(upside) > 1:
                said += " " + _("And {count} more.").format(count=len(upside) - 1)
            self.upside.setText(said)
        for widget in (self.inversion_label, self.inversion, self.inversion_count):
            widget.setVisible(bool(upside))
        reason = CalibrationReason(draft.reason) if draft.reason else None
        self.quota.setVisible(is_quota_downgrade(reason, one.standard or 0, draft.grade))
        final = codes[one.final or 0]
        self.back.setText(
            _("Back to {grade}").format(grade=final)
            if draft.grade != one.final
            else in_context("grade", "Leave it")
        )
        self.back.setAccessibleName(self.back.text())
        for field, count in ((self.words, self.count), (self.inversion, self.inversion_count)):
            _count(count, len(field.toPlainText().strip()))

    def _reason_chosen(self, key: str, is_on: bool) -> None:
        if self._draft is None:
            return
        self._draft.reason = key if is_on else ""
        self.reasons.show_on([key] if is_on else [])
        self._say()
        if is_on and not self._draft.words.strip():
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)  # Alt+→, Enter, 3, words, Ctrl+Enter
        self.edited.emit()

    def _typed(self) -> None:
        if self._draft is None:
            return
        self._draft.words = self.words.toPlainText()
        self._draft.inversion_words = self.inversion.toPlainText()
        self._say()
        self.edited.emit()


def _count(shown, length: int) -> None:
    is_enough = length >= LEAST_WORDS
    text = _("✓ {count} characters") if is_enough else in_context("characters", "{count} more")
    shown.setText(text.format(count=length if is_enough else LEAST_WORDS - length))
    set_tone(shown, "tone", "imp" if is_enough else "muted")


def _change_words(change: GradeChange) -> str:
    step = (
        _("{grade} confirmed").format(grade=change.to_grade)
        if change.from_grade == change.to_grade
        else f"{change.from_grade} → {change.to_grade}"
    )
    return f"{change.at:%m-%d} {step} · {_(CALIBRATION_REASONS[change.reason.value])}: {change.words}"
