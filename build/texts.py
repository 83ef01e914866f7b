"""Keep the Chinese catalogue of PerfDesk: add translations, drop what is no longer used, compile, check.

    python build/texts.py fill FILE.tsv   add or change translations: English<TAB>中文, or
                                          context<TAB>English<TAB>中文; \\n stands for a line break,
                                          \\s for a space at an end
    python build/texts.py extract         take new texts from the code, drop those it no longer has
    python build/texts.py compile         write the .mo file that the program reads
    python build/texts.py check           list what is missing or wrong; exit 1 if there is anything

English needs no catalogue: the message ids are the English texts. The .po file carries no dates and no line
numbers and is sorted, so that two branches which each add a text merge without a conflict.
"""

from __future__ import annotations

import ast
import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "perfdesk"
PO = ROOT / "resources" / "i18n" / "zh_CN" / "LC_MESSAGES" / "perfdesk.po"
MO = PO.with_suffix(".mo")
LOCK = ROOT / "build" / "work" / "texts.lock"

Key = tuple[str, str]
"""Context (empty for most texts) and English text."""

HEADER = [
    ("Project-Id-Version", "PerfDesk"),
    ("Language", "zh_CN"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
]


class SteadyCatalog(Catalog):
    """A catalogue whose header never changes: Babel's own carries dates and its version."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return HEADER

    @mime_headers.setter
    def mime_headers(self, headers: object) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Found:
    """What the code asks to have translated, and where it asks in a way that cannot work."""

    texts: dict[Key, str]
    faults: list[str]


def read_code(folder: Path = CODE) -> Found:
    """Gather the texts in `_()`, `N_()` and `in_context()`; each with the place where it stands first."""
    texts: dict[Key, str] = {}
    faults: list[str] = []
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder.parent).as_posix()
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
            if not isinstance(call, ast.Call):
                continue
            function = call.func
            keyword = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if keyword not in ("_", "N_", "in_context"):
                continue
            place = f"{name}:{call.lineno}"
            if any(_is_computed(argument) for argument in call.args):
                faults.append(f"{place}: put .format() and f-strings behind {keyword}(…), not inside it")
                continue
            given = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if len(given) != len(call.args) or len(given) != (2 if keyword == "in_context" else 1):
                continue  # a text that came from N_() elsewhere
            context, text = ("", *given)[-2:]
            if text:
                texts.setdefault((context, text), place)
    return Found(texts, faults)


def _is_computed(argument: ast.expr) -> bool:
    """Tell whether a literal is changed before it is looked up, so that no catalogue can hold it."""
    if isinstance(argument, ast.JoinedStr):
        return True
    if isinstance(argument, ast.BinOp):
        return isinstance(argument.left, ast.Constant | ast.JoinedStr)
    return (
        isinstance(argument, ast.Call)
        and isinstance(argument.func, ast.Attribute)
        and argument.func.attr == "format"
        and isinstance(argument.func.value, ast.Constant)
    )


def read_translations(path: Path = PO) -> dict[Key, str]:
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    return {(m.context or "", str(m.id)): str(m.string) for m in catalogue if m.id}


def catalogue_of(translations: dict[Key, str]) -> Catalog:
    catalogue = SteadyCatalog(locale="zh_CN", fuzzy=False)
    catalogue.header_comment = "# Chinese texts of PerfDesk. Change them with `python build/texts.py fill`."
    for (context, text), chinese in sorted(translations.items(), key=lambda item: (item[0][1], item[0][0])):
        # Babel's own add() would mark "50 % of" as a C format, and checkers would trip over it.
        catalogue._messages[catalogue._key_for(text, context or None)] = Message(
            text, chinese, context=context or None
        )
    return catalogue


def write_translations(translations: dict[Key, str], path: Path = PO) -> None:
    text = io.BytesIO()
    write_po(text, catalogue_of(translations), width=0, no_location=True)
    _replace(path, b"\n".join(line.rstrip() for line in text.getvalue().splitlines()).rstrip() + b"\n")


def compiled(translations: dict[Key, str]) -> bytes:
    """Return the .mo file; equal translations give equal bytes."""
    out = io.BytesIO()
    write_mo(out, catalogue_of({key: chinese for key, chinese in translations.items() if chinese}))
    return out.getvalue()


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.write_bytes(content)
    os.replace(fresh, path)


def placeholders(text: str) -> set[str]:
    """Return the names in braces.

    Raises:
        ValueError: a brace is never closed.
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def wrong_placeholders(english: str, chinese: str) -> str:
    """Say what differs between the names in braces of both languages; empty if nothing does."""
    try:
        wanted, got = placeholders(english), placeholders(chinese)
    except ValueError as fault:
        return str(fault)
    if "" in wanted | got:
        return "give each placeholder a name"
    return "" if wanted == got else f"{sorted(wanted)} in English, {sorted(got)} in Chinese"


def faults(code: Path = CODE, po: Path = PO) -> list[str]:
    """Return all that `check` has to say; an empty list is a pass."""
    found, translations, mo = read_code(code), read_translations(po), po.with_suffix(".mo")
    said = list(found.faults)
    for key, place in found.texts.items():
        if not translations.get(key):
            said.append(f"{place}: no Chinese for {_shown(key)}")
    for key, chinese in translations.items():
        if chinese and (difference := wrong_placeholders(key[1], chinese)):
            said.append(f"{po.name}: {_shown(key)}: {difference}")
    for key in translations.keys() - found.texts.keys():
        said.append(f"{po.name}: no longer in the code (run build/texts.py extract): {_shown(key)}")
    if not mo.exists() or mo.read_bytes() != compiled(translations):
        said.append(f"{mo.name} is not what {po.name} compiles to (run build/texts.py compile)")
    return said


def _shown(key: Key) -> str:
    return f"{key[1]!r}" + (f" (context {key[0]!r})" if key[0] else "")


def _unescaped(column: str) -> str:
    """Put in what a column can't hold: line breaks, tabs, and spaces at its ends (`\\s`)."""
    return column.replace("\\n", "\n").replace("\\t", "\t").replace("\\s", " ")


def read_rows(path: Path) -> tuple[dict[Key, str], list[str]]:
    """Read a tab-separated file; return its translations and what is wrong with the other lines."""
    rows: dict[Key, str] = {}
    said: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        columns = [_unescaped(column.strip()) for column in line.split("\t")]
        if len(columns) not in (2, 3) or not columns[-1] or not columns[-2]:
            said.append(f"{path}:{number}: needs English<TAB>中文 or context<TAB>English<TAB>中文")
            continue
        context, english, chinese = ("", *columns)[-3:]
        if difference := wrong_placeholders(english, chinese):
            said.append(f"{path}:{number}: {difference}")
            continue
        rows[context, english] = chinese
    return rows, said


@contextmanager
def locked() -> Iterator[None]:
    """Hold the one lock on the catalogue, so that two people who fill at once lose nothing."""
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("a", encoding="utf-8") as file:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:
                    time.sleep(0.2)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield  # closing the file lets the lock go, on every system


def fill(source: Path) -> int:
    rows, said = read_rows(source)
    with locked():
        translations = read_translations()
        changed = {key for key, chinese in rows.items() if translations.get(key) != chinese}
        translations |= rows
        write_translations(translations)
        _replace(MO, compiled(translations))
    missing = sum(not translations.get(key) for key in read_code().texts)
    print(
        f"{len(changed)} of {len(rows)} texts new or changed; {missing} texts in the code have no Chinese yet"
    )
    return _say(said)


def extract() -> int:
    with locked():
        old, found = read_translations(), read_code()
        translations = {key: old.get(key, "") for key in found.texts}
        write_translations(translations)
        _replace(MO, compiled(translations))
    for key in sorted(old.keys() - translations.keys()):
        print(f"dropped: {_shown(key)}")
    print(
        f"{len(translations)} texts, {sum(not chinese for chinese in translations.values())} without Chinese"
    )
    return _say(found.faults)


def compile_catalogue() -> int:
    with locked():
        _replace(MO, compiled(read_translations()))
    return 0


def _say(lines: list[str]) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 1 if lines else 0


def main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    match arguments:
        case ["fill", source]:
            return fill(Path(source))
        case ["extract"]:
            return extract()
        case ["compile"]:
            return compile_catalogue()
        case ["check"]:
            return _say(faults())
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
