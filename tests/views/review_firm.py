"""A small firm for the tests of the split view: 38 people, two quarters, levels that anybody can foretell."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.controllers import clock
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.firm import INDICATORS, SIMPLE
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.terms import CycleType

TODAY = datetime(2026, 10, 19, 9, 0)
QUARTERS = ((date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 9, 30)))
SURNAMES = "陈赵黄林周吴刘徐马李王孙高何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢"


def levels_of(number: int) -> list[int]:
    """Return the levels of person 1, 2, …: at least one gap each, and neighbours differ."""
    return [2 if (number + at) % 3 == 0 else 3 + (number * at) % 3 for at in range(5)]


def build(path: Path, people: int = 38, simple: bool = False) -> None:
    """Make the file. The last person has no score in the last quarter."""
    firm = new_firm(
        path,
        "红杉精密",
        "周建国",
        clock.fixed(TODAY),
        switches=SIMPLE if simple else INDICATORS,
        with_cycle=False,
    )
    for number in range(1, people + 1):
        firm.people.add_employee(
            EmployeeDraft(
                number=f"S-{number:03}",
                name=f"{SURNAMES[number - 1]}{'小' if number % 2 else '大'}{'明' if number % 5 else '军'}",
                name_en=f"Person {number}",
                department="销售部" if number % 2 else "生产部",
                department_en="Sales" if number % 2 else "Production",
            )
        )
    for starts_on, ends_on in QUARTERS:
        cycle_id = firm.cycles.add_cycle(CycleType.QUARTER, starts_on, ends_on)
        forms = [head.id for head in firm.cycles.heads(cycle_id)]
        if not simple:
            firm.cycles.advance(forms)
        cells = []
        for number, form_id in enumerate(forms, 1):
            if number == people and (starts_on, ends_on) == QUARTERS[-1]:
                continue
            items = firm.appraisal.sheet(form_id).items
            cells += [(item.id, str(level)) for item, level in zip(items, levels_of(number), strict=True)]
        assert not firm.appraisal.enter_many(cells)
    firm.close(with_backup=False)


def gaps_of(firm: Firm, form_id: int) -> list[int]:
    """Return the items with a gap, most urgent first, as a fresh read has them."""
    return [one.item.id for one in firm.improvement.comparison(form_id).treatments]


def type_words(widget: QWidget, words: str) -> None:
    """Type as an input method does: Chinese does not come by keys."""
    widget.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)
