"""Which papers there are to print for a form, of each kind, before they have a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial

from perfdesk.controllers import agreement_papers, paper_values, result_papers, score_papers
from perfdesk.controllers.paper_facts import Facts
from perfdesk.controllers.score_papers import Rater
from perfdesk.documents.values import Sheet
from perfdesk.domain.appraisal import FormSheet
from perfdesk.domain.comparison import Comparison
from perfdesk.domain.papers import KINDS
from perfdesk.texts import Translator

FORMAL = frozenset(KINDS) - {"review", "plan"}
"""Kinds that need more than the form itself."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper before it has a number: of which kind, of which form, and how it is made from number, number of
    its source and revision. `key` tells the score sheets of one form apart."""

    kind: str
    form_id: int
    make: Callable[[str, str, int], Sheet]
    key: str = ""

    @property
    def letter(self) -> str:
        return KINDS[self.kind]


def drafts_of(
    kind: str,
    person: Comparison,
    facts: Mapping[int, Facts],
    earlier: AbstractSet[int],
    firm: str,
    with_pay: bool,
    _: Translator,
) -> list[Draft]:
    """Return what there is to print of a kind for one form; `earlier`: forms that are not a person's last part
    of the cycle."""
    sheet = person.sheet
    form_id = sheet.head.id
    make: Callable[[str, str, int], Sheet]
    if kind == "review":
        make = partial(_review, person, firm, _)
    elif kind == "plan":
        if not any(treatment.plan and treatment.plan.actions for treatment in person.treatments):
            return []
        make = partial(_plan, person, firm, _)
    else:
        known = facts[form_id]
        if kind == "score-sheet":
            return [
                Draft(
                    kind,
                    form_id,
                    partial(_score_sheet, sheet, known, rater, _),
                    rater.key,
                )
                for rater in score_papers.raters_to_print(sheet, known)
            ]
        if kind == "notice":
            if form_id in earlier or not result_papers.has_notice(sheet, known.firm.settings.switches):
                return []
            make = partial(_notice, sheet, known, with_pay, _)
        else:
            makers = {
                "appraisal": result_papers.appraisal_form,
                "targets": agreement_papers.target_sheet,
                "appeal": agreement_papers.appeal_sheet,
            }
            make = partial(_of_form, makers[kind], sheet, known, _)
    return [Draft(kind, form_id, make)]


def _review(person: Comparison, firm: str, _: Translator, number: str, _source: str, revision: int) -> Sheet:
    return paper_values.review_sheet(person, firm, number, revision, _)


def _plan(person: Comparison, firm: str, _: Translator, number: str, source: str, revision: int) -> Sheet:
    return paper_values.plan_sheet(person, firm, number, source, revision, _)


def _score_sheet(
    sheet: FormSheet,
    facts: Facts,
    rater: Rater,
    _: Translator,
    number: str,
    _source: str,
    revision: int,
) -> Sheet:
    return score_papers.score_sheet(sheet, facts, rater, number, revision, _)


def _notice(
    sheet: FormSheet, facts: Facts, with_pay: bool, _: Translator, number: str, _source: str, revision: int
) -> Sheet:
    return result_papers.notice_sheet(sheet, facts, number, revision, _, with_pay=with_pay)


def _of_form(
    maker: Callable[[FormSheet, Facts, str, int, Translator], Sheet],
    sheet: FormSheet,
    facts: Facts,
    _: Translator,
    number: str,
    _source: str,
    revision: int,
) -> Sheet:
    return maker(sheet, facts, number, revision, _)
