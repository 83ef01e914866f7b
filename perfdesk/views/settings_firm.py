"""Settings that belong to the firm: its name, its switches, who works with the file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from perfdesk.controllers.faults import Fault
from perfdesk.domain.firm import Switch
from perfdesk.domain.people import Employee
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Scheme
from perfdesk.models.rows import Column, RowsModel, SymbolMark
from perfdesk.texts import _, pick
from perfdesk.texts.words import SWITCHES
from perfdesk.views.parts import Card, button, label, set_tone
from perfdesk.views.reasons import reason_of
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

USED = (
    Switch.INDICATORS,
    Switch.TARGETS_FIRST,
    Switch.SELF_SCORE,
    Switch.RATERS,
    Switch.CALIBRATION,
    Switch.INTERVIEWS,
    Switch.AMENDMENTS,
    Switch.GOALS,
    Switch.OKR,
)
"""Switches that do something so far, in the order in which a cycle comes to them."""


class Section(Card):
    """One section of the settings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.hint = label("", "muted", parent=self, wrap=True)
        self.add(self.hint)
        self.said = label("", parent=self, wrap=True)
        self.said.hide()

    def refresh(self) -> None:
        """Read again what the section shows."""

    def retranslate(self) -> None:
        """Set every text anew."""

    def pending(self) -> list[str]:
        """Return a line for each wrong entry that is still in its field."""
        return []

    def say(self, text: str, tone: str = "imp") -> None:
        """Say what came of a deed, in the section; "" takes it away."""
        self.said.setText(text)
        set_tone(self.said, "tone", tone)
        self.said.setVisible(bool(text))

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do it, or say why not."""
        try:
            deed()
        except (Invalid, Fault) as error:
            self.say(reason_of(error), "err")
            return False
        self.say("")
        self.refresh()
        return True


class FirmSection(Section):
    """The firm's name."""

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firmSection")
        self._firm = firm
        self.caption, self.name = label("", "small", parent=self), QLineEdit(self)
        self.name.setObjectName("firmName")
        self.caption.setBuddy(self.name)
        self.name.setMaximumWidth(420)
        self.name.editingFinished.connect(self._save)
        self.name.installEventFilter(self)
        for part in (self.caption, self.name, self.said):
            self.add(part)
        self.body.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        if not self.pending():
            self.name.setText(self._firm.settings.settings().name)
        self.name.setEnabled(not self._firm.is_read_only)

    def retranslate(self) -> None:
        self.set_heading(_("Firm"))
        self.hint.setText(_("The name stands on every paper."))
        self.caption.setText(_("Name of the firm"))
        self.name.setAccessibleName(_("Name of the firm"))

    def pending(self) -> list[str]:
        wrong = self.name.property("state") == "wrong"
        return [f"{_('Name of the firm')}: {self.name.text()}"] if wrong else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.name and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            set_tone(self.name, "state", "")
            self.say("")
            self.refresh()
            return True
        return super().eventFilter(watched, event)

    def _save(self) -> None:
        if self.name.text().strip() != self._firm.settings.settings().name:
            taken = self.attempt(partial(self._firm.settings.rename_firm, self.name.text()))
            set_tone(self.name, "state", "" if taken else "wrong")
        elif self.pending():
            set_tone(self.name, "state", "")
            self.say("")


class SwitchSection(Section):
    """Functions that may be on or off."""

    grades_wanted = Signal()

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switchSection")
        self._firm = firm
        self.boxes: dict[Switch, QCheckBox] = {}
        self._sentences = {}
        for switch in USED:
            box = QCheckBox(self)
            box.setObjectName(f"switch_{switch.value}")
            box.toggled.connect(partial(self._toggle, switch))
            words = label("", "small", parent=self, wrap=True)
            words.setContentsMargins(24, 0, 0, 6)
            self.boxes[switch], self._sentences[switch] = box, words
            self.add(box)
            self.add(words)
        self.scheme_hint = label("", parent=self, wrap=True)
        self.scheme_hint.setObjectName("schemeHint")
        self.to_grades = button("", "small", name="toGrades", on_click=self.grades_wanted.emit, parent=self)
        self.add(self.scheme_hint)
        self.add(self.said)
        row = QHBoxLayout()
        row.addWidget(self.to_grades)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        settings = self._firm.settings.settings()
        for switch, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(switch in settings.switches)
            box.setEnabled(not self._firm.is_read_only)
        needs_scheme = Switch.INDICATORS in settings.switches and settings.scheme is Scheme.P5
        self.scheme_hint.setVisible(needs_scheme)
        self.to_grades.setVisible(needs_scheme)

    def retranslate(self) -> None:
        self.set_heading(_("Functions"))
        self.hint.setText(_("What is off is hidden, and its data are kept. It can be switched at any time."))
        said = _what_they_bring()
        for switch, box in self.boxes.items():
            box.setText(_(SWITCHES[switch]))
            box.setAccessibleName(_(SWITCHES[switch]))
            box.setAccessibleDescription(said[switch])
            self._sentences[switch].setText(said[switch])
        self.scheme_hint.setText(
            _("New cycles still use the five levels, which measured indicators can't. Choose another scheme.")
        )
        self.to_grades.setText(_("Choose the grading scheme"))
        self.to_grades.setAccessibleName(self.to_grades.text())

    def _toggle(self, switch: Switch, on: bool) -> None:
        if not self.attempt(partial(self._firm.settings.set_switch, switch, on=on)):
            self.refresh()


def _what_they_bring() -> dict[Switch, str]:
    """Return in a line or two what each switch brings."""
    return {
        Switch.INDICATORS: _(
            "Forms carry indicators with target and actual, made from the template of the position; "
            "the pages Library and Cycles appear. Off: five questions, levels 1 to 5."
        ),
        Switch.TARGETS_FIRST: _(
            "Weights and targets are agreed before the cycle, and only then are scores entered. "
            "Off: a draft can be scored at once."
        ),
        Switch.SELF_SCORE: _(
            "After the cycle employees rate themselves first, then the manager does. "
            "Off: the manager scores at once."
        ),
        Switch.RATERS: _(
            "Colleagues, subordinates and customers rate as well, anonymous from three replies on. "
            "Off: only the manager's levels count."
        ),
        Switch.CALIBRATION: _(
            "Grades are compared across managers before they are final, with a guide as advice. "
            "Off: the computed grade stands."
        ),
        Switch.INTERVIEWS: _(
            "Notice, interview and signature are recorded before a result is final, and plans before it is filed. "
            "Off: scored forms are filed with the cycle."
        ),
        Switch.AMENDMENTS: _(
            "Targets change on the way with a reason; transfers, long leave and appeals are kept. "
            "Off: what was agreed stays."
        ),
        Switch.GOALS: _(
            "Goals of the firm and its departments, and which indicators serve them. "
            "Off: indicators stand by themselves."
        ),
        Switch.OKR: _(
            "Objectives with key results stand beside the indicators on each form. Off: indicators only."
        ),
    }


class PersonSection(Section):
    """Who may be chosen as the one who works, and who works now. `actor_changed` when that is another."""

    actor_changed = Signal()

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("personSection")
        self._firm = firm
        self.table = TableView(self)
        self.table.setObjectName("actingPersons")
        columns: list[Column[tuple[Employee, bool]]] = [
            Column("name", lambda: _("Name"), _acting_name, width=200, bold=_is_actor, mark=_actor_mark),
            Column("number", lambda: _("Employee number"), lambda row: row[0].number, width=110),
            Column("department", lambda: _("Department"), _department_of),
        ]
        self.people: RowsModel[tuple[Employee, bool]] = RowsModel(columns, _person_key, parent=self.table)
        self.table.setModel(self.people)
        self.table.row_opened.connect(self._act_as)
        self.table.row_chosen.connect(self._show_buttons)
        self.add(self.table)
        row = QHBoxLayout()
        self.choose = button("", "primary", "check", "actAs", self._act_as_chosen, self)
        self.remove = button("", name="removeActing", on_click=self._remove, parent=self)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add_caption, self.who = label("", "small", parent=self), QComboBox(self)
        self.who.setObjectName("newActing")
        self.who.setProperty("form", "true")
        self.who.setEditable(True)
        self.who.lineEdit().setObjectName("newActingText")
        self.who.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.who.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.who.completer().setCompletionMode(self.who.completer().CompletionMode.PopupCompletion)
        self.add_button = button("", icon="plus", name="addActing", on_click=self._add, parent=self)
        self.add_caption.setBuddy(self.who)
        self.add(self.add_caption)
        row = QHBoxLayout()
        row.addWidget(self.who, 1)
        row.addWidget(self.add_button)
        row.addStretch(2)
        self.body.addLayout(row)
        self.add(self.said)
        self.body.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        people = [one for one in self._firm.people.employees(include_left=False)]
        actor, acting = self._firm.settings.actor_id, [one for one in people if one.is_acting]
        self.people.show((one, one.id == actor) for one in acting)
        self.table.setFixedHeight(self.table.height_for_rows(max(2, min(8, len(acting)))))
        typed = self.who.currentText()
        self.who.clear()
        for one in people:
            if not one.is_acting:
                self.who.addItem(f"{one.number} {pick(one.name, one.name_en)}", one.id)
        self.who.setCurrentIndex(self.who.findText(typed))
        for part in (self.who, self.add_button):
            part.setEnabled(not self._firm.is_read_only and self.who.count() > 0)
        self._show_buttons()

    def retranslate(self) -> None:
        self.set_heading(_("Acting persons"))
        self.hint.setText(
            _("Whoever works now stands in every entry of the trail. It is a statement, not a proof.")
        )
        for made, word in (
            (self.choose, _("I am this person")),
            (self.remove, _("No longer an acting person")),
            (self.add_button, _("Add")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.add_caption.setText(_("Add an acting person: number or name"))
        for edit in (self.who, self.who.lineEdit()):
            edit.setAccessibleName(self.add_caption.text())
        self.table.setAccessibleName(_("Acting persons"))
        self.people.retranslate()

    def _show_buttons(self, _key: object = None) -> None:
        key = self.table.current_key()
        other = isinstance(key, int) and key != self._firm.settings.actor_id
        self.choose.setEnabled(other)
        self.remove.setEnabled(other and not self._firm.is_read_only)

    def _act_as_chosen(self) -> None:
        self._act_as(self.table.current_key())

    def _act_as(self, key: object) -> None:
        if isinstance(key, int) and self.attempt(partial(self._firm.settings.act_as, key)):
            self.actor_changed.emit()

    def _remove(self) -> None:
        key = self.table.current_key()
        if isinstance(key, int):
            self.attempt(partial(self._firm.people.edit_employee, key, "is_acting", False))

    def _add(self) -> None:
        at = self.who.findText(self.who.currentText().strip())
        at = at if at >= 0 else self.who.findText(self.who.currentText().strip(), Qt.MatchFlag.MatchContains)
        if at < 0 or not self.who.currentText().strip():
            self.say(_("Type a number or a name from the list, then add."), "err")
            return
        employee_id = self.who.itemData(at)
        if self.attempt(partial(self._firm.people.edit_employee, employee_id, "is_acting", True)):
            self.table.choose(employee_id, 0)


def _person_key(row: tuple[Employee, bool]) -> int:
    return row[0].id


def _acting_name(row: tuple[Employee, bool]) -> str:
    name = pick(row[0].name, row[0].name_en)
    return _("{name} (works now)").format(name=name) if row[1] else name


def _is_actor(row: tuple[Employee, bool]) -> bool:
    return row[1]


def _actor_mark(row: tuple[Employee, bool]) -> SymbolMark:
    return SymbolMark("check" if row[1] else "ring", "app")


def _department_of(row: tuple[Employee, bool]) -> str:
    return pick(row[0].department_zh, row[0].department_en)
