"""The print page's dialogs of the system, and what it says about what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from perfdesk.desktop.print_work import Saved
from perfdesk.desktop.printing import PrinterFault
from perfdesk.domain.problems import Invalid
from perfdesk.texts import N_, Problem, _, sentence, translator, words
from perfdesk.views.print_choices import Choices

if TYPE_CHECKING:
    from perfdesk.domain.appraisal import Cycle, Standing

AskPath = Callable[[QWidget, Path], Path | None]
"""Shows a dialog over a widget that begins at a path; None: the user thought better of it."""

_TITLES = {
    "review": N_("Review sheets"),
    "plan": N_("Improvement plans"),
    "appraisal": N_("Appraisal forms"),
    "notice": N_("Result notices"),
    "targets": N_("Target agreements"),
    "score-sheet": N_("Blank score sheets"),
    "appeal": N_("Appeal forms"),
}
_MOST_NAMED = 2
"""So many kinds are named in the name of a file."""
_UNFIT = '<>:"/\\|?*'


def file_name(cycle: Cycle, people: Sequence[Standing], chosen: Choices) -> str:
    """Return the name that the dialog begins with, in the language of the papers."""
    in_language = translator(chosen.language)
    title = "+".join(in_language(_TITLES[kind]) for kind in chosen.kinds)
    if len(chosen.kinds) > _MOST_NAMED:
        title = in_language("Papers")
    who = in_language.pick(people[0].name, people[0].name_en) if len(people) == 1 else ""
    parts = (words.cycle_name(cycle, in_language), title, who)
    name = " ".join(part for part in parts if part)
    return "".join(" " if one in _UNFIT else one for one in name).strip(" .") + ".pdf"


def fault_words(fault: BaseException) -> str:
    """Return what a fault says to the user; a fault of the program goes on to the last-resort hook."""
    if isinstance(fault, Invalid):
        return " ".join(sentence(problem) for problem in fault.problems)
    if isinstance(fault, PrinterFault):
        return _(
            "{printer} can't be used now. See whether it is on and connected, or choose another."
        ).format(printer=str(fault) or _("The printer"))
    if hasattr(fault, "code"):
        return sentence(cast(Problem, fault))  # a StoreFault; its module would load the store
    raise fault


def saved_words(saved: Saved) -> str:
    where = saved.paths[0] if len(saved.paths) == 1 else saved.paths[0].parent
    return _("Wrote {count} papers to {place}").format(count=saved.papers, place=where)


def printed_words(papers: int) -> str:
    return _("Sent {count} papers to the printer").format(count=papers)


def stopped_words() -> str:
    return _("Stopped. What was finished before is whole; nothing half done was left.")


def ask_folder(parent: QWidget, folder: Path) -> Path | None:
    found = QFileDialog.getExistingDirectory(parent, _("Where to save the papers"), str(folder))
    return Path(found) if found else None


def ask_file(parent: QWidget, suggested: Path) -> Path | None:
    found, _kind = QFileDialog.getSaveFileName(
        parent, _("Where to save the papers"), str(suggested), _("PDF files (*.pdf)")
    )
    return Path(found) if found else None


def open_path(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
