"""456 people whose totals somebody else computed: ours are theirs, except where a cap explains it.

The files are `data/hr/mokhles_*` (CC BY 4.0); `build/campaign.py` tries the larger ones, by hand.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.domain.scoring import Rule
from perfdesk.domain.terms import CycleType, Direction, Method
from tests.controllers.builders import new, own_card

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "hr"
MASTER, SCORES = (
    DATA / "mokhles_employee_master_fy2025.csv",
    DATA / "mokhles_performance_evaluation_fy2025.csv",
)


@pytest.mark.skipif(not DATA.exists(), reason="the public rosters lie beside the source tree only")
def test_goal_competency_and_attendance_give_the_overall_of_the_file(tmp_path: Path) -> None:
    firm = new(tmp_path / "456.perfdesk", with_cycle=False)
    people = firm.imports.import_people_file(MASTER)
    assert (people.taken, people.refused) == (456, ())
    lines = []
    for name, target, weight in (
        ("Goal Completion (%)", 100, 60),
        ("Competency Score (1-5)", 5, 30),
        ("Attendance Score (%)", 100, 10),
    ):
        rule = Rule(Method.RATIO, Direction.HIGHER, target=Decimal(target), cap=Decimal(120))
        card = own_card(name[:4], name_zh="", name_en=name, rule=rule)
        lines.append((firm.library.add_card(card), Decimal(weight), None))
    template = firm.library.add_template("M", "", "60/30/10", lines)
    for position in firm.people.positions():
        firm.people.edit_position(position.id, "template_id", template)
    cycle = firm.cycles.add_cycle(CycleType.YEAR, date(2025, 1, 1), date(2025, 12, 31))
    assert firm.cycles.advance([line.form_id for line in firm.results.standings(cycle)]) == []
    values = firm.imports.import_values(SCORES, "actuals", cycle)
    assert (values.taken, values.refused) == (456 * 3, ())

    with SCORES.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Employee ID"]: row for row in csv.DictReader(file)}
    far = {}
    for line in firm.results.standings(cycle):
        assert line.total is not None
        if abs(line.total - Decimal(rows[line.number]["Overall Score"])) > Decimal("0.1"):
            far[line.number] = Decimal(rows[line.number]["Goal Completion (%)"])
    assert len(far) == 4
    assert min(far.values()) > 120  # the cap of an item
    firm.close(with_backup=False)
