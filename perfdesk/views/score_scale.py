"""How an item is answered on the form: by the key of a level, by points, in words, or by a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.domain.appraisal import FormItem
from perfdesk.domain.problems import Invalid
from perfdesk.domain.scales import Scale, competency_gap, most_points, own_levels, scale_of
from perfdesk.texts import _, pick
from perfdesk.texts.words import LEVELS, number

LevelWords = Mapping[int, tuple[str, str]]
"""The firm's own words of the levels 1 to 5, Chinese and English."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One level that may be given: its word, and what it looks like."""

    level: int
    word: str
    text: str


def scale(item: FormItem) -> Scale | None:
    """Return the scale of a judged item; None for others, and for one that this program does not know."""
    if not item.is_anchored:
        return None
    try:
        return scale_of(item.rule)
    except Invalid:
        return None


def choices(item: FormItem, own_words: LevelWords) -> tuple[Choice, ...]:
    """Return the levels of an item, best first; none where points, figures or words are given."""
    kind = scale(item)
    if kind is None or kind is Scale.HUNDRED:
        return ()
    if kind is Scale.OWN:
        try:
            found = own_levels(item.rule)
        except Invalid:
            return ()
        return tuple(Choice(int(one.level), "", pick(one.zh, one.en)) for one in reversed(found))
    texts = {anchor.level: pick(anchor.zh, anchor.en) for anchor in item.anchors}
    return tuple(
        Choice(level, level_word(level, own_words), texts.get(level, "")) for level in (5, 4, 3, 2, 1)
    )


def takes_keys(item: FormItem) -> bool:
    """Tell whether one key gives a level: five levels, or a firm's own from 0 to 9."""
    found = choices(item, {})
    return bool(found) and all(0 <= one.level <= 9 for one in found)


def has_halves(item: FormItem) -> bool:
    return scale(item) in (Scale.FIVE_LEVEL, Scale.BARS, Scale.COMPETENCY)


def level_word(level: int, own_words: LevelWords) -> str:
    """Return the word of a level 1 to 5: the firm's own where it has one."""
    zh, en = own_words.get(level, ("", ""))
    return pick(zh, en) or _(LEVELS[level])


def word_of(item: FormItem, own_words: LevelWords) -> str:
    """Return the word for the level given, "" for points, halves and where none is given."""
    if item.level is None or item.level % 1:
        return ""
    found = next((one for one in choices(item, own_words) if one.level == item.level), None)
    return (found.word or found.text) if found else ""


def range_text(item: FormItem) -> str:
    """Return from where to where points go, "" where none are given."""
    if scale(item) is not Scale.HUNDRED:
        return ""
    try:
        return f"0–{number(most_points(item.rule))}"
    except Invalid:
        return ""


def required_text(item: FormItem) -> str:
    """Return the level that the position asks for and what is short of it; "" where nothing is asked."""
    if item.required is None:
        return ""
    asked = _("required {level}").format(level=number(item.required))
    short = competency_gap(item.required, item.level)
    if short is None or short <= 0:
        return asked
    return _("{required}, {gap} short").format(required=asked, gap=number(short))


def kind_word(item: FormItem) -> str:
    """Return what is entered: a level, points, words or an actual."""
    if item.is_in_words:
        return _("Words")
    if scale(item) is Scale.HUNDRED:
        return _("Points")
    return _("Level") if item.is_anchored else _("Actual")


def shape(item: FormItem) -> tuple[object, ...]:
    """Return what a line has to be built anew for."""
    levels = tuple(one.level for one in choices(item, {}))
    return item.lineage, item.is_anchored, item.is_in_words, item.item_class, levels


def is_level(item: FormItem, level: int) -> bool:
    return item.level == Decimal(level)
