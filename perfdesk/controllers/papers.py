"""Papers: numbering and keeping what is printed, writing PDF files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from perfdesk.controllers import paper_names, reading
from perfdesk.controllers.desk import Desk, refuse
from perfdesk.controllers.paper_drafts import FORMAL, Draft, drafts_of
from perfdesk.controllers.paper_facts import Facts, facts_of
from perfdesk.documents.values import ReviewSheet, Sheet, canonical, check_code, printed_sheet
from perfdesk.domain.comparison import Comparison
from perfdesk.domain.papers import KINDS
from perfdesk.store import papers
from perfdesk.store.change import Change, Deed
from perfdesk.store.faults import StoreFault
from perfdesk.store.schema import paper
from perfdesk.texts import Translator, translator, words

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
    """Everything that a batch of papers needs: plain values, fit to be sent to another process.

    `left_out`: kind and name of people who were asked for but have no such paper now; not those without a plan.
    """

    files: tuple[PaperFile, ...]
    language: str
    left_out: tuple[tuple[str, str], ...] = ()

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
        with_pay: bool = False,
    ) -> PaperJob:
        """Number the papers of a cycle and return what is to be written: a file for each paper, for each person
        (`by_person`) or one for all.

        `compact` (None: yes for 五分表 in one file) puts three sheets of five questions on a page. People
        without a plan have no plan paper, those without a result no notice, forms with nothing to judge no score
        sheet. Without `register` (a preview) nothing is written down: a paper shows the number it has, or none.
        `with_pay` prints the coefficient on the notice.

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
            settings = self._desk.settings()
            facts: Mapping[int, Facts] = {}
            if people and FORMAL & set(kinds):
                facts = facts_of(connection, people[0].sheet.cycle, [line.form_id for line in lines], kinds)
        earlier = {line.form_id for line in lines if not line.is_last_segment}
        drafts = [
            draft
            for kind in kinds
            for person in people
            for draft in drafts_of(kind, person, facts, earlier, settings.name, with_pay, _)
        ]
        if not drafts:
            raise refuse("cycle", "nothing_to_print")
        left_out = tuple(_left_out(kinds, people, drafts, earlier, _))
        is_kept = register and not self._desk.file.is_read_only
        sheets = self._numbered(drafts, _) if is_kept else self._as_known(drafts, _)
        by_number = sorted((sheet for _kind, sheet in sheets), key=lambda one: one.header.employee_number)
        if by_person and not in_one_file:
            each = groupby(by_number, key=lambda one: one.header.employee_number)
            parts = [tuple(group) for _number, group in each]
            named = "-".join(kinds)
            files = _files((paper_names.file_name(one[0], named), one) for one in parts)
            return PaperJob(files, language, left_out)
        if not in_one_file:
            files = _files((paper_names.file_name(sheet, kind), (sheet,)) for kind, sheet in sheets)
            return PaperJob(files, language, left_out)
        packed = (settings.is_simple if compact is None else compact) and tuple(kinds) == ("review",)
        name = f"{paper_names.safe(words.cycle_name(people[0].sheet.cycle, _))}_{'-'.join(kinds)}.pdf"
        return PaperJob((PaperFile(name, tuple(by_number), packed),), language, left_out)

    def _numbered(self, drafts: Sequence[Draft], _: Translator) -> list[tuple[str, Sheet]]:
        with self._desk.file.change(Deed("print_papers")) as change:
            return [(draft.kind, self._number_one(change, draft, _)) for draft in drafts]

    def _as_known(self, drafts: Sequence[Draft], _: Translator) -> list[tuple[str, Sheet]]:
        """The papers with the numbers they have; nothing is written down."""
        form_ids = [draft.form_id for draft in drafts]
        with self._desk.read() as connection:
            printed = {
                letter: papers.printed(
                    connection, letter, form_ids, with_content=letter == KINDS["score-sheet"]
                )
                for letter in {"P0", *(draft.letter for draft in drafts)}
            }
        found = []
        for draft in drafts:
            earlier = _same_sheet(printed[draft.letter].get(draft.form_id, ()), draft)
            reviews = printed["P0"].get(draft.form_id)
            source = _number(reviews[0]) if reviews else ""
            sheet = _as_printed(draft, earlier, source, _)
            if sheet is None:
                number = _number(earlier[0]) if earlier else UNNUMBERED
                sheet = draft.make(number, source, _revision(earlier, _) + 1)
            found.append((draft.kind, sheet))
        return found

    def _number_one(self, change: Change, draft: Draft, _: Translator) -> Sheet:
        letter, form_id, now = draft.letter, draft.form_id, self._desk.now()
        printed = _same_sheet(change.find(paper, kind=letter, form_id=form_id), draft)
        source = self._number_of(change, "P0", form_id) if draft.kind == "plan" else ""
        same = _as_printed(draft, printed, source, _)
        if same is not None:
            return same
        # The same paper in another language keeps its number.
        twin = printed[0] if printed else None
        year = twin["year"] if twin else now.year
        serial = twin["serial"] if twin else self._next_serial(change, letter, year)
        revision = _revision(printed, _) + 1
        sheet = draft.make(f"{letter}-{year}-{serial:04}", source, revision)
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
        return printed_sheet(sheet, check_code(content), now)

    def _next_serial(self, change: Change, letter: str, year: int) -> int:
        return papers.highest_serial(change.connection, letter, year) + 1

    def _number_of(self, change: Change, letter: str, form_id: int) -> str:
        found = change.first(paper, kind=letter, form_id=form_id)
        return _number(found) if found else ""


def _left_out(
    kinds: Sequence[str],
    people: Sequence[Comparison],
    drafts: Sequence[Draft],
    earlier: AbstractSet[int],
    _: Translator,
) -> Iterator[tuple[str, str]]:
    """Yield who has no paper of a kind; that somebody has no plan is nothing to tell."""
    made = {(draft.kind, draft.form_id) for draft in drafts}
    for kind in kinds:
        for person in people:
            head = person.sheet.head
            if kind != "plan" and head.id not in earlier and (kind, head.id) not in made:
                yield kind, _.pick(head.name, head.name_en)


def _same_sheet(printed: Iterable[Mapping[str, Any]], draft: Draft) -> list[Mapping[str, Any]]:
    """Leave out the score sheets of other raters."""
    if draft.letter != KINDS["score-sheet"]:
        return list(printed)
    return [row for row in printed if papers.sheet_key(row["content"]) == draft.key]


def _as_printed(
    draft: Draft, printed: Sequence[Mapping[str, Any]], source: str, _: Translator
) -> Sheet | None:
    """Return the paper as it was last printed in this language, if nothing on it has changed since."""
    last = _newest(printed, _)
    if last is None:
        return None
    same = draft.make(_number(last), source, last["revision"])
    if check_code(canonical(same)) != last["check_code"]:
        return None
    return printed_sheet(same, last["check_code"], datetime.fromisoformat(last["printed_at"]))


def _files(named: Iterable[tuple[str, tuple[Sheet, ...]]]) -> tuple[PaperFile, ...]:
    parts = list(named)
    names = paper_names.apart(name for name, _sheets in parts)
    return tuple(PaperFile(name, sheets) for name, (_name, sheets) in zip(names, parts, strict=True))


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
