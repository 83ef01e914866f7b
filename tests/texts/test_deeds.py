"""Every deed has words for the undo menu, in both languages."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

import perfdesk
from perfdesk.store.change import Deed
from perfdesk.texts import translator
from perfdesk.texts.deeds import DEEDS, deed_name

PACKAGE = Path(perfdesk.__file__).parent


def deed_codes() -> set[str]:
    """Read the codes in `….change("…"`, `.erasing("…"`, `_many("…"` and `Deed("…"` of the program."""
    found = set()
    for path in [*PACKAGE.glob("controllers/*.py"), *PACKAGE.glob("store/*.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                name = ast.unparse(call.func).rpartition(".")[2]
                if name in ("change", "erasing", "_many", "Deed") and isinstance(call.args[0].value, str):
                    found.add(call.args[0].value)
    return found


def test_every_deed_of_the_program_has_words() -> None:
    assert len(deed_codes()) > 40
    assert deed_codes() - DEEDS.keys() == set()


@pytest.mark.parametrize("code", sorted(DEEDS))
def test_the_words_are_chinese_in_chinese_and_keep_their_places(code: str) -> None:
    english, chinese = DEEDS[code], translator("zh_CN")(DEEDS[code])
    places = [
        sorted(name for _, name, _, _ in Formatter().parse(text) if name) for text in (english, chinese)
    ]
    assert places[0] == places[1]
    assert re.search("[\u4e00-\u9fff]", chinese) or not re.sub(r"\{\w+\}|\W", "", english)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("code", sorted(DEEDS))
def test_what_the_details_do_not_say_is_left_out(code: str, language: str) -> None:
    bare = deed_name(Deed(code), translator(language))
    assert "{" not in bare and "  " not in bare
    assert bare == bare.strip(" :：,，")


def test_an_entry_is_named_by_person_item_and_value() -> None:
    deed = Deed("enter", {"person": "李娜", "name": "新客户数", "value": "55"})
    assert deed_name(deed, translator("zh_CN")) == "李娜 新客户数 55"
    assert deed_name(deed, translator("en")) == "李娜 新客户数: 55"


def test_codes_among_the_details_become_words() -> None:
    zh = translator("zh_CN")
    named = deed_name(Deed("set_cause", {"person": "李娜", "name": "新客户数", "cause": "CA2"}), zh)
    assert named == "李娜 新客户数 根因 资源"
    assert deed_name(Deed("edit_employee", {"name": "李娜", "field": "left_on"}), zh) == "李娜 的离职日期"


def test_long_odd_and_unknown_details_do_no_harm() -> None:
    zh = translator("zh_CN")
    long = deed_name(Deed("add_action", {"person": "李娜", "words": "每周\n提供 " + "很多" * 40}), zh)
    assert long.endswith("…") and len(long) < 40 and "\n" not in long
    assert deed_name(Deed("enter", {"name": "{x}", "value": Decimal(5), "?": object()}), zh) == "{x} 5"
    assert deed_name(Deed("set_switch", {"switch": "NEW"}), zh) == "开关 NEW"
    assert deed_name(Deed("from_a_newer_program"), zh) == "from_a_newer_program"
