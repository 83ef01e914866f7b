"""What is told of a shared indicator (§2.1) whose other forms could not all follow."""

from __future__ import annotations

from collections.abc import Iterable

from perfdesk.domain.problems import Problem
from perfdesk.store import forms
from perfdesk.store.change import Change


def shared_locked(change: Change, item_ids: Iterable[int], field: str) -> tuple[Problem, ...]:
    """Return a warning that names the people on whose forms these items take nothing now; none, nothing."""
    found = [forms.item_words(change.connection, one).get("person", "") for one in item_ids]
    if not found:
        return ()
    names = ", ".join(dict.fromkeys(found))
    return (Problem(field, "shared_locked", {"names": names}, is_warning=True),)
