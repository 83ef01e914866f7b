"""The firm, its choices and its switches (design: "not drowned")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from perfdesk.domain.grades import Grade
from perfdesk.domain.terms import GuideMode, OkrMode, RaterGroup, Scheme, Stage


class Switch(StrEnum):
    """A function of the program that is off until the firm wants it."""

    INDICATORS = "INDICATORS"
    TARGETS_FIRST = "TARGETS_FIRST"
    SELF_SCORE = "SELF_SCORE"
    RATERS = "RATERS"
    CALIBRATION = "CALIBRATION"
    INTERVIEWS = "INTERVIEWS"
    OKR = "OKR"
    GOALS = "GOALS"
    AMENDMENTS = "AMENDMENTS"
    FORMAL_PIP = "FORMAL_PIP"
    PAY = "PAY"


SIMPLE: frozenset[Switch] = frozenset()
"""五分表: five questions, 1 to 5, nothing else."""
INDICATORS: frozenset[Switch] = frozenset({Switch.INDICATORS, Switch.TARGETS_FIRST, Switch.SELF_SCORE})
"""指标考核: targets and actuals."""


LEAST_ANONYMITY = 3
"""Fewer replies of an anonymous group are neither shown nor used; a firm may only ask for more (§6.2)."""


@dataclass(frozen=True, slots=True)
class FirmChoices:
    """What a firm set in its own way; an empty mapping or tuple means the program's default.

    `stages`: own names of the stage tags (zh, en). `level_words`: own words of the levels 1 to 5 (zh, en).
    `guide`: share of each grade in percent, by grade code. `anonymity`: replies a group needs, 3 or more.
    `rater_weights`: percent by group, for "MANAGERS" and "OTHERS". `appeal_days`: working days after the notice.
    `schedule`: working days after the end of a cycle, by step. `allows_halves`: half levels may be given.
    """

    stages: Mapping[Stage, tuple[str, str]] = field(default_factory=dict)
    level_words: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    guide: Mapping[str, Decimal] = field(default_factory=dict)
    guide_mode: GuideMode = GuideMode.GUIDE
    links_departments: bool = False
    anonymity: int = LEAST_ANONYMITY
    rater_weights: Mapping[str, Mapping[RaterGroup, Decimal]] = field(default_factory=dict)
    okr_mode: OkrMode = OkrMode.R
    appeal_days: int = 5
    schedule: Mapping[str, int] = field(default_factory=dict)
    allows_halves: bool = True


@dataclass(frozen=True, slots=True)
class FirmSettings:
    """The firm's choices, kept in its file. `grades` holds a scheme's grades only where the firm set its own."""

    name: str
    scheme: Scheme
    switches: frozenset[Switch]
    current_cycle_id: int | None
    owner_id: int | None
    grades: Mapping[Scheme, tuple[Grade, ...]] = field(default_factory=dict)
    choices: FirmChoices = field(default_factory=FirmChoices)

    @property
    def is_simple(self) -> bool:
        return Switch.INDICATORS not in self.switches
