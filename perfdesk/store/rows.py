"""Between the integers and texts of the file and the exact values of the domain."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from perfdesk.domain.grades import SCHEMES, Grade, GradeScheme
from perfdesk.domain.library import Anchor
from perfdesk.domain.numbers import from_e4, from_hundredths, to_e4, to_hundredths
from perfdesk.domain.scoring import Rule
from perfdesk.domain.terms import Direction, Method, Scheme


def maybe_c(value: int | None) -> Decimal | None:
    return None if value is None else from_hundredths(value)


def maybe_e4(value: int | None) -> Decimal | None:
    return None if value is None else from_e4(value)


def c(value: Decimal | None) -> int | None:
    return None if value is None else to_hundredths(value)


def e4(value: Decimal | None) -> int | None:
    return None if value is None else to_e4(value)


def day(value: str | None) -> date | None:
    """Return the day of an ISO date, or of an ISO date and time."""
    return date.fromisoformat(value[:10]) if value else None


def iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def rule_of(row: Mapping[str, Any]) -> Rule:
    """Read the scoring rule of a card or of a form item."""
    return _rule(*(row[name] for name in RULE_COLUMNS))


RULE_COLUMNS = (
    "method",
    "direction",
    "target_e4",
    "threshold_e4",
    "stretch_e4",
    "params",
    "floor_c",
    "cap_c",
    "decimals",
)


@lru_cache(4096)
def _rule(
    method: str,
    direction: str,
    target_e4: int | None,
    threshold_e4: int | None,
    stretch_e4: int | None,
    params: str,
    floor_c: int,
    cap_c: int,
    decimals: int,
) -> Rule:
    """Thousands of items share few rules, and reading one costs more than all else of an item."""
    return Rule(
        method=Method(method),
        direction=Direction(direction),
        target=maybe_e4(target_e4),
        threshold=maybe_e4(threshold_e4),
        stretch=maybe_e4(stretch_e4),
        params=MappingProxyType(json.loads(params or "{}")),
        floor=from_hundredths(floor_c),
        cap=from_hundredths(cap_c),
        decimals=decimals,
    )


def rule_columns(rule: Rule) -> dict[str, Any]:
    return {
        "method": rule.method.value,
        "direction": rule.direction.value,
        "target_e4": e4(rule.target),
        "threshold_e4": e4(rule.threshold),
        "stretch_e4": e4(rule.stretch),
        "params": dumps(dict(rule.params)) if rule.params else "",
        "floor_c": to_hundredths(rule.floor),
        "cap_c": to_hundredths(rule.cap),
        "decimals": rule.decimals,
    }


def kept_rule(text: str) -> Rule | None:
    """Read a whole rule kept as one text; None where none was kept."""
    return rule_of(json.loads(text)) if text else None


def kept_rule_text(rule: Rule) -> str:
    return dumps(rule_columns(rule))


@lru_cache(1024)
def anchors_of(text: str) -> tuple[Anchor, ...]:
    return tuple(Anchor(level, zh, en) for level, zh, en in json.loads(text or "[]"))


def anchors_text(anchors: Sequence[Anchor]) -> str:
    return dumps([[anchor.level, anchor.zh, anchor.en] for anchor in anchors]) if anchors else ""


def grades_text(grades: Sequence[Grade]) -> str:
    return dumps(
        [
            [grade.code, grade.name_zh, grade.name_en, str(grade.lower_bound), str(grade.coefficient)]
            for grade in grades
        ]
    )


def grades_of(text: str) -> tuple[Grade, ...]:
    return tuple(
        Grade(code, zh, en, Decimal(bound), Decimal(coefficient))
        for code, zh, en, bound, coefficient in json.loads(text)
    )


def scheme_of(scheme: str, grades: str) -> GradeScheme:
    """Return a scheme with the grades kept beside it, or with its own where none are kept."""
    standard = SCHEMES[Scheme(scheme)]
    if not grades:
        return standard
    return GradeScheme(
        scheme=standard.scheme,
        item_cap=standard.item_cap,
        total_cap=standard.total_cap,
        grades=grades_of(grades),
        level_scores=standard.level_scores,
    )


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
