"""The firm's own cards and templates: what is refused, and that forms are made from them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.library import Card
from perfdesk.domain.problems import Invalid
from tests.controllers.builders import codes, current, form, items, own_card, person

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
