"""Many papers in one file: bookmarks, page numbers per paper, faces parsed and embedded once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from perfdesk.documents.page import Paper, Press
from perfdesk.documents.plan_sheet import plan_paper
from perfdesk.documents.review_sheet import review_paper
from perfdesk.documents.values import ReviewSheet, Sheet
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
    press = Press(target, title or _("Review sheets and improvement plans"), author, texts.language)
    for done, sheet in enumerate(sheets, start=1):
        press.add(_paper(sheet, texts))
        if on_progress is not None:
            on_progress(done)
    return press.finish()


def _paper(sheet: Sheet, texts: Translator) -> Paper:
    return review_paper(sheet, texts) if isinstance(sheet, ReviewSheet) else plan_paper(sheet, texts)
