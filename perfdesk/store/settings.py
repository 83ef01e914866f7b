"""The firm's row: its name, choices and switches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from perfdesk.domain.firm import LEAST_ANONYMITY, FirmChoices, FirmSettings, Switch
from perfdesk.domain.grades import Grade
from perfdesk.domain.terms import GuideMode, OkrMode, RaterGroup, Scheme, Stage
from perfdesk.store.change import Change
from perfdesk.store.rows import dumps, grades_of, grades_text
from perfdesk.store.schema import firm

FIRM_ID = 1


def settings(connection: Connection) -> FirmSettings:
    row = connection.execute(select(firm).where(firm.c.id == FIRM_ID)).mappings().one()
    return FirmSettings(
        name=row["name"],
        scheme=Scheme(row["scheme"]),
        switches=switches_of(row["switches"]),
        current_cycle_id=row["current_cycle_id"],
        owner_id=row["owner_id"],
        grades={
            Scheme(scheme): grades_of(text) for scheme, text in json.loads(row["grades"] or "{}").items()
        },
        choices=choices_of(row["choices"]),
    )


def choices(connection: Connection) -> FirmChoices:
    """Return what the firm set in its own way, without the rest."""
    return choices_of(str(connection.exec_driver_sql("SELECT choices FROM firm").scalar_one()))


@cache
def choices_of(text: str) -> FirmChoices:
    kept: dict[str, Any] = json.loads(text or "{}")
    weights = kept.get("rater_weights", {})
    return FirmChoices(
        stages={Stage(stage): (zh, en) for stage, (zh, en) in kept.get("stages", {}).items()},
        level_words={int(level): (zh, en) for level, (zh, en) in kept.get("level_words", {}).items()},
        guide={grade: Decimal(share) for grade, share in kept.get("guide", {}).items()},
        guide_mode=GuideMode(kept.get("guide_mode", GuideMode.GUIDE)),
        links_departments=bool(kept.get("links_departments", False)),
        anonymity=max(LEAST_ANONYMITY, int(kept.get("anonymity", LEAST_ANONYMITY))),
        rater_weights={
            whose: {RaterGroup(group): Decimal(weight) for group, weight in found.items()}
            for whose, found in weights.items()
        },
        okr_mode=OkrMode(kept.get("okr_mode", OkrMode.R)),
        appeal_days=int(kept.get("appeal_days", 5)),
        schedule={step: int(days) for step, days in kept.get("schedule", {}).items()},
        allows_halves=bool(kept.get("allows_halves", True)),
    )


def choices_text(choices: FirmChoices) -> str:
    """Return the choices as they are kept: only those that differ from the program's own."""
    kept: dict[str, Any] = {
        "stages": {stage.value: list(names) for stage, names in choices.stages.items()},
        "level_words": {str(level): list(words) for level, words in choices.level_words.items()},
        "guide": {grade: str(share) for grade, share in choices.guide.items()},
        "guide_mode": choices.guide_mode.value,
        "links_departments": choices.links_departments,
        "anonymity": choices.anonymity,
        "rater_weights": {
            whose: {group.value: str(weight) for group, weight in found.items()}
            for whose, found in choices.rater_weights.items()
        },
        "okr_mode": choices.okr_mode.value,
        "appeal_days": choices.appeal_days,
        "schedule": dict(choices.schedule),
        "allows_halves": choices.allows_halves,
    }
    standard = FirmChoices()
    own = {name: kept[name] for name in kept if getattr(choices, name) != getattr(standard, name)}
    return dumps(own) if own else ""


def switches(connection: Connection) -> frozenset[Switch]:
    """Return the switches alone: asked for at every entry."""
    return switches_of(str(connection.exec_driver_sql("SELECT switches FROM firm").scalar_one()))


def switches_within(change: Change) -> frozenset[Switch]:
    """Return the switches as a change under way finds them."""
    return switches_of(str(change.row(firm, FIRM_ID)["switches"]))


@cache
def switches_of(text: str) -> frozenset[Switch]:
    """Read switches, leaving out those that only another version of the program knows."""
    known = {switch.value for switch in Switch}
    return frozenset(Switch(word) for word in text.split() if word in known)


def switches_text(switches: frozenset[Switch]) -> str:
    return " ".join(sorted(switch.value for switch in switches))


def all_grades_text(grades: Mapping[Scheme, tuple[Grade, ...]]) -> str:
    kept: dict[str, Any] = {scheme.value: grades_text(found) for scheme, found in grades.items()}
    return dumps(kept) if kept else ""
