"""The guide to the command line names every command and option, and its example is what the sample gives."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from perfdesk.command_line.main import make_parser
from perfdesk.command_line.names import COMMANDS
from tests.command_line.conftest import ROOT, Call

GUIDE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    action = next(one for one in make_parser()._actions if isinstance(one, argparse._SubParsersAction))
    return dict(action.choices)


def test_the_window_starts_for_no_command_of_the_parser() -> None:
    assert set(COMMANDS) == set(commands())


def test_the_guide_names_every_command_and_option() -> None:
    for name, parser in commands().items():
        assert re.search(rf"^## .*\b{name}\b", GUIDE, re.MULTILINE), name
        for action in parser._actions:
            for option in action.option_strings:
                assert option in ("-h", "--help") or option in GUIDE, f"{name} {option}"


def test_the_example_of_the_json_is_what_the_sample_gives(call: Call, sample: Path) -> None:
    example = json.loads(re.search(r"```json\n(.*?)```", GUIDE, re.DOTALL)[1])  # type: ignore[index]
    given: dict[str, Any] = json.loads(call("results", sample, "--json").out)
    person = next(one for one in given["employees"] if one["number"] == "S-017")
    person["items"] = [item for item in person["items"] if item["code"] == "SAL-03"]
    person["gaps"] = [gap for gap in person["gaps"] if gap["code"] == "SAL-03"]
    person["gaps"][0]["actions"] = person["gaps"][0]["actions"][:1]
    given["employees"] = [person]
    given["goals"]["goals"] = given["goals"]["goals"][:1]
    given["goals"]["orphans"] = given["goals"]["orphans"][:1]
    for name in ("pools", "exempt", "hurt_by_quota"):
        given["calibration"][name] = given["calibration"][name][:1]
    assert given == example
