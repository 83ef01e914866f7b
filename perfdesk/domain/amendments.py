"""Targets changed during a cycle (§8.4): what holds then, and from which parts it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.explanation import Line
from perfdesk.domain.participation import Presence, Span
from perfdesk.domain.problems import Problem
from perfdesk.domain.rule import Rule
from perfdesk.domain.rule_checks import check_rule
from perfdesk.domain.rule_numbers import blend, main_number, numbers_of
from perfdesk.domain.terms import Aggregation

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """The rule that holds from a day on, with the numbers of a whole cycle."""

    effective_on: date
    rule: Rule


@dataclass(frozen=True, slots=True)
class Part:
    """A target of the whole cycle and the days for which it counts, of the `of` days of the cycle."""

    target: Decimal
    days: int
    of: int


@dataclass(frozen=True, slots=True)
class Derived:
    """The rule that a form item is scored by. `parts`: from what its target comes; empty where it was not
    computed (no change and a whole cycle, or a target that does not scale)."""

    rule: Rule
    parts: tuple[Part, ...] = ()

    @property
    def target(self) -> Decimal | None:
        """The number that earns 100 points."""
        return numbers_of(self.rule).get(main_number(self.rule))


def elapsed_share(cycle: Span, effective_on: date) -> Fraction:
    """Return e: the days of the cycle before a day ÷ the days of the cycle, 0 to 1."""
    before = Span(cycle.starts_on, effective_on - timedelta(days=1)).within(cycle)
    return Fraction(before.days, cycle.days)


def is_past_half(cycle: Span, effective_on: date) -> bool:
    """Tell whether a target was changed past half of the cycle, e > 1/2 (HC28)."""
    return elapsed_share(cycle, effective_on) > HALF


def derived(
    agreed: Rule, changes: Sequence[RuleChange], presence: Presence, aggregation: Aggregation
) -> Derived:
    """Return the rule to score by, from the agreed one, its changes and the days the person was there.

    SUM: each value counts for its own days of the cycle, T = Σ Tᵢ·daysᵢ ÷ cycle days, rounded once to 2
    decimals; threshold, stretch, U, G, standards, limits and tolerance bands likewise. Others: the last change
    holds for the whole cycle, and days do not matter. Source: §8.4, §8.5.
    """
    in_order = sorted(changes, key=lambda change: change.effective_on)
    last = in_order[-1].rule if in_order else agreed
    # Nobody can be scored by a target for no day at all; without a day there is no grade either.
    if aggregation is not Aggregation.SUM or not numbers_of(agreed) or not presence.days:
        return Derived(last)
    if not in_order and presence.is_whole:
        return Derived(agreed)
    parts = [(rule, presence.days_in(span)) for rule, span in _periods(agreed, in_order, presence.cycle)]
    parts = [(rule, days) for rule, days in parts if days]
    of = presence.cycle.days
    rule = blend([(rule, Fraction(days, of)) for rule, days in parts])
    main = main_number(rule)
    shown = tuple(Part(numbers_of(rule)[main], days, of) for rule, days in parts) if main else ()
    return Derived(rule, shown)


def _periods(agreed: Rule, changes: Sequence[RuleChange], cycle: Span) -> list[tuple[Rule, Span]]:
    rules = [agreed, *(change.rule for change in changes)]
    starts = [cycle.starts_on, *(change.effective_on for change in changes)]
    ends = [start - timedelta(days=1) for start in starts[1:]] + [cycle.ends_on]
    return [(rule, Span(*days).within(cycle)) for rule, *days in zip(rules, starts, ends, strict=True)]


def explain_target(agreed: Rule, found: Derived) -> tuple[Line, ...]:
    """Explain a target that is not the agreed one: its parts by days, or that it holds for the whole cycle."""
    target = found.target
    if target is None or found.rule == agreed:
        return ()
    if found.parts:
        terms = " + ".join(f"{_signed(part.target)} × {part.days} ÷ {part.of}" for part in found.parts)
        return (Line("target_by_days", {"terms": terms}, target),)
    before = numbers_of(agreed).get(main_number(agreed))
    return (Line("target_amended", {"agreed": f"{before:f}"}, target),) if before is not None else ()


def _signed(value: Decimal) -> str:
    return f"{value:f}" if value >= 0 else f"(−{-value:f})"


def check_amendment(
    agreed: Rule, new: Rule, effective_on: date, cycle: Span, earlier: Sequence[RuleChange] = ()
) -> tuple[Problem, ...]:
    """Return what is wrong with a change of a target; empty if it may be made.

    It takes effect on a day of the cycle, after the changes made before, changes something, keeps the method,
    and the new numbers make a valid rule.
    """
    found = []
    if effective_on not in cycle:
        details = {"first": cycle.starts_on.isoformat(), "last": cycle.ends_on.isoformat()}
        found.append(Problem("effective_on", "amend_outside_cycle", details))
    elif earlier and effective_on <= (last := max(change.effective_on for change in earlier)):
        found.append(Problem("effective_on", "amend_not_after", {"day": last.isoformat()}))
    now = max(earlier, key=lambda change: change.effective_on).rule if earlier else agreed
    if not numbers_of(now):
        found.append(Problem("target", "amend_without_target"))
    elif numbers_of(new) == numbers_of(now):
        found.append(Problem("target", "amend_changes_nothing"))
    found += [problem for problem in check_rule(new) if not problem.is_warning]
    return tuple(found)
