"""Bonus, deductions and vetoes of a form: sums, a line each, and a line to add one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from perfdesk.desktop import icons
from perfdesk.domain.appraisal import FormEvent, FormSheet
from perfdesk.domain.events import still_needed
from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid
from perfdesk.domain.progress import Evidence
from perfdesk.domain.terms import EventKind, VetoEffect
from perfdesk.domain.totals import BONUS_CAP
from perfdesk.texts import _, in_context
from perfdesk.texts.words import EVENTS, VETOES, number
from perfdesk.views import score_words
from perfdesk.views.changes_fields import DayField
from perfdesk.views.event_details import EventDetails
from perfdesk.views.evidence_files import ask_for_file, ask_where_to_save
from perfdesk.views.parts import Chip, Elided, KeyCap, button, label, set_tone
from perfdesk.views.score_deeds import FormDeeds
from perfdesk.views.score_fields import ENTER

_TONES = {EventKind.BONUS: "app", EventKind.DEDUCTION: "neutral", EventKind.VETO: "err"}


class EventsSection(QWidget):
    """Events of a form; what was attached to them folds out. `removal_asked(event id)`.

    `ask_for_file(parent)` and `ask_where(parent, name)` are the dialogs, "" when the user thinks better of it.
    """

    removal_asked = Signal(int)

    def __init__(self, deeds: FormDeeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self.ask_for_file: Callable[[QWidget], str] = ask_for_file
        self.ask_where: Callable[[QWidget, str], str] = ask_where_to_save
        self._open: set[int] = set()
        self._evidence: Mapping[int, tuple[Evidence, ...]] = {}
        self.details: dict[int, EventDetails] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(4)
        self.sums = label("", parent=self, wrap=True)
        self.sums.setObjectName("eventSums")
        self.open_button = button("", "small", "plus", "addEvent", self._toggle, self)
        top = QHBoxLayout()
        top.addWidget(self.sums, 1)
        top.addWidget(self.open_button)
        column.addLayout(top)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column.addLayout(self._rows)
        self.entry = EventEntry(self)
        self.entry.wanted.connect(self._save)
        self.entry.closed.connect(self._close)
        column.addWidget(self.entry)
        self.entry.hide()
        self._shown: tuple[FormEvent, ...] | None = None
        self._may = False

    def show_sheet(self, sheet: FormSheet, may: bool) -> None:
        total, vetoes = sheet.total, [one for one in sheet.events if one.kind is EventKind.VETO]
        words = _("Bonus {bonus} (at most {cap})    Deduction {deduction}    Veto: {veto}").format(
            bonus=score_words.points(total.bonus),
            cap=number(BONUS_CAP),
            deduction=score_words.points(total.deduction),
            veto=len(vetoes) or in_context("veto", "none"),
        )
        self.sums.setText(words)
        self.open_button.setVisible(may)
        if not may:
            self.entry.hide()
        evidence = self._deeds.evidence_of_events() if sheet.events else {}
        if sheet.events != self._shown or may != self._may or evidence != self._evidence:
            self._shown, self._may, self._evidence = sheet.events, may, evidence
            self._fill(may)

    def retranslate(self) -> None:
        self.open_button.setText(_("Add an event"))
        self.open_button.setAccessibleName(self.open_button.text())
        self.entry.retranslate()
        self._shown = None

    def set_day(self, day: date) -> None:
        self.entry.begin(day)

    def _fill(self, may: bool) -> None:
        while self._rows.count():
            old = self._rows.takeAt(0).widget()
            if old is not None:
                old.setParent(None)
                old.deleteLater()
        self.details = {}
        for event in self._shown or ():
            self._rows.addWidget(self._row(event, may))
            details = EventDetails(
                event,
                self._evidence.get(event.id, ()),
                self._deeds,
                (self._choose_file, self._choose_place),
                may,
                self,
            )
            details.setVisible(event.id in self._open)
            self.details[event.id] = details
            self._rows.addWidget(details)

    def _row(self, event: FormEvent, may: bool) -> QWidget:
        made = QWidget(self)
        made.setObjectName(f"event_{event.id}")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Chip(_(EVENTS[event.kind.value]), _TONES[event.kind], made))
        row.addWidget(label(event.on.isoformat(), "small", parent=made))
        row.addWidget(Elided(event.words, parent=made), 1)
        row.addWidget(Elided(_worth(event), "bold", parent=made))
        attached = self._evidence.get(event.id, ())
        needs = still_needed(event, has_evidence=bool(attached))
        word = _("{count} still needed").format(count=len(needs)) if needs else _("Evidence")
        more = button(
            word, "link", name=f"moreEvent_{event.id}", on_click=partial(self._unfold, event.id), parent=made
        )
        more.setAccessibleName(f"{event.words}: {word}")
        more.setToolTip(score_words.all_sentences(needs))
        row.addWidget(more)
        if may:
            remove = QToolButton(made)
            remove.setObjectName(f"removeEvent_{event.id}")
            remove.setProperty("kind", "quiet")
            icons.put(remove, "trash", "muted", 13)
            remove.setAccessibleName(_("Remove “{name}”").format(name=event.words))
            remove.setToolTip(remove.accessibleName())
            remove.clicked.connect(partial(self.removal_asked.emit, event.id))
            row.addWidget(remove)
        return made

    def save(self) -> None:
        """Save what is still being typed."""
        for details in self.details.values():
            details.save()

    def _unfold(self, event_id: int) -> None:
        self._open ^= {event_id}
        self.details[event_id].setVisible(event_id in self._open)

    def _choose_file(self, parent: QWidget) -> str:
        return self.ask_for_file(parent)

    def _choose_place(self, parent: QWidget, name: str) -> str:
        return self.ask_where(parent, name)

    def _toggle(self) -> None:
        self.entry.setVisible(self.entry.isHidden())
        if not self.entry.isHidden():
            self.entry.words.setFocus()

    def _close(self) -> None:
        self.entry.hide()
        self.open_button.setFocus()

    def _save(self) -> None:
        try:
            made = self._deeds.add_event(*self.entry.draft())
        except Invalid as invalid:
            self.entry.refuse(invalid)
        else:
            self.entry.clear()
            # What a veto still needs is asked for at once.
            if made in self.details and self.details[made].about.kind is EventKind.VETO:
                self._unfold(made)
            self.entry.words.setFocus()


class EventEntry(QWidget):
    """One line: kind, date, what happened, points or the effect of a veto."""

    wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("eventEntry")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        row = QHBoxLayout()
        row.setSpacing(5)
        self.kind, self.effect = QComboBox(self), QComboBox(self)
        self.kind.setObjectName("eventKind")
        self.effect.setObjectName("eventEffect")
        for combo, codes in ((self.kind, list(EventKind)), (self.effect, list(VetoEffect))):
            combo.setProperty("form", "true")
            for code in codes:
                combo.addItem("", code)
        self._today = date.today()
        self.on = DayField("eventDay", self.today, self)
        self.words, self.points = QLineEdit(self), QLineEdit(self)
        self.words.setObjectName("eventWords")
        self.points.setObjectName("eventPoints")
        self.points.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.points.setMaximumWidth(64)
        self.save_button = button("", "small", name="eventSave", on_click=self.wanted.emit, parent=self)
        row.addWidget(self.kind)
        row.addWidget(self.on)
        row.addWidget(self.words, 1)
        row.addWidget(self.effect)
        row.addWidget(self.points)
        row.addWidget(self.save_button)
        row.addWidget(KeyCap("Enter", self))
        column.addLayout(row)
        self.problem = label("", "small", "err", self, wrap=True)
        self.problem.setObjectName("eventProblem")
        self.problem.hide()
        column.addWidget(self.problem)
        self.kind.currentIndexChanged.connect(self._fit)
        self.effect.currentIndexChanged.connect(self._fit)
        self._fit()

    def retranslate(self) -> None:
        for combo, words in ((self.kind, EVENTS), (self.effect, VETOES)):
            for at in range(combo.count()):
                combo.setItemText(at, _(words[combo.itemData(at)]))
        self.kind.setAccessibleName(_("Kind of event"))
        self.effect.setAccessibleName(_("What the veto does"))
        self.on.setAccessibleName(_("Day"))
        self.words.setAccessibleName(_("What happened"))
        self.words.setPlaceholderText(_("What happened"))
        self.save_button.setText(_("Add"))
        self.save_button.setAccessibleName(_("Add"))
        self._fit()

    def draft(self) -> tuple:
        """Return kind, day, words, points, effect, factor. Raises Invalid for figures that are none."""
        kind = EventKind(self.kind.currentData())
        effect = VetoEffect(self.effect.currentData())
        text, day = self.points.text(), self.on.read("happened_on")
        if kind is not EventKind.VETO:
            return kind, day, self.words.text(), parse_number(text, "points"), None, None
        factor = parse_number(text, "factor") if effect is VetoEffect.MULTIPLY else None
        return kind, day, self.words.text(), Decimal(0), effect, factor

    def today(self) -> date:
        return self._today

    def begin(self, today: date) -> None:
        """Offer `today` as the day of the event."""
        self._today = today
        self.on.show_day(today)

    def refuse(self, invalid: Invalid) -> None:
        """Mark what was not taken and say why; what was typed stays."""
        self.problem.setText(score_words.all_sentences(invalid.problems))
        self.problem.show()
        is_day = [problem.field == "happened_on" for problem in invalid.problems]
        set_tone(self.on, "state", "wrong" if any(is_day) else "")
        set_tone(self.points, "state", "" if all(is_day) else "wrong")

    def clear(self) -> None:
        self.words.clear()
        self.points.clear()
        self.problem.hide()
        for field in (self.on, self.points):
            set_tone(field, "state", "")

    def keyPressEvent(self, event) -> None:
        if event.key() in ENTER:
            self.wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        is_veto = self.kind.currentData() == EventKind.VETO
        is_factor = is_veto and self.effect.currentData() == VetoEffect.MULTIPLY
        self.effect.setVisible(is_veto)
        self.points.setVisible(not is_veto or is_factor)
        word = _("Factor") if is_factor else _("Points")
        self.points.setAccessibleName(word)
        self.points.setPlaceholderText(word)


def _worth(event: FormEvent) -> str:
    if event.kind is EventKind.VETO:
        word = _(VETOES[(event.effect or VetoEffect.CAP_GRADE).value])
        return word if event.factor is None else f"{word} × {number(event.factor)}"
    return f"{'+' if event.kind is EventKind.BONUS else '−'}{score_words.points(event.points)}"
