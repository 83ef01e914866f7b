"""Rows of papers and of import. `paperwork.py KIND …` is the child that prints one measurement as JSON."""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.files import big_firm, empty_firm, opened, roster
from bench.measure import Measured, alternate, child, middle, milliseconds

CYCLE = 12


# -- the rows, in the benchmark's process --


def papers(rounds: int) -> list[Measured]:
    said = child("paperwork", "papers", 50, rounds)
    note = (
        f"pages {said['pages']} / {said['anchor_pages']}; words {said['hash']} / {said['anchor_hash']}; "
        f"characters {said['characters']} / {said['anchor_characters']}"
    )
    name = "review papers of 50 in one file"
    return [Measured(name, said["ours"], said["anchor"], "pages/s", 2, 5, more_is_better=True, note=note)]


def files(rounds: int) -> list[Measured]:
    """Fifty files by the command line, start of the process included."""
    times = []
    for _round in range(min(rounds, 3)):
        began = time.perf_counter()
        child("paperwork", "files", 50)
        times.append((time.perf_counter() - began) * 1000)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    note = "" if office else "LibreOffice is not on this machine: no anchor"
    return [
        Measured(
            "review papers of 50, 50 files, whole process", middle(times), None, "ms", None, None, note=note
        )
    ]


def peak_memory(rounds: int) -> list[Measured]:
    del rounds  # a peak does not vary
    few, many = (float(child("paperwork", "peak", count)["mib"]) for count in (50, 500))
    return [Measured("peak memory, 500 forms against 50", many, few, "MiB", 1.5, 1.15)]


def import_workbook(rounds: int) -> list[Measured]:
    said = child("paperwork", "import", min(rounds, 3))
    note = f"{said['taken']} people taken; a ratio of speeds, anchor: openpyxl read_only, reading alone"
    ratio = said["anchor"] / said["ours"]
    return [
        Measured(
            "import 5,000 × 12 workbook", said["ours"], said["anchor"], "ms", 0.5, 1.5, ratio, True, note
        )
    ]


# -- in the child --


def _job(count: int, **choices: Any) -> Any:
    firm = opened(big_firm(5000, 12), read_only=True)
    forms = [one.form_id for one in firm.results.standings(CYCLE)[:count]]
    job = firm.papers.prepare(CYCLE, kinds=("review",), form_ids=forms, **choices)
    firm.close(with_backup=False)
    return job


def _papers(count: int, rounds: int) -> dict[str, Any]:
    import pypdfium2

    from bench.platypus import blocks_of, write_plain
    from perfdesk.controllers.papers import write_papers

    job = _job(count, in_one_file=True)
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        plain = folder / "plain.pdf"
        blocks = blocks_of(job.files[0].sheets, job.language)
        ours, anchor = alternate(
            min(rounds, 5),
            lambda: milliseconds(lambda: write_papers(job, folder)),
            lambda: milliseconds(lambda: write_plain(blocks, plain)),
        )

        def told(path: Path) -> tuple[int, int, str]:
            document = pypdfium2.PdfDocument(path)
            marks = [char for page in document for char in page.get_textpage().get_text_bounded()]
            marks = [char for char in marks if char.isalnum()]
            digest = hashlib.sha256("".join(sorted(set(marks))).encode()).hexdigest()[:12]
            return len(document), len(marks), digest

        pages, characters, digest = told(folder / job.files[0].name)
        anchor_pages, anchor_characters, anchor_digest = told(plain)
    # The same papers, so the papers of one file are the measure: both are told in pages of ours.
    return {
        "ours": pages / middle(ours) * 1000,
        "anchor": pages / middle(anchor) * 1000,
        "pages": pages,
        "anchor_pages": anchor_pages,
        "hash": digest,
        "anchor_hash": anchor_digest,
        "characters": characters,
        "anchor_characters": anchor_characters,
    }


def _files(count: int) -> dict[str, Any]:
    from perfdesk.controllers.papers import write_papers

    with tempfile.TemporaryDirectory() as folder:
        return {"files": len(write_papers(_job(count), Path(folder)).paths)}


def _peak(count: int) -> dict[str, Any]:
    from perfdesk.controllers.papers import write_papers

    with tempfile.TemporaryDirectory() as folder:
        write_papers(_job(count, in_one_file=True), Path(folder))
    return {"mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _import(rounds: int) -> dict[str, Any]:
    import openpyxl

    path = roster(5000)
    taken = 0

    def ours() -> float:
        nonlocal taken
        with tempfile.TemporaryDirectory() as folder:
            firm = opened(empty_firm(Path(folder) / "empty.perfdesk"))

            def bring_in() -> None:
                nonlocal taken
                imports = firm.imports
                imports.import_preview(imports.preview(imports.open(path)))

            spent = milliseconds(bring_in)
            taken = len(firm.people.employees()) - 1
            firm.close(with_backup=False)
        return spent

    def anchor() -> None:
        book = openpyxl.load_workbook(path, read_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            len(row)
        book.close()

    times, beside = alternate(rounds, ours, lambda: milliseconds(anchor))
    return {"ours": middle(times), "anchor": middle(beside), "taken": taken}


CHILD: dict[str, Any] = {"papers": _papers, "files": _files, "peak": _peak, "import": _import}

if __name__ == "__main__":
    print(json.dumps(CHILD[sys.argv[1]](*map(int, sys.argv[2:]))))
