"""Sheets of a formal appraisal for the tests: plausible ones, and ones that are as long as they get."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal as D

from perfdesk.documents.formal_values import (
    AmendmentRow,
    AppealSheet,
    AppraisalForm,
    BlockRow,
    EventRow,
    EvidenceRow,
    GoalRow,
    JudgedRow,
    KeyResultRow,
    Mark,
    MeasuredRow,
    NoticeGap,
    NoticeSheet,
    ScoreRow,
    ScoreSheet,
    TargetRow,
    TargetSheet,
    WordsRow,
)
from perfdesk.documents.values import with_check_code
from perfdesk.domain.terms import RaterGroup
from tests.documents.builders import HEADER

PRINTED = datetime(2026, 10, 15, 9, 12)

MEASURED = (
    MeasuredRow(
        "销售额",
        D(30),
        "万元",
        D(80),
        D(100),
        D(120),
        D(92),
        formula="合同签订金额累计，不含税",
        method="比率法，封顶 120",
        source="财务部 · 每月 5 日",
        score=D(92),
        weighted=D("27.6"),
    ),
    MeasuredRow(
        "回款率",
        D(20),
        "%",
        D(80),
        D(95),
        D(100),
        D(88),
        formula="到期应收中已收的金额 ÷ 到期应收金额",
        method="线性插值 80/95/100",
        source="财务部",
        score=D("81.33"),
        weighted=D("16.27"),
    ),
    MeasuredRow(
        "新客户数", D(15), "个", target=D(10), actual=D(14), method="比率法", score=D(120), weighted=D(18)
    ),
    MeasuredRow("客户投诉", D(10), "次", actual=D(1), method="减分法", score=D(80), weighted=D(8)),
)
TASKS = (
    JudgedRow(
        "客户管理系统上线",
        D(15),
        "9 月 30 日前 12 名销售全部使用，历史客户导入完整，连续两周无人工台账",
        date(2026, 9, 30),
        "4",
        "3",
        score=D(100),
        weighted=D(15),
    ),
)
BEHAVIOURS = (
    JudgedRow(
        "团队协作",
        D(10),
        "按时提供他人所需，分歧能当面谈",
        self_level="4",
        manager_level="4",
        evidence="08-21 带新人投标，客户当场签约",
        score=D(110),
        weighted=D(11),
    ),
)


def appraisal(**changes: object) -> AppraisalForm:
    """Return EX-15 as a form, with bonus and deduction: 95.87 + 5.00 − 2.00 = 98.87."""
    sheet = AppraisalForm(
        header=replace(HEADER, number="P1-2026-0017"),
        measured=MEASURED,
        tasks=TASKS,
        behaviours=BEHAVIOURS,
        subtotal=D("95.87"),
        events=(
            EventRow("新人投标当场签约，客户书面表扬", date(2026, 8, 21), D(5), "客户来函"),
            EventRow("两次未按时提交周报", date(2026, 9, 4), D(-2), "周报系统"),
        ),
        bonus=D(5),
        deduction=D(2),
        total=D("98.87"),
        standard_grade="B（称职）",
        calibrated_grade="A（优秀）",
        grade_reason="任务难度：本季接手了流失客户的区域（2026-10-12，周建国、郑雪）",
        key_results=(
            KeyResultRow("让老客户愿意介绍新客户", "转介绍客户 12 家", D(60), D("0.7"), "已签 9 家"),
            KeyResultRow("让老客户愿意介绍新客户", "满意度 4.6", D(40), D("0.5"), "9 月调查 4.3"),
        ),
        employee_words="展会停办以后线索少，主动改做转介绍。",
        strengths="投标准备充分，能带新人。",
        improvements="回款跟进不够早。",
        printed_at=PRINTED,
    )
    return with_check_code(replace(sheet, **changes))


def appraisal_of(items: int, words: str = "") -> AppraisalForm:
    """Return a form with many items and a long text in every place."""
    measured = tuple(replace(MEASURED[n % 4], name=f"{MEASURED[n % 4].name}{n}") for n in range(items // 2))
    judged = tuple(replace(BEHAVIOURS[0], name=f"{BEHAVIOURS[0].name}{n}") for n in range(items - items // 2))
    return appraisal(
        measured=measured,
        behaviours=judged,
        worded=(WordsRow("下半年最想学的", words),),
        employee_words=words,
        strengths=words,
        improvements=words,
        grade_reason=words or "任务难度",
        okr_words=words,
    )


ANCHORS_ZH = (
    "复杂任务能拆解推进，提前交付并沉淀做法",
    "遇阻能调整办法，仍按期交付",
    "按约定的时间与标准交付",
    "能开始但常半途停下，需要上级推动",
    "任务多次拖延且不说明",
)
ANCHORS_EN = (
    "Breaks complex work into steps, delivers early and writes down how it was done",
    "Finds another way when blocked and still delivers on time",
    "Delivers by the agreed date and to the agreed standard",
    "Starts, but often stops half way and needs a push",
    "Late again and again without saying why",
)


def marks(anchors: tuple[str, ...] = ANCHORS_ZH) -> tuple[Mark, ...]:
    return tuple(Mark(str(5 - n), words) for n, words in enumerate(anchors))


ITEMS_ZH = (
    ("执行力", "把决定变成结果"),
    ("客户意识", "理解并回应内外部客户"),
    ("团队协作", "与他人共同完成工作"),
    ("沟通表达", "信息传递清楚完整"),
)
ITEMS_EN = (
    ("Execution", "Turns decisions into results"),
    ("Customer focus", "Understands and answers customers inside and outside"),
    ("Teamwork", "Gets work done together with others"),
    ("Communication", "Passes information on clearly and completely"),
)


def score_sheet(
    group: RaterGroup | None = RaterGroup.PEER, language: str = "zh_CN", **changes: object
) -> ScoreSheet:
    """Return the sheet of the design picture."""
    is_chinese = language == "zh_CN"
    words = ("卓越", "优秀", "达标", "待改进", "不达标") if is_chinese else (
        "far above", "above", "meets", "below", "far below"
    )  # fmt: skip
    items = ITEMS_ZH if is_chinese else ITEMS_EN
    sheet = ScoreSheet(
        header=replace(HEADER, number="P2-2026-0031"),
        rows=tuple(
            ScoreRow(name, about, marks(ANCHORS_ZH if is_chinese else ANCHORS_EN)) for name, about in items
        ),
        levels=marks(words),
        group=group,
        return_to="郑雪",
        return_by=date(2026, 10, 14),
        code="7K4 2Q9",
        printed_at=PRINTED,
    )
    return with_check_code(replace(sheet, **changes))


def notice(**changes: object) -> NoticeSheet:
    """Return the notice for EX-15: the blocks and what stands outside them make 98.87."""
    sheet = NoticeSheet(
        header=replace(HEADER, number="P3-2026-0017"),
        total=D("98.87"),
        grade="B（称职）",
        grade_meaning="总分 85.00 起，不到 105.00",
        blocks=(
            BlockRow("量化指标", D(75), D("93.16"), D("69.87")),
            BlockRow("重点任务", D(15), D(100), D(15)),
            BlockRow("行为指标", D(10), D(110), D(11)),
        ),
        bonus=D(5),
        deduction=D(2),
        adjustments=("标准等级 A，最终等级 B：因比例调整",),
        strengths="新客户数：120.00；团队协作：4 级",
        gaps=(
            NoticeGap("回款率（%）", "95", "88", D("3.73")),
            NoticeGap("销售额（万元）", "100", "92", D("2.40")),
        ),
        interview_on=date(2026, 10, 20),
        interview_place="二楼会议室",
        interviewer="周建国",
        appeal_until=date(2026, 10, 22),
        appeal_to="郑雪",
        printed_at=PRINTED,
    )
    return with_check_code(replace(sheet, **changes))


def targets(**changes: object) -> TargetSheet:
    sheet = TargetSheet(
        header=replace(HEADER, number="P7-2026-0017"),
        goals=(
            GoalRow("三年内华东区收入翻番", "本年新签合同 1,200 万元"),
            GoalRow("三年内华东区收入翻番", "新客户 40 家"),
            GoalRow("", "应收账款周转不超过 60 天"),
        ),
        rows=(
            TargetRow(
                "销售额",
                D(40),
                "万元",
                D(80),
                D(100),
                D(120),
                formula="合同签订金额累计，不含税",
                method="比率法，封顶 120",
                basis="去年同期 88，增长 14 %",
                provider="孙丽（财务）",
            ),
            TargetRow(
                "回款率",
                D(30),
                "%",
                D(80),
                D(95),
                D(100),
                formula="到期应收中已收的金额 ÷ 到期应收金额",
                method="线性插值",
                basis="近四个季度平均 93",
                provider="孙丽",
            ),
            TargetRow("团队协作", D(30), target_words="3 级", method="行为等级", provider="周建国"),
        ),
        rules=("加分：每项最多 5 分，合计最多 10 分", "否决：重大安全事故，等级不高于 C"),
        amendments=(
            AmendmentRow(date(2026, 8, 30), "销售额", "100", "93.33", "市场：展会停办", "08-30", ""),
        ),
        printed_at=PRINTED,
    )
    return with_check_code(replace(sheet, **changes))


def appeal(**changes: object) -> AppealSheet:
    sheet = AppealSheet(
        header=replace(HEADER, number="P8-2026-0001"),
        about="总分 98.87，等级 B",
        matters=("DATA",),
        facts="回款率漏记了 9 月 29 日到账的 12 万元。",
        evidence=(EvidenceRow("银行回单 2026-09-29", "款项在周期内到账"),),
        request="按 93 % 重新计分。",
        filed_on=date(2026, 10, 19),
        handler="郑雪",
        received_on=date(2026, 10, 20),
        findings="财务系统 10 月 8 日才入账，到账日为 9 月 29 日。",
        decision="UPHELD",
        reasons="指标按到账日计算。",
        correction="回款率改为 93 %，总分重新计算。",
        decided_on=date(2026, 10, 23),
        printed_at=PRINTED,
    )
    return with_check_code(replace(sheet, **changes))


def blank_appeal() -> AppealSheet:
    header = replace(HEADER, number="P8-2026-0002")
    return with_check_code(AppealSheet(header=header, printed_at=PRINTED))
