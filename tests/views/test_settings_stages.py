"""Own words: stages and levels are called what the firm calls them, and an empty cell takes the usual word."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from perfdesk.domain.terms import Stage
from perfdesk.models.card_fields import stage_words
from perfdesk.views.settings_stages import StagesSection


@pytest.fixture
def section(shop, qtbot):
    made = StagesSection(shop)
    qtbot.addWidget(made)
    made.retranslate()
    made.resize(700, 420)
    made.show()
    return made


def write(section, key, column, text):
    model = section.table.model()
    index = model.index(model.row_of(key), model.column_of(column))
    return model.setData(index, text)


def test_a_stage_gets_the_firm_s_own_word_and_keeps_its_code(section, shop):
    assert write(section, "GOAL", "zh", "  战略  目标 ")
    own = shop.settings.settings().choices.stages
    assert own == {Stage.GOAL: ("战略 目标", "")}
    assert stage_words(own)[Stage.GOAL] == "战略 目标"
    assert stage_words(own)[Stage.OUTCOME] == "成果"


def test_an_emptied_word_gives_the_usual_one_back(section, shop):
    write(section, "5", "zh", "标杆")
    assert shop.settings.settings().choices.level_words == {5: ("标杆", "")}
    write(section, "5", "zh", "")
    assert shop.settings.settings().choices.level_words == {}


def test_a_word_too_long_for_a_column_stays_in_its_cell_with_the_reason(section, shop):
    assert not write(section, "3", "zh", "非" * 25)
    assert "24" in section.rows.pending()[0].refused.wrong
    assert section.pending() and shop.settings.settings().choices.level_words == {}


def test_all_usual_words_come_back_with_one_press_and_can_be_undone(section, shop, qtbot):
    write(section, "GOAL", "zh", "靶子")
    write(section, "1", "zh", "差")
    qtbot.mouseClick(section.usual, Qt.MouseButton.LeftButton)
    assert not shop.settings.settings().choices.stages and not section.usual.isVisible()
    shop.history.undo()
    assert shop.settings.settings().choices.stages == {Stage.GOAL: ("靶子", "")}
