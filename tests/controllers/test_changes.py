"""Changes on the way: amended targets, joiners, leavers, transfers and long leave, in a real file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.controllers.clock import fixed
from perfdesk.controllers.derived_targets import SHORT
from perfdesk.controllers.firm import Firm, new_firm
from perfdesk.domain.amendments import Part
from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.changes import Move
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import AbsenceKind, AmendReason, CycleType, FormState
from perfdesk.models.change_words import effect_lines
from perfdesk.store.change import Deed
from perfdesk.store.schema import form as form_table
from tests.controllers.builders import NOW, codes, current, file_of, fill, form, items, person
from tests.domain.builders import d
from tests.store.dump import dump

AFTER_60 = date(2026, 8, 30)
SWITCHES = frozenset({Switch.INDICATORS, Switch.TARGETS_FIRST, Switch.AMENDMENTS})


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """A cycle of 90 days, all of it past, in which targets may change."""
    path = tmp_path / "firm.perfdesk"
    with closing(new_firm(path, "精工", "周敏", fixed(NOW), switches=SWITCHES, with_cycle=False)) as made:
        made.cycles.add_cycle(CycleType.PROJECT, date(2026, 7, 1), date(2026, 9, 28), with_forms=False)
        yield made


def sales(firm: Firm, number: str = "E01", *, agreed: bool = True, **columns: object) -> int:
    """A salesperson's form with a revenue target of 300,000 and 100 for everything else."""
    who = person(firm, number, position="客户经理", department="销售部", **columns)
    firm.people.edit_employee(who, "manager_id", firm.settings.settings().owner_id)
    found = form(firm, who)
    for at, item in enumerate(items(firm, found)):
        if not item.is_anchored and item.rule.target is None:
            firm.appraisal.set_target(item.id, Decimal(300_000 if at == 0 else 100))
    if agreed:
        assert firm.cycles.advance([found]) == []
    return found


def revenue(firm: Firm, form_id: int) -> FormItem:
    return items(firm, form_id)[0]


def rate(firm: Firm, form_id: int) -> FormItem:
    return next(item for item in items(firm, form_id) if item.aggregation == "RATIO" and item.rule.target)


def amend(firm: Firm, item: FormItem, target: str, on: date = AFTER_60) -> int:
    return firm.changes.amend_target(item.id, {"target": d(target)}, on, AmendReason.MARKET, "客户停产")


def reason_of(firm: Firm, form_id: int) -> str:
    with file_of(firm).read() as connection:
        found = connection.execute(form_table.select().where(form_table.c.id == form_id)).mappings().one()
    return str(found["no_grade_reason"])


def test_ex_30_an_amended_sum_is_scored_by_the_derived_target_at_once(firm: Firm) -> None:
    found = sales(firm)
    item = revenue(firm, found)
    firm.appraisal.enter(item.id, "280000")
    assert revenue(firm, found).score == d("93.33")

    amend(firm, item, "240000")

    after = revenue(firm, found)
    assert (after.rule.target, after.score) == (d("280000"), d("100.00"))
    assert after.agreed_rule is not None and after.agreed_rule.target == d("300000")
    line = firm.changes.amendments(current(firm))[0]
    assert (line.old, line.new, line.now) == (d("300000"), d("240000"), d("280000"))
    assert line.is_past_half and not line.is_signed


def test_how_the_target_came_about_stands_before_how_the_score_did(firm: Firm) -> None:
    found = sales(firm)
    item = revenue(firm, found)
    firm.appraisal.enter(item.id, "280000")
    assert firm.changes.derivation(revenue(firm, found)) is None
    amend(firm, item, "240000")
    derived = firm.changes.derivation(revenue(firm, found))
    assert derived is not None and derived.target == d("280000")
    lines = firm.appraisal.explain_item(item.id)
    assert [line.code for line in lines][:2] == ["target_by_days", "ratio_higher"]


def test_an_amended_rate_holds_for_the_whole_cycle(firm: Firm) -> None:
    found = sales(firm)
    item = rate(firm, found)
    assert item.rule.target is not None
    firm.changes.amend_target(item.id, {"target": item.rule.target - 1}, AFTER_60, AmendReason.TASK)
    assert items(firm, found)[item.order].rule.target == item.rule.target - 1


def test_several_amendments_each_count_for_their_days_and_come_off_in_turn(firm: Firm) -> None:
    found = sales(firm)
    item = revenue(firm, found)
    first = amend(firm, item, "330000", date(2026, 7, 31))
    second = amend(firm, item, "240000", AFTER_60)
    assert revenue(firm, found).rule.target == d("290000")
    assert [line.is_last for line in firm.changes.amendments_of_item(item.id)] == [True, False]

    with pytest.raises(Invalid) as caught:
        firm.changes.remove_amendment(first)
    assert codes(caught) == ["amend_not_last"]
    firm.changes.remove_amendment(second)
    assert revenue(firm, found).rule.target == d("320000")
    firm.changes.remove_amendment(first)
    assert revenue(firm, found).rule == item.rule and revenue(firm, found).agreed_rule is None


def test_an_amendment_builds_on_the_values_of_the_whole_cycle(firm: Firm) -> None:
    found = sales(firm)
    item = revenue(firm, found)
    assert firm.changes.rule_now(item.id).target == d("300000")
    amend(firm, item, "240000")
    assert firm.changes.rule_now(item.id).target == d("240000")


def test_a_preview_tells_what_the_deed_then_does_and_writes_nothing(firm: Firm) -> None:
    found = sales(firm)
    item = revenue(firm, found)
    firm.appraisal.enter(item.id, "280000")
    before = dump(file_of(firm))

    told = firm.changes.preview_amendment(item.id, {"target": d("240000")}, AFTER_60)

    assert dump(file_of(firm)) == before
    effect = told.items[0]
    assert (effect.before, effect.after) == (d("300000"), d("280000"))
    assert effect.parts == (Part(d("300000"), 60, 90), Part(d("240000"), 30, 90))
    assert (effect.score_before, effect.score_after) == (d("93.33"), d("100.00"))
    assert told.is_past_half
    deed = firm.history.undo_deed
    assert deed is not None and deed.code == "enter"  # the preview is no step
    amend(firm, item, "240000")
    assert revenue(firm, found).rule.target == effect.after


def test_targets_are_amended_while_agreed_or_running_only(firm: Firm) -> None:
    draft = sales(firm, agreed=False)
    with pytest.raises(Invalid) as caught:
        amend(firm, revenue(firm, draft), "240000")
    assert codes(caught) == ["amend_draft"]
    firm.cycles.advance([draft])
    fill(firm, draft)
    firm.cycles.advance([draft])
    with pytest.raises(Invalid) as caught:
        amend(firm, revenue(firm, draft), "240000")
    assert codes(caught) == ["amend_scored"]


def test_what_people_change_on_their_own_form_is_marked(firm: Firm) -> None:
    found = sales(firm)
    amend(firm, revenue(firm, found), "240000")
    assert not firm.appraisal.sheet(found).head.is_own_changed
    who = firm.appraisal.sheet(found).head.employee_id
    firm.people.edit_employee(who, "is_acting", True)
    firm.settings.act_as(who)
    firm.changes.set_span(found, date(2026, 7, 10), None)
    assert firm.appraisal.sheet(found).head.is_own_changed


def test_both_signatures_are_noted_and_none_lies_in_the_future(firm: Firm) -> None:
    made = amend(firm, revenue(firm, sales(firm)), "240000")
    with pytest.raises(Invalid) as caught:
        firm.changes.set_signed(made, "employee", date(2026, 10, 17))
    assert codes(caught) == ["signed_in_future"]
    firm.changes.set_signed(made, "employee", date(2026, 10, 16))
    firm.changes.set_signed(made, "manager", date(2026, 10, 16))
    assert firm.changes.amendments(current(firm))[0].is_signed


def test_a_late_joiner_gets_the_share_of_a_sum_once_the_targets_are_agreed(firm: Firm) -> None:
    found = sales(firm, agreed=False, hired_on=date(2026, 7, 31))
    line = firm.changes.shares(current(firm))[0]
    assert line.is_to_apply and line.wanted_from == date(2026, 7, 31) and line.days == 90
    assert firm.changes.apply_dates(current(firm)) == 1
    assert revenue(firm, found).rule.target == d("300000")  # a draft shows what people type

    firm.cycles.advance([found])

    assert revenue(firm, found).rule.target == d("200000")
    assert rate(firm, found).agreed_rule is None
    line = firm.changes.shares(current(firm))[0]
    assert (line.days, line.of, line.is_graded, line.is_to_apply) == (60, 90, True, False)
    assert firm.changes.apply_dates(current(firm)) == 0


def test_back_in_draft_the_target_of_the_whole_cycle_stands_there_again(firm: Firm) -> None:
    firm.cycles.add_cycle(CycleType.MONTH, date(2026, 11, 1), date(2026, 11, 30), with_forms=False)
    found = sales(firm, hired_on=date(2026, 11, 16))
    firm.changes.apply_dates(current(firm))
    assert revenue(firm, found).rule.target == d("150000")
    firm.cycles.send_back(found, FormState.DRAFT, "目标要重新商量一次再确认")
    assert (revenue(firm, found).rule.target, revenue(firm, found).agreed_rule) == (d("300000"), None)
    firm.appraisal.set_target(revenue(firm, found).id, d("200000"))
    firm.cycles.advance([found])
    assert revenue(firm, found).rule.target == d("100000")


def test_a_leaver_is_scored_with_the_data_to_the_last_day(firm: Firm) -> None:
    found = sales(firm)
    firm.appraisal.enter(revenue(firm, found).id, "150000")
    firm.people.mark_left(firm.people.employees()[1].id, date(2026, 8, 14))
    firm.changes.apply_dates(current(firm))
    after = revenue(firm, found)
    assert (after.rule.target, after.score) == (d("150000"), d("100.00"))


@pytest.mark.parametrize(("last", "reason"), [(date(2026, 7, 29), SHORT), (date(2026, 7, 30), "")])
def test_less_than_a_third_of_the_cycle_is_noted_on_the_form(firm: Firm, last: date, reason: str) -> None:
    found = sales(firm)
    firm.changes.set_span(found, None, last)
    assert reason_of(firm, found) == reason
    firm.changes.set_span(found, None, None)
    assert reason_of(firm, found) == "" and firm.changes.shares(current(firm)) == []


def test_days_of_a_form_outside_the_cycle_or_in_another_segment_are_refused(firm: Firm) -> None:
    found = sales(firm)
    with pytest.raises(Invalid) as caught:
        firm.changes.set_span(found, date(2026, 10, 1), None)
    assert codes(caught) == ["span_ends_first"]
    with pytest.raises(Invalid) as caught:
        firm.changes.set_span(found, date(2026, 10, 1), date(2026, 10, 2))
    assert codes(caught) == ["span_outside_cycle"]
    firm.people.add_position("会计")
    firm.changes.transfer(found, Move(date(2026, 8, 15), _position(firm, "会计")))
    with pytest.raises(Invalid) as caught:
        firm.changes.set_span(found, None, date(2026, 8, 20))
    assert codes(caught) == ["segments_overlap"]


def test_long_leave_is_left_out_of_days_and_sums_and_may_be_taken_back(firm: Firm) -> None:
    found = sales(firm)
    who = firm.people.employees()[1].id
    told = firm.changes.preview_absence(who, date(2026, 8, 1), date(2026, 8, 30))
    assert [(one.days, one.of) for one in told.forms] == [(60, 90)]
    made = firm.changes.add_absence(who, AbsenceKind.MATERNITY, date(2026, 8, 1), date(2026, 8, 30))
    assert revenue(firm, found).rule.target == d("200000") == told.items[0].after
    assert firm.changes.absences(current(firm))[0].days == 30
    with pytest.raises(Invalid) as caught:
        firm.changes.add_absence(who, AbsenceKind.OTHER, date(2026, 8, 30), date(2026, 9, 1))
    assert codes(caught) == ["absence_overlaps"]
    firm.changes.remove_absence(made)
    assert revenue(firm, found).rule.target == d("300000")
    with pytest.raises(Invalid) as caught:
        firm.changes.add_absence(who, AbsenceKind.OTHER, date(2026, 8, 30), date(2026, 8, 1))
    assert codes(caught) == ["span_ends_first"]


def test_leave_in_a_time_whose_scores_are_submitted_waits_until_the_form_is_sent_back(firm: Firm) -> None:
    found = sales(firm)
    fill(firm, found)
    firm.cycles.advance([found])
    who = firm.people.employees()[1].id
    with pytest.raises(Invalid) as caught:
        firm.changes.add_absence(who, AbsenceKind.OTHER, date(2026, 8, 1), date(2026, 8, 30))
    assert codes(caught) == ["locked_manager_scored"]
    assert firm.changes.absences(current(firm)) == []


def _position(firm: Firm, name: str) -> int:
    return next(one.id for one in firm.people.positions() if one.name_zh == name)


def test_a_transfer_ends_one_segment_and_begins_the_next_with_the_new_manager(firm: Firm) -> None:
    found = sales(firm)
    who = firm.appraisal.sheet(found).head.employee_id
    chief = person(firm, "E09", "秦琼")
    firm.people.add_position("总务")
    move = Move(date(2026, 8, 30), _position(firm, "总务"), None, chief)

    told = firm.changes.preview_transfer(found, move)
    new = firm.changes.transfer(found, move)

    assert [(one.days, one.is_new) for one in told.forms] == [(60, False), (30, True)]
    assert new is not None and firm.appraisal.form_of(who, current(firm)) == new
    old, later = firm.appraisal.sheet(found).head, firm.appraisal.sheet(new).head
    assert (old.position_zh, old.manager, old.ends_on) == ("客户经理", "周敏", date(2026, 8, 29))
    assert (later.position_zh, later.manager_id, later.segment) == ("总务", chief, 2)
    assert revenue(firm, found).rule.target == d("200000")
    assert [(line.segment, line.days, line.person_days) for line in firm.changes.shares(current(firm))] == [
        (1, 60, 90),
        (2, 30, 90),
    ]
    assert reason_of(firm, found) == reason_of(firm, new) == ""


def test_a_segment_under_thirty_days_joins_the_longer_one(firm: Firm) -> None:
    found = sales(firm)
    firm.people.add_position("总务")
    assert firm.changes.transfer(found, Move(date(2026, 8, 31), _position(firm, "总务"))) is None
    assert firm.changes.shares(current(firm)) == []
    assert firm.appraisal.sheet(found).head.position_zh == "客户经理"

    other = sales(firm, "E02")
    new = firm.changes.transfer(other, Move(date(2026, 7, 30), _position(firm, "总务")))
    assert new is not None
    head = firm.appraisal.sheet(new).head
    assert (head.starts_on, head.ends_on) == (None, None)
    assert firm.appraisal.sheet(other).head.is_void


def _moved(firm: Firm) -> tuple[int, int, int]:
    """Somebody with two segments, 7-1 to 8-14 and 8-15 to 9-28, both agreed, and another manager."""
    found = sales(firm)
    chief = person(firm, "E09", "秦琼")
    new = firm.changes.transfer(found, Move(date(2026, 8, 15), manager_id=chief))
    assert new is not None
    for item in items(firm, new):
        if not item.is_anchored and item.rule.target is None:
            firm.appraisal.set_target(item.id, Decimal(100))
    assert firm.cycles.advance([new]) == []
    return found, new, firm.settings.settings().owner_id or 0


def test_no_short_segment_joins_one_whose_scores_are_submitted(firm: Firm) -> None:
    found, new, boss = _moved(firm)
    fill(firm, found)
    firm.cycles.advance([found])
    before = dump(file_of(firm))
    move = Move(date(2026, 8, 30), manager_id=boss)  # 45, 15 and 30 days: the middle ones join the first
    for deed in (firm.changes.transfer, firm.changes.preview_transfer):
        with pytest.raises(Invalid) as caught:
            deed(new, move)
        assert codes(caught) == ["transfer_joins_submitted"]
        assert caught.value.problems[0].details == {
            "segment": 1,
            "first": "2026-07-01",
            "last": "2026-08-14",
        }
    assert dump(file_of(firm)) == before
    firm.cycles.send_back(found, FormState.RUNNING, "调动后天数有变，重新计分")
    assert firm.changes.transfer(new, move) is not None
    assert firm.appraisal.sheet(found).head.ends_on == date(2026, 8, 29)
    assert firm.appraisal.sheet(new).head.is_void


def test_figures_of_a_segment_that_joins_another_are_not_dropped_unsaid(firm: Firm) -> None:
    _found, new, boss = _moved(firm)
    item = revenue(firm, new)
    firm.appraisal.enter(item.id, "70")
    move = Move(date(2026, 8, 30), manager_id=boss)
    before = dump(file_of(firm))

    with pytest.raises(Invalid) as caught:
        firm.changes.transfer(new, move)
    told = firm.changes.preview_transfer(new, move)

    problem = caught.value.problems[0]
    assert (problem.code, problem.details) == (
        "transfer_drops_figures",
        {"segment": 2, "names": item.name_zh},
    )
    assert dump(file_of(firm)) == before
    dropped = [(one.form_id, figure.name_zh, figure.actual) for one in told.forms for figure in one.figures]
    assert dropped == [(new, item.name_zh, Decimal(70))]
    assert f"{item.name_zh} 70" in "\n".join(effect_lines(told))
    assert firm.changes.transfer(new, move, drops_figures=True) is not None
    assert firm.appraisal.sheet(new).head.is_void and revenue(firm, new).actual == 70
    firm.history.undo()
    assert dump(file_of(firm)) == before


def test_days_of_long_leave_do_not_weigh_in_the_total_of_several_segments(firm: Firm) -> None:
    found, new, _boss = _moved(firm)
    who = firm.appraisal.sheet(found).head.employee_id
    firm.changes.add_absence(who, AbsenceKind.MATERNITY, date(2026, 8, 15), date(2026, 9, 13))
    for form_id, level in ((found, "2"), (new, "5")):
        cells = [
            (item.id, level if item.is_anchored else str(item.rule.target)) for item in items(firm, form_id)
        ]
        assert firm.appraisal.enter_many(cells) == {}
    lines = firm.changes.shares(current(firm))
    first, second = lines[0].total, lines[1].total
    assert first is not None and second is not None and first != second
    assert [line.days for line in lines] == [45, 15]
    assert lines[0].combined == round((45 * first + 15 * second) / 60, 2)


def test_ex_32_segments_come_to_one_total_by_days(tmp_path: Path) -> None:
    path = tmp_path / "firm.perfdesk"
    with closing(new_firm(path, "精工", "周敏", fixed(NOW), switches=SWITCHES, with_cycle=False)) as firm:
        firm.cycles.add_cycle(CycleType.QUARTER, date(2026, 7, 1), date(2026, 9, 30), with_forms=False)
        found = sales(firm)
        firm.people.add_position("总务")
        new = firm.changes.transfer(found, Move(date(2026, 8, 31), _position(firm, "总务")))
        assert new is not None
        for item in items(firm, new):
            if not item.is_anchored and item.rule.target is None:
                firm.appraisal.set_target(item.id, Decimal(100))
        firm.cycles.advance([new])
        for form_id, level in ((found, "2"), (new, "5")):
            cells = [
                (item.id, level if item.is_anchored else str(item.rule.target))
                for item in items(firm, form_id)
            ]
            assert firm.appraisal.enter_many(cells) == {}
        lines = firm.changes.shares(current(firm))
        first, second = lines[0].total, lines[1].total
        assert first is not None and second is not None and first != second
        assert [line.days for line in lines] == [61, 31]
        assert lines[0].combined == lines[1].combined == round((61 * first + 31 * second) / 92, 2)


def test_a_transfer_of_a_draft_or_without_any_change_or_outside_the_days_is_refused(firm: Firm) -> None:
    draft = sales(firm, agreed=False)
    firm.people.add_position("总务")
    post = _position(firm, "总务")
    for move, code in (
        (Move(date(2026, 8, 1), post), "transfer_of_draft"),
        (Move(date(2026, 8, 1)), "transfer_changes_nothing"),
        (Move(date(2026, 7, 1), post), "transfer_outside"),
    ):
        with pytest.raises(Invalid) as caught:
            firm.changes.transfer(draft, move)
        assert codes(caught) == [code]
    firm.cycles.advance([draft])
    firm.changes.transfer(draft, Move(date(2026, 8, 15), post))
    with pytest.raises(Invalid) as caught:
        firm.changes.transfer(draft, Move(date(2026, 8, 3), _position(firm, "客户经理")))
    assert codes(caught) == ["transfer_not_last"]


def test_switched_off_nothing_is_recomputed_and_the_data_stay(firm: Firm) -> None:
    found = sales(firm)
    amend(firm, revenue(firm, found), "240000")
    firm.settings.set_switch(Switch.AMENDMENTS, on=False)
    assert revenue(firm, found).rule.target == d("280000")
    assert len(firm.changes.amendments(current(firm))) == 1
    line = firm.changes.amendments(current(firm))[0]
    for deed in (
        lambda: firm.changes.set_span(found, date(2026, 7, 31), None),
        lambda: amend(firm, revenue(firm, found), "200000", date(2026, 9, 10)),
        lambda: firm.changes.set_signed(line.id, "manager", date(2026, 9, 1)),
        lambda: firm.changes.remove_amendment(line.id),
    ):
        with pytest.raises(Invalid) as caught:
            deed()
        assert codes(caught) == ["amendments_off"]
    assert revenue(firm, found).rule.target == d("280000")
    assert firm.changes.amendments(current(firm)) == [line] and firm.changes.shares(current(firm)) == []


def test_a_void_or_filed_form_takes_no_amendment_signature_or_other_days(firm: Firm) -> None:
    found = sales(firm)
    made = amend(firm, revenue(firm, found), "240000")
    item = revenue(firm, found)
    firm.cycles.void_form(found, "岗位弄错，整张表重做一张")
    deeds = (
        lambda: amend(firm, item, "200000", date(2026, 9, 10)),
        lambda: firm.changes.set_signed(made, "manager", date(2026, 9, 1)),
        lambda: firm.changes.set_span(found, date(2026, 8, 1), None),
    )
    for deed in deeds:
        with pytest.raises(Invalid) as caught:
            deed()
        assert codes(caught) == ["locked_void"]
    with file_of(firm).change(Deed("advance")) as change:
        change.update(form_table, found, is_void=0, state=FormState.CLOSED.value)
    for deed, code in zip(deeds, ("amend_scored", "locked_closed", "locked_closed"), strict=True):
        with pytest.raises(Invalid) as caught:
            deed()
        assert codes(caught) == [code]


def test_an_amendment_signed_in_the_future_is_refused_and_not_made(firm: Firm) -> None:
    item = revenue(firm, sales(firm))
    for who in ("employee_signed_on", "manager_signed_on"):
        signed = {who: date(2026, 10, 17)}
        with pytest.raises(Invalid) as caught:
            firm.changes.amend_target(
                item.id, {"target": d("240000")}, AFTER_60, AmendReason.MARKET, **signed
            )
        assert (codes(caught), caught.value.problems[0].field) == (["signed_in_future"], who)
    assert firm.changes.amendments(current(firm)) == []


def test_back_in_draft_an_amendment_is_open_again_and_the_form_may_be_taken_away(firm: Firm) -> None:
    firm.cycles.add_cycle(CycleType.MONTH, date(2026, 11, 1), date(2026, 11, 30), with_forms=False)
    found = sales(firm)
    amend(firm, revenue(firm, found), "240000", date(2026, 11, 16))
    assert revenue(firm, found).rule.target == d("270000")
    firm.settings.set_switch(Switch.AMENDMENTS, on=False)
    firm.cycles.send_back(found, FormState.DRAFT, "目标要重新商量一次再确认")
    assert (revenue(firm, found).rule.target, revenue(firm, found).agreed_rule) == (d("300000"), None)
    assert firm.changes.amendments(current(firm)) == []
    firm.cycles.remove_form(found)
    assert firm.changes.shares(current(firm)) == []


def test_a_new_revision_begins_with_the_targets_as_agreed(firm: Firm) -> None:
    found = sales(firm)
    amend(firm, revenue(firm, found), "240000")
    firm.cycles.void_form(found, "发给了错误的岗位，作废重来一张")
    new = firm.cycles.replace_void(found)
    assert (revenue(firm, new).rule.target, revenue(firm, new).agreed_rule) == (d("300000"), None)


def test_an_unusable_derived_target_does_not_hold_up_the_agreement_of_many_forms(firm: Firm) -> None:
    tiny, other = sales(firm, agreed=False), sales(firm, "E02", agreed=False)
    firm.appraisal.set_target(revenue(firm, tiny).id, d("0.01"))
    for found in (tiny, other):
        firm.changes.set_span(found, None, date(2026, 8, 1))
    assert firm.cycles.advance([tiny, other]) == []
    assert revenue(firm, tiny).rule.target == d("0.01")
    assert revenue(firm, other).rule.target == d("106666.67")


def test_a_derived_target_that_no_method_can_use_is_refused_and_nothing_changes(firm: Firm) -> None:
    found = sales(firm, agreed=False)
    firm.appraisal.set_target(revenue(firm, found).id, d("0.01"))
    firm.cycles.advance([found])
    before = dump(file_of(firm))
    with pytest.raises(Invalid) as caught:
        firm.changes.set_span(found, None, date(2026, 8, 1))
    assert codes(caught) == ["derived_unusable"]
    assert dump(file_of(firm)) == before


def test_an_erased_person_leaves_days_and_targets_behind_and_no_words(firm: Firm) -> None:
    found = sales(firm)
    who = firm.appraisal.sheet(found).head.employee_id
    amend(firm, revenue(firm, found), "240000")
    firm.changes.add_absence(who, AbsenceKind.MATERNITY, date(2026, 8, 1), date(2026, 8, 10), "secret-leave")
    target = revenue(firm, found).rule.target
    firm.people.mark_left(who, date(2026, 10, 1))
    firm.people.erase_employee(who)
    path = firm.path
    (line,) = firm.changes.absences(current(firm))
    assert (line.kind, line.words, line.days) == (AbsenceKind.OTHER, "", 10)
    assert revenue(firm, found).rule.target == target
    assert firm.changes.amendments(current(firm))[0].words == ""
    firm.close(with_backup=False)
    content = path.read_bytes()
    assert not [secret for secret in ("secret-leave", "客户停产", "MATERNITY") if secret.encode() in content]
