"""On the way to a score: check-ins, evidence with files, OKR in three modes, items in words, shared indicators."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk import texts
from perfdesk.controllers.firm import Firm, open_firm
from perfdesk.domain.events import still_needed
from perfdesk.domain.firm import Switch
from perfdesk.domain.problems import Invalid
from perfdesk.domain.progress import MOST_BYTES, CheckIn
from perfdesk.domain.rule import Rule
from perfdesk.domain.terms import (
    Commitment,
    Direction,
    EventKind,
    FormState,
    ItemClass,
    KeyResultKind,
    Method,
    Missing,
    OkrMode,
    Scheme,
    VetoEffect,
)
from perfdesk.store.schema import form as form_table
from tests.controllers.builders import CLOCK, codes, current, form, items, new, own_card, person, sales_form
from tests.controllers.deeds_progress import key_result

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 200
DAY = date(2026, 10, 9)


@pytest.fixture
def loose(firm: Firm) -> Firm:
    """Indicators, but neither targets first nor a self score: what is on a form may be scored at once."""
    for switch in (Switch.TARGETS_FIRST, Switch.SELF_SCORE):
        firm.settings.set_switch(switch, on=False)
    return firm


def d(text: str) -> Decimal:
    return Decimal(text)


def rows(firm: Firm, sql: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(firm.path)) as connection:
        return connection.execute(sql).fetchall()


def named(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refused(deed, *args, **options) -> list[str]:
    with pytest.raises(Invalid) as caught:
        deed(*args, **options)
    assert all(texts.sentence(problem) for problem in caught.value.problems)
    return codes(caught)


# -- check-ins --


def test_check_ins_come_back_by_day_with_who_made_them(firm: Firm) -> None:
    running = sales_form(firm)
    item = items(firm, running)[0].id
    firm.check_ins.add(CheckIn(0, DAY, d("260000"), d("580000"), 6, "样品延误", item_id=item))
    firm.check_ins.add(CheckIn(0, date(2026, 10, 2), d("90000.5"), item_id=item))

    found = firm.check_ins.of_form(running)[item]
    assert [(one.on, one.actual, one.confidence) for one in found] == [
        (date(2026, 10, 2), d("90000.50"), None),
        (DAY, d("260000.00"), 6),
    ]
    assert found[1].by == "周敏"
    assert items(firm, running)[0].actual is None


def test_confidence_that_falls_by_three_asks_for_the_obstacle(firm: Firm) -> None:
    item = items(firm, sales_form(firm))[0].id

    def told(confidence: int, obstacle: str = "", day: date = DAY) -> list[str]:
        found = firm.check_ins.add(CheckIn(0, day, confidence=confidence, obstacle=obstacle, item_id=item))
        return [problem.code for problem in found]

    assert told(8) == []
    assert told(5) == ["confidence_fell"]
    assert told(2, "客户停产") == []
    assert told(9, day=date(2026, 10, 1)) == []


def test_a_check_in_that_says_nothing_or_comes_too_early_is_refused(firm: Firm) -> None:
    running = sales_form(firm)
    item = items(firm, running)[0].id
    assert refused(firm.check_ins.add, CheckIn(0, DAY, item_id=item)) == ["check_in_empty"]
    assert refused(firm.check_ins.add, CheckIn(0, DAY, confidence=11, item_id=item)) == ["confidence_range"]
    later = CheckIn(0, date(2026, 12, 1), d("1"), item_id=item)
    assert refused(firm.check_ins.add, later) == ["check_in_in_future"]
    assert firm.check_ins.of_form(running) == {}


def test_a_draft_takes_no_check_in_and_no_evidence(firm: Firm) -> None:
    item = items(firm, sales_form(firm, agreed=False))[0].id
    assert refused(firm.check_ins.add, CheckIn(0, DAY, d("1"), item_id=item)) == ["locked_draft"]
    assert refused(firm.evidence.add, item_id=item, words="签收单") == ["locked_draft"]


# -- evidence --


def test_a_file_is_kept_once_comes_out_as_it_was_and_never_enters_rows_or_history(
    firm: Firm, tmp_path: Path
) -> None:
    running = sales_form(firm)
    first, second = [item.id for item in items(firm, running)[:2]]
    path = named(tmp_path, "签收单.png", PNG)
    firm.evidence.add(item_id=first, words="客户签收", path=path, on=DAY)
    firm.evidence.add(item_id=second, path=named(tmp_path, "同一张.png", PNG))

    found = firm.evidence.of_form(running)
    assert [(one.on, one.words, one.item_id) for one in found][0] == (DAY, "客户签收", first)
    assert {one.attachment.name for one in found if one.attachment} == {"签收单.png"}
    assert rows(firm, "SELECT sha256 FROM attachment_data") == [(hashlib.sha256(PNG).hexdigest(),)]
    assert not any("x" * 100 in str(text) for (text,) in rows(firm, "SELECT content FROM audit_text"))
    attachment = found[0].attachment
    assert attachment is not None and attachment.size == len(PNG)
    firm.evidence.save_out(attachment.id, tmp_path / "出.png")
    assert (tmp_path / "出.png").read_bytes() == PNG


def test_undo_and_redo_of_an_attached_file_keep_its_content(firm: Firm, tmp_path: Path) -> None:
    running = sales_form(firm)
    item = items(firm, running)[0].id
    firm.evidence.add(item_id=item, path=named(tmp_path, "a.png", PNG))
    firm.history.undo()
    assert firm.evidence.of_form(running) == ()
    firm.history.redo()
    attachment = firm.evidence.of_form(running)[0].attachment
    assert attachment is not None
    firm.evidence.save_out(attachment.id, tmp_path / "b.png")
    assert (tmp_path / "b.png").read_bytes() == PNG


def test_bytes_that_nothing_refers_to_go_with_the_next_file_of_another_session(
    firm: Firm, tmp_path: Path
) -> None:
    running = sales_form(firm)
    item = items(firm, running)[0].id
    made = firm.evidence.add(item_id=item, path=named(tmp_path, "a.png", PNG))
    firm.evidence.remove(made)
    assert rows(firm, "SELECT count(*) FROM attachment") == [(0,)]
    assert rows(firm, "SELECT count(*) FROM attachment_data") == [(1,)]
    firm.close(with_backup=False)

    again = open_firm(firm.path, CLOCK)
    again.evidence.add(item_id=item, path=named(tmp_path, "b.png", PNG + b"2"))
    assert rows(again, "SELECT count(*) FROM attachment_data") == [(1,)]
    again.close(with_backup=False)


def test_two_pieces_of_evidence_share_a_file_until_both_are_gone(firm: Firm, tmp_path: Path) -> None:
    running = sales_form(firm)
    first, second = [item.id for item in items(firm, running)[:2]]
    path = named(tmp_path, "a.png", PNG)
    one, two = firm.evidence.add(item_id=first, path=path), firm.evidence.add(item_id=second, path=path)
    firm.evidence.remove(one)
    assert rows(firm, "SELECT count(*) FROM attachment") == [(1,)]
    firm.evidence.remove(two)
    assert rows(firm, "SELECT count(*) FROM attachment") == [(0,)]


def test_files_are_taken_by_what_they_are_not_by_what_they_are_called(firm: Firm, tmp_path: Path) -> None:
    item = items(firm, sales_form(firm))[0].id

    def code(name: str, content: bytes) -> str:
        path = named(tmp_path, name, content)
        with pytest.raises(Invalid) as caught:
            firm.evidence.add(item_id=item, path=path)
        assert name in texts.sentence(caught.value.problems[0])
        return codes(caught)[0]

    book = tmp_path / "表.xlsx"
    with zipfile.ZipFile(book, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    for good in (book, named(tmp_path, "a.JPG", b"\xff\xd8\xff\xe0"), named(tmp_path, "b.pdf", b"%PDF-1.7")):
        firm.evidence.add(item_id=item, path=good)
    firm.evidence.add(item_id=item, path=named(tmp_path, "说明.txt", "按期".encode("gb18030")))

    assert code("run.exe", b"MZ") == "attachment_type"
    assert code("no_ending", b"%PDF-") == "attachment_type"
    assert code("leer.pdf", b"") == "attachment_empty"
    assert code("falsch.pdf", PNG) == "attachment_mismatch"
    assert code("kaputt.xlsx", b"PK\x03\x04 broken") == "attachment_mismatch"
    assert code("anders.docx", book.read_bytes()) == "attachment_mismatch"
    assert code("binary.txt", b"a\0b") == "attachment_mismatch"
    assert code("gross.pdf", b"%PDF-" + b"0" * MOST_BYTES) == "attachment_size"
    assert refused(firm.evidence.add, item_id=item, path=tmp_path / "weg.pdf") == ["attachment_unreadable"]
    assert refused(firm.evidence.add, item_id=item, words=" ") == ["evidence_empty"]


def test_a_damaged_copy_is_said_and_not_handed_out(firm: Firm, tmp_path: Path) -> None:
    running = sales_form(firm)
    firm.evidence.add(item_id=items(firm, running)[0].id, path=named(tmp_path, "a.png", PNG))
    attachment = firm.evidence.of_form(running)[0].attachment
    assert attachment is not None
    with contextlib.closing(sqlite3.connect(firm.path)) as connection:
        connection.execute("UPDATE attachment_data SET content = x'00'")
        connection.commit()
    assert refused(firm.evidence.save_out, attachment.id, tmp_path / "out.png") == ["attachment_damaged"]
    assert not (tmp_path / "out.png").exists()


# -- events --


def test_a_veto_names_what_it_still_needs(loose: Firm) -> None:
    firm = loose
    running = sales_form(firm, agreed=False)
    event = firm.appraisal.add_event(running, EventKind.VETO, DAY, "代打卡", effect=VetoEffect.CAP_GRADE)

    def needs() -> list[str]:
        return [problem.code for problem in still_needed(firm.appraisal.sheet(running).events[0])]

    assert needs() == ["veto_without_evidence", "veto_without_rule", "veto_without_statement"]
    firm.appraisal.edit_event(event, evidence="考勤记录", rule_published_on=DAY)
    assert needs() == ["veto_rule_too_late", "veto_without_statement"]
    firm.appraisal.edit_event(event, statement="本人承认", rule_published_on=date(2026, 1, 5))
    assert needs() == []
    assert refused(firm.appraisal.add_event, running, EventKind.BONUS, date(2027, 1, 1), "x", d("1")) == [
        "event_in_future"
    ]


def test_an_event_with_a_file_is_not_removed_unseen(loose: Firm, tmp_path: Path) -> None:
    firm = loose
    running = sales_form(firm, agreed=False)
    event = firm.appraisal.add_event(running, EventKind.BONUS, DAY, "救急", d("2"))
    shown = firm.evidence.add(event_id=event, path=named(tmp_path, "a.png", PNG))
    assert refused(firm.appraisal.remove_event, event) == ["event_has_files"]
    firm.evidence.remove(shown)
    firm.evidence.add(event_id=event, words="客户来信")
    firm.appraisal.remove_event(event)
    assert firm.appraisal.sheet(running).events == () == firm.evidence.of_form(running)


# -- OKR --


def test_key_results_are_scored_as_they_are_entered(firm: Firm) -> None:
    running = sales_form(firm)
    objective = firm.okr.add_objective(running, "站稳华东", Commitment.ASPIRATIONAL)
    metric = firm.okr.add_key_result(objective, key_result("新客户"))
    stage = firm.okr.add_key_result(objective, key_result("上线", kind=KeyResultKind.MILESTONE))
    yes = firm.okr.add_key_result(objective, key_result("拿证", kind=KeyResultKind.BINARY))
    for result, text in ((metric, "40"), (stage, "0.7"), (yes, "是")):
        firm.okr.enter(result, text)

    (found,) = firm.okr.objectives(running)
    assert [one.score for one in found.key_results] == [d("0.50"), d("0.70"), d("1.00")]
    assert found.score == d("0.73") and found.is_complete
    assert refused(firm.okr.enter, stage, "0.5") == ["not_a_milestone"]
    assert refused(firm.okr.enter, metric, "4O") == ["number_letters"]
    firm.okr.enter(yes, "")
    assert firm.okr.objectives(running)[0].key_results[2].score is None
    assert len(items(firm, running)) == len(firm.appraisal.sheet(running).items)


def test_a_check_in_of_a_key_result_brings_its_actual(firm: Firm) -> None:
    running = sales_form(firm)
    result = firm.okr.add_key_result(firm.okr.add_objective(running, "站稳华东"), key_result())
    firm.check_ins.add(CheckIn(0, DAY, d("50"), confidence=7, key_result_id=result))
    found = firm.okr.objectives(running)[0].key_results[0]
    assert (found.actual, found.score, found.confidence) == (d("50.00"), d("0.75"), (7,))


def test_mode_r_changes_no_total_and_mode_x_converts_with_the_form(firm: Firm) -> None:
    running = sales_form(firm, agreed=False)
    firm.okr.add_objective(running, "仅作参考")
    assert not [item for item in items(firm, running) if item.item_class is ItemClass.OKR]

    firm.settings.set_choice(okr_mode=OkrMode.X)
    objective = firm.okr.add_objective(running, "敢闯", Commitment.ASPIRATIONAL)
    result = firm.okr.add_key_result(objective, key_result(start=d("0"), target=d("100")))
    carried = [item for item in items(firm, running) if item.item_class is ItemClass.OKR]
    assert [item.name_zh for item in carried] == ["仅作参考", "敢闯"]
    assert all(item.missing is Missing.PENDING and item.weight is None for item in carried)
    firm.okr.remove_objective(firm.okr.objectives(running)[0].id)
    first = items(firm, running)[0]
    firm.appraisal.set_weight(first.id, first.weight - 10)
    firm.appraisal.set_weight(carried[1].id, d("10"))
    assert firm.cycles.advance([running]) == []

    firm.okr.enter(result, "85")
    (item,) = (one for one in items(firm, running) if one.item_class is ItemClass.OKR)
    assert (item.actual, item.score, item.missing) == (d("0.85"), d("110.00"), Missing.VALUE)
    firm.history.undo()
    assert next(one for one in items(firm, running) if one.id == item.id).score is None
    assert refused(firm.okr.add_objective, running, "太晚") == ["locked_running"]


def test_a_five_point_form_cannot_count_okr(tmp_path: Path) -> None:
    firm = new(tmp_path / "p5.perfdesk", scheme=Scheme.P5)
    running = form(firm, person(firm))
    firm.settings.set_choice(okr_mode=OkrMode.X)
    assert refused(firm.okr.add_objective, running, "敢闯") == ["okr_not_for_p5"]
    firm.close(with_backup=False)


def test_contribution_through_okr_is_an_item_of_at_most_twenty(firm: Firm) -> None:
    draft = sales_form(firm, agreed=False)
    item = firm.okr.add_contribution(draft)
    assert refused(firm.okr.add_contribution, draft) == ["item_twice"]
    assert refused(firm.appraisal.set_weight, item, d("20.01")) == ["contribution_weight"]
    firm.appraisal.set_weight(item, d("20"))
    made = items(firm, draft)[-1]
    assert made.is_anchored and len(made.anchors) == 5 and made.item_class is ItemClass.BEHAVIOUR


def test_a_key_result_on_a_scored_indicator_is_said_to_count_twice(firm: Firm) -> None:
    running = sales_form(firm)
    shared = items(firm, running)[0].lineage
    objective = firm.okr.add_objective(running, "站稳华东")
    for name in ("一", "二"):
        firm.okr.add_key_result(objective, key_result(name, lineage=shared if name == "一" else ""))
    assert [problem.code for problem in firm.okr.problems(running)] == ["key_result_counts_twice"]


def test_limits_of_objectives_and_key_results(firm: Firm) -> None:
    running = sales_form(firm)
    made = [firm.okr.add_objective(running, str(at)) for at in range(5)]
    assert refused(firm.okr.add_objective, running, "第六") == ["objectives_too_many"]
    for at in range(5):
        firm.okr.add_key_result(made[0], key_result(str(at)))
    assert refused(firm.okr.add_key_result, made[0], key_result("第六")) == ["key_results_too_many"]
    assert refused(firm.okr.add_objective, running, " ") == ["objective_without_name"]
    equal = key_result("不动", start=d("5"), target=d("5"))
    assert refused(firm.okr.add_key_result, made[1], equal) == ["key_result_start_is_target"]


# -- items that are judged in other ways --


def judged(firm: Firm, form_id: int, scale: str, **params: object) -> int:
    rule = Rule(Method.ANCHOR, Direction.HIGHER, params={"scale": scale, **params})
    card = own_card(f"J-{scale}", unit="level", rule=rule, item_class=ItemClass.BEHAVIOUR)
    return firm.appraisal.add_item(form_id, firm.library.add_card(card))


def weighted_draft(firm: Firm) -> int:
    """A draft whose own items are gone, so that a test puts its own on."""
    draft = sales_form(firm, agreed=False)
    for item in items(firm, draft):
        firm.appraisal.remove_item(item.id)
    return draft


def test_points_out_of_a_hundred_and_own_levels_are_entered_like_levels(loose: Firm) -> None:
    firm = loose
    draft = weighted_draft(firm)
    points = judged(firm, draft, "HUNDRED")
    levels = [
        {"level": at, "score": score, "zh": zh, "en": zh}
        for at, score, zh in (("1", "60", "差"), ("2", "100", "合"), ("3", "115", "优"))
    ]
    own = judged(firm, draft, "OWN", levels=levels)
    firm.appraisal.share_out_rest(draft)
    firm.appraisal.enter(points, "88.5")
    firm.appraisal.enter(own, "3")

    assert [(item.level, item.score) for item in items(firm, draft)] == [
        (d("88.50"), d("88.50")),
        (d("3.00"), d("115.00")),
    ]
    sheet = firm.appraisal.sheet(draft)
    assert sheet.total.total == d("101.75")
    assert refused(firm.appraisal.enter, own, "4") == ["own_level_unknown"]
    assert refused(firm.appraisal.enter, points, "101") == ["points_off_scale"]
    assert firm.appraisal.explain_item(points)[0].code == "points_given"
    assert firm.results.standings(current(firm))[-1].total == d("101.75")


def test_half_levels_only_where_the_firm_allows_them(loose: Firm) -> None:
    firm = loose
    running = sales_form(firm, agreed=False)
    judged_item = next(item.id for item in items(firm, running) if item.is_anchored)
    firm.appraisal.enter(judged_item, "3.5")
    firm.settings.set_choice(allows_halves=False)
    assert refused(firm.appraisal.enter, judged_item, "4.5") == ["level_half"]
    firm.appraisal.enter(judged_item, "4")


def words_card(firm: Firm, code: str = "W-01") -> int:
    rule = Rule(Method.WORDS, Direction.HIGHER)
    card = own_card(code, name_zh=f"交接 {code}", unit="", item_class=ItemClass.WORDS, rule=rule)
    return firm.library.add_card(card)


def test_an_item_in_words_has_no_weight_and_is_done_with_its_words(loose: Firm) -> None:
    firm = loose
    draft = sales_form(firm, agreed=False)
    before = firm.appraisal.sheet(draft)
    item = firm.appraisal.add_item(draft, words_card(firm))
    assert refused(firm.appraisal.set_weight, item, d("5")) == ["weight_of_words"]
    for one in items(firm, draft):
        if not one.is_in_words:
            firm.appraisal.enter(one.id, "3" if one.is_anchored else "100")
    assert len(firm.cycles.advance([draft])) == 1

    firm.appraisal.enter(item, "已交给吴倩，清单在共享盘")
    sheet = firm.appraisal.sheet(draft)
    done = next(one for one in sheet.items if one.id == item)
    assert (done.words, done.missing, done.score) == ("已交给吴倩，清单在共享盘", Missing.VALUE, None)
    assert not sheet.total.is_provisional and item not in sheet.total.weights
    assert item not in {gap.key for gap in sheet.gaps}
    standing = next(one for one in firm.results.standings(current(firm)) if one.form_id == draft)
    assert (standing.total, standing.is_provisional) == (sheet.total.total, False)
    assert len(sheet.items) == len(before.items) + 1
    assert firm.cycles.advance([draft]) == []


def test_a_form_in_words_only_has_no_total_and_passes_the_states(loose: Firm) -> None:
    firm = loose
    draft = weighted_draft(firm)
    first, second = (firm.appraisal.add_item(draft, words_card(firm, code)) for code in ("W-01", "W-02"))
    firm.appraisal.set_words(first, "完成")
    assert len(firm.cycles.advance([draft])) == 1
    firm.appraisal.set_words(second, "也完成")
    assert firm.cycles.advance([draft]) == []

    sheet = firm.appraisal.sheet(draft)
    assert sheet.head.state is FormState.MANAGER_SCORED
    assert sheet.total.total is None and sheet.grade is None
    standing = next(one for one in firm.results.standings(current(firm)) if one.form_id == draft)
    assert (standing.total, standing.grade, standing.rank) == (None, None, None)


def test_shared_figures_are_entered_once_for_all_their_forms(loose: Firm) -> None:
    firm = loose
    card = firm.library.add_card(own_card("S-01", is_shared=True))
    forms = [form(firm, person(firm, f"E1{at}", name)) for at, name in enumerate(("甲一", "乙二", "丙三"))]
    mine = []
    for form_id in forms:
        for item in items(firm, form_id):
            firm.appraisal.remove_item(item.id)
        mine.append(firm.appraisal.add_item(form_id, card))
        firm.appraisal.share_out_rest(form_id)
    firm.appraisal.set_target(mine[0], d("200"))
    assert [items(firm, one)[0].rule.target for one in forms] == [d("200.00")] * 3

    told = firm.appraisal.enter(mine[1], "180")
    assert [(problem.code, problem.details["count"]) for problem in told] == [("shared_filled", 3)]
    assert [items(firm, one)[0].score for one in forms] == [d("90.00")] * 3
    assert firm.history.undo_deed.code == "enter"
    firm.history.undo()
    assert [items(firm, one)[0].actual for one in forms] == [None] * 3

    firm.appraisal.enter(mine[0], "180")
    assert firm.cycles.advance(forms[:1]) == []
    told = firm.appraisal.enter(mine[1], "190")
    assert {problem.code for problem in told} == {"shared_filled", "shared_locked"}
    assert "甲一" in texts.sentence(told[-1])
    assert [items(firm, one)[0].actual for one in forms] == [d("180.00"), d("190.00"), d("190.00")]
    firm.appraisal.set_missing(mine[1], Missing.UNAVAILABLE, "系统故障")
    assert items(firm, forms[2])[0].missing is Missing.UNAVAILABLE


def test_what_was_not_submitted_counts_as_zero_only_after_a_second_date(firm: Firm) -> None:
    running = sales_form(firm)
    item = items(firm, running)[0].id
    reason = "两次催交均未提供数据"
    zero = firm.appraisal.count_as_zero
    assert refused(zero, item, reason, DAY, DAY) == ["zero_not_asked"]
    firm.appraisal.set_missing(item, Missing.NOT_SUBMITTED)
    assert refused(zero, item, "没交", DAY, DAY) == ["reason_too_short"]
    assert refused(zero, item, reason, date(2026, 10, 16), DAY) == ["zero_too_early"]
    assert refused(zero, item, reason, DAY, date(2026, 10, 20)) == ["zero_not_told"]

    zero(item, reason, DAY, date(2026, 10, 12))
    found = items(firm, running)[0]
    assert (found.score, found.actual, found.missing) == (d("0.00"), None, Missing.NOT_SUBMITTED)
    assert reason in found.missing_reason and "2026-10-09" in found.missing_reason
    assert firm.appraisal.explain_item(item)[0].code == "counted_as_zero"
    firm.appraisal.enter(item, "100")
    assert items(firm, running)[0].score == d("100.00")


def test_what_was_told_goes_with_an_item_and_with_a_form_and_comes_back_with_undo(
    loose: Firm, tmp_path: Path
) -> None:
    firm = loose
    draft = sales_form(firm, agreed=False)
    item = items(firm, draft)[0].id
    firm.check_ins.add(CheckIn(0, DAY, d("40"), item_id=item))
    firm.evidence.add(item_id=item, words="签收单", path=named(tmp_path, "a.png", PNG))
    firm.okr.add_key_result(firm.okr.add_objective(draft, "站稳华东"), key_result())
    firm.settings.set_switch(Switch.TARGETS_FIRST, on=True)
    with firm._desk.change("send_back") as change:
        change.update(form_table, draft, state=FormState.DRAFT.value)

    firm.appraisal.remove_item(item)
    assert firm.evidence.of_form(draft) == () and firm.check_ins.of_form(draft) == {}
    firm.history.undo()
    assert len(firm.evidence.of_form(draft)) == len(firm.check_ins.of_form(draft)) == 1
    firm.cycles.remove_form(draft)
    assert rows(firm, "SELECT count(*) FROM objective") == [(0,)]
    firm.history.undo()
    assert len(firm.okr.objectives(draft)) == 1


def test_the_item_of_an_objective_goes_with_the_objective_only(firm: Firm) -> None:
    firm.settings.set_choice(okr_mode=OkrMode.X)
    draft = sales_form(firm, agreed=False)
    objective = firm.okr.add_objective(draft, "敢闯")
    carried = items(firm, draft)[-1]
    assert refused(firm.appraisal.remove_item, carried.id) == ["item_of_objective"]
    firm.okr.remove_objective(objective)
    assert carried.id not in {item.id for item in items(firm, draft)}
