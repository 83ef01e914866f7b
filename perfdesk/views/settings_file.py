"""Where the file and its backups lie, what is inside a backup, the check of the file, and what this is."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from perfdesk import __version__
from perfdesk.controllers.faults import Fault
from perfdesk.desktop.tasks import Progress, Tasks
from perfdesk.models.rows import Column, RowsModel
from perfdesk.texts import N_, _, current, sentence
from perfdesk.texts.words import cycle_name, number
from perfdesk.views.parts import Card, button, label
from perfdesk.views.settings_firm import Section
from perfdesk.views.tables import TableView

if TYPE_CHECKING:
    from perfdesk.controllers.checking import Finding
    from perfdesk.controllers.contents import Contents
    from perfdesk.controllers.firm import Firm

REASONS = {
    "hand": N_("by hand"),
    "close": N_("on closing"),
    "import": N_("before an import"),
    "restore": N_("before a restore"),
    "migrate": N_("before a new version of the file"),
    "damaged": N_("damaged file, kept as it was"),
}
PARTS = (
    ("PySide6 (Qt)", "LGPL-3.0"),
    ("pypdfium2 (PDFium)", "BSD-3-Clause, Apache-2.0"),
    ("ReportLab", "BSD"),
    ("SQLAlchemy, Alembic", "MIT"),
    ("openpyxl, python-calamine, pypinyin", "MIT"),
    ("Noto Sans SC", "OFL-1.1"),
)


class FileSection(Section):
    """`restore_requested(path)` once the user has seen what is inside a backup and wants it."""

    restore_requested = Signal(str)

    def __init__(self, firm: Firm, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fileSection")
        self._firm, self._tasks = firm, tasks
        self._paths: dict[str, QLabel] = {}
        self._captions: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for at, name in enumerate(("filePath", "backupPath")):
            self._captions[name], shown = label("", "muted", parent=self), label("", parent=self, wrap=True)
            shown.setObjectName(name)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._paths[name] = shown
            grid.addWidget(self._captions[name], at, 0)
            grid.addWidget(shown, at, 1)
        self.body.addLayout(grid)
        row = QHBoxLayout()
        self.now = button("", "primary", "backup", "backUpNow", self.back_up, self)
        self.folder = button("", icon="folder", name="openFolder", on_click=self.open_folder, parent=self)
        self.restore = button("", icon="history", name="restore", on_click=self._look_inside, parent=self)
        for made in (self.now, self.folder, self.restore):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add(self.said)
        self.table = TableView(self)
        self.table.setObjectName("backups")
        self.backups: RowsModel[Any] = RowsModel(_columns(), _path_of, parent=self.table)
        self.table.setModel(self.backups)
        self.table.row_chosen.connect(self._backup_chosen)
        self.table.row_opened.connect(self._look_inside)
        self.add(self.table)
        self.none = label("", "muted", parent=self, wrap=True)
        self.none.setObjectName("noBackups")
        self.add(self.none)
        self._build_inside()
        self.body.addStretch(1)
        self.refresh()

    def _build_inside(self) -> None:
        """The panel that shows what is inside a backup before it replaces anything."""
        self.inside = Card(side="choice", parent=self)
        self.inside.setObjectName("insideBackup")
        self.facts = label("", parent=self.inside, wrap=True)
        self.facts.setObjectName("backupFacts")
        self.warning = label("", "small", parent=self.inside, wrap=True)
        self.inside.add(self.facts)
        self.inside.add(self.warning)
        row = QHBoxLayout()
        self.replace = button("", "danger", name="replaceFile", on_click=self._replace, parent=self.inside)
        self.leave = button("", name="leaveBackup", on_click=self.inside.hide, parent=self.inside)
        row.addWidget(self.replace)
        row.addWidget(self.leave)
        row.addStretch(1)
        self.inside.body.addLayout(row)
        self.inside.hide()
        self.add(self.inside)
        self._looked_at: Path | None = None
        self._contents: Contents | None = None

    def refresh(self) -> None:
        self._paths["filePath"].setText(str(self._firm.path))
        self._paths["backupPath"].setText(str(self._firm.backup_folder))
        found = self._firm.backups()
        self.backups.show(found)
        self.table.setFixedHeight(self.table.height_for_rows(max(1, len(found))))
        self.table.setVisible(bool(found))
        self.none.setVisible(not found)
        self._backup_chosen()

    def retranslate(self) -> None:
        self.set_heading(_("File and backups"))
        self.hint.setText(
            _(
                "Everything is in one file, saved at once. A backup is made on closing and before larger changes; "
                "ten are kept."
            )
        )
        self._captions["filePath"].setText(_("The file"))
        self._captions["backupPath"].setText(_("Its backups"))
        for made, word in (
            (self.now, _("Back up now")),
            (self.folder, _("Open the folder")),
            (self.restore, _("Restore…")),
            (self.replace, _("Replace the open file with it")),
            (self.leave, _("Leave it")),
        ):
            made.setText(word)
            made.setAccessibleName(word)
        self.none.setText(_("There is no backup yet. One is made when the file is closed after a change."))
        self.warning.setText(_("What is open now is backed up first, so this can be taken back too."))
        self.table.setAccessibleName(_("Backups"))
        self.backups.retranslate()
        if self._contents is not None:
            self._show_contents()

    def back_up(self) -> None:
        """Make a backup off the window's thread."""
        self.now.setEnabled(False)
        self._tasks.run(self._back_up, self._backed_up, self._failed)

    def open_folder(self) -> None:
        """Show the folder of the file in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._firm.path.parent)))

    def _back_up(self, _progress: Progress) -> Path:
        return self._firm.back_up()

    def _backed_up(self, path: Any) -> None:
        self.now.setEnabled(True)
        self.refresh()
        self.table.choose(str(path), 0)
        self.say(_("Backed up: {name}").format(name=path.name))

    def _failed(self, fault: BaseException) -> None:
        self.now.setEnabled(True)
        if not isinstance(fault, Fault):
            raise fault
        self.say(sentence(fault), "err")

    def _backup_chosen(self, _key: object = None) -> None:
        self.restore.setEnabled(self.table.current_key() is not None and not self._firm.is_read_only)

    def _look_inside(self, _key: object = None) -> None:
        key = self.table.current_key()
        if key is not None and not self._firm.is_read_only:
            path = Path(str(key))
            self._tasks.run(partial(_read_contents, path), partial(self._looked, path), self._failed)

    def _looked(self, path: Path, found: Contents) -> None:
        self._looked_at, self._contents = path, found
        self._show_contents()
        self.inside.show()
        self.leave.setFocus()

    def _show_contents(self) -> None:
        found = self._contents
        assert found is not None and self._looked_at is not None
        self.inside.set_heading(_("Inside this backup"), self._looked_at.name)
        newest = cycle_name(found.cycles[0], current()) if found.cycles else _("none")
        self.facts.setText(
            _(
                "{name} · {people} people · {cycles} cycles, the newest {newest} · {forms} forms · last change {at}"
            ).format(
                name=found.name,
                people=found.people,
                cycles=len(found.cycles),
                newest=newest,
                forms=found.forms,
                at=found.changed_at.replace("T", " ") or "—",
            )
        )

    def _replace(self) -> None:
        if self._looked_at is not None:
            self.restore_requested.emit(str(self._looked_at))


class CheckSection(Section):
    """Looks the file over, off the window's thread."""

    def __init__(self, firm: Firm, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checkSection")
        self._firm, self._tasks = firm, tasks
        self._findings: list[Finding] | None = None
        self.begin = button("", "primary", "check", "checkFile", self.check, self)
        row = QHBoxLayout()
        row.addWidget(self.begin)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add(self.said)
        self.findings = label("", parent=self, wrap=True)
        self.findings.setObjectName("findings")
        self.findings.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add(self.findings)
        self.body.addStretch(1)

    def retranslate(self) -> None:
        self.set_heading(_("Check the file"))
        self.hint.setText(
            _(
                "Is the file whole, was it changed by another program, and does every stored score follow from its "
                "entry?"
            )
        )
        self.begin.setText(_("Check now"))
        self.begin.setAccessibleName(_("Check now"))
        if self._findings is not None:
            self._show(self._findings)

    def check(self) -> None:
        self.begin.setEnabled(False)
        self.say(_("Checking…"), "muted")
        self._tasks.run(partial(_check, self._firm.path), self._show, self._failed)

    def _show(self, findings: list[Finding]) -> None:
        self._findings = findings
        self.begin.setEnabled(True)
        faults = sum(finding.is_fault for finding in findings)
        if faults:
            self.say(_("{count} things are wrong:").format(count=faults), "err")
        else:
            self.say(_("The file is sound."))
        self.findings.setText("\n".join(sentence(finding) for finding in findings))
        self.findings.setVisible(bool(findings))

    def _failed(self, fault: BaseException) -> None:
        self.begin.setEnabled(True)
        if not isinstance(fault, Fault):
            raise fault
        self.say(sentence(fault), "err")


class AboutSection(Section):
    """Version and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutSection")
        self.version = label("", "bold", parent=self)
        self.version.setObjectName("version")
        self.licence = label("", parent=self, wrap=True)
        self.heading_parts = label("", "small", parent=self)
        self.add(self.version)
        self.add(self.licence)
        self.add(self.heading_parts)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for at, (name, licence) in enumerate(PARTS):
            grid.addWidget(label(name, parent=self), at, 0)
            grid.addWidget(label(licence, "muted", parent=self), at, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def retranslate(self) -> None:
        self.set_heading(_("About PerfDesk"))
        self.hint.setText(
            _(
                "Appraisal is the diagnosis, improvement is the treatment, and the loop between them is the point."
            )
        )
        self.version.setText(_("Version {version}").format(version=__version__))
        self.licence.setText(_("Free software under the MIT licence; your data stay on this computer."))
        self.heading_parts.setText(_("It stands on (THIRD_PARTY.md has the details):"))


def _read_contents(path: Path, _progress: Progress) -> Contents:
    from perfdesk.controllers.contents import contents

    return contents(path)


def _check(path: Path, _progress: Progress) -> list[Finding]:
    from perfdesk.controllers.checking import check_file

    return list(check_file(path))


def _columns() -> list[Column[Any]]:
    return [
        Column("made", lambda: _("Made at"), _made, width=170, sort_key=lambda row: row.made_at, bold=True),
        Column("reason", lambda: _("Why"), _why, width=220),
        Column("size", lambda: _("Size (KB)"), _size, "right", 90, lambda row: row.size),
        Column("name", lambda: _("File"), lambda row: row.path.name, tone=lambda _row: "muted"),
    ]


def _path_of(row: Any) -> str:
    return str(row.path)


def _made(row: Any) -> str:
    made: datetime = row.made_at
    return f"{made:%Y-%m-%d %H:%M:%S}"


def _why(row: Any) -> str:
    return _(REASONS[row.reason]) if row.reason in REASONS else row.reason


def _size(row: Any) -> str:
    return number(-(-row.size // 1024))
