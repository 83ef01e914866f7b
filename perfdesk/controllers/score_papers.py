"""From a form to the values of P2, the blank score sheets: one for each rater who was asked, or one for anybody."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfdesk.controllers.paper_facts import Facts, FirmFacts
from perfdesk.controllers.paper_values import header, item_name
from perfdesk.documents.formal_values import Mark, ScoreRow, ScoreSheet
from perfdesk.domain.appraisal import FormItem, FormSheet
from perfdesk.domain.firm import Switch
from perfdesk.domain.scales import Scale, most_points, own_levels, scale_of
from perfdesk.domain.schedule import ScheduleStep
from perfdesk.domain.terms import FormState, RaterGroup, SheetState
from perfdesk.texts import Translator, words

_SELF_OPEN = (FormState.DRAFT, FormState.AGREED, FormState.RUNNING)
_MANAGER_OPEN = (*_SELF_OPEN, FormState.SELF_SCORED)
"""States in which their part of the form is still to come."""


@dataclass(frozen=True, slots=True)
class Rater:
    """For whom a sheet is: nobody in particular without a `group`. Of an anonymous one it knows no name."""

    group: RaterGroup | None = None
    name: str = ""
    code: str = ""

    @property
    def key(self) -> str:
        """GROUP/CODE, as `store.papers.sheet_key` finds it on the printed sheet."""
        return f"{self.group.value if self.group else ''}/{self.code}"


def raters_to_print(sheet: FormSheet, facts: Facts) -> list[Rater]:
    """Return for whom sheets are to be printed: where several rate, the person, the manager, and the raters
    whose sheets are still out, by group and code; else one sheet for anybody.

    A form without anything to judge has no sheet, nor has one that everybody has answered.
    """
    if not any(item.is_anchored or item.is_in_words for item in sheet.items):
        return []
    if not facts.raters:
        return [Rater()]
    head, found = sheet.head, []
    if Switch.SELF_SCORE in facts.firm.settings.switches and head.state in _SELF_OPEN:
        found.append(Rater(RaterGroup.SELF, head.name))
    if head.state in _MANAGER_OPEN:
        found.append(Rater(RaterGroup.SUPERIOR, head.manager))
    return found + [
        Rater(one.group, "" if one.is_anonymous else one.name, _spaced(one.code))
        for one in facts.raters
        if one.state is SheetState.ASKED
    ]


def score_sheet(
    sheet: FormSheet, facts: Facts, rater: Rater, number: str, revision: int, _: Translator
) -> ScoreSheet:
    """Return P2. What it says of an anonymous rater is the group and a code that tells nothing (§6.2)."""
    firm, group = facts.firm, rater.group
    step = ScheduleStep.SELF if group is RaterGroup.SELF else ScheduleStep.MANAGER
    return ScoreSheet(
        header=header(sheet, firm.settings.name, number, _),
        rows=tuple(_row(item, firm, _) for item in sheet.items if item.is_anchored or item.is_in_words),
        levels=_levels(firm, _),
        group=group,
        rater=rater.name,
        allows_halves=firm.settings.choices.allows_halves,
        return_to=_.pick(*firm.name(firm.receiver(sheet.head))),
        return_by=firm.due(sheet.cycle, step),
        code=rater.code,
        threshold=firm.settings.choices.anonymity,
        revision=revision,
    )


def _spaced(code: str) -> str:
    """Return an entry code as it is read out: in threes."""
    return " ".join(code[at : at + 3] for at in range(0, len(code), 3))


def _levels(firm: FirmFacts, _: Translator) -> tuple[Mark, ...]:
    own = firm.settings.choices.level_words
    return tuple(
        Mark(str(level), _.pick(*own[level]) if level in own else _(words.LEVELS[level]))
        for level in range(5, 0, -1)
    )


def _row(item: FormItem, firm: FirmFacts, _: Translator) -> ScoreRow:
    name, definition = item_name(item, _), _.pick(item.definition_zh, item.definition_en)
    if item.is_in_words:
        return ScoreRow(name, definition)
    match scale_of(item.rule):
        case Scale.HUNDRED:
            return ScoreRow(name, definition, points=(Decimal(0), most_points(item.rule)))
        case Scale.OWN:
            levels = sorted(own_levels(item.rule), key=lambda one: one.level, reverse=True)
            marks = tuple(Mark(words.number(one.level), _.pick(one.zh, one.en)) for one in levels)
            return ScoreRow(name, definition, marks)
    anchors = {one.level: _.pick(one.zh, one.en) for one in item.anchors}
    marks = tuple(Mark(mark.label, anchors.get(int(mark.label)) or mark.words) for mark in _levels(firm, _))
    return ScoreRow(name, definition, marks)
