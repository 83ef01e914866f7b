"""What the two charts of the diagnosis show: the bridge from met to the total, and the total over the cycles."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from perfdesk.charts.trend import Level, TrendPoint, trend
from perfdesk.charts.waterfall import BridgeStep, bridge
from perfdesk.domain.comparison import Comparison
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.terms import Scheme
from perfdesk.models import gap_words
from perfdesk.texts import _, current, in_context, words
from perfdesk.views.chart_view import Build, small_line

MOST_STEPS = 7
"""More items than this are drawn as one step, so that each bar keeps a number that can be read."""
CYCLES = 8


def bridge_of(comparison: Comparison) -> Build | None:
    """Return the bridge of one form; None without a total. Steps add up to the printed total exactly."""
    total = comparison.sheet.total
    if total.total is None:
        return None
    steps = _steps(comparison)
    met = _met(comparison)
    outside = total.bonus - total.deduction
    if outside:
        steps.append(BridgeStep(_("bonus, deduction"), outside, "app.fill"))
    rest = total.total - met - sum((step.delta for step in steps), Decimal(0))
    if rest:
        steps.append(
            BridgeStep(_("cap or veto") if total.veto or abs(rest) > 1 else _("rounding"), rest, "app.fill")
        )
    return partial(
        bridge,
        start=(_("Met"), met),
        steps=tuple(steps),
        end=(in_context("result", "Total"), total.total),
        titles=(_("Step"), _("Points")),
        line=small_line(),
    )


def bridge_remark(comparison: Comparison) -> str:
    """Say in words what the bridge shows: 两个差距共失 20.70 分."""
    lost = [gap.contribution for gap in comparison.sheet.gaps if gap.is_gap]
    if not lost:
        return _("no gap")
    whole = f"{sum(lost, Decimal(0)):.2f}"
    if len(lost) == 1:
        return _("one gap costs {points} points").format(points=whole)
    return _("{count} gaps cost {points} points").format(count=len(lost), points=whole)


def trend_of(comparison: Comparison) -> Build | None:
    """Return the total over the cycles with the line of met and the bound of the next better grade."""
    points = [
        TrendPoint(
            words.cycle_short(point.cycle, current()),
            point.total,
            f"{words.cycle_name(point.cycle, current())} {words.number(point.total, 2)}",
        )
        for point in comparison.trend[-CYCLES:]
    ]
    if not any(point.value is not None for point in points):
        return None
    is_p5 = comparison.sheet.head.scheme is Scheme.P5
    levels = []
    met = _met(comparison) if comparison.sheet.total.total is not None else Decimal(3 if is_p5 else 100)
    levels.append(Level(met, _("met {score}").format(score=words.number(met))))
    bound = next_bound(comparison)
    if bound is not None:
        said = _("{grade} from {bound}").format(grade=bound[0], bound=words.number(bound[1]))
        levels.append(Level(bound[1], said, "app.text", dotted=True))
    return partial(
        trend,
        points=points,
        levels=levels,
        titles=(_("Cycle"), in_context("result", "Total")),
        places=2 if is_p5 else 1,
        line=small_line(),
    )


def next_bound(comparison: Comparison) -> tuple[str, Decimal] | None:
    """Return where the next better grade begins; None for the best one."""
    total = comparison.sheet.total.total
    better = [
        grade
        for grade in comparison.sheet.cycle.scheme.grades
        if total is not None and grade.lower_bound > total
    ]
    return (better[-1].code, better[-1].lower_bound) if better else None


def difference(comparison: Comparison) -> Decimal | None:
    """Return how the total differs from the last cycle that had one."""
    total = comparison.sheet.total.total
    before = [point.total for point in comparison.trend[:-1] if point.total is not None]
    return total - before[-1] if total is not None and before else None


def _met(comparison: Comparison) -> Decimal:
    """What the total would be if every scored item were just met."""
    gaps = comparison.sheet.gaps
    return sum((round_half_up(gap.weight * gap.met / 100) for gap in gaps), Decimal(0))


def _steps(comparison: Comparison) -> list[BridgeStep]:
    sheet = comparison.sheet
    names = {item.id: gap_words.item_name(item) for item in sheet.items}
    treated = {one.item.id for one in comparison.treatments if one.is_treated}
    found = []
    for gap in sheet.gaps:
        delta = sheet.total.weighted[gap.key] - round_half_up(gap.weight * gap.met / 100)
        role = "app.fill"
        if gap.is_gap:
            role = "imp.fill" if gap.key in treated else "gap.fill"
        if delta:
            tooltip = f"{names[gap.key]} {gap_words.signed(delta)}"
            found.append(BridgeStep(names[gap.key], delta, role, tooltip))
    # Losses first, the largest leading, as in the list beneath; then what was gained.
    found.sort(key=_size)
    if len(found) > MOST_STEPS:
        kept = sorted(found, key=_weight)[-(MOST_STEPS - 1) :]
        rest = [step for step in found if step not in kept]
        whole = sum((step.delta for step in rest), Decimal(0))
        found = [step for step in found if step in kept]
        found.append(BridgeStep(_("{count} more").format(count=len(rest)), whole, "app.fill"))
    return found


def _size(step: BridgeStep) -> tuple[bool, Decimal]:
    return (step.delta > 0, step.delta if step.delta < 0 else -step.delta)


def _weight(step: BridgeStep) -> Decimal:
    return abs(step.delta)
