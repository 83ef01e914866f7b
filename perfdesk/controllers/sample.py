"""The sample firm: a machine shop of 38 people, made by the program's own deeds from one small data file.

Eight finished quarters for two departments, two for the others, and the last quarter in progress: scored for
the most part, with treated and untreated gaps. The same clock gives the same bytes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from perfdesk import paths
from perfdesk.controllers.clock import Clock
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.controllers.sample_quarter import SCORE_DAY, LastQuarter, newcomer_on
from perfdesk.domain.appraisal import FormItem, Standing
from perfdesk.domain.cycles import ORDER, add_months, default_cycle
from perfdesk.domain.firm import Switch
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.terms import (
    ActionKind,
    ActionStatus,
    Aggregation,
    CauseCode,
    CycleType,
    FormState,
    Missing,
)

FINISHED = 8
BEFORE = frozenset({Switch.INDICATORS, Switch.TARGETS_FIRST})
"""How the firm worked until the last quarter: it has switched on more only then."""
NOW_ON = frozenset(Switch) - {Switch.FORMAL_PIP, Switch.PAY}
_HALF_DONE = ("S-021", "P-016", "P-024")
"""These have items without a value in the quarter in progress."""
_NOT_BEGUN = ("B-002",)

Progress = Callable[[int, int], None]


def make_sample(path: Path, clock: Clock, language: str = "zh_CN", progress: Progress | None = None) -> Firm:
    """Make the sample firm's file and return it open, at its quarter in progress."""
    return _Sample(path, clock, language, progress).make()


class _Sample:
    """Walks through the quarters with a clock of its own."""

    def __init__(self, path: Path, clock: Clock, language: str, progress: Progress | None) -> None:
        with paths.resource("sample-firm.json").open(encoding="utf-8") as file:
            self._data: dict[str, Any] = json.load(file)
        self._path, self._real, self._progress = path, clock, progress
        self._suffix = "zh" if language == "zh_CN" else "en"
        this_start, _this_end = default_cycle(CycleType.QUARTER, clock.today())
        self._last = default_cycle(CycleType.QUARTER, this_start - timedelta(days=1))
        self._now = self._at(add_months(self._last[0], -3 * FINISHED))
        self._moved = self._data["story"]["transfer"]
        self._people = {one["number"]: one for one in self._data["people"]}
        self._weak = {(one["number"], one["code"]): one for one in self._data["weak"]}

    def make(self) -> Firm:
        clock = Clock(lambda: self._now, is_fixed=self._real.is_fixed)
        firm = new_firm(
            self._path,
            self._words(self._data["firm"]),
            self._words(self._data["owner"]),
            clock,
            switches=BEFORE,
            with_cycle=False,
        )
        try:
            with firm.as_whole():
                self._hire(firm)
                for back in range(FINISHED, -1, -1):
                    if self._progress:
                        self._progress(FINISHED - back, FINISHED + 1)
                    self._quarter(firm, back)
        except BaseException:  # stopped half-way: half a sample is no use to anybody
            firm.close(with_backup=False)
            self._path.unlink(missing_ok=True)
            raise
        self._now = self._real.now()
        firm.history.forget()
        return firm

    def _hire(self, firm: Firm) -> None:
        departments = {one["code"]: one for one in self._data["departments"]}
        positions = {one["zh"]: one for one in self._data["positions"]}
        firm.people.import_people(
            [
                EmployeeDraft(
                    number=one["number"],
                    name=one["zh"],
                    name_en=one["en"],
                    department=departments[one["department"]]["zh"],
                    department_en=departments[one["department"]]["en"],
                    position=one["position"],
                    position_en=positions[one["position"]]["en"],
                    manager=one["manager"] or "000",
                    hired_on=self._hired_on(one),
                    is_acting=one["number"] in self._data["acting"],
                )
                for one in self._data["people"]
            ],
            with_backup=False,
        )
        codes = {template.code: template.id for template in firm.library.templates()}
        for found in firm.people.positions():
            wanted = codes[positions[found.name_zh]["template"]]
            if found.template_id != wanted:
                firm.people.edit_position(found.id, "template_id", wanted)

    def _quarter(self, firm: Firm, back: int) -> None:
        starts_on = add_months(self._last[0], -3 * back)
        ends_on = add_months(starts_on, 3) - timedelta(days=1)
        self._now = self._at(starts_on)
        story = None
        if back == 0:
            for switch in sorted(NOW_ON - BEFORE):
                firm.settings.set_switch(switch, on=True)
            story = LastQuarter(self._data, self._suffix, firm, (starts_on, ends_on), self._go_to)
            story.set_up()
        cycle_id = firm.cycles.add_cycle(CycleType.QUARTER, starts_on, ends_on, with_forms=False)
        taking_part = {one["code"] for one in self._data["departments"] if back <= one["finished_cycles"]}
        ids = {one.number: one.id for one in firm.people.employees()}
        firm.cycles.add_forms(
            cycle_id,
            [
                ids[number]
                for number, one in self._people.items()
                if one["department"] in taking_part and self._hired_on(one) <= starts_on
            ],
        )
        lines = firm.results.standings(cycle_id)
        items = firm.appraisal.items_of_cycle(cycle_id)
        firm.appraisal.set_targets(
            [
                (item.id, Decimal(str(target)))
                for line in lines
                for item in items[line.form_id]
                if (target := self._data["indicators"].get(item.code, {}).get("target"))
            ]
        )
        firm.cycles.advance([line.form_id for line in lines])
        if story is not None:
            story.take_in(cycle_id)
            story.judge_themselves(cycle_id)
            lines = firm.results.standings(cycle_id)
            items = firm.appraisal.items_of_cycle(cycle_id)
        self._now = self._at(ends_on + timedelta(days=SCORE_DAY if story else 7))
        firm.appraisal.enter_many(
            [
                (item.id, text)
                for line in lines
                for item in items[line.form_id]
                if (text := self._value(line, item, back)) is not None
            ]
        )
        if story is not None:
            story.finish_scoring()
            self._in_progress(firm, cycle_id, items)
            story.settle(cycle_id)
        else:
            firm.cycles.advance([line.form_id for line in lines])
            self._treat(firm, cycle_id, back)
            self._now = self._at(add_months(ends_on, 2))
            firm.cycles.close(cycle_id)

    def _value(self, line: Standing, item: FormItem, back: int) -> str | None:
        """What the person reached: ability, a slow trend, weak spots and chance, the same at every run.

        The quarter in progress has little chance in it, so that its gaps are those the data file tells of.
        """
        person = self._people[line.number]
        chance = random.Random(f"{line.number} {item.code} {back}")
        if back == 0 and line.number == self._data["story"]["newcomer"]["number"]:
            return None
        if back == 0 and (line.number in _NOT_BEGUN or (line.number in _HALF_DONE and chance.random() < 0.4)):
            return None
        lost = self._data["unavailable"]
        if back == 0 and (line.number, item.code) == (lost["number"], lost["code"]):
            return None
        weak = self._weak.get((line.number, item.code))
        form = person["ability"] - back * 0.5 + chance.gauss(0, 4 if back else 0.6)
        form += weak["shift"] if weak and weak["since"] >= back else 0
        if item.is_anchored:
            return str(min(5, max(1, round(3 + form / 11))))
        facts = self._data["indicators"][item.code]
        reached = float(facts["typical"]) + form * float(facts["step"])
        reached = max(0.0, min(reached, 100.0 if item.is_share else reached))
        if back == 0 and item.aggregation is Aggregation.SUM and line.number == self._moved["number"]:
            whole = (self._last[1] - self._last[0]).days + 1
            days = whole - self._moved["after"] if line.is_last_segment else self._moved["after"]
            reached *= days / whole
        if item.unit == "bool":
            return "1" if form > -9 else "0"
        return f"{reached:.{facts['decimals']}f}"

    def _in_progress(self, firm: Firm, cycle_id: int, items: dict[int, tuple[FormItem, ...]]) -> None:
        lost = self._data["unavailable"]
        for line in firm.results.standings(cycle_id):
            for item in items[line.form_id]:
                if (line.number, item.code) == (lost["number"], lost["code"]):
                    firm.appraisal.set_missing(item.id, Missing.UNAVAILABLE, self._words(lost))
        complete = [
            line.form_id
            for line in firm.results.standings(cycle_id)
            if not line.is_provisional and line.number not in self._data["story"]["waiting"]
        ]
        by_number = {line.number: line for line in firm.results.standings(cycle_id)}
        here = [one for one in self._data["remarks"] if one["number"] in by_number]  # hired by then
        for one in here:
            form_id = by_number[one["number"]].form_id
            for field in ("strengths", "improvements"):
                firm.appraisal.set_remark(form_id, field, one[f"{field}_{self._suffix}"])
        firm.cycles.advance(complete)
        self._treat(firm, cycle_id, 0)
        for at, one in enumerate(self._data["recognitions"]):
            if one["number"] not in by_number:
                continue
            firm.improvement.add_recognition(
                by_number[one["number"]].employee_id,
                one[f"behaviour_{self._suffix}"],
                impact=one[f"impact_{self._suffix}"],
                on=self._last[1] - timedelta(days=9 * at + 4),
            )

    def _treat(self, firm: Firm, cycle_id: int, back: int) -> None:
        ids = {one.number: one.id for one in firm.people.employees()}
        for line in firm.results.standings(cycle_id):
            if not line.gaps or ORDER.index(line.state) < ORDER.index(FormState.MANAGER_SCORED):
                continue
            sheet = firm.appraisal.sheet(line.form_id)
            by_id = {item.id: item for item in sheet.items}
            worst = [by_id[gap.key] for gap in sheet.gaps if gap.is_gap]
            for item in worst[:1] if back else worst:
                treatment = self._treatment(line.number, item.code, back)
                if treatment == "left":
                    firm.improvement.leave_gap(item.id, self._words(self._data["left_reason"]))
                elif treatment == "plan":
                    self._plan(firm, ids, line.number, item, back)

    def _treatment(self, number: str, code: str, back: int) -> str:
        """Return "plan", "left" or "": told by the data for the quarter in progress, by chance before."""
        if back == 0:
            return str(self._weak.get((number, code), {}).get("treatment", ""))
        return "plan" if random.Random(f"{number} {code} treat {back}").random() > 0.45 else ""

    def _plan(self, firm: Firm, ids: dict[str, int], number: str, item: FormItem, back: int) -> None:
        known = self._data["treatments"]
        found = known.get(item.code) or known.get(item.code.split("-")[0]) or known["C"]
        code = CauseCode(found["cause"])
        firm.improvement.set_cause(item.id, code, words=found[f"words_{self._suffix}"])
        for other in dict.fromkeys(one["cause"] for one in found["actions"] if "cause" in one):
            firm.improvement.set_cause(item.id, CauseCode(other))
        boss = ids[self._people[number]["manager"] or "000"]
        owners = {"manager": boss, "self": ids[number], "hr": ids["H-001"]}
        for at, one in enumerate(found["actions"]):
            due_on = self._now.date() + timedelta(days=one["days"])
            due_on += timedelta(days=max(0, 7 - due_on.weekday()) if due_on.weekday() > 4 else 0)
            firm.improvement.add_action(
                item.id,
                one[self._suffix],
                owners[one["owner"]],
                due_on,
                kind=ActionKind(one["kind"]),
                cause_code=CauseCode(one.get("cause", code)),
                status=ActionStatus.DONE if back else ActionStatus.TODO if at else ActionStatus.DOING,
            )

    def _hired_on(self, one: dict[str, Any]) -> date:
        if one["number"] == self._data["story"]["newcomer"]["number"]:
            return newcomer_on(self._data, self._last[1])
        return date.fromisoformat(one["hired_on"])

    def _go_to(self, day: date) -> None:
        self._now = self._at(day)

    def _words(self, both: dict[str, str]) -> str:
        return both[self._suffix]

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(9))
