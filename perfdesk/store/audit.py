"""The audit trail: who, when, what, from, to; append-only, a chain of hashes.

The chain seals digests, not texts. A text lies in a table of its own with its salt; once a person's data are
erased the text is gone, the digest stays, and the check says "erased" instead of "tampered".
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, select

from perfdesk.store.change import RowChange
from perfdesk.store.schema import audit_change, audit_entry, audit_text


@dataclass(frozen=True, slots=True)
class Actor:
    """Who works: the acting person (a statement, not a proof), the account and the computer."""

    employee_id: int | None
    account: str
    computer: str


@dataclass(frozen=True, slots=True)
class PastValue:
    """One entry in the history of a value."""

    at: str
    actor_id: int | None
    deed: str
    before: Any
    after: Any


def write_entry(
    connection: Connection,
    at: str,
    actor: Actor,
    deed: str,
    rows: Sequence[RowChange],
    fresh: Callable[[int], bytes],
) -> None:
    """Append the entry of one transaction. `fresh` gives random bytes for the salts."""
    last = select(audit_entry.c.id, audit_entry.c.hash).order_by(audit_entry.c.id.desc()).limit(1)
    previous_id, previous_hash = connection.execute(last).first() or (0, "")
    entry_id = previous_id + 1
    texts, changes = [], []
    for seq, row in enumerate(rows):
        salt, content = fresh(8).hex(), _content(row)
        texts.append({"entry_id": entry_id, "seq": seq, "salt": salt, "content": content})
        changes.append(
            {
                "entry_id": entry_id,
                "seq": seq,
                "table_name": row.table,
                "row_id": row.row_id,
                "digest": _digest(salt, content),
            }
        )
    entry = {
        "id": entry_id,
        "at": at,
        "actor_id": actor.employee_id,
        "account": actor.account,
        "computer": actor.computer,
        "deed": deed,
        "previous_hash": previous_hash,
    }
    entry["hash"] = _seal(entry, changes)
    connection.execute(insert(audit_entry), entry)
    if changes:
        connection.execute(insert(audit_change), changes)
        connection.execute(insert(audit_text), texts)


def erase(connection: Connection, rows: Iterable[tuple[str, int]]) -> None:
    """Remove the texts of rows, given as (table, id), from the trail; the digests stay and the chain holds."""
    for table, row_id in rows:
        connection.execute(
            delete(audit_text).where(
                exists().where(
                    audit_change.c.entry_id == audit_text.c.entry_id,
                    audit_change.c.seq == audit_text.c.seq,
                    audit_change.c.table_name == table,
                    audit_change.c.row_id == row_id,
                )
            )
        )


def faults(connection: Connection) -> Iterator[tuple[str, int]]:
    """Yield (code, entry id) for each entry that does not hold: `audit_tampered` or `audit_gap`;
    ("audit_stray", count) for texts of no entry; and, which is no fault, ("audit_erased", count) for texts
    that were erased on purpose.

    What no file can tell about itself: that its newest entries were cut off together with all that they
    changed (an older copy looks just like that), or that somebody sealed the whole trail anew.
    """
    previous, expected, erased = "", 1, 0
    rows = groupby(connection.execute(_CHANGES), key=lambda row: row.entry_id)
    of_entry, changes = next(rows, _NONE)
    for found in connection.execute(select(audit_entry).order_by(audit_entry.c.id)).mappings():
        entry = dict(found)
        seal = entry.pop("hash")
        if entry["id"] != expected:
            yield "audit_gap", expected
        while of_entry is not None and of_entry < entry["id"]:  # rows whose entry is gone
            of_entry, changes = next(rows, _NONE)
        mine = []
        if of_entry == entry["id"]:
            mine = [dict(row._mapping) for row in changes]
            of_entry, changes = next(rows, _NONE)
        holds = entry["previous_hash"] == previous and _seal(entry, mine) == seal
        for row in mine:
            if row["content"] is None:
                erased += 1
            elif _digest(row["salt"], row["content"]) != row["digest"]:
                holds = False
        if not holds:
            yield "audit_tampered", entry["id"]
        previous, expected = seal, entry["id"] + 1
    if of_entry is not None:
        yield "audit_gap", expected
    stray = connection.scalar(select(func.count()).select_from(audit_text)) or 0
    kept = connection.scalar(select(func.count()).select_from(_TEXTED)) or 0
    if stray != kept:
        yield "audit_stray", stray - kept
    if erased:
        yield "audit_erased", erased


_SAME_ROW = (audit_text.c.entry_id == audit_change.c.entry_id) & (audit_text.c.seq == audit_change.c.seq)
_TEXTED = audit_change.join(audit_text, _SAME_ROW)
_CHANGES = (
    select(audit_change, audit_text.c.salt, audit_text.c.content)
    .select_from(audit_change.outerjoin(audit_text, _SAME_ROW))
    .order_by(audit_change.c.entry_id, audit_change.c.seq)
)
_NONE: tuple[int | None, Iterable[Any]] = (None, ())


def history(connection: Connection, table: str, row_id: int, column: str) -> list[PastValue]:
    """Return every value that a cell of the file has had, oldest first."""
    found = connection.execute(
        select(audit_entry.c.at, audit_entry.c.actor_id, audit_entry.c.deed, audit_text.c.content)
        .join(audit_change, audit_change.c.entry_id == audit_entry.c.id)
        .join(audit_text, _SAME_ROW)
        .where(audit_change.c.table_name == table, audit_change.c.row_id == row_id)
        .order_by(audit_entry.c.id)
    )
    past = []
    for at, actor_id, deed, content in found:
        images = json.loads(content)
        before, after = images["from"] or {}, images["to"] or {}
        if column in before or column in after:
            past.append(PastValue(at, actor_id, deed, before.get(column), after.get(column)))
    return past


def entries(connection: Connection) -> int:
    """Return how many entries the trail has."""
    return connection.scalar(select(func.count()).select_from(audit_entry)) or 0


def last_change(connection: Connection) -> str:
    """Return when the file was changed last, as ISO date and time; "" when it never was."""
    return connection.scalar(select(audit_entry.c.at).order_by(audit_entry.c.id.desc()).limit(1)) or ""


def _content(row: RowChange) -> str:
    before, after = row.before, row.after
    if before is not None and after is not None:
        names = [name for name in after if before.get(name) != after[name] and name != "version"]
        before, after = {n: before.get(n) for n in names}, {n: after[n] for n in names}
    return _canonical({"from": before and _plain(before), "to": after and _plain(after)})


def _plain(row: Any) -> dict[str, Any]:
    return {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in row.items()
        if value is not None and value != ""
    }


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(salt: str, content: str) -> str:
    return hashlib.sha256((salt + content).encode()).hexdigest()


def _seal(entry: dict[str, Any], changes: Sequence[dict[str, Any]]) -> str:
    rows = [[row["table_name"], row["row_id"], row["digest"]] for row in changes]
    return hashlib.sha256(_canonical([entry, rows]).encode()).hexdigest()
