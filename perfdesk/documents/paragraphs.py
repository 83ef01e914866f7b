"""Where a line of Chinese, Latin or mixed text may end.

No line begins with a closing mark or ends with an opening one; Latin words and numbers stay whole; `——` and `……`
are never halved. What cannot be broken and is wider than the column is cut where it must be. Nothing is lost but
spaces at a line's end. Text is never markup: a bold part is a `Piece` of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

CLOSING = frozenset("!),.:;?]}’”、。，．：；？！）】》〉」』〕〗］｝〞％%…—·℃℉°‰‱′″›»｡､・～ー々〻")
OPENING = frozenset("([{‘“（【《〈「『〔〖［｛〝￥¥$€£#＃@№‹«")
_JOINS_WORDS = frozenset("-_/.@%+&'’\u2212\u2011*=~^|\\:,#\u00a0\u202f\u2060")
_TOO_WIDE = 0.01


class Piece(NamedTuple):
    """A stretch of one weight."""

    text: str
    is_bold: bool = False


Line = tuple[Piece, ...]


def break_lines(text: str, widths: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Return start and end of each line of `text`; `widths` holds each character's advance, like `room`."""
    lines: list[tuple[int, int]] = []
    start = 0
    while True:
        end = text.find("\n", start)
        stop = len(text) if end < 0 else end
        _break_stretch(text, widths, room, start, stop, lines)
        if end < 0:
            return lines
        start = end + 1


def lay(pieces: Sequence[Piece], advance: Callable[[str, bool], Sequence[float]], room: float) -> list[Line]:
    """Break the pieces as one text; `advance(text, is_bold)` gives each character's width."""
    text = "".join(piece.text for piece in pieces)
    widths = [width for piece in pieces for width in advance(piece.text, piece.is_bold)]
    return [_cut(pieces, start, end) for start, end in break_lines(text, widths, room)]


def may_break(text: str, at: int) -> bool:
    """Say whether a line may end before `text[at]`, 0 < at < len(text)."""
    after, before = text[at], text[at - 1]
    if _is_space(after) or after in CLOSING or _clings(after) or before == "\u200d":
        return False
    if not _is_space(before):
        if '"' in (before, after):  # it may open or close
            return False
        return before not in OPENING and not (_in_word(before) and _in_word(after))
    while at and _is_space(text[at - 1]):
        at -= 1
    return at > 0 and text[at - 1] not in OPENING


def _break_stretch(
    text: str, widths: Sequence[float], room: float, start: int, stop: int, lines: list[tuple[int, int]]
) -> None:
    room += _TOO_WIDE
    while True:
        used, at, last = 0.0, start, 0
        while at < stop:
            if at > start and may_break(text, at):
                last = at
            used += widths[at]
            if used > room and at > start and not _is_space(text[at]):
                break
            at += 1
        else:
            lines.append((start, _without_spaces(text, start, stop)))
            return
        end = last or _forced(text, start, at)
        lines.append((start, _without_spaces(text, start, end)))
        start = end
        while start < stop and _is_space(text[start]):
            start += 1
        if start >= stop:
            return


def _forced(text: str, start: int, at: int) -> int:
    """Choose where to cut what cannot be broken: as late as fits, between other than marks if there is such."""
    for end in range(at, start, -1):
        if not (text[end] in CLOSING or text[end - 1] in OPENING or _clings(text[end])):
            return end
    for end in range(at, start, -1):
        if not _clings(text[end]):
            return end
    return at


def _without_spaces(text: str, start: int, end: int) -> int:
    while end > start and _is_space(text[end - 1]):
        end -= 1
    return end


def _is_space(char: str) -> bool:
    return char in " \u3000\t" or (char.isspace() and char not in "\u00a0\u202f")


@lru_cache(4096)
def _clings(char: str) -> bool:
    """Say whether the character belongs to the one before: an accent, a selector, a joiner."""
    return unicodedata.category(char) in ("Mn", "Me", "Mc") or char in "\u200d\u2060"


@lru_cache(4096)
def _in_word(char: str) -> bool:
    return (ord(char) < 0x2E80 and char.isalnum()) or char in _JOINS_WORDS


def _cut(pieces: Sequence[Piece], start: int, end: int) -> Line:
    line = []
    at = 0
    for text, is_bold in pieces:
        part = text[max(start - at, 0) : max(end - at, 0)]
        if part:
            line.append(Piece(part, is_bold))
        at += len(text)
    return tuple(line)
