"""People for tests of the calibration: one department, totals as given, graded by the standard."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from perfdesk.domain.calibration_board import Candidate
from perfdesk.domain.grades import SCHEMES, grade_of
from perfdesk.domain.terms import FormState, Scheme

GRADES = SCHEMES[Scheme.P120].grades


def candidate(form_id: int, total: str | Decimal | None, **more: Any) -> Candidate:
    """A scored form of the first department; its final grade is the standard one unless said otherwise."""
    points = None if total is None else Decimal(total)
    standard = None if points is None else GRADES.index(grade_of(points, GRADES))
    columns = {
        "form_id": form_id,
        "employee_id": form_id + 1000,
        "number": f"E{form_id:03}",
        "name": f"员工{form_id}",
        "name_en": "",
        "department_id": 1,
        "department_zh": "生产部",
        "department_en": "Production",
        "state": FormState.MANAGER_SCORED,
        "total": points,
        "standard": standard,
        "final": standard,
    }
    return Candidate(**{**columns, **more})


def people_of(totals: Sequence[str | Decimal]) -> list[Candidate]:
    return [candidate(at + 1, total) for at, total in enumerate(totals)]
