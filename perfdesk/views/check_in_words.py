"""Check-ins and evidence in words, and as the points of the small line beside an item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from perfdesk.charts.sparkline import Spark, sparkline
from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.progress import CheckIn, Evidence
from perfdesk.domain.scoring import target_of
from perfdesk.texts import _
from perfdesk.texts.words import number
from perfdesk.views import score_words
from perfdesk.views.chart_view import Build


def day_text(day: date) -> str:
    return day.strftime("%m-%d")


def fact(check_in: CheckIn, unit: str) -> str:
    """Return what a check-in told, in one sentence, with who told it at the end."""
    parts = []
    if check_in.actual is not None:
        parts.append(f"{number(check_in.actual)} {unit}".strip())
    if check_in.forecast is not None:
        parts.append(_("forecast {value}").format(value=number(check_in.forecast)))
    if check_in.confidence is not None:
        parts.append(_("confidence {value}/10").format(value=check_in.confidence))
    if check_in.obstacle:
        parts.append(_("obstacle: {words}").format(words=check_in.obstacle))
    if check_in.words:
        parts.append(check_in.words)
    told = " · ".join(parts)
    return f"{told}  {check_in.by}".strip()


def last_told(check_ins: Sequence[CheckIn], item: FormItem) -> str:
    """Return what the last check-in said, with its day."""
    last = check_ins[-1]
    return f"{day_text(last.on)}  {fact(last, score_words.unit_text(item))}"


def evidence_text(one: Evidence) -> str:
    """Return the words of a piece of evidence with who brought it; "" where only a file speaks."""
    return f"{one.words}  {one.by}".strip() if one.words else ""


def size_text(size: int) -> str:
    """Return the size of a file in KB or MB."""
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 1024))} KB"


def spark_of(check_ins: Sequence[CheckIn], item: FormItem) -> Build | None:
    """Return the drawing of an item's check-ins; None where no figure was told yet."""
    measured = [one for one in check_ins if one.actual is not None]
    if not measured or item.is_anchored or item.is_in_words:
        return None
    points = [
        Spark(day_text(one.on), one.actual, f"{day_text(one.on)}  {fact(one, '')}") for one in check_ins
    ]
    wanted, last = target_of(item.rule), measured[-1]
    target = None
    if wanted is not None:
        target = (wanted, _("Target {value}").format(value=number(wanted)))
    forecast = None
    if last.forecast is not None:
        forecast = (last.forecast, _("Forecast {value}").format(value=number(last.forecast)))
    titles = (_("Day"), _("Actual"))
    return partial(sparkline, points=points, target=target, forecast=forecast, titles=titles)
