"""The rows of the cycle page: cycles, forms with what keeps them, counts by department."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from perfdesk.domain.appraisal import Cycle, FormHead
from perfdesk.domain.cycle_conditions import Waits
from perfdesk.domain.cycles import ORDER, Phase
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import FormState
from perfdesk.models.rows import Column
from perfdesk.texts import _, current, in_context, pick, sentence
from perfdesk.texts.words import PHASES, STATES, cycle_name

NAMED = 3
"""So many items are named in a line; the others are counted."""


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A cycle in the list. `state` in words; `is_current`: the one that every page shows."""

    cycle: Cycle
    state: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form with what keeps it in its state; no problems: it can go on. `who`: whose act is waited for, by name.
    `hints` keep it nowhere, but are worth saying before it is agreed."""

    head: FormHead
    problems: tuple[Problem, ...]
    is_open: bool
    waits: Waits | None = None
    who: str = ""
    hints: tuple[Problem, ...] = ()

    @property
    def is_stuck(self) -> bool:
        return bool(self.problems)


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """How many forms of a department stand in each state."""

    key: int | str
    zh: str
    en: str
    counts: Mapping[FormState, int] = field(hash=False)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def state_of_cycle(cycle: Cycle, today: date) -> str:
    """Return in a word where a cycle stands."""
    if cycle.is_closed:
        return _("Filed")
    if cycle.starts_on > today:
        return _("Not begun")
    return _("To score") if cycle.ends_on < today else _("Under way")


def department_rows(heads: Iterable[FormHead]) -> list[DepartmentRow]:
    """Count forms by department, those without one last."""
    names: dict[int | str, tuple[str, str]] = {}
    counts: dict[int | str, dict[FormState, int]] = {}
    for head in heads:
        key: int | str = head.department_id if head.department_id is not None else ""
        names.setdefault(key, (head.department_zh, head.department_en))
        found = counts.setdefault(key, {})
        found[head.state] = found.get(head.state, 0) + 1
    keys = sorted(names, key=lambda key: (key == "", names[key]))
    return [DepartmentRow(key, *names[key], counts[key]) for key in keys]


def total_row(rows: Sequence[DepartmentRow]) -> DepartmentRow:
    whole: dict[FormState, int] = {}
    for row in rows:
        for state, count in row.counts.items():
            whole[state] = whole.get(state, 0) + count
    return DepartmentRow("total", "", "", whole)


def what_is_missing(problems: Sequence[Problem], *, named: int = NAMED, is_short: bool = False) -> str:
    """Say in one line what keeps a form: items with the same lack together, the first few by name.

    `is_short`: what is wrong only; what to do about it stands on the button.
    """
    lines: dict[str, list[str]] = {}
    for problem in problems:
        if problem.code in _TOGETHER:
            lines.setdefault(problem.code, []).append(str(problem.details["name"]))
        else:
            words = sentence(problem)
            lines.setdefault(_FIRST.match(words)[0] if is_short else words, [])  # type: ignore[index]
    return " ".join(_lack(code, names, named) if names else code for code, names in lines.items())


def _lack(code: str, names: Sequence[str], named: int) -> str:
    shown = pick("、", ", ").join(names[:named])
    if len(names) > named:
        shown = _("{names} and {count} more").format(names=shown, count=len(names) - named)
    return _sentences()[code].format(names=shown)


_FIRST = re.compile(r".*?[。.](?=\s|$|[^\s\d.])|.*", re.DOTALL)
"""The first sentence of some; a point within a number ends none."""
_TOGETHER = frozenset(
    {
        "item_unscored",
        "weight_missing",
        "target_missing",
        "unit_missing",
        "missing_without_reason",
        "provider_missing",
        "provider_is_appraisee",
        "basis_missing",
    }
)


def _sentences() -> dict[str, str]:
    return {
        "item_unscored": _("No value yet: {names}."),
        "weight_missing": _("No weight: {names}."),
        "target_missing": _("No target: {names}."),
        "unit_missing": _("No unit: {names}."),
        "missing_without_reason": _("Left out without a reason: {names}."),
        "provider_missing": _("Nobody named who provides the figures: {names}."),
        "provider_is_appraisee": _("The person appraised provides the figures: {names}."),
        "basis_missing": _("Not said what the target rests on: {names}."),
    }


def missing_words(row: FormRow) -> str:
    """Say what keeps a form in its state, or that it can go on and what would be worth adding before."""
    if row.problems:
        return what_is_missing(row.problems, is_short=True)
    if row.hints:
        return _("It can go on. {hints}").format(hints=what_is_missing(row.hints, named=1))
    return _("Nothing: it can go on")


def phase_words(phases: Sequence[Phase]) -> list[tuple[str, str]]:
    return [(phase.value, _(PHASES[phase.value])) for phase in phases]


def cycle_columns() -> list[Column[CycleRow]]:
    return [
        Column(
            "name", lambda: _("Cycle"), _cycle_name, bold=lambda row: row.is_current, sort_key=_cycle_start
        ),
        Column("state", lambda: _("State"), lambda row: row.state, width=62, tone=_cycle_tone),
        Column(
            "forms", lambda: _("Forms"), _forms, align="right", width=52, sort_key=lambda r: r.cycle.forms
        ),
    ]


def form_columns() -> list[Column[FormRow]]:
    return [
        Column(
            "person",
            lambda: _("Person"),
            lambda row: _person(row.head),
            width=150,
            bold=True,
            second=lambda row: pick(row.head.department_zh, row.head.department_en),
            tooltip=lambda row: f"{row.head.number} {_person(row.head)}",
        ),
        Column("state", lambda: _("State"), lambda row: short_state(row.head.state), width=96, tone=_muted),
        Column(
            "missing",
            lambda: _("What is missing"),
            missing_words,
            tooltip=lambda row: what_is_missing((*row.problems, *row.hints), named=99),
            tone=lambda row: "ink" if row.problems else "muted",
        ),
        Column("waits", lambda: _("Waiting for"), _waits, width=112, tone=_muted, tooltip=_waits),
        Column("next", lambda: _("Next step"), next_step, width=92),
    ]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What brings a form on: the word of its button and where that leads; page "" is the record on this page."""

    word: str
    page: str
    place: Mapping[str, object] = field(default_factory=dict, hash=False)


def is_scored(state: FormState) -> bool:
    """Scores are complete: what remains to be done is on the review page."""
    return ORDER.index(state) >= ORDER.index(FormState.MANAGER_SCORED)


def remedy_of(row: FormRow) -> Remedy:
    """Return what brings a form on: by what it lacks first, else by its state."""
    person = {"employee_id": row.head.employee_id}
    page = "review" if is_scored(row.head.state) else "score"
    if not row.is_open or row.head.state is FormState.CLOSED:
        return Remedy(_("Look at it"), page, person)
    code = row.problems[0].code if row.problems else ""
    if code in _TALK:
        return Remedy(_("Record it"), "")
    if code in ("grade_open", "appeal_open", "raters_open", "raters_open_again"):
        word, pane = {
            "grade_open": (_("Calibrate"), "calibration"),
            "appeal_open": (_("Decide it"), "changes"),
            "raters_open": (_("To the raters"), "raters"),
            "raters_open_again": (_("To the raters"), "raters"),
        }[code]
        return Remedy(word, "cycles", {"pane": pane, **person})
    if code == "self_open":
        return Remedy(_("Rate oneself"), "score", person)
    if code == "plans_open":
        return Remedy(_("See the plan"), "review", person)
    if is_scored(row.head.state) or code in ("cycle_not_begun", "cycle_running"):
        return Remedy(_("Look at it"), page, person)
    is_draft = row.head.state in (FormState.DRAFT, FormState.AGREED)
    return Remedy(_("Set targets") if is_draft else _("Score it"), "score", person)


_TALK = frozenset(
    {
        "notice_open",
        "interview_open",
        "signature_open",
        "signed_on_open",
        "objection_open",
        "witnesses_open",
        "proof_open",
    }
)


def next_step(row: FormRow) -> str:
    """Return the word of the button that leads to where the form is worked on."""
    return remedy_of(row).word


def department_columns(states: Sequence[FormState]) -> list[Column[DepartmentRow]]:
    return [
        Column("name", lambda: _("Department"), _department),
        *(
            Column(
                state.value,
                partial(_state_word, state),
                partial(_count_of, state),
                align="right",
                width=78,
                sort_key=partial(_number_of, state),
                bold=partial(_is_some, state),
                tone=partial(_count_tone, state),
            )
            for state in states
        ),
        Column("total", lambda: _("Sum"), lambda row: str(row.total), "right", 52, lambda row: row.total),
    ]


def _person(head: FormHead) -> str:
    return pick(head.name, head.name_en)


def _waits(row: FormRow) -> str:
    """Say who is waited for: the role, and the name where it is known."""
    if row.waits is None:
        return ""
    role = {
        Waits.MANAGER: _("manager"),
        Waits.EMPLOYEE: in_context("waits", "employee"),
        Waits.DATA: in_context("waits", "data"),
        Waits.CALIBRATION: in_context("waits", "calibration"),
        Waits.HR: in_context("waits", "HR"),
        Waits.TIME: in_context("waits", "its day"),
    }[row.waits]
    return f"{role} {row.who}".strip()


def _muted(_row: FormRow) -> str:
    return "muted"


def _cycle_name(row: CycleRow) -> str:
    return cycle_name(row.cycle, current())


def _cycle_start(row: CycleRow) -> tuple[date, date]:
    return row.cycle.starts_on, row.cycle.ends_on


def _cycle_tone(row: CycleRow) -> str:
    return "muted" if row.cycle.is_closed else "app.text"


def _forms(row: CycleRow) -> str:
    return str(row.cycle.forms)


def _department(row: DepartmentRow) -> str:
    if row.key == "total":
        return _("Sum")
    return pick(row.zh, row.en) or _("Without department")


def short_state(state: FormState) -> str:
    """Return a state in a word that fits over a column or into a box."""
    short = {
        FormState.AGREED: in_context("short", "Agreed"),
        FormState.SELF_SCORED: in_context("short", "Self"),
        FormState.MANAGER_SCORED: in_context("short", "Scored"),
        FormState.CONFIRMED: in_context("short", "Confirmed"),
    }
    return short.get(state) or _(STATES[state])


def _state_word(state: FormState) -> str:
    return short_state(state)


def _number_of(state: FormState, row: DepartmentRow) -> int:
    return row.counts.get(state, 0)


def _count_of(state: FormState, row: DepartmentRow) -> str:
    return str(_number_of(state, row) or "·")


def _is_some(state: FormState, row: DepartmentRow) -> bool:
    return _number_of(state, row) > 0


def _count_tone(state: FormState, row: DepartmentRow) -> str:
    return "ink" if _number_of(state, row) else "muted"
