"""P1, P2, P3, P7 and P8 as a reader sees them, in both languages (domain reference §12.5 to §12.13)."""

from __future__ import annotations

import io
import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal as D

import pytest

from perfdesk.documents.batch import papers_of, write_many
from perfdesk.documents.fonts import SCORE_BOX, SHAPES
from perfdesk.documents.formal_values import EventRow, Mark, MissingRow, ScoreRow
from perfdesk.documents.ink import MM
from perfdesk.documents.page import Heading, Signatures, paginate
from perfdesk.documents.tables import RowStrip
from perfdesk.domain.terms import RaterGroup
from tests.documents.builders import HEADER, plan, review
from tests.documents.formal_builders import (
    MEASURED,
    appeal,
    appraisal,
    appraisal_of,
    blank_appeal,
    marks,
    notice,
    score_sheet,
    targets,
)
from tests.documents.seen import (
    EN,
    LONG,
    ZH,
    assert_inside_and_apart,
    pages_of,
    squeezed,
    text_sizes,
    written,
)

ANONYMOUS = (RaterGroup.PEER, RaterGroup.SUBORDINATE, RaterGroup.CUSTOMER)
BOTH = pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])


def pdf(sheet: object, texts=ZH) -> bytes:
    return written(lambda one, target, language: write_many([one], target, language), sheet, texts)


def read(sheet: object, texts=ZH) -> str:
    return squeezed("".join(pages_of(pdf(sheet, texts))))


def short_ones(texts) -> list[object]:
    return [
        appraisal(),
        *(score_sheet(group, texts.language) for group in (None, *RaterGroup)),
        notice(),
        targets(),
        appeal(),
        blank_appeal(),
    ]


def assert_in_order(text: str, words: str) -> None:
    at = 0
    for word in map(squeezed, words.split("|")):
        found = text.find(word, at)
        assert found >= 0, (word, text[at : at + 200])
        at = found + len(word)


ORDERS = {
    "P1": (
        appraisal,
        "绩效考核表|一、量化指标|序|指标名称|权重%|门槛|目标|挑战|实际|得分|加权得分|计算方法：|计分方法：|数据来源："
        "|二、重点任务|任务|完成标准|完成日期|权重%|自评等级|上级等级|得分|加权得分"
        "|三、行为指标|项目|达标行为标准|权重%|自评等级|上级等级|依据事例|得分|加权得分|权重合计|小计|95.87"
        "|四、加分项与减分项|事项|日期|依据|分值|五、否决项|无|有|说明|缺失数据说明与有效权重|总分|98.87|标准等级|B"
        "|校准后等级与理由|A|OKR附表（参考，不计分）|目标|关键成果|权重|得分0–1|说明"
        "|员工自评说明|上级评语：优点|上级评语：待改进|目标确认（期初）|员工签字|上级签字|日期"
        "|结果确认（期末）|同意|有异议，说明|员工签字|上级签字|人事签字",
        "Appraisal Form|A. Measured indicators|No.|Indicator|Weight %|Threshold|Target|Stretch|Actual|Score|Weighted"
        "|Formula|Scoring|Source|B. Key tasks|Task|Standard|Due|Weight %|Self level|Manager level|Score|Weighted"
        "|C. Behaviour|Item|Level-3 anchor|Weight %|Self level|Manager level|Evidence|Score|Weighted"
        "|Weight total|Subtotal|95.87|D. Bonus and deductions|Event|Date|Evidence|Points|E. Veto item|None|Yes|Note"
        "|Missing data and effective weights|Total score|98.87|Standard grade|Calibrated grade and reason"
        "|OKR attachment (reference only|Objective|Key result|Weight|Score 0–1|Note"
        "|Employee comment|Manager comment: strengths|Manager comment: to improve|Target agreement|Employee|Manager"
        "|Result (end|agree|object|Employee|Manager|HR",
    ),
    "P2": (
        score_sheet,
        "空白评分表|评分人类别|自评|上级|同级|下级|客户|填写说明|选1或5须写一件事例|序|项目|等级说明|事例|执行力|无法评价"
        "|总体意见|做得好的|建议改进的|交回|录入码|7K42Q9|不含评分人信息",
        "Blank Score Sheet|Rater group|Self|Superior|Peer|Subordinate|Customer|Instructions|For 1 or 5 write an example"
        "|No.|Item|What each level means|Example|Cannot rate|Overall|done well|improve|Return|Entry code|7K42Q9",
    ),
    "P3": (
        notice,
        "绩效结果通知书|总分|98.87|绩效等级与含义|B|85.00起|等级调整说明|因比例调整|各部分得分|部分|权重%|得分|加权得分"
        "|主要优势|主要差距（不超过三项）|指标|目标|实际|加权差距|−3.73|面谈时间、地点、面谈人|2026-10-20|二楼会议室|周建国"
        "|申诉期限与受理人|2026-10-22|郑雪|依法|送达方式与日期|无异议|有异议，说明|员工签收|送达人签字|见证人一|见证人二"
        "|签字表示已阅读并收到，不当然表示同意",
        "Result Notice|Total score|98.87|Grade and its meaning|Grade adjustment note|Block scores|Part|Weight %|Score"
        "|Weighted|Main strengths|Major gaps (up to three)|Indicator|Target|Actual|Weighted gap|Interview time, place"
        "|Appeal deadline and handler|Legal remedies remain open|Delivery method and date|No objection|object"
        "|Received by the employee|Delivered by|Witness 1|Witness 2|Signature confirms receipt, not necessarily",
    ),
    "P7": (
        targets,
        "目标确认书|关联目标|战略目标|部门目标|指标与目标|序|指标|权重%|门槛|目标|挑战|计分方法|目标依据|数据提供人"
        "|计算方法：|加分、减分与否决规则|公司提供的条件与支持|变更记录|日期|项目|原值|新值|理由|93.33|员工签字|上级签字",
        "Target Agreement|Linked goals|Strategic goal|Department goal|Indicators and targets|No.|Indicator|Weight %"
        "|Threshold|Target|Stretch|method|Basis|Data provider|Formula|Bonus, deduction and veto rules"
        "|Conditions and support by the firm|Amendments|Date|Item|Old|New|Reason|Employee|Manager",
    ),
    "P8": (
        appeal,
        "绩效申诉表|申诉事项|得分|等级|数据|程序|其他|事实与理由|证据清单|序|证据|证明内容|申诉请求|员工签字|受理人与受理日期"
        "|郑雪|2026-10-20|调查情况|处理结论|成立|部分成立|不成立|理由与更正内容|受理人签字|员工签收|不影响依法维权",
        "Appeal Form|Matter|Score|Grade|Data|Procedure|Other|Facts and reasons|List of evidence|No.|Evidence"
        "|What it shows|Request|Employee|Handler and date received|Findings|Decision|Upheld|Partly upheld|Rejected"
        "|Reasons and correction|Handler|Received by the employee|legal remedies are unaffected",
    ),
}


@pytest.mark.parametrize("kind", ORDERS)
def test_the_fields_stand_in_the_order_of_the_domain_in_both_languages(kind):
    make, zh, en = ORDERS[kind]
    for texts, words in ((ZH, zh), (EN, en)):
        text = read(make(language="en") if make is score_sheet and texts is EN else make(), texts)
        assert_in_order(text, words)
        sheet = make()
        header = sheet.header
        names = (
            "姓名|工号|部门|岗位|直接上级" if texts is ZH else "Name|Employee no.|Department|Position|Manager"
        )
        assert_in_order(text, names)
        for part in (
            header.firm,
            header.number,
            header.person,
            "S-017",
            "销售部",
            "客户经理",
            "周建国",
            "2026-10-1509:12",
        ):
            assert part in text


@BOTH
def test_nothing_leaves_the_margins_or_overlaps(texts):
    longest = replace(targets().rows[0], name="订单" * 40, formula=LONG[:600], basis=LONG[:300])
    many = [
        *short_ones(texts),
        appraisal_of(40, LONG),
        appraisal(measured=(), tasks=(), behaviours=(), events=(), key_results=(), employee_words=""),
        targets(rows=(longest,) * 40, support=LONG),
        notice(strengths=LONG, objection=LONG[:200], interview_place="会议室" * 60),
        appeal(facts=LONG, findings=LONG, correction=LONG),
        score_sheet(rows=tuple(replace(score_sheet().rows[0], definition=LONG[:80]) for _n in range(40))),
    ]
    for sheet in many:
        assert_inside_and_apart(pdf(sheet, texts))


@BOTH
def test_forty_items_and_four_thousand_characters_flow_over_pages_with_the_head_repeated(texts):
    pages = [squeezed(page) for page in pages_of(pdf(appraisal_of(40, LONG), texts))]

    assert len(pages) > 8
    name = "加权得分" if texts is ZH else "Weighted"
    assert all(name in page for page in pages if "客户投诉" in page or "团队协作3" in page)
    last = "第{n}页/共{n}页" if texts is ZH else "Page{n}of{n}"
    assert last.format(n=len(pages)) in pages[-1]
    assert "".join(pages).count("展会停办") >= 4 * LONG.count("展会停办")


@BOTH
def test_signatures_have_15_mm_and_never_begin_a_page_and_texts_are_not_smaller_than_agreed(texts):
    for sheet in [*short_ones(texts), appraisal_of(23), appraisal_of(40, LONG[:700])]:
        for paper in papers_of(sheet, texts):
            for page in paginate(paper.strips, paper.squeeze):
                kinds = [placed.strip for placed in page]
                assert not isinstance(kinds[0], Signatures)
                assert not isinstance(kinds[-1], Heading)
                assert all(kind.height >= 15 * MM for kind in kinds if isinstance(kind, Signatures))
        assert min(text_sizes(pdf(sheet, texts))) >= 8.5


@pytest.mark.parametrize("items", range(10, 40, 2))
def test_a_sum_never_begins_a_page_without_a_row_above_it(items):
    [paper] = papers_of(appraisal_of(items), ZH)
    for page in paginate(paper.strips):
        rows = [placed.strip for placed in page if isinstance(placed.strip, RowStrip)]
        at = next((n for n, row in enumerate(rows) if "合计" in str(row.cells[0].text)), None)
        if at is not None and page is not paginate(paper.strips)[0]:
            above = rows[at - 1] if at else None
            assert (
                above is not None
                and "指标名称" not in str(above.cells)
                and "达标行为" not in str(above.cells)
            )


@BOTH
def test_one_page_holds_a_notice_an_agreement_an_appeal(texts):
    for sheet in (targets(), appeal(), blank_appeal()):
        assert len(pages_of(pdf(sheet, texts))) == 1
    assert len(pages_of(pdf(notice(), texts))) == 2  # one page for each of the two copies


def test_the_sheet_of_the_design_picture_takes_one_page():
    assert len(pages_of(pdf(score_sheet()))) == 1


def test_table_a_has_at_most_nine_columns_with_formula_and_source_in_a_second_line():
    [paper] = papers_of(appraisal(), ZH)
    strips = list(paper.strips)
    [at] = [
        n
        for n, strip in enumerate(strips)
        if isinstance(strip, RowStrip) and any("销售额" in str(cell.text) for cell in strip.cells)
    ]
    assert len(strips[at].cells) == 9
    below = str(strips[at + 1].cells[1].text)
    assert "合同签订金额累计" in below and "财务部" in below and "比率法" in below


def test_what_is_printed_adds_up():
    sheet = appraisal()
    text = read(sheet)
    parts = (*sheet.measured, *sheet.tasks, *sheet.behaviours)

    assert "第一部分合计7569.87" in text
    assert D("69.87") + D("15.00") + D("11.00") == sheet.subtotal == sum(row.weighted for row in parts)
    assert "95.87+5.00−2.00=98.87" in text
    cells = notice()
    assert sum(block.weighted for block in cells.blocks) + cells.bonus - cells.deduction == cells.total


def test_effective_weights_stand_beside_the_agreed_ones_and_missing_data_give_their_reason():
    measured = (
        replace(MEASURED[0], effective=D("37.50"), weighted=D("34.50")),
        replace(MEASURED[1], actual=None, actual_words="无法取得", score=None, weighted=None),
    )
    sheet = appraisal(
        measured=measured,
        is_reweighted=True,
        missing=(MissingRow("回款率", "无法取得：系统故障"),),
        tasks=(),
        behaviours=(),
    )
    text = read(sheet)

    assert "30→37.50" in text and "20→—" in text
    assert "回款率：无法取得：系统故障" in text and "有效权重" in text


def test_a_capped_total_does_not_claim_to_be_a_sum():
    text = read(appraisal(subtotal=D("118.00"), bonus=D(5), deduction=D(0), total=D(120)))

    assert "118.00+5.00→120.00" in text


def test_vetoes_are_ticked_and_told():
    assert "重大安全事故，2026-08-02" in read(appraisal(vetoes=("重大安全事故，2026-08-02",)))


def test_an_unscored_form_leaves_its_cells_free_and_has_lines_to_write_on():
    blank = appraisal(
        measured=tuple(replace(row, actual=None, score=None, weighted=None) for row in MEASURED),
        subtotal=None,
        total=None,
        standard_grade="",
        calibrated_grade="",
        grade_reason="",
        employee_words="",
        strengths="",
        improvements="",
        events=(),
    )
    text = read(blank)
    assert "27.60" not in text and "98.87" not in text and "总分—" in text
    ruled = [
        cell.ruled
        for paper in papers_of(blank, ZH)
        for strip in paper.strips
        for cell in getattr(strip, "cells", ())
    ]
    assert sum(ruled) >= 6


@BOTH
@pytest.mark.parametrize("group", list(RaterGroup))
def test_only_self_and_superior_sign_and_are_named(group, texts):
    sheet = score_sheet(group, texts.language, rater="欧阳明远")
    strips = [strip for paper in papers_of(sheet, texts) for strip in paper.strips]
    text = read(sheet, texts)

    is_anonymous = group in ANONYMOUS
    assert any(isinstance(strip, Signatures) for strip in strips) is not is_anonymous
    assert ("欧阳明远" in text) is not is_anonymous
    assert ("3份" in text or "3replies" in text) is is_anonymous


def test_a_sheet_for_nobody_in_particular_leaves_the_group_open_and_has_the_place_to_sign():
    text = read(score_sheet(None, code="", return_to="", return_by=None))

    assert "仅自评与上级；其余无需署名" in text
    assert "录入码" not in text


def test_points_own_levels_and_words_are_asked_for_in_their_own_way():
    own = (Mark("优", "超出要求"), Mark("合格", "做到要求"), Mark("需要帮助", "还没有做到要求"))
    sheet = score_sheet(
        rows=(
            ScoreRow("安全", "", own),
            ScoreRow("项目质量", "", (), (D(0), D(120))),
            ScoreRow("最希望他改变的一件事"),
        )
    )
    text = read(sheet)

    assert_in_order(text, "优|超出要求|合格|做到要求|需要帮助|还没有做到要求|分数（0–120）：")
    boxes = [
        "".join(p[0] for p in cell.text).count(SCORE_BOX)
        for paper in papers_of(sheet, ZH)
        for strip in paper.strips
        for cell in getattr(strip, "cells", ())
    ]
    assert sum(boxes) == 3
    assert "每项只打一个×" in text
    assert "每项只打一个×" not in read(score_sheet(rows=sheet.rows[1:]))


def test_half_levels_are_explained_only_where_they_are_allowed():
    assert "半级" in read(score_sheet(allows_halves=True))
    assert "半级" not in read(score_sheet())


def test_words_that_run_on_stand_under_the_words():
    row = ScoreRow("执行力", "", marks(("任务" * 40,) * 5))
    [paper] = papers_of(score_sheet(rows=(row,)), ZH)
    lines = next(
        strip._lines[2]
        for strip in paper.strips
        if isinstance(strip, RowStrip) and "任务任务" in str(strip.cells)
    )
    starts = ["".join(piece.text for piece in line) for line in lines]
    assert sum(start.startswith("\u3000") for start in starts) == len(starts) - 5
    assert not any(set(start) <= SHAPES for start in starts)


@BOTH
def test_the_notice_comes_in_two_marked_copies_with_the_same_number_and_code(texts):
    sheet = notice()
    pages = [squeezed(page) for page in pages_of(pdf(sheet, texts))]

    assert all(sheet.check_code in page and "P3-2026-0017" in page for page in pages)
    marked = ("员工留存", "公司存档") if texts is ZH else ("fortheemployee", "forthefirm")
    assert [mark in page for mark, page in zip(marked, pages, strict=True)] == [True, True]
    assert all(("第1页/共1页" if texts is ZH else "Page1of1") in page for page in pages)


def test_pay_stands_on_the_notice_only_where_it_is_wanted():
    assert "系数" not in read(notice())
    text = read(notice(coefficient=D("1.10"), pay=D("3520.00")))
    assert "绩效系数1.10" in text and "3,520.00元" in text


def test_without_a_date_of_delivery_the_notice_counts_working_days():
    assert "送达后5个工作日内" in read(notice(appeal_until=None))


def test_no_more_than_three_major_gaps_are_named():
    gap = notice().gaps[0]
    text = read(notice(gaps=tuple(replace(gap, name=f"差距{n}") for n in range(5))))
    assert "差距2" in text and "差距3" not in text


@pytest.mark.parametrize("make", [appraisal, score_sheet, notice, targets, appeal])
def test_rare_characters_and_markup_print_as_they_are(make):
    sheet = make(header=replace(HEADER, person="<b>㛃䶮&𠅤😀</b>", number="P-1"))
    target = io.BytesIO()

    assert write_many([sheet], target, ZH) == ("😀",)
    text = "".join(pages_of(target.getvalue()))
    assert "<b>㛃䶮&𠅤" in text and "U+1F600" in text


def test_a_deduction_is_signed_in_the_table():
    text = read(
        appraisal(events=(EventRow("迟报", date(2026, 9, 4), D("-2.5")),), bonus=D(0), deduction=D("2.5"))
    )
    assert "−2.50" in text and "加分0.00，减分−2.50" in text


def test_all_kinds_go_into_one_file_in_their_order():
    target = io.BytesIO()
    told: list[int] = []
    sheets = [review(4), plan(), appraisal(), score_sheet(), notice(), targets(), appeal()]
    write_many(iter(sheets), target, ZH, told.append)

    pages = [squeezed(page) for page in pages_of(target.getvalue())]
    assert told == list(range(1, 8))
    found = [re.search(r"编号(P\d)", page) for page in pages]
    numbers = [match.group(1) for match in found if match]
    assert list(dict.fromkeys(numbers)) == ["P0", "P5", "P1", "P2", "P3", "P7", "P8"]


def test_every_value_of_a_sheet_decides_its_check_code():
    for sheet in (appraisal(), score_sheet(), notice(), targets(), appeal()):
        assert is_dataclass(sheet)
        same = type(sheet)(**{field.name: getattr(sheet, field.name) for field in fields(sheet)})
        assert same.check_code == sheet.check_code
    assert appraisal(okr_words="好").check_code != appraisal().check_code
    assert score_sheet(code="7K4 2Q8").check_code != score_sheet().check_code
