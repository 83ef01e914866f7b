"""Where lines of Chinese, Latin and mixed text end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.documents.ink import advances, width
from perfdesk.documents.paragraphs import CLOSING, OPENING, Piece, break_lines, lay, may_break
from perfdesk.documents.tables import wrap

MIXED = st.text(alphabet="汉字考核绩效，。！：；？”》）】“（《【—…% abcXYZ0123.-/'\"\n", max_size=120)


def lines_of(text: str, room: float) -> list[str]:
    return [text[start:end] for start, end in break_lines(text, advances(text, False), room)]


def solid(text: str) -> str:
    return "".join(char for char in text if not char.isspace() or char in "\u00a0\u202f")


@given(st.text(max_size=200), st.floats(5, 300))
def test_no_text_is_lost_in_any_script(text, room):
    assert solid("".join(lines_of(text, room))) == solid(text)


@given(MIXED, st.floats(25, 200))
def test_a_line_begins_or_ends_wrongly_only_within_a_run_wider_than_the_column(text, room):
    spans = break_lines(text, advances(text, False), room)
    for start, end in spans[1:]:
        if start == end or text[start - 1] == "\n":
            continue
        if not may_break(text, start):
            first, last = start, start
            while first > 0 and text[first - 1] != "\n" and not may_break(text, first):
                first -= 1
            while last < len(text) and text[last] != "\n" and (last == start or not may_break(text, last)):
                last += 1
            assert width(text[first:last].rstrip()) > room


@given(MIXED, st.floats(25, 200))
def test_no_line_of_more_than_one_character_is_wider_than_the_column(text, room):
    for line in lines_of(text, room):
        assert width(line) <= room + 0.1 or len(line) == 1


def test_marks_stay_on_their_side_of_a_break():
    text = "目标（以及《办法》）：完成，达到“优秀”！评语……结束——好。" * 12
    for room in range(40, 400, 7):
        lines = lines_of(text, room)
        assert len(lines) > 1
        assert not [line for line in lines[1:] if line[0] in CLOSING]
        assert not [line for line in lines if line[-1] in OPENING]


def test_dashes_and_dots_are_never_halved():
    for pair in ("——", "……"):
        for room in range(30, 120, 3):
            assert all(line.count(pair[0]) % 2 == 0 for line in lines_of(("字" + pair) * 20, room))


def test_words_and_numbers_stay_whole():
    text = "本季 Performance 提高 1,234.50 元，完成率 17\u00a0%，见 follow-up"
    for room in range(70, 300, 9):
        lines = "\n".join(lines_of(text, room))
        for whole in ("Performance", "1,234.50", "17\u00a0%", "follow-up"):
            assert whole in lines


def test_a_word_wider_than_the_column_is_cut_and_kept_whole_otherwise():
    assert len(lines_of("A" * 50, 100)) > 1
    assert "".join(lines_of("A" * 50, 100)) == "A" * 50


def test_a_bold_part_keeps_its_weight_over_a_break():
    pieces = (Piece("重要：", True), Piece("下季度每周拜访两家新客户", False))
    lines = lay(pieces, advances, 60)
    assert "".join(piece.text for line in lines for piece in line if piece.is_bold) == "重要："
    assert "".join(piece.text for line in lines for piece in line) == "重要：下季度每周拜访两家新客户"


def test_markup_is_plain_text():
    assert wrap("<b>&lt;</b>", 500) == [(Piece("<b>&lt;</b>"),)]
