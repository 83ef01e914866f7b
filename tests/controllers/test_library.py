"""The firm's own cards and templates: what is refused, and that forms are made from them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.library import Card, Template
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import ItemClass, Scheme
from tests.controllers.builders import NOW, codes, current, form, items, own_card, person, sales_form

NO_RULE = replace(own_card(), rule=replace(own_card().rule, floor=Decimal(120)))


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (own_card(name_zh=" "), "name_missing"),
        (own_card(" "), "code_missing"),
        (own_card("sal-01"), "code_taken"),
        (NO_RULE, "floor_not_below_cap"),
    ],
)
def test_a_card_that_does_not_work_is_refused(firm: Firm, card: Card, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        firm.library.add_card(card)
    assert code in codes(caught)


def test_a_template_of_own_cards_makes_forms(firm: Firm) -> None:
    cards = [firm.library.add_card(own_card(code)) for code in ("OWN-01", "OWN-02")]
    template = firm.library.add_template(
        "OWN", "自定", "", [(cards[0], Decimal(70), Decimal(80)), (cards[1], Decimal(30), None)]
    )
    who = person(firm, position="保安")
    firm.people.edit_position(firm.people.positions()[0].id, "template_id", template)
    made = items(firm, form(firm, who))
    assert [(item.code, item.weight, item.rule.target) for item in made] == [
        ("OWN-01", 70, 80),
        ("OWN-02", 30, 100),
    ]
    assert firm.library.uses(current(firm)) == {"OWN-01": 1, "OWN-02": 1}


@pytest.mark.parametrize(
    ("code", "name", "weight", "problem"),
    [
        ("GEN", "自定", "100", "code_taken"),
        ("X", "", "100", "name_missing"),
        ("X", "自定", "99.99", "weights_not_100"),
    ],
)
def test_a_template_that_does_not_work_is_refused(
    firm: Firm, code: str, name: str, weight: str, problem: str
) -> None:
    with pytest.raises(Invalid) as caught:
        firm.library.add_template(code, name, "", [(firm.library.cards()[0].id, Decimal(weight), None)])
    assert codes(caught) == [problem]


def newest(firm: Firm, code: str) -> Card:
    return next(card for card in firm.library.cards() if card.code == code)


def template_of(firm: Firm, code: str) -> Template:
    return next(one for one in firm.library.templates() if one.code == code)


def test_a_card_that_no_agreed_form_carries_is_edited_in_place(firm: Firm) -> None:
    form_id = sales_form(firm, agreed=False)
    card = newest(firm, "SAL-02")
    same = firm.library.edit_card(
        card.id, {"name_zh": "  回款率 ", "basis": "近 6 期", "baseline": Decimal(92)}
    )
    edited = newest(firm, "SAL-02")
    assert same == card.id == edited.id and edited.revision == 1
    assert (edited.name_zh, edited.basis, edited.baseline) == ("回款率", "近 6 期", 92)
    assert firm.appraisal.sheet(form_id).items[1].name_zh == "销售回款率"


def test_a_card_on_an_agreed_form_gets_a_revision_and_the_form_keeps_its_own(firm: Firm) -> None:
    form_id = sales_form(firm)
    before = newest(firm, "SAL-02")
    place = [card.code for card in firm.library.cards()].index("SAL-02")
    rule = replace(before.rule, threshold=Decimal(70))
    new_id = firm.library.edit_card(before.id, {"rule": rule})
    after = newest(firm, "SAL-02")
    assert new_id != before.id
    assert (after.id, after.revision, after.lineage, after.valid_from) == (new_id, 2, "SAL-02", NOW.date())
    assert [card.code for card in firm.library.cards()].index("SAL-02") == place
    assert firm.appraisal.sheet(form_id).items[1].rule.threshold == 80
    assert template_of(firm, "SAL").items[1].card_id == new_id
    assert firm.library.edit_card(new_id, {"definition_zh": "新定义"}) == new_id
    assert [one.revision for one in firm.library.revisions("SAL-02")] == [2, 1]
    later = form(firm, person(firm, "E09", "林冲", position="客户经理"))
    assert items(firm, later)[1].rule.threshold == 70


def test_a_change_that_changes_nothing_makes_no_revision(firm: Firm) -> None:
    sales_form(firm)
    card = newest(firm, "SAL-02")
    assert firm.library.edit_card(card.id, {"name_zh": card.name_zh + " "}) == card.id
    assert newest(firm, "SAL-02").revision == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name_zh": "", "name_en": ""}, "name_missing"),
        ({"code": "SAL-01"}, "code_taken"),
        ({"unit": " "}, "unit_missing"),
        ({"weight": Decimal("101")}, "weight_range"),
        ({"definition_zh": "长" * 4001}, "text_too_long"),
    ],
)
def test_an_edit_that_does_not_work_is_refused_and_leaves_the_card(
    firm: Firm, changes: dict[str, object], code: str
) -> None:
    before = newest(firm, "SAL-02")
    with pytest.raises(Invalid) as caught:
        firm.library.edit_card(before.id, changes)
    assert code in codes(caught) and newest(firm, "SAL-02") == before


def test_what_makes_a_card_a_card_can_t_be_edited(firm: Firm) -> None:
    with pytest.raises(KeyError):
        firm.library.edit_card(newest(firm, "SAL-02").id, {"lineage": "X"})


def test_a_new_code_keeps_the_lineage_and_a_new_card_never_takes_it(firm: Firm) -> None:
    card = newest(firm, "SAL-02")
    firm.library.edit_card(card.id, {"code": "S2"})
    other = firm.library.add_card(own_card("SAL-02"))
    lineages = {one.id: one.lineage for one in firm.library.cards()}
    assert (lineages[card.id], lineages[other]) == ("SAL-02", "SAL-02~2")


def test_new_cards_and_copies_get_free_codes_and_names(firm: Firm) -> None:
    made = firm.library.new_card(ItemClass.KPI, "新指标", "New indicator", "SAL")
    judged = firm.library.new_card(ItemClass.BEHAVIOUR, "新行为", "New behaviour")
    copies = [firm.library.copy_card(newest(firm, "SAL-02").id) for _time in range(2)]
    found = {card.id: card for card in firm.library.cards()}
    assert (found[made].code, found[judged].code) == ("SAL-06", "C15")
    assert found[judged].is_anchored
    assert [(found[one].code, found[one].name_zh) for one in copies] == [
        ("SAL-02-01", "销售回款率 2"),
        ("SAL-02-02", "销售回款率 3"),
    ]
    assert found[copies[0]].rule == newest(firm, "SAL-02").rule


def test_a_card_is_retired_once_no_template_holds_it_and_comes_back(firm: Firm) -> None:
    card = newest(firm, "SAL-02")
    with pytest.raises(Invalid) as caught:
        firm.library.retire_card(card.id)
    assert codes(caught) == ["card_on_templates"]
    firm.library.remove_template_item(template_of(firm, "SAL").items[1].id)
    firm.library.retire_card(card.id)
    assert "SAL-02" not in {one.code for one in firm.library.cards()}
    [retired] = [one for one in firm.library.cards(with_retired=True) if one.retired_on]
    assert retired.retired_on == NOW.date()
    with pytest.raises(Invalid):
        firm.library.add_card(own_card("SAL-02"))
    firm.library.retire_card(card.id, on=False)
    assert newest(firm, "SAL-02").retired_on is None


def test_where_a_card_is_used_names_templates_and_cycles(firm: Firm) -> None:
    card = newest(firm, "SAL-02")
    assert firm.library.where_used(card.id).agreed is False
    sales_form(firm)
    used = firm.library.where_used(card.id)
    assert [(one.code, weight) for one, weight in used.templates] == [("SAL", 20)]
    assert used.cycles == ((current(firm), 1),) and used.agreed


def test_a_template_is_built_line_by_line_and_its_rest_shared_out(firm: Firm) -> None:
    template_id = firm.library.new_template("外贸", "Export")
    first, second = newest(firm, "SAL-01"), newest(firm, "C03")
    firm.library.add_template_item(template_id, first.id)
    line = firm.library.add_template_item(template_id, second.id)
    with pytest.raises(Invalid) as caught:
        firm.library.add_template_item(template_id, first.id)
    assert codes(caught) == ["item_already_there"]
    found = template_of(firm, "T01")
    assert [item.weight for item in found.items] == [25, 75]
    firm.library.edit_template_item(line, "weight", Decimal("12.25"))
    firm.library.edit_template_item(line, "required", Decimal("3.5"))
    firm.library.share_out_template(template_id)
    found = template_of(firm, "T01")
    assert sum(item.weight for item in found.items) == 100
    assert found.items[1].required == Decimal("3.5")
    firm.library.move_template_item(line, -1)
    assert template_of(firm, "T01").items[0].code == "C03"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("weight", "0", "weight_range"),
        ("weight", "12.345", "weight_range"),
        ("required", "5.5", "level_off_scale"),
        ("required", "3.2", "level_off_scale"),
    ],
)
def test_a_line_of_a_template_takes_only_what_works(firm: Firm, field: str, value: str, code: str) -> None:
    line = template_of(firm, "SAL").items[0]
    with pytest.raises(Invalid) as caught:
        firm.library.edit_template_item(line.id, field, Decimal(value))
    assert codes(caught) == [code]


def test_a_template_in_use_is_not_retired_nor_is_the_general_one(firm: Firm) -> None:
    person(firm, position="客户经理")
    firm.people.edit_position(firm.people.positions()[0].id, "template_id", template_of(firm, "SAL").id)
    for code, problem in (("GEN", "template_general"), ("SAL", "template_on_positions")):
        with pytest.raises(Invalid) as caught:
            firm.library.retire_template(template_of(firm, code).id)
        assert codes(caught) == [problem]
    with pytest.raises(Invalid):
        firm.library.edit_template(template_of(firm, "GEN").id, "code", "G2")
    eco = template_of(firm, "ECO").id
    firm.library.retire_template(eco)
    assert eco not in {one.id for one in firm.library.templates()}
    firm.library.retire_template(eco, on=False)
    assert template_of(firm, "ECO").retired_on is None


def test_a_copied_template_has_the_same_lines_and_its_own_code(firm: Firm) -> None:
    copied = firm.library.copy_template(template_of(firm, "SAL").id)
    found = template_of(firm, "SAL-2")
    assert found.id == copied and found.name_zh == "销售 2"
    assert [(one.code, one.weight) for one in found.items] == [
        (one.code, one.weight) for one in template_of(firm, "SAL").items
    ]
    firm.library.edit_template(copied, "name_zh", " 外销 ")
    firm.library.edit_template(copied, "scheme", "P120")
    assert (template_of(firm, "SAL-2").name_zh, template_of(firm, "SAL-2").scheme) == ("外销", Scheme.P120)


def test_a_card_is_found_by_its_letters(firm: Firm) -> None:
    card = newest(firm, "SAL-02")
    key = firm.library.search_keys([card])[card.id]
    assert "xiaoshouhuikuanlv" in key and "xshkl" in key


def test_an_item_without_weight_on_a_template_has_none_on_the_form(firm: Firm) -> None:
    firm.library.add_template_item(template_of(firm, "SAL").id, newest(firm, "CSV-04").id)
    added = template_of(firm, "SAL").items[-1]
    assert added.weight == 0
    made = items(firm, form(firm, person(firm, position="客户经理")))
    assert [item.weight for item in made if item.code == "CSV-04"] == [None]
