"""Every problem that the rules can raise has a sentence, in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import perfdesk.domain
from perfdesk.texts import translator
from perfdesk.texts.sentences import improvement, scoring

SENTENCES = {**scoring.SENTENCES, **improvement.SENTENCES}
FOLDER = Path(perfdesk.domain.__file__).parent
CALLS = [
    node
    for path in sorted(FOLDER.glob("*.py"))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"
]


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    raised = {call.args[1].value for call in CALLS if isinstance(call.args[1], ast.Constant)}
    text = (FOLDER / "numbers.py").read_text(encoding="utf-8")
    raised |= set(re.findall(r'"((?:number_|not_a_)[a-z_]+)"', text))
    assert raised - SENTENCES.keys() == set()
    assert SENTENCES.keys() - raised == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_chinese_and_says_what_to_do(code):
    english, chinese = SENTENCES[code], translator("zh_CN")(SENTENCES[code])
    assert chinese != english
    assert re.search("[\u4e00-\u9fff]", chinese)
    places = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (english, chinese)]
    assert places[0] == places[1]
    assert english[-1] in ".?" and chinese[-1] in "。？"
