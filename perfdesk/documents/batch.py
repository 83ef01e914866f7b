"""Many papers in one file: bookmarks, page numbers per paper, faces parsed and embedded once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from perfdesk.documents.appeal_form import appeal_paper
from perfdesk.documents.appraisal_form import appraisal_paper
from perfdesk.documents.formal_values import AppealSheet, AppraisalForm, NoticeSheet, ScoreSheet, TargetSheet
from perfdesk.documents.notice import notice_papers
from perfdesk.documents.page import Paper, Press
from perfdesk.documents.plan_sheet import plan_paper
from perfdesk.documents.review_sheet import review_paper
from perfdesk.documents.score_sheet import score_paper
from perfdesk.documents.target_agreement import target_paper
from perfdesk.documents.values import PlanSheet, ReviewSheet, Sheet
from perfdesk.texts import Translator


def write_many(
    sheets: Iterable[Sheet],
    target: BinaryIO,
    texts: Translator,
    on_progress: Callable[[int], None] | None = None,
    title: str = "",
    author: str = "",
) -> tuple[str, ...]:
    """Write the sheets one after another; return the characters that printed as a box.

    `sheets` is read once and one at a time, so a generator keeps memory flat. `on_progress` is told after each
    paper how many are done; what it raises stops the work.
    """
    _ = texts
    press = Press(target, title or _("Papers"), author, texts.language)
    for done, sheet in enumerate(sheets, start=1):
        for paper in papers_of(sheet, texts):
            press.add(paper)
        if on_progress is not None:
            on_progress(done)
    return press.finish()


def papers_of(sheet: Sheet, texts: Translator) -> Iterator[Paper]:
    """Lay a sheet out: one paper, or two copies of it for the result notice."""
    match sheet:
        case ReviewSheet():
            yield review_paper(sheet, texts)
        case PlanSheet():
            yield plan_paper(sheet, texts)
        case AppraisalForm():
            yield appraisal_paper(sheet, texts)
        case ScoreSheet():
            yield score_paper(sheet, texts)
        case NoticeSheet():
            yield from notice_papers(sheet, texts)
        case TargetSheet():
            yield target_paper(sheet, texts)
        case AppealSheet():
            yield appeal_paper(sheet, texts)
        case _:
            raise TypeError(type(sheet).__name__)
