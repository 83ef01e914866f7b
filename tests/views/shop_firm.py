"""A machine shop of six people with indicators: one quarter filed, one being scored, one person without a form."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.firm import INDICATORS
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.terms import CycleType, FormState

TODAY = datetime(2026, 10, 16, 9, 0)
PEOPLE = ("孙浩", "韩雪", "秦小龙", "马超", "丁磊")
LATE = "何静"
FILED, OPEN = (date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 9, 30))
TARGETS = {"SAL-01": Decimal(100), "SAL-03": Decimal(10), "SAL-05": Decimal(90)}


def build(path: Path) -> None:
    """Make the file.

    In the open quarter 孙浩 and 韩雪 miss values, 秦小龙 is complete, 马超 is scored, 丁磊 has a draft.
    """
    firm = new_firm(path, "红杉精密", "周红", clock.fixed(TODAY), switches=INDICATORS, with_cycle=False)
    sales = next(one.id for one in firm.library.templates() if one.code == "SAL")
    for number, name in enumerate(PEOPLE, 1):
        firm.people.add_employee(
            EmployeeDraft(
                number=f"S-{number:03}",
                name=name,
                name_en=f"Person {number}",
                department="销售部" if number < 4 else "生产部",
                department_en="Sales" if number < 4 else "Production",
                position="销售员",
                position_en="Salesperson",
                manager="000",
            )
        )
    firm.people.edit_position(firm.people.positions()[0].id, "template_id", sales)
    _filed(firm)
    cycle_id = firm.cycles.add_cycle(CycleType.QUARTER, *OPEN)
    forms = _agree(firm, cycle_id, PEOPLE[:4])
    _score(firm, forms["孙浩"], leave_out=2)
    _score(firm, forms["韩雪"], leave_out=1)
    _score(firm, forms["秦小龙"])
    _score(firm, forms["马超"])
    firm.cycles.advance([forms["马超"]])
    firm.people.add_employee(EmployeeDraft(number="S-006", name=LATE, name_en="Late", department="销售部"))
    firm.close(with_backup=False)


def forms_of(firm: Firm, cycle_id: int) -> dict[str, int]:
    """Return the forms of a cycle by the person's name."""
    return {head.name: head.id for head in firm.cycles.heads(cycle_id)}


def states_of(firm: Firm, cycle_id: int) -> dict[str, FormState]:
    """Return where the forms of a cycle stand, by the person's name."""
    return {head.name: head.state for head in firm.cycles.heads(cycle_id)}


def _filed(firm: Firm) -> None:
    cycle_id = firm.cycles.add_cycle(CycleType.QUARTER, *FILED)
    forms = _agree(firm, cycle_id, PEOPLE)
    for form_id in forms.values():
        _score(firm, form_id)
    firm.cycles.advance(list(forms.values()))
    assert not firm.cycles.close(cycle_id)


def _agree(firm: Firm, cycle_id: int, names: tuple[str, ...]) -> dict[str, int]:
    forms = forms_of(firm, cycle_id)
    items = firm.appraisal.items_of_cycle(cycle_id)
    wanted = [
        (item.id, TARGETS[item.code]) for name in names for item in items[forms[name]] if item.code in TARGETS
    ]
    assert not firm.appraisal.set_targets(wanted)
    for _step in range(2):  # agreed and running; then on without a self score, whose last day is past
        assert not firm.cycles.advance([forms[name] for name in names])
    return forms


def _score(firm: Firm, form_id: int, leave_out: int = 0) -> None:
    items = firm.appraisal.sheet(form_id).items
    scored = items[: len(items) - leave_out]
    cells = [(item.id, "4" if item.is_anchored else str(item.rule.target or 95)) for item in scored]
    assert not firm.appraisal.enter_many(cells)
