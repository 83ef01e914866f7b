"""The field's own words as codes: one meaning each (domain reference §1, §2.2, §3, §8, §10, §11)."""

from __future__ import annotations

from enum import StrEnum


class ItemClass(StrEnum):
    """Class of an indicator (§2.2). BEHAVIOUR is judged by anchors, KPI is measured, GS is a key task."""

    KPI = "KPI"
    GS = "GS"
    BEHAVIOUR = "BEHAVIOUR"


class Nature(StrEnum):
    RESULT = "RESULT"
    PROCESS = "PROCESS"
    TASK = "TASK"


class Method(StrEnum):
    """How an actual or a level becomes a score (§3)."""

    RATIO = "RATIO"
    LINEAR = "LINEAR"
    EFFICACY = "EFFICACY"
    BAND = "BAND"
    ALL_OR_NOTHING = "ALL_OR_NOTHING"
    DEDUCT = "DEDUCT"
    BONUS = "BONUS"
    ANCHOR = "ANCHOR"
    TOLERANCE = "TOLERANCE"


class Direction(StrEnum):
    HIGHER = "HIGHER"
    LOWER = "LOWER"
    TARGET = "TARGET"


class Aggregation(StrEnum):
    SUM = "SUM"
    RATIO = "RATIO"
    AVG = "AVG"
    LAST = "LAST"


class Missing(StrEnum):
    """State of an actual (§3.12). VALUE: there is one. Missing is never zero."""

    VALUE = "VALUE"
    PENDING = "PENDING"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    UNAVAILABLE = "UNAVAILABLE"
    NOT_SUBMITTED = "NOT_SUBMITTED"


class Scheme(StrEnum):
    """Preset of level scores and grades (§5.2, §5.3)."""

    P120 = "P120"
    P100 = "P100"
    P5 = "P5"


class FormState(StrEnum):
    """State of a form (§8.2), in order."""

    DRAFT = "DRAFT"
    AGREED = "AGREED"
    RUNNING = "RUNNING"
    SELF_SCORED = "SELF_SCORED"
    MANAGER_SCORED = "MANAGER_SCORED"
    CALIBRATED = "CALIBRATED"
    CONFIRMED = "CONFIRMED"
    IMPROVING = "IMPROVING"
    CLOSED = "CLOSED"


class RaterGroup(StrEnum):
    SUPERIOR = "SUPERIOR"
    PEER = "PEER"
    SUBORDINATE = "SUBORDINATE"
    CUSTOMER = "CUSTOMER"
    SELF = "SELF"


class EventKind(StrEnum):
    """What stands outside the 100 % of weights (§3.8, §3.11, §3.13)."""

    BONUS = "BONUS"
    DEDUCTION = "DEDUCTION"
    VETO = "VETO"


class VetoEffect(StrEnum):
    CAP_GRADE = "CAP_GRADE"
    ZERO_TOTAL = "ZERO_TOTAL"
    MULTIPLY = "MULTIPLY"


class CycleType(StrEnum):
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    HALF = "HALF"
    YEAR = "YEAR"
    PROJECT = "PROJECT"
    PROBATION = "PROBATION"


class CauseCode(StrEnum):
    """The nine causes of a gap (§10.1). CA5 to CA7 lie in the person, the others in the conditions."""

    INFO = "CA1"
    RES = "CA2"
    PROC = "CA3"
    INC = "CA4"
    KS = "CA5"
    CAP = "CA6"
    WILL = "CA7"
    EXT = "CA8"
    GOAL = "CA9"


class ActionKind(StrEnum):
    """What sort of intervention an action is (§11.2)."""

    TRAINING = "TRAINING"
    COACHING = "COACHING"
    JOB_AID = "JOB_AID"
    TOOL = "TOOL"
    RESOURCE = "RESOURCE"
    PROCESS = "PROCESS"
    INCENTIVE = "INCENTIVE"
    RECOGNITION = "RECOGNITION"
    GOAL_RESET = "GOAL_RESET"
    MEASURE_FIX = "MEASURE_FIX"
    WORKLOAD = "WORKLOAD"
    TRANSFER = "TRANSFER"
    CAREER = "CAREER"
    STRATEGY = "STRATEGY"


class PlanType(StrEnum):
    IMPROVE = "IMPROVE"
    PIP = "PIP"
    IDP = "IDP"
    UNIT = "UNIT"


class PlanStatus(StrEnum):
    DRAFT = "DRAFT"
    AGREED = "AGREED"
    ACTIVE = "ACTIVE"
    EVALUATED = "EVALUATED"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"


class ActionStatus(StrEnum):
    TODO = "TODO"
    DOING = "DOING"
    DONE = "DONE"
    DROPPED = "DROPPED"
    CARRIED = "CARRIED"
