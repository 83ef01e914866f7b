"""A firm whose cycle is over, with four salespeople: what the tests of changes on the way begin with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import CycleType
from perfdesk.store.change import Deed
from perfdesk.store.schema import form as form_table
from tests.controllers.builders import NOW, file_of, form, items, person

SWITCHES = frozenset({Switch.INDICATORS, Switch.TARGETS_FIRST, Switch.AMENDMENTS})


def build(path: Path) -> None:
    """E01 and E02 run, E03 joined on 7-31, E04 has a result delivered on 10-14; the clock stands at 10-16."""
    firm = new_firm(path, "精工", "周敏", fixed(NOW), switches=SWITCHES, with_cycle=False)
    firm.cycles.add_cycle(CycleType.PROJECT, date(2026, 7, 1), date(2026, 9, 28), with_forms=False)
    firm.people.add_position("总务")
    people = (("E01", "王小明"), ("E02", "李娜"), ("E03", "赵敏"), ("E04", "秦琼"))
    for number, name in people:
        options = {"hired_on": date(2026, 7, 31)} if number == "E03" else {}
        who = person(firm, number, name, position="客户经理", department="销售部", **options)
        firm.people.edit_employee(who, "manager_id", firm.settings.settings().owner_id)
        found = form(firm, who)
        for at, item in enumerate(items(firm, found)):
            if not item.is_anchored and item.rule.target is None:
                firm.appraisal.set_target(item.id, Decimal(300_000 if at == 0 else 100))
        assert firm.cycles.advance([found]) == []
    firm.appraisal.enter(items(firm, form_of(firm, "E01"))[0].id, "280000")
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_table, form_of(firm, "E04"), state="CONFIRMED", notice_on="2026-10-14")
    firm.close(with_backup=False)


def who(firm: Firm, number: str) -> int:
    return next(one.id for one in firm.people.employees() if one.number == number)


def form_of(firm: Firm, number: str) -> int:
    cycle = firm.settings.settings().current_cycle_id
    assert cycle is not None
    found = firm.appraisal.form_of(who(firm, number), cycle)
    assert found is not None
    return found
