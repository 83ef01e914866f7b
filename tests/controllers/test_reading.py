"""What is read off several forms at once: the trend, and a person who moved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.changes import Move
from perfdesk.domain.firm import Switch
from perfdesk.domain.terms import CycleType, EventKind, RaterGroup
from tests.controllers.builders import CLOCK, current, fill, form, items, person, sales_form

QUARTERS = ((date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 9, 30)))


def firm_with(path: Path, *switches: Switch) -> Firm:
    wanted = frozenset({Switch.INDICATORS, Switch.TARGETS_FIRST, *switches})
    return new_firm(path / "firm.perfdesk", "精工", "周敏", CLOCK, switches=wanted, with_cycle=False)


def ready(firm: Firm, form_id: int) -> None:
    for item in items(firm, form_id):
        if not item.is_anchored and item.rule.target is None:
            firm.appraisal.set_target(item.id, Decimal(100))
    firm.cycles.advance([form_id])


def test_the_trend_shows_totals_with_what_was_taken_off_and_only_cycles_of_one_kind(tmp_path: Path) -> None:
    firm = firm_with(tmp_path)
    who = person(firm, position="客户经理", department="销售部")
    firm.cycles.add_cycle(CycleType.MONTH, date(2026, 4, 1), date(2026, 4, 30), with_forms=False)
    ready(firm, form(firm, who))
    fill(firm, form(firm, who))
    for dates in QUARTERS:
        firm.cycles.add_cycle(CycleType.QUARTER, *dates, with_forms=False)
        last = form(firm, who)
        ready(firm, last)
        fill(firm, last, "90")
        firm.appraisal.add_event(last, EventKind.DEDUCTION, dates[0], "两次漏报", Decimal(8))
    sheet = firm.appraisal.sheet(last)
    assert sheet.total.total is not None and sheet.total.total == (sheet.total.subtotal or 0) - 8
    totals = [point.total for point in firm.improvement.comparison(last).trend]
    assert totals == [sheet.total.total, sheet.total.total]
    firm.close(with_backup=False)


def test_a_rater_still_asked_about_one_position_keeps_the_person_without_grade_and_rank(
    tmp_path: Path,
) -> None:
    firm = firm_with(tmp_path, Switch.AMENDMENTS, Switch.RATERS)
    firm.cycles.add_cycle(CycleType.QUARTER, *QUARTERS[1], with_forms=False)
    first = sales_form(firm)
    boss = person(firm, "B01", "老张")
    second = firm.changes.transfer(first, Move(date(2026, 8, 15), manager_id=boss))
    assert second is not None
    ready(firm, second)
    fill(firm, first)
    fill(firm, second)
    whole = [one for one in firm.results.standings(current(firm)) if one.form_id == second]
    assert whole[0].grade is not None and whole[0].rank == 1

    firm.raters.ask(first, RaterGroup.CUSTOMER, None, "华新贸易")

    (line,) = [one for one in firm.results.standings(current(firm)) if one.form_id == second]
    assert (line.is_provisional, line.grade, line.rank) == (True, None, None)
    assert firm.appraisal.sheet(second).grade is None
    firm.close(with_backup=False)


def test_a_total_that_may_still_move_has_no_grade_in_list_and_sheet_alike(tmp_path: Path) -> None:
    firm = firm_with(tmp_path)
    firm.cycles.add_cycle(CycleType.QUARTER, *QUARTERS[1], with_forms=False)
    found = sales_form(firm)
    fill(firm, found)
    assert firm.appraisal.sheet(found).grade is not None
    firm.appraisal.enter(items(firm, found)[-1].id, "")
    sheet = firm.appraisal.sheet(found)
    assert sheet.total.total is not None and sheet.total.is_provisional
    (line,) = firm.results.standings_of_forms(current(firm), [found])
    assert (sheet.grade, line.grade) == (None, None)
    firm.close(with_backup=False)
