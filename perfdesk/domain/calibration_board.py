"""The board of a calibration (§7.6, §7.7): standard, suggested and final grade side by side, in any scope.

`Board` is computed once per reading of the file; `view` of a scope, with moves that are not confirmed yet, is cheap
enough for every key and every step of a drag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from perfdesk.domain.calibration import (
    LEAST_WORDS,
    Inversion,
    Ranked,
    deviation,
    inversions,
    linked_guide,
    seats_of,
    suggested,
)
from perfdesk.domain.calibration_pools import Exemption, Member, Pool, pools_of
from perfdesk.domain.grades import Grade
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import CalibrationReason, FormState, GuideMode


@dataclass(frozen=True, slots=True)
class Candidate:
    """One form of the cycle. `standard` and `final` are positions of grades, 0 the best; None without a grade.

    `is_explained`: the final grade has a reason of its own in the log. `is_capped`: a veto holds the grade down.
    """

    form_id: int
    employee_id: int
    number: str
    name: str
    name_en: str
    department_id: int | None
    department_zh: str
    department_en: str
    state: FormState
    total: Decimal | None
    standard: int | None
    final: int | None
    is_manager: bool = False
    is_capped: bool = False
    exemption: Exemption | None = None
    reason: CalibrationReason | None = None
    is_explained: bool = False
    search_key: str = ""

    @property
    def may_change(self) -> bool:
        """Whether a grade may be given now: after the manager's scores, before the result is told (§8.2)."""
        return self.state is FormState.MANAGER_SCORED and self.standard is not None


@dataclass(frozen=True, slots=True)
class GradeChange:
    """One line of the log. `to_grade` equals `from_grade` where a grade above the guide was confirmed."""

    id: int
    form_id: int
    name: str
    name_en: str
    from_grade: str
    to_grade: str
    reason: CalibrationReason
    words: str
    inversion_words: str
    participants: str
    at: datetime
    actor: str


class ScopeKind(StrEnum):
    FIRM = "FIRM"
    DEPARTMENT = "DEPARTMENT"
    POOL = "POOL"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cards are looked at: the firm, one department with those beneath it, or one pool by its place."""

    kind: ScopeKind = ScopeKind.FIRM
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Guided:
    """A pool with what the guide says of it; no seats where the pool is too small for a guide."""

    pool: Pool
    shares: tuple[Decimal, ...]
    seats: tuple[int, ...]
    is_linked: bool = False


@dataclass(frozen=True, slots=True)
class Hurt:
    """Somebody whom filling the seats would give less than the standard; `is_met`: although targets were met."""

    form_id: int
    standard: int
    suggested: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class View:
    """What a scope shows. `columns` hold form ids by final grade, best total first.

    `seats` and `shares` are None unless at least one whole pool with a guide lies in the scope; the counts
    `guided_*` and the deviations (percent, two decimals) are of the people of such pools only. `mean` is of the
    totals, two decimals. `unexplained`: where the guide asks for reasons, those who still have none.
    """

    people: tuple[int, ...]
    columns: tuple[tuple[int, ...], ...]
    standard: tuple[int, ...]
    now: tuple[int, ...]
    seats: tuple[int, ...] | None
    shares: tuple[Decimal, ...] | None
    guided: int
    standard_deviation: Decimal | None
    now_deviation: Decimal | None
    mean: Decimal | None
    hurt: tuple[Hurt, ...]
    inversions: tuple[Inversion, ...]
    unexplained: tuple[int, ...]
    exempt: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A cycle's forms as the calibration sees them. `met` is the total that means met, in points."""

    grades: tuple[Grade, ...]
    centre: int
    met: Decimal
    mode: GuideMode
    people: Mapping[int, Candidate] = field(hash=False)
    exempt: tuple[Candidate, ...]
    pools: tuple[Guided, ...]
    pool_of: Mapping[int, int] = field(hash=False)
    suggested: Mapping[int, int] = field(hash=False)
    parents: Mapping[int, int | None] = field(hash=False)
    _standing: dict[int, tuple[Inversion, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_off(self) -> bool:
        """A firm of fewer than eight has no guide at all."""
        return not any(guided.pool.has_guide for guided in self.pools)

    @property
    def lowered_by_quota(self) -> tuple[int, ...]:
        """Forms whose grade lies below the standard because of the quota: what HC04 counts (§7.6)."""
        return tuple(
            form_id
            for form_id, one in self.people.items()
            if one.standard is not None
            and one.final is not None
            and is_quota_downgrade(one.reason, one.standard, one.final)
        )

    def in_scope(self, scope: Scope) -> list[int]:
        """Return the form ids of a scope, best total first."""
        if scope.kind is ScopeKind.POOL and scope.id is not None and scope.id < len(self.pools):
            members = set(self.pools[scope.id].pool.members)
            return [form_id for form_id in self.people if form_id in members]
        if scope.kind is ScopeKind.DEPARTMENT:
            wanted = self._beneath(scope.id)
            return [form_id for form_id, one in self.people.items() if one.department_id in wanted]
        return list(self.people)

    def view(self, scope: Scope, moves: Mapping[int, int] | None = None) -> View:
        """Return what a scope shows, with `moves` (grade by form id) as if they were confirmed."""
        moves = moves or {}
        shown = self.in_scope(scope)
        inside = set(shown)
        whole = [one for one in self.pools if one.seats and inside.issuperset(one.pool.members)]
        guided = [form_id for one in whole for form_id in one.pool.members]
        now = {form_id: moves.get(form_id, self.people[form_id].final or 0) for form_id in shown}
        standard = {form_id: self.people[form_id].standard or 0 for form_id in shown}
        columns: list[list[int]] = [[] for _grade in self.grades]
        for form_id in shown:
            columns[now[form_id]].append(form_id)
        shares = _mean_shares(whole, len(guided)) if guided else None
        totals = [total for form_id in shown if (total := self.people[form_id].total) is not None]
        mean = round_half_up(Fraction(sum(totals)) / len(totals)) if totals else None
        touched = {self.pool_of[form_id] for form_id in shown}
        upside = [one for at in sorted(touched) for one in self._inversions(at, moves) if one.key in inside]
        return View(
            people=tuple(shown),
            columns=tuple(tuple(column) for column in columns),
            standard=self._count(standard.values()),
            now=self._count(now.values()),
            seats=tuple(map(sum, zip(*(one.seats for one in whole), strict=True))) if whole else None,
            shares=shares,
            guided=len(guided),
            standard_deviation=self._deviation([standard[form_id] for form_id in guided], shares),
            now_deviation=self._deviation([now[form_id] for form_id in guided], shares),
            mean=mean,
            hurt=self._hurt(shown),
            inversions=tuple(upside),
            unexplained=self._unexplained(shown, moves),
            exempt=self._exempt_in(scope),
        )

    def inversions_by(self, form_id: int, grade: int) -> tuple[Inversion, ...]:
        """Return the inversions that giving a person this grade would add to the pool."""
        at = self.pool_of.get(form_id)
        if at is None:
            return ()
        there = {(one.key, one.over) for one in self._inversions(at, {})}
        after = self._inversions(at, {form_id: grade})
        keys = {key for key, _over in there}
        return tuple(one for one in after if one.key not in keys or one.key == form_id)

    # -- inside --

    def _inversions(self, at: int, moves: Mapping[int, int]) -> tuple[Inversion, ...]:
        """Return the inversions of a pool; those of a pool in which nothing moves are looked for once."""
        members = self.pools[at].pool.members
        moving = any(self.pool_of.get(form_id) == at for form_id in moves)
        if not moving and at in self._standing:
            return self._standing[at]
        ranked = []
        for form_id in members:
            one = self.people[form_id]
            grade = moves.get(form_id, one.final)
            if one.total is not None and grade is not None:
                # A veto speaks for the grade it holds down, not for one that somebody then lowered further.
                is_capped = one.is_capped and grade == one.standard
                ranked.append(Ranked(form_id, one.total, grade, is_capped))
        found = inversions(ranked)
        if not moving:
            self._standing[at] = found
        return found

    def _beneath(self, unit: int | None) -> set[int | None]:
        wanted: set[int | None] = {unit}
        grown = True
        while grown:
            more = {
                child for child, parent in self.parents.items() if parent in wanted and parent is not None
            }
            grown = not more <= wanted
            wanted |= more
        return wanted

    def _exempt_in(self, scope: Scope) -> tuple[Candidate, ...]:
        if scope.kind is ScopeKind.FIRM:
            return self.exempt
        if scope.kind is ScopeKind.POOL:
            if scope.id is None or scope.id >= len(self.pools):
                return ()
            pool = self.pools[scope.id].pool
            if pool.is_managers:
                return tuple(one for one in self.exempt if one.is_manager)
            units = set(pool.units)
            return tuple(one for one in self.exempt if one.department_id in units and not one.is_manager)
        wanted = self._beneath(scope.id)
        return tuple(one for one in self.exempt if one.department_id in wanted)

    def _count(self, grades: Iterable[int]) -> tuple[int, ...]:
        counts = [0] * len(self.grades)
        for grade in grades:
            counts[grade] += 1
        return tuple(counts)

    def _deviation(
        self, grades: Sequence[int], shares: Sequence[Decimal | Fraction] | None
    ) -> Decimal | None:
        if shares is None:
            return None
        return round_half_up(deviation(self._count(grades), [Decimal(str(share)) for share in shares]))

    def _hurt(self, shown: Sequence[int]) -> tuple[Hurt, ...]:
        found = []
        for form_id in shown:
            one, wanted = self.people[form_id], self.suggested.get(form_id)
            if wanted is not None and one.standard is not None and wanted > one.standard:
                is_met = one.total is not None and one.total >= self.met
                found.append(Hurt(form_id, one.standard, wanted, is_met))
        return tuple(found)

    def _unexplained(self, shown: Sequence[int], moves: Mapping[int, int]) -> tuple[int, ...]:
        if self.mode is not GuideMode.SOFT:
            return ()
        found = []
        for form_id in shown:
            one, wanted = self.people[form_id], self.suggested.get(form_id)
            final = moves.get(form_id, one.final)
            if wanted is None or final is None or one.is_explained or form_id in moves:
                continue
            if final < self.centre and final < wanted and one.may_change:
                found.append(form_id)
        return tuple(found)


def _mean_shares(whole: Sequence[Guided], people: int) -> tuple[Decimal, ...]:
    """Return the shares of several pools together, weighted by their people, to two decimals."""
    count = len(whole[0].shares)
    return tuple(
        round_half_up(Fraction(sum(one.shares[at] * len(one.pool.members) for one in whole)) / people)
        for at in range(count)
    )


def board_of(
    candidates: Sequence[Candidate],
    grades: Sequence[Grade],
    centre: int,
    met: Decimal,
    guide: Sequence[Decimal],
    mode: GuideMode = GuideMode.GUIDE,
    parents: Mapping[int, int | None] | None = None,
    steps: Mapping[int, int] | None = None,
) -> Board:
    """Put the board together. `steps` gives, where departments are linked, how far a department's own grade lies
    above (below: negative) the centre; a pool is linked through the unit that holds all of it (§7.4).
    """
    parents, steps = parents or {}, steps or {}
    counted = [one for one in candidates if one.exemption is None and one.total is not None]
    counted.sort(key=lambda one: (-(one.total or Decimal(0)), one.number))
    people = {one.form_id: one for one in counted}
    members = [Member(one.form_id, one.department_id, one.is_manager) for one in counted]
    pools: list[Guided] = []
    pool_of: dict[int, int] = {}
    wanted: dict[int, int] = {}
    for at, pool in enumerate(pools_of(members, parents)):
        step = steps.get(pool.top_id) if pool.top_id is not None else None
        shares = tuple(guide) if step is None else linked_guide(guide, centre, step)
        seats = seats_of(shares, len(pool.members), centre) if pool.has_guide else ()
        pools.append(Guided(pool, shares, seats, step is not None))
        pool_of |= dict.fromkeys(pool.members, at)
        if seats:
            totals = [people[form_id].total or Decimal(0) for form_id in pool.members]
            wanted |= dict(zip(pool.members, suggested(totals, seats), strict=True))
    exempt = tuple(one for one in candidates if one.exemption is not None or one.total is None)
    return Board(
        tuple(grades), centre, met, mode, people, exempt, tuple(pools), pool_of, wanted, dict(parents)
    )


def check_change(
    board: Board, form_id: int, grade: int, reason: str, words: str, inversion_words: str = ""
) -> tuple[Problem, ...]:
    """Return what keeps a grade from being given: no such form, state, reason code or words (§0.12, §7.7).

    An inversion needs words of its own. Giving the grade that is there already is a confirmation of it.
    """
    one = board.people.get(form_id)
    if one is None or one.standard is None:
        return (Problem("form", "not_on_the_board"),)
    found = []
    if not one.may_change:
        found.append(Problem("state", "grade_locked", {"state": one.state.value}))
    if not 0 <= grade < len(board.grades):
        found.append(Problem("grade", "grade_unknown"))
    if reason not in CalibrationReason.__members__:
        found.append(Problem("reason", "calibration_reason_missing"))
    if len(words.strip()) < LEAST_WORDS:
        details = {"least": LEAST_WORDS, "rest": LEAST_WORDS - len(words.strip())}
        found.append(Problem("words", "calibration_words_short", details))
    if not found and board.inversions_by(form_id, grade) and len(inversion_words.strip()) < LEAST_WORDS:
        details = {"least": LEAST_WORDS, "rest": LEAST_WORDS - len(inversion_words.strip())}
        found.append(Problem("inversion_words", "inversion_words_short", details))
    return tuple(found)


def is_quota_downgrade(reason: CalibrationReason | None, standard: int, final: int) -> bool:
    """Tell whether a grade counts for HC04 and is printed with 因比例调整 (§7.6)."""
    return reason is CalibrationReason.QUOTA and final > standard
