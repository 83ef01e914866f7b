"""What every controller needs: the file, the history, the clock and the firm's choices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime

from perfdesk.controllers.clock import Clock
from perfdesk.controllers.history import Announcer, Changed, History, Step
from perfdesk.domain.firm import FirmSettings
from perfdesk.domain.problems import Invalid, Problem
from perfdesk.store import settings
from perfdesk.store.change import Change, Deed, Reading
from perfdesk.store.firm_file import FirmFile


class Desk:
    """One open firm file as the controllers share it."""

    def __init__(self, file: FirmFile, clock: Clock) -> None:
        self.file, self.clock = file, clock
        self.announce = Announcer()
        self.history = History(file, self.announce)

    def today(self) -> date:
        return self.clock.today()

    def now(self) -> datetime:
        return self.clock.now()

    def read(self) -> AbstractContextManager[Reading]:
        return self.file.read()

    @contextmanager
    def change(self, code: str, *, visit: str = "", **details: object) -> Iterator[Change]:
        """One deed: a transaction with its audit entry, a step of the history, and word of it.

        `visit` names one stay in one field; all that is saved during it is undone as one. `details` and what the
        change says of itself are the names in the step's name.
        """
        deed = Deed(code, details)
        with self.file.change(deed) as change:
            yield change
        if change.rows:
            named = Deed(code, {**details, **change.details})
            step = Step(named, tuple(change.rows), frozenset(change.forms), visit)
            self.history.add(step)
            self.announce(step.changed())

    @contextmanager
    def noting(self, code: str) -> Iterator[Change]:
        """A deed that undo passes over, since it changes what is looked at and nothing that is known."""
        deed = Deed(code, {})
        with self.file.change(deed) as change:
            yield change
        if change.rows:
            self.announce(Changed(deed, frozenset(row.table for row in change.rows), frozenset()))

    @contextmanager
    def erasing(self, code: str) -> Iterator[Change]:
        """A deed that no undo may bring back: the session's history, which holds the old rows, goes with it."""
        deed = Deed(code, {})
        with self.file.change(deed) as change:
            yield change
        self.history.forget()
        tables = frozenset(row.table for row in change.rows)
        self.announce(Changed(deed, tables, frozenset(change.forms)))

    def settings(self) -> FirmSettings:
        with self.read() as connection:
            return settings.settings(connection)


def refuse(field: str, code: str, /, **details: object) -> Invalid:
    return Invalid(Problem(field, code, details))


LONGEST_WORDS = 4000


def tidy_words(text: str) -> str:
    """Return a free text without spaces around.

    Raises:
        Invalid: `text_too_long`: more than 4,000 characters.
    """
    cleaned = text.strip()
    if len(cleaned) > LONGEST_WORDS:
        raise refuse("words", "text_too_long", most=LONGEST_WORDS, length=len(cleaned))
    return cleaned
