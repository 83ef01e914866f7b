"""Exact numbers: rounding, shares that add up, whole units of the file, and numbers as people type them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from perfdesk.domain.problems import Invalid, Problem

LIMIT = Decimal(10) ** 11
"""Absolute values from here on are refused: no figure of a small firm is that large."""
DECIMALS = 4
"""The file keeps actuals and targets in ten-thousandths."""

_WIDE = Context(prec=200, rounding=ROUND_HALF_UP)
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(13))


def round_half_up(value: Decimal | Fraction, places: int = 2) -> Decimal:
    """Round half away from zero to `places` decimals, 0 to 12; never a negative zero. Source: §0.2."""
    if isinstance(value, Fraction):
        units = (abs(value) * 10**places * 2 + 1) // 2
        rounded = Decimal((int(value < 0), tuple(map(int, str(units))), -places))
    else:
        rounded = value.quantize(_STEPS[places], context=_WIDE)
    return rounded or abs(rounded)


def largest_remainder(
    shares: Sequence[Decimal | Fraction], units: int, tie_order: Sequence[int] | None = None
) -> list[int]:
    """Give out `units` whole units in proportion to `shares` (zero or more), so that they add up exactly.

    Ties go to the position named first in `tie_order` (default: the order given). Nothing to divide (no
    shares, or all zero) gives zeros.

    Raises:
        ValueError: a share or `units` is negative.
    Source: §0.8 (Hamilton).
    """
    exact = [Fraction(share) for share in shares]
    whole = sum(exact, Fraction(0))
    if units < 0 or any(share < 0 for share in exact):
        raise ValueError("nothing negative can be shared out")
    if not whole:
        return [0] * len(exact)
    quotas = [share * units / whole for share in exact]
    given = [int(quota) for quota in quotas]
    turn = {position: at for at, position in enumerate(tie_order or range(len(exact)))}
    by_remainder = sorted(range(len(exact)), key=lambda at: (given[at] - quotas[at], turn[at]))
    for position in by_remainder[: units - sum(given)]:
        given[position] += 1
    return given


def to_hundredths(value: Decimal, field: str = "value") -> int:
    """Return `value` in whole hundredths. Raises Invalid if it has more than 2 decimals."""
    return _to_units(value, 2, field)


def from_hundredths(units: int) -> Decimal:
    """Return hundredths as a number with exactly 2 decimals."""
    return Decimal(units).scaleb(-2)


def to_e4(value: Decimal, field: str = "value") -> int:
    """Return `value` in whole ten-thousandths. Raises Invalid if it has more than 4 decimals."""
    return _to_units(value, 4, field)


def from_e4(units: int) -> Decimal:
    """Return ten-thousandths as a number with at least 2 and at most 4 decimals."""
    value = Decimal(units).scaleb(-4)
    rounded = round_half_up(value)
    if rounded == value:
        return rounded
    rounded = round_half_up(value, 3)
    return rounded if rounded == value else value


def _to_units(value: Decimal, places: int, field: str) -> int:
    scaled = Fraction(value) * Fraction(10**places)
    if scaled.denominator != 1:
        fix = format(round_half_up(value, places), "f")
        details = {"text": format(value, "f"), "decimals": places, "fix": fix}
        raise Invalid(Problem(field, "number_too_fine", details))
    return scaled.numerator


_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_DOT_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}", re.ASCII)
_WIDTH = str.maketrans("０１２３４５６７８９．－＋−–％\u3000\u00a0\u202f", "0123456789.-+--%   ")
_LETTERS = str.maketrans("OoＯｏQlIｌ|SsBZz", "00000111155822")
_UNITS = {"万": 10**4, "万元": 10**4, "亿": 10**8, "亿元": 10**8, "千": 1000, "k": 1000, "K": 1000}


def parse_number(text: str, field: str = "value", *, allow_percent: bool = False) -> Decimal:
    """Read a number as a person typed it.

    Taken as they are: full-width digits, any minus sign, spaces around, well-formed thousands commas, and
    with `allow_percent` one percent sign at the end (95 % is 95). Everything else is refused with the likely
    meaning in `details["fix"]`; nothing is repaired silently.

    Raises:
        Invalid: no number, 10^11 or beyond, or more than 4 decimals.
    """
    cleaned = text.translate(_WIDTH).strip()
    if allow_percent and cleaned.endswith("%"):
        cleaned = cleaned[:-1].rstrip()
    if not cleaned:
        raise Invalid(Problem(field, "number_empty", {"text": text, "fix": ""}))
    if cleaned[0] in "+-":
        cleaned = cleaned[0] + cleaned[1:].lstrip()
    number = _read(cleaned)
    if number is None:
        code, fix = _likely(cleaned)
        raise Invalid(Problem(field, code, {"text": text.strip(), "fix": fix}))
    if abs(number) >= LIMIT:
        raise Invalid(Problem(field, "number_too_large", {"text": text.strip(), "fix": ""}))
    if Fraction(number) * 10**DECIMALS % 1:
        fix = format(round_half_up(number, DECIMALS), "f")
        details = {"text": text.strip(), "decimals": DECIMALS, "fix": fix}
        raise Invalid(Problem(field, "number_too_fine", details))
    return number


def _read(cleaned: str) -> Decimal | None:
    if _PLAIN.fullmatch(cleaned):
        return Decimal(cleaned)
    if _GROUPED.fullmatch(cleaned):
        return Decimal(cleaned.replace(",", ""))
    return None


def _likely(cleaned: str) -> tuple[str, str]:
    """Return the code of what is wrong and the text that was probably meant, or "" if nobody can say."""
    for code, repair in _REPAIRS:
        fixed = repair(cleaned)
        if fixed != cleaned:
            number = _read(fixed)
            if number is not None and abs(number) < LIMIT:
                return code, format(number, "f")
    repaired = cleaned
    for _, repair in _REPAIRS:
        repaired = repair(repaired)
    number = _read(repaired)
    if number is None or abs(number) >= LIMIT:
        return "not_a_number", ""
    return "number_unclear", format(number, "f")


def _without_percent(text: str) -> str:
    return _comma_to_dot(text[:-1].rstrip()) if text.endswith("%") else text


def _comma_to_dot(text: str) -> str:
    text = text.replace("，", ",").replace("。", ".").replace("、", ",").replace("·", ".")
    if _GROUPED.fullmatch(text):
        return text
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text.replace(",", "")


def _single_dot(text: str) -> str:
    if _DOT_GROUPED.fullmatch(text):
        return text.replace(".", "")
    return re.sub(r"\.{2,}", ".", text).rstrip(".")


def _digits_for_letters(text: str) -> str:
    # Only when most of it is digits already: "so" is a word, "1O0" is a slip.
    if sum(c.isdigit() for c in text) and not re.search(r"[A-Za-z]{3}", text):
        return text.translate(_LETTERS)
    return text


def _without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _without_unit(text: str) -> str:
    found = re.fullmatch(r"[¥￥$]?\s*([+-]?[\d,]*\.?\d+)\s*([^\d\s.,]{0,3})", text)
    if not found:
        return text
    plain, unit = found[1].replace(",", ""), found[2]
    if unit in _UNITS and _PLAIN.fullmatch(plain):
        return format((Decimal(plain) * _UNITS[unit]), "f")
    return plain


def _accounting(text: str) -> str:
    found = re.fullmatch(r"[(（](.+)[)）]", text)
    return f"-{found[1]}" if found else text


_REPAIRS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("number_percent", _without_percent),
    ("number_comma", _comma_to_dot),
    ("number_dots", _single_dot),
    ("number_spaces", _without_spaces),
    ("number_letters", _digits_for_letters),
    ("number_unit", _without_unit),
    ("number_unclear", _accounting),
)
