"""What time it is: the computer's, or the one that PERFDESK_NOW sets everywhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """`is_fixed`: the same deeds must give the same bytes."""

    now: Callable[[], datetime]
    is_fixed: bool = False

    def today(self) -> date:
        return self.now().date()


def clock() -> Clock:
    """Return the clock of this process.

    Raises:
        ValueError: PERFDESK_NOW is not an ISO date and time.
    """
    given = os.environ.get("PERFDESK_NOW")
    # Times in the file are local and whole seconds; a zone in PERFDESK_NOW changes nothing about that.
    return fixed(datetime.fromisoformat(given).replace(microsecond=0, tzinfo=None)) if given else Clock(_now)


def fixed(now: datetime) -> Clock:
    return Clock(lambda: now, is_fixed=True)


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)
