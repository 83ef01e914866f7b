"""What can be done to cards, templates and goals, for the test that takes each deed back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from perfdesk.domain.library import Template
from perfdesk.domain.terms import GoalLevel, ItemClass
from tests.controllers.world import World


def _card(world: World, code: str = "SAL-02") -> int:
    return next(card.id for card in world.firm.library.cards() if card.code == code)


def _template(world: World, code: str = "SAL") -> Template:
    return next(one for one in world.firm.library.templates() if one.code == code)


def _goal(world: World, name: str = "年营收", level: GoalLevel = GoalLevel.FIRM, **more: Any) -> int:
    return world.firm.goals.add_goal(level, 2026, name, **more)


def _loose(world: World) -> int:
    return world.firm.library.copy_card(_card(world))


def _rule(world: World) -> dict[str, object]:
    card = next(card for card in world.firm.library.cards() if card.code == "SAL-02")
    return {"rule": replace(card.rule, threshold=Decimal(78))}


DEEDS: dict[str, Callable[[World], Any]] = {
    "library.new_card": lambda w: w.firm.library.new_card(ItemClass.KPI, "新指标", "New indicator", "SAL"),
    "library.edit_card": lambda w: w.firm.library.edit_card(_card(w), _rule(w)),
    "library.copy_card": lambda w: w.firm.library.copy_card(_card(w, "C01")),
    "library.retire_card": lambda w: w.firm.library.retire_card(_loose(w)),
    "library.new_template": lambda w: w.firm.library.new_template("新模板", "New template"),
    "library.copy_template": lambda w: w.firm.library.copy_template(_template(w).id),
    "library.edit_template": lambda w: w.firm.library.edit_template(_template(w).id, "name_zh", "销售员"),
    "library.add_template_item": lambda w: w.firm.library.add_template_item(
        _template(w).id, _card(w, "CSV-04")
    ),
    "library.edit_template_item": lambda w: w.firm.library.edit_template_item(
        _template(w).items[0].id, "weight", Decimal("22.5")
    ),
    "library.remove_template_item": lambda w: w.firm.library.remove_template_item(_template(w).items[0].id),
    "library.move_template_item": lambda w: w.firm.library.move_template_item(_template(w).items[0].id, 1),
    "library.share_out_template": lambda w: (
        w.firm.library.remove_template_item(_template(w).items[0].id),
        w.firm.library.share_out_template(_template(w).id),
    ),
    "library.retire_template": lambda w: w.firm.library.retire_template(_template(w, "ECO").id),
    "goals.add_goal": lambda w: _goal(w, department_id=None),
    "goals.edit_goal": lambda w: w.firm.goals.edit_goal(_goal(w), {"name_zh": "年营收 1.2 亿"}),
    "goals.set_actual": lambda w: w.firm.goals.set_actual(_goal(w), Decimal(96)),
    "goals.retire_goal": lambda w: w.firm.goals.retire_goal(_goal(w)),
    "goals.link": lambda w: w.firm.goals.link(_goal(w), lineage="SAL-02", share=Decimal(40)),
    "goals.set_share": lambda w: w.firm.goals.set_share(
        w.firm.goals.link(_goal(w), lineage="SAL-02"), Decimal(30)
    ),
    "goals.unlink": lambda w: w.firm.goals.unlink(w.firm.goals.link(_goal(w), lineage="SAL-02")),
}
