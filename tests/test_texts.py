"""Every text of ours has its Chinese, and the script that keeps the catalogue notices when one has not."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def script() -> ModuleType:
    specification = importlib.util.spec_from_file_location("build_texts", ROOT / "build" / "texts.py")
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules["build_texts"] = module  # dataclasses look their module up
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path, script: ModuleType):
    """Write one module and one catalogue; return what the check says about them."""

    def check(code: str, translations: dict[tuple[str, str], str]) -> list[str]:
        folder, po = tmp_path / "perfdesk", tmp_path / "perfdesk.po"
        folder.mkdir()
        (folder / "page.py").write_text(code, encoding="utf-8")
        script.write_translations(translations, po)
        po.with_suffix(".mo").write_bytes(script.compiled(translations))
        return script.faults(folder, po)

    return check


def test_every_text_of_ours_has_its_chinese_with_the_same_placeholders(script: ModuleType) -> None:
    assert script.faults() == []


def test_a_text_without_chinese_is_found_wherever_it_is_marked(tree) -> None:
    code = '_("One"); N_("Two"); t.in_context("verb", "Score"); _("Three " "parts")'
    said = tree(code, {("", "One"): "一"})

    assert [line.split(": no Chinese for ")[1] for line in said] == [
        "'Two'",
        "'Score' (context 'verb')",
        "'Three parts'",
    ]


@pytest.mark.parametrize(
    "call",
    ['_(f"{name} left")', '_("{name} left".format(name=name))', '_("%s left" % name)', '_("Left " + name)'],
)
def test_a_text_that_is_filled_in_before_it_is_looked_up_is_refused(tree, call: str) -> None:
    assert ["page.py:1" in line for line in tree(call, {})] == [True]


def test_a_text_looked_up_by_name_is_left_alone(tree) -> None:
    assert tree("_(title)", {}) == []


@pytest.mark.parametrize("chinese", ["剩 {n} 人", "剩几人", "剩 {} 人", "剩 {count 人"])
def test_other_placeholders_in_chinese_are_refused(tree, chinese: str) -> None:
    assert len(tree('_("{count} left")', {("", "{count} left"): chinese})) == 1


def test_a_translation_that_nobody_uses_any_more_is_named(tree) -> None:
    assert "no longer in the code" in tree("", {("", "Gone"): "没了"})[0]


def test_a_catalogue_that_was_changed_but_not_compiled_is_noticed(script: ModuleType, tmp_path: Path) -> None:
    po = tmp_path / "perfdesk.po"
    (tmp_path / "page.py").write_text('_("One")', encoding="utf-8")
    po.with_suffix(".mo").write_bytes(script.compiled({("", "One"): "一"}))
    script.write_translations({("", "One"): "壹"}, po)

    assert ["perfdesk.mo is not what" in line for line in script.faults(tmp_path, po)] == [True]


def test_a_catalogue_read_and_written_again_is_the_same_file(script: ModuleType, tmp_path: Path) -> None:
    texts = {("", 'b \\ "q"\nline'): "乙\n行", ("verb", "Score"): "打分", ("", "Score"): "得分"}
    first, second = tmp_path / "first.po", tmp_path / "second.po"
    script.write_translations(texts, first)
    script.write_translations(dict(reversed(script.read_translations(first).items())), second)

    assert script.read_translations(first) == texts
    assert first.read_bytes() == second.read_bytes()
