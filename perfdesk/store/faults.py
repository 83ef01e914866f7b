"""What the world may say no to: a code and its details, one plain sentence for the user."""

from __future__ import annotations

from collections.abc import Mapping


class StoreFault(Exception):
    """The file, the disk or another program stands in the way; the data are as they were.

    It has the shape of a problem, so that `texts.sentence` says it.
    """

    def __init__(self, code: str, field: str = "", **details: object) -> None:
        super().__init__(f"{code} {field} {details}")
        self.code = code
        self.field = field
        self.details: Mapping[str, object] = details
