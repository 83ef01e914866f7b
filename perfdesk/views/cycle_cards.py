"""Cards of the cycle page that ask for something: own names, sending back, missing forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from perfdesk.domain.appraisal import FormHead
from perfdesk.domain.cycles import NEEDS_GROUND
from perfdesk.domain.people import Employee
from perfdesk.domain.terms import FormState
from perfdesk.texts import _, pick
from perfdesk.texts.words import STATES
from perfdesk.views.parts import Card, button, label, set_tone

if TYPE_CHECKING:
    from perfdesk.controllers.states import StepBack


class NamesRow(QWidget):
    """The firm's own names of a cycle, in place. Emits `wanted(zh, en)` and `closed`."""

    wanted = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("namesRow")
        self.zh, self.en = QLineEdit(self), QLineEdit(self)
        self.zh.setObjectName("renameZh")
        self.en.setObjectName("renameEn")
        self.save = button("", "primary", name="saveNames", on_click=self._ask, parent=self)
        self.cancel = button("", name="cancelNames", on_click=self.closed.emit, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for made in (self.zh, self.en):
            made.returnPressed.connect(self._ask)
            row.addWidget(made, 1)
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        self.hide()

    def begin(self, zh: str, en: str) -> None:
        self.zh.setText(zh)
        self.en.setText(en)
        self.show()
        self.zh.setFocus()
        self.zh.selectAll()

    def retranslate(self) -> None:
        for edit, word in ((self.zh, _("Own name (Chinese)")), (self.en, _("Own name (English)"))):
            edit.setPlaceholderText(word)
            edit.setAccessibleName(word)
        _name(self.save, _("Save"))
        _name(self.cancel, _("Cancel"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self.wanted.emit(self.zh.text(), self.en.text())


class BackCard(Card):
    """Sends the chosen form back with a reason, or takes a draft away.

    Emits `back_wanted(form id, FormState, reason, is proven error)` and `removal_wanted(form id)`. Under it the latest
    steps back stand.
    """

    back_wanted = Signal(int, object, str, bool)
    removal_wanted = Signal(int)
    SHOWN = 4

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("backCard")
        self._log: tuple[StepBack, ...] = ()
        self._head: FormHead | None = None
        self._ways: tuple[FormState, ...] = ()
        self.hint = label("", "small", parent=self, wrap=True)
        self.who = label("", "bold", parent=self, wrap=True)
        self.who.setObjectName("backWho")
        self.to = QComboBox(self)
        self.to.setObjectName("backTo")
        self.to.setProperty("form", "true")
        self.reason = QLineEdit(self)
        self.reason.setObjectName("backReason")
        self.wrong = label("", "small", "err", self, wrap=True)
        self.wrong.setObjectName("backWrong")
        self.wrong.hide()
        self.ground = QCheckBox(self)
        self.ground.setObjectName("provenError")
        self.log = label("", "small", parent=self, wrap=True)
        self.log.setObjectName("backLog")
        self.send = button("", name="sendBack", on_click=self._ask, parent=self)
        self.remove = button("", "danger", "trash", "removeForm", self._ask_removal, self)
        self.reason.returnPressed.connect(self._ask)
        for part in (self.hint, self.who, self.to, self.reason, self.ground, self.wrong):
            self.add(part)
        row = QHBoxLayout()
        row.addWidget(self.send)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add(self.log)
        self.body.addStretch(1)

    def show_form(self, head: FormHead | None, ways: Sequence[FormState], *, is_open: bool) -> None:
        """Offer what can be done with a form; None: no form is chosen."""
        if head is None or self._head is None or head.id != self._head.id:
            self.reason.clear()
            self.tell("")
        self._head, self._ways = head, tuple(ways) if is_open else ()
        kept = self.to.currentData()
        self.to.clear()
        for state in self._ways:
            self.to.addItem(_(STATES[state]), state.value)
        if (at := self.to.findData(kept)) >= 0:
            self.to.setCurrentIndex(at)
        is_draft = is_open and head is not None and head.state is FormState.DRAFT
        for part in (self.to, self.reason, self.send):
            part.setVisible(bool(self._ways))
        self.ground.setVisible(bool(self._ways) and head is not None and head.state in NEEDS_GROUND)
        self.ground.setChecked(False)
        self.remove.setVisible(is_draft)
        self.who.setVisible(head is not None)
        self._show_texts(is_draft)

    def show_log(self, steps: Sequence[StepBack]) -> None:
        """Show the latest steps back, each with its reason."""
        self._log = tuple(steps)
        lines = [
            "{day}  {name}  {before} → {after}  {reason}".format(
                day=f"{one.on:%m-%d}",
                name=pick(one.name, one.name_en),
                before=_(STATES[one.before]),
                after=_(STATES[one.after]),
                reason=one.reason,
            )
            for one in self._log[: self.SHOWN]
        ]
        if len(self._log) > self.SHOWN:
            lines.append(_("and {count} more").format(count=len(self._log) - self.SHOWN))
        self.log.setText("\n".join(lines))
        self.log.setVisible(bool(lines))

    def tell(self, wrong: str) -> None:
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        set_tone(self.reason, "state", "wrong" if wrong else "")

    def retranslate(self) -> None:
        self.set_heading(_("Send back or take away"))
        self.to.setAccessibleName(_("Back to"))
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Why? Both sides will read it"))
        _name(self.send, _("Send back"))
        _name(self.remove, _("Take this draft away"))
        _name(self.ground, _("An error in the data is proven"))
        self.show_log(self._log)
        for at, state in enumerate(self._ways):
            self.to.setItemText(at, _(STATES[state]))
        self._show_texts(not self.remove.isHidden())

    def _show_texts(self, is_draft: bool) -> None:
        head = self._head
        if head is not None:
            self.who.setText(f"{pick(head.name, head.name_en)} · {_(STATES[head.state])}")
        if head is None:
            text = _(
                "Choose a form in the table. It goes back one step only, with a reason; the step is kept."
            )
        elif is_draft:
            text = _("A draft can be taken away with what is on it. It can be undone.")
        elif self._ways:
            text = _("One step back, with a reason of ten characters or more. What was entered stays.")
        else:
            text = _("There is no way back from this state.")
        self.hint.setText(text)

    def _ask(self) -> None:
        if self._head is not None and self._ways:
            state = FormState(self.to.currentData())
            self.back_wanted.emit(self._head.id, state, self.reason.text(), self.ground.isChecked())

    def _ask_removal(self) -> None:
        if self._head is not None:
            self.removal_wanted.emit(self._head.id)


class WithoutFormCard(Card):
    """People who have no form in the cycle, and the button that gives them one."""

    wanted = Signal()
    SHOWN = 8

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("withoutFormCard")
        self._people: tuple[Employee, ...] = ()
        self.names = QLabel(self)
        self.names.setObjectName("withoutForm")
        self.names.setWordWrap(True)
        self.give = button("", icon="plus", name="addForms", on_click=self.wanted.emit, parent=self)
        self.add(self.names)
        row = QHBoxLayout()
        row.addWidget(self.give)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def show_people(self, people: Sequence[Employee], *, is_open: bool) -> None:
        self._people = tuple(people)
        self.give.setVisible(is_open and bool(people))
        self.retranslate()

    def retranslate(self) -> None:
        count = len(self._people)
        self.set_heading(_("Without a form"), _("{count} people").format(count=count) if count else "")
        shown = pick("、", ", ").join(pick(one.name, one.name_en) for one in self._people[: self.SHOWN])
        if count > self.SHOWN:
            shown = _("{names} and {count} more").format(names=shown, count=count - self.SHOWN)
        self.names.setText(shown or _("Everybody who is appraised has a form in this cycle."))
        set_tone(self.names, "tone", "" if count else "muted")
        _name(self.give, _("Give them a form"))


def _name(widget: QAbstractButton, text: str) -> None:
    widget.setText(text)
    widget.setAccessibleName(text.replace("&", ""))
