"""Answers "how was this computed?" beside the number that was asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.texts import _, pick
from perfdesk.texts.explanations import explain
from perfdesk.views import score_words
from perfdesk.views.score_notes import ExplainPopover

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


class Explainer:
    """Fills the popover of a page. Places are rectangles in the page's coordinates."""

    def __init__(self, firm: Firm, page: QWidget) -> None:
        self._firm = firm
        self.popover = ExplainPopover(page)

    def dismiss(self) -> None:
        self.popover.dismiss()

    def tell_item(self, item: FormItem, near: QRect) -> None:
        """Explain the score and the gap of an item."""
        name = score_words.item_name(item)
        if item.score is None:
            self.popover.tell(name, [_("There is no score yet: enter a value first.")], near)
            return
        lines = [explain(line) for line in self._firm.appraisal.explain_item(item.id)]
        title = _("{name}: how {points} came about").format(name=name, points=score_words.points(item.score))
        self.popover.tell(title, lines, near)

    def tell_total(self, sheet: FormSheet, near: QRect) -> None:
        """Explain a total, or what has been gathered so far while something is missing."""
        name = pick(sheet.head.name, sheet.head.name_en)
        if sheet.total.is_provisional:
            lines = score_words.explain_so_far(sheet)
            title = _("{name}: how {points} so far came about").format(
                name=name, points=score_words.points(score_words.so_far(sheet))
            )
        else:
            names = {item.id: score_words.item_name(item) for item in sheet.items}
            lines = list(self._firm.appraisal.explain_total(sheet.head.id, names))
            title = _("{name}: how the total {points} came about").format(
                name=name, points=score_words.points(sheet.total.total)
            )
        self.popover.tell(title, [explain(line) for line in lines], near)
