"""Opening cycles for some, from the last one, within a year; and a year put together from its quarters."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.changes import Move
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Aggregation, Combining, CycleType, FormState, Scheme
from perfdesk.store.change import Deed
from perfdesk.store.schema import form_item
from tests.controllers.builders import codes, current, file_of, fill, form, items, person, sales_form

Q2 = date(2026, 4, 1), date(2026, 6, 30)
Q4 = date(2026, 10, 1), date(2026, 12, 31)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def agreed(firm: Firm, cycle_id: int, employee_id: int, measured: str, level: str = "3") -> int:
    found = firm.appraisal.form_of(employee_id, cycle_id)
    assert found is not None
    for item in items(firm, found):
        if not item.is_anchored and item.rule.target is None:
            firm.appraisal.set_target(item.id, Decimal(100))
    assert firm.cycles.advance([found]) == []
    fill(firm, found, measured, level)
    return found


def test_a_cycle_is_opened_for_some_people_only(firm: Firm) -> None:
    first, second = person(firm, "E01"), person(firm, "E02", "单雄信")
    made = firm.cycles.add_cycle(CycleType.QUARTER, *Q4, employee_ids=[second])
    assert [head.employee_id for head in firm.cycles.heads(made)] == [second]
    assert firm.cycles.add_forms(made, [first]) == 1


def test_from_the_last_cycle_come_items_weights_targets_and_lineage_but_no_scores(firm: Firm) -> None:
    found = sales_form(firm)
    fill(firm, found)
    person(firm, "E02", "单雄信")
    before = items(firm, found)
    made = firm.cycles.add_cycle(CycleType.QUARTER, *Q4, source_id=firm.appraisal.sheet(found).cycle.id)
    heads = {head.number: head for head in firm.cycles.heads(made)}
    after = items(firm, heads["E01"].id)
    for kept in ("lineage", "weight", "rule", "name_zh", "card_id", "aggregation"):
        assert [getattr(one, kept) for one in after] == [getattr(one, kept) for one in before]
    assert all(one.score is None and one.level is None and one.actual is None for one in after)
    assert heads["E01"].state is FormState.DRAFT
    assert items(firm, heads["E02"].id)  # nobody to copy from: the template


def test_an_amended_target_is_copied_as_it_was_agreed(firm: Firm) -> None:
    found = sales_form(firm)
    rule = items(firm, found)[0].rule
    with file_of(firm).change(Deed("test")) as change:
        from perfdesk.store.rows import kept_rule_text

        change.update(
            form_item, items(firm, found)[0].id, target_e4=500_000, agreed_rule=kept_rule_text(rule)
        )
    made = firm.cycles.add_cycle(CycleType.QUARTER, *Q4, source_id=firm.appraisal.sheet(found).cycle.id)
    copied = firm.cycles.heads(made)[0]
    assert items(firm, copied.id)[0].rule.target == rule.target


def test_a_cycle_without_forms_is_no_source(firm: Firm) -> None:
    with pytest.raises(Invalid) as caught:
        firm.cycles.add_cycle(CycleType.QUARTER, *Q4, source_id=current(firm))
    assert codes(caught) == ["source_empty"]
    assert len(firm.cycles.cycles()) == 1


def test_a_cycle_lies_only_within_one_that_holds_its_days(firm: Firm) -> None:
    quarter = current(firm)
    year = firm.cycles.add_cycle(CycleType.YEAR, *YEAR, with_forms=False)
    firm.cycles.set_parent(quarter, year)
    assert [one.id for one in firm.cycles.parts_of(year)] == [quarter]
    assert [one.id for one in firm.cycles.parents_for(*Q2)] == [year]
    for child, parent, code in ((year, quarter, "parent_too_short"), (year, year, "parent_is_self")):
        with pytest.raises(Invalid) as caught:
            firm.cycles.set_parent(child, parent)
        assert codes(caught) == [code]
    with pytest.raises(Invalid) as caught:
        firm.cycles.add_cycle(CycleType.QUARTER, date(2027, 1, 1), date(2027, 3, 31), parent_id=year)
    assert codes(caught) == ["parent_too_short"]


def test_a_year_that_combines_takes_the_outer_cycles_as_parts(firm: Firm) -> None:
    quarter = current(firm)
    month = firm.cycles.add_cycle(CycleType.MONTH, date(2026, 8, 1), date(2026, 8, 31), with_forms=False)
    year = firm.cycles.add_cycle(CycleType.YEAR, *YEAR, with_forms=False, combining=Combining.AVERAGE)
    assert [one.id for one in firm.cycles.parts_of(year)] == [quarter]
    assert month not in [one.id for one in firm.cycles.parts_of(year)]


def year_of(firm: Firm, combining: Combining) -> tuple[int, int, list[int]]:
    """A person with two scored quarters and a running year that combines them."""
    firm.settings.set_switch(Switch.SELF_SCORE, on=False)
    found = sales_form(firm)
    who = firm.appraisal.sheet(found).head.employee_id
    fill(firm, found, "90", "3")
    second = firm.cycles.add_cycle(CycleType.QUARTER, *Q2)
    other = agreed(firm, second, who, "70", "2")
    year = firm.cycles.add_cycle(CycleType.YEAR, *YEAR, combining=combining, source_id=second)
    annual = firm.appraisal.form_of(who, year)
    assert annual is not None
    assert firm.cycles.advance([annual]) == []
    return year, annual, [other, found]


def test_the_average_of_the_quarters_is_the_total_of_the_year(firm: Firm) -> None:
    year, annual, quarters = year_of(firm, Combining.AVERAGE)
    assert firm.cycles.combine_parts(year).filled == 1
    totals = [firm.appraisal.sheet(one).total.total for one in quarters]
    expected = round((91 * totals[0] + 92 * totals[1]) / 183, 2)
    sheet = firm.appraisal.sheet(annual)
    assert sheet.total.total == expected
    assert len(sheet.items) == 1  # no mix on one form
    firm.history.undo()
    assert firm.appraisal.sheet(annual).total.total is None
    firm.history.redo()
    assert firm.cycles.combine_parts(year).filled == 0


def test_in_a_scheme_of_levels_the_average_is_the_level(simple: Firm) -> None:
    who = person(simple)
    quarter = current(simple)
    fill(simple, form(simple, who), level="4")
    year = simple.cycles.add_cycle(CycleType.YEAR, *YEAR, combining=Combining.AVERAGE)
    assert [one.id for one in simple.cycles.parts_of(year)] == [quarter]
    annual = simple.appraisal.form_of(who, year)
    simple.cycles.advance([annual])
    assert simple.cycles.combine_parts(year).filled == 1
    sheet = simple.appraisal.sheet(annual)
    assert (sheet.head.scheme, sheet.total.total) == (Scheme.P5, Decimal("4.00"))


def test_annual_actuals_add_up_as_each_indicator_does_against_the_annual_target(firm: Firm) -> None:
    year, annual, _quarters = year_of(firm, Combining.RECOMPUTE)
    done = firm.cycles.combine_parts(year)
    by_how = {one.aggregation: one for one in items(firm, annual) if not one.is_anchored}
    for how, value in ((Aggregation.SUM, Decimal(160)), (Aggregation.AVG, Decimal(80))):
        if how in by_how:
            assert by_how[how].actual == value
    assert Aggregation.SUM in by_how
    ratios = [one for one in items(firm, annual) if one.aggregation is Aggregation.RATIO]
    assert ratios and set(done.unknown) == {one.name_zh for one in ratios if not one.is_anchored}
    assert all(one.actual is None for one in ratios)
    assert all(one.level is None for one in items(firm, annual) if one.is_anchored)


def test_annual_actuals_count_every_segment_of_somebody_who_moved(firm: Firm) -> None:
    firm.settings.set_switch(Switch.AMENDMENTS, on=True)
    year, annual, (second, _first) = year_of(firm, Combining.RECOMPUTE)
    chief = person(firm, "B01", "秦琼")
    start = firm.appraisal.sheet(second).cycle.starts_on
    moved_on = start + timedelta(days=45)
    lineages = {one.aggregation: one.lineage for one in items(firm, annual) if not one.is_anchored}
    later = firm.changes.transfer(second, Move(moved_on, manager_id=chief))
    assert later is not None
    for item in items(firm, later):
        if not item.is_anchored and item.rule.target is None:
            firm.appraisal.set_target(item.id, Decimal(100))
    assert firm.cycles.advance([later]) == []
    fill(firm, later, "20", "2")

    firm.cycles.combine_parts(year)

    actual = {one.lineage: one.actual for one in items(firm, annual)}
    assert actual[lineages[Aggregation.SUM]] == 90 + 70 + 20
    item = next(one for one in items(firm, later) if one.lineage == lineages[Aggregation.SUM])
    firm.appraisal.enter(item.id, "")
    done = firm.cycles.combine_parts(year)
    assert item.name_zh in done.unknown  # a sum with a segment missing would be too small


def test_a_year_without_parts_combines_nothing(firm: Firm) -> None:
    year = firm.cycles.add_cycle(
        CycleType.YEAR, date(2027, 1, 1), date(2027, 12, 31), combining=Combining.AVERAGE
    )
    with pytest.raises(Invalid) as caught:
        firm.cycles.combine_parts(year)
    assert codes(caught) == ["combining_no_parts"]
