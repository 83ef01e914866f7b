"""How gaps, items and plans are put into words in the split view."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.comparison import Treatment
from perfdesk.domain.gaps import Gap
from perfdesk.domain.grades import SCHEMES
from perfdesk.domain.scales import Scale, met_given, scale_of
from perfdesk.domain.scoring import target_of
from perfdesk.domain.terms import Scheme
from perfdesk.texts import _, current, in_context, pick, words


def item_name(item: FormItem) -> str:
    return pick(item.name_zh, item.name_en)


def unit_of(item: FormItem) -> str:
    return _("behaviour") if item.is_anchored else words.unit(item.unit, current())


def item_label(item: FormItem) -> str:
    """Name and unit: 销售额（万元）."""
    unit = unit_of(item)
    return _("{name} ({unit})").format(name=item_name(item), unit=unit) if unit else item_name(item)


def in_unit(value: Decimal | None, item: FormItem) -> str:
    """A value of an item with its unit, as it stands over a checkpoint: 11 个, 3 级."""
    if value is None:
        return "—"
    if item.is_anchored:
        return given(value, item)
    return (
        _("{amount} {unit}").format(amount=words.number(value), unit=words.unit(item.unit, current())).strip()
    )


def level(value: Decimal) -> str:
    return _("L{level}").format(level=words.number(value))


def given(value: Decimal, item: FormItem) -> str:
    """A level of an item, or points out of a hundred."""
    if scale_of(item.rule) is Scale.HUNDRED:
        return _("{amount} {unit}").format(amount=words.number(value), unit=in_context("unit", "pts"))
    return level(value)


def _scheme_of(item: FormItem) -> Scheme:
    """The scheme of the form, by the highest score that its items may have."""
    return next(
        (one for one in (Scheme.P5, Scheme.P100) if item.rule.cap <= SCHEMES[one].item_cap), Scheme.P120
    )


def target_text(item: FormItem) -> str:
    if item.is_anchored:
        met = met_given(item.rule, _scheme_of(item))
        return "—" if met is None else given(met, item)
    return words.number(target_of(item.rule))


def actual_text(item: FormItem) -> str:
    if item.is_anchored:
        return given(item.counted_level, item) if item.counted_level is not None else ""
    return words.number(item.actual) if item.actual is not None else ""


def short_by(item: FormItem, gap: Gap) -> str:
    """How far from the target, in the indicator's unit: 差 9 个; in points where the unit says nothing."""
    if gap.native_gap is not None and gap.native_gap > 0 and item.unit != "bool":
        is_level = item.is_anchored and scale_of(item.rule) is not Scale.HUNDRED
        unit = words.unit("level" if is_level else item.unit, current())
        if item.is_anchored and not is_level:
            unit = in_context("unit", "pts")
        return _("{amount} {unit} short").format(amount=words.number(gap.native_gap), unit=unit)
    return _("{points} points below met").format(points=f"{gap.score_gap:.2f}")


def lost(gap: Gap) -> str:
    """What it costs the total: 失 13.50 分."""
    return _("costs {points} points").format(points=f"{gap.contribution:.2f}")


def signed(value: Decimal, places: int = 2) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{abs(value):.{places}f}"


def history(gap: Gap) -> str:
    """Whether the gap was there in the cycles before, and whether it touches a strategic goal."""
    again = _("{count} cycles running").format(count=gap.cycles) if gap.cycles > 1 else _("first time")
    if not gap.is_gap:
        again = _("within tolerance")
    return f"{again} · {_('strategic')}" if gap.is_strategic else again


def short_day(day: date | None, today: date) -> str:
    """Month and day; with the year where it is another one."""
    if day is None:
        return "—"
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


def stands(treatment: Treatment, today: date) -> str:
    """One line on what is done about a gap, for a card that is closed."""
    if treatment.item.left_reason:
        return _("left for now: {reason}").format(reason=treatment.item.left_reason)
    if treatment.plan is None or not treatment.plan.actions:
        return _("no action yet")
    actions = treatment.plan.actions
    open_ones = [one for one in actions if one.status not in ("DONE", "DROPPED")]
    if not open_ones:
        return _("{count} actions, all finished").format(count=len(actions))
    due = min((one.due_on for one in open_ones if one.due_on), default=None)
    return _("{count} actions, next due {day}").format(count=len(actions), day=short_day(due, today))
