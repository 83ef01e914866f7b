"""One open firm with everything that can be done to it; and making, opening and restoring firm files."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk import paths
from perfdesk.controllers.appraisal import AppraisalController
from perfdesk.controllers.clock import Clock
from perfdesk.controllers.cycles import CyclesController
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.improvement import ImprovementController
from perfdesk.controllers.library import LibraryController
from perfdesk.controllers.people import PeopleController
from perfdesk.controllers.results import ResultsController
from perfdesk.controllers.settings import SettingsController
from perfdesk.domain.cycles import default_cycle
from perfdesk.domain.firm import SIMPLE, Switch
from perfdesk.domain.terms import CycleType, Scheme
from perfdesk.store import backups, firm_file, library, names, settings
from perfdesk.store.change import Deed
from perfdesk.store.firm_file import SUFFIX, FirmFile
from perfdesk.store.lock import Holder
from perfdesk.store.schema import cycle, employee, firm

if TYPE_CHECKING:
    from perfdesk.controllers.appeals import AppealsController
    from perfdesk.controllers.calendar import CalendarController
    from perfdesk.controllers.calibration import CalibrationController
    from perfdesk.controllers.changes import ChangesController
    from perfdesk.controllers.check_ins import CheckInController
    from perfdesk.controllers.evidence import EvidenceController
    from perfdesk.controllers.goals import GoalsController
    from perfdesk.controllers.imports import ImportController
    from perfdesk.controllers.okr import OkrController
    from perfdesk.controllers.papers import PapersController
    from perfdesk.controllers.raters import RatersController
    from perfdesk.controllers.results_more import MoreResults

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class Firm:
    """An open firm file and its controllers."""

    def __init__(self, file: FirmFile, clock: Clock) -> None:
        self._file, self.clock = file, clock
        self._desk = Desk(file, clock)
        maker = self._maker = FormMaker(self._desk)
        self.people = PeopleController(self._desk, maker)
        self.library = LibraryController(self._desk)
        self.cycles = CyclesController(self._desk, maker)
        self.appraisal = AppraisalController(self._desk, maker)
        self.improvement = ImprovementController(self._desk)
        self.results = ResultsController(self._desk, self._more_results)
        self.settings = SettingsController(self._desk)
        self.history = self._desk.history
        self.announce = self._desk.announce
        file.actor_id = self.settings.settings().owner_id

    # Half of what a firm imports reads sheets and lays out papers: not before there is something to read or print.

    @cached_property
    def imports(self) -> ImportController:
        from perfdesk.controllers.imports import ImportController

        return ImportController(self._desk, self.people, self.appraisal)

    # And what only firms with amendments and appeals ever ask for.

    @cached_property
    def calibration(self) -> CalibrationController:
        from perfdesk.controllers.calibration import CalibrationController

        return CalibrationController(self._desk, self.cycles)

    @cached_property
    def calendar(self) -> CalendarController:
        from perfdesk.controllers.calendar import CalendarController

        return CalendarController(self._desk)

    @cached_property
    def changes(self) -> ChangesController:
        from perfdesk.controllers.changes import ChangesController

        return ChangesController(self._desk, self._maker)

    @cached_property
    def appeals(self) -> AppealsController:
        from perfdesk.controllers.appeals import AppealsController

        return AppealsController(self._desk)

    @cached_property
    def check_ins(self) -> CheckInController:
        from perfdesk.controllers.check_ins import CheckInController
        from perfdesk.controllers.objective_scores import ObjectiveScores

        return CheckInController(self._desk, self._maker, ObjectiveScores())

    @cached_property
    def evidence(self) -> EvidenceController:
        from perfdesk.controllers.evidence import EvidenceController

        return EvidenceController(self._desk, self._maker)

    @cached_property
    def okr(self) -> OkrController:
        from perfdesk.controllers.objective_scores import ObjectiveScores
        from perfdesk.controllers.okr import OkrController

        return OkrController(self._desk, self._maker, ObjectiveScores())

    @cached_property
    def papers(self) -> PapersController:
        from perfdesk.controllers.papers import PapersController

        return PapersController(self._desk)

    @cached_property
    def raters(self) -> RatersController:
        from perfdesk.controllers.raters import RatersController

        return RatersController(self._desk, self._maker)

    @cached_property
    def goals(self) -> GoalsController:
        from perfdesk.controllers.goals import GoalsController

        return GoalsController(self._desk)

    def _more_results(self, cycle_id: int, year: int) -> MoreResults:
        from perfdesk.controllers.results_more import MoreResults

        return MoreResults(self, cycle_id, year)

    @property
    def path(self) -> Path:
        return self._file.path

    @property
    def is_read_only(self) -> bool:
        return self._file.is_read_only

    @property
    def why_read_only(self) -> str:
        """Why it may only be read: "in_use", "folder", "asked", or "" when it may be written."""
        return self._file.why_read_only

    @property
    def held_by(self) -> Holder | None:
        """Who has it open for writing, when this one may only read."""
        return self._file.held_by

    def as_whole(self) -> AbstractContextManager[None]:
        """Let all deeds within reach the disk at once, for a firm that is only just being made."""
        return self._file.as_whole()

    def back_up(self, reason: str = "hand") -> Path:
        """Copy the file into its backup folder now."""
        return self._file.back_up(reason)

    @property
    def backup_folder(self) -> Path:
        """Where the backups lie: beside the file, so that a stick carries them along."""
        return backups.folder_of(self.path)

    def backups(self) -> list[backups.Backup]:
        return backups.backups_of(self.path)

    def close(self, *, with_backup: bool = True) -> None:
        """Close the file; a backup is made when something was changed.

        Raises:
            StoreFault: `backup_failed`; the file is closed all the same.
        """
        self._file.close(with_backup=with_backup)


def new_firm(
    path: Path,
    name: str,
    owner: str,
    clock: Clock,
    *,
    switches: frozenset[Switch] = SIMPLE,
    scheme: Scheme | None = None,
    with_cycle: bool = True,
) -> Firm:
    """Make a firm file with the starter library, its owner as acting person and this quarter's cycle.

    五分表 (no switch on) works with scheme P5, 指标考核 (`INDICATORS`) with P120.

    Raises:
        Invalid: no name of the firm or of its owner.
        StoreFault: `exists`, `folder_read_only`, `disk_full`.
    """
    for field, text in (("name", name), ("owner", owner)):
        if not text.strip():
            raise refuse(field, f"firm_{field}_missing")
    kind = scheme or (Scheme.P120 if Switch.INDICATORS in switches else Scheme.P5)
    file = firm_file.create(path, clock.now, is_clock_fixed=clock.is_fixed)
    try:
        with file.change(Deed("new_firm")) as change:
            library.put_starter(change)
            owner_id = change.insert(
                employee,
                number="000",
                name=owner.strip(),
                search_key=names.search_key("000", owner.strip()),
                is_acting=1,
                is_appraised=0,
            )
            cycle_id = None
            if with_cycle:
                starts_on, ends_on = default_cycle(CycleType.QUARTER, clock.today())
                cycle_id = change.insert(
                    cycle,
                    type=CycleType.QUARTER.value,
                    starts_on=starts_on.isoformat(),
                    ends_on=ends_on.isoformat(),
                    scheme=kind.value,
                )
            change.insert(
                firm,
                name=name.strip(),
                scheme=kind.value,
                switches=settings.switches_text(switches),
                created_at=clock.now().isoformat(timespec="seconds"),
                owner_id=owner_id,
                current_cycle_id=cycle_id,
            )
        return Firm(file, clock)
    except BaseException:
        file.close(with_backup=False)
        path.unlink(missing_ok=True)
        raise


def open_firm(path: Path, clock: Clock, *, read_only: bool = False) -> Firm:
    """Open a firm file; read-only when somebody else has it or the folder can't be written.

    Raises:
        StoreFault: not a firm file, damaged, from a newer version, not there.
    """
    file = firm_file.open_file(path, clock.now, read_only=read_only, is_clock_fixed=clock.is_fixed)
    return Firm(file, clock)


def copy_firm(path: Path, to: Path) -> None:
    """Copy a firm file, open or not, to another place.

    Raises:
        StoreFault: not a firm file, or `backup_failed`.
    """
    firm_file.examine(path)
    backups.copy(path, to)


def restore_firm(backup: Path, path: Path, clock: Clock) -> None:
    """Put a backup in the place of a closed firm file; what was there is backed up first.

    Raises:
        StoreFault: the backup is no firm file, or it can't be written.
    """
    backups.restore(backup, path, clock.now(), _examine)


def _examine(path: Path) -> None:
    firm_file.examine(path)


def suggested_path(name: str) -> Path:
    """Return where a new firm's file goes unless the user says otherwise: Documents/PerfDesk/<name>.perfdesk."""
    stem = _UNFIT.sub(" ", name).strip(" .") or "PerfDesk"
    folder = paths.documents_folder()
    path, count = folder / f"{stem}{SUFFIX}", 2
    while path.exists():
        path, count = folder / f"{stem} {count}{SUFFIX}", count + 1
    return path
