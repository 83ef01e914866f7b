"""Goals of the firm and its departments: their figures, their links, and what the people's forms add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from perfdesk.controllers.desk import Desk, refuse, tidy_words
from perfdesk.domain.goal_checks import check_actual, check_goal, check_link
from perfdesk.domain.goals import (
    Cascade,
    Goal,
    GoalLink,
    GoalTree,
    goal_score,
    innermost,
)
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import Direction, GoalLevel, Method
from perfdesk.store import cycles, goals
from perfdesk.store.change import Change, Reading
from perfdesk.store.rows import c
from perfdesk.store.schema import goal as goal_table
from perfdesk.store.schema import goal_link

_EDITABLE = frozenset(one.name for one in fields(Goal)) - {"id", "actual"}


class GoalsController:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # -- reading --

    def years(self) -> list[int]:
        """Return the years that have goals, the latest first; this year always."""
        with self._desk.read() as connection:
            found = {one.year for one in goals.goals(connection)}
        return sorted(found | {self._desk.today().year}, reverse=True)

    def goals(self, year: int | None = None, *, with_retired: bool = False) -> list[Goal]:
        """Return the goals of a year (None: of all), those of the firm first."""
        with self._desk.read() as connection:
            return goals.goals(connection, year, with_retired=with_retired)

    def links(self, year: int | None = None) -> list[GoalLink]:
        """Return the links between goals of a year, and from them to indicators."""
        with self._desk.read() as connection:
            return goals.links(connection, [one.id for one in goals.goals(connection, year)])

    def tree(self, year: int, cycle_id: int | None = None) -> GoalTree:
        """Return the goals of a year with what hangs where, attained over the forms of a cycle.

        Without a cycle: over all cycles that end in the year and hold no other cycle of it.
        """
        with self._desk.read() as connection:
            return self.cascade(connection, year, cycle_id).tree(year)

    def cascade(self, connection: Reading, year: int, cycle_id: int | None = None) -> Cascade:
        """Return goals, links and forms of a year to ask for figures, inside a reading that somebody began."""
        found = goals.goals(connection, year)
        chosen = [cycle_id] if cycle_id is not None else self._cycles_of(connection, year)
        return Cascade(
            found,
            goals.links(connection, [one.id for one in found]),
            goals.items(connection, chosen),
            goals.parents(connection),
        )

    # -- goals --

    def add_goal(
        self,
        level: GoalLevel,
        year: int,
        name_zh: str,
        name_en: str = "",
        *,
        department_id: int | None = None,
        upper_id: int | None = None,
        **more: Any,
    ) -> int:
        """Add a goal, below another one if told so, and return its id. `more`: other fields of `Goal`.

        Raises:
            Invalid: no name, a department's goal without department, a rule that can't work.
        """
        rule = Rule(Method.RATIO, Direction.HIGHER)
        given = {"rule": rule, **more}
        new = Goal(0, level, year, name_zh.strip(), name_en.strip(), department_id=department_id, **given)
        _refuse_wrong(new)
        with self._desk.change("add_goal", name=new.name_zh or new.name_en) as change:
            goal_id = change.insert(goal_table, **goals.goal_columns(new), score_c=c(goal_score(new)))
            if upper_id is not None:
                self._link(change, GoalLink(0, upper_id, lower_id=goal_id))
            return goal_id

    def edit_goal(self, goal_id: int, changes: Mapping[str, Any], *, visit: str = "") -> None:
        """Change fields of a goal; its score is computed again. Texts are tidied.

        Raises:
            Invalid: the goal would not work; `link_upside_down` where a link would no longer fit its level.
            KeyError: a field that can't be edited; the actual has `set_actual`.
        """
        if unknown := changes.keys() - _EDITABLE:
            raise KeyError(", ".join(sorted(unknown)))
        tidied: dict[str, Any] = {
            name: tidy_words(text) if type(text) is str else text for name, text in changes.items()
        }
        with self._desk.change("edit_goal", visit=visit, field=next(iter(changes))) as change:
            before = goals.goal_of(change.row(goal_table, goal_id))
            after = replace(before, **tidied)
            _refuse_wrong(after)
            change.say(name=before.name_zh or before.name_en)
            self._put(change, after)
            if after.level != before.level:
                self._check_links_of(change, goal_id)

    def set_actual(self, goal_id: int, actual: Decimal | None, *, visit: str = "") -> Decimal | None:
        """Enter a goal's own actual, None to take it back; return its score, None if it can't be computed.

        Raises:
            Invalid: the actual is not what the rule takes (a level off the scale, no yes or no).
        """
        with self._desk.change(
            "set_goal_actual", visit=visit, value="" if actual is None else actual
        ) as change:
            after = replace(goals.goal_of(change.row(goal_table, goal_id)), actual=actual)
            change.say(name=after.name_zh or after.name_en)
            self._put(change, after)
            return goal_score(after)

    def retire_goal(self, goal_id: int, *, on: bool = True) -> None:
        """Take a goal out of the tree, or back into it. Its links stay and count again when it is back."""
        with self._desk.change("retire_goal" if on else "revive_goal") as change:
            row = change.row(goal_table, goal_id)
            change.say(name=row["name_zh"] or row["name_en"])
            change.update(goal_table, goal_id, retired_on=self._desk.today().isoformat() if on else None)

    # -- links --

    def link(
        self, upper_id: int, *, lower_id: int | None = None, lineage: str = "", share: Decimal | None = None
    ) -> int:
        """Hang a goal, or an indicator by its lineage, below a goal; return the link's id.

        Raises:
            Invalid: a circle, a goal of the firm below a department's, a link that is there already, or shares
                above 100 %.
        """
        if (lower_id is None) == (not lineage):
            raise ValueError("a link hangs either a goal or an indicator")
        with self._desk.change("link_goal") as change:
            return self._link(change, GoalLink(0, upper_id, lower_id, lineage, share))

    def set_share(self, link_id: int, share: Decimal | None, *, visit: str = "") -> None:
        """Set how much of what hangs there counts for this goal, in percent; None: an equal part of the rest.

        Raises:
            Invalid: a share outside 0 < s <= 100, or shares of one thing above 100 % together.
        """
        with self._desk.change("set_goal_share", visit=visit, value="" if share is None else share) as change:
            changed = replace(goals.link_of(change.row(goal_link, link_id)), share=share)
            known = goals.goals(change.connection, with_retired=True)
            others = [goals.link_of(row) for row in change.find(goal_link)]
            if wrong := check_link(known, others, changed):
                raise Invalid(*wrong)
            self._say(change, changed)
            change.update(goal_link, link_id, share_c=c(share))

    def unlink(self, link_id: int) -> None:
        """Take something off a goal."""
        with self._desk.change("unlink_goal") as change:
            self._say(change, goals.link_of(change.row(goal_link, link_id)))
            change.delete(goal_link, link_id)

    # -- inside --

    def _put(self, change: Change, one: Goal) -> None:
        check_actual(one)
        change.update(goal_table, one.id, **goals.goal_columns(one), score_c=c(goal_score(one)))

    def _link(self, change: Change, new: GoalLink) -> int:
        known = goals.goals(change.connection, with_retired=True)
        links = [goals.link_of(row) for row in change.find(goal_link)]
        if new.upper_id not in {one.id for one in known}:
            raise refuse("goal", "goal_gone")
        if wrong := check_link(known, links, new):
            raise Invalid(*wrong)
        self._say(change, new)
        return change.insert(
            goal_link,
            upper_id=new.upper_id,
            lower_id=new.lower_id,
            lineage=new.lineage,
            share_c=c(new.share),
        )

    def _check_links_of(self, change: Change, goal_id: int) -> None:
        known = goals.goals(change.connection, with_retired=True)
        links = [goals.link_of(row) for row in change.find(goal_link)]
        for one in links:
            if goal_id in (one.upper_id, one.lower_id) and (wrong := check_link(known, links, one)):
                raise Invalid(*wrong)

    def _say(self, change: Change, link: GoalLink) -> None:
        row = change.row(goal_table, link.upper_id)
        change.say(name=row["name_zh"] or row["name_en"])

    def _cycles_of(self, connection: Reading, year: int) -> list[int]:
        found = [one for one in cycles.timeline(connection) if one.year == year]
        return innermost([(one.id, one.starts_on, one.ends_on) for one in found])


def _refuse_wrong(one: Goal) -> None:
    if wrong := [problem for problem in check_goal(one) if not problem.is_warning]:
        raise Invalid(*wrong)
