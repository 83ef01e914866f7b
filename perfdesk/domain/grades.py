"""Presets of level scores and grades (§5.2, §5.3), what counts as met (§9.1), and ranks (§0.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.domain.problems import Problem
from perfdesk.domain.terms import Scheme


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade. `lower_bound` belongs to it (total points); `coefficient` multiplies pay."""

    code: str
    name_zh: str
    name_en: str
    lower_bound: Decimal
    coefficient: Decimal


@dataclass(frozen=True, slots=True)
class GradeScheme:
    """A preset with the grades in force, best first. `item_cap` and `total_cap` are in score points."""

    scheme: Scheme
    item_cap: Decimal
    total_cap: Decimal
    grades: tuple[Grade, ...]
    level_scores: Mapping[int, Decimal] = field(hash=False)

    @property
    def total_floor(self) -> Decimal:
        """The lowest total there is: 1.00 on the five-point form, else 0."""
        return self.level_scores[1] if self.scheme == Scheme.P5 else Decimal(0)


_NAMES = (
    ("S", "卓越", "Outstanding", "1.30"),
    ("A", "优秀", "Excellent", "1.10"),
    ("B", "称职", "Competent", "1.00"),
    ("C", "待改进", "Needs improvement", "0.80"),
    ("D", "不达标", "Unsatisfactory", "0.50"),
)


def _preset(scheme: Scheme, item_cap: int, total_cap: int, bounds: str, levels: str) -> GradeScheme:
    grades = tuple(
        Grade(code, zh, en, Decimal(bound), Decimal(coefficient))
        for (code, zh, en, coefficient), bound in zip(_NAMES, bounds.split(), strict=True)
    )
    scores = {5 - at: Decimal(points) for at, points in enumerate(levels.split())}
    return GradeScheme(scheme, Decimal(item_cap), Decimal(total_cap), grades, scores)


SCHEMES: Mapping[Scheme, GradeScheme] = {
    Scheme.P120: _preset(Scheme.P120, 120, 120, "115.00 105.00 85.00 60.00 0.00", "120 110 100 80 40"),
    Scheme.P100: _preset(Scheme.P100, 100, 120, "95.00 85.00 70.00 60.00 0.00", "100 90 80 65 40"),
    Scheme.P5: _preset(Scheme.P5, 5, 5, "4.50 3.50 2.50 1.50 1.00", "5 4 3 2 1"),
}

ROUNDING_MARGIN = Decimal("0.10")
"""Twenty weighted cells, each rounded, can move a total that far from the level they all have."""


def grade_of(total: Decimal, grades: Sequence[Grade]) -> Grade:
    """Return the best grade whose bound the printed total reaches; below all, the last. Source: §5.3."""
    return next((grade for grade in grades if total >= grade.lower_bound), grades[-1])


def met_score(is_anchored: bool, scheme: Scheme) -> Decimal:
    """Return the score that means met: 100 if measured, level 3's if anchored; 3 in P5. Source: §9.1."""
    return SCHEMES[scheme].level_scores[3] if is_anchored or scheme == Scheme.P5 else Decimal(100)


def check_grades(grades: Sequence[Grade], scheme: Scheme) -> tuple[Problem, ...]:
    """Return what is wrong with a firm's own grades, best first; fields are "grades" or "grades.<position>".

    Besides order and number: the levels must tell the grades apart. With five grades a form of level n
    throughout earns the n-th; with fewer, every grade is earned by some level; with more, no two levels share
    one. Source: §5.3.
    """
    if not 3 <= len(grades) <= 7:
        return (Problem("grades", "grades_number", {"count": len(grades)}),)
    found = []
    seen: set[str] = set()
    for at, grade in enumerate(grades):
        code = grade.code.strip()
        if not code or code in seen:
            found.append(Problem(f"grades.{at}", "grade_code", {"grade": grade.code}))
        seen.add(code)
        if grade.lower_bound * 100 % 1:
            details = {"grade": grade.code, "bound": str(grade.lower_bound)}
            found.append(Problem(f"grades.{at}", "grade_bound_too_fine", details))
        if grade.coefficient < 0:
            found.append(Problem(f"grades.{at}", "grade_coefficient", {"grade": grade.code}))
        if at and grade.lower_bound >= grades[at - 1].lower_bound:
            details = {"grade": grade.code, "better": grades[at - 1].code}
            found.append(Problem(f"grades.{at}", "grade_bounds_order", details))
        if at and grade.coefficient > grades[at - 1].coefficient:
            details = {"grade": grade.code, "better": grades[at - 1].code}
            found.append(Problem(f"grades.{at}", "grade_coefficient_order", details, is_warning=True))
    lowest = SCHEMES[scheme].total_floor
    if grades[-1].lower_bound != lowest:
        details = {"grade": grades[-1].code, "lowest": str(lowest)}
        found.append(Problem(f"grades.{len(grades) - 1}", "grade_last_bound", details))
    if not any(not problem.is_warning for problem in found):
        found += _level_problems(grades, scheme)
    return tuple(found)


def _level_problems(grades: Sequence[Grade], scheme: Scheme) -> list[Problem]:
    scores = SCHEMES[scheme].level_scores
    earned = {level: grades.index(grade_of(scores[level], grades)) for level in (5, 4, 3, 2, 1)}
    found = []
    for at, grade in enumerate(grades[:-1]):
        for level, score in scores.items():
            if abs(grade.lower_bound - score) < ROUNDING_MARGIN:
                details = {"grade": grade.code, "bound": str(grade.lower_bound), "level": level}
                found.append(Problem(f"grades.{at}", "grade_bound_near_level", details, is_warning=True))
    if len(grades) >= len(earned):
        for level in (4, 3, 2, 1):
            if earned[level] == earned[level + 1]:
                details = {"grade": grades[earned[level]].code, "better": level + 1, "worse": level}
                found.append(Problem(f"grades.{earned[level]}", "grade_levels_share", details))
    else:
        for at, grade in enumerate(grades):
            if at not in earned.values():
                found.append(Problem(f"grades.{at}", "grade_without_level", {"grade": grade.code}))
    return found


def ranks(totals: Sequence[Decimal | None]) -> list[int | None]:
    """Return competition ranks (1, 2, 2, 4), the highest total first; no total, no rank. Source: §0.9."""
    first: dict[Decimal, int] = {}
    for at, total in enumerate(sorted((total for total in totals if total is not None), reverse=True)):
        first.setdefault(total, at + 1)
    return [None if total is None else first[total] for total in totals]
