"""过程记录: what happened with an item before its score: check-ins and evidence, beside the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from perfdesk.controllers.faults import Fault
from perfdesk.desktop import icons
from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.cycles import Part, may_change
from perfdesk.domain.firm import FirmSettings, Switch
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.progress import CheckIn, Evidence
from perfdesk.texts import _, in_context, pick
from perfdesk.views import check_in_words, score_words
from perfdesk.views.chart_view import ChartView
from perfdesk.views.check_in_entry import CheckInEntry
from perfdesk.views.evidence_files import ask_for_file, ask_where_to_save, dropped_files
from perfdesk.views.parts import Card, button, label

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm

_SHOWN = 6
"""So many facts are shown before the rest folds away."""


class ProcessCard(Card):
    """Facts of one item, newest last, with a line to add one. Shows and asks; the controllers decide.

    `ask_for_file(parent)` and `ask_where(parent, name)` are the dialogs, "" when the user thinks better of it.
    """

    told = Signal(str, str)

    def __init__(self, firm: Firm, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setObjectName("processCard")
        self.setAcceptDrops(True)
        self._firm = firm
        self.ask_for_file: Callable[[QWidget], str] = ask_for_file
        self.ask_where: Callable[[QWidget, str], str] = ask_where_to_save
        self._sheet: FormSheet | None = None
        self._item: FormItem | None = None
        self._check_ins: Mapping[int, tuple[CheckIn, ...]] = {}
        self._evidence: tuple[Evidence, ...] = ()
        self._may_tell = self._may_attach = self._is_unfolded = False
        self._place = ""
        self._drafts: dict[int, tuple[str, dict[str, str]]] = {}
        self.chart = ChartView(40, self)
        self.chart.setObjectName("checkInChart")
        self.chart.setMinimumWidth(60)
        self.add(self.chart)
        self._facts = QWidget(self)
        self._column = QVBoxLayout(self._facts)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.add(self._facts)
        row = QHBoxLayout()
        row.setSpacing(5)
        self.add_button = button("", "small", "plus", "addCheckIn", self._open, self)
        self.attach_button = button("", "small", "attach", "attachFile", self._attach, self)
        row.addWidget(self.add_button)
        row.addWidget(self.attach_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.entry = CheckInEntry(self)
        self.entry.wanted.connect(self._save)
        self.entry.file_wanted.connect(self._attach)
        self.entry.closed.connect(self._close)
        self.entry.hide()
        self.add(self.entry)

    def show_sheet(self, sheet: FormSheet, settings: FirmSettings) -> None:
        """Read the facts of a form, where the firm keeps any."""
        switches, state = settings.switches, sheet.head.state
        is_open = not sheet.locked and not self._firm.is_read_only
        self._may_tell = (
            is_open and Switch.TARGETS_FIRST in switches and may_change(state, Part.CHECK_IN, switches)
        )
        self._may_attach = (
            is_open and Switch.INDICATORS in switches and may_change(state, Part.EVIDENCE, switches)
        )
        self._sheet = sheet
        self._check_ins, self._evidence = {}, ()
        if Switch.TARGETS_FIRST in switches:
            self._check_ins = self._firm.check_ins.of_form(sheet.head.id)
        if Switch.INDICATORS in switches:
            self._evidence = self._firm.evidence.of_form(sheet.head.id)

    def show_item(self, item: FormItem | None) -> None:
        """Show the facts of an item; hidden where there are none and none may be added."""
        if item is None or self._item is None or item.id != self._item.id:
            self._put_aside()
            self._item = item
            self._take_up()
        if item is not None and self._sheet is not None:
            head = self._sheet.head
            self._place = f"{pick(head.name, head.name_en)} {score_words.item_name(item)}"
        self._item = item
        facts = self._facts_of(item)
        self.setVisible(item is not None and bool(facts or self._may_tell or self._may_attach))
        if item is None:
            return
        is_judged = item.is_anchored and item.level is None
        name = score_words.item_name(item)
        self.set_heading(in_context("progress", "Record"), name)
        self._fill(facts, _("Look at the facts first, then choose the level.") if is_judged else "")
        build = check_in_words.spark_of(self._check_ins.get(item.id, ()), item)
        self.chart.setVisible(build is not None)
        if build is not None:
            self.chart.show_chart(build, _("Check-ins of {name}").format(name=name))
        can_add = self._may_tell or self._may_attach
        self.add_button.setVisible(can_add and self.entry.isHidden())
        self.attach_button.setVisible(self._may_attach and self.entry.isHidden())
        for made, word in ((self.add_button, _("Add a record")), (self.attach_button, _("Attach a file"))):
            made.setText(word)
            made.setAccessibleName(f"{word} {name}")
        self.attach_button.setToolTip(_("Or drop a file here: PDF, JPG, PNG, XLSX, DOCX or TXT, up to 10 MB"))

    def pending(self) -> list[str]:
        """Return a line for each record that is being typed and was not saved."""
        self._put_aside(keep=True)
        return [f"{place}: {texts.get('words', _('a record'))}" for place, texts in self._drafts.values()]

    def _put_aside(self, *, keep: bool = False) -> None:
        """Remember what is being typed for the item shown: whoever looks elsewhere finds it again."""
        if self._item is not None:
            texts = self.entry.texts() if not self.entry.isHidden() else {}
            self._drafts.pop(self._item.id, None)
            if texts:
                self._drafts[self._item.id] = (self._place, texts)
        if not keep:
            self._is_unfolded = False
            self.entry.clear()
            self.entry.hide()

    def _take_up(self) -> None:
        if self._item is not None and self._item.id in self._drafts:
            self._show_entry(self._item)
            self.entry.show_texts(self._drafts[self._item.id][1])

    def retranslate(self) -> None:
        self.entry.retranslate()
        self.show_item(self._item)

    def _facts_of(self, item: FormItem | None) -> list[CheckIn | Evidence]:
        if item is None:
            return []
        found: list[CheckIn | Evidence] = list(self._check_ins.get(item.id, ()))
        found += [one for one in self._evidence if one.item_id == item.id]
        return sorted(found, key=_day_of)

    def _fill(self, facts: list[CheckIn | Evidence], hint: str) -> None:
        while self._column.count():
            old = self._column.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        if hint:
            self._column.addWidget(label(hint, "small", parent=self._facts, wrap=True))
        hidden = 0 if self._is_unfolded else max(0, len(facts) - _SHOWN)
        if hidden:
            word = _("{count} earlier").format(count=hidden)
            more = button(word, "link", name="moreFacts", on_click=self._unfold, parent=self._facts)
            self._column.addWidget(more)
        for one in facts[hidden:]:
            self._column.addWidget(self._line(one))
        self._facts.setVisible(self._column.count() > 0)

    def _line(self, one: CheckIn | Evidence) -> QWidget:
        made = QWidget(self._facts)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(
            label(check_in_words.day_text(one.on), "bold", parent=made), 0, Qt.AlignmentFlag.AlignTop
        )
        inside = QVBoxLayout()
        inside.setSpacing(1)
        if isinstance(one, CheckIn):
            assert self._item is not None
            text, may = check_in_words.fact(one, score_words.unit_text(self._item)), self._may_tell
            kind = "checkIn"
        else:
            text, may = check_in_words.evidence_text(one), self._may_attach
            kind = "evidence"
            if one.attachment is not None:
                file = one.attachment
                save = partial(self._save_out, one)
                link = button(file.name, "link", "attach", f"file_{one.id}", save, made, elides=True)
                link.setAccessibleName(_("Save “{name}” to a folder").format(name=file.name))
                link.setAccessibleDescription(check_in_words.size_text(file.size))
                inside.addWidget(link)
        if text:
            told = label(text, parent=made, wrap=True)
            fits = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            fits.setHeightForWidth(True)
            told.setSizePolicy(fits)
            told.setObjectName(f"{kind}Text_{one.id}")
            inside.insertWidget(0, told)
        row.addLayout(inside, 1)
        if may:
            remove = QToolButton(made)
            remove.setObjectName(f"remove_{kind}_{one.id}")
            remove.setProperty("kind", "quiet")
            icons.put(remove, "trash", "muted", 12)
            remove.setAccessibleName(_("Remove the record of {day}").format(day=one.on.isoformat()))
            remove.setToolTip(remove.accessibleName())
            removal = self._remove_check_in if isinstance(one, CheckIn) else self._remove_evidence
            remove.clicked.connect(partial(removal, one.id))
            row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return made

    # -- what the user does --

    def _open(self) -> None:
        item = self._item
        if item is None:
            return
        self._show_entry(item)
        self.entry.take_focus()
        self.show_item(item)

    def _show_entry(self, item: FormItem) -> None:
        is_measured = not item.is_anchored and not item.is_in_words
        self.entry.open(
            self._firm.clock.today(),
            with_figures=is_measured,
            may_tell=self._may_tell,
            may_attach=self._may_attach,
        )

    def _close(self) -> None:
        self.entry.hide()
        self.show_item(self._item)
        self.add_button.setFocus()

    def _unfold(self) -> None:
        self._is_unfolded = True
        self.show_item(self._item)

    def _save(self) -> None:
        if self._item is None:
            return
        try:
            if self._may_tell:
                told = self._firm.check_ins.add(self.entry.draft(self._item.id))
            else:
                told = ()
                self._firm.evidence.add(item_id=self._item.id, words=self.entry.said(), on=self.entry.day())
        except Invalid as invalid:
            self.entry.refuse(invalid)
            return
        except Fault as fault:
            self.entry.refuse(Invalid(Problem(fault.field, fault.code, fault.details)))
            return
        self.entry.clear()
        self._close()
        if told:
            self.told.emit(score_words.all_sentences(told), "app")

    def _attach(self) -> None:
        path = self.ask_for_file(self)
        if path:
            self.attach([path])

    def attach(self, paths: list[str]) -> None:
        """Take files as evidence of the item shown, with the day and the words typed beside them."""
        item = self._item
        if item is None or not self._may_attach:
            return
        is_typing = not self.entry.isHidden()
        words = self.entry.said() if is_typing else ""
        for path in paths:
            try:
                on = self.entry.day() if is_typing else None
                self._firm.evidence.add(item_id=item.id, words=words, on=on, path=Path(path))
            except Invalid as invalid:
                self._refuse(invalid)
                return
            except Fault as fault:
                self._refuse(Invalid(Problem(fault.field, fault.code, fault.details)))
                return
        if is_typing:
            self.entry.clear()
            self._close()

    def _refuse(self, invalid: Invalid) -> None:
        if self.entry.isHidden():
            self.told.emit(score_words.all_sentences(invalid.problems), "err")
        else:
            self.entry.refuse(invalid)

    def _save_out(self, one: Evidence) -> None:
        if one.attachment is None:
            return
        path = self.ask_where(self, one.attachment.name)
        if not path:
            return
        try:
            self._firm.evidence.save_out(one.attachment.id, Path(path))
        except Invalid as invalid:
            self.told.emit(score_words.all_sentences(invalid.problems), "err")

    def _remove_check_in(self, check_in_id: int) -> None:
        self._try(partial(self._firm.check_ins.remove, check_in_id))

    def _remove_evidence(self, evidence_id: int) -> None:
        self._try(partial(self._firm.evidence.remove, evidence_id))

    def _try(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except Invalid as invalid:
            self.told.emit(score_words.all_sentences(invalid.problems), "err")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._may_attach and dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.attach(paths)


def _day_of(one: CheckIn | Evidence) -> tuple[str, int]:
    return one.on.isoformat(), one.id
