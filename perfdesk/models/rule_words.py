"""A scoring rule in words: each parameter with its value, as a person would read it aloud. Source: domain §3."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import Direction, Method
from perfdesk.texts import _, current
from perfdesk.texts.words import number, unit

Line = tuple[str, str]


def with_unit(value: Decimal | None, code: str) -> str:
    """Return a number with its unit, or "—"."""
    if value is None:
        return number(None)
    return f"{number(value)} {unit(code, current())}".rstrip()


def rule_lines(rule: Rule, code: str) -> list[Line]:
    """Return caption and value for each parameter of a rule; `code` is the indicator's unit."""
    lines = list(_BY_METHOD[rule.method](rule, code))
    if rule.method is not Method.ANCHOR:
        limits = _("at least {floor}, at most {cap}").format(floor=number(rule.floor), cap=number(rule.cap))
        lines.append((_("Lowest and highest"), limits))
    return lines


def _earns(points: Decimal) -> str:
    return _("earns {points}").format(points=number(points))


def _at(value: Decimal | None, code: str, points: Decimal) -> str:
    return f"{with_unit(value, code)} → {number(points)}"


def _ratio(rule: Rule, code: str) -> Iterator[Line]:
    yield _("Target"), _("set on each form") if rule.target is None else _at(rule.target, code, Decimal(100))
    if rule.params.get("variant") == "LOWER_RECIPROCAL":
        yield _("Formula"), _("target ÷ actual × 100")
    elif rule.direction is Direction.LOWER:
        yield _("Formula"), _("(2 − actual ÷ target) × 100")
    else:
        yield _("Formula"), _("actual ÷ target × 100")
    if rule.params.get("gate") is not None:
        words = _("under {points} points nothing is earned").format(points=number(rule.number("gate")))
        yield _("Gate"), words


def _linear(rule: Rule, code: str) -> Iterator[Line]:
    yield _("Threshold"), _at(rule.threshold, code, rule.number("threshold_score", "60"))
    if rule.target is None:
        yield _("Target"), _("set on each form")
    else:
        yield _("Target"), _at(rule.target, code, rule.number("target_score", "100"))
    if rule.stretch is not None:
        yield _("Stretch"), _at(rule.stretch, code, rule.number("stretch_score", "120"))
    goes_on = rule.params.get("below_threshold") == "EXTRAPOLATE"
    yield _("Worse than the threshold"), _("the line goes on") if goes_on else _("earns nothing")


def _efficacy(rule: Rule, code: str) -> Iterator[Line]:
    standards = rule.standards()
    if standards is None:
        yield _("Unacceptable"), _at(rule.number("unacceptable"), code, Decimal(60))
        yield _("Satisfactory"), _at(rule.number("satisfactory"), code, Decimal(100))
        return
    for at, standard in enumerate(standards):
        yield _("Standard {number}").format(number=at + 1), _at(standard, code, Decimal(100 - 20 * at))


def _band(rule: Rule, code: str) -> Iterator[Line]:
    compare = "≤" if rule.direction is Direction.LOWER else "≥"
    for limit, points in rule.bands():
        caption = _("everything else") if limit is None else f"{compare} {with_unit(limit, code)}"
        yield caption, _earns(points)


def _all_or_nothing(rule: Rule, code: str) -> Iterator[Line]:
    passed, failed = rule.number("pass_score", "100"), rule.number("fail_score", "0")
    if rule.target is not None:
        yield _("Target"), with_unit(rule.target, code)
    yield _("Done, or target met"), _earns(passed)
    yield _("Not done"), _earns(failed)


def _deduct(rule: Rule, code: str) -> Iterator[Line]:
    yield _("Starts with"), _("{points} points").format(points=number(rule.number("base", "100")))
    if rule.target is not None:
        yield _("Free up to"), with_unit(rule.target, code)
    size = with_unit(rule.number("unit_size", "1"), code)
    points = number(rule.number("points_per_unit"))
    yield _("For every {size}").format(size=size), _("{points} points off").format(points=points)
    words = {"STARTED_UNIT": _("a started unit counts"), "PROPORTIONAL": _("parts count as parts")}
    yield _("Parts of a unit"), words.get(str(rule.params.get("rounding")), _("only full units count"))


def _bonus(rule: Rule, code: str) -> Iterator[Line]:
    yield _("Starts with"), _("{points} points").format(points=100)
    added = _("{points} points more").format(points=number(rule.number("points_per_unit")))
    yield _("For every {size}").format(size=with_unit(Decimal(1), code)), added


def _tolerance(rule: Rule, code: str) -> Iterator[Line]:
    yield _("Target"), _("set on each form") if rule.target is None else with_unit(rule.target, code)
    yield _("Within ± {band}").format(band=with_unit(rule.number("full_band"), code)), _earns(Decimal(100))
    yield (
        _("± {band} away or more").format(band=with_unit(rule.number("zero_band"), code)),
        _earns(Decimal(0)),
    )


def _anchor(_rule: Rule, _code: str) -> Iterator[Line]:
    yield _("Judged by level"), _("1 to 5, halves allowed")


_BY_METHOD = {
    Method.RATIO: _ratio,
    Method.LINEAR: _linear,
    Method.EFFICACY: _efficacy,
    Method.BAND: _band,
    Method.ALL_OR_NOTHING: _all_or_nothing,
    Method.DEDUCT: _deduct,
    Method.BONUS: _bonus,
    Method.ANCHOR: _anchor,
    Method.TOLERANCE: _tolerance,
}
