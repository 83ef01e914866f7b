"""Drawing on a page: texts, lines, boxes. Positions are points from the left and from the top of an A4 page.

Operators are written straight into the page's stream: a text is turned into codes of the embedded subset once a
file and used again, which is most of what makes a batch fast.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from perfdesk.documents.fonts import (
    CHOSEN_LEVELS,
    CODE_SIZE,
    LEVELS,
    RULE,
    SCORE_BOX,
    SHAPES,
    TICK,
    TICKED,
    Face,
    code_point,
    faces,
    is_invisible,
)
from perfdesk.documents.paragraphs import Line

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
SIZE = 10.0
LINE_WIDTH = 0.6
LINE_GREY, GROUND_GREY = "0.467", "0.937"  # #777 and about #eef0f2, as greys that copy
TICK_SIDE, LEVEL_SIDE = 3 * MM, 4 * MM
_KEPT_TEXTS = 20_000

_Code = tuple[str, str] | None
_Body = str | list[tuple[float, str, bool]]


class _Codes(dict[str, _Code]):
    """Font name and escaped code of each character in one file; None for what is drawn as a shape."""

    def __init__(self, face: Face, canvas: Canvas) -> None:
        super().__init__()
        self._face = face
        self._document = canvas._doc

    def __missing__(self, char: str) -> _Code:
        code: _Code
        if self._face.has(char):
            [(subset, data)] = self._face.font.splitString(char, self._document)
            name = self._face.font.getSubsetInternalName(subset, self._document)
            plain = 32 <= data[0] < 127 and data not in (b"(", b")", b"\\")
            code = name, chr(data[0]) if plain else f"\\{data[0]:03o}"
        else:
            code = ("", "") if is_invisible(char) and char not in SHAPES else None
        self[char] = code
        return code


class Ink:
    """Draws the pages of one file. `missing` collects the characters the face lacks."""

    def __init__(self, canvas: Canvas) -> None:
        self.missing: dict[str, None] = {}
        self._operators: list[str] = []
        self._faces = faces()
        self._codes = tuple(_Codes(face, canvas) for face in self._faces)
        self._bodies: dict[tuple[str, bool, float], _Body] = {}

    def take(self) -> str:
        """Return the operators of the page drawn so far and start the next one."""
        page = "\n".join(self._operators)
        self._operators.clear()
        return page

    def text(self, x: float, baseline: float, text: str, is_bold: bool = False, size: float = SIZE) -> None:
        """Draw one line of text, beginning at `x`."""
        key = text, is_bold, size
        body = self._bodies.get(key)
        if body is None:
            if len(self._bodies) >= _KEPT_TEXTS:
                self._bodies.clear()
            body = self._bodies[key] = self._encode(text, is_bold, size)
        if isinstance(body, str):
            self._operators.append(f"BT {x:.2f} {PAGE_HEIGHT - baseline:.2f} Td {body} ET")
            return
        for offset, part, is_shape in body:
            if is_shape:
                self._shape(x + offset, baseline, part, size)
            else:
                self._operators.append(f"BT {x + offset:.2f} {PAGE_HEIGHT - baseline:.2f} Td {part} ET")

    def line_of_text(self, x: float, baseline: float, line: Line, size: float = SIZE) -> None:
        """Draw the pieces of one line, each in its weight."""
        for text, is_bold in line:
            self.text(x, baseline, text, is_bold, size)
            x += width(text, is_bold, size)

    def grey(self, level: str) -> None:
        """Draw the following texts in a grey, "0" black to "1" white."""
        self._operators.append(f"{level} g")

    def fill(self, x: float, top: float, across: float, down: float, colour: str) -> None:
        """Fill a rectangle; `colour` is a grey ("0.9") or red, green and blue ("0.1 0.2 0.3")."""
        operator = "rg" if " " in colour else "g"
        bottom = PAGE_HEIGHT - top - down
        self._operators.append(f"{colour} {operator} {x:.2f} {bottom:.2f} {across:.2f} {down:.2f} re f 0 g")

    def lines(self, lines: Sequence[tuple[float, float, float, float]], is_dashed: bool = False) -> None:
        """Draw straight lines from (x, y) to (x, y), 0.6 pt; dashed ones are black."""
        path = " ".join(
            f"{x1:.2f} {PAGE_HEIGHT - y1:.2f} m {x2:.2f} {PAGE_HEIGHT - y2:.2f} l" for x1, y1, x2, y2 in lines
        )
        style = "0 G [3 2] 0 d" if is_dashed else f"{LINE_GREY} G"
        self._operators.append(f"{style} {LINE_WIDTH} w {path} S" + (" [] 0 d" if is_dashed else ""))

    def box(self, x: float, top: float, across: float, down: float) -> None:
        """Draw a black frame."""
        bottom = PAGE_HEIGHT - top - down
        self._operators.append(f"0 G 0.7 w {x:.2f} {bottom:.2f} {across:.2f} {down:.2f} re S")

    def _encode(self, text: str, is_bold: bool, size: float) -> _Body:
        codes, widths = self._codes[is_bold], self._faces[is_bold].widths
        parts: list[tuple[float, str, bool]] = []
        body: list[str] = []
        run: list[str] = []
        font, x, begins_at = "", 0.0, 0.0
        for char in text:
            code = codes[char]
            if code is None:
                if run:
                    body.append(f"{font} {size:g} Tf ({''.join(run)}) Tj")
                    parts.append((begins_at, " ".join(body), False))
                parts.append((x, char, True))
                body, run, font = [], [], ""
                begins_at = x + widths[char] * size
            elif code[1]:
                if code[0] != font:
                    if run:
                        body.append(f"{font} {size:g} Tf ({''.join(run)}) Tj")
                    font, run = code[0], []
                run.append(code[1])
            x += widths[char] * size
        if run:
            body.append(f"{font} {size:g} Tf ({''.join(run)}) Tj")
        if not parts:
            return " ".join(body)
        return [*parts, (begins_at, " ".join(body), False)] if body else parts

    def _shape(self, x: float, baseline: float, char: str, size: float) -> None:
        middle = baseline - 0.38 * size
        if char in (TICK, TICKED):
            top = middle - TICK_SIDE / 2
            self.box(x, top, TICK_SIDE, TICK_SIDE)
            if char == TICKED:
                left, right, bottom = x + 1.5, x + TICK_SIDE - 1.5, top + TICK_SIDE - 1.5
                cross = ((left, top + 1.5, right, bottom), (left, bottom, right, top + 1.5))
                path = " ".join(
                    f"{x1:.2f} {PAGE_HEIGHT - y1:.2f} m {x2:.2f} {PAGE_HEIGHT - y2:.2f} l"
                    for x1, y1, x2, y2 in cross
                )
                self._operators.append(f"0 G 1.4 w {path} S")
        elif char == SCORE_BOX:
            self.box(x, middle - LEVEL_SIDE / 2, LEVEL_SIDE, LEVEL_SIDE)
        elif char == RULE:
            self.lines([(x, baseline + 1.5, x + size, baseline + 1.5)])
        elif char in LEVELS or char in CHOSEN_LEVELS:
            is_chosen = char in CHOSEN_LEVELS
            digit = str((CHOSEN_LEVELS if is_chosen else LEVELS).index(char) + 1)
            if is_chosen:
                self.fill(x, middle - LEVEL_SIDE / 2, LEVEL_SIDE, LEVEL_SIDE, "0.15")
            self.box(x, middle - LEVEL_SIDE / 2, LEVEL_SIDE, LEVEL_SIDE)
            self.grey("1" if is_chosen else "0.3")
            inner = size * 0.9
            indent = (LEVEL_SIDE - width(digit, is_chosen, inner)) / 2
            self.text(x + indent, middle + 0.36 * inner, digit, is_chosen, inner)
            self.grey("0")
        else:
            self._code_point(x, baseline, char, size)

    def _code_point(self, x: float, baseline: float, char: str, size: float) -> None:
        """Draw the frame for a character the face lacks; copying still gives the character itself."""
        self.missing[char] = None
        actual = char.encode("utf-16-be", "surrogatepass").hex().upper()
        self._operators.append(f"/Span <</ActualText <FEFF{actual}>>> BDC")
        label = code_point(char)
        across = width(label, False, size * CODE_SIZE) + 0.2 * size
        self.box(x + 0.05 * size, baseline - 0.78 * size, across, 0.84 * size)
        self.text(x + 0.15 * size, baseline - 0.16 * size, label, False, size * CODE_SIZE)
        self._operators.append("EMC")


def width(text: str, is_bold: bool = False, size: float = SIZE) -> float:
    """Return how wide a text is on one line, in points."""
    return sum(map(faces()[is_bold].widths.__getitem__, text)) * size


def advances(text: str, is_bold: bool, size: float = SIZE) -> list[float]:
    """Return the width of each character in points."""
    widths = faces()[is_bold].widths
    return [widths[char] * size for char in text]
