"""A small firm in which every deed can be done: a draft, a running form with gaps, plan and event, a scored form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from perfdesk.controllers.firm import Firm
from perfdesk.domain.terms import CauseCode, CycleType, EventKind, FormState
from tests.controllers.builders import current, fill, form, items, new, person, sales_form


def make_world(path: Path) -> None:
    firm = new(path)
    running = sales_form(firm)
    fill(firm, running, measured="62", level="2")
    first = items(firm, running)[0].id
    firm.improvement.set_cause(first, CauseCode.RES, words="线索少")
    firm.improvement.add_action(first, "每周提供二十条有效线索")
    firm.appraisal.add_event(running, EventKind.BONUS, date(2026, 10, 9), "救急", Decimal(2))
    firm.improvement.add_recognition(firm.appraisal.sheet(running).head.employee_id, "带教新人")
    firm.cycles.send_back(running, FormState.RUNNING, "自评漏了，补交以后再评")
    person(firm, "E02", "单雄信", position="客户经理", department="销售部", manager="E01")
    form(firm, firm.people.employees()[-1].id)
    scored = form(firm, person(firm, "E03", "<赵> & 敏😀", position="总务", department="综合部"))
    firm.cycles.advance([scored])
    fill(firm, scored)
    firm.cycles.advance([scored])
    person(firm, "E04", "尉迟恭")
    firm.people.add_department("仓储部")
    firm.people.add_position("保洁员")
    firm.cycles.add_cycle(CycleType.MONTH, date(2026, 6, 1), date(2026, 6, 30), with_forms=False)
    done = form(firm, firm.people.employees()[1].id)
    for item in items(firm, done):
        if not item.is_anchored and item.rule.target is None:
            firm.appraisal.set_target(item.id, Decimal(100))
    firm.cycles.advance([done])
    fill(firm, done, "97")
    firm.cycles.advance([done])
    firm.cycles.choose(firm.cycles.cycles()[0].id)
    firm.close(with_backup=False)


@dataclass(frozen=True)
class World:
    """The small firm, open, with the ids that deeds need."""

    firm: Firm

    def who(self, number: str) -> int:
        return next(one.id for one in self.firm.people.employees() if one.number == number)

    def form(self, number: str) -> int:
        found = self.firm.appraisal.form_of(self.who(number), current(self.firm))
        assert found is not None
        return found

    @property
    def running(self) -> int:
        return self.form("E01")

    @property
    def draft(self) -> int:
        return self.form("E02")

    @property
    def scored(self) -> int:
        return self.form("E03")

    def item(self, form_id: int, at: int = 0) -> int:
        return items(self.firm, form_id)[at].id

    def judged(self, form_id: int) -> int:
        return next(item.id for item in items(self.firm, form_id) if item.is_anchored)

    @property
    def action(self) -> int:
        treatments = self.firm.improvement.comparison(self.running).treatments
        return next(t.plan.actions[0].id for t in treatments if t.plan)

    @property
    def plan(self) -> int:
        return next(t.plan.id for t in self.firm.improvement.comparison(self.running).treatments if t.plan)

    @property
    def cause(self) -> int:
        return self.firm.improvement.causes_of(self.item(self.running))[0].id

    @property
    def event(self) -> int:
        return self.firm.appraisal.sheet(self.running).events[0].id

    @property
    def recognition(self) -> int:
        return self.firm.improvement.comparison(self.running).recognitions[0].id

    @property
    def older_cycle(self) -> int:
        return self.firm.cycles.cycles()[-1].id

    def department(self, name: str) -> int:
        return next(one.id for one in self.firm.people.departments() if one.name_zh == name)

    def position(self, name: str) -> int:
        return next(one.id for one in self.firm.people.positions() if one.name_zh == name)
