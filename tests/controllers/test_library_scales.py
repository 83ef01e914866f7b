"""Scales of judged cards and cards in words only, from the library over a template to a filed form."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import Direction, FormState, ItemClass, Method
from tests.controllers.builders import codes, current, form, items, person
from tests.controllers.test_library import newest, template_of


def own(*levels: tuple[int, int]) -> Rule:
    listed = [{"level": str(at), "score": str(points), "zh": "级", "en": ""} for at, points in levels]
    return Rule(Method.ANCHOR, Direction.HIGHER, params={"scale": "OWN", "levels": listed})


def words_card(firm: Firm, name: str = "本季亮点") -> int:
    return firm.library.new_card(ItemClass.WORDS, name, "Highlights")


def for_everybody(firm: Firm, template_id: int) -> int:
    """Return a person whose position has this template."""
    who = person(firm, position="保安", department="行政")
    firm.people.edit_employee(who, "manager_id", firm.settings.settings().owner_id)
    position = next(one for one in firm.people.positions() if one.name_zh == "保安")
    firm.people.edit_position(position.id, "template_id", template_id)
    return who


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        (((1, 40), (2, 90)), "own_levels_met"),
        (((1, 40),), "own_levels_number"),
        (((1, 100), (2, 100)), "own_levels_order"),
        (((1, 100), (2, 130)), "own_level_score"),
    ],
)
def test_an_own_scale_that_does_not_work_is_refused(firm: Firm, levels: tuple, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        firm.library.edit_card(newest(firm, "C03").id, {"rule": own(*levels)})
    assert code in codes(caught)
    assert newest(firm, "C03").rule.params == {"scale": "FIVE_LEVEL"}


def test_an_own_scale_made_in_the_library_scores_on_the_form(firm: Firm) -> None:
    firm.library.edit_card(newest(firm, "C03").id, {"rule": own((0, 0), (1, 100), (2, 115))})
    template_id = firm.library.new_template("服务", "Service")
    firm.library.add_template_item(template_id, newest(firm, "C03").id)
    made = form(firm, for_everybody(firm, template_id))
    assert firm.cycles.advance([made]) == []
    assert firm.appraisal.enter_many([(items(firm, made)[0].id, "2")]) == {}
    sheet = firm.appraisal.sheet(made)
    assert (sheet.items[0].score, sheet.total.total) == (115, 115)


def test_a_card_in_words_stands_beside_weighted_items_without_a_weight(firm: Firm) -> None:
    template_id = firm.library.new_template("服务", "Service")
    firm.library.add_template_item(template_id, newest(firm, "C03").id)
    line = firm.library.add_template_item(template_id, words_card(firm))
    found = template_of(firm, "T01").items
    assert [(one.weight, one.is_in_words) for one in found] == [(100, False), (0, True)]
    with pytest.raises(Invalid) as caught:
        firm.library.edit_template_item(line, "weight", Decimal(5))
    assert codes(caught) == ["weight_of_words"]
    firm.library.add_template_item(template_id, newest(firm, "C04").id)
    firm.library.share_out_template(template_id)
    found = template_of(firm, "T01").items
    assert [one.weight for one in found] == [50, 0, 50]
    made = form(firm, for_everybody(firm, template_id))
    assert [one.weight for one in items(firm, made)] == [50, None, 50]
    assert firm.cycles.advance([made]) == []


def test_a_card_on_a_template_turned_into_words_leaves_its_weight(firm: Firm) -> None:
    before = template_of(firm, "SAL").items
    firm.library.edit_card(before[0].card_id, {"item_class": ItemClass.WORDS})
    after = template_of(firm, "SAL").items
    assert after[0].is_in_words and newest(firm, before[0].code).weight is None
    firm.library.share_out_template(template_of(firm, "SAL").id)
    after = template_of(firm, "SAL").items
    assert sum(one.weight for one in after if not one.is_in_words) == 100
    made = form(firm, person(firm, position="客户经理"))
    assert next(one for one in items(firm, made) if one.code == before[0].code).weight is None


def test_a_template_of_words_only_makes_forms_that_pass_without_total_and_grade(firm: Firm) -> None:
    template_id = firm.library.new_template("试用", "Probation")
    for name in ("亮点", "不足"):
        firm.library.add_template_item(template_id, words_card(firm, name))
    firm.library.share_out_template(template_id)  # nothing to share out, and nothing goes wrong
    made = form(firm, for_everybody(firm, template_id))
    assert [one.is_in_words for one in items(firm, made)] == [True, True]
    while not (stuck := firm.cycles.advance([made])):
        pass
    assert [one.code for one in stuck[0].problems] == ["item_unscored"] * 2
    for item in items(firm, made):
        assert firm.cycles.advance([made]) != []
        firm.appraisal.set_words(item.id, "按期完成")
    while (state := firm.appraisal.sheet(made).head.state) is not FormState.MANAGER_SCORED:
        assert firm.cycles.advance([made]) == [], state
    sheet = firm.appraisal.sheet(made)
    assert (sheet.total.total, sheet.grade) == (None, None)
    standing = next(one for one in firm.results.standings(current(firm)) if one.form_id == made)
    assert (standing.total, standing.grade, standing.rank) == (None, None, None)
