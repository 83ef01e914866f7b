"""Firm files that are closed when the test is over."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perfdesk.store.firm_file import FirmFile
from tests.builders import small_firm

Opened = Callable[[FirmFile], FirmFile]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Take charge of an open file: it is closed after the test, without a backup."""
    with contextlib.ExitStack() as stack:

        def keep(file: FirmFile) -> FirmFile:
            stack.callback(file.close, with_backup=False)
            return file

        yield keep


@pytest.fixture
def file(tmp_path: Path, opened: Opened) -> FirmFile:
    """The small firm, open for writing."""
    return opened(small_firm(tmp_path))
