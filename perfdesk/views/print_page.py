"""The print page: choose papers, see them, save them as PDF or print them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desktop.print_work import Preview, PrintWork, Saved
from perfdesk.desktop.printing import ask_printer
from perfdesk.desktop.tasks import Task
from perfdesk.domain.terms import Scheme
from perfdesk.texts import N_, _, in_context
from perfdesk.views.page import Page
from perfdesk.views.parts import Card, PageHeader, PaneSplitter, button
from perfdesk.views.print_choices import ChoicesCard, Scrolling
from perfdesk.views.print_dialogs import (
    AskPath,
    ask_file,
    ask_folder,
    fault_words,
    file_name,
    open_path,
    printed_words,
    saved_words,
    stopped_words,
)
from perfdesk.views.print_people import ALL, CHOSEN, PeopleCard
from perfdesk.views.print_preview import PreviewPane
from perfdesk.views.print_warnings import Warnings

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from perfdesk.controllers.firm import Firm
    from perfdesk.controllers.papers import PaperJob
    from perfdesk.domain.appraisal import Cycle

_WAIT = 60  # milliseconds without another choice before the preview is made anew


class PrintPage(Page):
    """Papers of the people of a cycle. Reached with `show_place(form_ids=[…])`; the preview numbers nothing.

    `work` belongs to the program. The `ask_…` functions show the dialogs of the system, `open_path` opens a
    file or folder with the program that the system has for it.
    """

    title = N_("Print papers")

    def __init__(
        self,
        firm: Firm,
        work: PrintWork,
        ask_folder: AskPath = ask_folder,
        ask_file: AskPath = ask_file,
        ask_printer: Callable[[QWidget], QPrinter | None] = ask_printer,
        open_path: Callable[[Path], object] = open_path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._firm, self._work = firm, work
        self._ask_folder, self._ask_file = ask_folder, ask_file
        self._ask_printer, self._open_path = ask_printer, open_path
        self._cycle: Cycle | None = None
        self._asked: tuple[int, ...] = ()
        self._kinds: tuple[str, ...] = ()
        self._came_from = "review"
        self._folder = firm.path.parent
        self._previewing: Task | None = None
        self._task: Task | None = None
        self._saved: Saved | None = None
        self._said: tuple[Callable[[], str], str] | None = None
        self._characters: tuple[str, ...] = ()
        self.people, self.choices = PeopleCard(self), ChoicesCard(self)
        self.warnings = Warnings(self)
        self.preview = PreviewPane(work, self)
        self.header = PageHeader(parent=self)
        self.back = button("", icon="chevron-left", name="printBack", on_click=self._go_back, parent=self)
        self.save_button = button("", "primary", "download", "printSave", self.save, self)
        self.print_button = button("", "", "print", "printPrint", self.print_out, self)
        self.cancel = button("", "small", name="printCancel", on_click=self._stop, parent=self)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("printProgress")
        self.doing = QLabel(self)
        self.doing.setObjectName("printDoing")
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT)
        self._later.timeout.connect(self._preview)
        self.people.changed.connect(self._choice_changed)
        self.choices.changed.connect(self._choice_changed)
        self.preview.page_changed.connect(self._tell_position)
        self.warnings.gap_wanted.connect(self._go_to_gap)
        self.warnings.score_wanted.connect(self._go_to_score)
        self.notice.closed.connect(self._forget_notice)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escape)
        self.retranslate()

    # -- what the window calls --

    def actions(self) -> Sequence[QAbstractButton]:
        return self.print_button, self.save_button

    def panes(self) -> Sequence[QWidget]:
        return self.people.list, self.choices.review, self.preview.area

    def take_focus(self) -> None:
        """Begin at the button that saves: what stands there at first is what is wanted most of the time."""
        (self.save_button if self.save_button.isEnabled() else self.people.list).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def show_cycle(self, cycle_id: int | None) -> None:
        """Show the people of a cycle: all of them, or those that one came for."""
        self._cycle = next((one for one in self._firm.cycles.cycles() if one.id == cycle_id), None)
        self._asked, self._kinds = (), ()
        self._begin()

    def show_place(self, **place: Any) -> None:
        """Begin with the papers of these forms (`form_ids`), of these `kinds` where they are named; `back` is the
        page that the back button opens.

        五分表 begins with everybody, unless several people were chosen: the papers of a quarter in one press.
        """
        self._asked = tuple(place.get("form_ids", ()))
        self._kinds = tuple(place.get("kinds", ()))
        self._came_from = place.get("back", "review")
        self._begin()

    def refresh(self, changed: Any = None) -> None:
        if self._cycle is None:
            return
        self.people.update_people(self._firm.results.standings(self._cycle.id))
        self._choice_changed()

    def retranslate(self) -> None:
        super().retranslate()
        self.people.retranslate()
        self.choices.retranslate()
        self.warnings.retranslate()
        self.preview.retranslate()
        self.card.set_heading(_("Preview"), _("Numbers are given out when the papers are saved or printed."))
        for made, word in (
            (self.back, in_context("page", "Back")),
            (self.save_button, _("Save PDF…")),
            (self.print_button, _("Print…")),
            (self.cancel, _("Cancel")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.back.setToolTip("Esc")
        self.progress.setAccessibleName(_("Progress"))
        self._tell_header()
        self._tell_position()
        self._tell_notice()
        if self._cycle is not None:
            self._choice_changed()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.preview.pages:
            self._choice_changed()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is open: what nobody sees need not be drawn."""
        super().hideEvent(event)
        self._stop_preview()

    # -- saving and printing --

    def save(self) -> None:
        """Ask where to, number the papers and write them."""
        form_ids, chosen = self.people.form_ids(), self.choices.chosen()
        if not form_ids or not chosen.kinds or self._task is not None or self._cycle is None:
            return
        if chosen.in_one_file:
            path = self._ask_file(self, self._folder / file_name(self._cycle, self.people.ticked(), chosen))
            if path is None:
                return
            folder, name = path.parent, path.name if path.suffix.lower() == ".pdf" else f"{path.name}.pdf"
        else:
            found = self._ask_folder(self, self._folder)
            if found is None:
                return
            folder, name = found, ""
        self._folder = folder
        self._stop_preview()
        make = self._maker(register=True)
        self._begin_work(_("Writing the papers…"))
        self._task = self._work.save(make, folder, self._was_saved, self._failed, self._tell_progress, name)
        self._task.finished.connect(self._ended)

    def print_out(self) -> None:
        """Ask for a printer, number the papers and print them."""
        form_ids, chosen = self.people.form_ids(), self.choices.chosen()
        if not form_ids or not chosen.kinds or self._task is not None or self._cycle is None:
            return
        printer = self._ask_printer(self)
        if printer is None:
            return
        self._stop_preview()
        make = self._maker(register=True, in_one_file=True)
        self._begin_work(_("Printing…"))
        self._task = self._work.print(make, printer, self._was_printed, self._failed, self._tell_progress)
        self._task.finished.connect(self._ended)

    # -- inside --

    def _lay_out(self) -> None:
        self.card = Card("", parent=self)
        self.card.setObjectName("printPreviewCard")
        self.card.add(self.warnings)
        self.card.add(self.preview, 1)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.back)
        top.addWidget(self.header, 1)
        self.body.addLayout(top)
        self.busy = QWidget(self)
        self.busy.setObjectName("printBusy")
        row = QHBoxLayout(self.busy)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for part in (self.doing, self.progress, self.cancel):
            row.addWidget(part, 1 if part is self.progress else 0)
        self.busy.hide()
        self.body.addWidget(self.busy)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.people, 1)
        column.addWidget(Scrolling(self.choices, left))
        self.splitter = PaneSplitter(parent=self)
        self.splitter.setObjectName("printSplitter")
        self.splitter.add_pane(left, 0)  # as wide as its words need, at every size of the text
        self.splitter.add_pane(self.card, 380)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.set_shares([340, 780])
        self.body.addWidget(self.splitter, 1)

    def _begin(self) -> None:
        """Show the people and the choices that one begins with."""
        if self._cycle is None:
            self.people.show_people((), (), ALL)
            self._choice_changed()
            return
        self.preview.say(_("The preview is being made…"), "")
        settings = self._firm.settings.settings()
        is_simple = settings.is_simple
        self.choices.begin(self._cycle.scheme.scheme is Scheme.P5, is_simple, settings.switches, self._kinds)
        begin = ALL if is_simple and len(self._asked) < 2 else CHOSEN
        self.people.show_people(self._firm.results.standings(self._cycle.id), self._asked, begin)
        self._choice_changed()

    def _choice_changed(self) -> None:
        """Something else is to be printed: the preview follows as soon as the choosing stops."""
        self.warnings.show_people(self.people.ticked())
        self._allow()
        self._stop_preview()
        if not self.people.form_ids():
            self.preview.say(_("Nobody is ticked"), _("Tick at the left whose papers are to be printed."))
        elif not self.choices.chosen().kinds:
            self.preview.say(_("No paper is chosen"), _("Choose a review sheet or an improvement plan."))
        else:
            self._work.get_ready(len(self.people.form_ids()))
            self._later.start()
        self._tell_header()

    def _maker(self, register: bool, in_one_file: bool | None = None) -> Callable[[], PaperJob]:
        """Return what reads the papers; it may be called in another thread, whatever is chosen then."""
        assert self._cycle is not None
        chosen = self.choices.chosen()
        return partial(
            self._firm.papers.prepare,
            self._cycle.id,
            kinds=chosen.kinds,
            form_ids=self.people.form_ids(),
            language=chosen.language,
            in_one_file=chosen.in_one_file if in_one_file is None else in_one_file,
            by_person=True,
            compact=chosen.is_compact,
            register=register,
            with_pay=chosen.with_pay,
        )

    def _preview(self) -> None:
        if self._cycle is None or not self.people.form_ids() or not self.choices.chosen().kinds:
            return
        if not self.preview.pages:
            self.preview.say(_("The preview is being made…"), "")
        make = self._maker(register=False, in_one_file=True)
        self._previewing = self._work.preview(make, self._previewed, self._preview_failed)

    def _previewed(self, papers: Preview) -> None:
        self._previewing = None
        self._characters = papers.unprintable
        self.warnings.show_characters(papers.unprintable)
        self.warnings.show_long(papers.on_own_page)
        self.warnings.show_left_out(papers.left_out)
        self.preview.show_papers(papers)
        self._tell_header()

    def _preview_failed(self, fault: BaseException) -> None:
        self._previewing = None
        self.warnings.show_left_out(())
        self.preview.say(_("There is no preview"), "")
        self.preview.say(_("There is no preview"), fault_words(fault))
        self._tell_header()

    def _stop_preview(self) -> None:
        """Let go of a preview that is on its way; what it would show is out of date."""
        self._later.stop()
        if self._previewing is not None:
            self._previewing.cancel()
            self._previewing = None

    def _begin_work(self, what: str) -> None:
        self.notice.dismiss()
        self.doing.setText(what)
        self.progress.setRange(0, 0)
        self.busy.show()
        self._allow(is_busy=True)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_progress(self, done: int, total: int, _text: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _ended(self, task: Task) -> None:
        """The work is over, done or not; the preview shows the numbers that were given out."""
        self._task = None
        self.busy.hide()
        self._allow()
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if task.progress.cancelled:
            self._say(stopped_words, "app")
        self._later.start()

    def _was_saved(self, saved: Saved) -> None:
        self._saved = saved
        self._say(partial(saved_words, saved), "imp")

    def _was_printed(self, papers: int) -> None:
        self._saved = None
        self._say(partial(printed_words, papers), "imp")

    def _failed(self, fault: BaseException) -> None:
        fault_words(fault)  # a fault of the program itself goes no further
        self._say(partial(fault_words, fault), "err")

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _say(self, make_words: Callable[[], str], tone: str) -> None:
        if tone != "imp":
            self._saved = None
        self._said = (make_words, tone)
        self._tell_notice()

    def _tell_notice(self) -> None:
        if self._said is None:
            return
        make_words, tone = self._said
        buttons: tuple[tuple[str, Callable[[], object]], ...] = ()
        if self._saved is not None:
            buttons = ((_("Open folder"), self._open_folder),)
            if len(self._saved.paths) == 1:
                buttons = ((_("Open"), self._open_file), *buttons)
        self.notice.tell(make_words(), tone, buttons)

    def _forget_notice(self) -> None:
        self._said = None

    def _open_file(self) -> None:
        if self._saved is not None:
            self._open_path(self._saved.paths[0])

    def _open_folder(self) -> None:
        if self._saved is not None:
            self._open_path(self._saved.paths[0].parent)

    def _allow(self, is_busy: bool = False) -> None:
        is_ready = bool(self.people.form_ids() and self.choices.chosen().kinds)
        is_free = not is_busy and self._task is None
        self.save_button.setEnabled(is_ready and is_free)
        self.print_button.setEnabled(is_ready and is_free)
        self.splitter.widget(0).setEnabled(is_free)

    def _tell_header(self) -> None:
        count = len(self.people.form_ids())
        remark = _("{people} people, {pages} pages").format(people=count, pages=self.preview.pages)
        self.header.set_texts(_("Print papers"), remark if self.preview.pages else "")

    def _tell_position(self, page: int = 0, pages: int = 0) -> None:
        hint = _("Page up and down turn the pages")
        text = _("Page {page} of {pages}").format(page=page, pages=pages) if pages else ""
        self.position_changed.emit(f"{text}   {hint}".strip())

    def _escape(self) -> None:
        if self._task is not None:
            self._stop()
        else:
            self._go_back()

    def _go_back(self) -> None:
        place = {"form_id": self._asked[0]} if self._asked else {}
        self.place_wanted.emit(self._came_from, place)

    def _go_to_gap(self, form_id: int) -> None:
        self._go_to_form("review", form_id)

    def _go_to_score(self, form_id: int) -> None:
        self._go_to_form("score", form_id)

    def _go_to_form(self, page: str, form_id: int) -> None:
        person = next((one for one in self.people.ticked() if one.form_id == form_id), None)
        if person is not None:
            self.place_wanted.emit(page, {"employee_id": person.employee_id, "form_id": form_id})
