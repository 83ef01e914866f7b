"""The levels of a firm's own scale as lines of a small table, and the rule that a typed cell makes. Source: §5.1."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.scale_changes import with_levels
from perfdesk.domain.scales import own_levels


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level; all texts are as they stand in their cells, `level` tells it from the others."""

    level: str
    score: str
    zh: str
    en: str
    is_met: bool = False
    is_locked: bool = False


def level_rows(rule: Rule, met: Decimal, *, locked: bool = False) -> list[LevelRow]:
    """Return the levels of a rule, best first; `met` is the score that means met."""
    try:
        found = own_levels(rule)
    except Invalid:
        return []
    return [
        LevelRow(_plain(one.level), _plain(one.score), one.zh, one.en, one.score == met, locked)
        for one in reversed(found)
    ]


def with_level_text(rule: Rule, level: str, part: str, text: str) -> Rule:
    """Return the rule with one cell as typed; `part` is level, score, zh or en. Raises Invalid for no number."""
    changed = []
    for one in own_levels(rule):
        if _plain(one.level) == level:
            if part == "level":
                one = replace(one, level=parse_number(text, part))
            elif part == "score":
                one = replace(one, score=parse_number(text, part))
            else:
                words = text.strip()
                one = replace(one, zh=words) if part == "zh" else replace(one, en=words)
        changed.append(one)
    return with_levels(rule, changed)


def _plain(value: Decimal) -> str:
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
