"""Whatever the controllers refuse has its sentence, and the details that the sentence names."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest

import perfdesk
from perfdesk.domain.terms import FormState
from perfdesk.texts import translator
from perfdesk.texts.sentences import all_sentences

FOLDER = Path(perfdesk.__file__).parent
CALLS = [
    (path.name, call)
    for path in [*FOLDER.glob("controllers/*.py"), *FOLDER.glob("store/*.py")]
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("refuse", "Problem", "StoreFault")
]


def _code(call: ast.Call) -> str | None:
    at = 0 if getattr(call.func, "id", "") == "StoreFault" else 1
    given = call.args[at] if len(call.args) > at else None
    return given.value if isinstance(given, ast.Constant) else None


def _details(call: ast.Call) -> set[str] | None:
    """The names of the details as far as the call shows them."""
    if getattr(call.func, "id", "") == "Problem":
        if len(call.args) < 3:
            return set()
        given = call.args[2]
        keys = given.keys if isinstance(given, ast.Dict) else [None]
        return {str(key.value) for key in keys if isinstance(key, ast.Constant)} if None not in keys else None
    names = {keyword.arg for keyword in call.keywords}
    return None if None in names else {str(name) for name in names}


def test_every_code_has_a_sentence() -> None:
    used = {code for _name, call in CALLS if (code := _code(call))}
    used |= {f"locked_{state.value.lower()}" for state in FormState}
    used |= {"firm_name_missing", "firm_owner_missing", "department_in_use", "position_in_use"}
    assert len(used) > 40
    assert used - all_sentences().keys() == set()


@pytest.mark.parametrize(("name", "call"), [(n, c) for n, c in CALLS if _code(c) and _details(c) is not None])
def test_a_refusal_gives_what_its_sentence_names(name: str, call: ast.Call) -> None:
    code, given = _code(call), _details(call)
    assert code is not None and given is not None
    for text in (all_sentences()[code], translator("zh_CN")(all_sentences()[code])):
        named = {place for _, place, _, _ in Formatter().parse(text) if place} - {"field"}
        assert named <= given, f"{name}: {code} lacks {named - given}"
