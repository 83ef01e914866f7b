"""The field's own words as codes: one meaning each (domain reference §1, §2.2, §3, §8, §10, §11)."""

from __future__ import annotations

from enum import StrEnum


class ItemClass(StrEnum):
    """Class of an indicator (§2.2). BEHAVIOUR is judged by anchors, KPI is measured, GS is a key task, OKR stands
    for an objective that is counted (mode X), WORDS is answered in words only."""

    KPI = "KPI"
    GS = "GS"
    BEHAVIOUR = "BEHAVIOUR"
    OKR = "OKR"
    WORDS = "WORDS"


class Nature(StrEnum):
    RESULT = "RESULT"
    PROCESS = "PROCESS"
    TASK = "TASK"


class Method(StrEnum):
    """How an actual or a level becomes a score (§3). WORDS: no number at all, hence no weight and no score."""

    RATIO = "RATIO"
    LINEAR = "LINEAR"
    EFFICACY = "EFFICACY"
    BAND = "BAND"
    ALL_OR_NOTHING = "ALL_OR_NOTHING"
    DEDUCT = "DEDUCT"
    BONUS = "BONUS"
    ANCHOR = "ANCHOR"
    TOLERANCE = "TOLERANCE"
    WORDS = "WORDS"


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


class SignatureState(StrEnum):
    """What the employee did with the result (§12.4)."""

    SIGNED = "SIGNED"
    SIGNED_DISAGREE = "SIGNED_DISAGREE"
    REFUSED = "REFUSED"
    DELIVERED_REMOTE = "DELIVERED_REMOTE"


class SheetState(StrEnum):
    """State of one rater's sheet (§6)."""

    ASKED = "ASKED"
    GIVEN = "GIVEN"
    DECLINED = "DECLINED"


class CalibrationReason(StrEnum):
    """Why a grade was changed (§7.7)."""

    EVIDENCE = "EVIDENCE"
    CONSISTENCY = "CONSISTENCY"
    SCOPE = "SCOPE"
    VETO = "VETO"
    QUOTA = "QUOTA"


class GuideMode(StrEnum):
    """What the guide of grades does (§7.1): advice, or a reason asked for above the seats of the best two."""

    GUIDE = "GUIDE"
    SOFT = "SOFT"


class AmendReason(StrEnum):
    """Why a target was changed during the cycle (§8.4)."""

    MARKET = "MARKET"
    TASK = "TASK"
    RESOURCE = "RESOURCE"
    ERROR = "ERROR"
    TRANSFER = "TRANSFER"


class AbsenceKind(StrEnum):
    """Kind of a long leave; nothing about health beyond what exempts from the guide (§7.3, §16.4)."""

    MATERNITY = "MATERNITY"
    WORK_INJURY = "WORK_INJURY"
    MEDICAL = "MEDICAL"
    OTHER = "OTHER"


class AppealMatter(StrEnum):
    """What an appeal is about (§12.13)."""

    SCORE = "SCORE"
    GRADE = "GRADE"
    DATA = "DATA"
    PROCEDURE = "PROCEDURE"
    OTHER = "OTHER"


class AppealDecision(StrEnum):
    UPHELD = "UPHELD"
    PARTLY = "PARTLY"
    REJECTED = "REJECTED"


class GoalLevel(StrEnum):
    """Whose goal it is (§2.1)."""

    FIRM = "FIRM"
    DEPARTMENT = "DEPARTMENT"


class Perspective(StrEnum):
    """Perspective of the balanced scorecard (§2.1)."""

    FINANCE = "FINANCE"
    CUSTOMER = "CUSTOMER"
    PROCESS = "PROCESS"
    LEARNING = "LEARNING"


class Stage(StrEnum):
    """Stage tag of an indicator; the firm may call the three as it likes (§2.3)."""

    GOAL = "GOAL"
    PROCESS = "PROCESS"
    OUTCOME = "OUTCOME"


class Combining(StrEnum):
    """How a cycle gets its total from the cycles within it (§8.1)."""

    RECOMPUTE = "RECOMPUTE"
    AVERAGE = "AVERAGE"


class OkrMode(StrEnum):
    """How OKR stand beside KPI on a form (§4.4): R reference, C contribution rated, X converted."""

    R = "R"
    C = "C"
    X = "X"


class Commitment(StrEnum):
    """What is expected of an objective (§4.2)."""

    COMMITTED = "COMMITTED"
    ASPIRATIONAL = "ASPIRATIONAL"


class KeyResultKind(StrEnum):
    """Type of a key result (§4.1)."""

    METRIC = "METRIC"
    MILESTONE = "MILESTONE"
    BINARY = "BINARY"


class DayKind(StrEnum):
    """What the firm's calendar says of a day (§0.10)."""

    HOLIDAY = "HOLIDAY"
    WORKDAY = "WORKDAY"
    ORDINARY = "ORDINARY"
