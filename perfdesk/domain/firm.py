"""The firm, its choices and its switches (design: "not drowned")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from perfdesk.domain.grades import Grade
from perfdesk.domain.terms import Scheme


class Switch(StrEnum):
    """A function of the program that is off until the firm wants it."""

    INDICATORS = "INDICATORS"
    TARGETS_FIRST = "TARGETS_FIRST"
    SELF_SCORE = "SELF_SCORE"
    RATERS = "RATERS"
    CALIBRATION = "CALIBRATION"
    OKR = "OKR"
    GOALS = "GOALS"
    AMENDMENTS = "AMENDMENTS"
    FORMAL_PIP = "FORMAL_PIP"
    PAY = "PAY"


SIMPLE: frozenset[Switch] = frozenset()
"""五分表: five questions, 1 to 5, nothing else."""
INDICATORS: frozenset[Switch] = frozenset({Switch.INDICATORS, Switch.TARGETS_FIRST, Switch.SELF_SCORE})
"""指标考核: targets and actuals."""


@dataclass(frozen=True, slots=True)
class FirmSettings:
    """The firm's choices, kept in its file. `grades` holds a scheme's grades only where the firm set its own."""

    name: str
    scheme: Scheme
    switches: frozenset[Switch]
    current_cycle_id: int | None
    owner_id: int | None
    grades: Mapping[Scheme, tuple[Grade, ...]] = field(default_factory=dict)

    @property
    def is_simple(self) -> bool:
        return Switch.INDICATORS not in self.switches
