"""Every problem and fault that the program can raise has a sentence, in both languages, and none is left over."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from perfdesk.texts import sentences, translator

ROOT = Path(__file__).resolve().parent.parent / "perfdesk"
SENTENCES = sentences.all_sentences()
CODE_AT = {"Problem": 1, "refuse": 1, "StoreFault": 0, "Finding": 0}
"""Which argument of a call is the code."""
SOURCES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.rglob("*.py"))
    if "sentences" not in path.parts
}


def constants(node: ast.AST) -> set[str]:
    return {
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def test_every_code_that_is_raised_has_a_sentence() -> None:
    raised = {}
    for path, tree in SOURCES.items():
        for call in ast.walk(tree):
            name = getattr(getattr(call, "func", None), "id", "")
            if isinstance(call, ast.Call) and name in CODE_AT and len(call.args) > CODE_AT[name]:
                code = call.args[CODE_AT[name]]
                if isinstance(code, ast.Constant):
                    raised[code.value] = path.name
                elif isinstance(code, ast.IfExp):
                    raised |= {
                        one.value: path.name
                        for one in (code.body, code.orelse)
                        if isinstance(one, ast.Constant)
                    }

    assert {code: place for code, place in raised.items() if code not in SENTENCES} == {}


def test_no_sentence_is_left_over() -> None:
    used = set().union(*map(constants, SOURCES.values()))
    # A code may be composed: f"locked_{state}" leaves "locked_" in the source.
    beginnings = {
        str(node.values[0].value)
        for tree in SOURCES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant)
    }
    endings = {
        str(node.values[-1].value)
        for tree in SOURCES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[-1], ast.Constant)
    }
    beginnings = {one for one in beginnings if re.fullmatch(r"[a-z]+_", one)}
    endings = {one for one in endings if re.fullmatch(r"_[a-z_]+", one)}

    left_over = {
        code
        for code in SENTENCES.keys() - used
        if not any(code.startswith(one) for one in beginnings)
        and not any(code.endswith(one) for one in endings)
    }
    assert left_over == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_chinese_and_says_what_to_do(code: str) -> None:
    english, chinese = SENTENCES[code], translator("zh_CN")(SENTENCES[code])

    assert re.search("[\u4e00-\u9fff]", chinese)
    places = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (english, chinese)]
    assert places[0] == places[1]
    # A reason for a matched column is no sentence; a technical reason or a list may stand at the end.
    if not code.startswith("match_"):
        assert english[-1] in ".?…}"
        assert chinese[-1] in "。？…}"
