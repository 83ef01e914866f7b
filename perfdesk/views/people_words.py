"""What went wrong, as a sentence or as a refused entry with its likely fix."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from perfdesk.controllers.faults import Fault
from perfdesk.domain.problems import Invalid
from perfdesk.models.import_words import plain
from perfdesk.models.rows import Refused
from perfdesk.texts import sentence


def said(fault: BaseException) -> str:
    """Return the sentence of a refused input or a fault of the file. What is neither is raised again."""
    if isinstance(fault, Invalid):
        return plain(fault.problems[0])
    if isinstance(fault, Fault):
        return sentence(fault)
    raise fault


def refused(fault: Invalid | Fault, names: Sequence[str] = (), next_number: str = "") -> Refused:
    """Return why an entry was not taken. `names` may hold what was meant, `next_number` is free."""
    if isinstance(fault, Fault):
        return Refused(sentence(fault))
    problem = fault.problems[0]
    fix = str(problem.details.get("date") or "") or None
    if problem.code == "number_taken":
        fix = next_number or None
    elif problem.code == "manager_not_found":
        fix = next(iter(get_close_matches(str(problem.details["name"]), names, 1, 0.5)), None)
    return Refused(plain(problem), fix=fix)
