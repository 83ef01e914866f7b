"""Papers: numbering and keeping what is printed, writing PDF files."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from perfdesk.controllers import paper_values, reading
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.documents.values import PlanSheet, ReviewSheet, Sheet, canonical, check_code
from perfdesk.domain.comparison import Comparison
from perfdesk.store import papers
from perfdesk.store.change import Change, Deed
from perfdesk.store.faults import StoreFault
from perfdesk.store.schema import paper
from perfdesk.texts import Translator, translator, words

KINDS = {"review": "P0", "plan": "P5"}
"""Kinds of paper by their name on the command line, with the letter of their numbers."""
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{n}{i}" for n in ("COM", "LPT") for i in range(1, 10))}
)
_LONGEST = 56
"""Bytes of one part of a file's name: four parts fit into the 255 that most file systems take."""
UNNUMBERED = "—"
"""Stands where a paper's number goes as long as it has none."""

Progress = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One file to write: its name and the sheets in it. `is_compact`: three to a page."""

    name: str
    sheets: tuple[Sheet, ...]
    is_compact: bool = False


@dataclass(frozen=True, slots=True)
class PaperJob:
    """Everything that a batch of papers needs: plain values, fit to be sent to another process."""

    files: tuple[PaperFile, ...]
    language: str

    @property
    def count(self) -> int:
        return sum(len(file.sheets) for file in self.files)


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch wrote. `unprintable`: characters that no font has, printed as a box with their code.
    `on_own_page`: whose compact sheet has more than fits into a third of a page."""

    paths: tuple[Path, ...]
    unprintable: tuple[str, ...]
    on_own_page: tuple[str, ...] = ()


class PapersController:
    """Deeds about papers. Numbering a paper is recorded in the audit trail and can't be undone: the paper may
    lie on a desk already."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def prepare(
        self,
        cycle_id: int,
        *,
        kinds: Sequence[str] = ("review", "plan"),
        form_ids: Sequence[int] | None = None,
        language: str = "zh_CN",
        in_one_file: bool = False,
        by_person: bool = False,
        compact: bool | None = None,
        register: bool = True,
    ) -> PaperJob:
        """Number the papers of a cycle and return what is to be written: a file for each paper, for each person
        (`by_person`) or one for all.

        `compact` (None: yes for 五分表 in one file) puts three sheets of five questions on a page. People
        without a plan have no plan paper. Without `register` (a preview) nothing is written down: a paper shows
        the number it has, or none.

        Raises:
            Invalid: a kind that there is not, or nobody to print.
        """
        for kind in kinds:
            if kind not in KINDS:
                raise refuse("kind", "unknown_kind", kind=kind, kinds=", ".join(KINDS))
        kinds = tuple(dict.fromkeys(kinds))
        _ = translator(language)
        with self._desk.read() as connection:
            lines = reading.standings_of(connection, cycle_id, form_ids)
            today = self._desk.today()
            people = [reading.comparison_of(connection, line.form_id, today) for line in lines]
            simple = self._desk.settings().is_simple
        is_kept = register and not self._desk.file.is_read_only
        sheets = self._numbered(people, kinds, _) if is_kept else self._as_known(people, kinds, _)
        if not sheets:
            raise refuse("cycle", "nothing_to_print")
        by_number = sorted((sheet for _kind, sheet in sheets), key=lambda one: one.header.employee_number)
        if by_person and not in_one_file:
            each = groupby(by_number, key=lambda one: one.header.employee_number)
            parts = [tuple(group) for _number, group in each]
            named = "-".join(kinds)
            return PaperJob(_apart(PaperFile(_file_name(one[0], named, _), one) for one in parts), language)
        if not in_one_file:
            files = _apart(PaperFile(_file_name(sheet, kind, _), (sheet,)) for kind, sheet in sheets)
            return PaperJob(files, language)
        packed = (simple if compact is None else compact) and tuple(kinds) == ("review",)
        name = f"{_safe(words.cycle_name(people[0].sheet.cycle, _))}_{'-'.join(kinds)}.pdf"
        return PaperJob((PaperFile(name, tuple(by_number), packed),), language)

    def _numbered(
        self, people: Sequence[Comparison], kinds: Sequence[str], _: Translator
    ) -> list[tuple[str, Sheet]]:
        firm = self._desk.settings().name
        with self._desk.file.change(Deed("print_papers")) as change:
            return [
                (kind, sheet)
                for kind in kinds
                for person in people
                if (sheet := self._number_one(change, person, kind, firm, _)) is not None
            ]

    def _as_known(
        self, people: Sequence[Comparison], kinds: Sequence[str], _: Translator
    ) -> list[tuple[str, Sheet]]:
        """The papers with the numbers they have; nothing is written down."""
        firm, found = self._desk.settings().name, []
        form_ids = [person.sheet.head.id for person in people]
        with self._desk.read() as connection:
            printed = {letter: papers.printed(connection, letter, form_ids) for letter in KINDS.values()}
        for kind in kinds:
            for person in people:
                form_id = person.sheet.head.id
                earlier = printed[KINDS[kind]].get(form_id, ())
                reviews = printed["P0"].get(form_id) if kind == "plan" else None
                source = _number(reviews[0]) if reviews else ""
                sheet = self._as_printed(person, kind, firm, earlier, source, _)
                if sheet is None:
                    number = _number(earlier[0]) if earlier else UNNUMBERED
                    sheet = self._sheet(person, kind, firm, number, source, _revision(earlier, _) + 1, _)
                if sheet is not None:
                    found.append((kind, sheet))
        return found

    def _number_one(
        self, change: Change, person: Comparison, kind: str, firm: str, _: Translator
    ) -> Sheet | None:
        letter, form_id, now = KINDS[kind], person.sheet.head.id, self._desk.now()
        printed = change.find(paper, kind=letter, form_id=form_id)
        source = self._number_of(change, "P0", form_id) if kind == "plan" else ""
        same = self._as_printed(person, kind, firm, printed, source, _)
        if same is not None:
            return same
        # The same paper in another language keeps its number.
        twin = printed[0] if printed else None
        year = twin["year"] if twin else now.year
        serial = twin["serial"] if twin else self._next_serial(change, letter, year)
        revision = _revision(printed, _) + 1
        sheet = self._sheet(person, kind, firm, f"{letter}-{year}-{serial:04}", source, revision, _)
        if sheet is None:
            return None
        content = canonical(sheet)
        change.insert(
            paper,
            kind=letter,
            year=year,
            serial=serial,
            revision=revision,
            form_id=form_id,
            language=_.language,
            check_code=check_code(content),
            content=content,
            printed_at=now.isoformat(timespec="seconds"),
        )
        return replace(sheet, check_code=check_code(content), printed_at=now)

    def _as_printed(
        self,
        person: Comparison,
        kind: str,
        firm: str,
        printed: Sequence[Mapping[str, Any]],
        source: str,
        _: Translator,
    ) -> Sheet | None:
        """Return the paper as it was last printed in this language, if nothing on it has changed since."""
        last = _newest(printed, _)
        if last is None:
            return None
        same = self._sheet(person, kind, firm, _number(last), source, last["revision"], _)
        if same is None or check_code(canonical(same)) != last["check_code"]:
            return None
        printed_at = datetime.fromisoformat(last["printed_at"])
        return replace(same, check_code=last["check_code"], printed_at=printed_at)

    def _next_serial(self, change: Change, letter: str, year: int) -> int:
        return papers.highest_serial(change.connection, letter, year) + 1

    def _number_of(self, change: Change, letter: str, form_id: int) -> str:
        found = change.first(paper, kind=letter, form_id=form_id)
        return _number(found) if found else ""

    def _sheet(
        self,
        person: Comparison,
        kind: str,
        firm: str,
        number: str,
        source: str,
        revision: int,
        _: Translator,
    ) -> ReviewSheet | PlanSheet | None:
        if kind == "review":
            return paper_values.review_sheet(person, firm, number, revision, _)
        if not any(treatment.plan and treatment.plan.actions for treatment in person.treatments):
            return None
        return paper_values.plan_sheet(person, firm, number, source, revision, _)


def get_ready() -> None:
    """Load what writing papers needs, so that the first ones don't have to wait for it (about half a second)."""
    from perfdesk.documents import batch, compact, fonts

    _ = batch, compact
    fonts.faces()


def write_papers(job: PaperJob, folder: Path, progress: Progress | None = None) -> Written:
    """Write the files of a job into a folder; each whole or not at all. `progress` gets (done, count), and
    what it raises stops the work.

    Raises:
        StoreFault: `file_in_use` or `folder_read_only`.
    """
    # The engine of the papers loads fonts: only when there is something to print.
    from perfdesk.documents import batch, compact

    texts = translator(job.language)
    unprintable: dict[str, None] = {}
    paths = []
    long: list[str] = []
    done = 0
    for file in job.files:

        def write(target: BinaryIO, file: PaperFile = file, before: int = done) -> tuple[str, ...]:
            tell = (lambda n: progress(before + n, job.count)) if progress else None
            reviews = [sheet for sheet in file.sheets if isinstance(sheet, ReviewSheet)]
            if file.is_compact and len(reviews) == len(file.sheets):
                return compact.write_compact_reviews(
                    _told(reviews, tell), target, texts, lambda sheet: long.append(sheet.header.person)
                )
            firm = file.sheets[0].header.firm
            return batch.write_many(file.sheets, target, texts, tell, file.name.removesuffix(".pdf"), firm)

        path = folder / file.name
        unprintable |= dict.fromkeys(write_whole(path, write))
        paths.append(path)
        done += len(file.sheets)
        if progress:
            progress(done, job.count)
    return Written(tuple(paths), tuple(unprintable), tuple(long))


def write_whole(path: Path, write: Callable[[BinaryIO], T]) -> T:
    """Write a file beside its place and put it there when it is whole: a failed export leaves the old one.

    Raises:
        StoreFault: `file_in_use`, `folder_read_only` or `disk_full`.
    """
    half = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with half.open("wb") as target:
            result = write(target)
        os.replace(half, path)
    except PermissionError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        code = "file_in_use" if path.exists() else "folder_read_only"
        raise StoreFault(code, str(path), reason=error.strerror or str(error)) from error
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise StoreFault("unwritable", str(path), reason=error.strerror or str(error)) from error
    except BaseException:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise
    return result


def _told(sheets: Sequence[ReviewSheet], tell: Callable[[int], None] | None) -> Iterator[ReviewSheet]:
    """Hand out the sheets, and tell before each how many are done."""
    for done, sheet in enumerate(sheets):
        if tell:
            tell(done)
        yield sheet


def _number(row: Mapping[str, Any]) -> str:
    return f"{row['kind']}-{row['year']}-{row['serial']:04}"


def _newest(printed: Sequence[Mapping[str, Any]], _: Translator) -> Mapping[str, Any] | None:
    mine = [row for row in printed if row["language"] == _.language]
    return max(mine, key=lambda row: int(row["revision"]), default=None)


def _revision(printed: Sequence[Mapping[str, Any]], _: Translator) -> int:
    """The last revision printed in this language, 0 if there is none."""
    last = _newest(printed, _)
    return int(last["revision"]) if last else 0


def _file_name(sheet: Sheet, kind: str, _: Translator) -> str:
    """NO_NAME_KIND_CYCLE.pdf, fit for every file system."""
    head = sheet.header
    parts = (head.employee_number, head.person, kind, head.cycle_name)
    return f"{'_'.join(_safe(part) for part in parts)}.pdf"


def _apart(files: Iterable[PaperFile]) -> tuple[PaperFile, ...]:
    """Give files that would have the same name, but for case, names of their own."""
    taken: set[str] = set()
    found = []
    for file in files:
        stem, name, count = file.name.removesuffix(".pdf"), file.name, 2
        while name.lower() in taken:
            name, count = f"{stem}_{count}.pdf", count + 1
        taken.add(name.lower())
        found.append(replace(file, name=name))
    return tuple(found)


def _safe(text: str) -> str:
    cleaned = re.sub(r"\s+", " ", _UNFIT.sub(" ", text)).strip(" .").replace(" ", "-")
    cleaned = cleaned.encode()[:_LONGEST].decode(errors="ignore").rstrip(".-")
    return f"_{cleaned}" if cleaned.upper() in _RESERVED or not cleaned else cleaned
