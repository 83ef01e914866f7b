"""Flags of forms: pay held, void, appealed; and the new revision after a void or a filed form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from perfdesk.domain.appraisal import FormHead
from perfdesk.domain.terms import FormState
from perfdesk.texts import _, pick
from perfdesk.views.parts import Card, button, label, set_tone


class FlagsCard(Card):
    """Lists the flagged forms and acts on the chosen one.

    Emits `hold_wanted(form id, reason)` with "" to let go, `void_wanted(form id, reason)`,
    `correction_wanted(form id, reason)`, `revision_wanted(form id)`.
    """

    hold_wanted = Signal(int, str)
    void_wanted = Signal(int, str)
    correction_wanted = Signal(int, str)
    revision_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("flagsCard")
        self._head: FormHead | None = None
        self._flagged: tuple[FormHead, ...] = ()
        self._void: tuple[FormHead, ...] = ()
        self.list = QLabel(self)
        self.list.setObjectName("flagged")
        self.list.setWordWrap(True)
        self.reason = QLineEdit(self)
        self.reason.setObjectName("flagReason")
        self.wrong = label("", "small", "err", self, wrap=True)
        self.wrong.setObjectName("flagWrong")
        self.wrong.hide()
        self.hold = button("", "small", name="holdPay", on_click=self._ask_hold, parent=self)
        self.void = button("", "danger", name="voidForm", on_click=self._ask_void, parent=self)
        self.correct = button("", "small", name="correctForm", on_click=self._ask_correction, parent=self)
        self.renew = button("", "small", "plus", name="renewForm", on_click=self._ask_revision, parent=self)
        for part in (self.list, self.reason, self.wrong):
            self.add(part)
        row = QHBoxLayout()
        for made in (self.hold, self.void, self.correct, self.renew):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_form(self, head: FormHead | None, heads: Sequence[FormHead], *, is_writable: bool) -> None:
        """Show the flags of all `heads` and what can be done with the chosen form."""
        if head is None or self._head is None or head.id != self._head.id:
            self.reason.clear()
            self.tell("")
        self._head = head
        self._flagged = tuple(one for one in heads if one.is_void or one.is_appealed or one.is_pay_held)
        newer = {(one.employee_id, one.segment, one.revision - 1) for one in heads if one.revision > 1}
        self._void = tuple(
            one for one in heads if one.is_void and (one.employee_id, one.segment, one.revision) not in newer
        )
        acts = is_writable and head is not None
        is_closed = head is not None and head.state is FormState.CLOSED
        self.hold.setVisible(acts)
        self.void.setVisible(acts and not is_closed)
        self.correct.setVisible(acts and is_closed)
        self.renew.setVisible(is_writable and bool(self._void))
        self.reason.setVisible(acts)
        self.retranslate()

    def tell(self, wrong: str) -> None:
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        set_tone(self.reason, "state", "wrong" if wrong else "")

    def retranslate(self) -> None:
        head = self._head
        self.set_heading(_("Flags"), pick(head.name, head.name_en) if head is not None else "")
        lines = [f"{pick(one.name, one.name_en)}: {_flags_of(one)}" for one in self._flagged]
        self.list.setText("\n".join(lines) or _("No form is appealed, held or void."))
        set_tone(self.list, "tone", "" if lines else "muted")
        self.reason.setPlaceholderText(_("Why? It stays with the form"))
        self.reason.setAccessibleName(_("Reason"))
        is_held = head is not None and head.is_pay_held
        for made, word in (
            (self.hold, _("Let the pay go") if is_held else _("Hold the pay")),
            (self.void, _("Declare void")),
            (self.correct, _("Correct by a new revision")),
            (self.renew, _("New revision of the void form")),
        ):
            made.setText(word)
            made.setAccessibleName(word)

    def _ask_hold(self) -> None:
        if self._head is not None:
            is_held = self._head.is_pay_held
            reason = self.reason.text().strip()
            self.hold_wanted.emit(self._head.id, "" if is_held else reason or "?")

    def _ask_void(self) -> None:
        if self._head is not None:
            self.void_wanted.emit(self._head.id, self.reason.text())

    def _ask_correction(self) -> None:
        if self._head is not None:
            self.correction_wanted.emit(self._head.id, self.reason.text())

    def _ask_revision(self) -> None:
        if self._void:
            self.revision_wanted.emit(self._void[0].id)


def _flags_of(head: FormHead) -> str:
    words = [
        (head.is_appealed, _("appealed")),
        (head.is_pay_held, _("pay held")),
        (head.is_void, _("void")),
    ]
    return pick("、", ", ").join(word for is_on, word in words if is_on)
