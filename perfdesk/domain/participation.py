"""How much of a cycle a person was there, and what that does to targets, grade and total (§8.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Problem

LEAST_SHARE = Fraction(1, 3)
"""Below this share of a cycle a person gets no grade, only a written remark (§8.5)."""
LEAST_SEGMENT = 30
"""A segment of fewer days joins its longer neighbour (§8.5)."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days in a row, both ends included; empty if it ends before it starts."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return max(0, (self.ends_on - self.starts_on).days + 1)

    def within(self, other: Span) -> Span:
        """Return the part that lies in another span; empty if none does."""
        return Span(max(self.starts_on, other.starts_on), min(self.ends_on, other.ends_on))

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Presence:
    """When a person was there in a cycle: the days of the form (`stay`) without those of long leave."""

    cycle: Span
    stay: Span
    absences: tuple[Span, ...] = ()

    def days_in(self, span: Span) -> int:
        """Return how many days of a span count; a day in two absences is left out once."""
        here = span.within(self.stay).within(self.cycle)
        count, until = here.days, here.starts_on - timedelta(days=1)
        for absence in sorted(self.absences):
            away = Span(max(absence.starts_on, until + timedelta(days=1)), absence.ends_on).within(here)
            if away.days:
                count -= away.days
                until = away.ends_on
        return count

    @property
    def days(self) -> int:
        return self.days_in(self.cycle)

    @property
    def share(self) -> Fraction:
        """p: days there ÷ days of the cycle, 0 to 1."""
        return Fraction(self.days, self.cycle.days) if self.cycle.days else Fraction(0)

    @property
    def is_whole(self) -> bool:
        return self.days == self.cycle.days


def presence(
    cycle: Span, starts_on: date | None = None, ends_on: date | None = None, absences: Iterable[Span] = ()
) -> Presence:
    """Return when a person was there; no date means the cycle's own."""
    stay = Span(starts_on or cycle.starts_on, ends_on or cycle.ends_on)
    return Presence(cycle, stay.within(cycle), tuple(one for one in absences if one.within(cycle).days))


def is_graded(parts: Sequence[Presence]) -> bool:
    """Tell whether a person takes part in the grading: there for a third of the cycle or more.

    `parts` are the segments of one person in one cycle: their days count together.
    """
    if not parts:
        return False
    return sum((part.share for part in parts), Fraction(0)) >= LEAST_SHARE


def join_short(segments: Sequence[Span], least: int = LEAST_SEGMENT) -> list[tuple[int, Span]]:
    """Return which segments stay, by position, each with the days it then has; the segments follow each other.

    The shortest one under `least` days joins its longer neighbour (equal: the later), until none is left or
    one remains. Source: §8.5.
    """
    kept = [(at, span) for at, span in enumerate(segments)]
    while len(kept) > 1:
        at = min(range(len(kept)), key=lambda place: kept[place][1].days)
        if kept[at][1].days >= least:
            break
        around = [place for place in (at - 1, at + 1) if 0 <= place < len(kept)]
        into = max(around, key=lambda place: (kept[place][1].days, place))
        both = (kept[at][1], kept[into][1])
        whole = Span(min(span.starts_on for span in both), max(span.ends_on for span in both))
        kept[into] = (kept[into][0], whole)
        del kept[at]
    return kept


def combined_total(parts: Iterable[tuple[int, Decimal | None]]) -> Decimal | None:
    """Return the total of several segments: Σ days·total ÷ Σ days, with 2 decimals; None if none has a total.

    A segment without a total is left out of both sums. Source: §8.5.
    """
    counted = [(days, total) for days, total in parts if total is not None and days > 0]
    whole = sum(days for days, _ in counted)
    if not whole:
        return None
    return round_half_up(sum((Fraction(total) * days for days, total in counted), Fraction(0)) / whole)


def check_span(span: Span, cycle: Span) -> tuple[Problem, ...]:
    """Return what is wrong with the days a form is to cover: in order, and some of them in the cycle."""
    if span.ends_on < span.starts_on:
        return (Problem("ends_on", "span_ends_first"),)
    if not span.within(cycle).days:
        details = {"first": cycle.starts_on.isoformat(), "last": cycle.ends_on.isoformat()}
        return (Problem("starts_on", "span_outside_cycle", details),)
    return ()


def check_transfer(on: date, stay: Span) -> tuple[Problem, ...]:
    """Return what is wrong with a day of transfer: the first day in the new position, after the segment began."""
    if stay.starts_on < on <= stay.ends_on:
        return ()
    details = {"first": (stay.starts_on + timedelta(days=1)).isoformat(), "last": stay.ends_on.isoformat()}
    return (Problem("on", "transfer_outside", details),)
