"""Sheets for the tests of the papers: the ones of the design pictures, and bigger and smaller ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal as D

from perfdesk.documents.values import (
    Action,
    Checkpoint,
    Gap,
    Header,
    Item,
    PlanAction,
    PlanCause,
    PlanGap,
    PlanSheet,
    Recognition,
    ReviewSheet,
    with_check_code,
)
from perfdesk.domain.terms import PlanType

HEADER = Header(
    firm="红杉精密有限公司",
    number="P0-2026-0017",
    cycle_name="2026 年三季度",
    starts_on=date(2026, 7, 1),
    ends_on=date(2026, 9, 30),
    person="李娜",
    employee_number="S-017",
    department="销售部",
    position="客户经理",
    manager="周建国",
)

ITEMS = (
    Item("销售额", D(40), "万元", "KPI", D(100), D(82), D(82), D("32.8"), "比率法，封顶 120", True),
    Item("新客户数", D(30), "个", "KPI", D(20), D(11), D(55), D("16.5"), "比率法，封顶 120", True),
    Item("回款率", D(20), "%", "KPI", D(95), D(96), D(100), D(20), "层差法 95/90/80"),
    Item("团队协作", D(10), "", "行为", None, None, D(110), D(11), "行为等级", False, "", "3 级", "4 级"),
)

ACTIONS = (
    Action("新客户数", "每周提供 20 条有效线索", "资源", "周建国", date(2026, 10, 30), "新客户 ≥ 18 个/季度"),
    Action(
        "新客户数",
        "拜访话术培训 4 学时 + 演练考核",
        "技能",
        "李娜",
        date(2026, 11, 13),
        "新客户 ≥ 18 个/季度",
    ),
    Action(
        "新客户数", "每两周陪访一次，当场反馈", "技能", "周建国", date(2026, 12, 25), "新客户 ≥ 18 个/季度"
    ),
)


def review(items: int = 4, **changes: object) -> ReviewSheet:
    """Return the sheet of the design picture, with `items` items."""
    rows = ITEMS[: min(items, 4)] + tuple(
        replace(ITEMS[n % 4], name=f"{ITEMS[n % 4].name}{n}", is_major=False) for n in range(4, items)
    )
    sheet = ReviewSheet(
        header=HEADER,
        items=rows,
        weight_total=D(100),
        total=D("80.30"),
        grade="C（待改进）",
        scheme_words="达标 100，B 从 85.00 起",
        lost=D("20.70"),
        gaps=(
            Gap(
                "新客户数",
                D(-9),
                D("13.5"),
                "个",
                causes=("资源", "技能"),
                words="展会停办，线索每周由 31 条降到 14 条（客户表）；首访转化 17 %，团队 24 %",
            ),
            Gap(
                "销售额",
                D(-18),
                D("7.2"),
                "万元",
                causes=("市场（待核实）",),
                words="同指标 11 人中 7 人有差距",
            ),
        ),
        plan_number="P5-2026-0007",
        actions=ACTIONS,
        untreated=("销售额",),
        recognitions=(
            Recognition(
                date(2026, 9, 12), "新人投标时主动带教（情境、行为），客户当场签约（影响）。", "周建国"
            ),
        ),
        interview_on=date(2026, 10, 15),
        follow_up_on=date(2026, 10, 30),
        printed_at=datetime(2026, 10, 15, 9, 12),
    )
    return with_check_code(replace(sheet, **changes))


def five_point(person: str = "王小明", **changes: object) -> ReviewSheet:
    """Return EX-51 of the domain reference as a sheet in 五分制."""
    names = ("工作质量", "工作效率", "遵守制度", "团队协作", "主动改进")
    words = {2: "待改进", 3: "达标", 4: "优秀"}
    meaning = {
        2: "偶有差错，需要提醒",
        3: "按标准完成，少有返工",
        4: "高于标准，能带动他人",
    }
    items = tuple(
        Item(
            name,
            D(20),
            score=D(level),
            weighted=D(level) / 5,
            actual_words=words[level],
            method_words=meaning[level],
            is_major=level == 2,
        )
        for name, level in zip(names, (4, 3, 2, 4, 3), strict=True)
    )
    sheet = ReviewSheet(
        header=replace(
            HEADER, person=person, employee_number="W-003", number="P0-2026-0031", position="装配工"
        ),
        items=items,
        weight_total=D(100),
        total=D("3.20"),
        grade="B（达标）",
        scheme_words="达标 3，B 从 2.50 起",
        is_five_point=True,
        lost=D("0.20"),
        gaps=(
            Gap(
                "遵守制度",
                D(-1),
                D("0.20"),
                difference_words="−1 级",
                causes=("期望",),
                words="三次未填交接单",
                is_major=True,
            ),
        ),
        actions=(
            Action(
                "遵守制度",
                "班前会讲清交接单，组长每日看一次",
                "期望",
                "周建国",
                date(2026, 10, 30),
                "连续四周无缺填",
            ),
        ),
        follow_up_on=date(2026, 10, 30),
        appeal_days=None,
        printed_at=datetime(2026, 10, 15, 9, 12),
    )
    return with_check_code(replace(sheet, **changes))


GAP_WORDS = "交接时没有把未完成的事项写清楚，夜班同事第二天要重新核对一遍，客户两次来电催"
ACTION_WORDS = "每周一班前由组长带着核对一次交接单，连续四周并在周五复盘记录"


def five_gaps(person: str, language: str, actions: int) -> ReviewSheet:
    """Return a sheet in 五分制 with a gap in each question, its cause in 39 characters, each action in 30."""
    zh = ("工作质量", "工作效率", "遵守制度", "团队协作", "主动改进")
    en = ("Quality of work", "Working speed", "Following the rules", "Working together", "Taking initiative")
    names = zh if language == "zh_CN" else en
    sheet = five_point(person)
    items = tuple(
        replace(item, name=name, score=D(2), weighted=D("0.4"), is_major=True)
        for item, name in zip(sheet.items, names, strict=True)
    )
    gap = replace(sheet.gaps[0], words=GAP_WORDS)
    action = replace(sheet.actions[0], action=ACTION_WORDS)
    return five_point(
        person,
        items=items,
        gaps=tuple(replace(gap, name=name) for name in names),
        actions=tuple(replace(action, gap=name) for name in names[:actions]),
        untreated=names[actions:],
    )


def plan(**changes: object) -> PlanSheet:
    """Return the plan of the design picture."""
    sheet = PlanSheet(
        header=replace(HEADER, number="P5-2026-0007"),
        type=PlanType.IMPROVE,
        starts_on=date(2026, 10, 19),
        ends_on=date(2026, 12, 31),
        source_number="P0-2026-0017",
        gaps=(PlanGap("新客户数", "个", D(20), D(11), D(18), D(9), "近 3 个月首单客户累计"),),
        causes=(
            PlanCause("资源", "展会停办后线索不足，每周 31 条降到 14 条", "客户表 7–9 月"),
            PlanCause("技能", "首次拜访转化 17 %，团队 24 %", "拜访记录 46 份"),
        ),
        actions=(
            PlanAction(
                "每周提供 20 条有效线索",
                "资源",
                "资源",
                "周建国",
                date(2026, 10, 19),
                date(2026, 10, 30),
                "市场 6 时/周",
                "周线索连续 2 周 ≥ 20",
            ),
            PlanAction(
                "拜访话术培训并演练考核",
                "培训",
                "技能",
                "李娜",
                date(2026, 10, 26),
                date(2026, 11, 13),
                "4 学时，吴倩",
                "演练 3 次，考核 ≥ 80",
            ),
            PlanAction(
                "每两周陪访，当场反馈",
                "辅导",
                "技能",
                "周建国",
                date(2026, 10, 26),
                date(2026, 12, 25),
                "5 个半天",
                "首访转化 ≥ 22 %",
            ),
        ),
        support="每周 20 条线索由周建国负责；未按时提供，本计划可延期一次。培训费 800 元由公司承担（郑雪）。",
        checkpoints=(
            Checkpoint(date(2026, 10, 30), "周建国"),
            Checkpoint(date(2026, 11, 20), "周建国"),
            Checkpoint(date(2026, 12, 11), "周建国"),
            Checkpoint(date(2026, 12, 31), "周建国、郑雪", True),
        ),
        printed_at=datetime(2026, 10, 15, 9, 12),
    )
    return with_check_code(replace(sheet, **changes))
