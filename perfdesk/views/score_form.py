"""The form of one person: items in sections, events, and the manager's words. Everything is saved at once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.desktop import theme
from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.firm import FirmSettings, Switch
from perfdesk.domain.terms import FormState
from perfdesk.texts import _, pick
from perfdesk.texts.words import STATES
from perfdesk.views import check_in_words, score_scale, score_words
from perfdesk.views.changes_amendments import AmendmentPanel
from perfdesk.views.chart_view import Build
from perfdesk.views.okr_block import OkrBlock
from perfdesk.views.parts import Card, Chip, Elided, label
from perfdesk.views.score_deeds import FormDeeds
from perfdesk.views.score_events import EventsSection
from perfdesk.views.score_fields import EntryEdit
from perfdesk.views.score_form_notes import FIELDS, FormNotes
from perfdesk.views.score_item import ItemLine
from perfdesk.views.score_locks import Locks, manager_locks
from perfdesk.views.score_menu import FigureMenu
from perfdesk.views.score_remarks import Remarks
from perfdesk.views.score_return import ReturnBar
from perfdesk.views.score_saving import Saver
from perfdesk.views.score_sections import SectionHeading, heading, in_order
from perfdesk.views.score_targets import ItemPicker, TargetBar

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_NARROW = 560


class FormView(Card):
    """Shows a `FormSheet` and saves each entry through the controllers.

    Signals: `person_finished` after the last item, `item_changed` when another item is worked on,
    `why_asked(item, place)` with the place in this widget, `agree_wanted` to agree the targets.
    """

    person_finished = Signal()
    item_changed = Signal()
    why_asked = Signal(object, QRect)
    agree_wanted = Signal()

    def __init__(self, firm: Firm, saver: Saver, parent: QWidget | None = None) -> None:
        super().__init__("", "blue", parent=parent)
        self.setObjectName("scoreForm")
        self._firm, self._saver = firm, saver
        self._sheet: FormSheet | None = None
        self._settings: FirmSettings | None = None
        self._locks = Locks()
        self.find_locks: Callable[[FormSheet, FirmSettings], Locks] = self._manager_locks
        self._lines: list[ItemLine] = []
        self._sections: list[SectionHeading] = []
        self._shape: tuple[object, ...] = ()
        self._current: ItemLine | None = None
        self.deeds = FormDeeds(firm, self)
        self._make_bars()
        self._make_content()
        self.notes = FormNotes(saver, self.content, self)
        self.notes.excused.connect(self._leave)
        self.notes.closed.connect(self._focus_current)
        saver.entries.changed.connect(self._entry_changed)

    def _make_bars(self) -> None:
        top = QHBoxLayout()
        self.person = label("", "title", parent=self)
        self.person.setObjectName("personName")
        self.about = Elided("", "small", parent=self)
        self.about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.state = Chip("", "app", self)
        self.state.setObjectName("formState")
        for widget, stretch in ((self.person, 0), (self.about, 1), (self.state, 0)):
            top.addWidget(widget, stretch)
        self.body.addLayout(top)
        self.returns = ReturnBar(self)
        self.returns.wanted.connect(self._send_back)
        self.targets = TargetBar(self)
        self.targets.share_wanted.connect(self.deeds.share_out)
        self.targets.add_wanted.connect(self._open_picker)
        self.targets.agree_wanted.connect(self.agree_wanted)
        self.picker = ItemPicker(self)
        self.picker.picked.connect(self._add_item)
        self.picker.closed.connect(self._close_picker)
        self.picker.hide()
        self.menu = FigureMenu(self._firm, self)
        self.menu.amend_wanted.connect(self._amend)
        self.amendment: AmendmentPanel | None = None
        for bar in (self.returns, self.targets, self.picker):
            self.add(bar)

    def _make_content(self) -> None:
        self.area = QScrollArea(self)
        self.area.setObjectName("formScroll")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QWidget(self.area)
        self.content.setProperty("scrolled", "true")
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        self._items = QVBoxLayout()
        self._items.setSpacing(3)
        column.addLayout(self._items)
        self.okr = OkrBlock(self._firm, self.content)
        self.okr.told.connect(self.deeds.told)
        self.okr.hide()
        column.addWidget(self.okr)
        self.events_heading = label("", "h2", "app", self.content)
        self.events = EventsSection(self.deeds, self.content)
        self.events.set_day(self._firm.clock.today())
        self.events.removal_asked.connect(self.deeds.remove_event)
        column.addWidget(self.events_heading)
        column.addWidget(self.events)
        self.remarks = Remarks(self._saver, self.content)
        column.addWidget(self.remarks)
        column.addStretch(1)
        self.area.setWidget(self.content)
        self.add(self.area, 1)

    # -- showing --

    @property
    def sheet(self) -> FormSheet | None:
        return self._sheet

    @property
    def current_item(self) -> FormItem | None:
        return self._current.item if self._current else None

    def show_sheet(self, sheet: FormSheet, settings: FirmSettings) -> None:
        """Show a form. The same indicators reuse their lines, so that nothing jumps."""
        is_other = self._sheet is None or self._sheet.head.id != sheet.head.id
        if is_other:
            self.flush()
            self.notes.reason.hide()
            self.picker.hide()
            self.menu.popover.dismiss()
            self._close_amendment()
        self._sheet, self._settings = sheet, settings
        self.deeds.form_id = sheet.head.id
        self._locks = self.find_locks(sheet, settings)
        items = in_order(sheet.items, settings.is_simple)
        shape = (self._locks.calm, *(score_scale.shape(item) for item in items))
        if shape != self._shape:
            self._shape = shape
            self._build(items)
        sparks = self._sparks(sheet, settings)
        for line, item in zip(self._lines, items, strict=True):
            line.level_words = settings.choices.level_words
            line.wrong_comment = self._saver.entries.of(item.id, "comment")
            line.show_item(item, sheet, self._locks.of_item(item))
            line.show_progress(*sparks.get(item.id, (None, "")))
            self._show_fields(line)
        for section in self._sections:
            section.show_items([item for item in items if item.item_class is section.kind])
        if is_other:
            self._set_current(None)
            self.area.verticalScrollBar().setValue(0)
        self._show_head(sheet, settings)
        self.events.show_sheet(sheet, self._locks.event)
        self.remarks.show_sheet(sheet, self._locks)
        self._fit()
        self.notes.show_wrong()

    def _sparks(self, sheet: FormSheet, settings: FirmSettings) -> dict[int, tuple[Build, str]]:
        """Return the small lines of check-ins and what was told last, by item; none where the firm keeps none."""
        if Switch.TARGETS_FIRST not in settings.switches or self._locks.is_layer:
            return {}
        told = self._firm.check_ins.of_form(sheet.head.id)
        items = {item.id: item for item in sheet.items}
        found = {}
        for item_id, check_ins in told.items():
            build = check_in_words.spark_of(check_ins, items[item_id])
            if build is not None:
                found[item_id] = (build, check_in_words.last_told(check_ins, items[item_id]))
        return found

    def _manager_locks(self, sheet: FormSheet, settings: FirmSettings) -> Locks:
        return manager_locks(self._firm, sheet, settings)

    def flush(self) -> None:
        """Save what is still being typed."""
        if self._sheet is None:
            return
        for line in self._lines:
            line.comment.save()
            for what in FIELDS:
                if line.field(what).hasFocus():
                    line.field(what).commit()
        self.remarks.save()
        self.okr.save()
        self.events.save()

    def retranslate(self) -> None:
        self.okr.retranslate()
        self.events.retranslate()
        self.targets.retranslate()
        self.picker.retranslate()
        self.notes.reason.retranslate()
        if self._sheet and self._settings:
            self.show_sheet(self._sheet, self._settings)

    def _show_head(self, sheet: FormSheet, settings: FirmSettings) -> None:
        head = sheet.head
        self.person.setText(pick(head.name, head.name_en))
        parts = [
            head.number,
            pick(head.department_zh, head.department_en),
            pick(head.position_zh, head.position_en),
        ]
        if head.manager:
            parts.append(_("manager {name}").format(name=head.manager))
        self.about.set_full(" · ".join(part for part in parts if part))
        is_plain = settings.is_simple and head.state in (FormState.DRAFT, FormState.AGREED, FormState.RUNNING)
        self.state.show_word(_(STATES[head.state.value]), "app")
        self.state.setVisible(not is_plain)
        self.setAccessibleName(_("Form of {name}").format(name=self.person.text()))
        self.targets.setVisible(self._locks.weight)
        self.targets.show_sheet(sheet, Switch.TARGETS_FIRST in settings.switches)
        is_locked = not self._locks.entry and not self._locks.weight
        may_return = is_locked and not sheet.locked and not self._firm.is_read_only
        may_return = may_return and not self._locks.is_layer
        back = self._firm.cycles.ways_back(head.state) if may_return else ()
        self.returns.show_lock(self._locks.why if is_locked else "", back[-1] if back else None)
        for part in (self.events_heading, self.events):
            part.setVisible(not settings.is_simple and not self._locks.is_layer)
        has_okr = Switch.OKR in settings.switches and not settings.is_simple and not self._locks.is_layer
        self.okr.setVisible(has_okr)
        if has_okr:
            self.okr.show_sheet(sheet, settings, len(self._sections))
        place = len(self._sections) + int(has_okr and not self.okr.isHidden())
        self.events_heading.setText(heading(place, _("Bonus, deductions and veto")))

    def _build(self, items: list[FormItem]) -> None:
        """Make the lines of another set of indicators, in reading order."""
        self._set_current(None)
        for old in (*self._lines, *self._sections):
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._lines, self._sections = [], []
        for item in items:
            if not self._locks.calm and (
                not self._sections or self._sections[-1].kind is not item.item_class
            ):
                self._sections.append(SectionHeading(item.item_class, len(self._sections), self.content))
                self._items.addWidget(self._sections[-1])
            line = ItemLine(item, self._save, self.content)
            line.entered.connect(self._set_current)
            line.left.connect(self._leave)
            line.level_chosen.connect(self._choose_level)
            line.reason_asked.connect(self._ask_reason)
            line.why_asked.connect(self._ask_why)
            line.taken_back.connect(self.notes.take_back)
            line.comment_saved.connect(self._save_comment)
            line.removal_asked.connect(self.deeds.remove_item)
            line.menu_asked.connect(self._open_menu)
            self._lines.append(line)
            self._items.addWidget(line)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab go in reading order: lines made later would come after everything else."""
        chain: list[QWidget] = [self.picker.list]
        for line in self._lines:
            chain += [line] if line.takes_keys else []
            chain += [line.weight_edit, line.target_edit, line.entry, line.remove, line.comment]
        for before, after in pairwise([*chain, self.okr.add_button, self.events.open_button]):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_narrow = self.width() < _NARROW * theme.current().zoom / 100
        unit = max(
            (line.unit.fontMetrics().horizontalAdvance(line.unit.text()) for line in self._lines), default=0
        )
        for line in self._lines:
            line.fit(is_narrow, unit + 2)
        for section in self._sections:
            section.fit(is_narrow, self._locks.weight, unit + 2)

    # -- going about --

    def go_to(self, item_id: int, what: str = "value") -> None:
        """Bring an item into view with the keyboard in its field."""
        line = next((line for line in self._lines if line.item.id == item_id), None)
        if line is None:
            return
        if what != "value" or self._locks.weight and not self._locks.entry:
            field = line.field("weight" if what == "value" else what)
            field.setFocus()
        else:
            line.focus_entry()
        self.area.ensureWidgetVisible(line, 0, 12)

    def focus_first_open(self) -> bool:
        """Go to the first item without a value; False when there is none."""
        for line in self._lines:
            if score_words.is_open(line.item):
                self.go_to(line.item.id)
                return True
        return False

    def focus_start(self) -> None:
        """Go to the first open item, else to the first."""
        if not self.focus_first_open() and self._lines:
            self.go_to(self._lines[0].item.id)

    def ask_reason(self) -> None:
        """F4: ask why the current item has no value."""
        if self._current:
            self._ask_reason(self._current)

    def _ask_reason(self, line: ItemLine) -> None:
        # An objective may be excused as long as it has no score.
        is_open = line.item.is_carried and line.item.actual is None
        if not (self._locks.of_item(line.item).entry or is_open and self._locks.entry):
            return
        if self._locks.is_layer:
            if self._saver.cannot_rate(line.item):
                self._leave(line, 1)
        else:
            self.notes.ask_reason(line)

    def _leave(self, line: ItemLine, step: int) -> None:
        at = self._lines.index(line) + step
        if 0 <= at < len(self._lines):
            self._step_to(self._lines[at])
        elif step > 0 and self._locks.weight and not self._locks.entry:
            (self.targets.agree if self.targets.agree.isEnabled() else self.targets.share).setFocus()
        elif step > 0 and (not self._locks.calm or not self.focus_first_open()):
            self.person_finished.emit()

    def _step_to(self, line: ItemLine) -> None:
        focused = self.content.focusWidget()
        is_building = self._locks.weight and isinstance(focused, EntryEdit)
        what = "weight" if is_building and focused.objectName().startswith("weight") else "value"
        if is_building and focused.objectName().startswith("target") and not line.item.is_anchored:
            what = "target"
        self.go_to(line.item.id, what)

    def _set_current(self, line: ItemLine | None) -> None:
        if line is self._current:
            self.notes.show_wrong()
            return
        self._current = self.notes.line = line
        for one in self._lines:
            one.set_current(one is line)
        self.notes.show_wrong()
        if line is not None:
            self.content.layout().activate()
            self.area.ensureWidgetVisible(line, 0, 12)
        self.item_changed.emit()

    def _focus_current(self) -> None:
        if self._current:
            self._current.focus_entry()

    # -- saving --

    def _save(self, line: ItemLine, what: str, text: str) -> bool:
        taken = self._saver.save(line.item, self.person.text(), what, text)
        if not taken:
            self.notes.show_wrong()
        return taken

    def _save_comment(self, line: ItemLine, text: str, visit: str) -> None:
        if line.item.is_in_words:
            self._saver.save_words(line.item, self.person.text(), text, visit)
            return
        self._saver.save_comment(line.item, self.person.text(), text, visit)

    def _choose_level(self, line: ItemLine, level: int) -> None:
        if self._save(line, "value", str(level)) and self._locks.calm:
            self._leave(line, 1)

    def _open_picker(self) -> None:
        if self._sheet is None:
            return
        have = {item.lineage for item in self._sheet.items}
        self.picker.offer(card for card in self._firm.library.cards() if card.lineage not in have)
        self.picker.show()
        self.picker.words.setFocus()

    def _close_picker(self) -> None:
        self.picker.hide()
        self.targets.add.setFocus()

    def _add_item(self, card_id: int) -> None:
        if self.deeds.add_item(card_id):
            self._open_picker()

    def _open_menu(self, line: ItemLine, what: str, place: QPoint) -> None:
        if self._sheet is not None and self._settings is not None and not self._locks.is_layer:
            self.menu.open(line, what, place, self._sheet, self._settings)

    def amend(self, item_id: int) -> None:
        """Open the change of the target of an item."""
        line = next((line for line in self._lines if line.item.id == item_id), None)
        if line is not None:
            self._amend(line)

    def _amend(self, line: ItemLine) -> None:
        """Open the change of an agreed target under the head of the form."""
        self._close_amendment()
        self.amendment = AmendmentPanel(self._firm, self, is_narrow=True)
        self.amendment.saved.connect(self._close_amendment)
        self.amendment.closed.connect(self._close_amendment)
        self.body.insertWidget(self.body.indexOf(self.area), self.amendment)
        self.amendment.show_item(line.item)
        self.amendment.begin()

    def _close_amendment(self) -> None:
        if self.amendment is not None:
            self.amendment.hide()
            self.amendment.deleteLater()
            self.amendment = None

    def _send_back(self, state: FormState, reason: str) -> None:
        refused = self.deeds.send_back(state, reason)
        if refused:
            self.returns.refuse(refused)

    def _ask_why(self, line: ItemLine) -> None:
        corner = line.score.mapTo(self, QPoint(0, 0))
        self.why_asked.emit(line.item, QRect(corner, line.score.size()))

    def _show_fields(self, line: ItemLine) -> None:
        for what in FIELDS:
            entry, edit = self._saver.entries.of(line.item.id, what), line.field(what)
            fix = str(entry.problems[0].details.get("fix", "")) or None if entry else None
            edit.show_wrong(entry.text if entry else None, fix)

    def _entry_changed(self, item_id: int, _form_id: int) -> None:
        for line in self._lines:
            if line.item.id == item_id:
                self._show_fields(line)
                line.wrong_comment = self._saver.entries.of(item_id, "comment")
                line.show_details()
        self.notes.show_wrong()
