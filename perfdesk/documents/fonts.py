"""The two faces of all papers, parsed once a process, and what they cannot print.

Noto Sans SC is glyf TrueType: reportlab embeds a subset of it. Relied on and checked by tests, since it is the
inside of reportlab 5.1: `ttfonts.makeToUnicodeCMap`, `TTFont.splitString`, `TTFont.getSubsetInternalName`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from reportlab.pdfbase import pdfmetrics, ttfonts

from perfdesk import paths

REGULAR, BOLD = "PerfDesk", "PerfDesk-Bold"

# Shapes that stand in a text like a letter. Noncharacters: `values.cleaned` lets none of the user's pass.
TICK, TICKED, RULE = "\ufdd0", "\ufdd1", "\ufdd2"
LEVELS = "\ufdd3\ufdd4\ufdd5\ufdd6\ufdd7"
CHOSEN_LEVELS = "\ufdd8\ufdd9\ufdda\ufddb\ufddc"
SCORE_BOX = "\ufddd"
SHAPES = frozenset(TICK + TICKED + RULE + LEVELS + CHOSEN_LEVELS + SCORE_BOX)

CODE_SIZE = 0.55
"""Size of the code point in the box of a character that the face lacks, in ems."""

_INVISIBLE = {"Cc", "Cf", "Mn", "Me", "Cn"}


class _Widths(dict[str, float]):
    """Advance of each character in ems, filled as characters are met."""

    def __init__(self, face: ttfonts.TTFontFace) -> None:
        super().__init__()
        self._glyphs = face.charToGlyph
        self._advances = face.charWidths

    def __missing__(self, char: str) -> float:
        code = ord(char)
        if char in SHAPES:
            width = 1.0 if char == RULE else 0.95 if char in (TICK, TICKED) else 1.35
        elif code in self._glyphs:
            width = self._advances[32 if code == 0xA0 else code] / 1000
        elif is_invisible(char):
            width = 0.0
        else:
            width = 0.3 + CODE_SIZE * sum(self[digit] for digit in code_point(char))
        self[char] = width
        return width


@dataclass(frozen=True, slots=True)
class Face:
    """One weight of the type. `widths` maps a character to its advance in ems."""

    font: ttfonts.TTFont
    widths: _Widths

    def has(self, char: str) -> bool:
        return ord(char) in self.font.face.charToGlyph


@cache
def faces() -> tuple[Face, Face]:
    """Return the regular and the bold face; the first call reads the files (about 0.2 s)."""
    ttfonts.makeToUnicodeCMap = _to_unicode
    result = []
    for name, file in ((REGULAR, "NotoSansSC-Regular.ttf"), (BOLD, "NotoSansSC-Bold.ttf")):
        font = ttfonts.TTFont(name, str(paths.resource("fonts", file)))
        pdfmetrics.registerFont(font)
        result.append(Face(font, _Widths(font.face)))
    return result[0], result[1]


def is_invisible(char: str) -> bool:
    """Say whether a character that the face lacks simply shows nothing (joiners, selectors, marks)."""
    return unicodedata.category(char) in _INVISIBLE and not 0xFDD0 <= ord(char) <= 0xFDEF


def code_point(char: str) -> str:
    return f"U+{ord(char):04X}"


_stock_to_unicode = ttfonts.makeToUnicodeCMap
_FIVE_DIGITS = re.compile("(<[0-9A-F]{2}> )<([0-9A-F]{5,6})>")


def _to_unicode(font_name: str, subset: list[int]) -> str:
    """Write characters above U+FFFF as surrogate pairs, without which copying and searching find others."""

    def pair(match: re.Match[str]) -> str:
        return f"{match[1]}<{chr(int(match[2], 16)).encode('utf-16-be').hex().upper()}>"

    return _FIVE_DIGITS.sub(pair, _stock_to_unicode(font_name, subset))
