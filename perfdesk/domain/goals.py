"""Goals of the firm and its departments (§2.1): links with shares, attainment rolled up, what hangs nowhere.

A goal has two figures that say different things. Its own *score* comes from its own actual by the nine methods;
its *attainment* is what the people's linked indicators earned. Both may be missing; then neither is zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.scales import given_score
from perfdesk.domain.scoring import score
from perfdesk.domain.terms import GoalLevel, Method, Perspective, Scheme

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Goal:
    """A strategic goal (FIRM) or a department's goal. `rule` scores its own `actual`; `weight` in percent of its
    unit's goals, None: as much as the others."""

    id: int
    level: GoalLevel
    year: int
    name_zh: str
    name_en: str
    rule: Rule
    department_id: int | None = None
    perspective: Perspective | None = None
    owner_id: int | None = None
    measure_zh: str = ""
    measure_en: str = ""
    unit: str = ""
    actual: Decimal | None = None
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GoalLink:
    """Hangs a goal (`lower_id`) or an indicator (`lineage`) below a goal. `share` in percent of what hangs there,
    None: an equal part of what the other links leave."""

    id: int
    upper_id: int
    lower_id: int | None = None
    lineage: str = ""
    share: Decimal | None = None

    @property
    def below(self) -> int | str:
        """What hangs there: the id of a goal, or an indicator's lineage."""
        return self.lineage if self.lower_id is None else self.lower_id


@dataclass(frozen=True, slots=True)
class LinkedItem:
    """An indicator on one person's form. `weight` in percent of the form, `score` in points."""

    lineage: str
    weight: Decimal
    score: Decimal | None = None
    department_id: int | None = None
    is_void: bool = False
    code: str = ""
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Hanging:
    """An indicator over all forms that carry it: below a goal (then with its link), or nowhere."""

    lineage: str
    code: str
    name_zh: str
    name_en: str
    forms: int
    weight: Decimal
    mean: Decimal | None
    link: GoalLink | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GoalNode:
    """A goal in the tree. One that hangs below several goals stands below each, with `link` and `share` there."""

    goal: Goal
    score: Decimal | None
    attainment: Decimal | None
    link: GoalLink | None = None
    share: Decimal | None = None
    goals: tuple[GoalNode, ...] = ()
    indicators: tuple[Hanging, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalTree:
    """The goals of a year with what hangs where. `orphans` hang nowhere; `orphan_share` is their part of all
    weight, 0 to 1 exactly, None where no form has weight (HC24)."""

    year: int
    nodes: tuple[GoalNode, ...]
    orphans: tuple[Hanging, ...]
    orphan_share: Fraction | None
    firm_score: Decimal | None
    unit_scores: Mapping[int, Decimal | None]


def goal_score(goal: Goal) -> Decimal | None:
    """Return the score of a goal's own actual; None without an actual, or while its rule can't be computed.

    A goal judged by level is scored as P120 does. Source: §2.1, §3.
    """
    if goal.actual is None:
        return None
    try:
        return scored(goal.rule, goal.actual)
    except Invalid:
        return None


def scored(rule: Rule, actual: Decimal) -> Decimal:
    """Return the score of an actual, or of a level, in P120. Raises Invalid."""
    if rule.method == Method.ANCHOR:
        return given_score(rule, actual, Scheme.P120)
    return score(rule, actual)


def innermost(spans: Sequence[tuple[int, date, date]]) -> list[int]:
    """Return those of (cycle, first day, last day) that hold no shorter one, so that nothing counts twice."""
    return [
        key
        for key, first, last in spans
        if not any(
            first <= other_first and other_last <= last and (other_first, other_last) != (first, last)
            for _key, other_first, other_last in spans
        )
    ]


def unit_score(goals: Iterable[Goal]) -> Decimal | None:
    """Return a unit's score: the weighted mean of its goals that have a score, None if none has.

    A goal without a weight counts as the mean of those given; where none is given, all count the same.
    """
    scored = [(goal.weight, points) for goal in goals if (points := goal_score(goal)) is not None]
    given = [Fraction(weight) for weight, _points in scored if weight is not None]
    usual = sum(given, Fraction(0)) / len(given) if given else Fraction(1)
    return _mean((usual if weight is None else Fraction(weight), points) for weight, points in scored)


def unit_scores(goals: Sequence[Goal]) -> dict[int | None, Decimal | None]:
    """Return the score of every unit with goals, by department; None stands for the firm."""
    by_unit: dict[int | None, list[Goal]] = {}
    for goal in goals:
        by_unit.setdefault(goal.department_id if goal.level == GoalLevel.DEPARTMENT else None, []).append(
            goal
        )
    return {unit: unit_score(members) for unit, members in by_unit.items()}


def perspectives_covered(goals: Iterable[Goal]) -> frozenset[Perspective]:
    """Return the perspectives that goals of the firm cover (HC23)."""
    return frozenset(one.perspective for one in goals if one.level == GoalLevel.FIRM and one.perspective)


def shares_of(links: Sequence[GoalLink]) -> dict[int, Fraction]:
    """Return the share of each link of one thing as a part of 1, by link; those without one share the rest."""
    given = [Fraction(link.share) / WHOLE for link in links if link.share is not None]
    empty = len(links) - len(given)
    rest = max(Fraction(0), 1 - sum(given, Fraction(0))) / empty if empty else Fraction(0)
    return {link.id: rest if link.share is None else Fraction(link.share) / WHOLE for link in links}


class Cascade:
    """Goals, links and the people's indicators of one year; answers what each goal attained.

    `parents` gives the department above each department. Where an indicator hangs below goals of several
    departments, a person's counts for the own department's; where none is the own, for all of them.
    """

    def __init__(
        self,
        goals: Sequence[Goal],
        links: Sequence[GoalLink],
        items: Sequence[LinkedItem],
        parents: Mapping[int, int | None] | None = None,
    ) -> None:
        self.goals = {goal.id: goal for goal in goals}
        self.items = [item for item in items if not item.is_void]
        self._parents = parents or {}
        self._links: dict[int | str, list[GoalLink]] = {}
        for link in links:
            if link.upper_id in self.goals and (link.lower_id is None or link.lower_id in self.goals):
                self._links.setdefault(link.below, []).append(link)
        self._above: dict[int, dict[int, Fraction]] = {}
        self._weights: dict[int, list[tuple[Fraction, Decimal]]] = {goal.id: [] for goal in goals}
        for item in self.items:
            if item.score is not None:
                for goal_id, part in self.goals_over(item).items():
                    self._weights[goal_id].append((Fraction(item.weight) * part, item.score))

    def links_of(self, item: LinkedItem) -> list[GoalLink]:
        """Return the links by which one person's indicator counts."""
        found = self._links.get(item.lineage, [])
        own = self._departments_over(item.department_id)
        fitting = [link for link in found if self._is_for(self.goals[link.upper_id], own)]
        return fitting or found

    def goals_over(self, item: LinkedItem) -> dict[int, Fraction]:
        """Return every goal above one person's indicator with the part of its weight that counts there.

        Over all ways up, the parts of one goal add up: it counts the indicator once.
        """
        links = self.links_of(item)
        shares, found = shares_of(links), dict[int, Fraction]()
        for link in links:
            for goal_id, part in self._goals_above(link.upper_id).items():
                found[goal_id] = found.get(goal_id, Fraction(0)) + shares[link.id] * part
        return found

    def attainment(self, goal_id: int) -> Decimal | None:
        """Return Σ w·s ÷ Σ w over the scored indicators below a goal, with 2 decimals; None if there are none.

        Source: §2.1, EX-3.
        """
        return _mean(self._weights[goal_id])

    def orphans(self) -> tuple[Hanging, ...]:
        """Return the indicators that hang nowhere, the heaviest first."""
        loose = [item for item in self.items if not self._links.get(item.lineage)]
        return tuple(sorted(hangings(loose), key=lambda one: (-one.weight, one.code)))

    def orphan_share(self) -> Fraction | None:
        """Return the part of all weight that hangs nowhere, 0 to 1; None where there is no weight (HC24)."""
        whole = sum((Fraction(item.weight) for item in self.items), Fraction(0))
        loose = (Fraction(item.weight) for item in self.items if not self._links.get(item.lineage))
        return sum(loose, Fraction(0)) / whole if whole else None

    def tree(self, year: int) -> GoalTree:
        """Return the goals with what hangs where: goals of the firm first, then those without a goal above."""
        below: dict[int, list[GoalLink]] = {}
        for links in self._links.values():
            for link in links:
                below.setdefault(link.upper_id, []).append(link)
        tops = [goal for goal in self.goals.values() if not self._links.get(goal.id)]
        tops.sort(key=lambda goal: goal.level != GoalLevel.FIRM)
        scores = unit_scores(list(self.goals.values()))
        carried = {one.lineage: one for one in hangings(self.items)}
        return GoalTree(
            year=year,
            nodes=tuple(self._node(goal, below, carried) for goal in tops),
            orphans=self.orphans(),
            orphan_share=self.orphan_share(),
            firm_score=scores.get(None),
            unit_scores={unit: points for unit, points in scores.items() if unit is not None},
        )

    def _node(
        self,
        goal: Goal,
        below: Mapping[int, Sequence[GoalLink]],
        carried: Mapping[str, Hanging],
        link: GoalLink | None = None,
    ) -> GoalNode:
        links = below.get(goal.id, ())
        goals = [self._node(self.goals[one.lower_id], below, carried, one) for one in links if one.lower_id]
        indicators = []
        for one in links:
            if one.lower_id is None:
                known = carried.get(one.lineage) or Hanging(one.lineage, "", "", "", 0, Decimal(0), None)
                indicators.append(
                    Hanging(
                        known.lineage,
                        known.code,
                        known.name_zh,
                        known.name_en,
                        known.forms,
                        known.weight,
                        known.mean,
                        one,
                        self._percent(one),
                    )
                )
        return GoalNode(
            goal=goal,
            score=goal_score(goal),
            attainment=self.attainment(goal.id),
            link=link,
            share=self._percent(link) if link else None,
            goals=tuple(goals),
            indicators=tuple(indicators),
        )

    def _percent(self, link: GoalLink) -> Decimal:
        return round_half_up(100 * shares_of(self._links[link.below])[link.id])

    def _goals_above(self, goal_id: int) -> dict[int, Fraction]:
        """Return the goal and all above it with the part that flows into each; a circle ends where it closes."""
        if goal_id not in self._above:
            self._above[goal_id] = {goal_id: Fraction(1)}
            links = self._links.get(goal_id, [])
            shares, found = shares_of(links), {goal_id: Fraction(1)}
            for link in links:
                for upper, part in self._goals_above(link.upper_id).items():
                    if upper != goal_id:
                        found[upper] = found.get(upper, Fraction(0)) + shares[link.id] * part
            self._above[goal_id] = found
        return self._above[goal_id]

    def _departments_over(self, department_id: int | None) -> frozenset[int]:
        found: set[int] = set()
        while department_id is not None and department_id not in found:
            found.add(department_id)
            department_id = self._parents.get(department_id)
        return frozenset(found)

    def _is_for(self, goal: Goal, departments: frozenset[int]) -> bool:
        return goal.level == GoalLevel.FIRM or goal.department_id in departments


def hangings(items: Iterable[LinkedItem]) -> list[Hanging]:
    """Return indicators over all forms: how many carry it, its weight together, its weighted mean score."""
    by_lineage: dict[str, list[LinkedItem]] = {}
    for item in items:
        by_lineage.setdefault(item.lineage, []).append(item)
    return [
        Hanging(
            lineage=lineage,
            code=same[0].code,
            name_zh=same[0].name_zh,
            name_en=same[0].name_en,
            forms=len(same),
            weight=sum((item.weight for item in same), Decimal(0)),
            mean=_mean((Fraction(item.weight), item.score) for item in same if item.score is not None),
        )
        for lineage, same in by_lineage.items()
    ]


def _mean(parts: Iterable[tuple[Fraction, Decimal]]) -> Decimal | None:
    pairs = list(parts)
    whole = sum((weight for weight, _points in pairs), Fraction(0))
    if not whole:
        return None
    return round_half_up(sum((weight * Fraction(points) for weight, points in pairs), Fraction(0)) / whole)
