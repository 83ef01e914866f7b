"""One fact has one score: objectives, shared indicators, zeros, averages, bonus items and days, in a real file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from perfdesk import texts
from perfdesk.controllers.derived_targets import SHORT
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.firm import Switch
from perfdesk.domain.okr import KeyResult
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import (
    AmendReason,
    Combining,
    Commitment,
    CycleType,
    EventKind,
    ItemClass,
    KeyResultKind,
    Missing,
    OkrMode,
    Scheme,
)
from perfdesk.store.schema import form_item
from tests.controllers.builders import CLOCK, QUARTER, codes, current, fill, form, items, person, sales_form
from tests.domain.builders import d

BY_TARGETS = frozenset({Switch.INDICATORS, Switch.TARGETS_FIRST})
AMENDING = BY_TARGETS | {Switch.AMENDMENTS, Switch.OKR}
AFTER_60 = date(2026, 8, 30)
REASON = "两次催交均未提供数据"


def made(path: Path, switches: frozenset[Switch]) -> Firm:
    firm = new_firm(path / "firm.perfdesk", "精工", "周敏", CLOCK, switches=switches, with_cycle=False)
    firm.cycles.add_cycle(CycleType.QUARTER, *QUARTER, with_forms=False)
    return firm


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """A firm that agrees targets, amends them and lets OKR count."""
    with closing(made(tmp_path, AMENDING)) as one:
        yield one


def refused(deed: Callable[..., object], *given: object) -> list[str]:
    with pytest.raises(Invalid) as caught:
        deed(*given)
    return codes(caught)


# -- an objective that counts (§4.4, mode X) --


def carried(firm: Firm) -> tuple[int, int, FormItem]:
    """A running form with one objective that counts; return form, key result and item."""
    firm.settings.set_choice(okr_mode=OkrMode.X)
    draft = sales_form(firm, agreed=False)
    objective = firm.okr.add_objective(draft, "新客户翻番", Commitment.ASPIRATIONAL)
    given = KeyResult(0, 0, 0, "新客户数", KeyResultKind.METRIC, start=d("0"), target=d("100"))
    result = firm.okr.add_key_result(objective, given)
    for item in items(firm, draft):
        firm.appraisal.set_weight(item.id, None)
    firm.appraisal.share_out_rest(draft)
    assert firm.cycles.advance([draft]) == []
    return draft, result, okr_item(firm, draft)


def okr_item(firm: Firm, form_id: int) -> FormItem:
    return next(item for item in items(firm, form_id) if item.item_class is ItemClass.OKR)


def test_an_objective_takes_its_score_from_the_key_results_alone(firm: Firm) -> None:
    form_id, result, item = carried(firm)
    firm.okr.enter(result, "35")
    scored = okr_item(firm, form_id)
    assert scored.score == d("50.00")

    appraisal = firm.appraisal
    assert refused(appraisal.enter, item.id, "1") == ["item_carried"]
    for state in (Missing.NOT_APPLICABLE, Missing.UNAVAILABLE, Missing.NOT_SUBMITTED):
        assert refused(appraisal.set_missing, item.id, state, "系统故障") == ["item_carried"]
    many = appraisal.enter_many([(item.id, "1")])
    assert [problem.code for problem in many[item.id]] == ["item_carried"]
    assert "新客户翻番" in texts.sentence(many[item.id][0])
    numbers = {"target": d("0.3"), "threshold": d("0"), "stretch": d("0.5")}
    amend = (item.id, numbers, date(2026, 8, 1), AmendReason.MARKET)
    assert refused(firm.changes.amend_target, *amend) == ["item_carried"]
    assert okr_item(firm, form_id) == scored


def test_the_target_of_an_objective_is_not_typed(firm: Firm) -> None:
    firm.settings.set_choice(okr_mode=OkrMode.X)
    draft = sales_form(firm, agreed=False)
    firm.okr.add_objective(draft, "新客户翻番")
    item = okr_item(firm, draft)
    assert refused(firm.appraisal.set_target, item.id, d("0.3")) == ["item_carried"]
    many = firm.appraisal.set_targets([(item.id, d("0.3"))])
    assert [problem.code for problem in many[item.id]] == ["item_carried"]
    assert okr_item(firm, draft).rule == item.rule


def test_an_objective_without_a_score_may_be_excused_but_not_counted_as_zero(firm: Firm) -> None:
    form_id, result, item = carried(firm)
    assert refused(firm.appraisal.set_missing, item.id, Missing.NOT_SUBMITTED) == ["item_carried"]
    firm.appraisal.set_missing(item.id, Missing.NOT_APPLICABLE, "公司取消了该目标")
    assert okr_item(firm, form_id).missing is Missing.NOT_APPLICABLE
    firm.okr.enter(result, "70")
    assert (okr_item(firm, form_id).missing, okr_item(firm, form_id).score) == (Missing.VALUE, d("100.00"))


# -- shared indicators (§2.1) --


def sharing(firm: Firm, count: int = 3, *, agreed: bool = False) -> list[int]:
    """Forms whose first item (a sum) is shared."""
    forms = []
    for at in range(count):
        who = person(firm, f"E1{at}", f"甲{at}", position="客户经理", department="销售部")
        firm.people.edit_employee(who, "manager_id", firm.settings.settings().owner_id)
        forms.append(form(firm, who))
    with firm._desk.change("set_target", value="") as change:
        for form_id in forms:
            change.update(form_item, items(firm, form_id)[0].id, is_shared=1)
    for form_id in forms:
        for item in items(firm, form_id):
            if not item.is_anchored and item.rule.target is None:
                firm.appraisal.set_target(item.id, d("100"))
    firm.appraisal.set_target(items(firm, forms[0])[0].id, d("300000"))
    if agreed:
        assert firm.cycles.advance(forms) == []
    return forms


def targets(firm: Firm, forms: list[int]) -> list[Decimal | None]:
    return [items(firm, one)[0].rule.target for one in forms]


def test_many_targets_reach_all_forms_of_a_shared_indicator_and_name_the_locked(firm: Firm) -> None:
    forms = sharing(firm)
    first = items(firm, forms[0])[0].id
    assert firm.appraisal.set_targets([(first, d("250000"))]) == {}
    assert targets(firm, forms) == [d("250000.00")] * 3
    firm.history.undo()
    assert targets(firm, forms) == [d("300000.00")] * 3

    assert firm.cycles.advance(forms[2:]) == []
    told = firm.appraisal.set_targets([(first, d("250000"))])[first]
    assert [(one.code, one.is_warning) for one in told] == [("shared_locked", True)]
    assert "甲2" in texts.sentence(told[0])
    assert targets(firm, forms) == [d("250000.00"), d("250000.00"), d("300000.00")]
    assert [one.code for one in firm.appraisal.set_target(first, d("260000"))] == ["shared_locked"]
    assert targets(firm, forms) == [d("260000.00"), d("260000.00"), d("300000.00")]


def test_imported_targets_reach_all_forms_of_a_shared_indicator(firm: Firm, tmp_path: Path) -> None:
    forms = sharing(firm)
    assert firm.cycles.advance(forms[2:]) == []
    book = Workbook()
    book.active.append(["工号", "指标编码", "目标值"])
    book.active.append(["E10", items(firm, forms[0])[0].code, 240000])
    book.save(tmp_path / "targets.xlsx")
    report = firm.imports.import_values(tmp_path / "targets.xlsx", "targets", current(firm))
    assert targets(firm, forms) == [d("240000.00"), d("240000.00"), d("300000.00")]
    assert (report.added, report.refused) == (1, ())
    assert [problem.code for problem in report.notes] == ["shared_locked"]


def test_an_amendment_is_made_and_taken_back_on_all_forms_of_a_shared_indicator(firm: Firm) -> None:
    forms = sharing(firm, agreed=True)
    first = items(firm, forms[0])[0].id
    fill(firm, forms[2])
    assert firm.cycles.advance(forms[2:]) == []
    told = firm.changes.preview_amendment(first, {"target": d("240000")}, AFTER_60).told
    assert [one.code for one in told] == ["shared_locked"] and "甲2" in texts.sentence(told[0])
    assert targets(firm, forms) == [d("300000.00")] * 3

    given = first, {"target": d("240000")}, AFTER_60, AmendReason.MARKET
    amended = firm.changes.amend_target(*given, employee_signed_on=AFTER_60)
    assert targets(firm, forms) == [d("279130.43"), d("279130.43"), d("300000.00")]
    listed = firm.changes.amendments(current(firm))
    assert {(one.form_id, one.employee_signed_on) for one in listed} == {
        (forms[0], AFTER_60),
        (forms[1], None),
    }
    firm.history.undo()
    assert targets(firm, forms) == [d("300000.00")] * 3
    firm.history.redo()
    firm.changes.remove_amendment(amended)
    assert targets(firm, forms) == [d("300000.00")] * 3
    assert firm.changes.amendments(current(firm)) == []


# -- figures that were not submitted (§3.12) --


@pytest.mark.parametrize("provider", ["somebody", "words", "self"])
def test_only_figures_that_the_person_provides_count_as_zero(firm: Firm, provider: str) -> None:
    running = sales_form(firm)
    item, own = items(firm, running)[0].id, firm.appraisal.sheet(running).head.employee_id
    provided = {
        "somebody": {"provider_id": person(firm, "D01", "数据员"), "provider_words": ""},
        "words": {"provider_id": None, "provider_words": "财务部"},
        "self": {"provider_id": own, "provider_words": ""},
    }[provider]
    with firm._desk.change("set_target", value="") as change:
        change.update(form_item, item, **provided)
    firm.appraisal.set_missing(item, Missing.NOT_SUBMITTED)
    given = item, REASON, date(2026, 10, 9), date(2026, 10, 12)
    if provider == "self":
        firm.appraisal.count_as_zero(*given)
        assert items(firm, running)[0].score == d("0.00")
    else:
        assert refused(firm.appraisal.count_as_zero, *given) == ["zero_not_theirs"]
        assert items(firm, running)[0].score is None


# -- a year's total from its parts (§8.1) --


def part(firm: Firm, who: int, days: tuple[date, date], scheme: Scheme, measured: str = "100") -> int:
    """A scored form of a part of the year."""
    firm.cycles.add_cycle(CycleType.QUARTER, *days, scheme=scheme, with_forms=False)
    found = form(firm, who)
    for item in items(firm, found):
        if not item.is_anchored and scheme is Scheme.P5:
            firm.appraisal.remove_item(item.id)
        elif not item.is_anchored and item.rule.target is None:
            firm.appraisal.set_target(item.id, d("100"))
    firm.appraisal.share_out_rest(found)
    assert firm.cycles.advance([found]) == []
    fill(firm, found, measured, "5")
    return found


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Firm]:
    path = tmp_path / "year.perfdesk"
    with closing(new_firm(path, "精工", "周敏", CLOCK, switches=BY_TARGETS, with_cycle=False)) as one:
        yield one


Q1, Q2 = (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 6, 30))
HALF = date(2026, 1, 1), date(2026, 6, 30)


def half(firm: Firm, who: int, scheme: Scheme) -> int:
    """A form of the half year whose total is the average of its parts, being built."""
    firm.cycles.add_cycle(CycleType.HALF, *HALF, scheme=scheme, combining=Combining.AVERAGE, with_forms=False)
    return form(firm, who)


def test_an_average_reaches_as_far_as_the_totals_it_is_made_of(year: Firm) -> None:
    who = person(year, position="客户经理", department="销售部")
    for days in (Q1, Q2):
        scored = part(year, who, days, Scheme.P100)
        for words in ("救急", "带教"):
            year.appraisal.add_event(scored, EventKind.BONUS, days[0], words, d("5"))
        assert year.appraisal.sheet(scored).total.total == d("110.00")
    form_id = half(year, who, Scheme.P100)
    assert year.cycles.advance([form_id]) == []
    assert year.cycles.combine_parts(current(year)).filled == 1
    sheet = year.appraisal.sheet(form_id)
    assert (sheet.items[0].score, sheet.total.total, sheet.highest) == (d("110.00"), d("110.00"), d("110.00"))
    year.appraisal.enter(sheet.items[0].id, "112")
    assert year.appraisal.sheet(form_id).total.total == d("112.00")
    lines = year.appraisal.explain_item(sheet.items[0].id)
    assert "capped" not in {line.code for line in lines} and d("112.00") in {line.result for line in lines}


def test_no_other_item_stands_beside_an_average(year: Firm) -> None:
    who = person(year, position="客户经理", department="销售部")
    form_id = half(year, who, Scheme.P120)
    assert refused(year.appraisal.add_item, form_id, year.library.cards()[0].id) == ["average_only"]
    assert refused(year.okr.add_contribution, form_id) == ["average_only"]
    year.settings.set_choice(okr_mode=OkrMode.X)
    assert refused(year.okr.add_objective, form_id, "敢闯") == ["average_only"]
    assert len(items(year, form_id)) == 1


def test_parts_with_another_scale_are_left_out_of_an_average_and_named(year: Firm) -> None:
    who = person(year, position="客户经理", department="销售部")
    part(year, who, Q1, Scheme.P5)
    other = part(year, who, Q2, Scheme.P120)
    form_id = half(year, who, Scheme.P120)
    assert year.cycles.advance([form_id]) == []
    done = year.cycles.combine_parts(current(year))
    assert [one.starts_on for one in done.unlike] == [Q1[0]]
    assert year.appraisal.sheet(form_id).total.total == year.appraisal.sheet(other).total.total


# -- bonus items (§3.8) --


def test_ex_13_three_adopted_ideas_are_one_bonus_item_of_at_most_five(firm: Firm) -> None:
    running = sales_form(firm)
    fill(firm, running, "90", "3")
    before = firm.appraisal.sheet(running).total.total
    for at, words in enumerate(("合理化建议 Idea", "合理化建议  idea ", "合理化建议 IDEA")):
        firm.appraisal.add_event(running, EventKind.BONUS, date(2026, 7, at + 1), words, d("2"))
    total = firm.appraisal.sheet(running).total
    assert (total.bonus, total.total) == (d("5.00"), before + 5)
    firm.appraisal.add_event(running, EventKind.BONUS, date(2026, 8, 1), "救急", d("2"))
    assert firm.appraisal.sheet(running).total.bonus == d("7.00")
    standing = next(one for one in firm.results.standings(current(firm)) if one.form_id == running)
    assert standing.total == before + 7


# -- days in the cycle (§8.5) --


def outcome(firm: Firm, form_id: int) -> tuple[bool, str]:
    sheet = firm.appraisal.sheet(form_id)
    return sheet.grade is not None, sheet.no_grade_reason


def test_who_joins_at_the_end_of_the_cycle_gets_no_grade_without_amendments_too(tmp_path: Path) -> None:
    with closing(made(tmp_path, BY_TARGETS)) as firm:
        running = sales_form(firm, agreed=False)
        who = firm.appraisal.sheet(running).head.employee_id
        firm.people.edit_employee(who, "hired_on", date(2026, 9, 20))
        assert firm.cycles.advance([running]) == []
        fill(firm, running)
        assert outcome(firm, running) == (False, SHORT)
        standing = next(one for one in firm.results.standings(current(firm)) if one.form_id == running)
        assert (standing.grade, standing.rank) == (None, None)

        firm.people.edit_employee(who, "hired_on", date(2026, 8, 1))
        assert outcome(firm, running) == (True, "")
        firm.people.mark_left(who, date(2026, 8, 15))
        assert outcome(firm, running) == (False, SHORT)
        firm.history.undo()
        assert outcome(firm, running) == (True, "")


def test_five_points_grade_whoever_is_there(tmp_path: Path) -> None:
    with closing(made(tmp_path, frozenset())) as firm:
        scored = form(firm, person(firm, hired_on=date(2026, 9, 20)))
        fill(firm, scored)
        assert outcome(firm, scored) == (True, "")


def test_the_next_cycle_does_not_take_over_the_items_of_objectives(firm: Firm) -> None:
    form_id, _result, _item = carried(firm)
    source = firm.appraisal.sheet(form_id)
    made_id = firm.cycles.add_cycle(
        CycleType.QUARTER, date(2026, 10, 1), date(2026, 12, 31), source_id=source.cycle.id
    )
    copied = firm.appraisal.form_of(source.head.employee_id, made_id)
    assert copied is not None
    classes = {one.item_class for one in items(firm, copied)}
    assert classes and ItemClass.OKR not in classes
