"""The composition root: the one place that knows every part and wires them into a program.

`launch` has painted the window's frame before this is imported; the store, the papers and Excel come when a
file is opened, printed or read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog

from perfdesk import __version__, paths, texts
from perfdesk.desktop import language, theme
from perfdesk.desktop.bridge import Bridge
from perfdesk.desktop.last_resort import LastResort, start_log
from perfdesk.desktop.preferences import Preferences
from perfdesk.desktop.recents import Recents
from perfdesk.desktop.tasks import Progress, Tasks
from perfdesk.domain.firm import Switch
from perfdesk.texts import N_, _
from perfdesk.views.page import Page, PageEntry
from perfdesk.views.recent_files import RecentFile
from perfdesk.views.search_field import Hit
from perfdesk.views.welcome_page import WelcomePage
from perfdesk.views.window import MainWindow

if TYPE_CHECKING:
    import argparse

    from perfdesk.controllers.firm import Firm
    from perfdesk.desktop.print_work import PrintWork

SUFFIX = ".perfdesk"
WITH_CYCLE_PAGE = frozenset(Switch) - {
    Switch.OKR,
    Switch.GOALS,
    Switch.FORMAL_PIP,
    Switch.PAY,
    Switch.TARGETS_FIRST,
}
"""With any of these the states of forms, or what else a cycle has, matter to the firm."""
_ROSTERS = (".xlsx", ".xlsm", ".xls", ".csv", ".ods")


def make_picture(given: argparse.Namespace) -> int:
    """Draw a page of the window into a PNG, without a screen; the accessibility tree goes beside it as text."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(given.scale)
    from perfdesk.desktop import pictures

    return pictures.make(given, lambda app, settings: Program(app, settings))


class Program(QObject):
    """The running program: the window, and the firm that is open in it."""

    def __init__(
        self,
        app: QApplication,
        settings: QSettings | None = None,
        frame: MainWindow | None = None,
        file: Path | None = None,
    ) -> None:
        """Fill the `frame` (without one a window is made) and open the `file` in it, if one is named."""
        super().__init__(app)
        app.setApplicationName("PerfDesk")
        app.setOrganizationName("PerfDesk")
        start_log()
        self._app = app
        self._settings = settings or QSettings(
            str(paths.state_folder() / "settings.ini"), QSettings.Format.IniFormat
        )
        self.preferences = Preferences(self._settings, self)
        self._use_look()
        self._use_language()
        self._recents = Recents(self._settings)
        self.tasks = Tasks(self)
        self.firm: Firm | None = None
        self._bridge: Bridge | None = None
        self._print_work: PrintWork | None = None
        self._welcome: WelcomePage | None = None
        self._roster = ""  # dropped before there was a firm to import it into
        self.window = frame or MainWindow(is_frame=True)
        self.window.furnish(version=__version__)
        self._firm_keys: list[QShortcut] = []
        self._last_resort = LastResort(self.say)
        self._last_resort.install()
        self._connect()
        if file is None:
            self._show_welcome()
        else:
            self.open_soon(file)

    @property
    def welcome(self) -> WelcomePage:
        """The page without a firm; made when it is first shown, since a window that opens a file needs none."""
        if self._welcome is None:
            self._welcome = self._make_welcome()
        return self._welcome

    def say(self, sentence: str) -> None:
        """Show a sentence where the user looks: in the window of a firm, or on the welcome page."""
        if self.firm is None:
            if self._welcome is None:
                self._show_welcome()
            self.welcome.tell(sentence)
        else:
            self.window.tell(sentence, "err")

    def open_soon(self, path: Path) -> None:
        """Open a file as soon as what reads it has been imported, off the window's thread."""
        self.window.show_opening(path.name)
        self.tasks.run(_import_firm, on_done=partial(self._firm_imported, path))

    def _firm_imported(self, path: Path, _done: object) -> None:
        self.open(path)

    def open(self, path: Path) -> bool:
        """Open a firm file in the place of the one that is open; say why if it can't be opened."""
        from perfdesk.controllers.clock import clock
        from perfdesk.controllers.faults import Fault
        from perfdesk.controllers.firm import open_firm

        if self._is_open(path):
            return True
        if path.suffix.lower() in _ROSTERS:
            self._dropped(str(path))
            return False
        try:
            firm = open_firm(path, clock())
        except Fault as fault:
            self.say(texts.sentence(fault))
            return False
        self.show_firm(firm)
        return True

    def _is_open(self, path: Path) -> bool:
        """Tell whether this very file is open here; opened a second time it would be locked by ourselves."""
        return (
            self.firm is not None
            and not self.firm.is_read_only
            and path.exists()
            and path.samefile(self.firm.path)
        )

    def new(self, name: str, owner: str, is_simple: bool, path: str) -> None:
        """Make a firm file and open it, at the page where people come in."""
        from perfdesk.controllers.clock import clock
        from perfdesk.controllers.faults import Fault
        from perfdesk.controllers.firm import new_firm, suggested_path
        from perfdesk.domain.firm import INDICATORS, SIMPLE
        from perfdesk.domain.problems import Invalid

        wanted = Path(path) if path else suggested_path(name)
        wanted = wanted if wanted.suffix == SUFFIX else wanted.with_name(f"{wanted.name}{SUFFIX}")
        try:
            firm = new_firm(wanted, name, owner, clock(), switches=SIMPLE if is_simple else INDICATORS)
        except Fault as fault:
            self.say(texts.sentence(fault))
            return
        except Invalid as invalid:
            self.say(" ".join(texts.sentence(problem) for problem in invalid.problems))
            return
        self.show_firm(firm)
        if self._roster:
            self.window.go("people", {"import_path": self._roster})
            self._roster = ""

    def sample(self) -> None:
        """Make the sample firm anew, off the window's thread, and open it."""
        if self.tasks.is_busy:
            return
        self.welcome.tell(_("Making the sample firm: eight quarters of a machine shop…"), "app")
        self.tasks.run(
            partial(_make_sample, texts.current().language),
            on_done=self._sample_made,
            on_failed=self._sample_failed,
            on_progress=self._sample_progress,
        )

    def show_firm(self, firm: Firm) -> None:
        """Show an open firm in the window."""
        from perfdesk.texts.deeds import deed_name

        self._leave_firm()
        self.firm = firm
        for shortcut in self._firm_keys:
            shortcut.setEnabled(True)
        if self._welcome is not None:
            self._welcome.notice.dismiss()
        self._bridge = Bridge(firm.announce, firm.history, deed_name, self._undo_failed, self)
        self._bridge.changed.connect(self._firm_changed)
        people = firm.people.appraised_count()
        self._recents.note(firm.path, people, firm.clock.now())
        first = "review" if people else "people"
        try:
            self.window.show_firm(
                self._entries(firm),
                self._bridge,
                firm.path.name,
                search=self._search,
                is_read_only=firm.is_read_only,
                first=first,
                actor=self._actor(firm),
            )
        except Exception:
            self.close_firm()  # rather no window of this firm than half of one
            raise
        self._show_cycles()
        if firm.is_read_only:
            self.window.tell(self._why_read_only(firm), "app")

    def close_firm(self) -> None:
        """Close the open firm, which is backed up when it was changed, and show the welcome page."""
        if self.firm is not None:
            self._leave_firm()
            self._show_welcome()

    def _leave_firm(self) -> None:
        if self.firm is None:
            return
        from perfdesk.controllers.faults import Fault

        if self._print_work is not None:
            self._print_work.stop()
        firm, self.firm = self.firm, None
        for shortcut in self._firm_keys:
            shortcut.setEnabled(False)
        self.window.show_welcome()
        if self._bridge is not None:
            self._bridge.close()
            self._bridge = None
        try:
            firm.close()
        except Fault as fault:
            self.say(texts.sentence(fault))

    # -- wiring --

    def _connect(self) -> None:
        window = self.window
        window.file_dropped.connect(self._dropped)
        window.cycle_chosen.connect(self._choose_cycle)
        window.closing.connect(self._closing)
        for keys, call in (("Ctrl+O", self._ask_file), ("Ctrl+W", self._leave)):
            shortcut = QShortcut(QKeySequence(keys), window)
            shortcut.setEnabled(False)  # without a firm the welcome page has the keys
            shortcut.activated.connect(call)
            self._firm_keys.append(shortcut)
        self.preferences.language_changed.connect(self._use_language)
        self.preferences.look_changed.connect(self._use_look)

    def _make_welcome(self) -> WelcomePage:
        welcome = WelcomePage(paths.documents_folder())
        welcome.new_requested.connect(self.new)
        welcome.open_requested.connect(self._dropped)
        welcome.sample_requested.connect(self.sample)
        welcome.restore_requested.connect(self._ask_backup)
        welcome.forget_requested.connect(self._forget)
        welcome.language_chosen.connect(self.preferences.set_language)
        welcome.look_chosen.connect(self.preferences.set_theme)
        self.window.put_welcome(welcome)
        return welcome

    def _show_welcome(self) -> None:
        self._show_recents()
        self.window.show_welcome()

    def _entries(self, firm: Firm) -> tuple[PageEntry, ...]:
        """The pages of this firm: 五分表 shows only what it needs."""
        makers: list[tuple[str, str, str, Callable[[], Page]]] = [
            ("score", N_("Scoring"), "score", self._score_page),
            ("review", N_("Review"), "review", self._review_page),
            ("people", N_("People"), "people", self._people_page),
        ]
        chosen = firm.settings.settings()
        if not chosen.is_simple:
            makers.append(("library", N_("Library"), "library", self._library_page))
        if chosen.switches & WITH_CYCLE_PAGE:
            makers.append(("cycles", N_("Cycles"), "cycle", self._cycle_page))
        makers.append(("settings", N_("Settings"), "settings", self._settings_page))
        entries = [PageEntry(key, title, icon, make) for key, title, icon, make in makers]
        papers = PageEntry("print", N_("Print papers"), "print", self._print_page, in_navigation=False)
        return (*entries, papers)

    def _score_page(self) -> Page:
        from perfdesk.views.score_page import ScorePage

        return ScorePage(self._open_firm())

    def _review_page(self) -> Page:
        from perfdesk.views.review_page import ReviewPage

        page = ReviewPage(self._open_firm(), settings=self._settings)
        page.print_wanted.connect(self._print)
        return page

    def _people_page(self) -> Page:
        from perfdesk.views.people_page import PeoplePage

        return PeoplePage(self._open_firm(), self.tasks)

    def _library_page(self) -> Page:
        from perfdesk.views.library_page import LibraryPage

        return LibraryPage(self._open_firm())

    def _cycle_page(self) -> Page:
        from perfdesk.views.cycle_page import CyclePage

        return CyclePage(self._open_firm())

    def _settings_page(self) -> Page:
        from perfdesk.views.settings_page import SettingsPage

        page = SettingsPage(self._open_firm(), self.preferences)
        page.restore_requested.connect(self._restore)
        page.actor_changed.connect(self._show_actor)
        return page

    def _print_page(self) -> Page:
        from perfdesk.desktop.print_work import PrintWork
        from perfdesk.views.print_page import PrintPage

        self._print_work = self._print_work or PrintWork(self)
        return PrintPage(self._open_firm(), self._print_work)

    def _print(self, form_ids: list[int]) -> None:
        self.window.go("print", {"form_ids": form_ids, "back": "review"})

    def _open_firm(self) -> Firm:
        assert self.firm is not None
        return self.firm

    def _firm_changed(self, changed: Any) -> None:
        if self.firm is not None and changed.tables & {"cycle", "firm"}:
            self.window.show_entries(self._entries(self.firm))
            self._show_cycles()

    def _show_cycles(self) -> None:
        from perfdesk.texts.words import cycle_name

        firm = self._open_firm()
        named = [(one.id, cycle_name(one, texts.current())) for one in firm.cycles.cycles()]
        current = firm.cycles.current()
        self.window.show_cycles(named, current.id if current else None)

    def _choose_cycle(self, cycle_id: int | None) -> None:
        firm = self._open_firm()
        if cycle_id is not None and not firm.is_read_only:
            firm.cycles.choose(cycle_id)

    def _search(self, words: str) -> Sequence[Hit]:
        from perfdesk.views.finding import find

        firm = self._open_firm()
        return find(firm, self._entries(firm), words)

    def _show_actor(self) -> None:
        self.window.show_actor(self._actor(self._open_firm()))

    def _actor(self, firm: Firm) -> str:
        actor_id = firm.settings.actor_id
        found = firm.people.employee(actor_id) if actor_id is not None else None
        return texts.pick(found.name, found.name_en) if found else ""

    def _why_read_only(self, firm: Firm) -> str:
        holder = firm.held_by
        if holder is not None:
            return _(
                "{account} on {computer} has this file open since {since}; here it can only be read."
            ).format(account=holder.account, computer=holder.computer, since=holder.since)
        if firm.why_read_only == "folder":
            return _(
                "The folder or the file can't be written; here it can only be read. Copy it elsewhere to work."
            )
        return _("Opened for reading only.")

    # -- look, language, recent files --

    def _use_look(self) -> None:
        theme.apply(self._app, self.preferences.theme, self.preferences.zoom)

    def _use_language(self) -> None:
        language.use(self._app, self.preferences.language)
        if getattr(self, "firm", None) is not None:
            self._show_cycles()
        if getattr(self, "_welcome", None) is not None:
            self._show_recents()

    def _show_recents(self) -> None:
        self.welcome.show_choices(self.preferences.language, self.preferences.theme)
        self.welcome.show_recent(
            [
                RecentFile(
                    one.path,
                    one.opened_at.replace("T", " "),
                    _("{count} people").format(count=one.people) if one.people else "",
                    one.is_missing,
                )
                for one in self._recents.all()
            ]
        )

    def _forget(self, path: str) -> None:
        self._recents.forget(path)
        self._show_recents()

    # -- what the user asked for --

    def _dropped(self, path: str) -> None:
        """A firm file is opened; a roster goes to the import of the open firm, or of the one made for it."""
        if Path(path).suffix.lower() not in _ROSTERS:
            self.open(Path(path))
        elif self.firm is not None:
            self.window.go("people", {"import_path": path})
        else:
            self._roster = path
            self.welcome.ask_new()
            words = _(
                "Name the firm first; then {file} is looked at and imported. To use a firm you have, open it."
            )
            self.welcome.tell(words.format(file=Path(path).name), "app")

    def _ask_file(self) -> None:
        """Open another firm in the place of this one."""
        path, _kind = QFileDialog.getOpenFileName(
            self.window, _("Open a firm"), "", _("Firm files (*.perfdesk);;All files (*)")
        )
        if path and not self.window.warn_of_wrong_entries(partial(self.open, Path(path))):
            self.open(Path(path))

    def _leave(self) -> None:
        """Close the firm and go back to where one is chosen."""
        if not self.window.warn_of_wrong_entries(self.close_firm):
            self.close_firm()

    def _ask_backup(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self.window, _("Choose a backup"), str(paths.documents_folder()), f"PerfDesk (*{SUFFIX})"
        )
        if path:
            self.open(Path(path))

    def _restore(self, backup: str) -> None:
        """Put a backup in the place of the open file and open it again."""
        from perfdesk.controllers.clock import clock
        from perfdesk.controllers.faults import Fault
        from perfdesk.controllers.firm import restore_firm

        path, wrong = self._open_firm().path, ""
        self.close_firm()
        try:
            restore_firm(Path(backup), path, clock())
        except Fault as fault:
            wrong = texts.sentence(fault)
        self.open(path)
        if wrong:
            self.say(wrong)

    def _undo_failed(self, fault: Exception) -> None:
        self.window.tell(texts.sentence(fault), "err")  # type: ignore[arg-type]  # it has a code: the bridge asked

    def _sample_made(self, firm: Firm) -> None:
        if self.firm is None:
            self.show_firm(firm)
        else:  # another firm was opened meanwhile
            firm.close(with_backup=False)

    def _sample_progress(self, done: int, total: int, _words: str) -> None:
        self.welcome.tell(
            _("Making the sample firm: quarter {done} of {total}…").format(done=done + 1, total=total), "app"
        )

    def _sample_failed(self, fault: BaseException) -> None:
        from perfdesk.controllers.faults import Fault

        if not isinstance(fault, Fault):
            raise fault
        self.say(texts.sentence(fault))

    def _closing(self) -> None:
        self.tasks.close()
        self._leave_firm()
        if self._print_work is not None:
            self._print_work.close()
            self._print_work = None


def _import_firm(_progress: Progress) -> None:
    import_module("perfdesk.controllers.firm")


def _make_sample(for_language: str, progress: Progress) -> Firm:
    """Make the sample where it disturbs nobody: what was tried out in the last one is gone."""
    from perfdesk.controllers.clock import clock
    from perfdesk.controllers.sample import make_sample

    folder = paths.state_folder() / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    name = "红杉精密" if for_language == "zh_CN" else "Redwood Precision"
    names = [f"{name}{SUFFIX}", *(f"{name} {count}{SUFFIX}" for count in range(2, 100))]
    # A lock beside it: another window shows it, and on Linux its file could be deleted under its hands.
    path = next(folder / one for one in names if one == names[-1] or not (folder / f"~${one}.lock").exists())
    path.unlink(missing_ok=True)
    return make_sample(path, clock(), for_language, progress.step)
