"""What a reader sees of a PDF: texts, their sizes, where each character stands."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pypdfium2

from perfdesk.documents.ink import PAGE_HEIGHT
from perfdesk.documents.page import BOTTOM, LEFT, RIGHT, TOP
from perfdesk.texts import translator

ZH, EN = translator("zh_CN"), translator("en")
LONG = ("线索减少（展会停办），首访转化 17 %——团队 24 %；说明：“先练后访”……" * 110)[:4000]


def written(write: Callable[..., tuple[str, ...]], sheet: object, texts=ZH) -> bytes:
    target = io.BytesIO()
    write(sheet, target, texts)
    return target.getvalue()


def pages_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def text_sizes(data: bytes) -> set[float]:
    """Return the sizes of all texts but the numbers in the boxes of levels."""
    sizes = set()
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:

        def note(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
            if text.strip() and not set(text.strip()) <= set("12345"):
                sizes.add(size)

        page.extract_text(visitor_text=note)
    return sizes


def squeezed(text: str) -> str:
    return "".join(text.split())


def char_boxes(data: bytes) -> list[list[tuple[str, float, float, float, float]]]:
    """Return the characters of each page with left, bottom, right and top."""
    result = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        textpage = page.get_textpage()
        boxes = [
            (textpage.get_text_range(n, 1), *textpage.get_charbox(n)) for n in range(textpage.count_chars())
        ]
        result.append([box for box in boxes if box[0].strip()])
        textpage.close()
        page.close()
    document.close()
    return result


def assert_inside_and_apart(data: bytes) -> None:
    for boxes in char_boxes(data):
        for char, left, bottom, right, top in boxes:
            assert left >= LEFT - 1 and right <= RIGHT + 1, (char, left, right)
            assert bottom >= BOTTOM - 1 and top <= PAGE_HEIGHT - TOP + 1, (char, bottom, top)
        cells: dict[tuple[int, int], list[tuple[str, float, float, float, float]]] = {}
        for box in boxes:
            cells.setdefault((int(box[1] // 12), int(box[2] // 12)), []).append(box)
        for (column, row), here in cells.items():
            near = [b for c in (0, 1) for r in (-1, 0, 1) for b in cells.get((column + c, row + r), ())]
            for one in here:
                for other in near:
                    if one is not other:
                        across = min(one[3], other[3]) - max(one[1], other[1])
                        down = min(one[4], other[4]) - max(one[2], other[2])
                        assert across < 1.5 or down < 1.5, (one, other)
