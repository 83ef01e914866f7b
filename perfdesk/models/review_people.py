"""The people of a cycle beside their results: columns, filter, coverage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perfdesk.domain.appraisal import Standing
from perfdesk.domain.grades import Grade
from perfdesk.domain.numbers import round_half_up
from perfdesk.models.rows import Column, GradeMark, SymbolMark
from perfdesk.texts import _, in_context, pick

TRIANGLE, DOT = "▲", "●"


def person_name(person: Standing) -> str:
    """The name; who moved within the cycle has a line for each position."""
    name = pick(person.name, person.name_en)
    if person.segment == 1 and person.is_last_segment:
        return name
    return f"{name} · {pick(person.position_zh, person.position_en)}"


def total_text(person: Standing) -> str:
    return "—" if person.total is None else f"{person.total:.2f}"


def plans_text(person: Standing) -> str:
    """How many of the gaps have a treatment: 1/2."""
    if person.total is None and not person.gaps:
        return _("open")
    return f"{person.treated}/{person.gaps}" if person.gaps else "–"


def columns(grades: tuple[Grade, ...]) -> list[Column[Standing]]:
    """Return the columns of the list; `grades` in force, best first, give the badges their strength."""
    ranks = {grade.code: at for at, grade in enumerate(grades)}

    def badge(person: Standing) -> GradeMark | None:
        return GradeMark(person.grade.code, ranks.get(person.grade.code, 2)) if person.grade else None

    return [
        Column("name", _name_title, person_name, tooltip=_who, sort_key=_pinyin),
        Column("total", _total_title, total_text, "right", 56, _total, tone=_total_tone),
        Column("grade", _no_title, _grade, "center", 28, mark=badge),
        Column(
            "gaps",
            _plans_title,
            plans_text,
            "right",
            50,
            _gaps,
            mark=_plans_mark,
            tone=_plans_tone,
            bold=_is_open,
            header_tooltip=_plans_meaning,
        ),
    ]


def matches(person: Standing, typed: str, grades: Iterable[Grade]) -> bool:
    """Tell whether a person is meant: by name, number, pinyin, a grade, ▲ (gaps without action) or ●."""
    typed = typed.strip()
    if not typed:
        return True
    if typed == TRIANGLE:
        return person.untreated > 0
    if typed == DOT:
        return person.gaps > 0 and not person.untreated
    for grade in grades:
        if typed in (grade.code, grade.name_zh) or typed.lower() == grade.name_en.lower():
            return person.grade is not None and person.grade.code == grade.code
    return typed.lower() in f"{person.search_key} {person.name_en}".lower()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the gaps have an action or a decision."""

    treated: int
    gaps: int

    @property
    def text(self) -> str:
        if not self.gaps:
            return "—"
        share = round_half_up(Fraction(self.treated * 100, self.gaps))
        return f"{self.treated}/{self.gaps} = {share} %"


def coverage(people: Iterable[Standing]) -> Coverage:
    people = list(people)
    return Coverage(sum(one.treated for one in people), sum(one.gaps for one in people))


def _no_title() -> str:
    return ""


def _name_title() -> str:
    return _("Name")


def _total_title() -> str:
    return in_context("result", "Total")


def _plans_title() -> str:
    return in_context("column", "Plans")


def _who(person: Standing) -> str:
    words = (
        person.number,
        pick(person.department_zh, person.department_en),
        pick(person.position_zh, person.position_en),
    )
    return " · ".join(word for word in words if word)


def _plans_meaning() -> str:
    return _("Gaps with an action / gaps")


def _pinyin(person: Standing) -> str:
    """Chinese names in the order of their pinyin, which follows number and name in the search key."""
    return person.search_key.removeprefix(f"{person.number} {person.name} ".lower())


def _total(person: Standing) -> Decimal | None:
    return person.total


def _total_tone(person: Standing) -> str:
    return "muted" if person.total is None or person.is_provisional else "ink"


def _grade(person: Standing) -> str:
    return "—" if person.grade is None else ""


def _gaps(person: Standing) -> tuple[int, int]:
    return (person.untreated, person.gaps)


def _plans_mark(person: Standing) -> SymbolMark | None:
    if not person.gaps:
        return None
    return SymbolMark("triangle", "gap") if person.untreated else SymbolMark("dot", "imp")


def _plans_tone(person: Standing) -> str:
    return "muted" if not person.gaps else "gap" if person.untreated else "imp"


def _is_open(person: Standing) -> bool:
    return person.untreated > 0
