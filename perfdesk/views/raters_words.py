"""Words about raters: groups, replies against k, and the warnings of their statistics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.rater_statistics import RATEES_SHARES, RATERS_OWN_SHARES, Flag
from perfdesk.domain.raters import COLLEAGUES, GroupResult
from perfdesk.domain.terms import RaterGroup
from perfdesk.texts import N_, _, in_context, pick
from perfdesk.texts.words import RATER_GROUPS, number

if TYPE_CHECKING:
    from perfdesk.controllers.rater_report import RateeLine, RaterLine, RaterReport

SHEET_STATES = {"ASKED": N_("Asked"), "GIVEN": N_("Received"), "DECLINED": N_("Declined")}
_SHORT = {
    Flag.LENIENT: N_("lenient"),
    Flag.SEVERE: N_("severe"),
    Flag.HIGH_TEAM: N_("own team high"),
    Flag.LOW_TEAM: N_("own team low"),
    Flag.MIDDLE: N_("mostly the middle"),
    Flag.NARROW: N_("hardly tells apart"),
    Flag.SAME_MARKS: N_("same mark throughout"),
    Flag.DISAGREEING: N_("raters disagree"),
    Flag.BLIND_SPOT: N_("blind spot"),
    Flag.HIDDEN_STRENGTH: N_("hidden strength"),
}


def group_word(groups: Sequence[RaterGroup]) -> str:
    """Name a group; PEER and SUBORDINATE merged are 同事."""
    if tuple(groups) == COLLEAGUES:
        return _("Colleagues")
    return in_context("list of names", ", ").join(_(RATER_GROUPS[group.value]) for group in groups)


def flag_word(flag: Flag) -> str:
    return _(_SHORT[flag])


def group_result(one: GroupResult) -> str:
    """Say what a group gave: 同级 4.00（4 份）, with the ends where they may be shown."""
    words = _("{group} {mean} ({count})").format(
        group=group_word(one.groups), mean=shown(one.mean), count=one.replies
    )
    if one.lowest is not None and one.highest is not None:
        words += f"  {number(one.lowest)}–{number(one.highest)}"
    return words


def shown(value: Fraction | Decimal | None, places: int = 2, *, signed: bool = False) -> str:
    """Return an exact statistic rounded for display only."""
    if value is None:
        return "—"
    text = number(round_half_up(value, places), places)
    return f"+{text}" if signed and value > 0 else text


def warnings(found: RaterReport) -> Iterator[str]:
    """Yield the warnings of a cycle in words, raters by name and people by number."""
    for line in found.raters:
        for flag in line.flags:
            yield _of_rater(line, flag)
    for ratee in found.ratees:
        for flag in ratee.flags:
            yield _of_ratee(ratee, flag)


def limits(found: RaterReport) -> Iterator[str]:
    """Yield what always stands beside the figures."""
    low, high = sorted(RATERS_OWN_SHARES)
    less, more = RATEES_SHARES
    yield _(
        "In large studies {high} % and {low} % of the variance of ratings was the rater's own tendency and {less}"
        " to {more} % the performance rated (Scullen, Mount & Goff 2000): one rater is weak evidence."
    ).format(low=low, high=high, less=less, more=more)
    yield _("Leniency and halo are confounded: read them together. Nothing here corrects a score by itself.")
    if any(line.team and line.team.value is not None for line in found.raters):
        yield _(
            "Own team against all others can't tell a generous manager from a good team. Compare the evidence."
        )


def _of_rater(line: RaterLine, flag: Flag) -> str:
    name = line.name
    if flag in (Flag.LENIENT, Flag.SEVERE) and line.leniency is not None:
        words = (
            _("{name} gave {value} levels more than the others to the same {count} people.")
            if flag is Flag.LENIENT
            else _("{name} gave {value} levels less than the others to the same {count} people.")
        )
        value = abs(line.leniency.value or Fraction(0))
        return words.format(name=name, value=shown(value), count=line.leniency.ratees)
    if flag in (Flag.HIGH_TEAM, Flag.LOW_TEAM) and line.team is not None:
        return _(
            "{name}'s own team lies {value} levels from all others: generous rater or good team? Look at facts."
        ).format(name=name, value=shown(line.team.value, signed=True))
    if flag is Flag.MIDDLE and line.spread is not None:
        share = shown(line.spread.middle * 100, 0)
        return _("{name} gave level 3 in {share} % of {count} ratings: ask what tells people apart.").format(
            name=name, share=share, count=line.spread.ratings
        )
    if flag is Flag.NARROW:
        return _("{name}'s marks are spread less than half as much as usual.").format(name=name)
    count = len(line.halo.same) if line.halo else 0
    return _(
        "{name} gave {count} people the same mark on every item: was it one impression? Go through the anchors."
    ).format(name=name, count=count)


def _of_ratee(line: RateeLine, flag: Flag) -> str:
    name = pick(line.head.name, line.head.name_en)
    if flag is Flag.DISAGREEING:
        return _("{name}: the raters disagree on {count} of {items} items. Talk first, then use.").format(
            name=name, count=line.disagreeing, items=line.items
        )
    value = shown(line.gap.value if line.gap else None, signed=True)
    words = (
        _("{name} sees the own work {value} levels above what the others see: a blind spot.")
        if flag is Flag.BLIND_SPOT
        else _("{name} sees the own work {value} levels against what the others see: a hidden strength.")
    )
    return words.format(name=name, value=value)
