"""Calibration over a real file: the board, grades with reasons, the log, the guide, and forms moved on (§7)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.calibration_board import Scope, ScopeKind
from perfdesk.domain.calibration_pools import Exemption
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import CalibrationReason, Direction, FormState, GoalLevel, GuideMode
from perfdesk.store.change import Deed
from perfdesk.store.schema import absence, employee, form_event, form_item
from perfdesk.store.schema import form as form_table
from tests.controllers.builders import codes, current, file_of, fill, form, new, person
from tests.controllers.calibration_firm import (
    PICTURE,
    add_department,
    add_scored,
    calibration_firm,
    picture_firm,
)
from tests.domain.builders import ratio

WORDS = "7 月起带 3 号线改造，停机 21 天，目标未随之变更"
S, A, B, C, D = range(5)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[Firm, dict[str, int]]]:
    firm, forms = picture_firm(tmp_path / "红杉.perfdesk")
    with contextlib.closing(firm):
        yield firm, forms


def view(firm: Firm):
    return firm.calibration.board(current(firm)).view(Scope())


def state_of(firm: Firm, form_id: int) -> FormState:
    return firm.appraisal.sheet(form_id).head.state


def test_the_board_holds_what_the_picture_shows(shop):
    firm, forms = shop
    seen = view(firm)
    assert seen.now == (0, 6, 7, 1, 0) and seen.seats == (1, 3, 7, 2, 1)
    assert [one.form_id for one in seen.hurt if one.is_met] == [forms["邓秀英"], forms["曹阳"]]


def test_a_grade_is_given_with_its_reason_and_the_total_stays(shop):
    firm, forms = shop
    who = forms["罗永强"]
    total = firm.appraisal.sheet(who).total.total
    firm.calibration.set_grade(who, "B", "SCOPE", f" {WORDS} ", "周建国、唐建平")

    assert view(firm).now == (0, 6, 8, 0, 0)
    board = firm.calibration.board(current(firm))
    assert (board.people[who].standard, board.people[who].final) == (C, B)
    assert board.people[who].reason is CalibrationReason.SCOPE
    assert firm.appraisal.sheet(who).total.total == total == Decimal("79.75")
    (line,) = firm.calibration.log(current(firm))
    assert (line.name, line.from_grade, line.to_grade) == ("罗永强", "C", "B")
    assert (line.reason, line.words, line.participants) == (CalibrationReason.SCOPE, WORDS, "周建国、唐建平")
    assert line.at.date() == firm.clock.today() and line.inversion_words == ""


def test_undo_puts_grade_and_log_back(shop):
    firm, forms = shop
    firm.calibration.set_grade(forms["罗永强"], "B", "SCOPE", WORDS)
    firm.history.undo()
    assert view(firm).now == (0, 6, 7, 1, 0) and firm.calibration.log(current(firm)) == []
    firm.history.redo()
    assert view(firm).now == (0, 6, 8, 0, 0) and len(firm.calibration.log(current(firm))) == 1


@pytest.mark.parametrize(
    ("grade", "reason", "words", "code"),
    [
        ("B", "", WORDS, "calibration_reason_missing"),
        ("B", "因为", WORDS, "calibration_reason_missing"),
        ("B", "SCOPE", "太短", "calibration_words_short"),
        ("E", "SCOPE", WORDS, "grade_unknown"),
        ("A", "SCOPE", WORDS, "inversion_words_short"),
    ],
)
def test_what_is_missing_is_refused_and_nothing_is_written(shop, grade, reason, words, code):
    firm, forms = shop
    with pytest.raises(Invalid) as caught:
        firm.calibration.set_grade(forms["罗永强"], grade, reason, words)
    assert code in codes(caught)
    assert view(firm).now == (0, 6, 7, 1, 0) and firm.calibration.log(current(firm)) == []


def test_an_inversion_is_kept_with_the_words_that_explain_it(shop):
    firm, forms = shop
    firm.calibration.set_grade(forms["罗永强"], "A", "SCOPE", WORDS, "", "其余七人的任务没有停机")
    (line,) = firm.calibration.log(current(firm))
    assert line.inversion_words == "其余七人的任务没有停机"
    assert [one.key for one in view(firm).inversions] == [forms["罗永强"]]


def test_lowering_by_quota_is_allowed_and_known_as_such(shop):
    firm, forms = shop
    firm.calibration.set_grade(forms["罗永强"], "D", "QUOTA", WORDS)
    one = firm.calibration.board(current(firm)).people[forms["罗永强"]]
    assert (one.standard, one.final, one.reason) == (C, D, CalibrationReason.QUOTA)


def test_grades_are_locked_before_the_managers_scores_and_after_calibration(shop):
    firm, forms = shop
    firm.calibration.finish(current(firm))
    with pytest.raises(Invalid) as caught:
        firm.calibration.set_grade(forms["罗永强"], "B", "SCOPE", WORDS)
    assert codes(caught) == ["grade_locked"]
    firm.cycles.send_back(forms["罗永强"], FormState.MANAGER_SCORED, "校准会漏看了改造任务")
    firm.calibration.set_grade(forms["罗永强"], "B", "SCOPE", WORDS)
    assert view(firm).now == (0, 6, 8, 0, 0)


def test_finishing_keeps_the_standard_grade_and_moves_everybody_on(shop):
    firm, forms = shop
    firm.calibration.set_grade(forms["罗永强"], "B", "SCOPE", WORDS)
    assert firm.calibration.finish(current(firm)) == []
    assert {state_of(firm, form_id) for form_id in forms.values()} == {FormState.CALIBRATED}
    assert view(firm).now == (0, 6, 8, 0, 0)


def test_finishing_is_one_step_for_undo(shop):
    firm, forms = shop
    firm.calibration.finish(current(firm))
    firm.history.undo()
    assert {state_of(firm, form_id) for form_id in forms.values()} == {FormState.MANAGER_SCORED}
    assert firm.history.undo_deed is None
    with file_of(firm).read() as connection:
        assert connection.exec_driver_sql("SELECT count(calibrated_at) FROM form").scalar_one() == 0
    firm.history.redo()
    assert {state_of(firm, form_id) for form_id in forms.values()} == {FormState.CALIBRATED}


def test_the_soft_guide_keeps_those_above_it_until_they_have_a_reason(shop):
    firm, forms = shop
    firm.calibration.set_mode(GuideMode.SOFT)
    left = firm.calibration.finish(current(firm))
    assert [(one.head.name, one.problems[0].code) for one in left] == [
        ("邓秀英", "guide_reason_missing"),
        ("曹阳", "guide_reason_missing"),
    ]
    assert state_of(firm, forms["曹阳"]) is FormState.MANAGER_SCORED
    assert state_of(firm, forms["唐丽"]) is FormState.CALIBRATED
    for name in ("邓秀英", "曹阳"):
        firm.calibration.set_grade(forms[name], "A", "EVIDENCE", "三条产线的交付记录都已核对")
    assert firm.calibration.finish(current(firm)) == []
    assert state_of(firm, forms["曹阳"]) is FormState.CALIBRATED


def test_a_confirmed_grade_stands_in_the_log_and_changes_nothing(shop):
    firm, forms = shop
    firm.calibration.set_grade(forms["曹阳"], "A", "EVIDENCE", "三条产线的交付记录都已核对")
    (line,) = firm.calibration.log_of(forms["曹阳"])
    assert line.from_grade == line.to_grade == "A"
    assert view(firm).now == (0, 6, 7, 1, 0)


def test_the_exempt_are_listed_with_why(shop):
    firm, _forms = shop
    new = add_scored(firm, [("新人", "90")], hired_on="2026-10-05")
    trial = add_scored(firm, [("试用", "90")], probation_until="2027-01-31")
    left = add_scored(firm, [("离职", "90")], left_on="2026-10-10")
    ill = add_scored(firm, [("病假", "90")])
    open_one = add_scored(firm, [("未评", None)], state=FormState.RUNNING)
    with file_of(firm).change(Deed("made")) as change:
        change.insert(
            absence,
            employee_id=change.row(form_table, ill[0])["employee_id"],
            kind="MEDICAL",
            starts_on="2026-10-08",
            ends_on="2026-10-09",
        )
    found = {one.form_id: one.exemption for one in view(firm).exempt}
    assert found == {
        new[0]: Exemption.NEWCOMER,
        trial[0]: Exemption.PROBATION,
        left[0]: Exemption.LEFT,
        ill[0]: Exemption.LEAVE,
        open_one[0]: Exemption.NOT_SCORED,
    }
    assert view(firm).seats == (1, 3, 7, 2, 1)


def test_managers_stand_in_a_pool_of_their_own(shop):
    firm, forms = shop
    with file_of(firm).change(Deed("made")) as change:
        boss = change.row(form_table, forms["郭建军"])["employee_id"]
        other = change.row(form_table, forms["唐丽"])["employee_id"]
        change.update(employee, other, manager_id=boss)
    board = firm.calibration.board(current(firm))
    assert [one.pool.is_managers for one in board.pools] == [False, True]
    assert board.pools[1].pool.members == (forms["郭建军"],)


def test_small_departments_join_under_their_parent(tmp_path):
    with contextlib.closing(calibration_firm(tmp_path / "f.perfdesk")) as firm:
        top = add_department(firm, "运营")
        parts = [add_department(firm, name, top) for name in ("仓储", "配送")]
        for unit, people in zip(parts, (PICTURE[:5], PICTURE[5:9]), strict=True):
            add_scored(firm, people, unit)
        (pool,) = firm.calibration.board(current(firm)).pools
        assert set(pool.pool.units) == set(parts) and pool.pool.top_id == top
        assert sum(pool.seats) == 9


def test_a_veto_that_holds_a_grade_down_turns_no_order_round(shop):
    firm, forms = shop
    with file_of(firm).change(Deed("made")) as change:
        change.insert(
            form_event,
            form_id=forms["郭建军"],
            kind="VETO",
            happened_on="2026-10-10",
            words="安全红线",
            points_c=0,
            effect="CAP_GRADE",
        )
    board = firm.calibration.board(current(firm))
    assert (board.people[forms["郭建军"]].standard, board.people[forms["郭建军"]].is_capped) == (C, True)
    assert board.view(Scope()).inversions == ()


def test_a_firm_sets_its_own_guide_and_goes_back_to_the_default(shop):
    firm, _forms = shop
    own = {"S": Decimal(0), "A": Decimal(40), "B": Decimal(60), "C": Decimal(0), "D": Decimal(0)}
    firm.calibration.set_guide(own)
    assert firm.calibration.guide()[1] == tuple(own.values())
    assert view(firm).seats == (0, 6, 8, 0, 0)
    with pytest.raises(Invalid) as caught:
        firm.calibration.set_guide({**own, "S": Decimal(1)})
    assert codes(caught) == ["guide_not_100"]
    firm.calibration.set_guide(None)
    assert view(firm).seats == (1, 3, 7, 2, 1)


def test_a_departments_own_result_moves_its_guide_where_the_firm_wants_it(shop):
    firm, _forms = shop
    unit = next(one.id for one in firm.people.departments() if one.name_zh == "生产部")
    goal = firm.goals.add_goal(
        GoalLevel.DEPARTMENT, 2026, "一次合格率", department_id=unit, rule=ratio(Direction.HIGHER, "100")
    )
    firm.goals.set_actual(goal, Decimal(118))
    assert view(firm).seats == (1, 3, 7, 2, 1)
    firm.calibration.link_departments(on=True)
    board = firm.calibration.board(current(firm))
    assert board.pools[0].is_linked and board.pools[0].shares == (20, 30, 45, 5, 0)
    assert view(firm).seats == (3, 4, 6, 1, 0)
    firm.goals.set_actual(goal, Decimal(50))
    assert view(firm).seats == (0, 1, 7, 4, 2)


def test_one_department_is_finished_before_the_others(shop):
    firm, forms = shop
    unit = add_department(firm, "仓储部")
    others = add_scored(firm, [("仓管甲", "95"), ("仓管乙", "96")], unit)
    assert firm.calibration.finish(current(firm), Scope(ScopeKind.DEPARTMENT, unit)) == []
    assert {state_of(firm, form_id) for form_id in others} == {FormState.CALIBRATED}
    assert state_of(firm, forms["唐丽"]) is FormState.MANAGER_SCORED


def test_those_who_are_not_counted_keep_the_standard_grade_and_go_on_too(shop):
    firm, _forms = shop
    (trial,) = add_scored(firm, [("试用", "90")], probation_until="2027-01-31")
    firm.calibration.finish(current(firm))
    assert state_of(firm, trial) is FormState.CALIBRATED
    assert firm.appraisal.sheet(trial).grade.code == "B"


def test_the_given_grade_is_the_grade_that_everything_else_shows(shop):
    firm, forms = shop
    firm.calibration.set_grade(forms["罗永强"], "B", "SCOPE", WORDS)
    sheet = firm.appraisal.sheet(forms["罗永强"])
    assert (sheet.grade.code, sheet.standard_grade.code) == ("B", "C")
    line = next(one for one in firm.results.standings(current(firm)) if one.form_id == forms["罗永强"])
    assert line.grade.code == "B"


def test_going_back_for_another_score_takes_the_given_grade_away(shop):
    firm, forms = shop
    firm.settings.set_switch(Switch.SELF_SCORE, on=True)
    firm.calibration.set_grade(forms["罗永强"], "B", "SCOPE", WORDS)
    firm.cycles.send_back(forms["罗永强"], FormState.SELF_SCORED, "停机天数和产量要重新核对")
    (one,) = [one for one in view(firm).exempt if one.form_id == forms["罗永强"]]
    assert one.exemption is Exemption.NOT_SCORED and one.final == C
    assert len(firm.calibration.log(current(firm))) == 1


def test_erasing_a_person_takes_the_words_of_the_log_too(shop):
    firm, forms = shop
    firm.calibration.set_grade(forms["罗永强"], "B", "SCOPE", WORDS, "周建国")
    who = firm.appraisal.sheet(forms["罗永强"]).head.employee_id
    firm.people.edit_employee(who, "left_on", date(2026, 10, 15))
    firm.people.erase_employee(who)
    (line,) = firm.calibration.log_of(forms["罗永强"])
    assert (line.words, line.participants, line.to_grade) == ("", "", "B")
    path = firm.path
    firm.close(with_backup=False)
    assert WORDS.encode() not in path.read_bytes()


def test_a_firm_that_scores_by_five_levels_calibrates_too(tmp_path):
    with contextlib.closing(new(tmp_path / "five.perfdesk", simple=True)) as firm:
        firm.settings.set_switch(Switch.CALIBRATION, on=True)
        for at, level in enumerate("54433332"):
            who = person(firm, f"E{at:02}", f"员工{at}", hired_on=date(2020, 1, 1))
            found = form(firm, who)
            fill(firm, found, level=level)
            firm.cycles.advance([found])
        seen = view(firm)
        assert seen.standard == (1, 2, 4, 1, 0) == seen.seats and seen.standard_deviation == Decimal("7.50")
        assert seen.mean == Decimal("3.38") and seen.hurt == ()
        assert firm.calibration.finish(current(firm)) == []
        assert firm.cycles.counts(current(firm))[FormState.CALIBRATED] == 8


def test_somebody_who_moved_within_the_cycle_has_one_card_with_the_whole_total(shop):
    firm, forms = shop
    with file_of(firm).change(Deed("made")) as change:
        first = change.row(form_table, forms["杨帆"])
        change.update(form_table, first["id"], starts_on="2026-10-01", ends_on="2026-10-31")
        again = {name: value for name, value in first.items() if name not in ("id", "version")}
        again |= {"segment": 2, "starts_on": "2026-11-01", "ends_on": "2026-12-31"}
        second = change.insert(form_table, **again)
        (item,) = change.find(form_item, form_id=first["id"])
        line = {name: value for name, value in item.items() if name not in ("id", "version")}
        change.insert(form_item, **{**line, "form_id": second, "score_c": 11_000})
    board = firm.calibration.board(current(firm))
    mine = [one for one in board.people.values() if one.name == "杨帆"]
    assert [one.form_id for one in mine] == [second] and len(board.people) == 14
    assert mine[0].total == Decimal("104.89")  # (31 · 94.82 + 61 · 110) ÷ 92 = 104.885


def test_a_form_without_grade_is_not_counted_and_gets_none_when_finished(shop):
    firm, forms = shop
    with file_of(firm).change(Deed("made")) as change:
        change.update(form_table, forms["罗永强"], no_grade_reason="本期在岗不足三分之一")
    (one,) = view(firm).exempt
    assert (one.exemption, one.final) == (Exemption.NO_GRADE, None)
    assert firm.calibration.finish(current(firm)) == []
    assert state_of(firm, forms["罗永强"]) is FormState.CALIBRATED
    assert firm.appraisal.sheet(forms["罗永强"]).grade is None
