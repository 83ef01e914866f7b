"""Wrong use, unusable files and odd consoles: exit code 2, plain words, nothing harmed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from perfdesk.store import schema
from tests.command_line.conftest import Call
from tests.controllers.builders import form, new, person

WRONG = [
    ["nonsense"],
    ["new"],
    ["results", "FILE"],
    ["import", "FILE"],
    ["import", "FILE", "BOOK", "--kind", "nonsense"],
    ["documents", "FILE"],
    ["documents", "FILE", "--out"],
    ["check", "FILE", "more"],
    ["new", "FILE", "--sample", "--simple"],
    ["new", "FILE", "--sample=yes"],
    ["picture", "FILE", "--page", "review", "--out", "x.png", "--scale", "big"],
    ["picture", "FILE", "--page", "review", "--out", "x.png", "--theme", "pink"],
]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_use_is_said_in_one_sentence_of_the_language_with_where_to_look(
    call: Call, words: list[str], language: str
) -> None:
    answer = call(*words, "--lang", language)
    assert (answer.code, answer.out) == (2, "")
    sentence, where = answer.err.splitlines()
    assert "--help" in where
    assert bool(re.search("[\u4e00-\u9fff]", sentence)) == (language == "zh_CN")
    assert "usage" not in answer.err and "argument" not in answer.err


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["new", "--help"]])
def test_help_and_version_are_printed(call: Call, words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        call(*words)
    assert caught.value.code == 0


def _foreign(path: Path, sample: Path) -> None:
    path.write_text("姓名,工号\n", encoding="utf-8")


def _newer(path: Path, sample: Path) -> None:
    content = bytearray(sample.read_bytes())
    content[60:64] = (schema.SCHEMA_REVISION + 1).to_bytes(4, "big")
    path.write_bytes(content)


def _truncated(path: Path, sample: Path) -> None:
    path.write_bytes(sample.read_bytes()[:50_000])


def _folder(path: Path, sample: Path) -> None:
    path.mkdir()


def _empty(path: Path, sample: Path) -> None:
    path.touch()


def _nothing(path: Path, sample: Path) -> None:
    pass


COMMANDS = {
    "check": ["check", "FILE"],
    "results": ["results", "FILE", "--json"],
    "documents": ["documents", "FILE", "--out", "OUT"],
    "import": ["import", "FILE", "BOOK"],
    "backup": ["backup", "FILE", "OUT"],
    "restore": ["restore", "FILE", "OUT"],
}


@pytest.mark.parametrize("make", [_foreign, _newer, _truncated, _folder, _empty, _nothing])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_can_not_be_used_is_named_and_left_alone(
    call: Call, make: object, command: str, sample_file: Path, tmp_path: Path
) -> None:
    path, book, out = tmp_path / "x.perfdesk", tmp_path / "b.csv", tmp_path / "out"
    make(path, sample_file)  # type: ignore[operator]
    book.write_text("工号,姓名\nE01,王小明\n", encoding="utf-8")
    before = path.read_bytes() if path.is_file() else None
    places = {"FILE": path, "BOOK": book, "OUT": out}
    answer = call(*(places.get(word, word) for word in COMMANDS[command]))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1 and "x.perfdesk" in answer.err
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not out.exists()


@pytest.mark.parametrize("content", [None, "", "甲,乙\n1,2\n"])
def test_a_workbook_that_can_not_be_used_is_named(
    call: Call, sample: Path, tmp_path: Path, content: str | None
) -> None:
    book = tmp_path / "花名册.csv"
    if content is not None:
        book.write_text(content, encoding="utf-8")
    answer = call("import", sample, book)
    assert answer.code == 2
    assert "花名册.csv" in answer.err


def test_an_unknown_cycle_is_answered_with_those_there_are(call: Call, sample: Path, tmp_path: Path) -> None:
    for words in (["results", sample, "--json"], ["documents", sample, "--out", tmp_path / "out"]):
        answer = call(*words, "--cycle", "2031 Q1")
        assert answer.code == 2
        assert "2031 Q1" in answer.err and "2026 年三季度" in answer.err
        assert answer.err.count("\n") == 1


def test_a_firm_without_a_cycle_says_so(call: Call, tmp_path: Path) -> None:
    new(tmp_path / "a.perfdesk", with_cycle=False).close()
    answer = call("results", tmp_path / "a.perfdesk", "--json")
    assert (answer.code, answer.err) == (2, "还没有周期。\n")


@pytest.mark.parametrize("command", ["new", "check", "demo"])
def test_a_wrong_clock_is_said(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.setenv("PERFDESK_NOW", "yesterday")
    monkeypatch.chdir(tmp_path)
    answer = call(command, *([] if command == "demo" else [tmp_path / "a.perfdesk"]))
    assert answer.code == 2
    assert "PERFDESK_NOW" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_nobody_chosen_has_a_plan(call: Call, sample: Path, tmp_path: Path) -> None:
    answer = call(
        "documents", sample, "--kind", "plan", "--who", "P-003", "--one-file", "--out", tmp_path / "out"
    )
    assert answer.code == 2
    assert not (tmp_path / "out").exists()


def test_messages_follow_the_language_of_the_account(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PERFDESK_LANG")
    for value, word in (("en_US.UTF-8", "not there"), ("zh_CN.UTF-8", "找不到"), ("C", "找不到")):
        monkeypatch.setenv("LC_ALL", value)
        assert word in call("check", tmp_path / "none.perfdesk").err


def _odd_firm(path: Path) -> None:
    firm = new(path)
    form(firm, person(firm, "E01", "<张> & 😀"))
    firm.close()


def test_a_gbk_console_shows_a_question_mark_and_json_an_escape(child: Call, tmp_path: Path) -> None:
    path = tmp_path / "精工😀.perfdesk"
    _odd_firm(path)
    answer = child("check", path, PYTHONIOENCODING="gbk")
    assert (answer.code, "精工?.perfdesk" in answer.out) == (0, True)
    answer = child("results", path, "--json", PYTHONIOENCODING="gbk")
    assert json.loads(answer.out)["employees"][0]["name"] == "<张> & 😀"


def test_a_pipe_gets_utf_8_whatever_the_account_says(child: Call, tmp_path: Path) -> None:
    path = tmp_path / "精工.perfdesk"
    _odd_firm(path)
    answer = child("results", path, "--json", LC_ALL="C", PYTHONUTF8="0")
    assert "<张> & 😀" in answer.out
    assert json.loads(answer.out)["firm"] == "精工"


def test_a_reader_that_has_seen_enough_ends_the_program_quietly(child: Call, sample: Path) -> None:
    program = (
        "import subprocess, sys\n"
        "p = subprocess.Popen([sys.executable, '-m', 'perfdesk', 'results', sys.argv[1], '--json'],"
        " stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        "p.stdout.read(10); p.stdout.close()\n"
        "print(p.stderr.read().decode(), p.wait())\n"
    )
    assert child(sample, program=program).out.split() == ["0"]


@pytest.mark.parametrize(
    "words", [["check", "FILE"], ["results", "FILE", "--json"], ["check", "none"], ["check"]]
)
def test_without_a_console_nothing_breaks(child: Call, sample: Path, words: list[str]) -> None:
    program = (
        "import sys\n"
        "sys.stdout = sys.stderr = None\n"
        "from perfdesk.__main__ import main\n"
        "code = main(sys.argv[1:])\n"
        "sys.__stdout__.write(str(code))\n"
    )
    answer = child(*(sample if word == "FILE" else word for word in words), program=program)
    assert answer.out == ("0" if "FILE" in words else "2")


def test_everything_but_pictures_runs_without_qt(child: Call, sample: Path, tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "sys.modules['PySide6'] = None\n"
        "from perfdesk.command_line.main import run\n"
        "def ask(*words): return run([str(word) for word in words], lambda given: 0)\n"
        "file, out = sys.argv[1:]\n"
        "print(ask('check', file), ask('results', file, '--json'), ask('documents', file, '--out', out),"
        " ask('new', out + '/a.perfdesk'), ask('backup', file, out + '/b.perfdesk'))\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6.')]\n"
    )
    answer = child(sample, tmp_path / "out", program=program)
    assert answer.code == 0, answer.err
    assert answer.out.splitlines()[-1] == "0 0 0 0 0"
