"""Raters over a real file: asking, typing in, anonymity, closing and opening again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfdesk.controllers.firm import Firm, open_firm
from perfdesk.domain.firm import Switch
from perfdesk.domain.people import EmployeeDraft
from perfdesk.domain.problems import Invalid
from perfdesk.domain.rater_statistics import Flag
from perfdesk.domain.raters import Layer
from perfdesk.domain.terms import FormState, Missing, RaterGroup, SheetState
from perfdesk.store.schema import form as form_table
from perfdesk.texts import translator
from perfdesk.texts.explanations import explain
from tests.controllers.builders import CLOCK, codes, current, items, new

PEER, SUBORDINATE, CUSTOMER, SELF = (
    RaterGroup.PEER,
    RaterGroup.SUBORDINATE,
    RaterGroup.CUSTOMER,
    RaterGroup.SELF,
)
PEERS = ("唐丽", "冯涛", "曹阳", "蒋伟")


class Shop:
    """周敏 keeps the file; 唐建平 manages 马超 and four peers of his; 韩雪 works under 马超."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        people = [
            EmployeeDraft("B1", "唐建平", department="生产部"),
            EmployeeDraft("M1", "马超", department="生产部", manager="B1"),
        ]
        people += [
            EmployeeDraft(f"P{at}", name, department="生产部", manager="B1") for at, name in enumerate(PEERS)
        ]
        people += [EmployeeDraft("U1", "韩雪", department="仓储部", manager="M1")]
        firm.people.import_people(people, with_backup=False)
        firm.cycles.add_forms(current(firm))
        self.form = self.form_of("M1")

    def who(self, number: str) -> int:
        return next(one.id for one in self.firm.people.employees() if one.number == number)

    def form_of(self, number: str) -> int:
        found = self.firm.appraisal.form_of(self.who(number), current(self.firm))
        assert found is not None
        return found

    def judged(self) -> list[int]:
        return [item.id for item in items(self.firm, self.form) if item.is_anchored]

    def ask_peers(self, count: int = 4) -> list[int]:
        return [self.firm.raters.ask(self.form, PEER, self.who(f"P{at}")) for at in range(count)]

    def ask_customers(self, count: int) -> list[int]:
        return [self.firm.raters.ask(self.form, CUSTOMER, None, f"客户{at}") for at in range(count)]

    def type_in(self, sheet_id: int, level: int | str) -> None:
        for item_id in self.judged():
            self.firm.raters.enter(sheet_id, item_id, str(level))

    def manager_rates(self, level: int | str = 4) -> None:
        refused = self.firm.appraisal.enter_many([(item_id, str(level)) for item_id in self.judged()])
        assert refused == {}

    def item(self) -> Any:
        return next(item for item in items(self.firm, self.form) if item.is_anchored)

    def read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a connection of its own finds in the file."""
        uri = f"{Path(self.firm.path).as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            return connection.execute(query, values).fetchall()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with closing(new(tmp_path / "shop.perfdesk", simple=True)) as firm:
        firm.settings.set_switch(Switch.RATERS, on=True)
        yield Shop(firm)


def test_ex_22_on_a_form_the_combined_level_and_its_points_are_frozen_at_close(shop: Shop) -> None:
    shop.manager_rates(4)
    for sheet, level in zip(shop.ask_peers(4), (4, 3, 5, 4), strict=True):
        shop.type_in(sheet, level)
    shop.type_in(shop.firm.raters.ask(shop.form, SUBORDINATE, shop.who("U1")), 1)
    for sheet, level in zip(shop.ask_customers(3), (3, 4, 4), strict=True):
        shop.type_in(sheet, level)
    assert shop.item().score == 4 and shop.item().combined_level is None

    assert shop.firm.raters.close([shop.form]) == {}

    assert shop.item().combined_level == Decimal("3.96")
    assert shop.item().score == Decimal("3.96")  # in P5 a level is its points
    assert shop.item().level == 4  # what the manager gave stays beside it
    assert shop.read(
        "SELECT DISTINCT combined_level_c, score_c FROM form_item WHERE form_id = ?", shop.form
    ) == [(396, 396)]
    shown = shop.firm.raters.combined(shop.form)
    assert shown is not None
    groups = [one.groups for one in shown.items[shop.item().id].groups]
    assert groups == [(RaterGroup.SUPERIOR,), (PEER,), (CUSTOMER,)]


def test_nothing_is_shown_before_the_raters_are_closed(shop: Shop) -> None:
    for sheet in shop.ask_peers(4):
        shop.type_in(sheet, 4)
    assert shop.firm.raters.combined(shop.form) is None
    assert shop.firm.raters.open_forms([shop.form, shop.form_of("P0")]) == {shop.form}


def test_a_late_reply_changes_nothing(shop: Shop) -> None:
    shop.manager_rates(4)
    sheets = shop.ask_peers(4)
    for sheet in sheets[:3]:
        shop.type_in(sheet, 5)
    shop.firm.raters.close([shop.form])
    before = shop.read("SELECT * FROM form_item WHERE form_id = ?", shop.form)
    shown = shop.firm.raters.combined(shop.form)

    for late in (
        lambda: shop.type_in(sheets[3], 1),
        lambda: shop.type_in(sheets[0], 1),
        lambda: shop.firm.raters.cannot_rate(sheets[0], shop.judged()[0]),
        lambda: shop.firm.raters.withdraw(sheets[0]),
        lambda: shop.firm.raters.decline(sheets[0]),
        lambda: shop.firm.raters.set_words(sheets[0], "words_good", "晚到的话"),
        lambda: shop.firm.raters.ask(shop.form, CUSTOMER, None, "新客户"),
        lambda: shop.firm.raters.set_weights(shop.form, None),
        lambda: shop.manager_rates(1),
    ):
        with pytest.raises((Invalid, AssertionError)):
            late()
    shop.firm.settings.set_choice(
        anonymity=4, rater_weights={"OTHERS": {RaterGroup.SUPERIOR: Decimal(0), PEER: Decimal(100)}}
    )

    assert shop.read("SELECT * FROM form_item WHERE form_id = ?", shop.form) == before
    assert shop.firm.raters.combined(shop.form) == shown


def test_two_replies_are_neither_shown_nor_used(shop: Shop) -> None:
    shop.manager_rates(4)
    for sheet in shop.ask_peers(2):
        shop.type_in(sheet, 1)
        shop.firm.raters.set_words(sheet, "words_good", "认得出来的话")
    shop.firm.raters.close([shop.form])
    shown = shop.firm.raters.combined(shop.form)
    assert shown is not None and shown.good == ()
    assert [one.groups for one in shown.items[shop.item().id].groups] == [(RaterGroup.SUPERIOR,)]
    assert shop.item().combined_level == 4


def test_cannot_rate_is_an_answer_but_no_mark(shop: Shop) -> None:
    shop.manager_rates(3)
    sheets = shop.ask_peers(4)
    first, *others = shop.judged()
    for sheet in sheets:
        for item_id in others:
            shop.firm.raters.enter(sheet, item_id, "5")
    for sheet in sheets[:3]:
        shop.firm.raters.enter(sheet, first, "5")
    assert shop.firm.raters.sheets([shop.form])[shop.form][-1].items == len(others) + 1
    shop.firm.raters.cannot_rate(sheets[3], first)
    states = {sheet.state for sheet in shop.firm.raters.sheets([shop.form])[shop.form]}
    assert states == {SheetState.GIVEN}
    shop.firm.raters.close([shop.form])
    shown = shop.firm.raters.combined(shop.form)
    assert shown is not None
    assert [shown.items[item].groups[1].replies for item in (first, others[0])] == [3, 4]


def test_a_rater_twice_is_refused_naming_the_field(shop: Shop) -> None:
    shop.ask_peers(1)
    with pytest.raises(Invalid) as caught:
        shop.firm.raters.ask(shop.form, SUBORDINATE, shop.who("P0"))
    problem = caught.value.problems[0]
    assert (problem.field, problem.code, problem.details["name"]) == ("rater", "rater_twice", "唐丽")
    for rater in ("M1", "B1"):
        with pytest.raises(Invalid) as caught:
            shop.firm.raters.ask(shop.form, PEER, shop.who(rater))
        assert caught.value.problems[0].field == "rater"


def test_raters_are_proposed_once(shop: Shop) -> None:
    assert shop.firm.raters.propose([shop.form]) == 5
    sheets = shop.firm.raters.sheets([shop.form])[shop.form]
    assert [(one.group, one.name) for one in sheets if one.group is SUBORDINATE] == [(SUBORDINATE, "韩雪")]
    assert {one.name for one in sheets if one.group is PEER} == set(PEERS)
    assert shop.firm.raters.propose([shop.form]) == 0


def test_the_line_manager_types_in_no_anonymous_sheet(shop: Shop) -> None:
    sheet = shop.ask_peers(1)[0]
    boss = shop.who("B1")
    shop.firm.people.edit_employee(boss, "is_acting", True)
    shop.firm.settings.act_as(boss)
    with pytest.raises(Invalid) as caught:
        shop.type_in(sheet, 4)
    assert codes(caught) == ["typist_is_manager"]
    shown = shop.firm.raters.layer_forms(Layer(PEER), [shop.form])[shop.form]
    assert [one.code for one in shown.locked] == ["typist_is_manager"]


def test_anonymous_marks_carry_neither_time_nor_rater(shop: Shop) -> None:
    shop.type_in(shop.ask_peers(1)[0], 4)
    assert shop.read("SELECT DISTINCT rater_id, given_at FROM rating") == [(None, None)]
    assert shop.read("SELECT given_at FROM rater_sheet") == [(None,)]


def test_an_entry_code_leads_to_its_sheet(shop: Shop) -> None:
    sheet = shop.ask_peers(2)[1]
    code = next(one.code for one in shop.firm.raters.sheets([shop.form])[shop.form] if one.id == sheet)
    assert shop.firm.raters.sheet_of_code(current(shop.firm), f" {code.lower()} ").id == sheet
    with pytest.raises(Invalid) as caught:
        shop.firm.raters.sheet_of_code(current(shop.firm), "QQQQQQ")
    assert codes(caught) == ["code_unknown"]


def test_clearing_an_answer_opens_the_sheet_again(shop: Shop) -> None:
    sheet = shop.ask_peers(1)[0]
    shop.type_in(sheet, 4)
    shop.firm.raters.enter(sheet, shop.judged()[0], "")
    assert shop.firm.raters.sheets([shop.form])[shop.form][0].state is SheetState.ASKED


@pytest.mark.parametrize(
    ("text", "code"), [("6", "level_off_scale"), ("4,2", "number_comma"), ("优", "not_a_number")]
)
def test_what_is_off_the_scale_is_refused(shop: Shop, text: str, code: str) -> None:
    sheet = shop.ask_peers(1)[0]
    with pytest.raises(Invalid) as caught:
        shop.firm.raters.enter(sheet, shop.judged()[0], text)
    assert codes(caught) == [code]


def test_a_declined_sheet_takes_nothing_until_that_is_taken_back(shop: Shop) -> None:
    sheet = shop.ask_peers(1)[0]
    shop.type_in(sheet, 4)
    shop.firm.raters.decline(sheet)
    assert shop.read("SELECT count(*) FROM rating") == [(0,)]
    with pytest.raises(Invalid) as caught:
        shop.type_in(sheet, 4)
    assert codes(caught) == ["sheet_declined"]
    shop.firm.raters.decline(sheet, declined=False)
    shop.type_in(sheet, 4)


def test_closing_asks_for_the_managers_own_levels_first(shop: Shop) -> None:
    shop.type_in(shop.ask_peers(1)[0], 4)
    found = shop.firm.raters.close([shop.form])
    assert [one.code for one in found[shop.form]] == ["raters_need_manager"]
    assert shop.firm.raters.open_forms([shop.form]) == {shop.form}


def test_a_form_nobody_was_asked_about_has_nothing_to_close(shop: Shop) -> None:
    shop.manager_rates()
    assert [one.code for one in shop.firm.raters.close([shop.form])[shop.form]] == ["raters_none"]


def test_without_a_usable_group_the_item_is_unavailable(shop: Shop) -> None:
    for item_id in shop.judged():
        shop.firm.appraisal.set_missing(item_id, Missing.UNAVAILABLE, "上级刚调来，没有共事过")
    for sheet in shop.ask_peers(2):
        shop.type_in(sheet, 5)
    assert shop.firm.raters.close([shop.form]) == {}
    assert (shop.item().missing, shop.item().score) == (Missing.UNAVAILABLE, None)


def test_what_others_gave_stays_when_the_manager_gives_a_reason_instead_of_a_level(shop: Shop) -> None:
    shop.manager_rates(3)
    for sheet in shop.ask_peers(3):
        shop.type_in(sheet, 5)
    shop.firm.appraisal.set_missing(shop.judged()[0], Missing.UNAVAILABLE, "上级刚调来，没有共事过")
    shop.firm.raters.close([shop.form])
    assert (shop.item().combined_level, shop.item().missing) == (5, Missing.VALUE)


def test_sent_back_the_managers_level_stands_again_and_the_form_waits_for_another_close(shop: Shop) -> None:
    shop.manager_rates(4)
    for sheet in shop.ask_peers(3):
        shop.type_in(sheet, 2)
    before = shop.read(
        "SELECT id, score_c, missing, missing_reason FROM form_item WHERE form_id = ?", shop.form
    )
    shop.firm.raters.close([shop.form])
    assert not shop.firm.cycles.advance([shop.form])
    back = shop.firm.cycles.ways_back(FormState.MANAGER_SCORED)[-1]

    shop.firm.cycles.send_back(shop.form, back, "漏收了一份评分表，重新收齐")

    after = shop.read(
        "SELECT id, score_c, missing, missing_reason FROM form_item WHERE form_id = ?", shop.form
    )
    assert after == before
    assert shop.firm.raters.open_forms([shop.form]) == {shop.form}


def _sent_back(shop: Shop) -> list[int]:
    """The manager gave 4, three of four peers 2, all closed and handed on; then the form was sent back."""
    shop.manager_rates(4)
    sheets = shop.ask_peers(4)
    for sheet in sheets[:3]:
        shop.type_in(sheet, 2)
    shop.firm.raters.close([shop.form])
    assert not shop.firm.cycles.advance([shop.form])
    back = shop.firm.cycles.ways_back(FormState.MANAGER_SCORED)[-1]
    shop.firm.cycles.send_back(shop.form, back, "漏收了一份评分表，重新收齐")
    return sheets


def test_sent_back_the_sheets_stay_frozen_for_good(shop: Shop) -> None:
    sheets = _sent_back(shop)
    given = shop.read("SELECT * FROM rating WHERE sheet_id IS NOT NULL ORDER BY id")
    asked = shop.read("SELECT * FROM rater_sheet ORDER BY id")
    for late in (
        lambda: shop.type_in(sheets[3], 5),
        lambda: shop.type_in(sheets[0], 5),
        lambda: shop.firm.raters.cannot_rate(sheets[3], shop.judged()[0]),
        lambda: shop.firm.raters.withdraw(sheets[0]),
        lambda: shop.firm.raters.decline(sheets[0]),
        lambda: shop.firm.raters.set_words(sheets[0], "words_good", "晚到的话"),
        lambda: shop.firm.raters.ask(shop.form, CUSTOMER, None, "新客户"),
        lambda: shop.firm.raters.set_weights(shop.form, None),
    ):
        with pytest.raises(Invalid) as caught:
            late()
        assert codes(caught) == ["raters_closed"]
    assert shop.firm.raters.propose([shop.form]) == 0
    shop.firm.settings.set_choice(anonymity=4)

    assert shop.read("SELECT * FROM rating WHERE sheet_id IS NOT NULL ORDER BY id") == given
    assert shop.read("SELECT * FROM rater_sheet ORDER BY id") == asked
    shown = shop.firm.raters.layer_forms(Layer(PEER), [shop.form])[shop.form]
    assert ([one.code for one in shown.locked], shown.locked_on) == (["raters_closed"], "2026-10-16")
    stuck = shop.firm.cycles.advance([shop.form])
    assert [problem.code for problem in stuck[0].problems] == ["raters_open_again"]


def test_a_second_close_combines_the_managers_new_levels_with_the_frozen_marks(shop: Shop) -> None:
    _sent_back(shop)
    before = shop.read("SELECT rater_weights FROM form WHERE id = ?", shop.form)
    shop.manager_rates(4)
    assert shop.firm.raters.close([shop.form]) == {}
    assert shop.item().combined_level == Decimal("3.50")  # 马超 manages: (60·4 + 20·2) ÷ 80
    back = shop.firm.cycles.ways_back(FormState.MANAGER_SCORED)[-1]
    assert not shop.firm.cycles.advance([shop.form])
    shop.firm.cycles.send_back(shop.form, back, "上级的等级要再核对一遍")
    shop.manager_rates(2)
    assert shop.firm.raters.close([shop.form]) == {}
    assert shop.item().combined_level == 2
    assert shop.read("SELECT rater_weights FROM form WHERE id = ?", shop.form) == before
    assert not shop.firm.cycles.advance([shop.form])


def _file_cycle(shop: Shop) -> None:
    for head in shop.firm.cycles.heads(current(shop.firm)):
        if head.id != shop.form:
            shop.firm.cycles.remove_form(head.id)
    assert shop.firm.cycles.close(current(shop.firm)) == []


def test_a_correction_of_a_filed_form_keeps_the_marks_frozen_and_takes_the_managers_new_level(
    shop: Shop,
) -> None:
    shop.manager_rates(4)
    sheets = shop.ask_peers(4)
    for sheet in sheets[:3]:
        shop.type_in(sheet, 2)
        shop.firm.raters.set_words(sheet, "words_good", "交货准时")
    shop.firm.raters.close([shop.form])
    code = shop.firm.raters.sheets([shop.form])[shop.form][0].code
    shop.firm.cycles.advance([shop.form])
    _file_cycle(shop)

    made = shop.firm.cycles.correct_closed(shop.form, "上级的等级录错了，要重新核对")

    old, shop.form = shop.form, made
    copied = shop.firm.raters.sheets([made])[made]
    assert [one.state for one in copied].count(SheetState.GIVEN) == 3 and len(copied) == 4
    assert shop.firm.raters.sheet_of_code(current(shop.firm), code).form_id == made
    assert shop.read(
        "SELECT DISTINCT rater_id, given_at FROM rating WHERE sheet_id IN "
        "(SELECT id FROM rater_sheet WHERE form_id = ?)",
        made,
    ) == [(None, None)]
    assert (shop.item().level, shop.item().combined_level) == (4, None)
    with pytest.raises(Invalid) as caught:
        shop.type_in(copied[0].id, 5)
    assert codes(caught) == ["raters_closed"]
    stuck = shop.firm.cycles.advance([made])
    assert [problem.code for problem in stuck[0].problems] == ["raters_open_again"]
    shop.manager_rates(2)
    assert shop.firm.raters.close([made]) == {}
    assert shop.item().combined_level == 2
    shown = shop.firm.raters.combined(made)
    assert shown is not None and shown.good == ("交货准时",) * 3
    assert shop.read("SELECT DISTINCT combined_level_c FROM form_item WHERE form_id = ?", old) == [(350,)]


def test_a_correction_keeps_that_its_person_changed_the_form(shop: Shop) -> None:
    shop.manager_rates(4)
    shop.firm.cycles.advance([shop.form])
    _file_cycle(shop)
    with shop.firm._desk.change("add_revision") as change:
        change.update(form_table, shop.form, own_changed_at="2026-10-15T09:00:00")
    made = shop.firm.cycles.correct_closed(shop.form, "上级的等级录错了，要重新核对")
    assert shop.read("SELECT own_changed_at FROM form WHERE id = ?", made) == [("2026-10-15T09:00:00",)]


def test_a_form_with_open_raters_is_not_handed_on(shop: Shop) -> None:
    shop.manager_rates(4)
    shop.ask_peers(1)
    stuck = shop.firm.cycles.advance([shop.form])
    assert [problem.code for problem in stuck[0].problems] == ["raters_open"]


def test_own_weights_of_a_form_are_used_and_frozen(shop: Shop) -> None:
    shop.firm.raters.set_weights(shop.form, {RaterGroup.SUPERIOR: Decimal(50), PEER: Decimal(50)})
    shop.manager_rates(4)
    for sheet in shop.ask_peers(3):
        shop.type_in(sheet, 2)
    shop.firm.raters.close([shop.form])
    assert shop.item().combined_level == 3


def test_managers_of_people_follow_other_weights_of_the_firm(shop: Shop) -> None:
    terms = {one.head.number: one.terms for one in shop.firm.raters.forms_of_cycle(current(shop.firm))}
    assert [terms["M1"].weights[PEER], terms["P0"].weights[PEER]] == [20, 30]
    half = {RaterGroup.SUPERIOR: Decimal(50), PEER: Decimal(50)}
    shop.firm.settings.set_choice(anonymity=5, rater_weights={"MANAGERS": half})
    terms = {one.head.number: one.terms for one in shop.firm.raters.forms_of_cycle(current(shop.firm))}
    assert (terms["M1"].weights[PEER], terms["P0"].weights[PEER], terms["M1"].k) == (50, 30, 5)


def test_the_own_level_stands_beside_and_counts_for_nothing(shop: Shop) -> None:
    shop.manager_rates(3)
    for item_id in shop.judged():
        shop.firm.raters.enter_own(item_id, "5")
    assert (shop.item().self_level, shop.item().score) == (5, 3)
    for sheet in shop.ask_peers(3):
        shop.type_in(sheet, 3)
    shop.firm.raters.close([shop.form])
    shown = shop.firm.raters.combined(shop.form)
    assert shown is not None and shown.items[shop.item().id].own == 5
    assert shop.item().combined_level == 3


def test_everything_is_there_after_the_file_is_opened_again(shop: Shop) -> None:
    shop.manager_rates(4)
    for sheet in shop.ask_peers(3):
        shop.type_in(sheet, 5)
        shop.firm.raters.set_words(sheet, "words_improve", "多沟通")
    shop.firm.raters.close([shop.form])
    shown, path = shop.firm.raters.combined(shop.form), shop.firm.path
    shop.firm.close(with_backup=False)
    with closing(open_firm(path, CLOCK)) as firm:
        assert firm.raters.combined(shop.form) == shown
        assert shown is not None and shown.improve == ("多沟通",) * 3
        shop.firm = firm


def test_a_layer_shows_the_marks_of_one_rater_and_of_nobody_else(shop: Shop) -> None:
    shop.manager_rates(2)
    for item_id in shop.judged():
        shop.firm.raters.enter_own(item_id, "5")
    shop.ask_peers(2)
    in_order = shop.firm.raters.sheets([shop.form])[shop.form]
    shop.type_in(in_order[1].id, 4)

    assert shop.firm.raters.layers(current(shop.firm)) == (Layer(PEER, 1), Layer(PEER, 2))
    shown = {
        layer: {item.level for item in shop.firm.raters.layer_forms(layer, [shop.form])[shop.form].items}
        for layer in (Layer(PEER, 1), Layer(PEER, 2), Layer(SELF))
    }
    assert shown == {Layer(PEER, 1): {None}, Layer(PEER, 2): {4}, Layer(SELF): {5}}
    hidden = shop.firm.raters.layer_forms(Layer(PEER, 2), [shop.form])[shop.form].items[0]
    assert (hidden.self_level, hidden.comment) == (None, "")
    assert shop.firm.raters.layer_forms(Layer(CUSTOMER), [shop.form]) == {}


def test_a_layer_says_why_it_is_locked(shop: Shop) -> None:
    shop.manager_rates(3)
    shop.type_in(shop.ask_peers(1)[0], 4)
    assert shop.firm.raters.layer_forms(Layer(PEER), [shop.form])[shop.form].locked == ()
    shop.firm.raters.close([shop.form])
    shown = shop.firm.raters.layer_forms(Layer(PEER), [shop.form])[shop.form]
    assert [one.code for one in shown.locked] == ["raters_closed"]
    assert shown.locked_on == "2026-10-16"


def test_statistics_count_closed_forms_only_and_name_nobody_by_rank(shop: Shop) -> None:
    peers = shop.ask_peers(4)
    shop.manager_rates(3)
    for item_id in shop.judged():
        shop.firm.raters.enter_own(item_id, "5")
    for sheet in peers:
        shop.type_in(sheet, 3)
    assert shop.firm.raters.report(current(shop.firm)).raters == ()
    shop.firm.raters.close([shop.form])

    found = shop.firm.raters.report(current(shop.firm))

    assert (found.closed, found.forms) == (1, 7)
    assert [line.name for line in found.raters] == ["唐建平", *sorted(PEERS)]
    manager = found.raters[0]
    assert manager.is_manager and manager.leniency is not None and manager.leniency.value == 0
    assert Flag.SAME_MARKS in manager.flags
    ratee = found.ratees[0]
    assert ratee.gap is not None and ratee.gap.flag is Flag.BLIND_SPOT
    assert (ratee.items, ratee.disagreeing) == (5, 0)


def test_raters_far_apart_are_a_reason_to_talk_but_only_where_nobody_is_recognised(shop: Shop) -> None:
    peers = shop.ask_peers(4)
    shop.manager_rates(1)
    for sheet, level in zip(peers[:3], (5, 1, 5), strict=True):
        shop.type_in(sheet, level)
    shop.firm.raters.close([shop.form])
    four = shop.firm.raters.report(current(shop.firm)).ratees[0]
    assert (four.items, four.disagreeing) == (0, 0)

    shop.firm.history.undo()
    shop.type_in(peers[3], 1)
    shop.firm.raters.close([shop.form])
    five = shop.firm.raters.report(current(shop.firm)).ratees[0]
    assert (five.items, five.disagreeing) == (5, 5) and Flag.DISAGREEING in five.flags


def test_the_combined_level_is_explained_with_figures_that_a_calculator_repeats(shop: Shop) -> None:
    shop.manager_rates(4)
    for sheet, level in zip(shop.ask_peers(4), (4, 3, 5, 4), strict=True):
        shop.type_in(sheet, level)
    for sheet, level in zip(shop.ask_customers(3), (3, 4, 4), strict=True):
        shop.type_in(sheet, level)
    shop.firm.raters.close([shop.form])

    line = shop.firm.appraisal.explain_item(shop.item().id)[0]

    assert line.result == Decimal("3.96")
    assert explain(line, translator("zh_CN")).endswith("(60 × 4 ÷ 1 + 20 × 16 ÷ 4 + 10 × 11 ÷ 3) ÷ 90 = 3.96")
