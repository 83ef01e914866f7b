"""The calendar of a firm: the days off that come with the program, and the firm's own laid over them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from perfdesk import paths
from perfdesk.domain.schedule import ScheduleStep
from perfdesk.domain.terms import DayKind
from perfdesk.domain.workdays import SpecialDay, StatutoryYear, WorkCalendar, calendar
from perfdesk.store.rows import dumps
from perfdesk.store.schema import calendar_day, cycle


@cache
def statutory() -> tuple[StatutoryYear, ...]:
    """Return the lists that come with the program, by year."""
    with paths.resource("holidays.json").open(encoding="utf-8") as file:
        given: list[dict[str, Any]] = json.load(file)
    return tuple(StatutoryYear(one["year"], one["is_arranged"], tuple(_days(one["feasts"]))) for one in given)


def _days(feasts: list[dict[str, Any]]) -> list[SpecialDay]:
    found = []
    for feast in feasts:
        names = (feast["name_zh"], feast["name_en"])
        first, last = date.fromisoformat(feast["from"]), date.fromisoformat(feast["to"])
        for at in range((last - first).days + 1):
            found.append(SpecialDay(first + timedelta(days=at), DayKind.HOLIDAY, *names))
        found += [SpecialDay(date.fromisoformat(day), DayKind.WORKDAY, *names) for day in feast["make_up"]]
    return sorted(found, key=lambda one: one.day)


def own_days(connection: Connection) -> tuple[SpecialDay, ...]:
    """Return what the firm changed, by day."""
    found = connection.execute(select(calendar_day).order_by(calendar_day.c.day)).mappings()
    return tuple(
        SpecialDay(
            date.fromisoformat(row["day"]), DayKind(row["kind"]), row["words"], row["words"], is_own=True
        )
        for row in found
    )


def work_calendar(connection: Connection) -> WorkCalendar:
    """Return which days are worked."""
    return calendar(statutory(), own_days(connection))


def own_schedule(connection: Connection, cycle_id: int) -> dict[ScheduleStep, date]:
    """Return a cycle's own days."""
    return schedule_of(connection.scalar(select(cycle.c.schedule).where(cycle.c.id == cycle_id)) or "")


def schedule_of(text: str) -> dict[ScheduleStep, date]:
    """Read a cycle's own days, leaving out steps that only another version of the program knows."""
    given: dict[str, str] = json.loads(text or "{}")
    known = {step.value for step in ScheduleStep}
    return {ScheduleStep(step): date.fromisoformat(day) for step, day in given.items() if step in known}


def schedule_text(own: dict[ScheduleStep, date]) -> str:
    return dumps({step.value: day.isoformat() for step, day in own.items()}) if own else ""
