"""The plain values papers are made of, their canonical form and their check code (domain reference §12.5).

Texts are already in the paper's language; numbers are exact and are formatted here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from perfdesk.domain.terms import PlanType

CANONICAL_FORMAT = 1
MINUS = "\u2212"
NBSP = "\u00a0"

_NOT_HASHED = {"check_code", "printed_at"}
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u0300-\u036f\u2028\u2029\ufdd0-\ufdef]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Header:
    """Header H of every paper (§12.5). `number` is type-year-serial, e.g. P0-2026-0017."""

    firm: str
    number: str
    cycle_name: str
    starts_on: date
    ends_on: date
    person: str
    employee_number: str = ""
    department: str = ""
    position: str = ""
    manager: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the result. `weight` in percent; scores in points, or levels 1 to 5 in 五分制.

    `target_words` and `actual_words` replace the numbers (a level and its word); `missing_words` says why there
    is no actual. `decimals` is how many places the indicator's numbers have.
    """

    name: str
    weight: Decimal
    unit: str = ""
    class_word: str = ""
    target: Decimal | None = None
    actual: Decimal | None = None
    score: Decimal | None = None
    weighted: Decimal | None = None
    method_words: str = ""
    is_major: bool = False
    missing_words: str = ""
    target_words: str = ""
    actual_words: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points outside the 100 % of weights: a bonus (positive) or a deduction (negative) with its event."""

    words: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap. `difference` has the sign it is printed with; `contribution` is in points lost, 0 or more."""

    name: str
    difference: Decimal | None
    contribution: Decimal
    unit: str = ""
    decimals: int = 0
    difference_words: str = ""
    causes: tuple[str, ...] = ()
    words: str = ""
    is_major: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """What is done about a gap: `gap` is its name, `cause` the word of the cause it treats."""

    gap: str
    action: str
    cause: str = ""
    owner: str = ""
    due_on: date | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True)
class LeftGap:
    """A gap that is left alone on purpose."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recognition:
    on: date
    words: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """P0 绩效考核与改进面谈表 (§12.5).

    `lost`: sum of the contributions of all gaps, in points. `notes`: sentences under the result (effective
    weights, veto, cap). `agrees`: None until the employee has said so. `appeal_days`: working days, None leaves
    the sentence out.
    """

    header: Header
    items: tuple[Item, ...]
    weight_total: Decimal
    total: Decimal | None
    grade: str
    scheme_words: str = ""
    is_five_point: bool = False
    adjustments: tuple[Adjustment, ...] = ()
    notes: tuple[str, ...] = ()
    lost: Decimal = Decimal(0)
    gaps: tuple[Gap, ...] = ()
    plan_number: str = ""
    actions: tuple[Action, ...] = ()
    untreated: tuple[str, ...] = ()
    left: tuple[LeftGap, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    employee_words: str = ""
    support_wanted: str = ""
    next_targets: str = ""
    agrees: bool | None = None
    objection: str = ""
    interview_on: date | None = None
    follow_up_on: date | None = None
    appeal_days: int | None = 5
    revision: int = 1
    printed_at: datetime | None = None
    check_code: str = ""
    confidential: bool = True


@dataclass(frozen=True, slots=True)
class PlanGap:
    """A gap a plan closes: from `actual` (A0) to `plan_target` (T1); `words` say over what it is measured."""

    name: str
    unit: str = ""
    target: Decimal | None = None
    actual: Decimal | None = None
    plan_target: Decimal | None = None
    difference: Decimal | None = None
    words: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class PlanCause:
    word: str
    words: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class PlanAction:
    action: str
    kind: str = ""
    cause: str = ""
    owner: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    resource: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    on: date
    by: str = ""
    is_evaluation: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """H of the plan. `result`: ACHIEVED, PARTLY, NOT or WORSE (§11.5), empty until evaluated."""

    actual: Decimal | None = None
    recovery: Decimal | None = None
    result: str = ""
    words: str = ""
    extended_to: date | None = None
    extension_reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """P5 绩效改进计划表 (§12.10)."""

    header: Header
    type: PlanType
    starts_on: date
    ends_on: date
    source_number: str = ""
    gaps: tuple[PlanGap, ...] = ()
    causes: tuple[PlanCause, ...] = ()
    actions: tuple[PlanAction, ...] = ()
    support: str = ""
    checkpoints: tuple[Checkpoint, ...] = ()
    agrees: bool | None = None
    objection: str = ""
    closing: Closing = Closing()
    revision: int = 1
    printed_at: datetime | None = None
    check_code: str = ""
    confidential: bool = True


class Sheet(Protocol):
    """What every paper's values have; each kind is a dataclass of its own, here or in `formal_values`."""

    @property
    def header(self) -> Header: ...
    @property
    def revision(self) -> int: ...
    @property
    def printed_at(self) -> datetime | None: ...
    @property
    def check_code(self) -> str: ...
    @property
    def confidential(self) -> bool: ...


def canonical(sheet: Sheet) -> bytes:
    """Return the values as sorted JSON, the same for equal values on every system.

    Numbers are texts without trailing zeros, texts are NFC. When it was printed and the code itself stay out.
    """
    document = {"format": str(CANONICAL_FORMAT), "kind": type(sheet).__name__, "values": _plain(sheet)}
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def check_code(canonical_values: bytes) -> str:
    """Return the first eight hex digits of the SHA-256 of `canonical(sheet)`."""
    return sha256(canonical_values).hexdigest()[:8]


def with_check_code(sheet: T) -> T:
    """Return the sheet with the check code of its values."""
    code = check_code(canonical(sheet))  # type: ignore[arg-type]  # T is one of Sheet, and comes back as the same
    return replace(sheet, check_code=code)  # type: ignore[type-var]  # all sheets are dataclasses


def printed_sheet(sheet: Sheet, code: str, printed_at: datetime) -> Sheet:
    """Return the sheet as it goes to paper: with its check code and when it was printed."""
    result: Sheet = replace(sheet, check_code=code, printed_at=printed_at)  # type: ignore[type-var]  # all sheets are dataclasses
    return result


def cleaned(sheet: T) -> T:
    """Return the sheet fit for drawing: line ends as one character, no controls, letters composed.

    Noncharacters become U+FFFD, since the page uses some of them for its boxes and lines.
    """
    if not any(_UNCLEAN.search(text) for text in _texts(sheet)):
        return sheet
    result: T = _clean(sheet)
    return result


def number(value: Decimal | None, places: int = 2) -> str:
    """Format with exactly `places` decimals, or more if the value has more; `−1,234.50`; None is empty."""
    if value is None:
        return ""
    own = -int(value.normalize().as_tuple().exponent)  # finite by contract
    rounded = value.quantize(Decimal(1).scaleb(-max(places, own, 0)), ROUND_HALF_UP)
    return f"{rounded:,f}".replace("-", MINUS)


def score(value: Decimal | None) -> str:
    """Format a score: two decimals, never more."""
    if value is None:
        return ""
    return number(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def with_unit(value: str, unit: str) -> str:
    """Put a unit behind a number, held together."""
    return f"{value}{NBSP}{unit}" if value and unit else value


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.name
        case bool() | None:
            return value
        case str():
            return unicodedata.normalize("NFC", value)
        case Decimal():
            return f"{value.normalize() + 0:f}"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(part) for part in value]
    names = (field.name for field in fields(value))
    return {name: _plain(getattr(value, name)) for name in names if name not in _NOT_HASHED}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))


def _clean(value: Any) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        text = _LINE_ENDS.sub("\n", value).replace("\t", "    ")
        return unicodedata.normalize("NFC", _NONCHARACTERS.sub("\ufffd", _CONTROLS.sub("", text)))
    if isinstance(value, tuple):
        return tuple(_clean(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _clean(getattr(value, field.name)) for field in fields(value)})
    return value
