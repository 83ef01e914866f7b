"""What several papers share: the header block, the footer's words, boxes to tick, dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from perfdesk.documents.fonts import RULE, TICK, TICKED
from perfdesk.documents.ink import width
from perfdesk.documents.page import CONTENT_WIDTH, Paper, Signatures, Strip, Words, height_of, room
from perfdesk.documents.tables import Cell, Column, Row, label, table, wrap
from perfdesk.documents.values import NBSP, Header, Sheet
from perfdesk.texts import Translator

_SPACE = 12.0
_ORDINALS = "一二三四五六七八九十"


def header_block(header: Header, title: str, last: tuple[str, str] | None, texts: Translator) -> list[Strip]:
    """Return header H (§12.5); `last` is the label and the value of its last place, if there is one."""
    _ = texts
    number = _("No. {number}").format(number=header.number)
    firm = wrap(header.firm, CONTENT_WIDTH - width(number) - _SPACE)
    strips: list[Strip] = [
        Words(left="".join(piece.text for piece in line), right="" if n else number)
        for n, line in enumerate(firm or [()])
    ]
    strips.append(Words(middle=title, size=16.5, height=25))
    cycle = _("{cycle} ({start} to {end})").format(
        cycle=header.cycle_name, start=header.starts_on.isoformat(), end=header.ends_on.isoformat()
    )
    strips += [Words(middle="".join(piece.text for piece in line)) for line in wrap(cycle, CONTENT_WIDTH)]
    strips.append(Strip(3, stays=True))
    values = [
        (_("Name"), header.person),
        (_("Employee no."), header.employee_number),
        (_("Department"), header.department),
        (_("Position"), header.position),
        (_("Manager"), header.manager),
    ]
    if last is not None:
        values.append(last)
    rows: list[Row] = [
        [cell for word, value in values[at : at + 3] for cell in (label(word), Cell(value))] for at in (0, 3)
    ]
    if last is None:
        rows[-1][-1].span = 3
    strips += table([Column(), Column(grow=1)] * 3, rows, heads=0)
    return strips


def paper(sheet: Sheet, title: str, strips: Sequence[Strip], squeeze: float, texts: Translator) -> Paper:
    """Put the sheet's footer and running head to its strips."""
    _ = texts
    header = sheet.header
    person = f"{header.person} {header.employee_number}".strip()
    number = _("No. {number}").format(number=header.number)
    return Paper(
        strips=strips,
        running=(_shortened(f"{title} · {person}", CONTENT_WIDTH - width(number) - _SPACE), number),
        footer=footer(sheet, texts),
        page_of=_("Page {page} of {pages}"),
        bookmark=f"{person} · {title}",
        squeeze=squeeze,
    )


def fitted(
    sheet: Sheet,
    title: str,
    make: Callable[[int], list[Strip]],
    tries: Sequence[tuple[int, float]],
    texts: Translator,
) -> Paper:
    """Return the paper on one page if one of the tries fits there, else roomy, as the first of them.

    A try is a number of lines to write on, handed to `make`, and the share of the space between sections.
    """
    for lines, squeeze in tries:
        strips = make(lines)
        if height_of(strips, squeeze) <= room():
            return paper(sheet, title, strips, squeeze, texts)
    return paper(sheet, title, make(tries[0][0]), 1.0, texts)


def footer(sheet: Sheet, texts: Translator) -> tuple[str, ...]:
    """Return the words of the footer but for the page number."""
    _ = texts
    printed = sheet.printed_at
    return (
        _("Revision R{number}").format(number=sheet.revision),
        _("Printed {time}").format(time=printed.strftime("%Y-%m-%d %H:%M")) if printed else "",
        _("Confidential") if sheet.confidential else "",
        _("Check {code}").format(code=sheet.check_code) if sheet.check_code else "",
    )


def tick(text: str, is_ticked: bool = False) -> str:
    """Return a box and what it stands for, held together."""
    return (TICKED if is_ticked else TICK) + NBSP + text.replace(" ", NBSP)


def numbered(place: int, title: str, texts: Translator) -> str:
    """Return a section's title with its place, from 1: `一、量化指标` or `A. Measured indicators`."""
    if texts.language == "zh_CN":
        return f"{_ORDINALS[place - 1]}、{title}"
    return f"{chr(ord('A') + place - 1)}. {title}"


def named_text(name: str, text: str, lines: int) -> Row:
    """Return a row with a text behind its name, or lines to write on."""
    return [label(name), Cell(text, ruled=0 if text else lines)]


def or_rule(text: str, length: int) -> str:
    """Return the text, or a line to write it on, `length` letters long."""
    return text or RULE * length


def signatures(words: Sequence[str], texts: Translator) -> Signatures:
    """Return boxes to sign in, each with a line for the date."""
    _ = texts
    return Signatures(words, _("Date:            Y        M        D"))


def lines_of(text: str) -> list[Strip]:
    """Return a text without a frame over the whole width."""
    return [Words(left="".join(piece.text for piece in line)) for line in wrap(text, CONTENT_WIDTH)]


def joined(words: Sequence[str], texts: Translator) -> str:
    """Return words in a row: `资源、技能` or `Resources, Skill`."""
    return ("、" if texts.language == "zh_CN" else ", ").join(words)


def sentences(parts: Sequence[str], texts: Translator) -> str:
    """Return sentences one after another: Chinese puts no space between them."""
    return ("" if texts.language == "zh_CN" else " ").join(parts)


def day(on: date | None, year: int) -> str:
    """Return a date as short as it can be: month and day within `year`."""
    if on is None:
        return ""
    return f"{on:%m-%d}" if on.year == year else on.isoformat()


def _shortened(text: str, room: float) -> str:
    """Shorten what is only repeated; the whole stands on the first page."""
    if width(text) <= room:
        return text
    while text and width(text + "…") > room:
        text = text[:-1]
    return text + "…"
