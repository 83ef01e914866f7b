"""The page: margins, running head, footer, headings, signatures, and where a page ends.

A paper is a list of strips, one below the other. A strip that `stays` is kept with the next one; what does not
fit goes to the next page whole, unless it is so tall that it must split. Pages are drawn when their number is
known, so each paper says "page x of y".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from perfdesk.documents.fonts import REGULAR, faces
from perfdesk.documents.ink import MM, PAGE_HEIGHT, PAGE_WIDTH, SIZE, Ink, width

LEFT, TOP, BOTTOM = 15 * MM, 10 * MM, 12 * MM
CONTENT_WIDTH = PAGE_WIDTH - 2 * LEFT
RIGHT = LEFT + CONTENT_WIDTH
FOOTER_HEIGHT = 18.0
RUNNING_HEIGHT = 22.0
SIGNATURE_HEIGHT = 16 * MM
APPRAISAL, IMPROVEMENT = "0.184 0.365 0.549", "0.180 0.490 0.357"

_HEADING_HEIGHT = 18.0
_TALL = 0.22
_WORTH_STARTING = 110.0


class Strip:
    """A piece of a page over its whole width.

    `above` is left free over it except at the top of a page; `heads` are drawn again before it there.
    """

    __slots__ = ("above", "heads", "height", "stays")

    def __init__(self, height: float = 0.0, above: float = 0.0, stays: bool = False) -> None:
        self.height = height
        self.above = above
        self.stays = stays
        self.heads: tuple[Strip, ...] = ()

    def draw(self, ink: Ink, top: float, is_first: bool, is_last: bool) -> None:
        """Draw with the upper edge at `top`; first and last are meant of the page."""

    def split(self, room: float) -> tuple[Strip, Strip] | None:
        """Return the part that fits into `room` and the rest, or None if it must stay whole."""
        return None


class Heading(Strip):
    """A section's heading behind a bar: one for appraisal, a double one for improvement."""

    __slots__ = ("_colour", "_indent", "_is_double", "_is_long", "_more", "_title")

    def __init__(self, title: str, more: str = "", is_improvement: bool = False) -> None:
        super().__init__(_HEADING_HEIGHT, above=7.0, stays=True)
        self._title = title
        self._more = more
        self._is_double = is_improvement
        self._colour = IMPROVEMENT if is_improvement else APPRAISAL
        self._indent = 1.3 * MM + 5 + width(title, True, 11) + 11
        self._is_long = bool(more) and self._indent + width(more) > CONTENT_WIDTH
        if self._is_long:
            self.height += 14

    def draw(self, ink: Ink, top: float, is_first: bool, is_last: bool) -> None:
        thick = 1.3 * MM
        if self._is_double:
            ink.fill(LEFT, top + 1, thick * 0.3, 13.5, self._colour)
            ink.fill(LEFT + thick * 0.7, top + 1, thick * 0.3, 13.5, self._colour)
        else:
            ink.fill(LEFT, top + 1, thick, 13.5, self._colour)
        x = LEFT + thick + 5
        ink.text(x, top + 12, self._title, True, 11)
        if self._more:
            ink.text(
                x if self._is_long else LEFT + self._indent, top + (26 if self._is_long else 12), self._more
            )


class Words(Strip):
    """One line of text without a frame, at the left, the right or in the middle."""

    __slots__ = ("_left", "_middle", "_right", "_size")

    def __init__(
        self, left: str = "", right: str = "", middle: str = "", size: float = SIZE, height: float = 14.0
    ) -> None:
        super().__init__(height, stays=True)
        self._left = left
        self._right = right
        self._middle = middle
        self._size = size

    def draw(self, ink: Ink, top: float, is_first: bool, is_last: bool) -> None:
        is_title = self._size > SIZE
        y = top + self.height / 2 + 0.38 * self._size
        if self._left:
            ink.text(LEFT, y, self._left, is_title, self._size)
        if self._right:
            ink.text(RIGHT - width(self._right, is_title, self._size), y, self._right, is_title, self._size)
        if self._middle:
            across = width(self._middle, is_title, self._size)
            ink.text(LEFT + (CONTENT_WIDTH - across) / 2, y, self._middle, is_title, self._size)


class Signatures(Strip):
    """Boxes to sign in, at least 15 mm high. `dated` is the line for the date."""

    __slots__ = ("_across", "_dated", "_left", "_size", "_words")

    def __init__(
        self,
        words: Sequence[str],
        dated: str,
        above: float = 5.0,
        left: float = LEFT,
        across: float = CONTENT_WIDTH,
        size: float = SIZE,
    ) -> None:
        super().__init__(SIGNATURE_HEIGHT, above=above)
        self._words = words
        self._dated = dated
        self._left = left
        self._across = across
        self._size = size

    def draw(self, ink: Ink, top: float, is_first: bool, is_last: bool) -> None:
        bottom = top + self.height
        step = self._across / len(self._words)
        right = self._left + self._across
        rules = [(self._left, top, right, top), (self._left, bottom, right, bottom)]
        rules += [(x, top, x, bottom) for x in (self._left + step * n for n in range(len(self._words) + 1))]
        ink.lines(rules)
        for n, word in enumerate(self._words):
            x = self._left + step * n + 1.3 * MM
            ink.text(x, top + 13, word, False, self._size)
            ink.text(x, bottom - 5, self._dated, False, self._size)


class Placed(NamedTuple):
    """Where a strip stands on its page; first and last are meant of the page."""

    strip: Strip
    top: float
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, laid out: its strips, what runs on each page, its name among the bookmarks."""

    strips: Sequence[Strip]
    running: tuple[str, str]
    footer: tuple[str, ...]
    page_of: str
    bookmark: str
    squeeze: float = 1.0


def height_of(strips: Iterable[Strip], squeeze: float = 1.0) -> float:
    """Return the height of the strips on one page, in points."""
    return sum(strip.height + strip.above * squeeze for strip in strips)


def room() -> float:
    """Return the height of the first page, in points; the others lose the running head."""
    return PAGE_HEIGHT - TOP - BOTTOM - FOOTER_HEIGHT


def paginate(strips: Sequence[Strip], squeeze: float = 1.0) -> list[list[Placed]]:
    """Put the strips on pages: kept groups whole where they can be, tall rows split, heads repeated."""
    pages = _Pages(squeeze)
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.stays:
            pages.add(group)
            group = []
    if group:
        pages.add(group)
    return pages.result()


class _Pages:
    def __init__(self, squeeze: float) -> None:
        self._squeeze = squeeze
        self._pages: list[list[tuple[Strip, float]]] = [[]]
        self._y = TOP
        self._end = PAGE_HEIGHT - BOTTOM - FOOTER_HEIGHT

    def add(self, group: list[Strip]) -> None:
        height = height_of(group, self._squeeze)
        if self._y + height <= self._end:
            for strip in group:
                self._place(strip)
            return
        is_tall = max(strip.height for strip in group) > _TALL * room()
        whole = room() - RUNNING_HEIGHT
        fits_whole = height + sum(head.height for head in group[0].heads) <= whole
        if (fits_whole and not is_tall) or self._end - self._y < _WORTH_STARTING:
            self._turn(group[0])
        for strip in group:
            self._place_part(strip)

    def result(self) -> list[list[Placed]]:
        return [
            [Placed(strip, top, n == 0, n == len(page) - 1) for n, (strip, top) in enumerate(page)]
            for page in self._pages
        ]

    def _place(self, strip: Strip) -> None:
        if self._pages[-1]:
            self._y += strip.above * self._squeeze
        self._pages[-1].append((strip, self._y))
        self._y += strip.height

    def _place_part(self, strip: Strip) -> None:
        while self._y + strip.above * self._squeeze + strip.height > self._end:
            parts = strip.split(self._end - self._y - strip.above * self._squeeze)
            is_fresh = len(self._pages[-1]) <= len(strip.heads)
            if parts is None and is_fresh:
                break  # taller than a page and not to be split: nothing of ours is
            if parts is not None:
                self._place(parts[0])
                strip = parts[1]
            self._turn(strip)
        self._place(strip)

    def _turn(self, strip: Strip) -> None:
        if not self._pages[-1]:
            return
        self._pages.append([])
        self._y = TOP + RUNNING_HEIGHT
        for head in strip.heads:
            self._place(head)


class Press:
    """Writes papers into one file, each with its own page numbers. Fonts are embedded once."""

    def __init__(self, target: BinaryIO, title: str, author: str, language: str) -> None:
        faces()
        rl_config.useA85 = 0  # plain binary streams: smaller, and faster to write
        self._target = target
        self._canvas = Canvas(
            target,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            initialFontName=REGULAR,
            lang=language.replace("_", "-"),
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("PerfDesk")
        self.ink = Ink(self._canvas)
        self._papers = 0

    def add(self, paper: Paper) -> int:
        """Draw a paper and return how many pages it took."""
        pages = paginate(paper.strips, paper.squeeze)
        self.bookmark(paper.bookmark)
        for number, page in enumerate(pages, start=1):
            if number > 1:
                _running_head(self.ink, paper.running)
            for strip, top, is_first, is_last in page:
                strip.draw(self.ink, top, is_first, is_last)
            draw_footer(self.ink, (*paper.footer, paper.page_of.format(page=number, pages=len(pages))))
            self.end_page()
        return len(pages)

    def bookmark(self, name: str) -> None:
        """Name the page that is being drawn in the reader's list of bookmarks."""
        self._papers += 1
        key = f"paper{self._papers}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(name, key, 0)

    def end_page(self) -> None:
        """Put what was drawn on a page of its own."""
        self._canvas._code.append("2 J " + self.ink.take())
        self._canvas.showPage()

    def finish(self) -> tuple[str, ...]:
        """Write the file and return the characters that printed as a box."""
        self._canvas.save()
        return tuple(self.ink.missing)


def draw_footer(ink: Ink, parts: Sequence[str]) -> None:
    """Draw the footer: the parts spread over the width above a line."""
    top = PAGE_HEIGHT - BOTTOM - FOOTER_HEIGHT + 4
    ink.lines([(LEFT, top, RIGHT, top)])
    shown = [part for part in parts if part]
    widths = [width(part) for part in shown]
    gap = (CONTENT_WIDTH - sum(widths)) / max(len(shown) - 1, 1)
    x = LEFT
    for part, across in zip(shown, widths, strict=True):
        ink.text(x, top + 11, part)
        x += across + gap


def _running_head(ink: Ink, words: tuple[str, str]) -> None:
    left, right = words
    ink.text(LEFT, TOP + 10.5, left)
    ink.text(RIGHT - width(right), TOP + 10.5, right)
    ink.lines([(LEFT, TOP + 15, RIGHT, TOP + 15)])
