"""Kinds of paper (§12) and which of them a firm has a use for."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from perfdesk.domain.firm import Switch

KINDS = {
    "review": "P0",
    "appraisal": "P1",
    "score-sheet": "P2",
    "notice": "P3",
    "plan": "P5",
    "targets": "P7",
    "appeal": "P8",
}
"""Kinds of paper by their name on the command line, with the letter of their numbers."""

_NEEDS: dict[str, frozenset[Switch]] = {
    "appraisal": frozenset(Switch) - {Switch.FORMAL_PIP, Switch.PAY},
    "notice": frozenset({Switch.INTERVIEWS, Switch.CALIBRATION}),
    "targets": frozenset({Switch.TARGETS_FIRST}),
    "score-sheet": frozenset({Switch.SELF_SCORE, Switch.RATERS}),
    "appeal": frozenset({Switch.AMENDMENTS}),
}
"""A kind is offered where one of these switches is on."""


def kinds_for(switches: AbstractSet[Switch]) -> tuple[str, ...]:
    """Return the kinds that the print page offers, in its order; 五分表 has the review sheet and the plan only."""
    return ("review", "plan", *(kind for kind, needed in _NEEDS.items() if needed & switches))
