"""Doubtful data (§3.14): said to the person who enters it; only what cannot be is refused."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.domain.problems import Problem

FAR = 5
"""An actual more than this many times above or below the baseline is to be confirmed."""


def data_flags(
    actual: Decimal | None,
    *,
    baseline: Decimal | None = None,
    is_share: bool = False,
    denominator: Decimal | None = None,
    is_own_entry: bool = False,
    field: str = "actual",
) -> tuple[Problem, ...]:
    """Return what is doubtful about an actual; warnings are to be confirmed, the others are errors.

    `is_share`: the value is a share of a whole, 0 to 100 %. `is_own_entry`: entered by the appraisee.
    A denominator of 0 means that the item is not applicable. Source: §3.14.
    """
    found = []
    if denominator is not None and denominator == 0:
        found.append(Problem(field, "denominator_zero", is_warning=True))
    if actual is None:
        return tuple(found)
    text = format(actual, "f")
    if is_share and not 0 <= actual <= 100:
        found.append(Problem(field, "share_off_range", {"text": text}))
    if baseline is not None and baseline > 0 and not baseline <= actual * FAR <= baseline * FAR * FAR:
        details = {"text": text, "baseline": format(baseline, "f")}
        found.append(Problem(field, "far_from_baseline", details, is_warning=True))
    if is_own_entry:
        found.append(Problem(field, "own_entry", is_warning=True))
    return tuple(found)
