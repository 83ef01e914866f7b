"""Names of files for papers, fit for every file system."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from perfdesk.documents.values import Sheet

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{n}{i}" for n in ("COM", "LPT") for i in range(1, 10))}
)
_LONGEST = 56
"""Bytes of one part of a file's name: four parts fit into the 255 that most file systems take."""


def file_name(sheet: Sheet, kind: str) -> str:
    """NO_NAME_KIND_CYCLE.pdf, fit for every file system."""
    head = sheet.header
    parts = (head.employee_number, head.person, kind, head.cycle_name)
    return f"{'_'.join(safe(part) for part in parts)}.pdf"


def apart(names: Iterable[str]) -> Iterator[str]:
    """Give files that would have the same name, but for case, names of their own."""
    taken: set[str] = set()
    for given in names:
        stem, name, count = given.removesuffix(".pdf"), given, 2
        while name.lower() in taken:
            name, count = f"{stem}_{count}.pdf", count + 1
        taken.add(name.lower())
        yield name


def safe(text: str) -> str:
    """Return a text as a part of a file's name, 56 bytes at most."""
    cleaned = re.sub(r"\s+", " ", _UNFIT.sub(" ", text)).strip(" .").replace(" ", "-")
    cleaned = cleaned.encode()[:_LONGEST].decode(errors="ignore").rstrip(".-")
    return f"_{cleaned}" if cleaned.upper() in _RESERVED or not cleaned else cleaned
