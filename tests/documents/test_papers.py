"""The papers as a reader sees them: what can be read, where it stands, what is embedded."""

from __future__ import annotations

import ctypes
import io
from dataclasses import replace
from decimal import Decimal as D

import pypdf
import pypdfium2
import pytest

from perfdesk.documents.batch import write_many
from perfdesk.documents.compact import write_compact_reviews
from perfdesk.documents.ink import PAGE_HEIGHT
from perfdesk.documents.page import BOTTOM, FOOTER_HEIGHT, Heading, Signatures, paginate
from perfdesk.documents.paragraphs import CLOSING, OPENING
from perfdesk.documents.plan_sheet import write_plan
from perfdesk.documents.review_sheet import review_paper, write_review
from perfdesk.documents.values import Action, Adjustment, Closing, Gap, LeftGap
from tests.documents.builders import ACTION_WORDS, GAP_WORDS, HEADER, five_gaps, five_point, plan, review
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


@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("items", [1, 3, 4, 8])
def test_up_to_eight_items_stay_on_one_page(items, texts):
    [page] = pages_of(written(write_review, review(items), texts))

    assert squeezed("第 1 页 / 共 1 页" if texts is ZH else "Page 1 of 1") in squeezed(page)


def test_every_value_of_the_review_sheet_can_be_read():
    sheet = review(
        adjustments=(Adjustment("安全创新奖", D("2.5")),),
        notes=("有效权重：40.00、30.00",),
        left=(LeftGap("回款率", "客户破产"),),
        employee_words="希望增加线索",
        support_wanted="样机",
        next_targets="新客户 18 个",
        agrees=False,
        objection="口径不同",
    )
    text = squeezed("".join(pages_of(written(write_review, sheet))))

    values = [
        "红杉精密有限公司",
        "P0-2026-0017",
        "李娜",
        "S-017",
        "销售部",
        "客户经理",
        "周建国",
        "2026-10-15",
        "82.00",
        "32.80",
        "80.30",
        "C（待改进）",
        "达标100，B从85.00起",
        "−9个",
        "−13.50",
        "−18万元",
        "资源、技能",
        "P5-2026-0007",
        "10-30",
        "11-13",
        "+2.50",
        "安全创新奖",
        "客户破产",
        "有效权重：40.00、30.00",
        "希望增加线索",
        "样机",
        "新客户18个",
        "口径不同",
        "版本R1",
        "2026-10-1509:12",
        "内部保密",
        "尚无行动",
        "3级",
        "4级",
        "层差法95/90/80",
        "2026-10-30",
        "20.70",
        "5个工作日",
    ]
    for value in values:
        assert value in text, value
    assert sheet.check_code in text


def test_every_value_of_the_plan_can_be_read_on_one_page_in_both_languages():
    for texts in (ZH, EN):
        [page] = pages_of(written(write_plan, plan(), texts))
        text = squeezed(page)
        values = [
            "P0-2026-0017",
            "近3个月首单客户累计",
            "拜访记录46份",
            "10-19",
            "市场6时/周",
            "演练3次，考核≥80",
            "郑雪",
            "2026-12-11",
        ]
        for value in values:
            assert value in text, value
        assert "≥18个" in text and "≥14.5个" in text and "<14.5个" in text


def test_limits_of_a_plan_that_lowers_a_number_point_down():
    gap = replace(plan().gaps[0], actual=D(5), plan_target=D(3), unit="%")
    text = squeezed("".join(pages_of(written(write_plan, plan(gaps=(gap,))))))

    assert "≤3%" in text and "≤4%" in text and ">4%" in text


def test_a_closed_plan_shows_how_it_ended():
    closing = Closing(D(15), D("0.57"), "PARTLY", "再陪访一个月")
    text = squeezed("".join(pages_of(written(write_plan, plan(closing=closing)))))

    assert "0.57" in text and "再陪访一个月" in text


@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
def test_nothing_leaves_the_margins_or_overlaps(texts):
    short = review(3, employee_words="无", gaps=(Gap("x", D(-1), D(1)),), actions=(Action("x", "y"),))
    long = review(40, employee_words=LONG, gaps=(Gap(LONG[:300], D(-9), D(3), "个", words=LONG),))
    wide = review(header=replace(HEADER, firm="W" * 400, person="Wm" * 60, cycle_name="季" * 90))
    for sheet in (short, review(8), long, wide, five_point()):
        assert_inside_and_apart(written(write_review, sheet, texts))
    assert_inside_and_apart(written(write_plan, plan(support=LONG), texts))
    assert_inside_and_apart(written(write_compact_reviews, [five_point()] * 4, texts))


def test_long_texts_are_printed_whole():
    text = squeezed("".join(pages_of(written(write_review, review(employee_words=LONG)))))

    for at in range(0, 4000, 40):
        assert squeezed(LONG[at : at + 12]) in text or at  # lines are cut between pages by head and footer
    assert sum(text.count(char) for char in "展会停办") >= sum(LONG.count(char) for char in "展会停办")


def test_forty_items_repeat_the_head_of_the_table():
    pages = pages_of(written(write_review, review(40)))

    with_items = [page for page in pages if "回款率" in page]
    assert len(with_items) >= 2
    assert all("计分方法" in page for page in with_items)
    assert f"共{len(pages)}页" in squeezed(pages[-1])


@pytest.mark.parametrize("items", range(1, 60, 3))
def test_headings_keep_two_rows_and_signatures_never_stand_alone(items):
    strips = list(review_paper(review(items), ZH).strips)
    for page in paginate(strips):
        kinds = [placed.strip for placed in page]
        assert not isinstance(kinds[0], Signatures)
        assert not isinstance(kinds[-1], Heading)
        if isinstance(kinds[-2], Heading):  # a table of one row
            assert isinstance(strips[strips.index(kinds[-1]) + 1], Heading)
        assert page[-1].top + page[-1].strip.height <= PAGE_HEIGHT - BOTTOM - FOOTER_HEIGHT + 0.01


def lines_right_of(data: bytes, edge: float) -> list[str]:
    """Return the lines of text that begin right of `edge`, by the baselines on the page."""
    lines: dict[tuple[int, int], list[tuple[float, str]]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    for number, page in enumerate(pypdfium2.PdfDocument(data)):
        textpage = page.get_textpage()
        for n in range(textpage.count_chars()):
            char = textpage.get_text_range(n, 1)
            pypdfium2.raw.FPDFText_GetCharOrigin(textpage.raw, n, x, y)
            if char.strip() and x.value > edge:
                lines.setdefault((number, round(y.value * 10)), []).append((x.value, char))
    return ["".join(char for _, char in sorted(line)) for line in lines.values()]


def test_lines_on_paper_keep_the_rules_of_chinese_marks():
    data = written(write_review, review(employee_words=LONG))
    texts = [line for line in lines_right_of(data, 92) if "首访" in line or "说明" in line][2:]

    assert len(texts) > 60
    assert not [text for text in texts if text[-1] in OPENING]
    assert not [text for text in texts if text[0] in CLOSING]


def test_rare_characters_print_or_become_a_box_with_a_warning():
    header = replace(HEADER, person="<b>㛃䶮&𠅤𬀩😀</b>\U0002a6d6")
    target = io.BytesIO()

    missing = write_review(review(header=header), target, ZH)

    text = "".join(pages_of(target.getvalue()))
    assert missing == ("😀", "\U0002a6d6")
    assert "<b>㛃䶮&𠅤𬀩" in text
    assert "U+1F600" in text and "U+2A6D6" in text


def test_rare_characters_can_be_copied_and_searched_for():
    page = pypdfium2.PdfDocument(written(write_review, review(header=replace(HEADER, person="䶮𠅤"))))[0]
    text = page.get_textpage()

    assert "䶮𠅤" in text.get_text_range()
    assert text.search("䶮").get_next() is not None


def test_fonts_are_embedded_subsets_and_the_file_names_itself():
    reader = pypdf.PdfReader(io.BytesIO(written(write_review, review())))
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]

    assert fonts
    for font in fonts:
        assert "+" in font["/BaseFont"], font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"].get_object()
    assert reader.metadata.author == "红杉精密有限公司"
    assert "李娜" in reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def test_the_same_sheet_gives_the_same_bytes():
    assert written(write_review, review()) == written(write_review, review())
    assert written(write_plan, plan(), EN) == written(write_plan, plan(), EN)


def test_many_papers_count_their_own_pages_and_have_bookmarks():
    told: list[int] = []
    target = io.BytesIO()
    sheets = [review(4), review(40), plan()]

    write_many(iter(sheets), target, ZH, told.append)

    reader = pypdf.PdfReader(io.BytesIO(target.getvalue()))
    texts = [squeezed(page.extract_text()) for page in reader.pages]
    assert told == [1, 2, 3]
    assert len(reader.outline) == 3
    assert (
        "第1页/共1页" in texts[0] and f"第1页/共{len(texts) - 2}页" in texts[1] and "第1页/共1页" in texts[-1]
    )


@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
def test_twelve_compact_sheets_take_four_pages(texts):
    people = [f"王小{number}" for number in "一二三四五六七八九十甲乙"]

    pages = pages_of(written(write_compact_reviews, [five_point(person) for person in people], texts))

    assert len(pages) == 4
    assert all(person in pages[n // 3] for n, person in enumerate(people))
    assert squeezed(pages[0]).count("B（达标）") == 3
    assert "班前会讲清交接单" in squeezed(pages[0])


@pytest.mark.parametrize("actions", [3, 5])
@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
def test_five_gaps_with_words_and_actions_stay_on_their_third_of_a_page(texts, actions):
    people = [f"王小{number}" for number in "一二三四五六七八九十甲乙"]
    sheets = [five_point(person) for person in people]
    sheets[1] = five_gaps(people[1], texts.language, actions)
    own: list[str] = []
    target = io.BytesIO()

    write_compact_reviews(sheets, target, texts, lambda sheet: own.append(sheet.header.person))

    pages = pages_of(target.getvalue())
    assert (len(pages), own) == (4, [])
    assert all(person in pages[n // 3] for n, person in enumerate(people))
    assert squeezed(pages[0]).count(GAP_WORDS) == 5
    assert squeezed(pages[0]).count(ACTION_WORDS) == actions
    assert_inside_and_apart(target.getvalue())
    assert min(text_sizes(target.getvalue())) >= 9


def test_a_compact_sheet_with_too_much_to_say_gets_pages_of_its_own_in_its_place():
    sheets = [five_point("王小一"), five_point("王小二", employee_words=LONG), five_point("王小三")]
    own: list[str] = []
    target = io.BytesIO()

    write_compact_reviews(sheets, target, ZH, lambda sheet: own.append(sheet.header.person))

    pages = pages_of(target.getvalue())
    assert own == ["王小二"]
    assert len(pages) > 3
    assert "王小一" in pages[0] and "王小二" not in pages[0]
    assert "王小二" in pages[1]
    assert "五、面谈记录" in "".join(pages[1:-1])
    assert "王小三" in pages[-1] and "王小二" not in pages[-1]


@pytest.mark.parametrize("items", [0, 1, 8, 9, 40])
@pytest.mark.parametrize("words", ["", LONG[:300]])
def test_compact_sheets_of_any_number_of_items_can_be_printed(items, words):
    few = five_point(items=(five_point().items * 8)[:items], employee_words=words)

    assert "王小明" in "".join(pages_of(written(write_compact_reviews, [few])))


def test_five_questions_fit_one_page_with_levels_to_tick():
    [page] = pages_of(written(write_review, five_point()))

    assert squeezed(page).count("12345") == 5
    assert "3.20" in page
