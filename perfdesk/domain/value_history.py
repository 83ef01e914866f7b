"""What a value of a form has been: who changed it when, from what to what (§0.12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One change of a value. `who` is the acting person, "" where nobody was named; None: there was no value."""

    at: datetime
    who: str
    deed: str
    before: Decimal | str | None
    after: Decimal | str | None
