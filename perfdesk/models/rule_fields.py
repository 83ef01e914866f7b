"""The parameters of a scoring rule as fields of a form: what each is called, how it reads, and the rule that a
typed text makes of it. Source: domain §3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from perfdesk.domain.numbers import parse_number
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import Direction, Method
from perfdesk.models.rows import Refused
from perfdesk.texts import N_, _, sentence
from perfdesk.texts.words import number

ATTRIBUTES = ("target", "threshold", "stretch", "floor", "cap")
TIERS = 5
DEFAULTS = {
    "threshold_score": "60",
    "target_score": "100",
    "stretch_score": "120",
    "pass_score": "100",
    "fail_score": "0",
    "base": "100",
    "unit_size": "1",
}


@dataclass(frozen=True, slots=True)
class RuleField:
    """One number of a rule. `caption` is a message id; `has_unit`: it is in the indicator's unit, otherwise in
    points; `may_be_empty`: the method works without it. `leads_to`: the field of the score that it earns."""

    name: str
    caption: str
    has_unit: bool = True
    may_be_empty: bool = False
    leads_to: str = ""
    earns: str = ""


_TARGET = N_("Target")
_LIMITS = (
    RuleField("floor", N_("At least"), has_unit=False),
    RuleField("cap", N_("At most"), has_unit=False),
)
FIELDS: Mapping[Method, tuple[RuleField, ...]] = {
    Method.RATIO: (
        RuleField("target", _TARGET, may_be_empty=True, earns="100"),
        RuleField("gate", N_("Nothing below (points)"), has_unit=False, may_be_empty=True),
    ),
    Method.LINEAR: (
        RuleField("threshold", N_("Threshold"), leads_to="threshold_score"),
        RuleField("target", _TARGET, may_be_empty=True, earns="100"),
        RuleField("stretch", N_("Stretch"), may_be_empty=True, leads_to="stretch_score"),
    ),
    Method.EFFICACY: (
        RuleField("unacceptable", N_("Unacceptable"), earns="60"),
        RuleField("satisfactory", N_("Satisfactory"), earns="100"),
    ),
    Method.BAND: (),
    Method.ALL_OR_NOTHING: (
        RuleField("target", _TARGET, may_be_empty=True, leads_to="pass_score"),
        RuleField("fail_score", N_("Otherwise"), has_unit=False),
    ),
    Method.DEDUCT: (
        RuleField("base", N_("Starts with"), has_unit=False),
        RuleField("unit_size", N_("For every")),
        RuleField("points_per_unit", N_("points off"), has_unit=False),
        RuleField("target", N_("Free up to"), may_be_empty=True),
    ),
    Method.BONUS: (RuleField("points_per_unit", N_("Points for each"), has_unit=False),),
    Method.TOLERANCE: (
        RuleField("target", _TARGET, may_be_empty=True),
        RuleField("full_band", N_("Full points within ±"), earns="100"),
        RuleField("zero_band", N_("Nothing from ±"), earns="0"),
    ),
}
SCORES = {
    "threshold_score": N_("Points at the threshold"),
    "stretch_score": N_("Points at the stretch"),
    "pass_score": N_("Points when met"),
}
TIER_CAPTIONS = (
    N_("Excellent"),
    N_("Good"),
    N_("Average"),
    N_("Low"),
    N_("Poor"),
)
"""The five standards of the evaluation rules for state enterprises: 优秀 良好 平均 较低 较差 (§3.4)."""


def fields_of(rule: Rule) -> tuple[RuleField, ...]:
    """Return the fields of a rule as it now is: the five standards of EFFICACY where it has them."""
    if rule.method == Method.EFFICACY and rule.params.get("standards") is not None:
        return tuple(
            RuleField(f"standards.{at}", caption, earns=str(100 - 20 * at))
            for at, caption in enumerate(TIER_CAPTIONS)
        )
    return FIELDS.get(rule.method, ())


def limit_fields(rule: Rule) -> tuple[RuleField, ...]:
    """Return floor and cap, where the method has them."""
    return _LIMITS if rule.method in FIELDS else ()


def caption_of(name: str) -> str:
    """Return the caption of a score that stands behind an arrow."""
    return _(SCORES[name])


def param_word(name: str) -> str:
    """Return what a parameter is called in the form; one without a field of its own keeps its name."""
    if name in SCORES:
        return _(SCORES[name])
    found = [one.caption for fields in FIELDS.values() for one in (*fields, *_LIMITS) if one.name == name]
    return _(found[0]) if found else _("Bands") if name == "bands" else name


def refused_of(invalid: Invalid) -> Refused:
    """Return why an entry was not taken, with its likely fix."""
    problem = invalid.problems[0]
    fix = problem.details.get("fix")
    if "param" in problem.details:
        named = {**problem.details, "param": param_word(str(problem.details["param"]))}
        problem = replace(problem, details=named)
    return Refused(sentence(problem), fix=str(fix) if fix is not None else None)


def text_of(rule: Rule, name: str) -> str:
    """Return a number of the rule as it stands in its field; "" where it is not set."""
    if name in ATTRIBUTES:
        value = getattr(rule, name)
    elif "." in name:
        value = _at(rule.params, name)
    else:
        value = rule.params.get(name, DEFAULTS.get(name))
    if value is None:
        return ""
    try:
        return number(Decimal(str(value))).replace(",", "").replace("−", "-")
    except ArithmeticError:
        return str(value)


def with_text(rule: Rule, name: str, text: str) -> Rule:
    """Return the rule with one number as typed; "" takes it away.

    Raises:
        Invalid: it is no number, finer or larger than the file can keep.
    """
    value = parse_number(text, name, allow_percent=True) if text.strip() else None
    if name in ATTRIBUTES:
        if value is None and name in ("floor", "cap"):
            value = Decimal(0) if name == "floor" else Decimal(120)
        changed: dict[str, Decimal | None] = {name: value}
        return replace(rule, **changed)  # type: ignore[arg-type]
    params = dict(rule.params)
    shown = None if value is None else format(value, "f")
    if "." in name:
        group, at = name.split(".")
        listed = list(params.get(group, ()))  # type: ignore[call-overload]
        listed[int(at)] = shown
        params[group] = listed
    elif shown is None:
        params.pop(name, None)
    else:
        params[name] = shown
    return replace(rule, params=params)


def with_param(rule: Rule, name: str, value: object) -> Rule:
    """Return the rule with a choice such as `below_threshold`; None takes it away."""
    params = {key: kept for key, kept in rule.params.items() if key != name}
    return replace(rule, params=params if value is None else {**params, name: value})


def with_tiers(rule: Rule, *, five: bool) -> Rule:
    """Return an EFFICACY rule with five standards, evenly spaced between its two values, or with the two again."""
    standards = rule.params.get("standards")
    if five == (standards is not None):
        return rule
    if five:
        worst, best = rule.number("unacceptable"), rule.number("satisfactory")
        step = (best - worst) / (TIERS - 1)
        listed = [
            format((best - step * at).quantize(Decimal("0.0001")).normalize(), "f") for at in range(TIERS)
        ]
        return replace(rule, params={"standards": listed})
    found = rule.standards() or [Decimal(100), Decimal(0)]
    return replace(rule, params={"unacceptable": str(found[-1]), "satisfactory": str(found[0])})


def band_texts(rule: Rule) -> list[tuple[str, str]]:
    """Return limit and score of each band as they stand in their cells; the last limit is empty."""
    try:
        found = rule.bands()
    except Invalid:
        return []
    return [("" if limit is None else _plain(limit), _plain(points)) for limit, points in found]


def with_band(rule: Rule, at: int, part: str, text: str) -> Rule:
    """Return a BAND rule with one cell as typed; `part` is limit or score. Raises Invalid."""
    value = format(parse_number(text, part, allow_percent=True), "f")
    bands = [{"limit": limit or None, "score": points} for limit, points in band_texts(rule)]
    bands[at][part] = value
    return replace(rule, params={"bands": bands})


def with_band_added(rule: Rule) -> Rule:
    """Return a BAND rule with one more band before the last, half-way below the worst limit."""
    limits = [limit for limit, _points in rule.bands() if limit is not None]
    bands: list[dict[str, str | None]] = [
        {"limit": limit or None, "score": points} for limit, points in band_texts(rule)
    ]
    d = -1 if rule.direction is Direction.LOWER else 1
    step = (
        abs(limits[-1] - limits[-2]) if len(limits) > 1 else abs(limits[-1]) / 10 if limits else Decimal(10)
    )
    following = limits[-1] - d * (step or Decimal(1)) if limits else Decimal(100)
    above = Decimal(bands[-2]["score"] or 0) if len(bands) > 1 else Decimal(100)
    below = Decimal(bands[-1]["score"] or 0)
    bands.insert(-1, {"limit": _plain(following), "score": _plain((above + below) / 2)})
    return replace(rule, params={"bands": bands})


def without_band(rule: Rule, at: int) -> Rule:
    """Return a BAND rule without one band; the last, for everything else, stays."""
    bands = [{"limit": limit or None, "score": points} for limit, points in band_texts(rule)]
    if at < len(bands) - 1 and len(bands) > 2:
        del bands[at]
    return replace(rule, params={"bands": bands})


def _at(params: Mapping[str, object], name: str) -> object:
    group, at = name.split(".")
    listed = params.get(group)
    return listed[int(at)] if isinstance(listed, list | tuple) and int(at) < len(listed) else None


def _plain(value: Decimal) -> str:
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
