"""What the forms of the library share: what stands around a card, and a deed that answers why it was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from perfdesk.controllers.faults import Fault
from perfdesk.domain.goals import Goal, GoalLink
from perfdesk.domain.library import CardUse
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Stage
from perfdesk.models.card_fields import Provider
from perfdesk.models.rows import Refused
from perfdesk.models.rule_fields import refused_of
from perfdesk.texts import sentence


@dataclass(frozen=True, slots=True)
class Around:
    """What a card's form offers to choose from, and where the card is used."""

    positions: Mapping[str, str]
    providers: Sequence[Provider]
    stages: Mapping[Stage, tuple[str, str]]
    used: CardUse
    cycles: Mapping[int, str]
    goals: Sequence[Goal] = ()
    links: Sequence[GoalLink] = ()
    has_goals: bool = False


def attempted(deed: Callable[[], object]) -> Refused | None:
    """Do a deed; answer why not, where it was refused or the file could not take it."""
    try:
        deed()
    except Invalid as invalid:
        return refused_of(invalid)
    except Fault as fault:
        return Refused(sentence(fault))
    return None
