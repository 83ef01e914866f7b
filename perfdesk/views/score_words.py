"""Words and figures of the score page: values, targets, progress, and why an entry was refused."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfdesk.domain.appraisal import FormItem, FormSheet, Standing
from perfdesk.domain.explanation import Line
from perfdesk.domain.grades import Grade, GradeScheme
from perfdesk.domain.problems import Problem
from perfdesk.domain.scoring import target_of
from perfdesk.domain.terms import FormState, Method, Missing, Scheme
from perfdesk.domain.totals import weighted_points
from perfdesk.models.entries import WrongEntry
from perfdesk.models.rows import Refused
from perfdesk.texts import N_, _, current, in_context, pick, sentence
from perfdesk.texts.words import MISSING, number, unit
from perfdesk.views import score_scale

NO_VALUE = "—"
REMARKS = {
    "strengths": N_("Manager's words: strengths"),
    "improvements": N_("Manager's words: to improve"),
}
"""The words a manager writes on a form."""
_SHOWN = 60


def item_name(item: FormItem) -> str:
    return pick(item.name_zh, item.name_en)


def plain(value: Decimal) -> str:
    """Return a number as it is typed: no separators, no trailing zeros, a plain minus."""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def value_of(item: FormItem) -> Decimal | None:
    return item.level if item.is_anchored else item.actual


def value_text(item: FormItem) -> str:
    """Return the level or actual as shown, "" without one; what several raters came to is the level."""
    value = value_of(item) if item.combined_level is None else item.combined_level
    if value is None:
        return ""
    if item.unit == "bool" and not item.is_anchored:
        return _("Yes") if value == 1 else _("No")
    return number(value)


def entry_text(item: FormItem) -> str:
    """Return the level or actual as it would be typed, or the words of an item without a number."""
    if item.is_in_words:
        return item.words
    value = value_of(item)
    return "" if value is None else plain(value)


def own_text(item: FormItem) -> str:
    """Return the levels that stand beside the one that counts: the employee's own, the manager's of several."""
    beside = []
    if item.combined_level is not None and item.level is not None:
        beside.append(_("manager {level}").format(level=number(item.level)))
    if item.self_level is not None:
        beside.append(self_text(item))
    return "  ".join(beside)


def self_text(item: FormItem) -> str:
    """Return the employee's own level: 自评 4."""
    return _("self {level}").format(level=number(item.self_level))


def short_day(iso: str) -> str:
    """Return month and day of an ISO date: 10-13."""
    return iso[5:10]


def unit_text(item: FormItem) -> str:
    if item.is_in_words:
        return ""
    if score_scale.range_text(item):
        return in_context("unit", "pts")
    return _("level") if item.is_anchored else unit(item.unit, current())


def target_text(item: FormItem) -> str:
    """Return threshold / target / stretch, or the target alone; "" where a level is judged."""
    if item.is_anchored or item.is_in_words:
        return score_scale.range_text(item)
    rule = item.rule
    if rule.threshold is not None and rule.target is not None:
        values = [rule.threshold, rule.target, rule.stretch]
        return " / ".join(number(value) for value in values if value is not None)
    if rule.method is Method.ALL_OR_NOTHING and rule.target is None:
        return _("Yes")
    target = target_of(rule)
    return NO_VALUE if target is None else number(target)


def weight_of(item: FormItem, sheet: FormSheet) -> Decimal | None:
    """Return the weight that counts: the item's own until all is scored, then what exclusions made of it."""
    return item.weight if sheet.total.is_provisional else sheet.total.weights.get(item.id, item.weight)


def weighted_of(item: FormItem, sheet: FormSheet) -> Decimal | None:
    """Return what an item gives to the total; while something is missing, by its own weight."""
    if not sheet.total.is_provisional:
        return sheet.total.weighted.get(item.id)
    if item.score is None or item.id not in sheet.total.weighted:
        return None
    return weighted_points(item.score, item.weight or Decimal(0))


def so_far(sheet: FormSheet) -> Decimal:
    """Return the points gathered so far, without what is missing."""
    found = [weighted_of(item, sheet) for item in sheet.items]
    return sum((one for one in found if one is not None), Decimal("0.00"))


def explain_so_far(sheet: FormSheet) -> list[Line]:
    """Explain the points gathered so far, item by item."""
    lines, terms = [], []
    for item in sheet.items:
        weighted = weighted_of(item, sheet)
        if weighted is not None and item.score is not None:
            values: dict[str, str | Decimal] = {
                "name": item_name(item),
                "score": item.score,
                "weight": plain_number(item.weight),
            }
            lines.append(Line("weighted", values, weighted))
            terms.append(points(weighted))
    return [*lines, Line("subtotal", {"terms": " + ".join(terms)}, so_far(sheet)), Line("provisional", {})]


def plain_number(value: Decimal | None) -> Decimal:
    return Decimal(plain(value)) if value is not None else Decimal(0)


def points(value: Decimal | None) -> str:
    """Return a score with two decimals."""
    return NO_VALUE if value is None else number(value, 2)


def missing_word(item: FormItem) -> str:
    """Return why there is no value (不适用 …), "" where there is one or none was given."""
    told = (Missing.NOT_APPLICABLE, Missing.UNAVAILABLE, Missing.NOT_SUBMITTED)
    return _(MISSING[item.missing.value]) if item.missing in told else ""


def is_open(item: FormItem) -> bool:
    """Still to be scored or answered, or to be given a reason for having no score."""
    if item.is_in_words:
        return item.missing is Missing.PENDING
    return item.score is None and item.missing not in (Missing.NOT_APPLICABLE, Missing.UNAVAILABLE)


def wrong_place(entry: WrongEntry) -> str:
    """Return where on its form a refused entry stands."""
    if not entry.item_id:
        return _(REMARKS[entry.what])
    name = pick(entry.item_zh, entry.item_en)
    return f"{name} {_('comment')}" if entry.what == "comment" else name


def unsaved_line(entry: WrongEntry) -> str:
    """Return a line of the list of what is not saved; long words are cut."""
    text = " ".join(entry.text.split())
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"{entry.person} {wrong_place(entry)}: {shown}"


def progress(standing: Standing, wrong: int = 0) -> tuple[str, str, str]:
    """Return the sign, its tone and the words of how far a form is; `wrong` counts its refused entries."""
    if wrong:
        return "bang", "err", _("{count} wrong").format(count=wrong)
    left = standing.items - standing.given
    if standing.state not in (FormState.DRAFT, FormState.AGREED, FormState.RUNNING, FormState.SELF_SCORED):
        return "check", "imp", in_context("progress", "Sent")
    if standing.items and not left and not standing.is_provisional:
        return "check", "imp", in_context("progress", "Done")
    if standing.items and not left:
        return "half", "app", in_context("progress", "Provisional")
    if standing.given == 0:
        return "ring", "muted", f"0/{standing.items}"
    return "half", "app", _("{count} left").format(count=max(left, 1))


def grade_rank(grade: Grade, scheme: GradeScheme) -> int:
    """Return how the badge of a grade is drawn: 0 for the best to 4 for the last of five."""
    codes = [one.code for one in scheme.grades]
    at, last = codes.index(grade.code), len(codes) - 1
    return round(at * 4 / last) if last else 0


def grade_text(grade: Grade) -> str:
    return f"{grade.code} {pick(grade.name_zh, grade.name_en)}"


def whole_of(scheme: Scheme) -> Decimal:
    """Return the length of a bar that shows points of a total."""
    return Decimal(5) if scheme is Scheme.P5 else Decimal(100)


def refused(problems: Sequence[Problem], hint: str = "") -> Refused:
    """Return what the note under a wrong entry says."""
    first = problems[0]
    fix = str(first.details.get("fix", "")) or None
    return Refused(sentence(first), hint, fix)


def all_sentences(problems: Sequence[Problem]) -> str:
    return " ".join(dict.fromkeys(sentence(problem) for problem in problems))
