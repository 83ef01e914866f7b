"""How values stand in the JSON of the results: numbers as strings, dates ISO, missing values null."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any


def spelled(value: Any) -> Any:
    """Return the value with every number as a string, whatever it counts: a script meets one kind of number."""
    if isinstance(value, dict):
        return {name: spelled(one) for name, one in value.items()}
    if isinstance(value, list):
        return [spelled(one) for one in value]
    return str(value) if type(value) is int else value


def text(value: Decimal | int | None) -> str | None:
    return None if value is None else str(value)


def plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def iso_day(value: date | None) -> str | None:
    return value.isoformat() if value else None
