"""Every deed about changes on the way, done to the small world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from perfdesk.domain.changes import Move
from perfdesk.domain.firm import Switch
from perfdesk.domain.schedule import ScheduleStep
from perfdesk.domain.terms import AbsenceKind, AmendReason, AppealDecision, AppealMatter, DayKind
from tests.controllers.builders import current
from tests.controllers.world import World

FACTS = "七月的客诉不属于本岗位，附邮件。"


def _on(world: World) -> World:
    world.firm.settings.set_switch(Switch.AMENDMENTS, on=True)
    return world


def _amended(world: World) -> int:
    return _on(world).firm.changes.amend_target(
        world.item(world.running), {"target": Decimal(80)}, date(2026, 8, 16), AmendReason.MARKET
    )


def _absent(world: World) -> int:
    return _on(world).firm.changes.add_absence(
        world.who("E01"), AbsenceKind.MATERNITY, date(2026, 8, 1), date(2026, 8, 31), "产假"
    )


def _joined(world: World) -> int:
    _on(world).firm.people.edit_employee(world.who("E01"), "hired_on", date(2026, 7, 13))
    return world.firm.changes.apply_dates(current(world.firm))


def _filed(world: World) -> int:
    return _on(world).firm.appeals.file(
        world.scored, date(2026, 10, 16), AppealMatter.DATA, FACTS, delivered_on=date(2026, 10, 15)
    )


def _received(world: World) -> int:
    filed = _filed(world)
    world.firm.appeals.receive(filed, world.who("E04"), date(2026, 10, 16))
    return filed


DEEDS: dict[str, Callable[[World], Any]] = {
    "changes.amend_target": _amended,
    "changes.remove_amendment": lambda w: w.firm.changes.remove_amendment(_amended(w)),
    "changes.set_signed": lambda w: w.firm.changes.set_signed(_amended(w), "employee", date(2026, 10, 16)),
    "changes.set_span": lambda w: _on(w).firm.changes.set_span(w.running, date(2026, 7, 20), None),
    "changes.apply_dates": _joined,
    "changes.transfer": lambda w: _on(w).firm.changes.transfer(
        w.running, Move(date(2026, 8, 15), w.position("保洁员"), w.department("仓储部"), w.who("E04"))
    ),
    "changes.add_absence": _absent,
    "changes.remove_absence": lambda w: w.firm.changes.remove_absence(_absent(w)),
    "appeals.file": _filed,
    "appeals.receive": _received,
    "appeals.decide": lambda w: w.firm.appeals.decide(
        _received(w), AppealDecision.PARTLY, "一条客诉属实，一条不属实，更正一条。", date(2026, 10, 16)
    ),
    "appeals.remove": lambda w: w.firm.appeals.remove(_filed(w)),
    "calendar.set_day": lambda w: w.firm.calendar.set_day(date(2026, 12, 24), DayKind.HOLIDAY, "厂庆"),
    "calendar.set_days": lambda w: w.firm.calendar.set_days(
        [(date(2027, 2, 9), DayKind.HOLIDAY), (date(2027, 2, 14), DayKind.WORKDAY)], "春节"
    ),
    "calendar.clear_day": lambda w: (
        w.firm.calendar.set_days([(date(2026, 10, day), DayKind.ORDINARY) for day in (9, 10)]),
        w.firm.calendar.clear_day(date(2026, 10, 10)),
    ),
    "calendar.take_out": lambda w: (
        w.firm.calendar.set_day(date(2026, 12, 24), DayKind.HOLIDAY),
        w.firm.calendar.take_out([date(2026, 10, 10), date(2026, 12, 24)]),
    ),
    "calendar.restore_year": lambda w: (
        w.firm.calendar.set_days(
            [(date(2026, 12, 24), DayKind.HOLIDAY), (date(2027, 2, 9), DayKind.HOLIDAY)]
        ),
        w.firm.calendar.restore_year(2026),
    ),
    "calendar.set_offset": lambda w: w.firm.calendar.set_offset(ScheduleStep.SELF, 4),
    "calendar.set_due_day": lambda w: w.firm.calendar.set_due_day(
        current(w.firm), ScheduleStep.NOTICE, date(2027, 1, 29)
    ),
}
