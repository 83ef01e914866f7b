"""Words for codes: states, causes, kinds of action, units, cycles. Codes go in, words of a language come out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Protocol

from perfdesk.texts import N_, Translator

STATES = {
    "DRAFT": N_("Draft"),
    "AGREED": N_("Targets agreed"),
    "RUNNING": N_("Running"),
    "SELF_SCORED": N_("Self-scored"),
    "MANAGER_SCORED": N_("Manager scored"),
    "CALIBRATED": N_("Calibrated"),
    "CONFIRMED": N_("Interview confirmed"),
    "IMPROVING": N_("Improving"),
    "CLOSED": N_("Closed"),
}
PHASES = {
    "TARGETS": N_("Targets"),
    "PROCESS": N_("Tracking"),
    "SCORING": N_("Scoring"),
    "INTERVIEW": N_("Interview"),
    "IMPROVEMENT": N_("Improvement"),
}
CAUSES = {
    "CA1": N_("Expectations"),
    "CA2": N_("Resources"),
    "CA3": N_("Process"),
    "CA4": N_("Incentives"),
    "CA5": N_("Skill"),
    "CA6": N_("Fit"),
    "CA7": N_("Motivation"),
    "CA8": N_("Market"),
    "CA9": N_("Target"),
}
"""The nine cause chips, a word each: 期望 资源 流程 激励 技能 人岗 意愿 市场 目标."""
KINDS = {
    "TRAINING": N_("Training"),
    "COACHING": N_("Coaching"),
    "JOB_AID": N_("Job aid"),
    "TOOL": N_("Tool"),
    "RESOURCE": N_("Resource"),
    "PROCESS": N_("Process work"),
    "INCENTIVE": N_("Incentive"),
    "RECOGNITION": N_("Recognition"),
    "GOAL_RESET": N_("Goal reset"),
    "MEASURE_FIX": N_("Measure fix"),
    "WORKLOAD": N_("Workload"),
    "TRANSFER": N_("Transfer"),
    "CAREER": N_("Career"),
    "STRATEGY": N_("Strategy"),
}
ACTION_STATES = {
    "TODO": N_("To do"),
    "DOING": N_("Doing"),
    "DONE": N_("Done"),
    "DROPPED": N_("Dropped"),
    "CARRIED": N_("Carried over"),
}
MISSING = {
    "PENDING": N_("Not filled in"),
    "NOT_APPLICABLE": N_("Not applicable"),
    "UNAVAILABLE": N_("Not available"),
    "NOT_SUBMITTED": N_("Not submitted"),
}
METHODS = {
    "RATIO": N_("Ratio"),
    "LINEAR": N_("Linear interpolation"),
    "EFFICACY": N_("Efficacy coefficient"),
    "BAND": N_("Bands"),
    "ALL_OR_NOTHING": N_("All or nothing"),
    "DEDUCT": N_("Deduction"),
    "BONUS": N_("Bonus points"),
    "ANCHOR": N_("Anchored levels"),
    "TOLERANCE": N_("Tolerance"),
    "WORDS": N_("In words"),
}
CLASSES = {
    "KPI": N_("KPI"),
    "GS": N_("Key task"),
    "BEHAVIOUR": N_("Behaviour"),
    "OKR": N_("OKR"),
    "WORDS": N_("In words"),
}
NATURES = {"RESULT": N_("Result"), "PROCESS": N_("Process item"), "TASK": N_("Task")}
DIRECTIONS = {
    "HIGHER": N_("Higher is better"),
    "LOWER": N_("Lower is better"),
    "TARGET": N_("On target is best"),
}
AGGREGATIONS = {
    "SUM": N_("Sum"),
    "RATIO": N_("Ratio (recomputed)"),
    "AVG": N_("Average"),
    "LAST": N_("Value at end"),
}
UNITS = {
    "CNY": N_("CNY"),
    "count": N_("units"),
    "day": N_("days"),
    "min": N_("min"),
    "point": N_("points"),
    "level": N_("level"),
    "ratio": N_("times"),
    "kg/unit": N_("kg/unit"),
    "bool": N_("yes/no"),
}
LEVELS = {
    5: N_("far above"),
    4: N_("above"),
    3: N_("meets"),
    2: N_("below"),
    1: N_("far below"),
}
SCHEMES = {"P120": N_("100 = met, up to 120"), "P100": N_("0 to 100"), "P5": N_("Five levels")}
CYCLE_TYPES = {
    "MONTH": N_("Month"),
    "QUARTER": N_("Quarter"),
    "HALF": N_("Half year"),
    "YEAR": N_("Year"),
    "PROJECT": N_("Project"),
    "PROBATION": N_("Probation"),
}
EVENTS = {"BONUS": N_("Bonus"), "DEDUCTION": N_("Deduction"), "VETO": N_("Veto")}
RATER_GROUPS = {
    "SUPERIOR": N_("Superior"),
    "PEER": N_("Peers"),
    "SUBORDINATE": N_("Subordinates"),
    "CUSTOMER": N_("Customers"),
    "SELF": N_("Self"),
}
VETOES = {
    "CAP_GRADE": N_("Grade no better than the second lowest"),
    "ZERO_TOTAL": N_("Total is zero"),
    "MULTIPLY": N_("Total is multiplied"),
}
SWITCHES = {
    "INDICATORS": N_("Targets and actuals"),
    "TARGETS_FIRST": N_("Agree targets before the cycle"),
    "SELF_SCORE": N_("Self score"),
    "RATERS": N_("Several raters"),
    "CALIBRATION": N_("Calibration of grades"),
    "INTERVIEWS": N_("Notice, interview, signature"),
    "AMENDMENTS": N_("Changes on the way and appeals"),
    "GOALS": N_("Goals of the firm and its departments"),
    "OKR": N_("Objectives and key results (OKR)"),
    "FORMAL_PIP": N_("Formal improvement plans (PIP)"),
    "PAY": N_("Performance pay"),
}
NO_GRADE = {"SHORT": N_("here for less than a third of the cycle")}
"""Why a form gets no grade although it may have a total."""
CALIBRATION_REASONS = {
    "EVIDENCE": N_("New evidence"),
    "CONSISTENCY": N_("Same yardstick"),
    "SCOPE": N_("Task difficulty"),
    "VETO": N_("Veto"),
    "QUOTA": N_("Quota"),
}
"""Why a grade was changed: 新证据 尺度统一 任务难度 否决 比例."""
EXEMPTIONS = {
    "LEFT": N_("Has left the firm"),
    "PROBATION": N_("On probation"),
    "NEWCOMER": N_("Less than three months in the firm"),
    "LEAVE": N_("On medical, maternity or work-injury leave"),
    "ABSENT": N_("Away for more than half of the cycle"),
    "NO_GRADE": N_("Takes no part in this grading"),
    "NO_TOTAL": N_("Has no total"),
    "NOT_SCORED": N_("Not scored by the manager yet"),
}
"""Why somebody is not counted when grades are compared."""
PLAN_TYPES = {
    "IMPROVE": N_("Improvement plan"),
    "PIP": N_("Formal PIP"),
    "IDP": N_("Development plan"),
    "UNIT": N_("Unit plan"),
}


class Cycle(Protocol):
    """What a cycle's name is made of."""

    @property
    def type(self) -> str: ...
    @property
    def name_zh(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


def cycle_name(cycle: Cycle, _: Translator) -> str:
    """Return the firm's own name of a cycle, or one made from its type and dates: 2026 年三季度, 2026 Q3."""
    if own := _.pick(cycle.name_zh, cycle.name_en):
        return own
    day = cycle.starts_on
    if cycle.type == "QUARTER":
        return _("{year} Q{quarter}").format(year=day.year, quarter=_quarter(day, _))
    if cycle.type == "MONTH":
        return _("{year}-{month:02}").format(year=day.year, month=day.month)
    if cycle.type == "HALF":
        return (_("{year} first half") if day.month <= 6 else _("{year} second half")).format(year=day.year)
    if cycle.type == "YEAR":
        return _("Year {year}").format(year=day.year)
    return f"{_(CYCLE_TYPES[cycle.type])} {day.isoformat()}"


def cycle_short(cycle: Cycle, _: Translator) -> str:
    """Return a few letters for the axis of a chart: 26三, 26Q3."""
    day = cycle.starts_on
    if cycle.type == "QUARTER":
        return _("{year:02}Q{quarter}").format(year=day.year % 100, quarter=_quarter(day, _))
    if cycle.type == "YEAR":
        return str(day.year)
    return f"{day.year % 100:02}-{day.month:02}"


def _quarter(day: date, _: Translator) -> str:
    number = (day.month - 1) // 3
    return _.pick("一二三四"[number], str(number + 1))


def unit(code: str, _: Translator) -> str:
    """Return the word of a unit; a firm's own unit is shown as it is."""
    return _(UNITS[code]) if code in UNITS else code


def number(value: Decimal | None, places: int | None = None) -> str:
    """Format a number for the window: thousands separated, a true minus sign.

    `places`: exactly so many decimals; None: as many as it has, without trailing zeros. None is "—".
    """
    if value is None:
        return "—"
    shown = f"{value:,.{places}f}" if places is not None else f"{value:,f}"
    if places is None and "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.replace("-", "−")
