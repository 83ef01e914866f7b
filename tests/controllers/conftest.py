"""Open firms: the sample (made once a session and copied), an empty one with indicators, one in 五分表."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk.controllers.firm import Firm, open_firm
from tests.controllers.builders import CLOCK, new, sample_path


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample firm's file; tests copy it."""
    return sample_path(tmp_path_factory)


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Firm]:
    path = tmp_path / "sample.perfdesk"
    shutil.copy(sample_file, path)
    firm = open_firm(path, CLOCK)
    yield firm
    firm.close(with_backup=False)


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """指标考核 with the quarter's cycle and nobody in it."""
    with contextlib.closing(new(tmp_path / "firm.perfdesk")) as made:
        yield made


@pytest.fixture
def simple(tmp_path: Path) -> Iterator[Firm]:
    """五分表 with the quarter's cycle and nobody in it."""
    with contextlib.closing(new(tmp_path / "simple.perfdesk", simple=True)) as made:
        yield made
