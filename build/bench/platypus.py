"""The anchor of the papers: the words of our own papers, set by plain platypus with a Paragraph in every cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from perfdesk.documents.fonts import BOLD, REGULAR, SHAPES, faces
from perfdesk.documents.review_sheet import review_paper
from perfdesk.documents.tables import RowStrip
from perfdesk.texts import translator

_STYLES = {
    bold: ParagraphStyle(face, fontName=face, fontSize=8.6, leading=11.7, wordWrap="CJK")
    for bold, face in ((False, REGULAR), (True, BOLD))
}
_BOXES = {ord(shape): "□" for shape in SHAPES}

Block = tuple[list[float], list[list[Any]], int] | list[str]
"""Widths, rows of cells and the number of repeated heads; or words outside a table."""


def blocks_of(sheets: Sequence[Any], language: str) -> list[tuple[list[Block], tuple[str, ...]]]:
    """Take the words of our papers apart, before any clock runs: blocks and footer of each."""
    faces()
    texts = translator(language)
    found = []
    for sheet in sheets:
        paper = review_paper(sheet, texts)
        page = paper.page_of.format(page=1, pages=1)
        found.append((list(_blocks(paper.strips)), (*paper.footer, page)))
    return found


def _blocks(strips: Sequence[Any]) -> Iterator[Block]:
    rows: list[Any] = []
    for strip in strips:
        if isinstance(strip, RowStrip):
            if rows and rows[-1].edges != strip.edges:
                yield _table(rows)
                rows = []
            rows.append(strip)
            continue
        if rows:
            yield _table(rows)
            rows = []
        named = {
            name: getattr(strip, name) for name in getattr(type(strip), "__slots__", ()) if name != "_colour"
        }
        dates = [named.pop("_dated")] * len(named["_words"]) if "_dated" in named else []
        yield [text for word in (*named.values(), dates) for text in _words(word)]
    if rows:
        yield _table(rows)


def _table(strips: Sequence[Any]) -> Block:
    edges = strips[0].edges
    widths = [right - left for left, right in zip(edges, edges[1:], strict=False)]
    return widths, [list(strip.cells) for strip in strips], len(strips[-1].heads)


def _words(word: Any) -> list[str]:
    if isinstance(word, str):
        return [word] if word else []
    if isinstance(word, list | tuple):
        return [text for part in word for text in _words(part)]
    return []


def write_plain(papers: Sequence[tuple[list[Block], tuple[str, ...]]], target: Path) -> None:
    """Write the papers the way the manual shows: a story of tables and paragraphs."""
    story: list[Any] = []
    for blocks, footer in papers:
        for block in blocks:
            if isinstance(block, list):
                story += [_paragraph(text, False) for text in block] or [Spacer(1, 4)]
            else:
                story.append(_flowable(*block))
        story += [_paragraph(" ".join(footer), False), PageBreak()]
    SimpleDocTemplate(
        str(target), pagesize=A4, leftMargin=34, rightMargin=34, topMargin=30, bottomMargin=30
    ).build(story)


def _flowable(widths: list[float], rows: list[list[Any]], heads: int) -> Table:
    style: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    filled = []
    for down, row in enumerate(rows):
        line: list[Any] = []
        for cell in row:
            at = len(line)
            pieces = cell.text if isinstance(cell.text, tuple) else ((cell.text, cell.is_bold),)
            line.append(_paragraph("".join(text for text, _bold in pieces), cell.is_bold))
            line += [""] * (cell.span - 1)
            if cell.span > 1:
                style.append(("SPAN", (at, down), (at + cell.span - 1, down)))
            if cell.is_shaded:
                style.append(("BACKGROUND", (at, down), (at + cell.span - 1, down), colors.whitesmoke))
        filled.append(line)
    return Table(filled, colWidths=widths, style=style, repeatRows=heads, splitInRow=1)


def _paragraph(text: str, is_bold: bool) -> Paragraph:
    return Paragraph(escape(text.translate(_BOXES)).replace("\n", "<br/>"), _STYLES[is_bold])
