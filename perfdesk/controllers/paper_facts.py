"""What the papers of a formal appraisal need from the file beside the form itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from perfdesk.domain.appeals import Appeal
from perfdesk.domain.appraisal import Cycle, FormHead, FormItem
from perfdesk.domain.calibration_board import GradeChange
from perfdesk.domain.changes import Amendment
from perfdesk.domain.firm import FirmSettings
from perfdesk.domain.goals import Goal, GoalLink
from perfdesk.domain.okr import Objective
from perfdesk.domain.progress import Evidence
from perfdesk.domain.raters import RaterSheet
from perfdesk.domain.schedule import ScheduleStep, schedule
from perfdesk.domain.terms import GoalLevel
from perfdesk.domain.workdays import WorkCalendar
from perfdesk.store import (
    calendar,
    calibration,
    changes,
    evidence,
    forms,
    goals,
    okr,
    papers,
    raters,
    settings,
)
from perfdesk.store.change import Reading

Names = Mapping[int, tuple[str, str]]
"""Names of people, in Chinese and in English, by id."""


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """What is the same for all papers of a batch."""

    settings: FirmSettings
    workdays: WorkCalendar
    names: Names
    sources: Mapping[int, tuple[str, str]]
    goals: Sequence[Goal] = ()
    links: Sequence[GoalLink] = ()

    def name(self, employee_id: int | None) -> tuple[str, str]:
        """Return a person's names, both empty where nobody is meant."""
        return self.names.get(employee_id or 0, ("", ""))

    def due(self, cycle: Cycle, step: ScheduleStep) -> date:
        """Return the last day of a step after a cycle's end (§8.7)."""
        known = {one.value: one for one in ScheduleStep}
        offsets = {
            known[name]: days for name, days in self.settings.choices.schedule.items() if name in known
        }
        own = {known[name]: day for name, day in cycle.schedule.items() if name in known}
        return next(
            due.due_on for due in schedule(cycle.ends_on, self.workdays, offsets, own) if due.step is step
        )

    def receiver(self, head: FormHead) -> int | None:
        """Return who takes papers in past the line manager: the owner, unless the form is his or under him."""
        owner = self.settings.owner_id
        return None if owner in (head.manager_id, head.employee_id) else owner


@dataclass(frozen=True, slots=True)
class Facts:
    """What one form has beside its sheet. `grades`: changes of the grade, the newest first."""

    firm: FirmFacts
    objectives: tuple[Objective, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    grades: tuple[GradeChange, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    appeal: Appeal | None = None
    raters: tuple[RaterSheet, ...] = ()


def facts_of(
    connection: Reading, cycle: Cycle, form_ids: Sequence[int], kinds: Collection[str]
) -> dict[int, Facts]:
    """Return the facts of forms of a cycle, by form; only what these kinds of paper need is read."""
    found = _firm(connection, cycle, form_ids, kinds)
    objectives = okr.objectives(connection, form_ids) if "appraisal" in kinds else {}
    sheets = raters.sheets(connection, form_ids) if "score-sheet" in kinds else {}
    graded = {"appraisal", "notice"} & set(kinds)
    logs = calibration.changes(connection, form_ids=form_ids) if graded else []
    amended = changes.amendments(connection, cycle.id) if "targets" in kinds else []
    appealed = {"notice", "appeal"} & set(kinds)
    by_form = {one.form_id: one for one, _row in changes.appeals(connection, cycle.id)} if appealed else {}
    return {
        form_id: Facts(
            firm=found,
            objectives=objectives.get(form_id, ()),
            evidence=evidence.of_form(connection, form_id) if "appraisal" in kinds else (),
            grades=tuple(one for one in logs if one.form_id == form_id),
            amendments=tuple(reversed([one for one in amended if one.form_id == form_id])),
            appeal=by_form.get(form_id),
            raters=sheets.get(form_id, ()),
        )
        for form_id in form_ids
    }


def _firm(connection: Reading, cycle: Cycle, form_ids: Sequence[int], kinds: Collection[str]) -> FirmFacts:
    own = settings.settings(connection)
    items = [item for found in forms.items(connection, form_ids).values() for item in found]
    wanted = {item.provider_id for item in items if item.provider_id is not None}
    if own.owner_id is not None:
        wanted.add(own.owner_id)
    year = cycle.year
    listed = goals.goals(connection, year) if "targets" in kinds else []
    return FirmFacts(
        settings=own,
        workdays=calendar.work_calendar(connection),
        names=papers.names(connection, wanted),
        sources=papers.sources(connection, {item.card_id for item in items if item.card_id is not None}),
        goals=listed,
        links=goals.links(connection, [goal.id for goal in listed]) if listed else [],
    )


def goals_of(items: Sequence[FormItem], firm: FirmFacts) -> list[tuple[Goal | None, Goal | None]]:
    """Return (goal of the firm, goal of the department) above these indicators, each pair once, in order."""
    by_id = {goal.id: goal for goal in firm.goals}
    above: dict[int | str, list[Goal]] = {}
    for link in firm.links:
        above.setdefault(link.below, []).append(by_id[link.upper_id])
    found: dict[tuple[int, int], tuple[Goal | None, Goal | None]] = {}
    for item in items:
        for goal in above.get(item.lineage, ()):
            if goal.level is GoalLevel.FIRM:
                found[goal.id, 0] = goal, None
                continue
            uppers: list[Goal | None] = [one for one in above.get(goal.id, ()) if one.level is GoalLevel.FIRM]
            for upper in uppers or [None]:
                found[upper.id if upper else 0, goal.id] = upper, goal
    return [found[key] for key in sorted(found, key=lambda key: (key[0] == 0, key))]
