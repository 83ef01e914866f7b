"""Exit codes, and saying things to a console that may not be there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TextIO

from perfdesk import texts
from perfdesk.controllers.faults import Fault
from perfdesk.domain.problems import Invalid
from perfdesk.texts import _

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


def prepare(stream: TextIO | None) -> None:
    """Let a stream take any text: files and pipes get UTF-8 unless told otherwise by PYTHONIOENCODING, and a
    console of another code page shows a question mark instead of ending the program."""
    if isinstance(stream, TextIOWrapper):
        if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="replace")


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what a deed refuses, or what the file system does, into sentences."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise Wrong(
            _("{path} can't be used: {reason}").format(path=error.filename or "", reason=reason)
        ) from error
    except Invalid as invalid:
        raise Wrong(*(texts.sentence(problem) for problem in invalid.problems)) from invalid
    except Fault as fault:
        raise Wrong(texts.sentence(fault)) from fault
