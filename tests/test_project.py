"""The project's own promises: pinned packages agree with each other, and the READMEs with what CI runs."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("requirements.txt", "requirements-dev.txt")


def pins(*lists: str) -> dict[str, str]:
    """Read the pinned packages that apply to this system."""
    lines = [line for name in lists for line in (ROOT / "build" / name).read_text("utf-8").splitlines()]
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert all(str(one.specifier).startswith("==") for one in wanted)
    return {
        canonicalize_name(one.name): str(one.specifier)[2:]
        for one in wanted
        if one.marker is None or one.marker.evaluate()
    }


def test_the_package_asks_for_the_very_versions_that_the_tests_run_with() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {canonicalize_name(one.name): one for one in map(Requirement, project["dependencies"])}

    pinned = pins("requirements.txt")
    assert {name: str(one.specifier) for name, one in asked.items()} == {
        name: f"=={pinned[name]}" for name in asked
    }
    for name, version in pins(*LISTS).items():
        assert distribution(name).version == version


@pytest.mark.parametrize("lists", [LISTS[:1], LISTS])
def test_the_pinned_lists_hold_all_that_their_packages_need(lists: tuple[str, ...]) -> None:
    pinned = pins(*lists)
    needed = {
        canonicalize_name(one.name)
        for name in pinned
        for one in map(Requirement, distribution(name).requires or [])
        if one.marker is None or one.marker.evaluate({"extra": ""})
    }
    assert needed <= pinned.keys()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_both_readmes_open_with_the_two_commands_and_ci_runs_the_second(readme: str) -> None:
    opening = (ROOT / readme).read_text("utf-8").split("\n## ", maxsplit=2)
    commands = re.findall(r"^python3 build/\S+$", "\n## ".join(opening[:2]), re.MULTILINE)

    assert commands == ["python3 build/run.py", "python3 build/test.py"]
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith(f"exec {commands[1]}")
