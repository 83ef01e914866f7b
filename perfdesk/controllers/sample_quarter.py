"""The sample firm's last quarter: everything that the program can do, used once, as a firm of 38 would use it.

The data file tells what happened; this module does it, in the order of the days, by the deeds of the program.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from perfdesk.controllers.firm import Firm
from perfdesk.controllers.form_records import Talk
from perfdesk.domain.appraisal import FormItem, Standing
from perfdesk.domain.calibration_board import Scope, ScopeKind
from perfdesk.domain.changes import Move
from perfdesk.domain.okr import KeyResult
from perfdesk.domain.progress import CheckIn
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import (
    AbsenceKind,
    AmendReason,
    AppealMatter,
    Commitment,
    Direction,
    EventKind,
    FormState,
    GoalLevel,
    KeyResultKind,
    Method,
    Perspective,
    RaterGroup,
    SignatureState,
    Stage,
)

SELF_DAY, SCORE_DAY, GRADE_DAY, TALK_DAY = 9, 14, 15, 16
"""Days after the end of the quarter on which self scores, the manager's scores, grades and talks were done."""

Data = Mapping[str, Any]
GoTo = Callable[[date], None]


class LastQuarter:
    """What happened in the firm's last quarter. `go_to` sets the day on which the next deeds are done."""

    def __init__(self, data: Data, suffix: str, firm: Firm, dates: tuple[date, date], go_to: GoTo) -> None:
        self._data, self._story, self._suffix, self._firm = data, data["story"], suffix, firm
        (self._starts_on, self._ends_on), self._go_to = dates, go_to
        self._ids = {one.number: one.id for one in firm.people.employees()}
        self._forms: dict[str, int] = {}
        self._items: dict[tuple[str, str], FormItem] = {}

    def set_up(self) -> None:
        """Fill in the cards and templates, and agree the goals of the year."""
        library = self._firm.library
        for card in library.cards():
            if found := self._story["cards"].get(card.code):
                library.edit_card(
                    card.id,
                    {
                        "provider_id": self._ids[found["provider"]],
                        "collection_day": self._words(found["day"]),
                        "basis": self._words(found["basis"]),
                        "stage": Stage(found["stage"]),
                        "is_shared": found.get("shared", False),
                    },
                )
        for template in library.templates():
            for item in template.items:
                if level := self._story["required"].get(template.code, {}).get(item.code):
                    library.edit_template_item(item.id, "required", Decimal(level))
        self._agree_goals()

    def take_in(self, cycle_id: int) -> None:
        """Walk through the quarter up to its end: changes on the way, check-ins, what was noticed."""
        self._look(cycle_id)
        self._objectives()
        self._check_ins()
        self._absence()
        self._transfer(cycle_id)
        self._amend()
        self._welcome(cycle_id)
        self._evidence()

    def judge_themselves(self, cycle_id: int) -> None:
        """Let people hand in their own levels and their raters theirs."""
        self._look(cycle_id)
        self._go_to(self._ends_on + timedelta(days=SELF_DAY))
        self._rate()
        late = {*self._story["own_skipped"], self._story["newcomer"]["number"]}
        for line in self._firm.results.standings(cycle_id):
            if line.number in late or line.state is not FormState.RUNNING:
                continue
            for item in self._firm.appraisal.sheet(line.form_id).items:
                if item.is_anchored:
                    self._firm.raters.enter_own(item.id, str(self._level(line.number, item.code, "SELF")))
            self._firm.cycles.submit_self(line.form_id)

    def finish_scoring(self) -> None:
        """Close the raters, and write down what stands outside the weights."""
        self._events()
        self._firm.raters.close([self._forms[one["number"]] for one in self._told("raters")])

    def settle(self, cycle_id: int) -> None:
        """Grade, tell and talk: some forms come that far, the others wait."""
        self._send_back(cycle_id)
        self._go_to(self._ends_on + timedelta(days=GRADE_DAY))
        self._calibrate(cycle_id)
        self._go_to(self._ends_on + timedelta(days=TALK_DAY))
        self._talk()
        self._appeal(cycle_id)

    # -- before --

    def _agree_goals(self) -> None:
        made: dict[str, int] = {}
        departments = {
            one["code"]: next(
                found.id for found in self._firm.people.departments() if found.name_zh == one["zh"]
            )
            for one in self._data["departments"]
        }
        for one in self._story["goals"]:
            direction = Direction(one.get("direction", "HIGHER"))
            made[one["key"]] = self._firm.goals.add_goal(
                GoalLevel(one["level"]),
                self._ends_on.year,
                one["zh"],
                one["en"],
                department_id=departments[one["department"]] if "department" in one else None,
                upper_id=made.get(one.get("upper", "")),
                perspective=Perspective(one["perspective"]),
                owner_id=self._ids[one["owner"]],
                unit=one["unit"],
                weight=Decimal(one["weight"]),
                rule=Rule(Method.RATIO, direction, target=Decimal(one["target"])),
            )
            for code in one["links"]:
                self._firm.goals.link(made[one["key"]], lineage=code)
            self._firm.goals.set_actual(made[one["key"]], Decimal(one["actual"]))

    # -- during --

    def _objectives(self) -> None:
        for one in self._told("okr"):
            form_id = self._forms[one["number"]]
            okr = self._firm.okr
            objective = okr.add_objective(form_id, self._words(one), Commitment(one["commitment"]))
            for found in one["results"]:
                draft = KeyResult(
                    0,
                    objective,
                    0,
                    self._words(found),
                    KeyResultKind(found["kind"]),
                    unit=found.get("unit", ""),
                    start=_number(found.get("start")),
                    target=_number(found.get("target")),
                )
                result = okr.add_key_result(objective, draft)
                for month, confidence in enumerate(found["confidence"], 1):
                    on = self._starts_on + timedelta(days=30 * month - 2)
                    self._go_to(on)
                    self._firm.check_ins.add(CheckIn(0, on, confidence=confidence, key_result_id=result))
                self._go_to(self._ends_on)
                okr.enter(result, found["actual"])
            if "why" in one:
                okr.edit_objective(objective, words=self._words(one["why"]))

    def _check_ins(self) -> None:
        for one in self._told("check_ins"):
            item = self._items[one["number"], one["code"]]
            for month, (actual, forecast, confidence, zh, en) in enumerate(one["points"], 1):
                on = self._starts_on + timedelta(days=28 * month)
                self._go_to(on)
                obstacle = {"zh": zh, "en": en}[self._suffix]
                self._firm.check_ins.add(
                    CheckIn(0, on, Decimal(actual), Decimal(forecast), confidence, obstacle, item_id=item.id)
                )

    def _absence(self) -> None:
        one = self._story["leave"]
        if one["number"] not in self._forms:
            return
        first = self._starts_on + timedelta(days=one["from"])
        self._go_to(first)
        self._firm.changes.add_absence(
            self._ids[one["number"]],
            AbsenceKind(one["kind"]),
            first,
            first + timedelta(days=one["days"] - 1),
        )

    def _transfer(self, cycle_id: int) -> None:
        one = self._story["transfer"]
        if one["number"] not in self._forms:
            return
        on = self._starts_on + timedelta(days=one["after"])
        self._go_to(on)
        position = next(
            found.id for found in self._firm.people.positions() if found.name_zh == one["position"]
        )
        self._firm.changes.transfer(
            self._forms[one["number"]], Move(on, position_id=position, manager_id=self._ids[one["manager"]])
        )
        drafts = [
            line.form_id
            for line in self._firm.results.standings(cycle_id)
            if line.number == one["number"] and line.state is FormState.DRAFT
        ]
        self._firm.cycles.advance(drafts)

    def _amend(self) -> None:
        one = self._story["amendment"]
        if one["number"] not in self._forms:
            return
        on = self._starts_on + timedelta(days=one["after"])
        self._go_to(on)
        self._firm.changes.amend_target(
            self._items[one["number"], one["code"]].id,
            {"target": Decimal(one["target"])},
            on,
            AmendReason(one["reason"]),
            self._words(one),
            employee_signed_on=on,
            manager_signed_on=on,
        )

    def _welcome(self, cycle_id: int) -> None:
        number = self._story["newcomer"]["number"]
        self._go_to(newcomer_on(self._data, self._ends_on))
        self._firm.cycles.add_forms(cycle_id, [self._ids[number]])
        self._look(cycle_id)
        self._firm.cycles.advance([self._forms[number]])
        self._firm.changes.apply_dates(cycle_id)

    def _evidence(self) -> None:
        for one in self._told("evidence"):
            on = self._starts_on + timedelta(days=one["day"])
            self._go_to(on)
            item = self._items[one["number"], one["code"]]
            with tempfile.TemporaryDirectory() as folder:
                path = None
                if "file" in one:
                    path = Path(folder) / self._words(one["file"])
                    path.write_text(self._words(one["content"]) + "\n", encoding="utf-8", newline="\n")
                self._firm.evidence.add(item_id=item.id, words=self._words(one), on=on, path=path)

    # -- after --

    def _rate(self) -> None:
        """Sheets come in, typed by the one HR person: a line manager may not see what anonymous raters wrote."""
        owner = self._firm.settings.actor_id
        self._firm.settings.act_as(self._ids["H-001"])
        try:
            for one in self._told("raters"):
                self._rate_one(one)
        finally:
            if owner is not None:
                self._firm.settings.act_as(owner)

    def _rate_one(self, one: Data) -> None:
        form_id = self._forms[one["number"]]
        asked: list[tuple[RaterGroup, int | None, str]] = [
            (group, self._ids[number], "")
            for group in (RaterGroup.PEER, RaterGroup.SUBORDINATE)
            for number in one.get(group.value, ())
        ]
        asked += [(RaterGroup.CUSTOMER, None, self._words(name)) for name in one.get("CUSTOMER", ())]
        judged = [item for item in self._firm.appraisal.sheet(form_id).items if item.is_anchored]
        for at, (group, rater_id, name) in enumerate(asked):
            sheet = self._firm.raters.ask(form_id, group, rater_id, name)
            cells = [
                (sheet, item.id, str(self._level(one["number"], item.code, f"{group} {at}")))
                for item in judged
            ]
            self._firm.raters.enter_many(cells)

    def _events(self) -> None:
        for one in self._told("events"):
            self._firm.appraisal.add_event(
                self._forms[one["number"]],
                EventKind(one["kind"]),
                self._starts_on + timedelta(days=one["day"]),
                self._words(one),
                Decimal(one["points"]),
                evidence=self._words(one["evidence"]),
                rule_published_on=add_years(self._starts_on, -1) if one["kind"] == "VETO" else None,
            )

    def _send_back(self, cycle_id: int) -> None:
        one = self._story["sent_back"]
        if one["number"] not in self._forms:
            return
        form_id = self._forms[one["number"]]
        if self._state(cycle_id, form_id) is FormState.MANAGER_SCORED:
            reason = self._words(one)
            self._firm.cycles.send_back(form_id, FormState.SELF_SCORED, reason)
            self._firm.cycles.advance([form_id])

    def _calibrate(self, cycle_id: int) -> None:
        one = self._story["calibration"]
        if one["number"] not in self._forms:
            return
        form_id = self._forms[one["number"]]
        sheet = self._firm.appraisal.sheet(form_id)
        codes = [grade.code for grade in sheet.cycle.scheme.grades]
        if sheet.grade is not None and sheet.head.state is FormState.MANAGER_SCORED:
            better = codes[max(0, codes.index(sheet.grade.code) - 1)]
            people = self._words(one["participants"])
            words = self._words(one)
            self._firm.calibration.set_grade(form_id, better, one["reason"], words, people, words)
        for name in self._story["calibrated"]:
            department = next(found.id for found in self._firm.people.departments() if found.name_zh == name)
            self._firm.calibration.finish(cycle_id, Scope(ScopeKind.DEPARTMENT, department))

    def _talk(self) -> None:
        on = self._ends_on + timedelta(days=TALK_DAY)
        told = [self._forms[number] for number in self._story["notices"] if number in self._forms]
        way = self._words({"zh": "当面送达", "en": "in person"})
        self._firm.cycles.record_talk(told, Talk(notice_on=on, notice_way=way))
        talked = [one for one in self._told("talks")]
        for one in talked:
            talk = Talk(
                interview_on=on,
                signature=SignatureState(one["signature"]),
                signature_words=self._words(one),
                signed_on=on,
            )
            self._firm.cycles.record_talk([self._forms[one["number"]]], talk)
        self._firm.cycles.advance([self._forms[one["number"]] for one in talked])
        self._firm.cycles.advance([self._forms[self._story["improving"]]])

    def _appeal(self, cycle_id: int) -> None:
        one = self._story["appeal"]
        may = {found.form_id for found in self._firm.appeals.appealable(cycle_id)}
        if self._forms.get(one["number"]) not in may:
            return
        on = self._ends_on + timedelta(days=TALK_DAY)
        self._firm.appeals.file(
            self._forms[one["number"]],
            on,
            AppealMatter(one["matter"]),
            self._words(one),
            request=self._words(one["request"]),
            handler_id=self._ids["H-001"],
        )

    # -- inside --

    def _look(self, cycle_id: int) -> None:
        """Take note of the forms of the quarter and their items, by number and code."""
        lines: list[Standing] = self._firm.results.standings(cycle_id)
        items = self._firm.appraisal.items_of_cycle(cycle_id)
        self._forms = {line.number: line.form_id for line in lines}
        self._items = {
            (line.number, item.code): item for line in lines for item in items.get(line.form_id, ())
        }

    def _told(self, subject: str) -> list[Data]:
        """Return what the data tell of a subject, of people who were in the firm by then."""
        return [one for one in self._story[subject] if one["number"] in self._forms]

    def _state(self, cycle_id: int, form_id: int) -> FormState:
        return self._firm.results.standings_of_forms(cycle_id, [form_id])[0].state

    def _level(self, number: str, code: str, who: str) -> int:
        """The level that somebody gives, the same at every run."""
        ability: int = next(one["ability"] for one in self._data["people"] if one["number"] == number)
        chance = random.Random(f"{number} {code} {who}")
        return min(5, max(2, round(3.2 + ability / 14 + chance.gauss(0, 0.5))))

    def _words(self, both: Data) -> str:
        return str(both[self._suffix])


def newcomer_on(data: Data, ends_on: date) -> date:
    """Return the day on which the newcomer joined, near the end of the quarter."""
    return ends_on - timedelta(days=data["story"]["newcomer"]["days"] - 1)


def add_years(day: date, years: int) -> date:
    """Return the first of the same month, `years` later or earlier."""
    return date(day.year + years, day.month, 1)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
