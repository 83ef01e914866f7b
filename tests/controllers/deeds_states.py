"""Deeds about the states of forms, for the tests of undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.domain.appraisal import FormTalk as Talk
from perfdesk.domain.terms import Combining, CycleType, SignatureState
from tests.controllers.builders import items
from tests.controllers.world import World

TALK = Talk(
    notice_on=date(2026, 10, 16),
    notice_way="当面",
    interview_on=date(2026, 10, 16),
    signature=SignatureState.SIGNED,
)
VOID = "岗位弄错，整张表重做一张"


def _own_levels(world: World) -> None:
    for item in items(world.firm, world.running):
        if item.is_anchored:
            world.firm.raters.enter_own(item.id, str(Decimal(4)))


def _year(world: World) -> int:
    return world.firm.cycles.add_cycle(
        CycleType.YEAR, date(2026, 1, 1), date(2026, 12, 31), combining=Combining.AVERAGE
    )


def _replace(world: World) -> None:
    found = world.scored
    world.firm.cycles.void_form(found, VOID)
    world.firm.cycles.replace_void(found)


def _correct(world: World) -> None:
    (head,) = world.firm.cycles.heads(world.older_cycle)
    assert world.firm.cycles.close(world.older_cycle) == []
    world.firm.cycles.correct_closed(head.id, "漏了一张发票，要重新核对")


def _combine(world: World) -> None:
    year = _year(world)
    forms = [head.id for head in world.firm.cycles.heads(year)]
    assert not world.firm.cycles.advance(forms)
    assert world.firm.cycles.combine_parts(year).filled


DEEDS: dict[str, Callable[[World], Any]] = {
    "cycles.submit_self": lambda w: (_own_levels(w), w.firm.cycles.submit_self(w.running)),
    "cycles.record_talk": lambda w: w.firm.cycles.record_talk([w.scored], TALK),
    "cycles.set_pay_held": lambda w: w.firm.cycles.set_pay_held(w.running, "货款争议，等法务的意见再发"),
    "cycles.void_form": lambda w: w.firm.cycles.void_form(w.running, VOID),
    "cycles.replace_void": _replace,
    "cycles.correct_closed": _correct,
    "cycles.set_parent": lambda w: w.firm.cycles.set_parent(w.older_cycle, _year(w)),
    "cycles.combine_parts": _combine,
}
