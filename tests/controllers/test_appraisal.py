"""Scores typed in: levels and actuals, doubtful and wrong input, missing values, bonus, deduction and veto."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from perfdesk.controllers.firm import Firm
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import EventKind, FormState, Method, Missing, Scheme, VetoEffect
from perfdesk.store.change import Deed
from perfdesk.store.schema import form_item
from perfdesk.texts import sentence
from tests.controllers.builders import codes, current, file_of, fill, form, items, new, person, sales_form


def item_of(firm: Firm, form_id: int, code: str) -> int:
    return next(item.id for item in items(firm, form_id) if item.code == code)


def shape(firm: Firm, form_id: int, rows: list[dict[str, object]]) -> list[int]:
    """Give a draft other rules and weights than its template has; the rest of its items goes."""
    found = [item.id for item in items(firm, form_id)]
    with file_of(firm).change(Deed("test")) as change:
        for item_id, row in zip(found, rows, strict=False):
            change.update(form_item, item_id, **row)
        for item_id in found[len(rows) :]:
            change.delete(form_item, item_id)
    return found[: len(rows)]


_RATIO = {"method": "RATIO", "direction": "HIGHER", "target_e4": 1_000_000, "cap_c": 12_000, "params": "{}"}
_ANCHOR = {"method": "ANCHOR", "direction": "HIGHER", "params": '{"scale": "FIVE_LEVEL"}', "target_e4": None,
           "threshold_e4": None, "stretch_e4": None}  # fmt: skip
EX_15 = [
    {**_RATIO, "weight_c": 3000},
    {"weight_c": 2000, "method": "LINEAR", "direction": "HIGHER", "target_e4": 950_000, "threshold_e4": 800_000,
     "stretch_e4": 1_000_000, "is_share": 1},
    {**_RATIO, "weight_c": 1500, "target_e4": 100_000},
    {**_RATIO, "weight_c": 1000, "threshold_e4": None, "stretch_e4": None, "is_share": 0},
    {**_ANCHOR, "weight_c": 1500, "item_class": "GS"},
    {**_ANCHOR, "weight_c": 1000},
]  # fmt: skip


def ex_15(firm: Firm) -> tuple[int, list[int]]:
    """The form of EX-15 and EX-16 (complaints as a ratio that earns the same 80), scored through the program."""
    found = sales_form(firm, agreed=False)
    ids = shape(firm, found, EX_15)
    assert firm.cycles.advance([found]) == []
    assert firm.appraisal.enter_many(list(zip(ids, ("92", "88", "14", "80", "3", "4"), strict=True))) == {}
    return found, ids


def test_ex_15_comes_out_of_the_whole_program(firm: Firm) -> None:
    found, _ids = ex_15(firm)
    sheet = firm.appraisal.sheet(found)
    assert [str(item.score) for item in sheet.items] == [
        "92.00",
        "81.33",
        "120.00",
        "80.00",
        "100.00",
        "110.00",
    ]
    assert str(sheet.total.total) == "95.87"
    firm.appraisal.add_event(found, EventKind.BONUS, date(2026, 10, 2), "救急", Decimal(5))
    firm.appraisal.add_event(found, EventKind.DEDUCTION, date(2026, 10, 3), "迟报", Decimal(2))
    assert str(firm.appraisal.sheet(found).total.total) == "98.87"
    assert str(firm.results.standings(current(firm))[0].total) == "98.87"


@pytest.mark.parametrize("state", [Missing.UNAVAILABLE, Missing.NOT_APPLICABLE])
def test_ex_16_an_excused_item_hands_its_weight_to_the_others(firm: Firm, state: Missing) -> None:
    found, ids = ex_15(firm)
    firm.appraisal.set_missing(ids[1], state, "系统升级，数据丢失")
    total = firm.appraisal.sheet(found).total
    weights = [str(total.weights.get(item)) for item in ids]
    assert weights == ["37.50", "None", "18.75", "12.50", "18.75", "12.50"]
    assert [str(total.weighted.get(item)) for item in ids] == [
        "34.50",
        "None",
        "22.50",
        "10.00",
        "18.75",
        "13.75",
    ]
    assert (str(total.total), total.is_provisional) == ("99.50", False)
    line = firm.results.standings(current(firm))[0]
    assert (str(line.total), line.grade and line.grade.code) == ("99.50", "B")
    assert firm.cycles.advance([found]) == []


def test_an_item_not_handed_in_leaves_the_total_provisional(firm: Firm) -> None:
    found, ids = ex_15(firm)
    firm.appraisal.set_missing(ids[1], Missing.NOT_SUBMITTED)
    sheet, line = firm.appraisal.sheet(found), firm.results.standings(current(firm))[0]
    assert (str(sheet.total.total), sheet.total.is_provisional) == ("99.50", True)
    assert (line.is_provisional, line.grade, line.rank) == (True, None, None)
    assert sheet.lowest is not None and sheet.highest is not None and sheet.lowest < sheet.highest


def test_below_sixty_percent_of_weight_there_is_no_total(firm: Firm) -> None:
    found, ids = ex_15(firm)
    for at in (0, 1):
        firm.appraisal.set_missing(ids[at], Missing.UNAVAILABLE, "系统升级")
    sheet = firm.appraisal.sheet(found)
    assert (sheet.total.total, sheet.grade) == (None, None)
    assert firm.results.standings(current(firm))[0].total is None


@pytest.mark.parametrize("state", [Missing.UNAVAILABLE, Missing.NOT_APPLICABLE])
@pytest.mark.parametrize("reason", ["", "  "])
def test_an_item_is_not_excused_without_a_reason(firm: Firm, state: Missing, reason: str) -> None:
    found, ids = ex_15(firm)
    before = firm.appraisal.sheet(found)
    with pytest.raises(Invalid) as caught:
        firm.appraisal.set_missing(ids[1], state, reason)
    assert codes(caught) == ["missing_without_reason"]
    assert firm.appraisal.sheet(found) == before


def test_a_value_takes_the_missing_state_back_and_so_does_pending(firm: Firm) -> None:
    found, ids = ex_15(firm)
    firm.appraisal.set_missing(ids[4], Missing.NOT_APPLICABLE, "任务取消")
    assert items(firm, found)[4].level is None
    firm.appraisal.enter(ids[4], "3.5")
    item = items(firm, found)[4]
    assert (item.missing, item.missing_reason, str(item.level), str(item.score)) == (
        Missing.VALUE, "", "3.50", "105.00"
    )  # fmt: skip
    firm.appraisal.set_missing(ids[4], Missing.PENDING)
    item = items(firm, found)[4]
    assert (item.missing, item.level, item.score) == (Missing.PENDING, None, None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("6", "level_off_scale"), ("0", "level_off_scale"), ("3.2", "level_off_scale"), ("好", "not_a_number")],
)
def test_a_level_that_is_none_is_refused_and_the_old_one_stays(firm: Firm, typed: str, code: str) -> None:
    found, ids = ex_15(firm)
    with pytest.raises(Invalid) as caught:
        firm.appraisal.enter(ids[4], typed)
    assert codes(caught) == [code]
    assert items(firm, found)[4].level == 3


@pytest.mark.parametrize(
    ("typed", "level"), [("5", "5.00"), (" 4 ", "4.00"), ("４", "4.00"), ("3级", "3.00"), ("L2", "2.00")]
)
def test_a_level_is_read_as_people_type_it(firm: Firm, typed: str, level: str) -> None:
    found, ids = ex_15(firm)
    firm.appraisal.enter(ids[5], typed)
    assert str(items(firm, found)[5].level) == level


@pytest.mark.parametrize(
    ("typed", "code", "fix"),
    [
        ("9O", "number_letters", "90"),
        ("12,5", "number_comma", "12.5"),
        ("abc", "not_a_number", ""),
        ("95%", "number_percent", "95"),
    ],
)
def test_a_slip_in_a_number_is_refused_with_what_was_meant(
    firm: Firm, typed: str, code: str, fix: str
) -> None:
    found, ids = ex_15(firm)
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_item, ids[0], unit="CNY")
    with pytest.raises(Invalid) as caught:
        firm.appraisal.enter(ids[0], typed)
    assert codes(caught) == [code]
    assert caught.value.problems[0].details["fix"] == fix
    assert items(firm, found)[0].actual == 92


def test_a_percent_sign_is_taken_where_the_unit_is_percent(firm: Firm) -> None:
    found, ids = ex_15(firm)
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_item, ids[1], unit="%")
    firm.appraisal.enter(ids[1], "95 %")
    assert (items(firm, found)[1].actual, items(firm, found)[1].score) == (95, 100)
    with pytest.raises(Invalid) as caught:
        firm.appraisal.enter(ids[1], "101")
    assert codes(caught) == ["share_off_range"]


def test_a_value_far_from_the_baseline_is_taken_and_said(firm: Firm) -> None:
    found, ids = ex_15(firm)
    with file_of(firm).change(Deed("test")) as change:
        change.update(form_item, ids[0], baseline_e4=900_000)
    flags = firm.appraisal.enter(ids[0], "900")
    assert [flag.code for flag in flags] == ["far_from_baseline"]
    assert items(firm, found)[0].actual == 900
    assert sentence(flags[0])


@pytest.mark.parametrize(
    ("typed", "score"), [("是", "100.00"), ("0", "0.00"), ("No", "0.00"), ("✓", "100.00")]
)
def test_yes_and_no_are_read(firm: Firm, typed: str, score: str) -> None:
    who = person(firm, position="采购员")
    found = form(firm, who)
    assert firm.cycles.advance([found]) == []
    item = item_of(firm, found, "PUR-04")
    firm.appraisal.enter(item, typed)
    assert str(next(one for one in items(firm, found) if one.id == item).score) == score


def test_of_many_cells_the_good_ones_go_in_and_the_others_are_told(firm: Firm) -> None:
    found, ids = ex_15(firm)
    refused = firm.appraisal.enter_many([(ids[0], "50"), (ids[1], "x"), (ids[4], "9")])
    assert {item: [p.code for p in problems] for item, problems in refused.items()} == {
        ids[1]: ["not_a_number"],
        ids[4]: ["level_off_scale"],
    }
    assert [items(firm, found)[at].score for at in (0, 4)] == [50, 100]
    deed = firm.history.undo_deed
    assert deed is not None and deed.code == "enter_many"


def test_a_rehearsal_tells_the_same_and_writes_nothing(firm: Firm) -> None:
    found, ids = ex_15(firm)
    before, cells = firm.appraisal.sheet(found), [(ids[0], "50"), (ids[1], "x")]
    assert firm.appraisal.enter_many(cells, rehearse=True).keys() == {ids[1]}
    assert firm.appraisal.sheet(found) == before


def test_who_entered_an_actual_and_the_level_of_the_manager_are_kept(firm: Firm) -> None:
    found, ids = ex_15(firm)
    owner = firm.settings.settings().owner_id
    with file_of(firm).read() as connection:
        by = connection.exec_driver_sql(
            "SELECT actual_by, actual_at FROM form_item WHERE id = ?", (ids[0],)
        ).one()
        rated = connection.exec_driver_sql(
            "SELECT rater_id, rater_group, value_c FROM rating ORDER BY id"
        ).all()
    assert tuple(by) == (owner, "2026-10-16T09:00:00")
    assert [tuple(row) for row in rated] == [(owner, "SUPERIOR", 300), (owner, "SUPERIOR", 400)]
    firm.appraisal.enter(ids[4], "")
    with file_of(firm).read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM rating").scalar() == 1
    assert items(firm, found)[4].score is None


@pytest.mark.parametrize(
    ("kind", "words", "points", "effect", "factor", "code"),
    [
        (EventKind.BONUS, "", "2", None, None, "event_without_words"),
        (EventKind.BONUS, "救急", "0", None, None, "event_points"),
        (EventKind.DEDUCTION, "迟报", "-1", None, None, "event_points"),
        (EventKind.BONUS, "救急", "1.005", None, None, "event_points"),
        (EventKind.VETO, "泄密", "0", VetoEffect.MULTIPLY, None, "veto_factor"),
        (EventKind.VETO, "泄密", "0", VetoEffect.MULTIPLY, "1", "veto_factor"),
    ],
)
def test_an_event_that_can_not_be_is_refused(
    firm: Firm,
    kind: EventKind,
    words: str,
    points: str,
    effect: VetoEffect | None,
    factor: str | None,
    code: str,
) -> None:
    found, _ids = ex_15(firm)
    with pytest.raises(Invalid) as caught:
        firm.appraisal.add_event(
            found,
            kind,
            date(2026, 10, 2),
            words,
            Decimal(points),
            effect,
            Decimal(factor) if factor else None,
        )
    assert codes(caught) == [code]
    assert firm.appraisal.sheet(found).events == ()


@pytest.mark.parametrize(
    ("effect", "factor", "total", "grade"),
    [
        (VetoEffect.CAP_GRADE, None, "95.87", "C"),
        (VetoEffect.ZERO_TOTAL, None, "0.00", "D"),
        (VetoEffect.MULTIPLY, "0.8", "76.70", "C"),
    ],
)
def test_a_veto_counts_on_the_form_and_in_the_list(
    firm: Firm, effect: VetoEffect, factor: str | None, total: str, grade: str
) -> None:
    found, _ids = ex_15(firm)
    event = firm.appraisal.add_event(
        found,
        EventKind.VETO,
        date(2026, 10, 2),
        "泄露报价",
        effect=effect,
        factor=Decimal(factor) if factor else None,
    )
    sheet, line = firm.appraisal.sheet(found), firm.results.standings(current(firm))[0]
    assert sheet.grade is not None and line.grade is not None
    assert (str(sheet.total.total), sheet.grade.code) == (total, grade)
    assert (str(line.total), line.grade.code) == (total, grade)
    firm.appraisal.remove_event(event)
    assert str(firm.appraisal.sheet(found).total.total) == "95.87"


def test_an_event_without_points_is_a_veto_that_caps_the_grade(firm: Firm) -> None:
    found, _ids = ex_15(firm)
    firm.appraisal.add_event(found, EventKind.VETO, date(2026, 10, 2), "泄露报价", Decimal(7))
    event = firm.appraisal.sheet(found).events[0]
    assert (event.effect, event.points, event.factor) == (VetoEffect.CAP_GRADE, 0, None)


def test_in_p100_no_item_earns_more_than_100(tmp_path) -> None:
    firm = new(tmp_path / "p100.perfdesk", scheme=Scheme.P100)
    found = sales_form(firm)
    for item in items(firm, found):
        firm.appraisal.enter(item.id, "5" if item.is_anchored else "90" if item.is_share else "100000000")
    scores = [item.score for item in items(firm, found)]
    assert max(score for score in scores if score is not None) == 100
    assert all(item.rule.cap <= 100 for item in items(firm, found) if item.rule.method is not Method.ANCHOR)
    firm.close(with_backup=False)


def test_a_measured_item_does_not_go_on_a_five_point_form(simple: Firm) -> None:
    found = form(simple, person(simple))
    cards = {card.code: card for card in simple.library.cards()}
    with pytest.raises(Invalid) as caught:
        simple.appraisal.add_item(found, cards["SAL-01"].id)
    assert codes(caught) == ["item_not_for_p5"]
    fresh = next(card for card in cards.values() if card.is_anchored and card.code not in {
        item.code for item in items(simple, found)})  # fmt: skip
    simple.appraisal.add_item(found, fresh.id)
    with pytest.raises(Invalid) as caught:
        simple.appraisal.add_item(found, fresh.id)
    assert codes(caught) == ["item_twice"]


def test_an_item_with_a_plan_stays(firm: Firm) -> None:
    found = sales_form(firm, agreed=False)
    item = items(firm, found)[0].id
    firm.improvement.add_action(item, "每周提供二十条有效线索")
    with pytest.raises(Invalid) as caught:
        firm.appraisal.remove_item(item)
    assert codes(caught) == ["item_has_plan"]


def test_a_judged_item_takes_no_target(firm: Firm) -> None:
    found = sales_form(firm, agreed=False)
    judged = next(item.id for item in items(firm, found) if item.is_anchored)
    with pytest.raises(Invalid):
        firm.appraisal.set_target(judged, Decimal(4))


def test_long_words_are_refused_and_the_rest_is_as_it_was(firm: Firm) -> None:
    found, ids = ex_15(firm)
    for call in (
        lambda: firm.appraisal.set_comment(ids[0], "长" * 4001),
        lambda: firm.appraisal.set_remark(found, "improvements", "长" * 4001),
        lambda: firm.appraisal.set_missing(ids[0], Missing.UNAVAILABLE, "长" * 4001),
    ):
        with pytest.raises(Invalid) as caught:
            call()
        assert codes(caught) == ["text_too_long"]
    firm.appraisal.set_comment(ids[0], "长" * 4000)


def test_the_words_of_the_employee_can_be_taken_down_after_scoring(firm: Firm) -> None:
    found, _ids = ex_15(firm)
    firm.cycles.advance([found])
    assert firm.appraisal.sheet(found).head.state is FormState.MANAGER_SCORED
    firm.appraisal.set_remark(found, "employee_words", "线索够的话 18 个能做到")
    with pytest.raises(Invalid):
        firm.appraisal.set_remark(found, "strengths", "补记")


def test_every_score_total_and_gap_can_be_explained(firm: Firm) -> None:
    found, ids = ex_15(firm)
    assert all(firm.appraisal.explain_item(item) for item in ids)
    assert firm.appraisal.explain_total(found)
    firm.appraisal.set_missing(ids[1], Missing.UNAVAILABLE, "系统升级")
    assert firm.appraisal.explain_item(ids[1]) == ()
    assert firm.appraisal.explain_total(found)
    fill(firm, found, "100")
