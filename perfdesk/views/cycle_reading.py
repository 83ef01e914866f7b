"""What the cycle page reads: the forms with what keeps each, and who has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from perfdesk.domain.appraisal import Cycle, FormHead
from perfdesk.domain.firm import Switch
from perfdesk.domain.people import Employee
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import FormState
from perfdesk.models.cycle_rows import FormRow
from perfdesk.texts import pick

if TYPE_CHECKING:
    from perfdesk.controllers.firm import Firm


def form_rows(firm: Firm, cycle: Cycle, heads: Sequence[FormHead]) -> list[FormRow]:
    """Return the forms of a cycle, each with what keeps it in its state; of a filed one nothing is asked."""
    if firm.is_read_only or all(head.state is FormState.CLOSED for head in heads):
        return [FormRow(head, (), False) for head in heads]
    named = {card.name_zh: card.name_en for card in firm.library.cards()}
    stuck = {one.head.id: one for one in firm.cycles.stuck(cycle.id)}
    hinted = firm.cycles.hints(cycle.id) if Switch.INDICATORS in firm.settings.settings().switches else {}
    rows = []
    for head in heads:
        found = stuck.get(head.id)
        hints = tuple(_in_language(problem, named) for problem in hinted.get(head.id, ()))
        if found is None:
            rows.append(FormRow(head, (), head.state is not FormState.CLOSED, hints=hints))
        else:
            problems = tuple(_in_language(problem, named) for problem in found.problems)
            rows.append(FormRow(head, problems, True, found.waits, found.who, hints))
    return rows


def without_form(firm: Firm, cycle: Cycle, heads: Sequence[FormHead]) -> list[Employee]:
    """Return who is appraised and was here in the cycle, but has no form in it."""
    have = {head.employee_id for head in heads}
    return [
        one
        for one in firm.people.employees()
        if one.id not in have
        and one.is_appraised
        and (one.left_on is None or one.left_on >= cycle.starts_on)
        and (one.hired_on is None or one.hired_on <= cycle.ends_on)
    ]


def _in_language(problem: Problem, named: Mapping[str, str]) -> Problem:
    """Name the item of a problem in the language of the window, as far as the library knows its name."""
    name = str(problem.details.get("name", ""))
    if not name:
        return problem
    return replace(problem, details={**problem.details, "name": pick(name, named.get(name, ""))})
