"""OKR in words: colours, commitment, kinds, what a mode means for the total."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.domain.okr import Colour, KeyResult, colour_of
from perfdesk.domain.terms import Commitment, KeyResultKind, OkrMode
from perfdesk.texts import N_, _, current, in_context
from perfdesk.texts.words import number, unit

COLOURS = {
    Colour.RED: (N_("far off"), "err"),
    Colour.YELLOW: (N_("on the way"), "neutral"),
    Colour.GREEN: (N_("going well"), "imp"),
}
"""Word and tone of a colour: the word says it, the tone only repeats it."""
COMMITMENTS = {
    Commitment.COMMITTED: N_("Committed"),
    Commitment.ASPIRATIONAL: N_("Challenge"),
}
KINDS = {
    KeyResultKind.METRIC: N_("Figure"),
    KeyResultKind.MILESTONE: N_("Milestone"),
    KeyResultKind.BINARY: N_("Yes or no"),
}
MODES = {
    OkrMode.R: N_("for reference, not counted in the total"),
    OkrMode.C: N_("not counted; the contribution is rated as an item of its own"),
    OkrMode.X: N_("counted: each objective is an item of the form"),
}


def score_text(points: Decimal | None) -> str:
    return "—" if points is None else number(points, 2)


def colour_word(points: Decimal | None) -> tuple[str, str]:
    """Return the word of a score's colour and its tone; nothing without a score."""
    if points is None:
        return "", "neutral"
    word, tone = COLOURS[colour_of(points)]
    return _(word), tone


def aim(result: KeyResult) -> str:
    """Return what a key result aims at: from start to target, its grades, or yes."""
    if result.kind is KeyResultKind.BINARY:
        return _("Yes")
    if result.kind is KeyResultKind.MILESTONE:
        return " / ".join(number(grade) for grade in result.milestones)
    start = "—" if result.start is None else number(result.start)
    target = "—" if result.target is None else number(result.target)
    return f"{start} → {target} {unit(result.unit, current()) if result.unit else ''}".strip()


def entry_text(result: KeyResult) -> str:
    """Return the actual as it would be typed."""
    if result.actual is None:
        return ""
    if result.kind is KeyResultKind.BINARY:
        return _("Yes") if result.actual == 1 else _("No")
    shown = f"{result.actual:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def hint(kind: KeyResultKind) -> str:
    """Return what is typed as the actual of a kind."""
    return {
        KeyResultKind.METRIC: _("Actual"),
        KeyResultKind.MILESTONE: in_context("milestone", "Grade"),
        KeyResultKind.BINARY: in_context("answer", "Yes / no"),
    }[kind]


def confidence_text(result: KeyResult) -> str:
    """Return how sure people are, with the step from the check-in before; "" where nobody said."""
    told = result.confidence
    if not told:
        return ""
    if len(told) == 1 or told[-1] == told[-2]:
        return _("confidence {value}/10").format(value=told[-1])
    return _("confidence {before} → {now}").format(before=told[-2], now=told[-1])
