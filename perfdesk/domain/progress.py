"""What happens to an item before it is scored: check-ins on the way, and evidence with its attachments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perfdesk.domain.okr import CONFIDENCE
from perfdesk.domain.problems import Invalid, Problem

MOST_BYTES = 10 * 1024 * 1024
"""A larger file does not belong into a firm file that is copied and backed up every day."""
MEDIA = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".txt": ("text/plain", (b"",)),
}
"""Media type and first bytes of the files that may be attached, by the end of the name."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """How an item, or a key result, stood on a day. `actual` (to date) and `forecast` (for the end of the cycle)
    are in the indicator's unit; `confidence` is 1 to 10; `obstacle` says what stands in the way."""

    id: int
    on: date
    actual: Decimal | None = None
    forecast: Decimal | None = None
    confidence: int | None = None
    obstacle: str = ""
    words: str = ""
    item_id: int | None = None
    key_result_id: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept in the firm file; `size` in bytes."""

    id: int
    name: str
    media: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows how an item, or an event outside the weights, came about: a day, words, perhaps a file."""

    id: int
    on: date
    words: str
    item_id: int | None = None
    event_id: int | None = None
    attachment: Attachment | None = None
    by: str = ""


def check_check_in(draft: CheckIn, today: date) -> tuple[Problem, ...]:
    """Return what is wrong with a check-in: confidence 1 to 10, not after `today`, and something to say."""
    found = []
    if draft.confidence is not None and draft.confidence not in CONFIDENCE:
        found.append(Problem("confidence", "confidence_range", {"text": draft.confidence}))
    if draft.on > today:
        found.append(Problem("on", "check_in_in_future", {"day": draft.on.isoformat()}))
    is_silent = not (draft.obstacle.strip() or draft.words.strip())
    if is_silent and draft.actual is None and draft.forecast is None and draft.confidence is None:
        found.append(Problem("actual", "check_in_empty"))
    return tuple(found)


def confidence_of(check_ins: Sequence[CheckIn]) -> tuple[int, ...]:
    """Return what check-ins said of the confidence, in their order."""
    return tuple(one.confidence for one in check_ins if one.confidence is not None)


def media_of(name: str, content: bytes) -> str:
    """Return the media type of a file to be attached.

    Raises:
        Invalid: `attachment_type`, `attachment_size`, `attachment_empty`, or `attachment_mismatch` where the
            content is not what the name says.
    """
    at = name.rfind(".")
    known = MEDIA.get(name[at:].lower()) if at > 0 else None
    if known is None:
        raise Invalid(Problem("file", "attachment_type", {"name": name}))
    if not content:
        raise Invalid(Problem("file", "attachment_empty", {"name": name}))
    check_size(name, len(content))
    media, heads = known
    is_text = media == "text/plain"
    if not content.startswith(heads) or is_text and b"\0" in content[:4096] and not _is_utf16(content):
        raise Invalid(Problem("file", "attachment_mismatch", {"name": name}))
    return media


def check_size(name: str, size: int) -> None:
    """Refuse a file that is too large, with both figures in MB. Raises Invalid."""
    if size > MOST_BYTES:
        details = {"name": name, "size": f"{size / 2**20:.1f}", "most": MOST_BYTES // 2**20}
        raise Invalid(Problem("file", "attachment_size", details))


def _is_utf16(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff"))
