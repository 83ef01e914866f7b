"""Evidence of form items and events in the file."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from perfdesk.domain.progress import Attachment, Evidence
from perfdesk.store.schema import attachment, employee, form_event, form_item
from perfdesk.store.schema import evidence as evidence_table


def of_form(connection: Connection, form_id: int) -> tuple[Evidence, ...]:
    """Return the evidence of a form, of its items and of its events, by day."""
    items = select(form_item.c.id).where(form_item.c.form_id == form_id)
    events = select(form_event.c.id).where(form_event.c.form_id == form_id)
    found = (
        select(
            evidence_table,
            attachment.c.name.label("file_name"),
            attachment.c.media,
            attachment.c.size,
            attachment.c.sha256,
            employee.c.name.label("by_name"),
        )
        .outerjoin(attachment, attachment.c.id == evidence_table.c.attachment_id)
        .outerjoin(employee, employee.c.id == evidence_table.c.by_id)
        .where(or_(evidence_table.c.form_item_id.in_(items), evidence_table.c.form_event_id.in_(events)))
        .order_by(evidence_table.c.happened_on, evidence_table.c.id)
    )
    return tuple(_evidence(row) for row in connection.execute(found).mappings())


def _evidence(row: Any) -> Evidence:
    file = None
    if row["attachment_id"] is not None:
        file = Attachment(row["attachment_id"], row["file_name"], row["media"], row["size"], row["sha256"])
    return Evidence(
        id=row["id"],
        on=date.fromisoformat(row["happened_on"]),
        words=row["words"],
        item_id=row["form_item_id"],
        event_id=row["form_event_id"],
        attachment=file,
        by=row["by_name"] or "",
    )
