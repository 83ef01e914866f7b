"""What an event outside the weights needs before it may count: bonus, deduction and veto (§3.8, §3.13)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from perfdesk.domain.appraisal import FormEvent
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import EventKind, VetoEffect

HIGHEST = Decimal(100)
"""Points of one event."""


def bonus_items(events: Iterable[FormEvent]) -> list[Decimal]:
    """Return the points of each bonus item of a form, to be capped one by one (§3.8).

    Events with the same words (whatever their case and spacing) are entries of one item: three adopted ideas
    of 2 points are one item of 6.
    """
    found: dict[str, Decimal] = {}
    for event in events:
        if event.kind is EventKind.BONUS:
            words = " ".join(event.words.split()).casefold()
            found[words] = found.get(words, Decimal(0)) + event.points
    return list(found.values())


def check_event(event: FormEvent, today: date) -> tuple[Problem, ...]:
    """Return why an event can't be taken: no words, a day still to come, points or factor out of range."""
    found = []
    if not event.words.strip():
        found.append(Problem("words", "event_without_words"))
    if event.on > today:
        found.append(Problem("on", "event_in_future", {"day": event.on.isoformat()}))
    if event.kind is EventKind.VETO:
        is_multiplied = event.effect is VetoEffect.MULTIPLY
        if is_multiplied and (event.factor is None or not 0 <= event.factor < 1):
            found.append(Problem("factor", "veto_factor"))
    elif not 0 < event.points <= HIGHEST or event.points * 100 % 1:
        found.append(Problem("points", "event_points"))
    return tuple(found)


def still_needed(event: FormEvent, *, has_evidence: bool = False) -> tuple[Problem, ...]:
    """Return what an event that was taken still lacks: warnings, since a statement comes later than the event.

    `has_evidence`: a day, words or a file is attached to it. A bonus needs evidence (§3.8); a veto also a rule
    published before the event and what the employee says to it (§3.13).
    """
    found = []
    is_shown = has_evidence or bool(event.evidence.strip())
    name = {"name": event.words}
    if event.kind is EventKind.VETO:
        if not is_shown:
            found.append(Problem("evidence", "veto_without_evidence", name, is_warning=True))
        if event.rule_published_on is None:
            found.append(Problem("rule_published_on", "veto_without_rule", name, is_warning=True))
        elif event.rule_published_on >= event.on:
            details = {"published": event.rule_published_on.isoformat(), "day": event.on.isoformat()}
            found.append(Problem("rule_published_on", "veto_rule_too_late", details, is_warning=True))
        if not event.statement.strip():
            found.append(Problem("statement", "veto_without_statement", name, is_warning=True))
    elif event.kind is EventKind.BONUS and not is_shown:
        found.append(Problem("evidence", "bonus_without_evidence", name, is_warning=True))
    return tuple(found)
