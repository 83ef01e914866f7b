"""The history of a value on a form, from the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from perfdesk.domain.numbers import from_e4, from_hundredths
from perfdesk.domain.value_history import ValueChange
from perfdesk.store import audit
from perfdesk.store.change import Reading
from perfdesk.store.value_history import manager_ratings, names

_ITEM: Mapping[str, tuple[str, Callable[[int], Decimal] | None]] = {
    "value": ("actual_e4", from_e4),
    "target": ("target_e4", from_e4),
    "weight": ("weight_c", from_hundredths),
    "words": ("words", None),
}


def of_item(
    connection: Reading, item_id: int, field: str, *, is_judged: bool = False
) -> tuple[ValueChange, ...]:
    """Return the history of "value", "target", "weight" or "words" of a form item, newest first.

    The value of a judged item is the manager's level.
    """
    if field == "value" and is_judged:
        found = [
            change
            for rating_id in manager_ratings(connection, item_id)
            for change in audit.history(connection, "rating", rating_id, "value_c")
        ]
        read: Callable[[int], Decimal] | None = from_hundredths
    else:
        column, read = _ITEM[field]
        found = audit.history(connection, "form_item", item_id, column)
    known = names(connection, (one.actor_id for one in found if one.actor_id is not None))
    changes = [_change(one, read, known) for one in sorted(found, key=_at)]
    return tuple(change for change in reversed(changes) if change.before != change.after)


def _change(
    past: audit.PastValue, read: Callable[[int], Decimal] | None, names: Mapping[int, str]
) -> ValueChange:
    def value(given: Any) -> Decimal | str | None:
        if given is None:
            return None
        return str(given) if read is None else read(int(given))

    who = names.get(past.actor_id or 0, "")
    return ValueChange(datetime.fromisoformat(past.at), who, past.deed, value(past.before), value(past.after))


def _at(past: audit.PastValue) -> str:
    return past.at
