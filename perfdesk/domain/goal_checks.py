"""What makes a goal and its links sound (§2.1): whose it is, its year, its rule; no circles, no shares above 100 %."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from perfdesk.domain.goals import WHOLE, Goal, GoalLink, scored
from perfdesk.domain.problems import Problem
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.terms import GoalLevel

FIRST_YEAR, LAST_YEAR = 2000, 2100


def check_actual(goal: Goal) -> None:
    """Refuse an actual that the goal's rule can't take; while the rule lacks its target, any number will do.

    Raises:
        Invalid: a level off the scale, something else than yes or no.
    """
    if goal.actual is not None and not check_rule(goal.rule):
        scored(goal.rule, goal.actual)


def check_goal(goal: Goal) -> tuple[Problem, ...]:
    """Return what is wrong with a goal: its name, unit of the firm, year, weight, or rule (§2.1, §2.4).

    The target may still be missing; the goal has no score then.
    """
    return tuple(_goal_problems(goal))


def _goal_problems(goal: Goal) -> Iterator[Problem]:
    if not (goal.name_zh.strip() or goal.name_en.strip()):
        yield Problem("name", "name_missing")
    if goal.level == GoalLevel.DEPARTMENT and goal.department_id is None:
        yield Problem("department", "goal_department_missing")
    if not FIRST_YEAR <= goal.year <= LAST_YEAR:
        details = {"year": goal.year, "first": FIRST_YEAR, "last": LAST_YEAR}
        yield Problem("year", "goal_year", details)
    if goal.weight is not None and (not 0 < goal.weight <= WHOLE or goal.weight * 100 % 1):
        yield Problem("weight", "weight_range", {"text": format(goal.weight, "f")})
    yield from check_rule(goal.rule, needs_target=False)


def check_link(goals: Sequence[Goal], links: Sequence[GoalLink], new: GoalLink) -> tuple[Problem, ...]:
    """Return what is wrong with a link that is to be added, or changed (then it replaces the one with its id).

    No goal may come to hang below itself, none of the firm below one of a department; shares of one thing sum
    to 100 % at most.
    """
    return tuple(_link_problems({goal.id: goal for goal in goals}, links, new))


def _link_problems(goals: Mapping[int, Goal], links: Sequence[GoalLink], new: GoalLink) -> Iterator[Problem]:
    others = [link for link in links if link.id != new.id]
    if any(link.upper_id == new.upper_id and link.below == new.below for link in others):
        yield Problem("link", "link_exists")
    if new.lower_id is not None:
        upper, lower = goals[new.upper_id], goals[new.lower_id]
        if lower.level == GoalLevel.FIRM and upper.level == GoalLevel.DEPARTMENT:
            yield Problem("link", "link_upside_down")
        if _hangs_below(others, new.upper_id, new.lower_id):
            yield Problem("link", "link_circle")
    if new.share is not None and (not 0 < new.share <= WHOLE or new.share * 100 % 1):
        yield Problem("share", "share_range", {"text": format(new.share, "f")})
        return
    same = [link for link in others if link.below == new.below]
    whole = sum((link.share for link in (*same, new) if link.share is not None), Decimal(0))
    empty = any(link.share is None for link in (*same, new))
    if whole > WHOLE or (whole == WHOLE and empty):
        details = {"sum": format(whole, "f"), "rest": format(WHOLE - whole + (new.share or 0), "f")}
        yield Problem("share", "shares_too_many", details)


def _hangs_below(links: Sequence[GoalLink], goal_id: int, wanted: int) -> bool:
    """Tell whether a goal is another one or hangs, by however many steps, below it."""
    seen: set[int] = set()
    waiting = [goal_id]
    while waiting:
        at = waiting.pop()
        if at == wanted:
            return True
        if at not in seen:
            seen.add(at)
            waiting += [link.upper_id for link in links if link.lower_id == at]
    return False
