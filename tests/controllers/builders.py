"""Firms and people for tests of the controllers; a builder fills in what a test does not care about."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.controllers.sample import make_sample
from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.firm import INDICATORS, SIMPLE
from perfdesk.domain.library import Card
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.problems import Invalid
from perfdesk.domain.scoring import Rule
from perfdesk.domain.terms import Aggregation, CycleType, Direction, ItemClass, Method, Nature
from perfdesk.store.firm_file import FirmFile

NOW = datetime(2026, 10, 16, 9)
CLOCK = fixed(NOW)
QUARTER = date(2026, 7, 1), date(2026, 9, 30)


def sample_path(folders: pytest.TempPathFactory) -> Path:
    """Make the sample once a session, whichever folder of tests asks first."""
    path = folders.getbasetemp() / "sample" / "sample.perfdesk"
    if not path.exists():
        make_sample(path, CLOCK).close(with_backup=False)
    return path


def new(path: Path, *, simple: bool = False, with_cycle: bool = True, **options: Any) -> Firm:
    """Make a firm: 五分表 in the middle of its quarter; 指标考核 in a quarter that is over, its self scores too."""
    switches = SIMPLE if simple else INDICATORS
    firm = new_firm(
        path, "精工", "周敏", CLOCK, switches=switches, with_cycle=with_cycle and simple, **options
    )
    if with_cycle and not simple:
        firm.cycles.add_cycle(CycleType.QUARTER, *QUARTER)
        firm.history.forget()
    return firm


def file_of(firm: Firm) -> FirmFile:
    return firm._file


def own_card(code: str = "OWN-01", **columns: Any) -> Card:
    """An indicator of the firm's own: actual ÷ target, capped at 120."""
    rule = Rule(Method.RATIO, Direction.HIGHER, target=Decimal(100), cap=Decimal(120))
    row = {
        "name_zh": "交期",
        "name_en": "",
        "unit": "%",
        "rule": rule,
        "item_class": ItemClass.KPI,
        **columns,
    }
    return Card(0, "", code, 1, nature=Nature.RESULT, aggregation=Aggregation.LAST, **row)


def person(firm: Firm, number: str = "E01", name: str = "王小明", **columns: Any) -> int:
    return firm.people.add_employee(EmployeeDraft(number, name, **columns))


def current(firm: Firm) -> int:
    cycle = firm.cycles.current()
    assert cycle is not None
    return cycle.id


def form(firm: Firm, employee_id: int) -> int:
    """Give a person a form of the current cycle, unless there is one, and return it."""
    firm.cycles.add_forms(current(firm), [employee_id])
    found = firm.appraisal.form_of(employee_id, current(firm))
    assert found is not None
    return found


def items(firm: Firm, form_id: int) -> tuple[FormItem, ...]:
    return firm.appraisal.sheet(form_id).items


def sales_form(firm: Firm, *, agreed: bool = True) -> int:
    """Return a salesperson's form (SAL) with targets, agreed and running unless told otherwise."""
    owner = firm.settings.settings().owner_id
    who = person(firm, position="客户经理", department="销售部")
    firm.people.edit_employee(who, "manager_id", owner)
    found = form(firm, who)
    for item in items(firm, found):
        if not item.is_anchored and item.rule.target is None:
            firm.appraisal.set_target(item.id, Decimal(100))
    if agreed:
        assert firm.cycles.advance([found]) == []
    return found


def fill(firm: Firm, form_id: int, measured: str = "100", level: str = "3") -> None:
    """Enter the same for every item: `measured` where it is measured, `level` where it is judged."""
    cells = [(item.id, level if item.is_anchored else measured) for item in items(firm, form_id)]
    assert firm.appraisal.enter_many(cells) == {}


def codes(caught: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in caught.value.problems]
