"""The window as a whole: files that can't be opened, two windows, languages, looks, search, keys, faults."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QTableView

from perfdesk import paths, texts
from perfdesk.desktop import theme
from perfdesk.domain.grades import SCHEMES
from tests.journeys.desk import ALT, CONTROL, KEY, Desk, read, visible_texts
from tests.journeys.places import cells, names_of, places, settle

LANGUAGES = ("zh_CN", "en")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


# -- files that can't be opened --


def stranger(path: Path) -> None:
    path.write_text("工号,姓名\n", encoding="utf-8")


def newer(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[60:64] = (9999).to_bytes(4, "big")
    path.write_bytes(content)


def truncated(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def missing(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("harm", "zh", "en"),
    [
        (stranger, "不是 PerfDesk 写的文件", "was not written by PerfDesk"),
        (newer, "更新版本", "saved by a newer PerfDesk"),
        (truncated, "已损坏", "is damaged"),
        (missing, "找不到", "is not there"),
    ],
)
def test_a_file_that_cannot_be_opened_is_explained_and_left_alone(
    desk: Desk, sample: Path, harm: Callable[[Path], None], zh: str, en: str
) -> None:
    broken = sample.with_name("坏.perfdesk")
    broken.write_bytes(sample.read_bytes())
    harm(broken)
    before = broken.read_bytes() if broken.exists() else None
    desk.open(broken)
    assert desk.program.firm is None and zh in desk.said() and broken.name in desk.said()
    desk.program.preferences.set_language("en")
    desk.open(broken)
    assert en in desk.said() and not _CHINESE.search(desk.said().replace(str(broken), ""))
    assert (broken.read_bytes() if broken.exists() else None) == before

    desk.open(sample)
    desk.open(broken)
    assert en in desk.said() and desk.file == sample, "what was open stays open"


def test_a_folder_that_cannot_be_written_opens_the_file_for_reading(desk: Desk, sample: Path) -> None:
    lock = sample.with_name(f"~${sample.name}.lock")
    lock.mkdir()  # stands where the lock would be made, so that not even root can make it
    before = sample.read_bytes()
    desk.open(sample)
    assert "写" in desk.said() and desk.says("saved") == "只读"
    desk.go("people")
    assert not desk.find("newName").isEnabled()
    desk.close()
    assert sample.read_bytes() == before


def test_a_second_program_reads_only_and_says_who_writes(
    make_desk: Callable[..., Desk], sample: Path, tmp_path: Path
) -> None:
    first = make_desk(tmp_path)
    first.open(sample)
    second = make_desk(tmp_path)
    second.open(sample)
    lock = json.loads(sample.with_name(f"~${sample.name}.lock").read_text(encoding="utf-8"))
    assert lock["account"] in second.said() and lock["computer"] in second.said()
    assert "2026-09-30 09:00" in second.said() and second.says("saved") == "只读"
    assert first.says("saved") == "已保存"


def test_the_file_that_is_open_is_not_opened_again_beside_itself(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    firm = desk.program.firm
    desk.drop(sample)
    assert desk.program.firm is firm and desk.said() == ""
    assert desk.says("saved") == "已保存"


# -- closing --


def test_a_wrong_entry_is_listed_on_closing_and_close_anyway_closes(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.go("people")
    desk.enter("newNumber", "B-001")
    desk.enter("newName", "重号")
    desk.wait(lambda: "B-001" in desk.says("newHint"))
    desk.go("review")
    desk.window.close()
    assert desk.window.isVisible() and "B-001 重号" in desk.said()
    desk.click("notice1")
    assert desk.window.isVisible() and desk.said() == ""
    desk.window.close()
    desk.click("notice0")
    assert not desk.window.isVisible() and desk.program.firm is None
    assert read(sample, "SELECT count(*) FROM employee WHERE name = '重号'") == [(0,)]


# -- languages and looks --


def own_words(path: Path) -> list[str]:
    """Return all texts of the firm's file, the longest first: they stay as they were entered, and tables in
    which they are edited show both languages of a name. The names of grades are such texts too."""
    found = {path.name, path.stem, str(path.parent), *texts.LANGUAGE_NAMES.values()}
    for scheme in SCHEMES.values():
        found.update(name for grade in scheme.grades for name in (grade.name_zh, grade.name_en))
    for (table,) in read(path, "SELECT name FROM sqlite_master WHERE type = 'table'"):
        if table.startswith("audit"):
            continue
        for row in read(path, f'SELECT * FROM "{table}"'):
            found.update(value for value in row if isinstance(value, str))
    return sorted(found, key=len, reverse=True)


def without(text: str, own: list[str]) -> str:
    for word in own:
        if _CHINESE.search(word) and word in text:
            text = text.replace(word, "")
    return text


def shown(desk: Desk) -> Iterator[tuple[str, str]]:
    for widget, text in (*visible_texts(desk.window), *cells(desk.window)):
        yield names_of(widget), text


def english_of_ours() -> tuple[set[str], list[re.Pattern[str]]]:
    """Return our English texts that have another Chinese one: plain ones, and patterns of those with a place
    to fill in."""
    import gettext

    with paths.resource("i18n/zh_CN/LC_MESSAGES/perfdesk.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    plain, patterns = set(), []
    for key, chinese in catalogue.items():
        english = key.rpartition("\x04")[2] if isinstance(key, str) else ""
        if not re.search("[A-Za-z]{2}", re.sub(r"\{.*?\}", "", english)) or english == chinese:
            continue
        if "{" in english:
            parts = re.split(r"\{.*?\}", english)
            if sum(map(len, parts)) > 6:
                patterns.append(re.compile(".+".join(map(re.escape, parts)), re.DOTALL))
        else:
            plain.add(english)
    return plain, patterns


def test_every_page_speaks_one_language_and_changes_it_at_once(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    own = own_words(sample)
    plain, patterns = english_of_ours()
    for _place in places(desk):
        pass
    wrong = []
    for language in ("en", "zh_CN"):
        desk.program.preferences.set_language(language)
        for place in places(desk):
            found = list(shown(desk))
            assert len(found) > 40, (place, "the page was not there to be looked at")
            for where, text in found:
                if language == "en" and _CHINESE.search(without(text, own)):
                    wrong.append((language, place, where, text))
                is_english = text in plain or any(one.fullmatch(text) for one in patterns)
                if language == "zh_CN" and is_english and text not in own:
                    wrong.append((language, place, where, text))
    assert wrong == [], "\n".join(map(str, dict.fromkeys(wrong)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_welcome_page_speaks_one_language(desk: Desk, sample: Path, language: str) -> None:
    desk.open(sample)
    desk.program.close_firm()
    desk.click("newFirm")
    desk.program.preferences.set_language(language)
    plain, _patterns = english_of_ours()
    own = own_words(sample)
    for where, text in shown(desk):
        if language == "en":
            assert not _CHINESE.search(without(text, own)), (where, text)
        else:
            assert text not in plain, (where, text)


def test_the_look_changes_at_once_and_everywhere(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    grounds = {}
    for look in ("light", "dark"):
        desk.go("settings")
        desk.click(f"segment_{look}")
        settle()
        for place in places(desk):
            image = desk.window.grab().toImage()
            across, down = range(40, image.width(), 40), range(60, image.height(), 40)
            grounds[place, look] = median(image.pixelColor(x, y).lightness() for x in across for y in down)
            window = theme.colour("window").lightness()
            assert (window < 100) == (look == "dark")
    for (place, look), lightness in grounds.items():
        assert (lightness < 120) == (look == "dark"), (place, look, lightness)


# -- search, keys, undo --


def test_ctrl_k_finds_a_person_by_the_initials_of_pinyin(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.press(KEY.Key_K, CONTROL)
    desk.wait(lambda: desk.focus().objectName() == "search")
    desk.type("ycg")  # 尉迟恭, which a single reading would miss
    desk.wait(lambda: desk.has("searchHits"))
    desk.press(KEY.Key_Return)
    desk.wait(lambda: "尉迟恭" in desk.says("resultWho"))
    assert desk.page == "review"


def test_ctrl_k_finds_an_indicator_and_a_page(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    for words, page in (("sal-02", "library"), ("设置", "settings")):
        desk.press(KEY.Key_K, CONTROL)
        desk.wait(lambda: desk.focus().objectName() == "search")
        desk.type(words)
        desk.wait(lambda: desk.has("searchHits"))
        desk.press(KEY.Key_Return)
        desk.wait(lambda page=page: desk.page == page)


def test_ctrl_z_takes_back_across_pages_and_names_the_step(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.go("people")
    desk.enter("newName", "新来的")
    desk.wait(lambda: desk.read("SELECT count(*) FROM employee WHERE name = '新来的'") == [(1,)])
    desk.go("cycles")
    assert "新来的" in desk.find("undoButton").toolTip() and "新来的" in desk.says("undoes")
    desk.press(KEY.Key_Z, CONTROL)
    assert desk.read("SELECT count(*) FROM employee WHERE name = '新来的'") == [(0,)]
    assert "新来的" in desk.find("redoButton").toolTip()
    desk.press(KEY.Key_Y, CONTROL)
    assert desk.read("SELECT count(*) FROM employee WHERE name = '新来的'") == [(1,)]


def test_alt_and_a_number_open_every_page_of_the_navigation(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    opened = []
    for at in range(len(desk.pages())):
        desk.press(KEY(KEY.Key_1 + at), ALT)
        opened.append(desk.page)
    assert opened == ["score", "review", "people", "library", "cycles", "settings"]


def test_f6_goes_round_the_panes_of_each_page_and_comes_back(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    for place in places(desk):
        page = desk.window.page()
        assert page is not None
        panes = [pane for pane in page.panes() if pane.isVisible()]
        assert panes, place
        desk.window.setFocus()
        visited = []
        for _pane in range(len(panes) + 1):
            desk.press(KEY.Key_F6)
            focus = desk.focus()
            visited.append(
                next((n for n, one in enumerate(panes) if one is focus or one.isAncestorOf(focus)), None)
            )
        assert visited == [*range(len(panes)), 0], (place, [names_of(one) for one in panes])


# -- dropping, faults, the sample --


def test_a_dropped_roster_leads_to_its_import(desk: Desk, sample: Path, tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text("工号,姓名\nX-1,新来的\n", encoding="utf-8")
    desk.drop(roster)
    assert "名单.csv" in desk.said() and desk.program.firm is None
    desk.enter("ownerName", "周红")
    desk.enter("firmName", "红杉二厂")
    for file in (None, sample):
        if file is not None:
            desk.open(file)
            desk.drop(roster)
        desk.wait(lambda: desk.has("importRows") and desk.find("importRows").isEnabled())
        assert desk.page == "people"
        desk.click("importRows")
        desk.wait(lambda: desk.read("SELECT number FROM employee WHERE name = '新来的'") == [("X-1",)])


@pytest.mark.logs_warnings
def test_a_fault_in_a_slot_is_said_and_the_program_goes_on(
    make_desk: Callable[..., Desk], sample: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = make_desk()
    desk.open(sample)

    name = "周红"

    def fail() -> None:
        raise ZeroDivisionError(name)

    QTimer.singleShot(0, fail)
    desk.wait(lambda: "数据" in desk.said())
    logs = "".join(file.read_text(encoding="utf-8") for file in home.rglob("perfdesk.log"))
    assert "ZeroDivisionError" in logs and "周红" not in logs
    desk.go("people")
    desk.enter("newName", "新来的")
    desk.wait(lambda: desk.read("SELECT count(*) FROM employee WHERE name = '新来的'") == [(1,)])


def test_the_sample_firm_is_made_with_progress_while_the_window_lives(desk: Desk) -> None:
    said, ticks = set(), []
    timer = QTimer(desk.window, interval=5)
    timer.timeout.connect(lambda: (ticks.append(1), said.add(desk.said())))
    timer.start()
    desk.click("sampleFirm")
    assert desk.program.firm is None, "the press itself must not wait for the firm"
    desk.wait(lambda: desk.program.firm is not None, 60_000)
    timer.stop()
    assert len(ticks) > 20
    assert len({line for line in said if "示例" in line}) > 3
    assert desk.page == "review" and len(desk.read("SELECT id FROM employee WHERE is_appraised")) == 38
    assert isinstance(desk.find("reviewPeople"), QTableView)
    assert desk.find("resultWho", QLabel).isVisible()
    assert QApplication.activeModalWidget() is None
