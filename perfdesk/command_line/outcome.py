"""Exit codes, and saying things to a console that may not be there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from perfdesk import texts
from perfdesk.controllers.faults import Fault
from perfdesk.domain.problems import Invalid

DONE, IN_PART, UNUSABLE = 0, 1, 2


class Wrong(Exception):
    """What ends a command: sentences for stderr and the exit code."""

    def __init__(self, *sentences: str, exit_code: int = UNUSABLE) -> None:
        super().__init__(*sentences)
        self.sentences, self.exit_code = sentences, exit_code


def say(words: str, *, to: TextIO | None = None) -> None:
    """Print a line; a program without a console has no stdout."""
    stream = to or sys.stdout
    if stream is not None:
        print(words, file=stream)


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what a deed refuses into sentences."""
    try:
        yield
    except Invalid as invalid:
        raise Wrong(*(texts.sentence(problem) for problem in invalid.problems)) from invalid
    except Fault as fault:
        raise Wrong(texts.sentence(fault)) from fault
