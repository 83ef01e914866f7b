"""Formal papers from the file: what stands on them, who has which, and whose names never do."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest

from perfdesk.controllers.firm import Firm, open_firm
from perfdesk.controllers.papers import PaperJob, write_papers
from perfdesk.documents.batch import write_many
from perfdesk.documents.formal_values import AppealSheet, AppraisalForm, NoticeSheet, ScoreSheet, TargetSheet
from perfdesk.domain.firm import Switch
from perfdesk.domain.papers import KINDS
from perfdesk.domain.problems import Invalid
from perfdesk.domain.terms import Missing, RaterGroup
from perfdesk.store.change import Change, Deed
from perfdesk.store.schema import (
    amendment,
    appeal,
    evidence,
    form_event,
    form_item,
    goal,
    goal_link,
    grade_change,
    key_result,
    objective,
    rater_sheet,
)
from perfdesk.store.schema import form as form_table
from perfdesk.texts import translator
from tests.controllers.builders import CLOCK, codes, current, fill, form, items, person, sales_form


def prepare(firm: Firm, found: int, kind: str, **options: Any) -> PaperJob:
    return firm.papers.prepare(current(firm), kinds=(kind,), form_ids=[found], **options)


def sheets(firm: Firm, found: int, kind: str, **options: Any) -> list[Any]:
    return [sheet for file in prepare(firm, found, kind, **options).files for sheet in file.sheets]


def only(firm: Firm, found: int, kind: str, **options: Any) -> Any:
    [sheet] = sheets(firm, found, kind, **options)
    return sheet


def text_of(sheet: Any, language: str = "zh_CN") -> str:
    target = io.BytesIO()
    write_many([sheet], target, translator(language))
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(target).pages).split())


@contextmanager
def writing(firm: Firm) -> Iterator[Change]:
    """Write rows as they would be, past the controllers: states and deeds have tests of their own."""
    with firm._file.change(Deed("test")) as change:
        yield change


@pytest.fixture
def scored(firm: Firm) -> tuple[Firm, int]:
    """A salesperson's form that the manager has scored: 80 where it is measured, level 2: grade C."""
    found = sales_form(firm)
    fill(firm, found, "80", "2")
    with writing(firm) as change:
        change.update(form_table, found, state="MANAGER_SCORED")
    return firm, found


def test_the_appraisal_form_adds_up_to_the_total_of_the_form(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    sheet = only(firm, found, "appraisal")
    result = firm.appraisal.sheet(found)

    assert isinstance(sheet, AppraisalForm)
    rows = (*sheet.measured, *sheet.tasks, *sheet.behaviours)
    assert len(rows) == len(result.items)
    assert sum(row.weighted for row in rows) == sheet.subtotal == sheet.total == result.total.total
    assert sheet.weight_total == sum(row.weight for row in rows) == 100
    assert sheet.standard_grade == "C（待改进）"
    assert {row.manager_level for row in sheet.behaviours} == {"2"}
    assert all(row.standard for row in sheet.behaviours)
    assert all(row.formula and row.method and row.source for row in sheet.measured)


def test_events_vetoes_missing_data_and_effective_weights_are_told(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    first, second = items(firm, found)[:2]
    with writing(firm) as change:
        change.update(
            form_item, second.id, missing=Missing.UNAVAILABLE.value, missing_reason="系统故障", score_c=None
        )
        event = {"form_id": found, "happened_on": "2026-08-21"}
        bonus = change.insert(form_event, **event, kind="BONUS", words="客户来函", points_c=300)
        change.insert(form_event, **event, kind="DEDUCTION", words="迟交周报", points_c=150)
        change.insert(
            form_event,
            **event,
            kind="VETO",
            points_c=0,
            words="泄露报价",
            effect="CAP_GRADE",
            evidence="邮件记录",
            statement="误发",
            rule_published_on="2026-01-10",
        )
        change.insert(evidence, form_event_id=bonus, happened_on="2026-08-21", words="原件在人事")
        change.insert(evidence, form_item_id=first.id, happened_on="2026-08-30", words="签约 12 家")
    sheet = only(firm, found, "appraisal")

    assert sheet.is_reweighted
    assert [(row.name, row.reason) for row in sheet.missing] == [(second.name_zh, "无法取得: 系统故障")]
    effective = [row.effective for row in (*sheet.measured, *sheet.tasks, *sheet.behaviours)]
    assert sum(weight for weight in effective if weight is not None) == 100
    assert [(row.points, row.evidence) for row in sheet.events] == [
        (Decimal(3), "原件在人事"),
        (Decimal("-1.5"), ""),
    ]
    assert sheet.subtotal + sheet.bonus - sheet.deduction == sheet.total
    [veto] = sheet.vetoes
    for word in ("泄露报价", "2026-08-21", "邮件记录", "误发", "2026-01-10"):
        assert word in veto
    assert "系统故障" in text_of(sheet)


def test_a_grade_lowered_for_the_quota_says_so_on_the_notice(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    with writing(firm) as change:
        change.update(form_table, found, state="CALIBRATED", final_grade="D")
        change.insert(
            grade_change,
            form_id=found,
            from_grade="C",
            to_grade="D",
            reason="QUOTA",
            words="本部门名额已满，排在最后",
            participants="欧阳明远、诸葛静",
            at="2026-10-12T10:00:00",
        )
    notice, whole = only(firm, found, "notice"), only(firm, found, "appraisal")

    assert any("因比例调整" in line for line in notice.adjustments)
    assert "adjusted for the quota" in " ".join(only(firm, found, "notice", language="en").adjustments)
    assert notice.grade == whole.calibrated_grade == "D（不达标）"
    assert whole.standard_grade == "C（待改进）"
    assert "名额已满" in whole.grade_reason
    assert "标准等级 C，最终等级 D" in only(firm, found, "review").notes
    for sheet in (notice, whole):
        assert "欧阳明远" not in text_of(sheet)


def test_the_blocks_of_a_notice_and_what_stands_outside_make_its_total(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    with writing(firm) as change:
        event = {"form_id": found, "happened_on": "2026-08-21"}
        change.insert(form_event, **event, kind="BONUS", words="客户来函", points_c=300)
        change.insert(
            form_event, **event, kind="VETO", points_c=0, words="事故", effect="MULTIPLY", factor_e4=5000
        )
    notice = only(firm, found, "notice")

    parts = sum(block.weighted for block in notice.blocks) + notice.bonus - notice.deduction
    assert parts + notice.limit == notice.total
    assert notice.limit < 0 and notice.limit_words == "否决"
    assert sum(block.weight for block in notice.blocks) == 100
    assert len(notice.gaps) == 3
    assert all(gap.lost > 0 and gap.target and gap.actual for gap in notice.gaps)


def test_the_notice_says_when_where_and_to_whom(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    with writing(firm) as change:
        change.update(
            form_table,
            found,
            notice_on="2026-10-16",
            notice_way="当面送达",
            interview_on="2026-10-20",
            interview_place="二楼会议室",
            interviewer_id=firm.appraisal.sheet(found).head.manager_id,
            signature="SIGNED_DISAGREE",
            signature_words="回款率少算了一笔",
        )
    notice = only(firm, found, "notice")
    text = text_of(notice)

    assert notice.appeal_until == date(2026, 10, 23)  # five working days after the notice
    for word in ("2026-10-23", "当面送达", "2026-10-20", "二楼会议室", "周敏", "回款率少算了一笔"):
        assert word in text
    assert notice.agrees is False
    assert "系数" not in text
    assert only(firm, found, "notice", with_pay=True).coefficient == Decimal("0.80")


def test_there_is_no_notice_before_there_is_a_result(firm: Firm) -> None:
    found = sales_form(firm)
    with pytest.raises(Invalid) as caught:
        prepare(firm, found, "notice")
    assert codes(caught) == ["nothing_to_print"]
    fill(firm, found, "62", "2")
    with writing(firm) as change:
        change.update(form_table, found, state="MANAGER_SCORED")
    assert len(sheets(firm, found, "notice")) == 1
    firm.settings.set_switch(Switch.CALIBRATION, on=True)
    with pytest.raises(Invalid):
        prepare(firm, found, "notice")


def test_the_agreement_shows_targets_as_agreed_and_every_change_since(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    first = items(firm, found)[0]
    plain = {
        "year": 2026,
        "method": "ANCHOR",
        "direction": "HIGHER",
        "params": "{}",
        "floor_c": 0,
        "cap_c": 12000,
        "decimals": 0,
    }
    with writing(firm) as change:
        high = change.insert(goal, level="FIRM", name_zh="三年收入翻番", **plain)
        low = change.insert(goal, level="DEPARTMENT", name_zh="华东区新签 1,200 万元", **plain)
        change.insert(goal_link, upper_id=high, lower_id=low)
        change.insert(goal_link, upper_id=low, lineage=first.lineage)
        change.update(form_item, first.id, basis="去年同期", provider_words="财务部孙丽")
        change.insert(
            amendment,
            form_item_id=first.id,
            old_target_e4=1_000_000,
            new_target_e4=800_000,
            old_rule="",
            new_rule="",
            reason="MARKET",
            words="展会停办",
            effective_on="2026-08-30",
            employee_signed_on="2026-08-31",
        )
    sheet = only(firm, found, "targets")
    text = text_of(sheet)

    assert isinstance(sheet, TargetSheet)
    assert [(row.firm_goal, row.department_goal) for row in sheet.goals] == [
        ("三年收入翻番", "华东区新签 1,200 万元")
    ]
    assert (sheet.rows[0].basis, sheet.rows[0].provider) == ("去年同期", "财务部孙丽")
    assert sheet.rows[-1].target_words == "3 级" and sheet.rows[-1].standard
    [row] = sheet.amendments
    assert (row.old, row.new, row.manager) == ("100", "80", "")
    assert "2026-08-31" in row.employee and "展会停办" in row.reason
    assert "三年收入翻番" in text and "实际" not in text


def test_an_appeal_is_printed_as_filed_or_blank(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    blank = only(firm, found, "appeal")
    assert isinstance(blank, AppealSheet)
    assert (blank.filed_on, blank.facts, blank.matters) == (None, "", ())
    assert blank.header.number == "P8-2026-0001"
    with writing(firm) as change:
        change.insert(
            appeal,
            form_id=found,
            filed_on="2026-10-19",
            matter="DATA",
            facts="漏记 12 万元",
            evidence="银行回单：款项在周期内到账\n客户邮件",
            request="重新计分",
            handler_id=firm.settings.settings().owner_id,
            decision="PARTLY",
            reasons="到账日计算",
            decided_on="2026-10-23",
        )
    filled = only(firm, found, "appeal")

    assert (filled.header.number, filled.revision) == ("P8-2026-0001", 2)
    assert [(row.evidence, row.shows) for row in filled.evidence] == [
        ("银行回单", "款项在周期内到账"),
        ("客户邮件", ""),
    ]
    assert (filled.matters, filled.decision, filled.handler) == (("DATA",), "PARTLY", "周敏")


def asked(firm: Firm, found: int) -> dict[str, RaterGroup]:
    """Ask a rater of each group, all with names that nothing else carries."""
    names = {
        "尉迟静": RaterGroup.PEER,
        "诸葛明": RaterGroup.PEER,
        "司马远": RaterGroup.SUBORDINATE,
        "慕容客户": RaterGroup.CUSTOMER,
        "欧阳上级": RaterGroup.SUPERIOR,
    }
    with writing(firm) as change:
        for place, (name, group) in enumerate(names.items()):
            change.insert(
                rater_sheet,
                form_id=found,
                rater_group=group.value,
                name=name,
                code=f"7K42Q{place}",
                state="ASKED",
            )
    return names


def test_no_score_sheet_of_an_anonymous_group_tells_who_rates(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    names = asked(firm, found)
    made = sheets(firm, found, "score-sheet")

    assert len(made) == len({sheet.header.number for sheet in made}) == 5
    for sheet in made:
        assert isinstance(sheet, ScoreSheet)
        text = text_of(sheet)
        anonymous = sheet.group is not RaterGroup.SUPERIOR
        assert sheet.code.replace(" ", "") in text
        assert [name for name in names if name in text] == ([] if anonymous else ["欧阳上级"])
        assert ("评分人签字" in text) is not anonymous
    job = prepare(firm, found, "score-sheet")
    assert not any(name in file.name for file in job.files for name in names)
    assert len({file.name for file in job.files}) == 5


def test_a_score_sheet_keeps_its_number_and_one_that_came_back_is_not_printed_again(
    scored: tuple[Firm, int],
) -> None:
    firm, found = scored
    asked(firm, found)
    first = {
        sheet.code: (sheet.header.number, sheet.revision) for sheet in sheets(firm, found, "score-sheet")
    }
    again = {
        sheet.code: (sheet.header.number, sheet.revision) for sheet in sheets(firm, found, "score-sheet")
    }
    shown = {
        sheet.code: (sheet.header.number, sheet.revision)
        for sheet in sheets(firm, found, "score-sheet", register=False)
    }
    assert first == again == shown
    with writing(firm) as change:
        [back] = change.ids(rater_sheet, code="7K42Q0")
        change.update(rater_sheet, back, state="GIVEN")
    assert "7K4 2Q0" not in {sheet.code for sheet in sheets(firm, found, "score-sheet")}
    assert len(sheets(firm, found, "score-sheet")) == 4


def test_without_raters_there_is_one_blank_sheet_with_the_judged_items_and_no_scores(
    scored: tuple[Firm, int],
) -> None:
    firm, found = scored
    firm.settings.set_choice(level_words={3: ("合格", "fine")}, allows_halves=False)
    sheet = only(firm, found, "score-sheet")
    judged = [item for item in items(firm, found) if item.is_anchored]

    assert [row.name for row in sheet.rows] == [item.name_zh for item in judged]
    assert (sheet.group, sheet.code, sheet.rater) == (None, "", "")
    assert [mark.words for mark in sheet.levels][2] == "合格"
    assert sheet.return_by == date(2026, 10, 16)
    text = text_of(sheet)
    assert str(firm.appraisal.sheet(found).total.total) not in text and "88" not in text


def test_own_levels_points_and_words_are_asked_for_as_the_item_has_them(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    judged = [item for item in items(firm, found) if item.is_anchored]
    own = '{"scale":"OWN","levels":[{"level":"1","score":"60","zh":"要帮助"},{"level":"2","score":"100","zh":"合格"}]}'
    with writing(firm) as change:
        change.update(form_item, judged[0].id, params=own)
        change.update(form_item, judged[1].id, params='{"scale":"HUNDRED","most":"120"}')
    rows = only(firm, found, "score-sheet").rows

    assert [(mark.label, mark.words) for mark in rows[0].marks] == [("2", "合格"), ("1", "要帮助")]
    assert (rows[1].marks, rows[1].points) == ((), (Decimal(0), Decimal(120)))


def test_okr_stand_on_the_form_without_counting_unless_the_firm_converts_them(
    scored: tuple[Firm, int],
) -> None:
    firm, found = scored
    firm.settings.set_switch(Switch.OKR, on=True)
    with writing(firm) as change:
        one = change.insert(objective, form_id=found, seq=1, name="转介绍", commitment="ASPIRATIONAL")
        change.insert(
            key_result, objective_id=one, seq=1, name="12 家", kind="METRIC", score_c=70, weight_c=6000
        )
    sheet = only(firm, found, "appraisal")

    [row] = sheet.key_results
    assert (row.objective, row.name, row.weight, row.score) == (
        "转介绍",
        "12 家",
        Decimal(60),
        Decimal("0.70"),
    )
    assert "参考，不计分" in text_of(sheet)
    assert sheet.total == firm.appraisal.sheet(found).total.total


def test_numbers_begin_at_one_for_each_kind_and_files_are_named_by_person_and_kind(
    scored: tuple[Firm, int], tmp_path: Path
) -> None:
    firm, found = scored
    kinds = tuple(KINDS)
    job = firm.papers.prepare(current(firm), kinds=kinds, form_ids=[found])
    numbers = [sheet.header.number for file in job.files for sheet in file.sheets]
    names = [file.name for file in job.files]

    assert numbers == [f"P{letter}-2026-0001" for letter in "0123" + "78"]
    assert names[1].startswith("E01_王小明_appraisal_2026-年三季度")
    assert len(write_papers(job, tmp_path).paths) == 6
    again = firm.papers.prepare(current(firm), kinds=kinds, form_ids=[found])
    assert again == job
    one = firm.papers.prepare(current(firm), kinds=kinds, form_ids=[found], in_one_file=True, language="en")
    assert [sheet.revision for sheet in one.files[0].sheets] == [1] * 6
    assert write_papers(one, tmp_path).unprintable == ()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_other_employee_is_on_any_paper_of_the_sample(sample: Firm, language: str) -> None:
    """Besides the manager, who is in the header, and whoever the paper is to be handed to."""
    lines = sample.results.standings(current(sample))
    people = [line for line in lines if line.total is not None][:6]
    names = {line.employee_id: line.name for line in lines}
    owner = sample.settings.settings().owner_id
    for kind in ("appraisal", "score-sheet", "notice", "targets", "appeal"):
        try:
            job = sample.papers.prepare(
                current(sample), kinds=(kind,), form_ids=[line.form_id for line in people], language=language
            )
        except Invalid as invalid:
            assert kind == "notice" and invalid.problems[0].code == "nothing_to_print"
            continue
        for file in job.files:
            for sheet in file.sheets:
                text = text_of(sheet, language)
                own = next(line for line in people if line.number == sheet.header.employee_number)
                providers = {item.provider_id for item in sample.appraisal.sheet(own.form_id).items}
                allowed = {own.employee_id, owner, sample.appraisal.sheet(own.form_id).head.manager_id}
                others = [
                    name for one, name in names.items() if one not in allowed | providers and name in text
                ]
                assert others == [], (kind, own.name)


def test_an_erased_person_and_a_file_that_may_only_be_read_print_without_new_numbers(
    scored: tuple[Firm, int],
) -> None:
    firm, found = scored
    reader = open_firm(firm.path, CLOCK, read_only=True)
    assert only(reader, found, "appraisal").header.number == "—"
    reader.close()
    assert only(firm, found, "appraisal").header.number == "P1-2026-0001"


def test_somebody_without_anything_to_judge_has_no_score_sheet(firm: Firm) -> None:
    found = form(firm, person(firm, "E09", "尉迟恭"))
    with writing(firm) as change:
        for item_id in change.ids(form_item, form_id=found):
            change.delete(form_item, item_id)
    with pytest.raises(Invalid):
        prepare(firm, found, "score-sheet")


def test_the_review_sheet_takes_words_points_and_what_several_raters_came_to(
    scored: tuple[Firm, int],
) -> None:
    firm, found = scored
    judged = [item for item in items(firm, found) if item.is_anchored]
    with writing(firm) as change:
        change.update(
            form_item, judged[0].id, params='{"scale":"HUNDRED","most":"100"}', combined_level_c=8850
        )
        change.update(
            form_item, judged[1].id, method="WORDS", weight_c=None, score_c=None, words="带好两名新人"
        )
    sheet = only(firm, found, "review")
    points, words = (row for row in sheet.items if row.name in {item.name_zh for item in judged[:2]})

    assert (points.target_words, points.actual_words) == ("100", "88.5")
    assert (words.actual_words, words.score, words.weight) == ("带好两名新人", None, 0)
    assert "带好两名新人" in text_of(sheet)
    whole = only(firm, found, "appraisal")
    assert [row.words for row in whole.worded] == ["带好两名新人"]
    assert whole.behaviours[0].manager_level == "2\n→ 88.50"


def test_who_takes_no_part_in_the_grading_is_told_why(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    with writing(firm) as change:
        change.update(
            form_table, found, no_grade_reason="SHORT", starts_on="2026-09-10", ends_on="2026-09-30"
        )
    whole, notice = only(firm, found, "appraisal"), only(firm, found, "notice")

    assert whole.standard_grade == notice.grade == "不参加本期评级（在岗不足本期三分之一）"
    assert (whole.header.starts_on, whole.header.ends_on) == (date(2026, 9, 10), date(2026, 9, 30))


def test_the_notice_of_a_transfer_is_about_all_parts_of_the_cycle_and_only_the_last_form_has_one(
    sample: Firm,
) -> None:
    lines = sample.results.standings(current(sample))
    moved = [line for line in lines if not line.is_last_segment]
    assert moved, "the sample has somebody who changed position"
    parts = [line for line in lines if line.employee_id == moved[0].employee_id]
    with writing(sample) as change:
        for line in parts:
            change.update(form_table, line.form_id, state="CALIBRATED")
    job = sample.papers.prepare(current(sample), kinds=("notice",), form_ids=[line.form_id for line in parts])
    [notice] = [sheet for file in job.files for sheet in file.sheets]
    assert isinstance(notice, NoticeSheet)
    last = sample.appraisal.sheet(parts[-1].form_id)
    assert notice.total == last.combined
    assert notice.block_total == last.total.total
    assert any(str(last.combined) in line for line in notice.adjustments)


def test_everybody_who_rates_has_a_sheet_and_its_code_leads_back_to_it(firm: Firm) -> None:
    found = sales_form(firm)
    firm.settings.set_switch(Switch.RATERS, on=True)
    peer = person(firm, "E07", "独孤一方")
    asked_id = firm.raters.ask(found, RaterGroup.PEER, peer)
    made = sheets(firm, found, "score-sheet")

    assert [(sheet.group, sheet.rater) for sheet in made] == [
        (RaterGroup.SELF, "王小明"),
        (RaterGroup.SUPERIOR, "周敏"),
        (RaterGroup.PEER, ""),
    ]
    assert len({sheet.header.number for sheet in made}) == 3
    assert sheets(firm, found, "score-sheet") == made
    assert firm.raters.sheet_of_code(current(firm), made[-1].code).id == asked_id
    assert "独孤" not in text_of(made[-1])
    for sheet in made[:2]:
        assert "评分人签字" in text_of(sheet) and "录入码" not in text_of(sheet)


def test_who_has_no_such_paper_is_named_but_not_who_has_no_plan(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    other = form(firm, person(firm, "E08", "尉迟恭"))
    job = firm.papers.prepare(
        current(firm), kinds=("notice", "plan", "targets"), form_ids=[found, other], register=False
    )
    assert job.left_out == (("notice", "尉迟恭"),)
    assert prepare(firm, found, "review").left_out == ()


def test_what_the_appraisee_entered_is_marked(scored: tuple[Firm, int]) -> None:
    firm, found = scored
    first, second = items(firm, found)[:2]
    with writing(firm) as change:
        own = firm.appraisal.sheet(found).head.employee_id
        change.update(form_item, first.id, actual_by=own)
        change.update(form_table, found, own_changed_at="2026-10-10T09:00:00")
    sheet = only(firm, found, "appraisal")
    assert "本人填报" in sheet.measured[0].source and "本人填报" not in sheet.measured[1].source
    assert "本人修改" in sheet.notes
    assert second.name_zh == sheet.measured[1].name
