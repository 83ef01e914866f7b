"""Bringing files in: people with a dry run first, values and departments; refused rows and templates out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from perfdesk import texts
from perfdesk.controllers.appraisal import AppraisalController
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.import_preview import Choices, Preview, Source
from perfdesk.controllers.import_reading import make_preview, open_source, pasted_source
from perfdesk.controllers.people import Imported, PeopleController
from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import Missing
from perfdesk.sheets.cells import same
from perfdesk.sheets.columns import choose_sheet, match_columns
from perfdesk.sheets.dates import read_date
from perfdesk.sheets.lists import read_departments
from perfdesk.sheets.person_drafts import KnownPeople, KnownPerson
from perfdesk.sheets.tables import RawTable, read_workbook
from perfdesk.sheets.templates import write_people_template, write_refused
from perfdesk.sheets.values import KnownForms, KnownIndicator, ValueDraft, ValueKind, ValuesDraft, read_values
from perfdesk.store import forms, people

Kind = Literal["people", "departments", "indicators", "targets", "actuals", "levels", "totals"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Report:
    """What an import took and what not. Each problem names its cell.

    `taken` counts people, departments or values; with `dry_run` it is what would be taken. `questions` are
    doubts about rows that were taken as the dry run proposed; `notes` are said once about the whole file.
    """

    taken: int
    refused: tuple[Problem, ...] = ()
    questions: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    added: int = 0
    updated: int = 0
    blanks: int = 0
    """Cells left empty: nothing was taken from them and nothing refused."""


@dataclass(frozen=True, slots=True)
class NamesAdded:
    """What became of pasted names: those added, and those left out since they are there already."""

    added: tuple[str, ...]
    known: tuple[str, ...]


class ImportController:
    """Deeds and questions about files that come in. Each import is one deed: one backup, one undo."""

    def __init__(self, desk: Desk, people_: PeopleController, appraisal: AppraisalController) -> None:
        self._desk, self._people, self._appraisal = desk, people_, appraisal

    # -- people, with a dry run that is looked at --

    def open(self, path: str | Path) -> Source:
        """Open a workbook or text table; may run in a worker.

        Raises:
            Invalid: one problem that names the file and what to do.
        """
        return open_source(str(path))

    def pasted(self, text: str) -> Source:
        """Take what was copied out of Excel.

        Raises:
            Invalid: a quotation in it never closes, or there is far too much of it.
        """
        return pasted_source(text)

    def known(self) -> KnownPeople:
        """Return who the firm file holds, for `import_reading.make_preview` to compare with."""
        return KnownPeople(
            tuple(
                KnownPerson(one.number, one.name, one.department_zh or one.department_en)
                for one in self._people.employees()
            ),
            frozenset(
                name for one in self._people.departments() for name in (one.name_zh, one.name_en) if name
            ),
        )

    def preview(self, source: Source, choices: Choices | None = None) -> Preview:
        """Return what an import would do. Nothing is written."""
        return make_preview(source, choices or Choices(), self.known())

    def import_preview(
        self, preview: Preview, progress: Callable[[int, int], None] | None = None
    ) -> Imported:
        """Bring in every row of the preview that is fine, as one deed after a backup.

        `progress(done, total)` may raise to stop; nothing is imported then.

        Raises:
            Invalid: `nothing_to_import`, or a row that can't be taken after all; nothing is imported then.
            StoreFault: the file can't be written.
        """
        with _without_sweeps():
            return self._people.import_people(preview.drafts(), progress)

    def add_names(self, names: Sequence[str], *, also_known: bool = False) -> NamesAdded:
        """Add people of whom only the name is given; numbers are given out behind the highest in use.

        A name that is there already is left out, unless `also_known`: then it is another person.

        Raises:
            Invalid: a name that is too long; nobody is added then.
        """
        there = {same(one.name) for one in self._people.employees()}
        known = tuple(name for name in names if same(name) in there and not also_known)
        wanted = [name for name in names if also_known or same(name) not in there]
        if wanted:
            first = self._people.next_number()
            drafts = [
                EmployeeDraft(str(int(first) + at).zfill(len(first)), name) for at, name in enumerate(wanted)
            ]
            self._people.import_people(drafts)
        return NamesAdded(tuple(wanted), known)

    def read_date(self, text: str) -> date | None:
        """Read a date as people type it; "" is none.

        Raises:
            Invalid: it is no date, or may be another one than meant; `details["date"]` is the likely one.
        """
        found = read_date(text.strip() or None)
        if found.is_refused or found.is_question:
            raise refuse("date", found.code, value=text.strip(), date=found.fix)
        return found.on

    def write_refused(self, preview: Preview, path: str | Path, language: str) -> int:
        """Write the rows that are not brought in, each with its reason, to be corrected; return how many.

        Raises:
            Invalid: `import_not_written`.
        """
        reasons = preview.refused_with_reasons()
        table, header = preview.table_and_header()
        try:
            write_refused(path, table, header, reasons, texts.translator(language))
        except OSError as fault:
            raise _not_written(path) from fault
        return len(reasons)

    def write_template(self, path: str | Path, language: str) -> None:
        """Write an empty staff list to fill in, with the firm's departments to choose from.

        Raises:
            Invalid: `import_not_written`.
        """
        translator = texts.translator(language)
        names = [translator.pick(one.name_zh, one.name_en) for one in self._people.departments()]
        try:
            write_people_template(path, translator, names)
        except OSError as fault:
            raise _not_written(path) from fault

    # -- the command line --

    def import_people_file(
        self,
        path: str | Path,
        *,
        sheet: str | None = None,
        name_from_number: bool = False,
        asks_private: bool = False,
        dry_run: bool = False,
    ) -> Report:
        """Bring in all rows that can be; questions are answered as the dry run proposes and reported.

        Raises:
            Invalid: the file or the list as a whole can't be used; nothing is imported.
        """
        choices = Choices(
            sheet=sheet, accepts_all=True, name_from_number=name_from_number, asks_private=asks_private
        )
        preview = self.preview(self.open(path), choices)
        if preview.problem is not None:
            raise Invalid(preview.problem)
        added, updated = preview.ok - preview.updated, preview.updated
        if preview.ok and not dry_run:
            done = self.import_preview(preview)
            added, updated = done.added, done.updated
        return Report(
            preview.ok,
            tuple(refusal.problem for refusal in preview.refusals),
            preview.doubts(),
            preview.notes,
            added,
            updated,
        )

    def import_values(
        self,
        path: str | Path,
        kind: Kind,
        cycle_id: int | None = None,
        *,
        sheet: str | None = None,
        dry_run: bool = False,
    ) -> Report:
        """Bring in departments, or targets, actuals or levels of the forms of a cycle, as one deed.

        Raises:
            Invalid: the file can't be used, or `import_kind_unavailable` (indicators, totals).
        """
        if kind == "people":
            return self.import_people_file(path, sheet=sheet, dry_run=dry_run)
        if kind not in ("departments", "targets", "actuals", "levels"):
            raise refuse("kind", "import_kind_unavailable", kind=kind)
        words = "departments" if kind == "departments" else "values"
        book = read_workbook(path, sheet)
        table = book.table(sheet or (choose_sheet(book, words) if len(book.sheets) > 1 else None))
        if kind == "departments":
            return self._departments(table, dry_run)
        if cycle_id is None:
            raise refuse("cycle", "import_without_cycle")
        return self._values(table, kind, cycle_id, dry_run)

    def _departments(self, table: RawTable, dry_run: bool) -> Report:
        names = [name for one in self._people.departments() for name in (one.name_zh, one.name_en) if name]
        found = read_departments(table, match_columns(table, kind="departments"), names)
        fresh = [(one.name, one.code) for one in found.rows if not one.is_known]
        if fresh and not dry_run:
            self._people.add_departments(fresh)
        refused = tuple(problem for problems in found.refused_rows.values() for problem in problems)
        known = len(found.rows) - len(fresh)
        return Report(len(found.rows), refused, added=len(fresh), updated=known)

    def _values(self, table: RawTable, kind: ValueKind, cycle_id: int, dry_run: bool) -> Report:
        with self._desk.read() as connection:
            heads = {head.id: head for head in forms.heads_of_cycle(connection, cycle_id)}
            items = forms.items(connection, list(heads))
            everybody = people.employees(connection)
        on_form = {
            heads[form_id].number: {item.code: item for item in found if _fits(item, kind)}
            for form_id, found in items.items()
        }
        indicators = {item.code: item for found in items.values() for item in found if _fits(item, kind)}
        known = KnownForms(
            {one.number: one.name for one in everybody},
            {number: frozenset(found) for number, found in on_form.items()},
            tuple(
                KnownIndicator(code, tuple(name for name in (item.name_zh, item.name_en) if name), item.unit)
                for code, item in indicators.items()
            ),
        )
        draft = read_values(table, match_columns(table, kind="values"), kind, known)
        refused = list(draft.refusals)
        taken, notes = len(draft.values), tuple(draft.notices)
        if draft.values:
            told = self._write(draft, kind, on_form, table.file_name, dry_run)
            notes += tuple(problem for problem in told if problem.is_warning)
            wrong = [problem for problem in told if not problem.is_warning]
            refused += wrong
            taken -= len({problem.field for problem in wrong})
        return Report(taken, tuple(refused), notes=notes, added=taken, blanks=draft.blanks)

    def _write(
        self,
        draft: ValuesDraft,
        kind: ValueKind,
        on_form: dict[str, dict[str, FormItem]],
        file_name: str,
        dry_run: bool,
    ) -> list[Problem]:
        """Write what was read; return what the forms refuse, and as warnings what did not reach all forms of a
        shared indicator, under the addresses of the cells.

        A cell that says "not applicable" is the reason itself: the form then names file and cell.
        """
        by_item = {on_form[value.number][value.code].id: value for value in draft.values}
        given = {item: value for item, value in by_item.items() if value.missing is Missing.VALUE}
        if kind == "targets":
            targets = [(item, value.value) for item, value in given.items() if value.value is not None]
            refused = self._appraisal.set_targets(targets, rehearse=dry_run)
        else:
            cells = [(item, _text(value)) for item, value in given.items()]
            missing = [
                (item, value.missing, f"{file_name} {value.cell}")
                for item, value in by_item.items()
                if item not in given
            ]
            refused = self._appraisal.enter_many(cells, missing, rehearse=dry_run)
        return [
            Problem(by_item[item].cell, problem.code, problem.details, problem.is_warning)
            for item, problems in refused.items()
            for problem in problems
        ]


def _fits(item: FormItem, kind: ValueKind) -> bool:
    """Levels go to judged items; targets to measured ones; actuals to both, as typing does."""
    return item.is_anchored if kind == "levels" else kind == "actuals" or not item.is_anchored


def _text(value: ValueDraft) -> str:
    return "" if value.value is None else format(value.value, "f")


@contextmanager
def _without_sweeps() -> Iterator[None]:
    """Put the collector of circular references off: over half a million fresh rows each sweep stops every thread
    for a quarter of a second, the window's too."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _not_written(path: str | Path) -> Invalid:
    return refuse("file", "import_not_written", file=Path(path).name)
