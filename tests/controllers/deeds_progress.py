"""Deeds on the way to a score: check-ins, evidence, objectives, words, what was not submitted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from perfdesk.domain.okr import KeyResult
from perfdesk.domain.progress import CheckIn
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import (
    Direction,
    EventKind,
    ItemClass,
    KeyResultKind,
    Method,
    Missing,
    VetoEffect,
)
from tests.controllers.builders import own_card
from tests.controllers.world import World


def key_result(name: str = "新客户", **changes: Any) -> KeyResult:
    given = {"start": Decimal(20), "target": Decimal(60), **changes}
    return KeyResult(0, 0, 0, name, given.pop("kind", KeyResultKind.METRIC), **given)


def _picture(world: World) -> Path:
    path = world.firm.path.with_name("照片.png")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"1" * 40)
    return path


def _objective(world: World) -> int:
    return world.firm.okr.add_objective(world.running, "站稳华东")


def _result(world: World) -> int:
    return world.firm.okr.add_key_result(_objective(world), key_result())


def _evidence(world: World) -> int:
    return world.firm.evidence.add(item_id=world.item(world.running), words="签收单", path=_picture(world))


def _remove_check_in(world: World) -> None:
    firm = world.firm
    for day in (8, 9):
        firm.check_ins.add(CheckIn(0, date(2026, 10, day), Decimal(40), item_id=world.item(world.running)))
    firm.check_ins.remove(firm.check_ins.of_form(world.running)[world.item(world.running)][0].id)


def _remove_evidence(world: World) -> None:
    _evidence(world)
    world.firm.evidence.remove(world.firm.evidence.add(item_id=world.item(world.running), words="来信"))


def _remove_objective(world: World) -> None:
    _result(world)
    world.firm.okr.remove_objective(_result_of_another(world))


def _result_of_another(world: World) -> int:
    other = world.firm.okr.add_objective(world.running, "站稳华南")
    world.firm.okr.add_key_result(other, key_result("签约"))
    return other


def _zero(world: World) -> None:
    item = world.item(world.running)
    world.firm.appraisal.set_missing(item, Missing.NOT_SUBMITTED)
    world.firm.appraisal.count_as_zero(item, "两次催交均未提供数据", date(2026, 10, 9), date(2026, 10, 12))


def _veto(world: World) -> int:
    return world.firm.appraisal.add_event(
        world.running, EventKind.VETO, date(2026, 10, 8), "代打卡", effect=VetoEffect.CAP_GRADE
    )


def _words_item(world: World) -> int:
    card = own_card(
        "W-01",
        name_zh="交接工作",
        unit="",
        item_class=ItemClass.WORDS,
        rule=Rule(Method.WORDS, Direction.HIGHER),
    )
    return world.firm.appraisal.add_item(world.draft, world.firm.library.add_card(card))


DEEDS: dict[str, Callable[[World], Any]] = {
    "check_ins.add": lambda w: w.firm.check_ins.add(
        CheckIn(0, date(2026, 10, 9), Decimal(40), Decimal(95), 6, "缺人", item_id=w.item(w.running))
    ),
    "check_ins.remove": _remove_check_in,
    "evidence.add": _evidence,
    "evidence.remove": _remove_evidence,
    "appraisal.edit_event": lambda w: w.firm.appraisal.edit_event(_veto(w), statement="本人承认"),
    "appraisal.count_as_zero": _zero,
    "appraisal.set_words": lambda w: w.firm.appraisal.set_words(_words_item(w), "完成了交接"),
    "okr.add_objective": _objective,
    "okr.edit_objective": lambda w: w.firm.okr.edit_objective(_objective(w), name="站稳华南", words="复盘"),
    "okr.remove_objective": _remove_objective,
    "okr.add_key_result": _result,
    "okr.edit_key_result": lambda w: w.firm.okr.edit_key_result(_result(w), key_result("新签约")),
    "okr.remove_key_result": lambda w: w.firm.okr.remove_key_result(_result(w)),
    "okr.enter": lambda w: w.firm.okr.enter(_result(w), "40"),
    "okr.set_words": lambda w: w.firm.okr.set_words(w.running, "方向对，节奏慢"),
    "okr.add_contribution": lambda w: w.firm.okr.add_contribution(w.draft),
}
