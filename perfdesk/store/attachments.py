"""Attached files: one copy per content, apart from the rows, so that neither undo nor the trail carries bytes."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, delete, exists, insert, select

from perfdesk.store.change import Change
from perfdesk.store.schema import attachment, attachment_data, evidence


def keep(change: Change, name: str, media: str, content: bytes) -> int:
    """Take a file into the firm file and return its row; the same content is kept once, under its first name."""
    sha256 = hashlib.sha256(content).hexdigest()
    is_there = exists().where(attachment_data.c.sha256 == sha256)
    if not change.connection.scalar(select(is_there)):
        # Past the change on purpose: the bytes must not become a row image.
        change.connection.execute(insert(attachment_data).values(sha256=sha256, content=content))
    found = change.first(attachment, sha256=sha256)
    if found is not None:
        return int(found["id"])
    return change.insert(attachment, sha256=sha256, name=name, media=media, size=len(content))


def content_of(connection: Connection, attachment_id: int) -> bytes | None:
    """Return the bytes of an attachment, None if it is not there or they do not match its hash any more."""
    found = connection.execute(
        select(attachment_data.c.sha256, attachment_data.c.content)
        .join(attachment, attachment.c.sha256 == attachment_data.c.sha256)
        .where(attachment.c.id == attachment_id)
    ).first()
    if found is None or hashlib.sha256(found.content).hexdigest() != found.sha256:
        return None
    return bytes(found.content)


def let_go(change: Change, attachment_id: int) -> None:
    """Remove the row of an attachment that no evidence refers to any more. The bytes stay for an undo."""
    if not change.ids(evidence, attachment_id=attachment_id):
        change.delete(attachment, attachment_id)


def sweep(connection: Connection) -> int:
    """Remove the bytes that no row refers to; return how many files that were. Only where nothing can be undone
    that would bring such a row back."""
    kept = select(attachment.c.sha256)
    return connection.execute(delete(attachment_data).where(attachment_data.c.sha256.not_in(kept))).rowcount
