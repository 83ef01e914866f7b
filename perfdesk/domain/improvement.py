"""Improvement plans (§11): what fills itself, what is checked, and whether it worked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from perfdesk.domain.comparison import Action
from perfdesk.domain.gaps import native_gap
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import ActionKind, ActionStatus, CauseCode, Direction, PlanType

INTERVENTION_KINDS: Mapping[CauseCode, tuple[ActionKind, ...]] = {
    CauseCode.INFO: (ActionKind.GOAL_RESET, ActionKind.COACHING),
    CauseCode.RES: (ActionKind.RESOURCE, ActionKind.TOOL),
    CauseCode.PROC: (ActionKind.PROCESS,),
    CauseCode.INC: (ActionKind.INCENTIVE, ActionKind.RECOGNITION),
    CauseCode.KS: (ActionKind.TRAINING, ActionKind.COACHING, ActionKind.JOB_AID),
    CauseCode.CAP: (ActionKind.WORKLOAD, ActionKind.TRANSFER),
    CauseCode.WILL: (ActionKind.COACHING, ActionKind.RECOGNITION, ActionKind.CAREER),
    CauseCode.EXT: (ActionKind.GOAL_RESET, ActionKind.STRATEGY),
    CauseCode.GOAL: (ActionKind.GOAL_RESET, ActionKind.MEASURE_FIX),
}
"""What treats a cause (§10.4)."""

MET_LEVEL = Decimal(3)
OPEN_ACTIONS = 5
SOON = 5
"""An action is due soon from so many working days before."""
_IN_PERSON = (CauseCode.KS, CauseCode.CAP, CauseCode.WILL)


class Outcome(StrEnum):
    """Result word of a plan (§11.5)."""

    ACHIEVED = "ACHIEVED"
    PARTLY = "PARTLY"
    NOT = "NOT"
    WORSE = "WORSE"


@dataclass(frozen=True, slots=True)
class PlanDefaults:
    """What a plan fills in by itself; all of it may be changed."""

    plan_target: Decimal | None
    ends_on: date
    checkpoints: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the checks ask of a plan. `target` is the original one of the appraisal.

    `open_actions` counts those of the person, the checked one included; `owner_ids` all owners in the plan.
    """

    type: PlanType
    employee_id: int | None
    starts_on: date
    ends_on: date
    direction: Direction = Direction.HIGHER
    baseline: Decimal | None = None
    plan_target: Decimal | None = None
    target: Decimal | None = None
    causes: frozenset[CauseCode] = frozenset()
    open_actions: int = 0
    owner_ids: tuple[int, ...] = ()


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


def is_firm_owned(cause: CauseCode) -> bool:
    """Tell whether a cause lies in the conditions, so that somebody else must act (§10.4)."""
    return cause not in _IN_PERSON


def plan_defaults(
    direction: Direction,
    baseline: Decimal | None,
    target: Decimal | None,
    is_anchored: bool,
    starts_on: date,
    due_on: date,
) -> PlanDefaults:
    """Return plan target, end and checkpoints for a gap with its first action.

    The plan target is the original target (level 3 if judged by level), or None where the baseline is no
    longer short of it. The plan ends when the action is due; one checkpoint lies at 40 to 60 % of the plan,
    on a weekday if there is one, the other at its end. Source: §11.3 (SM-M2, SM-T2), design §1.
    """
    goal = MET_LEVEL if is_anchored else target
    step = _step(direction, baseline, goal, goal)
    if step is not None and step <= 0:
        goal = None
    ends_on = max(starts_on, due_on)
    middle = _middle(starts_on, ends_on)
    checkpoints = (middle, ends_on) if middle is not None and middle != ends_on else (ends_on,)
    return PlanDefaults(goal, ends_on, checkpoints)


def _middle(starts_on: date, ends_on: date) -> date | None:
    days = (ends_on - starts_on).days + 1
    numbers = [number for number in range(1, days + 1) if 40 * days <= 100 * number <= 60 * days]
    if not numbers and days > 1:
        numbers = [(days + 1) // 2]
    found = [starts_on + timedelta(days=number - 1) for number in numbers]
    found.sort(key=lambda day: (not is_weekday(day), abs(2 * ((day - starts_on).days + 1) - days), day))
    return found[0] if found else None


def _step(
    direction: Direction, start: Decimal | None, end: Decimal | None, target: Decimal | None
) -> Decimal | None:
    """d·(end − start), the way from start towards better; with direction TARGET by distance from `target`."""
    if start is None or end is None:
        return None
    if direction == Direction.TARGET:
        before, after = native_gap(direction, target, start), native_gap(direction, target, end)
        return None if before is None or after is None else before - after
    return end - start if direction == Direction.HIGHER else start - end


def check_action(
    action: Action,
    plan: PlanFacts,
    *,
    active_ids: AbstractSet[int],
    is_working_day: Callable[[date], bool] = is_weekday,
) -> tuple[Problem, ...]:
    """Return what is wrong with an action and with its plan; fields are those of Action and PlanFacts.

    SM-S3 (owner) and SM-M2 (target better than baseline) are errors everywhere; the others are warnings, and
    errors in a formal PIP (SM-S2, SM-A3 and SM-R2 stay warnings). Source: §11.3, design §1.
    """
    strict = plan.type == PlanType.PIP
    found = []
    if not _is_long_enough(action.words):
        found.append(Problem("words", "sm_s1", is_warning=not strict))
    vague = _VAGUE.search(action.words)
    if vague and not (_DIGIT.search(action.words) or _NAMED.search(action.words) or action.measure.strip()):
        found.append(Problem("words", "sm_s2", {"word": vague.group()}, is_warning=True))
    if action.owner_id is None or action.owner_id not in active_ids:
        found.append(Problem("owner_id", "sm_s3"))
    if strict and action.cause is None or action.cause is not None and action.cause not in plan.causes:
        found.append(Problem("cause", "sm_r1", is_warning=not strict))
    kinds = INTERVENTION_KINDS.get(action.cause, ()) if action.cause else ()
    if action.kind and action.cause and action.kind not in kinds:
        found.append(Problem("kind", "sm_r2", is_warning=True))
    found += _dates(action, plan, strict, is_working_day)
    return (*found, *check_plan(plan))


def check_plan(plan: PlanFacts) -> tuple[Problem, ...]:
    """Return what is wrong with a plan's target, its causes and the load of its person. Source: §11.3."""
    strict = plan.type == PlanType.PIP
    found = []
    step = _step(plan.direction, plan.baseline, plan.plan_target, plan.target)
    if step is not None and step <= 0:
        details = {"baseline": str(plan.baseline), "target": str(plan.plan_target)}
        found.append(Problem("plan_target", "sm_m2", details))
    beyond = _step(plan.direction, plan.target, plan.plan_target, plan.target)
    if beyond is not None and beyond > 0:
        details = {"plan_target": str(plan.plan_target), "target": str(plan.target)}
        found.append(Problem("plan_target", "sm_a1", details, is_warning=not strict))
    if plan.open_actions > OPEN_ACTIONS:
        found.append(Problem("actions", "sm_a3", {"count": plan.open_actions}, is_warning=True))
    if any(map(is_firm_owned, plan.causes)) and set(plan.owner_ids) <= {plan.employee_id}:
        found.append(Problem("owner_id", "sm_r3", is_warning=not strict))
    return tuple(found)


def _dates(
    action: Action, plan: PlanFacts, strict: bool, is_working_day: Callable[[date], bool]
) -> list[Problem]:
    if action.due_on is None:
        return [Problem("due_on", "sm_t1_missing", is_warning=not strict)]
    found = []
    if action.due_on < (action.starts_on or plan.starts_on):
        found.append(Problem("due_on", "sm_t1_before_start", is_warning=not strict))
    if action.due_on > plan.ends_on:
        details = {"ends_on": plan.ends_on.isoformat()}
        found.append(Problem("due_on", "sm_t1_after_end", details, is_warning=not strict))
    if not is_working_day(action.due_on):
        found.append(Problem("due_on", "sm_t1_day_off", is_warning=True))
    return found


_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_DIGIT = re.compile(r"[\d一二两三四五六七八九十百每]")
_VAGUE = re.compile(
    r"加强|提高|努力|注意|尽量|改善|重视|\b(?:improve|strengthen|try|pay attention)\w*", re.IGNORECASE
)
_NAMED = re.compile(
    r"《.+?》|[“\"「].+?[”\"」]|报告|报表|清单|台账|手册|方案|记录|标准|流程图|指导卡|看板|合同|证书"
    r"|\b(?:report|list|checklist|register|manual|record|standard|flow chart|job aid|board|certificate)\b",
    re.IGNORECASE,
)


def _is_long_enough(words: str) -> bool:
    return len(_HAN.findall(words)) >= 8 or len(_WORD.findall(words)) >= 4


def recovery_ratio(
    direction: Direction,
    baseline: Decimal,
    plan_target: Decimal,
    actual: Decimal,
    target: Decimal | None = None,
) -> Decimal | None:
    """Return ρ, the part of the planned step that was made, with 2 decimals; None if no step was planned.

    `target` is the original target and is needed with direction TARGET only, where distances from it count.
    Source: §11.5, §9.1.
    """
    aim = plan_target if target is None else target
    planned = _step(direction, baseline, plan_target, aim)
    made = _step(direction, baseline, actual, aim)
    if planned is None or made is None or planned <= 0:
        return None
    return round_half_up(Fraction(made) / Fraction(planned))


def outcome_of(ratio: Decimal) -> Outcome:
    """Return the result word of a printed recovery ratio. Source: §11.5."""
    if ratio >= 1:
        return Outcome.ACHIEVED
    if ratio >= Decimal("0.5"):
        return Outcome.PARTLY
    return Outcome.NOT if ratio >= 0 else Outcome.WORSE


def is_overdue(today: date, due_on: date | None, status: ActionStatus) -> bool:
    """Tell whether an action is late: past its due date and neither done nor dropped. Source: §11.4."""
    return due_on is not None and today > due_on and status not in (ActionStatus.DONE, ActionStatus.DROPPED)


def is_due_soon(
    today: date,
    due_on: date | None,
    status: ActionStatus,
    is_working_day: Callable[[date], bool] = is_weekday,
) -> bool:
    """Tell whether an open action is due within five working days, today not counted. Source: §11.4."""
    if due_on is None or due_on < today or status in (ActionStatus.DONE, ActionStatus.DROPPED):
        return False
    if (due_on - today).days > 60:
        return False
    ahead = (today + timedelta(days=number) for number in range(1, (due_on - today).days + 1))
    return sum(map(is_working_day, ahead)) <= SOON
