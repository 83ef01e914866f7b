"""The scoring rule of one indicator (§2.4, §3): plain value, parameters read as exact numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.domain.problems import Invalid, Problem
from perfdesk.domain.terms import Direction, Method


@dataclass(frozen=True, slots=True)
class Rule:
    """How one indicator is scored.

    `target`, `threshold`, `stretch` are in the indicator's unit; `floor` and `cap` in score points.
    `decimals` (0 to 4) is the precision of a printed actual. `params` holds decimal strings by method:

    RATIO: gate, variant (LOWER_RECIPROCAL). LINEAR: threshold_score, target_score, stretch_score,
    below_threshold (ZERO or EXTRAPOLATE). EFFICACY: unacceptable and satisfactory, or standards (five, best
    first). BAND: bands (limit and score, best first, the last without limit). ALL_OR_NOTHING: pass_score,
    fail_score; without target the actual is 1 (yes) or 0 (no). DEDUCT: base, points_per_unit, unit_size,
    rounding (FULL_UNIT, STARTED_UNIT, PROPORTIONAL). BONUS: points_per_unit. TOLERANCE: full_band, zero_band.
    """

    method: Method
    direction: Direction
    target: Decimal | None = None
    threshold: Decimal | None = None
    stretch: Decimal | None = None
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    floor: Decimal = Decimal(0)
    cap: Decimal = Decimal(120)
    decimals: int = 2

    def number(self, name: str, default: str | None = None) -> Decimal:
        """Return a parameter as an exact number. Raises Invalid if it is missing or no number."""
        given = self.params.get(name, default)
        if given is None:
            raise Invalid(Problem(name, "param_missing", {"param": name}))
        return read_number(name, given)

    def bands(self) -> list[tuple[Decimal | None, Decimal]]:
        """Return the bands of BAND as (limit, score), best first; the last limit is None."""
        given = self.params.get("bands")
        if not isinstance(given, Sequence) or isinstance(given, str) or not given:
            raise Invalid(Problem("bands", "param_missing", {"param": "bands"}))
        found: list[tuple[Decimal | None, Decimal]] = []
        for band in given:
            if not isinstance(band, Mapping) or band.get("score") is None:
                raise Invalid(Problem("bands", "param_not_a_number", {"param": "bands", "text": str(band)}))
            limit = band.get("limit")
            found.append(
                (None if limit is None else read_number("bands", limit), read_number("bands", band["score"]))
            )
        return found

    def standards(self) -> list[Decimal] | None:
        """Return the five standards of EFFICACY, best first; None for the plain form."""
        given = self.params.get("standards")
        if given is None:
            return None
        if not isinstance(given, Sequence) or isinstance(given, str):
            raise Invalid(Problem("standards", "standards_five"))
        return [read_number("standards", standard) for standard in given]


def read_number(name: str, given: object) -> Decimal:
    """Return a parameter as an exact number. Raises Invalid if it is none."""
    try:
        number = Decimal(str(given))
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Invalid(Problem(name, "param_not_a_number", {"param": name, "text": str(given)}))
    return number


def sign(direction: Direction) -> int:
    """Return +1 where more is better, -1 where less is better (§3.1)."""
    return 1 if direction == Direction.HIGHER else -1
