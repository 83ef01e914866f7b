"""What a change on the way does, in words with its numbers: shown before it is made and in the lists."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfdesk.domain.amendments import Part
from perfdesk.domain.changes import Effect, Figure, FormEffect, ItemEffect, Person
from perfdesk.domain.numbers import round_half_up
from perfdesk.domain.rule import Rule
from perfdesk.texts import _, current, in_context, pick, sentence
from perfdesk.texts.change_words import NUMBERS
from perfdesk.texts.words import number, unit

MOST_ITEMS = 4
"""So many items are told one by one; the others are counted."""


def person_words(person: Person) -> str:
    return pick(person.name, person.name_en) or person.name


def number_word(name: str, rule: Rule) -> str:
    """Return what one of the numbers of a rule is called: 目标, 门槛值, 得 80 分的界限."""
    if name in NUMBERS:
        return _(NUMBERS[name])
    kind, _dot, at = name.partition(".")
    if kind == "bands":
        return _("Limit for {points} points").format(points=number(rule.bands()[int(at)][1]))
    return _("Standard {number}").format(number=int(at) + 1)


def share_words(days: int, of: int) -> str:
    """Return days with their share: 62 / 92 天 (67.4 %)."""
    share = round_half_up(Decimal(days * 100) / Decimal(of), 1) if of else Decimal(0)
    return _("{days} of {of} days ({share} %)").format(days=days, of=of, share=number(share, 1))


def formula(parts: Sequence[Part]) -> str:
    """Return how a derived target is made up: 300,000 × 60/90 + 240,000 × 30/90."""
    return " + ".join(f"{number(part.target)} × {part.days}/{part.of}" for part in parts)


def effect_lines(effect: Effect) -> list[str]:
    """Return what a change would do, a line each: days of forms, targets with their formula, scores."""
    lines = [line for one in effect.forms if (line := _form_line(one))]
    lines += [_item_line(one, with_person=len(effect.forms) > 1) for one in effect.items[:MOST_ITEMS]]
    if len(effect.items) > MOST_ITEMS:
        lines.append(_("and {count} more items in the same way").format(count=len(effect.items) - MOST_ITEMS))
    if effect.is_past_half:
        lines.append(_("More than half of the cycle is over: a health check counts such late changes."))
    return [*lines, *(sentence(one) for one in effect.told)]


def _form_line(one: FormEffect) -> str:
    words = {"person": one.person, "first": one.starts_on, "last": one.ends_on}
    if one.is_void:
        line = _(
            "{person}: the old form stays for the record; its days join the longer segment beside it."
        ).format(person=one.person)
        if one.figures:
            names = in_context("list of names", ", ").join(_figure(figure) for figure in one.figures)
            line += " " + _(
                "What was entered on it counts no more: {names}. Take over what belongs there."
            ).format(names=names)
        return line
    if one.days == one.of and not one.is_new:
        return ""
    line = _("{person}: {first} to {last}, {share}").format(**words, share=share_words(one.days, one.of))
    if one.is_new:
        line = _("New form of {person}: {first} to {last}, {share}").format(
            **words, share=share_words(one.days, one.of)
        )
    if not one.is_graded:
        line += " · " + _("less than a third of the cycle: no grade, only a written remark")
    return line


def _figure(one: Figure) -> str:
    name = pick(one.name_zh, one.name_en) or one.name_zh
    if one.actual is None:
        return name
    return f"{name} {number(one.actual)} {unit(one.unit, current())}".rstrip()


def _item_line(one: ItemEffect, *, with_person: bool) -> str:
    name = pick(one.name_zh, one.name_en)
    if with_person:
        name = f"{one.person} {name}"
    after = f"{number(one.after)} {unit(one.unit, current())}".rstrip()
    line = _("{name}: {before} → {after}").format(name=name, before=number(one.before), after=after)
    if one.parts:
        line += f" = {formula(one.parts)}"
    elif one.before != one.after:
        line += " · " + _("holds for the whole cycle")
    if one.score_before is not None and one.score_after is not None and one.score_before != one.score_after:
        scores = {"before": number(one.score_before, 2), "after": number(one.score_after, 2)}
        line += " · " + _("score {before} → {after}").format(**scores)
    return line
