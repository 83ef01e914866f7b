"""One function per command: plain arguments in, an exit code or a value out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from perfdesk import texts
from perfdesk.command_line.outcome import DONE, IN_PART, Wrong, in_words, say
from perfdesk.controllers.clock import Clock, clock
from perfdesk.controllers.firm import Firm, copy_firm, new_firm, open_firm, restore_firm
from perfdesk.controllers.imports import Kind
from perfdesk.controllers.papers import write_papers
from perfdesk.controllers.sample import make_sample
from perfdesk.domain.appraisal import Cycle
from perfdesk.domain.firm import INDICATORS, SIMPLE
from perfdesk.texts import _, words


def new(path: Path, *, sample: bool, simple: bool, name: str | None, owner: str | None) -> int:
    """Make a firm file: the sample, or an empty firm in 五分表 or 指标考核."""
    with in_words():
        if sample:
            firm = make_sample(path, the_clock(), texts.current().language)
        else:
            switches = SIMPLE if simple else INDICATORS
            firm = new_firm(path, name or path.stem, owner or _("Owner"), the_clock(), switches=switches)
        firm.close(with_backup=False)
    say(_("Made {path}.").format(path=path))
    return DONE


def demo(folder: Path, language: str) -> Path:
    """Make the sample firm with its papers in a folder, anew each time; return the firm file."""
    path = folder / ("红杉精密.perfdesk" if language == "zh_CN" else "Redwood Precision.perfdesk")
    with in_words():
        path.unlink(missing_ok=True)
        firm = make_sample(path, the_clock(), language, _progress(_("Making the sample firm")))
        try:
            cycle = firm.cycles.current()
            assert cycle is not None
            job = firm.papers.prepare(cycle.id, language=language)
            written = write_papers(job, folder / "papers", _progress(_("Writing papers")))
        finally:
            firm.close(with_backup=False)
    say(
        _("Made {path} and {count} papers in {folder}.").format(
            path=path, count=len(written.paths), folder=folder / "papers"
        )
    )
    return path


def read(
    path: Path,
    workbook: Path,
    kind: Kind,
    *,
    sheet: str | None,
    cycle: str | None,
    dry_run: bool,
    number_as_name: bool,
) -> int:
    """Import a workbook and say what was taken, what was not and why."""
    with _open(path) as firm:
        if kind == "people":
            report = firm.imports.import_people_file(
                workbook, sheet=sheet, dry_run=dry_run, name_from_number=number_as_name
            )
        else:
            found = _cycle(firm, cycle) if kind not in ("departments", "indicators") else None
            report = firm.imports.import_values(
                workbook, kind, found.id if found else None, sheet=sheet, dry_run=dry_run
            )
    for problem in report.refused:
        say(f"{problem.field}: {texts.sentence(problem)}", to=sys.stderr)
    for problem in (*report.questions, *report.notes):
        say(f"{problem.field}: {texts.sentence(problem)}" if problem.field else texts.sentence(problem))
    taken = _("Would take {taken}, refuse {refused}.") if dry_run else _("Took {taken}, refused {refused}.")
    say(taken.format(taken=report.taken, refused=len(report.refused)))
    return IN_PART if report.refused else DONE


def documents(
    path: Path,
    folder: Path,
    *,
    cycle: str | None,
    kinds: Sequence[str],
    numbers: Sequence[str],
    one_file: bool,
    with_pay: bool = False,
) -> int:
    """Write papers of a cycle into a folder."""
    with _open(path) as firm:
        found = _cycle(firm, cycle)
        form_ids, unknown = None, []
        if numbers:
            by_number = {line.number: line.form_id for line in firm.results.standings(found.id)}
            unknown = [number for number in numbers if number not in by_number]
            form_ids = [by_number[number] for number in numbers if number in by_number]
            for number in unknown:
                say(_("{number} has no form in this cycle.").format(number=number), to=sys.stderr)
            if not form_ids:
                return IN_PART
        job = firm.papers.prepare(
            found.id,
            kinds=kinds,
            form_ids=form_ids,
            language=texts.current().language,
            in_one_file=one_file,
            with_pay=with_pay,
        )
        written = write_papers(job, folder, _progress(_("Writing papers")))
    for kind in kinds:
        if names := [name for one, name in job.left_out if one == kind]:
            say(_("{kind}: not for {names}").format(kind=kind, names=_("; ").join(names)), to=sys.stderr)
    if written.unprintable:
        say(
            _("No font has these characters; they are printed as a box with their code: {characters}").format(
                characters=" ".join(written.unprintable)
            ),
            to=sys.stderr,
        )
    say(_("Wrote {count} files to {folder}.").format(count=len(written.paths), folder=folder))
    return IN_PART if unknown else DONE


def results(path: Path, cycle: str | None) -> dict[str, Any]:
    with _open(path, read_only=True) as firm:
        return firm.results.as_json(_cycle(firm, cycle).id)


def check(path: Path) -> int:
    """Say everything that is wrong with a firm file."""
    from perfdesk.controllers.checking import check_file

    with in_words():
        found = list(check_file(path))
    faults = [one for one in found if one.is_fault]
    for one in found:
        say(texts.sentence(one), to=sys.stderr if one.is_fault else None)
    if not faults:
        say(_("{path} is sound.").format(path=path))
    return IN_PART if faults else DONE


def backup(path: Path, to: Path) -> int:
    with in_words():
        copy_firm(path, to)
    say(_("Made {path}.").format(path=to))
    return DONE


def restore(backup_path: Path, path: Path) -> int:
    with in_words():
        restore_firm(backup_path, path, the_clock())
    say(_("Restored {path} from {backup}.").format(path=path, backup=backup_path))
    return DONE


def the_clock() -> Clock:
    """Return the clock of this process.

    Raises:
        Wrong: PERFDESK_NOW is no date.
    """
    try:
        return clock()
    except ValueError as error:
        raise Wrong(_("PERFDESK_NOW is no ISO date and time, such as 2026-10-16T09:00:00.")) from error


@contextmanager
def _open(path: Path, *, read_only: bool = False) -> Iterator[Firm]:
    with in_words():
        firm = open_firm(path, the_clock(), read_only=read_only)
        try:
            yield firm
        finally:
            firm.close()


def _cycle(firm: Firm, name: str | None) -> Cycle:
    """Find a cycle by its name in either language, or by its first day; without a name the current one."""
    if name is None:
        if (current := firm.cycles.current()) is None:
            raise Wrong(_("There is no cycle yet."))
        return current
    wanted = "".join(name.split()).lower()
    there = firm.cycles.cycles()
    for found in there:
        names = {words.cycle_name(found, texts.translator(language)) for language in texts.LANGUAGES}
        names |= {found.starts_on.isoformat(), found.name_zh, found.name_en}
        if wanted in {"".join(one.split()).lower() for one in names if one}:
            return found
    listed = ", ".join(words.cycle_name(found, texts.current()) for found in there)
    raise Wrong(_("There is no cycle {name}. There are: {names}.").format(name=name, names=listed))


def _progress(words_of_it: str) -> Any:
    """Show progress on a console; say nothing into a file."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None

    def tell(done: int, count: int) -> None:
        print(
            f"\r{words_of_it} {done}/{count}", end="\n" if done == count else "", file=sys.stderr, flush=True
        )

    return tell
