"""The commands and their options; `docs/command-line.md` describes them for people."""

from __future__ import annotations

import argparse
import json
import locale
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk import __version__, texts
from perfdesk.command_line import commands
from perfdesk.command_line.outcome import DONE, UNUSABLE, Wrong, prepare, say
from perfdesk.command_line.parser import Parser, scale
from perfdesk.texts import LANGUAGES, _

KINDS = ("people", "departments", "indicators", "targets", "actuals", "levels", "totals")

MakePicture = Callable[[argparse.Namespace], int]


def run(arguments: Sequence[str], make_picture: MakePicture) -> int:
    """Carry out one command and return its exit code.

    `make_picture` draws a page of the window: it needs Qt, which nothing else here does.
    """
    for stream in (sys.stdout, sys.stderr):
        prepare(stream)
    texts.use(_asked_for(arguments) or language())
    try:
        given = make_parser().parse_args(list(arguments))
        commands.the_clock()
        code = int(_DEEDS[given.command](given, make_picture))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except Wrong as wrong:
        for sentence in wrong.sentences:
            say(sentence, to=sys.stderr)
        return wrong.exit_code
    except (
        BrokenPipeError
    ):  # whoever reads has seen enough; the interpreter must not flush into it at its end
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        say(_("Stopped; nothing was left half done."), to=sys.stderr)
        return UNUSABLE


def language() -> str:
    """Return the language of this account: English where it is set so, else Chinese."""
    for name in ("PERFDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "zh_CN"
    found = locale.getlocale()[0] or ""
    return "en" if found.lower().startswith("en") else "zh_CN"


def _asked_for(arguments: Sequence[str]) -> str | None:
    """Return the language asked for, before anything else is understood: faults are told in it too."""
    for at, argument in enumerate(arguments):
        name, _sign, value = argument.partition("=")
        value = value or " ".join(arguments[at + 1 : at + 2])
        if name == "--lang" and value in LANGUAGES:
            return value
    return None


def make_parser() -> argparse.ArgumentParser:
    """Return what understands the commands, in the language in use."""
    parser = Parser(prog="perfdesk", description="PerfDesk")
    parser.add_argument("--version", action="version", version=f"PerfDesk {__version__}")
    commands_of = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))

    def command(name: str, words: str) -> argparse.ArgumentParser:
        made = commands_of.add_parser(name, help=words, description=words)
        made.add_argument("--lang", choices=LANGUAGES, help=_("language of messages and papers"))
        return made

    demo = command("demo", _("make the sample firm, its papers and a picture of the split view"))
    demo.add_argument("--out", type=Path, default=Path("perfdesk-demo"), metavar="DIR")

    picture = command(
        "picture", _("draw a page of the window into a PNG, with its accessibility tree as text")
    )
    picture.add_argument("file", type=Path, metavar="FILE")
    picture.add_argument("--page", required=True, metavar="NAME")
    picture.add_argument("--who", metavar="NO")
    picture.add_argument("--theme", choices=("light", "dark"), default="light")
    picture.add_argument("--size", default="1280x800", metavar="WxH")
    picture.add_argument("--scale", type=scale, default="1", metavar="FACTOR")
    picture.add_argument("--out", type=Path, required=True, metavar="PNG")

    new = command("new", _("make a firm file"))
    new.add_argument("file", type=Path, metavar="FILE")
    which = new.add_mutually_exclusive_group()
    which.add_argument("--sample", action="store_true", help=_("the sample firm"))
    which.add_argument("--simple", action="store_true", help=_("five questions, 1 to 5"))
    new.add_argument("--name", help=_("name of the firm (default: the file's name)"))
    new.add_argument("--owner", help=_("name of the owner"))

    read = command("import", _("read a workbook or CSV into a firm file"))
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("workbook", type=Path, metavar="WORKBOOK")
    read.add_argument("--kind", choices=KINDS, default="people")
    read.add_argument("--sheet", metavar="NAME")
    read.add_argument("--cycle", metavar="NAME")
    read.add_argument("--dry-run", action="store_true", help=_("say what would happen; write nothing"))
    read.add_argument(
        "--number-as-name",
        action="store_true",
        help=_("take the number as the name where there are no names"),
    )

    documents = command("documents", _("write papers as PDF"))
    documents.add_argument("file", type=Path, metavar="FILE")
    documents.add_argument("--cycle", metavar="NAME")
    documents.add_argument("--kind", default="review,plan", metavar="KIND[,KIND]")
    documents.add_argument("--who", action="append", default=[], metavar="NO")
    documents.add_argument("--out", type=Path, required=True, metavar="DIR")
    documents.add_argument("--one-file", action="store_true")
    documents.add_argument("--pay", action="store_true", help=_("print the coefficient on the result notice"))

    results = command("results", _("print the results of a cycle"))
    results.add_argument("file", type=Path, metavar="FILE")
    results.add_argument("--cycle", metavar="NAME")
    results.add_argument("--json", action="store_true", required=True)

    check = command("check", _("check a firm file; exit code 1 when something is wrong"))
    check.add_argument("file", type=Path, metavar="FILE")

    backup = command("backup", _("copy a firm file, open or not, to another place"))
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.add_argument("to", type=Path, metavar="TO")

    restore = command("restore", _("put a backup in the place of a firm file"))
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("file", type=Path, metavar="FILE")
    return parser


def _demo(given: argparse.Namespace, make_picture: MakePicture) -> int:
    firm_path = commands.demo(given.out, texts.current().language)
    picture = argparse.Namespace(
        command="picture",
        file=firm_path,
        page="review",
        who="S-017",
        theme="light",
        size="1280x800",
        scale="1",
        lang=texts.current().language,
        out=given.out / f"review.{texts.current().language}.png",
    )
    return make_picture(picture)


def _results(given: argparse.Namespace, make_picture: MakePicture) -> int:
    found = commands.results(given.file, given.cycle)
    if sys.stdout is not None:
        # Where a name may not fit the encoding it is written as an escape: JSON loses nothing by it.
        plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
        json.dump(found, sys.stdout, ensure_ascii=plain, sort_keys=True, indent=1)
        sys.stdout.write("\n")
    return DONE


_DEEDS: dict[str, Callable[[argparse.Namespace, MakePicture], int]] = {
    "demo": _demo,
    "picture": lambda given, make_picture: make_picture(given),
    "new": lambda given, _picture: commands.new(
        given.file, sample=given.sample, simple=given.simple, name=given.name, owner=given.owner
    ),
    "import": lambda given, _picture: commands.read(
        given.file,
        given.workbook,
        given.kind,
        sheet=given.sheet,
        cycle=given.cycle,
        dry_run=given.dry_run,
        number_as_name=given.number_as_name,
    ),
    "documents": lambda given, _picture: commands.documents(
        given.file,
        given.out,
        cycle=given.cycle,
        kinds=_parts([given.kind]),
        numbers=_parts(given.who),
        one_file=given.one_file,
        with_pay=given.pay,
    ),
    "results": _results,
    "check": lambda given, _picture: commands.check(given.file),
    "backup": lambda given, _picture: commands.backup(given.file, given.to),
    "restore": lambda given, _picture: commands.restore(given.backup, given.file),
}


def _parts(given: Sequence[str]) -> list[str]:
    return [part.strip() for words in given for part in words.split(",") if part.strip()]
