"""Evidence of an item or an event: a day, words, a file; files are kept once and can be saved out again."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.controllers.forms import FormMaker
from perfdesk.controllers.locks import allow
from perfdesk.domain.cycles import Part
from perfdesk.domain.progress import Evidence, check_size, media_of
from perfdesk.store import attachments, forms
from perfdesk.store import evidence as evidence_store
from perfdesk.store.change import Change
from perfdesk.store.schema import evidence, form_event, form_item

_INSIDE = {".xlsx": "xl/", ".docx": "word/"}
"""A folder that tells workbooks and documents from other zip files."""


class EvidenceController:
    """What shows how a result came about."""

    def __init__(self, desk: Desk, maker: FormMaker) -> None:
        self._desk, self._maker = desk, maker
        self._is_swept = False

    def of_form(self, form_id: int) -> tuple[Evidence, ...]:
        """Return the evidence of a form's items and events, by day."""
        with self._desk.read() as connection:
            return evidence_store.of_form(connection, form_id)

    def add(
        self,
        *,
        item_id: int | None = None,
        event_id: int | None = None,
        words: str = "",
        on: date | None = None,
        path: Path | None = None,
    ) -> int:
        """Add evidence to an item or to an event: words, a file, or both; the day is today unless said.

        Raises:
            Invalid: neither words nor file, a day still to come, a file of another type, too large, empty,
                unreadable, or the form is locked.
        """
        if (item_id is None) == (event_id is None):
            raise ValueError("evidence belongs to an item or to an event")
        day = on or self._desk.today()
        if day > self._desk.today():
            raise refuse("on", "evidence_in_future", day=day.isoformat())
        if path is None and not words.strip():
            raise refuse("words", "evidence_empty")
        content = b"" if path is None else read_file(path)
        media = "" if path is None else media_of(path.name, content)
        if path is not None:
            _check_package(path, content)
        said = tidy_words(words)
        with self._desk.change("add_evidence") as change:
            form_id = self._form_of(change, item_id, event_id)
            self._maker.begin_scoring(change, form_id)
            allow(self._desk, change, form_id, Part.EVIDENCE if event_id is None else Part.EVENT)
            if not self._is_swept:
                # What an earlier session let go of: no step of this one can bring it back.
                attachments.sweep(change.connection)
                self._is_swept = True
            attachment_id = None if path is None else attachments.keep(change, path.name, media, content)
            change.touch(form_id)
            return change.insert(
                evidence,
                form_item_id=item_id,
                form_event_id=event_id,
                happened_on=day.isoformat(),
                words=said,
                attachment_id=attachment_id,
                by_id=self._desk.file.actor_id,
            )

    def remove(self, evidence_id: int) -> None:
        """Take evidence back, with its file where nothing else refers to it."""
        with self._desk.change("remove_evidence") as change:
            row = change.row(evidence, evidence_id)
            form_id = self._form_of(change, row["form_item_id"], row["form_event_id"])
            allow(self._desk, change, form_id, Part.EVIDENCE if row["form_event_id"] is None else Part.EVENT)
            change.delete(evidence, evidence_id)
            if row["attachment_id"] is not None:
                attachments.let_go(change, row["attachment_id"])
            change.touch(form_id)

    def save_out(self, attachment_id: int, path: Path) -> None:
        """Write an attached file to a place outside, as it was.

        Raises:
            Invalid: `attachment_damaged` where the bytes are gone or changed, `attachment_not_saved`.
        """
        with self._desk.read() as connection:
            content = attachments.content_of(connection, attachment_id)
        if content is None:
            raise refuse("file", "attachment_damaged", name=path.name)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise refuse(
                "file", "attachment_not_saved", name=path.name, reason=error.strerror or str(error)
            ) from error

    def _form_of(self, change: Change, item_id: int | None, event_id: int | None) -> int:
        if item_id is not None:
            change.say(**forms.item_words(change.connection, item_id))
            return int(change.row(form_item, item_id)["form_id"])
        assert event_id is not None
        row = change.row(form_event, event_id)
        change.say(name=row["words"], **forms.person_words(change.connection, row["form_id"]))
        return int(row["form_id"])


def read_file(path: Path) -> bytes:
    """Read a file that is to be attached; a huge one is refused before it is read. Raises Invalid."""
    try:
        check_size(path.name, path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise refuse("file", "attachment_unreadable", name=path.name, reason=reason) from error


def _check_package(path: Path, content: bytes) -> None:
    inside = _INSIDE.get(path.suffix.lower())
    if inside is None:
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        names = []
    if not any(name.startswith(inside) for name in names):
        raise refuse("file", "attachment_mismatch", name=path.name)
